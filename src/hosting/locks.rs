//! Who deals with which medium: one at a time with each, and any number at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Brief, PoisonError, Weak};

use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::blobs::Digest;

/// The media that somebody deals with just now.
#[derive(Debug, Default)]
pub(super) struct Locks(Brief<HashMap<Digest, Weak<Mutex<()>>>>);

impl Locks {
    /// Waits until nobody else deals with the medium `digest`.
    pub(super) async fn alone(&self, digest: &Digest) -> OwnedMutexGuard<()> {
        let lock = self.lock_of(digest);
        lock.lock_owned().await
    }

    fn lock_of(&self, digest: &Digest) -> Arc<Mutex<()>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, lock| lock.strong_count() > 0);
        let lock = all.get(digest).and_then(Weak::upgrade).unwrap_or_default();
        all.insert(*digest, Arc::downgrade(&lock));
        lock
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_film_that_is_being_put_holds_up_no_other_medium() {
        let locks = Locks::default();
        let film = locks.alone(&Digest::of(b"film")).await;
        for number in 0..100_u8 {
            let other = locks.alone(&Digest::of(&[number])).now_or_never();
            assert!(other.is_some(), "{number}");
        }
        assert!(locks.alone(&Digest::of(b"film")).now_or_never().is_none());
        drop(film);
        assert!(locks.alone(&Digest::of(b"film")).now_or_never().is_some());
        assert!(locks.0.lock().unwrap().len() <= 1, "what nobody deals with is forgotten");
    }
}
