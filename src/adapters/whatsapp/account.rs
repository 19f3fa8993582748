//! The account: what it is built from, and the port.

use async_trait::async_trait;

use super::classify::RULES;
use super::compose;
use super::entitlement::Known;
use super::people::People;
use super::publish::RefusedMedia;
use super::settings::Settings;
use crate::adapters::graph::line::Line;
use crate::blobs::Blobs;
use crate::clock::{Instant, SharedClock};
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::keys::Keys;
use crate::platform::{Composed, Cost, Identity, Job, Limits, Pace, Platform, Prepared, Setup};
use crate::post::{Draft, Part};
use crate::text::Counter;

/// One number, one template, one list of people.
#[derive(Debug)]
pub(super) struct WhatsApp {
    pub(super) settings: Settings,
    pub(super) line: Line,
    pub(super) people: People,
    pub(super) known: Known,
    pub(super) refused_media: RefusedMedia,
    pub(super) blobs: Blobs,
    pub(super) clock: SharedClock,
    counter: Counter,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let line = Line {
        wire: setup.wire(Guarantee::D),
        base: settings.server.clone(),
        version: settings.version.to_string(),
        app_secret: Some(settings.app_secret.clone()),
        rules: RULES,
    };
    let (path, name) = (settings.recipients.clone(), settings.recipients_name.clone());
    let people = People::new(path, name, settings.app_secret.clone());
    let (blobs, clock, counter) = (setup.blobs, setup.clock, setup.counter);
    let (known, refused_media) = (Known::default(), RefusedMedia::default());
    let account = WhatsApp { settings, line, people, known, refused_media, blobs, clock, counter };
    Some(Box::new(account))
}

#[async_trait]
impl Platform for WhatsApp {
    fn kind(&self) -> &str {
        super::NAME
    }

    /// A message has no address, and what looks like one has somebody's number in it.
    fn id_in(&self, _url: &str) -> Option<String> {
        None
    }

    fn parts_are_linked(&self) -> bool {
        false
    }

    fn limits(&self) -> Limits {
        let people = self.people.last_count(&self.settings.category).unwrap_or(1);
        compose::limits(self.settings.template.header, self.known.budgets(people))
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::D
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, &self.settings, &self.people, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.send(job).await
    }

    /// Only webhooks tell what became of a message, and nothing listens for them.
    async fn find(&self, _job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        Ok(Found::CannotKnow)
    }

    async fn recall(&self, _receipt: &Receipt) -> Result<(), Failure> {
        Err(Failure::new(Class::Rejected, "whatsapp-no-way-back", ""))
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    fn cost(&self, _part: &Part) -> Cost {
        Cost::messages(1)
    }

    fn pace(&self) -> Option<Pace> {
        self.line.wire.pace()
    }
}
