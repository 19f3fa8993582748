//! Limits on the shape of the settings, so that no file can be made to cost much.

use toml::de::{DeTable, DeValue};

use crate::finding::Finding;

/// How deep tables and lists may lie in each other.
const MOST_DEPTH: usize = 16;

/// How many keys there may be in all.
const MOST_KEYS: usize = 256;

/// How large the settings are in the two ways that cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shape {
    keys: usize,
    depth: usize,
}

/// What is wrong with the shape of `toml`, if something is.
pub(super) fn check(toml: &str) -> Option<Finding> {
    if upper_bound(toml).is_within_limits() {
        return None;
    }
    let (table, _) = DeTable::parse_recoverable(toml);
    let shape = of_table(table.get_ref(), 1);
    if shape.keys > MOST_KEYS {
        let finding = Finding::error("front-matter-many-keys");
        return Some(finding.with("keys", shape.keys).with("most", MOST_KEYS));
    }
    let finding = Finding::error("front-matter-deep").with("most", MOST_DEPTH);
    (!shape.is_within_limits()).then_some(finding)
}

/// More than the shape can be, told without parsing: nearly every post stays far below.
fn upper_bound(toml: &str) -> Shape {
    let count = |signs: &[u8]| toml.bytes().filter(|byte| signs.contains(byte)).count();
    Shape { keys: count(b"=[."), depth: 1 + count(b".[{") }
}

fn of_table(table: &DeTable<'_>, depth: usize) -> Shape {
    let inner = table.values().map(|value| of_value(value.get_ref(), depth));
    inner.fold(Shape { keys: table.len(), depth }, Shape::and)
}

fn of_value(value: &DeValue<'_>, depth: usize) -> Shape {
    match value {
        DeValue::Table(table) => of_table(table, depth + 1),
        DeValue::Array(items) => {
            let inner = items.iter().map(|item| of_value(item.get_ref(), depth + 1));
            inner.fold(Shape { keys: 0, depth: depth + 1 }, Shape::and)
        }
        _ => Shape { keys: 0, depth },
    }
}

impl Shape {
    fn and(self, other: Self) -> Self {
        Self { keys: self.keys + other.keys, depth: self.depth.max(other.depth) }
    }

    fn is_within_limits(self) -> bool {
        self.keys <= MOST_KEYS && self.depth <= MOST_DEPTH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(toml: &str) -> Option<&'static str> {
        check(toml).map(|finding| finding.id)
    }

    #[test]
    fn an_ordinary_post_is_within_all_limits() {
        assert_eq!(
            id("to = [\"a\"]\nmedia = [{ file = \"a.jpg\" }]\n[for.x]\ntext = \"a\"\n"),
            None
        );
    }

    #[test]
    fn dots_and_brackets_in_texts_do_not_count() {
        let toml = format!("warning = \"{}\"", ".[{=".repeat(400));
        assert_eq!(id(&toml), None);
    }

    #[test]
    fn keys_are_counted_wherever_they_stand() {
        let lines = |keys: usize| (0..keys).map(|n| format!("k{n} = {n}\n")).collect::<String>();
        assert_eq!(id(&lines(256)), None);
        assert_eq!(id(&lines(257)), Some("front-matter-many-keys"));
        assert_eq!(id(&format!("[for.x]\n{}", lines(255))), Some("front-matter-many-keys"));
    }

    #[test]
    fn depth_is_measured_in_tables_and_lists() {
        let list = |depth: usize| format!("a = {}1{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(id(&list(15)), None);
        assert_eq!(id(&list(16)), Some("front-matter-deep"));
        assert_eq!(id(&format!("a{} = 1", ".a".repeat(20))), Some("front-matter-deep"));
    }
}
