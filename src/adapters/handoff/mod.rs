//! Handing over to a person: for places that have no lawful way in for programs, such as channels
//! and groups of WhatsApp, ShareChat or a notice board (checked November 2026).
//!
//! At its time the finished text and its media are laid ready in a folder, and a named person is
//! told over Telegram or a webhook of their own with everything they need to forward it; pictures and
//! films come to them a little earlier, as nobody else can see them there. It is
//! public once they say so: by the button of their message, by the file `posted.txt` of the folder,
//! by moving the folder to `done`, or by `dakiya resolve`. Until then they are reminded, and others
//! hear of it. What a person does twice, nothing here can keep from being there twice.

mod compose;
mod hook;
mod imitation;
mod kept;
mod messenger;
mod settings;
mod share;
mod shelf;
#[cfg(test)]
mod tests;
mod words;

use async_trait::async_trait;

use crate::clock::{Instant, SharedClock};
use crate::delivery::{Evidence, Found, Guarantee, Patience, Receipt};
use crate::failure::{Class, Failure};
use crate::keys::Keys;
use crate::platform::{Composed, Identity, Job, Limits, Platform, Prepared, Row, Setup};
use crate::post::Draft;

use hook::Hook;
use messenger::Messenger;
use settings::{Channel, Settings};
use shelf::Shelf;
use words::Words;

/// The name of the platform in the config.
const NAME: &str = "handoff";

/// Its row in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::C,
    about: "Hands the finished post to a person who publishes it by hand, and waits for their word",
    sample: settings::SAMPLE,
    build,
    imitation: |kind| (kind == NAME).then(imitation::boxed),
    kinds: &[NAME],
};

fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let words = Words::new(settings.language, settings.place);
    let way = match settings.channel {
        Channel::Telegram { bot, chat } => {
            let wire = setup.wire(Guarantee::C);
            let session = setup.session.clone();
            Way::Telegram(Messenger::new(bot, chat, wire, setup.blobs.clone(), session))
        }
        Channel::Webhook(url) => Way::Webhook(Hook::new(url, setup.wire(Guarantee::C))),
    };
    // In a dry run nobody is to find posts that are not to go out.
    let shelf = setup.mock.is_none().then(|| Shelf::new(settings.folder, setup.blobs));
    let (person, patience, clock) = (settings.person, settings.patience, setup.clock);
    Some(Box::new(Handoff { person, patience, words, way, shelf, clock }))
}

/// How the person is told.
#[derive(Debug)]
enum Way {
    /// By a bot of ours.
    Telegram(Messenger),
    /// By whatever stands behind an address of their own.
    Webhook(Hook),
}

/// An account: one person for one place.
#[derive(Debug)]
struct Handoff {
    person: String,
    patience: Patience,
    words: Words,
    way: Way,
    shelf: Option<Shelf>,
    clock: SharedClock,
}

#[async_trait]
impl Platform for Handoff {
    fn kind(&self) -> &str {
        NAME
    }

    fn limits(&self) -> Limits {
        compose::limits()
    }

    fn guarantee(&self) -> Guarantee {
        match self.way {
            Way::Telegram(_) => Guarantee::C,
            Way::Webhook(_) => Guarantee::D,
        }
    }

    fn patience(&self) -> Option<Patience> {
        Some(self.patience)
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::composed(draft)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        if job.progress.is_null()
            && let Some(shelf) = &self.shelf
        {
            shelf.hide(job, &self.words).await?;
        }
        match &self.way {
            Way::Telegram(messenger) => messenger.bring_next(job, &self.words).await,
            Way::Webhook(_) => Ok(Prepared::nothing()),
        }
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let told = match &self.way {
            Way::Telegram(messenger) => messenger.tell(job, &self.words).await,
            Way::Webhook(hook) => hook.tell(job, &self.words, &self.person, false).await,
        };
        // Nobody is to find the folder of what they are not to publish yet.
        let has_it = told.as_ref().map_or_else(|failure| failure.class.may_be_applied(), |_| true);
        if let Some(shelf) = self.shelf.as_ref().filter(|_| has_it) {
            // Where that fails, the next reminder lays it ready.
            let _laid_later = shelf.lay(job, &self.words).await;
        }
        told
    }

    async fn find(&self, job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        if let Some(shelf) = &self.shelf
            && let Some(said) = shelf.said(job, self.clock.now()).await?
        {
            return Ok(Found::Published(said));
        }
        let said = match &self.way {
            Way::Telegram(messenger) => messenger.said(job, &self.words).await?,
            Way::Webhook(_) => None,
        };
        let Some(said) = said else { return Ok(Found::CannotKnow) };
        if let Some(shelf) = &self.shelf {
            shelf.put_away(job).await?;
        }
        Ok(Found::Published(said))
    }

    async fn remind(&self, job: &Job<'_>) -> Result<(), Failure> {
        if let Some(shelf) = &self.shelf {
            shelf.lay(job, &self.words).await?;
        }
        match &self.way {
            Way::Telegram(messenger) => messenger.remind(job, &self.words).await,
            Way::Webhook(hook) => hook.tell(job, &self.words, &self.person, true).await.map(|_| ()),
        }
    }

    async fn recall(&self, _receipt: &Receipt) -> Result<(), Failure> {
        Err(Failure::new(Class::Rejected, "handoff-recall-by-person", self.person.as_str()))
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        let mut findings = Vec::new();
        if let Some(shelf) = &self.shelf {
            findings.extend(shelf.trouble(self.clock.now()).await);
        }
        let bot = match &self.way {
            Way::Telegram(messenger) => {
                let (bot, finding) = messenger.who().await?;
                findings.extend(finding);
                Some(bot)
            }
            Way::Webhook(_) => None,
        };
        let by = bot.map(|bot| format!(" (@{bot})")).unwrap_or_default();
        Ok(Identity { name: format!("{}{by}", self.person), url: None, ends: None, findings })
    }
}

/// The receipt of what the person has, or said to have published.
fn receipt(id: String, url: Option<String>, at: Instant, evidence: Evidence) -> Receipt {
    Receipt { id, url, at, evidence, extra: serde_json::Value::Null, remarks: Vec::new() }
}
