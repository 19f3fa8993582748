//! What is watched while the world goes on: every visible request, and a trace for people.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dakiya::clock::Clock as _;
use dakiya::event::Happening;

use super::clock::WorldClock;
use super::promises::Promises;

/// How soon after the stop, or after a newer start, the last request may leave.
const REACTION: Duration = Duration::from_secs(1);

/// How many lines of the trace are shown.
const SHOWN: usize = 200;

/// What becomes of the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tracing {
    Off,
    Kept,
    Printed,
}

/// Sees everything. Clones see the same.
#[derive(Debug, Clone)]
pub(crate) struct Watch(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: WorldClock,
    tracing: Tracing,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    stopped_at: Option<Duration>,
    /// The newest process, and since when it is the newest.
    newest: (u64, Duration),
    promises: Promises,
    /// When somebody last set the clock.
    clock_set: Option<Duration>,
    wrongs: Vec<String>,
    trace: Vec<String>,
}

impl Watch {
    /// Watches over what is promised, too.
    pub(crate) fn over(promises: Promises, clock: WorldClock, tracing: Tracing) -> Self {
        let state = Mutex::new(State { promises, ..State::default() });
        Self(Arc::new(Inner { clock, tracing, state }))
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.state.lock().unwrap())
    }

    /// Notes a line for people.
    pub(crate) fn note(&self, line: impl FnOnce() -> String) {
        if self.0.tracing == Tracing::Off {
            return;
        }
        let line = format!("{:>9.3} {}", self.0.clock.elapsed().as_secs_f64(), line());
        match self.0.tracing {
            Tracing::Printed => println!("{line}"),
            _ => self.with(|state| state.trace.push(line)),
        }
    }

    /// What the program has promised, and the right time.
    pub(crate) fn promises<T>(&self, look: impl FnOnce(&mut Promises, Duration) -> T) -> T {
        let now = self.0.clock.elapsed();
        self.with(|state| look(&mut state.promises, now))
    }

    /// Somebody sets the clock; perhaps while no process runs that could tell of it.
    pub(crate) fn clock_is_set(&self) {
        let (now, wall) = (self.0.clock.elapsed(), self.0.clock.now());
        self.with(|state| state.clock_set = Some(now));
        self.promises(|promises, _| promises.clock_was_set(wall));
    }

    /// Notes what the program tells.
    pub(crate) fn happening(&self, happening: &Happening) {
        let now = self.0.clock.elapsed();
        // How long a wait is cannot be told from two readings of a clock that was set in between.
        let is_clear = self.with(|state| state.clock_set.is_none_or(|at| at + REACTION < now));
        let broken = self.promises(|promises, now| promises.hear(happening, now, is_clear));
        broken.into_iter().for_each(|wrong| self.wrong(wrong));
        self.note(|| {
            let mut line = String::from("    ");
            if let Some(id) = happening.delivery {
                write!(line, "delivery {id} ").unwrap();
            }
            let what = format!("{:?}", happening.what);
            line.extend(what.chars().take(300));
            line
        });
    }

    /// Something is as it must never be.
    pub(crate) fn wrong(&self, what: String) {
        self.note(|| format!("WRONG: {what}"));
        self.with(|state| state.wrongs.push(what));
    }

    /// Everything that was wrong.
    pub(crate) fn wrongs(&self) -> Vec<String> {
        self.with(|state| state.wrongs.clone())
    }

    /// The last lines of the trace about the deliveries and accounts that `wrongs` name, or all
    /// of the last lines where they name none.
    pub(crate) fn trace(&self) -> String {
        self.with(|state| {
            let about: Vec<_> = state.wrongs.iter().filter_map(|wrong| subject(wrong)).collect();
            let shown = |line: &&String| {
                about.is_empty() || about.iter().any(|word| line.contains(word.as_str()))
            };
            let lines: Vec<_> = state.trace.iter().filter(shown).cloned().collect();
            lines[lines.len().saturating_sub(SHOWN)..].join("\n")
        })
    }

    /// The stop was set or lifted, durably.
    pub(crate) fn stop(&self, stopped: bool) {
        let now = self.0.clock.elapsed();
        self.with(|state| state.stopped_at = stopped.then_some(state.stopped_at.unwrap_or(now)));
    }

    /// A process has begun its epoch.
    pub(crate) fn begun(&self, process: u64) {
        let now = self.0.clock.elapsed();
        self.with(|state| state.newest = (process, now));
    }

    /// A request leaves a process.
    pub(crate) fn request(&self, process: u64, visible: bool, what: impl Fn() -> String) {
        self.note(|| format!("  -> {}{}", if visible { "VISIBLE " } else { "" }, what()));
        if !visible {
            return;
        }
        let now = self.0.clock.elapsed();
        let (stopped, newest) = self.with(|state| (state.stopped_at, state.newest));
        if stopped.is_some_and(|at| at + REACTION < now) {
            self.wrong(format!("sent while stopped: {}", what()));
        }
        if newest.0 > process && newest.1 + REACTION < now {
            self.wrong(format!("sent by an instance that was replaced: {}", what()));
        }
    }
}

/// What a complaint is about, as lines of the trace have it: `delivery 7 `.
fn subject(wrong: &str) -> Option<String> {
    let number = wrong.strip_prefix("delivery ")?.split(|c: char| !c.is_ascii_digit()).next()?;
    Some(format!("delivery {number} "))
}
