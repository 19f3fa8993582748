//! Every message that this adapter can give has words in both languages.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

fn ids_in(folder: &Path, ids: &mut BTreeSet<String>) {
    let id = Regex::new("\"(bluesky-[a-z-]+)\"").unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            ids_in(&path, ids);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(path).unwrap();
            ids.extend(id.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
}

#[test]
fn every_id_has_a_message_and_a_hint_in_both_languages() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut ids = BTreeSet::new();
    ids_in(&source.join("adapters/bluesky"), &mut ids);
    // The credential's name in the sample of the settings.
    ids.remove("bluesky-password");
    assert!(ids.len() > 20, "{ids:?}");
    for language in ["en", "hi"] {
        let words = source.join(format!("report/words/{language}/bluesky.ftl"));
        let words = std::fs::read_to_string(words).unwrap();
        let messages: Vec<_> = words.split("\nbluesky-").skip(1).collect();
        let message = |id: &str| {
            let name = id.strip_prefix("bluesky-").unwrap();
            messages.iter().find(|text| text.split(' ').next() == Some(name)).copied()
        };
        for id in &ids {
            let text = message(id).unwrap_or_else(|| panic!("{language}: no message {id}"));
            assert!(text.contains("\n    .hint = "), "{language}: no hint for {id}");
        }
        assert_eq!(messages.len(), ids.len(), "{language}: a message that nothing gives");
    }
}
