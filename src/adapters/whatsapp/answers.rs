//! What the adapter reads of the answer to a message, and nothing more.

use serde::Deserialize;
use serde_json::Value;

use crate::adapters::graph::line::not_understood;
use crate::failure::Failure;
use crate::http::Answer;

/// The longest id of a message taken for one; today they have some 60 characters.
const LONGEST: usize = 400;

#[derive(Deserialize)]
struct Sent {
    messages: Vec<Message>,
    #[serde(default)]
    contacts: Value,
}

#[derive(Deserialize)]
struct Message {
    id: String,
    #[serde(default)]
    message_status: Value,
}

/// A message that was accepted, which is not yet one that arrived.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// Its whole id.
    pub(super) wamid: String,
    /// What is to be remarked of it.
    pub(super) remark: Option<&'static str>,
    /// The number as WhatsApp has it, which may differ from ours.
    pub(super) number: Option<String>,
}

/// Reads the success `answer`.
pub(super) fn accepted(answer: &Answer) -> Result<Accepted, Failure> {
    let sent: Sent = answer.json().map_err(not_understood)?;
    let [message] = sent.messages.as_slice() else {
        return Err(not_understood("not one message"));
    };
    if !is_wamid(&message.id) {
        return Err(not_understood("a message's id of another shape"));
    }
    let number = sent.contacts[0]["wa_id"].as_str().map(str::to_owned);
    let remark = message.message_status.as_str().and_then(remark);
    Ok(Accepted { wamid: message.id.clone(), remark, number })
}

fn remark(status: &str) -> Option<&'static str> {
    match status {
        "held_for_quality_assessment" => Some("whatsapp-held-for-quality"),
        "paused" => Some("whatsapp-delivery-paused"),
        _ => None,
    }
}

fn is_wamid(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_alphanumeric() || "+/=-_".contains(c);
    let rest = text.strip_prefix("wamid.").unwrap_or_default();
    (1..=LONGEST).contains(&rest.len()) && rest.chars().all(sign)
}
