//! What is typed wrong and what is wrong with the state, told in people's language.

use std::fs;

use super::{CONFIG, Desk, Said};

/// The same place, for people who read Hindi.
fn hindi() -> Desk {
    let desk = Desk::new();
    desk.configure(&CONFIG.replace("language = \"en\"", "language = \"hi\""));
    desk
}

#[track_caller]
fn assert_told(said: &Said, code: i32, parts: &[&str]) {
    assert_eq!(said.code, code, "{}{}", said.out, said.err);
    for part in parts {
        assert!(said.err.contains(part), "{part}\n{}", said.err);
    }
}

#[test]
fn help_and_mistakes_of_typing_are_told_in_the_language_of_the_config() {
    let desk = hindi();
    let help = desk.say(&["help", "dry-run"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("ऐसे लिखें: dakiya dry-run [विकल्प]"), "{}", help.out);
    assert_eq!(desk.say(&["dry-run", "--help"]).out, help.out);
    assert_told(&desk.say(&["staus"]), 3, &["गलती: \"staus\" नाम का", "\"status\" लिखना"]);
    assert_told(&desk.say(&[]), 3, &["आदेश:\n", "विकल्प:\n"]);
    assert_told(&desk.say(&["--language", "en", "staus"]), 3, &["error: There is no command"]);
}

#[test]
fn a_config_that_cannot_be_read_is_told_in_the_language_that_it_asks_for() {
    let desk = hindi();
    desk.configure("language = \"hi\"\nzone = [\n");
    let said = desk.say(&["check"]);
    assert_eq!(said.code, 4);
    assert!(said.out.contains("गलती["), "{}", said.out);
}

#[test]
fn a_database_that_is_none_is_told_and_left_as_it_is() {
    let desk = hindi();
    fs::create_dir_all(desk.path("state")).unwrap();
    fs::write(desk.path("state/journal.db"), "not a database ".repeat(100)).unwrap();
    for command in ["run", "status", "stop"] {
        assert_told(&desk.say(&[command]), 5, &["गलती: जर्नल", "खराब है", "docs/recovery.md"]);
    }
    let left = fs::read_to_string(desk.path("state/journal.db")).unwrap();
    assert!(left.starts_with("not a database"));
}

#[test]
fn a_journal_of_a_newer_program_is_told() {
    let desk = hindi();
    fs::create_dir_all(desk.path("state")).unwrap();
    let db = rusqlite::Connection::open(desk.path("state/journal.db")).unwrap();
    db.execute_batch("PRAGMA user_version = 99; CREATE TABLE any (x);").unwrap();
    drop(db);
    assert_told(&desk.say(&["status"]), 5, &["गलती: यह जर्नल किसी नए dakiya ने लिखा है (रूप 99"]);
}

#[test]
fn a_state_folder_that_cannot_be_made_is_told() {
    let desk = hindi();
    fs::write(desk.path("state"), "a file").unwrap();
    assert_told(&desk.say(&["run"]), 5, &["गलती: स्थिति के फ़ोल्डर का उपयोग नहीं हो सका"]);
}
