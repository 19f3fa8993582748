//! The words for people: one catalogue a room and a language, in Project Fluent's format.
//!
//! A message is found by its id: `ID = what is wrong`, and where something can be done about it
//! an attribute `.hint`. Facts are named as in the code (`{ $file }`). A fact called `cause` may
//! be another message's id and is then shown as that message, with the other facts in it.
//! Instants ([`INSTANTS`]) are shown as the clocks of the config's zone show them. Two functions are there besides:
//! `GIVEN($fact)` is `yes` or `no`, and `SIZE($bytes)` is a size such as `64 MiB`. Numbers stay
//! in plain digits in every language, so that they can be compared and searched for.

use std::fmt;

use chrono::DateTime;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::finding::{Fact, Finding};
use crate::language::Language;
use crate::schedule::Zone;
use crate::secret::strike_out;
use crate::text::Escaped;
use crate::verdict::Reason;

mod functions;

#[cfg(test)]
mod tests;

/// Which rooms have catalogues; a new one is its name here and a file for every language.
macro_rules! catalogues {
    ($($room:literal),+ $(,)?) => {
        const ENGLISH: &[(&str, &str)] =
            &[$(($room, include_str!(concat!("words/en/", $room, ".ftl")))),+];
        const HINDI: &[(&str, &str)] =
            &[$(($room, include_str!(concat!("words/hi/", $room, ".ftl")))),+];
    };
}

catalogues! {
    "account",
    "app",
    "bluesky",
    "cli",
    "config",
    "delivery",
    "doctor",
    "facebook",
    "graph",
    "handoff",
    "help",
    "http",
    "instagram",
    "intake",
    "journal",
    "keys",
    "linkedin",
    "mastodon",
    "media",
    "platform",
    "policy",
    "publish",
    "schedule",
    "secret",
    "telegram",
    "threads",
    "whatsapp",
    "x",
    "youtube",
}

/// The facts that are instants, where their text is one.
const INSTANTS: [&str; 8] = ["due", "end", "known", "now", "platforms", "since", "until", "wanted"];

/// Every message in one language, with English behind it.
pub struct Words {
    language: Language,
    /// Without it, instants are shown with their offset.
    zone: Option<Zone>,
    /// The wanted language first.
    bundles: Vec<FluentBundle<FluentResource>>,
}

/// What is said about a finding or a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is the matter.
    pub message: String,
    /// What can be done about it, with a right example.
    pub hint: Option<String>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.language)
    }
}

impl Words {
    /// The words of `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let bundles = match language {
            Language::English => vec![bundle(language, ENGLISH)],
            Language::Hindi => {
                vec![bundle(language, HINDI), bundle(Language::English, ENGLISH)]
            }
        };
        Self { language, zone: None, bundles }
    }

    /// The same, with instants as the clocks of `zone` show them.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Self {
        Self { zone: Some(zone), ..self }
    }

    /// The language that was asked for.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message `id`; in English where the language has none, and the id itself where
    /// nobody wrote one.
    #[must_use]
    pub fn message<'f>(
        &self,
        id: &str,
        facts: impl IntoIterator<Item = (&'f str, &'f Fact)>,
    ) -> String {
        self.format(id, None, &self.arguments(facts)).unwrap_or_else(|| id.to_owned())
    }

    /// What can be done about the message `id`, if anything was written.
    #[must_use]
    pub fn hint<'f>(
        &self,
        id: &str,
        facts: impl IntoIterator<Item = (&'f str, &'f Fact)>,
    ) -> Option<String> {
        self.format(id, Some("hint"), &self.arguments(facts))
    }

    /// What is said about `finding`.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> Said {
        let facts = || finding.facts.iter().map(|(name, fact)| (*name, fact));
        self.said(finding.id, facts)
    }

    /// What is said about `reason`.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> Said {
        let facts = || reason.facts.iter().map(|(name, fact)| (name.as_ref(), fact));
        self.said(&reason.id, facts)
    }

    /// A word or sentence of the program's own that needs no facts.
    #[must_use]
    pub fn plain(&self, id: &str) -> String {
        self.message(id, [])
    }

    fn said<'f, F: Iterator<Item = (&'f str, &'f Fact)>>(
        &self,
        id: &str,
        facts: impl Fn() -> F,
    ) -> Said {
        Said { message: self.message(id, facts()), hint: self.hint(id, facts()) }
    }

    fn arguments<'f>(
        &self,
        facts: impl IntoIterator<Item = (&'f str, &'f Fact)>,
    ) -> FluentArgs<'static> {
        let mut arguments = FluentArgs::new();
        let mut cause = None;
        for (name, fact) in facts {
            match fact {
                Fact::Number(number) => arguments.set(name.to_owned(), *number),
                Fact::Text(id) if name == "cause" => cause = Some(id),
                Fact::Text(text) => arguments.set(name.to_owned(), self.text(name, text)),
            }
        }
        if let Some(id) = cause {
            let known = self.format(id, None, &arguments);
            arguments.set("cause", known.unwrap_or_else(|| shown(id)));
        }
        arguments
    }

    fn text(&self, name: &str, text: &str) -> String {
        let zone = self.zone.filter(|_| INSTANTS.contains(&name));
        let instant = zone.and_then(|zone| {
            let instant = DateTime::parse_from_rfc3339(text).ok()?;
            Some(zone.local(instant.to_utc()).format("%Y-%m-%d %H:%M").to_string())
        });
        instant.unwrap_or_else(|| shown(text))
    }

    fn format(&self, id: &str, part: Option<&str>, arguments: &FluentArgs<'_>) -> Option<String> {
        self.bundles.iter().find_map(|bundle| {
            let message = bundle.get_message(id)?;
            let pattern = match part {
                None => message.value()?,
                Some(part) => message.get_attribute(part)?.value(),
            };
            // A fact that is missing shows as its name; the sentence around it still helps.
            let said = bundle.format_pattern(pattern, Some(arguments), &mut Vec::new());
            Some(said.into_owned())
        })
    }
}

/// Foreign text, made harmless.
fn shown(text: &str) -> String {
    Escaped(&strike_out(text)).to_string()
}

/// Tests see to it that every catalogue can be read as a whole and none repeats an id.
fn bundle(language: Language, catalogues: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    functions::add(&mut bundle);
    for (_, text) in catalogues {
        let resource = FluentResource::try_new((*text).to_owned());
        bundle.add_resource_overriding(resource.unwrap_or_else(|(readable, _)| readable));
    }
    bundle
}
