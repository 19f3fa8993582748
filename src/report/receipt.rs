//! The receipt beside a post that is done: which accounts got it, where, and what went wrong.

use std::fmt::Write as _;

use crate::delivery::State;
use crate::journal::Record;
use crate::report::Words;
use crate::schedule::Zone;

/// The text of `NAME.receipt.toml` for a post with these deliveries, its times in `zone`. The
/// same deliveries always give the same text.
#[must_use]
pub fn receipt(name: &str, deliveries: &[Record], words: &Words, zone: Zone) -> String {
    let mut table = toml::Table::new();
    table.insert("post".into(), name.into());
    let rows = deliveries.iter().map(|record| toml::Value::Table(row(record, words, zone)));
    table.insert("delivery".into(), toml::Value::Array(rows.collect()));
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write!(text, "# {}\n\n{table}", words.plain("receipt-heading"));
    text
}

fn row(record: &Record, words: &Words, zone: Zone) -> toml::Table {
    let state = &record.brief.delivery.state;
    let mut row = toml::Table::new();
    row.insert("account".into(), record.brief.account.as_str().into());
    row.insert("number".into(), record.brief.delivery.id.0.into());
    row.insert("state".into(), state.name().into());
    if let Some(why) = state.reason() {
        row.insert("why".into(), words.reason(why).message.into());
    }
    let receipts = || record.parts.iter().filter_map(|part| part.receipt.as_ref());
    let urls = receipts().filter_map(|receipt| receipt.url.clone());
    let urls: Vec<toml::Value> = urls.map(toml::Value::String).collect();
    if !urls.is_empty() {
        row.insert("urls".into(), urls.into());
    }
    if let Some(last) = receipts().next_back() {
        row.insert("at".into(), zone.local(last.at).to_rfc3339().into());
    }
    if matches!(state, State::Published) {
        row.insert("parts".into(), i64::from(record.brief.delivery.parts).into());
    }
    row
}
