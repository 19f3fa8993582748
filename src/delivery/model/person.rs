//! What a person does with a part that they were given, and what is done while they have it.

use super::chances::{By, Chances};
use super::driver::Cue;
use super::sketch::{Place, Sketch};
use super::world::{World, Wrong};

impl Chances<'_> {
    /// They can make it public and say so as soon as they have it, whatever is known of that here;
    /// and blackouts come and go.
    pub(super) fn by_hand(&mut self) {
        let World { public, said, blackout, memory, .. } = self.world;
        if !self.model.setting.by_hand {
            return;
        }
        let part = memory.part;
        if public & !said & 1 << part != 0 {
            let said = said | 1 << part;
            self.add(By::Person, "they publish it", Ok(World { said, ..self.world }));
        }
        if memory.place == Place::Handed {
            let by = if blackout { By::Itself } else { By::Chance };
            let changed = World { blackout: !blackout, ..self.world };
            self.add(by, "a blackout begins or ends", Ok(changed));
        }
    }

    /// The engine looks before it reminds, and neither time nor policy ends what they have.
    pub(super) fn with_a_person(&mut self, delivery: Sketch) {
        self.look(delivery);
        if delivery.look > 0 && delivery.word == 0 {
            self.remind();
        }
        for (what, cue) in [
            ("blackout", Cue::Held),
            ("time is over", Cue::Expired),
            ("left out", Cue::Missed),
            ("cancelled", Cue::Cancelled),
            ("released", Cue::Released),
        ] {
            self.order(what, cue);
        }
        self.give_again();
    }

    fn remind(&mut self) {
        let holds = self.model.rules.blackouts_hold;
        match self.world.blackout {
            false => self.cue(By::Itself, "reminded", Cue::Reminded),
            true if holds => {}
            true => self.wrong.push(("reminded", Wrong::InBlackout)),
        }
    }

    /// Somebody wants them to be given it once more: what they were given before is known.
    fn give_again(&mut self) {
        let part = self.world.memory.part;
        let again = self.model.try_apply(&self.world, Cue::PostAgain);
        let Some(again) = again.transpose() else { return };
        let again = again.map(|world| world.asked_anew(part).tidied(&self.model.setting));
        self.add(By::Person, "post again", again);
    }
}
