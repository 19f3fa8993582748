//! Reading a recipe: everything wrong with it is found at once, with its place.

use super::answers::refusals;
use super::auth::{Auth, auth};
use super::body::BodyPlan;
use super::inputs::{options, settings};
use super::limits::limits;
use super::scope::Scope;
use super::{Promise, Recipe, steps};
use crate::adapters::http::template::{Expression, Template};
use crate::finding::Finding;
use crate::keys::{Keys, PlacedText};

/// Reads the recipe in `keys`, which must call itself `name`. Findings are left in `keys`;
/// nothing is returned where something is missing without which the rest makes no sense.
pub(in super::super) fn read(keys: &mut Keys<'_>, name: &str) -> Option<Recipe> {
    head(keys, name);
    let promise = promise(keys);
    let settings = settings(keys);
    let options = options(keys);
    let limits = limits(keys);
    let mut scope = Scope::of_requests(&settings, &options);
    let about_account = Scope::of_answers(&settings);
    let auth = auth(keys, &scope, &settings);
    let refusals = refusals(keys, &about_account);
    let reader = steps::Reader { settings: &settings };
    let prepare = reader.prepare(keys, &mut scope);
    let publish = reader.publish(keys, &scope);
    let find = reader.find(keys, &scope);
    let recall = reader.recall(keys, publish.as_ref());
    let whoami = reader.whoami(keys);
    let (promise, publish, limits) = (promise?, publish?, limits?);
    let requests = prepare.iter().map(|step| &step.exchange).chain([&publish.exchange]);
    let shows_warning = requests.into_iter().any(|one| steps::all_names(one).contains("warning"));
    let recipe = Recipe {
        name: name.to_owned(),
        promise,
        shows_warning,
        settings,
        options,
        limits,
        auth,
        refusals,
        prepare,
        publish,
        find,
        recall,
        whoami,
    };
    check_key(keys, &recipe);
    check_signature(keys, &recipe);
    Some(recipe)
}

fn head(keys: &mut Keys<'_>, name: &str) {
    let example = format!("name = \"{name}\"");
    if let Some((written, span)) = keys.require_spanned::<String>("name", &example)
        && written != name
    {
        let finding = Finding::error("recipe-name-differs")
            .with("found", written)
            .with("file", format!("{name}.toml"));
        keys.found(span, finding);
    }
    let _about: Option<String> = keys.require("about", "about = \"text and pictures\"");
}

fn promise(keys: &mut Keys<'_>) -> Option<Promise> {
    let example = "[promise]\nidempotent = false";
    let Some(mut table) = keys.table("promise", example) else {
        keys.missing("promise", example);
        return None;
    };
    let promise = if table.holds_text("idempotent") {
        let words = [("window", Promise::Window), ("ask", Promise::Ask)];
        table.choice("idempotent", "idempotent = \"window\"", &words)
    } else {
        let flag = table.require::<bool>("idempotent", "idempotent = false");
        flag.map(|flag| if flag { Promise::Always } else { Promise::Never })
    };
    let _why: Option<String> = table.require("why", "why = \"the service has no key\"");
    keys.absorb(table);
    promise
}

/// A promise that repeats are harmless must rest on something that the repeat has in common with
/// the first request: our key, or what was staged before.
fn check_key(keys: &mut Keys<'_>, recipe: &Recipe) {
    if recipe.promise == Promise::Never {
        return;
    }
    let names = steps::names_of(&recipe.publish.exchange);
    let staged = |name: &String| {
        let first = name.split('.').next().unwrap_or_default();
        first == "key" || recipe.prepare.iter().any(|step| step.name == first)
    };
    if !names.iter().any(staged) {
        keys.found_here(Finding::error("recipe-promise-without-key"));
    }
}

/// A signature covers bytes that are known before they are sent.
fn check_signature(keys: &mut Keys<'_>, recipe: &Recipe) {
    let Some(Auth::Hmac { .. }) = recipe.auth else { return };
    let steps = recipe.prepare.iter().map(|step| &step.exchange);
    let others = [
        Some(&recipe.publish.exchange),
        recipe.find.as_ref().map(|find| &find.exchange),
        recipe.recall.as_ref().map(|recall| &recall.exchange),
        recipe.whoami.as_ref().map(|whoami| &whoami.exchange),
    ];
    let mut all = steps.chain(others.into_iter().flatten());
    if all.any(|exchange| matches!(exchange.body, BodyPlan::Multipart(_) | BodyPlan::File)) {
        keys.found_here(Finding::error("recipe-signed-file"));
    }
}

/// Takes a template.
pub(super) fn template(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    scope: &Scope,
) -> Option<Template> {
    let placed = keys.take_spanned::<String>(key, example)?;
    template_at(keys, placed, scope)
}

/// Reads a template that was taken already.
pub(super) fn template_at(
    keys: &mut Keys<'_>,
    (text, span): PlacedText,
    scope: &Scope,
) -> Option<Template> {
    match Template::parse(&text) {
        Ok(template) => {
            for finding in scope.check(&template.names()) {
                keys.found(span.clone(), finding);
            }
            Some(template)
        }
        Err(fault) => {
            let finding = Finding::error("recipe-template").with("problem", fault.problem);
            keys.found_inside(span, &text, fault.span, finding);
            None
        }
    }
}

/// Takes an expression.
pub(super) fn expression(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    scope: &Scope,
) -> Option<Expression> {
    let placed = keys.take_spanned::<String>(key, example)?;
    expression_at(keys, placed, scope)
}

/// Reads an expression that was taken already.
pub(super) fn expression_at(
    keys: &mut Keys<'_>,
    (text, span): PlacedText,
    scope: &Scope,
) -> Option<Expression> {
    match Expression::parse(&text) {
        Ok(expression) => {
            for finding in scope.check(&expression.names()) {
                keys.found(span.clone(), finding);
            }
            Some(expression)
        }
        Err(fault) => {
            let finding = Finding::error("recipe-template").with("problem", fault.problem);
            keys.found(span, finding);
            None
        }
    }
}
