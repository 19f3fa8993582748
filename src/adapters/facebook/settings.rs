//! The settings of an account.

use crate::adapters::graph::Version;
use crate::delivery::Guarantee;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

use super::answers::is_number;
use super::imitation::{APP, PAGE};

/// Where requests go.
const SERVER: &str = "https://graph.facebook.com";

/// Where the bytes of reels go.
pub(super) const UPLOADS: &str = "https://rupload.facebook.com";

/// All settings with their defaults written out.
pub(super) const SAMPLE: &str = r#"# The number of the Page: on the Page under About, Page transparency.
page = "100200300400500"
# The token of a system user; or in its place the Page's own: page_token = …
system_user_token = { credential = "facebook-token" }
# The app that the token was made with, and its secret.
app_id = "987654321098765"
app_secret = { credential = "facebook-app-secret" }
# The version of the interface that is asked for.
version = "v25.0"
# Posts are made unpublished first and then revealed. Only after you tried it: see docs/platforms.
two_step = false
# Where requests and the bytes of reels go; leave both out.
server = "https://graph.facebook.com"
upload_server = "https://rupload.facebook.com"
"#;

/// Whose the token in the settings is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenOf {
    /// A system user's: the Page's own is derived from it.
    SystemUser,
    /// The Page's.
    Page,
}

/// What the config says about the account.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The number of the Page.
    pub(super) page: String,
    pub(super) token: Secret,
    pub(super) token_of: TokenOf,
    pub(super) app_id: String,
    pub(super) app_secret: Secret,
    pub(super) version: Version,
    /// Whether posts are made unpublished and then revealed.
    pub(super) two_step: bool,
    pub(super) server: Url,
    pub(super) uploads: Url,
}

impl Settings {
    /// Reads all settings, so that every mistake is found at once.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let page = number(keys, "page", "page = \"100200300400500\"");
        let (token_of, token) = token(setup, keys);
        let app_id = number(keys, "app_id", "app_id = \"987654321098765\"");
        let app_secret = setup.secret(keys, "app_secret");
        let version = keys.take_with("version", "version = \"v25.0\"", Version::read);
        let two_step = keys.take("two_step", "two_step = false").unwrap_or(false);
        let server = setup.address(keys, "server", Some(SERVER));
        let uploads = setup.address(keys, "upload_server", Some(UPLOADS));
        Some(Self {
            page: setup.stand_in(page?, PAGE),
            token: token?,
            token_of,
            app_id: setup.stand_in(app_id?, APP),
            app_secret: app_secret?,
            version: version.unwrap_or(Version::DEFAULT),
            two_step,
            server: server?,
            uploads: uploads?,
        })
    }

    /// What the account promises.
    pub(super) fn guarantee(&self) -> Guarantee {
        if self.two_step { Guarantee::A } else { Guarantee::C }
    }
}

/// Which token there is. Of two, nobody knows which is meant.
fn token(setup: &Setup, keys: &mut Keys<'_>) -> (TokenOf, Option<Secret>) {
    if !keys.has("page_token") {
        return (TokenOf::SystemUser, setup.secret(keys, "system_user_token"));
    }
    let token = setup.secret(keys, "page_token");
    let both = keys.has("system_user_token");
    if both {
        let _not_used = setup.secret(keys, "system_user_token");
        keys.found_here(Finding::error("facebook-two-tokens"));
    }
    (TokenOf::Page, token.filter(|_| !both))
}

fn number(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<String> {
    if !keys.has(key) {
        keys.missing(key, example);
        return None;
    }
    keys.take_with(key, example, |text| {
        let sound = is_number(text).then(|| text.to_owned());
        sound.ok_or_else(|| "it is a number of up to 30 digits, in quotes".to_owned())
    })
}
