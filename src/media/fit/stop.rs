//! Ending work on a medium from elsewhere.

use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process_group};

/// Ends the work on a medium, with every process that does it. Its copies end the same work.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    /// The processes at work. They are not waited for yet, so nobody else has their number.
    group: Option<Pid>,
}

impl Stop {
    /// Ends the work, also where it has not begun yet.
    pub fn stop(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.stopped = true;
        end(state.group);
    }

    /// These processes are at work from now on; they are ended at once where that was asked for.
    pub(super) fn begun(&self, group: Pid) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.group = Some(group);
        if state.stopped {
            end(state.group);
        }
    }

    /// The work is over, and whatever of it goes on is ended: it is waited for after this.
    pub(super) fn over(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        end(state.group.take());
    }
}

fn end(group: Option<Pid>) {
    if let Some(group) = group {
        // What has ended already needs no end.
        let _gone = kill_process_group(group, Signal::KILL);
    }
}
