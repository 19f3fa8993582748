//! A server that speaks as much of Mastodon as a text post needs, on a thread of its own. It
//! parses no more than it must, so that it is never what the comparison measures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What `/api/v2/instance` says: enough to be known as Mastodon, which keeps idempotency keys.
const INSTANCE: &str = r#"{"domain":"mock.example","version":"4.4.1","source_url":"https://github.com/mastodon/mastodon","api_versions":{"mastodon":6},"configuration":{}}"#;

const ME: &str = r#"{"id":"1","acct":"lane","url":"https://mock.example/@lane","bot":true}"#;

const TOKEN: &str =
    r#"{"name":"bench","scopes":["write:statuses","write:media","read:statuses","read:accounts"]}"#;

/// The running server.
#[derive(Clone)]
pub struct Mock {
    port: u16,
    state: Arc<State>,
}

struct State {
    delay: Duration,
    received: AtomicUsize,
    arrivals: Mutex<Vec<(usize, Instant)>>,
    connections: AtomicUsize,
}

impl Mock {
    /// Starts a server that takes `delay` to answer a post.
    pub fn start(delay: Duration) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener that does not block");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(State {
            delay,
            received: AtomicUsize::new(0),
            arrivals: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let serving = Arc::clone(&state);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(serve(listener, serving));
        });
        Self { port, state }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many posts it has received.
    pub fn received(&self) -> usize {
        self.state.received.load(Ordering::Relaxed)
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }

    /// When each post arrived, by its number, since the last call.
    pub fn arrivals(&self) -> Vec<(usize, Instant)> {
        std::mem::take(&mut *self.state.arrivals.lock().expect("arrivals"))
    }
}

async fn serve(listener: std::net::TcpListener, state: Arc<State>) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        state.connections.fetch_add(1, Ordering::Relaxed);
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // The client may leave whenever it likes.
            let _gone = converse(stream, &state).await;
        });
    }
}

async fn converse(mut stream: TcpStream, state: &State) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = Vec::with_capacity(4096);
    loop {
        let Some(end) = read_head(&mut stream, &mut bytes).await? else { return Ok(()) };
        let length = content_length(&bytes[..end]);
        while bytes.len() < end + length {
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        }
        let answer = answer(&bytes[..end], &bytes[end..end + length], state).await;
        bytes.drain(..end + length);
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\n\
             content-length: {}\r\n\r\n{answer}",
            answer.len()
        );
        stream.write_all(head.as_bytes()).await?;
    }
}

async fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> std::io::Result<Option<usize>> {
    loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            return Ok(Some(at + 4));
        }
        if stream.read_buf(bytes).await? == 0 {
            return Ok(None);
        }
    }
}

fn content_length(head: &[u8]) -> usize {
    let head = std::str::from_utf8(head).unwrap_or_default();
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}

async fn answer(head: &[u8], body: &[u8], state: &State) -> String {
    if head.starts_with(b"POST /api/v1/statuses") {
        return created(body, state).await;
    }
    let fixed = if head.starts_with(b"GET /api/v2/instance") {
        INSTANCE
    } else if head.starts_with(b"GET /api/v1/accounts/verify_credentials") {
        ME
    } else if head.starts_with(b"GET /api/v1/apps/verify_credentials") {
        TOKEN
    } else {
        "[]"
    };
    fixed.to_owned()
}

async fn created(body: &[u8], state: &State) -> String {
    let now = Instant::now();
    if let Some(number) = number(body) {
        state.arrivals.lock().expect("arrivals").push((number, now));
    }
    let id = state.received.fetch_add(1, Ordering::Relaxed) + 1;
    if !state.delay.is_zero() {
        tokio::time::sleep(state.delay).await;
    }
    format!(
        r#"{{"id":"{id}","url":"https://mock.example/@lane/{id}","uri":"https://mock.example/{id}","visibility":"public","in_reply_to_id":null,"media_attachments":[]}}"#
    )
}

/// The number in front of the text.
fn number(body: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"\"status\":\"#";
    let at = body.windows(MARK.len()).position(|window| window == MARK)? + MARK.len();
    std::str::from_utf8(body.get(at..at + 6)?).ok()?.parse().ok()
}
