//! What containers are made of: pure functions, one for each kind.

use serde_json::json;

use super::compose::card_of;
use super::options::{Options, is_topic};
use crate::adapters::graph::line::{Fields, field};
use crate::post::{Media, Part};
use crate::text::hashtags;

/// What a container needs besides its part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extras<'e> {
    /// The published post that it answers.
    pub(super) reply_to: Option<&'e str>,
    /// Who may answer, where the post does not say so.
    pub(super) reply_control: Option<&'e str>,
    /// Whether the topic is left out, as it was refused.
    pub(super) without_topic: bool,
}

/// The container of a part without media.
pub(super) fn text(part: &Part, extras: Extras<'_>) -> Fields {
    let mut fields = vec![field("media_type", "TEXT"), field("text", &part.text)];
    fields.extend(card_of(part).map(|url| field("link_attachment", url)));
    fields.extend(poll(part));
    fields.extend(attachment(part));
    fields.extend(common(part, extras));
    fields
}

/// The container of a part with the one medium `medium` at `address`.
pub(super) fn single(part: &Part, medium: &Media, address: &str, extras: Extras<'_>) -> Fields {
    let mut fields = file(medium, address);
    fields.extend(body(part));
    fields.extend(spoiler(part));
    fields.extend(common(part, extras));
    fields
}

/// The container of one of several media.
pub(super) fn item(medium: &Media, address: &str) -> Fields {
    let mut fields = vec![field("is_carousel_item", "true")];
    fields.extend(file(medium, address));
    fields
}

/// The container of a part with several media, each of which has one of its own in `children`.
pub(super) fn carousel(part: &Part, children: &[&str], extras: Extras<'_>) -> Fields {
    let children = children.join(",");
    let mut fields = vec![field("media_type", "CAROUSEL"), field("children", children)];
    fields.extend(body(part));
    fields.extend(spoiler(part));
    fields.extend(common(part, extras));
    fields
}

/// The topic of a part: its option's, else its first hashtag. Without one, the platform would take
/// that hashtag by itself and take its sign out of the text.
pub(super) fn topic(part: &Part) -> Option<String> {
    Options::of(&part.options).topic.or_else(|| {
        let tags = hashtags(&part.text);
        let first = tags.iter().find(|tag| is_topic(tag.tag))?;
        Some(first.tag.to_owned())
    })
}

fn file(medium: &Media, address: &str) -> Fields {
    let (kind, name) =
        if medium.kind.is_video() { ("VIDEO", "video_url") } else { ("IMAGE", "image_url") };
    let alt = medium.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty());
    let mut fields = vec![field("media_type", kind), field(name, address)];
    fields.extend(alt.map(|alt| field("alt_text", alt)));
    fields
}

fn body(part: &Part) -> Option<(String, String)> {
    (!part.text.is_empty()).then(|| field("text", &part.text))
}

fn spoiler(part: &Part) -> Option<(String, String)> {
    let covered = part.warning.is_some() || Options::of(&part.options).spoiler;
    covered.then(|| field("is_spoiler_media", "true"))
}

fn attachment(part: &Part) -> Option<(String, String)> {
    let text = Options::of(&part.options).attachment?;
    Some(field("text_attachment", json!({ "plaintext": text }).to_string()))
}

fn poll(part: &Part) -> Option<(String, String)> {
    let answers = Options::of(&part.options).poll;
    let names = ["option_a", "option_b", "option_c", "option_d"];
    let poll: serde_json::Map<_, _> = names
        .iter()
        .zip(&answers)
        .map(|(name, answer)| ((*name).to_owned(), json!(answer)))
        .collect();
    (!poll.is_empty()).then(|| field("poll_attachment", json!(poll).to_string()))
}

fn common(part: &Part, extras: Extras<'_>) -> Fields {
    let options = Options::of(&part.options);
    let control = options.reply_control.as_deref().or(extras.reply_control);
    let topic = topic(part).filter(|_| !extras.without_topic);
    let all = [
        topic.map(|topic| field("topic_tag", topic)),
        control.map(|control| field("reply_control", control)),
        options.location_id.map(|place| field("location_id", place)),
        options.quote.map(|quote| field("quote_post_id", quote)),
        extras.reply_to.map(|parent| field("reply_to_id", parent)),
    ];
    all.into_iter().flatten().collect()
}
