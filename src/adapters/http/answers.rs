//! Reading answers: success or refusal, and what is taken out of them.

use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;
use serde_json::{Map, Value as Json};

use super::recipe::{
    Captures, Exchange, OkRule, Origin, Place, ReceiptPlan, Refusal, Refusals, Taken, whole,
};
use super::template::{Expression, Template, Values};
use crate::clock::Instant;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Url};
use crate::platform::{Rule, classify};
use crate::secret;

/// How much of a body that is no JSON a template sees, in characters.
const LONGEST_BODY: usize = 4096;

/// The longest wait that is taken from a body, in seconds: a year.
const LONGEST_WAIT: f64 = 365.0 * 86_400.0;

/// What every captured value must look like where its recipe says nothing: printable ASCII
/// without blanks, as ids and cursors are.
static PRINTABLE: LazyLock<Option<Regex>> = LazyLock::new(|| whole("[!-~]{1,512}").ok());

/// An answer with everything that templates can see of it.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    answer: &'a Answer,
    json: Option<Json>,
    pub(super) values: Values,
}

impl<'a> Seen<'a> {
    /// `answer` to the request `place`, whose templates saw `values`.
    pub(super) fn new(answer: &'a Answer, place: Place, values: &Values) -> Self {
        let json = answer.json::<Json>().ok();
        let body: String = answer.text().trim().chars().take(LONGEST_BODY).collect();
        let of_answer = serde_json::json!({
            "answer": json,
            "html": is_html(answer, &body),
            "body": body,
            "status": answer.status,
            "visible": place == Place::Publish,
        });
        let mut all = values.clone();
        if let Json::Object(of_answer) = &of_answer {
            all = of_answer.iter().fold(all, |all, (name, value)| all.with(name, value));
        }
        Self { answer, json, values: all }
    }

    /// Whether it is a success by `rule`.
    pub(super) fn is_ok(&self, rule: &OkRule) -> bool {
        let status = if rule.statuses.is_empty() {
            self.answer.is_success()
        } else {
            rule.statuses.contains(&self.answer.status)
        };
        // Of a body that did not come whole nothing can be said.
        status
            && !self.answer.truncated
            && rule.when.as_ref().is_none_or(|when| when.holds(&self.values))
    }

    /// Whether the service itself says that what was to be deleted is not there. A wrong address
    /// or a page in front of the service have the same statuses.
    pub(super) fn is_gone(&self, when: Option<&Expression>, refusals: &Refusals) -> bool {
        match when {
            Some(when) => when.holds(&self.values),
            None => self.json.is_some() && self.rule(refusals).is_none(),
        }
    }

    fn rule<'r>(&self, refusals: &'r Refusals) -> Option<&'r Refusal> {
        let code = self.code(refusals);
        let message = self.message(refusals);
        let said = if message.is_empty() { self.answer.text() } else { message };
        let said = said.to_lowercase();
        refusals.rules.iter().find(|rule| {
            (rule.statuses.is_empty() || rule.statuses.contains(&self.answer.status))
                && (rule.codes.is_empty() || rule.codes.contains(&code))
                && (rule.says.is_empty() || rule.says.iter().any(|word| said.contains(word)))
                && rule.when.as_ref().is_none_or(|when| when.holds(&self.values))
        })
    }

    fn code(&self, refusals: &Refusals) -> String {
        refusals.code.as_ref().and_then(|at| self.text_at(&at.0)).unwrap_or_default()
    }

    fn message(&self, refusals: &Refusals) -> String {
        refusals.message.as_ref().and_then(|at| self.text_at(&at.0)).unwrap_or_default()
    }

    /// The failure that a refusal means.
    pub(super) fn refusal(&self, refusals: &Refusals, now: Instant) -> Failure {
        let (code, message) = (self.code(refusals), self.message(refusals));
        let status = self.answer.status;
        let rule = self.rule(refusals);
        let own = rule.map(|rule| Rule::status(status, rule.means.class, rule.means.reason));
        let failure = classify(self.answer, &code, &message, own.as_slice(), now);
        let waits = matches!(failure.class, Class::Rate | Class::NotYet | Class::Server);
        match self.wait(refusals) {
            Some(wait) if waits => failure.pausing(wait),
            _ => failure,
        }
    }

    fn wait(&self, refusals: &Refusals) -> Option<Duration> {
        let said = refusals.waits.iter().find_map(|at| {
            let number = self.json.as_ref()?.pointer(&at.pointer.0)?.as_f64()?;
            Some(number * at.unit)
        })?;
        Duration::try_from_secs_f64(said.min(LONGEST_WAIT)).ok()
    }

    fn text_at(&self, pointer: &str) -> Option<String> {
        match self.json.as_ref()?.pointer(pointer)? {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The list at `pointer`.
    pub(super) fn list_at(&self, pointer: &str) -> Option<&Vec<Json>> {
        self.json.as_ref()?.pointer(pointer)?.as_array()
    }

    /// The values of `captures`, those left out as null.
    pub(super) fn captured(&self, captures: &Captures) -> Result<Map<String, Json>, Failure> {
        let mut all = Map::new();
        for (name, taken) in captures {
            let value = self.taken(taken, self.json.as_ref(), &self.values, name)?;
            all.insert(name.clone(), value.unwrap_or_default());
        }
        Ok(all)
    }

    /// The receipt in the answer as a whole.
    pub(super) fn receipt(
        &self,
        plan: &ReceiptPlan,
        at: Instant,
        evidence: Evidence,
    ) -> Result<Receipt, Failure> {
        self.receipt_in(plan, self.json.as_ref(), &self.values, at, evidence)
    }

    /// The receipt in one entry of the answer's list.
    pub(super) fn receipt_of_entry(
        &self,
        plan: &ReceiptPlan,
        entry: &Json,
        at: Instant,
    ) -> Result<Receipt, Failure> {
        let values = self.values.with("entry", entry);
        self.receipt_in(plan, Some(entry), &values, at, Evidence::ReadBack)
    }

    fn receipt_in(
        &self,
        plan: &ReceiptPlan,
        root: Option<&Json>,
        values: &Values,
        at: Instant,
        evidence: Evidence,
    ) -> Result<Receipt, Failure> {
        let id = match &plan.id {
            Some(taken) => self.taken(taken, root, values, "id")?.map(|id| text_of(&id)),
            None => None,
        };
        let id = id.unwrap_or_default();
        let mut kept = Map::new();
        for (name, taken) in &plan.keep {
            let value = self.taken(taken, root, values, name)?;
            kept.insert(name.clone(), value.unwrap_or_default());
        }
        let values = values.with("id", &Json::String(id.clone()));
        let values = values.with("kept", &Json::Object(kept.clone()));
        let url = plan.url.as_ref().and_then(|origin| self.link(origin, root, &values));
        let extra = if kept.is_empty() { Json::Null } else { Json::Object(kept) };
        Ok(Receipt { id, url, at, evidence, extra, remarks: Vec::new() })
    }

    /// A link, if there is one, it leads to https or to the account's own server, and holds no
    /// secret.
    pub(super) fn link(
        &self,
        origin: &Origin,
        root: Option<&Json>,
        values: &Values,
    ) -> Option<String> {
        let text = match origin {
            Origin::Made(template) => template.link(values).ok()??,
            Origin::Json(_) | Origin::Header(_) => text_of(&self.value(origin, root, values)?),
        };
        let url = Url::parse(&text).ok()?;
        let own = || values.has_origin(&url.origin().ascii_serialization());
        let opens = url.scheme() == "https" || url.scheme() == "http" && own();
        (opens && url.has_host() && is_harmless(&text)).then_some(text)
    }

    /// A name for people, made of the answer.
    pub(super) fn name(&self, origin: &Origin) -> Option<String> {
        let name = match origin {
            Origin::Made(template) => template.text(&self.values).ok()?,
            _ => text_of(&self.value(origin, self.json.as_ref(), &self.values)?),
        };
        Some(secret::strike_out(&name).into_owned()).filter(|name| !name.is_empty())
    }

    /// The link in the answer as a whole.
    pub(super) fn own_link(&self, origin: &Origin) -> Option<String> {
        self.link(origin, self.json.as_ref(), &self.values)
    }

    fn taken(
        &self,
        taken: &Taken,
        root: Option<&Json>,
        values: &Values,
        name: &str,
    ) -> Result<Option<Json>, Failure> {
        let Some(value) = self.value(&taken.origin, root, values) else {
            return if taken.optional {
                Ok(None)
            } else {
                Err(self.not_understood(name, "missing"))
            };
        };
        let made = matches!(taken.origin, Origin::Made(_));
        let pattern = match &taken.pattern {
            Some(pattern) => Some(pattern),
            None => PRINTABLE.as_ref().filter(|_| !made),
        };
        if !made && !is_harmless(&text_of(&value)) {
            return Err(self.not_understood(name, "one of our own secrets"));
        }
        if pattern.is_some_and(|pattern| !pattern.is_match(&text_of(&value))) {
            return Err(self.not_understood(name, "of another shape than expected"));
        }
        Ok(Some(value))
    }

    fn value(&self, origin: &Origin, root: Option<&Json>, values: &Values) -> Option<Json> {
        let value = match origin {
            Origin::Json(pointer) => root?.pointer(&pointer.0).cloned(),
            Origin::Header(name) => {
                self.answer.header(name).map(|value| Json::String(value.to_owned()))
            }
            Origin::Made(template) => made(template, values),
        };
        value.filter(|value| !matches!(value, Json::Null | Json::Array(_) | Json::Object(_)))
    }

    fn not_understood(&self, name: &str, problem: &str) -> Failure {
        let status = self.answer.status;
        let detail = format_args!("status {status}: `{name}` is {problem}: {}", self.answer.text());
        Failure::new(Class::Unknown, "answer-not-understood", detail)
    }
}

fn made(template: &Template, values: &Values) -> Option<Json> {
    template.typed(values).ok()?
}

fn text_of(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether there is no known secret in `text`, which is kept and shown.
fn is_harmless(text: &str) -> bool {
    matches!(secret::strike_out(text), Cow::Borrowed(_))
}

fn is_html(answer: &Answer, body: &str) -> bool {
    let says = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    says.starts_with("text/html") || body.starts_with('<')
}

/// The values of captures of a step that was left out: all of them none.
pub(super) fn nothing_of(captures: &Captures) -> Map<String, Json> {
    captures.iter().map(|(name, _)| (name.clone(), Json::Null)).collect()
}

/// Judges an answer: what was seen, or the failure.
pub(super) fn judged<'a>(
    answer: &'a Answer,
    exchange: &Exchange,
    values: &Values,
    refusals: &Refusals,
    now: Instant,
) -> Result<Seen<'a>, Failure> {
    let seen = Seen::new(answer, exchange.place, values);
    if seen.is_ok(&exchange.ok) { Ok(seen) } else { Err(seen.refusal(refusals, now)) }
}
