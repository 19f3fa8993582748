//! What goes on while the engine runs: signals become what it understands, and a task beside it
//! that ends brings everything to its end.

use tokio::task::JoinHandle;
use tracing::{error, info};

use super::beside::{Beside, Broken};
use super::lifecycle::{Signals, Wish, end};
use crate::clock::SharedClock;
use crate::journal::{JournalError, SharedJournal};
use crate::publish::{Ended, EngineError, Input, Inputs};
use crate::verdict::Reason;

/// What turns signals into what the engine understands.
pub(super) struct Surroundings<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) journal: &'a SharedJournal,
    pub(super) clock: &'a SharedClock,
}

pub(super) type Running = JoinHandle<Result<Ended, EngineError>>;

/// Lets the engine run until it ends, or is asked to, or until a task beside it ends though
/// nobody asked it to: then the program must be started anew.
pub(super) async fn drive(
    mut running: Running,
    signals: &mut Signals,
    beside: &mut Beside,
    around: Surroundings<'_>,
) -> (Result<Ended, EngineError>, Option<Broken>) {
    let broken = loop {
        let wish = tokio::select! {
            biased;
            ended = &mut running => return (flat(ended), None),
            broken = beside.broken() => break Some(broken),
            wish = signals.next() => wish,
        };
        match wish {
            Wish::Look => {
                around.inputs.tell(Input::Orders);
            }
            Wish::Stop => stop(&around).await,
            Wish::End => break None,
        }
    };
    match &broken {
        None => info!("ending: waiting for what is under way (a second signal ends at once)"),
        Some(Broken { task, why }) => {
            error!(task, %why, "a part of the program ended; ending all of it, to be started anew");
        }
    }
    let ended = tokio::select! {
        ended = &mut running => flat(ended),
        () = end(signals, around.inputs, around.clock.as_ref()) => flat(running.await),
    };
    (ended, broken)
}

fn flat(
    ended: Result<Result<Ended, EngineError>, tokio::task::JoinError>,
) -> Result<Ended, EngineError> {
    ended.unwrap_or_else(|error| {
        Err(JournalError::Rule(format!("the engine broke down: {error}")).into())
    })
}

async fn stop(around: &Surroundings<'_>) {
    let reason = Some(Reason::new("stopped-by-signal"));
    if let Err(error) = around.journal.set_stop(reason, around.clock.now()).await {
        error!(%error, "the stop cannot be written; ending at once");
        around.inputs.tell(Input::Abort);
    }
    around.inputs.tell(Input::Orders);
}

#[cfg(test)]
mod tests;
