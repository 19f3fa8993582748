//! Posts that cannot be taken, and some that only look like it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::{Desk, Wrong};

/// A post, and what is wrong with it.
fn refused(name: &str, bytes: impl AsRef<[u8]>, wrong: Wrong) {
    let desk = Desk::new();
    desk.post(name, bytes);
    wrong.judge(&desk, name, 1);
}

#[test]
fn cut_off_front_matter() {
    refused(
        "cut.md",
        "+++\nto = [\"toot\"]\nat = \"now\"\nकल कार्यालय",
        Wrong {
            id: "front-matter-open",
            place: (1, 1),
            english: &["never end", "only +++"],
            hindi: &["कहीं खत्म नहीं होती", "+++"],
        },
    );
}

#[test]
fn a_cut_off_value() {
    refused(
        "cut.md",
        "+++\nto = [\"toot\n+++\nकल कार्यालय बंद रहेगा।\n",
        Wrong {
            id: "toml-syntax",
            place: (2, 12),
            english: &["quote is missing", "name = \"value\""],
            hindi: &["उद्धरण चिह्न नहीं है", "name = \"value\""],
        },
    );
}

#[test]
fn a_time_with_a_zones_name() {
    refused(
        "zone.md",
        "+++\nat = \"2026-11-25T09:00:00 IST\"\n+++\nx\n",
        Wrong {
            id: "time-unreadable",
            place: (2, 6),
            english: &["2026-11-25T09:00:00 IST", "at = 2026-11-25T09:00:00"],
            hindi: &["कोई समय नहीं है", "at = 2026-11-25T09:00:00"],
        },
    );
}

#[test]
fn a_month_that_does_not_exist() {
    refused(
        "month.md",
        "+++\nat = \"2026-13-25T09:00:00\"\n+++\nx\n",
        Wrong {
            id: "time-impossible",
            place: (2, 6),
            english: &["2026-13-25", "at = 2026-11-25T09:00:00"],
            hindi: &["2026-13-25", "at = 2026-11-25T09:00:00"],
        },
    );
}

#[test]
fn an_account_that_does_not_exist() {
    refused(
        "who.md",
        "+++\nto = [\"toot\", \"skye\"]\n+++\nx\n",
        Wrong {
            id: "account-unknown",
            place: (2, 15),
            english: &["skye", "sky"],
            hindi: &["skye", "sky"],
        },
    );
}

#[test]
fn a_setting_that_does_not_exist() {
    refused(
        "key.md",
        "+++\nslto = \"morning\"\n+++\nx\n",
        Wrong {
            id: "unknown-key",
            place: (2, 1),
            english: &["slto", "\"slot\""],
            hindi: &["slto", "\"slot\""],
        },
    );
}

#[test]
fn an_empty_picture() {
    let desk = Desk::new();
    desk.post("empty.png", "");
    desk.post("zero.md", "+++\nmedia = [\"empty.png\"]\n+++\nx\n");
    let wrong = Wrong {
        id: "media-empty",
        place: (2, 10),
        english: &["0 bytes", "Copy it here again"],
        hindi: &["0 बाइट", "फिर से कॉपी"],
    };
    wrong.judge(&desk, "zero.md", 1);
}

#[test]
fn a_picture_from_elsewhere() {
    refused(
        "out.md",
        "+++\nmedia = [\"../../../etc/passwd\"]\n+++\nx\n",
        Wrong {
            id: "file-not-beside",
            place: (2, 10),
            english: &["../../../etc/passwd", "media = [\"rally.jpg\"]"],
            hindi: &["../../../etc/passwd", "media = [\"rally.jpg\"]"],
        },
    );
}

#[test]
fn text_in_another_encoding() {
    refused(
        "latin.md",
        b"caf\xe9",
        Wrong {
            id: "text-not-utf8",
            place: (1, 4),
            english: &["0xE9", "choose UTF-8"],
            hindi: &["0xE9", "UTF-8 चुनें"],
        },
    );
}

#[test]
fn a_zero_byte() {
    refused(
        "nul.txt",
        b"a\0b",
        Wrong {
            id: "text-control",
            place: (1, 2),
            english: &["U+0000", "Delete it"],
            hindi: &["U+0000", "मिटाएँ"],
        },
    );
}

#[test]
fn nothing_at_all() {
    refused(
        "nothing.md",
        "",
        Wrong {
            id: "post-empty",
            place: (1, 1),
            english: &["neither text nor pictures", "Write a text"],
            hindi: &["न पाठ है, न चित्र", "पाठ लिखें"],
        },
    );
}

#[test]
fn far_too_much() {
    refused(
        "big.txt",
        "a ".repeat(600_000),
        Wrong {
            id: "file-too-large",
            place: (1, 1),
            english: &["1.1 MiB", "smaller"],
            hindi: &["1.1 MiB", "छोटा करें"],
        },
    );
}

#[test]
fn things_that_are_no_files() {
    let desk = Desk::new();
    symlink("/etc/passwd", desk.path("posts/queue/link.md")).unwrap();
    let pipe = desk.path("posts/queue/pipe.md");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).unwrap();
    let (code, found) = desk.check();
    let ids: Vec<_> = found.iter().map(|one| (one.file.as_str(), one.id.as_str())).collect();
    assert_eq!(code, 1);
    assert_eq!(ids, [("link.md", "file-is-link"), ("pipe.md", "file-not-plain")]);
}

#[test]
fn a_png_called_jpg_is_told_and_taken() {
    let desk = Desk::new();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR"));
    let picture = picture.join("posts/queue/workshop-pictures/desk.png");
    fs::copy(picture, desk.path("posts/queue/hall.jpg")).unwrap();
    desk.post("hall.md", "+++\nmedia = [{ file = \"hall.jpg\", alt = \"Hall\" }]\n+++\nx\n");
    let wrong = Wrong {
        id: "media-misnamed",
        place: (2, 10),
        english: &["is called jpg but is png", "goes out as png"],
        hindi: &["नाम में jpg है, पर वह png है"],
    };
    wrong.judge(&desk, "hall.md", 0);
}

#[test]
fn ten_thousand_characters_without_a_space_are_cut_between_visible_characters() {
    let desk = Desk::new();
    desk.post("long.md", format!("+++\nat = \"now\"\n+++\n{}\n", "क्ष".repeat(10_000 / 3)));
    let (code, found) = desk.check();
    assert_eq!((code, found.len()), (0, 0), "{found:?}");
    let said = desk.say(&["--json", "dry-run", "--days", "1"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn a_family_counts_as_one_at_the_limit() {
    let family = "👨‍👩‍👧‍👦";
    let parts = |count: usize| {
        let desk = Desk::new();
        let text = format!("+++\nto = [\"toot\"]\nat = \"now\"\n+++\n{}\n", family.repeat(count));
        desk.post("family.md", text);
        assert_eq!(desk.check().0, 0);
        let said = desk.say(&["--json", "dry-run", "--days", "1"]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        parts_in(&said.out)
    };
    assert_eq!((parts(500), parts(501)), (1, 2));
}

/// The number of parts in the one outcome of a dry run.
fn parts_in(out: &str) -> u64 {
    let lines = out.lines().filter_map(|line| serde_json::from_str(line).ok());
    let found = lines.filter_map(|value: serde_json::Value| find(&value, "parts"));
    found.max().unwrap_or_else(|| panic!("no parts in {out}"))
}

fn find(value: &serde_json::Value, key: &str) -> Option<u64> {
    match value {
        serde_json::Value::Object(map) => {
            let own = map.get(key).and_then(serde_json::Value::as_u64);
            own.or_else(|| map.values().find_map(|value| find(value, key)))
        }
        serde_json::Value::Array(all) => all.iter().find_map(|value| find(value, key)),
        _ => None,
    }
}

#[test]
fn a_post_that_has_expired_already() {
    refused(
        "old.md",
        "+++\nlang = \"hi\"\nexpires = 2020-01-01T09:00:00\n+++\nx\n",
        Wrong {
            id: "expires-has-passed",
            place: (3, 11),
            english: &["2020-01-01 09:00", "\"expires\""],
            hindi: &["2020-01-01 09:00", "\"expires\""],
        },
    );
}

#[test]
fn a_posts_folder_without_a_queue_is_an_empty_queue() {
    let desk = Desk::new();
    fs::remove_dir(desk.path("posts/queue")).unwrap();
    for command in ["check", "plan", "dry-run"] {
        let said = desk.say(&[command]);
        assert_eq!(said.code, 0, "{command}: {}{}", said.out, said.err);
    }
}

#[test]
fn a_posts_folder_that_is_not_there() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.path("posts")).unwrap();
    for command in ["check", "plan", "dry-run"] {
        let said = desk.say(&[command]);
        assert_eq!(said.code, 1, "{command}: {}", said.err);
        assert!(said.out.contains("no posts folder \"posts\""), "{command}: {}", said.out);
    }
    fs::write(desk.path("posts"), "a file").unwrap();
    let said = desk.say(&["check"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("posts-folder-unreadable"), "{}", said.out);
}

/// Where files stay when they are done, old ones must not fail every later check.
#[test]
fn a_time_that_has_passed_is_no_mistake_where_files_are_kept() {
    let desk = Desk::new();
    desk.post("past.md", "+++\nat = 2020-01-01T09:00:00\n+++\nx\n");
    desk.post("old.md", "+++\nexpires = 2020-01-01T09:00:00\n+++\nx\n");
    assert_eq!(desk.check().1.len(), 2);
    assert_eq!(desk.say(&["dry-run"]).code, 1);
    desk.configure(&format!("{}[posts]\nafter = \"keep\"\n", super::CONFIG));
    assert!(desk.check().1.is_empty());
    let said = desk.say(&["dry-run"]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn unknown_names_are_told_together_with_other_mistakes() {
    let desk = Desk::new();
    desk.post(
        "three.md",
        "+++\nto = [\"toot\", \"nobody\"]\nslot = \"evening\"\nurgent = \"yes\"\n+++\nकल अवकाश है।\n",
    );
    let (code, found) = desk.check();
    let told: Vec<_> = found.iter().map(|one| (one.id.as_str(), one.line, one.column)).collect();
    assert_eq!(code, 1);
    assert_eq!(told.len(), 3, "{told:?}");
    for one in [("account-unknown", 2, 15), ("slot-unknown", 3, 8), ("wrong-value", 4, 10)] {
        assert!(told.contains(&one), "{one:?} in {told:?}");
    }
}
