//! The strict imitation of Telegram's bot server.
//!
//! Its refusals have the words of tdlib/telegram-bot-api (`Client.cpp`, read November 2026). What
//! that server would overlook, an unknown field or a value of the wrong type, is refused here.

pub(super) mod fields;
mod files;
mod rooms;
mod send;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use self::fields::Args;
use self::files::Files;
use self::rooms::Rooms;
#[cfg(test)]
pub(super) use self::rooms::number_of;
use super::limits::PER_MINUTE;
use super::settings::{MOCK_PROBE, MOCK_STAGING};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

/// The token that the imitation accepts.
pub(in crate::adapters) const TOKEN: &str = "7654321:AAimitated_bot-token_of_35_letters0";

/// The bot's own id, the first half of its token.
pub(super) const BOT: i64 = 7_654_321;

/// A public name that no chat has.
pub(super) const NOBODY: &str = "no_such_channel";

/// A number that no chat has.
pub(super) const NOWHERE: i64 = -1_009_999_999_999;

/// How long after it was sent a message can be deleted without the right to delete any.
const DELETABLE: chrono::Duration = chrono::Duration::hours(48);

/// The imitation as the registry hands it out.
pub(in crate::adapters) fn boxed() -> Box<dyn Imitation> {
    Box::new(Server::default())
}

/// Telegram's bot server with one bot.
#[derive(Debug)]
pub(super) struct Server {
    rooms: Rooms,
    files: Files,
    revoked: bool,
    /// Whether the bot is an administrator with the right to post.
    may_post: bool,
    /// The most messages in one chat in a minute.
    per_minute: u32,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            rooms: Rooms::default(),
            files: Files::default(),
            revoked: false,
            may_post: true,
            per_minute: PER_MINUTE,
        }
    }
}

#[cfg(test)]
impl Server {
    /// A server where the bot is no administrator.
    pub(super) fn powerless() -> Self {
        Self { may_post: false, ..Self::default() }
    }

    /// A server that takes only so many messages a minute in one chat.
    pub(super) fn taking(per_minute: u32) -> Self {
        Self { per_minute, ..Self::default() }
    }
}

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) retry_after: Option<u64>,
}

impl Refusal {
    fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None }
    }

    fn bad(words: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {words}"))
    }

    fn too_many(seconds: u64) -> Self {
        let description = format!("Too Many Requests: retry after {seconds}");
        Self { retry_after: Some(seconds), ..Self::new(429, description) }
    }

    fn reply(&self) -> Reply {
        let mut body = json!({
            "ok": false, "error_code": self.code, "description": self.description,
        });
        let Some(seconds) = self.retry_after else { return Reply::json(self.code, &body) };
        body["parameters"] = json!({ "retry_after": seconds });
        Reply::json(self.code, &body).header("retry-after", seconds.to_string())
    }
}

impl Imitation for Server {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        match self.call(asked, ledger, now) {
            Ok(result) => Reply::json(200, &json!({ "ok": true, "result": result })),
            Err(refusal) => refusal.reply(),
        }
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        let Ok(method) = method_of(asked) else { return false };
        let makes_messages = method.starts_with("send") || method == "forwardmessage";
        makes_messages && !is_private(&fields::chat_of(asked))
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        Refusal::too_many(wait.as_secs().max(1)).reply()
    }

    fn end_session(&mut self, _for_ever: bool) {
        // A bot's token cannot be renewed by the bot.
        self.revoked = true;
    }

    fn forget(&mut self) {
        self.files.forget();
    }
}

/// Whether a chat, as a request names it, is one of the two that only we see.
fn is_private(chat: &str) -> bool {
    [MOCK_STAGING, MOCK_PROBE].iter().any(|private| private.to_string() == chat)
}

/// The method of a request with a right token, in lower case: the server does not mind the case.
fn method_of(asked: &Asked) -> Result<String, Refusal> {
    let not_found = || Refusal::new(404, "Not Found");
    let rest = asked.path.strip_prefix("/bot").ok_or_else(not_found)?;
    let (token, method) = rest.split_once('/').ok_or_else(not_found)?;
    if !token.contains(':') {
        return Err(not_found());
    }
    if token != TOKEN {
        return Err(Refusal::new(401, "Unauthorized"));
    }
    Ok(method.to_ascii_lowercase())
}

impl Server {
    fn call(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Value, Refusal> {
        let method = method_of(asked)?;
        if self.revoked {
            return Err(Refusal::new(401, "Unauthorized"));
        }
        let known = fields::METHODS.iter().find(|known| known.name.eq_ignore_ascii_case(&method));
        let known = known.ok_or_else(|| Refusal::new(404, "Not Found: method not found"))?;
        if asked.method != "POST" {
            return Err(Refusal::new(404, "Not Found"));
        }
        let args = Args::read(asked, known)?;
        match known.name {
            "getMe" => Ok(user(true)),
            "getUpdates" => Ok(Value::Array(Vec::new())),
            "answerCallbackQuery" => Ok(Value::Bool(true)),
            "getChat" => Ok(self.rooms.at(args.text("chat_id"))?.full_info()),
            "getChatMember" => self.member(&args),
            "deleteMessages" => self.delete(&args, ledger, now),
            "forwardMessage" => self.forward(&args, ledger, now),
            _ => self.send(known, &args, ledger, now),
        }
    }

    fn member(&mut self, args: &Args) -> Result<Value, Refusal> {
        self.rooms.at(args.text("chat_id"))?;
        match (args.number("user_id") == BOT, self.may_post) {
            (true, true) => Ok(administrator()),
            _ => Ok(json!({ "status": "left", "user": user(false) })),
        }
    }

    fn delete(&mut self, args: &Args, ledger: &mut Ledger, now: Instant) -> Result<Value, Refusal> {
        let room = self.rooms.at(args.text("chat_id"))?;
        let ids = args.numbers("message_ids");
        if ids.is_empty() {
            return Err(Refusal::bad("message identifiers are not specified"));
        }
        if ids.len() > 100 {
            return Err(Refusal::bad("too many message identifiers specified"));
        }
        let oldest = (now - DELETABLE).timestamp();
        let too_old = |id| room.messages.get(id).is_some_and(|message| message.date < oldest);
        if ids.iter().any(too_old) {
            return Err(Refusal::bad("message can't be deleted for everyone"));
        }
        for id in ids {
            if room.messages.remove(&id).is_some() && room.is_public() {
                ledger.delete(&id.to_string());
            }
        }
        Ok(Value::Bool(true))
    }
}

/// The bot as a `User`; what only `getMe` tells comes with `to_itself`.
fn user(to_itself: bool) -> Value {
    let mut user = json!({
        "id": BOT, "is_bot": true, "first_name": "Imitated Bot", "username": "imitated_bot",
    });
    if to_itself {
        user["can_join_groups"] = true.into();
        user["can_read_all_group_messages"] = false.into();
        user["supports_inline_queries"] = false.into();
    }
    user
}

fn administrator() -> Value {
    let rights: BTreeMap<&str, bool> = [
        ("can_be_edited", false),
        ("is_anonymous", false),
        ("can_manage_chat", true),
        ("can_delete_messages", false),
        ("can_manage_video_chats", false),
        ("can_restrict_members", false),
        ("can_promote_members", false),
        ("can_change_info", false),
        ("can_invite_users", false),
        ("can_post_stories", false),
        ("can_edit_stories", false),
        ("can_delete_stories", false),
        ("can_post_messages", true),
        ("can_edit_messages", false),
    ]
    .into();
    let mut member = json!({ "status": "administrator", "user": user(false) });
    for (right, has) in rights {
        member[right] = has.into();
    }
    member
}
