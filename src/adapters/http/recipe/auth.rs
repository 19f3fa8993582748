//! `[auth]`: how requests show who they come from.

use super::exchange::{Head, address};
use super::inputs::Input;
use super::read::template;
use super::scope::Scope;
use crate::adapters::http::template::Template;
use crate::finding::Finding;
use crate::keys::Keys;

/// How requests show who they come from.
#[derive(Debug, Clone)]
pub(in super::super) enum Auth {
    /// `Authorization: Bearer`, with this secret.
    Bearer(String),
    /// `Authorization: Basic`, with a user and this secret.
    Basic { user: Template, password: String },
    /// A signature: the HMAC-SHA256, under this secret, of the time, a point and the body.
    Hmac { secret: String, timestamp: String, signature: String },
    /// `Authorization: Bearer`, with a token that ends and is asked for anew.
    Renewed(Box<Renewal>),
}

/// How tokens are asked for (RFC 6749, sections 4.4 and 6).
#[derive(Debug, Clone)]
pub(in super::super) struct Renewal {
    /// Where, without its path.
    pub(in super::super) head: Head,
    pub(in super::super) path: Template,
    pub(in super::super) client_id: Template,
    /// The secret of the client; a client that is only a name has none.
    pub(in super::super) client_secret: Option<String>,
    /// Whether name and secret stand in the form, and not in a header.
    pub(in super::super) in_form: bool,
    /// The secret that is the first refresh token; none where the client is enough.
    pub(in super::super) refresh: Option<String>,
    pub(in super::super) scope: Option<Template>,
}

impl Renewal {
    /// The secret that the tokens descend from.
    pub(in super::super) fn seed(&self) -> Option<&str> {
        self.refresh.as_deref().or(self.client_secret.as_deref())
    }
}

/// Takes `[auth]`.
pub(super) fn auth(keys: &mut Keys<'_>, scope: &Scope, settings: &[Input]) -> Option<Auth> {
    let mut table = keys.table("auth", "[auth]")?;
    let auth = if table.has("bearer") {
        secret(&mut table, "bearer", settings).map(Auth::Bearer)
    } else if table.has("user") {
        let user = template(&mut table, "user", "user = \"{{ settings.user }}\"", scope);
        let password = secret(&mut table, "password", settings);
        user.zip(password).map(|(user, password)| Auth::Basic { user, password })
    } else if table.has("token_url") {
        renewal(&mut table, settings).map(|renewal| Auth::Renewed(Box::new(renewal)))
    } else {
        hmac(&mut table, settings)
    };
    keys.absorb(table);
    auth
}

fn hmac(keys: &mut Keys<'_>, settings: &[Input]) -> Option<Auth> {
    let secret = secret(keys, "hmac", settings);
    let timestamp = keys.require("timestamp", "timestamp = \"X-Timestamp\"");
    let signature = keys.require("signature", "signature = \"X-Signature\"");
    Some(Auth::Hmac { secret: secret?, timestamp: timestamp?, signature: signature? })
}

/// Tokens belong to the account and to no post, so neither do the values they are asked for with.
fn renewal(keys: &mut Keys<'_>, settings: &[Input]) -> Option<Renewal> {
    let scope = Scope::of_answers(settings);
    let address = address(keys, "token_url", &scope, settings);
    let example = "client_id = \"{{ settings.client_id }}\"";
    if !keys.has("client_id") {
        keys.missing("client_id", example);
    }
    let client_id = template(keys, "client_id", example, &scope);
    // Without a refresh token the client has to prove that it is the one.
    let renews = keys.has("refresh");
    let refresh = if renews { secret(keys, "refresh", settings) } else { None };
    let proves = !renews || keys.has("client_secret");
    let client_secret = if proves { secret(keys, "client_secret", settings) } else { None };
    let places = [("header", false), ("form", true)];
    let in_form = keys.choice("client_in", "client_in = \"form\"", &places).unwrap_or(false);
    let named = template(keys, "scope", "scope = \"messages.write\"", &scope);
    let (head, path) = address?;
    let client_id = client_id?;
    Some(Renewal { head, path, client_id, client_secret, in_form, refresh, scope: named })
}

/// Takes the name of a secret setting.
fn secret(keys: &mut Keys<'_>, key: &str, settings: &[Input]) -> Option<String> {
    let example = format!("{key} = \"token\"");
    let (name, span) = keys.require_spanned::<String>(key, &example)?;
    if !settings.iter().any(|input| input.secret && input.name == name) {
        let known: Vec<_> =
            settings.iter().filter(|input| input.secret).map(|input| input.name.as_str()).collect();
        let finding = Finding::error("recipe-unknown-name")
            .with("name", name.as_str())
            .with("nearest", "")
            .with("known", known.join(", "));
        keys.found(span, finding);
        return None;
    }
    Some(name)
}
