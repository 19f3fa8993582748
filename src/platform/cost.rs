//! What a platform charges.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// What something costs: an amount of money, exact, and messages that are paid for one by one at prices
/// that go by country and kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// In millionths of a US dollar.
    pub micro_dollars: u64,
    /// How many messages are paid for besides.
    pub messages: u64,
}

impl Cost {
    /// Nothing.
    pub const NONE: Self = Self { micro_dollars: 0, messages: 0 };

    /// So many thousandths of a US dollar.
    #[must_use]
    pub const fn milli_dollars(thousandths: u64) -> Self {
        Self { micro_dollars: thousandths * 1000, messages: 0 }
    }

    /// So many messages that are paid for one by one.
    #[must_use]
    pub const fn messages(count: u64) -> Self {
        Self { micro_dollars: 0, messages: count }
    }
}

impl fmt::Display for Cost {
    /// The dollars alone, with as many decimals as it needs and at least two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, micros) = (self.micro_dollars / 1_000_000, self.micro_dollars % 1_000_000);
        let decimals = format!("{micros:06}");
        let needed = decimals.trim_end_matches('0').len().max(2);
        write!(f, "{whole}.{}", &decimals[..needed])
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            micro_dollars: self.micro_dollars.saturating_add(other.micro_dollars),
            messages: self.messages.saturating_add(other.messages),
        }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::NONE, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_add_up_exactly_and_are_told_in_dollars() {
        let all: Cost = [15, 200, 5].map(Cost::milli_dollars).into_iter().sum();
        assert_eq!(all.to_string(), "0.22");
        assert_eq!(Cost::milli_dollars(15).to_string(), "0.015");
        assert_eq!(Cost::milli_dollars(12_000).to_string(), "12.00");
    }

    #[test]
    fn messages_are_counted_beside_the_money() {
        let all = Cost::milli_dollars(15) + Cost::messages(2) + Cost::messages(3);
        assert_eq!((all.to_string().as_str(), all.messages), ("0.015", 5));
    }
}
