//! The body witness: how much of a request's body was taken for sending.
//!
//! The HTTP library reports most losses in the same words whether the request left or not. But it
//! pulls the body chunk by chunk, just before it writes each, so what it never pulled never left.

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// The most that one pull gives, in bytes. A large body in memory would otherwise be taken as a
/// whole at once and tell nothing.
const SLICE: usize = 256 * 1024;

/// What the library has taken of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pulled {
    /// There was no body to watch, so nothing is known.
    NoBody,
    /// Not one byte: no server can have seen a whole request.
    Nothing,
    /// Some, but surely not the end: a correct server waits for the rest.
    Part,
    /// The end, or so much that the end cannot be excluded.
    Last,
}

/// Watches one body. Cheap to clone; all clones see the same.
#[derive(Clone)]
pub(super) struct Witness(Arc<Notes>);

struct Notes {
    has_body: bool,
    expected: Option<u64>,
    pulled: AtomicU64,
    broken: OnceLock<String>,
}

impl Witness {
    /// Wraps the body of `request`, so that a witness sees what is pulled. An empty body is left
    /// as it is, since wrapping would cost it its `Content-Length: 0`. A wrapped body cannot be
    /// cloned, which also forbids hidden repeats.
    pub(super) fn attach(request: &mut reqwest::Request) -> Self {
        let declared = declared_length(request);
        let Some(body) = request.body_mut().take() else { return Self::new(false, None) };
        let expected = declared.or_else(|| http_body::Body::size_hint(&body).exact());
        if expected == Some(0) {
            *request.body_mut() = Some(body);
            return Self::new(false, None);
        }
        let witness = Self::new(true, expected);
        let watched = Watched { inner: body, rest: Bytes::new(), witness: witness.clone() };
        *request.body_mut() = Some(reqwest::Body::wrap(watched));
        witness
    }

    fn new(has_body: bool, expected: Option<u64>) -> Self {
        let (pulled, broken) = (AtomicU64::new(0), OnceLock::new());
        Self(Arc::new(Notes { has_body, expected, pulled, broken }))
    }

    /// What was taken so far.
    pub(super) fn pulled(&self) -> Pulled {
        let notes = &self.0;
        match (notes.has_body, self.count(), notes.expected) {
            (false, _, _) => Pulled::NoBody,
            (true, 0, _) => Pulled::Nothing,
            (true, count, Some(expected)) if count < expected => Pulled::Part,
            (true, _, _) => Pulled::Last,
        }
    }

    /// Bytes taken so far.
    pub(super) fn count(&self) -> u64 {
        self.0.pulled.load(Ordering::SeqCst)
    }

    /// Why our own side could not deliver the body, if so.
    pub(super) fn broken(&self) -> Option<&str> {
        self.0.broken.get().map(String::as_str)
    }

    fn is_complete(&self) -> bool {
        self.0.expected.is_some_and(|expected| self.count() >= expected)
    }
}

fn declared_length(request: &reqwest::Request) -> Option<u64> {
    let header = request.headers().get(reqwest::header::CONTENT_LENGTH)?;
    header.to_str().ok()?.parse().ok()
}

struct Watched {
    inner: reqwest::Body,
    rest: Bytes,
    witness: Witness,
}

impl Watched {
    /// Hands out at most one [`SLICE`] of `data` and keeps the rest for the next pull.
    fn hand_out(&mut self, mut data: Bytes) -> Frame<Bytes> {
        self.rest = data.split_off(data.len().min(SLICE));
        self.witness.0.pulled.fetch_add(data.len() as u64, Ordering::SeqCst);
        Frame::data(data)
    }
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() {
            return Poll::Ready(Some(Ok(self.hand_out(rest))));
        }
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        let Some(Ok(frame)) = frame else {
            if let Some(Err(error)) = &frame {
                let _only_the_first = self.witness.0.broken.set(super::lost::chain(error));
            }
            return Poll::Ready(frame);
        };
        Poll::Ready(Some(Ok(match frame.into_data() {
            Ok(data) => self.hand_out(data),
            Err(trailers) => trailers,
        })))
    }

    fn is_end_stream(&self) -> bool {
        self.witness.is_complete() || (self.rest.is_empty() && self.inner.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        match self.witness.0.expected {
            Some(expected) => SizeHint::with_exact(expected.saturating_sub(self.witness.count())),
            None => SizeHint::default(),
        }
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Witness({:?}, {} bytes)", self.pulled(), self.count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(body: impl Into<reqwest::Body>) -> (reqwest::Request, Witness) {
        let url = reqwest::Url::parse("http://127.0.0.1/").unwrap();
        let mut request = reqwest::Request::new(reqwest::Method::POST, url);
        *request.body_mut() = Some(body.into());
        let witness = Witness::attach(&mut request);
        (request, witness)
    }

    async fn pull_one(request: &mut reqwest::Request) {
        use http_body_util::BodyExt as _;
        request.body_mut().as_mut().unwrap().frame().await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_body_is_nothing_before_the_first_pull_and_last_after_its_end() {
        let (mut request, witness) = watched("नमस्ते");
        assert_eq!(witness.pulled(), Pulled::Nothing);
        pull_one(&mut request).await;
        assert_eq!(witness.pulled(), Pulled::Last);
    }

    #[tokio::test]
    async fn of_unknown_length_anything_pulled_may_be_the_last() {
        let chunks = [Ok::<_, std::io::Error>("one"), Ok("two")];
        let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
        let (mut request, witness) = watched(body);
        assert_eq!(witness.pulled(), Pulled::Nothing);
        pull_one(&mut request).await;
        assert_eq!(witness.pulled(), Pulled::Last);
    }

    #[tokio::test]
    async fn of_known_length_the_first_chunk_is_a_part() {
        let chunks = [Ok::<_, std::io::Error>("one"), Ok("two")];
        let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
        let url = reqwest::Url::parse("http://127.0.0.1/").unwrap();
        let mut request = reqwest::Request::new(reqwest::Method::POST, url);
        request.headers_mut().insert("content-length", 6.into());
        *request.body_mut() = Some(body);
        let witness = Witness::attach(&mut request);
        pull_one(&mut request).await;
        assert_eq!(witness.pulled(), Pulled::Part);
        pull_one(&mut request).await;
        assert_eq!(witness.pulled(), Pulled::Last);
    }

    #[tokio::test]
    async fn a_large_body_in_memory_is_pulled_in_slices() {
        let (mut request, witness) = watched(vec![1; SLICE + 1]);
        pull_one(&mut request).await;
        assert_eq!(witness.pulled(), Pulled::Part);
        pull_one(&mut request).await;
        assert_eq!(witness.pulled(), Pulled::Last);
    }

    #[test]
    fn an_empty_body_is_left_unwrapped() {
        let (request, witness) = watched("");
        assert_eq!(witness.pulled(), Pulled::NoBody);
        assert!(request.body().unwrap().as_bytes().is_some());
    }

    #[test]
    fn a_wrapped_body_cannot_be_cloned_and_so_not_repeated() {
        let (request, _witness) = watched("text");
        assert!(request.try_clone().is_none());
    }

    #[test]
    fn a_wrapped_body_keeps_its_length() {
        let (request, _witness) = watched("text");
        let hint = http_body::Body::size_hint(request.body().unwrap());
        assert_eq!(hint.exact(), Some(4));
    }
}
