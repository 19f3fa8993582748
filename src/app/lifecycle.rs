//! Start and stop: signals, and what systemd is told.

use std::future::pending;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use super::pipeline::Task;
use crate::clock::{Clock, SharedClock};
use crate::publish::{Input, Inputs};

/// How long work under way may take to end after the first signal.
pub const DRAIN_LIMIT: Duration = Duration::from_secs(60);

/// What another process wants of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// End, politely.
    End,
    /// Stop all publishing at once, and stay.
    Stop,
    /// Look for orders.
    Look,
}

/// The signals this process listens to.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    stop: Signal,
    look: Signal,
}

impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    /// Where the system gives no signals.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(SignalKind::user_defined1())?,
            look: signal(SignalKind::hangup())?,
        })
    }

    /// The next wish.
    pub async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.terminate.recv() => Wish::End,
            _ = self.interrupt.recv() => Wish::End,
            _ = self.stop.recv() => Wish::Stop,
            _ = self.look.recv() => Wish::Look,
        }
    }
}

/// Ends the engine: the first wish lets it drain for a while, the second or the limit ends it.
pub async fn end(signals: &mut Signals, engine: &Inputs, clock: &dyn Clock) {
    engine.tell(Input::Shutdown);
    systemd(&[sd_notify::NotifyState::Stopping]);
    let limit = clock.uptime() + DRAIN_LIMIT;
    // Whoever sets the wall clock meanwhile makes this no longer and no shorter.
    while let Some(left) = limit.checked_sub(clock.uptime()).filter(|left| !left.is_zero()) {
        tokio::select! {
            wish = signals.next() => if wish == Wish::End { break },
            () = clock.sleep_until(clock.now() + left) => {}
        }
    }
    engine.tell(Input::Abort);
}

/// Tells systemd, if it is there to listen.
pub fn systemd(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "systemd was not told");
    }
}

/// Tells systemd's watchdog that we are alive, at half its interval: both the engine and whoever
/// reads the queue must have said so.
pub(super) async fn feed_watchdog(
    clock: SharedClock,
    engine: Inputs,
    tasks: UnboundedSender<Task>,
) {
    let Some(interval) = sd_notify::watchdog_enabled() else { return pending().await };
    let half = chrono::Duration::from_std(interval / 2).unwrap_or(chrono::Duration::seconds(10));
    loop {
        if both_live(&engine, &tasks).await {
            systemd(&[sd_notify::NotifyState::Watchdog]);
        }
        clock.sleep_until(clock.now() + half).await;
    }
}

/// Asks both, and waits until both have answered.
async fn both_live(engine: &Inputs, tasks: &UnboundedSender<Task>) -> bool {
    let (answer, engine_lives) = oneshot::channel();
    let asked = engine.tell(Input::Ping { answer });
    let (answer, feed_lives) = oneshot::channel();
    let asked = tasks.send(Task::Ping(answer)).is_ok() && asked;
    asked && engine_lives.await.is_ok() && feed_lives.await.is_ok()
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::publish::inputs;

    #[tokio::test]
    async fn the_watchdog_is_fed_only_when_the_engine_and_the_feed_have_answered() {
        let (engine, mut inbox) = inputs();
        let (tasks, mut todo) = unbounded_channel();
        let mut asking = pin!(both_live(&engine, &tasks));
        assert!(poll!(asking.as_mut()).is_pending());
        let Some(Input::Ping { answer }) = inbox.recv().await else {
            panic!("the engine is asked")
        };
        answer.send(()).unwrap();
        assert!(poll!(asking.as_mut()).is_pending(), "the feed has not answered");
        let Some(Task::Ping(answer)) = todo.recv().await else { panic!("the feed is asked") };
        answer.send(()).unwrap();
        assert!(asking.await);
        drop(todo);
        assert!(!both_live(&engine, &tasks).await, "the feed is gone");
    }
}
