//! The settings of an account that is handed to a person.

use std::path::PathBuf;
use std::time::Duration;

use crate::adapters::telegram::{Bot, MOCK_PERSON, read_number};
use crate::delivery::Patience;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::language::Language;
use crate::platform::Setup;

/// The folder of the ready folders, below that of the posts, where nothing else is said.
const FOLDER: &str = "handoff";

/// After so long without a word the person is reminded.
const REMIND: Duration = Duration::from_secs(15 * 60);

/// After so long without a word others are told.
const REPORT: Duration = Duration::from_secs(60 * 60);

/// The settings as the config has them, complete.
pub(super) const SAMPLE: &str = r#"person   = "Sunita Devi"
place    = "WhatsApp channel of the district office"
telegram = "123456789"
token    = { credential = "handoff-token" }
server   = "https://api.telegram.org"
folder   = "handoff"
language = "hi"
remind   = "15m"
report   = "1h"
"#;

/// What an account was set up with.
#[derive(Debug)]
pub(super) struct Settings {
    /// Who publishes it.
    pub(super) person: String,
    /// Where they publish it.
    pub(super) place: String,
    /// How they are told.
    pub(super) channel: Channel,
    /// Where the ready folders lie.
    pub(super) folder: PathBuf,
    /// The language they are spoken to in.
    pub(super) language: Language,
    /// How long they are waited for.
    pub(super) patience: Patience,
}

/// How the person is told.
#[derive(Debug)]
pub(super) enum Channel {
    /// By a bot, in their own chat with it.
    Telegram {
        /// The bot.
        bot: Bot,
        /// The chat.
        chat: i64,
    },
    /// By a request to this address.
    Webhook(Url),
}

impl Settings {
    /// Reads the settings; what is wrong with them is added to `keys`.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let person = text(keys, "person", "person = \"Sunita Devi\"");
        let place = text(keys, "place", "place = \"WhatsApp channel of the district office\"");
        let channel = channel(setup, keys);
        let example = "folder = \"handoff\"";
        let folder = keys.take::<PathBuf>("folder", example);
        let folder = setup.posts.join(folder.unwrap_or_else(|| FOLDER.into()));
        let language = keys.choice("language", "language = \"hi\"", &Language::TAGS);
        let patience = patience(keys);
        Some(Self {
            person: person?,
            place: place?,
            channel: channel?,
            folder,
            language: language.unwrap_or(Language::Hindi),
            patience: patience?,
        })
    }
}

/// One line that people read.
fn text(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<String> {
    if !keys.has(key) {
        keys.missing(key, example);
        return None;
    }
    keys.take_with(key, example, |text| {
        let text = text.trim();
        let fine = !text.is_empty() && text.chars().count() <= 60 && !text.contains(['\n', '\r']);
        let problem = || "write one line of at most 60 characters".to_owned();
        fine.then(|| text.to_owned()).ok_or_else(problem)
    })
}

fn channel(setup: &Setup, keys: &mut Keys<'_>) -> Option<Channel> {
    match (keys.has("telegram"), keys.has("url")) {
        (true, false) => {
            let chat = keys.take_with("telegram", "telegram = \"123456789\"", read_number);
            let bot = Bot::read(setup, keys);
            let chat = setup.mock.as_ref().map_or(chat?, |_| MOCK_PERSON);
            Some(Channel::Telegram { bot: bot?, chat })
        }
        (false, true) => webhook(setup, keys).map(Channel::Webhook),
        (true, true) => {
            keys.found_here(Finding::error("handoff-two-ways"));
            None
        }
        (false, false) => {
            keys.missing("telegram", "telegram = \"123456789\"");
            None
        }
    }
}

/// The address may have a key in it, so it is a secret, and never shown.
fn webhook(setup: &Setup, keys: &mut Keys<'_>) -> Option<Url> {
    let secret = setup.secret(keys, "url")?;
    let read = Url::parse(secret.expose()).ok();
    let sound = |url: &Url| {
        let plain = setup.mock.is_some() || setup.plain.lists(url);
        url.has_host() && url.username().is_empty() && (url.scheme() == "https" || plain)
    };
    let Some(url) = read.filter(sound) else {
        keys.found_here(Finding::error("handoff-bad-webhook"));
        return None;
    };
    Some(setup.mock.clone().map_or(url, |mock| mock.join("hook").unwrap_or(mock)))
}

fn patience(keys: &mut Keys<'_>) -> Option<Patience> {
    let day = 24 * 60 * 60;
    let remind = keys.duration("remind", "remind = \"15m\"", 60..=day).unwrap_or(REMIND);
    let report = keys.duration("report", "report = \"1h\"", 60..=7 * day).unwrap_or(REPORT);
    if report < remind {
        keys.found_here(Finding::error("handoff-report-before-reminder"));
        return None;
    }
    Some(Patience { remind, report })
}
