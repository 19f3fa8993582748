//! Two hundred strings that would act on a terminal or a log, wherever foreign text comes in.

use std::fs;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Stdio};

use super::{CONFIG, Desk};

/// Signs that act in place of being shown.
const ACTING: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]0;title\u{7}",
    "\u{1b}[31m",
    "\u{1b}c",
    "\u{1b}P1$r\u{1b}\\",
    "\u{9b}2J",
    "\u{9d}0;x\u{9c}",
    "\u{7}",
    "\u{8}\u{8}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\r\nfake line",
    "\nfake line",
    "\u{85}",
    "\u{7f}",
    "\u{202e}gpj",
    "\u{202a}",
    "\u{202d}",
    "\u{2066}",
    "\u{2067}x\u{2069}",
    "\u{2028}",
    "\u{2029}",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "\u{0}",
    "\t",
    "\u{1}",
    "\u{1f}",
    "\u{90}q\u{9c}",
    "\u{98}",
    "\u{9e}",
];

/// Words around them.
const AROUND: &[(&str, &str)] = &[
    ("a", "b"),
    ("", ""),
    ("सूचना", "पाठ"),
    ("{\"level\":\"", "\"}"),
    ("$(id)", "`id`"),
    ("%s%n", "{}"),
    ("{ $x }", "{{ y }}"),
];

fn strings() -> Vec<String> {
    let all = ACTING.iter().flat_map(|sign| {
        AROUND.iter().map(move |(before, after)| format!("{before}{sign}{after}"))
    });
    let all: Vec<_> = all.collect();
    assert!(all.len() >= 200);
    all
}

/// Whether a terminal does something at this sign; line ends are what lines end with.
fn acts(sign: char) -> bool {
    let control = sign.is_control() && sign != '\n';
    let bidi = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    control || bidi || matches!(sign, '\u{2028}' | '\u{2029}')
}

fn harmless(what: &str, text: &str) {
    if let Some(sign) = text.chars().find(|sign| acts(*sign)) {
        panic!("{what} prints U+{:04X} raw:\n{text:?}", u32::from(sign));
    }
    assert!(!text.lines().any(|line| line.starts_with("fake line")), "{what}: {text}");
}

fn every_command(desk: &Desk, what: &str) {
    let commands: &[&[&str]] = &[
        &["check"],
        &["--json", "check"],
        &["--language", "hi", "check"],
        &["plan"],
        &["--json", "plan"],
        &["dry-run", "--days", "1"],
        &["--json", "dry-run", "--days", "1"],
        &["status"],
        &["--json", "status"],
    ];
    for arguments in commands {
        let said = desk.say(arguments);
        assert!(said.code < 70, "{what} {arguments:?}: {}", said.err);
        harmless(&format!("{what} {arguments:?}"), &said.out);
        harmless(&format!("{what} {arguments:?}"), &said.err);
        if arguments[0] == "--json" && said.code < 3 {
            for line in said.out.lines() {
                serde_json::from_str::<serde_json::Value>(line).unwrap();
            }
        }
    }
}

/// Runs the program against imitations until it has looked at the queue, and reads its log.
fn run_and_look(desk: &Desk, what: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dakiya"));
    command.args(["run", "--mock"]).current_dir(desk.path("")).env_clear();
    // To a file, as nobody reads it before the end.
    let told = desk.path("told");
    command.stdout(fs::File::create(&told).unwrap());
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = Vec::new();
    let mut errors = child.stderr.take().unwrap();
    let mut bytes = [0; 4096];
    // The last post by name is plain, and is told of when everything before it was.
    while let Ok(read @ 1..) = errors.read(&mut bytes) {
        log.extend_from_slice(&bytes[..read]);
        if String::from_utf8_lossy(&log).contains("~last.md") {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let out = fs::read_to_string(told).unwrap();
    let log = String::from_utf8_lossy(&log).into_owned();
    assert!(log.contains("~last.md"), "{what}: {log}");
    harmless(what, &log);
    harmless(what, &out);
}

#[test]
fn as_names_of_files() {
    let desk = Desk::new();
    for (number, string) in
        strings().iter().enumerate().filter(|(_, string)| !string.contains('\0'))
    {
        let string = string.replace('/', "_");
        desk.post(&format!("{number}{string}.md"), "+++\nat = \"now\"\n+++\nsome text\n");
        desk.post(&format!("b{number}{string}.md"), "+++\nslto = 1\n+++\n");
    }
    let raw = std::ffi::OsStr::from_bytes(b"raw-\xff\x1b[2J.md");
    fs::write(desk.path("posts/queue").join(raw), "text").unwrap();
    desk.post("~last.md", "+++\nslto = 1\n+++\n");
    every_command(&desk, "names");
    run_and_look(&desk, "names");
}

#[test]
fn as_texts_and_settings_of_posts() {
    let desk = Desk::new();
    for (number, string) in strings().iter().enumerate() {
        desk.post(&format!("text{number}.md"), format!("+++\nat = \"now\"\n+++\n{string}\n"));
        let quoted = toml::Value::from(string.as_str());
        desk.post(&format!("to{number}.md"), format!("+++\nto = [{quoted}]\n+++\nx\n"));
        desk.post(&format!("at{number}.md"), format!("+++\nat = {quoted}\n+++\nx\n"));
        desk.post(&format!("media{number}.md"), format!("+++\nmedia = [{quoted}]\n+++\nx\n"));
        desk.post(&format!("key{number}.md"), format!("+++\n{quoted} = 1\n+++\nx\n"));
        desk.post(&format!("raw{number}.md"), format!("+++\nto = [\"{string}\"]\n+++\nx\n"));
    }
    desk.post("~last.md", "+++\nslto = 1\n+++\n");
    every_command(&desk, "texts");
    run_and_look(&desk, "texts");
}

#[test]
fn as_values_of_the_config() {
    for string in strings() {
        let desk = Desk::new();
        let quoted = toml::Value::from(string.as_str());
        let config = CONFIG
            .replace("zone = \"Asia/Kolkata\"", &format!("zone = {quoted}\n{quoted} = 1"))
            .replace("\"0 9 * * *\"", &quoted.to_string())
            .replace("\"mastodon\"", &quoted.to_string())
            .replace("\"office.example.org\"", &quoted.to_string());
        desk.configure(&config);
        for arguments in [&["check"][..], &["--json", "check"]] {
            let said = desk.say(arguments);
            assert_eq!(said.code, 4, "{string:?}: {}{}", said.out, said.err);
            harmless(&format!("config {string:?}"), &(said.out + &said.err));
        }
    }
}

#[test]
fn as_raw_bytes_of_the_config() {
    for string in strings() {
        let desk = Desk::new();
        desk.configure(&CONFIG.replace("Asia/Kolkata", &string));
        let said = desk.say(&["check"]);
        assert_eq!(said.code, 4, "{string:?}");
        harmless(&format!("config {string:?}"), &(said.out + &said.err));
    }
}

#[test]
fn as_words_of_the_command_line() {
    let desk = Desk::new();
    for string in strings().iter().filter(|string| !string.contains('\0')) {
        for arguments in [
            &["--config", string.as_str(), "check"][..],
            &["start", "--account", string],
            &["--language", string, "check"],
            &["resolve", "1", "--posted", string],
            &["plan", "--account", string],
            &[string],
        ] {
            let said = desk.say(arguments);
            assert!((3..=5).contains(&said.code), "{arguments:?}: {}", said.code);
            harmless(&format!("{arguments:?}"), &(said.out + &said.err));
        }
    }
}

#[test]
fn as_names_of_the_state_folder() {
    for string in strings().iter().filter(|string| !string.contains('\0')) {
        let desk = Desk::new();
        let folder = desk.path("").join(string.replace('/', "_")).join("state");
        // A file in the way, which each command has to name.
        fs::create_dir_all(folder.parent().unwrap()).unwrap();
        fs::write(&folder, "no folder").unwrap();
        for arguments in [&["run"][..], &["status"], &["stop"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_dakiya"));
            command.args(arguments).current_dir(desk.path("")).env_clear();
            let output = command.env("DAKIYA_STATE", &folder).output().unwrap();
            assert_eq!(output.status.code(), Some(5), "{arguments:?} {string:?}");
            let said = [output.stdout, output.stderr].concat();
            harmless(&format!("{arguments:?} {string:?}"), &String::from_utf8(said).unwrap());
        }
    }
}
