//! A go-between that stands before a mock and spoils what passes.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::canned::Canned;
use super::listener::Listener;
use super::wire::{Seen, Unread, drain, trickle};

/// What the go-between does with one request.
#[derive(Debug, Clone)]
pub enum Treatment {
    /// Passes it on, and the answer back.
    Pass,
    /// Passes it on; when the mock has answered, resets the connection: applied, answer lost.
    LoseAnswer,
    /// Passes it on; when the mock has answered, says nothing more: applied, silence.
    SwallowAnswer,
    /// Passes it on and sends back the head and so many bytes of the body.
    CutAnswer(usize),
    /// Passes it on and sends something else back: applied, and a false answer such as a 500.
    Replace(Canned),
    /// Passes it on and sends the answer back after so long.
    Delay(Duration),
    /// Passes it on and sends the answer's head at once, but its body byte by byte, with so long
    /// a pause before each: applied, and an answer that never ends.
    Trickle(Duration),
    /// Waits until the client has given up, then passes it on: applied late.
    LandLate,
    /// Does not pass it on and resets the connection: not applied.
    Drop,
    /// Does not pass it on and answers by itself: not applied.
    AnswerItself(Canned),
}

type Decide = Box<dyn FnMut(&str, &str) -> Treatment + Send>;

/// A [`FaultProxy`] being set up.
pub struct FaultProxyBuilder {
    upstream: SocketAddr,
    decide: Decide,
}

/// A go-between on loopback. It takes one request per connection.
pub struct FaultProxy {
    listener: Listener,
    shared: Arc<Shared>,
}

struct Shared {
    upstream: SocketAddr,
    decide: Mutex<Decide>,
    seen: Mutex<Vec<(Seen, Treatment)>>,
}

impl FaultProxy {
    /// A go-between before `upstream` that passes everything, until told otherwise.
    #[must_use]
    pub fn to(upstream: SocketAddr) -> FaultProxyBuilder {
        FaultProxyBuilder { upstream, decide: Box::new(|_, _| Treatment::Pass) }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address
    }

    /// `path` behind this go-between, as a plain HTTP URL.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Ends it with all its connections; from then on the port refuses new ones.
    pub async fn stop(self) {
        self.listener.stop().await;
    }

    /// The requests that came, with what was done to each.
    #[must_use]
    pub fn seen(&self) -> Vec<(Seen, Treatment)> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl FaultProxyBuilder {
    /// Asks `decide` about each request, by its method and its path with query.
    #[must_use]
    pub fn deciding(
        mut self,
        decide: impl FnMut(&str, &str) -> Treatment + Send + 'static,
    ) -> Self {
        self.decide = Box::new(decide);
        self
    }

    /// Gives `treatment` to every request but GET and HEAD.
    #[must_use]
    pub fn treating(self, treatment: Treatment) -> Self {
        self.deciding(move |method, _| match method {
            "GET" | "HEAD" => Treatment::Pass,
            _ => treatment.clone(),
        })
    }

    /// Gives `treatment` to the first request but GET and HEAD, and passes all others.
    #[must_use]
    pub fn once(self, treatment: Treatment) -> Self {
        let mut left = Some(treatment);
        self.deciding(move |method, _| match method {
            "GET" | "HEAD" => Treatment::Pass,
            _ => left.take().unwrap_or(Treatment::Pass),
        })
    }

    /// Loses the answer to every request but GET and HEAD.
    #[must_use]
    pub fn lose_answer(self) -> Self {
        self.treating(Treatment::LoseAnswer)
    }

    /// Starts it. Call it within a tokio runtime.
    ///
    /// # Errors
    /// If loopback gives no port.
    pub fn start(self) -> io::Result<FaultProxy> {
        let shared = Arc::new(Shared {
            upstream: self.upstream,
            decide: Mutex::new(self.decide),
            seen: Mutex::default(),
        });
        let served = Arc::clone(&shared);
        let listener = Listener::start(move |stream| serve(stream, Arc::clone(&served)))?;
        Ok(FaultProxy { listener, shared })
    }
}

impl Shared {
    fn treatment(&self, seen: &Seen) -> Treatment {
        let mut decide = self.decide.lock().unwrap_or_else(PoisonError::into_inner);
        let treatment = decide(&seen.method, &seen.path);
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((seen.clone(), treatment.clone()));
        treatment
    }
}

impl fmt::Debug for FaultProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FaultProxy({} to {})", self.address(), self.shared.upstream)
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    let mut unread = Unread::default();
    let Ok(Some(mut seen)) = unread.head(&mut stream).await else { return };
    if unread.body(&mut stream, &mut seen).await.is_err() {
        return;
    }
    let treatment = shared.treatment(&seen);
    let _broken_off_is_what_it_is_for = treat(treatment, &mut stream, &seen, &shared).await;
}

async fn treat(
    treatment: Treatment,
    stream: &mut TcpStream,
    seen: &Seen,
    shared: &Shared,
) -> io::Result<()> {
    match treatment {
        Treatment::Pass => stream.write_all(&ask(shared.upstream, seen).await?).await,
        Treatment::LoseAnswer => {
            ask(shared.upstream, seen).await?;
            stream.set_zero_linger()
        }
        Treatment::SwallowAnswer => {
            ask(shared.upstream, seen).await?;
            drain(stream).await;
            Ok(())
        }
        Treatment::CutAnswer(keep) => {
            let answer = ask(shared.upstream, seen).await?;
            let kept = answer.len().min(end_of_head(&answer) + keep);
            stream.write_all(&answer[..kept]).await
        }
        Treatment::Replace(canned) => {
            ask(shared.upstream, seen).await?;
            stream.write_all(&canned.with("connection", "close").encoded()).await
        }
        Treatment::Delay(pause) => {
            let answer = ask(shared.upstream, seen).await?;
            let _ends_early_when_the_client_has_gone = timeout(pause, drain(stream)).await;
            stream.write_all(&answer).await
        }
        Treatment::Trickle(pause) => {
            let answer = ask(shared.upstream, seen).await?;
            let (head, body) = answer.split_at(end_of_head(&answer));
            stream.write_all(head).await?;
            trickle(stream, body, pause).await
        }
        Treatment::LandLate => {
            drain(stream).await;
            ask(shared.upstream, seen).await.map(|_| ())
        }
        Treatment::Drop => stream.set_zero_linger(),
        Treatment::AnswerItself(canned) => {
            stream.write_all(&canned.with("connection", "close").encoded()).await
        }
    }
}

/// Where the body begins.
fn end_of_head(answer: &[u8]) -> usize {
    let blank = answer.windows(4).position(|four| four == b"\r\n\r\n");
    blank.map_or(answer.len(), |at| at + 4)
}

/// Asks the mock, on a connection that it closes after its answer, and gives the raw answer.
async fn ask(upstream: SocketAddr, seen: &Seen) -> io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(upstream).await?;
    // A body does not wait until the head before it was acknowledged, which takes 40 ms.
    connection.set_nodelay(true)?;
    connection.write_all(&closing(&seen.raw_head)).await?;
    connection.write_all(&seen.body).await?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await?;
    Ok(answer)
}

/// The head with `Connection: close` in place of what it says about the connection.
fn closing(raw_head: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(raw_head);
    let kept = text
        .trim_end()
        .lines()
        .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let mut head = kept.collect::<Vec<_>>().join("\r\n");
    head.push_str("\r\nconnection: close\r\n\r\n");
    head.into_bytes()
}
