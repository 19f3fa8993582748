//! Whole days of the program in seconds: the real engine and the real adapters between people,
//! a network, a disk and a clock that go wrong by a seed. What the imitated platforms' ledgers
//! say at the end is the truth.
//!
//! `DAKIYA_SEEDS=10000 cargo test --test simulation` lives more days; `DAKIYA_SEED=17` lives one
//! and tells everything about it.
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail like tests")]
#![expect(clippy::print_stdout, reason = "a day is told, and which one caught a bug")]

mod accounts;
mod clock;
mod death;
mod dice;
mod disk;
mod folder;
mod network;
mod oracle;
mod people;
mod planted;
mod process;
mod promises;
mod text;
mod watch;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use planted::Bug;
use tempfile::TempDir;
use watch::Tracing;
use world::{Size, World};

/// How many days are lived where nothing else is said.
const SEEDS: u64 = 1_000;

/// The size of a day that keeps a thousand of them within two minutes.
const SMALL: Size = Size { accounts: 4, posts: 12 };

/// What one day brought.
struct Day {
    wrongs: Vec<String>,
    trace: String,
}

fn live(seed: u64, bug: Option<Bug>, blobs: &TempDir, tracing: Tracing) -> Day {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut world = World::new(seed, SMALL, bug, blobs.path(), tracing);
        let wrongs = world.live().await;
        Day { wrongs, trace: world.watch.trace() }
    })
}

fn blobs() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    folder::store_media(folder.path());
    folder
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The first seed below `seeds`, by two threads, whose day went wrong.
fn first_wrong(seeds: u64, bug: Option<Bug>) -> Option<(u64, Vec<String>)> {
    let (next, blobs) = (AtomicU64::new(0), blobs());
    let found: Mutex<Option<(u64, Vec<String>)>> = Mutex::default();
    let work = || {
        while found.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds {
                return;
            }
            let wrongs = live(seed, bug, &blobs, Tracing::Off).wrongs;
            if !wrongs.is_empty() {
                *found.lock().unwrap() = Some((seed, wrongs));
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    found.into_inner().unwrap()
}

#[test]
fn every_platform_of_the_registry_is_lived_with() {
    assert_eq!(accounts::left_out(), [""; 0]);
}

#[test]
fn no_day_ends_with_a_lost_or_doubled_post() {
    if let Some(seed) = number("DAKIYA_SEED") {
        let day = live(seed, None, &blobs(), Tracing::Printed);
        println!("{:#?}", day.wrongs);
        assert!(day.wrongs.is_empty());
        return;
    }
    if let Some((seed, wrongs)) = first_wrong(number("DAKIYA_SEEDS").unwrap_or(SEEDS), None) {
        let trace = live(seed, None, &blobs(), Tracing::Kept).trace;
        panic!(
            "seed {seed}: {wrongs:#?}\n{trace}\nrepeat: DAKIYA_SEED={seed} cargo test --test simulation no_day"
        );
    }
}

fn is_caught(bug: Bug) {
    let caught = first_wrong(SEEDS, Some(bug));
    let (seed, wrongs) = caught.unwrap_or_else(|| panic!("{bug:?} was not caught"));
    println!("{bug:?} was caught by seed {seed}: {}", wrongs[0]);
}

macro_rules! planted {
    ($($name:ident: $bug:ident,)*) => {
        $(#[test]
        fn $name() {
            is_caught(Bug::$bug);
        })*
    };
}

planted! {
    a_request_before_its_intent_is_durable_is_caught: NoIntent,
    what_was_being_sent_put_back_into_the_queue_is_caught: RescueToQueue,
    a_repeat_after_a_server_error_is_caught: RetryOnServerError,
    a_new_key_for_every_try_is_caught: NewKeyOnRetry,
    a_repost_after_one_empty_look_is_caught: RepostAfterOneLook,
    a_repost_before_the_lost_request_can_land_is_caught: NoSettling,
    an_empty_journal_after_a_crash_is_caught: EmptyJournal,
    forgotten_firings_are_caught: NoSlotKeys,
    a_gate_without_the_stop_is_caught: NoStopInGate,
    an_instance_that_is_not_fenced_is_caught: NoFencing,
    a_clock_that_is_set_and_not_noticed_is_caught: BlindToClock,
    a_journal_that_forgets_what_the_clocks_showed_is_caught: ReadingsForgotten,
    a_firing_that_a_clock_set_back_brings_again_is_caught: FiresByWallClock,
    a_slot_that_fires_twice_in_an_hour_that_comes_twice_is_caught: HourTwice,
}
