//! The ways from one state to the next that several states have in common.

use std::time::Duration;

use super::{Action, Context, Event, MOST_CRASHES, Step};
use crate::delivery::state::later;
use crate::delivery::{Doubt, Guarantee, HeldAt, Receipt, State, Why, delay};
use crate::failure::{Class, Failure, Pause};
use crate::verdict::Reason;

/// A platform that asks us to wait longer than this is not waited for by itself.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

impl Step {
    pub(super) fn to(mut self, state: State) -> Self {
        self.next.state = state;
        self
    }

    pub(super) fn with(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    pub(super) fn tell(self, reason: &Reason) -> Self {
        self.with(Action::Tell(reason.clone()))
    }

    pub(super) fn begun(mut self, parts: u16) -> Self {
        self.next.parts = parts;
        self.to(State::Preparing)
    }

    /// Opens a visible request, unless the platform may have forgotten the key under which an
    /// earlier one of this part was sent: then it is looked for again first. A server that was
    /// not asked yet after a start may seem to know no keys at all.
    pub(super) fn armed(mut self, context: &Context) -> Self {
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
    pub(super) fn key_is_known(&self, context: &Context) -> bool {
        let lands = later(context.now(), context.settle);
        self.next.first_sent.is_some_and(|first| lands < later(first, context.key_window))
    }

    /// Prepares the part anew. Where what was prepared is the key itself (class A) and a request
    /// may still be applied, another one could appear beside it: then a person is asked.
    pub(super) fn stale(self, context: &Context) -> Self {
        if context.guarantee == Guarantee::A && self.next.first_sent.is_some() {
            return self.ask(Reason::new("answer-lost"));
        }
        self.with(Action::ForgetPrepared).to(State::Preparing)
    }

    /// The events that are the same in every state before the visible request of a part.
    pub(super) fn before_public(self, event: Event) -> Option<Self> {
        match event {
            Event::Held(why) => Some(self.held(why)),
            Event::Expired(why) => Some(self.given_up(why, State::Expired)),
            Event::Missed(why) => Some(self.given_up(why, State::Missed)),
            Event::Cancelled(why) => Some(self.given_up(why, State::Cancelled)),
            _ => None,
        }
    }

    pub(super) fn held(self, why: Reason) -> Self {
        if self.next.first_sent.is_some() {
            return self.tell(&why).ask(Reason::new("answer-lost"));
        }
        let begun = self.next.part > 0;
        let at = if begun { HeldAt::Part } else { HeldAt::Start };
        self.tell(&why).to(State::Held { at, why })
    }

    /// Asks a person whether the part is public, as nothing else can tell.
    pub(super) fn ask(self, cause: Reason) -> Self {
        // The sentence of the cause needs its own facts.
        let mut why = Reason { facts: cause.facts, ..Reason::new("uncertain-ask") }
            .with("cause", cause.id.to_string());
        if let Some(first) = self.next.first_sent {
            why = why.with("since", first.to_rfc3339());
        }
        self.in_doubt(why)
    }

    pub(super) fn in_doubt(self, why: Reason) -> Self {
        self.tell(&why).to(State::Held { at: HeldAt::Doubt, why })
    }

    /// Ends it, unless some parts are public already, or may be: then a person decides.
    pub(super) fn given_up(self, why: Reason, end: fn(Why) -> State) -> Self {
        if self.next.part > 0 || self.next.first_sent.is_some() {
            return self.held(why);
        }
        let quiet = matches!(end(Why { why: why.clone() }), State::Cancelled(_));
        let step = if quiet { self } else { self.tell(&why) };
        step.to(end(Why { why }))
    }

    pub(super) fn receipt(mut self, receipt: Receipt) -> Self {
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
    pub(super) fn again(mut self, context: &Context) -> Self {
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
    pub(super) fn crashed_too_often(&mut self) -> bool {
        self.next.crashes = self.next.crashes.saturating_add(1);
        self.next.crashes >= MOST_CRASHES
    }

    pub(super) fn wait(mut self, duration: Duration, context: &Context) -> Self {
        self.next.not_before = Some(later(context.now(), duration));
        self
    }

    pub(super) fn back_off(mut self, failure: &Failure, context: &Context) -> Self {
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
    pub(super) fn not_applied(self, failure: Failure, context: &Context) -> Self {
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

    pub(super) fn refresh(mut self) -> Self {
        self.next.refreshed = true;
        self.with(Action::RefreshSession)
    }

    pub(super) fn rate_limited(self, failure: &Failure, why: Reason, context: &Context) -> Self {
        if matches!(failure.pause, Pause::For(pause) if pause > LONGEST_WAIT) {
            return self.held(why);
        }
        let step = self.back_off(failure, context);
        let until = step.next.not_before.unwrap_or(context.now());
        step.with(Action::LaneWaits { until })
    }

    pub(super) fn not_yet(self, failure: &Failure, context: &Context) -> Self {
        let pause = match failure.pause {
            Pause::For(pause) => pause,
            Pause::Unsaid => Duration::from_secs(5),
        };
        self.wait(pause, context)
    }
}
