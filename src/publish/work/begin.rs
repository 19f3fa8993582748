//! Invisible work: compose, and one step of preparing at a time.

use super::guard::{AtRisk, guarded, guarded_now};
use super::{Desk, Effect, Finished};
use crate::clock::{Busy, Noted, Reading};
use crate::delivery::Event;
use crate::event::What;
use crate::failure::{Class, Failure};
use crate::fault;
use crate::finding::{Finding, Severity};
use crate::journal::{Change, PartRecord};
use crate::platform::{Composed, Prepared, ready};
use crate::post::Part;
use crate::publish::Active;
use crate::verdict::Reason;

/// Composes a delivery and does its first invisible step; without media both are written
/// together.
pub(in crate::publish) async fn begin(desk: Desk, mut active: Active, busy: Busy) -> Finished {
    // Until its first step is written down, nothing else tells the next start of it.
    let _at_risk = AtRisk::note(&desk.shared.journal, active.delivery().id);
    let give_up = active.gives_up_at(active.due(), &desk.lane.rules);
    active.brief.delivery.give_up = Some(give_up);
    if !active.parts.is_empty() {
        return resume(desk, active, busy).await;
    }
    if let Err(error) = fault::point("compose.draft.before") {
        let failure = Failure::new(Class::Local, "own-machine-failed", error);
        return desk.advance(active, Event::Failed(failure), Vec::new(), Vec::new(), busy).await;
    }
    let Ok(composed) = guarded_now(|| composed(&desk, &active)) else {
        // The same text would break it down again.
        let event = Event::Held(Reason::new("adapter-panicked-early"));
        return desk.advance(active, event, Vec::new(), Vec::new(), busy).await;
    };
    if composed.parts.is_empty() {
        let failure = refusal(&composed.findings);
        return desk.advance(active, Event::Failed(failure), Vec::new(), Vec::new(), busy).await;
    }
    compose(desk, active, composed.parts, busy).await
}

fn composed(desk: &Desk, active: &Active) -> Composed {
    let (platform, post) = (&desk.lane.platform, &active.post);
    let (draft, _told_when_taken) = ready(post, &desk.lane.name, platform.as_ref());
    platform.compose(&draft)
}

async fn compose(desk: Desk, mut active: Active, parts: Vec<Part>, busy: Busy) -> Finished {
    let id = active.delivery().id;
    active.parts = parts.iter().cloned().map(fresh).collect();
    let total = u16::try_from(parts.len()).unwrap_or(u16::MAX);
    let changes = vec![Change::Compose { delivery: id, parts }];
    start(desk, active, total, changes, busy).await
}

/// A delivery that was composed before it was held or planned anew keeps its parts.
async fn resume(desk: Desk, active: Active, busy: Busy) -> Finished {
    let total = u16::try_from(active.parts.len()).unwrap_or(u16::MAX);
    start(desk, active, total, Vec::new(), busy).await
}

async fn start(
    desk: Desk,
    mut active: Active,
    total: u16,
    mut changes: Vec<Change>,
    busy: Busy,
) -> Finished {
    let id = active.delivery().id;
    let context = desk.context(&active);
    match active.apply(Event::Begun { parts: total }, &context) {
        Ok(mut consequences) => changes.append(&mut consequences.changes),
        Err(illegal) => {
            let error = crate::journal::JournalError::Rule(illegal.to_string());
            return desk.failed(id, error, busy);
        }
    }
    desk.tell(&active, What::Begun { parts: total });
    // Pictures and films may take long: people see meanwhile that it is under way.
    if has_media(&active)
        && let Err(error) = desk.write(std::mem::take(&mut changes)).await
    {
        return desk.failed(id, error, busy);
    }
    step(desk, active, changes, busy).await
}

fn has_media(active: &Active) -> bool {
    active.parts.iter().any(|record| !record.part.media.is_empty())
}

fn fresh(part: Part) -> PartRecord {
    PartRecord { part, progress: None, expires: None, receipt: None }
}

/// Does the next invisible step of the part under way.
pub(in crate::publish) async fn prepare(desk: Desk, active: Active, busy: Busy) -> Finished {
    step(desk, active, Vec::new(), busy).await
}

async fn step(desk: Desk, active: Active, changes: Vec<Change>, busy: Busy) -> Finished {
    let key = desk.key(&active);
    let Some(job) = active.job(&key) else {
        let failure = Failure::new(Class::Rejected, "nothing-to-send", "");
        return desk.advance(active, Event::Failed(failure), changes, Vec::new(), busy).await;
    };
    let prepared = match fault::point("prepare.request.before") {
        Ok(()) => match guarded(desk.lane.platform.prepare(&job)).await {
            Ok(prepared) => prepared,
            Err(broke) => return desk.broke_down(active, broke, changes, busy).await,
        },
        Err(error) => Err(Failure::new(Class::Local, "own-machine-failed", error)),
    };
    let prepared = match fault::point("prepare.answer.before") {
        Ok(()) => prepared,
        Err(error) => Err(Failure::new(Class::Unknown, "answer-lost", error)),
    };
    match prepared {
        Ok(prepared) => stepped(desk, active, prepared, changes, busy).await,
        Err(failure) => {
            let effects = vec![Effect::WentWrong(failure.clone())];
            let event = Event::Failed(failure.clone());
            let finished = desk.advance(active, event, changes, effects, busy).await;
            if let Some(active) = &finished.active {
                desk.tell_failure(active, &failure);
            }
            finished
        }
    }
}

async fn stepped(
    desk: Desk,
    mut active: Active,
    prepared: Prepared,
    mut changes: Vec<Change>,
    busy: Busy,
) -> Finished {
    let mut effects = Vec::new();
    let more = !matches!(prepared, Prepared::Done { .. });
    let (event, progress, expires) = outcome_of(prepared, desk.shared.reading());
    let part = active.delivery().part;
    if let Some(record) = active.parts.get_mut(usize::from(part)) {
        // Where there are no media, being ready at once needs no request.
        if more || !record.part.media.is_empty() {
            effects.push(Effect::Answered);
        }
        record.progress = Some(progress.clone());
        record.expires = expires;
    }
    let delivery = active.delivery().id;
    changes.push(Change::Progress { delivery, part, progress: Some(progress), expires });
    if event == Event::Prepared {
        desk.tell(&active, What::Ready { part });
    }
    desk.advance(active, event, changes, effects, busy).await
}

fn outcome_of(prepared: Prepared, now: Reading) -> (Event, serde_json::Value, Option<Noted>) {
    match prepared {
        Prepared::More { progress } => (Event::Progressed, progress, None),
        Prepared::Wait { progress, after } => {
            let after = chrono::Duration::from_std(after).unwrap_or_default();
            (Event::Processing { until: now.wall + after }, progress, None)
        }
        Prepared::Done { progress, expires } => {
            let expires = expires.map(|at| Noted { at, under: now });
            (Event::Prepared, progress, expires)
        }
    }
}

/// The failure that the first error among `findings` means.
fn refusal(findings: &[Finding]) -> Failure {
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    match error {
        Some(error) => Failure::from_finding(error),
        None => Failure::new(Class::Rejected, "nothing-to-send", ""),
    }
}
