//! Record keys that we choose ourselves: the reason why a repeat can never be a second post.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::blobs::Digest;
use crate::clock::Instant;

/// The digits of a TID, in the order of their values.
const DIGITS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// How many characters a TID has.
const LENGTH: usize = 13;

/// The highest clock id.
const CLOCK_IDS: u64 = 1024;

/// Each part of a thread gets a stretch of this many microseconds within the due second, so that
/// keys rise with the parts.
const STRETCH: u64 = 31_250;

/// A record key of the kind `tid`: 53 bits of microseconds since 1970 and 10 bits of clock id
/// (atproto.com/specs/tid, read August 2026).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Tid(String);

/// A text that is not a TID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a record key of 13 characters, such as \"3mdccjmurk222\"")]
pub(super) struct BadTid(String);

impl Tid {
    /// The key of one part: always the same for the same part, and for no other one. The time
    /// in it is the due second; everything below the second comes from the job's key.
    pub(super) fn for_part(due: Instant, index: u16, key: &str) -> Self {
        let turn = |turn: u8| Self::of_turn(due, index, key, turn);
        (0..u8::MAX).map(turn).find(|tid| !tid.is_refused()).unwrap_or_else(|| turn(0))
    }

    fn of_turn(due: Instant, index: u16, key: &str, turn: u8) -> Self {
        let digest = Digest::of(format!("{key}/{turn}").as_bytes());
        let random = digest.as_bytes().iter().take(8).fold(0, |n, byte| n << 8 | u64::from(*byte));
        let second = u64::try_from(due.timestamp()).unwrap_or(0);
        let stretch = u64::from(index) % (1_000_000 / STRETCH);
        let micros = second * 1_000_000 + stretch * STRETCH + random % STRETCH;
        Self::of(micros, random / STRETCH % CLOCK_IDS)
    }

    /// The TID of an instant, in microseconds since 1970, and a clock id below 1024.
    pub(super) fn of(micros: u64, clock_id: u64) -> Self {
        let number = ((micros & ((1 << 53) - 1)) << 10) | (clock_id % CLOCK_IDS);
        let digit = |place: usize| number >> (5 * (LENGTH - 1 - place)) & 31;
        let value = |place| char::from(DIGITS[usize::try_from(digit(place)).unwrap_or(0)]);
        Self((0..LENGTH).map(value).collect())
    }

    /// Whether servers refuse it for a word in it: the start of the one word that their list
    /// looks for inside other words (`explicit-slurs.ts` of bluesky-social/atproto, August 2026).
    fn is_refused(&self) -> bool {
        self.0.as_bytes().windows(4).any(|four| {
            let double = |byte: u8| matches!(byte, b'g' | b'q');
            four[0] == b'n' && b"iloa4".contains(&four[1]) && double(four[2]) && double(four[3])
        })
    }

    /// The key as text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tid {
    type Err = BadTid;

    fn from_str(text: &str) -> Result<Self, BadTid> {
        let bytes = text.as_bytes();
        let sound = bytes.len() == LENGTH
            && DIGITS[..16].contains(&bytes[0])
            && bytes.iter().all(|byte| DIGITS.contains(byte));
        if sound { Ok(Self(text.to_owned())) } else { Err(BadTid(text.to_owned())) }
    }
}

impl TryFrom<String> for Tid {
    type Error = BadTid;

    fn try_from(text: String) -> Result<Self, BadTid> {
        text.parse()
    }
}

impl From<Tid> for String {
    fn from(tid: Tid) -> Self {
        tid.0
    }
}

impl fmt::Display for Tid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::adapters::bluesky::tests::shared;

    fn due() -> Instant {
        crate::clock::from_micros(1_769_398_200_123_456)
    }

    #[test]
    fn measured_keys_come_out_the_same() {
        let Some(measured) = shared::json("data/measured/bluesky-tid-facets.json") else { return };
        for case in measured["cases"].as_array().unwrap() {
            let tid = Tid::of(case["micros"].as_u64().unwrap(), case["clock_id"].as_u64().unwrap());
            assert_eq!(tid.as_str(), case["tid"].as_str().unwrap());
        }
    }

    #[test]
    fn keys_are_read_as_the_interop_lists_have_them() {
        for (kind, expected) in [("valid", true), ("invalid", false)] {
            let Some(values) = shared::interop(&format!("tid_syntax_{kind}.txt")) else { return };
            for value in values {
                assert_eq!(value.parse::<Tid>().is_ok(), expected, "{value:?}");
            }
        }
    }

    #[test]
    fn a_part_has_one_key_for_ever_and_its_neighbours_have_others() {
        let first = Tid::for_part(due(), 0, "a");
        assert_eq!(first, Tid::for_part(due(), 0, "a"));
        assert_ne!(first, Tid::for_part(due(), 0, "b"));
    }

    #[test]
    fn keys_rise_with_the_parts_of_a_thread() {
        let keys: Vec<_> = (0..25).map(|part| Tid::for_part(due(), part, "a")).collect();
        assert!(keys.is_sorted());
    }

    #[test]
    fn a_key_that_servers_refuse_for_a_word_is_not_taken() {
        assert!("3mdccniggr222".parse::<Tid>().unwrap().is_refused());
        assert!(!"3mdccnig3gr22".parse::<Tid>().unwrap().is_refused());
    }

    proptest! {
        #[test]
        fn every_key_is_sound_and_in_its_second(second in 0_i64..4_000_000_000, key in "[0-9a-f]{64}") {
            let due = crate::clock::from_micros(second * 1_000_000);
            let tid = Tid::for_part(due, 3, &key);
            prop_assert!(tid.as_str().parse::<Tid>().is_ok());
            prop_assert!(tid >= Tid::of(second as u64 * 1_000_000, 0));
            prop_assert!(tid < Tid::of((second as u64 + 1) * 1_000_000, 0));
        }
    }
}
