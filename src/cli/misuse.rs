//! What is typed wrong, told in people's language.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::help;
use crate::finding::Fact;
use crate::report::Words;

/// What is said about `error`, which parsing with [`help::spoken`] brought, line by line.
pub(super) fn told(error: &Error, words: &Words) -> Vec<String> {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return error.render().to_string().trim_end().lines().map(str::to_owned).collect();
    }
    let (id, facts) = message(error);
    let facts = || facts.iter().map(|(name, fact)| (*name, fact));
    let first = format!("{}: {}", words.plain("severity-error"), words.message(id, facts()));
    let right = of(error, ContextKind::InvalidArg).and_then(|shown| help::hint(words, &shown));
    let hint = words.hint(id, facts()).or(right).map(|hint| format!("  {hint}"));
    let usage = of(error, ContextKind::Usage)
        .map(|usage| format!("{} {}", words.plain("help-usage"), help::usage(&usage)));
    let more = words.plain("usage-more");
    [Some(first), hint, usage, Some(more)].into_iter().flatten().collect()
}

/// What the error says about `kind`.
fn of(error: &Error, kind: ContextKind) -> Option<String> {
    error.get(kind).map(ToString::to_string)
}

fn message(error: &Error) -> (&'static str, Vec<(&'static str, Fact)>) {
    let fact = |name, kind| (name, Fact::from(of(error, kind).unwrap_or_default()));
    let argument = || fact("argument", ContextKind::InvalidArg);
    let found = || fact("found", ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let nearest = nearest(error, ContextKind::SuggestedSubcommand);
            ("usage-unknown-command", vec![fact("found", ContextKind::InvalidSubcommand), nearest])
        }
        ErrorKind::UnknownArgument => {
            let nearest = nearest(error, ContextKind::SuggestedArg);
            ("usage-unknown-argument", vec![fact("found", ContextKind::InvalidArg), nearest])
        }
        ErrorKind::InvalidValue if of(error, ContextKind::InvalidValue) == Some(String::new()) => {
            ("usage-value-missing", vec![argument()])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            ("usage-wrong-value", vec![argument(), found()])
        }
        ErrorKind::TooManyValues => ("usage-value-needless", vec![argument(), found()]),
        ErrorKind::MissingRequiredArgument => ("usage-missing", vec![argument()]),
        ErrorKind::InvalidUtf8 => ("usage-not-text", Vec::new()),
        ErrorKind::ArgumentConflict => conflict(argument(), fact("other", ContextKind::PriorArg)),
        _ => ("usage-wrong", Vec::new()),
    }
}

/// Of several suggestions the last is the best.
fn nearest(error: &Error, kind: ContextKind) -> (&'static str, Fact) {
    let nearest = match error.get(kind) {
        Some(ContextValue::Strings(all)) => all.last().cloned(),
        Some(one) => Some(one.to_string()),
        None => None,
    };
    ("nearest", nearest.unwrap_or_default().into())
}

fn conflict(
    argument: (&'static str, Fact),
    other: (&'static str, Fact),
) -> (&'static str, Vec<(&'static str, Fact)>) {
    if argument.1 == other.1 {
        ("usage-repeated", vec![argument])
    } else {
        ("usage-conflict", vec![argument, other])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn said(language: Language, line: &str) -> String {
        let words = Words::new(language);
        let error = help::spoken(&words).try_get_matches_from(line.split(' ')).unwrap_err();
        told(&error, &words).join("\n")
    }

    #[test]
    fn an_unknown_command_is_named_with_the_nearest_one() {
        assert_eq!(
            said(Language::Hindi, "dakiya staus"),
            "गलती: \"staus\" नाम का कोई आदेश नहीं है।\n  क्या आप \"status\" लिखना चाहते थे?\n\
             ऐसे लिखें: dakiya [विकल्प] <आदेश>\nऔर जानकारी के लिए साथ में --help लिखें।"
        );
        let english = said(Language::English, "dakiya publish-everything");
        assert!(english.starts_with("error: There is no command \"publish-everything\".\n"));
        assert!(
            english.contains("\n  All commands: dakiya help\nUsage: dakiya [OPTIONS] <COMMAND>\n")
        );
    }

    #[test]
    fn every_way_to_type_something_wrong_has_its_own_sentence() {
        for (line, first, second) in [
            ("dakiya run --mok", "यहाँ \"--mok\" नहीं लिखा जा सकता।", "क्या आप \"--mock\" लिखना"),
            ("dakiya run now", "यहाँ \"now\" नहीं लिखा जा सकता।", "--help से देखें"),
            (
                "dakiya run --mock=1",
                "--mock के साथ कोई मान नहीं लिखा जाता, और यहाँ \"1\" लिखा है।",
                "मान हटा दें।",
            ),
            ("dakiya dry-run --days", "--days <दिन> के बाद मान नहीं लिखा है।", "1 से 3650 तक"),
            ("dakiya dry-run --days कल", "--days <दिन> में \"कल\" नहीं लिखा जा सकता।", "1 से 3650 तक"),
            ("dakiya dry-run --days 0", "--days <दिन> में \"0\" नहीं लिखा जा सकता।", "1 से 3650 तक"),
            (
                "dakiya plan --account A*",
                "--account <खाता> में \"A*\" नहीं लिखा जा सकता।",
                "खाते का नाम",
            ),
            ("dakiya --language fr run", "--language <भाषा> में \"fr\" नहीं", "इनमें से एक लिखें"),
            ("dakiya resolve x --look", "<डिलीवरी> में \"x\" नहीं", "वह नंबर लिखें"),
            ("dakiya resolve --look", "यह लिखना ज़रूरी है: <डिलीवरी>", "वह नंबर लिखें"),
            ("dakiya resolve 7", "यह लिखना ज़रूरी है: <--posted", "ऐसे लिखें: dakiya resolve"),
            ("dakiya resolve 7 --look --look", "--look एक से अधिक बार लिखा है।", "इसे एक ही बार"),
            ("dakiya resolve 7 --look --abandon", "--look और --abandon एक साथ", "दोनों में से"),
        ] {
            let said = said(Language::Hindi, line);
            let mut lines = said.lines();
            assert!(lines.next().unwrap().starts_with(&format!("गलती: {first}")), "{line}: {said}");
            assert!(lines.next().unwrap().trim().starts_with(second), "{line}: {said}");
        }
    }

    #[test]
    fn what_was_typed_cannot_act_on_a_terminal() {
        for typed in ["\u{1b}[2J\nx", "--\u{9b}2J\u{202e}"] {
            let words = Words::new(Language::English);
            let line = ["dakiya", typed];
            let error = help::spoken(&words).try_get_matches_from(line).unwrap_err();
            let said = told(&error, &words);
            assert!(said.iter().all(|line| !line.contains(super::super::json::acts)), "{said:?}");
        }
    }
}
