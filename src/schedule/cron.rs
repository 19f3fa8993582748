//! Crontab lines as crontab(5) means them: five fields, or a nickname.
//!
//! The `cron` crate only matches fields here. It counts weekdays from 1, wants seconds and
//! demands both day fields at once, so each line is read by us and handed to it value by value;
//! and it never sees a time zone, because it loses, doubles and reorders firings where a clock
//! changes. It walks over **wall times**: local times that no zone has touched yet.

use std::ops::Range;
use std::str::FromStr as _;

use ::cron::Schedule;
use chrono::{Datelike as _, Months, NaiveDate, NaiveDateTime};

#[cfg(test)]
mod agreement;
mod error;
mod field;
mod item;
#[cfg(test)]
mod tests;

pub use error::{CronError, CronProblem};
pub use field::CronField;

use field::{Days, Values};

/// The last year of which firings are given. The zones' tables know no clock change after it.
const LAST_YEAR: i32 = 2099;

/// The nicknames of crontab(5) that mean a time, with their lines.
const NICKNAMES: [(&str, &str); 7] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
];

/// A crontab line that was understood and fires at least once in five years.
///
/// Where both day fields are set, a day that fits either of them fits, as in crontab(5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronLine {
    text: String,
    matcher: Schedule,
    /// The weekday's own matcher, where both day fields are set.
    weekday_matcher: Option<Schedule>,
}

/// One field of a line as it stands there.
#[derive(Debug, Clone)]
struct Word<'a> {
    text: &'a str,
    span: Range<usize>,
}

impl CronLine {
    /// Reads a line of five fields, or one nickname such as `@daily`.
    pub fn parse(line: &str) -> Result<Self, CronError> {
        error::refuse_foreign_signs(line)?;
        let words = words(line);
        let whole = whole_span(line, &words);
        let read = match words.as_slice() {
            [] => return Err(CronProblem::Empty.at(whole)),
            [only] if only.text.starts_with('@') => read_nickname(line, only)?,
            [first, ..] if first.text.contains('=') => {
                let found = first.text.to_owned();
                return Err(CronProblem::ZoneInside { found }.at(first.span.clone()));
            }
            [minute, hour, day, month, weekday] => {
                read_fields(line, [minute, hour, day, month, weekday])?
            }
            _ => return Err(wrong_count(&words, whole)),
        };
        if read.fires_within_five_years() {
            Ok(read)
        } else {
            Err(CronProblem::NeverFires { found: line[whole.clone()].to_owned() }.at(whole))
        }
    }

    /// The line as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first wall time strictly after `wall` that fits, up to the end of 2099.
    pub(super) fn next_wall(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        let weekdays = self.weekday_matcher.as_ref();
        let matchers = std::iter::once(&self.matcher).chain(weekdays);
        let next = matchers.filter_map(|matcher| matcher.after(&wall.and_utc()).next()).min()?;
        (next.year() <= LAST_YEAR).then(|| next.naive_utc())
    }

    /// Whether the line fires in five years. The calendar alone decides it, with no clock: up
    /// to 2099 any five years have every day there is, the 29 February too.
    fn fires_within_five_years(&self) -> bool {
        let start = NaiveDate::default();
        let end = start + Months::new(5 * 12);
        self.next_wall(start.into()).is_some_and(|first| first.date() <= end)
    }

    fn from_values(
        line: &str,
        (minutes, hours, months): (Values, Values, Values),
        days: Days,
    ) -> Self {
        let matcher = |day: Values, weekday: Values| {
            let weekday = weekday.counted_from_one();
            matcher_of(&format!("0 {minutes} {hours} {day} {months} {weekday}"))
        };
        let all_days = Values::all(CronField::Day);
        let all_weekdays = Values::all(CronField::Weekday);
        let (matcher, weekday_matcher) = match days {
            Days::Every => (matcher(all_days, all_weekdays), None),
            Days::OfMonth(day) => (matcher(day, all_weekdays), None),
            Days::OfWeek(weekday) => (matcher(all_days, weekday), None),
            Days::Either(day, weekday) => {
                (matcher(day, all_weekdays), Some(matcher(all_days, weekday)))
            }
        };
        Self { text: line.to_owned(), matcher, weekday_matcher }
    }
}

#[expect(clippy::expect_used, reason = "the line holds nothing but numbers that were checked")]
fn matcher_of(line: &str) -> Schedule {
    Schedule::from_str(line).expect("values in range are a line that the crate reads")
}

fn read_nickname(line: &str, word: &Word<'_>) -> Result<CronLine, CronError> {
    let known = NICKNAMES.iter().find(|(nickname, _)| *nickname == word.text);
    let (_, meaning) = known.ok_or_else(|| unknown_nickname(word))?;
    let fields = words(meaning);
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return Err(unknown_nickname(word));
    };
    read_fields(line, [minute, hour, day, month, weekday])
}

fn read_fields(line: &str, words: [&Word<'_>; 5]) -> Result<CronLine, CronError> {
    let [minute, hour, day, month, weekday] = words;
    let minutes = field::read(CronField::Minute, minute)?.values;
    let hours = field::read(CronField::Hour, hour)?.values;
    let day = field::read(CronField::Day, day)?;
    let months = field::read(CronField::Month, month)?.values;
    let weekday = field::read(CronField::Weekday, weekday)?;
    let days = Days::from_fields(day, weekday)?;
    Ok(CronLine::from_values(line, (minutes, hours, months), days))
}

fn unknown_nickname(word: &Word<'_>) -> CronError {
    let found = word.text.to_owned();
    let problem = if word.text.eq_ignore_ascii_case("@reboot") {
        CronProblem::Reboot { found }
    } else {
        CronProblem::UnknownNickname { example: nearest_nickname(word.text), found }
    };
    problem.at(word.span.clone())
}

fn nearest_nickname(found: &str) -> &'static str {
    let found = found.to_ascii_lowercase();
    let distance = |nickname: &str| strsim::damerau_levenshtein(nickname, &found);
    let nicknames = NICKNAMES.iter().map(|(nickname, _)| *nickname);
    nicknames.min_by_key(|nickname| distance(nickname)).unwrap_or("@daily")
}

/// Points at the surplus fields, or at the whole line where some are missing.
fn wrong_count(words: &[Word<'_>], whole: Range<usize>) -> CronError {
    let wanted = if words[0].text.starts_with('@') { 1 } else { 5 };
    let start = words.get(wanted).map_or(whole.start, |surplus| surplus.span.start);
    CronProblem::FieldCount { found: words.len() }.at(start..whole.end)
}

/// Splits at blanks, which are spaces and tabs and nothing else.
fn words(line: &str) -> Vec<Word<'_>> {
    let mut start = 0;
    let mut words = Vec::new();
    for text in line.split([' ', '\t']) {
        let span = start..start + text.len();
        start = span.end + 1;
        if !text.is_empty() {
            words.push(Word { text, span });
        }
    }
    words
}

/// From the first word to the last; an empty line is meant as a whole.
fn whole_span(line: &str, words: &[Word<'_>]) -> Range<usize> {
    match words {
        [] => 0..line.len(),
        [first, .., last] => first.span.start..last.span.end,
        [only] => only.span.clone(),
    }
}
