//! The whole config, composed of its sections.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use super::accounts::{self, AccountConfig};
use super::http::HttpConfig;
use super::instant;
use super::journal::JournalConfig;
use super::log::LogConfig;
use super::overrides::Overrides;
use super::secrets::SecretFiles;
use super::{check, load};
use crate::account::{AccountName, Directory};
use crate::finding::{Finding, Source, any_error};
use crate::hosting::HostConfig;
use crate::intake::IntakeConfig;
use crate::keys::Keys;
use crate::language::Language;
use crate::policy::PolicyConfig;
use crate::schedule::{Slot, Zone, read_zone};

/// Everything that the config file says, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The zone in which times without an offset are meant.
    pub zone: Zone,
    /// The language in which the program speaks to people.
    pub language: Language,
    /// The accounts of posts that name none; empty if every post must name its own.
    pub default_to: Vec<AccountName>,
    /// Our accounts and the groups of them, by name.
    pub directory: Directory,
    /// `[posts]`.
    pub posts: IntakeConfig,
    /// `[slots.NAME]`, in the order of their names.
    pub slots: Vec<Slot>,
    /// `[accounts.NAME]`: what the engine has to know of each.
    pub accounts: BTreeMap<AccountName, AccountConfig>,
    /// `[policy]`.
    pub policy: PolicyConfig,
    /// `[journal]`.
    pub journal: JournalConfig,
    /// `[http]`.
    pub http: HttpConfig,
    /// Where media lie for platforms that fetch them.
    pub media_host: HostConfig,
    /// `[log]`.
    pub log: LogConfig,
    /// What is probably not as meant, though it can be used.
    pub warnings: Vec<Finding>,
    pub(super) source: Arc<Source>,
    pub(super) path: PathBuf,
}

impl Config {
    /// Reads the file at `path` and the `DAKIYA_…` variables of the environment.
    ///
    /// # Errors
    /// With everything that was found, in the order of the file.
    pub fn load(path: &Path) -> Result<Self, Vec<Finding>> {
        let overrides = Overrides::from_environment()?;
        Self::parse(load::read(path)?, path, &overrides)
    }

    /// Reads a config that was already loaded from `path`, to which its folders are relative.
    ///
    /// # Errors
    /// With everything that was found, in the order of the file.
    pub fn parse(
        source: Arc<Source>,
        path: &Path,
        overrides: &Overrides,
    ) -> Result<Self, Vec<Finding>> {
        let mut top = Keys::parse(&source, 0, &source.text);
        if any_error(top.findings()) {
            // What a broken line leaves of the tables around it would only mislead.
            return Err(in_order(top.findings().to_vec()));
        }
        let read = Self::read(&mut top, Arc::clone(&source), path, overrides);
        let found = in_order(top.finish());
        match read {
            Some(config) if !any_error(&found) => Ok(Self { warnings: found, ..config }),
            _ => Err(found),
        }
    }

    /// The language that the config at `path` asks for, also where the rest of it is wrong.
    #[must_use]
    pub fn language_at(path: &Path) -> Option<Language> {
        let source = load::read(path).ok()?;
        let (top, _) = DeTable::parse_recoverable(&source.text);
        Language::from_tag(top.get_ref().get("language")?.get_ref().as_str()?)
    }

    /// Where the secrets lie that this config refers to.
    #[must_use]
    pub fn secrets(&self) -> SecretFiles {
        SecretFiles::from_environment(load::config_folder(&self.path))
    }

    /// `finding` at the place where the config names the platform of `account`.
    #[must_use]
    pub fn at_platform(&self, account: &AccountName, finding: Finding) -> Finding {
        let keys = accounts::section(&self.source, account);
        let found = keys.and_then(|mut keys| keys.take_spanned::<String>("platform", ""));
        match found {
            Some((_, span)) => finding.at(&self.source, span),
            None => finding,
        }
    }

    /// Lets `read` take the settings of `account` that are its adapter's: the engine's own keys
    /// are gone from the table already, and what `read` leaves is refused as unknown. The
    /// findings are those of the adapter's keys alone. `None` if there is no such account.
    pub fn with_settings<T>(
        &self,
        account: &AccountName,
        read: impl FnOnce(&mut Keys<'_>) -> T,
    ) -> Option<(T, Vec<Finding>)> {
        let mut keys = accounts::section(&self.source, account)?;
        accounts::read_engine(&mut keys, &self.policy.rules);
        let engine = keys.findings().len();
        let value = read(&mut keys);
        let findings = keys.finish().split_off(engine);
        Some((value, findings))
    }

    fn read(
        top: &mut Keys<'_>,
        source: Arc<Source>,
        path: &Path,
        overrides: &Overrides,
    ) -> Option<Self> {
        let zone = zone(top);
        let language = top.choice("language", "language = \"hi\"", &Language::TAGS);
        let sections = accounts::sections(top);
        let places = sections.iter().map(|one| (one.name.clone(), one.place.clone())).collect();
        let directory = accounts::directory(top, &sections);
        let usable_zone = zone.unwrap_or(Zone::UTC);
        let resolve = |written| instant::resolve(written, usable_zone);
        let policy = section(top, "policy", |keys| PolicyConfig::read(keys, &directory, &resolve));
        let accounts = accounts::read(top, sections, &policy.rules);
        let slots = slots(top, usable_zone, &directory, places);
        let default_to = directory.read(top, "default_to", "default_to = [\"mastodon\"]");
        let rooted = |folder: &Path| load::project_folder(path).join(folder);
        let posts = section(top, "posts", |keys| {
            IntakeConfig::read(keys, |folder| overrides.posts.clone().unwrap_or(rooted(folder)))
        });
        let journal = section(top, "journal", |keys| {
            JournalConfig::read(keys, |folder| overrides.state.clone().unwrap_or(rooted(folder)))
        });
        let config_folder = load::config_folder(path);
        let http = section(top, "http", |keys| HttpConfig::read(keys, config_folder));
        let project = load::project_folder(path);
        let media_host = section(top, "media_host", |keys| HostConfig::read(keys, project));
        let log = section(top, "log", LogConfig::read);
        check::folders(top, &posts, &journal);
        Some(Self {
            zone: zone?,
            language: overrides.language.or(language).unwrap_or_default(),
            default_to: default_to.unwrap_or_default(),
            directory,
            posts,
            slots,
            accounts,
            policy,
            journal,
            http,
            media_host,
            log: overrides.level.map_or(log, |level| LogConfig { level, ..log }),
            warnings: Vec::new(),
            source,
            path: path.to_owned(),
        })
    }
}

/// The findings in the order of the file.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
    findings
}

fn zone(top: &mut Keys<'_>) -> Option<Zone> {
    if !top.has("zone") {
        top.missing("zone", "zone = \"Asia/Kolkata\"");
        return None;
    }
    read_zone(top, "zone")
}

/// Reads the section `name`, or, where there is none, an empty one.
fn section<T>(top: &mut Keys<'_>, name: &str, read: impl FnOnce(&mut Keys<'_>) -> T) -> T {
    let nothing = Source::new("", "");
    let Some(mut keys) = top.table(name, &format!("[{name}]")) else {
        return read(&mut Keys::parse(&nothing, 0, ""));
    };
    let value = read(&mut keys);
    top.absorb(keys);
    value
}

/// Reads the slots; `accounts` are all accounts with the places of their names.
fn slots(
    top: &mut Keys<'_>,
    zone: Zone,
    directory: &Directory,
    accounts: Vec<(AccountName, Range<usize>)>,
) -> Vec<Slot> {
    let before = top.findings().len();
    let mut slots = Vec::new();
    for (name, span, mut keys) in top.tables("slots", "[slots.morning]") {
        if let Some(name) = accounts::checked_name(top, &name, span, "morning") {
            slots.extend(Slot::read(&mut keys, name, zone, directory));
        }
        top.absorb(keys);
    }
    // A slot that could not be read may serve any account.
    if top.findings().len() == before {
        check::slots(top, accounts, &slots);
    }
    slots
}
