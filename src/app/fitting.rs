//! Before a post is judged: versions of its pictures and films for the accounts that do not take them
//! as they are.

use super::addressing::Addressees;
use crate::intake::{Seen, Understood};
use crate::media::Fitter;
use crate::platform;
use crate::post::{Fitted, Media, Wanted};

impl Addressees {
    /// Makes what the accounts of the posts in `seen` want of their media. Blocks until it is
    /// done, which for a film can take minutes.
    pub(super) fn fit_all(&self, seen: &mut [Seen]) {
        for one in seen {
            match one {
                Seen::Taken(new) | Seen::Changed { new, .. } | Seen::Touched { new, .. } => {
                    self.fit(new);
                }
                _ => {}
            }
        }
    }

    /// The same for one post.
    pub(super) fn fit(&self, understood: &mut Understood) {
        let Some(fitter) = self.fitter() else { return };
        for (medium, wanted) in self.wants(understood) {
            let fitted = &mut understood.post.fitted;
            let known = |one: &Fitted| one.of == medium.digest && one.wanted == wanted;
            if !fitted.iter().any(known) {
                fitted.push(made(fitter, &medium, wanted));
            }
        }
    }

    /// What the accounts of a post want of its media.
    fn wants(&self, understood: &Understood) -> Vec<(Media, Wanted)> {
        let mut wants = Vec::new();
        for (name, platform) in self.platforms_of(understood) {
            wants.extend(platform::wants(&understood.post, name, platform.as_ref()));
        }
        wants
    }
}

fn made(fitter: &Fitter, medium: &Media, wanted: Wanted) -> Fitted {
    let made = fitter.fit(medium, &wanted);
    Fitted { of: medium.digest, wanted, made }
}
