//! Helps the tests of this folder: each finding must have its words.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

use crate::finding::{Fact, Finding};

const LANGUAGES: [(&str, &str); 2] = [
    ("en", include_str!("../report/words/en/schedule.ftl")),
    ("hi", include_str!("../report/words/hi/schedule.ftl")),
];

fn bundle(language: &str, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
    bundle.set_use_isolating(false);
    bundle.add_resource(FluentResource::try_new(text.to_owned()).unwrap()).unwrap();
    bundle
}

fn arguments(finding: &Finding) -> FluentArgs<'_> {
    let value = |fact: &Fact| match fact {
        Fact::Text(text) => FluentValue::from(text.clone()),
        Fact::Number(number) => FluentValue::from(*number),
    };
    finding.facts.iter().map(|(name, fact)| (*name, value(fact))).collect()
}

/// The message and the hint of `finding` in English, once every language was tried.
pub(super) fn words(finding: &Finding) -> (String, String) {
    let said = LANGUAGES.map(|(language, text)| {
        let bundle = bundle(language, text);
        let message = bundle.get_message(finding.id).expect(finding.id);
        let arguments = arguments(finding);
        let mut errors = Vec::new();
        let hint = message.get_attribute("hint").expect(finding.id).value();
        let said = [message.value().expect(finding.id), hint].map(|pattern| {
            bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
        });
        assert!(errors.is_empty(), "{} in {language}: {errors:?}", finding.id);
        said
    });
    let [[message, hint], _] = said;
    (message, hint)
}
