//! After a lost answer, or while a person has it: look whether it is there.

use super::guard::guarded;
use super::{Desk, Effect, Finished};
use crate::clock::{Busy, Instant};
use crate::delivery::{Delivery, Event, Found, HeldAt, State};
use crate::event::What;
use crate::failure::{Class, Failure};
use crate::fault;
use crate::journal::JournalError;
use crate::publish::Active;

/// Looks once, and draws the conclusion that the account's promise allows.
pub(in crate::publish) async fn look(desk: Desk, active: Active, busy: Busy) -> Finished {
    let key = desk.key(&active);
    let id = active.delivery().id;
    let (Some(job), Some(since)) = (active.job(&key), asked_since(active.delivery())) else {
        return desk.failed(id, JournalError::Unknown(format!("doubt of delivery {id}")), busy);
    };
    let found = match fault::point("look.request.before") {
        Ok(()) => match guarded(desk.lane.platform.find(&job, since)).await {
            Ok(found) => found,
            Err(broke) => return desk.broke_down(active, broke, Vec::new(), busy).await,
        },
        Err(error) => Err(Failure::new(Class::Local, "own-machine-failed", error)),
    };
    let found = match fault::point("look.answer.before") {
        Ok(()) => found,
        Err(error) => Err(Failure::new(Class::Unknown, "answer-lost", error)),
    };
    match found {
        Ok(found) => looked(desk, active, found, busy).await,
        Err(failure) => {
            let effects = vec![Effect::WentWrong(failure.clone())];
            desk.advance(active, Event::LookFailed(failure), Vec::new(), effects, busy).await
        }
    }
}

/// Since when it may be there, if that is a question.
fn asked_since(delivery: &Delivery) -> Option<Instant> {
    let doubted = match &delivery.state {
        State::Uncertain(doubt) => Some(doubt.since),
        State::Held { at: HeldAt::Handed(handed), .. } => Some(handed.next_look),
        _ => None,
    };
    doubted.map(|doubted| delivery.first_sent.unwrap_or(doubted).min(doubted))
}

/// Reminds the person who was given the part. Where that fails it is left until the next time, as
/// others hear of it then.
pub(in crate::publish) async fn remind(desk: Desk, active: Active, busy: Busy) -> Finished {
    let key = desk.key(&active);
    let id = active.delivery().id;
    let Some(job) = active.job(&key) else {
        return desk.failed(id, JournalError::Unknown(format!("part of delivery {id}")), busy);
    };
    // Nobody is asked to publish what is not to be published any more; but others are to hear of it.
    let over = active.delivery().give_up.is_some_and(|end| end <= desk.shared.now());
    let reminded = async { if over { Ok(()) } else { desk.lane.platform.remind(&job).await } };
    // Also where the adapter breaks down: else nobody would ever hear that they were not reminded.
    let reminded = guarded(reminded).await.unwrap_or_else(|broke| Err(broke.into()));
    if let Err(failure) = reminded {
        desk.tell_failure(&active, &failure);
    }
    desk.advance(active, Event::Reminded, Vec::new(), Vec::new(), busy).await
}

async fn looked(desk: Desk, active: Active, found: Found, busy: Busy) -> Finished {
    let mut effects = match found {
        Found::CannotKnow => Vec::new(),
        _ => vec![Effect::Answered],
    };
    if let Found::Published(receipt) = &found {
        let (part, parts) = (active.delivery().part, active.delivery().parts);
        desk.tell(&active, What::PartPublished { part, parts, receipt: receipt.clone() });
        effects.push(Effect::Published(desk.shared.reading().into()));
    }
    desk.advance(active, Event::Looked(found), Vec::new(), effects, busy).await
}
