//! How requests show who they come from: a token, a password, or a signature of the body. Tokens that
//! end are in `renewal.rs`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::recipe::Auth;
use super::requests::{Builder, Unbuildable};
use super::template::Values;
use crate::clock::Instant;
use crate::http::{Body, Request, RequestError};
use crate::secret::Secret;

impl Builder {
    /// `request` with `body` and with what the recipe's `[auth]` adds. Nothing is added where
    /// the account left the secret out.
    pub(super) fn authorised(
        &self,
        request: Request,
        body: Body,
        values: &Values,
        now: Instant,
    ) -> Result<Request, Unbuildable> {
        let request = match (&self.recipe.auth, self.auth_secret()) {
            (Some(Auth::Bearer(_)), Some(token)) => request.bearer(token)?,
            (Some(Auth::Basic { user, .. }), Some(password)) => {
                basic(request, &user.text(values)?, password)?
            }
            (Some(Auth::Hmac { timestamp, signature, .. }), Some(secret)) => {
                let time = now.timestamp().to_string();
                let (signed, body) = signed(body, secret, &time);
                let request = request.header(timestamp, &time)?;
                return Ok(request.header(signature, &format!("sha256={signed}"))?.body(body)?);
            }
            _ => request,
        };
        Ok(request.body(body)?)
    }

    fn auth_secret(&self) -> Option<&Secret> {
        match self.recipe.auth.as_ref()? {
            Auth::Bearer(name)
            | Auth::Basic { password: name, .. }
            | Auth::Hmac { secret: name, .. } => self.own.secrets.get(name),
            // Their token is no setting: the account adds it.
            Auth::Renewed(_) => None,
        }
    }
}

/// `request` with a user and a password.
pub(super) fn basic(
    request: Request,
    user: &str,
    password: &Secret,
) -> Result<Request, RequestError> {
    let pair = Secret::new(STANDARD.encode(format!("{user}:{}", password.expose())));
    request.secret_header("authorization", &Secret::new(format!("Basic {}", pair.expose())))
}

/// The signature of a body, and the body with its bytes settled: exactly those were signed.
/// Bodies with files were refused when the recipe was read.
fn signed(body: Body, secret: &Secret, time: &str) -> (String, Body) {
    let (content_type, bytes) = match body {
        Body::Json(document) => ("application/json", document.to_string().into_bytes()),
        Body::Form(fields) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            let encoded = form.extend_pairs(fields).finish();
            ("application/x-www-form-urlencoded", encoded.into_bytes())
        }
        other => return (sign(secret, time, b""), other),
    };
    let signed = sign(secret, time, &bytes);
    (signed, Body::Bytes { content_type: content_type.to_owned(), bytes: bytes.into() })
}

/// The HMAC-SHA256 of the time, a point and the body, in hexadecimal digits.
pub(super) fn sign(secret: &Secret, time: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return String::new();
    };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
