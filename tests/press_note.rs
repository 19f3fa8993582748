//! One press note with four photographs and a film for accounts on twelve platforms: what each gets,
//! and that all of it goes out, in a dry run and from the whole program against imitations.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
#[cfg(feature = "faults")]
use std::process::Stdio;

use dakiya::adapters;
#[cfg(feature = "faults")]
use dakiya::clock::{Clock as _, FastClock, SystemClock};
use image::{ImageFormat, Rgb, RgbImage};
#[cfg(feature = "faults")]
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

#[path = "../src/media/look/samples.rs"]
#[expect(dead_code, reason = "only the film is needed here")]
mod samples;

const NOTE: &str = include_str!("press_note/note.md");

/// The recipes beside the platforms that have code of their own.
const RECIPES: [&str; 3] = ["discord", "wordpress", "slack"];

const PHOTOGRAPHS: [&str; 4] = ["1-hall.png", "2-library.jpg", "3-poster.jpg", "4-ramp.png"];
const FILM: &str = "film.mp4";

/// Names and numbers as an organisation has its own, in place of those of the samples.
const OURS: [(&str, &str); 8] = [
    ("\"100200300400500\"", "\"555200300400500\""),
    ("\"17841400000000001\"", "\"17841499999999991\""),
    ("\"editor\"", "\"press\""),
    ("\"@our_channel\"", "\"@zila_suchna\""),
    ("\"office.example.org\"", "\"zila.example.org\""),
    ("organization:2414183", "organization:9914183"),
    ("\"our_office\"", "\"zila_karyalay\""),
    ("https://social.example", "https://zila.example"),
];

/// A part and its media.
type Shown = (usize, Vec<&'static str>);

/// What each account gets: how many parts, and which of them have which media.
fn table() -> BTreeMap<&'static str, (usize, Vec<Shown>)> {
    let photographs = || PHOTOGRAPHS.to_vec();
    let film = || vec![FILM];
    let all = || [photographs(), film()].concat();
    BTreeMap::from([
        // Threads of text whose last part is the film.
        ("x", (8, vec![(0, photographs()), (7, film())])),
        ("mastodon", (4, vec![(0, photographs()), (3, film())])),
        ("bluesky", (5, vec![(0, photographs()), (4, film())])),
        // Pictures and films in one.
        ("threads", (4, vec![(0, all())])),
        ("telegram", (2, vec![(0, all())])),
        ("instagram", (1, vec![(0, all())])),
        ("discord", (1, vec![(0, all())])),
        // One kind.
        ("facebook", (1, vec![(0, photographs())])),
        ("linkedin", (1, vec![(0, photographs())])),
        ("wordpress", (1, vec![(0, photographs())])),
        ("youtube", (1, vec![(0, film())])),
        ("slack", (1, vec![])),
    ])
}

/// A folder with the config and the note.
struct Office(TempDir);

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let office = Self(folder);
        fs::create_dir_all(office.note()).unwrap();
        fs::create_dir_all(office.path().join("config")).unwrap();
        fs::write(office.path().join("config/dakiya.toml"), config()).unwrap();
        fs::write(office.note().join("post.md"), NOTE).unwrap();
        office.photograph(PHOTOGRAPHS[0], 1600, 900);
        office.photograph(PHOTOGRAPHS[1], 1201, 801);
        office.photograph(PHOTOGRAPHS[2], 500, 1300);
        office.photograph(PHOTOGRAPHS[3], 2000, 700);
        let film = samples::film(60_000, b"avc1", false, true);
        fs::write(office.note().join(FILM), film).unwrap();
        office
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn note(&self) -> std::path::PathBuf {
        self.path().join("posts/queue/library")
    }

    fn photograph(&self, name: &str, width: u32, height: u32) {
        let shade = |of: u32, by: u32| u8::try_from(of * 255 / by).unwrap();
        let colour = |x, y| Rgb([shade(x, width), shade(y, height), 90]);
        let picture = RgbImage::from_fn(width, height, colour);
        let format = ImageFormat::from_path(name).unwrap();
        picture.save_with_format(self.note().join(name), format).unwrap();
    }

    fn dakiya(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dakiya"));
        command.current_dir(self.path()).args(["--json", "--language", "en"]).args(arguments);
        command
    }

    /// The documents that the program prints.
    fn printed(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.dakiya(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{arguments:?}: {text}");
        documents(&text)
    }
}

/// JSON, one document or a list of them, or one a line.
fn documents(text: &str) -> Vec<Value> {
    let read = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let all = read.map(Result::unwrap);
    all.flat_map(|one| one.as_array().cloned().unwrap_or_else(|| vec![one])).collect()
}

/// An account of each platform with the settings of its page.
fn config() -> String {
    let names: Vec<String> = table().keys().map(|name| format!("{name:?}")).collect();
    let mut config = format!(
        "zone = \"Asia/Kolkata\"\ndefault_to = [{}]\n[posts]\nsettle = \"1s\"\nafter = \"keep\"\n\
         settle_network = \"1s\"\n[journal]\npath = \"state\"\nmin_free = \"1 KiB\"\n",
        names.join(", ")
    );
    for name in table().keys() {
        let (platform, settings) = match RECIPES.contains(name) {
            true => ("http", adapters::http::sample(name).unwrap()),
            false => (*name, adapters::row(name).unwrap().sample),
        };
        write!(config, "[accounts.{name}]\nplatform = \"{platform}\"\n{settings}").unwrap();
    }
    OURS.iter().fold(config, |config, (of_the_sample, ours)| {
        assert!(config.contains(of_the_sample), "{of_the_sample}");
        config.replace(of_the_sample, ours)
    })
}

fn account(document: &Value) -> &str {
    document["account"].as_str().unwrap()
}

fn part_counts() -> BTreeMap<String, usize> {
    table().into_iter().map(|(name, (parts, _))| (name.to_owned(), parts)).collect()
}

#[test]
fn each_account_gets_the_media_that_are_best_there() {
    let office = Office::new();
    let previews = office.printed(&["preview"]);
    assert_eq!(previews.len(), table().len());
    for preview in &previews {
        let parts = preview["parts"].as_array().unwrap();
        let names = |part: &Value| {
            let media = part["media"].as_array().cloned().unwrap_or_default();
            media.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let media = parts.iter().map(names).enumerate().filter(|(_, names)| !names.is_empty());
        let media: Vec<_> = media.collect();
        let found = (parts.len(), media);
        let (count, wanted) = table().remove(account(preview)).unwrap();
        let wanted = wanted.into_iter();
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        let wanted = (count, wanted.map(|(at, names)| (at, owned(names))).collect::<Vec<_>>());
        assert_eq!(found, wanted, "{}: {preview:#}", account(preview));
    }
}

#[test]
fn what_an_account_does_not_get_is_said() {
    let office = Office::new();
    let left_out = |preview: &Value| {
        let notes = preview["notes"].as_array().unwrap().iter();
        let ids: Vec<_> = notes.map(|note| note["id"].as_str().unwrap()).collect();
        ids.into_iter().filter_map(|id| id.strip_prefix("media-left-out-")).collect::<String>()
    };
    let previews = office.printed(&["preview"]);
    let said: BTreeMap<_, _> =
        previews.iter().map(|preview| (account(preview), left_out(preview))).collect();
    for (name, (_, media)) in table() {
        let all = media.iter().map(|(_, names)| names.len()).sum::<usize>() == 5;
        let why = match name {
            "facebook" | "linkedin" => "apart",
            "wordpress" | "slack" => "kind",
            "youtube" => "cover",
            _ => "",
        };
        assert_eq!((said[name].as_str(), all), (why, why.is_empty()), "{name}");
    }
}

#[test]
fn everything_is_published_in_a_dry_run() {
    let office = Office::new();
    let run = office.printed(&["dry-run"]).remove(0);
    let outcomes = run["outcomes"].as_array().unwrap();
    let found = |outcome: &Value| {
        assert_eq!(outcome["state"], "published", "{outcome:#}");
        let parts = outcome["parts"].as_u64().unwrap();
        (account(outcome).to_owned(), usize::try_from(parts).unwrap())
    };
    assert_eq!(outcomes.iter().map(found).collect::<BTreeMap<_, _>>(), part_counts());
}

/// The program's clock runs a hundred times as fast, as some platforms take minutes for a film.
#[cfg(feature = "faults")]
#[test]
fn everything_is_published_by_the_whole_program_against_imitations() {
    let office = Office::new();
    let clock = FastClock::new(SystemClock.now(), 100);
    let mut command = office.dakiya(&["run", "--mock"]);
    command.env(FastClock::VARIABLE, clock.variable());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let said = serde_json::Deserializer::from_reader(child.stdout.take().unwrap());
    let mut said = said.into_iter::<Value>().map(Result::unwrap);
    let mut found = BTreeMap::new();
    while found.len() < table().len() {
        let outcome = said.next().unwrap();
        assert_eq!(outcome["state"], "published", "{outcome:#}");
        let parts = usize::try_from(outcome["parts"].as_u64().unwrap()).unwrap();
        found.insert(account(&outcome).to_owned(), parts);
    }
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(found, part_counts());
}
