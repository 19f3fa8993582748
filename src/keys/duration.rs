//! Lengths of time as people write them: a whole number and its unit, such as `90s` or `2h`.

use std::time::Duration;

/// The units, largest first, with their seconds.
const UNITS: [(&str, u64); 4] = [("d", 24 * 60 * 60), ("h", 60 * 60), ("m", 60), ("s", 1)];

/// Why a text is no length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DurationProblem {
    /// Not a whole number with a unit.
    #[error(
        "it is not a whole number with a unit (write such as \"90s\", \"5m\", \"2h\" or \"1d\")"
    )]
    Form,
    /// So long that no clock could show it.
    #[error("it is too long (the longest is \"36500d\")")]
    TooLong,
}

/// Reads `90s`, `5m`, `2h` or `1d`.
///
/// # Errors
/// Where it is written in another way, or is longer than a hundred years.
pub fn parse_duration(text: &str) -> Result<Duration, DurationProblem> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(DurationProblem::Form)?;
    if number.is_empty() {
        return Err(DurationProblem::Form);
    }
    let number: u64 = number.parse().map_err(|_| DurationProblem::TooLong)?;
    let whole = number.checked_mul(*seconds).ok_or(DurationProblem::TooLong)?;
    if whole > 36_500 * UNITS[0].1 {
        Err(DurationProblem::TooLong)
    } else {
        Ok(Duration::from_secs(whole))
    }
}

/// The shortest way to write `duration`, whole seconds only.
#[must_use]
pub fn show_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let fits = |unit: &&(&str, u64)| seconds > 0 && seconds.is_multiple_of(unit.1);
    let (unit, size) = UNITS.iter().find(fits).unwrap_or(&UNITS[3]);
    format!("{}{unit}", seconds / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read() {
        let seconds = |text| parse_duration(text).unwrap().as_secs();
        let read = ["0s", "90s", "5m", "2h", "1d"].map(seconds);
        assert_eq!(read, [0, 90, 300, 7200, 86_400]);
    }

    #[test]
    fn anything_but_a_number_and_a_unit_is_refused() {
        for text in ["", "s", "5", "5 m", "1.5h", "-1s", "5M", "5min", "1h30m", "५m", "+5s"] {
            assert_eq!(parse_duration(text), Err(DurationProblem::Form), "{text:?}");
        }
    }

    #[test]
    fn a_length_that_no_clock_can_show_is_refused() {
        for text in ["36501d", "99999999999999999999s", "18446744073709551615d"] {
            assert_eq!(parse_duration(text), Err(DurationProblem::TooLong), "{text:?}");
        }
    }

    #[test]
    fn what_is_shown_can_be_read_and_is_short() {
        for (seconds, shown) in [(0, "0s"), (90, "90s"), (300, "5m"), (7200, "2h"), (86_400, "1d")]
        {
            let duration = Duration::from_secs(seconds);
            assert_eq!(show_duration(duration), shown);
            assert_eq!(parse_duration(shown), Ok(duration));
        }
    }
}
