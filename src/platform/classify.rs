//! From answers and losses to failures: the default table, and an adapter's own rows before it.

use std::time::Duration;

use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Answer, Lost, NotSent};

/// One row of an adapter's table: what an answer must look like, and what it then means.
/// Empty fields match anything.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The HTTP status; 0 for any.
    pub status: u16,
    /// The platform's own error code, compared as text; empty for any.
    pub code: &'static str,
    /// What the platform's message must contain, in lower case; empty for any.
    pub says: &'static str,
    /// What it means.
    pub class: Class,
    /// The id of its message in the catalogues.
    pub reason: &'static str,
}

impl Rule {
    /// A row for a platform's error code.
    #[must_use]
    pub const fn code(code: &'static str, class: Class, reason: &'static str) -> Self {
        Self { status: 0, code, says: "", class, reason }
    }

    /// A row for a status with certain words in the message.
    #[must_use]
    pub const fn says(status: u16, says: &'static str, class: Class, reason: &'static str) -> Self {
        Self { status, code: "", says, class, reason }
    }

    /// A row for a status.
    #[must_use]
    pub const fn status(status: u16, class: Class, reason: &'static str) -> Self {
        Self { status, code: "", says: "", class, reason }
    }

    fn fits(&self, status: u16, code: &str, message: &str) -> bool {
        (self.status == 0 || self.status == status)
            && (self.code.is_empty() || self.code == code)
            && (self.says.is_empty() || message.contains(self.says))
    }
}

/// What a refusing or broken answer means: the first of the adapter's `rules` that fits, else
/// the default for its status. `code` and `message` are what the adapter read from the body.
#[must_use]
pub fn classify(
    answer: &Answer,
    code: &str,
    message: &str,
    rules: &[Rule],
    now: Instant,
) -> Failure {
    let lower = message.to_lowercase();
    let own = rules.iter().find(|rule| rule.fits(answer.status, code, &lower));
    let (class, reason) =
        own.map_or_else(|| by_status(answer.status), |rule| (rule.class, rule.reason));
    let said = if message.is_empty() { shown(&answer.text()) } else { message.to_owned() };
    let words = [&format!("status {}", answer.status), code, said.trim()];
    let words: Vec<_> = words.into_iter().filter(|words| !words.is_empty()).collect();
    let failure = Failure::new(class, reason, words.join(" "));
    match asked_to_wait(answer, now) {
        Some(pause) if matches!(class, Class::Rate | Class::NotYet | Class::Server) => {
            failure.pausing(pause)
        }
        _ => failure,
    }
}

/// What a person would read in `body`: of a web page, such as one from a gateway, its title.
fn shown(body: &str) -> String {
    let title = body.trim_start().starts_with('<').then(|| title(body)).flatten();
    title.unwrap_or(body).to_owned()
}

fn title(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<title")?;
    let (_, rest) = rest.split_once('>')?;
    let (title, _) = rest.split_once("</title>")?;
    Some(title.trim()).filter(|title| !title.is_empty())
}

fn by_status(status: u16) -> (Class, &'static str) {
    match status {
        401 => (Class::Auth, "login-refused"),
        403 => (Class::Auth, "not-allowed"),
        404 | 410 => (Class::Auth, "address-not-found"),
        408 => (Class::Server, "server-timed-out"),
        429 => (Class::Rate, "rate-limited"),
        413 => (Class::Rejected, "too-large-for-platform"),
        400..=499 => (Class::Rejected, "refused-by-platform"),
        500..=599 => (Class::Server, "server-error"),
        300..=399 => (Class::Unknown, "redirected"),
        _ => (Class::Unknown, "answer-not-understood"),
    }
}

/// `Retry-After`, or the reset time of a rate limit that is used up. A reset in the past says
/// nothing: taken as "no wait", it would have us ask again and again.
fn asked_to_wait(answer: &Answer, now: Instant) -> Option<Duration> {
    if let Some(wait) = answer.headers.retry_after(now).wait() {
        return Some(wait);
    }
    let hint = answer.headers.rate_hint(now)?;
    let used_up = answer.status == 429 || hint.remaining == Some(0);
    hint.resets_in.filter(|wait| used_up && !wait.is_zero())
}

/// What the loss of an answer means. `label` names the request.
#[must_use]
pub fn lost(label: &'static str, fate: &Lost) -> Failure {
    let (class, reason) = match fate {
        Lost::NotSent { why: NotSent::Tls, .. } => (Class::NotSent, "tls-failed"),
        Lost::NotSent { .. } => (Class::NotSent, "platform-unreachable"),
        Lost::Incomplete { .. } => (Class::NotSent, "cut-while-sending"),
        Lost::Uncertain { .. } => (Class::Unknown, "answer-lost"),
        Lost::AnswerCut { .. } => (Class::Unknown, "answer-cut"),
        Lost::Local { .. } => (Class::Local, "own-machine-failed"),
    };
    Failure::new(class, reason, format_args!("{label}: {fate}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(status: u16, code: &str, message: &str, body: &str) -> String {
        let answer = Answer::of(status, &[], body.as_bytes().to_vec());
        let now = crate::clock::from_micros(1_795_600_000_000_000);
        classify(&answer, code, message, &[], now).detail
    }

    #[test]
    fn of_a_web_page_its_title_is_told_and_not_its_markup() {
        let page = "\n<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"><title dir=\"ltr\">\n502 Bad \
            Gateway</title></head><body><center>nginx</center></body></html>";
        assert_eq!(detail(502, "", "", page), "status 502 502 Bad Gateway");
        for body in ["<html><title></title>", "<Error><Code>AccessDenied</Code></Error>", "<title"]
        {
            assert_eq!(detail(403, "", "", body), format!("status 403 {body}"));
        }
        let json = r#"{"error":"a <title>b</title>"}"#;
        assert_eq!(detail(400, "", "", json), format!("status 400 {json}"));
    }

    #[test]
    fn what_the_platform_said_stands_behind_its_code_and_nothing_where_it_said_nothing() {
        assert_eq!(detail(403, "E7", "Not you.", "{}"), "status 403 E7 Not you.");
        assert_eq!(detail(503, "", "", " "), "status 503");
    }
}
