//! Posts of whose files the folder is not sure just now: gone for a moment, or being changed.
//! Nothing more of them is begun until it is known what people want. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::post::PostId;

/// For how long a post waits at most because its file is in doubt: a file that is touched again and
/// again must not hold its post back for ever.
const AT_MOST: Duration = Duration::from_secs(60);

/// The posts that are held back, by what the folder last said. Time is the machine's uptime.
#[derive(Debug, Default)]
pub(super) struct HeldBack {
    unsure: BTreeMap<PostId, Duration>,
    lost: BTreeSet<PostId>,
}

impl HeldBack {
    /// The folder is unsure of these posts, and has lost those; of all others it is sure.
    pub(super) fn set(
        &mut self,
        unsure: &BTreeSet<PostId>,
        lost: BTreeSet<PostId>,
        uptime: Duration,
    ) {
        self.unsure.retain(|post, _| unsure.contains(post));
        for post in unsure {
            self.unsure.entry(*post).or_insert(uptime);
        }
        self.lost = lost;
    }

    /// People want `post` back, and are told to ask again in a moment.
    pub(super) fn renew(&mut self, post: PostId, uptime: Duration) {
        self.unsure.insert(post, uptime);
    }

    /// How long nothing of `post` may be begun yet; none where it may be.
    pub(super) fn wait(&self, post: PostId, uptime: Duration) -> Option<Duration> {
        if self.lost.contains(&post) {
            return Some(Duration::MAX);
        }
        let until = *self.unsure.get(&post)? + AT_MOST;
        until.checked_sub(uptime).filter(|wait| !wait.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: PostId = PostId(1);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn set(held: &mut HeldBack, posts: &[PostId], seconds: u64) {
        held.set(&posts.iter().copied().collect(), BTreeSet::new(), at(seconds));
    }

    #[test]
    fn a_post_waits_while_its_file_is_in_doubt_but_not_for_ever() {
        let mut held = HeldBack::default();
        assert_eq!(held.wait(POST, at(0)), None);
        set(&mut held, &[POST], 10);
        set(&mut held, &[POST, PostId(2)], 30);
        assert_eq!(held.wait(POST, at(40)), Some(at(30)), "since it was first in doubt");
        assert_eq!(held.wait(POST, at(70)), None);
        set(&mut held, &[PostId(2)], 71);
        set(&mut held, &[POST], 72);
        assert_eq!(held.wait(POST, at(72)), Some(at(60)), "a new doubt");
    }

    #[test]
    fn a_post_that_people_want_back_waits_as_long_as_they_ask() {
        let mut held = HeldBack::default();
        for minute in 0..10 {
            held.renew(POST, at(minute * 50));
            assert!(held.wait(POST, at(minute * 50 + 49)).is_some());
        }
        set(&mut held, &[], 500);
        assert_eq!(held.wait(POST, at(500)), None);
    }

    #[test]
    fn a_lost_post_waits_until_the_folder_says_otherwise() {
        let mut held = HeldBack::default();
        held.set(&BTreeSet::new(), BTreeSet::from([POST]), at(0));
        assert_eq!(held.wait(POST, at(1_000_000)), Some(Duration::MAX));
        set(&mut held, &[], 1_000_001);
        assert_eq!(held.wait(POST, at(1_000_001)), None);
    }
}
