//! What an adapter is built from, and the row by which the registry knows it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::{MediaHost, Platform, Session, Wire};
use crate::account::AccountName;
use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::delivery::Guarantee;
use crate::finding::Finding;
use crate::http::{PlainOrigin, PlainOrigins, Transport, Url};
use crate::keys::Keys;
use crate::secret::{Secret, SecretRef};
use crate::text::Counter;

/// Where secrets come from: files and credentials, or a mock's own.
pub trait Secrets: Send + Sync + fmt::Debug {
    /// The secret that `reference`, the value of the setting `key`, points at.
    ///
    /// # Errors
    /// A finding that names the file or variable and never the value.
    fn resolve(&self, key: &str, reference: &SecretRef) -> Result<Secret, Finding>;
}

/// Everything an adapter gets at birth. It reads its settings from the [`Keys`] beside it.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The account.
    pub account: AccountName,
    /// The way to the network.
    pub transport: Arc<dyn Transport>,
    /// The clock.
    pub clock: SharedClock,
    /// The account's kept session.
    pub session: Session,
    /// Pictures and films.
    pub blobs: Blobs,
    /// Where secrets come from.
    pub secrets: Arc<dyn Secrets>,
    /// Where media lie for platforms that fetch them by address.
    pub host: Arc<dyn MediaHost>,
    /// How the parts of a thread are numbered.
    pub counter: Counter,
    /// The folder of the organisation's own recipes, beside the shipped ones.
    pub recipes: PathBuf,
    /// The folder of the posts, beside whose queue things are laid ready for people.
    pub posts: PathBuf,
    /// The servers that may be reached without TLS.
    pub plain: PlainOrigins,
    /// The address of the mock that stands for the platform, in a dry run.
    pub mock: Option<Url>,
}

/// One platform in the registry.
#[derive(Debug)]
pub struct Row {
    /// Its name in the config.
    pub name: &'static str,
    /// The best promise an account of it can make.
    pub guarantee: Guarantee,
    /// What it does, in one English line for the table of platforms.
    pub about: &'static str,
    /// The settings of an account as the config has them, complete, for docs and tests.
    pub sample: &'static str,
    /// Builds an account. Nothing is returned where the settings have an error; every finding
    /// is added to the keys.
    pub build: fn(Setup, &mut Keys<'_>) -> Option<Box<dyn Platform>>,
    /// Makes the imitation of the platform for an account of this
    /// [kind](Platform::kind), if the row knows that kind.
    pub imitation: fn(kind: &str) -> Option<Box<dyn super::mock::Imitation>>,
    /// The kinds that accounts of this row can be: the row's own name, or its recipes.
    pub kinds: &'static [&'static str],
}

impl Setup {
    /// Requires the secret setting `key`; what is wrong with it is added to `keys`.
    pub fn secret(&self, keys: &mut Keys<'_>, key: &str) -> Option<Secret> {
        let example = format!("{key} = {{ credential = \"{}-{key}\" }}", self.account);
        let (reference, span) = keys.require_spanned::<SecretRef>(key, &example)?;
        match self.secrets.resolve(key, &reference) {
            Ok(secret) => Some(secret),
            Err(finding) => {
                keys.found(span, finding);
                None
            }
        }
    }

    /// Takes the secret setting `key`, which may be left out. In a dry run it is the mock's own,
    /// whether it is there or not, as nobody logs in to a mock.
    pub fn secret_if_given(&self, keys: &mut Keys<'_>, key: &str) -> Option<Secret> {
        if keys.has(key) {
            return self.secret(keys, key);
        }
        self.mock.as_ref()?;
        self.secrets.resolve(key, &SecretRef::Env(String::new())).ok()
    }

    /// Reads the server address `key`, which must be https or a listed one without; `default`
    /// stands in where it may be left out. In a dry run it is the mock's, whatever the config says.
    pub fn address(&self, keys: &mut Keys<'_>, key: &str, default: Option<&str>) -> Option<Url> {
        let example = format!("{key} = \"https://social.example\"");
        let written = match default {
            Some(default) if !keys.has(key) => Url::parse(default).ok(),
            None if !keys.has(key) => {
                keys.missing(key, &example);
                None
            }
            _ => self.written(keys, key, &example),
        };
        written.map(|url| self.mock.clone().unwrap_or(url))
    }

    fn written(&self, keys: &mut Keys<'_>, key: &str, example: &str) -> Option<Url> {
        let (text, span) = keys.take_spanned::<String>(key, example)?;
        let problem = match Url::parse(&text) {
            Ok(url) if url.scheme() == "https" && url.has_host() && !has_user(&url) => {
                return Some(url);
            }
            Ok(url) if self.plain.lists(&url) => return Some(url),
            Ok(url) => match PlainOrigin::of(&url).filter(|_| !has_user(&url)) {
                Some(origin) => {
                    keys.found(span, unlisted(&keys.full(key), &origin));
                    return None;
                }
                None => "an address must begin with https:// and have no user in it".to_owned(),
            },
            // People copy an address without its beginning, as browsers show it.
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                let finding = Finding::error("address-incomplete").with("key", keys.full(key));
                keys.found(span, finding.with("example", format!("{key} = \"https://{text}\"")));
                return None;
            }
            Err(problem) => problem.to_string(),
        };
        let finding = Finding::error("wrong-value").with("key", keys.full(key));
        keys.found(span, finding.with("problem", problem).with("example", example));
        None
    }

    /// `own`, the name or number of the account on its platform; in a dry run that of the only one
    /// that its mock has.
    #[must_use]
    pub fn stand_in(&self, own: String, mock: &str) -> String {
        if self.mock.is_some() { mock.to_owned() } else { own }
    }

    /// Where a file lies that a setting names: such paths count from the folder of the config file,
    /// which is the one around the recipes.
    #[must_use]
    pub fn beside_config(&self, written: &str) -> PathBuf {
        self.recipes.with_file_name("").join(written)
    }

    /// The wire of an account that promises `guarantee`.
    #[must_use]
    pub fn wire(&self, guarantee: Guarantee) -> Wire {
        Wire::new(Arc::clone(&self.transport), Arc::clone(&self.clock), guarantee)
    }
}

/// The address under `key` leads to a server without TLS that the config does not list.
#[must_use]
pub fn unlisted(key: &str, origin: &PlainOrigin) -> Finding {
    Finding::error("address-without-tls")
        .with("key", key)
        .with("server", origin.to_string())
        .with("example", origin.as_line())
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
