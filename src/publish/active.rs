//! A delivery that is being worked on, with everything known of it in memory.

use std::time::Duration;

use crate::account::Rules;
use crate::blobs::Digest;
use crate::clock::{Instant, Noted, Reading};
use crate::delivery::{
    Action, Context, Delivery, Event, Evidence, HeldAt, Illegal, ON_TIME, Receipt, State, Step,
    gives_up_at, step,
};
use crate::event::Outcome;
use crate::journal::{Brief, Change, PartRecord, Record, Version, notice};
use crate::platform::{Job, Platform};
use crate::post::{Media, Part, Post};
use crate::verdict::Reason;

use super::work::Effect;

/// How long before its time the invisible work of a text begins.
const LEAD_TEXT: Duration = Duration::from_secs(60);

/// A delivery under way. Whoever holds it is the only one to change it.
#[derive(Debug, Clone)]
pub struct Active {
    /// The delivery and its plan.
    pub brief: Brief,
    /// Its parts, once it was composed.
    pub parts: Vec<PartRecord>,
    /// Its post.
    pub post: Post,
    revision: Digest,
    /// When it was to go out by the plan, noted when it is sent.
    expected: Option<Instant>,
}

/// What has to be written and done because of a step.
#[derive(Debug, Default)]
pub(super) struct Consequences {
    pub(super) changes: Vec<Change>,
    pub(super) effects: Vec<Effect>,
}

impl Active {
    /// The delivery of `record`, whose post is `post`.
    #[must_use]
    pub fn new(record: Record, post: Post) -> Self {
        let mut record = record;
        // What was never begun has no end of its own yet, but its post may.
        let delivery = &mut record.brief.delivery;
        delivery.give_up = delivery.give_up.or(record.brief.expires);
        let revision = post.content.revision();
        Self { brief: record.brief, parts: record.parts, post, revision, expected: None }
    }

    /// The revision of its post.
    #[must_use]
    pub fn revision(&self) -> &Digest {
        &self.revision
    }

    /// As how many messages `platform` counts the part that is under way.
    pub(super) fn messages(&self, platform: &dyn Platform) -> usize {
        let part = self.parts.get(usize::from(self.delivery().part));
        part.map_or(1, |one| platform.messages(one.part.media.len()))
    }

    /// The delivery.
    #[must_use]
    pub fn delivery(&self) -> &Delivery {
        &self.brief.delivery
    }

    /// The same on the wall clock of `now`, which people may have set since it was noted.
    pub(super) fn aligned(mut self, now: &Reading) -> Self {
        self.brief = self.brief.aligned(now);
        for expires in self.parts.iter_mut().filter_map(|part| part.expires.as_mut()) {
            *expires = Noted { at: expires.on(now), under: *now };
        }
        self
    }

    /// What is to be written where the clock was set, so that the next boot knows of it, too.
    pub(super) fn noted(&self) -> Option<Change> {
        let (delivery, version) = (self.delivery(), self.brief.version);
        delivery.noted.is_some().then(|| Change::Move { delivery: delivery.clone(), version })
    }

    /// Its time; a delivery that is worked on without one is due at once.
    #[must_use]
    pub fn due(&self) -> Instant {
        self.brief.due.unwrap_or(self.brief.taken)
    }

    /// When what was prepared for the part under way becomes too old.
    #[must_use]
    pub fn prepared_until(&self) -> Option<Instant> {
        self.parts.get(usize::from(self.delivery().part))?.expires.map(|expires| expires.at)
    }

    /// It is sent, and by the plan was to go out at `instant`: at its time, or after the gap that
    /// the people asked for. Only what comes later than that is news.
    pub(super) fn was_expected(&mut self, instant: Instant) {
        self.expected.get_or_insert(instant);
    }

    /// How long before its time the invisible work begins.
    #[must_use]
    pub fn lead(&self, rules: &Rules) -> Duration {
        let media = self.post.content.all_media();
        let (mut any, mut video) = (false, false);
        for medium in media {
            any = true;
            video |= medium.kind.is_video();
        }
        match (any, video) {
            (_, true) => rules.lead_video,
            (true, false) => rules.lead_image,
            (false, false) => LEAD_TEXT,
        }
    }

    /// When is looked next whether the person who has it has published it.
    pub(super) fn next_look(&self) -> Option<Instant> {
        match &self.delivery().state {
            State::Held { at: HeldAt::Handed(handed), .. } => Some(handed.next_look),
            _ => None,
        }
    }

    /// The part under way, if the delivery was composed.
    #[must_use]
    pub fn part(&self) -> Option<&Part> {
        self.parts.get(usize::from(self.delivery().part)).map(|record| &record.part)
    }

    /// Whether the part under way has a film; where it was not composed yet, whether its post has.
    #[must_use]
    pub fn has_film(&self) -> bool {
        let is_film = |medium: &Media| medium.kind.is_video();
        match self.part() {
            Some(part) => part.media.iter().any(is_film),
            None => self.post.content.all_media().any(is_film),
        }
    }

    /// What the adapter needs for the part under way, if the delivery was composed.
    #[must_use]
    pub fn job<'a>(&'a self, key: &'a str) -> Option<Job<'a>> {
        const NOTHING: &serde_json::Value = &serde_json::Value::Null;
        let index = self.delivery().part;
        let at = usize::from(index);
        let current = self.parts.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.parts.get(before));
        let first = if at > 0 { self.parts.first() } else { None };
        Some(Job {
            part: &current.part,
            index,
            parts: self.delivery().parts,
            key,
            due: self.due(),
            progress: current.progress.as_ref().unwrap_or(NOTHING),
            root: first.and_then(|part| part.receipt.as_ref()),
            parent: before.and_then(|part| part.receipt.as_ref()),
        })
    }

    /// Applies `event` and gathers what has to be written and done. The change of state counts
    /// as written from here on; where writing fails, the holder falls back to what the journal
    /// has.
    pub(super) fn apply(
        &mut self,
        event: Event,
        context: &Context,
    ) -> Result<Consequences, Illegal> {
        let Step { next, actions } = step(self.delivery(), event, context)?;
        let mut consequences = Consequences::default();
        let before = self.brief.delivery.state.clone();
        let first_sent = self.delivery().first_sent;
        if next != self.brief.delivery {
            let version = self.brief.version;
            consequences.changes.push(Change::Move { delivery: next.clone(), version });
            self.brief.version = Version(version.0 + 1);
        }
        self.brief.delivery = next;
        for action in actions {
            if let Action::KeepReceipt { part: 0, receipt } = &action {
                consequences.changes.extend(self.late(receipt, first_sent, context.now()));
            }
            self.consequence(action, &context.clocks, &mut consequences);
        }
        if is_news(&before, &self.brief.delivery.state) {
            consequences.changes.push(Change::Outcome(self.outcome(context.now())));
        }
        Ok(consequences)
    }

    /// What people are told where its first part came more than a minute after it was to go out.
    /// What was found there later went out when it was sent.
    fn late(&self, receipt: &Receipt, first_sent: Option<Instant>, now: Instant) -> Option<Change> {
        let went_out = match receipt.evidence {
            Evidence::Answered => receipt.at,
            Evidence::Repeated | Evidence::ReadBack => first_sent.unwrap_or(receipt.at),
            Evidence::Person => return None,
        };
        let due = self.brief.due?;
        let expected = self.expected.unwrap_or(due);
        (went_out - expected).to_std().ok().filter(|late| *late > ON_TIME)?;
        let late = (went_out - due).to_std().ok()?;
        let reason = Reason::new("published-late")
            .with("due", due.to_rfc3339())
            .with("minutes", late.as_secs() / 60);
        Some(Change::Notice(notice(now, &self.brief.account, self.delivery().id, reason)))
    }

    /// Of several moves that are written together only the last counts.
    pub(super) fn join_moves(&mut self, changes: &mut Vec<Change>) {
        let is_move = |change: &Change| matches!(change, Change::Move { .. });
        let moves = changes.iter().filter(|change| is_move(change)).count();
        let Some(spared) = moves.checked_sub(1).and_then(|spared| i64::try_from(spared).ok())
        else {
            return;
        };
        let mut left = spared;
        changes.retain(|change| {
            let stays = left == 0 || !is_move(change);
            left -= i64::from(!stays);
            stays
        });
        for change in changes {
            if let Change::Move { version, .. } = change {
                version.0 -= spared;
            }
        }
        self.brief.version.0 -= spared;
    }

    fn consequence(&mut self, action: Action, clocks: &Reading, consequences: &mut Consequences) {
        let id = self.delivery().id;
        match action {
            Action::KeepReceipt { part, receipt } => {
                if let Some(record) = self.parts.get_mut(usize::from(part)) {
                    record.receipt = Some(receipt.clone());
                }
                consequences.changes.push(Change::Receipt { delivery: id, part, receipt });
            }
            Action::ForgetPrepared => self.forget_prepared(&mut consequences.changes),
            Action::RefreshSession => consequences.effects.push(Effect::Refresh),
            Action::PauseAccount(why) => consequences.effects.push(Effect::Pause(why)),
            Action::LaneWaits { until } => {
                let until = Noted { at: until, under: *clocks };
                consequences.effects.push(Effect::LaneWaits(until));
            }
            Action::Degrade(why) => consequences.effects.push(Effect::Degrade(why)),
            Action::Tell(why) => {
                let notice = notice(clocks.wall, &self.brief.account, id, why);
                consequences.changes.push(Change::Notice(notice));
            }
        }
    }

    fn forget_prepared(&mut self, changes: &mut Vec<Change>) {
        let part = self.delivery().part;
        if let Some(record) = self.parts.get_mut(usize::from(part)) {
            record.progress = None;
            record.expires = None;
        }
        let delivery = self.delivery().id;
        changes.push(Change::Progress { delivery, part, progress: None, expires: None });
    }

    /// The outcome to be written for the state it is in.
    #[must_use]
    pub fn outcome(&self, at: Instant) -> Outcome {
        let state = &self.delivery().state;
        Outcome {
            at,
            delivery: self.delivery().id,
            post: self.brief.post,
            name: self.brief.name.clone(),
            account: self.brief.account.clone(),
            state: state.name().to_owned(),
            due: self.brief.due,
            why: state.reason().cloned(),
            parts: self.delivery().parts,
            receipts: self.parts.iter().filter_map(|part| part.receipt.clone()).collect(),
        }
    }

    /// What was begun for another time is given up as is usual for its new time `due`.
    pub(super) fn live_on(&mut self, due: Instant, rules: &Rules) -> Option<Change> {
        let give_up = Some(self.gives_up_at(due, rules));
        if self.delivery().give_up == give_up {
            return None;
        }
        let version = self.brief.version;
        self.brief.version = Version(version.0 + 1);
        self.brief.delivery.give_up = give_up;
        Some(Change::Move { delivery: self.delivery().clone(), version })
    }

    /// When it is given up: its own expiry, or some time after it is due.
    #[must_use]
    pub fn gives_up_at(&self, due: Instant, rules: &Rules) -> Instant {
        gives_up_at(due, rules, self.brief.urgent, self.brief.expires)
    }
}

/// Whether a delivery in this state has an outcome that people must see: an end, or a question.
fn is_outcome(state: &State) -> bool {
    state.is_end() || matches!(state, State::Held { .. })
}

/// Whether coming from one state to the other is an outcome of its own: an end or a question is,
/// also the end that answers a question; what it is already is not told again.
fn is_news(before: &State, now: &State) -> bool {
    let answered = now.is_end() && !before.is_end();
    let recalled = *now == State::Recalled && before != now;
    is_outcome(now) && !is_outcome(before) || answered || recalled
}

/// Whether a person has to answer before this delivery can go on.
#[must_use]
pub(super) fn is_question(state: &State) -> bool {
    matches!(state, State::Held { at: HeldAt::Doubt | HeldAt::Part, .. })
}

/// The reason under which a state change that only the journal could explain is told.
#[must_use]
pub(super) fn journal_reason(error: &crate::journal::JournalError) -> Reason {
    let detail = match error {
        crate::journal::JournalError::Disk(fault) => fault.detail.clone(),
        other => other.to_string(),
    };
    Reason::new("journal-failed").with("detail", detail)
}
