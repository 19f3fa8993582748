//! The invisible work of a part, one step a call: who agreed, template, number, and the upload.

use super::account::WhatsApp;
use super::compose::{BODY, CATEGORY, PERSON, places};
use super::entitlement::{Number, Templates};
use super::header::Header;
use super::people::{No, Person, UNFINISHED};
use super::progress::{Progress, Uploaded};
use super::requests;
use crate::adapters::graph::Asked;
use crate::adapters::graph::line::{Made, not_understood};
use crate::failure::{Class, Failure};
use crate::finding::{Finding, Severity};
use crate::http::{Answer, FileSlice};
use crate::platform::{Job, Prepared};
use crate::post::{Media, Part};

impl WhatsApp {
    /// One step.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let mut progress = Progress::of(job.progress);
        let now = self.line.wire.now();
        self.check_count(job)?;
        if self.allowed(job.part)?.is_err() {
            // Nothing is asked for somebody who gets nothing.
            return Ok(progress.done(now));
        }
        let checked = progress.template && progress.number;
        if !checked && !self.known.is_fresh(&self.clock) {
            return self.entitlement_step(progress).await;
        }
        self.check_length(job.part)?;
        match job.part.media.first() {
            Some(medium) if self.settings.template.header != Header::None => {
                if progress.media.is_some() {
                    return Ok(progress.done(now));
                }
                progress.media = Some(self.media(job, medium).await?);
                Ok(progress.more())
            }
            _ => Ok(progress.done(now)),
        }
    }

    /// The person whom `part` is for, by the list as it is now.
    pub(super) fn allowed(&self, part: &Part) -> Result<Result<Person, No>, Failure> {
        let (list, changed) = self.people.read().map_err(|found| refusing(&found))?;
        let old = self.settings.opt_outs.finding(changed, self.line.wire.now());
        if let Some(old) = old {
            return Err(refusing(&[old]));
        }
        let said = |name: &str| part.options.get(name).and_then(|value| value.as_str());
        let (person, category) = (said(PERSON), said(CATEGORY));
        let person = person.unwrap_or_default();
        Ok(list.person(person, category.unwrap_or_default()).cloned())
    }

    /// The config may allow fewer people by now.
    fn check_count(&self, job: &Job<'_>) -> Result<(), Failure> {
        let (count, most) = (usize::from(job.parts), self.settings.most);
        if count <= most {
            return Ok(());
        }
        let finding = Finding::error("whatsapp-too-many-people").with("count", count);
        Err(Failure::from_finding(&finding.with("most", most)))
    }

    async fn entitlement_step(&self, mut progress: Progress) -> Result<Prepared, Failure> {
        if progress.template {
            let number = self.number().await?;
            refuse(&number.findings(self.settings.most))?;
            self.known.note_right(&self.clock);
            progress.number = true;
        } else {
            refuse(&self.templates().await?.findings(&self.settings.template))?;
            progress.template = true;
        }
        Ok(progress.more())
    }

    /// The templates of our name.
    pub(super) async fn templates(&self) -> Result<Templates, Failure> {
        let request = requests::templates(&self.line, &self.settings)?;
        let templates: Templates = self.line.ask(request).await?;
        if let Some(found) = templates.find(&self.settings.template) {
            self.known.note_template(found);
        }
        Ok(templates)
    }

    /// The state of our number.
    pub(super) async fn number(&self) -> Result<Number, Failure> {
        let request = requests::number(&self.line, &self.settings)?;
        self.read_number(&self.line.wire.invisible(request).await?)
    }

    /// What `answer` says of our number.
    pub(super) fn read_number(&self, answer: &Answer) -> Result<Number, Failure> {
        let number: Number = self.line.read(answer)?;
        if number.id != self.settings.phone {
            return Err(not_understood("another number was answered"));
        }
        self.known.note_number(&number);
        Ok(number)
    }

    /// The text and the template's own words have one limit together.
    fn check_length(&self, part: &Part) -> Result<(), Failure> {
        let text: usize = places(&part.text).map(|text| text.chars().count()).sum();
        let length = text + self.known.words();
        if length <= BODY {
            return Ok(());
        }
        let finding = Finding::error("whatsapp-too-long-together").with("length", length);
        Err(Failure::from_finding(&finding.with("limit", BODY)))
    }

    /// The upload that the part before went out with, or a new one.
    async fn media(&self, job: &Job<'_>, medium: &Media) -> Result<Uploaded, Failure> {
        let now = self.line.wire.now();
        let kept = job.parent.and_then(|parent| Uploaded::of(parent, now));
        if let Some(kept) = kept.filter(|_| !self.refused_media.holds(&medium.digest)) {
            return Ok(kept);
        }
        let file = FileSlice::at(self.blobs.path(&medium.digest), medium.bytes);
        let request = requests::upload(&self.line, &self.settings, medium, file)?;
        let answer = self.line.wire.invisible(request).await?;
        if super::classify::is_refusal(&answer) {
            return Err(self.refused(&answer, Asked::Invisible));
        }
        let made: Made = self.line.read(&answer)?;
        Ok(Uploaded::at(made.id, now))
    }
}

/// The failure that the first error among `findings` means: mostly that a person must mend the account.
fn refusing(findings: &[Finding]) -> Failure {
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    match error {
        Some(error) => {
            // What is being saved is whole in a moment.
            let class = if error.id == UNFINISHED { Class::NotYet } else { Class::Auth };
            Failure { class, ..Failure::from_finding(&placed(error)) }
        }
        None => Failure::new(Class::Auth, "whatsapp-recipients-unreadable", ""),
    }
}

/// The same with its line among its facts, since a failure has no place.
fn placed(finding: &Finding) -> Finding {
    let finding = finding.clone();
    match &finding.place {
        Some(place) => {
            let (line, column) = (place.line(), place.column());
            Finding::error("whatsapp-recipients-wrong")
                .with("file", place.source.name.as_str())
                .with("line", line)
                .with("column", column)
        }
        None => finding,
    }
}

fn refuse(findings: &[Finding]) -> Result<(), Failure> {
    let error = findings.iter().any(|finding| finding.severity == Severity::Error);
    if error { Err(refusing(findings)) } else { Ok(()) }
}
