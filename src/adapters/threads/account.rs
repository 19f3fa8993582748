//! The account: what it is built from, and the port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::classify::RULES;
use super::compose;
use super::service::LISTS;
use super::settings::Settings;
use crate::adapters::graph::line::Line;
use crate::adapters::graph::login::LongLived;
use crate::adapters::graph::quota::Remembered;
use crate::adapters::graph::{publishing, staging};
use crate::clock::Instant;
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::{
    Begun, CameBack, Composed, Identity, Job, Keeper, Limits, Login, MediaHost, Pace, Platform,
    Prepared, Setup, WayBack,
};
use crate::post::Draft;
use crate::text::Counter;

/// The version line of Threads, which is not that of the Graph API.
const VERSION: &str = "v1.0";

/// The page on which a person lets us in.
const PAGE: &str = "https://threads.net/oauth/authorize";

/// How many of [`SCOPES`], the first ones, are those without which nothing is posted.
pub(super) const NEEDED: usize = 2;

/// The rights that are asked for.
pub(super) const SCOPES: &[&str] =
    &["threads_basic", "threads_content_publish", "threads_read_replies", "threads_delete"];

/// How old a token gets: a week of the 60 days that it lives, so that weeks without a network do
/// not end the login.
const WEEK: Duration = Duration::from_secs(7 * 86_400);

/// An account on Threads.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) settings: Settings,
    pub(super) line: Line,
    pub(super) keeper: Keeper,
    pub(super) login: LongLived,
    pub(super) host: Arc<dyn MediaHost>,
    pub(super) quota: Remembered,
    counter: Counter,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let line = Line {
        wire: setup.wire(Guarantee::A),
        base: settings.server.clone(),
        version: VERSION.to_owned(),
        app_secret: None,
        rules: RULES,
    };
    let login = LongLived {
        line: line.clone(),
        grant: "th",
        app: settings.app.clone(),
        page: PAGE,
        codes: settings.server.clone(),
        scopes: SCOPES,
    };
    let clock = Arc::clone(&setup.clock);
    let keeper = Keeper::new(setup.session, clock, settings.seed.clone()).renewed_after(WEEK);
    let quota = Remembered::new(setup.clock);
    let (host, counter) = (setup.host, setup.counter);
    Some(Box::new(Account { settings, line, keeper, login, host, quota, counter }))
}

#[async_trait]
impl Platform for Account {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        compose::limits()
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::A
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let token = self.keeper.fresh(&self.login).await?;
        staging::step(self, job, &token).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let token = self.keeper.bearer().await?;
        publishing::publish(self, job, &token).await
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let token = self.keeper.fresh(&self.login).await?;
        publishing::find(self, job, since, &token).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        let token = self.keeper.fresh(&self.login).await?;
        publishing::recall(&self.line, receipt, &LISTS, &token).await
    }

    async fn explain(&self) -> Vec<Finding> {
        vec![Finding::note("platform-fetches-media")]
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.keeper.renew(&self.login).await
    }

    fn login(&self) -> Option<&dyn Login> {
        self.settings.app.as_ref().map(|_| self as &dyn Login)
    }

    async fn warm(&self) {
        let Ok(token) = self.keeper.bearer().await else { return };
        if let Ok(request) = self.line.get("me", &token, &["me"], &[("fields", "id")]) {
            self.line.wire.warm(Guarantee::A, request).await;
        }
    }

    fn pace(&self) -> Option<Pace> {
        self.quota.pace()
    }
}

#[async_trait]
impl Login for Account {
    /// Only addresses with TLS can be registered with the app.
    fn way_back(&self) -> WayBack {
        WayBack::Pasted
    }

    async fn begin(&self, back: &Url) -> Result<Begun, Failure> {
        self.login.begin(back)
    }

    async fn finish(&self, begun: &Begun, back: &Url, came: &CameBack) -> Result<(), Failure> {
        let tokens = self.login.trade(begun, back, came).await?;
        let me = self.me(&tokens.secret()).await?;
        self.check_name(&me)?;
        self.keeper.take(tokens).await
    }
}
