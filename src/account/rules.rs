//! The engine's own rules for one account; everything else in its section is the adapter's.

use std::time::Duration;

use crate::delivery::OnDoubt;
use crate::keys::Keys;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// What becomes of a post with a fixed time that could not be published at that time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// It still goes out within [`Rules::grace`]; later it is held for a person.
    Grace,
    /// It goes out in the account's next free slot.
    NextSlot,
    /// It is held for a person at once.
    Hold,
    /// It is left out, and a person is told.
    Skip,
}

/// How the parts of a thread are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CounterStyle {
    /// Not at all.
    None,
    /// As in `2/5`.
    Latin,
    /// As in `२/५`.
    Devanagari,
}

/// How the engine treats one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What to do about a delivery in doubt that cannot be found (class C accounts only).
    pub on_doubt: OnDoubt,
    /// The shortest time between two posts on the account.
    pub min_gap: Duration,
    /// What becomes of a post whose time has passed.
    pub missed: Missed,
    /// How late a post may go out by itself.
    pub grace: Duration,
    /// How long after its time a post is given up, if it says nothing itself.
    pub max_age: Duration,
    /// How long before its time a post with pictures is prepared.
    pub lead_image: Duration,
    /// How long before its time a post with films is prepared.
    pub lead_video: Duration,
    /// How long a request whose answer was lost may still land on the platform.
    pub settle: Duration,
    /// How the parts of a thread are counted.
    pub counter: CounterStyle,
    /// Whether nothing is to go out on the account for now.
    pub paused: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            on_doubt: OnDoubt::Hold,
            min_gap: Duration::ZERO,
            missed: Missed::Grace,
            grace: Duration::from_secs(HOUR),
            max_age: Duration::from_secs(DAY),
            lead_image: Duration::from_secs(10 * MINUTE),
            lead_video: Duration::from_secs(HOUR),
            settle: Duration::from_secs(2 * MINUTE),
            counter: CounterStyle::None,
            paused: false,
        }
    }
}

impl Rules {
    /// Whether a delivery whose time passed takes a free place of a slot: a firing always does, a
    /// time of its own where the rules say so.
    #[must_use]
    pub fn takes_next_place(&self, has_time: bool, from_slot: bool) -> bool {
        from_slot || (has_time && self.missed == Missed::NextSlot)
    }

    /// Takes the rules out of an account's section; what it leaves out is as in `defaults`.
    pub fn read(keys: &mut Keys<'_>, defaults: &Self) -> Self {
        let common = Self::read_common(keys, defaults);
        let lead = 0..=DAY;
        // Less than half a minute, or nothing at all, would be a repeat that may double a post.
        let settle = 30..=HOUR;
        let image = keys.duration("lead_image", "lead_image = \"10m\"", lead.clone());
        let video = keys.duration("lead_video", "lead_video = \"1h\"", lead);
        let settled = keys.duration("settle", "settle = \"2m\"", settle);
        Self {
            on_doubt: on_doubt(keys).unwrap_or(common.on_doubt),
            lead_image: image.unwrap_or(common.lead_image),
            lead_video: video.unwrap_or(common.lead_video),
            settle: settled.unwrap_or(common.settle),
            counter: counter(keys).unwrap_or(common.counter),
            paused: keys.take("paused", "paused = true").unwrap_or(common.paused),
            ..common
        }
    }

    /// Takes the rules that `[policy]` may set for all accounts.
    pub fn read_common(keys: &mut Keys<'_>, defaults: &Self) -> Self {
        let gap = keys.duration("min_gap", "min_gap = \"5m\"", 0..=7 * DAY);
        let grace = keys.duration("grace", "grace = \"1h\"", 0..=7 * DAY);
        let max_age = keys.duration("max_age", "max_age = \"1d\"", MINUTE..=365 * DAY);
        Self {
            min_gap: gap.unwrap_or(defaults.min_gap),
            missed: missed(keys).unwrap_or(defaults.missed),
            grace: grace.unwrap_or(defaults.grace),
            max_age: max_age.unwrap_or(defaults.max_age),
            ..defaults.clone()
        }
    }
}

fn on_doubt(keys: &mut Keys<'_>) -> Option<OnDoubt> {
    let choices = [("hold", OnDoubt::Hold), ("settle-repost", OnDoubt::SettleRepost)];
    keys.choice("on_doubt", "on_doubt = \"hold\"", &choices)
}

fn missed(keys: &mut Keys<'_>) -> Option<Missed> {
    let choices = [
        ("grace", Missed::Grace),
        ("next-slot", Missed::NextSlot),
        ("hold", Missed::Hold),
        ("skip", Missed::Skip),
    ];
    keys.choice("missed", "missed = \"grace\"", &choices)
}

fn counter(keys: &mut Keys<'_>) -> Option<CounterStyle> {
    let choices = [
        ("none", CounterStyle::None),
        ("latin", CounterStyle::Latin),
        ("devanagari", CounterStyle::Devanagari),
    ];
    keys.choice("counter", "counter = \"latin\"", &choices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, Source};

    fn read(toml: &str, defaults: &Rules) -> (Rules, Vec<Finding>) {
        let mut keys = Keys::parse(&Source::new("test.toml", toml), 0, toml);
        let rules = Rules::read(&mut keys, defaults);
        (rules, keys.finish())
    }

    #[test]
    fn what_an_account_leaves_out_is_as_for_all_accounts() {
        let defaults = Rules { min_gap: Duration::from_secs(300), ..Rules::default() };
        let (rules, findings) = read("grace = \"30m\"\ncounter = \"devanagari\"", &defaults);
        let expected = Rules {
            grace: Duration::from_secs(1800),
            counter: CounterStyle::Devanagari,
            ..defaults
        };
        assert_eq!((rules, findings), (expected, vec![]));
    }

    #[test]
    fn a_settle_time_that_could_double_a_post_is_refused() {
        let (rules, findings) = read("settle = \"0s\"", &Rules::default());
        assert_eq!(findings[0].id, "duration-out-of-range");
        assert_eq!(rules, Rules::default());
    }

    #[test]
    fn every_choice_is_read() {
        for (word, missed) in [
            ("grace", Missed::Grace),
            ("next-slot", Missed::NextSlot),
            ("hold", Missed::Hold),
            ("skip", Missed::Skip),
        ] {
            let (rules, findings) = read(&format!("missed = \"{word}\""), &Rules::default());
            assert_eq!((rules.missed, findings), (missed, vec![]));
        }
        let (rules, _) = read("on_doubt = \"settle-repost\"\npaused = true", &Rules::default());
        assert_eq!((rules.on_doubt, rules.paused), (OnDoubt::SettleRepost, true));
    }
}
