//! What every room above needs to know about text: lengths, links, sentences, splitting.
//!
//! Pure functions, made for Hindi first: a danda ends a sentence and a link, a conjunct is one
//! visible character, a hashtag keeps its vowel signs, and joiners stay where they are.

mod count;
mod digits;
mod entities;
mod escape;
mod hashtags;
mod links;
mod mentions;
mod normal;
mod sentence;
mod split;
mod subtitles;
mod suspect;
mod x;

pub use count::{LinkLength, Over, Ruler, TextLimit, Unit, fits};
pub use digits::Digits;
pub use entities::{Entity, EntityKind, entities};
pub use escape::{Escaped, acts};
pub use hashtags::{Hashtag, hashtags};
pub use links::{Link, links};
pub use mentions::{Mention, MentionKind, mentions};
pub use normal::normalise;
pub use sentence::{Boundary, Gap, gaps, is_blank, sentences};
pub use split::{Counter, CounterStyle, Unsplittable, split};
pub use subtitles::{BadSubtitles, Cue, Problem, as_srt, as_vtt, read_subtitles};
pub use suspect::{Suspect, SuspectKind, suspects};
pub use x::x_links;
