//! Posts lose their value: after its end a delivery must not go out any more.

use super::{Stage, Subject};
use crate::verdict::{Reason, Verdict};

#[derive(Debug)]
pub(super) struct Expiry;

impl Stage for Expiry {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let ends = [subject.delivery.give_up, subject.expires];
        let end = ends.into_iter().flatten().min().filter(|end| *end <= subject.now)?;
        let reason = Reason::new("time-is-over").with("end", end.to_rfc3339());
        Some(Verdict::Expire(reason))
    }
}
