//! Composing: the text into the places of the template, and one part for every person.

use super::header::Header;
use super::mask;
use super::people::{List, People, Person};
use super::settings::{self, Settings};
use crate::adapters::graph::options::{Reader, ai_label, text};
use crate::finding::{Finding, any_error};
use crate::platform::{self, Budget, Composed, Limits, Threads};
use crate::post::{Card, Draft, Part};
use crate::text::{Counter, Ruler, TextLimit, Unit, links};

/// The longest text of a template's body with everything in it (from memory of Meta's page on
/// templates, unverified), in code points.
pub(super) const BODY: usize = 1024;

/// More blanks than this one after the other are refused in a place (message of code 132018).
const BLANKS: &str = "     ";

/// What a part says of whom it is for.
pub(super) const PERSON: &str = "person";
pub(super) const TO: &str = "to";
pub(super) const CATEGORY: &str = "category";

const KNOWN: &[&str] = &[CATEGORY];

/// What an account takes; `budgets` are what is known of its number.
pub(super) fn limits(header: Header, budgets: Vec<Budget>) -> Limits {
    Limits {
        text: vec![TextLimit { ruler: Ruler::of(Unit::CodePoints), max: BODY }],
        text_optional: false,
        threads: Threads::Never,
        media: header.rule().into_iter().collect(),
        media_count: usize::from(header != Header::None),
        budgets,
        ..Limits::default()
    }
}

/// One part for everybody who agreed to the post's category.
pub(super) fn compose(
    draft: &Draft,
    settings: &Settings,
    people: &People,
    counter: Counter,
) -> Composed {
    let mut options = Reader::new(&draft.options, KNOWN);
    let category = options.take(CATEGORY, "category = \"notices\"", |value| {
        text(value, 100).and_then(|word| settings::category(&word))
    });
    let category = category.unwrap_or_else(|| settings.category.clone());
    let mut findings = options.findings;
    let worded = worded(draft);
    findings.extend(header_finding(draft, settings.template.header));
    findings.extend(text_findings(&worded.text, settings.template.parameters));
    findings.extend(card_finding(draft));
    let limits = limits(settings.template.header, Vec::new());
    let mut composed = platform::compose(&worded, &limits, counter);
    composed.findings.append(&mut findings);
    match everybody(people, &category, settings.most) {
        Ok(list) => composed.parts = for_everybody(composed.parts, &list, &category),
        Err(mut wrong) => composed.findings.append(&mut wrong),
    }
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed
}

/// The list, where there is somebody of this category in it and not too many.
fn everybody(
    people: &People,
    category: &str,
    most: usize,
) -> Result<std::sync::Arc<List>, Vec<Finding>> {
    let (list, _) = people.read()?;
    let finding = match list.for_category(category).count() {
        0 => Finding::error("whatsapp-nobody").with("category", category),
        count if count > most => {
            Finding::error("whatsapp-too-many-people").with("count", count).with("most", most)
        }
        _ => return Ok(list),
    };
    Err(vec![finding])
}

fn for_everybody(parts: Vec<Part>, list: &List, category: &str) -> Vec<Part> {
    let [part] = parts.as_slice() else { return parts };
    list.for_category(category).map(|person| for_one(part, person, category)).collect()
}

/// The part for one person, who is named by a code and by the last digits of the number alone.
fn for_one(part: &Part, person: &Person, category: &str) -> Part {
    let mut part = part.clone();
    let said = [
        (PERSON, person.code.clone()),
        (TO, mask::short(&person.number)),
        (CATEGORY, category.to_owned()),
    ];
    part.options = said.map(|(name, value)| (name.to_owned(), value.into())).into();
    part
}

/// The texts of the template's places: each line that says something.
pub(super) fn places(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// There is no place for a content warning or a label, so they stand before and after the text.
fn worded(draft: &Draft) -> Draft {
    let mut text = places(&draft.text).collect::<Vec<_>>().join("\n");
    let warning = draft.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    if let Some(warning) = warning.filter(|_| !text.is_empty()) {
        text = format!("{warning}: {text}");
    }
    if draft.ai && !text.is_empty() {
        text = format!("{text} {}", ai_label(draft.lang.as_deref()));
    }
    Draft { text, ..draft.clone() }
}

fn text_findings(text: &str, wanted: usize) -> Vec<Finding> {
    let found = places(text).count();
    let count = (found != wanted && found > 0)
        .then(|| Finding::error("whatsapp-places").with("found", found).with("wanted", wanted));
    let strange = text.contains('\t') || text.contains(BLANKS);
    let strange = strange.then(|| Finding::error("whatsapp-blanks"));
    count.into_iter().chain(strange).collect()
}

fn header_finding(draft: &Draft, header: Header) -> Option<Finding> {
    let missing = header != Header::None && draft.media.is_empty();
    missing.then(|| Finding::error("whatsapp-header-missing").with("header", header.word()))
}

fn card_finding(draft: &Draft) -> Option<Finding> {
    let wanted = matches!(draft.card, Card::Of { .. });
    let off = draft.card == Card::Off && !links(&draft.text).is_empty();
    (wanted || off).then(|| Finding::note("whatsapp-card-left-out"))
}
