//! The k-th step fails, for every k of one delivery.

use super::accounts::Account;
use super::cases::{all, restarted, run_to_end};
use super::child::End;
use super::site::Site;
use super::verdict::judge;

/// One failing step; whatever becomes of that run, the next one must finish.
fn failed_once(account: &Account, faults: &str) -> Result<(), String> {
    let site = Site::new(account);
    match run_to_end(&site, faults)? {
        End::Code(0) if site.is_quiet() => restarted(&site),
        End::Code(5 | 4) => restarted(&site),
        other => Err(format!("it ended with {other:?}")),
    }
}

fn every_step(name: &str) {
    let account = Account::named(name);
    let site = Site::new(&account);
    run_to_end(&site, "").unwrap();
    judge(&site).unwrap();
    let steps = site.passed().len();
    assert!(steps >= 40, "only {steps} steps");
    let cases: Vec<String> = (1..=steps).map(|step| format!("*=error@{step}")).collect();
    all(&cases, |faults| failed_once(&account, faults));
}

#[test]
fn any_failing_step_of_a_thread_on_bluesky_is_made_up_for() {
    every_step("bluesky");
}

#[test]
fn any_failing_step_of_a_thread_on_mastodon_is_made_up_for() {
    every_step("mastodon");
}

#[test]
fn any_failing_step_of_a_thread_on_telegram_is_made_up_for() {
    every_step("telegram-unprobed");
}
