//! The plan says what the engine then does, where every request goes well.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::rig::{Rig, minutes};
use crate::account::Missed;
use crate::clock::{Clock as _, Instant};
use crate::delivery::Guarantee;
use crate::policy::Window;
use crate::post::samples::content;
use crate::post::{Content, When};

/// How many lives are compared.
const LIVES: u64 = 400;

/// How many minutes the engine then runs.
const AFTER: i64 = 5 * 24 * 60;

struct Life {
    rig: Rig,
    dice: ChaCha8Rng,
    posts: usize,
}

impl Life {
    async fn of(seed: u64) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut rig = Rig::new(Guarantee::A).await;
        let lines = ["0 * * * *", "30 9,18 * * *", "*/20 8-10 * * *", "15 4 * * *"];
        for name in ["one", "two"] {
            if dice.random_bool(0.7) {
                rig.slot(name, lines[dice.random_range(0..lines.len())]);
            }
        }
        rig.slots.iter_mut().for_each(|slot| slot.places = dice.random_range(1..3));
        rig.rules.min_gap = Duration::from_secs(60 * [0, 0, 3, 10][dice.random_range(0..4)]);
        let rules = [Missed::Grace, Missed::NextSlot, Missed::Hold, Missed::Skip];
        rig.rules.missed = rules[dice.random_range(0..4)];
        for _ in 0..dice.random_range(0..3) {
            let minutes = [1, 10, 60, 600][dice.random_range(0..4)];
            rig.toy.allow(dice.random_range(1..4), Duration::from_secs(60 * minutes));
        }
        for _ in 0..dice.random_range(0..3) {
            // A window is no shorter than a gap.
            let from = dice.random_range(0..2000);
            rig.blackouts.push(Window {
                from: minutes(from),
                until: minutes(from + dice.random_range(30..400)),
                accounts: Vec::new(),
                reason: "silence".into(),
            });
        }
        Self { rig, dice, posts: 0 }
    }

    fn minute(&self) -> i64 {
        (self.rig.clock.now() - minutes(0)).num_minutes()
    }

    async fn write(&mut self, most: usize) {
        for _ in 0..self.dice.random_range(0..most) {
            let now = self.minute();
            let when = match self.dice.random_range(0..10) {
                0 => When::Now,
                1..4 => When::At(minutes(now + self.dice.random_range(0..600))),
                4 => When::Slot("one".parse().unwrap()),
                _ => When::NextSlot,
            };
            let expires = self.dice.random_bool(0.3);
            let expires = expires.then(|| minutes(now + self.dice.random_range(5..1500)));
            self.posts += 1;
            let name = format!("post-{}", self.posts);
            let urgent = self.dice.random_bool(0.1);
            let post = Content { when, expires, urgent, ..content(&name) };
            self.rig.post_content(&name, post).await;
        }
    }

    /// Some hours of running and some of being down.
    async fn past(&mut self) {
        self.write(6).await;
        let until = self.minute() + self.dice.random_range(1..300);
        self.rig.run_until(minutes(until)).await;
        self.write(4).await;
        let down = self.dice.random_range(0..400);
        self.rig.clock.advance_to(minutes(until + down));
        self.write(6).await;
        self.rig.begin().await;
    }

    async fn planned(&self, until: Instant) -> BTreeMap<String, Instant> {
        let mut planned = BTreeMap::new();
        for one in self.rig.plan().await {
            if let Some(at) = one.at.filter(|at| *at <= until) {
                planned.insert(self.rig.record(one.delivery).await.brief.name, at);
            }
        }
        planned
    }
}

/// How many posts went out as planned in the life of `seed`.
async fn compare(seed: u64) -> usize {
    let mut life = Life::of(seed).await;
    life.past().await;
    if life.dice.random_bool(0.05) {
        life.rig.stop(true).await;
    }
    let (now, before) = (life.minute(), life.rig.toy.public().len());
    let until = minutes(now + AFTER);
    let planned = life.planned(until).await;
    life.rig.run_until(until).await;
    let public: BTreeMap<_, _> = life.rig.toy.public().into_iter().skip(before).collect();
    let ends = life.rig.journal_states().await;
    assert_eq!(
        told(&public),
        told(&planned),
        "seed {seed} at minute {now}: done and planned differ\n{ends}\n{:?} {:?}\n{:?}",
        life.rig.rules,
        life.rig.blackouts,
        life.rig.slots
    );
    planned.len()
}

fn told(times: &BTreeMap<String, Instant>) -> Vec<String> {
    let minute = |at: &Instant| (*at - minutes(0)).num_seconds();
    times.iter().map(|(name, at)| format!("{name} {}s", minute(at))).collect()
}

#[tokio::test]
async fn the_engine_does_what_the_plan_says() {
    let number = |variable| std::env::var(variable).ok()?.parse::<u64>().ok();
    let lives = number("DAKIYA_SEEDS").unwrap_or(LIVES);
    let seeds = number("DAKIYA_SEED").map_or(0..lives, |seed| seed..seed + 1);
    let mut published = 0;
    for seed in seeds {
        published += compare(seed).await;
    }
    println!("{published} posts went out as planned");
    assert!(published > 0);
}
