//! Posts lose their value: after its end a delivery must not go out any more.

use super::{Stage, Subject};
use crate::verdict::{Reason, Verdict};

#[derive(Debug)]
pub(super) struct Expiry;

impl Stage for Expiry {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let give_up = subject.delivery.give_up.filter(|give_up| *give_up <= subject.now)?;
        let reason = Reason::new("time-is-over").with("end", give_up.to_rfc3339());
        Some(Verdict::Expire(reason))
    }
}
