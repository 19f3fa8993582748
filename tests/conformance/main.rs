//! What every adapter has to do, put to every one of them: the registry says who they are.
//!
//! An adapter is a row in `adapters::ROWS`, and nothing here has to change for a new one. What a
//! service is documented not to give (an id, a way back, replies) is in `exceptions.rs`. Each
//! check goes through all accounts and then names the ones that failed.
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail like tests")]
#![expect(clippy::print_stdout, reason = "the number of cases is said")]

mod answers;
mod bench;
mod cases;
mod composing;
mod doubt;
mod drafts;
mod engine;
mod exceptions;
mod faults;
mod line;
mod pictures;
mod planted;
mod registry;
mod resuming;
mod secrets;
mod sending;
mod sessions;
mod wire;
