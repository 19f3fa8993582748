//! Who we are there, whether we may send, and what a person has to know.

use super::account::WhatsApp;
use super::entitlement::Number;
use super::requests;
use super::settings::Settings;
use crate::adapters::graph::inspection::{self, Inspection};
use crate::adapters::graph::version_finding;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::Identity;

/// What sending needs, and what looking at templates and numbers needs.
const SCOPES: [&str; 2] = ["whatsapp_business_messaging", "whatsapp_business_management"];

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
        Ok(Identity {
            name: name(&number),
            url: address(&number.display_phone_number),
            ends: inspection.ends(),
            findings,
        })
    }

    async fn inspect(&self) -> Result<Inspection, Failure> {
        let Settings { app, app_secret, token, .. } = &self.settings;
        inspection::as_app(&self.line, app.as_str(), app_secret, token).await
    }

    fn token_findings(&self, seen: &Inspection) -> Vec<Finding> {
        let now = self.line.wire.now();
        let mut findings = seen.findings(self.settings.app.as_str(), now);
        findings.extend(seen.lacks(&SCOPES, &[]));
        // A token from the app's own page is good for a day: the usual reason why it "stopped".
        let short = seen.ends().is_some_and(|ends| ends - now <= chrono::Duration::days(3));
        findings.extend(short.then(|| Finding::warning("whatsapp-token-for-a-day")));
        findings
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
