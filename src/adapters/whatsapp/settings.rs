//! The settings of an account.

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;

use super::header::Header;
use super::standing::{self, Standing};
use crate::adapters::graph::Version;
use crate::adapters::graph::line::Id;
use crate::clock::Instant;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// Where requests go.
const SERVER: &str = "https://graph.facebook.com";

/// All settings with their defaults written out.
pub(super) const SAMPLE: &str = r#"# What your organisation is: association, business, charity, cooperative, government, health or school.
organisation_kind = "charity"
# The day on which one of you last read https://business.whatsapp.com/policy
policy_confirmed_on = 2025-11-01
# The number that writes, and the business account that it belongs to: their ids, no telephone numbers.
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
# The token of a system user, and the app that it was made with.
token = { credential = "whatsapp-token" }
app_id = "987654321098765"
app_secret = { credential = "whatsapp-app-secret" }
# The template that Meta approved: its name, its language, how many places its text has, and its header:
# none, image, video or document.
template = "office_notice"
template_language = "hi"
parameters = 1
header = "none"
# The people who agreed, in a file beside this one, and to what they must have agreed.
recipients = "whatsapp-recipients.csv"
category = "notices"
# More people than this are refused.
max_recipients = 250
# How old the news of people who want no more messages may be. It is the age of the file, or counts
# from the day that opt_outs_imported_on = 2026-11-25 says.
opt_outs_max_age = "7d"
# The version of the interface that is asked for.
version = "v25.0"
# Where requests go; leave it out.
server = "https://graph.facebook.com"
"#;

/// How old the news of people who want no more messages may be, in seconds: 1 to 30 days.
const AGES: std::ops::RangeInclusive<u64> = 86_400..=30 * 86_400;

/// The same where it is not set.
const AGE: Duration = Duration::from_secs(7 * 86_400);

/// The most people that an account may be set to write to: each is a part of a delivery.
const MOST: u32 = 10_000;

/// The template that messages are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) name: String,
    pub(super) language: String,
    /// How many places its text has.
    pub(super) parameters: usize,
    pub(super) header: Header,
}

/// What the config says about the account.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) standing: Standing,
    /// The number that writes.
    pub(super) phone: Id,
    /// The business account, which has the templates.
    pub(super) business: Id,
    pub(super) token: Secret,
    pub(super) app: Id,
    pub(super) app_secret: Secret,
    pub(super) template: Template,
    /// The file with the people.
    pub(super) recipients: PathBuf,
    /// How messages name that file.
    pub(super) recipients_name: String,
    /// What people must have agreed to, where a post says nothing else.
    pub(super) category: String,
    pub(super) most: usize,
    pub(super) opt_outs: OptOuts,
    pub(super) version: Version,
    pub(super) server: Url,
}

/// When the people who want no more messages were last taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OptOuts {
    /// The day, where it is said; else the file's own time counts.
    pub(super) imported: Option<NaiveDate>,
    /// How long that may be ago.
    pub(super) max_age: Duration,
    /// Whether nobody is written to, as in a dry run, which runs ahead of the clock.
    pub(super) rehearsed: bool,
}

impl Settings {
    /// Reads all settings, so that every mistake is found at once.
    pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Self> {
        let now = setup.clock.now();
        let standing = Standing::read(keys, now);
        let phone = id(keys, "phone_number_id", "106540352242922");
        let business = id(keys, "business_account_id", "102290129340398");
        let token = setup.secret(keys, "token");
        let app = id(keys, "app_id", "987654321098765");
        let app_secret = setup.secret(keys, "app_secret");
        let template = template(keys);
        let recipients =
            keys.require::<String>("recipients", "recipients = \"whatsapp-recipients.csv\"");
        let category = required(keys, "category", "category = \"notices\"", category);
        let most = most(keys);
        let opt_outs = opt_outs(setup, keys, now);
        let version = keys.take_with("version", "version = \"v25.0\"", Version::read);
        let server = setup.address(keys, "server", Some(SERVER));
        let recipients_name = recipients?;
        Some(Self {
            standing: standing?,
            phone: phone?,
            business: business?,
            token: token?,
            app: app?,
            app_secret: app_secret?,
            template: template?,
            recipients: setup.beside_config(&recipients_name),
            recipients_name,
            category: category?,
            most: most?,
            opt_outs,
            version: version.unwrap_or(Version::DEFAULT),
            server: server?,
        })
    }
}

/// The value of `key`, which must be there.
fn required<T>(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    if !keys.has(key) {
        keys.missing(key, example);
        return None;
    }
    keys.take_with(key, example, read)
}

fn id(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<Id> {
    required(keys, key, &format!("{key} = \"{example}\""), |text| {
        Id::read(text).ok_or_else(|| "an id has digits alone, and stands in quotes".to_owned())
    })
}

fn template(keys: &mut Keys<'_>) -> Option<Template> {
    let name = required(keys, "template", "template = \"office_notice\"", template_name);
    let language = required(keys, "template_language", "template_language = \"hi\"", language);
    let parameters = keys.number("parameters", "parameters = 1", 1..=10);
    let header = keys.choice("header", "header = \"image\"", &Header::WORDS);
    let parameters = usize::try_from(parameters.unwrap_or(1)).unwrap_or(1);
    Some(Template {
        name: name?,
        language: language?,
        parameters,
        header: header.unwrap_or_default(),
    })
}

/// Lower case, digits and `_`, up to 512 (reference of templates, 2026).
fn template_name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if (1..=512).contains(&text.len()) && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("a template's name has small letters, digits and _".to_owned())
    }
}

fn language(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphabetic() || c == '_';
    if (2..=12).contains(&text.len()) && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("a language is written like hi, en or en_US".to_owned())
    }
}

/// The name of something that people can agree to.
pub(super) fn category(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_alphanumeric() || "-_\u{93c}\u{94d}".contains(c) || is_vowel_sign(c);
    if !text.is_empty() && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("a category is one word".to_owned())
    }
}

/// Vowel signs of Devanagari are no letters to Unicode.
fn is_vowel_sign(c: char) -> bool {
    ('\u{900}'..='\u{903}').contains(&c) || ('\u{93e}'..='\u{94c}').contains(&c)
}

fn most(keys: &mut Keys<'_>) -> Option<usize> {
    let example = "max_recipients = 250";
    if !keys.has("max_recipients") {
        keys.missing("max_recipients", example);
        return None;
    }
    let most = keys.number("max_recipients", example, 1..=MOST)?;
    usize::try_from(most).ok()
}

fn opt_outs(setup: &Setup, keys: &mut Keys<'_>, now: Instant) -> OptOuts {
    let example = "opt_outs_imported_on = 2026-11-25";
    let imported = standing::day(keys, "opt_outs_imported_on", example, now);
    let max_age = keys.duration("opt_outs_max_age", "opt_outs_max_age = \"7d\"", AGES);
    let rehearsed = setup.mock.is_some();
    OptOuts { imported, max_age: max_age.unwrap_or(AGE), rehearsed }
}

impl OptOuts {
    /// Why nothing may go out `now` by the age of the news; the file was last changed at `changed`.
    pub(super) fn finding(&self, changed: Instant, now: Instant) -> Option<Finding> {
        if self.rehearsed {
            return None;
        }
        let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        let since = self.imported.map_or(changed, midnight);
        let age = (now - since).to_std().unwrap_or_default();
        let days = |time: Duration| time.as_secs() / 86_400;
        (age > self.max_age).then(|| {
            Finding::error("whatsapp-opt-outs-old")
                .with("days", days(age))
                .with("most", days(self.max_age))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(imported: Option<&str>, changed: &str, now: &str) -> Option<&'static str> {
        let imported = imported.map(|day| day.parse().unwrap());
        let opt_outs = OptOuts { imported, max_age: AGE, rehearsed: false };
        let at = |text: &str| format!("{text}Z").parse().unwrap();
        opt_outs.finding(at(changed), at(now)).map(|finding| finding.id)
    }

    #[test]
    fn news_that_are_older_than_their_age_stop_everything() {
        let (changed, old) = ("2026-11-20T10:00:00", Some("whatsapp-opt-outs-old"));
        assert_eq!(days(None, changed, "2026-11-27T10:00:00"), None);
        assert_eq!(days(None, changed, "2026-11-27T10:00:01"), old);
        assert_eq!(days(Some("2026-11-25"), changed, "2026-12-01T10:00:00"), None);
        assert_eq!(days(Some("2026-11-10"), changed, "2026-11-20T11:00:00"), old);
    }

    #[test]
    fn a_file_from_the_future_is_news() {
        assert_eq!(days(None, "2026-11-20T10:00:00", "2026-11-01T10:00:00"), None);
    }
}
