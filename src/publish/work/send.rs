//! The one visible request of a part: the intent to disk, the request out, the answer to disk.

use std::time::Duration;

use super::guard::guarded;
use super::{Desk, Effect, Finished};
use crate::clock::{Busy, Instant, Reading};
use crate::delivery::{Event, Receipt, State};
use crate::event::What;
use crate::failure::{Class, Failure};
use crate::fault;
use crate::journal::{Arm, Armed as Opened, AttemptEnd, Change, Gate, GateView, JournalError};
use crate::policy::Subject;
use crate::publish::lane::Armed;
use crate::publish::{Active, body_hash};
use crate::verdict::Verdict;

/// An intent that is older was judged too long ago: the machine slept between, or its disk hung.
pub(in crate::publish) const FRESH: Duration = Duration::from_secs(10);

/// What came of the wish to open a visible request ahead of its instant.
#[derive(Debug)]
pub(in crate::publish) enum Intent {
    /// It is open.
    Open(Box<Armed>, Busy),
    /// It is not, and nothing may be sent.
    NotOpen(Box<Finished>),
}

/// Opens an attempt and, if the journal and policy let it, sends the request at once.
pub(in crate::publish) async fn send(desk: Desk, active: Active, busy: Busy) -> Finished {
    let now = desk.shared.now();
    match arm(desk.clone(), active, now, 0, busy).await {
        Intent::Open(armed, busy) => request(desk, armed.active, armed.judged, busy).await,
        Intent::NotOpen(finished) => *finished,
    }
}

/// Opens an attempt whose request is to leave `at` that instant, for which it is judged. Its
/// flush may wait a moment for `company`.
pub(in crate::publish) async fn arm(
    desk: Desk,
    mut active: Active,
    at: Instant,
    company: usize,
    busy: Busy,
) -> Intent {
    let id = active.delivery().id;
    let not_open = |finished| Intent::NotOpen(Box::new(finished));
    let Some(wish) = wish(&desk, &active) else {
        let error = JournalError::Unknown(format!("part of delivery {id}"));
        return not_open(desk.failed(id, error, busy));
    };
    let judged = wish.context.clocks.uptime;
    let (journal, epoch) = (&desk.shared.journal, desk.shared.epoch);
    let gate = gate(&desk, &active, at);
    let opened = match company {
        0 => journal.arm(epoch, wish, gate),
        _ => journal.arm_in_company(epoch, wish, gate, company),
    };
    match opened.await {
        Ok(Opened::Refused(verdict)) => {
            not_open(desk.done(active, vec![Effect::Refused(verdict)], busy))
        }
        Ok(Opened::Open { delivery, version }) => {
            active.brief.delivery = delivery;
            active.brief.version = version;
            if matches!(active.delivery().state, State::Sending { .. }) {
                Intent::Open(Box::new(Armed { active, at, judged }), busy)
            } else {
                not_open(desk.done(active, Vec::new(), busy))
            }
        }
        Err(error) => not_open(desk.failed(id, error, busy)),
    }
}

fn wish(desk: &Desk, active: &Active) -> Option<Arm> {
    let key = desk.key(active);
    let job = active.job(&key)?;
    Some(Arm {
        delivery: active.delivery().id,
        version: active.brief.version,
        body: body_hash(job.part, job.progress, job.parent),
        key,
        context: desk.context(active),
    })
}

/// Policy's last word, with the clock read inside the transaction, for the instant at which the
/// request leaves.
fn gate(desk: &Desk, active: &Active, at: Instant) -> Gate {
    let desk = desk.clone();
    let (due, expires) = (active.brief.due, active.brief.expires);
    let from_slot = active.brief.slot.is_some();
    let (post, taken) = (active.brief.name.clone(), active.brief.taken);
    let awake_since = desk.awake.since(&active.brief);
    Gate::new(move |view: &GateView<'_>| -> Verdict {
        desk.shared.policy.judge(&Subject {
            now: desk.shared.now().max(at),
            account: &desk.lane.name,
            rules: &desk.lane.rules,
            state: view.account,
            post: &post,
            taken,
            delivery: view.delivery,
            due,
            expires,
            from_slot,
            awake_since,
            stopped: view.stopped,
        })
    })
}

/// Takes an intent back: something came between it and its instant, and nothing was sent.
pub(in crate::publish) async fn disarm(desk: Desk, mut active: Active, busy: Busy) -> Finished {
    let (id, part) = (active.delivery().id, active.delivery().part);
    let end = AttemptEnd::Refused(Failure::new(Class::Local, "disarmed", ""));
    let mut changes = vec![Change::EndAttempt { delivery: id, part, at: desk.shared.now(), end }];
    let context = desk.context(&active);
    match active.apply(Event::Disarmed, &context) {
        Ok(mut consequences) => changes.append(&mut consequences.changes),
        Err(illegal) => return desk.failed(id, JournalError::Rule(illegal.to_string()), busy),
    }
    keep(desk, active, changes, Vec::new(), busy).await
}

/// Sends the request of an open attempt, which was judged at this uptime.
pub(in crate::publish) async fn request(
    desk: Desk,
    active: Active,
    judged: Duration,
    busy: Busy,
) -> Finished {
    let key = desk.key(&active);
    let part = active.delivery().part;
    let attempt = active.delivery().attempts;
    desk.tell(&active, What::Sending { part, attempt });
    let opened = desk.shared.reading();
    let answer = match fault::point("send.request.before") {
        Ok(()) if desk.shared.clock.uptime() > judged + FRESH => {
            Err(Failure::new(Class::Local, "intent-too-old", ""))
        }
        Ok(()) => publish(&desk, &active, &key).await,
        Err(error) => Err(Failure::new(Class::Local, "own-machine-failed", error)),
    };
    let answer = match fault::point("send.answer.before") {
        Ok(()) => answer,
        Err(error) => Err(Failure::new(Class::Unknown, "answer-lost", error)),
    };
    answered(desk, active, answer, opened, busy).await
}

/// A panic of an adapter must end neither the daemon nor the certainty: the request may be out.
async fn publish(desk: &Desk, active: &Active, key: &str) -> Result<Receipt, Failure> {
    let Some(job) = active.job(key) else {
        return Err(Failure::new(Class::Rejected, "nothing-to-send", ""));
    };
    guarded(desk.lane.platform.publish(&job)).await.unwrap_or_else(|broke| Err(broke.into()))
}

async fn answered(
    desk: Desk,
    mut active: Active,
    answer: Result<Receipt, Failure>,
    opened: Reading,
    busy: Busy,
) -> Finished {
    let now = desk.shared.reading();
    let id = active.delivery().id;
    let part = active.delivery().part;
    let messages = active.messages(desk.lane.platform.as_ref());
    let mut effects = vec![Effect::Sent { at: opened.into(), messages }];
    effects.extend(effects_of(&answer, now));
    let end = end_of(&answer);
    let event = answer.clone().map_or_else(Event::Failed, Event::Receipt);
    let mut changes = vec![Change::EndAttempt { delivery: id, part, at: now.wall, end }];
    let context = desk.context(&active);
    match active.apply(event, &context) {
        Ok(mut consequences) => {
            changes.append(&mut consequences.changes);
            effects.append(&mut consequences.effects);
        }
        Err(illegal) => {
            return desk.failed(id, JournalError::Rule(illegal.to_string()), busy);
        }
    }
    tell(&desk, &active, part, &answer);
    keep(desk, active, changes, effects, busy).await
}

fn tell(desk: &Desk, active: &Active, part: u16, answer: &Result<Receipt, Failure>) {
    match answer {
        // A person has it now; that is told as the outcome that it is.
        Ok(_) if matches!(active.delivery().state, State::Held { .. }) => {}
        Ok(receipt) => {
            let parts = active.delivery().parts;
            desk.tell(active, What::PartPublished { part, parts, receipt: receipt.clone() });
        }
        Err(failure) => desk.tell_failure(active, failure),
    }
}

/// Writes what the platform did. If that fails, it is kept in memory and all sending stops until
/// it is on disk: a receipt must not be lost. Where the delivery has ended, nothing more can come
/// of it that would have to wait for the disk, so the lane goes on meanwhile.
async fn keep(
    desk: Desk,
    active: Active,
    changes: Vec<Change>,
    effects: Vec<Effect>,
    busy: Busy,
) -> Finished {
    if active.delivery().state.is_end() {
        return Finished { ending: changes, ..desk.done(active, effects, busy) };
    }
    let written = desk.write(changes.clone()).await;
    if matches!(written, Ok(()) | Err(JournalError::Disk(_))) {
        desk.shared.tell_outcomes(&active, &changes);
    }
    match written {
        Ok(()) => desk.done(active, effects, busy),
        Err(error @ JournalError::Disk(_)) => {
            let reason = crate::publish::active::journal_reason(&error);
            let mut finished = desk.done(active, effects, busy);
            finished.effects.push(Effect::Degrade(reason));
            finished.unwritten = changes;
            finished
        }
        Err(error) => desk.failed(active.delivery().id, error, busy),
    }
}

fn end_of(answer: &Result<Receipt, Failure>) -> AttemptEnd {
    match answer {
        Ok(_) => AttemptEnd::Published,
        Err(failure) if failure.class.may_be_applied() => AttemptEnd::Lost(failure.clone()),
        Err(failure) => AttemptEnd::Refused(failure.clone()),
    }
}

fn effects_of(answer: &Result<Receipt, Failure>, now: Reading) -> Vec<Effect> {
    match answer {
        Ok(_) => vec![Effect::WentWell, Effect::Published(now.into())],
        Err(failure) if failure.class.counts_for_breaker() => {
            vec![Effect::WentWrong(failure.clone())]
        }
        Err(_) => vec![Effect::WentWell],
    }
}
