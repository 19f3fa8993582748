//! What templates see of a part, of an account and of what was done before.

use serde_json::{Map, Value as Json, json};

use super::recipe::Recipe;
use super::settings::{self, grouped};
use super::template::Values;
use crate::clock::Instant;
use crate::delivery::Receipt;
use crate::platform::Job;
use crate::post::{Card, Media, Options};

/// What a template of a request sees.
pub(super) fn of_job(
    account: &str,
    own: &settings::Values,
    recipe: &Recipe,
    job: &Job<'_>,
    got: &Map<String, Json>,
    now: Instant,
) -> Values {
    let part = job.part;
    let media: Vec<_> = part.media.iter().enumerate().map(medium).collect();
    let mut all = json!({
        "text": part.text,
        "lang": part.lang,
        "warning": part.warning,
        "card": card(&part.card),
        "media": media,
        "key": job.key,
        "index": job.index,
        "parts": job.parts,
        "due": job.due.to_rfc3339(),
        "now": now.timestamp(),
        "account": account,
        "root": job.root.map(receipt),
        "parent": job.parent.map(receipt),
        "options": options(recipe, &part.options),
        "settings": own.settings,
        "secrets": secrets(recipe, own),
    });
    if let Json::Object(all) = &mut all {
        all.extend(got.clone());
    }
    Values::of(&all)
}

/// What the template of a deletion sees.
pub(super) fn of_receipt(
    account: &str,
    own: &settings::Values,
    recipe: &Recipe,
    kept: &Receipt,
) -> Values {
    let names = recipe.publish.receipt.keep.iter().map(|(name, _)| name);
    let of_name = |name: &String| (name.clone(), kept.extra[name.as_str()].clone());
    Values::of(&json!({
        "account": account,
        "id": kept.id,
        "kept": names.map(of_name).collect::<Map<_, _>>(),
        "settings": own.settings,
        "secrets": secrets(recipe, own),
    }))
}

/// What the template of the question who we are sees.
pub(super) fn of_account(own: &settings::Values, recipe: &Recipe) -> Values {
    Values::of(&json!({ "settings": own.settings, "secrets": secrets(recipe, own) }))
}

fn medium((number, medium): (usize, &Media)) -> Json {
    json!({
        "number": number,
        "name": medium.wire_name(),
        "kind": medium.kind.ending(),
        "mime": medium.kind.mime(),
        "bytes": medium.bytes,
        "width": medium.width,
        "height": medium.height,
        "alt": medium.alt,
        "is_image": medium.kind.is_image(),
        "is_video": medium.kind.is_video(),
    })
}

fn card(card: &Card) -> &'static str {
    match card {
        Card::Auto => "auto",
        Card::Off => "off",
        Card::Of { .. } => "own",
    }
}

fn receipt(receipt: &Receipt) -> Json {
    let mut all = receipt.extra.as_object().cloned().unwrap_or_default();
    all.insert("id".to_owned(), json!(receipt.id));
    all.insert("url".to_owned(), json!(receipt.url));
    Json::Object(all)
}

fn options(recipe: &Recipe, given: &Options) -> Json {
    let mut all = Map::new();
    for option in &recipe.options {
        let value = given.get(&option.name).or(option.default.as_ref()).unwrap_or(&Json::Null);
        all.extend(grouped(option, value));
    }
    Json::Object(all)
}

fn secrets(recipe: &Recipe, own: &settings::Values) -> Json {
    let names = recipe.settings.iter().filter(|input| input.secret).flat_map(|input| input.names());
    let exposed = |name: &String| own.secrets.get(name).map(|secret| json!(secret.expose()));
    let all = names.map(|name| {
        let value = exposed(&name).unwrap_or_default();
        (name, value)
    });
    Json::Object(all.collect())
}
