//! The sudden end of a process: after so many steps that touch the world, or when it is told.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::dice::Dice;

/// Where one process of the program dies. Clones are the same process.
#[derive(Debug, Clone)]
pub(crate) struct Death(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    died: Notify,
    dice: Dice,
}

#[derive(Debug)]
struct State {
    steps_left: Option<u64>,
    dead: bool,
}

/// What becomes of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Live,
    DieBefore,
    DieAfter,
}

impl Death {
    /// A process that dies at its `steps`-th step, if at one.
    pub(crate) fn after(steps: Option<u64>, dice: Dice) -> Self {
        let state = Mutex::new(State { steps_left: steps, dead: false });
        Self(Arc::new(Inner { state, died: Notify::new(), dice }))
    }

    /// Passes a step.
    pub(crate) fn step(&self) -> Step {
        let mut state = self.0.state.lock().unwrap();
        if state.dead {
            return Step::DieBefore;
        }
        match &mut state.steps_left {
            Some(0) => {
                state.dead = true;
                self.0.died.notify_one();
                if self.0.dice.chance(50) { Step::DieBefore } else { Step::DieAfter }
            }
            Some(left) => {
                *left -= 1;
                Step::Live
            }
            None => Step::Live,
        }
    }

    /// Waits for the end.
    pub(crate) async fn comes(&self) {
        self.0.died.notified().await;
    }
}
