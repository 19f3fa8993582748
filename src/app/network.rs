//! Where requests go: to the world, or to a mock server for each account.

use std::fmt;
use std::sync::Arc;

use super::state::State;
use crate::account::AccountName;
use crate::clock::SharedClock;
use crate::config::{Config, ProxyConfig, SecretFiles};
use crate::finding::Finding;
use crate::hosting::{self, Hosting};
use crate::http::{Http, HttpOptions, Transport, Url};
#[cfg(feature = "faults")]
use crate::platform::mock::MockHost;
use crate::platform::{MediaHost, Platform, Row, Secrets};
use crate::secret::{Secret, SecretRef};

mod dates;
mod mocks;
#[cfg(feature = "faults")]
mod stand_ins;

use dates::Dated;
pub(super) use dates::Dates;
pub use mocks::Mocks;
#[cfg(feature = "faults")]
pub use stand_ins::StandIns;

/// The file in the state folder that says what lies on the web for platforms.
const HOSTED: &str = "hosted.json";

/// Where requests go.
#[derive(Debug)]
pub enum Network {
    /// To the platforms themselves, with the secrets that the config refers to.
    World {
        /// The way out.
        http: Http,
        /// Where secrets come from.
        secrets: Arc<dyn Secrets>,
        /// Where media lie for platforms that fetch them.
        host: Hosting,
        /// What the platforms' clocks say.
        dates: PlatformDates,
        /// Servers on loopback that a test put in the place of platforms.
        #[cfg(feature = "faults")]
        stand_ins: StandIns,
    },
    /// To mock servers on loopback; nothing leaves the machine, and no secret is read.
    Mocked(Mocks),
}

/// What the platforms' clocks say of ours.
#[derive(Debug, Clone)]
pub struct PlatformDates(Arc<Dates>);

/// What an account needs of the network.
pub(super) struct Link {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) secrets: Arc<dyn Secrets>,
    pub(super) host: Arc<dyn MediaHost>,
    pub(super) mock: Option<Url>,
}

/// Builds an account on a link.
pub(super) type Build<'b> =
    dyn Fn(Link) -> Result<Arc<dyn Platform>, Vec<Finding>> + Send + Sync + 'b;

impl Network {
    /// The world, as the config's `[http]` section wants it reached.
    ///
    /// # Errors
    /// Where the proxy or a certificate file cannot be used.
    pub fn world(config: &Config, clock: SharedClock) -> Result<Self, Vec<Finding>> {
        let secrets = config.secrets();
        let options = options(config, &secrets)?;
        #[cfg(feature = "faults")]
        let stand_ins = StandIns::from_environment();
        #[cfg(feature = "faults")]
        let options = HttpOptions { allow_plain: !stand_ins.is_empty(), ..options };
        let http = Http::new(options).map_err(|error| {
            vec![Finding::error("http-unusable").with("problem", error.to_string())]
        })?;
        let host = host(config, &secrets, &http, Arc::clone(&clock))?;
        Ok(Self::World {
            http,
            secrets: Arc::new(Files(secrets)),
            host,
            dates: PlatformDates(Arc::new(Dates::new(clock))),
            #[cfg(feature = "faults")]
            stand_ins,
        })
    }

    /// The way to the world.
    pub(super) fn transport(&self) -> Option<Arc<dyn Transport>> {
        match self {
            Self::World { http, .. } => Some(Arc::new(http.clone())),
            Self::Mocked(_) => None,
        }
    }

    /// What the platforms' clocks say, where they are asked at all.
    pub(super) fn dates(&self) -> Option<Arc<Dates>> {
        match self {
            Self::World { dates, .. } => Some(Arc::clone(&dates.0)),
            Self::Mocked(_) => None,
        }
    }

    /// Where media lie for platforms, if they do anywhere.
    pub(super) fn hosting(&self) -> Option<Hosting> {
        match self {
            Self::World { host, .. } => Some(host.clone()),
            Self::Mocked(_) => None,
        }
    }

    pub(super) async fn connect(
        &self,
        name: &AccountName,
        row: &'static Row,
        build: &Build<'_>,
    ) -> Result<Arc<dyn Platform>, Vec<Finding>> {
        match self {
            #[cfg(feature = "faults")]
            Self::World { http, secrets, stand_ins, .. } if stand_ins.of(name).is_some() => {
                build(Link {
                    transport: Arc::new(http.clone()),
                    secrets: Arc::clone(secrets),
                    host: Arc::new(MockHost),
                    mock: stand_ins.of(name),
                })
            }
            Self::World { http, secrets, host, dates, .. } => {
                let (inner, dates) = (Arc::new(http.clone()), Arc::clone(&dates.0));
                let transport = Arc::new(Dated { inner, dates });
                let (secrets, host) = (Arc::clone(secrets), host.host());
                build(Link { transport, secrets, host, mock: None })
            }
            Self::Mocked(mocks) => mocks.connect(name, row, build).await,
        }
    }
}

/// Where media lie for platforms that fetch them.
fn host(
    config: &Config,
    secrets: &SecretFiles,
    http: &Http,
    clock: SharedClock,
) -> Result<Hosting, Vec<Finding>> {
    let blobs = State::blobs_in(&config.journal.path);
    let resolve = |reference: &SecretRef| secrets.resolve(reference);
    let transport = Arc::new(http.clone());
    let ledger = config.journal.path.join(HOSTED);
    hosting::host(&config.media_host, &resolve, transport, clock, blobs, ledger)
        .map_err(|finding| vec![finding])
}

fn options(config: &Config, secrets: &SecretFiles) -> Result<HttpOptions, Vec<Finding>> {
    let http = &config.http;
    let proxy = match &http.proxy {
        None => None,
        Some(ProxyConfig::Url(url)) => Some(Secret::new(url.as_str())),
        Some(ProxyConfig::Secret(reference)) => {
            Some(secrets.resolve(reference).map_err(|finding| vec![finding])?)
        }
    };
    let mut extra_ca_pem = Vec::new();
    for path in &http.extra_ca {
        let bytes = std::fs::read(path).map_err(|error| {
            let finding = Finding::error("ca-file-unreadable");
            vec![
                finding.with("file", path.display().to_string()).with("problem", error.to_string()),
            ]
        })?;
        extra_ca_pem.push(bytes);
    }
    Ok(HttpOptions {
        proxy,
        extra_ca_pem,
        plain: http.plain.clone(),
        connect_timeout: http.connect_timeout,
        visible_timeout: http.visible_timeout,
        read_timeout: http.read_timeout,
        ..HttpOptions::default()
    })
}

/// The secrets that the config refers to.
struct Files(SecretFiles);

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Files")
    }
}

impl Secrets for Files {
    fn resolve(&self, _key: &str, reference: &SecretRef) -> Result<Secret, Finding> {
        self.0.resolve(reference)
    }
}
