//! What can go wrong with a request to a platform, by what it means for the delivery.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::finding::{Fact, Finding};
use crate::secret::strike_out;
use crate::verdict::Reason;

/// The longest detail kept of a platform's answer, in characters.
const LONGEST_DETAIL: usize = 400;

/// What a failure means: the answer to "what do we do now".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Surely not sent, or surely not applied: repeat later.
    NotSent,
    /// Refused for good: this content will never be taken as it is.
    Rejected,
    /// The session ended; a refresh may mend it. Nothing was applied.
    Session,
    /// Login, scopes or rights are missing: a person must mend the account.
    Auth,
    /// The platform restricts the account, or calls the content a breach of its rules.
    Policy,
    /// The platform says that the same content exists already.
    Duplicate,
    /// Too many requests; nothing was applied.
    Rate,
    /// Media are not processed yet; the same request will do in a moment.
    NotYet,
    /// What was prepared (upload, container) is gone or too old: prepare it again.
    Stale,
    /// The platform failed after it had the request: perhaps applied.
    Server,
    /// The answer was lost or cannot be understood: perhaps applied.
    Unknown,
    /// Our own machine failed (disk, memory, descriptors) before anything was sent.
    Local,
}

impl Class {
    /// Every class there is.
    pub const ALL: [Self; 12] = [
        Self::NotSent,
        Self::Rejected,
        Self::Session,
        Self::Auth,
        Self::Policy,
        Self::Duplicate,
        Self::Rate,
        Self::NotYet,
        Self::Stale,
        Self::Server,
        Self::Unknown,
        Self::Local,
    ];

    /// Whether a visible request that ended so may have been applied all the same.
    #[must_use]
    pub fn may_be_applied(self) -> bool {
        matches!(self, Self::Server | Self::Unknown | Self::Duplicate)
    }

    /// Whether it says that the platform, and not this one post, is in trouble.
    #[must_use]
    pub fn counts_for_breaker(self) -> bool {
        matches!(self, Self::NotSent | Self::Server | Self::Unknown)
    }
}

/// How long a platform asked us to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// It did not say, or what it said makes no sense.
    Unsaid,
    /// This long, counted from now by the platform's own clock.
    For(Duration),
}

/// A request that did not bring what it was sent for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct Failure {
    /// What it means.
    pub class: Class,
    /// The id of its message in the catalogues, such as `text-too-long`.
    pub reason: Cow<'static, str>,
    /// What the platform or the network said, for the log: secrets struck out, cut, foreign.
    pub detail: String,
    /// How long to wait before the next try, if it was said.
    pub pause: Pause,
    /// What its message needs, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<Cow<'static, str>, Fact>,
}

impl Failure {
    /// A failure of `class` whose message is `reason`; `detail` is what the other side said.
    pub fn new(class: Class, reason: &'static str, detail: impl fmt::Display) -> Self {
        let detail = clean(&detail.to_string());
        let facts = BTreeMap::new();
        Self { class, reason: reason.into(), detail, pause: Pause::Unsaid, facts }
    }

    /// The refusal that `finding` means: its message with all its facts.
    #[must_use]
    pub fn from_finding(finding: &Finding) -> Self {
        let facts = finding.facts.iter().map(|(name, fact)| {
            let fact = match fact {
                Fact::Text(text) => Fact::Text(clean(text)),
                Fact::Number(number) => Fact::Number(*number),
            };
            (Cow::Borrowed(*name), fact)
        });
        Self { facts: facts.collect(), ..Self::new(Class::Rejected, finding.id, "") }
    }

    /// The same, with the time that the platform asked us to wait.
    #[must_use]
    pub fn pausing(mut self, pause: Duration) -> Self {
        self.pause = Pause::For(pause);
        self
    }

    /// How long it is left alone: for `own`, or longer where the other side asked for that.
    #[must_use]
    pub fn wait(&self, own: Duration) -> Duration {
        match self.pause {
            Pause::For(asked) => asked.max(own),
            Pause::Unsaid => own,
        }
    }

    /// The same as the reason of a pause, which remembers whether a new login ends it. A session
    /// pauses an account only when it was renewed and refused all the same: the login is what fails.
    #[must_use]
    pub fn why_paused(&self) -> Reason {
        match self.class {
            Class::Auth => self.why().with(MENDED_BY, LOGIN),
            Class::Session => Reason { id: REFUSED.into(), ..self.why() }.with(MENDED_BY, LOGIN),
            _ => self.why(),
        }
    }

    /// The reason that it becomes in states, logs and messages.
    #[must_use]
    pub fn why(&self) -> Reason {
        let mut facts = self.facts.clone();
        if !self.detail.is_empty() {
            facts.insert(Cow::Borrowed("detail"), self.detail.as_str().into());
        }
        Reason { id: self.reason.clone(), facts }
    }
}

/// The fact by which a pause is known that a new login ends.
const MENDED_BY: &str = "mended_by";
const LOGIN: &str = "login";

/// The reason of a pause that says that a login is refused although it was renewed.
const REFUSED: &str = "renewed-login-refused";

/// Whether an account that is paused for `reason` may go on once a person has logged it in anew.
#[must_use]
pub fn ends_with_a_login(reason: &Reason) -> bool {
    reason.facts.get(MENDED_BY) == Some(&Fact::Text(LOGIN.to_owned()))
}

/// Foreign text without secrets, and not too much of it.
fn clean(text: &str) -> String {
    strike_out(text).chars().take(LONGEST_DETAIL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_never_repeats_a_secret() {
        let _token = crate::secret::Secret::new("canary-55aa77");
        let failure = Failure::new(Class::Auth, "token-revoked", "token canary-55aa77 is dead");
        assert!(!format!("{failure} {failure:?}").contains("canary"));
    }

    #[test]
    fn a_megabyte_of_error_page_is_cut() {
        let failure = Failure::new(Class::Server, "server-error", "क".repeat(1 << 20));
        assert_eq!(failure.detail.chars().count(), LONGEST_DETAIL);
    }

    #[test]
    fn a_refusal_keeps_the_facts_of_its_finding_and_no_secret() {
        let _token = crate::secret::Secret::new("canary-66bb88");
        let finding = Finding::error("text-too-long")
            .with("length", 301_usize)
            .with("unit", "characters canary-66bb88");
        let why = Failure::from_finding(&finding).why();
        assert_eq!(why.id, "text-too-long");
        assert_eq!(why.facts.get("length"), Some(&Fact::Number(301)));
        assert_eq!(why.facts.get("unit"), Some(&Fact::Text("characters ***".into())));
        assert_eq!(why.facts.get("detail"), None);
    }

    #[test]
    fn a_pause_remembers_whether_a_login_ends_it() {
        let pause = |class| Failure::new(class, "token-revoked", "gone").why_paused();
        let [dead, barred] = [Class::Auth, Class::Policy].map(pause);
        let kept = serde_json::to_string(&dead).unwrap();
        assert!(ends_with_a_login(&serde_json::from_str(&kept).unwrap()));
        assert!(!ends_with_a_login(&barred));
        let renewed = Failure::new(Class::Session, "x-session-ended", "no").why_paused();
        assert!(ends_with_a_login(&renewed));
        assert_eq!(
            (&*renewed.id, renewed.facts.get("detail")),
            ("renewed-login-refused", Some(&"no".into()))
        );
    }

    #[test]
    fn what_was_kept_before_failures_had_facts_can_be_read() {
        let failure = Failure::new(Class::Auth, "token-revoked", "gone");
        let kept = serde_json::to_string(&failure).unwrap();
        assert!(!kept.contains("facts"), "{kept}");
        assert_eq!(serde_json::from_str::<Failure>(&kept).unwrap(), failure);
    }
}
