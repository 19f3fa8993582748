//! The account: what it is built from, how it asks, and the port.

use async_trait::async_trait;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::answers::{self, Id, is_number, not_understood};
use super::calls::{self, Call};
use super::classify::{is_not_visible, is_refusal, refused};
use super::compose;
use super::options::{is_comment, is_story};
use super::pace::Leave;
use super::settings::Settings;
use super::token::PageToken;
use crate::adapters::graph::Asked;
use crate::blobs::Blobs;
use crate::clock::{Instant, SharedClock};
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Request, Url};
use crate::keys::Keys;
use crate::platform::{Composed, Identity, Job, Limits, Pace, Platform, Prepared, Setup, Wire};
use crate::post::{Draft, Part};
use crate::secret::Secret;
use crate::text::Counter;

/// One Page.
#[derive(Debug)]
pub(super) struct Facebook {
    pub(super) settings: Settings,
    pub(super) wire: Wire,
    pub(super) blobs: Blobs,
    pub(super) token: PageToken,
    leave: Leave,
    clock: SharedClock,
    counter: Counter,
}

/// The answer to the question for the Page's token.
#[derive(Deserialize)]
struct WithToken {
    id: Id,
    access_token: Option<String>,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let wire = setup.wire(settings.guarantee());
    let token = PageToken::of(&settings, setup.session);
    let (blobs, counter, clock) = (setup.blobs, setup.counter, setup.clock);
    let leave = Leave::default();
    Some(Box::new(Facebook { settings, wire, blobs, token, leave, clock, counter }))
}

impl Facebook {
    /// The Page's token, derived first where there is none yet.
    pub(super) async fn early_token(&self) -> Result<Secret, Failure> {
        match self.token.held().await? {
            Some(token) => Ok(token),
            None => self.derive().await,
        }
    }

    /// The Page's token as it is: nothing is derived while a post is being sent.
    pub(super) async fn ready_token(&self) -> Result<Secret, Failure> {
        let missing = || Failure::new(Class::Session, "facebook-token-not-derived", "");
        self.token.held().await?.ok_or_else(missing)
    }

    async fn derive(&self) -> Result<Secret, Failure> {
        let call = calls::page_token(&self.settings.page);
        let request = call.request(&self.settings, &self.settings.token)?;
        let answer = self.invisible(request).await?;
        if is_refusal(&answer) {
            return Err(refused(&answer, Asked::Invisible, self.wire.now()));
        }
        let page: WithToken = answers::read(&answer)?;
        if page.id.as_str() != self.settings.page {
            return Err(not_understood("another Page was answered"));
        }
        let missing = || Failure::new(Class::Auth, "facebook-no-page-token", "");
        let token = page.access_token.filter(|token| !token.is_empty()).ok_or_else(missing)?;
        let token = Secret::new(token);
        self.token.keep(&token).await?;
        Ok(token)
    }

    /// Sends a request that no follower can see.
    pub(super) async fn invisible(&self, request: Request) -> Result<Answer, Failure> {
        let answer = self.wire.invisible(request).await?;
        self.leave.note(&answer, &self.clock);
        Ok(answer)
    }

    /// Sends the visible request `call`.
    pub(super) async fn visible(&self, part: &Part, call: Call) -> Result<Answer, Failure> {
        let request = call.request(&self.settings, &self.ready_token().await?)?;
        let answer = self.wire.visible_under(self.guarantee_of(part), request).await?;
        self.leave.note(&answer, &self.clock);
        Ok(answer)
    }

    /// Asks something that no follower can see; any answer.
    pub(super) async fn ask(&self, call: Call) -> Result<Answer, Failure> {
        let token = self.early_token().await?;
        self.invisible(call.request(&self.settings, &token)?).await
    }

    /// The same, where a refusal is a failure.
    pub(super) async fn answered(&self, call: Call) -> Result<Answer, Failure> {
        let answer = self.ask(call).await?;
        if is_refusal(&answer) { Err(self.refused(&answer, Asked::Invisible)) } else { Ok(answer) }
    }

    /// The same, with the answer as a `T`.
    pub(super) async fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, Failure> {
        answers::read(&self.answered(call).await?)
    }

    /// What a refusal of a request with the Page's token means: one that was derived is derived
    /// again, before a person is asked.
    pub(super) fn refused(&self, answer: &Answer, asked: Asked) -> Failure {
        self.mendable(refused(answer, asked, self.wire.now()))
    }

    pub(super) fn mendable(&self, failure: Failure) -> Failure {
        let ended = matches!(failure.reason.as_ref(), "graph-login-ended" | "login-refused");
        match ended && self.token.is_derived() {
            true => Failure { class: Class::Session, ..failure },
            false => failure,
        }
    }

    /// Whether `id` is surely gone: the Page is there for us, and `id` is not.
    pub(super) async fn is_gone(&self, id: &str) -> Result<bool, Failure> {
        match self.answered(calls::is_there(id)).await {
            Ok(_) => Ok(false),
            Err(failure) if is_not_visible(&failure) => self.sees_page().await,
            Err(failure) => Err(failure),
        }
    }

    /// Whether the Page is there for us, which tells what is gone from what we may not see.
    pub(super) async fn sees_page(&self) -> Result<bool, Failure> {
        match self.answered(calls::is_there(&self.settings.page)).await {
            Ok(_) => Ok(true),
            Err(failure) if is_not_visible(&failure) => Ok(false),
            Err(failure) => Err(failure),
        }
    }
}

#[async_trait]
impl Platform for Facebook {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        compose::limits()
    }

    fn guarantee(&self) -> Guarantee {
        self.settings.guarantee()
    }

    /// A comment and a story have no unpublished form.
    fn guarantee_of(&self, part: &Part) -> Guarantee {
        if is_comment(part) || is_story(part) { Guarantee::C } else { self.guarantee() }
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.send(job).await
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        self.look(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.take_back(receipt).await
    }

    async fn explain(&self) -> Vec<Finding> {
        self.explained()
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    fn id_in(&self, url: &str) -> Option<String> {
        id_in(url)
    }

    async fn refresh(&self) -> Result<(), Failure> {
        if !self.token.is_derived() {
            return Err(Failure::new(Class::Auth, "session-cannot-be-renewed", ""));
        }
        self.derive().await.map(|_| ())
    }

    async fn warm(&self) {
        let Ok(Some(token)) = self.token.held().await else { return };
        let call = calls::is_there(&self.settings.page);
        if let Ok(request) = call.request(&self.settings, &token) {
            self.wire.warm(self.guarantee(), request).await;
        }
    }

    fn pace(&self) -> Option<Pace> {
        let ours = self.leave.pace(&self.clock);
        ours.or_else(|| self.wire.pace())
    }
}

/// The id of a post or film, as its address has it. Newer addresses (`pfbid…`) hold none that the
/// interface takes.
fn id_in(url: &str) -> Option<String> {
    let url = Url::parse(&answers::on_website(Some(url))?).ok()?;
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
    if let (Some(story), Some(page)) = (value("story_fbid"), value("id")) {
        return (is_number(&story) && is_number(&page)).then(|| format!("{page}_{story}"));
    }
    if let Some(film) = value("v").filter(|film| is_number(film)) {
        return Some(film.into_owned());
    }
    let pieces: Vec<_> = url.path_segments()?.filter(|piece| !piece.is_empty()).collect();
    match pieces.as_slice() {
        [id] if answers::is_id(id) => Some((*id).to_owned()),
        ["reel", film] if is_number(film) => Some((*film).to_owned()),
        [_, "videos", .., film] if is_number(film) => Some((*film).to_owned()),
        [page, "posts", .., post] if is_number(page) && is_number(post) => {
            Some(format!("{page}_{post}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::id_in;

    #[test]
    fn the_id_is_read_out_of_every_form_of_address_that_has_one() {
        for (url, id) in [
            ("https://www.facebook.com/111/posts/222", Some("111_222")),
            ("https://www.facebook.com/111_222", Some("111_222")),
            ("https://www.facebook.com/permalink.php?story_fbid=222&id=111", Some("111_222")),
            ("https://m.facebook.com/reel/77/", Some("77")),
            ("https://www.facebook.com/office/videos/a-title/77", Some("77")),
            ("https://www.facebook.com/watch/?v=77", Some("77")),
            ("https://www.facebook.com/office/posts/pfbid02abc", None),
            ("https://www.facebook.com/permalink.php?story_fbid=pfbid0&id=111", None),
            ("https://example.org/111/posts/222", None),
        ] {
            assert_eq!(id_in(url).as_deref(), id, "{url}");
        }
    }
}
