//! Every point and passage of one delivery, for every account.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::accounts::Account;
use super::child::{End, KILLED};
use super::coverage::{Scene, points_of};
use super::site::Site;
use super::verdict::judge;

/// How many cases of one test run side by side; the test harness runs some tests at once, too.
const WORKERS: usize = 2;

/// How many passages of a point are cases; of the journal's flushes every one is.
const PASSAGES: usize = 3;

/// How often each point is passed in a delivery that nothing disturbs.
fn passages(account: &Account) -> BTreeMap<String, usize> {
    let site = Site::new(account);
    run_to_end(&site, "").unwrap_or_else(|wrong| panic!("undisturbed: {wrong}"));
    let passed = site.passed();
    judge(&site).unwrap_or_else(|wrong| panic!("undisturbed: {wrong}"));
    let mut counts = BTreeMap::new();
    for point in passed {
        *counts.entry(point).or_insert(0) += 1;
    }
    counts
}

/// Runs the daemon until everything is quiet, and ends it; how it ended.
pub(crate) fn run_to_end(site: &Site, faults: &str) -> Result<End, String> {
    let mut child = site.run(faults);
    child.wait_for(|lines| is_running(lines) && site.is_quiet());
    let end = child.terminate();
    if end == KILLED || matches!(end, End::Code(code) if code != 70 && code != 101) {
        return Ok(end);
    }
    Err(format!("it ended with {end:?}:\n{}", child.said()))
}

fn is_running(lines: &[String]) -> bool {
    lines.iter().any(|line| line.contains("dakiya is running"))
}

/// Kills the daemon at a passage, starts it again, and judges.
fn killed_once(account: &Account, faults: &str) -> Result<(), String> {
    let site = Site::new(account);
    match run_to_end(&site, faults)? {
        KILLED => restarted(&site),
        // Calls share flushes as they come, so the last flushes of one run are not in every run.
        End::Code(0) if faults.starts_with("journal.") && !is_early(faults) => restarted(&site),
        end => Err(format!("it was not killed but ended with {end:?}")),
    }
}

fn is_early(faults: &str) -> bool {
    let passage = faults.rsplit('@').next().and_then(|number| number.parse().ok());
    passage.is_some_and(|passage: usize| passage <= PASSAGES)
}

/// Starts the daemon without any fault, and judges when all is quiet.
pub(crate) fn restarted(site: &Site) -> Result<(), String> {
    match run_to_end(site, "")? {
        End::Code(0) => judge(site),
        other => Err(format!("started again, it ended with {other:?}")),
    }
}

/// Does every case, some at once, and tells of all that went wrong.
pub(crate) fn all(cases: &[String], case: impl Fn(&str) -> Result<(), String> + Sync) {
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(name) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let done = catch_unwind(AssertUnwindSafe(|| case(name)));
                    let done = done.unwrap_or_else(|_| Err("see above".into()));
                    if let Err(why) = done {
                        let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
                        wrong.push(format!("{name}: {why}"));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

#[test]
fn a_place_in_a_slot_is_taken_once_wherever_the_daemon_dies_over_it() {
    let places = points_of(Scene::Slot);
    let commits = (1..12).map(|n| format!("journal.commit.after=kill@{n}"));
    let plans = places.into_iter().map(|point| format!("{point}=kill@1"));
    let cases: Vec<_> = plans.chain(commits).collect();
    all(&cases, |faults| {
        let site = Site::empty(&Account::named("mastodon"));
        site.write_post_for("slot = \"often\"", &site.account.text());
        assert_eq!(run_to_end(&site, faults)?, KILLED);
        restarted(&site)
    });
}

fn every_kill(name: &str) {
    let account = Account::named(name);
    let counts = passages(&account);
    for point in points_of(Scene::Delivery(&account)) {
        assert!(counts.contains_key(point), "{name} never passes {point}");
    }
    let cases: Vec<String> = counts
        .iter()
        .flat_map(|(point, count)| {
            let most = if point.starts_with("journal.commit.") { *count } else { PASSAGES };
            (1..=most.min(*count)).map(move |passage| format!("{point}=kill@{passage}"))
        })
        .collect();
    all(&cases, |faults| killed_once(&account, faults));
}

macro_rules! every_kill {
    ($($test:ident: $account:literal,)*) => {
        $(#[test] fn $test() { every_kill($account); })*

        #[test]
        fn every_account_has_its_test() {
            let mut tested = vec![$($account.to_owned()),*];
            let mut all: Vec<_> = Account::all().into_iter().map(|account| account.name).collect();
            tested.sort();
            all.sort();
            assert_eq!(tested, all);
        }
    };
}

every_kill! {
    bluesky_posts_once: "bluesky",
    discord_posts_once_or_asks: "discord",
    facebook_posts_once_or_asks: "facebook",
    google_chat_posts_once_or_asks: "google-chat",
    handoff_reaches_the_person_and_comes_to_its_end: "handoff",
    instagram_posts_once: "instagram",
    linkedin_posts_once_or_asks: "linkedin",
    mastodon_posts_once: "mastodon",
    matrix_posts_once: "matrix",
    slack_posts_once_or_asks: "slack",
    telegram_posts_once_or_asks: "telegram",
    telegram_without_a_probe_posts_once_or_asks: "telegram-unprobed",
    threads_posts_once: "threads",
    webhook_posts_once: "webhook",
    webhook_without_keys_posts_once_or_asks: "webhook-plain",
    whatsapp_sends_once_or_asks: "whatsapp",
    wordpress_posts_once: "wordpress",
    x_posts_once_or_asks: "x",
    youtube_posts_once: "youtube",
}
