//! Refusals: told by code and subcode, never by the status or the words.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::usage::usage;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::classify;

/// What was asked for when it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters) enum Asked {
    /// Something that no follower can see.
    Invisible,
    /// That something becomes public.
    Visible,
}

/// One row of a service's own table. The first that fits decides; a subcode is looked at before
/// any code.
#[derive(Debug, Clone, Copy)]
pub(in crate::adapters) struct GraphRule {
    /// The code; none for any.
    pub(in crate::adapters) code: Option<i64>,
    /// The subcode; none for any.
    pub(in crate::adapters) subcode: Option<i64>,
    /// What the message must contain, in lower case; empty for any. Messages are translated, so
    /// only signs such as `THREADS_API__LINK_LIMIT_EXCEEDED` are looked for.
    pub(in crate::adapters) says: &'static str,
    /// What it means.
    pub(in crate::adapters) class: Class,
    /// The id of its message in the catalogues.
    pub(in crate::adapters) reason: &'static str,
}

/// What the error in a body says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(in crate::adapters) struct Refusal {
    pub(in crate::adapters) message: String,
    pub(in crate::adapters) code: Option<i64>,
    pub(in crate::adapters) error_subcode: Option<i64>,
    pub(in crate::adapters) is_transient: Option<bool>,
    pub(in crate::adapters) error_user_msg: Option<String>,
    pub(in crate::adapters) fbtrace_id: Option<String>,
    /// More about it, in a form of each service's own.
    pub(in crate::adapters) error_data: Value,
}

#[derive(Deserialize)]
struct Envelope {
    error: Refusal,
}

/// The rows that hold for all services, after a service's own.
const COMMON: &[GraphRule] = &[
    GraphRule::sub(458, Class::Auth, "graph-login-ended"),
    GraphRule::sub(459, Class::Auth, "graph-login-ended"),
    GraphRule::sub(460, Class::Auth, "graph-login-ended"),
    GraphRule::sub(463, Class::Auth, "graph-login-ended"),
    GraphRule::sub(464, Class::Auth, "graph-login-ended"),
    GraphRule::sub(467, Class::Auth, "graph-login-ended"),
    GraphRule::sub(492, Class::Auth, "graph-login-ended"),
    GraphRule::both(100, 33, Class::Auth, "graph-object-not-visible"),
    GraphRule::code(102, Class::Auth, "graph-login-ended"),
    GraphRule::code(190, Class::Auth, "graph-login-ended"),
    GraphRule::code(104, Class::Auth, "graph-proof-refused"),
    GraphRule::code(3, Class::Auth, "graph-right-missing"),
    GraphRule::code(10, Class::Auth, "graph-right-missing"),
    GraphRule::code(368, Class::Policy, "graph-held-for-abuse"),
    GraphRule::code(4, Class::Rate, "rate-limited"),
    GraphRule::code(17, Class::Rate, "rate-limited"),
    GraphRule::code(32, Class::Rate, "rate-limited"),
    GraphRule::code(341, Class::Rate, "rate-limited"),
    GraphRule::code(613, Class::Rate, "rate-limited"),
    GraphRule::code(80001, Class::Rate, "rate-limited"),
    GraphRule::code(80002, Class::Rate, "rate-limited"),
    GraphRule::code(1, Class::Server, "server-error"),
    GraphRule::code(2, Class::Server, "server-error"),
    GraphRule::code(100, Class::Rejected, "refused-by-platform"),
];

impl GraphRule {
    /// A row for a code.
    pub(in crate::adapters) const fn code(code: i64, class: Class, reason: &'static str) -> Self {
        Self { code: Some(code), subcode: None, says: "", class, reason }
    }

    /// A row for a subcode.
    pub(in crate::adapters) const fn sub(subcode: i64, class: Class, reason: &'static str) -> Self {
        Self { code: None, subcode: Some(subcode), says: "", class, reason }
    }

    /// A row for a code with a subcode.
    pub(in crate::adapters) const fn both(
        code: i64,
        subcode: i64,
        class: Class,
        reason: &'static str,
    ) -> Self {
        Self { code: Some(code), subcode: Some(subcode), says: "", class, reason }
    }

    /// A row for a sign in the message.
    pub(in crate::adapters) const fn says(
        says: &'static str,
        class: Class,
        reason: &'static str,
    ) -> Self {
        Self { code: None, subcode: None, says, class, reason }
    }

    fn fits(&self, refusal: &Refusal, lower: &str) -> bool {
        (self.code.is_none() || self.code == refusal.code)
            && (self.subcode.is_none() || self.subcode == refusal.error_subcode)
            && (self.says.is_empty() || lower.contains(self.says))
    }

    fn is_about_subcode(&self) -> bool {
        self.subcode.is_some()
    }
}

impl Refusal {
    /// The refusal in `answer`, if there is one.
    pub(in crate::adapters) fn read(answer: &Answer) -> Option<Self> {
        answer.json::<Envelope>().ok().map(|envelope| envelope.error)
    }

    /// Whether it says that what was named does not exist, or not for this token.
    pub(in crate::adapters) fn is_missing(&self) -> bool {
        self.code == Some(24) || (self.code == Some(100) && self.error_subcode == Some(33))
    }

    fn words(&self) -> String {
        let details = self.error_data["details"].as_str();
        let said = self.error_user_msg.as_deref().or(details).unwrap_or(&self.message);
        let trace = self.fbtrace_id.as_deref().unwrap_or_default();
        format!("{said} {trace}").trim().to_owned()
    }
}

/// What the refusal in `answer` means, by the service's `own` rows and then by those of all. An
/// answer without one is told by its status.
pub(in crate::adapters) fn refusal(
    answer: &Answer,
    asked: Asked,
    own: &[GraphRule],
    now: Instant,
) -> Failure {
    let Some(refusal) = Refusal::read(answer) else {
        return paused(classify(answer, "", "", &[], now), answer);
    };
    let code = refusal.code.unwrap_or_default().to_string();
    let found = rule_for(&refusal, own);
    let by_status = || classify(answer, &code, &refusal.words(), &[], now);
    let failure = match found {
        Some(rule) => Failure::new(rule.class, rule.reason, detail(answer, &refusal)),
        None if (200..300).contains(&refusal.code.unwrap_or_default()) => {
            Failure::new(Class::Auth, "graph-right-missing", detail(answer, &refusal))
        }
        None if refusal.is_transient == Some(true) => {
            Failure::new(Class::Server, "server-error", detail(answer, &refusal))
        }
        None => by_status(),
    };
    // What is refused without doubt was not applied, whatever is said about trying again.
    let failure = match (asked, failure.class) {
        (Asked::Invisible, Class::Duplicate) => Failure { class: Class::Rejected, ..failure },
        _ => failure,
    };
    paused(failure, answer)
}

fn rule_for<'r>(refusal: &Refusal, own: &'r [GraphRule]) -> Option<&'r GraphRule> {
    let lower = refusal.message.to_lowercase();
    let fitting = |about_subcode: bool| {
        let rows = own.iter().chain(COMMON);
        rows.filter(move |row| row.is_about_subcode() == about_subcode)
    };
    let mut rows = fitting(true).chain(fitting(false));
    rows.find(|row| row.fits(refusal, &lower))
}

fn detail(answer: &Answer, refusal: &Refusal) -> String {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let (code, subcode) = (number(refusal.code), number(refusal.error_subcode));
    format!("status {} code {code}/{subcode} {}", answer.status, refusal.words())
}

/// The wait that the headers ask for, where too much was asked.
fn paused(failure: Failure, answer: &Answer) -> Failure {
    let wait = usage(answer).and_then(|usage| usage.regain);
    match wait.filter(|wait| failure.class == Class::Rate && *wait > Duration::ZERO) {
        Some(wait) => failure.pausing(wait),
        None => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_micros;

    const OWN: &[GraphRule] = &[
        GraphRule::both(4, 2_207_051, Class::Policy, "instagram-held-for-spam"),
        GraphRule::says("link_limit_exceeded", Class::Rejected, "threads-too-many-links"),
    ];

    fn refused(body: &str, headers: &[(String, String)]) -> Failure {
        let answer = Answer::of(400, headers, body.as_bytes().to_vec());
        refusal(&answer, Asked::Visible, OWN, from_micros(0))
    }

    #[test]
    fn a_subcode_is_looked_at_before_its_code() {
        let spam = refused(r#"{"error":{"code":4,"error_subcode":2207051}}"#, &[]);
        assert_eq!((spam.class, &*spam.reason), (Class::Policy, "instagram-held-for-spam"));
        let busy = refused(r#"{"error":{"code":4,"message":"limit"}}"#, &[]);
        assert_eq!(busy.class, Class::Rate);
    }

    #[test]
    fn a_sign_in_the_message_is_found_in_any_case() {
        let body = r#"{"error":{"code":100,"message":"THREADS_API__LINK_LIMIT_EXCEEDED"}}"#;
        assert_eq!(&*refused(body, &[]).reason, "threads-too-many-links");
    }

    #[test]
    fn rights_transient_errors_and_dead_logins_are_told_apart() {
        for (error, class) in [
            (r#"{"code":200}"#, Class::Auth),
            (r#"{"code":299}"#, Class::Auth),
            (r#"{"code":190,"error_subcode":463}"#, Class::Auth),
            (r#"{"code":999,"is_transient":true}"#, Class::Server),
            (r#"{"code":1}"#, Class::Server),
            (r#"{"code":100}"#, Class::Rejected),
        ] {
            assert_eq!(refused(&format!(r#"{{"error":{error}}}"#), &[]).class, class, "{error}");
        }
    }

    #[test]
    fn the_wait_is_told_in_minutes() {
        let usage =
            r#"{"17841":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":12}]}"#;
        let headers = [("x-business-use-case-usage".to_owned(), usage.to_owned())];
        let failure = refused(r#"{"error":{"code":80001}}"#, &headers);
        let pause = crate::failure::Pause::For(Duration::from_secs(12 * 60));
        assert_eq!((failure.class, failure.pause), (Class::Rate, pause));
    }

    #[test]
    fn a_page_in_place_of_an_answer_is_told_by_its_status() {
        assert_eq!(refused("<h1>Bad Gateway</h1>", &[]).class, Class::Rejected);
        let answer = Answer::of(502, &[], b"<h1>".to_vec());
        let failure = refusal(&answer, Asked::Visible, OWN, from_micros(0));
        assert_eq!(failure.class, Class::Server);
    }
}
