//! Sending: one request out, one answer or one certain word about its loss back.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::{Response, Url};
use tokio::time::timeout;

use super::answer::{self, Answer};
use super::client::{Http, Kind};
use super::headers::Headers;
use super::lost::{self, Cause, Lost, Sent};
use super::options::is_loopback;
use super::request::Request;
use super::witness::Witness;

impl Http {
    /// Sends `request` once and reads the answer, whatever its status; redirects are answers.
    /// Whoever drops the future before its end knows nothing of the request's fate.
    ///
    /// # Errors
    /// If no answer came, with what is certain about the request.
    pub async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        self.check_address(request.url())?;
        let url = request.url().clone();
        let limit = self.limit(kind, &request);
        let client = self.client(kind).map_err(|error| local(&error.to_string(), &url))?;
        let assembled = request.assemble(client);
        let mut request =
            assembled.map_err(|error| local(&lost::chain(&error.without_url()), &url))?;
        *request.timeout_mut() = limit;
        let witness = Witness::attach(&mut request);
        let head = self.silence(kind).while_moving(client.execute(request), &witness).await;
        let response = head
            .map_err(|silent| lost::by_witness(Cause::Timeout, silent, &witness))?
            .map_err(|error| {
            let sent = Sent { url: &url, proxied: self.proxied(&url), witness: &witness };
            lost::classify(error, &sent)
        })?;
        let longest = limit.unwrap_or(self.options().visible_timeout);
        receive(response, longest, &url).await
    }

    fn check_address(&self, url: &Url) -> Result<(), Lost> {
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.options().allow_plain && is_loopback(url) => Ok(()),
            "http" if self.options().plain.lists(url) => Ok(()),
            other => Err(Lost::Local {
                detail: format!("an address must begin with https, not with {other}"),
            }),
        }
    }

    /// The limit for the request as a whole, if it has one.
    fn limit(&self, kind: Kind, request: &Request) -> Option<Duration> {
        let default = match kind {
            Kind::Fresh | Kind::Warm => Some(self.options().visible_timeout),
            Kind::Invisible => None,
        };
        request.timeout().or(default)
    }

    fn silence(&self, kind: Kind) -> Silence {
        match kind {
            Kind::Fresh | Kind::Warm => Silence(None),
            Kind::Invisible => Silence(Some(self.options().read_timeout)),
        }
    }
}

/// How long nothing may move. The library's own read timeout does not serve: it counts from the
/// start of the request and cuts a long upload however well it goes.
struct Silence(Option<Duration>);

impl Silence {
    /// Waits for `work` as long as bytes of the body are being taken.
    async fn while_moving<F: Future>(
        &self,
        work: F,
        witness: &Witness,
    ) -> Result<F::Output, String> {
        let Some(longest) = self.0 else { return Ok(work.await) };
        let mut work = pin!(work);
        loop {
            let before = witness.count();
            if let Ok(done) = timeout(longest, &mut work).await {
                return Ok(done);
            }
            if witness.count() == before {
                return Err(format!("nothing moved for {longest:?}"));
            }
        }
    }
}

fn local(detail: &str, url: &Url) -> Lost {
    Lost::Local { detail: lost::clean(detail, url) }
}

/// Reads the body after the head has come. A loss here is a loss of the receipt where the head
/// says success; with any other status the head says enough, and what came of the body is kept.
async fn receive(mut response: Response, longest: Duration, url: &Url) -> Result<Answer, Lost> {
    let status = response.status().as_u16();
    let headers = Headers::from(std::mem::take(response.headers_mut()));
    let success = answer::is_success(status);
    let cap = if success { answer::SUCCESS_CAP } else { answer::ERROR_CAP };
    let mut body = BytesMut::new();
    let read = timeout(longest, answer::read_capped(&mut response, cap, &mut body)).await;
    let cut = match read {
        Ok(Ok(truncated)) => Ok(truncated),
        Ok(Err(error)) => Err(lost::clean(&lost::chain(&error.without_url()), url)),
        Err(_elapsed) => Err(format!("the body did not arrive within {longest:?}")),
    };
    let truncated = match cut {
        Ok(truncated) => truncated,
        Err(detail) if success => {
            return Err(Lost::AnswerCut { status, headers: Box::new(headers), detail });
        }
        Err(_) => true,
    };
    let received = headers.date();
    Ok(Answer { status, headers, body: body.freeze(), truncated, received })
}
