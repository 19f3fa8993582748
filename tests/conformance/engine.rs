//! The real engine over the real adapters, on a simulated clock with the journal in memory: every
//! fault ends as the table says, whatever the account promises.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dakiya::account::Rules;
use dakiya::adapters::ROWS;
use dakiya::clock::Instant;
use dakiya::delivery::{DeliveryId, Guarantee, HeldAt, State};
use dakiya::failure::Class;
use dakiya::http::Cause;
use dakiya::journal::{Epoch, Instance, Journal as _, MemoryJournal, Order, Taken, TakenDelivery};
use dakiya::platform::Platform;
use dakiya::policy::Policy;
use dakiya::post::{Card, Content, Draft, Post, When};
use dakiya::publish::{
    Engine, Input, Jitter, KeySecret, LaneFacts, Listener, NoLogins, Shared, inputs,
};

use super::bench::Bench;
use super::cases::{Case, cases_of, every, examine};
use super::drafts;
use super::exceptions::{a_page_is_an_obstacle, cannot_say_who, gives_no_id};
use super::faults::{self, TABLE};
use super::line::Spoil;

/// Long enough for all looks and the settle time.
const QUARTER: Duration = Duration::from_secs(15 * 60);

/// Long enough for every repeat.
const HOURS: Duration = Duration::from_secs(6 * 3600);

#[tokio::test]
async fn the_engine_brings_every_fault_of_the_visible_request_to_its_right_end() {
    every(async |case| {
        for fault in TABLE {
            let mut desk = Desk::new(&case).await;
            desk.bench.line.spoil_visible((fault.spoil)(), 1);
            let id = desk.post(&drafts::notice()).await;
            desk.run(HOURS).await;
            desk.assert_end(id, fault).await;
        }
        TABLE.len()
    })
    .await;
}

#[tokio::test]
async fn the_engine_repeats_every_fault_of_an_invisible_request_until_the_post_is_out() {
    examine(cases_of(ROWS), async |case| {
        let places = faults::first_and_last(&case).await;
        for at in &places {
            for fault in TABLE {
                let mut desk = Desk::new(&case).await;
                desk.bench.line.spoil_invisible(*at, (fault.spoil)());
                let richest = desk.bench.way(&drafts::album(&desk.bench), 1).is_some();
                let draft = if richest { drafts::album(&desk.bench) } else { drafts::notice() };
                let id = desk.post(&draft).await;
                desk.run(HOURS).await;
                let what = format!("{} at invisible request {at}", fault.name);
                desk.assert_out_or_waiting_for_a_person(id, fault, &what).await;
            }
        }
        places.len() * TABLE.len()
    })
    .await;
}

#[tokio::test]
async fn a_platform_that_never_answers_is_left_alone_and_nothing_is_lost_or_doubled() {
    examine(cases_of(ROWS), async |case| {
        let mut desk = Desk::new(&case).await;
        let silence = Spoil::Lose(faults::uncertain(Cause::Timeout));
        desk.bench.line.spoil_visible(silence.clone(), 1000);
        for _ in 0..1000 {
            desk.bench.line.spoil_invisible(0, silence.clone());
        }
        for number in 0..20 {
            desk.post(&drafts::draft(&format!("सूचना {number}"))).await;
        }
        let before = desk.bench.line.passed().len();
        desk.run(HOURS).await;
        let asked = desk.bench.line.passed().len() - before;
        // Where nothing harmless can be asked, the next post is the only probe there is.
        let most = if cannot_say_who(case.kind) { 400 } else { 150 };
        assert!(asked < most, "{asked} requests to a platform that does not answer");
        assert!(desk.bench.ledger().is_empty());
        20
    })
    .await;
}

#[tokio::test]
async fn a_request_that_lands_after_all_looks_is_not_joined_by_a_second_one() {
    every(async |case| {
        let mut desk = Desk::new(&case).await;
        desk.bench.visible(dakiya::platform::mock::Trick::LandLater);
        let id = desk.post(&drafts::notice()).await;
        desk.run(QUARTER).await;
        desk.bench.rig.stage.land();
        desk.run(HOURS).await;
        let (state, public) = (desk.state(id).await, desk.bench.ledger().len());
        match desk.guarantee {
            Guarantee::A | Guarantee::B => assert_eq!((state, public), (State::Published, 1)),
            // They are given it once more, and publish it once.
            _ if desk.is_handed_over => assert_eq!((state, public), (State::Published, 1)),
            _ => {
                assert!(matches!(state, State::Held { at: HeldAt::Doubt, .. }), "{state:?}");
                // Where the service refuses what comes so late, there is none.
                assert!(public <= 1, "{public} public");
            }
        }
        1
    })
    .await;
}

#[tokio::test]
async fn a_login_that_a_person_mended_lets_the_post_go_out() {
    every(async |case| {
        let mut desk = Desk::new(&case).await;
        let refused = TABLE.iter().find(|fault| fault.name == "401").unwrap();
        desk.bench.line.spoil_visible((refused.spoil)(), 1);
        let id = desk.post(&drafts::notice()).await;
        desk.run(QUARTER).await;
        desk.order(Order::Resume { account: "rig".parse().unwrap() }).await;
        desk.run(HOURS).await;
        assert_eq!(desk.state(id).await, State::Published);
        assert_eq!(desk.bench.ledger().len(), 1);
        1
    })
    .await;
}

/// An engine with one lane, to one account on its stage.
struct Desk {
    bench: Bench,
    platform: Arc<dyn Platform>,
    guarantee: Guarantee,
    /// Whether a person makes public what they are given.
    is_handed_over: bool,
    journal: Arc<MemoryJournal>,
    epoch: Epoch,
    heard: Arc<Mutex<usize>>,
}

impl Desk {
    async fn new(case: &Case) -> Self {
        let mut bench = Bench::experienced(case).await;
        // The bench keeps a second instance of the adapter for itself.
        let other = Bench::new(case);
        let guarantee = bench.platform().guarantee();
        let is_handed_over = bench.platform().patience().is_some();
        let platform: Arc<dyn Platform> =
            Arc::from(std::mem::replace(&mut bench.rig.platform, other.rig.platform));
        let journal = Arc::new(MemoryJournal::new());
        let instance = Instance {
            started: bench.now(),
            boot_id: "boot".into(),
            machine_id: "machine".into(),
            pid: 1,
            version: "test".into(),
            ended: None,
        };
        let epoch = journal.begin(instance).await.unwrap().epoch;
        Self { bench, platform, guarantee, is_handed_over, journal, epoch, heard: Arc::default() }
    }

    async fn post(&self, draft: &Draft) -> DeliveryId {
        let draft = &self.bench.taken(draft);
        let content = Content {
            text: draft.text.clone(),
            to: Vec::new(),
            when: When::Now,
            expires: None,
            urgent: false,
            lang: draft.lang.clone(),
            warning: None,
            card: Card::Auto,
            ai: false,
            media: draft.media.clone(),
            versions: Default::default(),
        };
        let delivery = TakenDelivery {
            account: "rig".parse().unwrap(),
            due: Some(self.bench.now()),
            asked: None,
            give_up: None,
            held: None,
        };
        let name = format!("{}.md", draft.text);
        let taken = Taken {
            at: self.bench.now(),
            file: None,
            companions: Vec::new(),
            deliveries: vec![delivery],
            post: Post { name, content, fitted: Vec::new() },
        };
        self.journal.take(self.epoch, taken).await.unwrap().deliveries[0]
    }

    async fn order(&self, order: Order) {
        self.journal.give_order(order, self.bench.now()).await.unwrap();
    }

    /// Runs the engine for so long by its own clock.
    async fn run(&mut self, time: Duration) {
        let until: Instant = self.bench.now() + time;
        let heard = Arc::clone(&self.heard);
        let shared = Shared {
            clock: Arc::new(self.bench.rig.clock.clone()),
            journal: Arc::clone(&self.journal) as _,
            epoch: self.epoch,
            policy: Arc::new(Policy::new(Vec::new())),
            slots: Vec::new().into(),
            keys: KeySecret::new(vec![1; 32]),
            logins: Arc::new(NoLogins),
            listener: Listener::new(move |_| *heard.lock().unwrap() += 1),
            jitter: Jitter::seeded(7),
        };
        let facts = LaneFacts {
            name: "rig".parse().unwrap(),
            rules: Rules { max_age: Duration::from_secs(30 * 86_400), ..Rules::default() },
            platform: Arc::clone(&self.platform),
        };
        let (inputs, inbox) = inputs();
        inputs.tell(Input::Orders);
        let engine = Engine::start(shared, vec![facts], false, inbox).await.unwrap();
        engine.until(until).run().await.unwrap();
        drop(inputs);
        self.bench.rig.clock.advance_to(until);
    }

    async fn state(&self, id: DeliveryId) -> State {
        self.journal.delivery(id).await.unwrap().unwrap().brief.delivery.state
    }

    async fn is_paused(&self) -> bool {
        self.journal.accounts().await.unwrap().iter().any(|account| account.paused.is_some())
    }

    /// The end of a post whose first visible request met `fault`.
    async fn assert_end(&self, id: DeliveryId, fault: &faults::Fault) {
        let (state, public) = (self.state(id).await, self.bench.ledger().len());
        let name = fault.name;
        let out = state == State::Published && public == 1;
        let applied =
            matches!((fault.spoil)(), Spoil::ApplyThenLose(_) | Spoil::ApplyThenAnswer(_));
        if name == "429, for ever" {
            assert!(matches!(state, State::Held { at: HeldAt::Start, .. }), "{name}: {state:?}");
            assert_eq!(public, 0, "{name}");
            self.assert_told(name).await;
        } else if name == "200 with an error" {
            let believed = gives_no_id(self.bench.case.kind) && state == State::Published;
            let again = self.guarantee <= Guarantee::B || self.is_handed_over;
            assert!(believed || !out || again, "{name}: {state:?}");
            assert!(public <= 1, "{name}");
        } else if fault.visible.contains(&Class::Auth) {
            assert!(out || (public == 0 && self.is_paused().await), "{name}: {state:?}");
        } else if fault.visible.iter().all(|class| class.may_be_applied()) {
            self.assert_doubt_resolved(&state, public, applied, name).await;
        } else {
            assert!(out, "{name}: {state:?}, {public} public");
        }
    }

    /// The end of doubt, by the promise.
    async fn assert_doubt_resolved(&self, state: &State, public: usize, applied: bool, name: &str) {
        let found = self.guarantee == Guarantee::C && applied;
        if self.guarantee <= Guarantee::B || found || self.is_handed_over {
            assert_eq!((state, public), (&State::Published, 1), "{name}");
            return;
        }
        let asked = matches!(state, State::Held { at: HeldAt::Doubt, .. });
        assert!(asked, "{name}: {state:?}");
        assert_eq!(public, usize::from(applied), "{name}");
        self.assert_told(name).await;
    }

    async fn assert_told(&self, name: &str) {
        assert!(!self.journal.notices().await.unwrap().is_empty(), "{name}: nobody was told");
    }

    /// The end of a post one of whose invisible requests met `fault`.
    async fn assert_out_or_waiting_for_a_person(
        &self,
        id: DeliveryId,
        fault: &faults::Fault,
        what: &str,
    ) {
        let (state, public) = (self.state(id).await, self.bench.ledger().len());
        let parts = self.journal.delivery(id).await.unwrap().unwrap().parts.len();
        if state == State::Published {
            assert_eq!(public, parts, "{what}");
            return;
        }
        assert_eq!(public, 0, "{what}: {state:?}");
        let kind = self.bench.case.kind;
        let login = fault.name == "401";
        let page = fault.name == "a page with 200" && a_page_is_an_obstacle(kind);
        let body = fault.name == "200 with an error";
        let for_ever = fault.name == "429, for ever";
        assert!(login || page || body || for_ever, "{what}: {state:?}");
        self.assert_told(what).await;
    }
}
