//! The settings of an account on X.

use super::access::Chosen;
use super::options::ReplySettings;
use super::signer::App;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::{Secret, SecretRef};

/// Where the API is, and where people log in (docs.x.com `authentication`, August 2026).
const SERVER: &str = "https://api.x.com";
const LOGIN: &str = "https://x.com";

/// The account of the imitation, which stands for any account in a dry run.
pub(super) const MOCK_NAME: &str = "dakiya_mock";

/// The longest text of accounts without a subscription, and of any (twitter-text 3; changelog of
/// August 2024), as X counts it.
const LENGTH: u32 = 280;
const MOST_LENGTH: u32 = 25_000;

/// The settings, complete, as people write them below the name of the platform.
pub(super) const SAMPLE: &str = r#"# The name of the account without the @. A login that belongs to another account is not used.
username = "office_example"
# The four keys of the developer console. They do not end.
api_key = { credential = "x-api-key" }
api_secret = { credential = "x-api-secret" }
# These two may be left out; then log in with: dakiya login NAME
access_token = { credential = "x-access-token" }
access_secret = { credential = "x-access-secret" }
# The longest text as X counts it: 280, or more where the account has a subscription.
max_length = 280
# What becomes of longer texts: "thread", "posts" (numbered, one after the other) or "refuse".
long_texts = "thread"
# Whether X lets this account post films of more than 140 seconds.
long_videos = false
# Who may reply: "everyone", "following", "mentionedUsers", "subscribers" or "verified".
reply_settings = "everyone"
# The accounts that posts may mention; a mention of any other one is refused.
mentions = []
server = "https://api.x.com"
"#;

/// An account's settings, checked.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The account's name without the `@`.
    pub(super) username: String,
    /// Whether a mock stands for X.
    pub(super) mocked: bool,
    /// Where the API is; the mock's address in a dry run.
    pub(super) server: Url,
    /// Where people log in; the mock's address in a dry run.
    pub(super) login: Url,
    /// The longest text.
    pub(super) max_length: usize,
    /// What becomes of longer ones.
    pub(super) long_texts: LongTexts,
    /// Whether films may be longer than 140 seconds.
    pub(super) long_videos: bool,
    /// Who may reply, unless the post says otherwise.
    pub(super) reply_settings: ReplySettings,
    /// The accounts that posts may mention, without the `@`.
    pub(super) mentions: Vec<String>,
}

/// What becomes of a text that is too long for one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LongTexts {
    /// Each part replies to the one before.
    Thread,
    /// Each part stands by itself.
    Posts,
    /// It is refused.
    Refuse,
}

impl LongTexts {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "thread" => Ok(Self::Thread),
            "posts" => Ok(Self::Posts),
            "refuse" => Ok(Self::Refuse),
            _ => Err("it is thread, posts or refuse".to_owned()),
        }
    }
}

/// Reads all settings, so that every mistake is found at once.
pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<(Settings, Chosen)> {
    let username = username(keys);
    let server = setup.address(keys, "server", Some(SERVER));
    let login = setup.mock.clone().or_else(|| Url::parse(LOGIN).ok());
    let chosen = chosen(setup, keys);
    let max_length = max_length(keys);
    let long_texts = keys.take_with("long_texts", "long_texts = \"thread\"", LongTexts::read);
    let long_videos = keys.take("long_videos", "long_videos = false").unwrap_or(false);
    let example = "reply_settings = \"everyone\"";
    let reply_settings = keys.take_with("reply_settings", example, ReplySettings::read);
    let mentions = mentions(keys);
    let settings = Settings {
        username: username?,
        mocked: setup.mock.is_some(),
        server: server?,
        login: login?,
        max_length,
        long_texts: long_texts.unwrap_or(LongTexts::Thread),
        long_videos,
        reply_settings: reply_settings.unwrap_or_default(),
        mentions,
    };
    Some((settings, chosen?))
}

/// The way of logging in, by the settings that are there.
fn chosen(setup: &Setup, keys: &mut Keys<'_>) -> Option<Chosen> {
    if !keys.has("client_id") {
        return four_keys(setup, keys);
    }
    let second = ["api_key", "api_secret", "access_token", "access_secret"];
    if let Some(key) = second.into_iter().find(|key| keys.has(key)) {
        let finding = Finding::error("x-two-logins").with("key", key);
        keys.found_here(finding);
    }
    let client_id = keys.take_with("client_id", "client_id = \"abc123\"", plain);
    let client_secret = if_there(setup, keys, "client_secret")?;
    let refresh_token = seed(setup, keys)?;
    Some(Chosen::OAuth2 { client_id: client_id?, client_secret, refresh_token })
}

/// The keys of the app, and of the account. The account's may be left out: then a person logs in.
fn four_keys(setup: &Setup, keys: &mut Keys<'_>) -> Option<Chosen> {
    let consumer = setup.secret(keys, "api_key");
    let consumer_secret = setup.secret(keys, "api_secret");
    let one_is_there = keys.has("access_token") || keys.has("access_secret");
    let (token, secret) = match one_is_there {
        true => (setup.secret(keys, "access_token"), setup.secret(keys, "access_secret")),
        false => (
            setup.secret_if_given(keys, "access_token"),
            setup.secret_if_given(keys, "access_secret"),
        ),
    };
    let given = token.zip(secret);
    if one_is_there && given.is_none() {
        return None;
    }
    let app = App { consumer: consumer?, consumer_secret: consumer_secret? };
    Some(Chosen::Keys(app, given))
}

/// The secret `key`, which may be left out; nothing at all where it is there and wrong.
fn if_there(setup: &Setup, keys: &mut Keys<'_>, key: &str) -> Option<Option<Secret>> {
    match keys.has(key) {
        true => setup.secret(keys, key).map(Some),
        false => Some(None),
    }
}

/// A refresh token that a person made. In a dry run nobody has logged in to the mock, so the
/// mock's own stands in.
fn seed(setup: &Setup, keys: &mut Keys<'_>) -> Option<Option<Secret>> {
    let given = if_there(setup, keys, "refresh_token")?;
    let mocks = || {
        setup.mock.as_ref()?;
        let unused = SecretRef::Env("DAKIYA_MOCK".to_owned());
        setup.secrets.resolve("refresh_token", &unused).ok()
    };
    Some(given.or_else(mocks))
}

fn plain(text: &str) -> Result<String, String> {
    let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    let problem = || "it is the client ID of the app, without blanks".to_owned();
    sound.then(|| text.to_owned()).ok_or_else(problem)
}

fn username(keys: &mut Keys<'_>) -> Option<String> {
    let example = "username = \"office_example\"";
    if !keys.has("username") {
        keys.missing("username", example);
        return None;
    }
    keys.take_with("username", example, name)
}

/// An account's name, with or without the `@`.
pub(super) fn name(text: &str) -> Result<String, String> {
    let bare = text.strip_prefix('@').unwrap_or(text);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let sound = (1..=15).contains(&bare.len()) && bare.bytes().all(fits);
    let problem = || "a name has up to 15 English letters, digits and _".to_owned();
    sound.then(|| bare.to_owned()).ok_or_else(problem)
}

fn max_length(keys: &mut Keys<'_>) -> usize {
    let example = "max_length = 280";
    let given = keys.take_spanned::<u32>("max_length", example);
    let (length, span) = given.unwrap_or((LENGTH, 0..0));
    if !(1..=MOST_LENGTH).contains(&length) {
        let finding = wrong(keys, "max_length", format!("it is from 1 to {MOST_LENGTH}"), example);
        keys.found(span, finding);
    }
    usize::try_from(length).unwrap_or(usize::MAX)
}

fn mentions(keys: &mut Keys<'_>) -> Vec<String> {
    let example = "mentions = [\"@PIBHindi\"]";
    let given = keys.take_spanned::<Vec<String>>("mentions", example);
    let (written, span) = given.unwrap_or_default();
    let names: Result<Vec<_>, _> = written.iter().map(|one| name(one)).collect();
    names.unwrap_or_else(|problem| {
        let finding = wrong(keys, "mentions", problem, example);
        keys.found(span, finding);
        Vec::new()
    })
}

fn wrong(keys: &Keys<'_>, key: &str, problem: String, example: &'static str) -> Finding {
    Finding::error("wrong-value")
        .with("key", keys.full(key))
        .with("problem", problem)
        .with("example", example)
}
