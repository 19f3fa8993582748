//! What is wrong with the syntax of a TOML text, in kinds that messages can say in every language.

use std::ops::Range;

use crate::finding::Finding;

/// The quotes that word processors put in the place of straight ones.
const CURLY: [char; 7] = ['“', '”', '„', '‟', '‘', '’', '‚'];

/// How the parser says what people often get wrong, with the kind's name.
const KINDS: [(&str, &str); 6] = [
    ("invalid basic string", "quote-open"),
    ("invalid literal string", "quote-open"),
    ("string values must be quoted", "quotes-missing"),
    ("duplicate key", "twice"),
    ("invalid unquoted key", "key-letters"),
    ("unclosed array", "bracket-open"),
];

/// The finding for what is broken at `span` of `toml`: `problem` in the parser's words, and its
/// `kind` where it is a known one.
pub(super) fn broken(toml: &str, span: &Range<usize>, problem: &str) -> Finding {
    let text = toml.get(span.clone()).unwrap_or_default();
    let known = KINDS.iter().find(|(start, _)| problem.starts_with(start));
    let kind = match known.map_or("", |(_, kind)| kind) {
        _ if text.starts_with(CURLY) => "curly",
        // The bracket counts as text then, and the quote is what must be mended.
        "bracket-open" if is_quote_open(toml.get(..span.start).unwrap_or_default()) => "quote-open",
        kind => kind,
    };
    Finding::error("toml-syntax").with("kind", kind).with("found", text).with("problem", problem)
}

fn is_quote_open(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.matches('"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use crate::finding::{Fact, Source};
    use crate::keys::Keys;

    fn kind(toml: &str) -> Vec<Fact> {
        let findings = Keys::parse(&Source::new("test.toml", toml), 0, toml).finish();
        let broken = findings.into_iter().filter(|finding| finding.id == "toml-syntax");
        let facts = broken.flat_map(|finding| finding.facts);
        facts.filter(|(name, _)| *name == "kind").map(|(_, fact)| fact).collect()
    }

    #[test]
    fn everyday_slips_have_their_own_kind() {
        assert_eq!(kind("lang = “hi”"), ["curly".into()]);
        assert_eq!(kind("lang = ‘hi’"), ["curly".into()]);
        assert_eq!(kind("lang = \"hi"), ["quote-open".into()]);
        assert_eq!(kind("lang = 'hi\nb = 1"), ["quote-open".into()]);
        assert_eq!(kind("to = [\"a, b]"), ["quote-open".into()]);
        assert_eq!(kind("lang = hi"), ["quotes-missing".into()]);
        assert_eq!(kind("lang = 1\nlang = 2"), ["twice".into()]);
        assert_eq!(kind("भाषा = \"hi\""), ["key-letters".into()]);
        assert_eq!(kind("to = [\"a\", \"b\""), ["bracket-open".into()]);
    }

    #[test]
    fn anything_else_keeps_the_parsers_words() {
        assert_eq!(kind("= 5"), ["".into()]);
    }
}
