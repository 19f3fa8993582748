//! What still needs a person is said again: a quarter of an hour after it was noted, an hour after,
//! and then every day until somebody has seen to it. The notice itself stays in the journal; this
//! is its line in the log.

use std::sync::Arc;

use tokio::sync::Notify;
use tracing::error;

use crate::clock::{Instant, SharedClock};
use crate::journal::{NoticeRow, SharedJournal};

const FIRST: chrono::Duration = chrono::Duration::minutes(15);

const SECOND: chrono::Duration = chrono::Duration::hours(1);

const DAY: chrono::Duration = chrono::Duration::days(1);

/// Says again what still needs a person, for as long as it is let run. `fresh` is told of whatever
/// may come with a notice. A notice that is written from now on is not due for a while, so nothing
/// is read before that; and where nothing is open and nothing happens, nothing is read at all.
pub(super) async fn remind(
    journal: SharedJournal,
    fresh: Arc<Notify>,
    clock: SharedClock,
    say: impl Fn(&NoticeRow) + Send,
) {
    let mut said_until = Instant::MIN_UTC;
    loop {
        let now = clock.now();
        let mut next = match journal.notices().await {
            Ok(rows) => {
                let at = |row: &NoticeRow| row.notice.at;
                let due = rows.iter().filter(|row| is_due(at(row), said_until, now));
                due.for_each(&say);
                rows.iter().map(|row| next_after(at(row), now)).min()
            }
            Err(error) => {
                error!(%error, "what needs a person cannot be read; it is tried again");
                Some(now + FIRST)
            }
        };
        said_until = now;
        while next.is_none_or(|next| clock.now() < next) {
            tokio::select! {
                () = fresh.notified() => {
                    let first = clock.now() + FIRST;
                    next = Some(next.map_or(first, |next| next.min(first)));
                }
                () = clock.sleep_until(next.unwrap_or(Instant::MAX_UTC)), if next.is_some() => {}
            }
        }
    }
}

/// Whether what was noted `at` an instant is to be said again between `since` and `now`.
fn is_due(at: Instant, since: Instant, now: Instant) -> bool {
    next_after(at, since) <= now
}

/// The first instant after `instant` at which what was noted `at` an instant is said again.
fn next_after(at: Instant, instant: Instant) -> Instant {
    let days = (instant.max(at) - at).num_days();
    let daily = DAY.checked_mul(i32::try_from(days).unwrap_or(i32::MAX).saturating_add(1));
    let times = [Some(FIRST), Some(SECOND), daily];
    let later = times.into_iter().flatten().filter_map(|after| at.checked_add_signed(after));
    later.filter(|time| *time > instant).min().unwrap_or(Instant::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::clock::{Boot, Busy, Clock, SimulatedClock};
    use crate::event::Notice;
    use crate::journal::contract::samples::instance;
    use crate::journal::{Change, Epoch, Journal as _, MemoryJournal};
    use crate::verdict::Reason;

    fn start() -> Instant {
        use chrono::TimeZone as _;
        chrono::Utc.with_ymd_and_hms(2026, 11, 25, 9, 0, 0).unwrap()
    }

    /// A clock that lets a whole stretch of time pass, and then stands still.
    #[derive(Debug, Clone)]
    struct Until(SimulatedClock, Instant, Arc<Mutex<u32>>);

    #[async_trait::async_trait]
    impl Clock for Until {
        fn now(&self) -> Instant {
            self.0.now()
        }

        fn uptime(&self) -> std::time::Duration {
            self.0.uptime()
        }

        fn boot(&self) -> Boot {
            self.0.boot()
        }

        async fn sleep_until(&self, instant: Instant) {
            *self.2.lock().unwrap() += 1;
            if instant > self.1 {
                std::future::pending::<()>().await;
            }
            self.0.sleep_until(instant).await;
        }

        fn busy(&self) -> Busy {
            self.0.busy()
        }
    }

    async fn journal() -> (Arc<MemoryJournal>, Epoch) {
        let journal = Arc::new(MemoryJournal::new());
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
        (journal, epoch)
    }

    fn notice() -> Change {
        let reason = Reason::new("login-refused");
        Change::Notice(Notice { at: start(), account: None, delivery: None, reason })
    }

    /// The minutes at which something is said until `hours` have passed, and how often the clock
    /// was asked to wait.
    async fn said(journal: &Arc<MemoryJournal>, from: i64, hours: i64) -> (Vec<i64>, u32) {
        let clock = SimulatedClock::starting_at(start() + chrono::Duration::minutes(from));
        let waits = Arc::new(Mutex::new(0));
        let until = start() + chrono::Duration::hours(hours);
        let clock: SharedClock = Arc::new(Until(clock, until, Arc::clone(&waits)));
        let said = Mutex::new(Vec::new());
        let minutes = || (clock.now() - start()).num_minutes();
        let reminding = remind(
            Arc::clone(journal) as _,
            Arc::default(),
            Arc::clone(&clock),
            |_: &NoticeRow| {
                said.lock().unwrap().push(minutes());
            },
        );
        let mut reminding = std::pin::pin!(reminding);
        // Everything here is ready at once until the stretch is over.
        assert!(futures_util::poll!(reminding.as_mut()).is_pending());
        let waits = *waits.lock().unwrap();
        (said.lock().unwrap().clone(), waits)
    }

    #[tokio::test]
    async fn a_notice_is_said_after_a_quarter_an_hour_and_then_daily() {
        let (journal, epoch) = journal().await;
        journal.commit(epoch, vec![notice()]).await.unwrap();
        let day = 24 * 60;
        let (times, waits) = said(&journal, 0, 80).await;
        assert_eq!(times, [15, 60, day, 2 * day, 3 * day]);
        assert_eq!(waits, 6, "no tick");
    }

    #[tokio::test]
    async fn what_a_person_has_seen_to_is_not_said_again() {
        let (journal, epoch) = journal().await;
        let seen = Change::Acknowledge { delivery: None, account: None };
        journal.commit(epoch, vec![notice(), seen]).await.unwrap();
        assert_eq!(said(&journal, 0, 80).await, (vec![], 0));
    }

    #[tokio::test]
    async fn what_was_noted_before_a_start_is_said_at_the_start_and_goes_on_from_there() {
        let (journal, epoch) = journal().await;
        journal.commit(epoch, vec![notice()]).await.unwrap();
        assert_eq!(said(&journal, 40, 20).await.0, [40, 60]);
    }

    #[tokio::test]
    async fn a_notice_of_a_quiet_time_is_heard_of() {
        let (journal, epoch) = journal().await;
        let clock = SimulatedClock::starting_at(start());
        let until = start() + chrono::Duration::minutes(20);
        let clock: SharedClock = Arc::new(Until(clock, until, Arc::default()));
        let (fresh, said) = (Arc::new(Notify::new()), Mutex::new(Vec::new()));
        let say = |_: &NoticeRow| said.lock().unwrap().push(clock.now());
        let reminding =
            remind(Arc::clone(&journal) as _, Arc::clone(&fresh), Arc::clone(&clock), say);
        let mut reminding = std::pin::pin!(reminding);
        assert!(futures_util::poll!(reminding.as_mut()).is_pending());
        journal.commit(epoch, vec![notice()]).await.unwrap();
        fresh.notify_one();
        assert!(futures_util::poll!(reminding.as_mut()).is_pending());
        assert_eq!(*said.lock().unwrap(), [start() + FIRST]);
    }

    #[test]
    fn the_next_time_is_always_later() {
        let minutes = |minutes| start() + chrono::Duration::minutes(minutes);
        for (from, next) in
            [(-5, 15), (0, 15), (14, 15), (15, 60), (59, 60), (60, 1440), (1440, 2880)]
        {
            assert_eq!(next_after(start(), minutes(from)), minutes(next), "{from}");
        }
    }
}
