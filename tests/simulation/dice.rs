//! Chance from a seed.

use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Chance that a seed repeats. All clones draw from one stream.
#[derive(Debug, Clone)]
pub(crate) struct Dice(Arc<Mutex<ChaCha8Rng>>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed))))
    }

    /// A stream of its own, so that who draws from it does not disturb the others.
    pub(crate) fn fork(&self) -> Self {
        Self::new(self.0.lock().unwrap().random())
    }

    pub(crate) fn number(&self, range: Range<u64>) -> u64 {
        self.0.lock().unwrap().random_range(range)
    }

    /// True `percent` times out of a hundred.
    pub(crate) fn chance(&self, percent: u64) -> bool {
        self.number(0..100) < percent
    }

    pub(crate) fn pick<'a, T>(&self, from: &'a [T]) -> &'a T {
        let most = u64::try_from(from.len()).unwrap();
        &from[usize::try_from(self.number(0..most)).unwrap()]
    }

    pub(crate) fn seconds(&self, range: Range<u64>) -> Duration {
        Duration::from_secs(self.number(range))
    }

    pub(crate) fn millis(&self, range: Range<u64>) -> Duration {
        Duration::from_millis(self.number(range))
    }
}
