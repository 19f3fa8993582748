//! The plan: which delivery of an account goes when, and why. A pure rehearsal of its lane, from
//! what waits, the slots, what is taken already, policy's word and the time.

mod rehearsal;

use std::time::Duration;

use super::{LaneView, Place};
use crate::account::Rules;
use crate::clock::Instant;
use crate::delivery::DeliveryId;
use crate::journal::Brief;
use crate::platform::Budget;
use crate::verdict::{Reason, Verdict};

use rehearsal::Rehearsal;

/// One account as the plan sees it.
#[derive(Clone, Copy)]
pub struct Outlook<'a> {
    /// Its slots, and now.
    pub lane: LaneView<'a>,
    /// Its rules.
    pub rules: &'a Rules,
    /// The shortest time between two posts that are late because of downtime.
    pub catch_up_gap: Duration,
    /// Since when the program is awake without a break; now, if it is only to be started.
    pub awake_since: Instant,
    /// When something last went out.
    pub last_published: Option<Instant>,
    /// The documented rate limits of its platform.
    pub budgets: &'a [Budget],
    /// When requests were sent to it, oldest first, as far back as the limits reach.
    pub sent: &'a [Instant],
    /// Nothing goes out before that instant, because of its platform.
    pub rests_until: Option<Instant>,
    /// Policy's word on a delivery at an instant.
    pub judge: &'a dyn Fn(&Brief, Instant) -> Verdict,
}

/// What the plan says of one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The delivery.
    pub delivery: DeliveryId,
    /// When it goes out; none where it cannot be said.
    pub at: Option<Instant>,
    /// The place it takes, where it is to take one.
    pub place: Option<Place>,
    /// Why then, or why not.
    pub why: Reason,
}

/// Plans the deliveries that wait on one account, in the order in which they were taken. Every
/// request is taken to go well at once. A delivery of which the number of parts is known takes as
/// many requests from the budgets, any other one. What a platform counts as several messages may go out
/// a little later than is said here.
pub fn plan<'b>(
    outlook: &Outlook<'_>,
    waiting: impl IntoIterator<Item = &'b Brief>,
) -> Vec<Planned> {
    let waiting: Vec<&Brief> = waiting.into_iter().collect();
    let mut rehearsal = Rehearsal::new(outlook);
    waiting.iter().for_each(|brief| rehearsal.enter(brief));
    let told = rehearsal.play();
    waiting.iter().filter_map(|brief| told.get(&brief.delivery.id).cloned()).collect()
}

/// How long after what went out last a delivery with the time `due` may go out at the earliest.
#[must_use]
pub fn gap_before(
    due: Instant,
    min_gap: Duration,
    catch_up_gap: Duration,
    awake_since: Instant,
) -> Duration {
    if due < awake_since { min_gap.max(catch_up_gap) } else { min_gap }
}

#[cfg(test)]
mod tests;
