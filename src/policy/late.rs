//! A fixed time that passed while nothing could be done, for instance during downtime.

use std::time::Duration;

use super::{Stage, Subject};
use crate::account::Missed;
use crate::delivery::Delivery;
use crate::verdict::{Reason, Verdict};

/// How late a delivery may be without counting as late.
const ON_TIME: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct Late;

impl Stage for Late {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let due = subject.due?;
        let Delivery { failures, attempts, .. } = *subject.delivery;
        // A person who has a part sent again means now, however late that is.
        let tried = failures > 0 || attempts > 0 || subject.delivery.has_begun_in_public();
        if subject.from_slot || tried {
            return None;
        }
        let late = (subject.now - due).to_std().unwrap_or_default();
        let reason = || Reason::new("time-was-missed").with("due", due.to_rfc3339());
        match subject.rules.missed {
            _ if late <= ON_TIME => None,
            Missed::Grace if late <= subject.rules.grace => None,
            // Its place in the queue of slots is given to it by the plan, before it comes here.
            Missed::NextSlot => None,
            Missed::Grace | Missed::Hold => Some(Verdict::Hold(reason())),
            Missed::Skip => Some(Verdict::Miss(reason())),
        }
    }
}
