//! A simulated organisation and one day of it, made from a seed.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Duration;

use dakiya::account::AccountName;
use dakiya::clock::{Clock as _, Instant};
use dakiya::delivery::DeliveryId;
use dakiya::journal::Journal as _;
use dakiya::platform::mock::Public;
use dakiya::policy::Window;
use dakiya::post::When;
use dakiya::publish::{Input, Inputs};
use dakiya::schedule::{CronLine, Slot, Zone};

use super::accounts::{Account, some};
use super::clock::{WorldClock, pass};
use super::dice::Dice;
use super::disk::Disk;
use super::folder::{DAY, Paper, Wish};
use super::people::Action;
use super::planted::Bug;
use super::process::{End, Office};
use super::promises::Promises;
use super::watch::{Tracing, Watch};

/// How many crashes every day has at least.
const CRASHES: u32 = 3;

/// How long the world is given to come to rest after its day.
const REST: Duration = Duration::from_secs(96 * 60 * 60);

/// How large a day is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) accounts: usize,
    pub(crate) posts: usize,
}

/// Everything of one seed.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) clock: WorldClock,
    pub(crate) watch: Watch,
    pub(crate) disk: Disk,
    pub(crate) accounts: Vec<Account>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) windows: Vec<Window>,
    pub(crate) script: VecDeque<(Duration, Action)>,
    pub(crate) blobs: PathBuf,
    pub(crate) bug: Option<Bug>,
    pub(crate) processes: u64,
    /// Processes that were replaced but do not know it.
    pub(crate) left_behind: Vec<Inputs>,
    /// Since when a question to a person has been seen.
    pub(crate) asked: BTreeMap<DeliveryId, Duration>,
    /// Since when a lost answer has been looked for.
    pub(crate) uncertain: BTreeMap<DeliveryId, Duration>,
    pub(crate) is_calm: bool,
    pub(crate) crashes: u32,
    /// Whether the machine starts again at times when the program died.
    pub(crate) reboots: bool,
}

impl World {
    pub(crate) fn new(
        seed: u64,
        size: Size,
        bug: Option<Bug>,
        blobs: &Path,
        tracing: Tracing,
    ) -> Self {
        let dice = Dice::new(seed);
        // 2026-11-01 05:30 in India; in New York a night with an hour that comes twice.
        let start = dakiya::clock::from_micros(1_793_491_200_000_000);
        let clock = WorldClock::starting_at(start);
        // Nobody can tell how long ago a request was sent when the clock is set and the machine
        // starts again before that is written; so who posts again after a time is spared both.
        let (clock_is_set, reboots) = (dice.chance(60), dice.chance(40));
        let accounts = some(size.accounts, !(clock_is_set && reboots), &dice, &clock, bug);
        let papers: Vec<_> =
            (0..size.posts).map(|n| Paper::random(n, &dice, &accounts, start)).collect();
        let named = papers.iter().filter(|paper| paper.content.when != When::Now);
        let promises = Promises::about(named.map(|paper| paper.name.clone()).collect());
        let script = script(&dice, size.posts, clock_is_set);
        Self {
            watch: Watch::over(promises, clock.clone(), tracing),
            disk: Disk::new(bug),
            windows: windows(&dice, &accounts, start),
            blobs: blobs.to_owned(),
            processes: 0,
            left_behind: Vec::new(),
            asked: BTreeMap::new(),
            uncertain: BTreeMap::new(),
            is_calm: false,
            crashes: 0,
            reboots,
            dice,
            clock,
            accounts,
            papers,
            script,
            bug,
        }
    }

    /// Lives the day, lets everything come to rest, and judges it.
    pub(crate) async fn live(&mut self) -> Vec<String> {
        while self.clock.elapsed() < DAY || self.crashes < CRASHES {
            let steps = self.dice.chance(60).then(|| self.dice.number(3..400));
            let limit = self.dice.seconds(600..6 * 3600);
            let end = self.process(steps, Some(limit)).await;
            self.after(end).await;
        }
        self.calm_down().await;
        let end = self.process(None, None).await;
        if end != End::Ended {
            self.watch.wrong("the last process did not come to its end".to_owned());
        }
        self.judge().await;
        self.watch.wrongs()
    }

    async fn after(&mut self, end: End) {
        self.watch.note(|| format!("process {} is over: {end:?}", self.processes));
        if end == End::Died {
            self.crashes += 1;
            for inputs in self.left_behind.drain(..) {
                inputs.tell(Input::Abort);
            }
            self.disk.crash();
        } else {
            self.disk.journal().hold_back(false);
        }
        if end != End::Ended {
            self.watch.promises(|promises, _| promises.forget_rests());
        }
        if end == End::Died && self.reboots && self.dice.chance(40) {
            self.watch.note(|| "the machine starts again".to_owned());
            self.clock.reboot();
        }
        pass(self.dice.seconds(1..*self.dice.pick(&[10, 60, 7200]))).await;
    }

    /// From now on nothing goes wrong any more, and people see to everything.
    async fn calm_down(&mut self) {
        self.watch.note(|| "calm".to_owned());
        self.is_calm = true;
        self.accounts.iter().for_each(|account| account.network.calm_down());
        self.disk.journal().fail_next(0);
        self.watch.stop(false);
        self.disk.journal().set_stop(None, self.clock.now()).await.unwrap();
        self.watch.clock_is_set();
        self.clock.set(self.clock.truth() - self.clock.now());
        self.script.retain(|(_, action)| matches!(action, Action::Drop(_)));
    }

    /// Lets the world go on until nothing is open any more.
    pub(crate) async fn until_quiet(&mut self, office: &Office) {
        let end = self.clock.elapsed() + REST;
        while self.clock.elapsed() < end {
            pass(Duration::from_secs(1200)).await;
            self.round(office).await;
            if self.disk.journal().open_deliveries().await.unwrap().is_empty() {
                return;
            }
        }
    }

    /// What followers of `account` saw.
    pub(crate) fn ledger(&self, account: &AccountName) -> Vec<Public> {
        let account = self.accounts.iter().find(|one| one.name == *account).unwrap();
        account.network.stage().ledger()
    }
}

/// The slots; with a bug those that come to the same as the bug.
pub(crate) fn slots(bug: Option<Bug>) -> Vec<Slot> {
    let slot = |name: &str, line: &str, zone: &str| Slot {
        name: name.parse().unwrap(),
        line: CronLine::parse(line).unwrap(),
        zone: Zone::parse(zone).unwrap(),
        places: 1,
        accounts: Vec::new(),
    };
    let (even, odd) = ("20 */2 * * *", "50 1-23/2 * * *");
    let night = match bug {
        Some(Bug::HourTwice) => slot("night", "40 5,6 * * *", "Etc/UTC"),
        _ => slot("night", "40 1 * * *", "America/New_York"),
    };
    vec![slot("even", even, "Asia/Kolkata"), slot("odd", odd, "Asia/Kolkata"), night]
}

/// A blackout in the afternoon, for all accounts or for one.
fn windows(dice: &Dice, accounts: &[Account], start: Instant) -> Vec<Window> {
    if dice.chance(50) {
        return Vec::new();
    }
    let from = start + chrono::Duration::from_std(dice.seconds(0..60_000)).unwrap();
    let until = from + chrono::Duration::from_std(dice.seconds(600..20_000)).unwrap();
    let one = dice.chance(50).then(|| dice.pick(accounts).name.clone());
    vec![Window {
        from, until, accounts: one.into_iter().collect(), reason: "मौन अवधि".into()
    }]
}

fn script(dice: &Dice, posts: usize, clock_is_set: bool) -> VecDeque<(Duration, Action)> {
    let mut script: Vec<_> = Vec::new();
    let day = |last: u64| dice.seconds(1..last);
    for post in 0..posts {
        let at = day(70_000);
        script.push((at, Action::Drop(post)));
        if dice.chance(20) {
            let wish = *dice.pick(&[Wish::Gone, Wish::Changed]);
            script.push((at + dice.seconds(1..7200), Action::Wish(post, wish)));
        }
    }
    for _ in 0..dice.number(0..3) {
        let at = day(70_000);
        script.push((at, Action::Stop(true)));
        script.push((at + dice.seconds(60..10_000), Action::Stop(false)));
    }
    for _ in 0..if clock_is_set { dice.number(1..4) } else { 0 } {
        let most = *dice.pick(&[60, 3_600, 86_400, 3 * 86_400]);
        let seconds = i64::try_from(dice.number(1..most)).unwrap();
        script.push((day(80_000), Action::SetClock(*dice.pick(&[seconds, -seconds]))));
    }
    for _ in 0..dice.number(0..2) {
        script.push((day(80_000), Action::Suspend(dice.number(60..15_000))));
    }
    for _ in 0..dice.number(0..4) {
        let writes = u32::try_from(dice.number(1..6)).unwrap();
        script.push((day(80_000), Action::FullDisk(writes)));
    }
    for _ in 0..dice.number(0..3) {
        script.push((day(80_000), Action::Cancel));
    }
    let rounds = (1..24).map(|hour| (Duration::from_secs(hour * 3600), Action::Round));
    script.extend(rounds);
    script.sort_by_key(|(at, _)| *at);
    script.into()
}
