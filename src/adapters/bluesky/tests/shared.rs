//! The platform's own descriptions, where they lie beside the project.

use std::path::{Path, PathBuf};

use serde_json::Value;

fn folder() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("DAKIYA_SHARED").map_or(beside, PathBuf::from).join("platforms")
}

/// The text of a file below the folder of the platforms; nothing where the folder is not here.
pub(in crate::adapters::bluesky) fn text(path: &str) -> Option<String> {
    if !folder().is_dir() {
        println!("skipped: ../shared is not here");
        return None;
    }
    Some(std::fs::read_to_string(folder().join(path)).unwrap())
}

/// The same, as JSON.
pub(in crate::adapters::bluesky) fn json(path: &str) -> Option<Value> {
    text(path).map(|text| serde_json::from_str(&text).unwrap())
}

/// The values of one interop list; lines that begin with `#` are comments.
pub(in crate::adapters::bluesky) fn interop(name: &str) -> Option<Vec<String>> {
    let text = text(&format!("data/bluesky/interop/{name}"))?;
    let values = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    Some(values.map(str::to_owned).collect())
}
