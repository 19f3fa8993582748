//! The platforms' own descriptions and tables, where they lie beside the project; and how the rows
//! of the table of refusals are held against an adapter.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Asked, GraphRule, refusal};
use crate::clock::from_micros;
use crate::failure::Class;
use crate::http::Answer;

/// The JSON file `name` of the folder with descriptions; nothing where that is not here.
pub(in crate::adapters) fn json_file(name: &str) -> Option<Value> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("DAKIYA_SHARED").map_or_else(beside, PathBuf::from);
    if let Ok(text) = std::fs::read_to_string(shared.join("platforms/data").join(name)) {
        return Some(serde_json::from_str(&text).unwrap());
    }
    println!("skipped: ../shared is not here");
    None
}

/// What `error` means when it is answered to such a request.
pub(in crate::adapters) fn class_of(error: &Value, asked: Asked, rules: &[GraphRule]) -> Class {
    let body = json!({ "error": error }).to_string().into_bytes();
    refusal(&Answer::of(400, &[], body), asked, rules, from_micros(0)).class
}

/// Holds every row of `platform` in the table of refusals against `rules`; how many there were.
pub(in crate::adapters) fn hold_against_table(platform: &str, rules: &[GraphRule]) -> usize {
    let Some(table) = json_file("publish-error-classes.json") else { return usize::MAX };
    let rows = table["rows"].as_array().unwrap();
    let own = rows.iter().filter(|row| row["platform"] == platform || row["platform"] == "graph");
    let own: Vec<_> = own.filter(|row| row["http"].is_null()).collect();
    for row in &own {
        let mut error = json!({ "message": row["reason"].as_str().unwrap_or("x") });
        match &row["code"] {
            Value::String(family) => error["code"] = json!(family.len() + 203),
            code => error["code"] = code.clone(),
        }
        error["error_subcode"] = row["subcode"].clone();
        let invisible = class_of(&error, Asked::Invisible, rules);
        let visible = class_of(&error, Asked::Visible, rules);
        let class = row["class"].as_str().unwrap();
        let on_commit = row["class_on_commit"].as_str().unwrap_or(class);
        let stops = row["action"] == "stop_lane" || row["action"] == "stop_everything";
        assert!(means(invisible, class, stops, false), "{row}: {invisible:?}");
        assert!(means(visible, on_commit, stops, true), "{row}, visible: {visible:?}");
    }
    own.len()
}

fn means(class: Class, wanted: &str, stops: bool, visible: bool) -> bool {
    match wanted {
        "rejected" if stops => class == Class::Policy,
        "rejected" => class == Class::Rejected,
        "auth" => class == Class::Auth,
        "rate_limited" => class == Class::Rate,
        "in_doubt" => class.may_be_applied(),
        "unavailable" => {
            let again = matches!(class, Class::NotYet | Class::Stale | Class::NotSent);
            again || (class == Class::Server && !visible)
        }
        other => panic!("{other} is no class"),
    }
}
