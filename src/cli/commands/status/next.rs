//! What goes out next on each account, and how late it is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::local;
use crate::account::AccountName;
use crate::cli::desk::Desk;
use crate::cli::table::table;
use crate::clock::Instant;
use crate::delivery::{ON_TIME, State};
use crate::journal::Brief;

/// The delivery of `account` that is due first and goes out by itself.
pub(super) fn of<'a>(open: &'a [Brief], account: &AccountName) -> Option<&'a Brief> {
    let goes_on = |brief: &&Brief| !matches!(brief.delivery.state, State::Held { .. });
    let own = open.iter().filter(|brief| brief.account == *account && brief.due.is_some());
    own.filter(goes_on).min_by_key(|brief| (brief.due, brief.delivery.id))
}

/// One line for each account that has something to send at a known time.
pub(super) fn table_of(desk: &Desk, open: &[Brief], now: Instant) -> Option<String> {
    let accounts = open.iter().map(|brief| (&brief.account, ()));
    let accounts: BTreeMap<&AccountName, ()> = accounts.collect();
    let next = accounts.into_keys().filter_map(|account| of(open, account));
    let rows: Vec<Vec<String>> = next.filter_map(|brief| row(desk, brief, now)).collect();
    let head = ["column-account", "column-next", "column-late", "column-post"];
    let head = head.map(|id| desk.words.plain(id)).to_vec();
    (!rows.is_empty()).then(|| table(&[vec![head], rows].concat(), desk.width))
}

fn row(desk: &Desk, brief: &Brief, now: Instant) -> Option<Vec<String>> {
    let due = local(desk, brief.due?);
    let minutes = late_seconds(brief, now) / 60;
    let late = match minutes {
        0 => "-".to_owned(),
        minutes => desk.say("status-late", &[("minutes", minutes.into())]),
    };
    Some(vec![brief.account.to_string(), due, late, brief.name.clone()])
}

/// The same for machines.
pub(super) fn as_json(brief: &Brief, now: Instant) -> Value {
    json!({
        "number": brief.delivery.id,
        "post": brief.name,
        "due": brief.due,
        "late_seconds": late_seconds(brief, now),
    })
}

/// How late it is; a minute is not late.
fn late_seconds(brief: &Brief, now: Instant) -> u64 {
    let late = brief.due.and_then(|due| (now - due).to_std().ok()).unwrap_or_default();
    if late > ON_TIME { late.as_secs() } else { 0 }
}
