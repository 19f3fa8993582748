//! Whole flows over real connections to a loopback port.

use std::sync::Arc;

use super::{NOTICE, PNG, draft};
use crate::adapters::http::shipped::NAMES;
use crate::adapters::http::{account, imitation, sample};
use crate::blobs::{Blobs, Digest};
use crate::clock::{Instant, SharedClock, SimulatedClock, from_micros};
use crate::finding::{Finding, Source};
use crate::http::{Http, HttpOptions, PlainOrigin, PlainOrigins, Url};
use crate::keys::Keys;
use crate::platform::mock::{MockSecrets, Server, Stage};
use crate::platform::{Job, NoHost, Platform, Prepared, Secrets, Setup, no_sessions};
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
        host: Arc::new(NoHost),
        counter: Counter::default(),
        recipes: "nowhere".into(),
        posts: "posts".into(),
        plain: Default::default(),
        mock,
    }
}

fn account(setup: Setup, kind: &str) -> Box<dyn Platform> {
    account_with(setup, kind, sample(kind).unwrap())
}

fn account_with(setup: Setup, kind: &str, settings: &str) -> Box<dyn Platform> {
    let source = Source::new("settings.toml", settings);
    let mut keys = Keys::parse(&source, 0, settings);
    let account = account::build(setup, &mut keys);
    assert_eq!(keys.finish(), [], "{kind}");
    account.unwrap()
}

/// Publishes a notice, with a picture where the account takes one; then takes it back, where it can.
async fn publish_and_recall(account: &dyn Platform, stage: &Stage, blobs: &Blobs, now: Instant) {
    let kind = account.kind();
    let mut post = draft(NOTICE);
    if account.limits().media_count > 0 {
        post.media.push(stored(blobs));
    }
    let media = post.media.len();
    let part = account.compose(&post).parts.remove(0);
    let mut progress = serde_json::Value::Null;
    let mut done = false;
    while !done {
        let prepared = account.prepare(&job(&part, &progress, now)).await.unwrap();
        done = matches!(prepared, Prepared::Done { .. });
        let (Prepared::More { progress: next }
        | Prepared::Wait { progress: next, .. }
        | Prepared::Done { progress: next, .. }) = prepared;
        progress = next;
    }
    let receipt = account.publish(&job(&part, &progress, now)).await.unwrap();
    let ledger = stage.ledger();
    assert_eq!((ledger.len(), ledger[0].text.as_str()), (1, NOTICE), "{kind}");
    assert_eq!(ledger[0].media, media, "{kind}");
    if account.recall(&receipt).await.is_ok() {
        assert!(stage.ledger()[0].deleted, "{kind}");
    }
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
        let there = Some(server.url().clone());
        let setup = setup(Arc::new(http), Arc::clone(&clock), secrets, blobs.clone(), there);
        let account = account(setup, kind);
        publish_and_recall(&*account, &stage, &blobs, clock.now()).await;
    }
}

/// The secrets of a stage, with addresses that lead to `server`.
#[derive(Debug)]
struct Readdressed {
    secrets: MockSecrets,
    server: Url,
}

impl Secrets for Readdressed {
    fn resolve(&self, key: &str, reference: &SecretRef) -> Result<Secret, Finding> {
        let secret = self.secrets.resolve(key, reference)?;
        Ok(Secret::new(readdressed(secret.expose(), &self.server)))
    }
}

/// `text` with `server` in place of every https server.
fn readdressed(text: &str, server: &Url) -> String {
    let server = server.origin().ascii_serialization();
    let https = regex::Regex::new("https://[a-z.]+").unwrap();
    https.replace_all(text, server.as_str()).into_owned()
}

#[tokio::test]
async fn every_kind_goes_to_a_server_without_tls_that_the_config_lists() {
    for kind in NAMES {
        let clock = clock();
        let stage = Stage::new(imitation::of_kind(kind).unwrap(), Arc::clone(&clock));
        let server = Server::start(stage.clone()).await.unwrap();
        let plain: PlainOrigins = PlainOrigin::of(server.url()).into_iter().collect();
        let options = HttpOptions { plain: plain.clone(), ..HttpOptions::default() };
        let http = Arc::new(Http::new(options).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path());
        let secrets = MockSecrets::of(&stage);
        let secrets = Arc::new(Readdressed { secrets, server: server.url().clone() });
        let setup = setup(http, Arc::clone(&clock), secrets, blobs.clone(), None);
        let settings = readdressed(sample(kind).unwrap(), server.url());
        let account = account_with(Setup { plain, ..setup }, kind, &settings);
        publish_and_recall(&*account, &stage, &blobs, clock.now()).await;
    }
}

#[test]
fn a_secret_address_without_tls_that_is_not_listed_is_refused_and_not_repeated() {
    for (address, example) in [
        ("http://127.0.0.1:8080/hook?key=canary-plain-55", "plain = [\"http://127.0.0.1:8080\"]"),
        ("http://nas.lan/hook?key=canary-plain-55", "plain = [\"http://nas.lan\"]"),
    ] {
        let settings = "recipe = \"webhook\"\naddress = { credential = \"a\" }\n";
        let mut keys = Keys::parse(&Source::new("settings.toml", settings), 0, settings);
        assert!(account::build(setup_with_secret(address), &mut keys).is_none());
        let findings = keys.finish();
        assert_eq!(findings[0].id, "address-without-tls", "{address}");
        assert!(findings[0].facts.contains(&("key", "address".into())));
        assert!(findings[0].facts.contains(&("example", example.into())));
        assert!(!format!("{:?}", findings[0].facts).contains("canary"));
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

fn job<'a>(part: &'a crate::post::Part, progress: &'a serde_json::Value, due: Instant) -> Job<'a> {
    Job { part, index: 0, parts: 1, key: "k1", due, progress, root: None, parent: None }
}

fn stored(blobs: &Blobs) -> Media {
    let digest = Digest::of(PNG);
    let path = blobs.path(&digest);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, PNG).unwrap();
    Media {
        alt: Some("मंच".into()), ..Media::of("a.png", digest, MediaKind::Png, PNG.len() as u64)
    }
}
