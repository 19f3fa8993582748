//! Places on the web for media that platforms fetch by address: a WordPress library, an object
//! store, a folder that a web server shows, or a door of our own behind a reverse proxy.
//!
//! What lies there was looked at by us first, from outside: a platform that cannot fetch it says so
//! late and in few words.

mod config;
mod folder;
mod ledger;
mod locks;
mod objects;
mod probe;
mod served;
mod wordpress;

use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use tracing::warn;

use crate::blobs::{Blobs, Digest};
use crate::clock::SharedClock;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Kind, Request, Transport, Url};
use crate::platform::{MediaHost, NoHost, classify, lost};
use crate::post::Media;
use crate::secret::{Secret, SecretRef};

pub use config::{HostConfig, Place};

use ledger::Ledger;
use locks::Locks;

/// How secrets are found.
pub type Resolve<'r> = dyn Fn(&SecretRef) -> Result<Secret, Finding> + 'r;

/// The host that `config` describes. What lies there is written down in the file `ledger`.
///
/// # Errors
/// What is wrong with its secrets.
pub fn host(
    config: &HostConfig,
    resolve: &Resolve<'_>,
    transport: Arc<dyn Transport>,
    clock: SharedClock,
    blobs: Blobs,
    ledger: PathBuf,
) -> Result<Hosting, Finding> {
    let Some(place) = &config.place else { return Ok(Hosting(None)) };
    let way = Way { transport, clock };
    let store: Box<dyn Store> = match place {
        Place::Wordpress { site, user, password } => {
            let password = resolve(password)?;
            Box::new(wordpress::Library::new(site.clone(), user, &password, way.clone(), blobs))
        }
        Place::Objects(settings) => {
            let keys = (resolve(&settings.access_key)?, resolve(&settings.secret_key)?);
            Box::new(objects::Objects::new(settings.clone(), keys, way.clone(), blobs))
        }
        Place::Folder { path, public_url } => {
            Box::new(folder::Shown { path: path.clone(), public_url: public_url.clone(), blobs })
        }
        Place::Served { listen, public_url } => {
            Box::new(served::Served::new(*listen, public_url.clone(), blobs))
        }
    };
    let ledger = Ledger::at(ledger);
    Ok(Hosting(Some(Arc::new(House { store, way, ledger, locks: Locks::default() }))))
}

/// The host of all accounts, if there is one.
#[derive(Debug, Clone)]
pub struct Hosting(Option<Arc<House>>);

impl Hosting {
    /// The host as platforms see it. One that refuses everything where there is none.
    #[must_use]
    pub fn host(&self) -> Arc<dyn MediaHost> {
        match &self.0 {
            None => Arc::new(NoHost),
            Some(house) => Arc::new(Guest(Arc::clone(house))),
        }
    }

    /// Takes away what lies there though none of the media that are `needed` is it: what a program
    /// that died, or a delivery that came to nothing, left behind. `needed` is asked for only where
    /// something lies there. What cannot be taken away is left for the next time.
    pub async fn tidy<E>(
        &self,
        needed: impl AsyncFnOnce() -> Result<HashSet<Digest>, E>,
    ) -> Result<(), E> {
        let Some(house) = &self.0 else { return Ok(()) };
        let listed = house.ledger.all().await;
        let listed = listed.inspect_err(|error| warn!(%error, "{CANNOT_BE_READ}"));
        let listed = listed.unwrap_or_default();
        if listed.is_empty() {
            return Ok(());
        }
        let needed = needed().await?;
        for there in listed.iter().filter(|there| !needed.contains(&there.medium.digest)) {
            let _alone = house.locks.alone(&there.medium.digest).await;
            if house.ledger.is_as_listed(there).await {
                house.remove(&there.medium).await;
            }
        }
        Ok(())
    }
}

/// What is said where the ledger cannot be used.
const CANNOT_BE_READ: &str = "what lies on the web for platforms cannot be read or noted";

/// A kind of place.
#[async_trait]
trait Store: Send + Sync {
    /// Puts a medium there and says where it lies.
    async fn put(&self, medium: &Media) -> Result<Url, Failure>;

    /// Takes it away, also where a run before this one put it there. Not to be there counts as
    /// done.
    async fn remove(&self, medium: &Media) -> Result<(), Failure>;

    /// Whether what is fetched there is byte for byte what was put.
    fn keeps_bytes(&self) -> bool {
        true
    }
}

/// The place, what lies there, and that nothing of it is put and taken away at once.
struct House {
    store: Box<dyn Store>,
    way: Way,
    ledger: Ledger,
    locks: Locks,
}

impl House {
    /// Takes `medium` away. What stays harms nobody, as it is public by now; it is tried again.
    async fn remove(&self, medium: &Media) {
        if self.store.remove(medium).await.is_ok() {
            let forgotten = self.ledger.forget(&medium.digest).await;
            forgotten.unwrap_or_else(|error| warn!(%error, "{CANNOT_BE_READ}"));
        }
    }

    /// Takes `medium` away, unless somebody wants it again.
    async fn remove_unwanted(&self, medium: &Media) {
        let _alone = self.locks.alone(&medium.digest).await;
        if self.ledger.is_unwanted(&medium.digest).await {
            self.remove(medium).await;
        }
    }
}

/// The house as platforms see it.
#[derive(Debug)]
struct Guest(Arc<House>);

#[async_trait]
impl MediaHost for Guest {
    async fn offer(&self, medium: &Media, part: &str) -> Result<Url, Failure> {
        let House { store, way, ledger, locks } = self.0.as_ref();
        let alone = locks.alone(&medium.digest).await;
        ledger.want(medium, part).await.map_err(own_machine)?;
        let url = store.put(medium).await?;
        drop(alone);
        probe::probe(way, &url, medium, store.keeps_bytes()).await?;
        Ok(url)
    }

    async fn withdraw(&self, medium: &Media, part: &str) {
        match self.0.ledger.leave(medium, part).await {
            Ok(true) => {
                let (house, medium) = (Arc::clone(&self.0), medium.clone());
                // The receipt of what was published does not wait for that. Where the program ends
                // first, the next start takes it away.
                tokio::spawn(async move { house.remove_unwanted(&medium).await });
            }
            Ok(false) => {}
            Err(error) => warn!(%error, "{CANNOT_BE_READ}"),
        }
    }
}

impl fmt::Debug for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("House")
    }
}

/// The way to a host.
#[derive(Debug, Clone)]
struct Way {
    transport: Arc<dyn Transport>,
    clock: SharedClock,
}

impl Way {
    /// Sends a request that no follower can see, and refuses an answer that is no success.
    async fn ask(&self, request: Request) -> Result<Answer, Failure> {
        let label = request.label();
        let sent = self.transport.send(Kind::Invisible, request).await;
        let answer = sent.map_err(|fate| lost(label, &fate))?;
        if answer.is_success() {
            return Ok(answer);
        }
        let failure = classify(&answer, "", "", &[], self.clock.now());
        // Whatever is wrong with the host is for a person, and not for the platform.
        Err(match failure.class {
            Class::Auth | Class::Rejected => {
                Failure { class: Class::Auth, reason: "media-host-refuses".into(), ..failure }
            }
            _ => failure,
        })
    }
}

/// The name of a medium there: long enough that nobody guesses it, and the same every time.
fn name_of(medium: &Media) -> String {
    let digest = medium.digest.to_string();
    format!("dakiya-{}.{}", &digest[..40], medium.kind.ending())
}

/// `base` with `name` as one more piece of its path.
fn below(base: &Url, name: &str) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(name);
    }
    url
}

fn own_machine(error: impl fmt::Display) -> Failure {
    Failure::new(Class::Local, "own-machine-failed", error)
}

#[cfg(test)]
mod tests;
