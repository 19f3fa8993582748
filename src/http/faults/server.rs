//! A server that misbehaves by a script.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpSocket, TcpStream};

use super::canned::Canned;
use super::listener::{Listener, bound};
use super::wire::{Seen, Unread, drain, trickle};

/// How a server treats a connection or a request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Nobody listens. Only as the whole script.
    Refuse,
    /// Closes a new connection at once.
    CloseOnAccept,
    /// Takes a new connection and never reads from it.
    NeverRead,
    /// Answers, and keeps the connection.
    Answer(Canned),
    /// Answers, then closes the connection without having said so.
    AnswerThenClose(Canned),
    /// Reads the whole request, then resets the connection.
    ResetAfterRequest,
    /// Reads the whole request, then closes the connection in good order.
    CloseAfterRequest,
    /// Reads the whole request and never answers.
    NeverAnswer,
    /// Reads the head of the request and nothing of the body, and stays.
    StallInBody,
    /// Reads the head of the request, then resets the connection.
    ResetInBody,
    /// Answers as soon as the head is read, and reads the rest only to throw it away.
    AnswerEarly(Canned),
    /// Sends the head and so many bytes of the body, then closes the connection.
    CutAnswer(Canned, usize),
    /// Sends the head and so many bytes of the body, then resets the connection.
    ResetAnswer(Canned, usize),
    /// Sends the head at once and the body byte by byte, with so long a pause before each.
    SlowBody(Canned, Duration),
    /// Answers with something that is not HTTP.
    Garbage,
}

impl Fault {
    /// Every fault there is, with a success as the answer that goes wrong. For tests that must
    /// hold whatever happens.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let success = Canned::json(200, &serde_json::json!({ "id": "17" }));
        let elsewhere = Canned::redirect(307, "https://127.0.0.1:9/elsewhere");
        vec![
            Self::Refuse,
            Self::CloseOnAccept,
            Self::NeverRead,
            Self::ResetAfterRequest,
            Self::CloseAfterRequest,
            Self::NeverAnswer,
            Self::StallInBody,
            Self::ResetInBody,
            Self::AnswerEarly(Canned::new(413, "text/plain", "too much")),
            Self::CutAnswer(success.clone(), 3),
            Self::ResetAnswer(success.clone(), 3),
            Self::SlowBody(success, Duration::from_millis(50)),
            Self::Garbage,
            Self::Answer(Canned::truncated_json()),
            Self::Answer(Canned::page()),
            Self::Answer(Canned::big_error_page()),
            Self::Answer(Canned::gzip_bomb()),
            Self::Answer(elsewhere),
        ]
    }

    fn is_before_the_head(&self) -> bool {
        matches!(self, Self::Refuse | Self::CloseOnAccept | Self::NeverRead)
    }

    fn is_before_the_body(&self) -> bool {
        matches!(self, Self::StallInBody | Self::ResetInBody | Self::AnswerEarly(_))
    }
}

/// A server on loopback that follows a script of faults, one per request (or, for those that need
/// no request, one per connection). The last one repeats.
pub struct FaultServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    _open: Open,
}

enum Open {
    Listening { _listener: Listener },
    Refusing { _socket: TcpSocket },
}

struct Shared {
    script: Mutex<VecDeque<Fault>>,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
}

impl FaultServer {
    /// A server that always does the same. Call it within a tokio runtime.
    ///
    /// # Errors
    /// If loopback gives no port.
    pub fn start(fault: Fault) -> io::Result<Self> {
        Self::script([fault])
    }

    /// A server that does one thing after the other, and the last one for ever.
    ///
    /// # Errors
    /// If loopback gives no port.
    pub fn script(faults: impl IntoIterator<Item = Fault>) -> io::Result<Self> {
        let script: VecDeque<Fault> = faults.into_iter().collect();
        let refuses = matches!(script.front(), None | Some(Fault::Refuse));
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            seen: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let (address, open) = if refuses {
            let socket = bound()?;
            (socket.local_addr()?, Open::Refusing { _socket: socket })
        } else {
            let served = Arc::clone(&shared);
            let listener = Listener::start(move |stream| serve(stream, Arc::clone(&served)))?;
            (listener.address, Open::Listening { _listener: listener })
        };
        Ok(Self { address, shared, _open: open })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `path` on this server, as a plain HTTP URL.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests whose head was read, in the order in which the server was done reading them.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn next(&self, wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        if !wanted(script.front()?) {
            return None;
        }
        if script.len() > 1 { script.pop_front() } else { script.front().cloned() }
    }

    fn saw(&self, seen: Seen) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    shared.connections.fetch_add(1, Ordering::SeqCst);
    match shared.next(Fault::is_before_the_head) {
        Some(Fault::NeverRead) => std::future::pending().await,
        Some(_) => return,
        None => {}
    }
    let mut unread = Unread::default();
    while let Ok(Some(seen)) = unread.head(&mut stream).await {
        let Some(fault) = shared.next(|_| true) else { return };
        match play(fault, &mut stream, &mut unread, seen, &shared).await {
            Ok(After::Keep) => {}
            Ok(After::Close) | Err(_) => return,
            Ok(After::Reset) => {
                let _then_the_close_is_a_reset = stream.set_zero_linger();
                return;
            }
        }
    }
}

/// What happens to the connection after a fault was played.
enum After {
    Keep,
    Close,
    Reset,
}

async fn play(
    fault: Fault,
    stream: &mut TcpStream,
    unread: &mut Unread,
    mut seen: Seen,
    shared: &Shared,
) -> io::Result<After> {
    if fault.is_before_the_body() {
        shared.saw(seen);
        return meet_the_head(fault, stream).await;
    }
    let read = unread.body(stream, &mut seen).await;
    let asked_to_close = seen.header("connection") == Some("close");
    shared.saw(seen);
    read?;
    match answer(fault, stream).await? {
        After::Keep if asked_to_close => Ok(After::Close),
        after => Ok(after),
    }
}

async fn meet_the_head(fault: Fault, stream: &mut TcpStream) -> io::Result<After> {
    match fault {
        Fault::AnswerEarly(canned) => {
            stream.write_all(&canned.with("connection", "close").encoded()).await?;
            drain(stream).await;
            Ok(After::Close)
        }
        Fault::ResetInBody => Ok(After::Reset),
        _ => std::future::pending().await,
    }
}

async fn answer(fault: Fault, stream: &mut TcpStream) -> io::Result<After> {
    let after = match fault {
        Fault::Answer(canned) => {
            stream.write_all(&canned.encoded()).await?;
            After::Keep
        }
        Fault::AnswerThenClose(canned) => {
            stream.write_all(&canned.encoded()).await?;
            After::Close
        }
        Fault::NeverAnswer => std::future::pending().await,
        Fault::CutAnswer(canned, keep) => {
            send_part(stream, &canned, keep).await?;
            After::Close
        }
        Fault::ResetAnswer(canned, keep) => {
            send_part(stream, &canned, keep).await?;
            After::Reset
        }
        Fault::SlowBody(canned, pause) => {
            stream.write_all(&canned.head()).await?;
            trickle(stream, &canned.body, pause).await?;
            After::Close
        }
        Fault::Garbage => {
            stream.write_all(b"\x15\x03\x01 this is no answer\r\n\r\n").await?;
            After::Close
        }
        Fault::ResetAfterRequest => After::Reset,
        _ => After::Close,
    };
    Ok(after)
}

async fn send_part(stream: &mut TcpStream, canned: &Canned, keep: usize) -> io::Result<()> {
    stream.write_all(&canned.head()).await?;
    stream.write_all(&canned.body[..keep.min(canned.body.len())]).await
}
