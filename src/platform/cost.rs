//! What a platform charges.

use std::iter::Sum;
use std::ops::Add;

/// An amount of money, exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// In millionths of a US dollar.
    pub micro_dollars: u64,
}

impl Cost {
    /// Nothing.
    pub const NONE: Self = Self { micro_dollars: 0 };

    /// So many thousandths of a US dollar.
    #[must_use]
    pub const fn milli_dollars(thousandths: u64) -> Self {
        Self { micro_dollars: thousandths * 1000 }
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { micro_dollars: self.micro_dollars.saturating_add(other.micro_dollars) }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::NONE, Add::add)
    }
}
