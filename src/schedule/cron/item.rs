//! One item of a field's list: a number, a name, a range or a step.

use std::ops::Range;

use super::error::{self, CronError, CronProblem};
use super::field::CronField;

/// A piece of a field, down to a single number or name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) field: CronField,
    pub(super) text: &'a str,
    /// Where it starts in the line, in bytes.
    pub(super) start: usize,
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

    /// The numbers that the item stands for.
    pub(super) fn progression(self) -> Result<impl Iterator<Item = u32>, CronError> {
        let (first, last, step) = match self.split('/') {
            Some((range, step)) => self.stepped(range, step)?,
            None => self.range().map(|(first, last)| (first, last, 1))?,
        };
        Ok((first..=last).step_by(step))
    }

    fn stepped(self, range: Self, step: Self) -> Result<(u32, u32, usize), CronError> {
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
