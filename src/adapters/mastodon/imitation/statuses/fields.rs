//! The body of a request for a status, field by field.

use serde_json::Value;

use super::refused;
use crate::platform::mock::{Asked, Reply};

/// What a status is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    pub(super) text: String,
    pub(super) spoiler: String,
    pub(super) media_ids: Vec<String>,
    pub(super) parent: Option<String>,
    pub(super) sensitive: bool,
    pub(super) visibility: String,
    pub(super) language: Option<String>,
}

impl Fields {
    /// Reads the JSON body. Fields that are unknown, or not imitated, are refused.
    pub(super) fn read(asked: &Asked) -> Result<Self, Reply> {
        let says = asked.header("content-type").unwrap_or_default();
        if !says.starts_with("application/json") {
            return Err(refused(422, "Validation failed: Text can't be blank"));
        }
        let body = asked.json();
        let body = body
            .as_ref()
            .and_then(Value::as_object)
            .ok_or_else(|| refused(400, "There was a problem in the JSON you submitted"))?;
        let mut fields = Self { visibility: "public".to_owned(), ..Self::default() };
        for (name, value) in body {
            let wrong = || refused(422, &format!("Wrong or unknown field: {name}"));
            fields.take(name, value).ok_or_else(wrong)?;
        }
        Ok(fields)
    }

    fn take(&mut self, name: &str, value: &Value) -> Option<()> {
        let text = || value.as_str().map(str::to_owned);
        match name {
            "status" => self.text = text()?,
            "spoiler_text" => self.spoiler = text()?,
            "media_ids" => self.media_ids = ids(value)?,
            "in_reply_to_id" => self.parent = Some(text()?),
            "sensitive" => self.sensitive = value.as_bool()?,
            "visibility" => self.visibility = text().filter(|one| is_visibility(one))?,
            "language" => self.language = Some(text().filter(|one| is_language(one))?),
            _ => return None,
        }
        Some(())
    }

    /// What the server makes of the fields before it stores them.
    pub(super) fn settle(&mut self) {
        self.text = self.text.trim().to_owned();
        self.spoiler = self.spoiler.trim().to_owned();
        self.sensitive |= !self.spoiler.is_empty();
        if self.text.is_empty() {
            self.text = std::mem::take(&mut self.spoiler);
        }
    }
}

fn ids(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|id| id.as_str().map(str::to_owned)).collect()
}

fn is_visibility(text: &str) -> bool {
    matches!(text, "public" | "unlisted" | "private" | "direct")
}

fn is_language(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}
