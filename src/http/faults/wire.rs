//! HTTP/1.1 by hand: just enough to read a request off a socket.

use std::fmt;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The longest head read, in bytes.
const LONGEST_HEAD: usize = 256 * 1024;

/// A request as a server saw it.
#[derive(Clone, Default)]
pub struct Seen {
    /// Such as `POST`.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it was read.
    pub body: Vec<u8>,
    /// The head as it came, with the empty line that ends it.
    pub(super) raw_head: Vec<u8>,
}

impl Seen {
    /// The first value of the header called `name` (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What `Content-Length` says.
    #[must_use]
    pub fn content_length(&self) -> Option<usize> {
        self.header("content-length")?.parse().ok()
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some_and(|how| how.contains("chunked"))
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.method, self.body.len())
    }
}

/// A connection's bytes that were read but not used yet.
#[derive(Default)]
pub(super) struct Unread(Vec<u8>);

impl Unread {
    /// The next head. `None` when the peer closed before one.
    pub(super) async fn head<S>(&mut self, stream: &mut S) -> io::Result<Option<Seen>>
    where
        S: AsyncRead + Unpin,
    {
        loop {
            if let Some(end) = find(&self.0, b"\r\n\r\n") {
                let rest = self.0.split_off(end + 4);
                let raw_head = std::mem::replace(&mut self.0, rest);
                return Ok(Some(parse(raw_head)));
            }
            if self.0.len() > LONGEST_HEAD || self.more(stream).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Reads the body that `seen` announces into it.
    pub(super) async fn body<S>(&mut self, stream: &mut S, seen: &mut Seen) -> io::Result<()>
    where
        S: AsyncRead + Unpin,
    {
        let length = seen.content_length().unwrap_or(0);
        loop {
            let end = if seen.is_chunked() {
                find(&self.0, b"0\r\n\r\n").map(|at| at + 5)
            } else {
                (self.0.len() >= length).then_some(length)
            };
            if let Some(end) = end {
                let rest = self.0.split_off(end);
                seen.body = std::mem::replace(&mut self.0, rest);
                return Ok(());
            }
            if self.more(stream).await? == 0 {
                seen.body = std::mem::take(&mut self.0);
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    async fn more<S: AsyncRead + Unpin>(&mut self, stream: &mut S) -> io::Result<usize> {
        self.0.reserve(64 * 1024);
        stream.read_buf(&mut self.0).await
    }
}

/// Reads until the peer closes, keeping nothing.
pub(super) async fn drain<S: AsyncRead + Unpin>(stream: &mut S) {
    let mut nothing = vec![0; 16 * 1024];
    while matches!(stream.read(&mut nothing).await, Ok(1..)) {}
}

/// Sends `body` byte by byte with a pause before each; a pause ends early, and with it all of
/// it, when the client has gone.
pub(super) async fn trickle(
    stream: &mut TcpStream,
    body: &[u8],
    pause: Duration,
) -> io::Result<()> {
    for byte in body {
        if timeout(pause, drain(stream)).await.is_ok() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        stream.write_all(&[*byte]).await?;
    }
    Ok(())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn parse(raw_head: Vec<u8>) -> Seen {
    let text = String::from_utf8_lossy(&raw_head);
    let mut lines = text.lines();
    let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers = lines.filter_map(header).collect();
    drop(text);
    Seen { method, path, headers, body: Vec::new(), raw_head }
}
