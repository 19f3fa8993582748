//! The adapter against its imitation.

mod composing;
mod described;
mod doubt;
mod films;
mod hostile;
mod logins;
mod posts;
mod refusals;
mod strictness;
mod texts;

use std::ops::Deref;

use serde_json::Value;

use super::ROW;
use super::imitation::{Fate, Imitation, Knobs};
use crate::clock::Instant;
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::Row;
use crate::platform::mock::bench::{Bench, draft, ids, shared, with_option as option};
use crate::platform::mock::{Asked, Rig, Trick, Way};
use crate::post::{Card, Draft, Media, MediaKind};

/// A page with a token made by hand.
const PAGE: &str = "author = \"2414183\"\ntoken = { credential = \"t\" }\n";

/// A member, and the same with `resend_on_doubt`.
const MEMBER: &str = "author = \"urn:li:person:Im1tat3dMember\"\ntoken = { credential = \"t\" }\n";
const RESENDS: &str = "author = \"urn:li:person:Im1tat3dMember\"\ntoken = { credential = \"t\" }\n\
                       resend_on_doubt = true\n";

/// A page whose people log in with a browser.
const LOGIN: &str = "author = \"2414183\"\ntoken = { credential = \"t\" }\n\
                     client_id = \"77a1\"\nclient_secret = { credential = \"s\" }\n";

static LINKEDIN: Row = ROW;

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
        Self::of(&LINKEDIN, PAGE)
    }

    fn of(row: &'static Row, settings: &str) -> Self {
        Self(Bench::on(row, "linkedin", settings))
    }

    fn restarted(self) -> Self {
        Self(self.0.restarted())
    }

    fn media(&self, name: &str, kind: MediaKind, bytes: &[u8]) -> Media {
        let (width, height) = (Some(1200), Some(800));
        Media { width, height, ..self.0.media(name, kind, bytes) }
    }

    fn picture(&self, number: u8) -> Media {
        let alt = Some(format!("मंच पर वक्ता {number}"));
        Media { alt, ..self.media("rally.jpg", MediaKind::Jpeg, &jpeg(number)) }
    }

    fn document(&self) -> Media {
        self.media("वार्षिक रिपोर्ट.pdf", MediaKind::Pdf, b"%PDF-1.7\n%%EOF\n")
    }

    async fn find(&self, way: &Way, key: &str, since: Instant) -> Found {
        self.rig.find(way, self.job(key), since).await.unwrap()
    }

    /// The bodies of the visible requests, in order.
    fn posted(&self) -> Vec<Value> {
        let seen = self.rig.stage.seen().into_iter().filter(|(_, visible)| *visible);
        seen.map(|(asked, _)| asked.json().unwrap()).collect()
    }
}

/// A JPEG whose header can be read, with a number in it that makes it differ from others.
fn jpeg(number: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    bytes.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    bytes.extend([0xff, 0xfe, 0, 3, number]);
    bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 16, 1, 1, 0x11, 0]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn with(draft: &Draft, media: Vec<Media>) -> Draft {
    Draft { media, ..draft.clone() }
}

fn card(title: &str) -> Card {
    Card::Of {
        url: "https://example.org/notice_(1)".to_owned(),
        title: title.to_owned(),
        description: "विवरण".to_owned(),
    }
}
