//! The rules that the model tries: the true ones, and room for bugs to be planted.

use super::sketch::{TICK, clocks};
use super::world::{REMIND, REPORT, SETTLE, Setting, WINDOW};
use crate::delivery::{Context, Delivery, Event, Illegal, OnDoubt, Patience, Step, step};

/// How the program behaves.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// The transition function.
    pub(super) step: fn(&Delivery, Event, &Context) -> Result<Step, Illegal>,
    /// How long it takes a lost request to settle, in ticks, as the program believes.
    pub(super) settle: u8,
    /// How long the platform knows a key, in ticks, as the program believes.
    pub(super) window: u8,
    /// Whether the intent is on disk before the request goes out.
    pub(super) intent_is_durable: bool,
    /// Whether a repeat goes out under the key of the first request.
    pub(super) key_is_kept: bool,
    /// Whether a start finds the journal of the run before.
    pub(super) journal_survives: bool,
    /// Whether nobody is reminded in a blackout.
    pub(super) blackouts_hold: bool,
}

impl Rules {
    pub(super) fn real() -> Self {
        Self {
            step,
            settle: SETTLE,
            window: WINDOW,
            intent_is_durable: true,
            key_is_kept: true,
            journal_survives: true,
            blackouts_hold: true,
        }
    }

    pub(super) fn context(&self, setting: &Setting) -> Context {
        Context {
            clocks: clocks(),
            guarantee: setting.guarantee,
            on_doubt: if setting.repost { OnDoubt::SettleRepost } else { OnDoubt::Hold },
            settle: TICK * u32::from(self.settle),
            key_window: TICK * u32::from(self.window),
            patience: setting.by_hand.then(|| Patience {
                remind: TICK * u32::from(REMIND),
                report: TICK * u32::from(REPORT),
            }),
            jitter: 1.0,
        }
    }
}
