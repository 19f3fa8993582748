//! The tasks that go on beside the engine: which there are, and what they are told.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;
use tracing::error;

use super::Plan;
use crate::app::backups::care_daily;
use crate::app::beside::Beside;
use crate::app::checkup::{Checkup, check_weekly};
use crate::app::feed::feed;
use crate::app::hearing::{Rounds, hear_orders, hear_stop_file};
use crate::app::lifecycle::feed_watchdog;
use crate::app::network::Network;
use crate::app::pipeline::{Pipeline, Task};
use crate::app::reminders::remind;
use crate::app::standing::Asker;
use crate::app::sweep::{sweep_daily, tidy_daily};
use crate::app::threads::{PublicPart, note_threads};
use crate::journal::{JournalError, SharedJournal};
use crate::publish::{Inputs, LaneFacts};
use crate::report::{OutcomesFile, log_again};

/// Tells that there may be something new in the journal.
#[derive(Debug, Clone, Default)]
pub(super) struct Fresh {
    pub(super) outcome: Arc<Notify>,
    pub(super) notice: Arc<Notify>,
}

/// What the tasks beside the engine are told and tell.
pub(super) struct Ends {
    pub(super) tasks: UnboundedSender<Task>,
    pub(super) todo: UnboundedReceiver<Task>,
    pub(super) fresh: Fresh,
    pub(super) public_parts: UnboundedReceiver<PublicPart>,
}

/// Starts everything that goes on beside the engine.
pub(super) fn beside(plan: &Plan, engine: &Inputs, pipeline: Pipeline, ends: Ends) -> Beside {
    let Ends { tasks, todo, fresh, public_parts } = ends;
    let (clock, folder) = (|| Arc::clone(&plan.clock), || plan.state.folder.clone());
    let (journal, queue) = (|| Arc::clone(&plan.state.journal), plan.config.posts.queue.clone());
    let (looks, looked) = tokio::sync::watch::channel(0);
    let rounds = Rounds { clock: clock(), looked };
    let orders = hear_orders(folder(), engine.clone(), tasks.clone(), rounds.clone());
    let stop_file = hear_stop_file(queue, engine.clone(), journal(), rounds);
    let watchdog = feed_watchdog(clock(), engine.clone(), tasks.clone());
    let mut beside = Beside::default();
    beside.spawn("feed", feed(pipeline, todo, clock(), looks));
    beside.spawn("outcomes", always(copy_outcomes(journal(), folder(), fresh.outcome)));
    beside.spawn("orders", always(orders));
    beside.spawn("halt-file", always(stop_file));
    beside.spawn("watchdog", always(watchdog));
    if !plan.hands_off {
        let care = care_daily(journal(), folder(), plan.config.journal.clone(), clock());
        beside.spawn("threads", always(note_threads(folder(), public_parts)));
        let sweep = sweep_daily(tasks, plan.state.blobs.clone(), clock());
        beside.spawn("sweep", always(sweep));
        if let Some(hosting) = plan.network.hosting() {
            beside.spawn("hosting", tidy_daily(hosting, journal(), clock()));
        }
        beside.spawn("backups", always(care));
        let checkup = Checkup {
            journal: journal(),
            epoch: plan.state.epoch,
            folder: folder(),
            engine: engine.clone(),
            clock: clock(),
        };
        beside.spawn("checkup", always(check_weekly(checkup)));
        let remind = remind(journal(), fresh.notice, clock(), log_again);
        beside.spawn("reminders", always(remind));
    }
    beside
}

/// A task that has no error to end with.
pub(in crate::app) async fn always(task: impl Future<Output = ()>) -> Result<(), JournalError> {
    task.await;
    Ok(())
}

/// The accounts are asked how they stand before any post is judged, as some learn only so what
/// their servers take. Imitations have nothing to tell.
pub(super) async fn introductions(plan: &Plan, lanes: &[LaneFacts]) -> JoinSet<()> {
    if matches!(plan.network, Network::Mocked(_)) {
        return JoinSet::new();
    }
    let (journal, clock) = (Arc::clone(&plan.state.journal), Arc::clone(&plan.clock));
    let sessions = Arc::clone(&plan.state.sessions);
    Asker { journal, epoch: plan.state.epoch, clock, sessions }.ask_all(lanes).await
}

/// The tasks that ask. With imitations there are none; and that one account cannot be asked any
/// more is no reason to end.
pub(super) async fn keep_asking(mut asking: JoinSet<()>) {
    while let Some(ended) = asking.join_next().await {
        if let Err(error) = ended {
            error!(%error, "asking an account broke down; it is not asked any more");
        }
    }
    std::future::pending::<()>().await;
}

/// Copies outcomes into their file whenever there are new ones.
async fn copy_outcomes(journal: SharedJournal, folder: PathBuf, fresh: Arc<Notify>) {
    let mut file = None;
    loop {
        if file.is_none() {
            file = OutcomesFile::open(&folder)
                .inspect_err(|error| error!(%error, "outcomes.jsonl cannot be opened"))
                .ok();
        }
        if let Some(open) = &mut file {
            match open.catch_up(&journal).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    error!(%error, "outcomes.jsonl cannot be written; the journal has them all");
                    file = None;
                }
                Err(error) => error!(%error, "outcomes cannot be read"),
            }
        }
        fresh.notified().await;
    }
}
