//! Before a post is judged: versions of its pictures and films for the accounts that do not take them
//! as they are. Pictures take a moment; films may take an hour, so the daemon makes them beside
//! everything else.

mod films;
mod pictures;

use super::addressing::Addressees;
use crate::intake::{Seen, Understood};
use crate::platform;
use crate::post::{Film, Fitted, Made, Media, Wanted};

pub use films::{BeingMade, Films, being_made};
pub(super) use pictures::Pictures;

impl Addressees {
    /// Makes what the accounts of the posts in `seen` want of their pictures. Blocks until it is
    /// done.
    pub(super) fn fit_pictures(&self, seen: &mut [Seen]) {
        for one in seen {
            if let Some(new) = one.understood_mut() {
                self.fit_some(new, |wanted| !wanted.kind.is_video());
            }
        }
    }

    /// Makes what the accounts of a post want of its pictures and films. Blocks until it is done,
    /// which for a film can take minutes.
    pub(super) fn fit(&self, understood: &mut Understood) {
        self.fit_some(understood, |_| true);
    }

    fn fit_some(&self, understood: &mut Understood, is_meant: impl Fn(&Wanted) -> bool) {
        let Some(fitter) = self.fitter() else { return };
        for (medium, wanted) in self.wants(understood) {
            if is_meant(&wanted) && !has(&understood.post.fitted, &medium, &wanted) {
                let made = match wanted.kind.is_video() {
                    true => fitter.fit(&medium, &wanted),
                    false => self.pictures().make(fitter, &medium, &wanted),
                };
                understood.post.fitted.push(Fitted { of: medium.digest, wanted, made });
            }
        }
    }

    /// What the accounts of a post want of its films and is not made yet.
    pub(super) fn films_wanted(&self, understood: &Understood) -> Vec<(Media, Wanted)> {
        if self.fitter().is_none() {
            return Vec::new();
        }
        let fitted = &understood.post.fitted;
        let is_open = |(medium, wanted): &(Media, Wanted)| {
            wanted.kind.is_video() && !has(fitted, medium, wanted)
        };
        let mut wants = Vec::new();
        for want in self.wants(understood).into_iter().filter(is_open) {
            if !wants.contains(&want) {
                wants.push(want);
            }
        }
        wants
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

/// The post as it will be once `missing` is made, as far as that can be known: to be judged, and
/// never to be taken.
pub(super) fn assuming(understood: &Understood, missing: &[(Media, Wanted)]) -> Understood {
    let mut assumed = understood.clone();
    let expected = missing.iter().map(|(medium, wanted)| {
        let film = medium.film.clone().unwrap_or_default();
        let most = wanted.max_frames_in_1000s.unwrap_or(u32::MAX);
        let fewest = wanted.min_frames_in_1000s.unwrap_or(0);
        let film = Film {
            frames_in_1000s: film.frames_in_1000s.map(|frames| frames.min(most).max(fewest)),
            video: Some("h264".to_owned()),
            audio: film.audio.map(|_| "aac".to_owned()),
            streams: true,
            ..film
        };
        let medium = Media {
            kind: wanted.kind,
            bytes: medium.bytes.min(wanted.max_bytes),
            width: None,
            height: None,
            print_colours: false,
            film: Some(film),
            ..medium.clone()
        };
        let made = Ok(Made { medium: medium.clone(), done: Vec::new() });
        Fitted { of: medium.digest, wanted: wanted.clone(), made }
    });
    assumed.post.fitted.extend(expected);
    assumed
}

fn has(fitted: &[Fitted], medium: &Media, wanted: &Wanted) -> bool {
    fitted.iter().any(|one| one.of == medium.digest && one.wanted == *wanted)
}
