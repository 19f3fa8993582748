//! One process of the program: its start, its work, and its end.

use std::sync::Arc;
use std::time::Duration;

use dakiya::clock::Clock as _;
use dakiya::journal::{Epoch, Instance, Journal as _, JournalError};
use dakiya::policy::Policy;
use dakiya::publish::{
    Ended, Engine, EngineError, Input, Inputs, Jitter, KeySecret, LaneFacts, Listener, NoLogins,
    Shared, inputs,
};

use super::accounts::Ground;
use super::clock::{BlindClock, pass};
use super::death::Death;
use super::disk::DiskJournal;
use super::planted::Bug;
use super::world::{World, slots};

/// How long a process that was asked to end is waited for.
const LAST_WAIT: Duration = Duration::from_secs(600);

/// What people need of a running process.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    pub(crate) journal: Arc<DiskJournal>,
    pub(crate) epoch: Epoch,
    pub(crate) inputs: Inputs,
}

/// How a process came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It could not start, or died.
    Died,
    /// It goes on although another will take its place.
    LeftBehind,
    /// It was asked to end and did.
    Ended,
}

impl World {
    /// One process, from its start to its end, which is a sudden one if `steps` or `limit` say
    /// so.
    pub(crate) async fn process(&mut self, steps: Option<u64>, limit: Option<Duration>) -> End {
        self.processes += 1;
        let death = Death::after(steps, self.dice.fork());
        let started = tokio::select! {
            biased;
            () = death.comes() => None,
            started = self.start(&death) => started,
        };
        let Some((engine, office)) = started else { return End::Died };
        let mut running = Box::pin(engine.run());
        let ended = tokio::select! {
            biased;
            () = death.comes() => return End::Died,
            () = pass(limit.unwrap_or(Duration::MAX)) => {
                if !self.dice.chance(20) {
                    return End::Died;
                }
                tokio::spawn(running);
                self.left_behind.push(office.inputs);
                return End::LeftBehind;
            }
            ended = &mut running => ended,
            () = self.day(&office) => {
                office.inputs.tell(Input::Shutdown);
                tokio::select! {
                    biased;
                    () = death.comes() => return End::Died,
                    ended = &mut running => ended,
                    () = pass(LAST_WAIT) => return End::Died,
                }
            }
        };
        tokio::select! {
            biased;
            () = death.comes() => End::Died,
            end = self.ended(&office, ended) => end,
        }
    }

    async fn day(&mut self, office: &Office) {
        self.look_into_folder(office).await;
        self.people(office).await;
        if self.is_calm {
            self.until_quiet(office).await;
        }
    }

    /// What the folder's scanner does after a start.
    async fn look_into_folder(&mut self, office: &Office) {
        for paper in 0..self.papers.len() {
            if self.papers[paper].there {
                self.take(office, paper).await;
            }
        }
        for paper in 0..self.papers.len() {
            self.fulfil(office, paper).await;
        }
    }

    async fn ended(&self, office: &Office, ended: Result<Ended, EngineError>) -> End {
        match ended {
            Ok(_) => {
                office.journal.end(office.epoch, self.clock.now()).await.ok();
                End::Ended
            }
            Err(error) => {
                self.watch.wrong(format!("the engine broke down: {error}"));
                End::Died
            }
        }
    }

    async fn start(&self, death: &Death) -> Option<(Engine, Office)> {
        let slow = self.dice.chance(40).then(|| self.dice.fork());
        let journal = Arc::new(self.disk.open(death.clone(), slow, self.clock.now()));
        let ground = Ground {
            clock: match self.bug {
                Some(Bug::BlindToClock) => Arc::new(BlindClock(self.clock.clone())),
                _ => Arc::new(self.clock.clone()),
            },
            death: death.clone(),
            watch: self.watch.clone(),
            process: self.processes,
            bug: self.bug,
        };
        match self.engine(Arc::clone(&journal), &ground).await {
            Ok((engine, epoch, inputs)) => Some((engine, Office { journal, epoch, inputs })),
            Err(EngineError::Journal(JournalError::Disk(_))) => None,
            Err(error) => {
                self.watch.wrong(format!("the engine cannot start: {error}"));
                None
            }
        }
    }

    async fn engine(
        &self,
        journal: Arc<DiskJournal>,
        ground: &Ground,
    ) -> Result<(Engine, Epoch, Inputs), EngineError> {
        let begun = journal.begin(self.instance()).await?;
        self.watch.begun(ground.process);
        self.promises_that_are_known().await;
        let secret = journal.constant("key-secret", vec![7; 32]).await?;
        let watch = self.watch.clone();
        let shared = Shared {
            clock: Arc::clone(&ground.clock),
            journal,
            epoch: begun.epoch,
            policy: Arc::new(Policy::new(self.windows.clone())),
            slots: slots(self.bug).into(),
            keys: KeySecret::new(secret),
            logins: Arc::new(NoLogins),
            listener: Listener::new(move |what| watch.happening(&what)),
            jitter: Jitter::seeded(self.dice.number(0..u64::MAX)),
        };
        let lane = |account: &super::accounts::Account| LaneFacts {
            name: account.name.clone(),
            rules: account.rules.clone(),
            platform: account.platform(ground, &self.blobs),
        };
        let lanes = self.accounts.iter().map(lane).collect();
        let (inputs, inbox) = inputs();
        let engine = Engine::start(shared, lanes, begun.crashed, inbox).await?;
        inputs.tell(Input::Orders);
        Ok((engine, begun.epoch, inputs))
    }

    fn instance(&self) -> Instance {
        Instance {
            started: self.clock.now(),
            boot_id: self.clock.boot_id(),
            machine_id: "machine".into(),
            pid: 1,
            version: "simulated".into(),
            ended: None,
        }
    }
}
