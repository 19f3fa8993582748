//! A mock server for each account, in this process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Build, Link};
use crate::account::AccountName;
use crate::clock::SharedClock;
use crate::finding::Finding;
use crate::http::{Http, HttpOptions, Transport, Url};
use crate::platform::mock::{Imitation, MockHost, MockSecrets, Server, Stage};
use crate::platform::{Platform, Row};

/// The running mocks.
#[derive(Debug)]
pub struct Mocks {
    clock: SharedClock,
    http: Http,
    running: Mutex<BTreeMap<AccountName, (Stage, Server)>>,
}

/// Of what two kinds find wrong, what the settings themselves are to blame for: the imitation of
/// another kind does not know their secrets.
fn the_more_telling(one: Vec<Finding>, other: Vec<Finding>) -> Vec<Finding> {
    let of_ours = |found: &[Finding]| found.iter().any(|one| one.id == "mock-has-no-secret");
    if one.is_empty() || of_ours(&one) || !of_ours(&other) { other } else { one }
}

impl Mocks {
    /// Mocks whose time is that of `clock`.
    ///
    /// # Errors
    /// Where no HTTP client can be built.
    pub fn new(clock: SharedClock) -> Result<Self, Vec<Finding>> {
        let options = HttpOptions { allow_plain: true, ..HttpOptions::default() };
        let http = Http::new(options).map_err(|error| {
            vec![Finding::error("http-unusable").with("problem", error.to_string())]
        })?;
        Ok(Self { clock, http, running: Mutex::default() })
    }

    /// The stage of each account.
    #[must_use]
    pub fn stages(&self) -> BTreeMap<AccountName, Stage> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().map(|(name, (stage, _))| (name.clone(), stage.clone())).collect()
    }

    pub(super) async fn connect(
        &self,
        name: &AccountName,
        row: &'static Row,
        build: &Build<'_>,
    ) -> Result<Arc<dyn Platform>, Vec<Finding>> {
        let stage = self.stage_for(name, row, build)?;
        let server = Server::start(stage.clone()).await.map_err(|error| {
            vec![Finding::error("mock-not-started").with("problem", error.to_string())]
        })?;
        let platform = build(self.link(&stage, Some(server.url().clone())))?;
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(name.clone(), (stage, server));
        Ok(platform)
    }

    /// Only a built account knows its kind, so each of the row's kinds is tried.
    fn stage_for(
        &self,
        name: &AccountName,
        row: &'static Row,
        build: &Build<'_>,
    ) -> Result<Stage, Vec<Finding>> {
        let nowhere = Url::parse("http://127.0.0.1:9").ok();
        let mut findings = Vec::new();
        for kind in row.kinds {
            let Some(stage) = (row.imitation)(kind).map(|imitation| self.stage(imitation)) else {
                continue;
            };
            match build(self.link(&stage, nowhere.clone())) {
                Ok(platform) if platform.kind() == *kind => return Ok(stage),
                Ok(_) => {}
                Err(found) => findings = the_more_telling(findings, found),
            }
        }
        if findings.is_empty() {
            findings.push(Finding::error("mock-has-no-such-kind").with("account", name.as_str()));
        }
        Err(findings)
    }

    fn stage(&self, imitation: Box<dyn Imitation>) -> Stage {
        Stage::new(imitation, Arc::clone(&self.clock))
    }

    fn link(&self, stage: &Stage, mock: Option<Url>) -> Link {
        Link {
            transport: Arc::new(self.http.clone()) as Arc<dyn Transport>,
            secrets: Arc::new(MockSecrets::of(stage)),
            host: Arc::new(MockHost),
            mock,
        }
    }
}
