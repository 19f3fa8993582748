//! `doctor` on machines that are not as they should be.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{CONFIG, Desk};

/// What is said, as topic, state and id.
fn told(desk: &Desk, code: i32) -> Vec<(String, String, String)> {
    let said = desk.say(&["--json", "doctor"]);
    assert_eq!(said.code, code, "{}{}", said.out, said.err);
    let lines: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let text = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap().to_owned();
    let line = |line| (text(line, "topic"), text(line, "state"), text(line, "id"));
    lines.as_array().unwrap().iter().map(line).collect()
}

fn has(told: &[(String, String, String)], wanted: (&str, &str, &str)) {
    let found = told.iter().any(|(topic, state, id)| (&**topic, &**state, &**id) == wanted);
    assert!(found, "no {wanted:?} in {told:#?}");
}

#[test]
fn everything_is_looked_at_with_the_real_helper() {
    let desk = Desk::new();
    let told = told(&desk, 0);
    has(&told, ("config", "good", "doctor-config-good"));
    has(&told, ("folders", "good", "doctor-folder-good"));
    has(&told, ("tools", "good", "doctor-helper-works"));
    has(&told, ("accounts", "cannot-tell", "doctor-credentials-unseen"));
    has(&told, ("state", "cannot-tell", "status-never-started"));
    assert!(!desk.path("state").exists(), "looking makes nothing");
}

#[test]
fn what_needs_a_person_is_said_in_both_languages_with_the_next_step() {
    let desk = Desk::new();
    desk.configure(&CONFIG.replace("{ credential = \"toot-token\" }", "{ file = \"token\" }"));
    let token = desk.path("config/token");
    fs::write(&token, "5a17").unwrap();
    fs::set_permissions(&token, fs::Permissions::from_mode(0o644)).unwrap();
    has(&told(&desk, 2), ("accounts", "needs-you", "secret-open-to-others"));
    for (language, words) in [
        ("en", ["Account toot", "needs you: ", "chmod 600"]),
        ("hi", ["खाता toot", "आपका काम: ", "chmod 600"]),
    ] {
        let said = desk.say(&["--language", language, "doctor"]);
        assert_eq!(said.code, 2);
        for word in words {
            assert!(said.out.contains(word), "no {word:?} in:\n{}", said.out);
        }
        assert!(!said.out.contains("5a17"));
    }
}

#[test]
fn a_damaged_state_needs_a_person() {
    let desk = Desk::new();
    fs::create_dir(desk.path("state")).unwrap();
    fs::set_permissions(desk.path("state"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(desk.path("state/journal.db"), "no database").unwrap();
    let told = told(&desk, 2);
    has(&told, ("state", "needs-you", "doctor-state-open-to-others"));
    let needs = |line: &&(String, String, String)| line.0 == "state" && line.1 == "needs-you";
    assert!(told.iter().filter(needs).count() >= 3, "{told:#?}");
}

#[test]
fn a_config_that_cannot_be_read_ends_it_with_every_mistake() {
    let desk = Desk::new();
    desk.configure("zone = 5\n");
    let said = desk.say(&["doctor"]);
    assert_eq!(said.code, 4, "{}", said.out);
    assert!(said.out.contains("zone"), "{}", said.out);
}
