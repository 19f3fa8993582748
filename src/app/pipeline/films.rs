//! Posts whose accounts want a film made over: they wait outside until it is made, and everything
//! else goes on.

use std::sync::Arc;

use tracing::{info, warn};

use super::Pipeline;
use crate::app::fitting::assuming;
use crate::blobs::Blobs;
use crate::intake::{FileChange, Hint, Seen};
use crate::journal::{Change, JournalError, PostStatus};
use crate::post::{Fitted, Media, PostId, Wanted};
use crate::publish::Withdrawn;
use crate::text::Escaped;

impl Pipeline {
    /// Whether what was seen is dealt with for now: it is a post that waits for films, or that
    /// could not go out with them either.
    pub(super) async fn waits_for_films(&mut self, seen: &mut Seen) -> Result<bool, JournalError> {
        let missing = self.films_missing(seen).await?;
        if missing.is_empty() {
            return Ok(false);
        }
        if let Seen::Touched { post, .. } = seen
            && !self.was_taken_back(*post).await?
        {
            return Ok(false);
        }
        if let Seen::Changed { old, .. } = seen
            && !self.gives_way(*old, seen).await?
        {
            return Ok(true);
        }
        let Some(new) = seen.understood() else { return Ok(false) };
        let addressed = self.addressees.address(&assuming(new, &missing));
        let name = new.post.name.clone();
        if !addressed.is_fit() {
            self.films.forget(&name);
            self.problem(&name, &addressed.findings);
            return Ok(true);
        }
        self.films.order(new, &missing, self.clock.now());
        if let Some(scanner) = &mut self.scanner {
            scanner.hold(&name, &new.files);
        }
        let post = Escaped(&name);
        info!(%post, films = missing.len(), "a film is being made over; its post waits for it");
        Ok(true)
    }

    /// The films that a post wants and that are not made; it gets those that are.
    async fn films_missing(
        &mut self,
        seen: &mut Seen,
    ) -> Result<Vec<(Media, Wanted)>, JournalError> {
        let earlier = match seen {
            Seen::Changed { old, .. } => Some(*old),
            Seen::Touched { post, .. } => Some(*post),
            Seen::Renamed { from, .. } => {
                self.films.forget(from);
                None
            }
            _ => None,
        };
        let Some(new) = seen.understood_mut() else {
            self.films.forget(super::seen::name_of(seen));
            return Ok(Vec::new());
        };
        let wants = self.addressees.films_wanted(new);
        if wants.is_empty() {
            return Ok(wants);
        }
        if let Some(earlier) = earlier {
            let post = self.journal.post(earlier).await?;
            let fitted = post.map(|post| post.fitted).unwrap_or_default();
            let fitter = self.addressees.fitter();
            let is_there = |one: &Fitted| {
                fitter.is_some_and(|fitter| one.made.as_ref().is_ok_and(|made| fitter.has(made)))
            };
            self.films.learn(fitted.into_iter().filter(is_there));
        }
        Ok(self.films.supply(new, wants))
    }

    /// What was taken of an edited post does not go out any more; whether it still could be kept
    /// from that. Else what was seen is on record, or told again.
    pub(super) async fn gives_way(
        &mut self,
        old: PostId,
        seen: &Seen,
    ) -> Result<bool, JournalError> {
        match self.withdraw(Some(old), FileChange::Edited).await? {
            Withdrawn::Done => {
                let change = Change::Post { post: old, status: PostStatus::Superseded };
                self.journal.commit(self.epoch, vec![change]).await?;
                Ok(true)
            }
            Withdrawn::TooLate { .. } => {
                self.record(seen, Some(old)).await?;
                Ok(false)
            }
            Withdrawn::Busy => {
                self.ask_again(super::seen::name_of(seen));
                Ok(false)
            }
        }
    }

    /// Begins with what was ordered, and lets go of what nobody waits for any more.
    pub(super) fn go_on_with_films(&mut self) {
        self.films.tidy();
        self.films.begin(self.addressees.shared_fitter());
    }

    /// A film is made, or cannot be: the posts that waited for it are read again at once.
    pub(super) async fn film_came(&mut self, fitted: Fitted) -> Result<(), JournalError> {
        if let Err(refused) = &fitted.made {
            warn!(reason = refused.why.id(), "a film could not be made over");
        }
        let uptime = self.clock.uptime();
        for name in self.films.came(fitted) {
            info!(post = %Escaped(&name), "its films are made over");
            if let Some(scanner) = &mut self.scanner {
                scanner.release(&name, uptime);
            }
        }
        self.go_on_with_films();
        self.look(Hint::none()).await?;
        match self.films.sweep_now() {
            Some(blobs) => self.sweep(blobs).await,
            None => Ok(()),
        }
    }

    /// Removes media that no post needs, unless a film is being made: that lies half-written among
    /// them.
    pub(super) async fn sweep(&mut self, blobs: Blobs) -> Result<(), JournalError> {
        if self.films.is_at_work() {
            self.films.sweep_later(blobs);
            return Ok(());
        }
        let journal = Arc::clone(&self.journal);
        crate::app::sweep::sweep(&journal, blobs, self.films.needed()).await
    }
}
