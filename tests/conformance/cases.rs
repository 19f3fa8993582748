//! Which accounts are examined: every kind of every row of the registry, and a few of these
//! with other settings, which promise less.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};

use dakiya::adapters::{self, ROWS};
use dakiya::platform::Row;
use futures_util::FutureExt as _;

/// One account under examination.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) row: &'static Row,
    pub(crate) kind: &'static str,
    /// How it is called when it fails.
    pub(crate) name: String,
    pub(crate) settings: String,
}

/// Settings that make another promise: the kind, what is special, the lines that are left out,
/// and the lines that come in their place.
const VARIANTS: &[(&str, &str, &[&str], &str)] = &[
    ("facebook", "in two steps", &["two_step"], "two_step = true\n"),
    (
        "instagram",
        "without a Page",
        &["login", "server", "upload_server"],
        "login = \"instagram\"\n",
    ),
    ("linkedin", "as a member", &["author"], "author = \"urn:li:person:Im1tat3dMember\"\n"),
    ("mastodon", "without keys", &["idempotency"], "idempotency = false\n"),
    ("telegram", "without a probe chat", &["probe_chat"], ""),
    ("telegram", "without any private chat", &["probe_chat", "staging_chat"], ""),
    ("webhook", "without a promise", &["idempotent"], ""),
    ("x", "with OAuth 2.0", &["api_", "access_"], "client_id = \"abc123\"\n"),
];

/// Everything that is examined.
pub(crate) fn cases() -> Vec<Case> {
    let plain = cases_of(ROWS);
    let varied: Vec<_> = VARIANTS.iter().map(|variant| varied(&plain, *variant)).collect();
    plain.into_iter().chain(varied).collect()
}

/// One case for every kind of every row.
pub(crate) fn cases_of(rows: &[&'static Row]) -> Vec<Case> {
    let kinds = rows.iter().flat_map(|row| row.kinds.iter().map(|kind| (*row, *kind)));
    kinds
        .map(|(row, kind)| Case {
            row,
            kind,
            name: format!("{}/{kind}", row.name),
            settings: sample(row, kind).to_owned(),
        })
        .collect()
}

fn sample(row: &'static Row, kind: &str) -> &'static str {
    let of_recipe = (row.name == adapters::http::ROW.name).then(|| adapters::http::sample(kind));
    of_recipe.flatten().unwrap_or(row.sample)
}

fn varied(plain: &[Case], variant: (&str, &str, &[&str], &str)) -> Case {
    let (kind, what, without, with) = variant;
    let case = plain.iter().find(|case| case.kind == kind).unwrap();
    let dropped = |line: &&str| !without.iter().any(|key| line.starts_with(key));
    let kept: Vec<_> = case.settings.lines().filter(dropped).collect();
    let settings = format!("{}\n{with}", kept.join("\n"));
    Case { name: format!("{} {what}", case.name), settings, ..case.clone() }
}

/// How many cases were run by all tests of this process so far.
static RUN: AtomicUsize = AtomicUsize::new(0);

/// Puts every case to `check`, which says how many different things it tried. All cases are
/// tried even if some fail; those that failed are named together.
pub(crate) async fn every(check: impl AsyncFn(Case) -> usize) {
    examine(cases(), check).await;
}

/// The same for some cases only.
pub(crate) async fn examine(cases: Vec<Case>, check: impl AsyncFn(Case) -> usize) {
    let mut complaints = Vec::new();
    let mut tried = 0;
    for case in cases {
        let name = case.name.clone();
        match AssertUnwindSafe(check(case)).catch_unwind().await {
            Ok(count) => tried += count,
            Err(panic) => complaints.push(format!("{name}: {}", words(panic.as_ref()))),
        }
    }
    let all = RUN.fetch_add(tried, Ordering::SeqCst) + tried;
    let thread = std::thread::current();
    println!("{}: {tried} cases ({all} so far)", thread.name().unwrap_or("conformance"));
    assert!(complaints.is_empty(), "these do not conform:\n{}", complaints.join("\n"));
    assert!(tried > 0, "nothing was tried");
}

/// What a panic said.
pub(crate) fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "panicked without words".to_owned())
}
