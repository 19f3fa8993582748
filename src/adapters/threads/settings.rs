//! The settings of an account.

use crate::adapters::graph::login::App;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// The host of the interface.
const SERVER: &str = "https://graph.threads.net";

/// The settings, complete, as people write them below the name of the platform.
pub(super) const SAMPLE: &str = r#"# A token for 60 days, from the app's page; the program renews it every week by itself.
token = { credential = "threads-token" }
# The name of the account, so that no other one is posted to by mistake.
username = "our_office"
# Who may answer: everyone, accounts_you_follow, mentioned_only, parent_post_author_only or
# followers_only.
reply_control = "everyone"
# The Threads app, for `dakiya login`.
app_id = "1234567890123456"
app_secret = { credential = "threads-app-secret" }
# Leave it out unless a go-between of yours speaks for Threads.
server = "https://graph.threads.net"
"#;

/// Who may answer a post (publishing reference, 2026).
pub(super) const REPLY_CONTROLS: [&str; 5] = [
    "everyone",
    "accounts_you_follow",
    "mentioned_only",
    "parent_post_author_only",
    "followers_only",
];

/// An account's settings, checked.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The token that a person made, if one did.
    pub(super) seed: Option<Secret>,
    /// The app, where people log in through it.
    pub(super) app: Option<App>,
    /// The account's name; none where it does not matter, as in a dry run.
    pub(super) username: Option<String>,
    /// Who may answer, where that is set.
    pub(super) reply_control: Option<String>,
    pub(super) server: Url,
}

impl Settings {
    /// Reads the settings; everything wrong is added to `keys`.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let app = app(setup, keys);
        // Without an app nobody can log in, so there must be a token.
        let wanted = keys.has("token") || app.is_none();
        let seed = wanted.then(|| setup.secret(keys, "token"));
        let username = keys.take_with("username", "username = \"our_office\"", username);
        let reply_control =
            keys.take_with("reply_control", "reply_control = \"everyone\"", |text| {
                let known = REPLY_CONTROLS.contains(&text);
                if known { Ok(text.to_owned()) } else { Err(REPLY_CONTROLS.join(", ")) }
            });
        let server = setup.address(keys, "server", Some(SERVER));
        let seed = match seed {
            Some(seed) => Some(seed?),
            None => None,
        };
        let username = username.filter(|_| setup.mock.is_none());
        Some(Self { seed, app, username, reply_control, server: server? })
    }
}

/// The app, which is its id and its secret together.
fn app(setup: &Setup, keys: &mut Keys<'_>) -> Option<App> {
    let example = "app_id = \"1234567890123456\"";
    if !keys.has("app_id") && !keys.has("app_secret") {
        return None;
    }
    if !keys.has("app_id") {
        keys.missing("app_id", example);
    }
    let id = keys.take_with("app_id", example, app_id);
    let secret = setup.secret(keys, "app_secret");
    Some(App { id: id?, secret: secret? })
}

fn app_id(text: &str) -> Result<String, String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { Ok(text.to_owned()) } else { Err("an app's id has digits alone".to_owned()) }
}

/// A name with or without its `@`.
fn username(text: &str) -> Result<String, String> {
    let name = text.trim_start_matches('@');
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    if !name.is_empty() && name.chars().all(fits) {
        Ok(name.to_lowercase())
    } else {
        Err("a name has letters, digits, dots and underscores".to_owned())
    }
}
