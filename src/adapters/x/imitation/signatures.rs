//! Who signs, as OAuth 1.0a has it (RFC 5849), read from the header and computed anew.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::Refusal;
use crate::clock::Instant;
use crate::platform::mock::Asked;

/// The keys that the imitation accepts, by setting.
pub(super) const SECRETS: [(&str, &str); 4] = [
    ("api_key", "imitated-api-key-0123456789"),
    ("api_secret", "imitated+api/secret=0123456789abcdef"),
    ("access_token", "1700000000000000001-imitatedAccessToken"),
    ("access_secret", "imitated~access.secret%0123456789"),
];

/// The keys, for requests that a test signs by itself.
#[cfg(test)]
pub(in crate::adapters::x) fn secrets() -> [(&'static str, &'static str); 4] {
    SECRETS
}

/// How old or young a signature may be, in seconds.
const WINDOW: i64 = 300;

/// Everything that a header must have, and nothing else.
const NAMES: [&str; 7] = [
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_version",
];

/// The keys of one account.
#[derive(Debug, Default)]
pub(super) struct Signatures {
    revoked: bool,
    seen: BTreeSet<String>,
}

impl Signatures {
    pub(super) fn revoke(&mut self) {
        self.revoked = true;
    }

    /// Whether `asked` is signed with our keys, now, and for the first time.
    pub(super) fn check(&mut self, asked: &Asked, now: Instant) -> Result<(), Refusal> {
        let values = header(asked).ok_or_else(Refusal::unauthorized)?;
        let is = |name: &str, wanted: &str| values.get(name).is_some_and(|value| value == wanted);
        let ours = is("oauth_consumer_key", SECRETS[0].1)
            && is("oauth_token", SECRETS[2].1)
            && is("oauth_signature_method", "HMAC-SHA1")
            && is("oauth_version", "1.0");
        let seconds: i64 = values["oauth_timestamp"].parse().unwrap_or_default();
        let in_time = (now.timestamp() - seconds).abs() <= WINDOW;
        let signed = addresses(asked).iter().any(|url| is_signed(asked, url, &values));
        let fresh = !self.seen.contains(&values["oauth_nonce"]);
        if self.revoked || !(ours && in_time && signed && fresh) {
            return Err(Refusal::unauthorized());
        }
        self.seen.insert(values["oauth_nonce"].clone());
        Ok(())
    }
}

/// Where the request may have been sent to; without a network it does not say.
pub(super) fn addresses(asked: &Asked) -> Vec<String> {
    let hosts = match asked.header("host") {
        Some(host) => vec![host],
        None => vec!["127.0.0.1:9", "api.x.com"],
    };
    let of =
        |host: &str| ["http", "https"].map(|scheme| format!("{scheme}://{host}{}", asked.path));
    hosts.into_iter().flat_map(of).collect()
}

fn header(asked: &Asked) -> Option<BTreeMap<String, String>> {
    let values = written(asked)?;
    values.keys().map(String::as_str).eq(NAMES).then_some(values)
}

/// The values of the header, whatever they are.
pub(super) fn written(asked: &Asked) -> Option<BTreeMap<String, String>> {
    let written = asked.header("authorization")?.strip_prefix("OAuth ")?;
    let mut values = BTreeMap::new();
    for pair in written.split(", ") {
        let (name, value) = pair.split_once('=')?;
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        let value = percent_decode_str(value).decode_utf8().ok()?.into_owned();
        if values.insert(name.to_owned(), value).is_some() {
            return None;
        }
    }
    Some(values)
}

fn is_signed(asked: &Asked, url: &str, values: &BTreeMap<String, String>) -> bool {
    is_signed_by(asked, url, values, SECRETS[3].1)
}

/// Whether the values are signed with our app's secret and this one of a token.
pub(super) fn is_signed_by(
    asked: &Asked,
    url: &str,
    values: &BTreeMap<String, String>,
    token_secret: &str,
) -> bool {
    let mut all: Vec<String> = asked.query.iter().map(|(name, value)| pair(name, value)).collect();
    let own = values.iter().filter(|(name, _)| *name != "oauth_signature");
    all.extend(own.map(|(name, value)| pair(name, value)));
    all.extend(asked.form().unwrap_or_default().iter().map(|(name, value)| pair(name, value)));
    all.sort();
    let base = [asked.method.as_str(), &escaped(url), &escaped(&all.join("&"))].join("&");
    let key = [escaped(SECRETS[1].1), escaped(token_secret)].join("&");
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    let given = STANDARD.decode(&values["oauth_signature"]).unwrap_or_default();
    hmac::verify(&key, base.as_bytes(), &given).is_ok()
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", escaped(name), escaped(value))
}

/// Percent-encoding as RFC 5849 3.6 has it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}
