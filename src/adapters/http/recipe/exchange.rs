//! One request of a recipe, and how its answer is judged.

use std::ops::Range;

use super::answers::{OkRule, ok_rule};
use super::body::{BodyPlan, FormField, body, fields};
use super::inputs::{Input, InputKind};
use super::read::template_at;
use super::scope::Scope;
use crate::adapters::http::target;
use crate::adapters::http::template::Template;
use crate::finding::Finding;
use crate::http::{Method, PlainOrigins, Url};
use crate::keys::Keys;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Place {
    Prepare,
    Publish,
    Find,
    Recall,
    Whoami,
}

/// The plan of one request.
#[derive(Debug, Clone)]
pub(in super::super) struct Exchange {
    pub(in super::super) place: Place,
    pub(in super::super) method: Method,
    pub(in super::super) head: Head,
    /// What follows the head.
    pub(in super::super) path: Template,
    pub(in super::super) query: Vec<FormField>,
    pub(in super::super) headers: Vec<FormField>,
    pub(in super::super) body: BodyPlan,
    pub(in super::super) ok: OkRule,
}

/// What an address begins with: never a part of a post or of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Head {
    /// A host named by the recipe.
    Fixed(Url),
    /// An address that the account names.
    Setting(String),
    /// A secret address of the account.
    Secret(String),
    /// The scheme, host and port of an address of the account, secret or not.
    Origin(String),
}

impl Place {
    /// The name of its request in messages.
    pub(in super::super) fn label(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Publish => "publish",
            Self::Find => "find",
            Self::Recall => "recall",
            Self::Whoami => "whoami",
        }
    }
}

/// Takes the keys of a request out of `keys`.
pub(super) fn exchange(
    keys: &mut Keys<'_>,
    place: Place,
    scope: &Scope,
    settings: &[Input],
) -> Option<Exchange> {
    let methods = [("GET", 0), ("POST", 1), ("PUT", 2), ("PATCH", 3), ("DELETE", 4)];
    let all = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    if !keys.has("method") {
        keys.missing("method", "method = \"POST\"");
    }
    let method = keys.choice("method", "method = \"POST\"", &methods).map(|at| all[at].clone());
    let address = address(keys, "url", scope, settings);
    let query = fields(keys, "query", scope).unwrap_or_default();
    let headers = headers(keys, scope);
    let body = body(keys, scope);
    let ok = ok_rule(keys, scope);
    let (head, path) = address?;
    Some(Exchange { place, method: method?, head, path, query, headers, body, ok })
}

fn headers(keys: &mut Keys<'_>, scope: &Scope) -> Vec<FormField> {
    let headers = fields(keys, "headers", scope).unwrap_or_default();
    let token = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    for header in headers.iter().filter(|header| !token(&header.name)) {
        let finding = Finding::error("recipe-header").with("name", header.name.as_str());
        keys.found_here(finding);
    }
    headers
}

/// Takes the address `key`: its head, and the template of what follows.
pub(super) fn address(
    keys: &mut Keys<'_>,
    key: &str,
    scope: &Scope,
    settings: &[Input],
) -> Option<(Head, Template)> {
    let example = format!("{key} = \"https://api.example/v1/messages\"");
    let (text, span) = keys.require_spanned::<String>(key, &example)?;
    let Some((head, length)) = head(&text, settings) else {
        let names: Vec<_> = settings
            .iter()
            .filter(|input| input.kind == InputKind::Url)
            .map(|input| input.name.as_str())
            .collect();
        let finding = Finding::error("recipe-address").with("known", names.join(", "));
        keys.found(span, finding);
        return None;
    };
    check_head(keys, key, &head, &span);
    let rest = text[length..].to_owned();
    if rest.contains(['?', '#']) || !(rest.is_empty() || rest.starts_with('/')) {
        keys.found(
            span.clone(),
            Finding::error("recipe-address-rest").with("found", rest.as_str()),
        );
    }
    let path = template_at(keys, (rest, span), scope)?;
    Some((head, path))
}

/// The head of an address and how many bytes of the text it takes.
fn head(text: &str, settings: &[Input]) -> Option<(Head, usize)> {
    if let Some(rest) = text.strip_prefix("https://") {
        let host = rest.find('/').unwrap_or(rest.len());
        let url = Url::parse(&text[..8 + host]).ok().filter(|_| !rest[..host].contains('{'))?;
        return Some((Head::Fixed(url), 8 + host));
    }
    let close = text.strip_prefix("{{")?.find("}}")? + 2;
    let name = text[2..close].trim();
    let known = |wanted: &str, secret: bool| {
        settings.iter().any(|input| {
            input.name == wanted && input.kind == InputKind::Url && input.secret == secret
        })
    };
    let origin = |wanted: &str| {
        let found = settings.iter().find(|input| input.origin_name().as_deref() == Some(wanted));
        found.map(|input| Head::Origin(input.name.clone()))
    };
    let head = match name.split_once('.')? {
        ("settings", name) if known(name, false) => Head::Setting(name.to_owned()),
        ("secrets", name) if known(name, true) => Head::Secret(name.to_owned()),
        ("settings", name) => origin(name)?,
        _ => return None,
    };
    Some((head, close + 2))
}

fn check_head(keys: &mut Keys<'_>, key: &str, head: &Head, span: &Range<usize>) {
    if let Head::Fixed(url) = head
        && let Err(problem) = target::check(url, false, &PlainOrigins::default())
    {
        let finding = problem.finding(&keys.full(key), url.host_str().unwrap_or_default());
        keys.found(span.clone(), finding);
    }
}
