//! Random work on two journals at once: they must answer alike, whatever is asked.

use std::fmt::Debug;

use proptest::prelude::*;

use super::Stage;
use super::samples::{
    at, clocks, context, file, instance, name, noted, notice, outcome, part, receipt, slot,
    standing, taken,
};
use crate::blobs::Digest;
use crate::delivery::{Delivery, DeliveryId, Event, State, Why, step};
use crate::failure::{Class, Failure};
use crate::journal::{
    AccountState, Arm, AttemptEnd, Change, Epoch, Gate, Order, OrderAnswer, OrderId, PostStatus,
    SharedJournal, Taken, Version,
};
use crate::post::PostId;
use crate::verdict::Reason;

/// One call, with small numbers, so that calls meet each other.
#[derive(Debug, Clone)]
pub(crate) enum Work {
    Begin,
    End { stale: bool },
    Restart,
    Take { file: u8, text: u8, accounts: &'static [&'static str], held: bool, noted: bool },
    Commit { stale: bool, changes: Vec<Wish> },
    Arm { delivery: i64, off: i64, minute: i64 },
    Constant { value: u8 },
    Order { delivery: i64 },
    Stop { stop: bool },
}

/// One change, before it is fitted to what the journals hold.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    /// What the engine would do next.
    Next {
        delivery: i64,
        well: bool,
    },
    Move {
        delivery: i64,
        state: u8,
        off: i64,
    },
    Plan {
        delivery: i64,
        slot: Option<u8>,
        due: bool,
    },
    Compose {
        delivery: i64,
        parts: u8,
    },
    Progress {
        delivery: i64,
        part: u16,
        some: bool,
    },
    EndAttempt {
        delivery: i64,
        part: u16,
    },
    Receipt {
        delivery: i64,
        part: u16,
    },
    Account {
        account: bool,
        paused: bool,
    },
    Session {
        account: bool,
    },
    Standing {
        account: bool,
    },
    Outcome,
    Notice {
        account: bool,
        delivery: Option<i64>,
    },
    Acknowledge {
        account: Option<bool>,
        delivery: Option<i64>,
    },
    File {
        file: u8,
    },
    FileGone {
        file: u8,
    },
    Rename {
        post: i64,
        file: u8,
    },
    Post {
        post: i64,
        status: usize,
    },
    OrderDone {
        order: i64,
    },
}

/// Sequences of calls, after two posts were taken.
pub(crate) fn works() -> impl Strategy<Value = Vec<Work>> {
    let accounts: &[&str] = &["x", "y"];
    let first = move |file| Work::Take { file, text: 0, accounts, held: false, noted: true };
    let rest = prop::collection::vec(work(), 1..60);
    rest.prop_map(move |rest| [vec![first(0), first(1)], rest].concat())
}

fn work() -> impl Strategy<Value = Work> {
    let seldom = || prop::bool::weighted(0.05);
    let take = (0..3_u8, 0..2_u8, accounts(), seldom(), any::<bool>());
    prop_oneof![
        1 => Just(Work::Begin),
        1 => seldom().prop_map(|stale| Work::End { stale }),
        1 => Just(Work::Restart),
        4 => take.prop_map(|(file, text, accounts, held, noted)| Work::Take {
            file, text, accounts, held, noted
        }),
        20 => (seldom(), changes())
            .prop_map(|(stale, changes)| Work::Commit { stale, changes }),
        9 => (delivery(), off(), 55..140_i64)
            .prop_map(|(delivery, off, minute)| Work::Arm { delivery, off, minute }),
        1 => any::<u8>().prop_map(|value| Work::Constant { value }),
        1 => delivery().prop_map(|delivery| Work::Order { delivery }),
        1 => seldom().prop_map(|stop| Work::Stop { stop }),
    ]
}

fn accounts() -> impl Strategy<Value = &'static [&'static str]> {
    prop_oneof![
        4 => Just(&["x"][..]),
        4 => Just(&["x", "y"][..]),
        1 => Just(&["x", "x"][..]),
    ]
}

fn delivery() -> impl Strategy<Value = i64> {
    1..5_i64
}

/// Mostly one, as one that is refused undoes the others.
fn changes() -> impl Strategy<Value = Vec<Wish>> {
    prop_oneof![
        3 => prop::collection::vec(wish(), 1),
        1 => prop::collection::vec(wish(), 2..4),
    ]
}

/// Seldom a version other than the present one.
fn off() -> impl Strategy<Value = i64> {
    prop_oneof![9 => Just(0), 1 => -1..=1_i64]
}

fn wish() -> impl Strategy<Value = Wish> {
    let b = any::<bool>;
    let part = || 0..2_u16;
    prop_oneof![
        20 => (delivery(), prop::bool::weighted(0.6))
            .prop_map(|(delivery, well)| Wish::Next { delivery, well }),
        1 => (delivery(), 0..6_u8, off())
            .prop_map(|(delivery, state, off)| Wish::Move { delivery, state, off }),
        3 => (delivery(), prop::option::weighted(0.9, 0..2_u8), prop::bool::weighted(0.9))
            .prop_map(|(delivery, slot, due)| Wish::Plan { delivery, slot, due }),
        1 => (delivery(), 0..3_u8).prop_map(|(delivery, parts)| Wish::Compose { delivery, parts }),
        1 => (delivery(), part(), b())
            .prop_map(|(delivery, part, some)| Wish::Progress { delivery, part, some }),
        1 => (delivery(), part()).prop_map(|(delivery, part)| Wish::EndAttempt { delivery, part }),
        1 => (delivery(), part()).prop_map(|(delivery, part)| Wish::Receipt { delivery, part }),
        1 => (b(), prop::bool::weighted(0.2))
            .prop_map(|(account, paused)| Wish::Account { account, paused }),
        1 => b().prop_map(|account| Wish::Session { account }),
        1 => b().prop_map(|account| Wish::Standing { account }),
        3 => Just(Wish::Outcome),
        2 => (b(), prop::option::of(delivery()))
            .prop_map(|(account, delivery)| Wish::Notice { account, delivery }),
        2 => (prop::option::of(b()), prop::option::of(delivery()))
            .prop_map(|(account, delivery)| Wish::Acknowledge { account, delivery }),
        2 => (0..3_u8).prop_map(|file| Wish::File { file }),
        1 => (0..3_u8).prop_map(|file| Wish::FileGone { file }),
        1 => (1..4_i64, 0..3_u8).prop_map(|(post, file)| Wish::Rename { post, file }),
        2 => (1..4_i64, 0..PostStatus::ALL.len())
            .prop_map(|(post, status)| Wish::Post { post, status }),
        1 => (1..3_i64).prop_map(|order| Wish::OrderDone { order }),
    ]
}

/// Does the same work on two journals and compares every answer and all that can be read.
pub(crate) async fn must_agree(left: &impl Stage, right: &impl Stage, works: Vec<Work>) {
    let mut pair = (left.open(), right.open());
    let mut epoch = pair.0.begin(instance(0)).await.unwrap().epoch;
    assert_eq!(pair.1.begin(instance(0)).await.unwrap().epoch, epoch);
    for (number, work) in works.into_iter().enumerate() {
        if matches!(work, Work::Restart) {
            drop(pair);
            pair = (left.open(), right.open());
        }
        let told = format!("{number}: {work:?}");
        let (one, two) = (
            answer(&pair.0, epoch, work.clone()).await,
            answer(&pair.1, epoch, work.clone()).await,
        );
        assert_eq!(one, two, "{told}");
        assert_eq!(shown(&pair.0).await, shown(&pair.1).await, "{told}");
        if matches!(work, Work::Begin) {
            epoch = Epoch(epoch.0 + 1);
        }
    }
}

fn text<T: Debug>(answer: T) -> String {
    format!("{answer:?}")
}

fn epoch_of(epoch: Epoch, stale: bool) -> Epoch {
    Epoch(epoch.0 - i64::from(stale))
}

async fn answer(journal: &SharedJournal, epoch: Epoch, work: Work) -> String {
    match work {
        Work::Restart => String::new(),
        Work::Begin => text(journal.begin(instance(7)).await),
        Work::End { stale } => text(journal.end(epoch_of(epoch, stale), at(8)).await),
        Work::Take { file, text: words, accounts, held, noted } => {
            text(journal.take(epoch, taking(file, words, accounts, held, noted)).await)
        }
        Work::Commit { stale, changes } => {
            let mut fitted = Vec::new();
            for change in changes {
                fitted.extend(fit(journal, change).await);
            }
            text(journal.commit(epoch_of(epoch, stale), fitted).await)
        }
        Work::Arm { delivery, off, minute } => {
            let (_, version) = seen(journal, delivery).await;
            let wish = Arm {
                delivery: DeliveryId(delivery),
                version: Version(version.0 + off),
                key: format!("key-{delivery}"),
                body: Digest::of(&[1]),
                context: context(minute),
            };
            text(journal.arm(epoch, wish, Gate::switches_only()).await)
        }
        Work::Constant { value } => text(journal.constant("constant", vec![value]).await),
        Work::Order { delivery } => {
            let order = Order::Look { delivery: DeliveryId(delivery) };
            text(journal.give_order(order, at(3)).await)
        }
        Work::Stop { stop } => {
            text(journal.set_stop(stop.then(|| Reason::new("stopped")), at(4)).await)
        }
    }
}

fn file_name(file: u8) -> String {
    format!("{file}.md")
}

fn account(first: bool) -> &'static str {
    if first { "x" } else { "y" }
}

fn taking(number: u8, text: u8, accounts: &[&str], held: bool, noted: bool) -> Taken {
    let mut taken = taken(&file_name(number), accounts);
    taken.post.content.text = format!("text {text}");
    taken.file = noted.then(|| file(&file_name(number), i64::from(text)));
    taken.deliveries[0].held = held.then(|| Reason::new("needs-approval"));
    taken
}

async fn seen(journal: &SharedJournal, delivery: i64) -> (Delivery, Version) {
    let id = DeliveryId(delivery);
    let record = journal.delivery(id).await.unwrap();
    record.map_or((Delivery::planned(id), Version(1)), |r| (r.brief.delivery, r.brief.version))
}

async fn fit(journal: &SharedJournal, wish: Wish) -> Vec<Change> {
    let id = DeliveryId;
    let one = match wish {
        Wish::Next { delivery, well } => return next(journal, delivery, well).await,
        Wish::Move { delivery, state, off } => {
            let (seen, version) = seen(journal, delivery).await;
            let delivery = Delivery { state: some_state(state), failures: 3, ..seen };
            Change::Move { delivery, version: Version(version.0 + off) }
        }
        Wish::Plan { delivery, slot: firing, due } => Change::Plan {
            delivery: id(delivery),
            due: due.then(|| at(60)),
            asked: firing.is_none().then(|| clocks(60)),
            slot: firing.map(|place| slot(9, u16::from(place))),
        },
        Wish::Compose { delivery, parts } => {
            let parts = (0..parts).map(|_| part("part")).collect();
            Change::Compose { delivery: id(delivery), parts }
        }
        Wish::Progress { delivery, part, some } => {
            let progress = some.then(|| serde_json::json!({ "offset": 7 }));
            Change::Progress { delivery: id(delivery), part, progress, expires: Some(noted(9)) }
        }
        Wish::EndAttempt { delivery, part } => {
            let end = AttemptEnd::Interrupted;
            Change::EndAttempt { delivery: id(delivery), part, at: at(62), end }
        }
        Wish::Receipt { delivery, part } => {
            Change::Receipt { delivery: id(delivery), part, receipt: receipt("17") }
        }
        Wish::Account { account: first, paused } => Change::Account(AccountState {
            paused: paused.then(|| Reason::new("paused")),
            failures: 2,
            ..AccountState::new(name(account(first)))
        }),
        Wish::Session { account: first } => {
            Change::Session { account: name(account(first)), sealed: vec![first.into()] }
        }
        Wish::Standing { account: first } => Change::Standing(standing(account(first))),
        Wish::Outcome => Change::Outcome(outcome(1)),
        Wish::Notice { account: first, delivery } => {
            Change::Notice(notice(first.then_some("x"), delivery))
        }
        Wish::Acknowledge { account: first, delivery } => Change::Acknowledge {
            delivery: delivery.map(id),
            account: first.map(|first| name(account(first))),
        },
        Wish::File { file: number } => Change::File(file(&file_name(number), 5)),
        Wish::FileGone { file } => Change::FileGone { name: file_name(file) },
        Wish::Rename { post, file } => Change::Rename { post: PostId(post), name: file_name(file) },
        Wish::Post { post, status } => {
            Change::Post { post: PostId(post), status: PostStatus::ALL[status] }
        }
        Wish::OrderDone { order } => {
            let answer = OrderAnswer { done: true, reason: Reason::new("looked") };
            Change::OrderDone { id: OrderId(order), answer }
        }
    };
    vec![one]
}

fn some_state(number: u8) -> State {
    let why = Reason::new("late");
    match number {
        0 => State::Preparing,
        1 => State::Ready,
        2 => State::Sending { since: at(60) },
        3 => State::Recalled,
        4 => State::Failed(Why { why }),
        _ => State::Planned,
    }
}

/// What the engine would write next for a delivery.
async fn next(journal: &SharedJournal, delivery: i64, well: bool) -> Vec<Change> {
    let (seen, version) = seen(journal, delivery).await;
    let (id, part_now) = (seen.id, seen.part);
    let (event, mut changes) = match (&seen.state, well) {
        (State::Planned, _) => {
            let parts = vec![part("one"), part("two")];
            (Event::Begun { parts: 2 }, vec![Change::Compose { delivery: id, parts }])
        }
        (State::Preparing, _) => (Event::Prepared, vec![]),
        (State::Sending { .. }, true) => {
            let (end, receipt) = (AttemptEnd::Published, receipt("17"));
            let kept = Change::Receipt { delivery: id, part: part_now, receipt: receipt.clone() };
            let ended = Change::EndAttempt { delivery: id, part: part_now, at: at(62), end };
            (Event::Receipt(receipt), vec![ended, kept])
        }
        (State::Sending { .. }, false) => {
            let (end, failure) = failed(version);
            let ended = Change::EndAttempt { delivery: id, part: part_now, at: at(62), end };
            (Event::Failed(failure), vec![ended])
        }
        (State::Uncertain(_), _) => {
            (Event::Looked(crate::delivery::Found::Published(receipt("18"))), vec![])
        }
        _ => (Event::Held(Reason::new("blackout")), vec![]),
    };
    if let Ok(step) = step(&seen, event, &context(61)) {
        changes.push(Change::Move { delivery: step.next, version });
    }
    changes
}

/// Now and then the answer is lost, mostly the request was never sent.
fn failed(version: Version) -> (AttemptEnd, Failure) {
    if version.0 % 3 == 0 {
        let lost = Failure::new(Class::Unknown, "answer-lost", "timed out");
        return (AttemptEnd::Lost(lost.clone()), lost);
    }
    let unsent = Failure::new(Class::NotSent, "refused", "connection refused");
    (AttemptEnd::Refused(unsent.clone()), unsent)
}

/// All that can be read.
async fn shown(journal: &SharedJournal) -> Vec<String> {
    let mut all = vec![
        text(journal.open_deliveries().await),
        text(journal.posts_to_settle().await),
        text(journal.accounts().await),
        text(journal.standings().await),
        text(journal.files().await),
        text(journal.outcomes(0, 99).await),
        text(journal.notices().await),
        text(journal.orders().await),
        text(journal.stopped().await),
    ];
    for number in 1..5 {
        all.push(text(journal.delivery(DeliveryId(number)).await));
        all.push(text(journal.post(PostId(number)).await));
        all.push(text(journal.deliveries_of(PostId(number)).await));
        all.push(text(journal.order_answer(OrderId(number)).await));
    }
    for account in ["x", "y"] {
        all.push(text(journal.session(&name(account)).await));
        all.push(text(journal.last_sent(&name(account), 2).await));
        all.push(text(journal.taken_slots(&name(account), at(0)).await));
    }
    all
}
