//! All posts of the queue as they are now, judged, without taking any: for `check`, `plan` and
//! the dry run.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::addressing::{Addressed, Addressees};
use crate::account::AccountName;
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::config::Config;
use crate::delivery::{Delivery, DeliveryId};
use crate::finding::{Finding, Source};
use crate::intake::{After, IntakeConfig, Scanner, Seen, Understood};
use crate::journal::{Brief, Version};
use crate::platform::Composed;
use crate::policy::barred_until;
use crate::post::{PostId, When};
use crate::schedule::resolve_fixed;

/// One post that was understood.
#[derive(Debug)]
pub struct Surveyed {
    /// The post.
    pub understood: Understood,
    /// Who gets it, and what was found.
    pub addressed: Addressed,
    /// Whether its time has passed in a folder where files stay when they are done: whether it
    /// was sent is known to the sending machine alone.
    pub over: bool,
}

/// Everything that lies in the queue.
#[derive(Debug, Default)]
pub struct Survey {
    /// The posts, by name.
    pub posts: Vec<Surveyed>,
    /// What cannot be understood, with its findings.
    pub problems: Vec<(String, Vec<Finding>)>,
}

impl Survey {
    /// Reads the whole queue. Pictures and films are copied into `blobs`, a passing folder. That
    /// the queue cannot be read is a finding like any other.
    #[must_use]
    pub fn of(addressees: &Addressees, blobs: &Path, now: Instant) -> Self {
        let config = addressees.config();
        let mut survey = Self::default();
        match look(addressees, blobs, now) {
            Ok(all) => all.into_iter().for_each(|seen| survey.add(addressees, seen)),
            Err(error) => survey.unreadable(&config.posts.queue, &error),
        }
        survey.posts.sort_by(|a, b| a.understood.post.name.cmp(&b.understood.post.name));
        survey.check_times(config, now);
        survey
    }

    /// A posts folder without a queue is an empty queue: git keeps no empty folders.
    fn unreadable(&mut self, queue: &Path, error: &io::Error) {
        let posts = queue.parent().unwrap_or(queue);
        let missing = error.kind() == io::ErrorKind::NotFound;
        if missing && posts.is_dir() {
            return;
        }
        let folder = posts.display().to_string();
        let finding = if missing {
            Finding::error("posts-folder-missing").with("folder", folder.clone())
        } else {
            let finding = Finding::error("posts-folder-unreadable").with("folder", folder.clone());
            finding.with("detail", error.to_string())
        };
        self.problems.push((folder, vec![finding]));
    }

    /// Everything found, post by post.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let problems = self.problems.iter().flat_map(|(_, findings)| findings);
        let posts = self.posts.iter().flat_map(|post| &post.addressed.findings);
        problems.chain(posts).cloned().collect()
    }

    fn add(&mut self, addressees: &Addressees, seen: Seen) {
        match seen {
            Seen::Taken(mut understood) => {
                addressees.fit(&mut understood);
                let addressed = addressees.address(&understood);
                self.posts.push(Surveyed { understood: *understood, addressed, over: false });
            }
            Seen::Problem { name, findings, .. } | Seen::WaitingForMedia { name, findings, .. } => {
                let findings = findings.into_iter().map(|finding| placed(finding, &name));
                self.problems.push((name.clone(), findings.collect()));
            }
            _ => {}
        }
    }

    /// Times that have passed or are barred, and posts that meet on one account.
    fn check_times(&mut self, config: &Config, now: Instant) {
        let mut met: Vec<(Instant, String, String)> = Vec::new();
        for post in &mut self.posts {
            post.check_expiry(config, now);
            let When::At(at) = post.understood.post.content.when else { continue };
            let mut found = Vec::new();
            if at < now {
                let due = config.zone.local(at).format("%Y-%m-%d %H:%M").to_string();
                let passed = Finding::error("time-has-passed").with("due", due);
                found.extend(Some(passed).filter(|_| !post.is_over(config)));
            }
            for (account, _) in &post.addressed.accounts {
                if let Some(until) = barred_until(&config.policy.blackouts, account, at) {
                    let until = config.zone.local(until).format("%Y-%m-%d %H:%M").to_string();
                    let finding = Finding::error("time-in-blackout");
                    found.push(finding.with("account", account.as_str()).with("until", until));
                }
                let gap = config.accounts.get(account).map(|one| one.rules.min_gap);
                let name = account.as_str();
                if let Some(other) = meets(&met, at, name, gap.unwrap_or_default()) {
                    let finding = Finding::warning("times-collide").with("account", name);
                    found.push(finding.with("other", other));
                }
                met.push((at, name.to_owned(), post.understood.post.name.clone()));
            }
            post.locate(found);
        }
    }
}

impl Surveyed {
    /// A post that could never go out in time; where its own time has passed, that says it.
    fn check_expiry(&mut self, config: &Config, now: Instant) {
        let content = &self.understood.post.content;
        let Some(expires) = content.expires.filter(|expires| *expires <= now) else { return };
        let fixed = matches!(content.when, When::At(_));
        if fixed || self.is_over(config) {
            return;
        }
        let due = config.zone.local(expires).format("%Y-%m-%d %H:%M").to_string();
        let finding = Finding::error("expires-has-passed").with("due", due);
        let span = self.understood.places.expires.clone().unwrap_or(0..0);
        self.addressed.findings.push(finding.at(&self.understood.source, span));
    }

    /// Notes that the post's time has passed; whether that is as it should be.
    fn is_over(&mut self, config: &Config) -> bool {
        self.over = config.posts.after == After::Keep;
        self.over
    }

    /// Adds findings about the post's time.
    fn locate(&mut self, findings: Vec<Finding>) {
        let span = self.understood.places.when.clone().unwrap_or(0..0);
        let source = &self.understood.source;
        let placed = findings.into_iter().map(|finding| finding.at(source, span.clone()));
        self.addressed.findings.extend(placed);
    }

    /// The post's deliveries as the plan sees them, numbered from `first`.
    #[must_use]
    pub fn briefs(&self, post: PostId, first: i64, now: Instant) -> Vec<Brief> {
        let content = &self.understood.post.content;
        let due = match content.when {
            When::At(at) => Some(at),
            When::Now => Some(now),
            When::NextSlot | When::Slot(_) => None,
        };
        let brief = |(id, (account, composed)): (i64, &(AccountName, Composed))| Brief {
            delivery: Delivery { parts: parts(composed), ..Delivery::planned(DeliveryId(id)) },
            version: Version(1),
            post,
            name: self.understood.post.name.clone(),
            account: account.clone(),
            when: content.when.clone(),
            due,
            asked: None,
            slot: None,
            taken: now,
            expires: content.expires,
            urgent: content.urgent,
        };
        (first..).zip(&self.addressed.accounts).map(brief).collect()
    }

    /// How many parts the post has on `account`; nothing where it does not go there.
    #[must_use]
    pub fn parts_on(&self, account: &AccountName) -> Option<u16> {
        let mut accounts = self.addressed.accounts.iter();
        accounts.find(|(name, _)| name == account).map(|(_, composed)| parts(composed))
    }
}

fn parts(composed: &Composed) -> u16 {
    u16::try_from(composed.parts.len()).unwrap_or(u16::MAX)
}

/// A look at everything that waits for nothing: what is half-written now is told as such.
fn look(addressees: &Addressees, blobs: &Path, now: Instant) -> io::Result<Vec<Seen>> {
    let config = addressees.config();
    let at_once = IntakeConfig {
        settle: Duration::ZERO,
        settle_network: Duration::ZERO,
        ..config.posts.clone()
    };
    let zone = config.zone;
    let local =
        Arc::new(move |written| resolve_fixed(written, zone).map_err(|error| error.finding()));
    let mut scanner =
        Scanner::new(at_once, Blobs::new(blobs), local).knowing(addressees.knowledge());
    let mut uptime = Duration::ZERO;
    let mut seen = scanner.scan(now, uptime)?;
    confirm(&mut scanner, &seen);
    // Each further look reads what the one before left over, and loses patience with what waits.
    while scanner.next_look().is_some() && uptime < Duration::from_secs(24 * 60 * 60) {
        uptime += Duration::from_secs(60 * 60);
        let more = scanner.look_at(&BTreeSet::new(), now, uptime)?;
        confirm(&mut scanner, &more);
        seen.extend(more);
    }
    Ok(seen)
}

/// What was understood is remembered: its pictures have their post.
fn confirm(scanner: &mut Scanner, seen: &[Seen]) {
    seen.iter().for_each(|one| scanner.confirm(one, Some(PostId(0))));
}

fn meets(
    met: &[(Instant, String, String)],
    at: Instant,
    account: &str,
    gap: Duration,
) -> Option<String> {
    let gap =
        chrono::Duration::from_std(gap).unwrap_or_default().max(chrono::Duration::seconds(60));
    let other = met.iter().find(|(other, name, _)| name == account && (*other - at).abs() < gap);
    other.map(|(_, _, post)| post.clone())
}

/// A finding about a file as a whole points at the file.
pub(super) fn placed(finding: Finding, name: &str) -> Finding {
    if finding.place.is_some() { finding } else { finding.at(&Source::new(name, ""), 0..0) }
}
