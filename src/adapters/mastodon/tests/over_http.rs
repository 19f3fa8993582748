//! The same adapter over real HTTP on loopback.

use std::sync::Arc;

use serde_json::Value;

use super::{MP4, PNG, SETTINGS, TEXT, draft, server};
use crate::blobs::{Blobs, Digest};
use crate::clock::{Clock as _, SharedClock, SimulatedClock, from_micros};
use crate::delivery::Found;
use crate::finding::Source;
use crate::http::{Http, HttpOptions};
use crate::keys::Keys;
use crate::platform::mock::{Mischief, MockSecrets, Server, Stage, Trick};
use crate::platform::{Job, NoHost, Platform, Prepared, Setup, no_sessions};
use crate::post::{Media, MediaKind, Part};

struct Wired {
    platform: Box<dyn Platform>,
    stage: Stage,
    clock: SimulatedClock,
    blobs: Blobs,
    _server: Server,
    _folder: tempfile::TempDir,
}

impl Wired {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path());
        let clock = SimulatedClock::starting_at(from_micros(1_764_045_000_000_000));
        let shared: SharedClock = Arc::new(clock.clone());
        let stage = Stage::new(server("mastodon").unwrap(), Arc::clone(&shared));
        let running = Server::start(stage.clone()).await.unwrap();
        let http = Http::new(HttpOptions { allow_plain: true, ..Default::default() }).unwrap();
        let setup = Setup {
            account: "toot".parse().unwrap(),
            transport: Arc::new(http),
            clock: shared,
            session: no_sessions(),
            blobs: blobs.clone(),
            secrets: Arc::new(MockSecrets::of(&stage)),
            host: Arc::new(NoHost),
            counter: Default::default(),
            recipes: ".".into(),
            posts: "posts".into(),
            plain: Default::default(),
            mock: Some(running.url().clone()),
        };
        let mut keys = Keys::parse(&Source::new("s.toml", SETTINGS), 0, SETTINGS);
        let platform = (super::ROW.build)(setup, &mut keys).unwrap();
        Self { platform, stage, clock, blobs, _server: running, _folder: folder }
    }

    fn media(&self, kind: MediaKind, bytes: &[u8]) -> Media {
        let digest = Digest::of(bytes);
        let path = self.blobs.path(&digest);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        Media {
            alt: Some("विवरण".to_owned()), ..Media::of("x", digest, kind, bytes.len() as u64)
        }
    }

    async fn prepared(&self, part: &Part) -> Value {
        let mut progress = Value::Null;
        loop {
            match self.platform.prepare(&self.job(part, &progress)).await.unwrap() {
                Prepared::More { progress: more } => progress = more,
                Prepared::Wait { progress: more, after } => {
                    let after = chrono::Duration::from_std(after).unwrap();
                    self.clock.advance_to(self.clock.now() + after);
                    progress = more;
                }
                Prepared::Done { progress, .. } => return progress,
            }
        }
    }

    fn job<'a>(&self, part: &'a Part, progress: &'a Value) -> Job<'a> {
        let key = "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff";
        let due = self.clock.now();
        Job { part, index: 0, parts: 1, key, due, progress, root: None, parent: None }
    }
}

#[tokio::test]
async fn a_film_goes_out_over_http_and_is_recalled() {
    let wired = Wired::new().await;
    let part = draft(TEXT).part(TEXT, vec![wired.media(MediaKind::Mp4, MP4)]);
    let progress = wired.prepared(&part).await;
    let receipt = wired.platform.publish(&wired.job(&part, &progress)).await.unwrap();
    let public = &wired.stage.ledger()[0];
    assert_eq!((public.text.as_str(), public.alt.as_slice()), (TEXT, &["विवरण".to_owned()][..]));
    wired.platform.recall(&receipt).await.unwrap();
    assert!(wired.stage.ledger()[0].deleted);
}

#[tokio::test]
async fn a_lost_answer_over_http_is_read_back() {
    let wired = Wired::new().await;
    let part = draft(TEXT).part(TEXT, vec![wired.media(MediaKind::Png, PNG)]);
    let progress = wired.prepared(&part).await;
    let since = wired.clock.now();
    wired.stage.order(Mischief::visible(Trick::ApplyThenCut));
    wired.platform.publish(&wired.job(&part, &progress)).await.unwrap_err();
    let found = wired.platform.find(&wired.job(&part, &progress), since).await.unwrap();
    assert!(matches!(found, Found::Published(_)), "{found:?}");
    wired.platform.publish(&wired.job(&part, &progress)).await.unwrap();
    assert_eq!(wired.stage.ledger().len(), 1);
}

#[tokio::test]
async fn who_we_are_is_asked_over_http() {
    let wired = Wired::new().await;
    let identity = wired.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "@karyalaya@social.example");
}
