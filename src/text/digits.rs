//! Numbers in the digits of the reader's script.

use serde::{Deserialize, Serialize};

/// Which digits a number is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Digits {
    /// 0 to 9.
    #[default]
    Latin,
    /// ० to ९.
    Devanagari,
}

impl Digits {
    /// `number` written in these digits, without grouping.
    #[must_use]
    pub fn write(self, number: usize) -> String {
        let latin = number.to_string();
        match self {
            Self::Latin => latin,
            Self::Devanagari => latin.chars().map(to_devanagari).collect(),
        }
    }
}

fn to_devanagari(digit: char) -> char {
    digit.to_digit(10).and_then(|value| char::from_u32('०' as u32 + value)).unwrap_or(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_has_its_devanagari_form() {
        assert_eq!(Digits::Devanagari.write(1_234_567_890), "१२३४५६७८९०");
    }

    #[test]
    fn latin_digits_stay_as_they_are() {
        assert_eq!(Digits::Latin.write(2026), "2026");
    }
}
