//! What people and the machine do to the program in the course of the day.

use std::time::Duration;

use dakiya::clock::Clock as _;
use dakiya::delivery::{DeliveryId, HeldAt, State};
use dakiya::journal::{Admitted, Brief, Change, Journal as _, JournalError, Order, PostStatus};
use dakiya::publish::{Input, Inputs, Withdrawn};
use dakiya::verdict::Reason;

use super::clock::pass;
use super::folder::Wish;
use super::process::Office;
use super::promises::Promises;
use super::text::marks;
use super::world::World;

/// How long a person waits before looking whether a lost part is there after all.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// One thing that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// A file is dropped into the folder.
    Drop(usize),
    /// A file is deleted or changed.
    Wish(usize, Wish),
    /// Everything is stopped, or let go on.
    Stop(bool),
    /// Somebody sets the wall clock, so that it is so many seconds ahead.
    SetClock(i64),
    /// The machine sleeps for so many seconds.
    Suspend(u64),
    /// The next writes meet a full disk.
    FullDisk(u32),
    /// A random delivery is cancelled.
    Cancel,
    /// A person looks at everything that waits for one.
    Round,
}

impl World {
    /// Does what is to be done next, in the process of `office`, until nothing is left.
    pub(crate) async fn people(&mut self, office: &Office) {
        while let Some((at, action)) = self.script.front().copied() {
            if let Some(wait) = at.checked_sub(self.clock.elapsed()) {
                pass(wait).await;
            }
            self.watch.note(|| format!("{action:?}"));
            self.act(office, action).await;
            self.script.pop_front();
        }
    }

    async fn act(&mut self, office: &Office, action: Action) {
        match action {
            Action::Drop(paper) => {
                self.papers[paper].there = true;
                self.take(office, paper).await;
            }
            Action::Wish(paper, wish) => {
                if self.papers[paper].post.is_some() && self.papers[paper].wish.is_none() {
                    self.papers[paper].wish = Some(wish);
                    self.fulfil(office, paper).await;
                }
            }
            Action::Stop(stop) => self.stop(office, stop).await,
            Action::SetClock(seconds) => {
                self.watch.clock_is_set();
                let wanted = self.clock.truth() + chrono::Duration::seconds(seconds);
                self.clock.set(wanted - self.clock.now());
            }
            Action::Suspend(seconds) => {
                let sleep = Duration::from_secs(seconds);
                // Said first: who wakes up sooner than this task is heard sooner.
                let note = |promises: &mut Promises, now| {
                    promises.nothing_could_be_done_until(now + sleep);
                };
                self.watch.promises(note);
                tokio::time::advance(sleep).await;
            }
            Action::FullDisk(writes) => self.disk.journal().fail_next(writes),
            Action::Cancel => self.cancel(office).await,
            Action::Round => self.round(office).await,
        }
    }

    /// Takes a post in, again and again while the disk is full.
    pub(crate) async fn take(&mut self, office: &Office, paper: usize) {
        loop {
            let taken = self.papers[paper].taken(self.clock.reading());
            match office.journal.take(office.epoch, taken).await {
                Ok(Admitted { post, .. }) => {
                    self.papers[paper].post = Some(post);
                    office.inputs.tell(Input::Taken { posts: vec![post] });
                    return;
                }
                Err(JournalError::Disk(_)) => pass(Duration::from_secs(5)).await,
                Err(_) => return,
            }
        }
    }

    /// Tries to take a post back, and takes its next revision in.
    pub(crate) async fn fulfil(&mut self, office: &Office, paper: usize) {
        let (Some(post), Some(wish)) = (self.papers[paper].post, self.papers[paper].wish) else {
            return;
        };
        for _ in 0..20 {
            match office.inputs.withdraw(post, Reason::new("file-deleted")).await {
                Withdrawn::Busy => pass(Duration::from_secs(3)).await,
                Withdrawn::TooLate { .. } => {
                    self.papers[paper].wish = None;
                    return;
                }
                Withdrawn::Done => {
                    let status = match wish {
                        Wish::Gone => PostStatus::Withdrawn,
                        Wish::Changed => PostStatus::Superseded,
                    };
                    let change = Change::Post { post, status };
                    if office.journal.commit(office.epoch, vec![change]).await.is_err() {
                        continue;
                    }
                    self.papers[paper].wish = None;
                    self.nothing_more_is_owed(post).await;
                    self.papers[paper].there = wish == Wish::Changed;
                    if wish == Wish::Changed {
                        let next = std::mem::take(&mut self.papers[paper].next);
                        self.papers[paper].content.text = next;
                        self.take(office, paper).await;
                    }
                    return;
                }
            }
        }
    }

    async fn stop(&self, office: &Office, stop: bool) {
        let reason = stop.then(|| Reason::new("stopped-by-person"));
        let now = self.clock.now();
        if !stop {
            self.watch.stop(false);
        }
        // Another process sets it; the daemon hears of it some seconds later.
        if self.disk.journal().set_stop(reason, now).await.is_ok() && stop {
            self.watch.stop(true);
        }
        self.disk.journal().sync();
        let (inputs, late) = (office.inputs.clone(), self.dice.millis(0..8_000));
        tokio::spawn(async move {
            pass(late).await;
            inputs.tell(Input::Orders);
        });
    }

    async fn cancel(&self, office: &Office) {
        let open = self.disk.journal().open_deliveries().await.unwrap();
        if !open.is_empty() {
            let delivery = self.dice.pick(&open).delivery.id;
            self.order(&office.inputs, Order::Cancel { delivery }).await;
        }
    }

    /// Leaves an order in the journal; the daemon may hear of it more than once.
    async fn order(&self, inputs: &Inputs, order: Order) {
        self.watch.note(|| format!("{order:?}"));
        let journal = self.disk.journal();
        let given = journal.give_order(order, self.clock.now());
        journal.sync();
        if given.await.is_ok() {
            for _ in 0..self.dice.number(1..4) {
                inputs.tell(Input::Orders);
            }
        }
    }

    /// A person sees to everything that waits for one.
    pub(crate) async fn round(&mut self, office: &Office) {
        self.nothing_is_silent().await;
        self.nothing_is_forgotten().await;
        for paper in 0..self.papers.len() {
            self.fulfil(office, paper).await;
        }
        let journal = self.disk.journal();
        for account in journal.accounts().await.unwrap() {
            if account.paused.is_some() {
                self.order(&office.inputs, Order::Resume { account: account.name }).await;
            }
        }
        for brief in journal.open_deliveries().await.unwrap() {
            if let State::Held { at, .. } = brief.delivery.state {
                self.answer(office, &brief, at).await;
            } else {
                self.asked.remove(&brief.delivery.id);
            }
        }
    }

    async fn answer(&mut self, office: &Office, brief: &Brief, at: HeldAt) {
        let delivery = brief.delivery.id;
        let now = self.clock.elapsed();
        let since = *self.asked.entry(delivery).or_insert(now);
        let waiting = self.disk.journal().orders().await.unwrap();
        if since + PATIENCE > now || !waiting.is_empty() {
            return;
        }
        self.asked.remove(&delivery);
        let order = match at {
            HeldAt::Doubt => self.truth(brief).await,
            // The person who has it says so by themselves.
            HeldAt::Handed(_) => return,
            HeldAt::Part if self.dice.chance(30) => Order::Abandon { delivery },
            HeldAt::Part => Order::Release { delivery },
            HeldAt::Start => match self.dice.number(0..4) {
                0 => Order::Cancel { delivery },
                1 => Order::PostAgain { delivery },
                _ => Order::Release { delivery },
            },
        };
        self.order(&office.inputs, order).await;
    }

    /// The answer of a person who looked.
    async fn truth(&self, brief: &Brief) -> Order {
        let delivery = brief.delivery.id;
        if self.is_there(delivery).await {
            return Order::ItIsThere { delivery, url: Some("https://example.org/1".into()) };
        }
        match self.dice.chance(75) {
            true => Order::PostAgain { delivery },
            false => Order::Abandon { delivery },
        }
    }

    async fn is_there(&self, delivery: DeliveryId) -> bool {
        let record = self.disk.journal().delivery(delivery).await.unwrap().unwrap();
        let part = &record.parts[usize::from(record.brief.delivery.part)];
        let marks = marks(&part.part.text);
        let ledger = self.ledger(&record.brief.account);
        ledger.iter().any(|public| super::text::marks(&public.text) == marks)
    }
}
