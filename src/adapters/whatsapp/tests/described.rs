//! Requests, answers and fields, held against Meta's own description.

use super::*;
use crate::adapters::graph::described::json_file;
use crate::platform::mock::Fate;

fn described() -> Option<Value> {
    json_file("whatsapp-cloud-api-trimmed.json")
}

/// Every request that the adapter can send.
async fn everything() -> Bench {
    let (bench, pictured) = Bench::pictured("image");
    bench.rig.platform.whoami().await.unwrap();
    bench.post(&pictured).await.unwrap();
    bench
}

/// The description of the path that `asked` is for.
fn path_of(asked: &Asked) -> Option<&'static str> {
    let pieces: Vec<_> = asked.path.trim_start_matches("/v25.0/").split('/').collect();
    match pieces.as_slice() {
        // It belongs to the Graph API, and is described with Facebook's.
        ["debug_token"] => None,
        [_, "messages"] => Some("/{Version}/{Phone-Number-ID}/messages"),
        [_, "media"] => Some("/{Version}/{Phone-Number-ID}/media"),
        [_, "message_templates"] => Some("/{Version}/{WABA-ID}/message_templates"),
        [_] => Some("/{Version}/{WhatsApp-Account-Number-ID}"),
        other => panic!("{other:?}"),
    }
}

/// The schema that `schema` refers to, with those that it consists of.
fn resolved<'d>(described: &'d Value, schema: &'d Value) -> Vec<&'d Value> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return resolved(described, &described["components"]["schemas"][name]);
    }
    let parts = schema["allOf"].as_array().into_iter().flatten();
    [schema].into_iter().chain(parts.flat_map(|part| resolved(described, part))).collect()
}

/// The name that a schema's kind of `value` has, where several are told apart by one of its fields.
fn chosen<'d>(described: &'d Value, schemas: &[&'d Value], value: &Value) -> Vec<&'d Value> {
    let mapping = schemas.iter().find_map(|schema| schema["discriminator"].as_object());
    let Some(mapping) = mapping else { return Vec::new() };
    let kind = value[mapping["propertyName"].as_str().unwrap()].as_str().unwrap();
    let name = mapping["mapping"][kind].as_str().unwrap_or_else(|| panic!("no kind {kind}"));
    let name = name.rsplit('/').next().unwrap();
    resolved(described, &described["components"]["schemas"][name])
}

/// Fields of the guides that the description does not have.
const GUIDES: [&str; 1] = ["filename"];

fn check(described: &Value, schema: &Value, value: &Value, at: &str) {
    let mut schemas = resolved(described, schema);
    schemas.extend(chosen(described, &schemas, value));
    for schema in &schemas {
        if let Some(known) = schema["enum"].as_array() {
            assert!(known.contains(value), "{at}: {value} is none of {known:?}");
        }
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(value.get(required.as_str().unwrap()).is_some(), "{at} has no {required}");
        }
    }
    if let Some(object) = value.as_object() {
        for (name, inner) in object {
            let found = schemas.iter().filter_map(|schema| property(schema, name));
            let found: Vec<_> = found.collect();
            let known = !found.is_empty() || GUIDES.contains(&name.as_str());
            assert!(known, "{at} has an unknown {name}");
            found.iter().for_each(|one| check(described, one, inner, &format!("{at}/{name}")));
        }
    }
    if let Some(items) = value.as_array() {
        for one in schemas.iter().map(|schema| &schema["items"]).filter(|one| one.is_object()) {
            items.iter().for_each(|item| check(described, one, item, at));
        }
    }
}

/// A property of a schema, or of one of its forms.
fn property<'d>(schema: &'d Value, name: &str) -> Option<&'d Value> {
    let forms = schema["oneOf"].as_array().into_iter().flatten();
    let mut all = [schema].into_iter().chain(forms);
    all.find_map(|one| one["properties"].get(name))
}

fn check_request(described: &Value, asked: &Asked) -> bool {
    let Some(path) = path_of(asked) else { return false };
    let operation = &described["paths"][path][asked.method.to_lowercase()];
    assert!(operation.is_object(), "{} {path} is not described", asked.method);
    let known: Vec<_> = operation["parameters"].as_array().into_iter().flatten().collect();
    for (name, _) in &asked.query {
        let general = ["fields", "appsecret_proof"].contains(&name.as_str());
        assert!(general || known.iter().any(|one| one["name"] == name.as_str()), "{path}: {name}");
    }
    let content = &operation["requestBody"]["content"];
    if let Some(body) = asked.json() {
        check(described, &content["application/json"]["schema"], &body, path);
    }
    for part in asked.multipart().into_iter().flatten() {
        let schema = &content["multipart/form-data"]["schema"]["properties"];
        // The guide wants the type, too, which the trimmed description has only in its words.
        let known = schema.get(&part.name).is_some() || part.name == "type";
        assert!(known, "{path}: {}", part.name);
    }
    true
}

#[tokio::test]
async fn every_request_is_as_the_description_has_it() {
    let Some(described) = described() else { return };
    let bench = everything().await;
    let seen = bench.rig.stage.seen();
    let checked = seen.iter().filter(|(asked, _)| check_request(&described, asked)).count();
    assert!(checked >= 8, "{checked}");
}

#[test]
fn what_the_description_does_not_have_is_noticed() {
    let Some(described) = described() else { return };
    let body = json!({
        "messaging_product": "whatsapp", "recipient_type": "everybody", "to": "1", "type": "template",
        "template": { "name": "a", "language": { "policy": "deterministic", "code": "hi" } },
    });
    let schema = json!({ "$ref": "#/components/schemas/Message" });
    let right = |body: &Value| {
        std::panic::catch_unwind(|| check(&described, &schema, body, "message")).is_ok()
    };
    assert!(!right(&body));
    let mut body = body;
    body["recipient_type"] = json!("individual");
    assert!(right(&body));
    body["template"]["language"].as_object_mut().unwrap().remove("policy");
    assert!(!right(&body));
    body["template"]["language"] = json!({ "policy": "deterministic", "code": "hi", "colour": 1 });
    assert!(!right(&body));
}

#[tokio::test]
async fn the_imitations_answers_are_as_the_description_has_them() {
    let Some(described) = described() else { return };
    let bench = everything().await;
    let answer = |asked: Asked| -> Value {
        bench.pass(60);
        let Fate::Answered(reply) = bench.rig.stage.ask(asked) else { panic!("no answer") };
        assert_eq!(reply.status, 200);
        serde_json::from_slice(&reply.body).unwrap()
    };
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let sent = answer(bench.asked("/messages").remove(0));
    check(&described, &schema("MessageResponsePayload"), &sent, "message");
    let mut number = answer(bench.asked("/106540352242922").remove(0));
    let later = "whatsapp_business_manager_messaging_limit";
    assert!(number.as_object_mut().unwrap().remove(later).is_some());
    check(&described, &schema("WhatsAppAccountNumber"), &number, "number");
    let mut templates = answer(bench.asked("/message_templates").remove(0));
    templates.as_object_mut().unwrap().remove("paging");
    let listed = &described["paths"]["/{Version}/{WABA-ID}/message_templates"]["get"];
    let listed = &listed["responses"]["200"]["content"]["application/json"]["schema"];
    // From the specifications of 2026, which the trimmed description is older than.
    let found = templates["data"][0].as_object_mut().unwrap();
    for later in ["parameter_format", "quality_score"] {
        assert!(found.remove(later).is_some(), "{later}");
    }
    check(&described, listed, &templates, "templates");
}
