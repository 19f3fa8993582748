//! Composing: the common way, then the recipe's options and its media for each part.

use serde_json::Value as Json;

use super::recipe::Recipe;
use crate::finding::{Finding, any_error};
use crate::keys::nearest;
use crate::platform::{Composed, compose, with_warning};
use crate::post::{Draft, Options, Part};
use crate::text::Counter;

/// Composes `draft` for accounts of `recipe`.
pub(super) fn composed(draft: &Draft, recipe: &Recipe, counter: Counter) -> Composed {
    let draft = &if recipe.shows_warning { draft.clone() } else { with_warning(draft) };
    let mut composed = compose(draft, &recipe.limits.platform, counter);
    composed.findings.extend(option_findings(&draft.options, recipe));
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed.parts = spread(composed.parts, recipe.limits.media_per_part);
    composed
}

/// What one part cannot take of its media goes into parts of their own, after the texts.
fn spread(mut parts: Vec<Part>, most: usize) -> Vec<Part> {
    let mut more = Vec::new();
    for part in &mut parts {
        let rest = part.media.split_off(most.min(part.media.len()));
        let bare = Part { text: String::new(), media: Vec::new(), ..part.clone() };
        more.extend(rest.chunks(most).map(|media| Part { media: media.to_vec(), ..bare.clone() }));
    }
    parts.extend(more);
    parts
}

fn option_findings(options: &Options, recipe: &Recipe) -> Vec<Finding> {
    options.iter().filter_map(|(name, value)| option_finding(name, value, recipe)).collect()
}

fn option_finding(name: &str, value: &Json, recipe: &Recipe) -> Option<Finding> {
    let Some(option) = recipe.options.iter().find(|option| option.name == name) else {
        let names = recipe.options.iter().map(|option| option.name.as_str());
        let all: Vec<_> = names.clone().collect();
        let meant = nearest(name, names).map_or_else(|| all.join(", "), str::to_owned);
        return Some(Finding::error("unknown-option").with("option", name).with("known", meant));
    };
    let problem = option.check(value).err()?;
    let finding = Finding::error("wrong-option").with("option", name).with("problem", problem);
    Some(finding.with("example", option.example.as_str()))
}
