//! The judgement: the platforms' ledgers against what the program says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use dakiya::account::{AccountName, SlotName};
use dakiya::delivery::{Guarantee, HeldAt, State};
use dakiya::journal::chain::{Head, verify};
use dakiya::journal::{Brief, Journal as _, MemoryJournal, Record};
use dakiya::platform::mock::Public;
use dakiya::post::{PostId, When};

use super::text::marks;
use super::world::{World, slots};

impl World {
    /// Judges the day.
    pub(crate) async fn judge(&self) {
        for account in &self.accounts {
            self.nothing_came_twice(&account.name);
        }
        let records = records(&self.disk.journal()).await;
        for record in &records {
            self.judge_delivery(record);
        }
        self.every_firing_served_once(&records);
        self.nothing_is_silent().await;
        self.the_chain_holds().await;
    }

    fn nothing_came_twice(&self, account: &AccountName) {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for mark in self.ledger(account).iter().flat_map(|public| marks(&public.text)) {
            *seen.entry(mark).or_default() += 1;
        }
        let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
        if !twice.is_empty() {
            self.watch.wrong(format!("{account} shows more than once: {twice:?}"));
        }
    }

    fn judge_delivery(&self, record: &Record) {
        let (delivery, account) = (&record.brief.delivery, &record.brief.account);
        let wrong = |what: String| {
            let name = &record.brief.name;
            self.watch.wrong(format!("delivery {} ({name} to {account}): {what}", delivery.id));
        };
        if !delivery.state.is_end() {
            wrong(format!("still {:?} in the end", delivery.state));
        }
        let late = self.late(account);
        let mut last = None;
        for (part, one) in record.parts.iter().enumerate() {
            let wanted = marks(&one.part.text);
            let shown: Vec<Public> = self.ledger(account);
            let shown = shown.iter().position(|public| marks(&public.text) == wanted);
            match (&one.receipt, shown) {
                (Some(_), None) => wrong(format!("part {part} has a receipt but was never seen")),
                (None, Some(_)) if late.is_disjoint(&wanted) => {
                    wrong(format!("part {part} was seen but the end is {:?}", delivery.state));
                }
                (None, None) if delivery.state == State::Published => {
                    wrong(format!("published, but part {part} has no receipt"));
                }
                (Some(_), place) if place < last => wrong(format!("part {part} came too early")),
                (_, place) => last = place.max(last),
            }
        }
        if delivery.state == State::Published && record.parts.is_empty() {
            wrong("published without any part".to_owned());
        }
        self.judge_attempts(record, &wrong);
    }

    fn judge_attempts(&self, record: &Record, wrong: &dyn Fn(String)) {
        let (account, expires) = (&record.brief.account, record.brief.expires);
        for attempt in &record.attempts {
            let at = attempt.opened;
            if expires.is_some_and(|expires| expires <= at) {
                wrong(format!("sent at {at}, after it had expired"));
            }
            let barred = self.windows.iter().any(|window| {
                let for_it = window.accounts.is_empty() || window.accounts.contains(account);
                for_it && window.from <= at && at < window.until
            });
            if barred {
                wrong(format!("sent at {at}, inside a blackout window"));
            }
            if attempt.ended.is_none() {
                wrong(format!("attempt {} is still open", attempt.number));
            }
        }
    }

    fn late(&self, account: &AccountName) -> BTreeSet<String> {
        let account = self.accounts.iter().find(|one| one.name == *account).unwrap();
        account.network.late()
    }

    fn every_firing_served_once(&self, records: &[Record]) {
        let mut seen = BTreeSet::new();
        for record in records {
            let queued = matches!(record.brief.when, When::NextSlot | When::Slot(_));
            let published = record.brief.delivery.state == State::Published;
            let firing = (record.brief.account.clone(), wall_time(&record.brief));
            if queued && published && !seen.insert(firing.clone()) {
                self.watch.wrong(format!("two posts took one firing: {firing:?}"));
            }
        }
    }

    /// Whatever waits for a person has told one.
    pub(crate) async fn nothing_is_silent(&self) {
        let journal = self.disk.journal();
        let told = journal.notices().await.unwrap();
        let told: BTreeSet<_> = told.iter().filter_map(|row| row.notice.delivery).collect();
        for record in records(&journal).await {
            let delivery = &record.brief.delivery;
            let must_tell = match &delivery.state {
                // The person who has it was told; others hear once they took too long.
                State::Held { at: HeldAt::Handed(handed), .. } => handed.reported,
                State::Held { .. } | State::Expired(_) | State::Missed(_) => true,
                State::Failed(end) => end.why.id != "abandoned-by-person",
                State::Uncertain(_) => self.promise(&record.brief.account) >= Guarantee::C,
                _ => false,
            };
            if must_tell && !told.contains(&delivery.id) {
                let state = &delivery.state;
                self.watch.wrong(format!("delivery {}: nobody was told: {state:?}", delivery.id));
            }
        }
    }

    fn promise(&self, account: &AccountName) -> Guarantee {
        self.accounts.iter().find(|one| one.name == *account).unwrap().promise
    }

    async fn the_chain_holds(&self) {
        let outcomes = self.disk.journal().outcomes(0, 100_000).await.unwrap();
        if let Err(broken) = verify(Head::EMPTY, &outcomes) {
            self.watch.wrong(format!("the outcomes' chain: {broken}"));
        }
    }
}

/// When the post was to go out, as the wall clocks of its slot show it; an hour that comes twice
/// is one there.
fn wall_time(brief: &Brief) -> Option<(Option<SlotName>, NaiveDateTime)> {
    let name = brief.slot.as_ref().map(|firing| firing.slot.clone());
    let slot = slots(None).into_iter().find(|slot| Some(&slot.name) == name.as_ref());
    let due = brief.due?;
    Some((name, slot.map_or(due.naive_utc(), |slot| slot.zone.local(due).naive_local())))
}

async fn records(journal: &MemoryJournal) -> Vec<Record> {
    let mut records = Vec::new();
    for post in 1.. {
        let briefs = journal.deliveries_of(PostId(post)).await.unwrap();
        if briefs.is_empty() {
            break;
        }
        for brief in briefs {
            records.extend(journal.delivery(brief.delivery.id).await.unwrap());
        }
    }
    records
}
