//! The account of a delivery that the config does not have any more. No platform can be asked, so a
//! person can only end what waits for it.

use std::sync::Arc;

use async_trait::async_trait;

use super::Desk;
use crate::account::{AccountName, Rules};
use crate::clock::Instant;
use crate::delivery::{Answer, Event, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::platform::{Composed, Identity, Job, Limits, Platform, Prepared};
use crate::post::Draft;
use crate::publish::{Active, LaneFacts};
use crate::verdict::Reason;

/// What stands for the lane of an account that is not there.
pub(in crate::publish) fn absent(name: AccountName) -> Arc<LaneFacts> {
    Arc::new(LaneFacts { name, rules: Rules::default(), platform: Arc::new(Absent) })
}

/// Whether `event` ends the delivery; what goes on needs its account.
pub(super) fn ends(desk: &Desk, active: &Active, event: Event) -> bool {
    let mut tried = active.clone();
    tried.apply(event, &desk.context(active)).is_ok() && tried.delivery().state.is_end()
}

/// Why an order cannot be carried out, and what can be done.
pub(super) fn refusal(desk: &Desk, active: &Active) -> Reason {
    let cancelled = Event::Cancelled(Reason::new("cancelled-by-person"));
    let way = if ends(desk, active, cancelled) {
        "cancel"
    } else if ends(desk, active, Event::Answered(Answer::Abandon)) {
        "abandon"
    } else {
        "none"
    };
    Reason::new("order-account-absent")
        .with("id", active.delivery().id.0)
        .with("account", desk.lane.name.as_str())
        .with("way", way)
}

/// The platform of no account.
#[derive(Debug)]
struct Absent;

fn nobody() -> Failure {
    Failure::new(Class::Rejected, "order-unknown-account", "")
}

#[async_trait]
impl Platform for Absent {
    fn kind(&self) -> &str {
        ""
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::D
    }

    fn compose(&self, _draft: &Draft) -> Composed {
        Composed::default()
    }

    async fn prepare(&self, _job: &Job<'_>) -> Result<Prepared, Failure> {
        Err(nobody())
    }

    async fn publish(&self, _job: &Job<'_>) -> Result<Receipt, Failure> {
        Err(nobody())
    }

    async fn find(&self, _job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        Err(nobody())
    }

    async fn recall(&self, _receipt: &Receipt) -> Result<(), Failure> {
        Err(nobody())
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        Err(nobody())
    }
}
