//! From a due delivery to a receipt: lanes, the engine that moves them, and the work it gives out.
//!
//! The [`Engine`] is the one dispatcher: it alone owns the lanes, orders all events and decides.
//! Everything that waits for disk or network is a piece of work in a task of its own
//! (`work/`), which takes a delivery, does one thing, writes it down and brings it back.

mod active;
mod awake;
mod breaker;
mod engine;
mod held_back;
mod identity;
mod input;
mod lane;
mod logins;
mod moves;
mod recover;
mod shared;
mod work;

#[cfg(test)]
mod tests;

pub use active::Active;
pub use breaker::{Breaker, breaker};
pub use engine::{Ended, Engine, EngineError};
pub use identity::{KeySecret, body_hash};
pub use input::{Input, Inputs, Withdrawn, inputs};
pub use lane::LaneFacts;
pub use logins::{LoginError, Logins, NoLogins};
pub use moves::{Move, View, next_move};
pub use shared::{Jitter, Listener, Shared};
