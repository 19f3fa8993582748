//! The platform: what it does with a request that reaches it.

use super::world::{FORGOTTEN, Known, SETTLE, Setting, Straggler, World, Wrong};
use crate::delivery::Guarantee;

impl World {
    /// The request is applied. `keeps` is whether the platform lives long enough to keep its key.
    pub(super) fn land(
        mut self,
        setting: &Setting,
        part: u8,
        key: u8,
        keeps: bool,
    ) -> Result<Self, Wrong> {
        let known = &mut self.known[usize::from(part)];
        if self.public >> part & 1 == 1 {
            let same = known.key == key && known.age != FORGOTTEN;
            return if same { Ok(self) } else { Err(Wrong::Double) };
        }
        if self.receipts != (1 << part) - 1 {
            return Err(Wrong::OutOfOrder);
        }
        let keyed = setting.guarantee <= Guarantee::B;
        *known = Known { key, age: if keyed && keeps { 0 } else { FORGOTTEN } };
        self.public |= 1 << part;
        Ok(self)
    }

    /// Every way in which a straggler can land now.
    pub(super) fn landings(&self, setting: &Setting) -> Vec<Result<Self, Wrong>> {
        let mut ways = Vec::new();
        for (at, straggler) in self.stragglers.iter().enumerate() {
            let Some(Straggler { part, key, .. }) = *straggler else { continue };
            let mut without = *self;
            without.stragglers[at] = None;
            for keeps in keeps(setting) {
                let landed = without.land(setting, part, key, *keeps);
                ways.push(landed.map(|world| world.tidied(setting)));
            }
        }
        ways
    }

    /// Nobody waits for the request any more, but it may still land.
    pub(super) fn straggling(mut self, setting: &Setting, part: u8, key: u8) -> Self {
        let same = |s: &Straggler| (s.part, s.key) == (part, key);
        // Of two requests under a key that is known for ever the later one can do all that the
        // other can.
        let free = self
            .stragglers
            .iter_mut()
            .find(|place| place.is_none_or(|s| same(&s) && setting.guarantee == Guarantee::A));
        *free.expect("four places are enough") = Some(Straggler { part, key, life: SETTLE });
        self
    }

    /// Whether a look would find the part that is under way.
    pub(super) fn is_found(&self, setting: &Setting) -> bool {
        let part = self.memory.part;
        if setting.by_hand {
            return self.is_there(part, setting);
        }
        let same = self.known[usize::from(part)].key == self.key;
        self.is_public(part) && (same || !setting.staged)
    }
}

/// Whether the platform keeps the key of what it applies: it may die in between (class B), but
/// then it can at least be read.
pub(super) fn keeps(setting: &Setting) -> &'static [bool] {
    match setting.guarantee {
        Guarantee::B if !setting.blind => &[true, false],
        _ => &[true],
    }
}
