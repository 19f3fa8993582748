//! Which kind of value was found and which was wanted, so that messages can say it in every
//! language. The names are those of TOML: `string`, `integer`, `float`, `boolean`, `datetime`,
//! `array`, `table`.

use std::ops::Range;

use toml::de::Error;

use crate::finding::Finding;

/// How serde calls what it found, with the kind's name.
const FOUND: [(&str, &str); 6] = [
    ("string ", "string"),
    ("integer ", "integer"),
    ("floating point ", "float"),
    ("boolean ", "boolean"),
    ("sequence", "array"),
    ("map", "table"),
];

/// How serde calls what it wanted, with the kind's name.
const EXPECTED: [(&str, &str); 10] = [
    ("a string", "string"),
    ("path string", "string"),
    ("a boolean", "boolean"),
    ("i64", "integer"),
    ("u64", "integer"),
    ("u32", "integer"),
    ("u16", "integer"),
    ("f64", "float"),
    ("a sequence", "array"),
    ("a TOML datetime", "datetime"),
];

/// The finding about a value that cannot be used: `problem` in serde's words, and where it is of
/// a wrong kind also `found` and `expected`. `kind` and `span` are those of the whole value.
pub(super) fn wrong_value(error: &Error, kind: &'static str, span: &Range<usize>) -> Finding {
    let finding = Finding::error("wrong-value").with("problem", error.message());
    let whole = error.span().is_none_or(|place| place == *span);
    match kinds(error.message()) {
        Some((found, expected)) => {
            // Serde sees a date as a table; the value itself knows better.
            finding.with("found", if whole { kind } else { found }).with("expected", expected)
        }
        None => finding,
    }
}

fn kinds(problem: &str) -> Option<(&'static str, &'static str)> {
    let (found, expected) = problem.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?;
    let found = FOUND.iter().find(|(start, _)| found.starts_with(start))?;
    let expected = EXPECTED.iter().find(|(name, _)| *name == expected)?;
    Some((found.1, expected.1))
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use toml::value::Datetime;

    use crate::finding::{Fact, Source};
    use crate::keys::Keys;

    fn kinds<T: DeserializeOwned>(value: &str) -> Vec<Fact> {
        let toml = format!("a = {value}");
        let mut keys = Keys::parse(&Source::new("test.toml", toml.as_str()), 0, &toml);
        assert!(keys.take::<T>("a", "").is_none(), "{value}");
        let finding = keys.finish().remove(0);
        let fact = |name: &str| finding.facts.iter().find(|(known, _)| *known == name);
        [fact("found"), fact("expected")].into_iter().flatten().map(|(_, f)| f.clone()).collect()
    }

    #[test]
    fn every_kind_has_its_name() {
        let text = |found: &str, expected: &str| vec![found.into(), expected.into()] as Vec<Fact>;
        assert_eq!(kinds::<bool>("\"हाँ, expected x\""), text("string", "boolean"));
        assert_eq!(kinds::<String>("5"), text("integer", "string"));
        assert_eq!(kinds::<std::path::PathBuf>("1.5"), text("float", "string"));
        assert_eq!(kinds::<i64>("true"), text("boolean", "integer"));
        assert_eq!(kinds::<u16>("2026-11-25"), text("datetime", "integer"));
        assert_eq!(kinds::<String>("[]"), text("array", "string"));
        assert_eq!(kinds::<Vec<String>>("{}"), text("table", "array"));
        assert_eq!(kinds::<Vec<String>>("[\"a\", 5]"), text("integer", "string"));
        assert_eq!(kinds::<Datetime>("\"today\""), text("string", "datetime"));
    }

    #[test]
    fn a_problem_of_another_sort_names_no_kinds() {
        assert_eq!(kinds::<u16>("99999"), []);
    }
}
