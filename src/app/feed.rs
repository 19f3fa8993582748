//! What keeps the pipeline going: events of the folder, timers and tasks.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch::Sender;
use tracing::warn;

use super::pipeline::{Pipeline, Task};
use crate::clock::{Clock, Instant, SharedClock};
use crate::intake::{Hint, Watch};
use crate::journal::JournalError;
use crate::publish::Input;

/// How long it takes at most to read what has rested, so that it is not waited for in vain.
const READING: Duration = Duration::from_millis(100);

/// How long one look may go on with nothing made before it counts as stuck: a film is copied from a
/// slow disk.
const LONGEST_WORK: Duration = Duration::from_secs(10 * 60);

/// How many tasks of the pipeline are done together at most.
const MOST_TASKS: usize = 256;

/// Feeds the pipeline: a look at everything, then hints of the folder, the next look, a rescan now
/// and then, of which `looks` tells others. The engine may begin once what people changed while
/// nobody watched is known.
///
/// # Errors
/// Where the journal cannot be used any more.
pub(super) async fn feed(
    mut pipeline: Pipeline,
    mut todo: UnboundedReceiver<Task>,
    clock: SharedClock,
    looks: Sender<u64>,
) -> Result<(), JournalError> {
    let config = Arc::clone(pipeline.addressees.config());
    let (queue, rescan) = (config.posts.queue.clone(), config.posts.rescan);
    let watch = Watch::new(&queue);
    if let Some(why) = watch.blind() {
        warn!(why, "no file events here; the queue is read every minute");
    }
    let mut whole_at = clock.uptime();
    let mut blind_since = Some(whole_at);
    let mut tasks = vec![Task::Look(due(&mut whole_at, &clock, rescan))];
    while !tasks.is_empty() {
        let whole = tasks.iter().any(|task| matches!(task, Task::Look(Hint::Anywhere)));
        work(&mut pipeline, &mut tasks, &mut todo, clock.as_ref()).await?;
        if whole {
            looks.send_modify(|look| *look = look.wrapping_add(1));
        }
        let (next_look, patience) = (pipeline.next_look(), pipeline.rest() + READING);
        let now = clock.uptime();
        if blind_since.take_if(|since| has_read(*since, patience, next_look, now)).is_some() {
            pipeline.engine.tell(Input::Looked);
        }
        if !tasks.is_empty() {
            continue;
        }
        let blind_until = blind_since.map(|since| since + patience);
        let next = next_look.into_iter().chain(blind_until).fold(whole_at, Duration::min);
        let next = instant_of(next, clock.as_ref());
        tokio::select! {
            biased;
            _ = todo.recv_many(&mut tasks, MOST_TASKS) => {}
            hint = watch.hint() => tasks.push(Task::Look(hint)),
            () = clock.sleep_until(next) => {
                tasks.push(Task::Look(due(&mut whole_at, &clock, rescan)));
            }
        }
    }
    Ok(())
}

/// Whether at the uptime `now` all is read that was changed before `since`, once it has rested for
/// `patience`. What is due at once is still to be read; but a file that never rests holds up nothing
/// for ever.
fn has_read(since: Duration, patience: Duration, next: Option<Duration>, now: Duration) -> bool {
    let Some(next) = next else { return true };
    let is_behind = next <= now && now < since + LONGEST_WORK;
    since + patience <= now && !is_behind
}

/// What shows that a long look goes on.
struct Progress {
    made: u64,
    since: Duration,
}

impl Progress {
    /// Whether it goes on at the uptime `now`, when so many pictures are `made`.
    fn goes_on(&mut self, made: u64, now: Duration) -> bool {
        if made != self.made {
            *self = Self { made, since: now };
        }
        now < self.since + LONGEST_WORK
    }
}

/// Does all `tasks`; what comes meanwhile is in them afterwards. A long look is no death: pings
/// are answered during it, but not for ever.
async fn work(
    pipeline: &mut Pipeline,
    tasks: &mut Vec<Task>,
    todo: &mut UnboundedReceiver<Task>,
    clock: &dyn Clock,
) -> Result<(), JournalError> {
    let pictures = Arc::clone(pipeline.addressees.pictures());
    let mut progress = Progress { made: pictures.tried(), since: clock.uptime() };
    let mut work = pin!(pipeline.run_all(std::mem::take(tasks)));
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            Some(task) = todo.recv() => match task {
                Task::Ping(answer) if progress.goes_on(pictures.tried(), clock.uptime()) => {
                    // Whoever asked may be gone.
                    let _gone = answer.send(());
                }
                task => tasks.push(task),
            },
        }
    }
}

/// What a timer means: a look at everything when that is due, else at what has rested.
fn due(whole_at: &mut Duration, clock: &SharedClock, rescan: Duration) -> Hint {
    let now = clock.uptime();
    if now < *whole_at {
        return Hint::Names(BTreeSet::new());
    }
    *whole_at = now + rescan;
    Hint::Anywhere
}

/// The scanner counts in uptime, the clock waits for instants.
fn instant_of(uptime: Duration, clock: &dyn Clock) -> Instant {
    let wait = uptime.saturating_sub(clock.uptime());
    let wait = chrono::Duration::from_std(wait).unwrap_or(chrono::Duration::zero());
    clock.now().checked_add_signed(wait).unwrap_or(Instant::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::SimulatedClock;

    #[test]
    fn a_look_that_makes_one_picture_after_the_other_is_not_stuck() {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        let mut progress = Progress { made: 3, since: minutes(0) };
        assert!(progress.goes_on(3, minutes(9)));
        assert!(progress.goes_on(4, minutes(11)));
        assert!(progress.goes_on(4, minutes(20)));
        assert!(!progress.goes_on(4, minutes(22)));
    }

    #[test]
    fn nothing_is_begun_while_what_was_changed_is_still_being_read() {
        let second = Duration::from_secs;
        let has_read =
            |next: Option<u64>, now| has_read(second(10), second(3), next.map(second), second(now));
        assert!(has_read(None, 10), "nothing was changed");
        assert!(!has_read(Some(13), 12), "it rests");
        assert!(!has_read(Some(13), 14), "more than one look takes");
        assert!(has_read(Some(60), 14), "something else");
        assert!(has_read(Some(700), 700), "it never rests");
    }

    #[test]
    fn a_clock_that_is_set_back_delays_no_look() {
        let simulated = SimulatedClock::starting_at(crate::clock::from_micros(0));
        let clock: SharedClock = Arc::new(simulated.clone());
        let mut whole_at = clock.uptime();
        let minute = Duration::from_secs(60);
        assert!(matches!(due(&mut whole_at, &clock, minute), Hint::Anywhere));
        simulated.set(chrono::Duration::days(-1));
        let next = instant_of(whole_at, clock.as_ref());
        assert_eq!(next - clock.now(), chrono::Duration::seconds(60));
        assert!(matches!(due(&mut whole_at, &clock, minute), Hint::Names(_)));
        simulated.advance_to(next);
        assert!(matches!(due(&mut whole_at, &clock, minute), Hint::Anywhere));
    }
}
