//! Telegram channels, by way of a bot.
//!
//! Sources: core.telegram.org/bots/api (Bot API 10.1, 2026-06-11), core.telegram.org/bots/faq,
//! and the server's own code, tdlib/telegram-bot-api (all read November 2026).
//!
//! The bot must be an administrator of the channel with the right `can_post_messages`. Its token
//! is a part of every address, so addresses are made in one place (`settings::Bot::url`) and
//! never shown.
//!
//! Telegram knows no idempotency key, and a bot cannot read what a channel has. So a lost answer
//! is a question to a person (class D), unless there is a private `probe_chat` to forward to: then
//! the part can be looked for (class C). It has no place for descriptions of pictures, for the
//! language of a text or for content warnings; there are no polls here, and nothing is pinned or
//! edited. Text goes out as it is written, without any markup.

mod answers;
mod chat;
mod classify;
mod imitation;
mod kept;
mod limits;
mod options;
mod probe;
mod requests;
mod settings;
mod staging;
#[cfg(test)]
mod tests;
mod whoami;

use async_trait::async_trait;
use serde::de::DeserializeOwned;

use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::keys::Keys;
use crate::platform::{
    Composed, Identity, Job, Limits, Pace, Platform, Prepared, Row, Setup, Wire,
};
use crate::post::Draft;
use crate::text::Counter;

/// What handing over by a bot needs of it.
pub(in crate::adapters) use chat::read_number;
pub(in crate::adapters) use imitation::{TOKEN, boxed as imitated};
pub(in crate::adapters) use limits::{FILE_BYTES, PICTURE_BYTES};
pub(in crate::adapters) use requests::{Call, media};
pub(in crate::adapters) use settings::{Bot, MOCK_PERSON};

/// The result of `answer` to a call that makes at most one message, or what its refusal means.
///
/// # Errors
/// The failure; a success that cannot be read is [`Class::Unknown`].
pub(in crate::adapters) fn result(
    answer: &Answer,
    now: Instant,
) -> Result<serde_json::Value, Failure> {
    answers::result(answer, Doubt::None, now)
}

use answers::Message;
use chat::Chat;
use classify::Doubt;
use kept::{Kept, Memory, Sent};
use options::Wishes;
use requests::Target;
use settings::Settings;
use staging::Progress;

/// The name of the platform in the config.
const NAME: &str = "telegram";

/// How long after it was sent the general rule lets a message be deleted, in hours (method
/// `deleteMessage`, Bot API 10.1).
const DELETABLE_HOURS: i64 = 48;

/// Telegram's row in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::C,
    about: "Telegram channels by a bot: text, albums, films, files and threads",
    sample: settings::SAMPLE,
    build,
    imitation: |kind| (kind == NAME).then(|| imitation::boxed()),
    kinds: &[NAME],
};

fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let wire = setup.wire(settings.guarantee());
    let memory = Memory::new(setup.session, settings.channel.to_string());
    let (blobs, counter) = (setup.blobs, setup.counter);
    Some(Box::new(Telegram { settings, wire, memory, blobs, counter }))
}

/// An account: one bot and one channel.
#[derive(Debug)]
struct Telegram {
    settings: Settings,
    wire: Wire,
    memory: Memory,
    blobs: Blobs,
    counter: Counter,
}

#[async_trait]
impl Platform for Telegram {
    fn kind(&self) -> &str {
        NAME
    }

    fn limits(&self) -> Limits {
        limits::limits()
    }

    fn guarantee(&self) -> Guarantee {
        self.settings.guarantee()
    }

    fn compose(&self, draft: &Draft) -> Composed {
        limits::compose(draft, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let kept = self.memory.recall().await?;
        let chat = self.channel(&kept);
        let answer = self.visible(job, chat.clone()).await?;
        let count = job.part.media.len().max(1);
        match self.published(&answer, &chat, count) {
            Ok(messages) => Ok(self.receipt(job, &messages).await),
            Err(failure) => {
                self.follow_move(&answer).await?;
                Err(failure)
            }
        }
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        self.look(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        let ids = ids_of(receipt);
        if ids.is_empty() {
            let detail = "Telegram gave the message no id";
            return Err(Failure::new(Class::Rejected, "telegram-recall-without-id", detail));
        }
        let kept = self.memory.recall().await?;
        let chat = chat_of(receipt).map_or_else(|| self.channel(&kept), Chat::Number);
        let deleted: Result<bool, _> = self.invisible(requests::delete(&chat, &ids)).await;
        match deleted {
            Ok(_) => Ok(()),
            Err(failure) => self.not_recalled(failure, receipt),
        }
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    /// An album counts as as many messages as it has items (Bots FAQ).
    fn messages(&self, media: usize) -> usize {
        media.max(1)
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}

impl Telegram {
    /// The channel by its number where it is known, since a public name can change hands.
    fn channel(&self, kept: &Kept) -> Chat {
        kept.chat.map_or_else(|| self.settings.channel.clone(), Chat::Number)
    }

    /// Sends the visible request of a part.
    async fn visible(&self, job: &Job<'_>, chat: Chat) -> Result<Answer, Failure> {
        let wishes = Wishes::of(job.part, &self.settings);
        let reply_to = job.parent.and_then(|parent| ids_of(parent).first().copied());
        let progress = Progress::read(job.progress);
        let uploads = progress.uploads(job.part.media.len());
        let call = requests::publish(job.part, wishes, &Target { chat, reply_to }, uploads);
        self.wire.visible(call.request(&self.settings.bot, &self.blobs)?).await
    }

    /// Sends a request that no follower can see.
    async fn invisible<T: DeserializeOwned>(&self, call: Call) -> Result<T, Failure> {
        let request = call.request(&self.settings.bot, &self.blobs)?;
        let answer = self.wire.invisible(request).await?;
        answers::result(&answer, Doubt::None, self.wire.now())
    }

    /// The messages that `answer` says it made of `count` asked for in `chat`.
    fn published(
        &self,
        answer: &Answer,
        chat: &Chat,
        count: usize,
    ) -> Result<Vec<Message>, Failure> {
        let now = self.wire.now();
        let messages = if count > 1 {
            answers::result(answer, Doubt::Album, now)
        } else {
            answers::result(answer, Doubt::None, now).map(|message| vec![message])
        };
        answers::checked(messages?, chat, count)
    }

    /// The receipt of `messages`, after they were remembered.
    async fn receipt(&self, job: &Job<'_>, messages: &[Message]) -> Receipt {
        let ids: Vec<i64> = messages.iter().map(|message| message.message_id).collect();
        let chat = messages.first().map(|message| &message.chat);
        let number = chat.map(|chat| chat.id).unwrap_or_default();
        let name = chat.and_then(|chat| chat.username.as_deref());
        let sent = Sent::new(job.key, number, &ids, name, self.wire.now());
        self.remember(sent.clone()).await;
        let remarks = messages.first().map(|message| remarks(job, message));
        Receipt { remarks: remarks.unwrap_or_default(), ..sent.receipt(Evidence::Answered) }
    }

    /// What is public is public, whether or not we can remember it: without it only a later look
    /// has less to go by.
    async fn remember(&self, sent: Sent) {
        let _less_to_go_by = self.memory.change(|kept| kept.note(sent)).await;
    }

    /// A group that became a supergroup has a new number; the next request goes there.
    async fn follow_move(&self, answer: &Answer) -> Result<(), Failure> {
        match answers::moved_to(answer) {
            Some(number) => self.memory.change(|kept| kept.chat = Some(number)).await,
            None => Ok(()),
        }
    }

    fn not_recalled(&self, failure: Failure, receipt: &Receipt) -> Result<(), Failure> {
        if failure.detail.to_lowercase().contains("message to delete not found") {
            return Ok(());
        }
        let hours = (self.wire.now() - receipt.at).num_hours();
        if failure.reason == "telegram-cannot-delete" && hours >= DELETABLE_HOURS {
            return Err(Failure { reason: "telegram-recall-too-late".into(), ..failure });
        }
        Err(failure)
    }
}

/// What Telegram did otherwise than asked.
fn remarks(job: &Job<'_>, message: &Message) -> Vec<String> {
    let replied = job.parent.is_some_and(|parent| !ids_of(parent).is_empty());
    let changed = answers::folded(message.words()) != answers::folded(&job.part.text);
    [
        (message.message_id == 0).then_some("telegram-sent-later"),
        changed.then_some("telegram-text-changed"),
        (replied && !message.is_reply()).then_some("telegram-reply-lost"),
    ]
    .into_iter()
    .flatten()
    .map(str::to_owned)
    .collect()
}

/// The ids of all messages that a receipt stands for.
fn ids_of(receipt: &Receipt) -> Vec<i64> {
    let kept = receipt.extra.get("ids").and_then(serde_json::Value::as_array);
    let kept = kept.map(|ids| ids.iter().filter_map(serde_json::Value::as_i64).collect());
    let ids: Vec<i64> = kept.unwrap_or_else(|| receipt.id.parse().ok().into_iter().collect());
    ids.into_iter().filter(|id| *id > 0).collect()
}

fn chat_of(receipt: &Receipt) -> Option<i64> {
    receipt.extra.get("chat").and_then(serde_json::Value::as_i64).filter(|id| chat::is_number(*id))
}
