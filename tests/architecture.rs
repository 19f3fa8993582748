//! The floors of the house: a module imports lower floors only.
//!
//! It reads the `crate::` paths of every file under `src/` (tests within them left out) and says
//! in plain words who reaches where they must not. `docs/ARCHITECTURE.md` explains the floors.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room with its floor. Rooms of one floor do not know each other, except on the model
/// floor, which is one room in several files, and where `NEIGHBOURS` says so.
const FLOORS: &[(&str, &[&str])] = &[
    ("base", &["clock", "secret", "http", "text", "fault", "language"]),
    (
        "model",
        &["account", "blobs", "delivery", "event", "failure", "finding", "keys", "post", "verdict"],
    ),
    ("ports", &["journal", "media", "platform"]),
    ("engine", &["intake", "policy", "schedule", "publish", "adapters", "hosting"]),
    ("shell", &["app", "config", "report"]),
    ("edge", &["cli", "main"]),
];

/// Who may use a neighbour on the same floor: only `app` joins rooms, `publish` moves lanes by
/// `policy` and `schedule`, and the config names the sections that live beside their users.
const NEIGHBOURS: &[(&str, &str, &str)] = &[
    ("http", "secret", "requests carry secrets"),
    ("http", "clock", "answers carry dates"),
    ("publish", "policy", "the engine asks policy"),
    ("publish", "schedule", "the engine gives places of slots"),
    ("app", "config", "app puts everything together"),
    ("app", "report", "app puts everything together"),
];

#[test]
fn a_module_imports_lower_floors_only() {
    let mut complaints = Vec::new();
    for (room, file, target) in imports() {
        if let Some(complaint) = complaint(&room, &file, &target) {
            complaints.push(complaint);
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_room_has_its_floor() {
    let listed = rooms();
    for room in folder_rooms() {
        assert!(
            listed.contains_key(room.as_str()),
            "src/{room} is on no floor: add it to FLOORS in tests/architecture.rs and to the \
             picture in src/lib.rs and docs/ARCHITECTURE.md"
        );
    }
}

#[test]
fn the_engine_never_learns_a_platforms_name() {
    let names: Vec<String> = adapter_files();
    for room in ["intake", "policy", "schedule", "publish", "journal", "delivery", "post"] {
        for (file, text) in sources(room) {
            for name in &names {
                let quoted = format!("\"{name}\"");
                assert!(
                    !text.contains(&quoted),
                    "{} names the platform {name}: what is special about a platform belongs into \
                     its adapter",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn the_main_file_stays_small() {
    let text = fs::read_to_string(root().join("src/main.rs")).unwrap();
    let lines = text.lines().count();
    assert!(lines <= 40, "src/main.rs has {lines} lines; move what it does into cli/");
}

fn complaint(room: &str, file: &Path, target: &str) -> Option<String> {
    let floors = rooms();
    let (own, other) = (floors.get(room)?, floors.get(target)?);
    let same_room = room == target || (own == other && FLOORS[*own].0 == "model");
    let neighbour = NEIGHBOURS.iter().any(|(from, to, _)| *from == room && *to == target);
    if other < own || same_room || neighbour {
        return None;
    }
    Some(format!(
        "{} ({} floor) imports crate::{target} ({} floor): a module imports lower floors only; \
         move what both need further down, or pass it in",
        file.display(),
        FLOORS[*own].0,
        FLOORS[*other].0,
    ))
}

fn rooms() -> BTreeMap<&'static str, usize> {
    let floors = FLOORS.iter().enumerate();
    floors.flat_map(|(floor, (_, rooms))| rooms.iter().map(move |room| (*room, floor))).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The rooms as the file system has them: files and folders right under `src/`.
fn folder_rooms() -> Vec<String> {
    let entries = fs::read_dir(root().join("src")).unwrap();
    let names = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name != "lib");
    names.sort();
    names.dedup();
    names
}

fn adapter_files() -> Vec<String> {
    let entries = fs::read_dir(root().join("src/adapters")).unwrap();
    let names = entries.map(|entry| entry.unwrap().path());
    let names = names.filter_map(|path| path.file_stem()?.to_str().map(str::to_owned));
    // "http" is a word of its own long before it is the name of an adapter.
    names.filter(|name| name != "mod" && name != "http").collect()
}

/// Every `crate::ROOM` outside tests: the room that says it, the file, the room it names.
fn imports() -> Vec<(String, PathBuf, String)> {
    let mut found = Vec::new();
    for room in folder_rooms() {
        for (file, text) in sources(&room) {
            for target in targets(&text) {
                found.push((room.clone(), file.clone(), target));
            }
        }
    }
    found
}

fn targets(text: &str) -> Vec<String> {
    let mut targets: Vec<String> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect();
    targets.sort();
    targets.dedup();
    targets
}

/// The files of a room with their text, unit tests cut off.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    collect(&src.join(room), &mut files);
    files.push(src.join(format!("{room}.rs")));
    files.retain(|file| file.is_file() && !is_test(file));
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
            (file.strip_prefix(root()).unwrap().to_owned(), code)
        })
        .collect()
}

fn is_test(file: &Path) -> bool {
    let parts = file.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.into_iter().any(|part| {
        let name = part.trim_end_matches(".rs");
        name == "tests" || name.ends_with("_tests") || name == "samples" || name == "contract"
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
