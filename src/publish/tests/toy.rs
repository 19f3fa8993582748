//! A platform that is nothing but its ledger and the answers that a test ordered.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::BoxFuture;

use crate::clock::{Clock as _, Instant, SharedClock, SimulatedClock};
use crate::delivery::{Evidence, Found, Guarantee, Patience, Receipt};
use crate::failure::{Class, Failure};
use crate::platform::{
    Budget, Composed, Identity, Job, Limits, MediaRule, Pace, Platform, Prepared, Threads, compose,
};
use crate::post::{Draft, MediaKind, Part};
use crate::text::{Counter, Ruler, TextLimit, Unit};

/// What becomes of the next visible request.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    /// It is applied, and answered.
    Goes,
    /// It is applied, and this failure is all we hear.
    Applied(Failure),
    /// It is not applied.
    Refused(Failure),
}

/// The platform.
#[derive(Debug, Clone)]
pub(super) struct Toy {
    pub(super) guarantee: Guarantee,
    pub(super) clock: SharedClock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    public: Vec<(String, String, Instant)>,
    fates: VecDeque<Fate>,
    looks: VecDeque<Result<(), Failure>>,
    whoami: VecDeque<Result<(), Failure>>,
    refreshes: VecDeque<Result<(), Failure>>,
    refreshed: u32,
    during_refresh: Option<Event>,
    recalls: VecDeque<Result<(), Failure>>,
    /// The ids of what was deleted, in that order.
    deleted: Vec<String>,
    prepares: VecDeque<Result<Prepared, Failure>>,
    blind: bool,
    budgets: Vec<Budget>,
    says_pace: Option<Pace>,
    pace: Option<Pace>,
    /// The calls in which it breaks down, and how often still.
    breaks: BTreeMap<&'static str, u32>,
    /// How long the machine had been up when each message became public.
    uptimes: Vec<Duration>,
    /// How long a person is waited for, where one makes public what they are given.
    patience: Option<Patience>,
    /// Whether that person has said that it is public.
    said: bool,
    reminders: Vec<Instant>,
    /// How many steps it takes to bring a film there, how long each takes, and by which clock.
    slow_films: Option<(u64, chrono::Duration, SimulatedClock)>,
    /// How many messages it takes before nobody can reach it any more.
    goes_away_after: Option<usize>,
}

/// Something that happens while a call is under way.
struct Event(BoxFuture<'static, ()>);

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Event")
    }
}

impl Toy {
    pub(super) fn new(guarantee: Guarantee, clock: SharedClock) -> Self {
        Self { guarantee, clock, state: Arc::default() }
    }

    pub(super) fn order(&self, fate: Fate) {
        self.with(|state| state.fates.push_back(fate));
    }

    pub(super) fn order_prepare(&self, outcome: Result<Prepared, Failure>) {
        self.with(|state| state.prepares.push_back(outcome));
    }

    pub(super) fn order_whoami(&self, outcome: Result<(), Failure>) {
        self.pass("whoami");
        self.with(|state| state.whoami.push_back(outcome));
    }

    pub(super) fn order_refresh(&self, outcome: Result<(), Failure>) {
        self.with(|state| state.refreshes.push_back(outcome));
    }

    /// What happens while the next renewal is under way.
    pub(super) fn during_refresh(&self, event: impl Future<Output = ()> + Send + 'static) {
        self.with(|state| state.during_refresh = Some(Event(Box::pin(event))));
    }

    pub(super) fn order_look(&self, outcome: Result<(), Failure>) {
        self.with(|state| state.looks.push_back(outcome));
    }

    pub(super) fn order_recall(&self, outcome: Result<(), Failure>) {
        self.with(|state| state.recalls.push_back(outcome));
    }

    pub(super) fn deleted(&self) -> Vec<String> {
        self.with(|state| state.deleted.clone())
    }

    pub(super) fn allow(&self, most: u32, per: Duration) {
        self.with(|state| state.budgets.push(Budget { most, per }));
    }

    /// It says this with the answers to visible requests from now on, as in their headers.
    pub(super) fn say_pace(&self, pace: Pace) {
        self.with(|state| state.says_pace = Some(pace));
    }

    /// The program starts again: what was heard in the run before is gone.
    pub(super) fn forget_pace(&self) {
        self.with(|state| (state.says_pace, state.pace) = (None, None));
    }

    /// It panics in the next `times` calls of this name.
    pub(super) fn break_down(&self, call: &'static str, times: u32) {
        self.with(|state| state.breaks.insert(call, times));
    }

    fn pass(&self, call: &'static str) {
        let breaks = self.with(|state| {
            let left = state.breaks.entry(call).or_default();
            let breaks = *left > 0;
            *left = left.saturating_sub(1);
            breaks
        });
        assert!(!breaks, "the adapter breaks down in {call}");
    }

    /// How long the machine had been up when each text became public, in seconds.
    pub(super) fn uptimes(&self) -> Vec<u64> {
        self.with(|state| state.uptimes.iter().map(Duration::as_secs).collect())
    }

    pub(super) fn go_away_after(&self, messages: usize) {
        self.with(|state| state.goes_away_after = Some(messages));
    }

    pub(super) fn come_back(&self) {
        self.with(|state| state.goes_away_after = None);
    }

    /// A person makes public what they are given.
    pub(super) fn is_by_hand(&self, patience: Patience) {
        self.with(|state| state.patience = Some(patience));
    }

    /// That person says that it is public.
    pub(super) fn say_it_is_public(&self) {
        self.with(|state| state.said = true);
    }

    /// When they were reminded.
    pub(super) fn reminders(&self) -> Vec<Instant> {
        self.with(|state| state.reminders.clone())
    }

    /// Films are brought there in so many steps, each of which takes this long.
    pub(super) fn films_take(&self, steps: u64, each: chrono::Duration, clock: &SimulatedClock) {
        self.with(|state| state.slow_films = Some((steps, each, clock.clone())));
    }

    fn film_step(&self, job: &Job<'_>) -> Option<Prepared> {
        let (steps, each, clock) = self.with(|state| state.slow_films.clone())?;
        job.part.media.iter().find(|medium| medium.kind.is_video())?;
        clock.advance_to(clock.now() + each);
        let done = job.progress.as_u64().unwrap_or_default() + 1;
        (done < steps).then(|| Prepared::More { progress: done.into() })
    }

    fn is_away(&self) -> bool {
        self.with(|state| state.goes_away_after.is_some_and(|most| state.public.len() >= most))
    }

    pub(super) fn refreshed(&self) -> u32 {
        self.with(|state| state.refreshed)
    }

    /// Texts with the instants at which they became public.
    pub(super) fn public(&self) -> Vec<(String, Instant)> {
        self.with(|state| state.public.iter().map(|(_, text, at)| (text.clone(), *at)).collect())
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    fn apply(&self, job: &Job<'_>) -> Receipt {
        let (now, uptime) = (self.clock.now(), self.clock.uptime());
        let keyed = self.guarantee <= Guarantee::B;
        self.with(|state| {
            let known = state.public.iter().position(|(key, ..)| keyed && key == job.key);
            let at = known.unwrap_or_else(|| {
                state.public.push((job.key.to_owned(), job.part.text.clone(), now));
                state.uptimes.push(uptime);
                state.public.len() - 1
            });
            receipt(at, now, if known.is_some() { Evidence::Repeated } else { Evidence::Answered })
        })
    }
}

fn receipt(at: usize, now: Instant, evidence: Evidence) -> Receipt {
    Receipt {
        id: at.to_string(),
        url: Some(format!("https://toy.example/{at}")),
        at: now,
        evidence,
        extra: serde_json::Value::Null,
        remarks: Vec::new(),
    }
}

#[async_trait]
impl Platform for Toy {
    fn kind(&self) -> &str {
        "toy"
    }

    fn limits(&self) -> Limits {
        Limits {
            text: vec![TextLimit { ruler: Ruler::of(Unit::CodePoints), max: 100 }],
            threads: Threads::Upto(10),
            media: vec![MediaRule::simple(&[MediaKind::Mp4], 1000, 1)],
            media_count: 1,
            budgets: self.with(|state| state.budgets.clone()),
            ..Limits::default()
        }
    }

    fn guarantee(&self) -> Guarantee {
        self.guarantee
    }

    /// It keeps no promise for remarks.
    fn guarantee_of(&self, part: &Part) -> Guarantee {
        if part.text.contains("remark") { self.guarantee.max(Guarantee::C) } else { self.guarantee }
    }

    fn compose(&self, draft: &Draft) -> Composed {
        self.pass("compose");
        compose(draft, &self.limits(), Counter::default())
    }

    /// A film counts as ten messages here.
    fn messages(&self, media: usize) -> usize {
        (10 * media).max(1)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.pass("prepare");
        if let Some(step) = self.film_step(job) {
            return Ok(step);
        }
        self.with(|state| state.prepares.pop_front()).unwrap_or_else(|| Ok(Prepared::nothing()))
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.with(|state| state.pace = state.says_pace.or(state.pace));
        match self.with(|state| state.fates.pop_front()) {
            None if self.is_away() => Err(failure(Class::NotSent)),
            None | Some(Fate::Goes) => Ok(self.apply(job)),
            Some(Fate::Applied(failure)) => {
                self.apply(job);
                Err(failure)
            }
            Some(Fate::Refused(failure)) => Err(failure),
        }
    }

    async fn find(&self, job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        self.pass("find");
        if self.with(|state| state.patience.is_some() && !state.said) {
            return Ok(Found::CannotKnow);
        }
        if self.guarantee == Guarantee::D || self.with(|state| state.blind) {
            return Ok(Found::CannotKnow);
        }
        if let Some(Err(failure)) = self.with(|state| state.looks.pop_front()) {
            return Err(failure);
        }
        let now = self.clock.now();
        Ok(self.with(|state| {
            let at = state.public.iter().position(|(key, ..)| key == job.key);
            at.map_or(Found::Absent, |at| Found::Published(receipt(at, now, Evidence::ReadBack)))
        }))
    }

    fn patience(&self) -> Option<Patience> {
        self.with(|state| state.patience)
    }

    async fn warm(&self) {
        self.pass("warm");
    }

    async fn remind(&self, _job: &Job<'_>) -> Result<(), Failure> {
        self.pass("remind");
        let now = self.clock.now();
        self.with(|state| state.reminders.push(now));
        Ok(())
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.with(|state| {
            state.recalls.pop_front().unwrap_or(Ok(()))?;
            state.deleted.push(receipt.id.clone());
            Ok(())
        })
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.with(|state| state.whoami.pop_front()).unwrap_or(Ok(()))?;
        Ok(Identity { name: "toy".into(), url: None, ends: None, findings: Vec::new() })
    }

    fn pace(&self) -> Option<Pace> {
        self.with(|state| state.pace)
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.pass("refresh");
        if let Some(Event(event)) = self.with(|state| state.during_refresh.take()) {
            event.await;
        }
        self.with(|state| {
            state.refreshed += 1;
            state.refreshes.pop_front()
        })
        .unwrap_or(Ok(()))
    }
}

pub(super) fn failure(class: Class) -> Failure {
    Failure::new(class, "server-error", "")
}
