//! A fixed time that passed while nothing could be done, for instance during downtime.

use super::{Stage, Subject};
use crate::account::Missed;
use crate::delivery::ON_TIME;
use crate::verdict::{Reason, Verdict};

#[derive(Debug)]
pub(super) struct Late;

impl Stage for Late {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let due = subject.due?;
        // A person who has a part sent again means now, however late that is.
        if subject.from_slot || subject.delivery.was_tried() {
            return None;
        }
        let late = (subject.now - due).to_std().unwrap_or_default();
        let in_grace = late <= subject.rules.grace;
        let reason = || Reason::new("time-was-missed").with("due", due.to_rfc3339());
        match subject.rules.missed {
            _ if late <= ON_TIME => None,
            // A slow platform or a busy lane makes a post late, but its time was not missed.
            _ if in_grace && subject.delivery.was_begun_in_time(due, subject.awake_since) => None,
            Missed::Grace if in_grace => None,
            // Its place in the queue of slots is given to it by the plan, before it comes here.
            Missed::NextSlot => None,
            Missed::Grace | Missed::Hold => Some(Verdict::Hold(reason())),
            Missed::Skip => Some(Verdict::Miss(reason())),
        }
    }
}
