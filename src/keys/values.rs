//! Values that need more than a type: one of several words, numbers and times with limits.

use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use toml::de::DeValue;

use super::{DurationProblem, Keys, nearest, parse_duration, parse_size, show_duration};
use crate::finding::Finding;

impl Keys<'_> {
    /// Takes one of the words of `choices`.
    pub fn choice<T: Copy>(
        &mut self,
        key: &str,
        example: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let (word, span) = self.take_spanned::<String>(key, example)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word) {
            return Some(*value);
        }
        let names = choices.iter().map(|(name, _)| *name);
        let known: Vec<_> = names.clone().collect();
        let finding = Finding::error("not-a-choice")
            .with("key", self.full(key))
            .with("found", word.as_str())
            .with("nearest", nearest(&word, names).unwrap_or_default())
            .with("known", known.join(", "));
        self.found(span, finding);
        None
    }

    /// Takes a whole number within `limits`.
    pub fn number(&mut self, key: &str, example: &str, limits: RangeInclusive<u32>) -> Option<u32> {
        let (number, span) = self.take_spanned::<i64>(key, example)?;
        let fitting = u32::try_from(number).ok().filter(|number| limits.contains(number));
        if fitting.is_none() {
            let finding = Finding::error("number-out-of-range")
                .with("key", self.full(key))
                .with("found", number)
                .with("min", i64::from(*limits.start()))
                .with("max", i64::from(*limits.end()))
                .with("example", example);
            self.found(span, finding);
        }
        fitting
    }

    /// Takes a length of time within `limits`, which are in seconds, written as in `90s`, `5m`, `2h` or `1d`.
    pub fn duration(
        &mut self,
        key: &str,
        example: &str,
        limits: RangeInclusive<u64>,
    ) -> Option<Duration> {
        let (text, span) = self.take_spanned::<String>(key, example)?;
        let read = parse_duration(&text);
        let [min, max] = [*limits.start(), *limits.end()].map(Duration::from_secs);
        if let Ok(duration) = read
            && (min..=max).contains(&duration)
        {
            return Some(duration);
        }
        let id = match read {
            Err(DurationProblem::Form) => "duration-wrong",
            Err(DurationProblem::TooLong) | Ok(_) => "duration-out-of-range",
        };
        let finding = Finding::error(id)
            .with("key", self.full(key))
            .with("found", text)
            .with("min", show_duration(min))
            .with("max", show_duration(max))
            .with("example", example);
        self.found(span, finding);
        None
    }

    /// Takes a size in bytes, written as in `64 MiB`.
    pub fn size(&mut self, key: &str, example: &str) -> Option<u64> {
        let (text, span) = self.take_spanned::<String>(key, example)?;
        let read = parse_size(&text);
        if read.is_none() {
            let finding = Finding::error("size-wrong")
                .with("key", self.full(key))
                .with("found", text)
                .with("example", example);
            self.found(span, finding);
        }
        read
    }

    /// Whether `key` is there and its value is a text.
    #[must_use]
    pub fn holds_text(&self, key: &str) -> bool {
        matches!(self.table.get(key).map(|value| value.get_ref()), Some(DeValue::String(_)))
    }

    /// Adds a finding at the bytes `part` of the text `value`, which stands at `span`; at the
    /// whole of it where the file writes the text in another way (with `\u…`, for example).
    pub fn found_inside(
        &mut self,
        span: Range<usize>,
        value: &str,
        part: Range<usize>,
        finding: Finding,
    ) {
        let whole = span.start + self.offset..span.end + self.offset;
        let written = self.source.text.get(whole).unwrap_or_default();
        let bare = written.trim_start_matches(['"', '\'']);
        let start = span.start + (written.len() - bare.len());
        let as_it_is = bare.starts_with(value) && !value.is_empty();
        let place = if as_it_is { start + part.start..start + part.end } else { span };
        self.found(place, finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Fact, Finding, Source};
    use crate::keys::Keys;

    fn keys(toml: &str) -> Keys<'_> {
        Keys::parse(&Source::new("test.toml", toml), 0, toml)
    }

    fn fact<'f>(finding: &'f Finding, name: &str) -> &'f Fact {
        &finding.facts.iter().find(|(known, _)| *known == name).unwrap().1
    }

    #[test]
    fn a_slip_in_a_choice_gets_the_nearest_word_and_all_of_them() {
        let mut keys = keys("after = \"mvoe\"");
        let choices = [("move", 1), ("keep", 2)];
        assert_eq!(keys.choice("after", "after = \"move\"", &choices), None);
        let found = keys.finish();
        assert_eq!(found[0].id, "not-a-choice");
        assert_eq!(fact(&found[0], "nearest"), &"move".into());
        assert_eq!(fact(&found[0], "known"), &"move, keep".into());
    }

    #[test]
    fn numbers_outside_their_limits_are_refused_even_if_huge() {
        for number in ["0", "-1", "11", "9223372036854775807"] {
            let toml = format!("places = {number}");
            let mut keys = keys(&toml);
            assert_eq!(keys.number("places", "places = 1", 1..=10), None);
            assert_eq!(keys.finish()[0].id, "number-out-of-range");
        }
    }

    #[test]
    fn times_outside_their_limits_say_what_the_limits_are() {
        let mut keys = keys("settle = \"0s\"\nlate = \"soon\"");
        let limits = 30..=3600;
        assert_eq!(keys.duration("settle", "settle = \"2m\"", limits.clone()), None);
        assert_eq!(keys.duration("late", "late = \"2m\"", limits), None);
        let found = keys.finish();
        assert_eq!((found[0].id, found[1].id), ("duration-out-of-range", "duration-wrong"));
        assert_eq!(fact(&found[0], "min"), &"30s".into());
        assert_eq!(fact(&found[0], "max"), &"1h".into());
    }

    #[test]
    fn a_finding_inside_a_text_points_at_the_part_that_is_meant() {
        let toml = "\"क\" = \"61 * * * *\"";
        let mut keys = keys(toml);
        let (text, span) = keys.take_spanned::<String>("क", "").unwrap();
        keys.found_inside(span, &text, 0..2, Finding::error("any"));
        let place = keys.finish().remove(0).place.unwrap();
        assert_eq!(&toml[place.span], "61");
    }

    #[test]
    fn a_text_written_with_escapes_is_pointed_at_as_a_whole() {
        let toml = "a = \"\\u0036 x\"";
        let mut keys = keys(toml);
        let (text, span) = keys.take_spanned::<String>("a", "").unwrap();
        keys.found_inside(span, &text, 0..1, Finding::error("any"));
        let place = keys.finish().remove(0).place.unwrap();
        assert_eq!(&toml[place.span], "\"\\u0036 x\"");
    }
}
