//! Killed again while it looks for what it may have sent, and killed too often over one post.

use std::collections::BTreeSet;

use dakiya::delivery::{DeliveryId, State};
use dakiya::journal::Journal as _;

use super::accounts::Account;
use super::cases::{all, restarted, run_to_end};
use super::child::KILLED;
use super::coverage::{Scene, points_of};
use super::site::{RUNTIME, Site};
use super::verdict::judge;

/// Kills the daemon when the platform has answered and nothing of the answer is written.
const LOST_ANSWER: &str = "send.answer.before=kill@1";

fn in_doubt(account: &Account) -> Result<Site, String> {
    let site = Site::new(account);
    match run_to_end(&site, LOST_ANSWER)? {
        KILLED => Ok(site),
        other => Err(format!("it was not killed but ended with {other:?}")),
    }
}

fn points_passed_in_doubt(account: &Account) -> BTreeSet<String> {
    let site = in_doubt(account).unwrap();
    run_to_end(&site, "").unwrap();
    judge(&site).unwrap_or_else(|wrong| panic!("{}: {wrong}", account.name));
    site.passed().into_iter().collect()
}

fn killed_twice(account: &Account, faults: &str) -> Result<(), String> {
    let site = in_doubt(account)?;
    match run_to_end(&site, faults)? {
        KILLED => restarted(&site),
        other => Err(format!("it was not killed but ended with {other:?}")),
    }
}

#[test]
fn a_second_kill_while_it_looks_changes_nothing() {
    let mut cases = Vec::new();
    for account in Account::all() {
        let passed = points_passed_in_doubt(&account);
        for point in points_of(Scene::Doubt(&account)) {
            assert!(passed.contains(point), "{} never passes {point}", account.name);
        }
        cases.extend(passed.into_iter().map(|point| format!("{} {point}=kill@1", account.name)));
    }
    all(&cases, |case| {
        let (name, faults) = case.split_once(' ').unwrap();
        killed_twice(&Account::named(name), faults)
    });
}

/// Kills the daemon three times at `point` over one post, which is held then.
fn is_held_after_three_kills(account: &str, point: &str) {
    let site = Site::new(&Account::named(account));
    for _ in 0..3 {
        assert_eq!(run_to_end(&site, &format!("{point}=kill@1")), Ok(KILLED));
    }
    let mut child = site.run("");
    assert!(child.wait_for(|_| site.is_quiet()), "{}", child.said());
    child.terminate();
    let record = RUNTIME.block_on(site.journal().delivery(DeliveryId(1))).unwrap().unwrap();
    let State::Held { why, .. } = record.brief.delivery.state else { panic!("{record:#?}") };
    assert_eq!(why.id, "crashes-the-daemon");
    assert_eq!(site.ask(&["status"]).0, 2);
    assert_eq!(site.stage.ledger(), []);
}

#[test]
fn a_post_that_keeps_killing_the_daemon_is_held() {
    is_held_after_three_kills("mastodon", "prepare.answer.before");
}

#[test]
fn a_post_that_keeps_killing_the_daemon_while_it_is_composed_is_held() {
    is_held_after_three_kills("mastodon", "compose.draft.before");
}

#[test]
fn a_text_that_keeps_killing_the_daemon_before_anything_of_it_is_written_is_held() {
    is_held_after_three_kills("slack", "prepare.answer.before");
}

#[test]
fn a_post_over_which_the_daemon_died_twice_goes_out() {
    let site = Site::new(&Account::named("slack"));
    for _ in 0..2 {
        assert_eq!(run_to_end(&site, "compose.draft.before=kill@1"), Ok(KILLED));
    }
    assert_eq!(restarted(&site), Ok(()));
}
