//! The login by a number.

use super::signatures::{SECRETS, addresses, is_signed_by, written};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// What X names a login under way, and signs it with; and the number that it shows.
const TOKEN: &str = "imitated-request-token-0123456789";
const SECRET: &str = "imitated-request-secret-0123456789";
pub(super) const NUMBER: &str = "7654321";

/// How old or young a signature may be, in seconds.
const WINDOW: i64 = 300;

/// A login under way.
#[derive(Debug, Default)]
pub(super) struct Pins {
    begun: bool,
    agreed: bool,
}

impl Pins {
    pub(super) fn begin(&mut self, asked: &Asked, now: Instant) -> Reply {
        let more = [("oauth_callback", "oob")];
        if !is_ours(asked, now, &more, "") {
            return refused();
        }
        (self.begun, self.agreed) = (true, false);
        form(&[
            ("oauth_token", TOKEN),
            ("oauth_token_secret", SECRET),
            ("oauth_callback_confirmed", "true"),
        ])
    }

    /// The page on which a person agrees, who does so at once and reads the number.
    pub(super) fn agree(&mut self, asked: &Asked) -> Reply {
        if !self.begun || asked.query("oauth_token") != Some(TOKEN) {
            return Reply::html(400, "<h1>Whoa there!</h1>");
        }
        self.agreed = true;
        Reply::html(200, &format!("<code>{NUMBER}</code>"))
    }

    pub(super) fn end(&mut self, asked: &Asked, now: Instant, name: &str) -> Reply {
        let more = [("oauth_token", TOKEN), ("oauth_verifier", NUMBER)];
        if !self.agreed || !is_ours(asked, now, &more, SECRET) {
            return refused();
        }
        *self = Self::default();
        let (token, secret) = (SECRETS[2].1, SECRETS[3].1);
        form(&[
            ("oauth_token", token),
            ("oauth_token_secret", secret),
            ("user_id", super::ME),
            ("screen_name", name),
        ])
    }
}

/// Whether `asked` is signed by our app, with exactly these values besides the usual ones.
fn is_ours(asked: &Asked, now: Instant, more: &[(&str, &str)], secret: &str) -> bool {
    let Some(values) = written(asked) else { return false };
    let usual = ["oauth_nonce", "oauth_signature", "oauth_timestamp"];
    let fixed = [
        ("oauth_consumer_key", SECRETS[0].1),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_version", "1.0"),
    ];
    let mut wanted = fixed.iter().chain(more);
    let complete = values.len() == usual.len() + fixed.len() + more.len();
    let right = wanted.all(|(name, value)| values.get(*name).is_some_and(|given| given == value));
    let seconds: i64 =
        values.get("oauth_timestamp").and_then(|text| text.parse().ok()).unwrap_or(0);
    let in_time = (now.timestamp() - seconds).abs() <= WINDOW;
    let signed = || addresses(asked).iter().any(|url| is_signed_by(asked, url, &values, secret));
    complete && right && in_time && usual.iter().all(|name| values.contains_key(*name)) && signed()
}

fn form(pairs: &[(&str, &str)]) -> Reply {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let headers = vec![("content-type".to_owned(), "text/html;charset=utf-8".to_owned())];
    Reply { status: 200, headers, body: body.into_bytes() }
}

fn refused() -> Reply {
    Reply::text(401, "Could not authenticate you")
}
