//! What a test can order a stage to do wrong.

use std::time::Duration;

use super::Reply;

/// One order: which requests, and what happens to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mischief {
    /// Which requests.
    pub which: Which,
    /// What happens.
    pub trick: Trick,
    /// How often; it ends by itself after that.
    pub times: u32,
}

/// Which requests a mischief is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Requests that make a part public.
    Visible,
    /// All others.
    Invisible,
    /// Every request.
    All,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trick {
    /// It is applied, and this is answered in place of the platform's answer.
    ApplyThenReply(Reply),
    /// It is not applied, and this is answered.
    Reply(Reply),
    /// It is applied, and no answer comes: the connection is cut.
    ApplyThenCut,
    /// It is not applied, and no answer comes: the connection is cut after the request.
    Cut,
    /// It is applied only when the stage is told so with `land`, and no answer comes now.
    LandLater,
    /// The connection is refused.
    Refuse,
    /// The platform's own rate limit answer, with this wait.
    RateLimit(Duration),
    /// The session ends; a renewal mends it.
    EndSession,
    /// The login is revoked; nothing mends it.
    Revoke,
    /// The platform forgets keys and staged objects first.
    Forget,
}

impl Mischief {
    /// `trick` at the next visible request.
    #[must_use]
    pub fn visible(trick: Trick) -> Self {
        Self { which: Which::Visible, trick, times: 1 }
    }

    /// `trick` at the next invisible request.
    #[must_use]
    pub fn invisible(trick: Trick) -> Self {
        Self { which: Which::Invisible, trick, times: 1 }
    }

    /// The same, so many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    pub(super) fn is_for(&self, visible: bool) -> bool {
        self.times > 0
            && match self.which {
                Which::Visible => visible,
                Which::Invisible => !visible,
                Which::All => true,
            }
    }
}
