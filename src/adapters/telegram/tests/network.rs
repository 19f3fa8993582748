//! The same over real HTTP on loopback.

use std::sync::Arc;

use super::super::settings::MOCK_STAGING;
use super::*;
use crate::blobs::Blobs;
use crate::clock::{Clock as _, SimulatedClock};
use crate::failure::Class;
use crate::finding::Source;
use crate::http::{Http, HttpOptions};
use crate::keys::Keys;
use crate::platform::mock::{MockSecrets, Server as Door, Stage};
use crate::platform::{Job, NoHost, Platform, Prepared, Setup, no_sessions};
use crate::post::Part;
use crate::text::Counter;

/// An account whose requests go over a socket.
struct Wired {
    stage: Stage,
    platform: Box<dyn Platform>,
    clock: SimulatedClock,
    _door: Door,
}

async fn wired(more: &str, blobs: &Blobs) -> Wired {
    let clock = SimulatedClock::starting_at(crate::clock::from_micros(1_764_045_000_000_000));
    let stage = Stage::new(Box::new(Server::default()), Arc::new(clock.clone()));
    let door = Door::start(stage.clone()).await.unwrap();
    let http = Http::new(HttpOptions { allow_plain: true, ..HttpOptions::default() }).unwrap();
    let setup = Setup {
        account: "telegram".parse().unwrap(),
        transport: Arc::new(http),
        clock: Arc::new(clock.clone()),
        session: no_sessions(),
        blobs: blobs.clone(),
        secrets: Arc::new(MockSecrets::of(&stage)),
        host: Arc::new(NoHost),
        counter: Counter::default(),
        recipes: "config/recipes".into(),
        posts: "posts".into(),
        plain: Default::default(),
        mock: Some(door.url().clone()),
    };
    let settings = format!("{PLAIN}{more}");
    let mut keys = Keys::parse(&Source::new("settings.toml", settings.as_str()), 0, &settings);
    let platform = (ROW.build)(setup, &mut keys).unwrap();
    assert!(keys.finish().is_empty());
    Wired { stage, platform, clock, _door: door }
}

impl Wired {
    async fn send(&self, part: &Part) -> Result<Receipt, Failure> {
        let key = Rig::key(1, 0);
        let mut progress = Value::Null;
        loop {
            let prepared = self.platform.prepare(&self.job(part, &key, &progress)).await?;
            let done = matches!(prepared, Prepared::Done { .. });
            progress = match prepared {
                Prepared::More { progress }
                | Prepared::Wait { progress, .. }
                | Prepared::Done { progress, .. } => progress,
            };
            if done {
                return self.platform.publish(&self.job(part, &key, &progress)).await;
            }
        }
    }

    fn job<'a>(&self, part: &'a Part, key: &'a str, progress: &'a Value) -> Job<'a> {
        let due = self.clock.now();
        Job { part, index: 0, parts: 1, key, due, progress, root: None, parent: None }
    }
}

#[tokio::test]
async fn a_text_goes_over_the_wire_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let wired = wired("", &Blobs::new(folder.path())).await;
    let part = draft(NOTICE).part(NOTICE, Vec::new());
    let receipt = wired.send(&part).await.unwrap();
    assert_eq!(receipt.url.as_deref(), Some("https://t.me/our_channel/42"));
    assert_eq!(wired.stage.ledger()[0].text, NOTICE);
    wired.platform.recall(&receipt).await.unwrap();
    assert!(wired.stage.ledger()[0].deleted);
}

#[tokio::test]
async fn an_album_goes_over_the_wire_as_a_form() {
    let stand = stand("");
    let media = vec![stand.picture(80), stand.film()];
    let wired = wired("", &Blobs::new(stand.folder.path())).await;
    let receipt = wired.send(&draft("मेला").part("मेला", media)).await.unwrap();
    assert_eq!(receipt.extra["ids"], json!([42, 43]));
    assert_eq!(wired.stage.ledger()[0].media, 2);
}

#[tokio::test]
async fn uploads_go_over_the_wire_ahead_of_time() {
    let stand = stand("");
    let media = vec![stand.picture(80)];
    let wired = wired("staging_chat = \"-100777\"\n", &Blobs::new(stand.folder.path())).await;
    wired.send(&draft("मेला").part("मेला", media)).await.unwrap();
    let seen = wired.stage.seen();
    let visible: Vec<_> = seen.iter().filter(|(_, visible)| *visible).collect();
    assert_eq!(visible.len(), 1);
    assert!(visible[0].0.json().is_some());
    let uploads = seen.iter().filter(|(asked, _)| asked.multipart().is_some());
    let chats: Vec<_> = uploads.map(|(asked, _)| fields_of(asked)["chat_id"].clone()).collect();
    assert_eq!(chats, [json!(MOCK_STAGING.to_string())]);
}

#[tokio::test]
async fn a_gateways_page_leaves_the_part_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let wired = wired("", &Blobs::new(folder.path())).await;
    wired.stage.order(Mischief::visible(Trick::ApplyThenCut));
    let part = draft(NOTICE).part(NOTICE, Vec::new());
    let failure = wired.send(&part).await.unwrap_err();
    assert_eq!(failure.class, Class::Server);
    assert_eq!(wired.stage.ledger().len(), 1);
}

#[tokio::test]
async fn a_file_that_vanished_is_our_own_fault_and_nothing_was_sent() {
    let stand = stand("");
    let picture = stand.picture(80);
    let empty = tempfile::tempdir().unwrap();
    let wired = wired("", &Blobs::new(empty.path())).await;
    let failure = wired.send(&draft("अ").part("अ", vec![picture])).await.unwrap_err();
    assert_eq!(failure.class, Class::Local);
    assert!(wired.stage.ledger().is_empty());
}

#[tokio::test]
async fn an_unreachable_server_says_neither_address_nor_token() {
    let folder = tempfile::tempdir().unwrap();
    let wired = wired("", &Blobs::new(folder.path())).await;
    let Wired { platform, _door, clock, stage } = wired;
    drop(_door);
    let wired = Wired { platform, clock, stage, _door: Door::start(other_stage()).await.unwrap() };
    let failure = wired.send(&draft("अ").part("अ", Vec::new())).await.unwrap_err();
    let secret = TOKEN.split_once(':').unwrap().1;
    let shown = format!("{failure} {failure:?}");
    assert!(!shown.contains(secret) && !shown.contains("/bot"), "{shown}");
}

fn other_stage() -> Stage {
    let clock = SimulatedClock::starting_at(crate::clock::from_micros(0));
    Stage::new(Box::new(Server::default()), Arc::new(clock))
}
