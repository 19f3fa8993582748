//! What a person who may write into the queue must not achieve.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;

use rustix::fs::{Mode, mkfifoat};

use super::*;

/// What is told of the post `notice.md` with these media and a secret above the queue.
fn with_media(media: &str) -> Vec<String> {
    let mut bench = bench();
    fs::write(bench.dir.path().join("secret.jpg"), jpeg(6, 4)).unwrap();
    fs::create_dir(bench.path("sub")).unwrap();
    bench.put("sub/post.md", "पाठ");
    bench.put("sub/a.jpg", jpeg(6, 4));
    symlink("../secret.jpg", bench.path("link.jpg")).unwrap();
    fs::hard_link(bench.dir.path().join("secret.jpg"), bench.path("hard.jpg")).unwrap();
    mkfifoat(CWD, bench.path("pipe.jpg"), Mode::RWXU).unwrap();
    bench.put("notice.md", format!("+++\nmedia = [{media}]\n+++\nपाठ"));
    bench.look(0);
    let seen = bench.look(5);
    lines(&seen).into_iter().filter(|line| line.contains("notice.md")).collect()
}

#[test]
fn media_come_from_beside_the_post_and_nowhere_else() {
    let long = format!("\"{}.jpg\"", "x".repeat(300));
    for path in [
        "\"../secret.jpg\"",
        "\"/etc/passwd\"",
        "\"sub/a.jpg\"",
        "\"./a.jpg\"",
        "\"..\"",
        "\"\"",
        "\"a\\u0000.jpg\"",
        &long,
    ] {
        assert_eq!(with_media(path), ["problem notice.md file-not-beside"], "{path}");
    }
    assert_eq!(with_media("\"link.jpg\""), ["problem notice.md file-is-link"]);
    assert_eq!(with_media("\"hard.jpg\""), ["problem notice.md file-many-names"]);
    assert_eq!(with_media("\"pipe.jpg\""), ["problem notice.md file-not-plain"]);
    assert_eq!(with_media("\"sub\""), ["problem notice.md file-not-plain"]);
}

#[test]
fn a_windows_path_is_no_way_out() {
    assert_eq!(with_media("'..\\secret.jpg'"), nothing(), "it waits for a file of that name");
}

#[test]
fn things_that_are_no_files_end_in_a_finding() {
    let mut bench = bench();
    fs::write(bench.dir.path().join("secret"), "outside").unwrap();
    symlink("../secret", bench.path("a-link.md")).unwrap();
    symlink("/dev/zero", bench.path("b-link")).unwrap();
    symlink("..", bench.path("c-link")).unwrap();
    mkfifoat(CWD, bench.path("d-pipe.md"), Mode::RWXU).unwrap();
    fs::hard_link(bench.dir.path().join("secret"), bench.path("e-hard.md")).unwrap();
    let expected = [
        "problem a-link.md file-is-link",
        "problem b-link file-is-link",
        "problem c-link file-is-link",
        "problem d-pipe.md file-not-plain",
        "problem e-hard.md file-many-names",
    ];
    assert_eq!(lines(&bench.settled()), expected);
    assert_eq!(lines(&bench.look(60)), nothing());
    fs::remove_file(bench.dir.path().join("secret")).unwrap();
    bench.touch("e-hard.md", 1);
    let mended = ["mended e-hard.md", "taken e-hard.md"];
    assert_eq!(lines(&bench.settled()), mended, "the other name is gone");
}

#[test]
fn names_that_act_end_in_a_finding() {
    let mut bench = bench();
    for name in ["a\n.md", "b\u{1b}[31m.md", "c\u{202e}dm.md", "d\u{200b}.md"] {
        bench.put(name, "पाठ");
    }
    let seen = bench.settled();
    assert_eq!(seen.len(), 4);
    assert!(lines(&seen).iter().all(|line| line.ends_with("name-odd")), "{seen:?}");
}

#[test]
fn a_name_that_is_no_text_ends_in_a_finding_until_it_is_gone() {
    let mut bench = bench();
    let name = bench.path("").join(OsStr::from_bytes(b"n\xffe.md"));
    fs::write(&name, "पाठ").unwrap();
    assert_eq!(lines(&bench.settled()), ["problem n\u{fffd}e.md name-unreadable"]);
    fs::remove_file(&name).unwrap();
    assert_eq!(lines(&bench.look(1)), ["mended n\u{fffd}e.md"]);
}

#[test]
fn files_that_are_too_large_or_no_text_end_in_a_finding() {
    let mut bench = bench();
    bench.put("a-utf16.md", b"\xff\xfe\x28\x09");
    bench.put("b-latin.md", b"caf\xe9");
    bench.put("c-cut.md", "+++\nlang = \"hi\"\n");
    bench.put("d-large.md", vec![b'x'; 1024 * 1024 + 1]);
    bench.put("e-most.md", vec![b'x'; 1024 * 1024]);
    let expected = [
        "problem a-utf16.md text-utf16",
        "problem b-latin.md text-not-utf8",
        "problem c-cut.md front-matter-open",
        "problem d-large.md file-too-large",
        "taken e-most.md",
    ];
    assert_eq!(lines(&bench.settled()), expected);
}

#[test]
fn posts_of_other_users_are_not_taken_where_owners_are_set() {
    let mut bench = bench();
    let me = rustix::process::geteuid().as_raw();
    let queue = bench.dir.path().join("queue");
    let config = IntakeConfig { queue, owners: Some([me + 1].into()), ..IntakeConfig::default() };
    bench.scanner = Scanner::new(config, Blobs::new(bench.dir.path().join("blobs")), india());
    bench.put("notice.md", "पाठ");
    fs::create_dir(bench.path("rally")).unwrap();
    bench.put("rally/post.md", "पाठ");
    let expected = ["problem notice.md file-owner", "problem rally file-owner"];
    assert_eq!(lines(&bench.settled()), expected);
}
