//! How much of what an app, a Page or an account may ask was used up.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::http::Answer;

/// The longest wait that is believed, in minutes.
const LONGEST: u64 = 7 * 24 * 60;

/// What the headers of an answer say, the largest of all that they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters) struct Usage {
    /// How much was used, in percent.
    pub(in crate::adapters) percent: u64,
    /// How long until something is left again, where nothing is.
    pub(in crate::adapters) regain: Option<Duration>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shares {
    call_count: f64,
    total_time: f64,
    total_cputime: f64,
    estimated_time_to_regain_access: u64,
}

/// What `X-App-Usage` and `X-Business-Use-Case-Usage` say; nothing where there are none.
pub(in crate::adapters) fn usage(answer: &Answer) -> Option<Usage> {
    let app = read::<Shares>(answer, "x-app-usage").into_iter();
    let business = read::<BTreeMap<String, Vec<Shares>>>(answer, "x-business-use-case-usage");
    let business = business.into_iter().flat_map(BTreeMap::into_values).flatten();
    app.chain(business).map(|shares| shares.usage()).reduce(|one, other| Usage {
        percent: one.percent.max(other.percent),
        regain: one.regain.max(other.regain),
    })
}

/// What a header holds; a list in place of an object would be read as one without any field.
fn read<T: for<'d> Deserialize<'d>>(answer: &Answer, header: &str) -> Option<T> {
    let text = answer.header(header).filter(|text| text.trim_start().starts_with('{'))?;
    serde_json::from_str(text).ok()
}

impl Shares {
    fn usage(&self) -> Usage {
        let most = self.call_count.max(self.total_time).max(self.total_cputime);
        let minutes = self.estimated_time_to_regain_access.min(LONGEST);
        Usage {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to what fits"
            )]
            percent: most.clamp(0.0, 1000.0).ceil() as u64,
            regain: (minutes > 0).then(|| Duration::from_secs(minutes * 60)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(name: &str, value: &str) -> Answer {
        Answer::of(200, &[(name.to_owned(), value.to_owned())], Vec::new())
    }

    #[test]
    fn the_largest_share_of_all_entries_counts() {
        let first = r#"[{"type":"pages","call_count":3},{"type":"x","total_cputime":81.5}]"#;
        let second = r#"[{"total_time":7,"estimated_time_to_regain_access":5}]"#;
        let value = format!("{{\"1\":{first},\"2\":{second}}}");
        let usage = usage(&answer("X-Business-Use-Case-Usage", &value)).unwrap();
        assert_eq!(usage, Usage { percent: 82, regain: Some(Duration::from_secs(300)) });
    }

    #[test]
    fn garbage_says_nothing() {
        assert_eq!(usage(&answer("x-app-usage", "busy")), None);
        assert_eq!(usage(&answer("x-app-usage", "{\"call_count\":-5}")).unwrap().percent, 0);
    }
}
