//! The requests of a recipe, each with what is read out of its answer.

use std::collections::BTreeSet;

use super::answers::{Captures, OF_ANSWER, captures, made, pointer, statuses, taken};
use super::body::{BodyPlan, PartContent};
use super::exchange::{Exchange, Place, exchange};
use super::inputs::{Input, is_name};
use super::read::expression;
use super::scope::{BASE, Scope};
use super::{Find, Poll, PrepareStep, Publish, Recall, ReceiptPlan, Whoami};
use crate::adapters::http::tree::Tree;
use crate::finding::Finding;
use crate::keys::{Keys, nearest};

/// A day in seconds.
const DAY: u64 = 24 * 60 * 60;

/// Reads requests for accounts with these settings.
pub(super) struct Reader<'s> {
    pub(super) settings: &'s [Input],
}

impl Reader<'_> {
    /// Takes every `[[prepare]]`; what they capture is added to `scope`.
    pub(super) fn prepare(&self, keys: &mut Keys<'_>, scope: &mut Scope) -> Vec<PrepareStep> {
        let mut steps = Vec::new();
        for mut table in keys.each("prepare", "[[prepare]]") {
            let step = self.step(&mut table, scope, &steps);
            steps.extend(step);
            keys.absorb(table);
        }
        steps
    }

    fn step(
        &self,
        keys: &mut Keys<'_>,
        scope: &mut Scope,
        before: &[PrepareStep],
    ) -> Option<PrepareStep> {
        let name = step_name(keys, scope);
        let each = expression(keys, "each", "each = \"media\"", scope);
        let inner =
            if each.is_some() { scope.with(&["item", "item_index"]) } else { scope.clone() };
        let when = expression(keys, "when", "when = \"media\"", &inner);
        let again = again(keys, before);
        let exchange = exchange(keys, Place::Prepare, &inner, self.settings);
        let captures = captures(keys, "capture", &inner);
        let poll = poll(keys, &inner);
        let keeps = keys.duration("keeps", "keeps = \"24h\"", 60..=365 * DAY);
        let name = name?;
        if each.is_some() {
            scope.add_open(&name);
        } else {
            scope.add(&name, captures.iter().map(|(name, _)| name.clone()));
        }
        let exchange = exchange?;
        Some(PrepareStep { name, each, when, again, exchange, captures, poll, keeps })
    }

    /// Takes `[publish]`.
    pub(super) fn publish(&self, keys: &mut Keys<'_>, scope: &Scope) -> Option<Publish> {
        let Some(mut table) = keys.table("publish", "[publish]") else {
            keys.missing("publish", "[publish]");
            return None;
        };
        let exchange = exchange(&mut table, Place::Publish, scope, self.settings);
        let receipt = receipt(&mut table, scope);
        keys.absorb(table);
        Some(Publish { exchange: exchange?, receipt })
    }

    /// Takes `[find]`.
    pub(super) fn find(&self, keys: &mut Keys<'_>, scope: &Scope) -> Option<Find> {
        let mut table = keys.table("find", "[find]")?;
        let scope = scope.with(&["since"]);
        let exchange = exchange(&mut table, Place::Find, &scope, self.settings);
        let list = list(&mut table, &scope);
        let scope = if list.is_some() { scope.with(&["entry"]) } else { scope };
        let judged = scope.with(&OF_ANSWER);
        let found =
            expression(&mut table, "found", "found = \"answer.status == 'publish'\"", &judged);
        let absent =
            expression(&mut table, "absent", "absent = \"answer.status == 'draft'\"", &judged);
        let receipt = receipt(&mut table, &scope);
        if list.is_none() && found.is_none() && table.findings().is_empty() {
            table.missing("found", "found = \"answer.status == 'publish'\"");
        }
        keys.absorb(table);
        Some(Find { exchange: exchange?, list, found, absent, receipt })
    }

    /// Takes `[recall]`, which knows no post: only what the receipt kept.
    pub(super) fn recall(&self, keys: &mut Keys<'_>, publish: Option<&Publish>) -> Option<Recall> {
        let mut table = keys.table("recall", "[recall]")?;
        let mut scope = Scope::of_requests(self.settings, &[]).only(&["settings", "secrets"]);
        scope = scope.with(&["id", "account"]);
        let kept = publish.map(|publish| publish.receipt.keep.as_slice()).unwrap_or_default();
        scope.add("kept", kept.iter().map(|(name, _)| name.clone()));
        let exchange = exchange(&mut table, Place::Recall, &scope, self.settings);
        let gone = statuses(&mut table, "gone_status", "gone_status = [404]", 400..=499);
        let example = "gone_when = \"answer.code == 10008\"";
        let gone_when = expression(&mut table, "gone_when", example, &scope.with(&OF_ANSWER));
        keys.absorb(table);
        Some(Recall { exchange: exchange?, gone, gone_when })
    }

    /// Takes `[whoami]`, which knows the account alone.
    pub(super) fn whoami(&self, keys: &mut Keys<'_>) -> Option<Whoami> {
        let mut table = keys.table("whoami", "[whoami]")?;
        let scope = Scope::of_requests(self.settings, &[]).only(&["settings", "secrets"]);
        let exchange = exchange(&mut table, Place::Whoami, &scope, self.settings);
        let name = made(&mut table, "name", &scope);
        let url = made(&mut table, "link", &scope);
        keys.absorb(table);
        Some(Whoami { exchange: exchange?, name, url })
    }
}

fn step_name(keys: &mut Keys<'_>, scope: &Scope) -> Option<String> {
    let (name, span) = keys.require_spanned::<String>("name", "name = \"upload\"")?;
    if !is_name(&name) || scope.has(&name) {
        let finding = Finding::error("recipe-name-reserved").with("name", name.as_str());
        keys.found(span, finding);
    }
    Some(name)
}

/// Takes the name of the step that is done anew: one of those `before` that is a single request.
fn again(keys: &mut Keys<'_>, before: &[PrepareStep]) -> Option<String> {
    let (name, span) = keys.take_spanned::<String>("again", "again = \"look\"")?;
    let single = before.iter().filter(|step| step.each.is_none() && step.poll.is_none());
    let known: Vec<_> = single.map(|step| step.name.as_str()).collect();
    if !known.contains(&name.as_str()) {
        let finding = Finding::error("recipe-unknown-name")
            .with("name", name.as_str())
            .with("nearest", nearest(&name, known.iter().copied()).unwrap_or_default())
            .with("known", known.join(", "));
        keys.found(span, finding);
    }
    Some(name)
}

fn poll(keys: &mut Keys<'_>, scope: &Scope) -> Option<Poll> {
    let mut table = keys.table("poll", "[prepare.poll]")?;
    let scope = scope.with(&OF_ANSWER);
    if !table.has("done") {
        table.missing("done", "done = \"status == 200\"");
    }
    let done = expression(&mut table, "done", "done = \"status == 200\"", &scope);
    let failed = expression(&mut table, "failed", "failed = \"answer.state == 'failed'\"", &scope);
    let every = table.duration("every", "every = \"2s\"", 1..=3600);
    let within = table.duration("within", "within = \"5m\"", 1..=DAY);
    for (key, given) in [("every", every), ("within", within)] {
        if given.is_none() && !table.findings().iter().any(|at| at.id.starts_with("duration")) {
            table.missing(key, &format!("{key} = \"5s\""));
        }
    }
    keys.absorb(table);
    Some(Poll { done: done?, failed, every: every?, within: within? })
}

fn list(keys: &mut Keys<'_>, scope: &Scope) -> Option<(super::Pointer, super::Expression)> {
    let pointer = pointer(keys, "list", "list = \"/messages\"");
    let scope = scope.with(&["entry"]);
    let example = "match = \"entry.text | normal == text | normal\"";
    let when = expression(keys, "match", example, &scope);
    if pointer.is_some() != when.is_some() && keys.findings().is_empty() {
        let (key, example) =
            if when.is_none() { ("match", example) } else { ("list", "list = \"\"") };
        keys.missing(key, example);
    }
    pointer.zip(when)
}

fn receipt(keys: &mut Keys<'_>, scope: &Scope) -> ReceiptPlan {
    let Some(mut table) = keys.table("receipt", "[publish.receipt]") else {
        return ReceiptPlan::default();
    };
    let scope = scope.with(&["item", "item_index"]);
    let id = taken(&mut table, "id", &scope);
    let keep: Captures = captures(&mut table, "keep", &scope);
    let mut linked = scope.with(&["id"]);
    linked.add("kept", keep.iter().map(|(name, _)| name.clone()));
    let url = made(&mut table, "url", &linked);
    keys.absorb(table);
    ReceiptPlan { id, url, keep }
}

/// The names that the templates of a request use.
pub(super) fn names_of(exchange: &Exchange) -> BTreeSet<String> {
    let mut names = all_names(exchange);
    names.retain(|name| {
        let first = name.split('.').next().unwrap_or_default();
        first == "key" || !BASE.contains(&first)
    });
    names
}

/// Every name that a request uses.
pub(super) fn all_names(exchange: &Exchange) -> BTreeSet<String> {
    let mut names = exchange.path.names();
    for field in exchange.query.iter().chain(&exchange.headers) {
        names.extend(field.value.names());
    }
    match &exchange.body {
        BodyPlan::None | BodyPlan::File => {}
        BodyPlan::Json(tree) => tree_names(tree, &mut names),
        BodyPlan::Form(fields) => names.extend(fields.iter().flat_map(|at| at.value.names())),
        BodyPlan::Multipart(parts) => {
            for part in parts {
                match &part.content {
                    PartContent::Json(tree) => tree_names(tree, &mut names),
                    PartContent::Text(template) => names.extend(template.names()),
                    PartContent::File => {}
                }
            }
        }
    }
    names
}

fn tree_names(tree: &Tree, names: &mut BTreeSet<String>) {
    match tree {
        Tree::Text(template, _) => names.extend(template.names()),
        Tree::Fixed(_) | Tree::Base64 => {}
        Tree::List(entries) => entries.iter().for_each(|entry| tree_names(entry, names)),
        Tree::Table(entries) => entries.iter().for_each(|(_, entry)| tree_names(entry, names)),
        Tree::Each { list: at, value } | Tree::If { when: at, value } => {
            names.extend(at.names());
            tree_names(value, names);
        }
    }
}
