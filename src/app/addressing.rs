//! To whom a post goes, and whether it fits there: one judgement for the daemon, `check`, `plan`
//! and the dry run.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::fitting::Pictures;
use crate::account::AccountName;
use crate::clock::Reading;
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::intake::{Names, Places, Understood};
use crate::journal::{Taken, TakenDelivery};
use crate::media::Fitter;
use crate::platform::{Budget, Composed, Cost, Platform, ready};
use crate::post::{Content, Draft, When};
use crate::publish::LaneFacts;

/// The accounts that can be addressed.
#[derive(Debug, Clone)]
pub struct Addressees {
    config: Arc<Config>,
    platforms: BTreeMap<AccountName, Arc<dyn Platform>>,
    fitter: Option<Arc<Fitter>>,
    pictures: Arc<Pictures>,
}

/// A post with its accounts and what composing it brought on each.
#[derive(Debug)]
pub struct Addressed {
    /// The accounts, in the order in which the post names them.
    pub accounts: Vec<(AccountName, Composed)>,
    /// Everything found, with places; the post's own findings first.
    pub findings: Vec<Finding>,
}

impl Addressees {
    /// The accounts of `lanes`.
    #[must_use]
    pub fn new(config: Arc<Config>, lanes: &[LaneFacts]) -> Self {
        let platforms =
            lanes.iter().map(|facts| (facts.name.clone(), Arc::clone(&facts.platform))).collect();
        Self { config, platforms, fitter: None, pictures: Arc::default() }
    }

    /// The same, with media made over by `fitter` where an account does not take them as they are.
    #[must_use]
    pub fn fitting_with(self, fitter: Fitter) -> Self {
        Self { fitter: Some(Arc::new(fitter)), ..self }
    }

    pub(super) fn fitter(&self) -> Option<&Fitter> {
        self.fitter.as_deref()
    }

    pub(super) fn shared_fitter(&self) -> Option<Arc<Fitter>> {
        self.fitter.clone()
    }

    /// The pictures that were made over.
    pub(super) fn pictures(&self) -> &Arc<Pictures> {
        &self.pictures
    }

    /// The accounts that a post names, as far as they are known, with their platforms.
    pub(super) fn platforms_of(
        &self,
        understood: &Understood,
    ) -> impl Iterator<Item = (&AccountName, &Arc<dyn Platform>)> {
        let names = self.names(understood);
        let named = move |name: &&AccountName| names.contains(name);
        self.platforms.iter().filter(move |(name, _)| named(name))
    }

    /// The config.
    #[must_use]
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// The documented rate limits of `account`.
    #[must_use]
    pub fn budgets(&self, account: &AccountName) -> Vec<Budget> {
        let platform = self.platforms.get(account);
        platform.map(|platform| platform.limits().budgets).unwrap_or_default()
    }

    /// Judges a post: who gets it, in how many parts, and what is wrong with it.
    #[must_use]
    pub fn address(&self, understood: &Understood) -> Addressed {
        let found = understood.findings.iter().cloned();
        let mut findings: Vec<_> = found.map(|one| located(one, understood, &None)).collect();
        let names = self.names(understood);
        findings.extend(self.nobody(understood));
        let Understood { post, source, places, .. } = understood;
        let misnamed = misnamed(&self.config, &post.content, places).into_iter();
        findings.extend(misnamed.map(|(span, finding)| finding.at(source, span)));
        let mut accounts = Vec::new();
        for name in names {
            let Some(platform) = self.platforms.get(&name) else { continue };
            let (draft, media) = ready(&understood.post, &name, platform.as_ref());
            let mut composed = composed(platform.as_ref(), &draft);
            composed.findings.splice(0..0, media);
            let place = self.place(understood, &name, platform.kind());
            composed.findings.extend(charge(platform.as_ref(), &composed));
            findings.extend(composed.findings.iter().map(|finding| {
                located(finding.clone(), understood, &place).with("account", name.as_str())
            }));
            accounts.push((name, composed));
        }
        findings.extend(self.version_findings(understood, &accounts));
        Addressed { accounts, findings }
    }

    /// What can be said of names in settings that cannot be taken for other reasons.
    #[must_use]
    pub fn knowledge(&self) -> Names {
        let config = Arc::clone(&self.config);
        Arc::new(move |content, places| misnamed(&config, content, places))
    }

    fn names(&self, understood: &Understood) -> Vec<AccountName> {
        let content = &understood.post.content;
        if content.to.is_empty() {
            return self.config.default_to.clone();
        }
        self.config.directory.expand_all(content.to.iter().map(String::as_str)).0
    }

    fn nobody(&self, understood: &Understood) -> Option<Finding> {
        let nobody = understood.post.content.to.is_empty() && self.config.default_to.is_empty();
        nobody.then(|| located(Finding::error("nobody-addressed"), understood, &None))
    }

    /// A version that no addressed account takes is a slip of the pen.
    fn version_findings(
        &self,
        understood: &Understood,
        accounts: &[(AccountName, Composed)],
    ) -> Vec<Finding> {
        let taken = |version: &str| {
            accounts.iter().any(|(name, _)| {
                let kind = self.platforms.get(name).map(|platform| platform.kind());
                name.as_str() == version || kind == Some(version)
            })
        };
        let names = understood.post.content.versions.keys();
        names
            .filter(|name| !taken(name))
            .map(|name| {
                let finding = Finding::warning("version-for-nobody").with("found", name.as_str());
                let place = understood.places.versions.get(name).cloned();
                located(finding, understood, &place)
            })
            .collect()
    }

    /// Where a finding about one account's version of the post points.
    fn place(
        &self,
        understood: &Understood,
        account: &AccountName,
        kind: &str,
    ) -> Option<Range<usize>> {
        let versions = &understood.places.versions;
        versions.get(account.as_str()).or_else(|| versions.get(kind)).cloned()
    }

    /// What the journal is to take in.
    #[must_use]
    pub fn taken(&self, understood: &Understood, addressed: &Addressed, now: Reading) -> Taken {
        let content = &understood.post.content;
        let (due, asked) = match content.when {
            When::At(at) => (Some(at), None),
            When::Now => (Some(now.wall), Some(now)),
            When::NextSlot | When::Slot(_) => (None, None),
        };
        let delivery = |(account, _): &(AccountName, Composed)| TakenDelivery {
            account: account.clone(),
            due,
            asked,
            give_up: None,
            held: None,
        };
        Taken {
            post: understood.post.clone(),
            at: now.wall,
            file: understood.files.entries.first().cloned(),
            companions: understood.files.entries.iter().skip(1).cloned().collect(),
            deliveries: addressed.accounts.iter().map(delivery).collect(),
        }
    }
}

impl Addressed {
    /// What its platforms charge for it, together.
    #[must_use]
    pub fn cost(&self, addressees: &Addressees) -> Cost {
        let of = |(name, composed): &(AccountName, Composed)| {
            let platform = addressees.platforms.get(name);
            composed.parts.iter().filter_map(|part| Some(platform?.cost(part))).sum::<Cost>()
        };
        self.accounts.iter().map(of).sum()
    }

    /// Whether nothing speaks against taking the post.
    #[must_use]
    pub fn is_fit(&self) -> bool {
        !self.accounts.is_empty()
            && self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// Accounts and the slot that the config does not have, each with its place.
fn misnamed(config: &Config, content: &Content, places: &Places) -> Vec<(Range<usize>, Finding)> {
    let place = |at: usize| places.to.get(at).cloned().unwrap_or_default();
    let named = content.to.iter().map(String::as_str);
    let (_, unknown) = config.directory.expand_all(named.filter(|name| !name.is_empty()));
    let accounts = unknown.into_iter().map(|name| {
        let at = content.to.iter().position(|other| other == name).unwrap_or_default();
        (place(at), config.directory.unknown(name))
    });
    let slot = unknown_slot(config, &content.when);
    let slot = slot.map(|finding| (places.when.clone().unwrap_or_default(), finding));
    accounts.chain(slot).collect()
}

fn unknown_slot(config: &Config, when: &When) -> Option<Finding> {
    let When::Slot(name) = when else { return None };
    let slots = || config.slots.iter().map(|slot| slot.name.as_str());
    if slots().any(|slot| slot == name.as_str()) {
        return None;
    }
    let nearest = crate::keys::nearest(name.as_str(), slots()).unwrap_or_default();
    let finding = Finding::error("slot-unknown")
        .with("found", name.as_str())
        .with("nearest", nearest)
        .with("known", slots().collect::<Vec<_>>().join(", "));
    Some(finding)
}

/// What the platform charges for all parts, where it does.
fn charge(platform: &dyn Platform, composed: &Composed) -> Vec<Finding> {
    let cost: Cost = composed.parts.iter().map(|part| platform.cost(part)).sum();
    let money = (cost.micro_dollars > 0)
        .then(|| Finding::note("platform-charges").with("dollars", cost.to_string()));
    let messages = (cost.messages > 0)
        .then(|| Finding::note("platform-charges-messages").with("count", cost.messages));
    money.into_iter().chain(messages).collect()
}

/// A text that makes an adapter break down is wrong for that account, and for nothing else.
fn composed(platform: &dyn Platform, draft: &Draft) -> Composed {
    catch_unwind(AssertUnwindSafe(|| platform.compose(draft))).unwrap_or_else(|_| Composed {
        parts: Vec::new(),
        findings: vec![Finding::error("post-not-composed")],
    })
}

/// `finding` with a place: its own, the given one, or the first line of the post's text.
fn located(finding: Finding, understood: &Understood, place: &Option<Range<usize>>) -> Finding {
    if finding.place.is_some() {
        return finding;
    }
    let span = place.clone().unwrap_or_else(|| first_line(understood));
    finding.at(&understood.source, span)
}

fn first_line(understood: &Understood) -> Range<usize> {
    let file = &understood.source.text;
    let text = understood.post.content.text.lines().next().unwrap_or_default();
    match file.rfind(text).filter(|_| !text.is_empty()) {
        Some(start) => start..start + text.len(),
        None => 0..0,
    }
}
