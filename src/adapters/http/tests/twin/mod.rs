//! A twin of the Mastodon adapter, as a recipe: keys with a window, polling, threads, reading
//! back from a list.

mod server;

use std::time::Duration;

use super::{ClockNow as _, PNG, draft, with_option};
use crate::adapters::http::account::built;
use crate::adapters::http::shipped::understood;
use crate::delivery::{Evidence, Found, Guarantee};
use crate::failure::{Class, Pause};
use crate::finding::Source;
use crate::keys::Keys;
use crate::platform::mock::{JobSeed, Mischief, Reply, Rig, Trick, Way};
use crate::platform::{Platform, Row, Setup};
use crate::post::{Media, MediaKind};

const RECIPE: &str = include_str!("mastodon.toml");
const SETTINGS: &str = "server = \"https://social.example\"\ntoken = { env = \"T\" }\n";

static ROW: Row = Row {
    name: "mastodon-twin",
    guarantee: Guarantee::B,
    about: "a twin",
    sample: SETTINGS,
    build,
    imitation: |_| Some(Box::new(server::Server::default())),
    kinds: &["mastodon-twin"],
};

fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let source = Source::new("mastodon.toml", RECIPE);
    let (recipe, findings) = understood(&source, "mastodon-twin");
    assert_eq!(findings, []);
    let account = built(setup, keys, recipe?)?;
    Some(Box::new(account))
}

fn rig() -> (Rig, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Rig::new(&ROW, "mastodon-twin", SETTINGS, folder.path()).unwrap(), folder)
}

fn medium(rig: &Rig, kind: MediaKind) -> Media {
    Media {
        alt: Some("मंच".into()),
        ..Media::of("a", rig.store(PNG).unwrap(), kind, PNG.len() as u64)
    }
}

async fn ready(rig: &Rig, post: &crate::post::Draft) -> Way {
    let part = rig.platform.compose(post).parts.remove(0);
    let mut way = Way { part, progress: serde_json::Value::Null };
    rig.prepare(&mut way, JobSeed::single("k1", rig.clock_now())).await.unwrap();
    way
}

#[tokio::test]
async fn a_film_is_waited_for_and_goes_with_its_description() {
    let (rig, _folder) = rig();
    let mut post = draft("सभा");
    post.media.push(medium(&rig, MediaKind::Mp4));
    let begun = rig.clock_now();
    let receipts = rig.post(&post, 1).await.unwrap();
    assert_eq!((rig.clock_now() - begun).num_seconds(), 8);
    let ledger = rig.ledger();
    assert_eq!((ledger[0].media, ledger[0].alt.as_slice()), (1, ["मंच".to_owned()].as_slice()));
    assert_eq!(receipts[0].url.as_deref(), Some("https://social.example/@press/1000"));
}

#[tokio::test]
async fn a_film_that_is_never_done_is_prepared_anew() {
    let (rig, _folder) = rig();
    let mut post = draft("सभा");
    post.media.push(medium(&rig, MediaKind::Mp4));
    let part = rig.platform.compose(&post).parts.remove(0);
    let mut way = Way { part, progress: serde_json::Value::Null };
    let busy = Reply::json(206, &serde_json::json!({ "id": "m1" }));
    let me = serde_json::json!({ "id": "42" });
    let uploaded = serde_json::json!({ "id": "m1" });
    rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &me))));
    rig.order(Mischief::invisible(Trick::Reply(Reply::json(202, &uploaded))));
    rig.order(Mischief::invisible(Trick::Reply(busy)).times(1000));
    let begun = rig.clock_now();
    let failure = rig.prepare(&mut way, JobSeed::single("k1", rig.clock_now())).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "http-still-processing"));
    assert_eq!((rig.clock_now() - begun).num_seconds(), 300);
}

#[tokio::test]
async fn a_long_text_is_a_thread_and_only_its_head_is_public() {
    let (rig, _folder) = rig();
    let text = "यह एक वाक्य है जो कुछ कहता है। ".repeat(60);
    let receipts = rig.post(&draft(text.trim()), 1).await.unwrap();
    let ledger = rig.ledger();
    assert!(ledger.len() > 2);
    assert_eq!(ledger[0].parent, None);
    for (before, public) in receipts.iter().zip(&ledger[1..]) {
        assert_eq!(public.parent.as_deref(), Some(before.id.as_str()));
    }
}

#[tokio::test]
async fn a_repeat_inside_the_window_leaves_one_status_and_it_can_be_read_back() {
    for trick in [Trick::ApplyThenCut, Trick::Cut, Trick::LandLater] {
        let (rig, _folder) = rig();
        let mut post = draft("कल <कार्यालय> & सब\nबंद\n\nरहेगा");
        post.media.push(medium(&rig, MediaKind::Png));
        let way = ready(&rig, &post).await;
        let seed = JobSeed::single("k1", rig.clock_now());
        rig.order(Mischief::visible(trick.clone()));
        let failure = rig.publish(&way, seed).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown);
        match rig.find(&way, seed, rig.clock_now()).await.unwrap() {
            Found::Published(receipt) => {
                assert_eq!(trick, Trick::ApplyThenCut);
                assert_eq!((receipt.id.as_str(), receipt.evidence), ("1000", Evidence::ReadBack));
            }
            found => assert!(found == Found::Absent && trick != Trick::ApplyThenCut),
        }
        rig.publish(&way, seed).await.unwrap();
        rig.stage.land();
        assert_eq!(rig.ledger().len(), 1, "{trick:?}");
    }
}

#[tokio::test]
async fn an_older_status_with_the_same_text_is_not_taken_for_ours() {
    let (rig, _folder) = rig();
    let post = draft("वही पाठ");
    rig.post(&post, 1).await.unwrap();
    rig.clock.advance_to(rig.clock_now() + chrono::Duration::seconds(60));
    let way = ready(&rig, &post).await;
    let now = rig.clock_now();
    let found = rig.find(&way, JobSeed::single("k2", now), now).await.unwrap();
    assert_eq!(found, Found::Absent);
}

#[tokio::test]
async fn the_promise_options_limits_and_errors_are_the_adapters_own() {
    let (rig, _folder) = rig();
    assert_eq!(rig.platform.guarantee(), Guarantee::B);
    let wrong = with_option(draft("a"), "visibility", "direct".into());
    assert_eq!(super::ids(&rig.platform.compose(&wrong).findings), ["wrong-option"]);
    let mut mixed = draft("a");
    mixed.media = vec![medium(&rig, MediaKind::Mp4), medium(&rig, MediaKind::Png)];
    let parts = rig.platform.compose(&mixed).parts;
    assert_eq!(parts.iter().map(|part| part.media.len()).collect::<Vec<_>>(), [1, 1]);
    let link = format!("{} https://example.org/{}", "क".repeat(475), "x".repeat(100));
    assert_eq!(rig.platform.compose(&draft(&link)).parts.len(), 1);
    let way = ready(&rig, &draft("a")).await;
    let seed = JobSeed::single("k1", rig.clock_now());
    rig.order(Mischief::visible(Trick::RateLimit(Duration::from_secs(90))));
    let failure = rig.publish(&way, seed).await.unwrap_err();
    assert_eq!((failure.class, failure.pause), (Class::Rate, Pause::For(Duration::from_secs(90))));
    let body =
        serde_json::json!({ "error": "Cannot attach files that have not finished processing." });
    let busy = Reply::json(422, &body);
    rig.order(Mischief::visible(Trick::Reply(busy)));
    assert_eq!(rig.publish(&way, seed).await.unwrap_err().class, Class::NotYet);
    let receipt = rig.publish(&way, seed).await.unwrap();
    rig.platform.recall(&receipt).await.unwrap();
    rig.platform.recall(&receipt).await.unwrap();
    assert!(rig.ledger()[0].deleted);
    assert_eq!(rig.platform.whoami().await.unwrap().name, "@press");
}
