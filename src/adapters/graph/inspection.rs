//! What a token is worth, as Meta says of it: whose it is, what it may do, and when it ends.
//!
//! Sources: "Debug Token" in the references of the Graph API and of Threads, "Access Tokens" (copies of
//! 2026, read in November 2026). It is the one request that takes a token in an address.

use serde::Deserialize;

use super::line::{Id, Line};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::secret::Secret;

/// How long before its end the access to data is warned of, in days.
const WARNED: i64 = 14;

/// The reason why nobody tells what a token is worth: the app that asks is refused.
pub(in crate::adapters) const APP_REFUSED: &str = "graph-app-refused";

#[derive(Deserialize)]
struct Answered {
    data: Inspection,
}

/// What Meta says of a token.
#[derive(Debug, Deserialize)]
pub(in crate::adapters) struct Inspection {
    is_valid: bool,
    app_id: Option<Id>,
    /// `SYSTEM_USER`, `PAGE` or `USER`.
    #[serde(default)]
    pub(in crate::adapters) r#type: String,
    /// Seconds since 1970; 0 for never.
    #[serde(default)]
    expires_at: i64,
    #[serde(default)]
    data_access_expires_at: i64,
    /// None where it is not said.
    scopes: Option<Vec<String>>,
}

/// Asks about `token` as the app `id` with this `secret`.
///
/// # Errors
/// That the app is refused, that the token is not good any more, and those of asking.
pub(in crate::adapters) async fn as_app(
    line: &Line,
    id: &str,
    secret: &Secret,
    token: &Secret,
) -> Result<Inspection, Failure> {
    let app = Secret::new(format!("{id}|{}", secret.expose()));
    asked(line, &app, token).await.map_err(of_app)?.if_valid()
}

/// Asks about `token` with itself, as Threads lets it.
///
/// # Errors
/// That the token is not good any more, and those of asking.
pub(in crate::adapters) async fn as_itself(
    line: &Line,
    token: &Secret,
) -> Result<Inspection, Failure> {
    asked(line, token, token).await?.if_valid()
}

async fn asked(line: &Line, asker: &Secret, token: &Secret) -> Result<Inspection, Failure> {
    let query = [("input_token", token.expose())];
    let request = line.get("debug_token", asker, &["debug_token"], &query)?;
    let answered: Answered = line.ask(request).await?;
    Ok(answered.data)
}

/// The login of the app, and not that of the token, was refused.
fn of_app(failure: Failure) -> Failure {
    match failure.class {
        Class::Auth => Failure { reason: APP_REFUSED.into(), ..failure },
        _ => failure,
    }
}

impl Inspection {
    fn if_valid(self) -> Result<Self, Failure> {
        let ended = || Failure::new(Class::Auth, "graph-login-ended", "");
        self.is_valid.then_some(self).ok_or_else(ended)
    }

    /// When it ends, where it does.
    pub(in crate::adapters) fn ends(&self) -> Option<Instant> {
        instant(self.expires_at)
    }

    /// That it was made with another app than `app`, and that the app may soon see nothing more.
    pub(in crate::adapters) fn findings(&self, app: &str, now: Instant) -> Vec<Finding> {
        let other = self
            .app_id
            .as_ref()
            .filter(|made| made.as_str() != app)
            .map(|made| Finding::error("graph-token-of-other-app").with("app", made.as_str()));
        let near = |ends: &Instant| *ends - now < chrono::Duration::days(WARNED);
        let blind = instant(self.data_access_expires_at).filter(near).map(|ends| {
            Finding::warning("graph-data-access-ends").with("date", ends.date_naive().to_string())
        });
        other.into_iter().chain(blind).collect()
    }

    /// Which of the rights that are `needed`, or only `wanted`, it lacks.
    pub(in crate::adapters) fn lacks(&self, needed: &[&str], wanted: &[&str]) -> Vec<Finding> {
        self.scopes.as_deref().map(|granted| lacks(granted, needed, wanted)).unwrap_or_default()
    }

    /// Whether it surely lacks the right `scope`.
    pub(in crate::adapters) fn lacks_one(&self, scope: &str) -> bool {
        self.scopes.as_ref().is_some_and(|granted| !granted.iter().any(|one| one == scope))
    }
}

/// Which of the rights that are `needed`, or only `wanted`, are not among those `granted`.
pub(in crate::adapters) fn lacks(
    granted: &[String],
    needed: &[&str],
    wanted: &[&str],
) -> Vec<Finding> {
    let missing = |scope: &&&str| !granted.iter().any(|one| one == **scope);
    let errors = needed.iter().filter(missing);
    let errors = errors.map(|scope| Finding::error("graph-scope-missing").with("scope", *scope));
    let warnings = wanted.iter().filter(missing);
    let warnings =
        warnings.map(|scope| Finding::warning("graph-scope-wanted").with("scope", *scope));
    errors.chain(warnings).collect()
}

fn instant(seconds: i64) -> Option<Instant> {
    if seconds > 0 { Instant::from_timestamp(seconds, 0) } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn inspection(said: serde_json::Value) -> Inspection {
        serde_json::from_value(said).unwrap()
    }

    fn ids(findings: &[Finding]) -> Vec<&'static str> {
        findings.iter().map(|finding| finding.id).collect()
    }

    #[test]
    fn rights_that_are_missing_are_told_by_what_they_stop() {
        let granted = ["a".to_owned()];
        let found = lacks(&granted, &["a", "b"], &["a", "c"]);
        assert_eq!(ids(&found), ["graph-scope-missing", "graph-scope-wanted"]);
        let silent = inspection(json!({ "is_valid": true }));
        assert_eq!((silent.lacks(&["b"], &["c"]), silent.lacks_one("b")), (Vec::new(), false));
    }

    #[test]
    fn an_end_of_zero_is_none() {
        let never = inspection(json!({ "is_valid": true, "expires_at": 0 }));
        assert_eq!(never.ends(), None);
        let ended = inspection(json!({ "is_valid": false })).if_valid().unwrap_err();
        assert_eq!((ended.class, &*ended.reason), (Class::Auth, "graph-login-ended"));
    }

    #[test]
    fn another_app_and_the_end_of_its_access_are_told() {
        let now = Instant::from_timestamp(1_764_000_000, 0).unwrap();
        let ends =
            |seconds| json!({ "is_valid": true, "app_id": "5", "data_access_expires_at": seconds });
        let near = inspection(ends(1_764_000_000 + 13 * 86_400));
        assert_eq!(ids(&near.findings("5", now)), ["graph-data-access-ends"]);
        let far = inspection(ends(1_764_000_000 + 15 * 86_400));
        assert_eq!(ids(&far.findings("6", now)), ["graph-token-of-other-app"]);
    }
}
