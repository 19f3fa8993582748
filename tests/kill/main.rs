//! The real program, killed and failed at every point where it writes or speaks to a platform.
//!
//! The program runs as a child process with a real config, a real state folder and real posts;
//! the imitations of the platforms live in this process, so that their ledger survives the kill.
//! Needs the features `faults` and `mock`: `cargo test --features faults --test kill`.
#![cfg(feature = "faults")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod accounts;
mod cases;
mod child;
mod coverage;
mod doubt;
mod files;
mod gate;
mod people;
mod restored;
mod signals;
mod site;
mod state;
mod steps;
mod verdict;
