//! The network between one account and its imitation, with everything that goes wrong on it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use dakiya::http::{Answer, Cause, Kind, Lost, Method, NotSent, Request, Transport};
use dakiya::platform::mock::{Direct, Mischief, Reply, Stage, Trick, Which};
use tokio::sync::oneshot;

use super::clock::pass;
use super::death::{Death, Step};
use super::dice::Dice;
use super::text::marks;
use super::watch::Watch;

/// When the program gives up waiting for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What lands later than this may come after its answer was given up for good.
const SETTLED: Duration = Duration::from_secs(115);

/// One account's network. It outlives the processes of the program.
#[derive(Debug, Clone)]
pub(crate) struct Network(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    stage: Stage,
    dice: Dice,
    /// How long a lost request may still be under way.
    latest: Duration,
    renews: bool,
    /// Whether any answer of success counts, so that nobody can tell a false one.
    believes: bool,
    calm: AtomicBool,
    late: Mutex<BTreeSet<String>>,
}

/// What the network makes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Fine,
    Slow,
    Refused,
    Cut,
    AppliedThenCut,
    LandsLater,
    Broken(u16),
    AppliedThenBroken(u16),
    Garbage,
    AppliedThenGarbage,
    Limited(Duration),
    SessionEnds,
}

/// The way of one process to the network.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) network: Network,
    pub(crate) death: Death,
    pub(crate) watch: Watch,
    pub(crate) account: String,
    pub(crate) process: u64,
}

impl Network {
    /// The network to `stage`; lost requests land within `latest`.
    pub(crate) fn new(stage: Stage, dice: Dice, latest: Duration, kind: &str) -> Self {
        let (renews, believes) = (kind == "bluesky", kind == "webhook");
        let (calm, late) = (AtomicBool::new(false), Mutex::default());
        Self(Arc::new(Inner { stage, dice, latest, renews, believes, calm, late }))
    }

    pub(crate) fn stage(&self) -> &Stage {
        &self.0.stage
    }

    /// From now on nothing goes wrong.
    pub(crate) fn calm_down(&self) {
        self.0.calm.store(true, Ordering::Relaxed);
    }

    /// The marks of texts that landed after their answers had been given up.
    pub(crate) fn late(&self) -> BTreeSet<String> {
        self.0.late.lock().unwrap().clone()
    }

    fn fate(&self, visible: bool) -> Fate {
        let dice = &self.0.dice;
        let trouble = if visible { 35 } else { 10 };
        if self.0.calm.load(Ordering::Relaxed) || !dice.chance(trouble) {
            return Fate::Fine;
        }
        let status = *dice.pick(&[500, 502, 503, 504, 408]);
        match dice.number(0..13) {
            0 => Fate::Slow,
            1 | 2 => Fate::Refused,
            3 => Fate::Cut,
            4 | 5 => Fate::AppliedThenCut,
            6 | 7 => Fate::LandsLater,
            8 => Fate::Broken(status),
            9 => Fate::AppliedThenBroken(status),
            10 if !self.0.believes => Fate::Garbage,
            11 if !self.0.believes => Fate::AppliedThenGarbage,
            _ if self.0.renews && dice.chance(40) => Fate::SessionEnds,
            _ => Fate::Limited(dice.seconds(1..600)),
        }
    }

    /// The request on its way, whether or not anybody still waits for its answer.
    async fn carry(&self, kind: Kind, request: Request, fate: Fate) -> Result<Answer, Lost> {
        let dice = &self.0.dice;
        let there = match fate {
            Fate::Slow => dice.millis(5_000..90_000),
            Fate::LandsLater => dice.seconds(1..self.0.latest.as_secs()),
            _ => dice.millis(5..800),
        };
        pass(there).await;
        let answer = self.arrive(kind, request, fate.clone()).await;
        if fate == Fate::LandsLater && there > SETTLED {
            self.note_late();
        }
        pass(dice.millis(5..300)).await;
        answer
    }

    fn note_late(&self) {
        let seen = self.0.stage.seen();
        let body = seen.last().map(|(asked, _)| String::from_utf8_lossy(&asked.body).into_owned());
        self.0.late.lock().unwrap().extend(marks(&body.unwrap_or_default()));
    }

    async fn arrive(&self, kind: Kind, request: Request, fate: Fate) -> Result<Answer, Lost> {
        let direct = Direct::to(self.0.stage.clone());
        let applied = async || direct.send(kind, request).await;
        match fate {
            Fate::Fine | Fate::Slow => applied().await,
            Fate::Refused => {
                Err(Lost::NotSent { why: NotSent::Refused, detail: "refused".to_owned() })
            }
            Fate::Cut => Err(cut(Cause::Reset)),
            Fate::AppliedThenCut | Fate::LandsLater => {
                applied().await.ok();
                Err(cut(Cause::Reset))
            }
            Fate::Broken(status) => Ok(page(status)),
            Fate::AppliedThenBroken(status) => {
                applied().await.ok();
                Ok(page(status))
            }
            Fate::Garbage => Ok(page(200)),
            Fate::AppliedThenGarbage => {
                applied().await.ok();
                Ok(page(200))
            }
            Fate::Limited(wait) => {
                self.trick(Trick::RateLimit(wait));
                applied().await
            }
            Fate::SessionEnds => {
                self.trick(Trick::EndSession);
                applied().await
            }
        }
    }

    fn trick(&self, trick: Trick) {
        self.0.stage.order(Mischief { which: Which::All, trick, times: 1 });
    }
}

#[async_trait]
impl Transport for Way {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        let step = self.death.step();
        if step == Step::DieBefore {
            return std::future::pending().await;
        }
        // A question on the way of visible requests only opens their connection.
        let visible = kind != Kind::Invisible && request.method() != Method::GET;
        let fate = self.network.fate(visible);
        let what = || format!("{} {} {fate:?}", self.account, request.label());
        self.watch.request(self.process, visible, what);
        let answer = self.leave(kind, request, fate);
        if step == Step::DieAfter {
            return std::future::pending().await;
        }
        tokio::select! {
            answer = answer => answer.unwrap_or_else(|_| Err(cut(Cause::Reset))),
            () = pass(PATIENCE) => Err(cut(Cause::Timeout)),
        }
    }
}

impl Way {
    fn leave(
        &self,
        kind: Kind,
        request: Request,
        fate: Fate,
    ) -> oneshot::Receiver<Result<Answer, Lost>> {
        let (reply, answer) = oneshot::channel();
        let network = self.network.clone();
        // A request that has left arrives, whatever becomes of the process.
        let cut_at_once = fate == Fate::LandsLater;
        let early = self.network.0.dice.millis(100..20_000);
        tokio::spawn(async move {
            if cut_at_once {
                tokio::spawn(async move { network.carry(kind, request, fate).await });
                pass(early).await;
                reply.send(Err(cut(Cause::Reset))).ok();
            } else {
                reply.send(network.carry(kind, request, fate).await).ok();
            }
        });
        answer
    }
}

fn cut(why: Cause) -> Lost {
    Lost::Uncertain { why, detail: "the connection was cut".to_owned() }
}

fn page(status: u16) -> Answer {
    let reply = Reply::html(status, "<h1>प्रवेश द्वार</h1>");
    Answer::of(reply.status, &reply.headers, reply.body)
}
