//! What only we may know of uploads that are under way, such as their addresses: kept sealed, since
//! what adapters write down as progress lies in the journal in clear.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;

use super::session::{Session, SessionError};
use crate::clock::{Instant, SharedClock};
use crate::failure::{Class, Failure};

/// The uploads of one account, by the keys of their parts.
#[derive(Debug)]
pub struct Uploads {
    session: Session,
    clock: SharedClock,
    writing: Mutex<()>,
}

type Noted = BTreeMap<String, Upload>;

#[derive(Serialize, Deserialize)]
struct Upload {
    /// Until when it is good, in seconds since 1970.
    until: i64,
    what: Value,
}

impl Uploads {
    /// The uploads that are kept in `session`.
    #[must_use]
    pub fn new(session: Session, clock: SharedClock) -> Self {
        Self { session, clock, writing: Mutex::new(()) }
    }

    /// What was noted for the part of this `key`, while it is good.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Failure> {
        let mut noted = self.noted().await?;
        let upload = noted.remove(key).filter(|upload| self.is_good(upload));
        Ok(upload.and_then(|upload| serde_json::from_value(upload.what).ok()))
    }

    /// Notes `what` for the part of this `key`, in place of what was noted; durable when it
    /// answers. After `until` it is forgotten.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn put<T: Serialize>(
        &self,
        key: &str,
        what: &T,
        until: Instant,
    ) -> Result<(), Failure> {
        let what = serde_json::to_value(what).map_err(not_kept)?;
        let upload = Upload { until: until.timestamp(), what };
        self.change(|noted| {
            noted.insert(key.to_owned(), upload);
        })
        .await
    }

    /// Forgets the part of this `key`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove(&self, key: &str) -> Result<(), Failure> {
        self.change(|noted| {
            noted.remove(key);
        })
        .await
    }

    async fn change(&self, change: impl FnOnce(&mut Noted)) -> Result<(), Failure> {
        let _alone = self.writing.lock().await;
        let mut noted = self.noted().await?;
        noted.retain(|_, upload| self.is_good(upload));
        change(&mut noted);
        self.session.store(&noted).await.map_err(not_kept)
    }

    async fn noted(&self) -> Result<Noted, Failure> {
        let noted = self.session.load().await;
        Ok(noted.map_err(|error: SessionError| not_kept(error))?.unwrap_or_default())
    }

    fn is_good(&self, upload: &Upload) -> bool {
        self.clock.now().timestamp() < upload.until
    }
}

fn not_kept(error: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Local, "session-not-kept", error)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::{Clock as _, SimulatedClock, from_micros};
    use crate::platform::no_sessions;

    #[tokio::test]
    async fn an_upload_outlives_a_restart_and_ends_at_its_time() {
        let clock = SimulatedClock::starting_at(from_micros(1_795_600_000_000_000));
        let session = no_sessions();
        let uploads = || Uploads::new(session.clone(), Arc::new(clock.clone()));
        let until = clock.now() + chrono::Duration::hours(1);
        uploads().put("a", &"https://up.example/secret", until).await.unwrap();
        uploads().put("b", &7, until + chrono::Duration::hours(9)).await.unwrap();
        let kept: Option<String> = uploads().get("a").await.unwrap();
        assert_eq!(kept.as_deref(), Some("https://up.example/secret"));
        clock.advance_to(until);
        assert_eq!(uploads().get::<String>("a").await.unwrap(), None);
        assert_eq!(uploads().get::<u8>("b").await.unwrap(), Some(7));
        uploads().remove("b").await.unwrap();
        assert_eq!(session.load::<Noted>().await.unwrap().unwrap().len(), 0);
    }
}
