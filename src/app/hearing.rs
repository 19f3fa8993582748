//! What people order from outside the program: through the journal, and with a file called STOP.
//!
//! File events say when to look. Where they may fail to come, the program looks every few seconds;
//! and everywhere after each look at the whole queue.

use std::future::pending;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch::Receiver;
use tracing::error;

use super::pipeline::Task;
use crate::clock::SharedClock;
use crate::intake::{Hint, Watch};
use crate::journal::SharedJournal;
use crate::publish::{Input, Inputs};
use crate::verdict::Reason;

/// The file in the state folder that other processes touch after they left an order.
const WAKE_FILE: &str = "wake";

/// The name of the file in the posts folder that stops everything.
const STOP_FILE: &str = "STOP";

/// How often orders are looked for where no event tells of them.
const ORDERS_EVERY: Duration = Duration::from_secs(5);

/// The same for the file that stops everything.
const STOP_EVERY: Duration = Duration::from_secs(1);

/// What tells when to look, beside file events.
#[derive(Debug, Clone)]
pub(super) struct Rounds {
    /// The clock, for where events may fail to come.
    pub(super) clock: SharedClock,
    /// Changes after each look at the whole queue.
    pub(super) looked: Receiver<u64>,
}

/// Why it is time to look.
#[derive(Debug, PartialEq, Eq)]
enum Woken {
    Event(Hint),
    Round,
    Poll,
}

impl Rounds {
    /// Waits until it is time to look at what `watch` listens to.
    async fn next(&mut self, watch: &Watch, every: Duration) -> Woken {
        let (clock, deaf) = (&self.clock, watch.is_deaf());
        let every = chrono::Duration::from_std(every).unwrap_or(chrono::Duration::seconds(1));
        tokio::select! {
            hint = watch.hint() => Woken::Event(hint),
            Ok(()) = self.looked.changed() => Woken::Round,
            () = async { clock.sleep_until(clock.now() + every).await }, if deaf => Woken::Poll,
        }
    }
}

/// Hears of orders that other processes leave in the journal.
pub(super) async fn hear_orders(
    folder: PathBuf,
    engine: Inputs,
    tasks: UnboundedSender<Task>,
    mut rounds: Rounds,
) {
    let mut watch = watch_for_orders(&folder);
    loop {
        let woken = rounds.next(&watch, ORDERS_EVERY).await;
        match &woken {
            Woken::Event(Hint::Names(names)) if !names.contains(WAKE_FILE) => continue,
            // The file may be another one now.
            Woken::Event(_) => watch = watch_for_orders(&folder),
            Woken::Round | Woken::Poll => {}
        }
        // The pipeline looks, too: lifting a stop may say what became of files.
        let looks = woken == Woken::Round || tasks.send(Task::Look(Hint::none())).is_ok();
        if !engine.tell(Input::Orders) || !looks {
            return pending().await;
        }
    }
}

/// Watches the one file that others touch. The folder changes with every write of the journal, so
/// it is watched only where somebody removed that file.
fn watch_for_orders(folder: &Path) -> Watch {
    let wake = folder.join(WAKE_FILE);
    Watch::new(if wake.exists() { &wake } else { folder })
}

/// A file called STOP beside the queue stops everything, for those who have only the folder.
/// It is taken as an order once; removing it starts nothing.
pub(super) async fn hear_stop_file(
    queue: PathBuf,
    engine: Inputs,
    journal: SharedJournal,
    mut rounds: Rounds,
) {
    let posts = queue.parent().unwrap_or(&queue).to_owned();
    let watch = Watch::new(&posts);
    let mut there = false;
    loop {
        let now_there = posts.join(STOP_FILE).exists();
        if now_there && !there {
            let why = Reason::new("stopped-by-file");
            match journal.set_stop(Some(why), rounds.clock.now()).await {
                Ok(()) => engine.tell(Input::Orders),
                Err(error) => {
                    error!(%error, "the stop cannot be written; ending at once");
                    engine.tell(Input::Abort)
                }
            };
        }
        there = now_there;
        rounds.next(&watch, STOP_EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;

    use futures_util::poll;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
    use tokio::sync::watch::{Sender, channel};

    use super::*;
    use crate::clock::{Clock as _, HandClock, SystemClock};
    use crate::journal::{Journal as _, MemoryJournal, SqliteJournal};
    use crate::publish::inputs;

    fn rounds(clock: &HandClock) -> (Sender<u64>, Rounds) {
        let (looks, looked) = channel(0);
        (looks, Rounds { clock: Arc::new(clock.clone()), looked })
    }

    #[tokio::test]
    async fn an_order_of_another_process_is_heard_also_after_its_file_was_removed() {
        let folder = tempfile::tempdir().unwrap();
        let _daemon = SqliteJournal::open(folder.path()).unwrap();
        let other = SqliteJournal::open_shared(folder.path()).unwrap();
        let (engine, mut inbox) = inputs();
        let (tasks, mut todo) = unbounded_channel();
        let clock = HandClock::new();
        let (_looks, rounds) = rounds(&clock);
        let mut hearing = pin!(hear_orders(folder.path().to_owned(), engine, tasks, rounds));
        assert!(poll!(hearing.as_mut()).is_pending(), "it listens from now on");
        for _ in 0..3 {
            other.set_stop(None, SystemClock.now()).await.unwrap();
            tokio::select! {
                () = hearing.as_mut() => panic!("it ended"),
                heard = inbox.recv() => assert!(matches!(heard, Some(Input::Orders)), "{heard:?}"),
            }
            assert!(matches!(todo.try_recv(), Ok(Task::Look(_))), "the folder is looked at, too");
            std::fs::remove_file(folder.path().join(WAKE_FILE)).unwrap();
        }
        assert_eq!(clock.sleeps(), 0, "where events come, nothing wakes by time");
    }

    fn orders(inbox: &mut UnboundedReceiver<Input>) -> usize {
        std::iter::from_fn(|| inbox.try_recv().ok()).count()
    }

    #[tokio::test]
    async fn where_no_events_come_orders_are_looked_for_every_five_seconds_and_each_round() {
        let folder = tempfile::tempdir().unwrap();
        let (engine, mut inbox) = inputs();
        let (tasks, _todo) = unbounded_channel();
        let clock = HandClock::new();
        let (looks, rounds) = rounds(&clock);
        let nowhere = folder.path().join("none");
        let mut hearing = pin!(hear_orders(nowhere, engine, tasks, rounds));
        for (seconds, heard) in [(0, 0), (4, 0), (1, 1), (5, 1)] {
            clock.advance(Duration::from_secs(seconds));
            assert!(poll!(hearing.as_mut()).is_pending());
            assert_eq!(orders(&mut inbox), heard);
        }
        looks.send_modify(|round| *round += 1);
        assert!(poll!(hearing.as_mut()).is_pending());
        assert_eq!(orders(&mut inbox), 1);
    }

    #[tokio::test]
    async fn where_no_events_come_a_stop_file_is_seen_within_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let posts = folder.path().join("posts");
        let journal: SharedJournal = Arc::new(MemoryJournal::new());
        let (engine, _inbox) = inputs();
        let clock = HandClock::new();
        let (_looks, rounds) = rounds(&clock);
        let queue = posts.join("queue");
        let mut hearing = pin!(hear_stop_file(queue, engine, Arc::clone(&journal), rounds));
        assert!(poll!(hearing.as_mut()).is_pending());
        std::fs::create_dir(&posts).unwrap();
        std::fs::write(posts.join(STOP_FILE), "").unwrap();
        assert!(poll!(hearing.as_mut()).is_pending());
        assert_eq!(journal.stopped().await.unwrap(), None);
        clock.advance(Duration::from_secs(1));
        while journal.stopped().await.unwrap().is_none() {
            assert!(poll!(hearing.as_mut()).is_pending());
        }
    }

    #[tokio::test]
    async fn a_stop_file_is_seen_at_the_next_round_whatever_the_events() {
        let folder = tempfile::tempdir().unwrap();
        let posts = folder.path().join("posts");
        let journal: SharedJournal = Arc::new(MemoryJournal::new());
        let (engine, _inbox) = inputs();
        let (looks, rounds) = rounds(&HandClock::new());
        let queue = posts.join("queue");
        let mut hearing = pin!(hear_stop_file(queue, engine, Arc::clone(&journal), rounds));
        assert!(poll!(hearing.as_mut()).is_pending());
        std::fs::create_dir(&posts).unwrap();
        std::fs::write(posts.join(STOP_FILE), "").unwrap();
        looks.send_modify(|round| *round += 1);
        while journal.stopped().await.unwrap().is_none() {
            assert!(poll!(hearing.as_mut()).is_pending());
        }
    }
}
