//! The settings of an account.

use serde_json::json;

use super::login::did_of;
use super::{options, syntax};
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// The server where accounts of the company Bluesky log in.
const ENTRYWAY: &str = "https://bsky.social";

/// The service that takes films (bsky-docs `video`, read April 2026).
const VIDEO_SERVICE: &str = "https://video.bsky.app";

/// What every server takes of a picture, and what those with the lexicons of 2026 take, in bytes.
const IMAGE_BYTES: u64 = 1_000_000;
const MOST_IMAGE_BYTES: u64 = 2_000_000;

/// The settings, complete, as people write them below the name of the platform.
pub(super) const SAMPLE: &str = r#"# The handle, or the DID (did:plc:…) that stays when the handle changes.
handle = "office.example.org"
# An app password: bsky.app, Settings, Privacy and security, App passwords.
password = { credential = "bluesky-password" }
# Where the account logs in; leave it out for accounts on bsky.social.
server = "https://bsky.social"
# The service that takes films; leave it out unless you run your own.
video_server = "https://video.bsky.app"
# The languages of posts that do not name their own.
langs = ["hi"]
# The largest picture in bytes: 1000000 fits every server, newer ones take up to 2000000.
max_image_bytes = 1000000
# Whether @name.bsky.social in a text becomes a link that tells the other account.
mentions = true
"#;

/// An account's settings, checked.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The handle or DID to log in with.
    pub(super) identifier: String,
    /// The app password.
    pub(super) password: Secret,
    /// Where to log in; the mock's address in a dry run.
    pub(super) server: Url,
    /// The service that takes films, or the mock in a dry run.
    pub(super) video: Url,
    /// The DID of that service, for which its tokens are made out.
    pub(super) video_did: String,
    /// The languages of posts that name none.
    pub(super) langs: Vec<String>,
    /// The largest picture in bytes.
    pub(super) image_bytes: u64,
    /// Whether mentions become links.
    pub(super) mentions: bool,
}

impl Settings {
    /// Reads the settings; everything wrong is added to `keys`.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let identifier = identifier(keys);
        let password = setup.secret(keys, "password");
        let server = setup.address(keys, "server", Some(ENTRYWAY));
        let video = setup.address(keys, "video_server", Some(VIDEO_SERVICE));
        let video_did = did_of_service(setup, video.as_ref());
        let langs = langs(keys);
        let image_bytes = image_bytes(keys);
        let mentions = keys.take("mentions", "mentions = false").unwrap_or(true);
        Some(Self {
            identifier: identifier?,
            password: password?,
            server: server?,
            video: video?,
            video_did: video_did?,
            langs,
            image_bytes,
            mentions,
        })
    }
}

/// The mock of a dry run stands for Bluesky's own service.
fn did_of_service(setup: &Setup, video: Option<&Url>) -> Option<String> {
    match setup.mock {
        Some(_) => Url::parse(VIDEO_SERVICE).ok().as_ref().map(did_of),
        None => video.map(did_of),
    }
}

fn identifier(keys: &mut Keys<'_>) -> Option<String> {
    let example = "handle = \"office.example.org\"";
    if !keys.has("handle") {
        keys.missing("handle", example);
        return None;
    }
    keys.take_with("handle", example, |text| {
        if text.starts_with("did:") && syntax::is_did(text) {
            Ok(text.to_owned())
        } else if syntax::is_handle(text) {
            Ok(text.to_lowercase())
        } else {
            Err("a handle looks like a web address, without @ and without https://".to_owned())
        }
    })
}

fn langs(keys: &mut Keys<'_>) -> Vec<String> {
    let example = "langs = [\"hi\"]";
    let Some((written, span)) = keys.take_spanned::<Vec<String>>("langs", example) else {
        return Vec::new();
    };
    options::langs(&json!(written)).unwrap_or_else(|problem| {
        keys.found(span, wrong(keys, "langs", &problem, example));
        Vec::new()
    })
}

fn image_bytes(keys: &mut Keys<'_>) -> u64 {
    let example = "max_image_bytes = 1000000";
    let Some((bytes, span)) = keys.take_spanned::<u64>("max_image_bytes", example) else {
        return IMAGE_BYTES;
    };
    if !(1..=MOST_IMAGE_BYTES).contains(&bytes) {
        let problem = format!("it must be from 1 to {MOST_IMAGE_BYTES}");
        keys.found(span, wrong(keys, "max_image_bytes", &problem, example));
    }
    bytes
}

fn wrong(keys: &Keys<'_>, key: &str, problem: &str, example: &str) -> Finding {
    let path = keys.path();
    let full = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    Finding::error("wrong-value")
        .with("key", full)
        .with("problem", problem)
        .with("example", example)
}
