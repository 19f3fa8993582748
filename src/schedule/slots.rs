//! Slots: named times, with places that deliveries take first in, first out.

use crate::account::{AccountName, SlotName};

use super::{CronLine, Zone};

/// A named time from cron.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its name.
    pub name: SlotName,
    /// When it fires.
    pub line: CronLine,
    /// The zone of the line.
    pub zone: Zone,
    /// How many posts of one account each firing takes.
    pub places: u16,
    /// The accounts it is for; empty for all.
    pub accounts: Vec<AccountName>,
}

impl Slot {
    /// Whether posts of `account` may take its places.
    #[must_use]
    pub fn is_for(&self, account: &AccountName) -> bool {
        self.accounts.is_empty() || self.accounts.contains(account)
    }
}
