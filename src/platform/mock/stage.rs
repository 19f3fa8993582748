//! An imitation with its ledger, its clock and the mischief ordered for it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Asked, Imitation, Ledger, Mischief, Public, Reply, Trick};
use crate::clock::SharedClock;

/// One imitated account. Cheap to clone; all clones are the same stage.
#[derive(Clone)]
pub struct Stage(Arc<Inner>);

struct Inner {
    clock: SharedClock,
    play: Mutex<Play>,
}

struct Play {
    imitation: Box<dyn Imitation>,
    ledger: Ledger,
    mischief: Vec<Mischief>,
    /// Requests that the network still holds and that may land later.
    underway: Vec<Asked>,
    seen: Vec<(Asked, bool)>,
    visible: u64,
}

/// What the network makes of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// This answer arrives.
    Answered(Reply),
    /// The request arrived, no answer comes.
    Cut,
    /// The connection was refused.
    Refused,
}

impl Stage {
    /// A stage for `imitation`.
    pub fn new(imitation: Box<dyn Imitation>, clock: SharedClock) -> Self {
        let play = Play {
            imitation,
            ledger: Ledger::default(),
            mischief: Vec::new(),
            underway: Vec::new(),
            seen: Vec::new(),
            visible: 0,
        };
        Self(Arc::new(Inner { clock, play: Mutex::new(play) }))
    }

    /// Orders mischief; orders are used up in the order given.
    pub fn order(&self, mischief: Mischief) {
        self.with(|play, _| play.mischief.push(mischief));
    }

    /// Everything that ever became public.
    #[must_use]
    pub fn ledger(&self) -> Vec<Public> {
        self.with(|play, _| play.ledger.all().to_vec())
    }

    /// The requests seen so far, with whether each was a visible one.
    #[must_use]
    pub fn seen(&self) -> Vec<(Asked, bool)> {
        self.with(|play, _| play.seen.clone())
    }

    /// How many visible requests arrived, answered or not.
    #[must_use]
    pub fn visible_requests(&self) -> u64 {
        self.with(|play, _| play.visible)
    }

    /// Lets every request that the network still holds arrive now; how many there were.
    pub fn land(&self) -> usize {
        self.with(|play, clock| {
            let underway = std::mem::take(&mut play.underway);
            for asked in &underway {
                play.imitation.answer(asked, &mut play.ledger, clock.now());
            }
            underway.len()
        })
    }

    /// The secrets that the imitation accepts, by setting.
    #[must_use]
    pub fn secrets(&self) -> Vec<(&'static str, String)> {
        self.with(|play, _| play.imitation.secrets())
    }

    /// Plays one request.
    #[must_use]
    pub fn ask(&self, asked: Asked) -> Fate {
        self.with(|play, clock| play.ask(asked, clock))
    }

    fn with<T>(&self, change: impl FnOnce(&mut Play, &SharedClock) -> T) -> T {
        let mut play = self.0.play.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut play, &self.0.clock)
    }
}

impl Play {
    fn ask(&mut self, asked: Asked, clock: &SharedClock) -> Fate {
        let visible = self.imitation.is_visible(&asked);
        let trick = self.next_trick(visible);
        if trick == Some(Trick::Refuse) {
            return Fate::Refused;
        }
        self.seen.push((asked.clone(), visible));
        self.visible += u64::from(visible);
        match trick {
            Some(trick) => self.play(trick, asked, clock),
            None => Fate::Answered(self.apply(&asked, clock)),
        }
    }

    fn play(&mut self, trick: Trick, asked: Asked, clock: &SharedClock) -> Fate {
        match trick {
            Trick::ApplyThenReply(reply) => {
                self.apply(&asked, clock);
                Fate::Answered(reply)
            }
            Trick::Reply(reply) => Fate::Answered(reply),
            Trick::ApplyThenCut => {
                self.apply(&asked, clock);
                Fate::Cut
            }
            Trick::Cut => Fate::Cut,
            Trick::LandLater => {
                self.underway.push(asked);
                Fate::Cut
            }
            Trick::Refuse => Fate::Refused,
            Trick::RateLimit(wait) => {
                Fate::Answered(self.imitation.rate_limited(wait, clock.now()))
            }
            Trick::EndSession | Trick::Revoke => {
                self.imitation.end_session(trick == Trick::Revoke);
                Fate::Answered(self.apply(&asked, clock))
            }
            Trick::Forget => {
                self.imitation.forget();
                Fate::Answered(self.apply(&asked, clock))
            }
        }
    }

    fn apply(&mut self, asked: &Asked, clock: &SharedClock) -> Reply {
        self.imitation.answer(asked, &mut self.ledger, clock.now())
    }

    fn next_trick(&mut self, visible: bool) -> Option<Trick> {
        let order = self.mischief.iter_mut().find(|order| order.is_for(visible))?;
        order.times -= 1;
        let trick = order.trick.clone();
        self.mischief.retain(|order| order.times > 0);
        Some(trick)
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stage")
    }
}
