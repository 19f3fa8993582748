//! What can be wrong with a crontab line, with its place and a right example.

use std::ops::Range;

use thiserror::Error;

use super::field::CronField;
use crate::finding::Finding;

/// A line that is always right, for examples.
const EXAMPLE: &str = "0 9 * * 1-5";

/// Marks that other programs give a meaning to and crontab(5) does not.
const EXTENSIONS: &str = "LWH#?+~%()";

/// Why a crontab line was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct CronError {
    /// The bytes of the line that are meant.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub problem: CronProblem,
}

/// What is wrong with a crontab line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CronProblem {
    /// Nothing but blanks.
    #[error("the crontab line is empty; write five fields, such as `{EXAMPLE}`")]
    Empty,
    /// Not five fields: seconds and years are not known here.
    #[error("the crontab line has {found} fields; write five, such as `{EXAMPLE}`")]
    FieldCount {
        /// How many there are.
        found: usize,
    },
    /// `@something` that crontab(5) does not know.
    #[error("`{found}` is no crontab nickname; write `{example}`")]
    UnknownNickname {
        /// What stands there.
        found: String,
        /// The nickname nearest to it.
        example: &'static str,
    },
    /// `@reboot`, which is no time.
    #[error("`{found}` names no time; write five fields, such as `{EXAMPLE}`")]
    Reboot {
        /// What stands there.
        found: String,
    },
    /// `TZ=…` or the like before the fields.
    #[error("`{found}` stands before the crontab line; write the zone beside the line instead")]
    ZoneInside {
        /// What stands there.
        found: String,
    },
    /// Digits or signs of another script, as keyboards and word processors make them.
    #[error("the crontab line has `{found}`, which is no plain ASCII; write `{example}`")]
    ForeignSigns {
        /// What stands there.
        found: String,
        /// The whole line in plain signs, or a right line where that cannot be told.
        example: String,
    },
    /// A mark such as `L` or `#`, which only other programs know.
    #[error("`{found}` in the field {} is not of crontab(5); write `{example}`", field.name())]
    Extension {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
        /// A right field.
        example: String,
    },
    /// Letters that are no name of a month or weekday.
    #[error("`{found}` is no name for the field {}; write `{example}`", field.name())]
    UnknownName {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
        /// The name meant, or a right field.
        example: String,
    },
    /// Something that is no number.
    #[error("`{found}` in the field {} is no number; write `{example}`", field.name())]
    NotANumber {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
        /// A right field.
        example: String,
    },
    /// Nothing where a number belongs, as between two commas.
    #[error("a number is missing in the field {}; write `{example}`", field.name())]
    NumberMissing {
        /// The field.
        field: CronField,
        /// A right field.
        example: String,
    },
    /// A number that the field does not have.
    #[error(
        "`{found}` is out of range for the field {}; write {} to {}",
        field.name(), field.min(), field.max()
    )]
    OutOfRange {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
    },
    /// A range whose end comes before its start.
    #[error("the range `{found}` of the field {} runs backwards; write `{example}`", field.name())]
    RangeBackwards {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
        /// The same as two ranges.
        example: String,
    },
    /// A step behind a single number.
    #[error("`{found}` in the field {} is a step without a range; write `{example}`", field.name())]
    StepWithoutRange {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
        /// The same with its range.
        example: String,
    },
    /// A step of nothing, or one that is longer than the field.
    #[error(
        "the step `{found}` does not fit the field {}; write 1 to {}", field.name(), field.max()
    )]
    StepOutOfRange {
        /// The field.
        field: CronField,
        /// What stands there.
        found: String,
    },
    /// `*/n` in one day field while the other is set too.
    #[error("`{found}` beside another day field is read in two ways; write `{example}`")]
    StarredDays {
        /// The field with the star.
        field: CronField,
        /// What stands there.
        found: String,
        /// Its days, written out.
        example: String,
    },
    /// A day that no year has.
    #[error("`{found}` never fires, since no month has that day; write such as `0 9 28 2 *`")]
    NeverFires {
        /// The line.
        found: String,
    },
}

impl CronError {
    /// The error as a finding without a place: the caller knows where the line stands.
    #[must_use]
    pub fn finding(&self) -> Finding {
        self.problem.finding()
    }
}

impl CronProblem {
    pub(super) fn at(self, span: Range<usize>) -> CronError {
        CronError { span, problem: self }
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Empty => "cron-empty",
            Self::FieldCount { .. } => "cron-field-count",
            Self::UnknownNickname { .. } => "cron-nickname-unknown",
            Self::Reboot { .. } => "cron-reboot",
            Self::ZoneInside { .. } => "cron-zone-inside",
            Self::ForeignSigns { .. } => "cron-foreign-signs",
            Self::Extension { .. } => "cron-extension",
            Self::UnknownName { .. } => "cron-name-unknown",
            Self::NotANumber { .. } => "cron-not-a-number",
            Self::NumberMissing { .. } => "cron-number-missing",
            Self::OutOfRange { .. } => "cron-out-of-range",
            Self::RangeBackwards { .. } => "cron-range-backwards",
            Self::StepWithoutRange { .. } => "cron-step-without-range",
            Self::StepOutOfRange { .. } => "cron-step-out-of-range",
            Self::StarredDays { .. } => "cron-starred-days",
            Self::NeverFires { .. } => "cron-never-fires",
        }
    }

    fn finding(&self) -> Finding {
        let finding = Finding::error(self.id());
        match self {
            Self::Empty => finding.with("example", EXAMPLE),
            Self::FieldCount { found } => finding.with("found", *found).with("example", EXAMPLE),
            Self::UnknownNickname { found, example } => {
                finding.with("found", found.as_str()).with("example", *example)
            }
            Self::Reboot { found } => {
                finding.with("found", found.as_str()).with("example", EXAMPLE)
            }
            Self::ZoneInside { found } => {
                let example = format!("zone = \"{}\"", zone_name(found));
                finding.with("found", found.as_str()).with("example", example)
            }
            Self::ForeignSigns { found, example } => {
                finding.with("found", found.as_str()).with("example", example.as_str())
            }
            Self::NeverFires { found } => {
                finding.with("found", found.as_str()).with("example", "0 9 28 2 *")
            }
            Self::NumberMissing { field, example } => {
                finding.with("field", field.name()).with("example", example.as_str())
            }
            Self::OutOfRange { field, found } => {
                with_limits(about(finding, *field, found), field.min(), field.max())
            }
            Self::StepOutOfRange { field, found } => {
                with_limits(about(finding, *field, found), 1, field.max())
            }
            Self::Extension { field, found, example }
            | Self::UnknownName { field, found, example }
            | Self::NotANumber { field, found, example }
            | Self::RangeBackwards { field, found, example }
            | Self::StepWithoutRange { field, found, example }
            | Self::StarredDays { field, found, example } => {
                about(finding, *field, found).with("example", example.as_str())
            }
        }
    }
}

fn about(finding: Finding, field: CronField, found: &str) -> Finding {
    finding.with("field", field.name()).with("found", found)
}

/// The smallest and largest number allowed; the smallest serves as example.
fn with_limits(finding: Finding, min: u32, max: u32) -> Finding {
    let (min, max) = (i64::from(min), i64::from(max));
    finding.with("min", min).with("max", max).with("example", min.to_string())
}

fn zone_name(assignment: &str) -> &str {
    let value = assignment.split_once('=').map_or("", |(_, value)| value);
    if value.is_empty() { "Asia/Kolkata" } else { value }
}

/// Sorts out what stands where a number belongs.
pub(super) fn not_a_number(field: CronField, text: &str, example: &str) -> CronProblem {
    let (found, example) = (text.to_owned(), example.to_owned());
    let is_word = text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_extension = |sign: char| EXTENSIONS.contains(sign.to_ascii_uppercase());
    if text.is_empty() {
        CronProblem::NumberMissing { field, example }
    } else if is_word {
        let example = field.name_meant(text).map_or(example, str::to_owned);
        CronProblem::UnknownName { field, found, example }
    } else if text.contains(is_extension) {
        let example = if text == "?" { "*".to_owned() } else { example };
        CronProblem::Extension { field, found, example }
    } else {
        CronProblem::NotANumber { field, found, example }
    }
}

/// Refuses what is not ASCII, and says how the line looks in plain signs.
pub(super) fn refuse_foreign_signs(line: &str) -> Result<(), CronError> {
    let Some(start) = line.find(|sign: char| !sign.is_ascii()) else {
        return Ok(());
    };
    let rest = &line[start..];
    let found = &rest[..rest.find(|sign: char| sign.is_ascii()).unwrap_or(rest.len())];
    let plain: String = line.chars().map(plain_sign).collect();
    let example = if plain.is_ascii() { plain } else { EXAMPLE.to_owned() };
    let span = start..start + found.len();
    Err(CronProblem::ForeignSigns { found: found.to_owned(), example }.at(span))
}

/// The ASCII sign that a digit, dash or space of another script stands for.
fn plain_sign(sign: char) -> char {
    match sign {
        '‐'..='―' | '−' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '＊' => '*',
        '，' | '、' | '،' => ',',
        _ => plain_digit(sign).unwrap_or(sign),
    }
}

fn plain_digit(sign: char) -> Option<char> {
    const ZEROS: &str = "०০੦૦୦௦౦೦൦٠۰０";
    let place = |zero: char| u32::from(sign).checked_sub(u32::from(zero));
    let digit = ZEROS.chars().filter_map(place).find(|digit| *digit < 10)?;
    char::from_digit(digit, 10)
}
