//! Whole flows over real connections to a loopback port.

use std::sync::Arc;

use super::{NOTICE, PNG, draft};
use crate::adapters::http::shipped::NAMES;
use crate::adapters::http::{account, imitation, sample};
use crate::blobs::{Blobs, Digest};
use crate::clock::{SharedClock, SimulatedClock, from_micros};
use crate::finding::{Finding, Source};
use crate::http::{Http, HttpOptions, Url};
use crate::keys::Keys;
use crate::platform::mock::{MockSecrets, Server, Stage};
use crate::platform::{Job, Platform, Prepared, Secrets, Setup, no_sessions};
use crate::post::{Media, MediaKind};
use crate::secret::{Secret, SecretRef};
use crate::text::Counter;

/// Hands out one secret for everything.
#[derive(Debug)]
struct OneSecret(Secret);

impl Secrets for OneSecret {
    fn resolve(&self, _key: &str, _reference: &SecretRef) -> Result<Secret, Finding> {
        Ok(self.0.clone())
    }
}

/// What an account gets whose every secret is `secret`, and which goes nowhere.
pub(super) fn setup_with_secret(secret: &str) -> Setup {
    let stage = Stage::new(imitation::of_kind("slack").unwrap(), clock());
    let transport = Arc::new(crate::platform::mock::Direct::to(stage));
    let secrets = Arc::new(OneSecret(Secret::new(secret)));
    setup(transport, clock(), secrets, Blobs::new("nowhere"), None)
}

fn clock() -> SharedClock {
    Arc::new(SimulatedClock::starting_at(from_micros(1_764_045_000_000_000)))
}

fn setup(
    transport: Arc<dyn crate::http::Transport>,
    clock: SharedClock,
    secrets: Arc<dyn Secrets>,
    blobs: Blobs,
    mock: Option<Url>,
) -> Setup {
    Setup {
        account: "rig".parse().unwrap(),
        transport,
        clock,
        session: no_sessions(),
        blobs,
        secrets,
        counter: Counter::default(),
        recipes: "nowhere".into(),
        mock,
    }
}

fn account(setup: Setup, kind: &str) -> Box<dyn Platform> {
    let settings = sample(kind).unwrap();
    let source = Source::new("settings.toml", settings);
    let mut keys = Keys::parse(&source, 0, settings);
    let account = account::build(setup, &mut keys);
    assert_eq!(keys.finish(), [], "{kind}");
    account.unwrap()
}

#[tokio::test]
async fn every_kind_publishes_and_recalls_over_a_real_connection() {
    for kind in NAMES {
        let clock = clock();
        let stage = Stage::new(imitation::of_kind(kind).unwrap(), Arc::clone(&clock));
        let server = Server::start(stage.clone()).await.unwrap();
        let http = Http::new(HttpOptions { allow_plain: true, ..HttpOptions::default() }).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let secrets = Arc::new(MockSecrets::of(&stage));
        let blobs = Blobs::new(folder.path());
        let setup = setup(
            Arc::new(http),
            Arc::clone(&clock),
            secrets,
            blobs.clone(),
            Some(server.url().clone()),
        );
        let account = account(setup, kind);
        let mut post = draft(NOTICE);
        if account.limits().media_count > 0 {
            post.media.push(stored(&blobs));
        }
        let media = post.media.len();
        let part = account.compose(&post).parts.remove(0);
        let mut progress = serde_json::Value::Null;
        let mut done = false;
        while !done {
            let prepared = account.prepare(&job(&part, &progress, clock.now())).await.unwrap();
            done = matches!(prepared, Prepared::Done { .. });
            let (Prepared::More { progress: next }
            | Prepared::Wait { progress: next, .. }
            | Prepared::Done { progress: next, .. }) = prepared;
            progress = next;
        }
        let receipt = account.publish(&job(&part, &progress, clock.now())).await.unwrap();
        let ledger = stage.ledger();
        assert_eq!((ledger.len(), ledger[0].text.as_str()), (1, NOTICE), "{kind}");
        assert_eq!(ledger[0].media, media, "{kind}");
        if account.recall(&receipt).await.is_ok() {
            assert!(stage.ledger()[0].deleted, "{kind}");
        }
    }
}

#[tokio::test]
async fn an_answer_of_ten_megabytes_is_not_read_to_its_end() {
    use crate::platform::mock::{Mischief, Reply, Trick};
    let clock = clock();
    let stage = Stage::new(imitation::of_kind("matrix").unwrap(), Arc::clone(&clock));
    let server = Server::start(stage.clone()).await.unwrap();
    let http = Http::new(HttpOptions { allow_plain: true, ..HttpOptions::default() }).unwrap();
    let secrets = Arc::new(MockSecrets::of(&stage));
    let there = Some(server.url().clone());
    let setup = setup(Arc::new(http), Arc::clone(&clock), secrets, Blobs::new("nowhere"), there);
    let account = account(setup, "matrix");
    let part = account.compose(&draft(NOTICE)).parts.remove(0);
    let mut long = Reply::json(200, &serde_json::json!({ "event_id": "$a" }));
    long.body.extend(vec![b' '; 10 << 20]);
    stage.order(Mischief::visible(Trick::ApplyThenReply(long)));
    let progress = serde_json::Value::Null;
    let failure = account.publish(&job(&part, &progress, clock.now())).await.unwrap_err();
    assert_eq!(failure.class, crate::failure::Class::Unknown);
    assert!(failure.detail.chars().count() <= 400);
    let receipt = account.publish(&job(&part, &progress, clock.now())).await.unwrap();
    assert_eq!(receipt.id, stage.ledger()[0].id);
}

fn job<'a>(
    part: &'a crate::post::Part,
    progress: &'a serde_json::Value,
    due: crate::clock::Instant,
) -> Job<'a> {
    Job { part, index: 0, parts: 1, key: "k1", due, progress, root: None, parent: None }
}

fn stored(blobs: &Blobs) -> Media {
    let digest = Digest::of(PNG);
    let path = blobs.path(&digest);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, PNG).unwrap();
    Media {
        name: "a.png".into(),
        digest,
        kind: MediaKind::Png,
        bytes: PNG.len() as u64,
        width: None,
        height: None,
        alt: Some("मंच".into()),
    }
}
