//! What a post may say for X alone, under `[for.x]`.

use serde_json::Value;

use super::settings;
use crate::finding::Finding;
use crate::post::Options as Written;

/// Every option there is.
const KNOWN: [&str; 3] = ["mentions", "paid_partnership", "reply_settings"];

/// Who may reply (OpenAPI 2.167, `CreatePostsRequest`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ReplySettings {
    /// Everyone, which X has no word for.
    #[default]
    Everyone,
    /// Accounts that we follow.
    Following,
    /// Accounts that the post mentions.
    Mentioned,
    /// Our subscribers.
    Subscribers,
    /// Verified accounts.
    Verified,
}

impl ReplySettings {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        match text {
            "everyone" => Ok(Self::Everyone),
            "following" => Ok(Self::Following),
            "mentionedUsers" => Ok(Self::Mentioned),
            "subscribers" => Ok(Self::Subscribers),
            "verified" => Ok(Self::Verified),
            _ => {
                Err("it is everyone, following, mentionedUsers, subscribers or verified".to_owned())
            }
        }
    }

    /// As it is sent, if it is.
    pub(super) fn sent(self) -> Option<&'static str> {
        match self {
            Self::Everyone => None,
            Self::Following => Some("following"),
            Self::Mentioned => Some("mentionedUsers"),
            Self::Subscribers => Some("subscribers"),
            Self::Verified => Some("verified"),
        }
    }
}

/// The options of one post, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// Who may reply.
    pub(super) reply_settings: Option<ReplySettings>,
    /// Whether somebody paid for the post.
    pub(super) paid: bool,
    /// The accounts that the text may mention, without the `@`.
    pub(super) mentions: Vec<String>,
}

impl Options {
    /// Reads the options that composing has checked.
    pub(super) fn of(written: &Written) -> Self {
        Self::read(written).0
    }

    /// Reads `written`; what is wrong with it is left out and found.
    pub(super) fn read(written: &Written) -> (Self, Vec<Finding>) {
        let mut options = Self::default();
        let taken = written.iter().filter_map(|(name, value)| options.take(name, value).err());
        let findings = taken.map(|finding| *finding).collect();
        (options, findings)
    }

    fn take(&mut self, name: &str, value: &Value) -> Result<(), Box<Finding>> {
        match name {
            "reply_settings" => {
                let read = value.as_str().ok_or("it is a text".to_owned());
                let read = read.and_then(ReplySettings::read);
                let example = "reply_settings = \"following\"";
                self.reply_settings = Some(read.map_err(|why| wrong(name, why, example))?);
            }
            "paid_partnership" => {
                let read = value.as_bool().ok_or("it is true or false".to_owned());
                self.paid = read.map_err(|why| wrong(name, why, "paid_partnership = true"))?;
            }
            "mentions" => {
                let read = names(value);
                self.mentions =
                    read.map_err(|why| wrong(name, why, "mentions = [\"@PIBHindi\"]"))?;
            }
            _ => return Err(unknown(name)),
        }
        Ok(())
    }
}

fn names(value: &Value) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or("it is a list of accounts")?;
    let read = |one: &Value| one.as_str().ok_or("it is a text".to_owned()).and_then(settings::name);
    list.iter().map(read).collect()
}

fn unknown(name: &str) -> Box<Finding> {
    let finding = Finding::error("unknown-option").with("option", name);
    Box::new(finding.with("known", KNOWN.join(", ")))
}

fn wrong(name: &str, problem: String, example: &'static str) -> Box<Finding> {
    let finding = Finding::error("wrong-option").with("option", name);
    Box::new(finding.with("problem", problem).with("example", example))
}
