//! What containers are made of: pure functions, one for each kind.

use serde_json::json;

use super::options::{Options, UserTag};
use crate::adapters::graph::line::{Fields, field};
use crate::adapters::graph::service::Addresses;
use crate::post::{Media, Part};

/// The container of a part with the one `medium`: at its address, or to be uploaded where there is
/// none.
pub(super) fn single(part: &Part, medium: &Media, addresses: Addresses<'_>) -> Fields {
    let options = Options::of(&part.options);
    let mut fields = Fields::new();
    if options.story {
        fields.push(field("media_type", "STORIES"));
    } else if medium.kind.is_video() {
        fields.push(field("media_type", "REELS"));
        fields.extend(reel(&options));
        fields.extend(addresses.cover.map(|cover| field("cover_url", cover)));
    }
    fields.push(match addresses.medium {
        Some(address) => field(name_of(medium), address),
        None => field("upload_type", "resumable"),
    });
    if options.story {
        return fields;
    }
    fields.extend(alt(medium));
    fields.extend(tags(&options));
    fields.extend(shown(part, &options));
    fields
}

/// The container of one of several media.
pub(super) fn item(medium: &Media, address: &str) -> Fields {
    let mut fields = vec![field("is_carousel_item", "true")];
    if medium.kind.is_video() {
        fields.push(field("media_type", "VIDEO"));
    }
    fields.push(field(name_of(medium), address));
    fields.extend(alt(medium));
    fields
}

/// The container of a part with several media, each of which has one of its own in `children`.
pub(super) fn carousel(part: &Part, children: &[&str]) -> Fields {
    let mut fields = vec![field("media_type", "CAROUSEL"), field("children", children.join(","))];
    fields.extend(shown(part, &Options::of(&part.options)));
    fields
}

fn name_of(medium: &Media) -> &'static str {
    if medium.kind.is_video() { "video_url" } else { "image_url" }
}

/// Only pictures have a description.
fn alt(medium: &Media) -> Option<(String, String)> {
    let alt = medium.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty())?;
    medium.kind.is_image().then(|| field("alt_text", alt))
}

fn tags(options: &Options) -> Option<(String, String)> {
    let tag = |tag: &UserTag| match tag.at {
        Some((x, y)) => json!({ "username": tag.user, "x": x, "y": y }),
        None => json!({ "username": tag.user }),
    };
    let tags: Vec<_> = options.user_tags.iter().map(tag).collect();
    (!tags.is_empty()).then(|| field("user_tags", json!(tags).to_string()))
}

fn reel(options: &Options) -> Fields {
    let all = [
        options.share_to_feed.map(|share| field("share_to_feed", share.to_string())),
        options.thumb_offset.map(|offset| field("thumb_offset", offset.to_string())),
        options.audio_name.as_deref().map(|name| field("audio_name", name)),
    ];
    all.into_iter().flatten().collect()
}

fn shown(part: &Part, options: &Options) -> Fields {
    let names = &options.collaborators;
    let all = [
        (!part.text.is_empty()).then(|| field("caption", &part.text)),
        (!names.is_empty()).then(|| field("collaborators", json!(names).to_string())),
        options.location_id.as_deref().map(|place| field("location_id", place)),
        part.ai.then(|| field("is_ai_generated", "true")),
    ];
    all.into_iter().flatten().collect()
}
