//! A state that was put back to an older copy: what had its outcome since does not go out again.

use std::collections::BTreeMap;

use super::{Stage, Subject};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::verdict::{Reason, Verdict};

/// Outcomes of which the journal knows nothing, with the reason for which each delivery is held.
#[derive(Debug, Clone, Default)]
pub struct Forgotten {
    known: BTreeMap<AccountName, BTreeMap<String, Reason>>,
    until: Option<Instant>,
}

impl Forgotten {
    /// Counts for posts that are taken until `until`; a later post of the same name is another.
    #[must_use]
    pub fn until(until: Instant) -> Self {
        Self { known: BTreeMap::new(), until: Some(until) }
    }

    /// Adds the outcome of the post called `post` on `account`.
    pub fn add(&mut self, account: AccountName, post: String, why: Reason) {
        self.known.entry(account).or_default().insert(post, why);
    }
}

impl Stage for Forgotten {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        self.until.filter(|until| subject.taken <= *until)?;
        let why = self.known.get(subject.account)?.get(subject.post)?;
        Some(Verdict::Hold(why.clone()))
    }
}
