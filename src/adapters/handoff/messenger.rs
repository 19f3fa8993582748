//! Telegram: the person gets the media, then the text with buttons under it, in their own chat with
//! the bot; a touch of the last button says that it is public.

use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

use super::kept::{Memory, short};
use super::words::Words;
use super::{receipt, share};
use crate::adapters::telegram::{self, Bot, Call};
use crate::blobs::Blobs;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Answer;
use crate::platform::{Job, Prepared, Session, Wire};
use crate::post::{Media, MediaKind};

/// How many touches of buttons are read at once, the newest: Telegram keeps them for a day (method
/// `getUpdates`, Bot API 10.1).
const NEWEST: i64 = 100;

/// How many groups of media the person has.
const BROUGHT: &str = "brought";

/// What the data of a touched button begins with.
const POSTED: &str = "posted:";

/// The way by a bot.
#[derive(Debug)]
pub(super) struct Messenger {
    bot: Bot,
    chat: i64,
    wire: Wire,
    blobs: Blobs,
    memory: Memory,
    /// Telegram answers one question for words at a time.
    asking: Mutex<()>,
}

/// One touch of the button.
struct Touch {
    id: String,
    message: i64,
}

impl Messenger {
    pub(super) fn new(bot: Bot, chat: i64, wire: Wire, blobs: Blobs, session: Session) -> Self {
        let (memory, asking) = (Memory::new(session), Mutex::default());
        Self { bot, chat, wire, blobs, memory, asking }
    }

    /// Brings the person the next of the media, ahead of the text: what is large takes its time.
    ///
    /// # Errors
    /// Where they were not reached.
    pub(super) async fn bring_next(
        &self,
        job: &Job<'_>,
        words: &Words,
    ) -> Result<Prepared, Failure> {
        let groups = groups(&job.part.media);
        let brought = job.progress.get(BROUGHT).and_then(Value::as_u64).unwrap_or_default();
        let at = usize::try_from(brought).unwrap_or(usize::MAX);
        let Some(group) = groups.get(at) else { return Ok(Prepared::nothing()) };
        self.bring(at, group, words).await?;
        let progress = json!({ BROUGHT: at + 1 });
        Ok(match at + 1 < groups.len() {
            true => Prepared::More { progress },
            false => Prepared::Done { progress, expires: None },
        })
    }

    async fn bring(&self, at: usize, group: &[Media], words: &Words) -> Result<(), Failure> {
        let caption = if at == 0 { words.with_media() } else { String::new() };
        self.hidden(telegram::media(self.chat, group, &caption)).await.map(|_| ())
    }

    /// Gives the person the text: from now on it is theirs to publish.
    ///
    /// # Errors
    /// Where they surely have not got it, or nobody knows.
    pub(super) async fn tell(&self, job: &Job<'_>, words: &Words) -> Result<Receipt, Failure> {
        let text = match job.part.text.trim() {
            "" => words.no_text(),
            _ => job.part.text.clone(),
        };
        let message = self.say(&text, job, words, None).await?;
        self.memory.note(job.key, message).await;
        Ok(receipt(message.to_string(), None, self.wire.now(), Evidence::Answered))
    }

    /// Reminds them; of what they perhaps never got, with all of it.
    ///
    /// # Errors
    /// Where they were not reached.
    pub(super) async fn remind(&self, job: &Job<'_>, words: &Words) -> Result<(), Failure> {
        match self.memory.told(job.key).await? {
            None => {
                for (at, group) in groups(&job.part.media).iter().enumerate() {
                    self.bring(at, group, words).await?;
                }
                self.tell(job, words).await.map(|_| ())
            }
            Some(told) => self.say(&words.reminder(), job, words, Some(told)).await.map(|_| ()),
        }
    }

    /// What they said about the part, if they said it.
    ///
    /// # Errors
    /// Where Telegram could not be asked.
    pub(super) async fn said(
        &self,
        job: &Job<'_>,
        words: &Words,
    ) -> Result<Option<Receipt>, Failure> {
        let updates = Call::new("getUpdates")
            .with("offset", -NEWEST)
            .with("limit", NEWEST)
            .with("timeout", 0)
            .with("allowed_updates", json!(["callback_query"]));
        let updates = {
            let _alone = self.asking.lock().await;
            self.hidden(updates).await?
        };
        let updates = updates.as_array().map(Vec::as_slice).unwrap_or_default();
        let Some(touch) = updates.iter().find_map(|update| self.touch(update, job.key)) else {
            return Ok(None);
        };
        self.thank(&touch, words).await;
        let said = receipt(touch.message.to_string(), None, self.wire.now(), Evidence::ReadBack);
        Ok(Some(said))
    }

    /// The touch that `update` tells of, if it is of this part's button in the person's own chat.
    fn touch(&self, update: &Value, key: &str) -> Option<Touch> {
        let query = update.get("callback_query")?;
        let here = query.pointer("/message/chat/id")?.as_i64()? == self.chat;
        let ours = query.get("data")?.as_str()?.strip_prefix(POSTED)? == short(key);
        let message = query.pointer("/message/message_id")?.as_i64()?;
        let id = query.get("id")?.as_str()?.to_owned();
        (here && ours).then_some(Touch { id, message })
    }

    /// The button stops turning. Where that fails, or came too late, nothing is lost.
    async fn thank(&self, touch: &Touch, words: &Words) {
        let call = Call::new("answerCallbackQuery")
            .with("callback_query_id", touch.id.as_str())
            .with("text", words.thanks());
        let _unheard = self.hidden(call).await;
    }

    /// Who the bot is; and what is wrong where it does not reach the person.
    ///
    /// # Errors
    /// Where Telegram could not be asked, or does not know the bot.
    pub(super) async fn who(&self) -> Result<(String, Option<Finding>), Failure> {
        let bot = self.hidden(Call::new("getMe")).await?;
        let name = bot.get("username").and_then(Value::as_str).unwrap_or_default().to_owned();
        match self.hidden(Call::new("getChat").with("chat_id", self.chat)).await {
            Ok(_) => Ok((name, None)),
            Err(failure) if matches!(failure.class, Class::Auth | Class::Rejected) => {
                let finding = Finding::error("handoff-person-not-found").with("bot", name.as_str());
                Ok((name, Some(finding)))
            }
            Err(failure) => Err(failure),
        }
    }

    /// The message with the buttons; its id.
    async fn say(
        &self,
        text: &str,
        job: &Job<'_>,
        words: &Words,
        told: Option<i64>,
    ) -> Result<i64, Failure> {
        let call = Call::new("sendMessage")
            .with("chat_id", self.chat)
            .with("text", text)
            .with("reply_markup", buttons(job, words));
        let call = match told {
            Some(told) => call.with(
                "reply_parameters",
                json!({ "message_id": told, "allow_sending_without_reply": true }),
            ),
            None => call,
        };
        let answer = self.wire.visible(call.request(&self.bot, &self.blobs)?).await?;
        let message = self.result(&answer)?;
        let here = message.pointer("/chat/id").and_then(Value::as_i64) == Some(self.chat);
        let id = message.get("message_id").and_then(Value::as_i64).filter(|id| here && *id > 0);
        id.ok_or_else(|| {
            let detail = "the message has not the id or the chat that was asked for";
            Failure::new(Class::Unknown, "answer-not-understood", detail)
        })
    }

    async fn hidden(&self, call: Call) -> Result<Value, Failure> {
        let answer = self.wire.invisible(call.request(&self.bot, &self.blobs)?).await?;
        self.result(&answer)
    }

    fn result(&self, answer: &Answer) -> Result<Value, Failure> {
        telegram::result(answer, self.wire.now()).map_err(of_the_person)
    }
}

/// Telegram's refusals, where they are about a person and not a channel.
fn of_the_person(failure: Failure) -> Failure {
    let lower = failure.detail.to_lowercase();
    let unreachable = failure.reason == "telegram-chat-not-found"
        || lower.contains("bot was blocked by the user")
        || lower.contains("user is deactivated")
        || lower.contains("bot can't initiate conversation");
    if unreachable {
        return Failure {
            class: Class::Auth,
            reason: "handoff-person-unreachable".into(),
            ..failure
        };
    }
    failure
}

/// WhatsApp, where the text is short enough for a link; and the word that it is public.
fn buttons(job: &Job<'_>, words: &Words) -> Value {
    let share = share::short_link(&job.part.text);
    let share = share.map(|url| json!([{ "text": words.share(), "url": url }]));
    let data = format!("{POSTED}{}", short(job.key));
    let done = json!([{ "text": words.done(), "callback_data": data }]);
    let rows: Vec<Value> = share.into_iter().chain([done]).collect();
    Value::Object(Map::from_iter([("inline_keyboard".to_owned(), Value::Array(rows))]))
}

/// What goes into one message each: pictures and films are an album, other files another one, and
/// what moves by itself stands alone.
fn groups(media: &[Media]) -> Vec<Vec<Media>> {
    let shown =
        |medium: &&Media| matches!(medium.kind, MediaKind::Jpeg | MediaKind::Png | MediaKind::Mp4);
    let album: Vec<Media> = media.iter().filter(shown).cloned().collect();
    let rest = media.iter().filter(|medium| !shown(medium));
    let single = rest.cloned().map(|medium| vec![medium]);
    [album].into_iter().chain(single).filter(|group| !group.is_empty()).collect()
}
