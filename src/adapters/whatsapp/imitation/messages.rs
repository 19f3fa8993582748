//! Messages: templates to one person each.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::{Cloud, refused_with};
use crate::adapters::graph::imitated::{Outcome, invalid, only};
use crate::adapters::whatsapp::mask;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};

/// How long one person gets no second message.
const PAIR: i64 = 6;

/// What a body may have at most, in code points.
const BODY: usize = 1024;

/// What a message says.
struct Wanted<'a> {
    to: &'a str,
    texts: Vec<&'a str>,
    media: usize,
}

impl Cloud {
    pub(super) fn message(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        only(&asked.query, &["appsecret_proof"])?;
        let body = asked.json().ok_or_else(|| invalid("The body is no JSON"))?;
        let wanted = self.understand(&body, now)?;
        self.check_person(wanted.to, now)?;
        let (wamid, to) = (self.wamid(wanted.to), wanted.to.to_owned());
        ledger.add(Public {
            // People see no id; this is the one of our receipts.
            id: mask::message_id(&wamid, &[&to]),
            text: wanted.texts.join("\n"),
            media: wanted.media,
            alt: Vec::new(),
            parent: None,
            at: now,
            deleted: false,
        });
        let mut message = json!({ "id": wamid });
        if let Some(status) = self.config.message_status {
            message["message_status"] = json!(status);
        }
        let answer = json!({
            "messaging_product": "whatsapp",
            "contacts": [{ "input": to, "wa_id": to }],
            "messages": [message],
        });
        self.written.insert(to, now);
        Ok(Reply::json(200, &answer))
    }

    /// An id as they are: with the number in it.
    fn wamid(&mut self, to: &str) -> String {
        let mut bytes = vec![0x1c, 0x18, 0x0b];
        bytes.extend(to.bytes());
        bytes.extend([0x15, 0x02, 0x00, 0x11, 0x18, 0x12]);
        bytes.extend(format!("{:018X}", self.number()).bytes());
        format!("wamid.{}", STANDARD.encode(bytes))
    }

    fn check_person(&self, to: &str, now: Instant) -> Result<(), Reply> {
        if let Some(code) = self.config.refuses.get(to) {
            let details = format!("Message to +{to} was not sent");
            return Err(refused_with(*code, "Message undeliverable", &details));
        }
        let soon = |at: &Instant| now - *at < chrono::Duration::seconds(PAIR);
        if self.written.get(to).is_some_and(soon) {
            let message = "Pair rate limit hit";
            return Err(refused_with(131_056, message, "Too many messages to one person"));
        }
        Ok(())
    }

    fn understand<'b>(&self, body: &'b Value, now: Instant) -> Result<Wanted<'b>, Reply> {
        let known = ["messaging_product", "recipient_type", "to", "type", "template", "context"];
        let body = object(body, &known)?;
        let is = |name: &str, value: &str| body.get(name).is_some_and(|one| one == value);
        if !is("messaging_product", "whatsapp") || !is("recipient_type", "individual") {
            return Err(refused_with(131_008, "Required parameter is missing", "product"));
        }
        if is("type", "text") || !is("type", "template") {
            let details = "More than 24 hours have passed since the person last replied";
            return Err(refused_with(131_047, "Re-engagement message", details));
        }
        let to = text(body, "to")?;
        if !(8..=15).contains(&to.len()) || !to.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused_with(131_009, "Parameter value is not valid", "to"));
        }
        self.template(body, to, now)
    }

    fn template<'b>(
        &self,
        body: &'b Map<String, Value>,
        to: &'b str,
        now: Instant,
    ) -> Result<Wanted<'b>, Reply> {
        let template = object(&body["template"], &["name", "language", "components"])?;
        let language = template.get("language").ok_or_else(|| invalid("language"))?;
        let language = object(language, &["policy", "code"])?;
        let deterministic = text(language, "policy")? == "deterministic";
        let (name, code) = (text(template, "name")?, text(language, "code")?);
        let ours = name == self.config.template;
        if !deterministic || (ours && code != self.config.language) {
            return Err(refused_with(132_001, "Template name does not exist", code));
        }
        self.check_status(ours)?;
        let components = template.get("components").and_then(Value::as_array);
        let components = components.map(Vec::as_slice).unwrap_or_default();
        let texts = texts(components)?;
        let media = self.header(components, ours, now)?;
        if ours {
            self.check_texts(&texts)?;
        }
        Ok(Wanted { to, texts, media })
    }

    fn check_status(&self, ours: bool) -> Result<(), Reply> {
        match self.config.status {
            _ if !ours => Ok(()),
            "APPROVED" => Ok(()),
            "PAUSED" => Err(refused_with(132_015, "Template is paused", "quality")),
            "DISABLED" => Err(refused_with(132_016, "Template is disabled", "quality")),
            _ => Err(refused_with(132_001, "Template name does not exist", "not approved")),
        }
    }

    /// As many texts as places, none of them strange, and not too much of all.
    fn check_texts(&self, texts: &[&str]) -> Result<(), Reply> {
        let places = self.config.body.matches("{{").count();
        if texts.len() != places {
            let details = format!("{} given, {places} wanted", texts.len());
            return Err(refused_with(132_000, "Number of parameters does not match", &details));
        }
        let strange = |text: &&&str| text.contains(['\n', '\t']) || text.contains("     ");
        if texts.iter().any(|text| strange(&text)) {
            let details =
                "Param text cannot have new-line/tab characters or more than 4 consecutive spaces";
            return Err(refused_with(132_018, "Invalid parameter", details));
        }
        let all: usize = texts.iter().map(|text| text.chars().count()).sum();
        if all + self.config.body.chars().count() > BODY + places * 5 {
            return Err(refused_with(132_005, "Translated text too long", "body"));
        }
        Ok(())
    }

    /// How many media the header has: those that the template has a place for.
    fn header(&self, components: &[Value], ours: bool, now: Instant) -> Result<usize, Reply> {
        let header = components.iter().find(|one| one["type"] == "header");
        let wanted = self.config.header.map(str::to_lowercase);
        let Some(header) = header else {
            return match wanted {
                Some(_) if ours => Err(refused_with(132_012, "Header is missing", "header")),
                _ => Ok(0),
            };
        };
        let header = object(header, &["type", "parameters"])?;
        let [parameter] = list(header, "parameters")? else {
            return Err(refused_with(132_000, "Number of parameters does not match", "header"));
        };
        let kind = parameter["type"].as_str().unwrap_or_default();
        if ours && wanted.as_deref() != Some(kind) {
            return Err(refused_with(132_012, "Parameter format does not match", "header"));
        }
        let medium = object(&parameter[kind], &["id", "filename"])?;
        self.holds(text(medium, "id")?, kind, now)?;
        Ok(1)
    }
}

/// The texts of the body.
fn texts(components: &[Value]) -> Result<Vec<&str>, Reply> {
    let mut bodies = components.iter().filter(|one| one["type"] == "body");
    let Some(body) = bodies.next() else { return Ok(Vec::new()) };
    let body = object(body, &["type", "parameters"])?;
    let one = |parameter| {
        let parameter = object(parameter, &["type", "text"])?;
        if text(parameter, "type")? != "text" {
            return Err(refused_with(132_012, "Parameter format does not match", "body"));
        }
        text(parameter, "text")
    };
    list(body, "parameters")?.iter().map(one).collect()
}

fn object<'v>(value: &'v Value, known: &[&str]) -> Result<&'v Map<String, Value>, Reply> {
    let object = value.as_object().ok_or_else(|| invalid("An object is wanted"))?;
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(invalid(&format!("Unexpected key \"{key}\""))),
        None => Ok(object),
    }
}

fn list<'v>(object: &'v Map<String, Value>, name: &str) -> Result<&'v [Value], Reply> {
    let list = object.get(name).and_then(Value::as_array);
    list.map(Vec::as_slice).ok_or_else(|| refused_with(131_008, "Parameter is missing", name))
}

fn text<'v>(object: &'v Map<String, Value>, name: &str) -> Result<&'v str, Reply> {
    let text = object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| refused_with(131_008, "Required parameter is missing", name))
}
