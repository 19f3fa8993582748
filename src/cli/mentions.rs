//! Every command line that the project mentions to people can be typed.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use clap::error::ErrorKind;
use regex::Regex;

use super::Arguments;

/// The places where people read what to type, below the project's folder.
const READ: [&str; 10] = [
    "README.md",
    "README.hi.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ".ci",
    "config",
    "deploy",
    "docs",
    "posts",
    "src",
];

fn files(path: PathBuf, all: &mut Vec<(PathBuf, String)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            files(entry.unwrap().path(), all);
        }
    } else if let Ok(text) = fs::read_to_string(&path)
        && !is_test(&path)
    {
        let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
        all.push((path, text[..end].to_owned()));
    }
}

/// Tests also type what must be refused.
fn is_test(path: &Path) -> bool {
    let test = |part: &str| part.starts_with("tests") || part == "mentions.rs";
    path.components().filter_map(|part| part.as_os_str().to_str()).any(test)
}

/// What follows the program's name wherever it stands as a command, up to the end of the line.
fn mentions(text: &str) -> Vec<String> {
    let command = r"(?m)(?:^|[`:/(।]|[^a-z#] |run |or |और |dakiya )\s*dakiya ((?:--?)?[a-z].*)$";
    let cargo = r"(?m)cargo run(?: --[a-z]+)* -- (.*)$";
    let mut found = Vec::new();
    for pattern in [command, cargo] {
        let pattern = Regex::new(pattern).unwrap();
        let mut at = 0;
        while let Some(one) = pattern.captures_at(text, at) {
            let rest = one.get(1).unwrap();
            found.push(rest.as_str().to_owned());
            at = rest.start();
        }
    }
    found
}

/// The words of a mention that belong to the command, with values for placeholders; and whether
/// it says itself that more has to follow.
fn typed(mention: &str) -> (Vec<String>, bool) {
    let end = mention.find(['`', '"', '(', '|', '#', '\\', '<']).unwrap_or(mention.len());
    let mention = mention[..end].replace("{ $", "{$").replace(" }", "}");
    let mut words = Vec::new();
    for word in mention.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',', ';', ':', '।', ')']);
        if word == "…" {
            return (words, true);
        }
        match value(bare, words.is_empty() || words == ["help"]) {
            Some(value) => words.push(value),
            None => break,
        }
        if word != bare {
            break;
        }
    }
    let alone = words.len() == 1;
    (words, alone)
}

fn value(word: &str, first: bool) -> Option<String> {
    let is_option = word.starts_with("--");
    let is_path = word.contains('/') || word.ends_with(".toml");
    let value = match word {
        "ID" | "NUMBER" | "COUNT" | "DAYS" | "{$number}" | "{}" => "7",
        "NAME" | "ACCOUNT" | "{$account}" | "{name}" | "{account}" => "mastodon",
        "URL" => "https://a.example/1",
        "FILE" => "a.toml",
        "COMMAND" => "run",
        "hi" | "en" => word,
        _ if first || is_option || is_path => word,
        _ if word.chars().all(|sign| sign.is_ascii_digit()) && !word.is_empty() => word,
        _ => return None,
    };
    Some(value.to_owned())
}

/// What is wrong with a mention, if anything is.
fn fault(mention: &str) -> Option<String> {
    let (words, unfinished) = typed(mention);
    let line = ["dakiya".to_owned()].into_iter().chain(words.clone());
    match Arguments::try_parse_from(line).map_err(|error| error.kind()) {
        Ok(_) | Err(ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => None,
        Err(ErrorKind::MissingRequiredArgument) if unfinished => None,
        Err(kind) => Some(format!("dakiya {} ({kind:?})", words.join(" "))),
    }
}

#[test]
fn every_command_line_that_people_read_can_be_typed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    READ.iter().for_each(|place| files(root.join(place), &mut all));
    let mut count = 0;
    let mut faults = Vec::new();
    for (path, text) in &all {
        for mention in mentions(text) {
            count += 1;
            let place = path.strip_prefix(root).unwrap().display();
            faults.extend(fault(&mention).map(|fault| format!("{place}: {fault}")));
        }
    }
    assert!(count > 100, "only {count} mentions were found");
    assert!(faults.is_empty(), "no such commands:\n{}", faults.join("\n"));
}

#[test]
fn the_search_finds_commands_however_they_are_written() {
    let text = "run: dakiya physician\n`dakiya retry 7`, or dakiya profiles\n\
                    sudo -u dakiya dakiya adopt\nचलाएँ: dakiya cancel\nx/dakiya check --online\n\
                    dakiya resolve ID --published URL\ncargo run --release -- publish FILE\n";
    let faults: Vec<_> = mentions(text).iter().filter_map(|mention| fault(mention)).collect();
    assert_eq!(faults.len(), 8, "{faults:?}");
    for prose in ["Another dakiya is running", "useradd dakiya now", "one dakiya alone"] {
        assert_eq!(mentions(prose), Vec::<String>::new(), "{prose}");
    }
    for right in
        ["dakiya resolve ID …", "`dakiya help COMMAND`", "run: dakiya start --account NAME."]
    {
        assert_eq!(mentions(right).iter().find_map(|mention| fault(mention)), None, "{right}");
    }
}
