//! What is kept between calls: the chat's number, and what we sent there last.

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::chat;
use crate::clock::Instant;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::platform::{Session, SessionError};

/// How many of our last messages are remembered.
const REMEMBERED: usize = 50;

/// How much of a part's key is kept; enough to tell parts apart.
const KEY_DIGITS: usize = 32;

/// The session of an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// The channel as it was configured when this was learnt.
    channel: String,
    /// The channel's number; unlike its public name it stays.
    pub(super) chat: Option<i64>,
    /// What we sent, oldest first.
    sent: Vec<Sent>,
    /// How far a look for a part has come.
    looked: Option<Looked>,
}

/// One part that we know to be public.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Sent {
    key: String,
    pub(super) chat: i64,
    /// The ids of its messages; none where the server has not given it one yet.
    pub(super) ids: Vec<i64>,
    pub(super) name: Option<String>,
    pub(super) at: Instant,
}

/// A look that was broken off: up to this id nothing is ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Looked {
    key: String,
    upto: i64,
}

impl Kept {
    /// The part with this key, if we know that it is public.
    pub(super) fn by_key(&self, key: &str) -> Option<&Sent> {
        self.sent.iter().find(|sent| sent.key == short(key))
    }

    /// The greatest id that a message of ours has in the channel.
    pub(super) fn last(&self) -> Option<i64> {
        self.own_ids().max()
    }

    /// The ids of everything that we know to be ours in the channel.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = i64> {
        let here = self.sent.iter().filter(|sent| Some(sent.chat) == self.chat);
        here.flat_map(|sent| sent.ids.iter().copied())
    }

    /// Up to which id an earlier look for `key` found nothing.
    pub(super) fn looked_upto(&self, key: &str) -> Option<i64> {
        self.looked.as_ref().filter(|looked| looked.key == short(key)).map(|looked| looked.upto)
    }

    /// Notes that a look for `key` found nothing up to the id `upto`.
    pub(super) fn note_looked(&mut self, key: &str, upto: i64) {
        self.looked = Some(Looked { key: short(key), upto });
    }

    /// Notes that a part is public.
    pub(super) fn note(&mut self, sent: Sent) {
        self.chat = Some(sent.chat);
        self.sent.retain(|old| old.key != sent.key);
        self.sent.push(sent);
        let surplus = self.sent.len().saturating_sub(REMEMBERED);
        self.sent.drain(..surplus);
    }
}

impl Sent {
    /// The part `key` as the messages `ids` of `chat`, whose public name is `name`.
    pub(super) fn new(key: &str, chat: i64, ids: &[i64], name: Option<&str>, at: Instant) -> Self {
        // An id of 0 means that the server sends the message by itself a little later.
        let ids = ids.iter().copied().filter(|id| *id > 0).collect();
        let name = name.filter(|name| chat::is_name(name)).map(str::to_owned);
        Self { key: short(key), chat, ids, name, at }
    }

    /// Its receipt.
    pub(super) fn receipt(&self, evidence: Evidence) -> Receipt {
        let first = self.ids.first().copied();
        Receipt {
            id: first.map(|id| id.to_string()).unwrap_or_default(),
            url: first.and_then(|id| chat::link(self.chat, self.name.as_deref(), Some(id))),
            at: self.at,
            evidence,
            extra: serde_json::json!({ "chat": self.chat, "ids": self.ids }),
            remarks: Vec::new(),
        }
    }
}

fn short(key: &str) -> String {
    key.chars().take(KEY_DIGITS).collect()
}

/// The session with its store; changes happen one after the other.
#[derive(Debug)]
pub(super) struct Memory {
    session: Session,
    channel: String,
    one_at_a_time: Mutex<()>,
}

impl Memory {
    /// The memory of the account for `channel`.
    pub(super) fn new(session: Session, channel: String) -> Self {
        Self { session, channel, one_at_a_time: Mutex::new(()) }
    }

    /// What is kept; nothing where the channel was another one then.
    ///
    /// # Errors
    /// Where the store fails.
    pub(super) async fn recall(&self) -> Result<Kept, Failure> {
        let kept: Option<Kept> = self.session.load().await.map_err(|error| local(&error))?;
        let fresh = Kept { channel: self.channel.clone(), ..Kept::default() };
        Ok(kept.filter(|kept| kept.channel == self.channel).unwrap_or(fresh))
    }

    /// Changes what is kept.
    ///
    /// # Errors
    /// Where the store fails; what was kept before is then still there.
    pub(super) async fn change(
        &self,
        change: impl FnOnce(&mut Kept) + Send,
    ) -> Result<(), Failure> {
        let _alone = self.one_at_a_time.lock().await;
        let mut kept = self.recall().await?;
        change(&mut kept);
        self.session.store(&kept).await.map_err(|error| local(&error))
    }
}

fn local(error: &SessionError) -> Failure {
    Failure::new(Class::Local, "own-machine-failed", error)
}
