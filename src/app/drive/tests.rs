//! The engine and the tasks beside it.

use std::sync::Arc;

use super::*;
use crate::app::daemon::always;
use crate::clock::SystemClock;
use crate::journal::MemoryJournal;
use crate::publish::inputs;

/// An engine that does nothing but end when it is told to.
fn idle_engine() -> (Running, Inputs) {
    let (inputs, mut inbox) = inputs();
    let running = tokio::spawn(async move {
        while let Some(input) = inbox.recv().await {
            if matches!(input, Input::Shutdown) {
                break;
            }
        }
        Ok(Ended::Drained)
    });
    (running, inputs)
}

async fn driven(mut beside: Beside) -> (Result<Ended, EngineError>, Option<Broken>) {
    let (running, inputs) = idle_engine();
    let mut signals = Signals::listen().unwrap();
    let journal: SharedJournal = Arc::new(MemoryJournal::new());
    let clock: SharedClock = Arc::new(SystemClock);
    let around = Surroundings { inputs: &inputs, journal: &journal, clock: &clock };
    drive(running, &mut signals, &mut beside, around).await
}

#[tokio::test]
async fn a_task_that_ends_beside_the_engine_ends_the_program_with_an_error() {
    let mut beside = Beside::default();
    beside.spawn("orders", always(std::future::pending()));
    beside.spawn("feed", async { Err(JournalError::Fenced) });
    let (ended, broken) = driven(beside).await;
    assert!(matches!(ended, Ok(Ended::Drained)), "{ended:?}");
    let broken = broken.unwrap();
    assert_eq!((broken.task, broken.why.to_string()), ("feed", JournalError::Fenced.to_string()));
}

#[tokio::test]
async fn a_task_that_panics_beside_the_engine_ends_the_program_with_an_error() {
    let mut beside = Beside::default();
    beside.spawn("sweep", always(async { panic!("as the test wants") }));
    let (_, broken) = driven(beside).await;
    assert_eq!(broken.unwrap().task, "sweep");
}
