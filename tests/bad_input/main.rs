//! Bad input of every kind through the command line: exact exit codes, the place and the words of
//! every finding in both languages, and nothing in any output that could act on a terminal.
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod configs;
mod doctor;
mod hostile;
mod media;
mod posts;
mod spoken;
mod trying;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A config that is right.
const CONFIG: &str = r#"zone = "Asia/Kolkata"
language = "en"
default_to = ["toot"]
[slots.morning]
cron = "0 9 * * *"
[accounts.toot]
platform = "mastodon"
server = "https://social.example"
token = { credential = "toot-token" }
[accounts.sky]
platform = "bluesky"
handle = "office.example.org"
password = { credential = "sky-password" }
"#;

/// A folder with a config and a queue.
struct Desk(TempDir);

/// How a command ended and what it said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// A finding as `--json` tells it.
#[derive(Debug)]
struct Found {
    id: String,
    file: String,
    line: u64,
    column: u64,
}

impl Desk {
    fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        fs::create_dir_all(desk.path("config")).unwrap();
        fs::create_dir_all(desk.path("posts/queue")).unwrap();
        desk.configure(CONFIG);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn configure(&self, config: &str) {
        fs::write(self.path("config/dakiya.toml"), config).unwrap();
    }

    fn post(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path("posts/queue").join(name), bytes).unwrap();
    }

    fn say(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dakiya"));
        command.args(arguments).current_dir(self.0.path()).env_clear();
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap_or(-1);
        Said { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// What `check` finds, with its exit code.
    fn check(&self) -> (i32, Vec<Found>) {
        let said = self.say(&["--json", "check"]);
        let all: serde_json::Value = serde_json::from_str(&said.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", said.out, said.err));
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let found = |one: &serde_json::Value| Found {
            id: text(&one["id"]),
            file: text(&one["file"]),
            line: one["line"].as_u64().unwrap_or(0),
            column: one["column"].as_u64().unwrap_or(0),
        };
        (said.code, all.as_array().unwrap().iter().map(found).collect())
    }
}

/// Something wrong, where it is found, and what is said about it.
struct Wrong {
    id: &'static str,
    place: (u64, u64),
    english: &'static [&'static str],
    hindi: &'static [&'static str],
}

impl Wrong {
    /// Checks that `desk` finds this and ends with `code`, in all three ways of printing.
    fn judge(&self, desk: &Desk, file: &str, code: i32) {
        let (ended, found) = desk.check();
        assert_eq!(ended, code, "{}", self.id);
        let one = found.iter().find(|one| one.id == self.id && one.file.ends_with(file));
        let one = one.unwrap_or_else(|| panic!("no {} in {file}: {found:?}", self.id));
        assert_eq!((one.line, one.column), self.place, "{} in {file}", self.id);
        let place = format!("{file}:{}:{}", self.place.0, self.place.1);
        for (language, words) in [("en", self.english), ("hi", self.hindi)] {
            let said = desk.say(&["--language", language, "check"]);
            assert_eq!(said.code, code, "{}", self.id);
            let text = said.out + &said.err;
            let told = [self.id, place.as_str()].into_iter().chain(words.iter().copied());
            for word in told {
                assert!(text.contains(word), "no {word:?} in:\n{text}");
            }
        }
    }
}

/// The doors for tests of the real program must not stand open in what people run.
#[cfg(not(feature = "faults"))]
#[test]
fn a_normal_build_knows_nothing_of_the_tests_doors() {
    let program = fs::read(env!("CARGO_BIN_EXE_dakiya")).unwrap();
    for name in ["DAKIYA_FAULTS", "DAKIYA_MOCKS", "DAKIYA_CLOCK"] {
        assert!(!program.windows(name.len()).any(|at| at == name.as_bytes()), "{name}");
    }
    assert!(program.windows(12).any(|at| at == b"DAKIYA_STATE"), "names can be found at all");
}
