//! How adapters talk: one request, one answer or one classified failure.

use std::sync::{Arc, Mutex, PoisonError};

use super::lost;
use crate::clock::{Instant, Noted, SharedClock};
use crate::delivery::Guarantee;
use crate::failure::Failure;
use crate::http::{Answer, Kind, Request, Transport};

/// What a platform's last answer said about the requests that are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many requests are left.
    pub remaining: u64,
    /// Until when, by our clock.
    pub resets: Instant,
}

/// An account's way to its platform. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Wire {
    transport: Arc<dyn Transport>,
    clock: SharedClock,
    visible: Kind,
    /// How many requests are left, and until when.
    pace: Arc<Mutex<Option<(u64, Noted)>>>,
}

impl Wire {
    /// A wire for an account that promises `guarantee`: only where a repeat is provably harmless
    /// may a visible request use a connection that is open already.
    pub fn new(transport: Arc<dyn Transport>, clock: SharedClock, guarantee: Guarantee) -> Self {
        Self { transport, clock, visible: kind(guarantee), pace: Arc::default() }
    }

    /// Sends the visible request of a part.
    ///
    /// # Errors
    /// Where no answer came; the class says whether it may have been applied.
    pub async fn visible(&self, request: Request) -> Result<Answer, Failure> {
        self.send(self.visible, request).await
    }

    /// The same for an account that learns from its server what it promises: `guarantee` is what
    /// it promises now.
    ///
    /// # Errors
    /// Where no answer came; the class says whether it may have been applied.
    pub async fn visible_under(
        &self,
        guarantee: Guarantee,
        request: Request,
    ) -> Result<Answer, Failure> {
        self.send(kind(guarantee), request).await
    }

    /// Opens a connection for the visible request of an account that promises `guarantee` now, by
    /// a `request` that no follower can see. Does nothing where a visible request always has a
    /// connection of its own.
    pub async fn warm(&self, guarantee: Guarantee, request: Request) {
        if kind(guarantee) == Kind::Warm {
            // Where this fails, the visible request finds out for itself.
            let _unheard = self.send(Kind::Warm, request).await;
        }
    }

    /// Sends a request that no follower can see.
    ///
    /// # Errors
    /// Where no answer came.
    pub async fn invisible(&self, request: Request) -> Result<Answer, Failure> {
        self.send(Kind::Invisible, request).await
    }

    /// What the last answer with rate headers said, while it still holds.
    #[must_use]
    pub fn pace(&self) -> Option<Pace> {
        let now = self.clock.reading();
        let (remaining, resets) = (*self.pace.lock().unwrap_or_else(PoisonError::into_inner))?;
        let resets = resets.on(&now);
        (resets > now.wall).then_some(Pace { remaining, resets })
    }

    /// The clock of this account.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Failure> {
        let label = request.label();
        let answer = self.transport.send(kind, request).await.map_err(|fate| lost(label, &fate))?;
        self.note_pace(&answer);
        Ok(answer)
    }

    fn note_pace(&self, answer: &Answer) {
        let under = self.clock.reading();
        let Some(hint) = answer.headers.rate_hint(under.wall) else { return };
        let (Some(remaining), Some(resets_in)) = (hint.remaining, hint.resets_in) else { return };
        let at = under.wall + chrono::Duration::from_std(resets_in).unwrap_or_default();
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        *pace = Some((remaining, Noted { at, under }));
    }
}

fn kind(guarantee: Guarantee) -> Kind {
    match guarantee {
        Guarantee::A | Guarantee::B => Kind::Warm,
        Guarantee::C | Guarantee::D => Kind::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock as _, SimulatedClock, from_micros};
    use crate::http::{Lost, Method, Url};

    /// A server that always says that nothing is left for an hour.
    #[derive(Debug)]
    struct Exhausted;

    #[async_trait::async_trait]
    impl Transport for Exhausted {
        async fn send(&self, _kind: Kind, _request: Request) -> Result<Answer, Lost> {
            let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset-after", "3600")];
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            Ok(Answer::of(200, &headers, Vec::new()))
        }
    }

    #[tokio::test]
    async fn what_the_platform_said_is_left_ends_at_its_time_however_the_clock_is_set() {
        let clock = SimulatedClock::starting_at(from_micros(1_795_600_000_000_000));
        let wire = Wire::new(Arc::new(Exhausted), Arc::new(clock.clone()), Guarantee::D);
        let url = Url::parse("https://social.example/").unwrap();
        wire.invisible(Request::new("look", Method::GET, url)).await.unwrap();
        for hours in [-30, 50] {
            clock.set(chrono::Duration::hours(hours));
            let pace = wire.pace().unwrap();
            assert_eq!(
                (pace.remaining, pace.resets - clock.now()),
                (0, chrono::Duration::hours(1))
            );
        }
        clock.advance_to(clock.now() + chrono::Duration::minutes(61));
        assert_eq!(wire.pace(), None);
    }
}
