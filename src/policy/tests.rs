//! Each rule alone, and their order.

mod blackouts;

use std::time::Duration;

use super::Forgotten;
use super::{Machine, Policy, PolicyConfig, Subject, Window};
use crate::account::{AccountName, Missed, Rules};
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, State};
use crate::journal::AccountState;
use crate::verdict::{Reason, Verdict};

/// So many seconds after the start of every test.
fn at(seconds: i64) -> Instant {
    let start: Instant = "2026-11-25T18:00:00Z".parse().unwrap();
    start + chrono::Duration::seconds(seconds)
}

fn account() -> AccountName {
    "toot".parse().unwrap()
}

/// Something to judge, with nothing against it.
struct Case {
    now: Instant,
    account: AccountName,
    rules: Rules,
    state: AccountState,
    delivery: Delivery,
    due: Option<Instant>,
    expires: Option<Instant>,
    from_slot: bool,
    awake_since: Instant,
    stopped: Option<Reason>,
}

impl Case {
    fn at(now: Instant) -> Self {
        Self {
            now,
            account: account(),
            rules: Rules::default(),
            state: AccountState::new(account()),
            delivery: Delivery::planned(DeliveryId(1)),
            due: None,
            expires: None,
            from_slot: false,
            awake_since: at(-1000),
            stopped: None,
        }
    }

    /// One whose time was so many seconds ago.
    fn late(seconds: i64, missed: Missed) -> Self {
        let rules = Rules { missed, grace: Duration::from_secs(3600), ..Rules::default() };
        Self { rules, due: Some(at(0)), ..Self::at(at(seconds)) }
    }

    fn judged_by(&self, policy: &Policy) -> Verdict {
        policy.judge(&Subject {
            now: self.now,
            account: &self.account,
            rules: &self.rules,
            state: &self.state,
            post: "notice.md",
            taken: at(0),
            delivery: &self.delivery,
            due: self.due,
            expires: self.expires,
            from_slot: self.from_slot,
            awake_since: self.awake_since,
            stopped: self.stopped.as_ref(),
        })
    }

    fn judged(&self) -> Verdict {
        self.judged_by(&Policy::new(Vec::new()))
    }
}

fn reason(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Go => None,
        Verdict::Wait { reason, .. }
        | Verdict::Hold(reason)
        | Verdict::Expire(reason)
        | Verdict::Miss(reason)
        | Verdict::Refuse(reason) => Some(&reason.id),
    }
}

fn missed_since(due: Instant) -> Reason {
    Reason::new("time-was-missed").with("due", due.to_rfc3339())
}

#[test]
fn with_nothing_against_it_it_goes() {
    assert_eq!(Case::at(at(0)).judged(), Verdict::Go);
    assert_eq!(Case { due: Some(at(0)), ..Case::at(at(0)) }.judged(), Verdict::Go);
}

#[test]
fn the_emergency_stop_makes_everything_wait_until_it_is_lifted() {
    let why = Reason::new("stopped-by-person");
    let case = Case { stopped: Some(why.clone()), ..Case::at(at(0)) };
    assert_eq!(case.judged(), Verdict::Wait { until: Instant::MAX_UTC, reason: why });
}

#[test]
fn a_paused_account_waits_with_the_reason_of_its_pause() {
    let mut case = Case::at(at(0));
    case.rules.paused = true;
    assert_eq!(reason(&case.judged()), Some("account-paused-by-config"));
    let why = Reason::new("token-revoked");
    case.state.paused = Some(why.clone());
    assert_eq!(case.judged(), Verdict::Wait { until: Instant::MAX_UTC, reason: why });
}

#[test]
fn a_delivery_expires_to_the_second() {
    let delivery = || Delivery { give_up: Some(at(10)), ..Delivery::planned(DeliveryId(1)) };
    let judged = |now| Case { delivery: delivery(), ..Case::at(now) }.judged();
    assert_eq!(judged(at(9)), Verdict::Go);
    let why = Reason::new("time-is-over").with("end", at(10).to_rfc3339());
    assert_eq!(judged(at(10)), Verdict::Expire(why.clone()));
    assert_eq!(judged(at(11)), Verdict::Expire(why));
}

#[test]
fn the_end_that_a_post_names_counts_whatever_its_delivery_was_granted() {
    let delivery = Delivery { give_up: Some(at(99)), ..Delivery::planned(DeliveryId(1)) };
    let case = Case { delivery, expires: Some(at(10)), ..Case::at(at(10)) };
    assert!(matches!(case.judged(), Verdict::Expire(_)));
}

#[test]
fn a_minute_late_is_on_time_whatever_the_rule() {
    for missed in [Missed::Grace, Missed::NextSlot, Missed::Hold, Missed::Skip] {
        assert_eq!(Case::late(60, missed).judged(), Verdict::Go, "{missed:?}");
    }
}

#[test]
fn a_fixed_time_that_was_missed_follows_its_rule() {
    let why = missed_since(at(0));
    for (missed, seconds, verdict) in [
        (Missed::Grace, 61, Verdict::Go),
        (Missed::Grace, 3600, Verdict::Go),
        (Missed::Grace, 3601, Verdict::Hold(why.clone())),
        (Missed::Hold, 61, Verdict::Hold(why.clone())),
        (Missed::Skip, 61, Verdict::Miss(why)),
        (Missed::NextSlot, 90_000, Verdict::Go),
    ] {
        assert_eq!(Case::late(seconds, missed).judged(), verdict, "{missed:?} {seconds}");
    }
}

#[test]
fn lateness_does_not_matter_to_firings_of_slots_or_before_the_time() {
    let from_slot = Case { from_slot: true, ..Case::late(90_000, Missed::Hold) };
    assert_eq!(from_slot.judged(), Verdict::Go);
    assert_eq!(Case::late(-90_000, Missed::Hold).judged(), Verdict::Go);
}

#[test]
fn what_was_tried_in_time_is_not_late() {
    let planned = || Delivery::planned(DeliveryId(1));
    for delivery in [
        Delivery { failures: 1, ..planned() },
        Delivery { attempts: 1, ..planned() },
        Delivery { first_sent: Some(at(1)), ..planned() },
        Delivery { part: 1, parts: 2, state: State::Preparing, ..planned() },
    ] {
        let case = Case { delivery, ..Case::late(90_000, Missed::Hold) };
        assert_eq!(case.judged(), Verdict::Go, "{:?}", case.delivery);
    }
}

#[test]
fn what_was_begun_in_time_is_late_within_grace_and_not_missed() {
    let why = missed_since(at(0));
    for missed in [Missed::Grace, Missed::Hold, Missed::Skip] {
        for state in [State::Preparing, State::Ready] {
            let delivery = Delivery { state, parts: 1, ..Delivery::planned(DeliveryId(1)) };
            let late = |seconds| Case { delivery: delivery.clone(), ..Case::late(seconds, missed) };
            assert_eq!(late(3600).judged(), Verdict::Go, "{missed:?}");
            assert_ne!(late(3601).judged(), Verdict::Go, "{missed:?}");
            let asleep = Case { awake_since: at(61), ..late(100) };
            if missed == Missed::Hold {
                assert_eq!(asleep.judged(), Verdict::Hold(why.clone()), "nobody was there");
            }
        }
    }
}

#[test]
fn a_machine_in_trouble_makes_it_wait_half_a_minute() {
    let why = Reason::new("disk-full");
    let trouble = why.clone();
    let machine = Machine::new(move |now| (now < at(100)).then(|| trouble.clone()));
    let policy = Policy::on(machine, &PolicyConfig::default());
    let wait = Verdict::Wait { until: at(129), reason: why.clone() };
    assert_eq!(Case::at(at(99)).judged_by(&policy), wait);
    assert_eq!(policy.machine_trouble(at(99)), Some(why));
    assert_eq!(Case::at(at(100)).judged_by(&policy), Verdict::Go);
}

#[test]
fn the_first_rule_that_says_something_decides() {
    let blackout =
        Window {
            from: at(0), until: at(90_000), accounts: Vec::new(), reason: "मौन अवधि".into()
        };
    let config = PolicyConfig { blackouts: vec![blackout], ..PolicyConfig::default() };
    let machine = || Machine::new(|_| Some(Reason::new("disk-full")));
    let policy = Policy::on(machine(), &config);
    let mut case = Case::late(80_000, Missed::Hold);
    case.stopped = Some(Reason::new("stopped-by-person"));
    case.state.paused = Some(Reason::new("token-revoked"));
    case.delivery.give_up = Some(at(79_999));

    assert_eq!(reason(&case.judged_by(&policy)), Some("stopped-by-person"));
    case.stopped = None;
    assert_eq!(reason(&case.judged_by(&policy)), Some("token-revoked"));
    case.state.paused = None;
    assert_eq!(reason(&case.judged_by(&policy)), Some("time-is-over"));
    case.delivery.give_up = None;
    assert_eq!(reason(&case.judged_by(&policy)), Some("blackout"));
    let open = Policy::on(machine(), &PolicyConfig::default());
    assert_eq!(reason(&case.judged_by(&open)), Some("time-was-missed"));
    case.due = Some(case.now);
    assert_eq!(reason(&case.judged_by(&open)), Some("disk-full"));
}

#[test]
fn the_gap_after_downtime_is_the_configs() {
    let config = PolicyConfig { catch_up_gap: Duration::from_secs(7), ..PolicyConfig::default() };
    assert_eq!(Policy::on(Machine::well(), &config).catch_up_gap(), Duration::from_secs(7));
    assert_eq!(Policy::new(Vec::new()).catch_up_gap(), Duration::from_secs(300));
}

#[test]
fn what_had_its_outcome_before_the_state_was_put_back_is_held() {
    let why = Reason::new("ended-before-restore").with("state", "published");
    for (post, account, until, held) in [
        ("notice.md", "toot", 0, true),
        ("notice.md", "toot", -1, false),
        ("other.md", "toot", 0, false),
        ("notice.md", "sky", 0, false),
    ] {
        let mut forgotten = Forgotten::until(at(until));
        forgotten.add(account.parse().unwrap(), post.into(), why.clone());
        let policy = Policy::new(Vec::new()).having_forgotten(forgotten);
        let verdict = Case::at(at(5)).judged_by(&policy);
        assert_eq!(verdict == Verdict::Hold(why.clone()), held, "{post} {account} {until}");
    }
}
