//! An engine with one lane per toy, and posts to feed it.

use std::sync::{Arc, Mutex};

use super::interrupt::Interrupted;
use super::toy::Toy;
use crate::account::Rules;
use crate::clock::{Clock as _, Instant, SimulatedClock};
use crate::delivery::{DeliveryId, Guarantee, State};
use crate::event::{Happening, What};
use crate::journal::{
    AccountState, Epoch, Instance, Journal as _, MemoryJournal, Order, Record, Taken, TakenDelivery,
};
use crate::platform::{Platform as _, most_counted};
use crate::policy::{Policy, Subject, Window};
use crate::post::samples::content;
use crate::post::{Content, Post, When};
use crate::publish::{
    Ended, Engine, Input, Inputs, Jitter, KeySecret, LaneFacts, Listener, Logins, NoLogins, Shared,
    inputs,
};
use crate::schedule::{CronLine, LaneView, Outlook, Planned, Slot, Zone, plan};
use crate::verdict::Reason;

/// The test's world.
pub(super) struct Rig {
    pub(super) clock: SimulatedClock,
    pub(super) journal: Arc<MemoryJournal>,
    pub(super) toy: Toy,
    pub(super) rules: Rules,
    /// The one account that the config has.
    pub(super) account: &'static str,
    pub(super) slots: Vec<Slot>,
    pub(super) blackouts: Vec<Window>,
    pub(super) heard: Arc<Mutex<Vec<Happening>>>,
    /// The machine sleeps until then at the next request, between the intent and the bytes.
    pub(super) nap: Arc<Mutex<Option<Instant>>>,
    /// When a part becomes public, the program is asked to end, and so many of the journal's next
    /// groups meet a full disk.
    pub(super) full_disk_at_the_end: Option<u32>,
    /// Where logins are taken up.
    pub(super) logins: Arc<dyn Logins>,
    /// The way to the engine that runs, or ran last.
    pub(super) way_in: Arc<Mutex<Option<Inputs>>>,
    /// What happens at an instant, given a way to the engine.
    pub(super) meanwhile: Option<(Instant, Meanwhile)>,
    /// How somebody sets the wall clock when such a thing first happens.
    pub(super) set: Arc<Mutex<Option<Setting>>>,
    pub(super) epoch: Epoch,
    crashed: bool,
}

/// What is done with a way to the engine.
pub(super) type Meanwhile = Box<dyn FnOnce(Inputs) + Send>;

/// At what somebody sets the wall clock, and by how much.
pub(super) type Setting = (fn(&What) -> bool, chrono::Duration);

pub(super) fn start() -> Instant {
    use chrono::TimeZone as _;
    chrono::Utc.with_ymd_and_hms(2026, 11, 25, 3, 0, 0).unwrap()
}

pub(super) fn minutes(minutes: i64) -> Instant {
    start() + chrono::Duration::minutes(minutes)
}

impl Rig {
    pub(super) async fn new(guarantee: Guarantee) -> Self {
        let clock = SimulatedClock::starting_at(start());
        let journal = Arc::new(MemoryJournal::new());
        let toy = Toy::new(guarantee, Arc::new(clock.clone()));
        let mut rig = Self {
            clock,
            journal,
            toy,
            rules: Rules::default(),
            account: "toy",
            slots: Vec::new(),
            blackouts: Vec::new(),
            heard: Arc::default(),
            nap: Arc::default(),
            full_disk_at_the_end: None,
            logins: Arc::new(NoLogins),
            way_in: Arc::default(),
            meanwhile: None,
            set: Arc::default(),
            epoch: Epoch(0),
            crashed: false,
        };
        rig.begin().await;
        rig
    }

    /// Opens a new epoch, as a start of the program does.
    pub(super) async fn begin(&mut self) {
        let instance = Instance {
            started: self.clock.now(),
            boot_id: "boot".into(),
            machine_id: "machine".into(),
            pid: 1,
            version: "test".into(),
            ended: None,
        };
        let begun = self.journal.begin(instance).await.unwrap();
        self.epoch = begun.epoch;
        self.crashed = begun.crashed;
    }

    /// The program ends as it should.
    pub(super) async fn end(&self) {
        self.journal.end(self.epoch, self.clock.now()).await.unwrap();
    }

    pub(super) fn slot(&mut self, name: &str, line: &str) {
        self.slots.push(Slot {
            name: name.parse().unwrap(),
            line: CronLine::parse(line).unwrap(),
            zone: Zone::UTC,
            places: 1,
            accounts: Vec::new(),
        });
    }

    pub(super) async fn post(&self, name: &str, when: When) -> DeliveryId {
        self.post_content(name, Content { when, ..content(name) }).await
    }

    pub(super) async fn post_content(&self, name: &str, content: Content) -> DeliveryId {
        self.post_for(&["toy"], name, content).await[0]
    }

    /// The same for these accounts.
    pub(super) async fn post_for(
        &self,
        accounts: &[&str],
        name: &str,
        content: Content,
    ) -> Vec<DeliveryId> {
        let now = self.clock.reading();
        let (due, asked) = match content.when {
            When::At(at) => (Some(at), None),
            When::Now => (Some(now.wall), Some(now)),
            _ => (None, None),
        };
        let delivery = |account: &&str| TakenDelivery {
            account: account.parse().unwrap(),
            due,
            asked,
            give_up: None,
            held: None,
        };
        let taken = Taken {
            at: now.wall,
            file: None,
            companions: Vec::new(),
            deliveries: accounts.iter().map(delivery).collect(),
            post: Post { name: name.into(), content, fitted: Vec::new() },
        };
        self.journal.take(self.epoch, taken).await.unwrap().deliveries
    }

    pub(super) async fn order(&self, order: Order) {
        self.journal.give_order(order, self.clock.now()).await.unwrap();
    }

    /// Runs the engine until nothing is left before `until`.
    pub(super) async fn run_until(&mut self, until: Instant) -> Ended {
        self.run_told(until, []).await
    }

    /// The same, with more to be told at the start.
    pub(super) async fn run_told(
        &mut self,
        until: Instant,
        more: impl IntoIterator<Item = Input>,
    ) -> Ended {
        let (heard, nap, clock) = (self.heard.clone(), self.nap.clone(), self.clock.clone());
        let (set, (inputs, inbox)) = (self.set.clone(), inputs());
        let (full, journal, to_end) =
            (self.full_disk_at_the_end, Arc::clone(&self.journal), inputs.clone());
        let told = inputs.clone();
        *self.way_in.lock().unwrap() = Some(inputs.clone());
        let ring = self.meanwhile.take().map(|(at, happens)| {
            (at, Box::new(move || happens(told)) as super::interrupt::Happens)
        });
        let ring = Arc::new(Mutex::new(ring));
        let shared = Shared {
            clock: Arc::new(Interrupted { clock: self.clock.clone(), ring }),
            journal: Arc::clone(&self.journal) as _,
            epoch: self.epoch,
            policy: Arc::new(Policy::new(self.blackouts.clone())),
            slots: self.slots.clone().into(),
            keys: KeySecret::new(vec![1; 32]),
            logins: Arc::clone(&self.logins),
            listener: Listener::new(move |happening| {
                if matches!(happening.what, What::Sending { .. })
                    && let Some(until) = nap.lock().unwrap().take()
                {
                    clock.advance_to(until);
                }
                if let (What::PartPublished { .. }, Some(groups)) = (&happening.what, full) {
                    journal.fail_next(groups);
                    assert!(to_end.tell(Input::Shutdown));
                }
                let is_moment = |(moment, _): &mut (fn(&What) -> bool, _)| moment(&happening.what);
                if let Some((_, by)) = set.lock().unwrap().take_if(is_moment) {
                    clock.set(by);
                }
                heard.lock().unwrap().push(happening);
            }),
            jitter: Jitter::seeded(7),
        };
        let facts = LaneFacts {
            name: self.account.parse().unwrap(),
            rules: self.rules.clone(),
            platform: Arc::new(self.toy.clone()),
        };
        inputs.tell(Input::Orders);
        more.into_iter().for_each(|input| assert!(inputs.tell(input)));
        let engine = Engine::start(shared, vec![facts], self.crashed, inbox).await.unwrap();
        self.crashed = false;
        let ended = engine.until(until).run().await.unwrap();
        drop(inputs);
        self.clock.advance_to(until);
        ended
    }

    /// What the plan says now of everything that waits.
    pub(super) async fn plan(&self) -> Vec<Planned> {
        let (account, now) = ("toy".parse().unwrap(), self.clock.now());
        let policy = Policy::new(self.blackouts.clone());
        let states = self.journal.accounts().await.unwrap();
        let state =
            states.into_iter().next().unwrap_or_else(|| AccountState::new("toy".parse().unwrap()));
        let since = now - chrono::Duration::days(2);
        let taken = self.journal.taken_slots(&account, since).await.unwrap();
        let stopped = self.journal.stopped().await.unwrap();
        let budgets = self.toy.limits().budgets;
        let sent = self.journal.last_sent(&account, most_counted(&budgets)).await.unwrap();
        let sent: Vec<Instant> = sent.iter().map(|sent| sent.at.at).collect();
        plan(
            &Outlook {
                lane: LaneView {
                    account: &account,
                    slots: &self.slots,
                    taken: &taken.into_iter().collect(),
                    barred: &|at| policy.barred(&account, at),
                    now,
                },
                rules: &self.rules,
                catch_up_gap: policy.catch_up_gap(),
                awake_since: now,
                last_published: state.last_published,
                budgets: &budgets,
                sent: &sent,
                rests_until: state.waits_until.max(state.open_until),
                judge: &|brief, at| {
                    policy.judge(&Subject {
                        now: at,
                        account: &account,
                        rules: &self.rules,
                        state: &state,
                        post: &brief.name,
                        taken: brief.taken,
                        delivery: &brief.delivery,
                        due: brief.due,
                        expires: brief.expires,
                        from_slot: brief.slot.is_some(),
                        awake_since: now,
                        stopped: stopped.as_ref(),
                    })
                },
            },
            &self.journal.open_deliveries().await.unwrap(),
        )
    }

    pub(super) async fn record(&self, id: DeliveryId) -> Record {
        self.journal.delivery(id).await.unwrap().unwrap()
    }

    /// How every delivery stands, for people.
    pub(super) async fn journal_states(&self) -> String {
        let mut lines = Vec::new();
        for id in 1.. {
            let Some(record) = self.journal.delivery(DeliveryId(id)).await.unwrap() else { break };
            let crate::journal::Brief { name, when, due, expires, delivery, slot, .. } =
                record.brief;
            lines.push(format!(
                "{name} {when:?} due {due:?} slot {slot:?} expires {expires:?}: {:?}",
                delivery.state
            ));
        }
        lines.join("\n")
    }

    pub(super) async fn state(&self, id: DeliveryId) -> State {
        self.record(id).await.brief.delivery.state
    }

    /// The texts that became public, with the minutes after the start.
    pub(super) fn public(&self) -> Vec<(String, i64)> {
        let minutes = |at: Instant| (at - start()).num_minutes();
        self.toy.public().into_iter().map(|(text, at)| (text, minutes(at))).collect()
    }

    pub(super) async fn stop(&self, stop: bool) {
        let stop = stop.then(|| Reason::new("stopped-by-person"));
        self.journal.set_stop(stop, self.clock.now()).await.unwrap();
    }
}
