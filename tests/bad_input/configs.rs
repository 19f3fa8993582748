//! Configs that cannot be used.

use super::{CONFIG, Desk, Wrong};

/// The right config with `new` in the place of `old`, and what is wrong with it.
fn refused(old: &str, new: &str, wrong: Wrong) {
    assert!(CONFIG.contains(old));
    let desk = Desk::new();
    desk.configure(&CONFIG.replacen(old, new, 1));
    wrong.judge(&desk, "dakiya.toml", 4);
    for command in [&["plan"][..], &["run", "--mock"], &["dry-run"]] {
        assert_eq!(desk.say(command).code, 4, "{command:?}");
    }
}

#[test]
fn a_wrong_zone() {
    refused(
        "Asia/Kolkata",
        "Asia/Calcuta",
        Wrong {
            id: "zone-misspelt",
            place: (1, 8),
            english: &["Asia/Calcuta", "\"Asia/Kolkata\""],
            hindi: &["Asia/Calcuta", "\"Asia/Kolkata\""],
        },
    );
}

#[test]
fn minute_61() {
    refused(
        "0 9 * * *",
        "61 * * * *",
        Wrong {
            id: "cron-out-of-range",
            place: (5, 9),
            english: &["\"61\"", "minute", "0 to 59", "for example \"0\""],
            hindi: &["\"61\"", "मिनट", "0 से 59", "जैसे \"0\""],
        },
    );
}

#[test]
fn a_secret_in_the_open() {
    refused(
        "{ credential = \"toot-token\" }",
        "\"canary-7f3a91c2\"",
        Wrong {
            id: "secret-inline",
            place: (9, 9),
            english: &["in the open", "token = { credential = \"toot-token\" }"],
            hindi: &["खुला लिखा है", "token = { credential = \"toot-token\" }"],
        },
    );
    for written in
        ["\"canary-7f3a91c2\"", "{ value = \"canary-7f3a91c2\" }", "{ canary-7f3a91c2 = 1 }"]
    {
        let desk = Desk::new();
        desk.configure(&CONFIG.replace("{ credential = \"toot-token\" }", written));
        for arguments in [&["check"][..], &["--json", "check"], &["run", "--mock"], &["plan"]] {
            let said = desk.say(arguments);
            assert!(!(said.out + &said.err).contains("canary"), "{arguments:?}");
        }
    }
}

#[test]
fn the_curly_quotes_of_a_word_processor() {
    refused(
        "\"Asia/Kolkata\"",
        "“Asia/Kolkata”",
        Wrong {
            id: "toml-syntax",
            place: (1, 8),
            english: &["curly quotes", "name = \"value\""],
            hindi: &["मुड़े हुए उद्धरण चिह्न", "name = \"value\""],
        },
    );
    let desk = Desk::new();
    desk.configure(&CONFIG.replace("\"Asia/Kolkata\"", "“Asia/Kolkata”"));
    assert_eq!(desk.check().1.len(), 1, "one slip is told once");
}

#[test]
fn a_setting_with_a_slip() {
    refused(
        "default_to",
        "defualt_to",
        Wrong {
            id: "unknown-key",
            place: (3, 1),
            english: &["defualt_to", "\"default_to\""],
            hindi: &["defualt_to", "\"default_to\""],
        },
    );
}

#[test]
fn a_line_without_its_end() {
    refused(
        "language = \"en\"",
        "language = \"en",
        Wrong {
            id: "toml-syntax",
            place: (2, 15),
            english: &["name = \"value\""],
            hindi: &["name = \"value\""],
        },
    );
}

#[test]
fn a_platform_that_does_not_exist() {
    refused(
        "platform = \"mastodon\"",
        "platform = \"mastodno\"",
        Wrong {
            id: "platform-unknown",
            place: (7, 12),
            english: &["mastodno", "mastodon"],
            hindi: &["mastodno", "mastodon"],
        },
    );
}

#[test]
fn no_config_at_all() {
    let desk = Desk::new();
    let said = desk.say(&["--config", "config/none.toml", "check"]);
    assert_eq!(said.code, 4);
    assert!((said.out + &said.err).contains("config/none.toml"));
}

#[test]
fn a_command_line_with_a_slip() {
    let desk = Desk::new();
    for arguments in [
        &["chek"][..],
        &["check", "--jsno"],
        &["resolve"],
        &["resolve", "x", "--look"],
        &["plan", "--most", "0"],
        &["resolve", "0", "--look"],
        &[],
    ] {
        assert_eq!(desk.say(arguments).code, 3, "{arguments:?}");
    }
}

#[test]
fn an_account_that_the_config_does_not_have() {
    let desk = Desk::new();
    for command in [&["plan", "--account", "tooot"][..], &["start", "--account", "tooot"]] {
        let said = desk.say(command);
        assert_eq!(said.code, 3, "{command:?}: {}", said.out);
        assert!(said.err.contains("\"toot\""), "{command:?}: {}", said.err);
    }
}

#[test]
fn no_state_yet_is_told_by_each_command() {
    let desk = Desk::new();
    assert_eq!(desk.say(&["status"]).code, 0);
    for command in [&["stop"][..], &["start"], &["resolve", "1", "--look"]] {
        let said = desk.say(command);
        assert_eq!(said.code, 5, "{}", said.err);
    }
}
