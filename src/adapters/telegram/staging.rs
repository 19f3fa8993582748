//! Preparing: where the channel is, and uploads by way of a private chat.
//!
//! A file that was sent to any chat can be sent again by its id without an upload. So with a
//! private chat of our own the large requests happen ahead of time, where nobody sees them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Telegram;
use super::answers::{ChatFacts, Message};
use super::chat::Chat;
use super::kept::Kept;
use super::limits::Sort;
use super::requests;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::{Job, Prepared};
use crate::post::Media;

/// What preparing a part brought so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// Whether the first step is done.
    begun: bool,
    /// The greatest id in the channel that we knew of before the visible request.
    pub(super) last: Option<i64>,
    /// The files uploaded so far, in the order of the media.
    pub(super) staged: Vec<Staged>,
    /// Messages of the private chat that are to be deleted.
    litter: Vec<i64>,
}

/// A file that lies on Telegram's servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Staged {
    /// Its id for our bot.
    pub(super) file: String,
    /// Its id that is the same in every message.
    pub(super) unique: String,
    /// What Telegram made of it.
    pub(super) sort: Sort,
}

impl Progress {
    /// What an earlier step returned; nothing where it cannot be read.
    pub(super) fn read(progress: &Value) -> Self {
        serde_json::from_value(progress.clone()).unwrap_or_default()
    }

    /// The uploads of a part with `count` media, if all of them are there.
    pub(super) fn uploads(&self, count: usize) -> &[Staged] {
        if self.staged.len() == count { &self.staged } else { &[] }
    }

    fn prepared(self, uploads_left: bool) -> Prepared {
        let more = uploads_left || !self.litter.is_empty();
        let progress = serde_json::to_value(self).unwrap_or_default();
        if more { Prepared::More { progress } } else { Prepared::Done { progress, expires: None } }
    }
}

impl Telegram {
    /// One step: learn what the channel's last id is, then upload file by file, then tidy up.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let mut progress = Progress::read(job.progress);
        if !progress.begun {
            self.begin(job, &mut progress).await?;
        } else if let Some((staging, medium)) = self.next_upload(job, &progress) {
            self.upload(staging, medium, &mut progress).await?;
        } else {
            self.tidy(&mut progress).await;
        }
        let uploads_left = self.next_upload(job, &progress).is_some();
        Ok(progress.prepared(uploads_left))
    }

    async fn begin(&self, job: &Job<'_>, progress: &mut Progress) -> Result<(), Failure> {
        let mut kept = self.memory.recall().await?;
        if kept.chat.is_none() && self.settings.side_chats().next().is_some() {
            let number = self.channel_facts(&kept).await?.id;
            self.memory.change(|kept| kept.chat = Some(number)).await?;
            kept.chat = Some(number);
        }
        let on_stage = self.settings.side_chats().find(|(_, side)| kept.chat == Some(*side));
        if let Some((setting, _)) = on_stage {
            let detail = format!("{setting} is the channel itself");
            return Err(Failure::new(Class::Auth, "telegram-side-chat-visible", detail));
        }
        if let Some(staging) = self.settings.staging.filter(|_| !job.part.media.is_empty()) {
            self.refuse_public(staging).await?;
        }
        progress.last = kept.last();
        progress.begun = true;
        Ok(())
    }

    /// A chat with a public name is read by anybody: nothing may be put there ahead of its time.
    async fn refuse_public(&self, staging: i64) -> Result<(), Failure> {
        let facts: ChatFacts = self.invisible(requests::look_up(&Chat::Number(staging))).await?;
        if facts.username.is_none() {
            return Ok(());
        }
        let open = Finding::error("telegram-side-chat-public").with("setting", "staging_chat");
        Err(Failure { class: Class::Auth, ..Failure::from_finding(&open) })
    }

    fn next_upload<'j>(&self, job: &Job<'j>, progress: &Progress) -> Option<(i64, &'j Media)> {
        let staging = self.settings.staging?;
        let part = job.part;
        part.media.get(progress.staged.len()).map(|medium| (staging, medium))
    }

    async fn upload(
        &self,
        staging: i64,
        medium: &Media,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        let message: Message = self.invisible(requests::stage(medium, staging)).await?;
        let Some((sort, file)) = message.file() else {
            let detail = "the uploaded message has no file";
            return Err(Failure::new(Class::Unknown, "answer-not-understood", detail));
        };
        let (file, unique) = (file.file_id.clone(), file.file_unique_id.clone());
        progress.staged.push(Staged { file, unique, sort });
        progress.litter.extend(Some(message.message_id).filter(|id| *id > 0));
        Ok(())
    }

    /// Deletes what uploading left. Where this fails, something stays in the private chat, and
    /// that is no reason not to publish.
    async fn tidy(&self, progress: &mut Progress) {
        let litter = std::mem::take(&mut progress.litter);
        if let Some(staging) = self.settings.staging
            && !litter.is_empty()
        {
            let _best_effort: Result<bool, _> =
                self.invisible(requests::delete(&Chat::Number(staging), &litter)).await;
        }
    }

    /// What Telegram says of the channel.
    pub(super) async fn channel_facts(&self, kept: &Kept) -> Result<ChatFacts, Failure> {
        self.invisible(requests::look_up(&self.channel(kept))).await
    }
}
