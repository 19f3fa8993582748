//! The catalogues against the code: no id without its message, no message without its use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::catalogue;

/// Every source file of the program, without its tests.
fn sources() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let tests: Vec<_> = files.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let is_test = |path: &Path| {
        tests.iter().any(|test| path.starts_with(test) || path == test.with_extension("rs"))
    };
    files.retain(|path, _| !is_test(path));
    files.into_iter().map(|(path, text)| (path, without_tests(&text).to_owned())).collect()
}

fn read_folder(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.insert(path, text);
        }
    }
}

/// The modules that `text`, the file at `path`, declares for tests, as paths without ending.
fn test_modules(path: &Path, text: &str) -> Vec<PathBuf> {
    let declared =
        Regex::new(r"#\[cfg\((?:all\()?test[^\]]*\]\s*(?:pub(?:\([a-z]+\))? )?mod (\w+);").unwrap();
    let is_folder = path.file_stem().is_some_and(|stem| stem == "mod" || stem == "lib");
    let folder =
        if is_folder { path.parent().unwrap().to_owned() } else { path.with_extension("") };
    declared.captures_iter(text).map(|found| folder.join(&found[1])).collect()
}

/// The text up to its own test module, which always comes last.
fn without_tests(text: &str) -> &str {
    let start = Regex::new(r"#\[cfg\(test\)\]\s*mod \w+ \{").unwrap();
    start.find(text).map_or(text, |found| &text[..found.start()])
}

fn captured(pattern: &str, text: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let first = |found: regex::Captures<'_>| {
        found.iter().skip(1).flatten().next().unwrap().as_str().to_owned()
    };
    pattern.captures_iter(text).map(first).collect()
}

/// The ids that the code gives to findings, reasons and failures, with the files they are in.
fn used_ids() -> BTreeMap<String, PathBuf> {
    let direct = r#"(?:Finding::(?:error|warning|note)|Reason::new)\(\s*"([^"]+)"|Class::\w+,\s*"([a-z0-9-]+)""#;
    let mut ids = BTreeMap::new();
    for (path, text) in sources() {
        let found = captured(direct, &text).into_iter();
        let given = found.chain(helper_calls(&text)).chain(named_ids(&text));
        for id in given.chain(said_ids(&text)) {
            ids.insert(id, path.clone());
        }
    }
    ids
}

/// Ids given to functions of the same file whose first parameter is an id.
fn helper_calls(text: &str) -> Vec<String> {
    let helper = r"fn (\w+)\(\s*(?:&(?:mut )?self,\s*)?id: &'static str|let (\w+) = \|id\|";
    let names: BTreeSet<_> = captured(helper, text).into_iter().collect();
    let calls = |name| captured(&format!(r#"\b{name}\(\s*"([a-z0-9-]+)""#), text);
    names.into_iter().flat_map(calls).collect()
}

/// Ids that a function called `id` returns, or that are chosen in `let id = …;`.
fn named_ids(text: &str) -> Vec<String> {
    let blocks = captured(r"(?s)(fn id\(.*?\n    \}\n|let id = .*?;\n)", text);
    let literals = |block: &String| captured(r#""([a-z][a-z0-9]*(?:-[a-z0-9]+)+)""#, block);
    blocks.iter().flat_map(literals).collect()
}

/// Ids of sentences that the program says by itself, and of the headings of its tables.
fn said_ids(text: &str) -> Vec<String> {
    let calls = r#"\.(?:say|plain|message|hint)\(\s*"([a-z0-9-]+)""#;
    let chosen =
        r#""((?:column|status|order|stop|mock|answer|help|usage|value|system)-[a-z0-9-]+)""#;
    let system = r#"\bwhat: "([^"]+)""#;
    [calls, chosen, system].into_iter().flat_map(|pattern| captured(pattern, text)).collect()
}

#[test]
fn the_search_finds_ids_however_they_are_given() {
    let ids = used_ids();
    for (id, how) in [
        ("missing-key", "Finding::error"),
        ("alt-text-missing", "Finding::warning"),
        ("crashes-the-daemon", "Reason::new"),
        ("login-refused", "a class and its reason"),
        ("secret-missing", "a helper function"),
        ("credential-missing", "a helper closure"),
        ("cron-out-of-range", "fn id"),
        ("duration-wrong", "let id"),
        ("check-summary", "desk.say"),
        ("receipt-heading", "words.plain"),
        ("mock-outcome", "words.message"),
        ("column-parts", "a list of columns"),
    ] {
        assert!(ids.contains_key(id), "{id}, through {how}");
    }
    for id in ["any", "token-revoked"] {
        assert!(!ids.contains_key(id), "{id} is in tests alone");
    }
}

#[test]
fn every_id_in_the_code_has_its_message() {
    let known = catalogue::ids();
    let missing: Vec<_> = used_ids().into_iter().filter(|(id, _)| !known.contains(id)).collect();
    assert!(missing.is_empty(), "without a message in src/report/words/: {missing:#?}");
}

#[test]
fn every_message_is_used() {
    let all: String = sources().into_values().collect();
    let within = catalogue::used_within();
    let is_used = |id: &String| all.contains(&format!("\"{id}\"")) || within.contains(id);
    let unused: Vec<_> = catalogue::ids().into_iter().filter(|id| !is_used(id)).collect();
    assert!(unused.is_empty(), "messages that nothing uses: {unused:?}");
}
