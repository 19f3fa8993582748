//! The account: what it is built from, and the port.

use async_trait::async_trait;
use serde_json::{Map, Value as Json};

use super::answers::{Seen, judged};
use super::recipe::{Exchange, Find, PrepareStep, Promise, Recipe};
use super::renewal::{self, with_token};
use super::requests::{Builder, Unbuildable};
use super::steps::Progress;
use super::template::Values;
use super::{compose, settings, shipped, values};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::{Finding, any_error};
use crate::http::Answer;
use crate::keys::Keys;
use crate::platform::{
    Composed, Identity, Job, Keeper, Limits, Pace, Platform, Prepared, Setup, Wire,
};
use crate::post::{Draft, Media};
use crate::text::Counter;

/// One account of a service that a recipe describes.
#[derive(Debug)]
pub(super) struct Account {
    name: String,
    pub(super) builder: Builder,
    pub(super) wire: Wire,
    /// What keeps its tokens, where they end.
    pub(super) keeper: Option<Keeper>,
    counter: Counter,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let recipe = shipped::chosen(&setup.recipes, keys)?;
    let account = built(setup, keys, recipe)?;
    Some(Box::new(account))
}

/// Builds an account of `recipe`.
pub(super) fn built(setup: Setup, keys: &mut Keys<'_>, recipe: Recipe) -> Option<Account> {
    let own = settings::read(&setup, keys, &recipe);
    if any_error(keys.findings()) {
        return None;
    }
    let wire = setup.wire(guarantee(&recipe, own.idempotent));
    let (blobs, mock) = (setup.blobs.clone(), setup.mock.clone());
    let builder = Builder { recipe, own, blobs, mock };
    let keeper = renewal::keeper(&setup, &builder);
    let (name, counter) = (setup.account.to_string(), setup.counter);
    Some(Account { name, builder, wire, keeper, counter })
}

fn guarantee(recipe: &Recipe, account_says: bool) -> Guarantee {
    match recipe.promise {
        Promise::Always => Guarantee::A,
        Promise::Window => Guarantee::B,
        Promise::Ask if account_says => Guarantee::A,
        Promise::Ask | Promise::Never if recipe.find.is_some() => Guarantee::C,
        Promise::Ask | Promise::Never => Guarantee::D,
    }
}

impl Account {
    fn recipe(&self) -> &Recipe {
        &self.builder.recipe
    }

    fn values(&self, job: &Job<'_>, got: &Map<String, Json>) -> Values {
        let own = &self.builder.own;
        values::of_job(&self.name, own, self.recipe(), job, got, self.wire.now())
    }

    /// Sends a request that no follower can see.
    async fn invisible(
        &self,
        exchange: &Exchange,
        values: &Values,
        media: &[Media],
    ) -> Result<Answer, Failure> {
        let token = self.fresh_token().await?;
        let request = self.builder.request(exchange, values, media, self.wire.now()).await?;
        self.wire.invisible(with_token(request, token.as_ref())?).await
    }

    fn judged<'a>(
        &self,
        answer: &'a Answer,
        exchange: &Exchange,
        values: &Values,
    ) -> Result<Seen<'a>, Failure> {
        let judged = judged(answer, exchange, values, &self.recipe().refusals, self.wire.now());
        match &self.keeper {
            Some(_) => judged.map_err(|failure| renewal::of_token(answer.status, failure)),
            None => judged,
        }
    }

    /// Does a step once, and says how far it is.
    async fn step(
        &self,
        step: &PrepareStep,
        values: &Values,
        job: &Job<'_>,
        mut progress: Progress,
    ) -> Result<Prepared, Failure> {
        let answer = self.invisible(&step.exchange, values, &job.part.media).await?;
        let seen = self.judged(&answer, &step.exchange, values)?;
        let now = self.wire.now();
        if let Some(poll) = &step.poll {
            if poll.failed.as_ref().is_some_and(|failed| failed.holds(&seen.values)) {
                let detail = format_args!("{}: {}", step.name, answer.text());
                return Err(Failure::new(Class::Rejected, "http-processing-failed", detail));
            }
            if !poll.done.holds(&seen.values) {
                if progress.waited(now) >= poll.within.as_secs() {
                    return Err(Failure::new(Class::Stale, "http-still-processing", &step.name));
                }
                return Ok(Prepared::Wait { progress: progress.written(), after: poll.every });
            }
        }
        let got = seen.captured(&step.captures)?;
        progress.done(step, got, now);
        self.next(job, progress).map(|(prepared, _)| prepared)
    }

    /// The step that is due, if there is one.
    fn due<'r>(
        &'r self,
        job: &Job<'_>,
        progress: &mut Progress,
    ) -> Result<Option<super::steps::Due<'r>>, Failure> {
        let due = progress.due(self.recipe(), |got| self.values(job, got));
        due.map_err(|fault| Unbuildable::from(fault).failure(&self.recipe().publish.exchange))
    }

    /// `progress` after the step that the next one looks at again, if it does so: an earlier try
    /// of the next one may have been heard.
    async fn looked_again(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
    ) -> Result<Progress, Failure> {
        let again = self.due(job, &mut progress)?.and_then(|due| due.step.again.as_deref());
        let look = self.recipe().prepare.iter().find(|step| again == Some(step.name.as_str()));
        let values = self.values(job, &progress.got);
        let holds = |step: &&PrepareStep| step.when.as_ref().is_none_or(|at| at.holds(&values));
        let Some(look) = look.filter(holds) else { return Ok(progress) };
        let answer = self.invisible(&look.exchange, &values, &job.part.media).await?;
        let seen = self.judged(&answer, &look.exchange, &values)?;
        progress.got.insert(look.name.clone(), seen.captured(&look.captures)?.into());
        Ok(progress)
    }

    /// Whether there is more to do.
    fn next<'r>(
        &'r self,
        job: &Job<'_>,
        mut progress: Progress,
    ) -> Result<(Prepared, Option<(super::steps::Due<'r>, Progress)>), Failure> {
        let due = self.due(job, &mut progress)?;
        let written = progress.written();
        Ok(match due {
            Some(due) => (Prepared::More { progress: written }, Some((due, progress))),
            None => (Prepared::Done { progress: written, expires: progress.expires() }, None),
        })
    }

    async fn look(&self, find: &Find, values: &Values, media: &[Media]) -> Result<Found, Failure> {
        let answer = self.invisible(&find.exchange, values, media).await?;
        let seen = Seen::new(&answer, find.exchange.place, values);
        if find.absent.as_ref().is_some_and(|absent| absent.holds(&seen.values)) {
            return Ok(Found::Absent);
        }
        let seen = self.judged(&answer, &find.exchange, values)?;
        let now = self.wire.now();
        if let Some((pointer, matches)) = &find.list {
            let entries = seen.list_at(&pointer.0).ok_or_else(|| no_list(&answer))?;
            let ours =
                entries.iter().find(|entry| matches.holds(&seen.values.with("entry", entry)));
            return match ours {
                Some(entry) => {
                    seen.receipt_of_entry(&find.receipt, entry, now).map(Found::Published)
                }
                None => Ok(Found::Absent),
            };
        }
        if find.found.as_ref().is_some_and(|found| found.holds(&seen.values)) {
            let receipt = seen.receipt(&find.receipt, now, Evidence::ReadBack)?;
            return Ok(Found::Published(receipt));
        }
        Ok(Found::CannotKnow)
    }
}

fn no_list(answer: &Answer) -> Failure {
    let detail = format_args!("status {}: no list: {}", answer.status, answer.text());
    Failure::new(Class::Unknown, "answer-not-understood", detail)
}

#[async_trait]
impl Platform for Account {
    fn kind(&self) -> &str {
        &self.recipe().name
    }

    fn limits(&self) -> Limits {
        self.recipe().limits.platform.clone()
    }

    fn guarantee(&self) -> Guarantee {
        guarantee(self.recipe(), self.builder.own.idempotent)
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::composed(draft, self.recipe(), self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        // Nothing is left to be done at the visible request.
        self.fresh_token().await?;
        let progress = Progress::read(job.progress, self.recipe());
        let progress = self.looked_again(job, progress).await?;
        let (prepared, due) = self.next(job, progress)?;
        match due {
            Some((due, progress)) => self.step(due.step, &due.values, job, progress).await,
            None => Ok(prepared),
        }
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let plan = &self.recipe().publish;
        let values = self.values(job, &Progress::read(job.progress, self.recipe()).got);
        let now = self.wire.now();
        let request = self.builder.request(&plan.exchange, &values, &job.part.media, now).await?;
        let request = with_token(request, self.kept_token().await?.as_ref())?;
        let answer = self.wire.visible(request).await?;
        let seen = self.judged(&answer, &plan.exchange, &values)?;
        seen.receipt(&plan.receipt, self.wire.now(), Evidence::Answered)
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let Some(find) = &self.recipe().find else { return Ok(Found::CannotKnow) };
        let values = self.values(job, &Progress::read(job.progress, self.recipe()).got);
        let values = values.with("since", &since.timestamp().into());
        self.look(find, &values, &job.part.media).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        let recall = self.recipe().recall.as_ref().filter(|_| !receipt.id.is_empty());
        let Some(recall) = recall else {
            return Err(Failure::new(Class::Rejected, "http-no-recall", self.kind()));
        };
        let values = values::of_receipt(&self.name, &self.builder.own, self.recipe(), receipt);
        let answer = self.invisible(&recall.exchange, &values, &[]).await?;
        let seen = Seen::new(&answer, recall.exchange.place, &values);
        if recall.gone.contains(&answer.status)
            && seen.is_gone(recall.gone_when.as_ref(), &self.recipe().refusals)
        {
            return Ok(());
        }
        self.judged(&answer, &recall.exchange, &values).map(|_| ())
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        let mut identity =
            Identity { name: self.name.clone(), url: None, ends: None, findings: Vec::new() };
        let Some(whoami) = &self.recipe().whoami else {
            identity.findings.push(Finding::note("http-no-whoami").with("recipe", self.kind()));
            return Ok(identity);
        };
        let values = values::of_account(&self.builder.own, self.recipe());
        let answer = self.invisible(&whoami.exchange, &values, &[]).await?;
        let seen = self.judged(&answer, &whoami.exchange, &values)?;
        if let Some(name) = whoami.name.as_ref().and_then(|origin| seen.name(origin)) {
            identity.name = name;
        }
        if let Some(keeper) = &self.keeper {
            identity.ends = keeper.ends().await;
        }
        identity.url = whoami.url.as_ref().and_then(|origin| seen.own_link(origin));
        Ok(identity)
    }

    async fn refresh(&self) -> Result<(), Failure> {
        match &self.keeper {
            Some(keeper) => keeper.renew(self).await,
            None => Err(Failure::new(Class::Auth, "session-cannot-be-renewed", self.kind())),
        }
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}
