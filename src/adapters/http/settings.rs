//! What an account says: the values that its recipe asks for.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::recipe::{Input, InputKind, Promise, Recipe};
use super::target::{self, BadTarget};
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// The shortest part of a secret address that is secret by itself, in bytes: a key in its query,
/// and a name in its path, if it is made of letters and digits and so hardly a plain word.
const SHORTEST_KEY: usize = 8;
const SHORTEST_NAME: usize = 16;

/// The values of one account. `Debug` shows none of them: an address can be a secret.
pub(super) struct Values {
    /// The settings, as templates see them.
    pub(super) settings: Json,
    /// The secrets by name; those that were left out are not here.
    pub(super) secrets: HashMap<String, Secret>,
    /// The addresses among both, by name.
    pub(super) addresses: HashMap<String, Url>,
    /// Whether the account says that repeats are harmless.
    pub(super) idempotent: bool,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Values({} secret)", self.secrets.len())
    }
}

/// Reads what `recipe` asks for out of an account's section; every mistake is left in `keys`.
pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>, recipe: &Recipe) -> Values {
    let example = "allow_private = true";
    let allow_private = keys.take("allow_private", example).unwrap_or(false);
    let bound = recipe.settings.iter().any(|input| !input.origins.is_empty());
    let own_server = bound && keys.take("own_server", "own_server = true").unwrap_or(false);
    let asked = recipe.promise == Promise::Ask;
    let idempotent = asked && keys.take("idempotent", "idempotent = true").unwrap_or(false);
    let mut reader = Reader::new(setup, allow_private, own_server);
    for input in &recipe.settings {
        if input.secret {
            reader.secret(keys, input);
        } else {
            reader.plain(keys, input);
        }
    }
    let settings = Json::Object(reader.settings);
    Values { settings, secrets: reader.secrets, addresses: reader.addresses, idempotent }
}

struct Reader<'s> {
    setup: &'s Setup,
    allow_private: bool,
    /// Whether addresses may lead to other servers than those of the service.
    own_server: bool,
    settings: Map<String, Json>,
    secrets: HashMap<String, Secret>,
    addresses: HashMap<String, Url>,
}

impl<'s> Reader<'s> {
    fn new(setup: &'s Setup, allow_private: bool, own_server: bool) -> Self {
        Self {
            setup,
            allow_private,
            own_server,
            settings: Map::new(),
            secrets: HashMap::new(),
            addresses: HashMap::new(),
        }
    }

    fn plain(&mut self, keys: &mut Keys<'_>, input: &Input) {
        let value = if keys.has(&input.name) || input.default.is_none() && !input.optional {
            plain(keys, input)
        } else {
            input.default.clone().map(|value| (value, 0..0))
        };
        let (value, span) = value.unwrap_or((Json::Null, 0..0));
        if input.kind == InputKind::Url
            && let Some(text) = value.as_str()
        {
            self.address(keys, input, text, span);
        }
        self.settings.extend(grouped(input, &value));
    }

    fn secret(&mut self, keys: &mut Keys<'_>, input: &Input) {
        if !keys.has(&input.name) && input.optional {
            keys.take::<Json>(&input.name, &input.example);
            return;
        }
        let Some(secret) = self.setup.secret(keys, &input.name) else { return };
        if input.fits(secret.expose()).is_err() {
            keys.found_here(
                Finding::error("recipe-secret-shape").with("key", keys.full(&input.name)),
            );
            return;
        }
        if input.kind == InputKind::Url {
            self.address(keys, input, secret.expose(), 0..0);
            guard_pieces(input, secret.expose());
        }
        for (name, value) in grouped(input, &Json::String(secret.expose().to_owned())) {
            if let Json::String(value) = value {
                self.secrets.insert(name, Secret::new(value));
            }
        }
    }

    /// The address may be secret, so findings name the host alone.
    fn address(&mut self, keys: &mut Keys<'_>, input: &Input, text: &str, span: Range<usize>) {
        match Url::parse(text)
            .map_err(|_| BadTarget::NotHttps)
            .and_then(|url| self.checked(input, url))
        {
            Ok(url) => {
                let origin = url.origin().ascii_serialization();
                let name = input.origin_name();
                self.settings.extend(name.map(|name| (name, Json::String(origin))));
                self.addresses.insert(input.name.clone(), url);
            }
            Err(problem) => {
                let host = Url::parse(text).ok().and_then(|url| url.host_str().map(str::to_owned));
                let finding = problem.finding(&keys.full(&input.name), &host.unwrap_or_default());
                if span.is_empty() { keys.found_here(finding) } else { keys.found(span, finding) }
            }
        }
    }

    fn checked(&self, input: &Input, url: Url) -> Result<Url, BadTarget> {
        let plain = &self.setup.plain;
        target::check(&url, self.allow_private, plain)?;
        let origin = url.origin().ascii_serialization();
        let theirs = input.origins.is_empty() || input.origins.contains(&origin);
        if theirs || self.own_server || plain.lists(&url) {
            Ok(url)
        } else {
            Err(BadTarget::Foreign)
        }
    }
}

/// Makes what is secret about an address a known secret by itself: servers like to name the path
/// that they do not have. Which names of a path are secret, the groups of a pattern say better.
fn guard_pieces(input: &Input, address: &str) {
    let Ok(url) = Url::parse(address) else { return };
    let grouped = input.pattern.as_ref().is_some_and(|pattern| pattern.captures_len() > 1);
    let path = if grouped { "" } else { url.path() };
    let names = path.split('/').filter(|name| name.len() >= SHORTEST_NAME);
    let names = names.filter(|name| {
        let has = |is: fn(&u8) -> bool| name.as_bytes().iter().any(is);
        has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
    });
    let keys = url.query_pairs().map(|(_, value)| value.into_owned());
    let keys = keys.filter(|value| value.len() >= SHORTEST_KEY);
    for piece in names.map(str::to_owned).chain(keys) {
        let _known_from_now_on = Secret::new(piece);
    }
}

fn plain(keys: &mut Keys<'_>, input: &Input) -> Option<(Json, Range<usize>)> {
    let (value, span) = keys.require_spanned::<Json>(&input.name, &input.example)?;
    if let Err(problem) = input.check(&value) {
        let finding = Finding::error("wrong-value")
            .with("key", keys.full(&input.name))
            .with("problem", problem)
            .with("example", input.example.as_str());
        keys.found(span, finding);
        return None;
    }
    Some((value, span))
}

/// A value under its own name and under the names of its pattern's groups.
pub(super) fn grouped(input: &Input, value: &Json) -> Vec<(String, Json)> {
    let text = value.as_str().unwrap_or_default();
    let found = input.pattern.as_ref().and_then(|pattern| pattern.captures(text));
    let groups = input.pattern.iter().flat_map(|pattern| pattern.capture_names()).flatten();
    let mut all = vec![(input.name.clone(), value.clone())];
    for group in groups {
        let part = found.as_ref().and_then(|found| found.name(group));
        let part = part.map_or(Json::Null, |part| Json::String(part.as_str().to_owned()));
        all.push((format!("{}_{group}", input.name), part));
    }
    all
}
