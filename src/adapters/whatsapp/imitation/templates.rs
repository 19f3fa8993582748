//! The templates of the business account.

use serde_json::{Value, json};

use super::Cloud;
use crate::adapters::graph::imitated::{Outcome, only, wanted};
use crate::platform::mock::{Asked, Reply};

/// The languages in which templates are there that nothing is known of.
const LANGUAGES: [&str; 14] =
    ["hi", "en", "en_US", "en_GB", "as", "bn", "gu", "kn", "ml", "mr", "or_IN", "pa", "ta", "te"];

const FIELDS: &[&str] = &[
    "id",
    "name",
    "language",
    "status",
    "category",
    "components",
    "parameter_format",
    "quality_score",
];

impl Cloud {
    /// Those whose names contain the one that is asked for.
    pub(super) fn templates(&self, asked: &Asked) -> Outcome {
        only(&asked.query, &["name", "fields", "limit", "after", "appsecret_proof"])?;
        let fields = wanted(asked, FIELDS)?;
        let name = asked.query("name").unwrap_or_default();
        let known = if self.config.template.contains(name) {
            vec![self.known_template()]
        } else {
            LANGUAGES.map(|language| unknown_template(name, language)).to_vec()
        };
        let shown: Vec<_> = known.into_iter().map(|one| only_fields(&one, &fields)).collect();
        Ok(Reply::json(200, &json!({ "data": shown, "paging": { "cursors": {} } })))
    }

    fn known_template(&self) -> Value {
        let header = self.config.header.map(|format| json!({ "type": "HEADER", "format": format }));
        let body = json!({ "type": "BODY", "text": self.config.body });
        let button = self.config.button.map(|url| {
            let button = json!({ "type": "URL", "text": "खोलें", "url": url });
            json!({ "type": "BUTTONS", "buttons": [button] })
        });
        let components: Vec<_> = header.into_iter().chain([body]).chain(button).collect();
        json!({
            "id": "594425479261596",
            "name": self.config.template,
            "language": self.config.language,
            "status": self.config.status,
            "category": "UTILITY",
            "parameter_format": self.config.format,
            "components": components,
            "quality_score": { "score": "GREEN" },
        })
    }
}

fn unknown_template(name: &str, language: &str) -> Value {
    json!({ "name": name, "language": language, "status": "APPROVED", "category": "UTILITY" })
}

fn only_fields(whole: &Value, fields: &[&str]) -> Value {
    let shown =
        fields.iter().filter_map(|field| Some(((*field).to_owned(), whole.get(field)?.clone())));
    Value::Object(shown.collect())
}
