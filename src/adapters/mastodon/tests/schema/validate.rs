//! As much of OpenAPI as the description uses, read strictly: unknown fields are wrong.

use serde_json::{Map, Value};

use crate::platform::mock::{Asked, Reply};

/// The description of the API.
pub(super) struct Description(Value);

impl Description {
    pub(super) fn new(document: Value) -> Self {
        Self(document)
    }

    /// What is wrong with a request and its answer.
    pub(super) fn check(&self, asked: &Asked, reply: &Reply) -> Vec<String> {
        let mut problems = self.check_request(asked);
        let Some(operation) = self.operation(asked) else { return problems };
        let response = &operation["responses"][reply.status.to_string()];
        if response.is_null() {
            problems.push(format!("status {} is not described", reply.status));
        }
        let schema = &response["content"]["application/json"]["schema"];
        if !schema.is_null() {
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            self.value(schema, &body, "answer", &mut problems);
        }
        problems
    }

    /// What is wrong with a request.
    pub(super) fn check_request(&self, asked: &Asked) -> Vec<String> {
        let Some(operation) = self.operation(asked) else {
            return vec!["no such operation".to_owned()];
        };
        let mut problems = Vec::new();
        for (name, _) in &asked.query {
            if !has_parameter(operation, name, "query") {
                problems.push(format!("no such parameter: {name}"));
            }
        }
        if asked.header("idempotency-key").is_some()
            && !has_parameter(operation, "Idempotency-Key", "header")
        {
            problems.push("no such header: Idempotency-Key".to_owned());
        }
        let content = &operation["requestBody"]["content"];
        if let Some(body) = asked.json() {
            self.value(&content["application/json"]["schema"], &body, "body", &mut problems);
        }
        for part in asked.multipart().unwrap_or_default() {
            let properties = &content["multipart/form-data"]["schema"]["properties"];
            if properties[&part.name].is_null() {
                problems.push(format!("no such part: {}", part.name));
            }
        }
        problems
    }

    pub(super) fn has_field(&self, entity: &str, field: &str) -> bool {
        !self.0["components"]["schemas"][entity]["properties"][field].is_null()
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
        let whole = self.merged(schema);
        if !has_type(&whole["type"], value) {
            problems.push(format!("{at}: {value} is not {}", whole["type"]));
        }
        if let Some(allowed) = whole["enum"].as_array()
            && !allowed.contains(value)
            && !value.is_null()
        {
            problems.push(format!("{at}: {value} is none of {allowed:?}"));
        }
        match value {
            Value::Object(fields) => self.object(&whole, fields, at, problems),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&whole["items"], item, &format!("{at}[{index}]"), problems);
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

fn has_parameter(operation: &Value, name: &str, place: &str) -> bool {
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    parameters.iter().any(|one| one["name"] == name && one["in"] == place)
}

/// Whether the path `actual` is one of those that the template `described` stands for.
fn fits(described: &str, actual: &str) -> bool {
    let (described, actual) = (described.split('/'), actual.split('/'));
    described.clone().count() == actual.clone().count()
        && described
            .zip(actual)
            .all(|(template, part)| template.starts_with('{') || template == part)
}

fn has_type(described: &Value, value: &Value) -> bool {
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
    match described.as_array() {
        Some(names) => names.iter().any(is),
        None => is(described),
    }
}
