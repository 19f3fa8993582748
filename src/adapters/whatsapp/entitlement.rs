//! Whether the account may send: its template approved and as the settings have it, its number
//! registered, and how many people it may write to in a day.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::header::Header;
use super::settings::Template;
use crate::adapters::graph::line::Id;
use crate::clock::{Noted, SharedClock};
use crate::finding::Finding;
use crate::platform::Budget;

/// How long a look is good for the parts that follow.
const FRESH: chrono::Duration = chrono::Duration::minutes(15);

/// How many people may be written to in a day where it is not said: what a new portfolio has.
const LOWEST_TIER: u32 = 250;

/// Messages in a second (Meta's page on throughput, 2026).
const THROUGHPUT: u32 = 80;

/// One message in so long to one person (code 131056).
const PAIR: Duration = Duration::from_secs(6);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The list of templates.
#[derive(Debug, Deserialize)]
pub(super) struct Templates {
    pub(super) data: Vec<Found>,
}

/// A template as the platform has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Found {
    name: String,
    language: String,
    status: String,
    parameter_format: Option<String>,
    components: Option<Vec<Component>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Component {
    r#type: String,
    format: Option<String>,
    text: Option<String>,
    buttons: Option<Vec<Value>>,
}

/// The number as the platform has it.
#[derive(Debug, Deserialize)]
pub(super) struct Number {
    pub(super) id: Id,
    pub(super) display_phone_number: String,
    #[serde(default)]
    pub(super) verified_name: Option<String>,
    status: String,
    #[serde(default)]
    quality_rating: Option<String>,
    #[serde(default)]
    name_status: Option<String>,
    #[serde(default)]
    whatsapp_business_manager_messaging_limit: Option<String>,
}

/// What is known of the account since this start.
#[derive(Debug)]
pub(super) struct Known(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    /// How many people it may write to in a day; none for any number.
    a_day: Option<u32>,
    /// The length of the template's own words, in code points.
    words: usize,
    /// When both template and number were found right.
    looked: Option<Noted>,
}

impl Default for Known {
    fn default() -> Self {
        Self(Mutex::new(Inner { a_day: Some(LOWEST_TIER), words: 0, looked: None }))
    }
}

impl Known {
    /// Notes what the number says of itself.
    pub(super) fn note_number(&self, number: &Number) {
        self.with(|known| known.a_day = number.a_day());
    }

    /// Notes how long the words of the template are.
    pub(super) fn note_template(&self, found: &Found) {
        self.with(|known| known.words = found.words());
    }

    /// Notes that all was right just now.
    pub(super) fn note_right(&self, clock: &SharedClock) {
        let under = clock.reading();
        self.with(|known| known.looked = Some(Noted { at: under.wall, under }));
    }

    /// Whether all was right a short time ago.
    pub(super) fn is_fresh(&self, clock: &SharedClock) -> bool {
        let now = clock.reading();
        let looked = self.with(|known| known.looked);
        looked.is_some_and(|looked| now.wall - looked.on(&now) < FRESH)
    }

    /// The length of the template's own words.
    pub(super) fn words(&self) -> usize {
        self.with(|known| known.words)
    }

    /// What may be sent in how long to `people` persons, each of whom gets one message in turn: so
    /// nobody gets two within the time of [`PAIR`].
    pub(super) fn budgets(&self, people: usize) -> Vec<Budget> {
        let in_turn = u32::try_from(people.max(1)).unwrap_or(u32::MAX);
        let pair = Budget { most: in_turn.min(THROUGHPUT * 6), per: PAIR };
        let second = Budget { most: THROUGHPUT, per: Duration::from_secs(1) };
        let day = self.with(|known| known.a_day).map(|most| Budget { most, per: DAY });
        [pair, second].into_iter().chain(day).collect()
    }

    fn with<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Templates {
    /// The one that the settings name.
    pub(super) fn find(&self, wanted: &Template) -> Option<&Found> {
        let is_it = |one: &&Found| one.name == wanted.name && one.language == wanted.language;
        self.data.iter().find(is_it)
    }

    /// What speaks against sending it.
    pub(super) fn findings(&self, wanted: &Template) -> Vec<Finding> {
        let Some(found) = self.find(wanted) else {
            return vec![about("whatsapp-template-missing", wanted)];
        };
        let mut findings = Vec::new();
        if found.status != "APPROVED" {
            let finding = about("whatsapp-template-not-approved", wanted);
            findings.push(finding.with("status", found.status.as_str()));
        }
        findings.extend(found.differences(wanted));
        findings
    }
}

impl Found {
    /// Where it is not as the settings have it.
    fn differences(&self, wanted: &Template) -> Vec<Finding> {
        // Where its parts are not shown, the platform itself compares them when a message is sent.
        let Some(components) = &self.components else { return Vec::new() };
        let named = self.parameter_format.as_deref() == Some("NAMED");
        let named = named.then(|| about("whatsapp-template-named", wanted));
        let places = self.places();
        let count = (places != wanted.parameters).then(|| {
            about("whatsapp-template-places", wanted)
                .with("found", places)
                .with("wanted", wanted.parameters)
        });
        let header = header_word(components);
        let other = (header != wanted.header.word()).then(|| {
            about("whatsapp-template-header", wanted)
                .with("found", header)
                .with("wanted", wanted.header.word())
        });
        let buttons = components.iter().filter_map(|one| one.buttons.as_ref()).flatten();
        let open = buttons.into_iter().any(|button| has_place(&button["url"]));
        let open = open.then(|| about("whatsapp-template-button", wanted));
        named.into_iter().chain(count).chain(other).chain(open).collect()
    }

    fn body(&self) -> &str {
        let mut components = self.components.iter().flatten();
        let body = components.find(|one| one.r#type == "BODY");
        body.and_then(|one| one.text.as_deref()).unwrap_or_default()
    }

    /// How many places its text has.
    fn places(&self) -> usize {
        let mut names: Vec<_> = names(self.body()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// The length of its text without the places, in code points.
    fn words(&self) -> usize {
        let marks: usize = names(self.body()).map(|name| name.chars().count() + 4).sum();
        self.body().chars().count().saturating_sub(marks)
    }
}

/// What stands between `{{` and `}}`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name)
}

fn has_place(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains("{{"))
}

/// The header of a template, in the words of the settings; `text` for one with a place in its text.
fn header_word(components: &[Component]) -> &'static str {
    let Some(header) = components.iter().find(|one| one.r#type == "HEADER") else {
        return Header::None.word();
    };
    let open = header.text.as_deref().is_some_and(|text| text.contains("{{"));
    match header.format.as_deref() {
        Some("IMAGE") => Header::Image.word(),
        Some("VIDEO") => Header::Video.word(),
        Some("DOCUMENT") => Header::Document.word(),
        Some("TEXT") if open => "text",
        Some("TEXT") | None => Header::None.word(),
        Some(_) => "other",
    }
}

fn about(id: &'static str, template: &Template) -> Finding {
    Finding::error(id)
        .with("template", template.name.as_str())
        .with("language", template.language.as_str())
}

impl Number {
    /// How many people it may write to in a day; none for any number.
    fn a_day(&self) -> Option<u32> {
        let limit = self.whatsapp_business_manager_messaging_limit.as_deref();
        match limit.and_then(|tier| tier.strip_prefix("TIER_")) {
            Some("UNLIMITED") => None,
            Some(tier) => Some(thousands(tier).unwrap_or(LOWEST_TIER)),
            None => Some(LOWEST_TIER),
        }
    }

    /// What speaks against sending from it to `most` people.
    pub(super) fn findings(&self, most: usize) -> Vec<Finding> {
        let status = match self.status.as_str() {
            "CONNECTED" => None,
            "FLAGGED" => Some(Finding::warning("whatsapp-quality-low").with("rating", "FLAGGED")),
            other => Some(Finding::error("whatsapp-number-not-ready").with("status", other)),
        };
        let red =
            self.quality_rating.as_deref().filter(|rating| ["RED", "YELLOW"].contains(rating));
        let red = red.map(|rating| Finding::warning("whatsapp-quality-low").with("rating", rating));
        let name = self.name_status.as_deref().filter(|one| ["DECLINED", "EXPIRED"].contains(one));
        let name =
            name.map(|one| Finding::warning("whatsapp-name-not-approved").with("status", one));
        let tier = self.a_day().and_then(|day| usize::try_from(day).ok()).filter(|day| *day < most);
        let tier = tier
            .map(|day| Finding::warning("whatsapp-tier-low").with("day", day).with("most", most));
        status.into_iter().chain(red).chain(name).chain(tier).collect()
    }
}

/// `250`, `1K`, `100K`.
fn thousands(tier: &str) -> Option<u32> {
    match tier.strip_suffix('K') {
        Some(number) => number.parse::<u32>().ok()?.checked_mul(1000),
        None => tier.parse().ok(),
    }
}
