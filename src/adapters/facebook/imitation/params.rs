//! What a request says: the parameters of its query and of its body, whatever form that has.

use std::collections::BTreeMap;

use serde_json::Value;

use super::refused;
use crate::platform::mock::{Asked, FormPart, Reply};

/// The parameters and files of one request.
#[derive(Debug, Default)]
pub(super) struct Params {
    values: BTreeMap<String, Value>,
    files: BTreeMap<String, FormPart>,
}

impl Params {
    /// Reads `asked`; a body that is broken, and a token where none belongs, is refused.
    pub(super) fn read(asked: &Asked) -> Result<Self, Reply> {
        let mut params = Self::default();
        for (name, value) in &asked.query {
            params.values.insert(name.clone(), Value::String(value.clone()));
        }
        params.read_body(asked)?;
        if params.values.contains_key("access_token") {
            return Err(refused(100, None, "access_token belongs into a header"));
        }
        Ok(params)
    }

    fn read_body(&mut self, asked: &Asked) -> Result<(), Reply> {
        let broken = || refused(100, None, "The body cannot be read");
        let kind = asked.header("content-type").unwrap_or_default();
        if asked.body.is_empty() || kind == "application/octet-stream" {
            return Ok(());
        }
        if let Some(Value::Object(fields)) = asked.json() {
            self.values.extend(fields);
            return Ok(());
        }
        if let Some(form) = asked.form() {
            let texts = form.into_iter().map(|(name, value)| (name, Value::String(value)));
            self.values.extend(texts);
            return Ok(());
        }
        for part in asked.multipart().ok_or_else(broken)? {
            if part.file.is_some() {
                self.files.insert(part.name.clone(), part);
            } else {
                let text = String::from_utf8(part.bytes).map_err(|_| broken())?;
                self.values.insert(part.name, Value::String(text));
            }
        }
        Ok(())
    }

    /// Refuses every parameter that is not in `known`.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Reply> {
        let given = self.values.keys().chain(self.files.keys());
        match given.into_iter().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(refused(100, None, &format!("Unknown parameter: {name}"))),
            None => Ok(()),
        }
    }

    /// The parameter `name` as it is.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The file `name`.
    pub(super) fn file(&self, name: &str) -> Option<&FormPart> {
        self.files.get(name)
    }

    /// The parameter `name`, where it is a text or a number.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.values.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The text `name`, or none; anything but a text is refused.
    pub(super) fn string(&self, name: &str) -> Result<Option<String>, Reply> {
        match self.values.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong_type(name, "string")),
        }
    }

    pub(super) fn bool(&self, name: &str) -> Result<Option<bool>, Reply> {
        match self.values.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(text)) if text == "true" || text == "1" => Ok(Some(true)),
            Some(Value::String(text)) if text == "false" || text == "0" => Ok(Some(false)),
            Some(_) => Err(wrong_type(name, "boolean")),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Reply> {
        let Some(value) = self.values.get(name) else { return Ok(None) };
        let read = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        read.map(Some).ok_or_else(|| wrong_type(name, "unsigned integer"))
    }

    /// One of `known`, or none.
    pub(super) fn one_of(&self, name: &str, known: &[&str]) -> Result<Option<String>, Reply> {
        let given = self.string(name)?;
        match &given {
            Some(value) if !known.contains(&value.as_str()) => {
                Err(refused(100, None, &format!("Param {name} must be one of {known:?}")))
            }
            _ => Ok(given),
        }
    }
}

fn wrong_type(name: &str, wanted: &str) -> Reply {
    refused(100, None, &format!("Param {name} must be a {wanted}"))
}
