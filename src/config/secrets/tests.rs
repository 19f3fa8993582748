use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

use tempfile::TempDir;

use super::*;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn put(folder: &TempDir, name: &str, content: impl AsRef<[u8]>, mode: u32) {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
}

fn file_in(folder: &TempDir, name: &str) -> Result<String, Finding> {
    let secrets = SecretFiles::new(None, folder.path());
    secrets.resolve(&SecretRef::File(name.into())).map(|secret| secret.expose().to_owned())
}

fn credential_in(folder: &TempDir, name: &str) -> Result<String, &'static str> {
    let secrets = SecretFiles::new(Some(folder.path().to_owned()), Path::new("nowhere"));
    let found = secrets.resolve(&SecretRef::Credential(name.into()));
    found.map(|secret| secret.expose().to_owned()).map_err(|finding| finding.id)
}

#[test]
fn one_newline_at_the_end_is_not_part_of_a_secret() {
    let folder = folder();
    for (content, value) in [
        ("canary-a1", "canary-a1"),
        ("canary-a1\n", "canary-a1"),
        ("canary-a1\r\n", "canary-a1"),
        ("canary-a1\n\n", "canary-a1\n"),
        (" canary a1 ", " canary a1 "),
    ] {
        put(&folder, "token", content, 0o600);
        assert_eq!(file_in(&folder, "token").unwrap(), value);
    }
}

#[test]
fn a_file_that_others_can_read_is_refused_with_its_name_and_mode() {
    let folder = folder();
    for mode in [0o644, 0o640, 0o660, 0o604, 0o610, 0o601] {
        put(&folder, "token", "canary-b2c3", mode);
        let finding = file_in(&folder, "token").unwrap_err();
        assert_eq!(finding.id, "secret-open-to-others", "{mode:o}");
        let facts = format!("{:?}", finding.facts);
        assert!(facts.contains("token") && facts.contains(&format!("{mode:04o}")));
        assert!(!facts.contains("canary"));
    }
    for mode in [0o600, 0o400] {
        put(&folder, "token", "canary-b2c3", 0o600);
        fs::set_permissions(folder.path().join("token"), Permissions::from_mode(mode)).unwrap();
        assert!(file_in(&folder, "token").is_ok());
    }
}

#[test]
fn a_file_of_another_user_is_refused() {
    let folder = folder();
    put(&folder, "token", "canary-c4", 0o600);
    if chown(folder.path().join("token"), Some(12_345), None).is_err() {
        println!("skipped: only root can give a file away");
        return;
    }
    let found = file_in(&folder, "token").map_err(|finding| finding.id);
    assert_eq!(found, Err("secret-foreign-owner"));
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = folder();
    fs::create_dir(folder.path().join("dir")).unwrap();
    let pipe = folder.path().join("pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from(0o600)).unwrap();
    for name in ["dir", "pipe"] {
        let found = file_in(&folder, name).map_err(|finding| finding.id);
        assert_eq!(found, Err("secret-not-a-file"), "{name}");
    }
}

#[test]
fn a_link_counts_as_what_it_leads_to() {
    let folder = folder();
    put(&folder, "open", "canary-d5", 0o644);
    symlink("open", folder.path().join("link")).unwrap();
    let found = file_in(&folder, "link").map_err(|finding| finding.id);
    assert_eq!(found, Err("secret-open-to-others"));
}

#[test]
fn files_that_hold_no_secret_are_refused_each_by_name() {
    let folder = folder();
    put(&folder, "empty", "", 0o600);
    put(&folder, "newline", "\n", 0o600);
    put(&folder, "binary", [0xff, 0xfe, 0x00], 0o600);
    put(&folder, "large", vec![b'x'; (64 << 10) + 1], 0o600);
    put(&folder, "full", vec![b'x'; 64 << 10], 0o600);
    let id = |name| file_in(&folder, name).map_err(|finding| finding.id).unwrap_err();
    let ids = ["empty", "newline", "binary", "large", "absent"].map(id);
    assert_eq!(
        ids,
        ["secret-empty", "secret-empty", "secret-not-text", "secret-too-large", "secret-missing"]
    );
    assert_eq!(file_in(&folder, "full").unwrap().len(), 64 << 10);
}

#[test]
fn a_credential_is_read_whatever_mode_systemd_gave_it() {
    let folder = folder();
    put(&folder, "toot-token", "canary-e6\n", 0o440);
    assert_eq!(credential_in(&folder, "toot-token").unwrap(), "canary-e6");
    assert_eq!(credential_in(&folder, "absent"), Err("credential-missing"));
}

#[test]
fn a_credentials_name_is_never_a_path_and_a_wrong_one_is_not_repeated() {
    let folder = folder();
    for name in ["", "../etc/passwd", "/etc/passwd", "..", ".hidden", "a b", "canary:1234"] {
        assert_eq!(credential_in(&folder, name), Err("credential-name-wrong"), "{name:?}");
    }
    let secrets = SecretFiles::new(None, folder.path());
    let reference = SecretRef::Credential("canary:123456".into());
    let finding = secrets.resolve(&reference).unwrap_err();
    assert!(!format!("{finding:?}").contains("canary"));
}

#[test]
fn without_systemd_a_credential_says_so() {
    let secrets = SecretFiles::new(None, Path::new(""));
    let finding = secrets.resolve(&SecretRef::Credential("toot-token".into())).unwrap_err();
    assert_eq!(finding.id, "credentials-absent");
}

#[test]
fn a_variable_that_is_absent_or_misnamed_is_an_error() {
    let id = |name: &str| {
        let secrets = SecretFiles::new(None, Path::new(""));
        let found = secrets.resolve(&SecretRef::Env(name.into()));
        found.map(|_| ()).map_err(|finding| finding.id)
    };
    // Set by cargo, and too short to be struck out of other tests' texts.
    assert_eq!(id("CARGO_PKG_VERSION_MAJOR"), Ok(()));
    assert_eq!(id("DAKIYA_TEST_NEVER_SET"), Err("secret-variable-missing"));
    assert_eq!(id("A=B"), Err("secret-variable-name-wrong"));
    assert_eq!(id(""), Err("secret-variable-name-wrong"));
}
