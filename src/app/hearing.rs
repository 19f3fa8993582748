//! What people order from outside the program: through the journal, and with a file called STOP.

use std::future::pending;
use std::path::{Path, PathBuf};

use tokio::sync::mpsc::UnboundedSender;
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

/// Hears of orders that other processes leave in the journal.
pub(super) async fn hear_orders(folder: PathBuf, engine: Inputs, tasks: UnboundedSender<Task>) {
    let mut watch = watch_for_orders(&folder);
    loop {
        let woken = match watch.hint().await {
            Hint::Anywhere => true,
            Hint::Names(names) => names.contains(WAKE_FILE),
        };
        if !woken {
            continue;
        }
        // The file may be another one now.
        watch = watch_for_orders(&folder);
        // The pipeline looks, too: lifting a stop may say what became of files.
        let looks = tasks.send(Task::Look(Hint::none())).is_ok();
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
    clock: SharedClock,
) {
    let posts = queue.parent().unwrap_or(&queue).to_owned();
    let watch = Watch::new(&posts);
    let mut there = false;
    loop {
        let now_there = posts.join(STOP_FILE).exists();
        if now_there && !there {
            let why = Reason::new("stopped-by-file");
            match journal.set_stop(Some(why), clock.now()).await {
                Ok(()) => engine.tell(Input::Orders),
                Err(error) => {
                    error!(%error, "the stop cannot be written; ending at once");
                    engine.tell(Input::Abort)
                }
            };
        }
        there = now_there;
        watch.hint().await;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::clock::{Clock as _, SystemClock};
    use crate::journal::{Journal as _, SqliteJournal};
    use crate::publish::inputs;

    #[tokio::test]
    async fn an_order_of_another_process_is_heard_also_after_its_file_was_removed() {
        let folder = tempfile::tempdir().unwrap();
        let _daemon = SqliteJournal::open(folder.path()).unwrap();
        let other = SqliteJournal::open_shared(folder.path()).unwrap();
        let (engine, mut inbox) = inputs();
        let (tasks, mut todo) = unbounded_channel();
        let mut hearing = pin!(hear_orders(folder.path().to_owned(), engine, tasks));
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
    }
}
