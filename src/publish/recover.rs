//! The start: what an earlier instance left open, before anything is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::lane::{Lane, LaneFacts};
use super::shared::Shared;
use super::work::load;
use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{Context, Delivery, DeliveryId, Event, HeldAt, State, step};
use crate::event::{Happening, Outcome, What};
use crate::journal::{
    AccountState, AttemptEnd, Brief, Change, JournalError, NoticeRow, SharedJournal, SlotKey,
    Version,
};
use crate::platform::most_counted;

/// How many deliveries are read at once: a long queue is never in memory as a whole.
const STRETCH: usize = 1_000;

/// The lanes as the journal remembers them, with nothing waiting in them yet.
pub(super) async fn lanes(
    shared: &Shared,
    accounts: Vec<LaneFacts>,
) -> Result<BTreeMap<AccountName, Lane>, JournalError> {
    let states = shared.journal.accounts().await?;
    let mut lanes = BTreeMap::new();
    for facts in accounts {
        let state = states.iter().find(|state| state.name == facts.name).cloned();
        let lane = lane(shared, facts, state).await?;
        lanes.insert(lane.facts.name.clone(), lane);
    }
    for NoticeRow { notice, .. } in shared.journal.notices().await? {
        let about = notice.account.filter(|_| notice.delivery.is_none());
        if let Some(lane) = about.and_then(|name| lanes.get_mut(&name)) {
            lane.knows_of(&notice.reason);
        }
    }
    Ok(lanes)
}

/// What is to wait in the lanes, stretch by stretch.
pub(super) struct Open {
    crashed: bool,
    /// What the daemon before may have died of, though its state does not tell.
    at_risk: BTreeSet<DeliveryId>,
    after: DeliveryId,
}

impl Open {
    /// From the first on.
    pub(super) fn all(shared: &Shared, crashed: bool) -> Self {
        let at_risk = shared.journal.at_risk();
        Self { crashed, at_risk, after: DeliveryId(i64::MIN) }
    }

    /// The next stretch of what an earlier instance left open; nothing after the last one. Visible
    /// requests that were open are uncertain now.
    pub(super) async fn next(
        &mut self,
        shared: &Shared,
        lanes: &mut BTreeMap<AccountName, Lane>,
    ) -> Result<Option<Vec<Brief>>, JournalError> {
        let stretch = shared.journal.open_deliveries_after(self.after, STRETCH).await?;
        let Some(last) = stretch.last() else {
            self.at_risk.iter().for_each(|id| shared.journal.note_risk(*id, false));
            return Ok(None);
        };
        self.after = last.delivery.id;
        let mut open = Vec::with_capacity(stretch.len());
        for brief in stretch {
            // A delivery of an account that the config does not have any more waits for its
            // return.
            let Some(lane) = lanes.get_mut(&brief.account) else { continue };
            let died_of_it = self.crashed && self.may_have_killed(&brief.delivery);
            let brief = interrupt(shared, lane, brief, died_of_it).await?;
            lane.taken.extend(brief.slot.clone());
            open.push(brief);
        }
        Ok(Some(open))
    }

    /// Whether it may have been worked on when the daemon ended.
    fn may_have_killed(&self, delivery: &Delivery) -> bool {
        match delivery.state {
            State::Preparing
            | State::Sending { .. }
            | State::Uncertain(_)
            | State::Held { at: HeldAt::Handed(_), .. } => true,
            State::Planned => self.at_risk.contains(&delivery.id),
            _ => false,
        }
    }
}

async fn lane(
    shared: &Shared,
    facts: LaneFacts,
    state: Option<AccountState>,
) -> Result<Lane, JournalError> {
    let now = shared.reading();
    let most = most_counted(&facts.platform.limits().budgets);
    let sent = shared.journal.last_sent(&facts.name, most).await?;
    let firings = used_firings(&shared.journal, &facts.name, now.wall).await?;
    let state = state.unwrap_or_else(|| AccountState::new(facts.name.clone()));
    Ok(Lane::new(Arc::new(facts), state, &sent, firings, now))
}

/// The firings that a lane must know at `now`, so as not to use them again.
pub(super) async fn used_firings(
    journal: &SharedJournal,
    account: &AccountName,
    now: Instant,
) -> Result<Vec<SlotKey>, JournalError> {
    journal.taken_slots(account, now - chrono::Duration::days(2)).await
}

/// Applies the interruption through the same door as every other event.
async fn interrupt(
    shared: &Shared,
    lane: &Lane,
    mut brief: Brief,
    crashed: bool,
) -> Result<Brief, JournalError> {
    let context = shared.context(lane.facts.platform.as_ref(), &lane.facts.rules);
    let was_sending = matches!(brief.delivery.state, State::Sending { .. });
    let event = Event::Interrupted { crashed };
    let Ok(step) = step(&brief.delivery, event.clone(), &context) else { return Ok(brief) };
    if step.next == brief.delivery {
        return Ok(brief);
    }
    let (changes, outcome) = changes(shared, &brief, event, &context, was_sending).await?;
    shared.journal.commit(shared.epoch, changes).await?;
    if let Some(outcome) = outcome {
        tell(shared, &brief, outcome);
    }
    brief.delivery = step.next;
    brief.version = Version(brief.version.0 + 1);
    Ok(brief)
}

/// Everything to be written, and the outcome among it where the interruption is one: after too
/// many crashes a person is asked.
async fn changes(
    shared: &Shared,
    brief: &Brief,
    event: Event,
    context: &Context,
    was_sending: bool,
) -> Result<(Vec<Change>, Option<Outcome>), JournalError> {
    let id = brief.delivery.id;
    let mut active = load(shared, id).await?;
    let illegal = |error: crate::delivery::Illegal| JournalError::Rule(error.to_string());
    let mut changes = active.apply(event, context).map_err(illegal)?.changes;
    if was_sending {
        let part = brief.delivery.part;
        let end = AttemptEnd::Interrupted;
        changes.push(Change::EndAttempt { delivery: id, part, at: context.now(), end });
    }
    let outcome = changes.iter().find_map(|change| match change {
        Change::Outcome(outcome) => Some(outcome.clone()),
        _ => None,
    });
    Ok((changes, outcome))
}

fn tell(shared: &Shared, brief: &Brief, outcome: Outcome) {
    shared.listener.hear(Happening {
        at: outcome.at,
        account: Some(brief.account.clone()),
        delivery: Some(brief.delivery.id),
        post: Some(brief.name.clone()),
        what: What::Outcome { outcome },
    });
}
