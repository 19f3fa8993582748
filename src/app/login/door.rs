//! The door at which a browser on this machine knocks after the login.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::http::{Head, Url, read_head};

/// Listens on loopback for one visit.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    back: Url,
}

impl Door {
    /// A door where `back` leads to; nothing where that is no address of this machine.
    ///
    /// # Errors
    /// Where its port is taken.
    pub async fn at(back: &Url) -> io::Result<Option<Self>> {
        let here = back.scheme() == "http"
            && matches!(back.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let Some(port) = back.port_or_known_default().filter(|_| here) else { return Ok(None) };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let mut back = back.clone();
        // A test asks for any port and learns which it got.
        let _always_has_one = back.set_port(listener.local_addr().ok().map(|at| at.port()));
        Ok(Some(Self { listener, back }))
    }

    /// The address that leads here.
    #[must_use]
    pub fn back(&self) -> &Url {
        &self.back
    }

    /// Waits for the browser to come with an address that is `ours`, shows it `page` (HTML), and
    /// says the address. Whoever asks for anything else, as browsers do for icons, is sent away;
    /// whoever says nothing, as browsers do on connections they keep for later, holds up nobody.
    ///
    /// # Errors
    /// Where no connection can be taken any more.
    pub async fn visit(&self, page: &str, ours: impl Fn(&str) -> bool) -> io::Result<String> {
        let mut visitors = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => {
                    visitors.push(self.meet(accepted?.0, page, &ours));
                }
                // Whoever came for something else does not end the hearing of all others.
                Some(came) = visitors.next() => if let Some(came) = came { return Ok(came) },
            }
        }
    }

    /// The address with which a visitor came, if it is ours.
    async fn meet(
        &self,
        mut stream: TcpStream,
        page: &str,
        ours: &impl Fn(&str) -> bool,
    ) -> Option<String> {
        let asked = read_head(&mut stream).await.ok()??;
        let came = self.address(&asked).filter(|address| ours(address));
        let _seen_or_not = match came {
            Some(_) => answer(&mut stream, "200 OK", page).await,
            None => answer(&mut stream, "404 Not Found", "").await,
        };
        came
    }

    /// The whole address, where it leads to this door and brings something.
    fn address(&self, asked: &Head) -> Option<String> {
        let url = self.back.join(&asked.target).ok()?;
        let brings = url.path() == self.back.path() && url.query().is_some();
        (asked.method == "GET" && brings).then(|| url.to_string())
    }
}

async fn answer(stream: &mut TcpStream, status: &str, page: &str) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n",
        page.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(page.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt as _;

    use super::*;

    async fn door() -> Door {
        let back = Url::parse("http://127.0.0.1:0/login").unwrap();
        Door::at(&back).await.unwrap().unwrap()
    }

    async fn ask(door: &Door, line: &str) -> String {
        let at = ("127.0.0.1", door.back().port().unwrap());
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(format!("{line}\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_browser_that_keeps_a_silent_connection_for_later_holds_up_nobody() {
        let door = door().await;
        let browser = async {
            let silent = TcpStream::connect(("127.0.0.1", door.back().port().unwrap())).await;
            let page = ask(&door, "GET /login?code=abc HTTP/1.1").await;
            drop(silent);
            page
        };
        let (came, _page) = tokio::join!(door.visit("", |_| true), browser);
        assert!(came.unwrap().ends_with("/login?code=abc"));
    }

    #[tokio::test]
    async fn who_was_let_in_is_heard_after_another_has_gone() {
        let door = door().await;
        let at = ("127.0.0.1", door.back().port().unwrap());
        let browser = async {
            let mut late = TcpStream::connect(at).await.unwrap();
            // One that came after it was answered, so it was let in before.
            ask(&door, "GET /favicon.ico HTTP/1.1").await;
            late.write_all(b"GET /login?code=abc HTTP/1.1\r\n\r\n").await.unwrap();
            late
        };
        let (came, _late) = tokio::join!(door.visit("", |_| true), browser);
        assert!(came.unwrap().ends_with("/login?code=abc"));
    }

    #[tokio::test]
    async fn the_visit_with_the_code_is_told_and_others_are_sent_away() {
        let door = door().await;
        let others = async {
            let icon = ask(&door, "GET /favicon.ico HTTP/1.1").await;
            let gone = TcpStream::connect(("127.0.0.1", door.back().port().unwrap())).await;
            drop(gone);
            let posted = ask(&door, "POST /login?code=abc&state=s1 HTTP/1.1").await;
            assert!(posted.starts_with("HTTP/1.1 404"), "{posted}");
            let foreign = ask(&door, "GET /login?code=abc&state=s2 HTTP/1.1").await;
            assert!(foreign.starts_with("HTTP/1.1 404"), "{foreign}");
            let page = ask(&door, "GET /login?code=abc&state=s1 HTTP/1.1").await;
            (icon, page)
        };
        let ours = |address: &str| address.ends_with("state=s1");
        let (came, (icon, page)) = tokio::join!(door.visit("<p>ठीक है</p>", ours), others);
        assert!(came.unwrap().ends_with("/login?code=abc&state=s1"));
        assert!(icon.starts_with("HTTP/1.1 404") && page.ends_with("<p>ठीक है</p>"), "{page}");
    }

    #[tokio::test]
    async fn there_is_no_door_for_an_address_elsewhere() {
        for back in ["https://office.example/back", "https://127.0.0.1/back"] {
            assert!(Door::at(&Url::parse(back).unwrap()).await.unwrap().is_none(), "{back}");
        }
    }
}
