//! The suite goes by the registry, and the registry goes by the files.

use std::collections::BTreeSet;
use std::path::Path;

use dakiya::adapters::{self, ROWS};
use dakiya::platform::Row;

use super::bench::Bench;
use super::cases::{cases, cases_of, every};

/// A row that nobody knows yet.
static NEW: Row = Row { name: "new", kinds: &["new", "newer"], ..adapters::mastodon::ROW };

/// What several platforms share and is none itself.
const FAMILIES: [&str; 1] = ["graph"];

#[test]
fn a_new_row_is_examined_without_a_change_here() {
    let rows: Vec<&'static Row> = ROWS.iter().copied().chain([&NEW]).collect();
    let names: Vec<_> = cases_of(&rows).into_iter().map(|case| case.name).collect();
    assert!(names.ends_with(&["new/new".to_owned(), "new/newer".to_owned()]), "{names:?}");
}

#[test]
fn every_kind_of_every_row_is_examined() {
    let examined: BTreeSet<_> = cases().iter().map(|case| (case.row.name, case.kind)).collect();
    for row in ROWS {
        assert!(!row.kinds.is_empty(), "{} has no kinds, so nothing examines it", row.name);
        for kind in row.kinds {
            assert!(examined.contains(&(row.name, *kind)), "{}/{kind} is left out", row.name);
        }
    }
    assert!(examined.len() >= 9, "{examined:?}");
}

#[test]
fn every_file_among_the_adapters_has_its_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/adapters");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<_> = entries
        .map(|path| path.file_stem().unwrap().to_str().unwrap().replace('_', "-"))
        .filter(|name| name != "mod" && !FAMILIES.contains(&name.as_str()))
        .collect();
    let rows: BTreeSet<_> = adapters::names().map(str::to_owned).collect();
    assert_eq!(files, rows, "files on the left, rows on the right");
}

#[test]
fn every_kind_has_an_imitation_and_an_unknown_one_has_none() {
    for row in ROWS {
        for kind in row.kinds {
            assert!((row.imitation)(kind).is_some(), "{}/{kind} has no imitation", row.name);
        }
        assert!((row.imitation)("no-such-kind").is_none(), "{} imitates anything", row.name);
    }
}

#[tokio::test]
async fn every_account_is_of_its_kind_and_promises_no_more_than_its_row() {
    every(async |case| {
        let bench = Bench::new(&case);
        assert_eq!(bench.platform().kind(), case.kind);
        let promise = bench.platform().guarantee();
        assert!(promise >= case.row.guarantee, "{promise:?} is more than the row says");
        1
    })
    .await;
}
