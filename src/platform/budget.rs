//! Rate budgets: when the next visible request is allowed, as a pure function of what was sent. Most
//! requests make one message; an album can be several.

use std::time::Duration;

use super::{Budget, Pace};
use crate::clock::Instant;

/// The instant from which another visible request, which makes `messages`, keeps every budget, given
/// when the earlier messages were sent (oldest first). One that makes more of them than a budget has
/// waits until nothing else counts for it.
#[must_use]
pub fn allowed_from(
    budgets: &[Budget],
    sent: &[Instant],
    messages: usize,
    now: Instant,
) -> Instant {
    let waits = budgets.iter().filter_map(|budget| frees_at(*budget, sent, messages, now));
    waits.max().map_or(now, |instant| instant.max(now))
}

/// When the platform's own word allows another request: at the reset, if nothing is left.
#[must_use]
pub fn paced_from(pace: Option<Pace>, now: Instant) -> Instant {
    match pace {
        Some(Pace { remaining: 0, resets }) => resets.max(now),
        _ => now,
    }
}

/// The longest window of `budgets`: how far back history matters.
#[must_use]
pub fn longest_window(budgets: &[Budget]) -> Duration {
    budgets.iter().map(|budget| budget.per).max().unwrap_or_default()
}

/// The most requests that any of `budgets` counts: how much of the history matters.
#[must_use]
pub fn most_counted(budgets: &[Budget]) -> usize {
    let most = budgets.iter().map(|budget| budget.most.max(1)).max().unwrap_or_default();
    usize::try_from(most).unwrap_or(usize::MAX)
}

fn frees_at(budget: Budget, sent: &[Instant], messages: usize, now: Instant) -> Option<Instant> {
    let per = chrono::Duration::from_std(budget.per).ok()?;
    let most = usize::try_from(budget.most.max(1)).ok()?;
    let start = now.checked_sub_signed(per)?;
    let first = sent.partition_point(|at| *at <= start);
    let recent = &sent[first..];
    let blocking = (recent.len() + messages.clamp(1, most)).checked_sub(most + 1)?;
    Some(recent[blocking] + per)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;
    use proptest::prelude::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn at(second: i64) -> Instant {
        chrono::Utc.timestamp_opt(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_full_window_waits_for_its_oldest_request_to_leave() {
        let budgets = [Budget { most: 2, per: MINUTE }];
        assert_eq!(allowed_from(&budgets, &[at(0), at(10)], 1, at(20)), at(60));
        assert_eq!(allowed_from(&budgets, &[at(0), at(10)], 1, at(60)), at(60));
    }

    #[test]
    fn the_narrowest_of_several_budgets_decides() {
        let budgets =
            [Budget { most: 1, per: MINUTE }, Budget { most: 3, per: Duration::from_secs(3600) }];
        let sent = [at(0), at(100), at(200)];
        assert_eq!(allowed_from(&budgets, &sent, 1, at(300)), at(3600));
    }

    #[test]
    fn an_album_waits_until_there_is_room_for_all_of_it() {
        let budgets =
            [Budget { most: 1, per: Duration::from_secs(1) }, Budget { most: 20, per: MINUTE }];
        let album = |second| [at(second); 10];
        assert_eq!(allowed_from(&budgets, &album(0), 10, at(5)), at(5));
        let two = [album(0), album(5)].concat();
        assert_eq!(allowed_from(&budgets, &two, 1, at(6)), at(60));
        assert_eq!(allowed_from(&budgets, &two, 10, at(6)), at(60));
        let more = [&two[..], &[at(61)]].concat();
        assert_eq!(allowed_from(&budgets, &more, 9, at(62)), at(62));
        assert_eq!(allowed_from(&budgets, &more, 10, at(62)), at(65));
        assert_eq!(
            allowed_from(&budgets, &[at(61)], 30, at(62)),
            at(121),
            "more than there may be"
        );
    }

    #[test]
    fn the_platforms_word_holds_until_its_reset() {
        let pace = Some(Pace { remaining: 0, resets: at(500) });
        assert_eq!(paced_from(pace, at(20)), at(500));
        assert_eq!(paced_from(Some(Pace { remaining: 1, resets: at(500) }), at(20)), at(20));
    }

    proptest! {
        #[test]
        fn no_window_ever_holds_more_than_its_budget(
            most in 1_u32..5, per in 1_u64..100,
            requests in prop::collection::vec((0_i64..50, 1_usize..4), 1..60)
        ) {
            let budget = Budget { most, per: Duration::from_secs(per) };
            let mut sent: Vec<Instant> = Vec::new();
            let mut now = at(0);
            for (gap, messages) in requests {
                let messages = messages.min(most as usize);
                now += chrono::Duration::seconds(gap);
                let allowed = allowed_from(&[budget], &sent, messages, now);
                now = now.max(allowed);
                sent.extend(std::iter::repeat_n(now, messages));
            }
            let per = chrono::Duration::seconds(i64::try_from(per).unwrap());
            for first in &sent {
                let inside = sent.iter().filter(|at| *first <= **at && **at < *first + per).count();
                prop_assert!(inside <= most as usize);
            }
        }
    }
}
