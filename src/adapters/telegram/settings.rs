//! The settings of a Telegram account, and the bot's address.

use super::chat::{self, Chat};
use super::options::Preview;
use crate::delivery::Guarantee;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// Telegram's own server.
const SERVER: &str = "https://api.telegram.org";

/// The chat that stands for `staging_chat` in a dry run.
pub(super) const MOCK_STAGING: i64 = -1_009_000_000_002;

/// The chat that stands for a person's own in a dry run.
pub(in crate::adapters) const MOCK_PERSON: i64 = 700_000_004;

/// The chat that stands for `probe_chat` in a dry run.
pub(super) const MOCK_PROBE: i64 = -1_009_000_000_003;

/// The settings as the config has them, complete.
pub(super) const SAMPLE: &str = r#"channel         = "@our_channel"
token           = { credential = "telegram-token" }
server          = "https://api.telegram.org"
silent          = false
protect_content = false
link_preview    = "auto"
staging_chat    = "-1001234567890"
probe_chat      = "-1009876543210"
"#;

/// What an account was set up with.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// Where posts go.
    pub(super) channel: Chat,
    /// Who posts them.
    pub(super) bot: Bot,
    /// Whether phones stay quiet.
    pub(super) silent: bool,
    /// Whether posts cannot be forwarded or saved.
    pub(super) protect: bool,
    /// What becomes of the first link.
    pub(super) preview: Preview,
    /// The private chat through which pictures and films are uploaded ahead of time.
    pub(super) staging: Option<i64>,
    /// The private chat into which we forward to see what the channel has.
    pub(super) probe: Option<i64>,
}

impl Settings {
    /// Reads the settings; what is wrong with them is added to `keys`.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let channel = channel(keys);
        let bot = Bot::read(setup, keys);
        let flag = |keys: &mut Keys<'_>, key: &str| {
            keys.take::<bool>(key, &format!("{key} = true")).unwrap_or_default()
        };
        let silent = flag(keys, "silent");
        let protect = flag(keys, "protect_content");
        let preview = keys.take_with("link_preview", Preview::EXAMPLE, Preview::read);
        let preview = preview.unwrap_or_default();
        let staging = side_chat(keys, "staging_chat", channel.as_ref());
        let probe = side_chat(keys, "probe_chat", channel.as_ref());
        let stand_in =
            |own: Option<i64>, mock| own.map(|own| setup.mock.as_ref().map_or(own, |_| mock));
        Some(Self {
            channel: channel?,
            bot: bot?,
            silent,
            protect,
            preview,
            staging: stand_in(staging, MOCK_STAGING),
            probe: stand_in(probe, MOCK_PROBE),
        })
    }

    /// What the account promises: protected posts cannot be forwarded, so they cannot be probed.
    pub(super) fn guarantee(&self) -> Guarantee {
        if self.probe.is_some() && !self.protect { Guarantee::C } else { Guarantee::D }
    }

    /// The private chats with the names of their settings.
    pub(super) fn side_chats(&self) -> impl Iterator<Item = (&'static str, i64)> {
        let chats = [("staging_chat", self.staging), ("probe_chat", self.probe)];
        chats.into_iter().filter_map(|(setting, chat)| Some((setting, chat?)))
    }
}

fn channel(keys: &mut Keys<'_>) -> Option<Chat> {
    let example = "channel = \"@our_channel\"";
    if !keys.has("channel") {
        keys.missing("channel", example);
        return None;
    }
    keys.take_with("channel", example, Chat::read)
}

/// A chat that only we can see. It has no public name, and it is not the channel.
fn side_chat(keys: &mut Keys<'_>, key: &str, channel: Option<&Chat>) -> Option<i64> {
    let example = format!("{key} = \"-1001234567890\"");
    keys.take_with(key, &example, |text| {
        let number = chat::read_number(text)
            .map_err(|_| "a private chat is named by its number, such as -1001234567890")?;
        if channel == Some(&Chat::Number(number)) {
            return Err("this is the channel itself, where followers would see it".to_owned());
        }
        Ok(number)
    })
}

/// The bot: the server it lives on and its token, which is a part of every address.
#[derive(Debug, Clone)]
pub(in crate::adapters) struct Bot {
    server: Url,
    token: Secret,
    /// The token's second half, so that it is struck out where an answer repeats it alone.
    _key: Secret,
}

impl Bot {
    /// Reads the bot's settings; what is wrong with them is added to `keys`.
    pub(in crate::adapters) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let token = setup.secret(keys, "token");
        let server = setup.address(keys, "server", Some(SERVER));
        let token = token?;
        let Some(key) = key_of(token.expose()) else {
            keys.found_here(Finding::error("telegram-token-malformed"));
            return None;
        };
        let key = Secret::new(key);
        Some(Self { server: server?, token, _key: key })
    }

    /// The address of `method`. The only place where the token is exposed.
    pub(super) fn url(&self, method: &str) -> Url {
        let mut url = self.server.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&format!("bot{}", self.token.expose())).push(method);
        }
        url
    }
}

/// The part of a token after the colon, if it is a token: digits, a colon, letters.
fn key_of(token: &str) -> Option<&str> {
    let (number, key) = token.split_once(':')?;
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let sound = !number.is_empty()
        && !number.starts_with('0')
        && number.chars().all(|c| c.is_ascii_digit())
        && (20..=64).contains(&key.len())
        && key.chars().all(letter);
    sound.then_some(key)
}

#[cfg(test)]
impl Bot {
    /// A bot for tests of requests.
    pub(super) fn sample(server: &str, token: &str) -> Self {
        let key = Secret::new(key_of(token).unwrap());
        Self { server: Url::parse(server).unwrap(), token: Secret::new(token), _key: key }
    }
}
