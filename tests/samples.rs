//! The posts that come with the program: every one is understood and taken by the platforms of
//! the shipped config, and each shows what it is there for. So are the examples of the manual.
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dakiya::app::{Ground, Kept, Mocks, Network, accounts};
use dakiya::blobs::Blobs;
use dakiya::clock::SimulatedClock;
use dakiya::config::{Config, Overrides};
use dakiya::finding::{Source, any_error};
use dakiya::intake::{IntakeConfig, LocalTime, Scanner, Seen};
use dakiya::post::{MediaKind, Part, Post, When};
use dakiya::publish::LaneFacts;
use dakiya::schedule::{Zone, resolve_fixed};

/// The accounts that samples go to.
const CONFIG: &str = r#"
zone = "Asia/Kolkata"
[accounts.mastodon]
platform = "mastodon"
server = "https://mastodon.example"
token = { credential = "mastodon-token" }
[accounts.bluesky]
platform = "bluesky"
handle = "office.example"
password = { credential = "bluesky-password" }
counter = "latin"
[accounts.telegram]
platform = "telegram"
channel = "@office_example"
token = { credential = "telegram-token" }
"#;

fn india() -> LocalTime {
    let zone = Zone::parse("Asia/Kolkata").unwrap();
    Arc::new(move |wall| resolve_fixed(wall, zone).map_err(|error| error.finding()))
}

/// The posts in `queue` by name. Panics where one is not understood, or something is said about
/// it.
fn understood(queue: &Path) -> BTreeMap<String, Post> {
    let state = tempfile::tempdir().unwrap();
    let config = IntakeConfig { queue: queue.to_owned(), ..IntakeConfig::default() };
    let mut scanner = Scanner::new(config, Blobs::new(state.path()), india());
    let now = "2026-11-25T03:30:00Z".parse().unwrap();
    scanner.scan(now, Duration::from_secs(1000)).unwrap();
    let seen = scanner.scan(now, Duration::from_secs(2000)).unwrap();
    let posts = seen.into_iter().map(|seen| match seen {
        Seen::Taken(taken) if taken.findings.is_empty() => (taken.post.name.clone(), taken.post),
        other => panic!("{other:?}"),
    });
    posts.collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn samples() -> BTreeMap<String, Post> {
    understood(&root().join("posts/queue"))
}

fn sample(name: &str) -> Post {
    samples().remove(name).unwrap()
}

async fn lanes() -> Vec<LaneFacts> {
    let clock = Arc::new(SimulatedClock::starting_at("2026-11-25T03:30:00Z".parse().unwrap()));
    let source = Source::new("dakiya.toml", CONFIG);
    let config = Config::parse(source, Path::new("config/dakiya.toml"), &Overrides::default());
    let ground = Ground {
        clock: clock.clone(),
        blobs: Blobs::new("nowhere"),
        recipes: PathBuf::from("config/recipes"),
        kept: Kept::Nowhere,
    };
    let network = Network::Mocked(Mocks::new(clock).unwrap());
    accounts(&config.unwrap(), &ground, &network).await.unwrap()
}

fn parts(lane: &LaneFacts, post: &Post) -> Vec<Part> {
    let composed = lane.platform.compose(&post.draft_for(&lane.name, lane.platform.kind()));
    assert!(!any_error(&composed.findings), "{} on {}: {composed:?}", post.name, lane.name);
    composed.parts
}

#[tokio::test]
async fn every_sample_goes_to_every_platform() {
    let samples = samples();
    let names: Vec<_> = samples.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "fixed-time.md",
            "notice.txt",
            "own-version.md",
            "press-note.md",
            "right-now.md",
            "workshop-pictures"
        ]
    );
    for lane in lanes().await {
        for post in samples.values() {
            assert!(!parts(&lane, post).is_empty(), "{} on {}", post.name, lane.name);
        }
    }
}

#[tokio::test]
async fn the_press_note_is_a_thread_where_it_must_be() {
    let note = sample("press-note.md");
    let length = note.content.text.chars().count();
    assert!((2_500..=3_500).contains(&length), "{length} characters");
    assert_eq!(note.content.when, When::NextSlot);
    for lane in lanes().await {
        let parts = parts(&lane, &note).len();
        let thread = lane.name.as_str() != "telegram";
        assert_eq!(parts > 1, thread, "{parts} parts on {}", lane.name);
    }
}

#[test]
fn the_pictures_are_small_and_described() {
    let media = sample("workshop-pictures").content.media;
    let kinds: Vec<_> = media.iter().map(|picture| picture.kind).collect();
    assert_eq!(kinds, [MediaKind::Jpeg, MediaKind::Png]);
    for picture in media {
        assert!(picture.bytes < 150_000, "{} has {} bytes", picture.name, picture.bytes);
        assert!(picture.alt.is_some_and(|alt| alt.chars().count() > 40), "{}", picture.name);
    }
}

#[test]
fn the_samples_show_every_way_to_name_a_time() {
    let at = "2027-01-26T04:30:00Z".parse().unwrap();
    assert_eq!(sample("fixed-time.md").content.when, When::At(at));
    assert_eq!(sample("right-now.md").content.when, When::Now);
    assert_eq!(sample("notice.txt").content.when, When::NextSlot);
}

#[tokio::test]
async fn own_versions_differ_where_they_say_so() {
    let post = sample("own-version.md");
    let texts: Vec<_> =
        lanes().await.iter().map(|lane| parts(lane, &post)[0].text.clone()).collect();
    let different: BTreeSet<_> = texts.iter().collect();
    assert_eq!(different.len(), 3, "{texts:?}");
}

#[test]
fn the_template_is_a_post() {
    let drafts = understood(&root().join("posts/drafts"));
    assert_eq!(drafts.into_keys().collect::<Vec<_>>(), ["template.md"]);
}

#[test]
fn the_examples_of_the_manual_are_posts() {
    let page = fs::read_to_string(root().join("docs/writing-posts.md")).unwrap();
    let examples: Vec<_> = page.split("```text\n").skip(1).collect();
    assert!(examples.len() > 5, "{} examples", examples.len());
    for example in examples {
        let folder = tempfile::tempdir().unwrap();
        let post = folder.path().join("post");
        fs::create_dir(&post).unwrap();
        for picture in ["hall.jpg", "desk.png"].iter().filter(|name| example.contains(**name)) {
            let pictures = root().join("posts/queue/workshop-pictures");
            fs::copy(pictures.join(picture), post.join(picture)).unwrap();
        }
        fs::write(post.join("post.md"), example.split("```").next().unwrap()).unwrap();
        assert_eq!(understood(folder.path()).len(), 1, "{example}");
    }
}
