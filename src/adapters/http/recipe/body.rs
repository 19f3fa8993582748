//! What a request carries.

use std::ops::Range;

use serde_json::Value as Json;
use serde_spanned::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::read::{expression, template, template_at};
use super::scope::Scope;
use crate::adapters::http::template::{Expression, Template};
use crate::adapters::http::tree::Tree;
use crate::finding::Finding;
use crate::keys::Keys;

/// The plan of a body.
#[derive(Debug, Clone, Default)]
pub(in super::super) enum BodyPlan {
    /// None.
    #[default]
    None,
    /// A JSON document.
    Json(Tree),
    /// Names and values as in an HTML form.
    Form(Vec<FormField>),
    /// Parts of a form with files.
    Multipart(Vec<PartPlan>),
    /// The bytes of the medium `item`.
    File,
}

/// A name with its value; a list brings the name several times.
#[derive(Debug, Clone)]
pub(in super::super) struct FormField {
    pub(in super::super) name: String,
    pub(in super::super) value: Template,
    /// Whether a secret is in it.
    pub(in super::super) secret: bool,
}

/// A part of a form with files, or one for each entry of a list.
#[derive(Debug, Clone)]
pub(in super::super) struct PartPlan {
    pub(in super::super) name: Template,
    pub(in super::super) each: Option<Expression>,
    pub(in super::super) when: Option<Expression>,
    pub(in super::super) content: PartContent,
}

/// What a part holds.
#[derive(Debug, Clone)]
pub(in super::super) enum PartContent {
    /// A JSON document.
    Json(Tree),
    /// A text; left out where it is none.
    Text(Template),
    /// The bytes of the medium `item`.
    File,
}

/// Takes the body, whichever kind it is.
pub(super) fn body(keys: &mut Keys<'_>, scope: &Scope) -> BodyPlan {
    let kinds: Vec<_> =
        ["json", "form", "multipart", "file"].into_iter().filter(|kind| keys.has(kind)).collect();
    if kinds.len() > 1 {
        keys.found_here(Finding::error("recipe-two-bodies").with("found", kinds.join(", ")));
    }
    let mut plan = BodyPlan::None;
    if let Some(tree) = tree(keys, "json", scope) {
        plan = BodyPlan::Json(tree);
    }
    if let Some(fields) = fields(keys, "form", scope) {
        plan = BodyPlan::Form(fields);
    }
    let parts = keys.each("multipart", "[[publish.multipart]]");
    if !parts.is_empty() {
        plan =
            BodyPlan::Multipart(parts.into_iter().filter_map(|at| part(keys, at, scope)).collect());
    }
    if file(keys) {
        plan = BodyPlan::File;
    }
    plan
}

/// Takes a table of names and templates, such as a query or a form.
pub(super) fn fields(keys: &mut Keys<'_>, key: &str, scope: &Scope) -> Option<Vec<FormField>> {
    let mut table = keys.table(key, &format!("[{}]", keys.full(key)))?;
    let mut fields = Vec::new();
    for (name, _) in table.names() {
        let example = format!("{name} = \"{{{{ text }}}}\"");
        if let Some(value) = template(&mut table, &name, &example, scope) {
            let secret = value.names().iter().any(|used| used.starts_with("secrets"));
            fields.push(FormField { name, value, secret });
        }
    }
    keys.absorb(table);
    Some(fields)
}

fn part<'a>(outer: &mut Keys<'a>, mut keys: Keys<'a>, scope: &Scope) -> Option<PartPlan> {
    let each = expression(&mut keys, "each", "each = \"media\"", scope);
    let scope = if each.is_some() { scope.with(&["item", "item_index"]) } else { scope.clone() };
    let when = expression(&mut keys, "when", "when = \"media\"", &scope);
    if !keys.has("name") {
        keys.missing("name", "name = \"file\"");
    }
    let name = template(&mut keys, "name", "name = \"files[{{ item_index }}]\"", &scope);
    let json = tree(&mut keys, "json", &scope).map(PartContent::Json);
    let text = template(&mut keys, "text", "text = \"{{ text }}\"", &scope).map(PartContent::Text);
    let file = file(&mut keys).then_some(PartContent::File);
    let content = json.or(text).or(file);
    if content.is_none() && keys.findings().is_empty() {
        keys.missing("text", "text = \"{{ text }}\"");
    }
    outer.absorb(keys);
    Some(PartPlan { name: name?, each, when, content: content? })
}

fn file(keys: &mut Keys<'_>) -> bool {
    keys.choice("file", "file = \"item\"", &[("item", true)]).unwrap_or(false)
}

/// Takes a JSON document.
pub(super) fn tree(keys: &mut Keys<'_>, key: &str, scope: &Scope) -> Option<Tree> {
    let value = keys.raw(key)?;
    branch(keys, value, scope)
}

fn branch(keys: &mut Keys<'_>, value: Spanned<DeValue<'_>>, scope: &Scope) -> Option<Tree> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) => {
            let placed = (text.into_owned(), span.clone());
            template_at(keys, placed, scope).map(|template| Tree::Text(template, span))
        }
        DeValue::Array(entries) => list(keys, entries, scope),
        DeValue::Table(table) => object(keys, table, &span, scope),
        DeValue::Boolean(flag) => Some(Tree::Fixed(Json::Bool(flag))),
        other => number(keys, &other, span),
    }
}

fn number(keys: &mut Keys<'_>, value: &DeValue<'_>, span: Range<usize>) -> Option<Tree> {
    let written = match value {
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(serde_json::Number::from)
        }
        DeValue::Float(number) => {
            number.as_str().parse().ok().and_then(serde_json::Number::from_f64)
        }
        _ => None,
    };
    if written.is_none() {
        let finding = Finding::error("recipe-not-json").with("found", value.type_str());
        keys.found(span, finding);
    }
    written.map(|number| Tree::Fixed(Json::Number(number)))
}

fn list(keys: &mut Keys<'_>, entries: DeArray<'_>, scope: &Scope) -> Option<Tree> {
    let entries: Vec<_> = entries.into_iter().map(|entry| branch(keys, entry, scope)).collect();
    entries.into_iter().collect::<Option<_>>().map(Tree::List)
}

fn object(
    keys: &mut Keys<'_>,
    mut table: DeTable<'_>,
    span: &Range<usize>,
    scope: &Scope,
) -> Option<Tree> {
    if table.remove("$base64").is_some() {
        return Some(Tree::Base64);
    }
    if let Some(list) = table.remove("$each") {
        return each(keys, list, table, span, scope);
    }
    if let Some(when) = table.remove("$if") {
        let when = written(keys, when, scope);
        let value = match table.remove("$value") {
            Some(value) => branch(keys, value, scope),
            None => object(keys, table, span, scope),
        };
        return Some(Tree::If { when: when?, value: Box::new(value?) });
    }
    plain(keys, table, scope)
}

fn each(
    keys: &mut Keys<'_>,
    list: Spanned<DeValue<'_>>,
    mut table: DeTable<'_>,
    span: &Range<usize>,
    scope: &Scope,
) -> Option<Tree> {
    let list = written(keys, list, scope);
    let Some(value) = table.remove("$value") else {
        let example = "{ \"$each\" = \"media\", \"$value\" = \"{{ item.alt }}\" }";
        let missing = Finding::error("missing-key").with("key", "$value");
        keys.found(span.clone(), missing.with("example", example));
        return None;
    };
    let value = branch(keys, value, &scope.with(&["item"]));
    Some(Tree::Each { list: list?, value: Box::new(value?) })
}

fn plain(keys: &mut Keys<'_>, table: DeTable<'_>, scope: &Scope) -> Option<Tree> {
    let mut entries = Vec::new();
    let mut whole = true;
    for (key, value) in table {
        if key.get_ref().starts_with('$') {
            let finding = Finding::error("unknown-key")
                .with("key", key.get_ref().as_ref())
                .with("nearest", "")
                .with("known", "$each, $value, $if, $base64");
            keys.found(key.span(), finding);
            whole = false;
            continue;
        }
        match branch(keys, value, scope) {
            Some(tree) => entries.push((key.into_inner().into_owned(), tree)),
            None => whole = false,
        }
    }
    whole.then_some(Tree::Table(entries))
}

fn written(keys: &mut Keys<'_>, value: Spanned<DeValue<'_>>, scope: &Scope) -> Option<Expression> {
    let span = value.span();
    let source = match value.into_inner() {
        DeValue::String(source) => source.into_owned(),
        other => {
            let finding = Finding::error("recipe-not-json").with("found", other.type_str());
            keys.found(span, finding);
            return None;
        }
    };
    super::read::expression_at(keys, (source, span), scope)
}
