//! A request without an answer, and what is certain about it.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, ErrorKind};

use reqwest::Url;
use rustix::io::Errno;
use thiserror::Error;

use super::headers::Headers;
use super::witness::{Pulled, Witness};
use crate::secret;

/// What became of a request that brought no answer. `detail` is for people: no URL in it, known
/// secrets struck out; it can hold foreign text, so escape it before printing.
#[derive(Debug, Clone, Error)]
pub enum Lost {
    /// No server can have acted on it: it was not sent, or the server said it did not touch it.
    #[error("not sent, {why}: {detail}")]
    NotSent {
        /// What stopped it.
        why: NotSent,
        /// What the libraries said.
        detail: String,
    },
    /// Sent in part. A correct server waits for the rest and so cannot have applied it.
    #[error("sent only in part, {why}: {detail}")]
    Incomplete {
        /// What stopped it.
        why: Cause,
        /// What the libraries said.
        detail: String,
    },
    /// Sent as a whole, or too much of it to exclude that: it may have been applied.
    #[error("sent, and the answer is unknown, {why}: {detail}")]
    Uncertain {
        /// What happened to the answer.
        why: Cause,
        /// What the libraries said.
        detail: String,
    },
    /// A success began to arrive and its body was lost: applied, but the receipt is unknown.
    #[error("answered with {status}, but the rest of the answer was lost: {detail}")]
    AnswerCut {
        /// The status, 200 to 299.
        status: u16,
        /// The headers, which may hold an id or a place.
        headers: Box<Headers>,
        /// What the libraries said.
        detail: String,
    },
    /// Our own side could not send: a file that cannot be read, no descriptor left, an address
    /// that is not allowed. No server can have acted on it.
    #[error("not sent, for a reason on this machine: {detail}")]
    Local {
        /// What went wrong.
        detail: String,
    },
}

/// What kept a request from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// The host's name has no address.
    Dns,
    /// The host refuses connections.
    Refused,
    /// No way to the host: no route, no network, or a firewall.
    Unreachable,
    /// No connection within the time given.
    ConnectTimeout,
    /// No trusted TLS connection: a wrong or expired certificate, or a broken handshake.
    Tls,
    /// The proxy could not be reached or did not connect us.
    Proxy,
    /// Connected, but the request was not taken: the connection closed before it, or the server
    /// says it did not process it (HTTP/2 REFUSED_STREAM or GOAWAY).
    Unsent,
}

/// What ended a request after it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The time was up.
    Timeout,
    /// The connection or the stream was torn down.
    Reset,
    /// The connection was closed in good order, but without an answer.
    Closed,
    /// What came back is not HTTP.
    Garbage,
}

impl Lost {
    /// Whether a server may have acted on the request. If not, it can be sent again.
    #[must_use]
    pub fn may_be_applied(&self) -> bool {
        matches!(self, Self::Uncertain { .. } | Self::AnswerCut { .. })
    }

    /// What the libraries said, for people.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::NotSent { detail, .. }
            | Self::Incomplete { detail, .. }
            | Self::Uncertain { detail, .. }
            | Self::AnswerCut { detail, .. }
            | Self::Local { detail } => detail,
        }
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "the host's name was not found",
            Self::Refused => "the host refused the connection",
            Self::Unreachable => "the host cannot be reached",
            Self::ConnectTimeout => "no connection in time",
            Self::Tls => "no trusted TLS connection",
            Self::Proxy => "the proxy did not connect",
            Self::Unsent => "the connection did not take the request",
        })
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "the time was up",
            Self::Reset => "the connection was reset",
            Self::Closed => "the connection was closed",
            Self::Garbage => "the answer was not HTTP",
        })
    }
}

/// What [`classify`] needs to know of the request.
pub(super) struct Sent<'a> {
    pub(super) url: &'a Url,
    pub(super) proxied: bool,
    pub(super) witness: &'a Witness,
}

/// The fate of a request that ended in `error` before an answer's head had come.
pub(super) fn classify(error: reqwest::Error, sent: &Sent<'_>) -> Lost {
    let error = error.without_url();
    let detail = clean(&chain(&error), sent.url);
    if let Some(lost) = local(&error, &detail, sent) {
        return lost;
    }
    if error.is_connect() {
        return Lost::NotSent { why: connecting(&error, sent), detail };
    }
    if let Some(h2) = find::<h2::Error>(&error)
        && surely_unprocessed(h2)
    {
        return Lost::NotSent { why: NotSent::Unsent, detail };
    }
    by_witness(cause(&error), detail, sent.witness)
}

/// The fate of a request that ended with `why`, as far as its body tells.
pub(super) fn by_witness(why: Cause, detail: String, witness: &Witness) -> Lost {
    match (witness.pulled(), why) {
        (Pulled::Nothing, Cause::Timeout) => Lost::NotSent { why: NotSent::ConnectTimeout, detail },
        (Pulled::Nothing, _) => Lost::NotSent { why: NotSent::Unsent, detail },
        (Pulled::Part, _) => Lost::Incomplete { why, detail },
        (Pulled::Last | Pulled::NoBody, _) => Lost::Uncertain { why, detail },
    }
}

fn local(error: &reqwest::Error, detail: &str, sent: &Sent<'_>) -> Option<Lost> {
    let whole = matches!(sent.witness.pulled(), Pulled::Last);
    if let Some(broken) = sent.witness.broken()
        && !whole
    {
        return Some(Lost::Local { detail: clean(broken, sent.url) });
    }
    let own = error.is_builder() || (error.is_connect() && is_exhausted(error));
    own.then(|| Lost::Local { detail: detail.to_owned() })
}

/// Whether this machine ran out of descriptors or memory.
fn is_exhausted(error: &reqwest::Error) -> bool {
    let exhausted = [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::NOBUFS];
    find::<io::Error>(error)
        .and_then(io::Error::raw_os_error)
        .is_some_and(|code| exhausted.iter().any(|errno| errno.raw_os_error() == code))
}

fn connecting(error: &reqwest::Error, sent: &Sent<'_>) -> NotSent {
    let kind = find::<io::Error>(error).map(io::Error::kind);
    if error.is_timeout() {
        return NotSent::ConnectTimeout;
    }
    match (sent.proxied, kind) {
        // The TLS library's errors come as invalid data, and only from the platform's own
        // handshake; everything else that can fail behind a proxy is the proxy's doing.
        (true, Some(ErrorKind::InvalidData)) => NotSent::Tls,
        (true, _) => NotSent::Proxy,
        (false, _) if error.is_dns() => NotSent::Dns,
        (false, Some(ErrorKind::ConnectionRefused)) => NotSent::Refused,
        (
            false,
            Some(
                ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
                | ErrorKind::NetworkDown
                | ErrorKind::AddrNotAvailable
                | ErrorKind::PermissionDenied,
            ),
        ) => NotSent::Unreachable,
        (false, _) if sent.url.scheme() == "https" => NotSent::Tls,
        (false, _) => NotSent::Refused,
    }
}

/// RFC 9113: a stream refused (8.7), or above the last one that a GOAWAY names (6.8), was not
/// processed. The library reports a remote GOAWAY only to such streams; the others get an I/O
/// error when the connection ends.
fn surely_unprocessed(error: &h2::Error) -> bool {
    let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (refused || error.is_go_away())
}

fn cause(error: &reqwest::Error) -> Cause {
    if error.is_timeout() {
        Cause::Timeout
    } else if find::<h2::Error>(error).is_some() || find::<io::Error>(error).is_some() {
        Cause::Reset
    } else if chain(error).contains("connection closed") {
        Cause::Closed
    } else {
        Cause::Garbage
    }
}

/// `error` and those below it.
fn downwards<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |above| (*above).source())
}

/// The first error of type `E` among `error` and those below it.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    downwards(error).find_map(|error| {
        let custom = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        error.downcast_ref::<E>().or_else(|| custom?.downcast_ref::<E>())
    })
}

/// What an error and those below it say, each thing once. May still hold secrets.
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    for error in downwards(error) {
        let words = error.to_string();
        if !said.iter().any(|before| before.contains(&words)) {
            said.push(words);
        }
    }
    said.join(": ")
}

/// `detail` without the secret places of `url` and without any known secret.
pub(super) fn clean(detail: &str, url: &Url) -> String {
    let secret_places = [Some(url.as_str()), Some(url.path()), url.query(), url.password()];
    let mut clean = detail.to_owned();
    for place in secret_places.into_iter().flatten().filter(|place| place.len() > 1) {
        clean = clean.replace(place, secret::STRUCK_OUT);
    }
    secret::strike_out(&clean).into_owned()
}
