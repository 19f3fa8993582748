//! Templates: texts with values in them. They compute little, read nothing, and never run twice:
//! what a value brings is data, whatever it looks like.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{Environment, UndefinedBehavior};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use super::filters;

/// How much one expression may compute; 64 bytes or one instruction cost about 1.
const FUEL: u64 = 100_000;

/// The longest text that a template may give, in bytes.
pub(super) const LONGEST: usize = 256 * 1024;

/// What follows the name of an address in the name of its origin.
pub(super) const ORIGIN: &str = "_origin";

/// Everything but what RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_debug(false);
    for name in ["debug", "range", "dict", "namespace"] {
        engine.remove_global(name);
    }
    filters::add_to(&mut engine);
    engine
});

/// What is wrong with a template, and with which bytes of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub(super) struct Fault {
    /// What is wrong.
    pub(super) problem: String,
    /// Where in the template's text.
    pub(super) span: Range<usize>,
}

/// One expression of the template language, compiled.
#[derive(Clone)]
pub(super) struct Expression {
    source: String,
    compiled: Arc<minijinja::Expression<'static, 'static>>,
}

/// A text with expressions in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Literal(String),
    Value(Expression, Range<usize>),
}

/// What templates can name.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(BTreeMap<String, Value>);

impl Values {
    /// The values of a JSON object.
    pub(super) fn of(object: &Json) -> Self {
        let entries = object.as_object().into_iter().flatten();
        Self(entries.map(|(name, value)| (name.clone(), Value::from(Serde(value)))).collect())
    }

    /// The same, with one more name, or another value for it.
    pub(super) fn with(&self, name: &str, value: &Json) -> Self {
        let mut all = self.clone();
        all.0.insert(name.to_owned(), Value::from(Serde(value)));
        all
    }

    /// Whether `origin` is that of an address of the account.
    pub(super) fn has_origin(&self, origin: &str) -> bool {
        let Some(settings) = self.0.get("settings") else { return false };
        let names = settings.try_iter().into_iter().flatten();
        let mut names =
            names.filter(|name| name.as_str().is_some_and(|name| name.ends_with(ORIGIN)));
        names.any(|name| settings.get_item(&name).is_ok_and(|value| value.as_str() == Some(origin)))
    }

    fn context(&self) -> Value {
        Value::from(self.0.clone())
    }
}

impl Expression {
    /// Compiles `source`.
    pub(super) fn parse(source: &str) -> Result<Self, Fault> {
        let fault = |problem: String| Fault { problem, span: 0..source.len() };
        let compiled = ENGINE
            .compile_expression_owned(source.to_owned())
            .map_err(|error| fault(said(&error)))?;
        if let Some(filter) = filters::unknown_in(source, &ENGINE) {
            return Err(fault(format!("there is no filter `{filter}`")));
        }
        Ok(Self { source: source.to_owned(), compiled: Arc::new(compiled) })
    }

    /// The names it uses, with their first member, as in `settings.server`.
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.compiled.undeclared_variables(true).into_iter().collect()
    }

    /// Whether it is the origin of an address of the account, and nothing else.
    fn is_origin(&self) -> bool {
        self.source.strip_prefix("settings.").is_some_and(|name| name.ends_with(ORIGIN))
    }

    /// Its value. One that is not defined is a fault.
    fn value(&self, values: &Values) -> Result<Value, Fault> {
        let fault = |problem: String| Fault { problem, span: 0..self.source.len() };
        let value = self.compiled.eval(values.context()).map_err(|error| fault(said(&error)))?;
        match value.kind() {
            ValueKind::Undefined | ValueKind::Invalid => {
                Err(fault(format!("`{}` has no value", self.source)))
            }
            _ => Ok(value),
        }
    }

    /// Its value as JSON; null for none.
    pub(super) fn json(&self, values: &Values) -> Result<Json, Fault> {
        let value = self.value(values)?;
        serde_json::to_value(&value)
            .map_err(|error| Fault { problem: error.to_string(), span: 0..self.source.len() })
    }

    /// Whether it holds. What cannot be computed does not hold.
    pub(super) fn holds(&self, values: &Values) -> bool {
        self.compiled.eval(values.context()).is_ok_and(|value| value.is_true())
    }
}

impl Template {
    /// Reads `source`: text with `{{ expression }}` in it, and nothing else of the language.
    pub(super) fn parse(source: &str) -> Result<Self, Fault> {
        if let Some(at) = ["{%", "{#"].iter().filter_map(|sign| source.find(sign)).min() {
            let problem = "only {{ values }} can stand in a template, no statements".to_owned();
            return Err(Fault { problem, span: at..at + 2 });
        }
        let mut pieces = Vec::new();
        let mut read = 0;
        while let Some(open) = source[read..].find("{{").map(|at| at + read) {
            let Some(close) = source[open..].find("}}").map(|at| at + open) else {
                let problem = "a `{{` has no `}}`".to_owned();
                return Err(Fault { problem, span: open..open + 2 });
            };
            if open > read {
                pieces.push(Piece::Literal(source[read..open].to_owned()));
            }
            let inside = open + 2..close;
            let expression = Expression::parse(source[inside.clone()].trim())
                .map_err(|fault| Fault { span: inside.clone(), ..fault })?;
            pieces.push(Piece::Value(expression, inside));
            read = close + 2;
        }
        if read < source.len() {
            pieces.push(Piece::Literal(source[read..].to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The names it uses.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let values = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Value(expression, _) => Some(expression),
            Piece::Literal(_) => None,
        });
        values.flat_map(Expression::names).collect()
    }

    /// Its text. A value that is none or a list is a fault.
    pub(super) fn text(&self, values: &Values) -> Result<String, Fault> {
        self.joined(values, str::to_owned)
    }

    /// Its text as a part of a path: what values bring is percent-encoded, slashes too.
    pub(super) fn path(&self, values: &Values) -> Result<String, Fault> {
        self.joined(values, |text| utf8_percent_encode(text, SEGMENT).to_string())
    }

    /// Like [`Template::path`], but none where one of its values is none. An origin that it begins
    /// with stands as it is.
    pub(super) fn link(&self, values: &Values) -> Result<Option<String>, Fault> {
        for piece in &self.pieces {
            if let Piece::Value(expression, _) = piece
                && expression.value(values)?.is_none()
            {
                return Ok(None);
            }
        }
        let [Piece::Value(first, _), rest @ ..] = self.pieces.as_slice() else {
            return self.path(values).map(Some);
        };
        if !first.is_origin() {
            return self.path(values).map(Some);
        }
        let rest = Self { pieces: rest.to_vec() }.path(values)?;
        let origin = plain(&first.value(values)?, &first.source)?;
        Ok(Some(origin + &rest))
    }

    /// Its value: of the expression's own type where it is one expression and nothing else, a
    /// text otherwise. None where that expression gives none.
    pub(super) fn typed(&self, values: &Values) -> Result<Option<Json>, Fault> {
        let [Piece::Value(expression, span)] = self.pieces.as_slice() else {
            return self.text(values).map(|text| Some(Json::String(text)));
        };
        let at = |fault: Fault| Fault { span: span.clone(), ..fault };
        let json = expression.json(values).map_err(at)?;
        if json.as_str().is_some_and(|text| text.len() > LONGEST) {
            return Err(at(too_long()));
        }
        Ok(Some(json).filter(|json| !json.is_null()))
    }

    fn joined(&self, values: &Values, escape: fn(&str) -> String) -> Result<String, Fault> {
        let mut joined = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => joined.push_str(text),
                Piece::Value(expression, span) => {
                    let at = |fault: Fault| Fault { span: span.clone(), ..fault };
                    let value = expression.value(values).map_err(at)?;
                    let text = plain(&value, &expression.source).map_err(at)?;
                    joined.push_str(&escape(&text));
                }
            }
            if joined.len() > LONGEST {
                return Err(too_long());
            }
        }
        Ok(joined)
    }
}

fn too_long() -> Fault {
    Fault { problem: format!("it gives more than {LONGEST} bytes"), span: 0..0 }
}

fn plain(value: &Value, source: &str) -> Result<String, Fault> {
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Bool => Ok(value.to_string()),
        kind => Err(Fault {
            problem: format!("`{source}` gives {kind}, which cannot stand inside a text"),
            span: 0..source.len(),
        }),
    }
}

/// What the language says about an error, with the reasons below it and no places: those count
/// from the expression and would mislead.
fn said(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(template: &str, values: &Json) -> Result<String, Fault> {
        Template::parse(template)?.text(&Values::of(values))
    }

    #[test]
    fn values_are_never_read_as_templates() {
        let values = json!({ "text": "{{ secrets.token }}{% if x %}" });
        assert_eq!(text("a {{ text }}", &values).unwrap(), "a {{ secrets.token }}{% if x %}");
    }

    #[test]
    fn a_later_value_of_a_name_wins() {
        let values = Values::of(&json!({ "status": 1, "other": 2 })).with("status", &json!(3));
        assert_eq!(
            Template::parse("{{ status }}{{ other }}").unwrap().text(&values).unwrap(),
            "32"
        );
    }

    #[test]
    fn statements_and_comments_are_refused() {
        for source in ["{% include 'x' %}", "a {# b #}", "{% for i in x %}{% endfor %}"] {
            let fault = Template::parse(source).unwrap_err();
            assert!(fault.problem.contains("no statements"), "{source}: {fault}");
        }
    }

    #[test]
    fn an_undefined_value_is_a_fault_and_not_an_empty_text() {
        assert!(text("a{{ missing }}", &json!({})).is_err());
        assert!(text("{{ x.y }}", &json!({ "x": {} })).is_err());
        assert!(
            Template::parse("{{ x.y }}").unwrap().typed(&Values::of(&json!({ "x": {} }))).is_err()
        );
    }

    #[test]
    fn a_value_in_a_path_cannot_leave_its_segment() {
        let template = Template::parse("/rooms/{{ room }}/send").unwrap();
        let path = template.path(&Values::of(&json!({ "room": "!a:b/../c?d#e क" }))).unwrap();
        assert_eq!(path, "/rooms/%21a%3Ab%2F..%2Fc%3Fd%23e%20%E0%A4%95/send");
    }

    #[test]
    fn a_lone_expression_keeps_its_type_and_none_is_left_out() {
        let values = Values::of(&json!({ "n": 5, "list": ["a"], "nothing": null }));
        let typed = |source| Template::parse(source).unwrap().typed(&values).unwrap();
        assert_eq!(typed("{{ n + 1 }}"), Some(json!(6)));
        assert_eq!(typed(" {{ n }}"), Some(json!(" 5")));
        assert_eq!(typed("{{ list }}"), Some(json!(["a"])));
        assert_eq!(typed("{{ nothing }}"), None);
        assert_eq!(typed("plain"), Some(json!("plain")));
    }

    #[test]
    fn a_template_that_computes_without_end_is_stopped() {
        let values = json!({ "text": "क".repeat(1000) });
        for source in ["{{ text * 1000000 }}", "{{ (text * 9000) | upper | lower }}"] {
            assert!(text(source, &values).is_err(), "{source}");
        }
        let many = "{{ text * 80 }}".repeat(10);
        assert!(text(&many, &values).unwrap_err().problem.contains("bytes"));
        let lone = Template::parse("{{ text * 90 }}").unwrap().typed(&Values::of(&values));
        assert!(lone.unwrap_err().problem.contains("bytes"));
    }

    #[test]
    fn nothing_of_the_language_reaches_outside() {
        for source in ["{{ debug() }}", "{{ range(10) }}", "{{ namespace() }}"] {
            assert!(text(source, &json!({})).is_err(), "{source}");
        }
    }

    #[test]
    fn an_unknown_filter_is_found_when_the_template_is_read() {
        let fault = Template::parse("abc {{ text | shuot }}").unwrap_err();
        assert_eq!(fault.problem, "there is no filter `shuot`");
        assert_eq!(fault.span, 6..20);
        assert!(Template::parse("{{ 'a | shuot' | upper }}").is_ok());
    }

    #[test]
    fn the_names_of_a_template_are_known_before_it_runs() {
        let template = Template::parse("{{ settings.server }}{{ media[0].alt }}{{ key }}").unwrap();
        let names: Vec<_> = template.names().into_iter().collect();
        assert!(names.contains(&"settings.server".to_owned()), "{names:?}");
        assert!(names.iter().any(|name| name.starts_with("media")), "{names:?}");
        assert!(names.contains(&"key".to_owned()), "{names:?}");
    }

    #[test]
    fn a_link_with_a_missing_value_is_no_link() {
        let template = Template::parse("https://a.example/{{ guild }}/{{ id }}").unwrap();
        let link = |values: Json| template.link(&Values::of(&values)).unwrap();
        assert_eq!(link(json!({ "guild": null, "id": "5" })), None);
        let whole = link(json!({ "guild": "7", "id": "5" }));
        assert_eq!(whole.as_deref(), Some("https://a.example/7/5"));
    }
}
