//! The settings of an account.

use super::imitation::USER;
use crate::adapters::graph::Version;
use crate::adapters::graph::line::Id;
use crate::adapters::graph::login::App;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// The settings, complete, as people write them below the name of the platform.
pub(super) const SAMPLE: &str = r#"# How we get in: "facebook" (the account is linked to a Page) or "instagram" (without a Page).
login = "facebook"
# The account's id at Instagram, 17 digits that begin with 178.
user = "17841400000000001"
# "facebook": the token of a system user, which never ends. "instagram": a token for 60 days, which
# the program renews every week by itself.
token = { credential = "instagram-token" }
# The app that the token belongs to.
app_id = "1234567890123456"
app_secret = { credential = "instagram-app-secret" }
# The version of the interface.
version = "v25.0"
# Leave them out unless go-betweens of yours speak for Instagram.
server = "https://graph.facebook.com"
upload_server = "https://rupload.facebook.com"
"#;

const EXAMPLE: &str = "user = \"17841400000000001\"";

/// Through which door we get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// With a token of a Page or system user.
    Facebook,
    /// With a token of the account itself.
    Instagram,
}

/// An account's settings, checked.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) door: Door,
    /// The account's id; none where the token alone says whose it is.
    pub(super) user: Option<String>,
    /// The token that a person made, if one did.
    pub(super) seed: Option<Secret>,
    /// The app, where both its id and its secret are set.
    pub(super) app: Option<App>,
    /// The app's secret, with which requests prove that they come from the app.
    pub(super) proves: Option<Secret>,
    pub(super) version: Version,
    pub(super) server: Url,
    pub(super) upload_server: Url,
    pub(super) code_server: Url,
}

impl Settings {
    /// Reads the settings; everything wrong is added to `keys`.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let choices = [("facebook", Door::Facebook), ("instagram", Door::Instagram)];
        let door = keys.choice("login", "login = \"facebook\"", &choices);
        let door = door.unwrap_or(Door::Facebook);
        let user = keys.take_with("user", EXAMPLE, user);
        let app_id = keys.take_with("app_id", "app_id = \"1234567890123456\"", app_id_of);
        let has_secret = keys.has("app_secret");
        let app_secret = if has_secret { Some(setup.secret(keys, "app_secret")?) } else { None };
        let app = app_id.zip(app_secret.clone()).map(|(id, secret)| App { id, secret });
        let logs_in = door == Door::Instagram && app.is_some();
        let wants_token = keys.has("token") || !logs_in;
        let seed = wants_token.then(|| setup.secret(keys, "token"));
        let version = keys.take_with("version", "version = \"v25.0\"", Version::read);
        let default = match door {
            Door::Facebook => "https://graph.facebook.com",
            Door::Instagram => "https://graph.instagram.com",
        };
        let server = setup.address(keys, "server", Some(default));
        let upload = setup.address(keys, "upload_server", Some("https://rupload.facebook.com"));
        let codes = setup.address(keys, "code_server", Some("https://api.instagram.com"));
        if door == Door::Facebook && user.is_none() {
            keys.missing("user", EXAMPLE);
            return None;
        }
        let seed = match seed {
            Some(seed) => Some(seed?),
            None => None,
        };
        Some(Self {
            door,
            user: user.map(|user| setup.stand_in(user, USER)),
            seed,
            app,
            proves: app_secret.filter(|_| door == Door::Facebook),
            version: version.unwrap_or(Version::DEFAULT),
            server: server?,
            upload_server: upload?,
            code_server: codes?,
        })
    }
}

fn user(text: &str) -> Result<String, String> {
    let id = Id::read(text).filter(|id| id.as_str().len() >= 15);
    let problem = "it is the id that Instagram gives the account, not its name";
    id.map(|id| id.0).ok_or_else(|| problem.to_owned())
}

fn app_id_of(text: &str) -> Result<String, String> {
    Id::read(text).map(|id| id.0).ok_or_else(|| "an app's id has digits alone".to_owned())
}
