//! Logins are counted, because a server that counts one too many shuts us out.

use std::time::Duration;

use crate::failure::{Class, Failure};

/// How many logins a server takes in how many seconds.
const WINDOWS: [(usize, i64); 2] = [(30, 300), (300, 86_400)];

/// The logins of the last day, in seconds since 1970.
pub(super) struct LoginBudget<'l>(pub(super) &'l mut Vec<i64>);

impl LoginBudget<'_> {
    /// Counts one more login, or says how long to wait for it.
    pub(super) fn spend(&mut self, now: i64) -> Result<(), Failure> {
        // A clock that was wrong for a while must neither lock us out for years nor let us
        // forget: what lies within a day of now on either side counts.
        self.0.retain(|login| (now - login).abs() < WINDOWS[1].1);
        let wait = WINDOWS.iter().filter_map(|window| self.wait(*window, now)).max();
        if let Some(wait) = wait {
            let detail = format!("{} logins in the last day", self.0.len());
            return Err(Failure::new(Class::Rate, "bluesky-logins-used-up", detail)
                .pausing(Duration::from_secs(wait)));
        }
        self.0.push(now);
        Ok(())
    }

    /// How many seconds until the window has room for one more.
    fn wait(&self, (most, seconds): (usize, i64), now: i64) -> Option<u64> {
        let mut inside: Vec<i64> =
            self.0.iter().copied().filter(|login| (now - login).abs() < seconds).collect();
        inside.sort_unstable();
        let first_to_leave = inside.len().checked_sub(most)?;
        let until = inside.get(first_to_leave)? + seconds - now;
        Some(u64::try_from(until).unwrap_or(0).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Pause;

    #[test]
    fn the_31st_login_in_five_minutes_never_happens() {
        let mut logins = Vec::new();
        for second in 0..30 {
            LoginBudget(&mut logins).spend(second).unwrap();
        }
        let refused = LoginBudget(&mut logins).spend(30).unwrap_err();
        assert_eq!(refused.class, Class::Rate);
        assert_eq!(refused.pause, Pause::For(Duration::from_secs(270)));
        LoginBudget(&mut logins).spend(300).unwrap();
    }

    #[test]
    fn the_301st_login_of_a_day_never_happens() {
        let mut logins = Vec::new();
        for turn in 0..300 {
            LoginBudget(&mut logins).spend(turn * 60).unwrap();
        }
        let refused = LoginBudget(&mut logins).spend(18_000).unwrap_err();
        assert_eq!(refused.pause, Pause::For(Duration::from_secs(86_400 - 18_000)));
    }

    #[test]
    fn a_clock_that_was_years_ahead_does_not_lock_us_out() {
        let mut logins = vec![4_000_000_000; 30];
        LoginBudget(&mut logins).spend(1_769_398_200).unwrap();
        assert_eq!(logins, [1_769_398_200]);
    }

    #[test]
    fn a_clock_set_back_a_minute_forgets_no_login() {
        let mut logins = vec![1_000; 30];
        assert!(LoginBudget(&mut logins).spend(940).is_err());
    }
}
