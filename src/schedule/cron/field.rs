//! One field of a crontab line: numbers, names, ranges, lists and steps.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use super::Word;
use super::error::{self, CronError, CronProblem};

/// The five fields of a crontab line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
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
    fn last(self) -> u32 {
        if self == Self::Weekday { 6 } else { self.max() }
    }

    /// The number itself, and 0 for a Sunday written as 7.
    fn canonical(self, number: u32) -> u32 {
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
    fn example(self) -> &'static str {
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

    fn number_of_name(self, name: &str) -> Option<u32> {
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
        item.add_to(&mut values)?;
    }
    let stepped = word.text.split(',').any(|item| item.starts_with('*'));
    let shape = if stepped { Shape::SteppedStar } else { Shape::Set };
    Ok(Read { values, shape, word })
}

/// A piece of a field, down to a single number or name.
#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    field: CronField,
    text: &'a str,
    start: usize,
}

impl<'a> Item<'a> {
    fn span(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Both sides of the first `sign`, each with its place.
    fn split(self, sign: char) -> Option<(Self, Self)> {
        let (left, right) = self.text.split_once(sign)?;
        let start = self.start + left.len() + sign.len_utf8();
        Some((Self { text: left, ..self }, Self { text: right, start, ..self }))
    }

    fn add_to(self, values: &mut Values) -> Result<(), CronError> {
        let (first, last, step) = self.progression()?;
        (first..=last).step_by(step).for_each(|number| values.add(number));
        Ok(())
    }

    /// The item as first number, last number and step.
    fn progression(self) -> Result<(u32, u32, usize), CronError> {
        let Some((range, step)) = self.split('/') else {
            let (first, last) = self.range()?;
            return Ok((first, last, 1));
        };
        let (first, last) = if range.text == "*" {
            (self.field.min(), self.field.last())
        } else if range.text.contains('-') {
            range.range()?
        } else {
            return Err(self.step_without_range(range.number()?, step.step()?));
        };
        Ok((first, last, step.step()?))
    }

    fn range(self) -> Result<(u32, u32), CronError> {
        let Some((left, right)) = self.split('-') else {
            let number = self.number()?;
            return Ok((number, number));
        };
        let (first, last) = (left.number()?, right.number()?);
        if first > last {
            return Err(self.backwards(first, last));
        }
        Ok((first, last))
    }

    fn number(self) -> Result<u32, CronError> {
        if let Some(number) = self.field.number_of_name(self.text) {
            return Ok(number);
        }
        let (field, found) = (self.field, self.text);
        if !self.is_digits() {
            return Err(error::not_a_number(field, found, field.example()).at(self.span()));
        }
        let number =
            found.parse().ok().filter(|number| (field.min()..=field.max()).contains(number));
        number.ok_or_else(|| {
            CronProblem::OutOfRange { field, found: found.to_owned() }.at(self.span())
        })
    }

    fn step(self) -> Result<usize, CronError> {
        let (field, found) = (self.field, self.text);
        if !self.is_digits() {
            return Err(error::not_a_number(field, found, "*/2").at(self.span()));
        }
        let largest = usize::try_from(field.max()).unwrap_or(usize::MAX);
        let step = found.parse().ok().filter(|step| (1..=largest).contains(step));
        step.ok_or_else(|| {
            CronProblem::StepOutOfRange { field, found: found.to_owned() }.at(self.span())
        })
    }

    fn is_digits(self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// `5/20` with its meaning in other programs, written so that crontab(5) knows it.
    fn step_without_range(self, number: u32, step: usize) -> CronError {
        let (first, last) = (self.field.canonical(number), self.field.last());
        let example = format!("{first}-{last}/{step}");
        let found = self.text.to_owned();
        CronProblem::StepWithoutRange { field: self.field, found, example }.at(self.span())
    }

    /// `22-2` with its meaning, written as two ranges. `7-2` has one: both ends of a week are
    /// Sunday.
    fn backwards(self, first: u32, last: u32) -> CronError {
        let start = run(self.field.min(), last);
        let example = if first > self.field.last() {
            start
        } else {
            format!("{},{start}", run(first, self.field.last()))
        };
        let found = self.text.to_owned();
        CronProblem::RangeBackwards { field: self.field, found, example }.at(self.span())
    }
}

fn run(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}
