//! After a lost answer: look whether it is there.

use super::guard::guarded;
use super::{Desk, Effect, Finished};
use crate::clock::Busy;
use crate::delivery::{Event, Found, State};
use crate::event::What;
use crate::failure::{Class, Failure};
use crate::fault;
use crate::journal::JournalError;
use crate::publish::Active;

/// Looks once, and draws the conclusion that the account's promise allows.
pub(in crate::publish) async fn look(desk: Desk, active: Active, busy: Busy) -> Finished {
    let key = desk.key(&active);
    let id = active.delivery().id;
    let (Some(job), State::Uncertain(doubt)) = (active.job(&key), &active.delivery().state) else {
        return desk.failed(id, JournalError::Unknown(format!("doubt of delivery {id}")), busy);
    };
    let since = active.delivery().first_sent.unwrap_or(doubt.since).min(doubt.since);
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
