//! The receipt beside a post that is done: which accounts got it, where, and what went wrong.

use std::fmt::Write as _;

use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::State;
use crate::journal::Record;
use crate::platform::done_to;
use crate::post::Fitted;
use crate::report::Words;
use crate::schedule::Zone;

/// The text of `NAME.receipt.toml` for a post with these deliveries, for which this was made of
/// its media, its times in `zone`. The same deliveries always give the same text.
#[must_use]
pub fn receipt(
    name: &str,
    deliveries: &[Record],
    made: &[Fitted],
    words: &Words,
    zone: Zone,
) -> String {
    let mut table = toml::Table::new();
    table.insert("post".into(), name.into());
    let rows = deliveries.iter().map(|record| toml::Value::Table(row(record, made, words, zone)));
    table.insert("delivery".into(), toml::Value::Array(rows.collect()));
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write!(text, "# {}\n\n{table}", words.plain("receipt-heading"));
    text
}

fn row(record: &Record, made: &[Fitted], words: &Words, zone: Zone) -> toml::Table {
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
    let missed = receipts().filter(|receipt| !receipt.has_reached()).count();
    if missed > 0 {
        row.insert("not_reached".into(), i64::try_from(missed).unwrap_or(i64::MAX).into());
    }
    let remarks: Vec<_> = remarks(record, words).map(toml::Value::String).collect();
    if !remarks.is_empty() {
        row.insert("remarks".into(), remarks.into());
    }
    if let Some(last) = receipts().next_back() {
        row.insert("at".into(), zone.local(last.at).to_rfc3339().into());
    }
    let media = record.parts.iter().flat_map(|part| &part.part.media);
    let done = media.flat_map(|medium| done_to(medium, made));
    let done: Vec<toml::Value> = done.map(|done| words.finding(&done).message.into()).collect();
    if !done.is_empty() {
        row.insert("media".into(), done.into());
    }
    if matches!(state, State::Published) {
        row.insert("parts".into(), i64::from(record.brief.delivery.parts).into());
    }
    row
}

/// What the platform did otherwise than asked, with the number of the part from 1 and, where each part
/// goes to somebody else, to whom.
fn remarks<'r>(record: &'r Record, words: &'r Words) -> impl Iterator<Item = String> + 'r {
    let receipts = (1..).zip(&record.parts).filter_map(|(number, part)| {
        let receipt = part.receipt.as_ref()?;
        let to = receipt.extra["to"].as_str().map(|to| format!(" ({to})")).unwrap_or_default();
        Some((format!("{number}{to}"), receipt))
    });
    receipts.flat_map(|(part, receipt)| {
        let said = receipt.remarks.iter().map(|remark| words.plain(remark));
        said.map(move |said| format!("{part}: {said}")).collect::<Vec<_>>()
    })
}

/// What a receipt says of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The path of the post below the queue.
    pub post: String,
    /// The account.
    pub account: AccountName,
    /// The state the delivery came to.
    pub state: String,
    /// When its last part became public, if one did.
    pub at: Option<Instant>,
    /// Where it can be seen.
    pub url: Option<String>,
}

/// The rows of a receipt; none of what cannot be read.
#[must_use]
pub fn receipt_rows(text: &str) -> Vec<ReceiptRow> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    let Some(post) = table.get("post").and_then(toml::Value::as_str) else { return Vec::new() };
    let rows = table.get("delivery").and_then(toml::Value::as_array).into_iter().flatten();
    rows.filter_map(|row| read_row(post, row.as_table()?)).collect()
}

/// Whether two receipts tell of the same parts that became public: what became of them later may
/// differ.
#[must_use]
pub fn is_receipt_of_same(one: &str, other: &str) -> bool {
    let rows = |text| -> Vec<ReceiptRow> {
        let stateless = |row| ReceiptRow { state: String::new(), ..row };
        receipt_rows(text).into_iter().map(stateless).collect()
    };
    let rows_of_one = rows(one);
    rows_of_one.iter().any(|row| row.at.is_some()) && rows_of_one == rows(other)
}

fn read_row(post: &str, row: &toml::Table) -> Option<ReceiptRow> {
    let text = |key: &str| row.get(key).and_then(toml::Value::as_str);
    let at = text("at").and_then(|at| chrono::DateTime::parse_from_rfc3339(at).ok());
    let url = row.get("urls").and_then(|urls| urls.get(0)).and_then(toml::Value::as_str);
    Some(ReceiptRow {
        post: post.to_owned(),
        account: text("account")?.parse().ok()?,
        state: text("state")?.to_owned(),
        at: at.map(Into::into),
        url: url.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::Digest;
    use crate::delivery::{Delivery, DeliveryId, Evidence, Receipt};
    use crate::journal::{Brief, PartRecord, Version};
    use crate::language::Language;
    use crate::post::samples::content;
    use crate::post::{Done, Draft, Made, Media, MediaKind, PostId, Wanted, When};

    fn published(at: Instant) -> Record {
        let receipt = Receipt {
            id: "7".into(),
            url: Some("https://social.example/7".into()),
            at,
            evidence: Evidence::Answered,
            extra: serde_json::Value::Null,
            remarks: Vec::new(),
        };
        let delivery =
            Delivery { state: State::Published, parts: 1, ..Delivery::planned(DeliveryId(3)) };
        let part = Draft::of(&content("सूचना")).part("सूचना", Vec::new());
        Record {
            brief: Brief {
                delivery,
                version: Version(4),
                post: PostId(1),
                name: "सूचना.md".into(),
                account: "toot".parse().unwrap(),
                when: When::Now,
                due: None,
                asked: None,
                slot: None,
                taken: at,
                expires: None,
                urgent: false,
            },
            parts: vec![PartRecord { part, progress: None, expires: None, receipt: Some(receipt) }],
            attempts: Vec::new(),
        }
    }

    #[test]
    fn what_a_receipt_says_can_be_read_again() {
        let at: Instant = "2026-11-25T03:30:00.123456789Z".parse().unwrap();
        let zone: Zone = "Asia/Kolkata".parse().unwrap();
        let text = receipt("सूचना.md", &[published(at)], &[], &Words::new(Language::Hindi), zone);
        let row = ReceiptRow {
            post: "सूचना.md".into(),
            account: "toot".parse().unwrap(),
            state: "published".into(),
            at: Some(at),
            url: Some("https://social.example/7".into()),
        };
        assert_eq!(receipt_rows(&text), [row]);
        assert_eq!(receipt_rows("no receipt"), []);
    }

    #[test]
    fn what_went_otherwise_than_asked_is_in_the_receipt_with_its_part() {
        let at: Instant = "2026-11-25T03:30:00Z".parse().unwrap();
        let mut record = published(at);
        let receipt = record.parts[0].receipt.as_mut().unwrap();
        receipt.remarks = vec!["graph-id-unknown".into()];
        receipt.extra = serde_json::json!({ "to": "+91…1234", "reached": false });
        let words = Words::new(Language::English);
        let text = super::receipt("सूचना.md", &[record], &[], &words, Zone::UTC);
        assert!(text.contains("1 (+91…1234): It is public"), "{text}");
        assert!(text.contains("not_reached = 1"), "{text}");
    }

    #[test]
    fn what_was_done_to_a_picture_is_said_in_the_words_of_the_preview() {
        let at: Instant = "2026-11-25T03:30:00Z".parse().unwrap();
        let words = Words::new(Language::English);
        let mut record = published(at);
        let sent = Media::of("desk.png", Digest::of(b"made"), MediaKind::Jpeg, 700);
        record.parts[0].part.media = vec![sent.clone()];
        let as_it_is = receipt("a.md", &[record.clone()], &[], &words, Zone::UTC);
        assert!(!as_it_is.contains("desk.png"), "{as_it_is}");
        let wanted = Wanted::simple(MediaKind::Jpeg, 1_000);
        let made = Ok(Made { medium: sent, done: vec![Done::Converted] });
        let made = Fitted { of: Digest::of(b"old"), wanted, made };
        let text = receipt("a.md", &[record], &[made], &words, Zone::UTC);
        let table: toml::Table = text.parse().unwrap();
        let said = table["delivery"][0]["media"][0].as_str().unwrap();
        assert_eq!(said, "\"desk.png\" goes out as jpg here.");
    }

    #[test]
    fn a_receipt_is_known_again_by_what_became_public_and_not_by_its_state() {
        let at: Instant = "2026-11-25T03:30:00.123456789Z".parse().unwrap();
        let later = at + chrono::Duration::nanoseconds(1);
        let (kolkata, utc) = ("Asia/Kolkata".parse().unwrap(), Zone::UTC);
        let words = Words::new(Language::English);
        let before = receipt("सूचना.md", &[published(at)], &[], &words, kolkata);
        let mut recalled = published(at);
        recalled.brief.delivery.state = State::Recalled;
        let after = receipt("सूचना.md", &[recalled], &[], &words, utc);
        assert!(after.contains("state = \"recalled\""), "{after}");
        assert!(is_receipt_of_same(&before, &after));
        let another = receipt("सूचना.md", &[published(later)], &[], &words, kolkata);
        assert!(!is_receipt_of_same(&before, &another));
        assert!(!is_receipt_of_same("", ""));
    }
}
