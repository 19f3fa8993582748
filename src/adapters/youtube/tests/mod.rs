//! The adapter against its imitation.

mod captions;
mod composing;
mod described;
mod doubt;
mod films;
mod hostile;
mod logins;
mod refusals;
mod strictness;

use std::ops::Deref;

use serde_json::Value;

use super::ROW;
use super::imitation::{Fate, Imitation, Knobs};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::Row;
use crate::platform::mock::bench::{Bench, draft, ids, shared, with_option as option};
use crate::platform::mock::{Asked, Rig, Trick, Way};
use crate::post::{Draft, Media, MediaKind};

const SETTINGS: &str = "channel = \"UCimitatedChannelOfTests\"\n\
                        client_id = \"1-a.apps.googleusercontent.com\"\n\
                        client_secret = { credential = \"s\" }\n\
                        refresh_token = { credential = \"r\" }\n";

static YOUTUBE: Row = ROW;

/// A row whose imitation has other knobs.
macro_rules! row {
    ($name:ident, $($field:ident: $value:expr),+) => {
        static $name: Row = Row {
            imitation: |_| Some(Imitation::boxed(Knobs { $($field: $value,)+ ..Knobs::default() })),
            ..ROW
        };
    };
}
use row;

/// An account on its stage.
struct Desk(Bench);

impl Deref for Desk {
    type Target = Bench;

    fn deref(&self) -> &Bench {
        &self.0
    }
}

impl Desk {
    fn new() -> Self {
        Self::of(&YOUTUBE, SETTINGS)
    }

    fn of(row: &'static Row, settings: &str) -> Self {
        Self(Bench::on(row, "youtube", settings))
    }

    fn restarted(self) -> Self {
        Self(self.0.restarted())
    }

    fn picture(&self) -> Media {
        self.media("thumb.jpg", MediaKind::Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    }

    /// A post with a small film.
    fn draft(&self, text: &str) -> Draft {
        Draft { media: vec![self.film(5000)], ..draft(text) }
    }

    /// One step; whether it was the last.
    async fn step(&self, way: &mut Way, key: &str) -> Result<bool, Failure> {
        self.0.step(way, self.job(key)).await
    }

    async fn find(&self, way: &Way, key: &str) -> Found {
        self.rig.find(way, self.job(key), self.now()).await.unwrap()
    }

    /// The requests that carried a stretch of the film, by what they said of it.
    fn chunks(&self) -> Vec<String> {
        let seen = self.seen().into_iter().filter(|asked| !asked.body.is_empty());
        seen.filter_map(|asked| asked.header("content-range").map(str::to_owned)).collect()
    }

    /// How many uploads were opened.
    fn opened(&self) -> usize {
        self.asked("POST", "/upload/youtube/v3/videos").len()
    }
}
