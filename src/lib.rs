//! `dakiya`, the postman: publishes what people drop into a folder, exactly once and on time.
//!
//! The house, from the roof down. A module imports lower floors only; `tests/architecture.rs`
//! proves it and `docs/ARCHITECTURE.md` explains it.
//!
//! ```text
//!   6 edge      main.rs   cli/
//!   5 shell     app/   config/   report/
//!   4 engine    intake/  policy/  schedule/  publish/      adapters/  hosting/
//!   3 ports     journal/              media/               platform/
//!   2 model     post/  account.rs  delivery/  failure.rs  finding.rs  verdict.rs  event.rs
//!   1 base      clock.rs  secret.rs  http/  text/  fault.rs
//! ```

pub mod account;
pub mod adapters;
pub mod app;
pub mod blobs;
pub mod cli;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod event;
pub mod failure;
pub mod fault;
pub mod finding;
pub mod hosting;
pub mod http;
pub mod intake;
pub mod journal;
pub mod keys;
pub mod language;
pub mod media;
pub mod platform;
pub mod policy;
pub mod post;
pub mod publish;
pub mod report;
pub mod schedule;
pub mod secret;
pub mod text;
pub mod verdict;
