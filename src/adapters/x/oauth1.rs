//! Signatures of OAuth 1.0a (docs.x.com `oauth-1-0a/creating-a-signature`, August 2026).
//!
//! The method, the address, its query and the values of the header are signed; bodies of JSON
//! and of parts are not.

use aws_lc_rs::hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::clock::Instant;
use crate::http::{Request, RequestError, Url};
use crate::secret::Secret;

/// All but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The four keys of an account.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// Names our app.
    pub(super) consumer: Secret,
    /// Signs for it.
    pub(super) consumer_secret: Secret,
    /// Names the account's leave.
    pub(super) token: Secret,
    /// Signs for it.
    pub(super) token_secret: Secret,
}

impl Keys {
    /// `request` with a signature that is good for it alone.
    pub(super) fn sign(&self, request: Request, now: Instant) -> Result<Request, RequestError> {
        self.sign_with(request, &[], now)
    }

    /// The same with `more` values in the header, as logging in has them. A token that is empty is
    /// left out: nobody has one yet.
    pub(super) fn sign_with(
        &self,
        request: Request,
        more: &[(&str, &str)],
        now: Instant,
    ) -> Result<Request, RequestError> {
        let nonce = hex::encode(rand::random::<[u8; 16]>());
        let own = self.values(&nonce, now.timestamp()).into_iter();
        let own = own.filter(|(name, value)| name != "oauth_token" || !value.is_empty());
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let own = own.chain(more).collect();
        let header = self.header(request.method().as_str(), request.url(), own);
        request.unprinted_header("authorization", &header)
    }

    /// The header of a request.
    #[cfg(test)]
    pub(super) fn authorization(
        &self,
        method: &str,
        url: &Url,
        nonce: &str,
        seconds: i64,
    ) -> String {
        self.header(method, url, self.values(nonce, seconds))
    }

    fn header(&self, method: &str, url: &Url, own: Vec<(String, String)>) -> String {
        let query = url.query_pairs().into_owned();
        let all: Vec<_> = query.chain(own.iter().cloned()).collect();
        let signature = self.signature(&base_string(method, url, &all));
        let signed = own.into_iter().chain([("oauth_signature".to_owned(), signature)]);
        let written = signed.map(|(name, value)| format!("{name}=\"{}\"", encoded(&value)));
        format!("OAuth {}", written.collect::<Vec<_>>().join(", "))
    }

    fn values(&self, nonce: &str, seconds: i64) -> Vec<(String, String)> {
        let values = [
            ("oauth_consumer_key", self.consumer.expose()),
            ("oauth_nonce", nonce),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", &seconds.to_string()),
            ("oauth_token", self.token.expose()),
            ("oauth_version", "1.0"),
        ];
        values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
    }

    /// The signature of a base string.
    pub(super) fn signature(&self, base: &str) -> String {
        let (consumer, token) = (self.consumer_secret.expose(), self.token_secret.expose());
        let key = format!("{}&{}", encoded(consumer), encoded(token));
        let key = hmac::Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
        STANDARD.encode(hmac::sign(&key, base.as_bytes()))
    }
}

/// What is signed: the method, the address without its query, and all names and values in order.
pub(super) fn base_string(method: &str, url: &Url, values: &[(String, String)]) -> String {
    let mut pairs: Vec<_> =
        values.iter().map(|(name, value)| (encoded(name), encoded(value))).collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut address = url.clone();
    address.set_query(None);
    address.set_fragment(None);
    format!("{method}&{}&{}", encoded(address.as_str()), encoded(&pairs.join("&")))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
