//! Lists, tables in lists, and tables whose keys people choose themselves.

use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::DeValue;

use super::Keys;
use crate::finding::Finding;

/// A text with its place.
pub type PlacedText = (String, Range<usize>);

impl<'a> Keys<'a> {
    /// Takes a list of texts, each with its place.
    pub fn texts(&mut self, key: &str, example: &str) -> Option<Vec<PlacedText>> {
        self.texts_spanned(key, example).map(|(texts, _)| texts)
    }

    /// Like [`Keys::texts`], with the place of the whole list.
    pub fn texts_spanned(
        &mut self,
        key: &str,
        example: &str,
    ) -> Option<(Vec<PlacedText>, Range<usize>)> {
        let (list, whole) = self.take_spanned::<Vec<Spanned<String>>>(key, example)?;
        let placed = |text: Spanned<String>| {
            let span = text.span();
            (text.into_inner(), span)
        };
        Some((list.into_iter().map(placed).collect(), whole))
    }

    /// Takes every table of a list, such as `[[policy.blackout]]`. Their findings must be given
    /// back with [`Keys::absorb`].
    pub fn each(&mut self, key: &str, example: &str) -> Vec<Self> {
        let Some(value) = self.remove(key) else { return Vec::new() };
        let span = value.span();
        let items = match value.into_inner() {
            DeValue::Array(items) => items,
            other => {
                self.found(span, self.of_type("not-a-list", key, &other, example));
                return Vec::new();
            }
        };
        let mut tables = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(self.inner(key, span, table)),
                other => self.found(span, self.of_type("not-a-table", key, &other, example)),
            }
        }
        tables
    }

    /// The keys that nobody took yet, each with its place, in the order of the file.
    #[must_use]
    pub fn names(&self) -> Vec<PlacedText> {
        let mut names: Vec<_> =
            self.table.iter().map(|(key, _)| (key.get_ref().to_string(), key.span())).collect();
        names.sort_by_key(|(_, span)| span.start);
        names
    }

    /// Takes the value of `key` as it stands, for trees whose keys people choose themselves.
    pub fn raw(&mut self, key: &str) -> Option<Spanned<DeValue<'a>>> {
        self.remove(key)
    }

    /// Adds findings that have their places already, such as those of another file.
    pub fn add(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
    }

    /// What was found so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Ends an inner table whose other keys belong to another reader: only what was found in
    /// the keys taken so far counts as found here.
    pub fn absorb_taken(&mut self, inner: Keys<'_>) {
        self.findings.extend(inner.findings);
    }

    fn of_type(&self, id: &'static str, key: &str, found: &DeValue<'_>, example: &str) -> Finding {
        Finding::error(id)
            .with("key", self.full(key))
            .with("found", found.type_str())
            .with("example", example)
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Source;
    use crate::keys::Keys;

    fn keys(toml: &str) -> Keys<'_> {
        Keys::parse(&Source::new("test.toml", toml), 0, toml)
    }

    #[test]
    fn every_text_of_a_list_knows_its_place() {
        let toml = "to = [\"एक\", \"दो\"]";
        let texts = keys(toml).texts("to", "to = [\"a\"]").unwrap();
        let words: Vec<_> = texts.iter().map(|(_, span)| &toml[span.clone()]).collect();
        assert_eq!(words, ["\"एक\"", "\"दो\""]);
    }

    #[test]
    fn tables_of_a_list_are_read_one_by_one_and_others_are_named() {
        let mut keys = keys("w = [{ a = 1 }, 5, { b = 2 }]");
        let tables = keys.each("w", "w = [{ a = 1 }]");
        assert_eq!(tables.len(), 2);
        let ids: Vec<_> = keys.finish().iter().map(|finding| finding.id).collect();
        assert_eq!(ids, ["not-a-table"]);
    }

    #[test]
    fn a_table_where_a_list_belongs_is_named() {
        let mut keys = keys("[w]\na = 1\n");
        assert!(keys.each("w", "[[w]]").is_empty());
        assert_eq!(keys.finish()[0].id, "not-a-list");
    }

    #[test]
    fn keys_left_to_another_reader_are_not_unknown() {
        let mut keys = keys("[a]\nmine = 1\nyours = 2\n");
        let mut inner = keys.table("a", "[a]").unwrap();
        inner.take::<u8>("mine", "mine = 1");
        assert_eq!(inner.names()[0].0, "yours");
        keys.absorb_taken(inner);
        assert_eq!(keys.finish(), []);
    }
}
