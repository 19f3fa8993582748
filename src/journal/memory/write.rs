//! The calls that write, one function each.

use std::sync::Arc;

use super::state::{DeliveryRow, OrderState, PostRow, State};
use crate::account::AccountName;
use crate::clock::{Boot, Instant, Noted, Reading};
use crate::delivery::{self, Delivery, DeliveryId, HeldAt};
use crate::journal::rules::{self, Arming, Facts, PartFact};
use crate::journal::{
    AccountState, Admitted, Arm, Armed, Attempt, Begun, Earlier, Epoch, FileEntry, Gate, GateView,
    Instance, Order, OrderId, PostStatus, Result, Taken, TakenDelivery, Version,
};
use crate::post::{Post, PostId};
use crate::verdict::Reason;

impl State {
    pub(super) fn begin(&mut self, instance: Instance) -> Begun {
        let last = self.instances.last().map(|(epoch, instance)| (*epoch, instance.clone()));
        let epoch = Epoch(last.as_ref().map_or(1, |(epoch, _)| epoch.0 + 1));
        self.instances.put(epoch, Instance { ended: None, ..instance });
        let previous = last.map(|(_, instance)| instance);
        let crashed = previous.as_ref().is_some_and(|previous| previous.ended.is_none());
        Begun { epoch, previous, crashed }
    }

    pub(super) fn end(&mut self, epoch: Epoch, at: Instant) -> Result<()> {
        self.fence(epoch)?;
        if let Some(instance) = self.instances.get(&epoch).cloned() {
            self.instances.put(epoch, Instance { ended: Some(at), ..instance });
        }
        Ok(())
    }

    pub(super) fn take(&mut self, epoch: Epoch, taken: Taken) -> Result<Admitted> {
        self.fence(epoch)?;
        let Taken { post, at, file, companions, deliveries } = taken;
        let revision = post.content.revision();
        let known = self.known.get(&(post.name.clone(), revision)).copied();
        let (id, earlier) = match known {
            Some(id) => (id, Some(self.standing(id, file.as_ref()))),
            None => (self.take_new(post, at, deliveries)?, None),
        };
        if earlier != Some(Earlier::Ended) {
            let file = file.map(|file| FileEntry { revision: Some(revision), ..file });
            for file in file.into_iter().chain(companions) {
                let entry = FileEntry { post: Some(id), ..file };
                self.files.put(entry.name.clone(), entry);
            }
        }
        let ids = self.of_post.range((id, DeliveryId(i64::MIN))..=(id, DeliveryId(i64::MAX)));
        let deliveries = ids.map(|((_, delivery), ())| *delivery).collect();
        Ok(Admitted { post: id, deliveries, earlier })
    }

    fn standing(&self, post: PostId, file: Option<&FileEntry>) -> Earlier {
        let noted = file.and_then(|file| self.files.get(&file.name)?.post);
        let status = self.posts.get(&post).map(|row| row.status);
        match status {
            _ if noted == Some(post) => Earlier::OnRecord,
            Some(PostStatus::Settled) => Earlier::Ended,
            _ => Earlier::GoesOn,
        }
    }

    fn take_new(
        &mut self,
        post: Post,
        at: Instant,
        deliveries: Vec<TakenDelivery>,
    ) -> Result<PostId> {
        let id = PostId(self.posts.last().map_or(1, |(id, _)| id.0 + 1));
        self.known.put((post.name.clone(), post.content.revision()), id);
        let row = PostRow { post: Arc::new(post), status: PostStatus::Active, taken: at };
        self.posts.put(id, row);
        for delivery in deliveries {
            self.take_delivery(id, delivery)?;
        }
        Ok(id)
    }

    fn take_delivery(&mut self, post: PostId, taken: TakenDelivery) -> Result<()> {
        let TakenDelivery { account, due, asked, give_up, held } = taken;
        let id = DeliveryId(self.deliveries.last().map_or(1, |(id, _)| id.0 + 1));
        let twice = self.of_post.range((post, DeliveryId(i64::MIN))..=(post, id));
        if twice.map(|((_, id), ())| id).any(|id| self.is_for(*id, &account)) {
            return Err(rules::one_delivery_per_account(&account));
        }
        let mut delivery = Delivery { give_up, ..Delivery::planned(id) };
        if let Some(why) = held {
            delivery.state = delivery::State::Held { at: HeldAt::Start, why };
        }
        self.touch(&account);
        let version = Version(1);
        let row = DeliveryRow { delivery, version, post, account, due, asked, slot: None };
        self.deliveries.put(id, row);
        self.of_post.put((post, id), ());
        self.open.put(id, ());
        Ok(())
    }

    fn is_for(&self, id: DeliveryId, account: &AccountName) -> bool {
        self.deliveries.get(&id).is_some_and(|row| row.account == *account)
    }

    pub(super) fn arm(&mut self, epoch: Epoch, arm: &Arm, gate: &Gate) -> Result<Armed> {
        self.fence(epoch)?;
        let row = self.delivery_row(arm.delivery)?;
        let account = self.account(&row.account);
        let stopped = self.stop.get(&());
        let view = GateView { delivery: &row.delivery, account: &account, stopped };
        let part = self.part_fact(&row.delivery);
        let arming = rules::arming(arm, &Facts { version: row.version, view, part }, gate)?;
        match arming {
            Arming::Refused(verdict) => Ok(Armed::Refused(verdict)),
            Arming::Moved(next) => Ok(self.armed(row, next)),
            Arming::Open(next) => {
                self.open_an_attempt(epoch, arm, &row.account, next.part)?;
                Ok(self.armed(row, next))
            }
        }
    }

    fn part_fact(&self, delivery: &Delivery) -> PartFact {
        let part = (delivery.id, delivery.part);
        match (self.receipts.has(&part), self.parts.has(&part)) {
            (true, _) => PartFact::Public,
            (false, true) => PartFact::Composed,
            (false, false) => PartFact::NotComposed,
        }
    }

    fn account(&self, name: &AccountName) -> AccountState {
        self.accounts.get(name).cloned().unwrap_or_else(|| AccountState::new(name.clone()))
    }

    fn armed(&mut self, row: DeliveryRow, next: Delivery) -> Armed {
        let version = Version(row.version.0 + 1);
        self.put_delivery(DeliveryRow { delivery: next.clone(), version, ..row });
        Armed::Open { delivery: next, version }
    }

    fn open_an_attempt(
        &mut self,
        epoch: Epoch,
        arm: &Arm,
        account: &AccountName,
        part: u16,
    ) -> Result<()> {
        let delivery = arm.delivery;
        if self.open_attempt(delivery, part).is_some() {
            return Err(rules::attempt_is_open(delivery, part));
        }
        let last = self.attempts_of(delivery, part).next_back();
        let number = last.map_or(1, |attempt| attempt.number + 1);
        let clocks = arm.context.clocks;
        let place = (epoch, clocks.uptime, delivery, part, number);
        self.sent.put((account.clone(), place), self.opened(epoch, &clocks));
        let attempt = Attempt {
            part,
            number,
            key: arm.key.clone(),
            body: arm.body,
            epoch,
            opened: clocks.wall,
            uptime: clocks.uptime,
            ended: None,
            end: "open".to_owned(),
            failure: None,
        };
        self.attempts.put((delivery, part, number), attempt);
        Ok(())
    }

    /// When an attempt of this instance was opened.
    fn opened(&self, epoch: Epoch, clocks: &Reading) -> Noted {
        let boot = self.instances.get(&epoch).map(|instance| Boot::named(&instance.boot_id));
        let under = Reading { boot: boot.unwrap_or(clocks.boot), ..*clocks };
        Noted { at: clocks.wall, under }
    }

    pub(super) fn put_delivery(&mut self, row: DeliveryRow) {
        let id = row.delivery.id;
        if row.delivery.state.is_end() {
            self.open.remove(&id);
        }
        self.deliveries.put(id, row);
    }

    pub(super) fn constant(&mut self, name: &'static str, make: Vec<u8>) -> Vec<u8> {
        if !self.constants.has(&name) {
            self.constants.put(name, make);
        }
        self.constants.get(&name).cloned().unwrap_or_default()
    }

    pub(super) fn give_order(&mut self, order: Order, at: Instant) -> OrderId {
        let id = OrderId(self.orders.last().map_or(1, |(id, _)| id.0 + 1));
        self.orders.put(id, OrderState { at, order, answer: None });
        id
    }

    pub(super) fn set_stop(&mut self, stop: Option<Reason>) {
        match stop {
            Some(why) => self.stop.put((), why),
            None => {
                self.stop.remove(&());
                self.acknowledge(None, None);
            }
        }
    }
}
