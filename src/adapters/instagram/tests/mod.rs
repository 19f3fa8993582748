//! Tests of the adapter against its imitation.

mod commenting;
mod composing;
mod described;
mod doubt;
mod hostile;
mod logins;
mod posting;
mod refusals;
mod staging;
mod strictness;

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::Value;

use super::imitation::{Config, Service};
use crate::clock::Instant;
use crate::delivery::{Found, Receipt};
use crate::platform::Row;
use crate::platform::mock::bench::{
    Single, draft, ids, media_of as media, receipt_of, with_option,
};
use crate::platform::mock::{Asked, Imitation, JobSeed, Mischief, Rig, Trick, Way};
use crate::post::{Draft, Film, Media, MediaKind};

/// A row whose kinds are services set up differently.
static ROW: Row = Row { imitation: service, ..super::ROW };

const SETTINGS: &str = "user = \"17841400000000001\"\ntoken = { credential = \"t\" }\n";

const WITH_APP: &str = "user = \"17841400000000001\"\ntoken = { credential = \"t\" }\napp_id = \"1234567890123456\"\napp_secret = { credential = \"s\" }\n";

/// The other front door.
const WITHOUT_PAGE: &str = "login = \"instagram\"\ntoken = { credential = \"t\" }\n";

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

fn service(kind: &str) -> Option<Box<dyn Imitation>> {
    let mut config = Config::described();
    match kind {
        "instagram" => {}
        "slow" => config.processing = (3600, 3600),
        "broken" => config.fails = Some("Error: Media upload has failed with error code 2207053"),
        "format" => config.fails = Some("Error: The video format is not supported: 2207026"),
        "unfetched-once" => config.unfetched = 1,
        "unfetched" => config.unfetched = 9,
        "breaks" => config.breaks_after = Some(4),
        "breaks-silently" => (config.breaks_after, config.tells_offset) = (Some(4), false),
        "spoils" => (config.breaks_after, config.spoils) = (Some(4), true),
        "full" => config.quota = 0,
        "hides" => config.hides = true,
        "newer" => config.version = "v27.0",
        "poor" => config.scopes = &["instagram_basic", "instagram_manage_contents"],
        _ => return None,
    }
    Some(Service::boxed(config))
}

/// An account on its stage.
struct Bench(Single);

impl Deref for Bench {
    type Target = Single;

    fn deref(&self) -> &Single {
        &self.0
    }
}

impl Bench {
    fn of(kind: &str) -> Self {
        Self::with(kind, SETTINGS)
    }

    fn with(kind: &str, settings: &str) -> Self {
        Self(Single::on(&ROW, kind, settings))
    }

    fn restarted(self) -> Self {
        Self(self.0.restarted())
    }

    /// A film whose bytes are in the store.
    fn film(&self) -> Media {
        self.media("सभा.mp4", MediaKind::Mp4, b"\0\0\0\x18ftypisom....")
    }

    fn reel(&self) -> Draft {
        Draft { media: vec![self.film()], ..draft(TEXT) }
    }

    /// The forms of the containers that were made.
    fn forms(&self) -> Vec<BTreeMap<String, String>> {
        let made = self.asked("POST", "/media");
        made.iter().map(|asked| asked.form().unwrap().into_iter().collect()).collect()
    }
}

/// A post with one picture.
fn pictured(text: &str) -> Draft {
    Draft { media: vec![picture("मंच")], ..draft(text) }
}

fn picture(alt: &str) -> Media {
    media(MediaKind::Jpeg, Some(alt))
}
