//! Who we are there, whether we may send, and what a person has to know.

use serde::Deserialize;

use super::account::WhatsApp;
use super::entitlement::Number;
use super::requests;
use crate::adapters::graph::line::Id;
use crate::adapters::graph::version_finding;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Identity;

/// What sending needs, and what looking at templates and numbers needs.
const SCOPES: [&str; 2] = ["whatsapp_business_messaging", "whatsapp_business_management"];

#[derive(Deserialize)]
struct Inspected {
    data: Inspection,
}

/// What Meta says about a token.
#[derive(Deserialize)]
struct Inspection {
    is_valid: bool,
    app_id: Option<Id>,
    /// Seconds since 1970; 0 for never.
    #[serde(default)]
    expires_at: i64,
    #[serde(default)]
    scopes: Vec<String>,
}

impl WhatsApp {
    /// Who we are. Every error among the findings is one for which nothing is sent.
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let request = requests::number(&self.line, &self.settings)?;
        let answer = self.line.wire.invisible(request).await?;
        let number = self.read_number(&answer)?;
        let served = answer.header("facebook-api-version");
        let now = self.line.wire.now();
        let inspection = self.inspect().await?;
        let mut findings = self.settings.standing.findings(now);
        findings.extend(number.findings(self.settings.most));
        findings.extend(self.templates().await?.findings(&self.settings.template));
        findings.extend(self.token_findings(&inspection));
        findings.extend(version_finding(self.settings.version, served, now));
        findings.extend(self.list_findings(now));
        let ends = Instant::from_timestamp(inspection.expires_at, 0);
        Ok(Identity {
            name: name(&number),
            url: address(&number.display_phone_number),
            ends: ends.filter(|_| inspection.expires_at > 0),
            findings,
        })
    }

    async fn inspect(&self) -> Result<Inspection, Failure> {
        let request = requests::inspect(&self.line, &self.settings)?;
        let inspected: Inspected = self.line.ask(request).await.map_err(of_app)?;
        if inspected.data.is_valid {
            Ok(inspected.data)
        } else {
            Err(Failure::new(Class::Auth, "graph-login-ended", ""))
        }
    }

    fn token_findings(&self, seen: &Inspection) -> Vec<Finding> {
        let app = seen.app_id.as_ref().filter(|app| **app != self.settings.app);
        let other =
            app.map(|app| Finding::error("whatsapp-token-of-other-app").with("app", app.as_str()));
        let missing = SCOPES.iter().filter(|scope| !seen.scopes.iter().any(|one| one == **scope));
        let missing =
            missing.map(|scope| Finding::error("graph-scope-missing").with("scope", *scope));
        // A token from the app's own page is good for a day: the usual reason why it "stopped".
        let now = self.line.wire.now().timestamp();
        let short = (1..=now + 3 * 86_400).contains(&seen.expires_at);
        let short = short.then(|| Finding::warning("whatsapp-token-for-a-day"));
        other.into_iter().chain(missing).chain(short).collect()
    }

    /// What is wrong with the list or too old, else how many people are in it.
    fn list_findings(&self, now: Instant) -> Vec<Finding> {
        let (list, changed) = match self.people.read() {
            Ok(read) => read,
            Err(found) => return found,
        };
        let count = list.for_category(&self.settings.category).count();
        let most = self.settings.most;
        let many = (count > most).then(|| {
            Finding::error("whatsapp-too-many-people").with("count", count).with("most", most)
        });
        let told = Finding::note("whatsapp-people")
            .with("count", count)
            .with("category", self.settings.category.as_str());
        let old = self.settings.opt_outs.finding(changed, now);
        many.into_iter().chain(old).chain([told]).collect()
    }
}

/// The login of the app, and not that of the token, was refused.
fn of_app(failure: Failure) -> Failure {
    match failure.class {
        Class::Auth => Failure { reason: "whatsapp-app-refused".into(), ..failure },
        _ => failure,
    }
}

/// Our own number is public.
fn name(number: &Number) -> String {
    let shown = &number.display_phone_number;
    match number.verified_name.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} ({shown})"),
        None => shown.clone(),
    }
}

fn address(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (8..=15).contains(&digits.len()).then(|| format!("https://wa.me/{digits}"))
}
