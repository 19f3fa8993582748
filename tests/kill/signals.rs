//! Signals and the emergency stop, while a visible request is under way.

use std::sync::Arc;

use dakiya::app::State;
use dakiya::clock::{SharedClock, SystemClock};
use dakiya::journal::Journal as _;
use rustix::process::Signal;

use super::accounts::Account;
use super::cases::restarted;
use super::child::{Child, End};
use super::site::{RUNTIME, Site};

/// A thread on Mastodon whose first part is public, though its answer has not come.
fn under_way() -> (Site, Child) {
    let mut site = Site::new(&Account::named("mastodon"));
    site.keep_answers_back();
    let mut child = site.run("");
    assert!(child.wait_for(|_| site.stage.ledger().len() == 1), "{}", child.said());
    (site, child)
}

fn finishes(site: &Site) {
    restarted(site).unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn sigterm_waits_for_the_answer_and_begins_nothing_new() {
    let (site, mut child) = under_way();
    child.signal(Signal::TERM);
    child.wait_for_line("waiting for what is under way");
    site.open_gate();
    assert_eq!(child.end(), End::Code(0), "{}", child.said());
    child.wait_for_line("part published");
    assert_eq!(site.stage.ledger().len(), 1);
    finishes(&site);
}

#[test]
fn a_second_signal_ends_at_once_and_the_next_start_looks() {
    let (site, mut child) = under_way();
    child.signal(Signal::TERM);
    child.wait_for_line("waiting for what is under way");
    child.signal(Signal::INT);
    assert_eq!(child.end(), End::Code(0), "{}", child.said());
    assert!(!child.said().contains("part published"));
    site.open_gate();
    finishes(&site);
}

#[test]
fn an_end_in_the_middle_of_work_is_no_crash() {
    let (site, mut child) = under_way();
    child.signal(Signal::TERM);
    child.wait_for_line("waiting for what is under way");
    child.signal(Signal::TERM);
    assert_eq!(child.end(), End::Code(0), "{}", child.said());
    let clock: SharedClock = Arc::new(SystemClock);
    let crashed = RUNTIME.block_on(async {
        let state = State::open(&site.state(), &clock).await.unwrap();
        state.journal.end(state.epoch, clock.now()).await.unwrap();
        state.crashed
    });
    assert!(!crashed, "{}", child.said());
    site.open_gate();
    finishes(&site);
}

#[test]
fn sigterm_does_not_wait_for_ever() {
    let (site, mut child) = under_way();
    assert_eq!(child.terminate(), End::Code(0), "{}", child.said());
    site.open_gate();
    finishes(&site);
}

#[test]
fn sigusr1_stops_everything_until_it_is_lifted() {
    stopped_by(|_, child| child.signal(Signal::USR1));
}

#[test]
fn a_stop_from_another_process_holds_from_the_next_part_on() {
    stopped_by(|site, _| {
        let (code, said) = site.ask(&["stop", "--reason", "wrong picture"]);
        assert_eq!(code, 0, "{said}");
    });
}

fn stopped_by(stop: impl Fn(&Site, &Child)) {
    let (site, mut child) = under_way();
    stop(&site, &child);
    child.wait_for_line("everything is stopped");
    site.open_gate();
    child.wait_for_line("part published");
    let later = site.minutes_from_now(2);
    child.wait_for(|_| site.is_past(later));
    assert_eq!(site.stage.ledger().len(), 1, "{}", child.said());
    assert_eq!(site.ask(&["status"]).0, 2);
    child.terminate();
    let mut child = site.run("");
    child.wait_for_line("dakiya is running");
    let later = site.minutes_from_now(1);
    child.wait_for(|_| site.is_past(later));
    assert_eq!(site.stage.ledger().len(), 1, "a stop holds over a restart");
    assert_eq!(site.ask(&["start"]).0, 0);
    assert!(child.wait_for(|_| site.filed().is_some()), "{}", child.said());
    assert_eq!(child.terminate(), End::Code(0));
    assert_eq!(RUNTIME.block_on(site.journal().stopped()), Ok(None));
    finishes(&site);
}
