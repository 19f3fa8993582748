//! Pictures that were made over. A post that cannot go out as it is gets read again and again, and its
//! pictures are not made anew every time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::blobs::Digest;
use crate::media::Fitter;
use crate::post::{Made, Media, Refused, Wanted};

/// How many are remembered.
const MOST: usize = 1_000;

/// A picture, and what is wanted of it.
type Key = (Digest, Wanted);

/// What was made since the start.
#[derive(Debug, Default)]
pub(in crate::app) struct Pictures {
    made: Mutex<HashMap<Key, Made>>,
    tried: AtomicU64,
}

impl Pictures {
    /// Has `fitter` make `medium` into what is `wanted`, unless that was done and still lies in the
    /// store. Blocks until it is done.
    pub(super) fn make(
        &self,
        fitter: &Fitter,
        medium: &Media,
        wanted: &Wanted,
    ) -> Result<Made, Refused> {
        let key = (medium.digest, wanted.clone());
        let known = self.lock().get(&key).cloned();
        if let Some(Made { medium: made, done }) = known.filter(|made| fitter.has(made)) {
            return Ok(Made { medium: Media { name: medium.name.clone(), ..made }, done });
        }
        let made = fitter.fit(medium, wanted);
        self.tried.fetch_add(1, Ordering::Relaxed);
        if let Ok(made) = &made {
            self.remember(key, made.clone());
        }
        made
    }

    /// How many were made, or could not be. Whoever waits for them sees by that that it goes on.
    pub(in crate::app) fn tried(&self) -> u64 {
        self.tried.load(Ordering::Relaxed)
    }

    fn remember(&self, key: Key, made: Made) {
        let mut all = self.lock();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, made);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::blobs::Blobs;
    use crate::media::sample_picture;
    use crate::post::MediaKind;

    #[test]
    fn a_picture_is_made_once_as_long_as_it_lies_in_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("blobs"));
        let fitter = Fitter::here(blobs.clone());
        let picture = sample_picture(&blobs).unwrap();
        let wanted = Wanted::simple(MediaKind::Jpeg, 1_000_000);
        let pictures = Pictures::default();
        let first = pictures.make(&fitter, &picture, &wanted).unwrap();
        let renamed = Media { name: "b.jpg".into(), ..picture.clone() };
        let again = pictures.make(&fitter, &renamed, &wanted).unwrap();
        assert_eq!((again.medium.digest, pictures.tried()), (first.medium.digest, 1));
        assert_eq!(again.medium.name, "b.jpg");
        fs::remove_file(blobs.path(&first.medium.digest)).unwrap();
        pictures.make(&fitter, &picture, &wanted).unwrap();
        assert_eq!(pictures.tried(), 2);
        assert!(File::open(blobs.path(&first.medium.digest)).is_ok());
    }
}
