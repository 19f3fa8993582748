//! The number, and what a token is worth.

use serde_json::{Map, Value, json};

use super::{Cloud, SECRET, TOKEN, check_proof};
use crate::adapters::graph::imitated::{Outcome, missing, only, refused, wanted};
use crate::platform::mock::{Asked, Reply};

/// The fields of a number that the description has, with the newer name of its limit.
const FIELDS: &[&str] = &[
    "id",
    "display_phone_number",
    "verified_name",
    "status",
    "quality_rating",
    "country_code",
    "country_dial_code",
    "code_verification_status",
    "name_status",
    "whatsapp_business_manager_messaging_limit",
    "account_mode",
    "is_official_business_account",
];

impl Cloud {
    /// The number `id`, whichever it is: an account in a dry run has its own.
    pub(super) fn phone(&self, asked: &Asked, id: &str) -> Outcome {
        if self.media.contains_key(id) {
            return Err(missing(id));
        }
        only(&asked.query, &["fields", "appsecret_proof"])?;
        let fields = wanted(asked, FIELDS)?;
        let whole = json!({
            "id": id,
            "display_phone_number": "+1 202-555-0100",
            "verified_name": "ग्राम सेवा समिति",
            "status": self.config.number_status,
            "quality_rating": self.config.quality,
            "name_status": self.config.name_status,
            "whatsapp_business_manager_messaging_limit": self.config.tier,
        });
        let mut shown = Map::new();
        for field in fields.into_iter().chain(["id"]) {
            if let Some(value) = whole.get(field) {
                shown.insert(field.to_owned(), value.clone());
            }
        }
        Ok(Reply::json(200, &Value::Object(shown)))
    }

    /// What a token is worth, told to its app alone.
    pub(super) fn debug_token(&self, asked: &Asked) -> Outcome {
        only(&asked.query, &["input_token", "appsecret_proof"])?;
        let app = asked.bearer().unwrap_or_default();
        let Some((id, SECRET)) = app.split_once('|') else {
            return Err(refused(190, None, "Invalid OAuth access token signature."));
        };
        check_proof(asked, app)?;
        let valid = asked.query("input_token") == Some(TOKEN) && !self.ended;
        let data = json!({
            "app_id": id,
            "type": "SYSTEM_USER",
            "is_valid": valid,
            "expires_at": self.config.expires_at,
            "scopes": self.config.scopes,
        });
        Ok(Reply::json(200, &json!({ "data": data })))
    }
}
