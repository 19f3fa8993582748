//! Tests of the adapter against its imitation.

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
use crate::platform::mock::bench::{
    Single, draft, ids, media_of as media, receipt_of, with_option,
};
use crate::platform::mock::{Asked, Imitation, JobSeed, Mischief, Rig, Trick, Way};
use crate::platform::{Prepared, Row};
use crate::post::{Card, Draft, Media, MediaKind};

/// A row whose kinds are services set up differently.
static ROW: Row = Row { imitation: service, ..super::ROW };

const SETTINGS: &str = "token = { credential = \"t\" }\n";

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

fn service(kind: &str) -> Option<Box<dyn Imitation>> {
    let mut config = Config::described();
    match kind {
        "threads" => {}
        "slow" => config.processing = 3600,
        "broken" => config.fails = Some("FAILED_DOWNLOADING_VIDEO"),
        "invalid" => config.fails = Some("INVALID_BIT_RATE"),
        "unfetched-once" => config.unfetched = 1,
        "unfetched" => config.unfetched = 9,
        "unknown-twice" => config.unknown = 2,
        "unknown" => config.unknown = 1000,
        "full" => config.quotas = (0, 1000, 100),
        "no-replies" => config.quotas = (250, 0, 100),
        "poor" => config.scopes = &["threads_basic"],
        "writer" => config.scopes = &["threads_basic", "threads_content_publish"],
        "strips" => config.strips_sign = true,
        "hides" => config.hides = true,
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

    /// The forms of the containers that were made.
    fn forms(&self) -> Vec<BTreeMap<String, String>> {
        let made = self.asked("POST", "/threads");
        made.iter().map(|asked| asked.form().unwrap().into_iter().collect()).collect()
    }
}

fn picture(alt: &str) -> Media {
    media(MediaKind::Jpeg, Some(alt))
}
