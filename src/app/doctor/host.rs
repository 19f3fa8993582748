//! The place on the web from which some platforms fetch media.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

use super::{Line, Topic, found_with_secrets};
use crate::account::AccountName;
use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::config::Config;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::hosting::{self, Hosting};
use crate::http::Transport;
use crate::media::sample_picture;
use crate::verdict::Reason;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct HostFacts {
    /// Whether the config names a host.
    pub(super) is_set: bool,
    /// The accounts that need one.
    pub(super) needed_by: Vec<AccountName>,
    /// What is wrong with its secrets.
    pub(super) trouble: Option<Finding>,
    /// How a picture fared that was put there and fetched again, where that was tried.
    pub(super) tried: Option<Result<(), Failure>>,
}

/// The host of `config`, with a store of its own in `blobs`, reached through `transport`.
///
/// # Errors
/// What is wrong with its secrets.
pub(super) fn host(
    config: &Config,
    transport: Arc<dyn Transport>,
    clock: SharedClock,
    blobs: Blobs,
) -> Result<Hosting, Finding> {
    let secrets = config.secrets();
    let resolve = |reference: &_| secrets.resolve(reference);
    // What the daemon has there is in a list of its own, which is left alone.
    let ledger = blobs.root().join("hosted.jsonl");
    hosting::host(&config.media_host, &resolve, transport, clock, blobs, ledger)
}

/// Puts a picture of a few bytes there, looks from outside whether it can be fetched, and takes
/// it away again.
///
/// # Errors
/// Why it cannot be fetched.
pub(super) async fn try_out(hosting: &Hosting, blobs: &Blobs) -> Result<(), Failure> {
    let picture = sample_picture(blobs)
        .map_err(|error| Failure::new(Class::Local, "own-machine-failed", error))?;
    let offered = hosting.host().offer(&picture, "doctor").await;
    let Ok(()) = hosting.tidy(async || Ok::<_, Infallible>(HashSet::new())).await;
    offered.map(|_| ())
}

impl HostFacts {
    pub(super) fn lines(&self) -> Vec<Line> {
        if let Some(trouble) = &self.trouble {
            return vec![found_with_secrets(Topic::MediaHost, trouble)];
        }
        let names: Vec<&str> = self.needed_by.iter().map(AccountName::as_str).collect();
        let line = match (&self.tried, self.is_set) {
            (_, false) if names.is_empty() => return Vec::new(),
            (_, false) => {
                let reason = Reason::new("doctor-host-missing").with("accounts", names.join(", "));
                Line::needs_you(Topic::MediaHost, reason)
            }
            (None, true) => {
                Line::cannot_tell(Topic::MediaHost, Reason::new("doctor-host-not-tried"))
            }
            (Some(Ok(())), true) => Line::good(Topic::MediaHost, Reason::new("doctor-host-works")),
            // The port of a place of our own belongs to the daemon while it runs.
            (Some(Err(failure)), true) if failure.class == Class::Local => {
                Line::cannot_tell(Topic::MediaHost, failure.why())
            }
            (Some(Err(failure)), true) => Line::needs_you(Topic::MediaHost, failure.why()),
        };
        vec![line]
    }
}
