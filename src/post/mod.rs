//! What people write: one file or folder at one revision, understood and complete.

mod draft;
mod fitted;
mod media;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::account::{AccountName, SlotName};
use crate::blobs::Digest;
use crate::clock::Instant;

pub use draft::{Draft, Part};
pub use fitted::{Done, Fitted, Made, Obstacle, Refused, Shape, Wanted};
pub use media::{Film, Media, MediaKind, Subtitles};

/// The number under which the journal knows a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PostId(pub i64);

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A post as people wrote it: text, settings and media, checked and normalised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The path of its file or folder below `posts/queue/`.
    pub name: String,
    /// What people wrote, once: NFC, line feeds only.
    pub content: Content,
    /// What was made of its media for platforms that do not take them as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fitted: Vec<Fitted>,
}

/// Everything of a post that its revision covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The text for all accounts that have no version of their own.
    pub text: String,
    /// The accounts and groups it was addressed to; empty for the config's `default_to`.
    pub to: Vec<String>,
    /// When it is to go out.
    pub when: When,
    /// After this instant it must not go out any more.
    pub expires: Option<Instant>,
    /// Whether it loses its value within hours: it is given up two hours after its time.
    #[serde(default)]
    pub urgent: bool,
    /// The language of the text, as a BCP 47 tag such as `hi`.
    pub lang: Option<String>,
    /// A content warning shown before the text, where the platform has one.
    pub warning: Option<String>,
    /// What becomes of the first link.
    pub card: Card,
    /// Whether realistic pictures, sound or films in it were made or changed by a machine, which
    /// has to be said.
    #[serde(default)]
    pub ai: bool,
    /// Pictures and films, in order.
    pub media: Vec<Media>,
    /// What differs for a platform or an account, by its name.
    pub versions: BTreeMap<String, Version>,
}

/// What differs for one platform or one account; what is absent stays as in the post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its own text.
    pub text: Option<String>,
    /// Its own language.
    pub lang: Option<String>,
    /// Its own content warning.
    pub warning: Option<String>,
    /// Its own link card.
    pub card: Option<Card>,
    /// Its own media.
    pub media: Option<Vec<Media>>,
    /// Settings that only this platform knows, such as `visibility`; its adapter checks them.
    #[serde(default)]
    pub options: Options,
}

/// What only the whole post says, and no version of it for a platform or account.
pub const OF_THE_POST: [&str; 6] = ["to", "at", "slot", "expires", "urgent", "ai"];

/// Settings that only one platform knows, unchecked until its adapter composes the post.
pub type Options = BTreeMap<String, serde_json::Value>;

/// When a post is to go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// In the account's next free slot.
    NextSlot,
    /// In the next free firing of the named slot.
    Slot(SlotName),
    /// At this instant.
    At(Instant),
    /// As soon as it is taken.
    Now,
}

/// What becomes of the first link of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Card {
    /// As the platform does it by itself.
    #[default]
    Auto,
    /// No preview, where the platform lets us choose.
    Off,
    /// A preview made of these, where the platform wants them from us.
    Of {
        /// The page.
        url: String,
        /// Its title.
        title: String,
        /// What it is about.
        #[serde(default)]
        description: String,
    },
}

impl Content {
    /// Its media and those of all its versions.
    pub fn all_media(&self) -> impl Iterator<Item = &Media> {
        let versions = self.versions.values().filter_map(|version| version.media.as_ref());
        self.media.iter().chain(versions.flatten())
    }

    /// The revision: the SHA-256 of everything that could change what goes out, and when.
    #[must_use]
    pub fn revision(&self) -> Digest {
        // Maps are ordered and floats do not occur, so equal contents give equal bytes.
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        Digest::of(&canonical)
    }
}

impl Post {
    /// Everything of it that lies in the store.
    pub fn stored(&self) -> impl Iterator<Item = Digest> {
        let made = self.fitted.iter().filter_map(|one| one.made.as_ref().ok());
        let made = made.map(|made| made.medium.digest);
        let own = |medium: &Media| {
            let subtitles = medium.subtitles.iter().map(|subtitles| subtitles.digest);
            std::iter::once(medium.digest).chain(subtitles).collect::<Vec<_>>()
        };
        self.content.all_media().flat_map(own).chain(made)
    }

    /// The post as `account` on `platform` is to get it: the account's own version wins over
    /// the platform's, and that over the post.
    #[must_use]
    pub fn draft_for(&self, account: &AccountName, platform: &str) -> Draft {
        let mut draft = Draft::of(&self.content);
        for name in [platform, account.as_str()] {
            if let Some(version) = self.content.versions.get(name) {
                draft.apply(version);
            }
        }
        draft
    }

    /// Whether people named the media that `account` on `platform` gets for it alone.
    #[must_use]
    pub fn names_media_for(&self, account: &AccountName, platform: &str) -> bool {
        let versions = [platform, account.as_str()];
        let mut own = versions.iter().filter_map(|name| self.content.versions.get(*name));
        own.any(|version| version.media.is_some())
    }
}

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod tests {
    use super::samples::notice;
    use super::*;

    #[test]
    fn any_change_of_text_or_time_is_another_revision() {
        let first = notice().content;
        let mut text = first.clone();
        text.text.push('।');
        let mut time = first.clone();
        time.when = When::Now;
        assert_ne!(first.revision(), text.revision());
        assert_ne!(first.revision(), time.revision());
        assert_eq!(first.revision(), notice().content.revision());
    }

    #[test]
    fn what_lies_in_the_store_of_a_post_includes_subtitles() {
        let mut post = notice();
        let digest = Digest::of(b"1\n");
        let lang = "hi".to_owned();
        let subtitles = Subtitles { name: "a.srt".into(), digest, bytes: 2, lang };
        let film = Media::of("a.mp4", Digest::of(b"a"), MediaKind::Mp4, 1);
        post.content.media = vec![Media { subtitles: vec![subtitles], ..film }];
        assert!(post.stored().any(|stored| stored == digest));
    }

    #[test]
    fn a_renamed_file_is_the_same_revision() {
        let mut renamed = notice();
        renamed.name = "other.md".into();
        assert_eq!(renamed.content.revision(), notice().content.revision());
    }

    #[test]
    fn an_accounts_own_version_wins_over_its_platforms() {
        let mut post = notice();
        let version = |text: &str| Version { text: Some(text.into()), ..Version::default() };
        post.content.versions.insert("mastodon".into(), version("platform"));
        post.content.versions.insert("toot".into(), version("account"));
        let draft = post.draft_for(&"toot".parse().unwrap(), "mastodon");
        assert_eq!(draft.text, "account");
        let other = post.draft_for(&"other".parse().unwrap(), "mastodon");
        assert_eq!(other.text, "platform");
    }

    #[test]
    fn a_post_survives_the_journal() {
        let stored = serde_json::to_string(&notice()).unwrap();
        assert_eq!(serde_json::from_str::<Post>(&stored).unwrap(), notice());
    }
}
