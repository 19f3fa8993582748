//! When a lane may send its next visible request: after what is out, by budgets, gaps and what the
//! platform asked for.

use std::iter::repeat_n;
use std::time::Duration;

use super::{Lane, Out};
use crate::clock::{Instant, Noted};
use crate::delivery::{Guarantee, State};
use crate::platform::{Budget, Pace, allowed_from, longest_window, paced_from};
use crate::publish::Active;
use crate::publish::awake::Awake;
use crate::schedule::gap_before;

/// How long a connection that was used is surely still open: less than it is kept at all.
const STAYS_WARM: chrono::Duration = chrono::Duration::milliseconds(2_500);

impl Lane {
    /// Whether nothing but a visible request that is out stands in the way of another.
    pub(in crate::publish) fn lets_send(&self, now: Instant) -> bool {
        self.looking == 0 && self.is_open(now) && !self.has_look_due(now)
    }

    /// Whether an intent may be written just now for `active`. While another visible request is
    /// out only where a crash would leave no question to people, and where that other one makes
    /// this one wait no longer than until its end.
    pub(in crate::publish) fn may_arm(&self, active: &Active, awake: &Awake, now: Instant) -> bool {
        let free = self.arming.is_none() && self.armed.is_none() && self.lets_send(now);
        let behind =
            || self.facts.platform.guarantee() <= Guarantee::B && self.gap(active, awake).is_zero();
        match self.sending {
            None => free,
            Some(Out::LastPart) => free && behind(),
            Some(Out::MoreFollow) => false,
        }
    }

    /// An answer that is lost is looked for before anything else is sent.
    fn has_look_due(&self, now: Instant) -> bool {
        self.active.values().any(|active| {
            matches!(&active.delivery().state, State::Uncertain(doubt) if doubt.next_look <= now)
        })
    }

    /// From when `active` may send, by budgets, gaps and what the platform asked for.
    pub(in crate::publish) fn sends_from(
        &self,
        active: &Active,
        awake: &Awake,
        now: Instant,
    ) -> Instant {
        let limits = self.facts.platform.limits();
        let messages = active.messages(self.facts.platform.as_ref());
        let mut from = self.budgeted_from(&limits.budgets, messages, now);
        from = from.max(paced_from(self.pace(), now));
        from = from.max(self.state.waits_until.unwrap_or(now));
        let delivery = active.delivery();
        // A request that may be public already is repeated at once, while the platform knows it.
        if delivery.part == 0 && delivery.first_sent.is_none() {
            from = from.max(self.after_gap(active, awake).unwrap_or(now));
        }
        from
    }

    /// What the platform said is left: its last word, or before the first one after a start the
    /// last one of the run before.
    fn pace(&self) -> Option<Pace> {
        let kept = self.state.left.map(|(remaining, resets)| Pace { remaining, resets });
        self.facts.platform.pace().or(kept)
    }

    /// Remembers what the platform said is left, with what else is noted of an answer.
    pub(in crate::publish) fn note_pace(&mut self) {
        if let Some(pace) = self.facts.platform.pace() {
            self.state.left = Some((pace.remaining, pace.resets));
        }
    }

    /// When `active` was to go out by the plan: at its time, or where the account's shortest gap
    /// ends that the post before it began. What downtime made late was to go out at its time.
    pub(in crate::publish) fn expected(&self, active: &Active, awake: &Awake) -> Instant {
        let is_late = active.due() < awake.since(&active.brief);
        let kept = if is_late { None } else { self.after_gap(active, awake) };
        kept.map_or(active.due(), |from| from.max(active.due()))
    }

    /// What is out counts as one message before its end tells how many it made.
    fn budgeted_from(&self, budgets: &[Budget], messages: usize, now: Instant) -> Instant {
        if self.sending.is_none() || budgets.is_empty() {
            return allowed_from(budgets, &self.sent, messages, now);
        }
        let mut sent = self.sent.clone();
        sent.push(now);
        allowed_from(budgets, &sent, messages, now)
    }

    fn after_gap(&self, active: &Active, awake: &Awake) -> Option<Instant> {
        let gap = chrono::Duration::from_std(self.gap(active, awake)).ok()?;
        self.state.last_published?.checked_add_signed(gap)
    }

    fn gap(&self, active: &Active, awake: &Awake) -> Duration {
        let since = awake.since(&active.brief);
        gap_before(active.due(), self.facts.rules.min_gap, awake.catch_up_gap, since)
    }

    /// Whether the connection for a visible request at `at` is to be opened beforehand. It is
    /// asked once for each request.
    pub(in crate::publish) fn takes_warmth(&mut self, at: Instant, now: Instant) -> bool {
        let paused = self.state.paused.is_some() || self.facts.rules.paused;
        let keeps = self.facts.platform.guarantee() <= Guarantee::B;
        let is_warm = self.warmed.is_some_and(|warmed| at - warmed < STAYS_WARM);
        let takes = keeps && !is_warm && !paused && self.sending.is_none() && self.is_open(now);
        if takes {
            self.warmed = Some(now);
        }
        takes
    }

    /// Remembers that a visible request was opened which makes so many messages.
    pub(in crate::publish) fn note_sent(&mut self, opened: Noted, messages: usize) {
        let at = opened.on(&self.seen);
        self.warmed = Some(at);
        self.sent.extend(repeat_n(at, messages));
        let window = longest_window(&self.facts.platform.limits().budgets);
        let window = chrono::Duration::from_std(window).unwrap_or_default();
        if let Some(start) = at.checked_sub_signed(window) {
            let old = self.sent.partition_point(|sent| *sent < start);
            self.sent.drain(..old);
        }
    }
}
