//! How far the invisible steps of a part are: what is written down after each.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::answers::nothing_of;
use super::recipe::{PrepareStep, Recipe};
use super::template::{Fault, Values};
use super::tree::entries;
use crate::clock::Instant;

/// What is done of a part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Progress {
    /// The names of the steps that this counts by.
    plan: Vec<String>,
    /// The step that is next.
    step: usize,
    /// Which entry of its list is next.
    item: usize,
    /// What was captured, by step.
    pub(super) got: Map<String, Json>,
    /// Since when the step is waiting, in seconds since 1970.
    polling: Option<i64>,
    /// When the first thing that was made goes bad, in seconds since 1970.
    expires: Option<i64>,
}

/// The step that is due, with the values for it.
#[derive(Debug)]
pub(super) struct Due<'r> {
    pub(super) step: &'r PrepareStep,
    pub(super) values: Values,
}

impl Progress {
    /// What was written down. Anything else, and what was counted by other steps than the
    /// recipe has now, begins anew: all of it may be repeated.
    pub(super) fn read(written: &Json, recipe: &Recipe) -> Self {
        let plan: Vec<_> = recipe.prepare.iter().map(|step| step.name.clone()).collect();
        let kept = Self::deserialize(written).ok().filter(|kept| kept.plan == plan);
        kept.unwrap_or_else(|| Self { plan, ..Self::default() })
    }

    /// As it is written down.
    pub(super) fn written(&self) -> Json {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The next step that has something to do; steps whose condition does not hold are passed.
    /// `values` makes the values of a job from what was captured.
    pub(super) fn due<'r>(
        &mut self,
        recipe: &'r Recipe,
        values: impl Fn(&Map<String, Json>) -> Values,
    ) -> Result<Option<Due<'r>>, Fault> {
        while let Some(step) = recipe.prepare.get(self.step) {
            let mut values = values(&self.got);
            if let Some(each) = &step.each {
                let items = entries(each, &values)?;
                let Some(item) = items.get(self.item) else {
                    self.got.entry(&step.name).or_insert_with(|| Json::Array(Vec::new()));
                    self.next_step();
                    continue;
                };
                values = values.with("item", item).with("item_index", &self.item.into());
            }
            if step.when.as_ref().is_none_or(|when| when.holds(&values)) {
                return Ok(Some(Due { step, values }));
            }
            self.took(step, nothing_of(&step.captures));
        }
        Ok(None)
    }

    /// Notes what `step` brought, and goes on.
    pub(super) fn done(&mut self, step: &PrepareStep, got: Map<String, Json>, now: Instant) {
        if let Some(keeps) = step.keeps {
            let end = now.timestamp().saturating_add_unsigned(keeps.as_secs());
            self.expires = Some(self.expires.map_or(end, |earlier| earlier.min(end)));
        }
        self.took(step, got);
    }

    fn took(&mut self, step: &PrepareStep, got: Map<String, Json>) {
        self.polling = None;
        if step.each.is_none() {
            self.got.insert(step.name.clone(), Json::Object(got));
            self.next_step();
            return;
        }
        let list = self.got.entry(&step.name).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(list) = list {
            list.push(Json::Object(got));
        }
        self.item += 1;
    }

    fn next_step(&mut self) {
        self.step += 1;
        self.item = 0;
    }

    /// For how many seconds the step is waiting, this time counted in.
    pub(super) fn waited(&mut self, now: Instant) -> u64 {
        let since = *self.polling.get_or_insert(now.timestamp());
        u64::try_from(now.timestamp() - since).unwrap_or_default()
    }

    /// When what was made becomes too old.
    pub(super) fn expires(&self) -> Option<Instant> {
        let micros = self.expires?.checked_mul(1_000_000)?;
        Some(crate::clock::from_micros(micros))
    }
}
