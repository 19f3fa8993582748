//! The settings of a post, key by key.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use unic_langid::LanguageIdentifier;

use super::values::{CardItem, MediaItem, OneOrMany, SubtitlesItem};
use super::{LocalTime, Named, NamedSubtitles, Written, door, options, time};
use crate::account::SlotName;
use crate::finding::{Fact, Finding, Place, Source};
use crate::keys::Keys;
use crate::post::{Card, OF_THE_POST, Version, When};

const TO: &str = "to = [\"x-main\", \"telegram\"]";
const AT: &str = "at = 2026-11-25T09:00:00";
const SLOT: &str = "slot = \"morning\"";
const EXPIRES: &str = "expires = 2026-11-25T21:00:00";
const LANG: &str = "lang = \"hi\"";
const MEDIA: &str = "media = [\"rally.jpg\", { file = \"stage.jpg\", alt = \"मंच पर वक्ता\" }]";
const SUBTITLES: &str = "subtitles = { file = \"film.hi.srt\", lang = \"hi\" }";
const WARNING: &str = "warning = \"बाढ़ की तस्वीरें\"";
const CARD: &str = "card = \"off\"";
const URGENT: &str = "urgent = true";
const AI: &str = "ai = true";
const FOR: &str = "[for.x]";
const TEXT: &str = "text = \"छोटा संदेश\"";

/// Reads the settings, which are the bytes `span` of `source`, into `written`.
pub(super) fn read(
    source: &Arc<Source>,
    span: Range<usize>,
    local: &LocalTime,
    written: &mut Written,
) -> Vec<Finding> {
    let toml = &source.text[span.clone()];
    let mut keys = Keys::parse(source, span.start, toml);
    let mut settings = Settings { offset: span.start, local, written };
    settings.addresses(&mut keys);
    settings.times(&mut keys);
    settings.wording(&mut keys);
    settings.written.media = settings.media(&mut keys);
    settings.versions(&mut keys);
    time_words(keys.finish().into_iter().map(in_own_words).collect())
}

struct Settings<'a> {
    /// Where the settings start in the source.
    offset: usize,
    local: &'a LocalTime,
    written: &'a mut Written,
}

impl Settings<'_> {
    fn addresses(&mut self, keys: &mut Keys<'_>) {
        let Some((names, span)) = keys.take_spanned::<OneOrMany<String>>("to", TO) else { return };
        for (name, place) in names.placed(&span) {
            self.written.content.to.push(name.trim().to_owned());
            self.written.places.to.push(self.in_source(&place));
        }
        if self.written.content.to.iter().any(String::is_empty)
            || self.written.content.to.is_empty()
        {
            keys.found(span, Finding::error("to-nobody").with("example", TO));
        }
    }

    fn times(&mut self, keys: &mut Keys<'_>) {
        let at = self.time(keys, "at", AT);
        let expires = self.time(keys, "expires", EXPIRES);
        let slot = self.slot(keys);
        match (&at, slot) {
            (Some((_, span)), Some(_)) => {
                keys.found(span.clone(), Finding::error("at-and-slot"));
            }
            (None, Some((slot, span))) => self.set_when(When::Slot(slot), &span),
            (Some((when, span)), None) => self.set_when(when.clone(), span),
            (None, None) => {}
        }
        let Some((When::At(expires), span)) = expires else { return };
        if matches!(at, Some((When::At(at), _)) if at >= expires) {
            keys.found(span.clone(), Finding::error("expires-before-at"));
        }
        self.written.places.expires = Some(self.in_source(&span));
        self.written.content.expires = Some(expires);
    }

    /// The time under `key`; only `at` can be "now".
    fn time(&self, keys: &mut Keys<'_>, key: &str, example: &str) -> Option<(When, Range<usize>)> {
        let (value, span) = keys.take_spanned::<toml::Value>(key, example)?;
        let is_now = value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("now"));
        if is_now && key == "at" {
            return Some((When::Now, span));
        }
        match time::instant(key, &value, self.local) {
            Ok(at) => Some((When::At(at), span)),
            Err(finding) => {
                keys.found(span, finding);
                None
            }
        }
    }

    fn slot(&self, keys: &mut Keys<'_>) -> Option<(SlotName, Range<usize>)> {
        let (name, span) = keys.take_spanned::<String>("slot", SLOT)?;
        match name.trim().parse() {
            Ok(slot) => Some((slot, span)),
            Err(_) => {
                let finding = Finding::error("slot-no-name").with("found", name);
                keys.found(span, finding.with("example", SLOT));
                None
            }
        }
    }

    fn set_when(&mut self, when: When, span: &Range<usize>) {
        self.written.content.when = when;
        self.written.places.when = Some(self.in_source(span));
    }

    fn wording(&mut self, keys: &mut Keys<'_>) {
        let content = &mut self.written.content;
        content.lang = lang(keys);
        content.warning = line(keys, "warning", WARNING);
        content.card = card(keys).unwrap_or_default();
        content.urgent = keys.take("urgent", URGENT).unwrap_or_default();
        content.ai = keys.take("ai", AI).unwrap_or_default();
    }

    fn media(&self, keys: &mut Keys<'_>) -> Option<Vec<Named>> {
        let (items, span) = keys.take_spanned::<OneOrMany<MediaItem>>("media", MEDIA)?;
        let mut named = Vec::new();
        for (item, place) in items.placed(&span) {
            named.push(Named {
                file: item.file,
                alt: item.alt.map(|alt| door(&alt)).filter(|alt| !alt.is_empty()),
                subtitles: item.subtitles.map(|items| self.subtitles(keys, items, &place)),
                span: self.in_source(&place),
            });
        }
        Some(named)
    }

    fn subtitles(
        &self,
        keys: &mut Keys<'_>,
        items: OneOrMany<SubtitlesItem>,
        span: &Range<usize>,
    ) -> Vec<NamedSubtitles> {
        let mut named = Vec::new();
        for (SubtitlesItem { file, lang }, place) in items.placed(span) {
            let wrong = lang.as_deref().filter(|tag| !is_language(tag)).map(str::to_owned);
            if let Some(found) = wrong {
                let finding = Finding::error("lang-wrong").with("found", found);
                keys.found(place.clone(), finding.with("example", SUBTITLES));
            }
            named.push(NamedSubtitles { file, lang, span: self.in_source(&place) });
        }
        named
    }

    fn versions(&mut self, keys: &mut Keys<'_>) {
        for (name, span, mut inner) in keys.tables("for", FOR) {
            let version = self.version(&mut inner);
            if let Some(media) = self.media(&mut inner) {
                self.written.version_media.insert(name.clone(), media);
            }
            let version = Version { options: platform_options(&mut inner), ..version };
            self.written.places.versions.insert(name.clone(), self.in_source(&span));
            self.written.content.versions.insert(name, version);
            keys.absorb(inner);
        }
    }

    fn version(&self, keys: &mut Keys<'_>) -> Version {
        Version {
            text: keys.take::<String>("text", TEXT).map(|text| door(&text)),
            lang: lang(keys),
            warning: line(keys, "warning", WARNING),
            card: card(keys),
            ..Version::default()
        }
    }

    fn in_source(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }
}

fn lang(keys: &mut Keys<'_>) -> Option<String> {
    let (text, span) = keys.take_spanned::<String>("lang", LANG)?;
    let tag = text.trim();
    if is_language(tag) {
        return Some(tag.to_owned());
    }
    let finding = Finding::error("lang-wrong").with("found", text.as_str());
    keys.found(span, finding.with("example", LANG));
    None
}

/// Whether `tag` is a language tag such as `hi` or `en-IN`.
pub(in super::super) fn is_language(tag: &str) -> bool {
    let known = tag.parse::<LanguageIdentifier>().is_ok();
    // Longer first parts are reserved; they are names of languages, written out.
    let short = tag.split('-').next().is_some_and(|first| matches!(first.len(), 2 | 3));
    known && short
}

fn line(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<String> {
    let text = keys.take::<String>(key, example)?;
    Some(door(&text)).filter(|text| !text.is_empty())
}

fn card(keys: &mut Keys<'_>) -> Option<Card> {
    let CardItem(card) = keys.take("card", CARD)?;
    Some(match card {
        Card::Of { url, title, description } => {
            Card::Of { url: door(&url), title: door(&title), description: door(&description) }
        }
        other => other,
    })
}

/// Every key that is still there. What is of the whole post people write at the end of the settings,
/// where it would count for the last section.
fn platform_options(keys: &mut Keys<'_>) -> crate::post::Options {
    let mut all = crate::post::Options::new();
    for (name, span) in keys.names() {
        if OF_THE_POST.contains(&name.as_str()) {
            let _ = keys.take::<toml::Value>(&name, FOR);
            keys.found(span, Finding::error("setting-of-the-post").with("key", name));
            continue;
        }
        let Some(value) = keys.take::<toml::Value>(&name, "visibility = \"public\"") else {
            continue;
        };
        match options::json(value) {
            Some(value) => drop(all.insert(name, value)),
            None => keys.found(span, Finding::error("option-not-finite").with("key", name)),
        }
    }
    all
}

/// Values of several shapes have messages of their own, as what serde says of them is long.
fn in_own_words(finding: Finding) -> Finding {
    let key = finding.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Text(key) if *name == "key" => key.rsplit('.').next(),
        _ => None,
    });
    let id = match (finding.id, key) {
        ("wrong-value", Some("to")) => "to-wrong",
        ("wrong-value", Some("media")) => "media-wrong",
        ("wrong-value", Some("card")) => "card-wrong",
        _ => finding.id,
    };
    Finding { id, ..finding }
}

/// Syntax that is broken in the line of a time is a time that cannot be read: say that, and
/// nothing else about this line.
fn time_words(findings: Vec<Finding>) -> Vec<Finding> {
    let mut lines = HashMap::new();
    for finding in findings.iter().map(|finding| unquoted_time(finding).unwrap_or(finding.clone()))
    {
        let Some(line) = finding.place.as_ref().map(Place::line) else { continue };
        if [time::UNREADABLE, time::IMPOSSIBLE].contains(&finding.id) {
            lines.entry(line).or_insert(finding);
        }
    }
    if lines.is_empty() {
        return findings;
    }
    let line = |finding: &Finding| finding.place.as_ref().map_or(0, Place::line);
    let others = findings.into_iter().filter(|finding| !lines.contains_key(&line(finding)));
    let mut kept: Vec<_> = others.collect();
    kept.extend(lines.into_values());
    kept.sort_by_key(line);
    kept
}

fn unquoted_time(finding: &Finding) -> Option<Finding> {
    let place = finding.place.as_ref().filter(|_| finding.id == "toml-syntax")?;
    let text = &place.source.text;
    let start = text[..place.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?;
    let (key, value) = line.split_once('=')?;
    let key = key.trim();
    let span = start + line.len() - value.trim_start().len()..start + line.trim_end().len();
    ["at", "expires"]
        .contains(&key)
        .then(|| time::no_time(key, value.trim()).at(&place.source, span))
}
