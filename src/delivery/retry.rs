//! When to try again, as a pure function.

use std::time::Duration;

/// The first delay, before jitter.
pub const BASE_DELAY: Duration = Duration::from_secs(30);

/// The longest delay, before jitter.
pub const LONGEST_DELAY: Duration = Duration::from_secs(30 * 60);

/// The wait before try number `failures + 1`: half to whole of 30 s, 1, 2, 4, 8, 16 and then
/// 30 minutes, where `jitter` in 0..1 chooses the place between half and whole.
#[must_use]
pub fn delay(failures: u32, jitter: f64) -> Duration {
    let doubled = BASE_DELAY.saturating_mul(1 << failures.saturating_sub(1).min(16));
    let whole = doubled.min(LONGEST_DELAY);
    whole.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_half_an_hour() {
        let whole: Vec<_> = (1..=9).map(|n| delay(n, 1.0).as_secs()).collect();
        assert_eq!(whole, [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
    }

    #[test]
    fn jitter_takes_away_at_most_half() {
        assert_eq!(delay(1, 0.0), Duration::from_secs(15));
        assert_eq!(delay(u32::MAX, 0.0), Duration::from_secs(900));
    }
}
