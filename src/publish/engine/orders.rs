//! Orders of people, carried out one at a time for each delivery.

use super::{Done, Engine, EngineError};
use crate::account::AccountName;
use crate::clock::{Instant, moved};
use crate::delivery::{DeliveryId, State, delay};
use crate::event::What;
use crate::failure::Failure;
use crate::journal::{Change, JournalError, Order, OrderAnswer, OrderId, OrderRow};
use crate::publish::active::{is_question, journal_reason};
use crate::publish::input::Input;
use crate::publish::work::{self, Finished, OrderDone};
use crate::verdict::Reason;

impl Engine {
    pub(super) async fn read_orders(&mut self) -> Result<(), EngineError> {
        let stopped = self.shared.journal.stopped().await?;
        self.note_stop(stopped);
        let rows = self.shared.journal.orders().await?;
        self.in_hand.retain(|id| rows.iter().any(|row| row.id == *id));
        self.put_off.retain(|id, _| rows.iter().any(|row| row.id == *id));
        rows.into_iter().for_each(|row| self.order(row));
        Ok(())
    }

    pub(super) fn note_stop(&mut self, stopped: Option<Reason>) {
        match (&self.stopped, &stopped) {
            (None, Some(why)) => self.tell(None, What::Stopped { why: why.clone() }),
            (Some(_), None) => self.tell(None, What::Started),
            _ => {}
        }
        self.stopped = stopped;
    }

    /// Carries out an order, unless it is being carried out already: until its answer is on disk,
    /// the journal gives it again to whoever reads the orders.
    pub(super) fn order(&mut self, row: OrderRow) {
        if self.put_off.get(&row.id).is_some_and(|off| off.until > self.shared.now()) {
            return;
        }
        if !self.in_hand.insert(row.id) {
            return;
        }
        if let Order::LogIn { account, login } = row.order {
            return self.log_in(account, login, row.id);
        }
        match target(&row.order) {
            Target::Account(account) => self.resume(&account, row),
            Target::Delivery(id) => self.order_delivery(id, row),
        }
    }

    fn resume(&mut self, account: &AccountName, row: OrderRow) {
        let Some(lane) = self.lanes.get_mut(account) else {
            let reason = Reason::new("order-unknown-account").with("account", account.as_str());
            return self.answer(row.id, false, reason, Vec::new());
        };
        lane.state.paused = None;
        lane.state.open_until = None;
        lane.was_seen_to();
        let changes = vec![
            Change::Account(lane.state.clone()),
            Change::Acknowledge { delivery: None, account: Some(account.clone()) },
        ];
        self.tell(Some(account), What::AccountResumed);
        self.answer(row.id, true, Reason::new("order-done"), changes);
    }

    pub(super) fn answer(
        &mut self,
        id: OrderId,
        done: bool,
        reason: Reason,
        mut changes: Vec<Change>,
    ) {
        self.tell(None, What::Ordered { answer: reason.clone(), done });
        changes.push(Change::OrderDone { id, answer: OrderAnswer { done, reason } });
        self.write_later(changes);
    }

    fn order_delivery(&mut self, id: DeliveryId, row: OrderRow) {
        let lane = self.lanes.values().find(|lane| lane.knows(id));
        match lane.map(|lane| lane.facts.name.clone()) {
            Some(name) => self.start_order(&name, id, row),
            None => self.find_lane(id, row),
        }
    }

    /// A delivery that work holds just now gets its order when the work is done: the order stays
    /// in the journal, and every change of the delivery makes us read the orders again.
    fn start_order(&mut self, name: &AccountName, id: DeliveryId, row: OrderRow) {
        let Some(lane) = self.lanes.get_mut(name) else { return };
        if lane.busy.contains(&id) {
            lane.orders_wait = true;
            self.in_hand.remove(&row.id);
            self.disarm_one(name, id);
            return;
        }
        lane.waiting.remove(id);
        lane.active.remove(&id);
        lane.busy.insert(id);
        let facts = lane.facts.clone();
        let (desk, busy) = (self.desk(&facts), self.shared.clock.busy());
        self.tasks
            .spawn(async move { Done::Ordered(Box::new(work::order(desk, id, row, busy).await)) });
    }

    /// A held delivery is in no lane's memory.
    fn find_lane(&mut self, id: DeliveryId, row: OrderRow) {
        let (journal, busy) = (self.shared.journal.clone(), self.shared.clock.busy());
        self.tasks.spawn(async move {
            let account = journal.delivery(id).await.map(|found| found.map(|r| r.brief.account));
            Done::Located(Box::new(account), id, Box::new(row), busy)
        });
    }

    pub(super) fn located(
        &mut self,
        account: Result<Option<AccountName>, JournalError>,
        id: DeliveryId,
        row: OrderRow,
    ) -> Result<(), EngineError> {
        match account? {
            Some(name) if self.lanes.contains_key(&name) => self.start_order(&name, id, row),
            Some(name) => self.order_without_lane(name, id, row),
            None => {
                let reason = Reason::new("order-unknown-delivery").with("id", id.0);
                self.answer(row.id, false, reason, Vec::new());
            }
        }
        Ok(())
    }

    /// A delivery of an account that the config does not have any more is in nobody's hands.
    fn order_without_lane(&mut self, name: AccountName, id: DeliveryId, row: OrderRow) {
        let (desk, busy) = (self.desk(&work::absent(name)), self.shared.clock.busy());
        self.tasks.spawn(async move {
            let done = work::order_without_account(desk, id, row, busy).await;
            Done::Ordered(Box::new(done))
        });
    }

    pub(super) fn ordered(&mut self, order: OrderDone) -> Result<(), EngineError> {
        let unwritten = order.is_unwritten();
        let OrderDone { id, finished, answer, had_ended, again } = order;
        self.in_hand.remove(&id);
        if let Some(failure) = again {
            self.put_off(id, &failure);
        } else if !unwritten {
            self.tell(None, What::Ordered { answer: answer.reason, done: answer.done });
        }
        if !self.lanes.contains_key(&finished.account) {
            return self.ordered_without_lane(finished, had_ended);
        }
        if had_ended && finished.error.is_none() {
            self.leave(&finished);
            return Ok(());
        }
        let cancelled = finished.active.as_ref().and_then(freed_slot);
        if let (Some(slot), Some(lane)) = (cancelled, self.lanes.get_mut(&finished.account)) {
            lane.taken.remove(&slot);
        }
        self.take_back(finished, |_| {})
    }

    fn ordered_without_lane(
        &mut self,
        finished: Finished,
        had_ended: bool,
    ) -> Result<(), EngineError> {
        match finished.error {
            None => {
                let active = finished.active.filter(|active| active.delivery().state.is_end());
                active.filter(|_| !had_ended).iter().for_each(|active| self.ended(active));
            }
            // Another order was quicker.
            Some(JournalError::Stale(_)) => self.again.push(Input::Orders),
            Some(error @ JournalError::Disk(_)) => self.degrade(journal_reason(&error)),
            Some(fatal) => return Err(fatal.into()),
        }
        Ok(())
    }

    /// Tries an order later once more, as its platform could not do it now.
    fn put_off(&mut self, id: OrderId, failure: &Failure) {
        let tries = self.put_off.get(&id).map_or(1, |off| off.tries.saturating_add(1));
        let own = delay(tries, self.shared.jitter.next());
        let wait = chrono::Duration::from_std(failure.wait(own)).unwrap_or_default();
        let until = self.shared.now().checked_add_signed(wait).unwrap_or(Instant::MAX_UTC);
        self.put_off.insert(id, PutOff { until, tries });
    }

    /// Reads the orders again where one that was put off is due.
    pub(super) fn look_for_put_off(&mut self) {
        let now = self.shared.now();
        let due: Vec<_> = self
            .put_off
            .iter()
            .filter(|(id, off)| off.until <= now && !self.in_hand.contains(id))
            .map(|(id, _)| *id)
            .collect();
        if !due.is_empty() {
            self.again.push(Input::Orders);
        }
    }

    /// People set the wall clock `by` later.
    pub(super) fn move_put_off(&mut self, by: chrono::Duration) {
        self.put_off.values_mut().for_each(|off| off.until = moved(off.until, by));
    }

    /// When the next order that was put off is due.
    pub(super) fn next_put_off(&self) -> Option<Instant> {
        let waiting = self.put_off.iter().filter(|(id, _)| !self.in_hand.contains(id));
        waiting.map(|(_, off)| off.until).min()
    }

    /// What had ended before an order came is not worked on, and its post not filed away again.
    fn leave(&mut self, finished: &Finished) {
        let Some(lane) = self.lanes.get_mut(&finished.account) else { return };
        if lane.let_go(finished.id) {
            self.again.push(Input::Orders);
        }
    }
}

/// An order that its platform could not do yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct PutOff {
    until: Instant,
    tries: u32,
}

enum Target {
    Delivery(DeliveryId),
    Account(AccountName),
}

fn target(order: &Order) -> Target {
    match order {
        Order::ItIsThere { delivery, .. }
        | Order::PostAgain { delivery }
        | Order::Abandon { delivery }
        | Order::Look { delivery }
        | Order::Release { delivery }
        | Order::Cancel { delivery }
        | Order::Recall { delivery } => Target::Delivery(*delivery),
        Order::Resume { account } | Order::LogIn { account, .. } => {
            Target::Account(account.clone())
        }
    }
}

/// The place that a cancelled delivery gives back.
fn freed_slot(active: &crate::publish::Active) -> Option<crate::journal::SlotKey> {
    let cancelled = matches!(active.delivery().state, State::Cancelled(_));
    if cancelled && !is_question(&active.delivery().state) {
        active.brief.slot.clone()
    } else {
        None
    }
}
