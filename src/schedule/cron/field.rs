//! The fields of a crontab line, and what the two day fields say together.

use std::fmt;

use super::Word;
use super::error::{CronError, CronProblem};
use super::item::Item;

/// The five fields of a crontab line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CronField {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// The day of the month, 1 to 31.
    Day,
    /// 1 to 12, or the first three letters of the English name.
    Month,
    /// 0 to 7, where 0 and 7 are Sunday, or the first three letters of the English name.
    Weekday,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl CronField {
    /// The field's name, as facts of findings give it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day-of-month",
            Self::Month => "month",
            Self::Weekday => "weekday",
        }
    }

    /// The smallest number that may stand in the field.
    #[must_use]
    pub fn min(self) -> u32 {
        match self {
            Self::Day | Self::Month => 1,
            Self::Minute | Self::Hour | Self::Weekday => 0,
        }
    }

    /// The largest number that may stand in the field.
    #[must_use]
    pub fn max(self) -> u32 {
        match self {
            Self::Minute => 59,
            Self::Hour => 23,
            Self::Day => 31,
            Self::Month => 12,
            Self::Weekday => 7,
        }
    }

    /// The largest number that means something of its own: a second Sunday does not.
    pub(super) fn last(self) -> u32 {
        if self == Self::Weekday { 6 } else { self.max() }
    }

    /// The number itself, and 0 for a Sunday written as 7.
    pub(super) fn canonical(self, number: u32) -> u32 {
        if number > self.last() { self.min() } else { number }
    }

    /// The names that the field knows, the first of which stands for [`CronField::min`].
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &MONTHS,
            Self::Weekday => &WEEKDAYS,
            Self::Minute | Self::Hour | Self::Day => &[],
        }
    }

    /// What a right field looks like.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Minute => "0,30",
            Self::Hour => "9-17",
            Self::Day => "1,15",
            Self::Month => "1-6",
            Self::Weekday => "1-5",
        }
    }

    /// The name that a longer word begins with, as `sep` in `September`.
    pub(super) fn name_meant(self, word: &str) -> Option<&'static str> {
        let start = word.get(..3)?;
        self.names().iter().copied().find(|name| start.eq_ignore_ascii_case(name))
    }

    pub(super) fn number_of_name(self, name: &str) -> Option<u32> {
        let place = self.names().iter().position(|known| name.eq_ignore_ascii_case(known))?;
        u32::try_from(place).ok().map(|place| place + self.min())
    }
}

/// The numbers that a field allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Values {
    field: CronField,
    bits: u64,
    /// What is added to each number when it is written.
    shift: u32,
}

impl Values {
    pub(super) fn all(field: CronField) -> Self {
        let mut all = Self::none(field);
        (field.min()..=field.last()).for_each(|number| all.add(number));
        all
    }

    fn none(field: CronField) -> Self {
        Self { field, bits: 0, shift: 0 }
    }

    fn add(&mut self, number: u32) {
        self.bits |= 1 << self.field.canonical(number);
    }

    /// The same numbers, written one higher each, as the crate counts weekdays.
    pub(super) fn counted_from_one(self) -> Self {
        Self { shift: 1, ..self }
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bits == Self::all(self.field).bits {
            return f.write_str("*");
        }
        let numbers = (0..u64::BITS).filter(|number| self.bits & (1 << number) != 0);
        let texts: Vec<String> = numbers.map(|number| (number + self.shift).to_string()).collect();
        f.write_str(&texts.join(","))
    }
}

/// A field that was read.
#[derive(Debug, Clone)]
pub(super) struct Read<'a> {
    pub(super) values: Values,
    shape: Shape,
    word: Word<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A star alone: the field says nothing.
    Star,
    /// A star with a step, alone or in a list.
    SteppedStar,
    /// Numbers, names, ranges.
    Set,
}

/// What the two day fields say together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Days {
    Every,
    OfMonth(Values),
    OfWeek(Values),
    Either(Values, Values),
}

impl Days {
    /// `*/n` beside another day field is refused: the manual calls such a field set, while
    /// many daemons look at its star alone and take it for unset.
    pub(super) fn from_fields(day: Read<'_>, weekday: Read<'_>) -> Result<Self, CronError> {
        match (day.shape, weekday.shape) {
            (Shape::Star, Shape::Star) => Ok(Self::Every),
            (_, Shape::Star) => Ok(Self::OfMonth(day.values)),
            (Shape::Star, _) => Ok(Self::OfWeek(weekday.values)),
            (Shape::SteppedStar, _) => Err(starred_days(&day)),
            (_, Shape::SteppedStar) => Err(starred_days(&weekday)),
            (Shape::Set, Shape::Set) => Ok(Self::Either(day.values, weekday.values)),
        }
    }
}

fn starred_days(read: &Read<'_>) -> CronError {
    let Read { values, word, .. } = read;
    let example = if *values == Values::all(values.field) {
        format!("{}-{}", values.field.min(), values.field.last())
    } else {
        values.to_string()
    };
    let found = word.text.to_owned();
    CronProblem::StarredDays { field: values.field, found, example }.at(word.span.clone())
}

/// Reads one field.
pub(super) fn read<'a>(field: CronField, word: &Word<'a>) -> Result<Read<'a>, CronError> {
    let word = word.clone();
    if word.text == "*" {
        return Ok(Read { values: Values::all(field), shape: Shape::Star, word });
    }
    let mut values = Values::none(field);
    let mut start = word.span.start;
    for text in word.text.split(',') {
        let item = Item { field, text, start };
        start += text.len() + 1;
        item.progression()?.for_each(|number| values.add(number));
    }
    let stepped = word.text.split(',').any(|item| item.starts_with('*'));
    let shape = if stepped { Shape::SteppedStar } else { Shape::Set };
    Ok(Read { values, shape, word })
}
