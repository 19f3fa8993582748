//! The one transition function: state and event in, next state and commands out. No I/O.

mod handed;
mod held;
mod preparing;
mod sending;
mod uncertain;

use std::time::Duration;

use super::state::later;
use super::{
    Delivery, Doubt, Found, Guarantee, HeldAt, OnDoubt, Patience, Receipt, State, Why, delay,
};
use crate::clock::{Instant, Reading};
use crate::failure::{Failure, Pause};
use crate::verdict::Reason;

/// How often the daemon may die over one part before a person is asked.
const MOST_CRASHES: u8 = 3;

/// How long a delivery may still be tried after a person let it go on past its end.
const LIFE_AFTER_WORD: Duration = Duration::from_secs(24 * 60 * 60);

/// A platform that asks us to wait longer than this is not waited for by itself.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What happened to a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Its lead has begun; it was composed into so many parts.
    Begun {
        /// How many parts, at least 1.
        parts: u16,
    },
    /// An invisible step is done and there are more.
    Progressed,
    /// The platform is still processing; ask again then.
    Processing {
        /// When to ask again.
        until: Instant,
    },
    /// All invisible work of the part is done.
    Prepared,
    /// What was prepared is too old to be used.
    WentStale,
    /// The intent of a visible request is on disk.
    Armed,
    /// The intent was taken back before its request left: nothing was sent.
    Disarmed,
    /// The part is public.
    Receipt(Receipt),
    /// The request under way (visible or not) failed.
    Failed(Failure),
    /// The daemon ended while this was under way.
    Interrupted {
        /// Whether it died, in place of being asked to stop.
        crashed: bool,
    },
    /// A look after a lost answer, or for the word of the person who was given the part, brought
    /// this.
    Looked(Found),
    /// A look failed itself.
    LookFailed(Failure),
    /// The person who was given the part was reminded of it, or could not be.
    Reminded,
    /// Policy or a person holds it.
    Held(Reason),
    /// What held it has passed, or a person released it.
    Released,
    /// A person answered the question of a held delivery.
    Answered(Answer),
    /// Its time has passed.
    Expired(Reason),
    /// Its time passed while nothing could be done.
    Missed(Reason),
    /// People took it back.
    Cancelled(Reason),
    /// What was public was deleted.
    Recalled,
}

/// What a person can say about a held delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// "It is there": the part is public.
    ItIsThere(Receipt),
    /// "It is not there": send the part again.
    PostAgain,
    /// Leave it as it is and end it.
    Abandon,
}

/// What the world is like when an event is applied.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// What the clocks show.
    pub clocks: Reading,
    /// What the account promises.
    pub guarantee: Guarantee,
    /// What to do where a class C account shows nothing.
    pub on_doubt: OnDoubt,
    /// How long a lost request may still land on the platform.
    pub settle: Duration,
    /// How long the platform knows our key (class B).
    pub key_window: Duration,
    /// How long a person is waited for, where a person makes public what they are given.
    pub patience: Option<Patience>,
    /// A random number in 0..1, for retry times.
    pub jitter: f64,
}

impl Context {
    /// The wall clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clocks.wall
    }
}

/// What has to be done because of a step, besides writing down the new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write down the receipt of this part.
    KeepReceipt {
        /// The part.
        part: u16,
        /// Its receipt.
        receipt: Receipt,
    },
    /// Forget what was prepared for the part under way.
    ForgetPrepared,
    /// Refresh the account's session.
    RefreshSession,
    /// Pause the account until a person mends it.
    PauseAccount(Reason),
    /// Let the whole lane wait.
    LaneWaits {
        /// Until then.
        until: Instant,
    },
    /// Stop all sending: our own machine is in trouble.
    Degrade(Reason),
    /// Tell a person.
    Tell(Reason),
}

/// The outcome of a transition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The delivery as it now stands.
    pub next: Delivery,
    /// What has to be done, in order, in the same transaction where it is written.
    pub actions: Vec<Action>,
}

/// An event that cannot happen in this state: a bug of ours, or a stale message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("delivery {id} is {state}, so it cannot take the event {event}")]
pub struct Illegal {
    id: super::DeliveryId,
    state: &'static str,
    event: String,
}

/// Applies `event` to `delivery`. Recovery after a crash goes through this door, too. Where the wall
/// clock was set since the delivery was last written, its instants move along first.
///
/// # Errors
/// Where the event cannot happen in this state; the delivery then stays as it is.
pub fn step(delivery: &Delivery, event: Event, context: &Context) -> Result<Step, Illegal> {
    let illegal = || Illegal {
        id: delivery.id,
        state: delivery.state.name(),
        event: format!("{event:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned(),
    };
    let refused = illegal();
    let aligned = delivery.aligned(&context.clocks);
    let mut step = apply(&aligned, event, context).ok_or(refused)?;
    // Where nothing happened to it, it need not be written anew.
    step.next =
        if step.next == aligned { delivery.clone() } else { step.next.noted_at(&context.clocks) };
    Ok(step)
}

fn apply(delivery: &Delivery, event: Event, context: &Context) -> Option<Step> {
    let step = Step { next: delivery.clone(), actions: Vec::new() };
    match &delivery.state {
        State::Planned => planned(step, event, context),
        State::Preparing => preparing::apply(step, event, context),
        State::Ready => ready(step, event, context),
        State::Sending { since } => sending::apply(step, event, *since, context),
        State::Uncertain(doubt) => uncertain::apply(step, event, doubt.clone(), context),
        State::Held { at: HeldAt::Handed(handed), why } => {
            handed::apply(step, event, *handed, why, context)
        }
        State::Held { at, .. } => held::apply(step, event, *at, context),
        _ => ended(step, &event),
    }
}

fn planned(step: Step, event: Event, context: &Context) -> Option<Step> {
    match event {
        Event::Begun { parts } if parts > 0 => Some(step.begun(parts)),
        Event::Interrupted { crashed } => Some(composing_ended(step, crashed)),
        Event::Failed(failure) => Some(step.not_applied(failure, context)),
        other => step.before_public(other),
    }
}

/// Composing may be what kills us.
fn composing_ended(mut step: Step, crashed: bool) -> Step {
    if crashed && step.crashed_too_often() {
        return step.held(Reason::new("crashes-the-daemon"));
    }
    step
}

fn ready(step: Step, event: Event, context: &Context) -> Option<Step> {
    match event {
        Event::Armed => Some(step.armed(context)),
        Event::WentStale => Some(step.stale(context)),
        Event::Interrupted { .. } => Some(step),
        Event::Failed(failure) => Some(step.not_applied(failure, context)),
        other => step.before_public(other),
    }
}

fn ended(step: Step, event: &Event) -> Option<Step> {
    let recalled = matches!(event, Event::Recalled) && step.next.is_left_public();
    recalled.then(|| step.to(State::Recalled))
}

impl Step {
    fn to(mut self, state: State) -> Self {
        self.next.state = state;
        self
    }

    fn with(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    fn tell(self, reason: &Reason) -> Self {
        self.with(Action::Tell(reason.clone()))
    }

    fn begun(mut self, parts: u16) -> Self {
        self.next.parts = parts;
        self.to(State::Preparing)
    }

    /// Opens a visible request, unless the platform may have forgotten the key under which an
    /// earlier one of this part was sent: then it is looked for again first. A server that was
    /// not asked yet after a start may seem to know no keys at all.
    fn armed(mut self, context: &Context) -> Self {
        let now = context.now();
        self.next.not_before = None;
        if let Some(since) = self.next.first_sent
            && context.guarantee != Guarantee::A
            && !self.key_is_known(context)
        {
            let why = Reason::new("key-window-over");
            let doubt = Doubt { since, next_look: now, absent: 0, duplicate: false, why };
            return self.to(State::Uncertain(doubt));
        }
        self.next.attempts += 1;
        self.next.first_sent.get_or_insert(now);
        self.to(State::Sending { since: now })
    }

    /// Whether the platform still knows the key of the first request of this part when a repeat
    /// that is sent now lands, however late.
    fn key_is_known(&self, context: &Context) -> bool {
        let lands = later(context.now(), context.settle);
        self.next.first_sent.is_some_and(|first| lands < later(first, context.key_window))
    }

    /// Prepares the part anew. Where what was prepared is the key itself (class A) and a request
    /// may still be applied, another one could appear beside it: then a person is asked.
    fn stale(self, context: &Context) -> Self {
        if context.guarantee == Guarantee::A && self.next.first_sent.is_some() {
            return self.ask(Reason::new("answer-lost"));
        }
        self.with(Action::ForgetPrepared).to(State::Preparing)
    }

    /// The events that are the same in every state before the visible request of a part.
    fn before_public(self, event: Event) -> Option<Self> {
        match event {
            Event::Held(why) => Some(self.held(why)),
            Event::Expired(why) => Some(self.given_up(why, State::Expired)),
            Event::Missed(why) => Some(self.given_up(why, State::Missed)),
            Event::Cancelled(why) => Some(self.given_up(why, State::Cancelled)),
            _ => None,
        }
    }

    fn held(self, why: Reason) -> Self {
        if self.next.first_sent.is_some() {
            return self.tell(&why).ask(Reason::new("answer-lost"));
        }
        let begun = self.next.part > 0;
        let at = if begun { HeldAt::Part } else { HeldAt::Start };
        self.tell(&why).to(State::Held { at, why })
    }

    /// Asks a person whether the part is public, as nothing else can tell.
    fn ask(self, cause: Reason) -> Self {
        // The sentence of the cause needs its own facts.
        let mut why = Reason { facts: cause.facts, ..Reason::new("uncertain-ask") }
            .with("cause", cause.id.to_string());
        if let Some(first) = self.next.first_sent {
            why = why.with("since", first.to_rfc3339());
        }
        self.in_doubt(why)
    }

    fn in_doubt(self, why: Reason) -> Self {
        self.tell(&why).to(State::Held { at: HeldAt::Doubt, why })
    }

    /// Ends it, unless some parts are public already, or may be: then a person decides.
    fn given_up(self, why: Reason, end: fn(Why) -> State) -> Self {
        if self.next.part > 0 || self.next.first_sent.is_some() {
            return self.held(why);
        }
        let quiet = matches!(end(Why { why: why.clone() }), State::Cancelled(_));
        let step = if quiet { self } else { self.tell(&why) };
        step.to(end(Why { why }))
    }

    fn receipt(mut self, receipt: Receipt) -> Self {
        let part = self.next.part;
        self = self.with(Action::KeepReceipt { part, receipt });
        self.next.attempts = 0;
        self.next.first_sent = None;
        self.next.failures = 0;
        self.next.not_before = None;
        self.next.refreshed = false;
        self.next.crashes = 0;
        if part + 1 >= self.next.parts {
            return self.to(State::Published);
        }
        self.next.part = part + 1;
        self.to(State::Preparing)
    }

    /// Back to ready, for a repeat of the very same request; or held, if that keeps killing us.
    /// The first time at once, then with growing pauses: a platform that fails every time is
    /// not hurried.
    fn again(mut self, context: &Context) -> Self {
        if self.next.crashes >= MOST_CRASHES {
            return self.held(Reason::new("crashes-the-daemon"));
        }
        if self.next.failures > 0 {
            let pause = delay(self.next.failures, context.jitter);
            self = self.wait(pause, context);
        }
        self.next.failures = self.next.failures.saturating_add(1);
        self.to(State::Ready)
    }

    /// Counts that the program died over it; whether that was once too often.
    fn crashed_too_often(&mut self) -> bool {
        self.next.crashes = self.next.crashes.saturating_add(1);
        self.next.crashes >= MOST_CRASHES
    }

    fn wait(mut self, duration: Duration, context: &Context) -> Self {
        self.next.not_before = Some(later(context.now(), duration));
        self
    }

    fn back_off(mut self, failure: &Failure, context: &Context) -> Self {
        self.next.failures = self.next.failures.saturating_add(1);
        let own = delay(self.next.failures, context.jitter);
        let asked = match failure.pause {
            Pause::For(asked) => asked.max(own.min(Duration::from_secs(1))),
            Pause::Unsaid => own,
        };
        self.wait(asked, context)
    }

    /// A failure that surely left nothing behind: the classes mean the same for visible and
    /// invisible requests.
    fn not_applied(self, failure: Failure, context: &Context) -> Self {
        use crate::failure::Class;
        let why = failure.why();
        match failure.class {
            Class::Rejected => self.given_up(why, State::Failed),
            Class::Policy => {
                self.with(Action::PauseAccount(why.clone())).given_up(why, State::Failed)
            }
            Class::Session if !self.next.refreshed => self.refresh(),
            Class::Session | Class::Auth => self.with(Action::PauseAccount(failure.why_paused())),
            Class::Rate => self.rate_limited(&failure, why, context),
            Class::NotYet => self.not_yet(&failure, context),
            Class::Stale if self.next.parts > 0 => self.back_off(&failure, context).stale(context),
            Class::Local => self.back_off(&failure, context).with(Action::Degrade(why)),
            _ => self.back_off(&failure, context),
        }
    }

    fn refresh(mut self) -> Self {
        self.next.refreshed = true;
        self.with(Action::RefreshSession)
    }

    fn rate_limited(self, failure: &Failure, why: Reason, context: &Context) -> Self {
        if matches!(failure.pause, Pause::For(pause) if pause > LONGEST_WAIT) {
            return self.held(why);
        }
        let step = self.back_off(failure, context);
        let until = step.next.not_before.unwrap_or(context.now());
        step.with(Action::LaneWaits { until })
    }

    fn not_yet(self, failure: &Failure, context: &Context) -> Self {
        let pause = match failure.pause {
            Pause::For(pause) => pause,
            Pause::Unsaid => Duration::from_secs(5),
        };
        self.wait(pause, context)
    }
}

#[cfg(test)]
mod tests;
