//! The account: what it is built from, and the port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::classify::RULES;
use super::options::Options;
use super::settings::{Door, Settings};
use super::{comment, compose};
use crate::adapters::graph::line::Line;
use crate::adapters::graph::login::LongLived;
use crate::adapters::graph::quota::Remembered;
use crate::adapters::graph::{publishing, staging};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::{
    Begun, CameBack, Composed, Identity, Job, Keeper, Limits, Login, MediaHost, Pace, Platform,
    Prepared, Setup, WayBack,
};
use crate::post::Draft;
use crate::secret::Secret;
use crate::text::Counter;

/// The page on which a person lets us in (business login, 2026).
const PAGE: &str = "https://www.instagram.com/oauth/authorize";

/// How many of [`SCOPES`], the first ones, are those without which nothing is posted.
pub(super) const NEEDED: usize = 2;

/// The rights that the Instagram login asks for.
pub(super) const SCOPES: &[&str] = &[
    "instagram_business_basic",
    "instagram_business_content_publish",
    "instagram_business_manage_comments",
];

/// How old a token gets with the Instagram login: a week of the 60 days that it lives.
const WEEK: Duration = Duration::from_secs(7 * 86_400);

/// An account on Instagram.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) settings: Settings,
    pub(super) line: Line,
    pub(super) keeper: Keeper,
    pub(super) login: LongLived,
    pub(super) blobs: Blobs,
    pub(super) host: Arc<dyn MediaHost>,
    pub(super) quota: Remembered,
    /// Whether an imitation stands for the platform, whose account has another id.
    pub(super) is_dry: bool,
    counter: Counter,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let line = Line {
        wire: setup.wire(Guarantee::A),
        base: settings.server.clone(),
        version: settings.version.to_string(),
        app_secret: settings.proves.clone(),
        rules: RULES,
    };
    let login = LongLived {
        line: Line { app_secret: None, ..line.clone() },
        grant: "ig",
        app: settings.app.clone(),
        page: PAGE,
        codes: settings.code_server.clone(),
        scopes: SCOPES,
    };
    let clock = Arc::clone(&setup.clock);
    let keeper = Keeper::new(setup.session, clock, settings.seed.clone());
    let keeper = match settings.door {
        Door::Facebook => keeper,
        Door::Instagram => keeper.renewed_after(WEEK),
    };
    let is_dry = setup.mock.is_some();
    let quota = Remembered::new(setup.clock);
    let (blobs, host, counter) = (setup.blobs, setup.host, setup.counter);
    Some(Box::new(Account { settings, line, keeper, login, blobs, host, quota, is_dry, counter }))
}

impl Account {
    /// The account's id, or what stands for it.
    pub(super) fn user(&self) -> &str {
        self.settings.user.as_deref().unwrap_or("me")
    }

    /// The token, renewed first where it ends.
    pub(super) async fn token(&self) -> Result<Secret, Failure> {
        match self.settings.door {
            Door::Facebook => self.keeper.bearer().await,
            Door::Instagram => self.keeper.fresh(&self.login).await,
        }
    }
}

#[async_trait]
impl Platform for Account {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        compose::limits()
    }

    fn limits_for(&self, draft: &Draft) -> Limits {
        compose::limits_for(&draft.media, &Options::of(&draft.options))
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::A
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let token = self.token().await?;
        match job.index {
            0 => staging::step(self, job, &token).await,
            _ => comment::prepare(self, job, &token).await,
        }
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let token = self.keeper.bearer().await?;
        match job.index {
            0 => publishing::publish(self, job, &token).await,
            _ => comment::publish(self, job, &token).await,
        }
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let token = self.token().await?;
        match job.index {
            0 => publishing::find(self, job, since, &token).await,
            _ => comment::find(self, job, since, &token).await,
        }
    }

    /// With the Instagram login only comments can be deleted.
    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        let is_comment = receipt.extra.get("comment").is_some();
        if self.settings.door == Door::Instagram && !is_comment {
            let place = receipt.url.as_deref().unwrap_or_default();
            return Err(Failure::new(Class::Rejected, "instagram-delete-by-hand", place));
        }
        let paths = [[self.user(), "media"], [self.user(), "stories"]];
        publishing::recall(&self.line, receipt, &paths, &self.token().await?).await
    }

    async fn explain(&self) -> Vec<Finding> {
        self.explained()
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    async fn refresh(&self) -> Result<(), Failure> {
        match self.settings.door {
            Door::Facebook => Err(Failure::new(Class::Auth, "session-cannot-be-renewed", "")),
            Door::Instagram => self.keeper.renew(&self.login).await,
        }
    }

    fn login(&self) -> Option<&dyn Login> {
        let logs_in = self.settings.door == Door::Instagram && self.settings.app.is_some();
        logs_in.then_some(self as &dyn Login)
    }

    async fn warm(&self) {
        let Ok(token) = self.keeper.bearer().await else { return };
        let request = self.line.get("me", &token, &[self.user()], &[("fields", "id")]);
        if let Ok(request) = request {
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
        let (me, _) = self.me(&tokens.secret()).await?;
        self.check(&me)?;
        self.keeper.take(tokens).await
    }
}
