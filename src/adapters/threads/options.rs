//! What a post may say under `[for.threads]` besides its text.

use serde_json::Value;

use super::settings::REPLY_CONTROLS;
use crate::adapters::graph::options::{Reader, flag, id, text, texts, word};
use crate::finding::Finding;
use crate::post::Options as Written;

/// Every option there is.
const KNOWN: &[&str] =
    &["attachment", "location_id", "poll", "quote", "reply_control", "spoiler", "topic"];

/// The longest topic, in characters (posts, 2026).
pub(super) const TOPIC: usize = 50;

/// The longest answer of a poll, in characters: the app takes no more.
const ANSWER: usize = 25;

/// The longest text that hangs on a post, in characters (text attachments, July 2026).
const ATTACHMENT: usize = 10_000;

/// The options of one part, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// A long text that is opened from the post.
    pub(super) attachment: Option<String>,
    /// The id of a place.
    pub(super) location_id: Option<String>,
    /// The answers of a poll, two to four.
    pub(super) poll: Vec<String>,
    /// The id of the post that is quoted.
    pub(super) quote: Option<String>,
    /// Who may answer.
    pub(super) reply_control: Option<String>,
    /// Whether pictures and films are covered until they are touched.
    pub(super) spoiler: bool,
    /// The topic, without `#`.
    pub(super) topic: Option<String>,
}

impl Options {
    /// Reads the options that composing has checked.
    pub(super) fn of(written: &Written) -> Self {
        Self::read(written).0
    }

    /// Reads `written`; what is wrong with it is left out and found.
    pub(super) fn read(written: &Written) -> (Self, Vec<Finding>) {
        let mut reader = Reader::new(written, KNOWN);
        let options = Self {
            attachment: reader.take(
                "attachment",
                "attachment = \"पूरी सूचना …\"",
                |value| text(value, ATTACHMENT),
            ),
            location_id: reader.take("location_id", "location_id = \"7640348500\"", id),
            poll: reader
                .take("poll", "poll = [\"हाँ\", \"नहीं\"]", |value| {
                    texts(value, 2..=4, ANSWER)
                })
                .unwrap_or_default(),
            quote: reader.take("quote", "quote = \"17912345678901234\"", id),
            reply_control: reader.take("reply_control", "reply_control = \"everyone\"", |value| {
                word(value, &REPLY_CONTROLS)
            }),
            spoiler: reader.take("spoiler", "spoiler = true", flag).unwrap_or_default(),
            topic: reader.take("topic", "topic = \"किसान\"", topic),
        };
        (options, reader.findings)
    }
}

/// A topic; a `#` before it is taken away, as people write it.
fn topic(value: &Value) -> Result<String, String> {
    let topic = text(value, TOPIC + 1)?;
    let topic = topic.trim_start_matches(['#', '＃']);
    if is_topic(topic) {
        Ok(topic.to_owned())
    } else {
        Err("it has 1 to 50 characters, and neither . nor &".to_owned())
    }
}

/// Whether the platform takes `text` as a topic.
pub(super) fn is_topic(text: &str) -> bool {
    (1..=TOPIC).contains(&text.chars().count()) && !text.contains(['.', '&', '#', '\n'])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_values_are_refused_with_an_example() {
        for (option, value) in [
            ("poll", json!(["हाँ"])),
            ("poll", json!(["a", "b", "c", "d", "e"])),
            ("poll", json!(["a", "x".repeat(26)])),
            ("location_id", json!("here")),
            ("quote", json!("https://threads.net/x")),
            ("reply_control", json!("nobody")),
            ("spoiler", json!("yes")),
            ("topic", json!("a.b")),
            ("topic", json!("")),
            ("topic", json!("क".repeat(51))),
        ] {
            let written = Written::from([(option.to_owned(), value.clone())]);
            let (options, findings) = Options::read(&written);
            assert_eq!(findings.len(), 1, "{option} = {value}");
            assert_eq!(findings[0].id, "wrong-option");
            assert_eq!(options, Options::default());
        }
    }

    #[test]
    fn a_topic_may_be_written_with_its_sign() {
        let written = Written::from([("topic".to_owned(), json!("#स्वच्छ भारत"))]);
        assert_eq!(Options::of(&written).topic.as_deref(), Some("स्वच्छ भारत"));
    }
}
