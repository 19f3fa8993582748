//! What was seen in the folder, carried to the journal and the engine.

use std::time::Duration;

use tracing::{info, warn};

use super::Pipeline;
use super::look::Further;
use crate::delivery::State;
use crate::intake::{FileChange, Reaction, Seen, Understood, after_change};
use crate::journal::{Admitted, Answer, Brief, Change, Earlier, JournalError, PostStatus};
use crate::post::PostId;
use crate::publish::{Input, Withdrawn};
use crate::text::Escaped;

/// When the engine is asked again about a post that it works on.
const SOON: Duration = Duration::from_secs(2);

/// A post that was just put on record.
struct Fresh {
    post: PostId,
    name: String,
    accounts: usize,
    /// Whether the note beside it is to stay.
    has_note: bool,
}

impl Pipeline {
    /// What was seen, in its order; posts that are new and follow each other are taken together.
    pub(super) async fn all_seen(
        &mut self,
        seen: Vec<Seen>,
        further: Further,
    ) -> Result<(), JournalError> {
        let mut fresh = Vec::new();
        for mut one in seen {
            match self.waits_for_films(&mut one).await {
                Ok(false) => {}
                Ok(true) => continue,
                Err(error) => {
                    self.survive(name_of(&one), Err(error)).await?;
                    continue;
                }
            }
            if let Seen::Taken(new) = one {
                fresh.push(*new);
            } else {
                self.take_all(std::mem::take(&mut fresh), Further::No).await?;
                let done = self.seen(&one).await;
                self.survive(name_of(&one), done).await?;
            }
        }
        self.take_all(fresh, further).await?;
        self.go_on_with_films();
        self.with_news(Vec::new()).await
    }

    /// Takes posts that were not there before. All calls are made before any is awaited, so that
    /// they share a flush; one that fails does not keep the others from being put on record.
    async fn take_all(
        &mut self,
        fresh: Vec<Understood>,
        further: Further,
    ) -> Result<(), JournalError> {
        let taking: Vec<_> =
            fresh.into_iter().filter_map(|new| Some((self.begin_taking(&new)?, new))).collect();
        if taking.is_empty() {
            return Ok(());
        }
        let looking = if further == Further::Yes { self.begin_looking_ahead() } else { None };
        let mut answers = Vec::with_capacity(taking.len());
        for (answer, new) in taking {
            answers.push((answer.await, new));
        }
        if let Some(looking) = looking {
            self.ahead = self.looked(looking).await?;
        }
        self.all_taken(answers).await
    }

    async fn all_taken(
        &mut self,
        answers: Vec<(Result<Admitted, JournalError>, Understood)>,
    ) -> Result<(), JournalError> {
        let (mut taken, mut failed) = (Vec::with_capacity(answers.len()), None);
        for (answer, new) in answers {
            let seen = Seen::Taken(Box::new(new));
            let recorded = match answer {
                Ok(admitted) => self.admitted(&seen, admitted).await,
                Err(error) => Err(error),
            };
            let recorded = recorded.map(|fresh| taken.extend(fresh));
            failed = failed.or(self.survive(name_of(&seen), recorded).await.err());
        }
        self.tell_taken(taken);
        failed.map_or(Ok(()), Err)
    }

    async fn seen(&mut self, seen: &Seen) -> Result<(), JournalError> {
        match seen {
            Seen::Taken(new) => self.take(seen, new).await,
            Seen::Changed { old, new } => self.changed(seen, *old, new).await,
            Seen::Touched { post, new } => self.touched(seen, *post, new).await,
            Seen::Renamed { from, post, to } => self.renamed(seen, from, *post, to).await,
            Seen::Problem { name, post, findings, .. } => {
                self.problem(name, findings);
                self.taken_back(seen, name, *post, FileChange::Broken).await
            }
            Seen::WaitingForMedia { name, findings, missing, .. } => {
                self.lay_note(name, findings);
                self.waits_for(name, missing);
                self.record(seen, None).await
            }
            Seen::Mended { name } => {
                self.note_gone(name);
                Ok(())
            }
            Seen::Gone { name, post, .. } => {
                self.note_gone(name);
                self.taken_back(seen, name, *post, FileChange::Deleted).await
            }
            Seen::AllGone { posts } => self.all_gone(posts).await,
        }
    }

    async fn take(&mut self, seen: &Seen, new: &Understood) -> Result<(), JournalError> {
        let Some(answer) = self.begin_taking(new) else { return Ok(()) };
        let admitted = answer.await?;
        let fresh = self.admitted(seen, admitted).await?;
        self.tell_taken(fresh.into_iter().collect());
        Ok(())
    }

    /// Hands a post to the journal, if nothing speaks against taking it.
    pub(super) fn begin_taking(&mut self, new: &Understood) -> Option<Answer<Admitted>> {
        let addressed = self.addressees.address(new);
        if !addressed.is_fit() {
            self.problem(&new.post.name, &addressed.findings);
            return None;
        }
        let taken = self.addressees.taken(new, &addressed, self.clock.reading());
        Some(self.journal.take(self.epoch, taken))
    }

    /// Puts the files of a post on record that the journal has let in; nothing where a person has
    /// to say first what is meant.
    async fn admitted(
        &mut self,
        seen: &Seen,
        admitted: Admitted,
    ) -> Result<Option<Fresh>, JournalError> {
        let Some(new) = seen.understood() else { return Ok(None) };
        let admitted = match admitted.earlier {
            Some(Earlier::Ended) => match self.dropped_again(new, admitted.post).await? {
                Some(anew) => anew,
                None => return Ok(None),
            },
            _ => admitted,
        };
        let Admitted { post, deliveries, earlier } = admitted;
        self.record_taken(seen, new, post).await?;
        let goes_on = earlier == Some(Earlier::GoesOn);
        if goes_on {
            self.tell_that_it_goes_on(new, post).await?;
        }
        let (name, accounts) = (new.post.name.clone(), deliveries.len());
        Ok(Some(Fresh { post, name, accounts, has_note: goes_on }))
    }

    /// Tells of posts that are on record now.
    fn tell_taken(&mut self, taken: Vec<Fresh>) {
        let without_note = taken.iter().filter(|fresh| !fresh.has_note);
        let names: Vec<&str> = without_note.map(|fresh| fresh.name.as_str()).collect();
        self.notes_gone(&names);
        for Fresh { post, name, accounts, .. } in &taken {
            info!(post = %Escaped(name), number = post.0, accounts, "post was taken");
        }
        let posts: Vec<_> = taken.into_iter().map(|fresh| fresh.post).collect();
        if !posts.is_empty() {
            self.engine.tell(Input::Taken { posts });
        }
    }

    /// A post that has a new name. Where another one of that name and text goes on, this one keeps
    /// the name under which it was taken; the file belongs to both and goes with the other.
    async fn renamed(
        &mut self,
        seen: &Seen,
        from: &str,
        post: PostId,
        to: &Understood,
    ) -> Result<(), JournalError> {
        let (name, from_shown) = (Escaped(&to.post.name), Escaped(from));
        info!(post = %name, from = %from_shown, "post was renamed");
        self.note_gone(from);
        match self.record(seen, Some(post)).await {
            Err(JournalError::Rule(_)) => {
                warn!(post = %from_shown, now = %name, "a post of the new name goes on");
                self.journal.commit(self.epoch, to.files.of(post).changes()).await?;
                if let Some(scanner) = &mut self.scanner {
                    scanner.confirm(seen, Some(post));
                }
                Ok(())
            }
            done => done,
        }
    }

    async fn changed(
        &mut self,
        seen: &Seen,
        old: PostId,
        new: &Understood,
    ) -> Result<(), JournalError> {
        if !self.gives_way(old, seen).await? {
            return Ok(());
        }
        info!(post = %Escaped(&new.post.name), "post was edited, the new text takes its place");
        self.take(seen, new).await
    }

    /// A file that says what it said. Where its post was taken back, because it could not be read
    /// for a while, it counts again.
    async fn touched(
        &mut self,
        seen: &Seen,
        post: PostId,
        new: &Understood,
    ) -> Result<(), JournalError> {
        self.is_mended(&new.post.name);
        if !self.was_taken_back(post).await? {
            return self.record(seen, Some(post)).await;
        }
        self.take(seen, new).await
    }

    /// Whether nothing of `post` goes out, because its file could not be read for a while.
    pub(super) async fn was_taken_back(&self, post: PostId) -> Result<bool, JournalError> {
        let deliveries = self.journal.deliveries_of(post).await?;
        let cancelled = |brief: &Brief| matches!(brief.delivery.state, State::Cancelled(_));
        Ok(!deliveries.is_empty() && deliveries.iter().all(cancelled))
    }

    /// A file that is gone or cannot be understood takes its post back. That is on record only
    /// once it was decided.
    async fn taken_back(
        &mut self,
        seen: &Seen,
        name: &str,
        post: Option<PostId>,
        change: FileChange,
    ) -> Result<(), JournalError> {
        match self.withdraw(post, change).await? {
            Withdrawn::Done | Withdrawn::TooLate { .. } => self.record(seen, None).await,
            Withdrawn::Busy => {
                self.ask_again(name);
                Ok(())
            }
        }
    }

    /// The engine works on the post just now: what was seen of it is told again soon.
    pub(super) fn ask_again(&mut self, name: &str) {
        let at = self.clock.uptime() + SOON;
        if let Some(scanner) = &mut self.scanner {
            scanner.tell_again(name, at);
        }
    }

    /// Takes back what can be taken back, and tells a person of what cannot.
    pub(super) async fn withdraw(
        &mut self,
        post: Option<PostId>,
        change: FileChange,
    ) -> Result<Withdrawn, JournalError> {
        let Some(post) = post else { return Ok(Withdrawn::Done) };
        let reason = match after_change(change, false) {
            Reaction::Replace(why) | Reaction::Hold(why) | Reaction::Cancel(why) => why,
            Reaction::Pin(why) => why,
            Reaction::Follow => return Ok(Withdrawn::Done),
        };
        let withdrawn = self.engine.withdraw(post, reason).await;
        match &withdrawn {
            Withdrawn::Done if change != FileChange::Edited => {
                let status = PostStatus::Withdrawn;
                self.journal.commit(self.epoch, vec![Change::Post { post, status }]).await?;
            }
            Withdrawn::TooLate { public } => {
                if let Reaction::Pin(why) = after_change(change, true) {
                    warn!(number = post.0, reason = &*why.id, "file changed after sending began");
                    self.notice(public.first().copied(), why).await?;
                }
            }
            _ => {}
        }
        Ok(withdrawn)
    }

    /// Puts the files of a new post on record. The first was noted when the post was taken.
    async fn record_taken(
        &mut self,
        seen: &Seen,
        new: &Understood,
        post: PostId,
    ) -> Result<(), JournalError> {
        if new.files.entries.len() > 1 || !new.files.dropped.is_empty() {
            return self.record(seen, Some(post)).await;
        }
        if let Some(scanner) = &mut self.scanner {
            scanner.confirm(seen, Some(post));
        }
        self.films.forget(name_of(seen));
        Ok(())
    }

    /// Puts on record what was seen, so that it is not told again.
    pub(super) async fn record(
        &mut self,
        seen: &Seen,
        taken: Option<PostId>,
    ) -> Result<(), JournalError> {
        self.with_news(seen.changes(taken)).await?;
        if let Some(scanner) = &mut self.scanner {
            scanner.confirm(seen, taken);
        }
        self.films.forget(name_of(seen));
        Ok(())
    }
}

/// The name of the post that something was seen of; none where it is about all.
pub(super) fn name_of(seen: &Seen) -> &str {
    match seen {
        Seen::Taken(new) | Seen::Changed { new, .. } | Seen::Touched { new, .. } => &new.post.name,
        Seen::Renamed { to, .. } => &to.post.name,
        Seen::Problem { name, .. }
        | Seen::WaitingForMedia { name, .. }
        | Seen::Mended { name }
        | Seen::Gone { name, .. } => name,
        Seen::AllGone { .. } => "",
    }
}
