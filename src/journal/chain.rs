//! The hash chain over the outcomes, by which a change of the past shows.
//!
//! Every outcome is hashed together with the hash before it: SHA-256 over the 32 bytes of the
//! previous hash (zeros before the first) and the outcome's JSON text. So that an old record can
//! be verified by a newer program, a field added to [`Outcome`] must be left out of the JSON
//! where it is absent.

use crate::blobs::Digest;
use crate::event::Outcome;

/// The hash before the first outcome.
pub const START: Digest = Digest::from_bytes([0; 32]);

/// Where a chain of outcomes does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// One or more are missing, doubled or in another order.
    #[error("outcome {expected} is missing: the next one has the number {found}")]
    Order {
        /// The number that should come.
        expected: i64,
        /// The number found.
        found: i64,
    },
    /// What it says, or what went before it, was changed.
    #[error("outcome {0} or its hash was changed")]
    Hash(i64),
}

/// The number and hash of the last verified outcome: from where to verify further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 before the first.
    pub number: i64,
    /// Its hash.
    pub hash: Digest,
}

impl Head {
    /// The head of a chain that has no outcome yet.
    pub const EMPTY: Self = Self { number: 0, hash: START };
}

/// The hash of the outcome with the text `json` that follows the one with the hash `before`.
#[must_use]
pub fn link(before: &Digest, json: &str) -> Digest {
    Digest::of(&[before.as_bytes(), json.as_bytes()].concat())
}

/// The text of an outcome that its hash covers.
#[must_use]
pub fn text(outcome: &Outcome) -> String {
    // An outcome has string keys only, so that writing it cannot fail.
    serde_json::to_string(outcome).unwrap_or_default()
}

/// Verifies `outcomes`, as [`crate::journal::Journal::outcomes`] gives them, from `head` on, and
/// gives the new head.
///
/// # Errors
/// At the first one that does not follow from those before it.
pub fn verify(head: Head, outcomes: &[(i64, Outcome, String)]) -> Result<Head, Broken> {
    outcomes.iter().try_fold(head, |head, (number, outcome, hash)| {
        let expected = head.number + 1;
        if *number != expected {
            return Err(Broken::Order { expected, found: *number });
        }
        let own = link(&head.hash, &text(outcome));
        if own.to_string() != *hash {
            return Err(Broken::Hash(*number));
        }
        Ok(Head { number: *number, hash: own })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_micros;
    use crate::delivery::{DeliveryId, Evidence, Receipt};
    use crate::post::PostId;
    use crate::verdict::Reason;

    fn outcome(number: i64) -> Outcome {
        Outcome {
            at: from_micros(1_764_041_400_000_000),
            delivery: DeliveryId(number),
            post: PostId(number),
            name: "सूचना.md".into(),
            account: "x-main".parse().unwrap(),
            state: "published".into(),
            due: None,
            why: Some(Reason::new("late").with("minutes", 3_i64)),
            parts: 1,
            receipts: vec![Receipt {
                id: "17".into(),
                url: None,
                at: from_micros(1_764_041_400_000_000),
                evidence: Evidence::Answered,
                extra: serde_json::Value::Null,
                remarks: Vec::new(),
            }],
        }
    }

    fn chained(count: i64) -> Vec<(i64, Outcome, String)> {
        let mut before = START;
        (1..=count)
            .map(|number| {
                before = link(&before, &text(&outcome(number)));
                (number, outcome(number), before.to_string())
            })
            .collect()
    }

    #[test]
    fn a_whole_chain_holds_and_can_be_verified_in_pieces() {
        let chain = chained(5);
        let middle = verify(Head::EMPTY, &chain[..2]).unwrap();
        assert_eq!(verify(middle, &chain[2..]), verify(Head::EMPTY, &chain));
    }

    #[test]
    fn a_changed_word_a_gap_and_a_swap_show() {
        let mut changed = chained(3);
        changed[1].1.name = "other.md".into();
        assert_eq!(verify(Head::EMPTY, &changed), Err(Broken::Hash(2)));
        let mut gap = chained(3);
        gap.remove(1);
        assert_eq!(verify(Head::EMPTY, &gap), Err(Broken::Order { expected: 2, found: 3 }));
        let mut swapped = chained(3);
        swapped.swap(0, 1);
        assert!(verify(Head::EMPTY, &swapped).is_err());
    }

    #[test]
    fn the_text_under_the_hash_stays_as_it_was_in_the_first_release() {
        let head = verify(Head::EMPTY, &chained(1)).unwrap();
        assert_eq!(
            text(&outcome(1)),
            r#"{"at":"2025-11-25T03:30:00Z","delivery":1,"post":1,"name":"सूचना.md","account":"x-main","state":"published","due":null,"why":{"id":"late","facts":{"minutes":3}},"parts":1,"receipts":[{"id":"17","url":null,"at":"2025-11-25T03:30:00Z","evidence":"answered"}]}"#
        );
        assert_eq!(head.number, 1);
    }
}
