//! Looking for a part by forwarding what the channel has to a private chat.
//!
//! Bots cannot read a channel. But the ids of its messages grow by one, and a forwarded message
//! comes back with its text. The search is a pure machine; the requests are at the end.

use std::collections::HashSet;

use super::Telegram;
use super::answers::{File, Message, folded};
use super::chat::{self, Chat};
use super::kept::{Kept, Sent};
use super::limits::Sort;
use super::options::Wishes;
use super::requests;
use super::staging::{Progress, Staged};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found};
use crate::failure::{Class, Failure};
use crate::platform::Job;
use crate::post::Media;

/// After so many ids without a message the channel is taken to end. A deleted album leaves ten.
const GAP: u32 = 20;

/// The most ids that one look tries.
const MOST: u32 = 100;

/// How far times may be apart after the difference of the clocks was taken into account, in
/// seconds: an answer can take a while.
const SLACK: i64 = 120;

/// What there is under one id.
#[derive(Debug, Clone)]
pub(super) enum Seen {
    /// No message, or none any more.
    Missing,
    /// Something that cannot be forwarded, such as a service message.
    Unreadable,
    /// A message, and when it was sent by our clock, in seconds since 1970.
    Message(Box<Message>, i64),
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// These messages are the part.
    Found(Vec<i64>),
    /// Nothing like it is there.
    Absent,
    /// There is something that might be it.
    Unsure,
}

/// What is looked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    text: String,
    media: Vec<(Media, Option<Staged>)>,
    not_before: i64,
    /// Messages that are known to be something else of ours.
    others: HashSet<i64>,
}

/// Whether a message is the one looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    Perhaps,
    No,
}

impl Wanted {
    fn of(job: &Job<'_>, progress: &Progress, since: Instant, kept: &Kept) -> Self {
        let uploads = progress.uploads(job.part.media.len());
        let staged = |index: usize| uploads.get(index).cloned();
        let media = job.part.media.iter().cloned().enumerate();
        Self {
            text: folded(&job.part.text),
            media: media.map(|(index, medium)| (medium, staged(index))).collect(),
            not_before: since.timestamp() - SLACK,
            others: kept.own_ids().collect(),
        }
    }

    fn count(&self) -> usize {
        self.media.len().max(1)
    }

    /// Whether `message` can be message `place` (from 0) of the part.
    fn fit(&self, place: usize, message: &Message, sent: i64) -> Fit {
        let text = if place == 0 { self.text.as_str() } else { "" };
        if sent < self.not_before || folded(message.words()) != text {
            return Fit::No;
        }
        match (self.media.get(place), message.file()) {
            (None, None) => Fit::Yes,
            (Some((medium, staged)), Some((sort, file))) => {
                let same_sort = is_sort_of(medium, sort);
                let sure =
                    place > 0 || !text.is_empty() || is_file_of(medium, staged.as_ref(), file);
                match (same_sort, sure) {
                    (true, true) => Fit::Yes,
                    (true, false) => Fit::Perhaps,
                    (false, _) if text.is_empty() => Fit::No,
                    (false, _) => Fit::Perhaps,
                }
            }
            _ => Fit::Perhaps,
        }
    }
}

/// Telegram makes an animation of a silent film, and a file of one that it cannot play.
fn is_sort_of(medium: &Media, sort: Sort) -> bool {
    match Sort::of(medium.kind) {
        Sort::Photo => sort == Sort::Photo,
        Sort::Video | Sort::Animation => sort != Sort::Photo,
        Sort::Document => sort == Sort::Document,
    }
}

fn is_file_of(medium: &Media, staged: Option<&Staged>, file: &File) -> bool {
    staged.is_some_and(|staged| staged.unique == file.file_unique_id)
        || file.file_name.as_deref() == Some(medium.wire_name().as_str())
}

/// A search under way.
#[derive(Debug)]
pub(super) struct Search {
    wanted: Wanted,
    /// The next id to try.
    next: i64,
    tried: u32,
    /// How many ids in a row had no message.
    missing: u32,
    /// The messages that fit so far.
    run: Vec<i64>,
    unsure: bool,
    /// The greatest id up to which nothing is ours, for a look that goes on from here.
    pub(super) cleared: Option<i64>,
}

impl Search {
    /// A search for `wanted` after the id `last`.
    pub(super) fn after(last: i64, wanted: Wanted) -> Self {
        Self {
            wanted,
            next: last + 1,
            tried: 0,
            missing: 0,
            run: Vec::new(),
            unsure: false,
            cleared: None,
        }
    }

    /// Takes in what there is under the next id.
    pub(super) fn take(&mut self, seen: &Seen) -> Option<End> {
        let id = self.next;
        self.next += 1;
        self.tried += 1;
        self.missing = if matches!(seen, Seen::Missing) { self.missing + 1 } else { 0 };
        match seen {
            Seen::Message(message, sent) => self.compare(id, message, *sent),
            Seen::Missing => self.break_off(),
            Seen::Unreadable => self.unsure = true,
        }
        if self.run.len() == self.wanted.count() {
            return Some(End::Found(std::mem::take(&mut self.run)));
        }
        match (self.missing >= GAP, self.tried >= MOST) {
            (true, _) if !self.unsure => Some(End::Absent),
            (true, _) | (_, true) => Some(End::Unsure),
            _ => None,
        }
    }

    fn compare(&mut self, id: i64, message: &Message, sent: i64) {
        let known = self.wanted.others.contains(&id);
        let fit = |place| if known { Fit::No } else { self.wanted.fit(place, message, sent) };
        let first = fit(0);
        let fit = if self.run.is_empty() { first } else { fit(self.run.len()) };
        match fit {
            Fit::Yes => self.run.push(id),
            Fit::Perhaps => self.unsure = true,
            Fit::No => {
                self.break_off();
                if first == Fit::Yes {
                    self.run.push(id);
                }
            }
        }
        if self.run.is_empty() && !self.unsure {
            self.cleared = Some(id);
        }
    }

    /// The messages that fitted are followed by one that does not: a part of an album, perhaps.
    fn break_off(&mut self) {
        self.unsure |= !self.run.is_empty();
        self.run.clear();
    }
}

impl Telegram {
    /// Looks for a part whose answer was lost.
    pub(super) async fn look(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let kept = self.memory.recall().await?;
        if let Some(sent) = kept.by_key(job.key) {
            // The answer had come; only the program ended before it could write the receipt.
            return Ok(Found::Published(sent.receipt(Evidence::Answered)));
        }
        let progress = Progress::read(job.progress);
        let protected = Wishes::of(job.part, &self.settings).protect;
        match (self.settings.probe, kept.chat, start(job, &progress)) {
            (Some(probe), Some(chat), Some(last)) if !protected && chat::counts_by_itself(chat) => {
                let last = kept.looked_upto(job.key).map_or(last, |upto| upto.max(last));
                let search = Search::after(last, Wanted::of(job, &progress, since, &kept));
                self.search(job, search, chat, probe).await
            }
            _ => Ok(Found::CannotKnow),
        }
    }

    async fn search(
        &self,
        job: &Job<'_>,
        mut search: Search,
        chat: i64,
        probe: i64,
    ) -> Result<Found, Failure> {
        let mut copies = Vec::new();
        let mut name = None;
        let end = loop {
            match self.peek(chat, search.next, probe, &mut copies, &mut name).await {
                Ok(seen) => match search.take(&seen) {
                    Some(end) => break Ok(end),
                    None => continue,
                },
                Err(failure) => break Err(failure),
            }
        };
        self.remove_copies(probe, &copies).await;
        match end {
            Ok(End::Found(ids)) => {
                let sent = Sent::new(job.key, chat, &ids, name.as_deref(), self.wire.now());
                self.remember(sent.clone()).await;
                Ok(Found::Published(sent.receipt(Evidence::ReadBack)))
            }
            Ok(End::Absent) => Ok(Found::Absent),
            Ok(End::Unsure) => Ok(Found::CannotKnow),
            Err(failure) => {
                self.note_cleared(job.key, search.cleared).await;
                Err(failure)
            }
        }
    }

    /// What there is under the id `message` of `chat`.
    async fn peek(
        &self,
        chat: i64,
        message: i64,
        probe: i64,
        copies: &mut Vec<i64>,
        name: &mut Option<String>,
    ) -> Result<Seen, Failure> {
        let copy: Message = match self.invisible(requests::forward(chat, message, probe)).await {
            Ok(copy) => copy,
            Err(failure) => return unseen(failure),
        };
        copies.push(copy.message_id);
        let Some(origin) = copy.forward_origin.clone() else { return Ok(Seen::Unreadable) };
        let elsewhere = origin.chat.as_ref().is_some_and(|from| from.id != chat)
            || origin.message_id.is_some_and(|id| id != message);
        if elsewhere {
            return Ok(Seen::Unreadable);
        }
        *name = origin.chat.and_then(|chat| chat.username).or(name.take());
        // The copy is as old as this answer, which tells how far Telegram's clock is from ours.
        let ahead = copy.date - self.wire.now().timestamp();
        Ok(Seen::Message(Box::new(copy), origin.date - ahead))
    }

    async fn remove_copies(&self, probe: i64, copies: &[i64]) {
        if !copies.is_empty() {
            // Where this fails, copies stay in a chat that only we see.
            let _best_effort: Result<bool, _> =
                self.invisible(requests::delete(&Chat::Number(probe), copies)).await;
        }
    }

    /// So that a look that was broken off, by a rate limit perhaps, does not begin anew.
    async fn note_cleared(&self, key: &str, cleared: Option<i64>) {
        if let Some(upto) = cleared {
            let _only_slower = self.memory.change(|kept| kept.note_looked(key, upto)).await;
        }
    }
}

/// The greatest id that was in the channel before the visible request, as far as we know.
fn start(job: &Job<'_>, progress: &Progress) -> Option<i64> {
    let receipts = [job.root, job.parent].into_iter().flatten();
    let ids = receipts.flat_map(super::ids_of);
    ids.chain(progress.last).max()
}

/// What a refusal to forward says about the message.
fn unseen(failure: Failure) -> Result<Seen, Failure> {
    let says = failure.detail.to_lowercase();
    if failure.class != Class::Rejected {
        Err(failure)
    } else if says.contains("message to forward not found") {
        Ok(Seen::Missing)
    } else {
        Ok(Seen::Unreadable)
    }
}
