//! The settings of a YouTube account.

use super::quota::POOL;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// Where the API is, where tokens are got, and where people log in.
const SERVER: &str = "https://www.googleapis.com";
const TOKEN_SERVER: &str = "https://oauth2.googleapis.com";
const LOGIN_SERVER: &str = "https://accounts.google.com";

/// All settings with their defaults written out.
pub(super) const SAMPLE: &str = r#"# The channel: YouTube, Settings, Advanced settings, Channel ID.
channel = "UCimitatedChannelOfTests"
# The OAuth client of the project, of the type "Desktop app".
client_id = "123456789-abc.apps.googleusercontent.com"
client_secret = { credential = "youtube-client-secret" }
# A refresh token got elsewhere; leave it out to log in with: dakiya login NAME
refresh_token = { credential = "youtube-refresh-token" }
# What posts do not say themselves.
privacy = "public"
category = 25
made_for_kids = false
notify = true
# What the project may ask in a day; more once YouTube has given more.
units = 10000
server = "https://www.googleapis.com"
token_server = "https://oauth2.googleapis.com"
login_server = "https://accounts.google.com"
"#;

/// What the config says about the account.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) channel: String,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) refresh_token: Option<Secret>,
    pub(super) privacy: Privacy,
    pub(super) category: u16,
    pub(super) made_for_kids: bool,
    /// Whether subscribers are told.
    pub(super) notify: bool,
    /// What the project may ask in a day.
    pub(super) units: u32,
    pub(super) server: Url,
    pub(super) token_server: Url,
    pub(super) login_server: Url,
}

/// Who sees a film that was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Privacy {
    Public,
    /// Whoever knows its address.
    Unlisted,
}

impl Privacy {
    /// The name it has in the API, the config and posts.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
        }
    }

    pub(super) fn read(text: &str) -> Result<Self, String> {
        match text {
            "public" => Ok(Self::Public),
            "unlisted" => Ok(Self::Unlisted),
            _ => Err("it is public or unlisted".to_owned()),
        }
    }
}

/// Reads all settings, so that every mistake is found at once.
pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Settings> {
    let channel = required(keys, "channel", "channel = \"UCabc…\"", channel);
    let example = "client_id = \"123456789-abc.apps.googleusercontent.com\"";
    let client_id = required(keys, "client_id", example, client_id);
    let client_secret = setup.secret(keys, "client_secret");
    let refresh_token = setup.secret_if_given(keys, "refresh_token");
    let privacy = keys.take_with("privacy", "privacy = \"public\"", Privacy::read);
    let category = keys.take::<u16>("category", "category = 25");
    let made_for_kids = keys.take("made_for_kids", "made_for_kids = false");
    let notify = keys.take("notify", "notify = true");
    let units = keys.take::<u32>("units", "units = 10000");
    let server = setup.address(keys, "server", Some(SERVER));
    let token_server = setup.address(keys, "token_server", Some(TOKEN_SERVER));
    let login_server = setup.address(keys, "login_server", Some(LOGIN_SERVER));
    Some(Settings {
        channel: channel?,
        client_id: client_id?,
        client_secret: client_secret?,
        refresh_token,
        privacy: privacy.unwrap_or(Privacy::Public),
        category: category.unwrap_or(25),
        made_for_kids: made_for_kids.unwrap_or(false),
        notify: notify.unwrap_or(true),
        units: units.unwrap_or(POOL),
        server: server?,
        token_server: token_server?,
        login_server: login_server?,
    })
}

fn required(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    read: impl FnOnce(&str) -> Result<String, String>,
) -> Option<String> {
    if !keys.has(key) {
        keys.missing(key, example);
        return None;
    }
    keys.take_with(key, example, read)
}

fn channel(text: &str) -> Result<String, String> {
    let sound = text.starts_with("UC") && (20..=30).contains(&text.len()) && is_id(text);
    sound.then(|| text.to_owned()).ok_or_else(|| {
        "the id of a channel begins with UC and has 24 letters, digits, - and _".to_owned()
    })
}

fn client_id(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let sound = text.ends_with(".apps.googleusercontent.com") && text.bytes().all(plain);
    let problem = "it ends in .apps.googleusercontent.com";
    sound.then(|| text.to_owned()).ok_or_else(|| problem.to_owned())
}

/// Whether `text` has the signs that ids on YouTube have.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
