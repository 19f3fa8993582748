//! The data of the platforms, where it lies beside the project.

use std::path::PathBuf;

use serde_json::Value;

/// The JSON file `name`; nothing, with a word, where it is not here.
pub(super) fn json(name: &str) -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("DAKIYA_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("platforms/data").join(name)) else {
        println!("skipped: ../shared is not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}
