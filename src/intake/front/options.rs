//! Settings that only one platform knows, passed on as they were written.

use serde_json::{Number, Value as Json};
use toml::Value;

/// `value` as the adapters read it; none where a number is not finite.
pub(super) fn json(value: Value) -> Option<Json> {
    Some(match value {
        Value::String(text) => Json::String(text),
        Value::Integer(number) => Json::from(number),
        Value::Float(number) => Json::Number(Number::from_f64(number)?),
        Value::Boolean(yes) => Json::Bool(yes),
        Value::Datetime(time) => Json::String(time.to_string()),
        Value::Array(items) => items.into_iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Value::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| Some((key, json(value)?)));
            Json::Object(entries.collect::<Option<_>>()?)
        }
    })
}
