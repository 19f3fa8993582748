//! Places on the web for media that platforms fetch by address: a WordPress library, an object
//! store, a folder that a web server shows, or a door of our own behind a reverse proxy.
//!
//! What lies there was looked at by us first, from outside: a platform that cannot fetch it says so
//! late and in few words.

mod config;
mod folder;
mod objects;
mod probe;
mod served;
mod wordpress;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Kind, Request, Transport, Url};
use crate::platform::{MediaHost, NoHost, classify, lost};
use crate::post::Media;
use crate::secret::{Secret, SecretRef};

pub use config::{HostConfig, Place};

/// How secrets are found.
pub type Resolve<'r> = dyn Fn(&SecretRef) -> Result<Secret, Finding> + 'r;

/// The host that `config` describes; one that refuses everything where it describes none.
///
/// # Errors
/// What is wrong with its secrets.
pub fn host(
    config: &HostConfig,
    resolve: &Resolve<'_>,
    transport: Arc<dyn Transport>,
    clock: SharedClock,
    blobs: Blobs,
) -> Result<Arc<dyn MediaHost>, Finding> {
    let Some(place) = &config.place else { return Ok(Arc::new(NoHost)) };
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
    Ok(Arc::new(Hosting { store, way }))
}

/// A kind of place.
#[async_trait]
trait Store: Send + Sync {
    /// Puts a medium there and says where it lies.
    async fn put(&self, medium: &Media) -> Result<Url, Failure>;

    /// Takes it away.
    async fn remove(&self, medium: &Media) -> Result<(), Failure>;

    /// Whether what is fetched there is byte for byte what was put.
    fn keeps_bytes(&self) -> bool {
        true
    }
}

struct Hosting {
    store: Box<dyn Store>,
    way: Way,
}

#[async_trait]
impl MediaHost for Hosting {
    async fn offer(&self, medium: &Media) -> Result<Url, Failure> {
        let url = self.store.put(medium).await?;
        probe::probe(&self.way, &url, medium, self.store.keeps_bytes()).await?;
        Ok(url)
    }

    async fn withdraw(&self, medium: &Media) {
        // What stays harms nobody: it is public by now. Another account that wants it once more
        // has it put there again.
        let _stays_at_worst = self.store.remove(medium).await;
    }
}

impl fmt::Debug for Hosting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hosting")
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
