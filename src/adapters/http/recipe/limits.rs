//! `[limits]`: what the service takes.

use std::ops::Range;

use crate::finding::Finding;
use crate::keys::{Keys, nearest, parse_duration};
use crate::platform::{Budget, Limits, MediaRule, Threads};
use crate::post::MediaKind;
use crate::text::{LinkLength, Ruler, TextLimit, Unit};

/// All kinds of media, where a rule can point at one of them.
static KINDS: [MediaKind; 9] = MediaKind::ALL;

/// The units of text lengths.
const UNITS: [(&str, Unit); 7] = [
    ("graphemes", Unit::Graphemes),
    ("code-points", Unit::CodePoints),
    ("utf16", Unit::Utf16),
    ("bytes", Unit::Utf8Bytes),
    ("mastodon-clusters", Unit::MastodonClusters),
    ("threads-characters", Unit::ThreadsCharacters),
    ("x-weighted", Unit::XWeighted),
];

/// A right line, for findings.
const TEXT: &str = "text = [\"2000 code-points\"]";

/// What the service takes.
#[derive(Debug, Clone)]
pub(in super::super) struct RecipeLimits {
    pub(in super::super) platform: Limits,
    /// How many media one part takes; the others become parts of their own.
    pub(in super::super) media_per_part: usize,
}

/// How links and mentions count.
#[derive(Clone, Copy)]
struct Counting {
    links: Option<u32>,
    short_mentions: bool,
}

/// Takes `[limits]`.
pub(super) fn limits(keys: &mut Keys<'_>) -> Option<RecipeLimits> {
    let Some(mut table) = keys.table("limits", "[limits]") else {
        keys.missing("limits", "[limits]");
        return None;
    };
    let limits = read(&mut table);
    keys.absorb(table);
    Some(limits)
}

fn read(keys: &mut Keys<'_>) -> RecipeLimits {
    let links = keys.number("links", "links = 23", 1..=1000);
    let short_mentions = keys.take("short_mentions", "short_mentions = true").unwrap_or(false);
    let counting = Counting { links, short_mentions };
    if !keys.has("text") {
        keys.missing("text", TEXT);
    }
    let text = lengths(keys, "text", counting).unwrap_or_default();
    let caption = lengths(keys, "caption", counting);
    let parts = keys.number("parts", "parts = 10", 1..=100).unwrap_or(1);
    let media = media(keys);
    let most = if media.is_empty() { 0 } else { 1 };
    let media_count = count(keys, "media_count").unwrap_or(most);
    let media_per_part = count(keys, "media_per_part").unwrap_or(media_count).max(1);
    let alt_text = keys.number("alt_text", "alt_text = 1024", 1..=100_000);
    let platform = Limits {
        text,
        caption,
        text_optional: keys.take("text_optional", "text_optional = true").unwrap_or(false),
        threads: if parts > 1 { Threads::Upto(small(parts)) } else { Threads::Never },
        parts_alone: false,
        media,
        media_count,
        media_bytes: keys.size("media_bytes", "media_bytes = \"24 MiB\""),
        cuts_to_first: false,
        alt_text: alt_text.and_then(|most| usize::try_from(most).ok()),
        subtitles: false,
        budgets: budgets(keys),
    };
    RecipeLimits { platform, media_per_part }
}

fn small(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn count(keys: &mut Keys<'_>, key: &str) -> Option<usize> {
    let count = keys.number(key, &format!("{key} = 10"), 1..=100)?;
    usize::try_from(count).ok()
}

fn lengths(keys: &mut Keys<'_>, key: &str, counting: Counting) -> Option<Vec<TextLimit>> {
    let example = TEXT.replacen("text", key, 1);
    let texts = keys.texts(key, &example)?;
    let mut limits = Vec::new();
    for (text, span) in texts {
        match length(&text, counting) {
            Ok(limit) => limits.push(limit),
            Err(problem) => wrong(keys, key, span, problem, &example),
        }
    }
    Some(limits)
}

fn length(text: &str, counting: Counting) -> Result<TextLimit, String> {
    let form = || "it must be a number and a unit".to_owned();
    let (number, word) = text.split_once(' ').ok_or_else(form)?;
    let max = number.parse::<usize>().ok().filter(|max| *max > 0).ok_or_else(form)?;
    let Some((_, unit)) = UNITS.iter().find(|(name, _)| *name == word.trim()) else {
        let names = UNITS.iter().map(|(name, _)| *name);
        let known: Vec<_> = names.clone().collect();
        let hint = nearest(word, names).map(|name| format!(" (`{name}`?)")).unwrap_or_default();
        return Err(format!("`{word}` is no unit{hint}; units are {}", known.join(", ")));
    };
    let mut ruler = Ruler::of(*unit);
    if let Some(links) = counting.links.and_then(|links| usize::try_from(links).ok()) {
        ruler = ruler.with_links(LinkLength::Fixed(links));
    }
    if counting.short_mentions {
        ruler = ruler.with_short_mentions();
    }
    Ok(TextLimit { ruler, max })
}

fn wrong(keys: &mut Keys<'_>, key: &str, span: Range<usize>, problem: String, example: &str) {
    let finding = Finding::error("wrong-value")
        .with("key", keys.full(key))
        .with("problem", problem)
        .with("example", example);
    keys.found(span, finding);
}

fn media(keys: &mut Keys<'_>) -> Vec<MediaRule> {
    let mut rules = Vec::new();
    for mut table in keys.each("media", "[[limits.media]]") {
        let example = "kinds = [\"jpg\", \"png\"]";
        if !table.has("kinds") {
            table.missing("kinds", example);
        }
        if !table.has("max_bytes") {
            table.missing("max_bytes", "max_bytes = \"10 MiB\"");
        }
        let max_bytes = table.size("max_bytes", "max_bytes = \"10 MiB\"").unwrap_or_default();
        let max_count = count(&mut table, "count").unwrap_or(100);
        let kinds = table.texts("kinds", example).unwrap_or_default();
        for (word, span) in kinds {
            match KINDS.iter().find(|kind| kind.ending() == word) {
                Some(kind) => {
                    let kinds = std::slice::from_ref(kind);
                    rules.push(MediaRule::simple(kinds, max_bytes, max_count));
                }
                None => {
                    let all: Vec<_> = KINDS.iter().map(|kind| kind.ending()).collect();
                    let problem = format!("`{word}` is no kind; kinds are {}", all.join(", "));
                    wrong(&mut table, "kinds", span, problem, example);
                }
            }
        }
        keys.absorb(table);
    }
    rules
}

fn budgets(keys: &mut Keys<'_>) -> Vec<Budget> {
    let example = "budgets = [\"5 per 2s\"]";
    let mut budgets = Vec::new();
    for (text, span) in keys.texts("budgets", example).unwrap_or_default() {
        match budget(&text) {
            Some(budget) => budgets.push(budget),
            None => {
                let problem = "it must be a number, `per` and a length of time".to_owned();
                wrong(keys, "budgets", span, problem, example);
            }
        }
    }
    budgets
}

fn budget(text: &str) -> Option<Budget> {
    let (most, per) = text.split_once(" per ")?;
    let most = most.trim().parse().ok().filter(|most| *most > 0)?;
    let per = parse_duration(per.trim()).ok().filter(|per| !per.is_zero())?;
    Some(Budget { most, per })
}
