//! A way to one of Meta's hosts: requests with token and proof, answers that are read or refused.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Asked, GraphRule, proof, refusal};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Body, Method, Request, RequestError, Url};
use crate::platform::Wire;
use crate::secret::Secret;

/// The longest id taken for one; they have 15 to 18 digits.
const LONGEST_ID: usize = 40;

/// The names and values of a form.
pub(in crate::adapters) type Fields = Vec<(String, String)>;

/// A host with its version, and what its refusals mean.
#[derive(Debug, Clone)]
pub(in crate::adapters) struct Line {
    pub(in crate::adapters) wire: Wire,
    /// The host.
    pub(in crate::adapters) base: Url,
    /// The first piece of every path, such as `v25.0`.
    pub(in crate::adapters) version: String,
    /// The app's secret, where requests prove that they come from the app.
    pub(in crate::adapters) app_secret: Option<Secret>,
    /// The service's own rows.
    pub(in crate::adapters) rules: &'static [GraphRule],
}

/// An id of the right shape: digits, as text or as a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Written")]
pub(in crate::adapters) struct Id(pub(in crate::adapters) String);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Number(u64),
}

/// The answer to a request that made something.
#[derive(Debug, Deserialize)]
pub(in crate::adapters) struct Made {
    pub(in crate::adapters) id: Id,
}

impl Line {
    /// A request that reads.
    pub(in crate::adapters) fn get(
        &self,
        label: &'static str,
        token: &Secret,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        self.without_body(label, Method::GET, token, path, query)
    }

    /// A request that deletes.
    pub(in crate::adapters) fn delete(
        &self,
        label: &'static str,
        token: &Secret,
        path: &[&str],
    ) -> Result<Request, Failure> {
        self.without_body(label, Method::DELETE, token, path, &[])
    }

    /// A request with a form; Hindi text in an address would explode it.
    pub(in crate::adapters) fn post(
        &self,
        label: &'static str,
        token: &Secret,
        path: &[&str],
        mut fields: Fields,
    ) -> Result<Request, Failure> {
        if let Some(proof) = self.proof(token) {
            fields.push(("appsecret_proof".to_owned(), proof.expose().to_owned()));
        }
        let request = Request::post(label, self.address(&self.version, path)).form(fields);
        request.bearer(token).map_err(unbuildable)
    }

    /// A request with another body, and the proof in its query.
    pub(in crate::adapters) fn send(
        &self,
        label: &'static str,
        token: &Secret,
        path: &[&str],
        body: Body,
    ) -> Result<Request, Failure> {
        let request = self.without_body(label, Method::POST, token, path, &[])?;
        request.body(body).map_err(unbuildable)
    }

    /// What an invisible request brings.
    pub(in crate::adapters) async fn ask<T: DeserializeOwned>(
        &self,
        request: Request,
    ) -> Result<T, Failure> {
        let answer = self.wire.invisible(request).await?;
        self.read(&answer)
    }

    /// The document of the success `answer` to an invisible request.
    pub(in crate::adapters) fn read<T: DeserializeOwned>(
        &self,
        answer: &Answer,
    ) -> Result<T, Failure> {
        if answer.is_success() {
            answer.json().map_err(not_understood)
        } else {
            Err(self.refused(answer, Asked::Invisible))
        }
    }

    /// The failure that `answer` is.
    pub(in crate::adapters) fn refused(&self, answer: &Answer, asked: Asked) -> Failure {
        refusal(answer, asked, self.rules, self.wire.now())
    }

    /// The address of `path` below `first`, each piece as it is.
    pub(in crate::adapters) fn address(&self, first: &str, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        if let Ok(mut pieces) = url.path_segments_mut() {
            pieces.pop_if_empty().push(first).extend(path);
        }
        url
    }

    fn without_body(
        &self,
        label: &'static str,
        method: Method,
        token: &Secret,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        let mut url = self.address(&self.version, path);
        let proof = self.proof(token);
        if !query.is_empty() || proof.is_some() {
            let mut pairs = url.query_pairs_mut();
            pairs.extend_pairs(query);
            if let Some(proof) = &proof {
                pairs.append_pair("appsecret_proof", proof.expose());
            }
        }
        Request::new(label, method, url).bearer(token).map_err(unbuildable)
    }

    fn proof(&self, token: &Secret) -> Option<Secret> {
        self.app_secret.as_ref().map(|secret| proof(secret, token))
    }
}

impl Id {
    pub(in crate::adapters) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that `text` is.
    pub(in crate::adapters) fn read(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let sound = !text.is_empty() && text.len() <= LONGEST_ID && digits;
        sound.then(|| Self(text.to_owned()))
    }
}

impl TryFrom<Written> for Id {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let text = match written {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        };
        Self::read(&text).ok_or_else(|| "an id of another shape".to_owned())
    }
}

/// An answer that is a success by its status and makes no sense.
pub(in crate::adapters) fn not_understood(what: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", what)
}

/// A request that cannot be built: only our token can be the reason.
pub(in crate::adapters) fn unbuildable(error: RequestError) -> Failure {
    Failure::new(Class::Auth, "graph-token-unusable", error)
}

/// A field of a form.
pub(in crate::adapters) fn field(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_digits_and_nothing_else() {
        for (text, sound) in [
            ("17841405822304914", true),
            ("", false),
            ("12a", false),
            ("../1", false),
            ("-1", false),
        ] {
            assert_eq!(Id::read(text).is_some(), sound, "{text}");
        }
        assert_eq!(Id::read(&"1".repeat(41)), None);
        let id: Id = serde_json::from_str("17841405822304914").unwrap();
        assert_eq!(id.as_str(), "17841405822304914");
    }
}
