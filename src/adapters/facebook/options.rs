//! What a post may say for Facebook alone, under `[for.facebook]`.

use serde_json::Value;

use crate::finding::Finding;
use crate::post::{Options as Written, Part};

/// The text of the first comment; true in the part that is one.
pub(super) const FIRST_COMMENT: &str = "first_comment";
const REEL: &str = "reel";
const STORY: &str = "story";
const TITLE: &str = "title";

const KNOWN: [&str; 4] = [FIRST_COMMENT, REEL, STORY, TITLE];

/// The longest title of a film, in characters: what the website takes (unverified for the API).
const LONGEST_TITLE: usize = 255;

/// What a film becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A film among the posts.
    Film,
    Reel,
    Story,
}

impl Kind {
    /// Whether its bytes go up in one stream, to be shown by a second request.
    pub(super) fn is_staged(self) -> bool {
        self != Self::Film
    }
}

/// The options of one post, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) first_comment: Option<String>,
    /// Whether the film becomes a reel.
    pub(super) reel: bool,
    /// Whether the post is a story, gone after a day.
    pub(super) story: bool,
    /// The title of a film.
    pub(super) title: Option<String>,
}

impl Options {
    /// The options that `compose` has checked.
    pub(super) fn of(part: &Part) -> Self {
        Self::read(&part.options).0
    }

    /// What the film of the post becomes.
    pub(super) fn kind(&self) -> Kind {
        match (self.story, self.reel) {
            (true, _) => Kind::Story,
            (false, true) => Kind::Reel,
            (false, false) => Kind::Film,
        }
    }

    /// Reads `written`; what is wrong with it is left out and found.
    pub(super) fn read(written: &Written) -> (Self, Vec<Finding>) {
        let (mut options, mut findings) = (Self::default(), Vec::new());
        for (option, value) in written {
            if let Err(finding) = options.take(option, value) {
                findings.push(*finding);
            }
        }
        (options, findings)
    }

    fn take(&mut self, option: &str, value: &Value) -> Result<(), Box<Finding>> {
        match option {
            FIRST_COMMENT => self.first_comment = Some(text(option, value, usize::MAX)?),
            TITLE => self.title = Some(text(option, value, LONGEST_TITLE)?),
            REEL => self.reel = flag(option, value, "reel = true")?,
            STORY => self.story = flag(option, value, "story = true")?,
            _ => return Err(unknown(option)),
        }
        Ok(())
    }
}

/// Whether `part` is a comment below the part before it.
pub(super) fn is_comment(part: &Part) -> bool {
    part.options.contains_key(FIRST_COMMENT)
}

/// Whether `part` is a story.
pub(super) fn is_story(part: &Part) -> bool {
    Options::of(part).story
}

fn flag(option: &str, value: &Value, example: &str) -> Result<bool, Box<Finding>> {
    value.as_bool().ok_or_else(|| wrong(option, "it is true or false", example))
}

fn text(option: &str, value: &Value, most: usize) -> Result<String, Box<Finding>> {
    let example =
        if option == TITLE { "title = \"ग्राम सभा\"" } else { COMMENT_EXAMPLE };
    let text = value.as_str().map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return Err(wrong(option, "it is a text in quotes", example));
    }
    if text.chars().count() > most {
        return Err(wrong(option, &format!("it has more than {most} characters"), example));
    }
    Ok(text.to_owned())
}

const COMMENT_EXAMPLE: &str = "first_comment = \"पूरी सूचना: https://example.org\"";

fn unknown(option: &str) -> Box<Finding> {
    let finding = Finding::error("unknown-option").with("option", option);
    Box::new(finding.with("known", KNOWN.join(", ")))
}

fn wrong(option: &str, problem: &str, example: &str) -> Box<Finding> {
    let finding = Finding::error("wrong-option").with("option", option);
    Box::new(finding.with("problem", problem).with("example", example))
}
