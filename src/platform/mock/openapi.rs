//! As much of OpenAPI as the descriptions of platforms use, read strictly: what is not described is
//! wrong.

use regex::Regex;
use serde_json::{Map, Value};

use super::{Asked, Reply};

/// The description of an API.
pub(crate) struct Description(Value);

impl Description {
    pub(crate) fn new(document: Value) -> Self {
        Self(document)
    }

    /// What is wrong with a request and its answer.
    pub(crate) fn check(&self, asked: &Asked, reply: &Reply) -> Vec<String> {
        let mut problems = self.check_request(asked);
        let Some(operation) = self.operation(asked) else { return problems };
        let response = &operation["responses"][reply.status.to_string()];
        if response.is_null() {
            problems.push(format!("status {} is not described", reply.status));
            return problems;
        }
        let schema = &response["content"]["application/json"]["schema"];
        if !schema.is_null() {
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            self.value(schema, &body, "answer", &mut problems);
        }
        problems
    }

    /// What is wrong with a request.
    pub(crate) fn check_request(&self, asked: &Asked) -> Vec<String> {
        let Some(operation) = self.operation(asked) else {
            return vec![format!("no such operation: {} {}", asked.method, asked.path)];
        };
        let mut problems = Vec::new();
        self.check_query(operation, asked, &mut problems);
        self.check_key(operation, asked, &mut problems);
        let content = &operation["requestBody"]["content"];
        match (asked.json(), asked.multipart()) {
            (Some(body), _) => {
                let schema = &content["application/json"]["schema"];
                self.value(schema, &body, "body", &mut problems);
            }
            (None, Some(parts)) => {
                let schema = self.resolved(&content["multipart/form-data"]["schema"]);
                let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
                self.check_names(schema, &names, &mut problems);
            }
            (None, None) if content.is_null() == asked.body.is_empty() => {}
            (None, None) => problems.push("a body is missing, or too much".to_owned()),
        }
        problems
    }

    /// Whether the type `entity` has this field.
    pub(crate) fn has_field(&self, entity: &str, field: &str) -> bool {
        !self.0["components"]["schemas"][entity]["properties"][field].is_null()
    }

    fn check_query(&self, operation: &Value, asked: &Asked, problems: &mut Vec<String>) {
        let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let all: Vec<_> = all.iter().map(|one| self.resolved(one)).collect();
        let all: Vec<_> = all.into_iter().filter(|one| one["in"] == "query").collect();
        for (name, value) in &asked.query {
            let Some(parameter) = all.iter().find(|one| one["name"] == name.as_str()) else {
                problems.push(format!("no such parameter: {name}"));
                continue;
            };
            let schema = self.resolved(&parameter["schema"]);
            let value = match schema["type"].as_str() {
                Some("array") => value.split(',').collect(),
                Some("integer" | "boolean") => serde_json::from_str(value).unwrap_or_default(),
                _ => Value::from(value.as_str()),
            };
            self.value(schema, &value, name, problems);
        }
        let required = all.iter().filter(|one| one["required"] == true);
        for one in required.filter(|one| asked.query(one["name"].as_str().unwrap()).is_none()) {
            problems.push(format!("{} is missing", one["name"]));
        }
    }

    /// Whether a key against repeats is heard where it is sent.
    fn check_key(&self, operation: &Value, asked: &Asked, problems: &mut Vec<String>) {
        const KEY: &str = "idempotency-key";
        let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut headers =
            all.iter().map(|one| self.resolved(one)).filter(|one| one["in"] == "header");
        let is_key =
            |one: &Value| one["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(KEY));
        if asked.header(KEY).is_some() && !headers.any(is_key) {
            problems.push(format!("no such header: {KEY}"));
        }
    }

    fn check_names(&self, schema: &Value, names: &[&str], problems: &mut Vec<String>) {
        for name in names {
            if schema["properties"][*name].is_null() {
                problems.push(format!("no such part: {name}"));
            }
        }
        for required in schema["required"].as_array().map(Vec::as_slice).unwrap_or_default() {
            if !names.contains(&required.as_str().unwrap()) {
                problems.push(format!("the part {required} is missing"));
            }
        }
    }

    fn operation(&self, asked: &Asked) -> Option<&Value> {
        let paths = self.0["paths"].as_object()?;
        let exact = paths.get(&asked.path);
        let alike = || paths.iter().find(|(path, _)| fits(path, &asked.path)).map(|(_, it)| it);
        exact.or_else(alike)?.get(asked.method.to_lowercase())
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str().and_then(|pointer| pointer.strip_prefix('#')) {
            Some(pointer) => self.resolved(self.0.pointer(pointer).unwrap()),
            None => schema,
        }
    }

    fn value(&self, schema: &Value, value: &Value, at: &str, problems: &mut Vec<String>) {
        let schema = self.resolved(schema);
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema[key].as_array() {
                return self.one_of(choices, value, at, problems);
            }
        }
        let merged = self.merged(schema);
        let schema = &merged;
        if !has_type(schema, value) {
            problems.push(format!("{at}: {value} is not {}", schema["type"]));
            return;
        }
        problems.extend(bounds(schema, value).map(|why| format!("{at}: {value} {why}")));
        match value {
            Value::Object(fields) => self.object(schema, fields, at, problems),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&schema["items"], item, &format!("{at}[{index}]"), problems);
                }
            }
            _ => {}
        }
    }

    fn one_of(&self, choices: &[Value], value: &Value, at: &str, problems: &mut Vec<String>) {
        let tries = choices.iter().map(|choice| {
            let mut found = Vec::new();
            self.value(choice, value, at, &mut found);
            found
        });
        problems.extend(tries.min_by_key(Vec::len).unwrap_or_default());
    }

    /// The schema with everything of its `allOf` put together.
    fn merged(&self, schema: &Value) -> Value {
        let Some(all) = schema["allOf"].as_array() else { return schema.clone() };
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for one in all {
            let one = self.merged(self.resolved(one));
            properties.extend(one["properties"].as_object().cloned().unwrap_or_default());
            required.extend(one["required"].as_array().cloned().unwrap_or_default());
        }
        serde_json::json!({ "type": "object", "properties": properties, "required": required })
    }

    fn object(
        &self,
        schema: &Value,
        fields: &Map<String, Value>,
        at: &str,
        problems: &mut Vec<String>,
    ) {
        for required in schema["required"].as_array().map(Vec::as_slice).unwrap_or_default() {
            if !fields.contains_key(required.as_str().unwrap()) {
                problems.push(format!("{at}: {required} is missing"));
            }
        }
        let Some(properties) = schema["properties"].as_object() else { return };
        for (name, value) in fields {
            match properties.get(name) {
                Some(schema) => self.value(schema, value, &format!("{at}.{name}"), problems),
                None => problems.push(format!("{at}: {name} is not described")),
            }
        }
    }
}

/// Whether the path `actual` is one of those that the template `described` stands for.
fn fits(described: &str, actual: &str) -> bool {
    let (described, actual) = (described.split('/'), actual.split('/'));
    described.clone().count() == actual.clone().count()
        && described
            .zip(actual)
            .all(|(template, part)| template.starts_with('{') || template == part)
}

fn has_type(schema: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => true,
    };
    if value.is_null() && schema["nullable"] == true {
        return true;
    }
    match schema["type"].as_array() {
        Some(names) => names.iter().any(is),
        None => is(&schema["type"]),
    }
}

/// Which bound of its type a value breaks.
fn bounds(schema: &Value, value: &Value) -> Option<String> {
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
        && !value.is_null()
    {
        return Some(format!("is none of {allowed:?}"));
    }
    let count = value.as_array().map(Vec::len).or(value.as_str().map(|text| text.chars().count()));
    let number = value.as_i64().or(count.and_then(|count| i64::try_from(count).ok()))?;
    let least = ["minimum", "minItems", "minLength"].iter().find_map(|key| schema[*key].as_i64());
    let most = ["maximum", "maxItems", "maxLength"].iter().find_map(|key| schema[*key].as_i64());
    if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
        return Some("is out of its bounds".to_owned());
    }
    let pattern = schema["pattern"].as_str().zip(value.as_str());
    let wrong = pattern.filter(|(pattern, text)| !Regex::new(pattern).unwrap().is_match(text));
    wrong.map(|(pattern, _)| format!("does not match {pattern}"))
}
