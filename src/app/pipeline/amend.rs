//! Posts of which something was recalled after they were filed away: their receipts say so.

use std::io;
use std::sync::Arc;

use tracing::{error, info};

use super::Pipeline;
use super::settle::Done;
use crate::config::Config;
use crate::delivery::State;
use crate::intake::{After, Amendment, amend};
use crate::journal::JournalError;
use crate::post::PostId;
use crate::report::is_receipt_of_same;
use crate::text::Escaped;

/// How many of the newest outcomes are looked through for what was recalled shortly before the
/// program died.
const NEWEST: usize = 1_000;

impl Pipeline {
    /// Writes the receipts of these posts anew. Of one that still goes on the receipt comes when
    /// it is filed away.
    pub(super) async fn amend(&mut self, posts: Vec<PostId>) -> Result<(), JournalError> {
        let config = Arc::clone(self.addressees.config());
        if posts.is_empty() || self.hands_off || config.posts.after == After::Keep {
            return Ok(());
        }
        let done = self.done_of(posts).await?;
        let writing = tokio::task::spawn_blocking(move || {
            let write = |done: Done| (amend_one(&config, &done), done.name);
            done.into_iter().map(write).collect::<Vec<_>>()
        });
        let written = writing.await.map_err(|error| {
            JournalError::Rule(format!("writing receipts anew broke down: {error}"))
        })?;
        written.into_iter().for_each(|(written, name)| self.amended(&name, written));
        Ok(())
    }

    fn amended(&mut self, name: &str, written: io::Result<bool>) {
        let post = Escaped(name).to_string();
        match written {
            Ok(true) => {}
            Ok(false) => info!(post, "the receipt of a recalled post is not where it was"),
            Err(error) => {
                error!(post, %error, "the receipt of a recalled post cannot be written");
                self.unsettled = true;
            }
        }
    }

    /// The posts of which something was recalled lately.
    pub(super) async fn recalled_lately(&self) -> Result<Vec<PostId>, JournalError> {
        let newest = i64::try_from(NEWEST).unwrap_or(i64::MAX);
        let after = self.journal.last_outcome().await?.saturating_sub(newest);
        let outcomes = self.journal.outcomes(after, NEWEST).await?;
        let recalled =
            outcomes.iter().filter(|(_, outcome, _)| outcome.state == State::Recalled.name());
        let mut posts: Vec<_> = recalled.map(|(_, outcome, _)| outcome.post).collect();
        posts.sort_unstable();
        posts.dedup();
        Ok(posts)
    }
}

fn amend_one(config: &Config, done: &Done) -> io::Result<bool> {
    let amendment = Amendment {
        name: &done.name,
        day: config.zone.local(done.ended).date_naive(),
        receipt: &done.receipt,
    };
    amend(&config.posts, &amendment, |text| is_receipt_of_same(text, &done.receipt))
}
