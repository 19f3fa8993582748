//! Everything that can happen next.

use super::driver::{Cue, Model};
use super::platform::keeps;
use super::sketch::{GiveUp, Place, Sketch};
use super::world::{DEADLINE, MOST_KEYS, Phase, World, Wrong};
use crate::failure::Class;

/// Who makes it happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The daemon, the platform or time: sooner or later it does.
    Itself,
    /// A crash or policy: it need not.
    Chance,
    /// A person: it may never.
    Person,
}

/// One thing that can happen, and what the world is like then.
pub(super) struct Next {
    pub(super) by: By,
    pub(super) what: &'static str,
    pub(super) world: World,
}

/// What can happen to one world.
pub(super) struct Chances<'a> {
    pub(super) model: &'a mut Model,
    pub(super) world: World,
    pub(super) found: Vec<Next>,
    /// What happens there, and which promise it breaks.
    pub(super) wrong: Vec<(&'static str, Wrong)>,
}

/// Everything that can happen next.
pub(super) fn chances(model: &mut Model, world: World) -> Chances<'_> {
    let mut chances = Chances { model, world, found: Vec::new(), wrong: Vec::new() };
    chances.gather();
    chances
}

impl Chances<'_> {
    fn gather(&mut self) {
        self.platform();
        self.time();
        self.by_hand();
        if self.world.journal.is_end() {
            return;
        }
        match self.world.phase {
            Phase::Down => self.start(),
            Phase::Idle => self.idle(),
            Phase::Armed => self.armed(),
            Phase::Out => self.out(),
            Phase::Applied => self.applied(),
        }
        self.crash();
        self.second_attempt();
    }

    fn platform(&mut self) {
        for landed in self.world.landings(&self.model.setting) {
            self.add(By::Itself, "a late request lands", landed);
        }
    }

    fn time(&mut self) {
        let setting = self.model.setting;
        let out = matches!(self.world.phase, Phase::Armed | Phase::Out | Phase::Applied);
        if !out || self.world.memory.since < DEADLINE {
            self.add(By::Itself, "a tick", Ok(self.world.later(&setting, false)));
        }
        if !out {
            self.add(By::Itself, "a day", Ok(self.world.later(&setting, true)));
        }
        if self.world.memory.give_up == GiveUp::Later {
            self.add(By::Chance, "its end", Ok(self.world.over()));
        }
    }

    /// A start applies the interruption to everything that had not ended.
    fn start(&mut self) {
        let working = matches!(
            self.world.memory.place,
            Place::Preparing | Place::Sending | Place::Uncertain | Place::Handed
        );
        self.cue(By::Itself, "start", Cue::Interrupted { crashed: working });
        self.cue(By::Chance, "start after a stop", Cue::Interrupted { crashed: false });
    }

    fn idle(&mut self) {
        let delivery = self.world.memory;
        match delivery.place {
            Place::Planned => {
                self.cue(By::Itself, "one part", Cue::Begun(1));
                self.cue(By::Itself, "three parts", Cue::Begun(3));
                self.cue(By::Chance, "cannot be composed", Cue::Failed(Class::Rejected));
                self.policy(delivery);
            }
            Place::Preparing => {
                self.cue(By::Itself, "prepared", Cue::Prepared);
                self.cue(By::Chance, "cannot be prepared", Cue::Failed(Class::Rejected));
                self.policy(delivery);
            }
            Place::Ready => self.ready(delivery),
            Place::Uncertain => self.look(delivery),
            Place::HeldStart | Place::HeldPart | Place::HeldDoubt => self.answer(delivery),
            Place::Handed => self.with_a_person(delivery),
            // Sending, and nobody waits for the answer: nothing ever happens again.
            _ => {}
        }
    }

    fn policy(&mut self, delivery: Sketch) {
        self.cue(By::Chance, "blackout", Cue::Held);
        if !delivery.delivery().has_begun_in_public() {
            self.cue(By::Chance, "left out", Cue::Missed);
        }
        self.expiry(delivery);
        self.order("cancelled", Cue::Cancelled);
    }

    fn expiry(&mut self, delivery: Sketch) {
        if delivery.give_up == GiveUp::Now {
            self.cue(By::Itself, "time is over", Cue::Expired);
        }
    }

    fn ready(&mut self, delivery: Sketch) {
        self.policy(delivery);
        if self.world.key < MOST_KEYS {
            self.cue(By::Chance, "what was prepared is too old", Cue::WentStale);
        }
        let armed = self.model.apply(&self.world, Cue::Armed).map(|armed| {
            let sending = armed.memory.place == Place::Sending;
            World { phase: if sending { Phase::Armed } else { Phase::Idle }, ..armed }
        });
        self.add(By::Itself, "intent", armed);
    }

    fn armed(&mut self) {
        self.add(By::Itself, "request", Ok(World { phase: Phase::Out, ..self.world }));
        self.cue(By::Chance, "not sent, own machine failed", Cue::Failed(Class::Local));
        self.cue(By::Chance, "disarmed", Cue::Disarmed);
    }

    fn out(&mut self) {
        let (part, key) = (self.world.memory.part, self.world.key);
        let setting = self.model.setting;
        for keeps in keeps(&setting) {
            let landed = self.world.land(&setting, part, key, *keeps);
            let landed =
                landed.map(|world| World { phase: Phase::Applied, ..world }.tidied(&setting));
            self.add(By::Itself, "the request lands", landed);
        }
        self.cue(By::Itself, "refused", Cue::Failed(Class::Rejected));
        self.cue(By::Itself, "surely not sent", Cue::Failed(Class::NotSent));
        self.cue(By::Itself, "told to wait a day", Cue::ToldToWait);
        if self.world.key < MOST_KEYS {
            self.cue(By::Chance, "what was prepared is gone", Cue::Failed(Class::Stale));
        }
        self.cue(By::Itself, "duplicate", Cue::Failed(Class::Duplicate));
        self.cue(By::Itself, "never arrives, no answer", Cue::Failed(Class::Unknown));
        let late = self.model.apply(&self.world, Cue::Failed(Class::Unknown));
        let late = late.map(|world| world.straggling(&setting, part, key).tidied(&setting));
        self.add(By::Itself, "is under way, no answer", late);
    }

    fn applied(&mut self) {
        self.cue(By::Itself, "answer", Cue::Receipt);
        self.cue(By::Itself, "answer lost", Cue::Failed(Class::Server));
        self.cue(By::Chance, "duplicate of itself", Cue::Failed(Class::Duplicate));
    }

    pub(super) fn look(&mut self, delivery: Sketch) {
        self.person(Cue::ItIsThere, Cue::Abandon);
        if delivery.look > 0 {
            return;
        }
        self.cue(By::Chance, "cannot look", Cue::LookFailed);
        let seen = match (self.model.setting.blind, self.world.is_found(&self.model.setting)) {
            (true, _) => Cue::CannotKnow,
            (false, true) => Cue::Found,
            (false, false) => Cue::Absent,
        };
        self.cue(By::Itself, "looked", seen);
    }

    fn answer(&mut self, delivery: Sketch) {
        if delivery.place == Place::HeldStart {
            self.expiry(delivery);
            self.order("cancelled", Cue::Cancelled);
        }
        self.order("released", Cue::Released);
        self.person(Cue::ItIsThere, Cue::Abandon);
        let part = delivery.part;
        if !self.world.is_public(part) && !self.world.is_awaited(part) {
            self.order("post again", Cue::PostAgain);
        }
    }

    pub(super) fn person(&mut self, there: Cue, abandon: Cue) {
        if self.world.is_there(self.world.memory.part, &self.model.setting) {
            self.order("it is there", there);
        }
        let ended = self.model.try_apply(&self.world, abandon);
        if let Some(ended) = ended.transpose() {
            let ended = ended.map(|world| World { abandoned: true, ..world });
            self.add(By::Person, "abandoned", ended);
        }
    }

    /// The daemon dies. Where a start would find all as it was, that makes no difference.
    fn crash(&mut self) {
        let matters =
            matches!(self.world.memory.place, Place::Preparing | Place::Sending | Place::Handed)
                || self.world.journal != self.world.memory
                || !self.model.rules.journal_survives;
        let down = self.world.phase == Phase::Down;
        if down || !matters {
            return;
        }
        let dead = self.dead();
        self.add(By::Chance, "crash", Ok(dead));
        if self.world.phase == Phase::Out {
            let (part, key) = (self.world.memory.part, self.world.key);
            let setting = self.model.setting;
            let straggling = dead.straggling(&setting, part, key).tidied(&setting);
            self.add(By::Chance, "crash, the request is under way", Ok(straggling));
        }
    }

    fn dead(&self) -> World {
        let mut dead = self.world;
        if !self.model.rules.journal_survives {
            dead.journal = Sketch { give_up: dead.journal.give_up, ..Sketch::planned() };
            dead.receipts = 0;
            dead.key = 0;
        }
        World { phase: Phase::Down, memory: dead.journal, ..dead }
    }

    /// No visible request can be opened but from ready, and least of all while one is open.
    fn second_attempt(&mut self) {
        let delivery = self.world.memory;
        if delivery.place != Place::Ready && self.model.takes(delivery, Cue::Armed) {
            self.wrong.push(("a second intent", Wrong::TwoOpen));
        }
    }

    pub(super) fn cue(&mut self, by: By, what: &'static str, cue: Cue) {
        let next = self.model.apply(&self.world, cue);
        self.add(by, what, next);
    }

    pub(super) fn order(&mut self, what: &'static str, cue: Cue) {
        let next = self.model.try_apply(&self.world, cue);
        if let Some(next) = next.transpose() {
            self.add(By::Person, what, next);
        }
    }

    pub(super) fn add(&mut self, by: By, what: &'static str, next: Result<World, Wrong>) {
        let setting = self.model.setting;
        let next = next.and_then(|world| world.wrong(&setting).map_or(Ok(world), Err));
        match next {
            Ok(world) if world == self.world => {}
            Ok(world) => self.found.push(Next { by, what, world }),
            Err(wrong) => self.wrong.push((what, wrong)),
        }
    }
}
