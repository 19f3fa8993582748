//! The posts that people write, and what they wish done with them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use dakiya::account::AccountName;
use dakiya::blobs::{Blobs, Digest};
use dakiya::clock::{Instant, Reading};
use dakiya::journal::{Taken, TakenDelivery};
use dakiya::post::{Card, Content, Media, MediaKind, Post, PostId, Version, When};
use image::{GrayImage, ImageFormat};

use super::accounts::Account;
use super::dice::Dice;
use super::text::text;

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1F, 0x15, 0xC4,
    0x89, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x00, 0x01, 0x00, 0x00,
    0x05, 0x00, 0x01, 0x0D, 0x0A, 0x2D, 0xB4, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE,
    0x42, 0x60, 0x82,
];

/// A film as far as anybody here looks at it.
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08mdat";

/// What people want done with a post that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Its file was deleted.
    Gone,
    /// Its file has another text.
    Changed,
}

/// One file of the folder.
#[derive(Debug)]
pub(crate) struct Paper {
    pub(crate) name: String,
    pub(crate) content: Content,
    pub(crate) to: Vec<AccountName>,
    /// Whether it lies in the folder.
    pub(crate) there: bool,
    pub(crate) post: Option<PostId>,
    pub(crate) wish: Option<Wish>,
    /// Its text after a change.
    pub(crate) next: String,
}

impl Paper {
    /// A random post, the `number`-th.
    pub(crate) fn random(number: usize, dice: &Dice, accounts: &[Account], start: Instant) -> Self {
        let at = |range| start + chrono::Duration::from_std(dice.seconds(range)).unwrap();
        let when = match dice.number(0..10) {
            0..3 => When::Now,
            3..7 => When::At(at(600..80_000)),
            7 => When::Slot(dice.pick(&["even", "night"]).parse().unwrap()),
            _ => When::NextSlot,
        };
        let sentences = *dice.pick(&[1, 1, 2, 9, 20]);
        let to = accounts.iter().filter(|_| dice.chance(45)).map(|account| account.name.clone());
        let mut to: Vec<_> = to.collect();
        if to.is_empty() {
            to.push(dice.pick(accounts).name.clone());
        }
        Self {
            name: format!("post-{number}.md"),
            content: Content {
                text: text(dice, number, 0, sentences),
                to: Vec::new(),
                when,
                expires: dice.chance(15).then(|| at(20_000..100_000)),
                urgent: dice.chance(10),
                lang: Some("hi".into()),
                warning: None,
                card: Card::Auto,
                ai: false,
                media: if dice.chance(15) { vec![picture()] } else { Vec::new() },
                versions: versions(),
            },
            to,
            there: false,
            post: None,
            wish: None,
            next: text(dice, number, 1, sentences),
        }
    }

    /// What the journal is to take in.
    pub(crate) fn taken(&self, now: Reading) -> Taken {
        let (due, asked) = match self.content.when {
            When::At(at) => (Some(at), None),
            When::Now => (Some(now.wall), Some(now)),
            When::NextSlot | When::Slot(_) => (None, None),
        };
        let delivery = |account: &AccountName| TakenDelivery {
            account: account.clone(),
            due,
            asked,
            give_up: None,
            held: None,
        };
        Taken {
            post: Post {
                name: self.name.clone(),
                content: self.content.clone(),
                fitted: Vec::new(),
            },
            at: now.wall,
            file: None,
            companions: Vec::new(),
            deliveries: self.to.iter().map(delivery).collect(),
        }
    }
}

/// What the platforms get that take nothing without a photograph, or without a film.
fn versions() -> BTreeMap<String, Version> {
    let photograph = Version { media: Some(vec![photograph()]), ..Version::default() };
    let options = [("title".to_owned(), "सूचना".into())].into();
    let film = medium("film.mp4", MediaKind::Mp4, MP4);
    let film = Version { media: Some(vec![film]), options, ..Version::default() };
    [("instagram".to_owned(), photograph), ("youtube".to_owned(), film)].into()
}

fn picture() -> Media {
    let alt = Some("एक बिंदु".into());
    Media { width: Some(1), height: Some(1), alt, ..medium("picture.png", MediaKind::Png, PNG) }
}

fn photograph() -> Media {
    let (width, height) = (Some(SIDE), Some(SIDE));
    Media { width, height, ..medium("photograph.jpg", MediaKind::Jpeg, &jpeg()) }
}

fn medium(name: &str, kind: MediaKind, bytes: &[u8]) -> Media {
    Media::of(name, Digest::of(bytes), kind, u64::try_from(bytes.len()).unwrap())
}

/// The sides of the photograph in pixels.
const SIDE: u32 = 320;

/// A grey JPEG; the same bytes every time.
fn jpeg() -> Vec<u8> {
    static JPEG: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut bytes = Cursor::new(Vec::new());
        GrayImage::new(SIDE, SIDE).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    });
    JPEG.clone()
}

/// Puts all media where adapters read them.
pub(crate) fn store_media(folder: &Path) {
    for bytes in [PNG, MP4, &jpeg()] {
        let path = Blobs::new(folder).path(&Digest::of(bytes));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// How long after its text is written a paper may be dropped into the folder at the latest.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);
