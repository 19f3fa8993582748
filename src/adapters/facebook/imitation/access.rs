//! Tokens, and the proofs that go with them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use super::params::Params;
use super::{APP, GIVEN_TOKEN, Graph, Outcome, PAGE, SECRET, SYSTEM_TOKEN, refused, shown};
use crate::platform::mock::{Asked, Reply};

/// What the Page shows of itself.
const PAGE_FIELDS: [&str; 5] = ["id", "name", "link", "is_published", "access_token"];

impl Graph {
    fn page_token(&self) -> String {
        format!("imitated-facebook-page-token-{}", self.generation)
    }

    /// Whether `token` is one that the Page acts with.
    fn is_page_token(&self, token: &str) -> bool {
        !self.revoked && (token == self.page_token() || (token == GIVEN_TOKEN && !self.given_ended))
    }

    fn is_system_token(&self, token: &str) -> bool {
        !self.revoked && token == SYSTEM_TOKEN
    }

    /// Every call has the proof of the very token that it goes out with.
    pub(super) fn check_proof(&self, asked: &Asked, params: &Params) -> Result<(), Reply> {
        let token = asked.bearer().ok_or_else(no_token)?;
        if params.text("appsecret_proof") == Some(proof_of(token)) {
            Ok(())
        } else {
            Err(refused(100, None, "Invalid appsecret_proof provided in the API argument"))
        }
    }

    /// Only the Page's own token may publish.
    pub(super) fn authorise(&self, asked: &Asked) -> Result<(), Reply> {
        let token = asked.bearer().ok_or_else(no_token)?;
        self.check_page_token(token)
    }

    pub(super) fn check_page_token(&self, token: &str) -> Result<(), Reply> {
        if self.is_page_token(token) {
            return if self.config.scopes.contains(&"pages_manage_posts") {
                Ok(())
            } else {
                Err(refused(200, None, "Requires pages_manage_posts permission"))
            };
        }
        if self.is_system_token(token) {
            return Err(refused(210, None, "A page access token is required to request this"));
        }
        Err(dead())
    }

    /// The Page of itself; its token for those who have a role there.
    pub(super) fn page(&self, asked: &Asked, params: &Params) -> Outcome {
        let token = asked.bearer().ok_or_else(no_token)?;
        let system = self.is_system_token(token);
        if !system && !self.is_page_token(token) {
            return Err(dead());
        }
        params.only(&["fields", "appsecret_proof"])?;
        let mut page = json!({
            "id": PAGE,
            "name": "ग्राम पंचायत कार्यालय",
            "link": format!("https://www.facebook.com/{PAGE}"),
            "is_published": self.config.page_published,
        });
        if self.config.has_role {
            page["access_token"] = json!(if system { self.page_token() } else { token.to_owned() });
        }
        shown::reply(&page, params, &PAGE_FIELDS)
    }

    /// What a token is worth, told to its app alone.
    pub(super) fn debug_token(&self, asked: &Asked, params: &Params) -> Outcome {
        params.only(&["input_token", "appsecret_proof"])?;
        if asked.bearer() != Some(format!("{APP}|{SECRET}").as_str()) {
            return Err(refused(190, None, "Invalid OAuth access token signature."));
        }
        let token = params.text("input_token").unwrap_or_default();
        let valid = self.is_system_token(&token) || self.is_page_token(&token);
        Ok(Reply::json(
            200,
            &json!({ "data": {
            "app_id": APP,
            "type": self.config.kind,
            "application": "dakiya",
            "is_valid": valid,
            "expires_at": self.config.expires_at,
            "data_access_expires_at": self.config.data_access_expires_at,
            "scopes": self.config.scopes,
            "profile_id": PAGE,
        } }),
        ))
    }
}

fn proof_of(token: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes());
    let digest = mac.map(|mut mac| {
        mac.update(token.as_bytes());
        mac.finalize().into_bytes()
    });
    digest.map(hex::encode).unwrap_or_default()
}

fn no_token() -> Reply {
    refused(104, None, "An access token is required to request this resource.")
}

fn dead() -> Reply {
    refused(190, Some(463), "Error validating access token: Session has expired.")
}
