//! A stage behind a loopback port. The only file that knows `wiremock`.

use std::io;
use std::net::TcpListener;

use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::stage::Fate;
use super::{Asked, Reply, Stage};
use crate::http::Url;

/// A running mock server; it stops when dropped.
#[derive(Debug)]
pub struct Server {
    server: MockServer,
    url: Url,
}

struct Answers(Stage);

impl Server {
    /// Serves `stage` on a loopback port that the system chooses.
    ///
    /// # Errors
    /// Where no port is to be had.
    pub async fn start(stage: Stage) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        let url = Url::parse(&url).map_err(io::Error::other)?;
        let server =
            MockServer::builder().listener(listener).disable_request_recording().start().await;
        Mock::given(wiremock::matchers::any()).respond_with(Answers(stage)).mount(&server).await;
        Ok(Self { server, url })
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.server.address().port()
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        match self.0.ask(asked(request)) {
            Fate::Answered(reply) => template(reply),
            // This server cannot cut a connection. An answer that no client can take for the
            // platform's own leaves it in the same doubt.
            Fate::Cut | Fate::Refused => template(Reply::html(502, "<h1>Bad Gateway</h1>")),
        }
    }
}

fn asked(request: &Request) -> Asked {
    let headers = request.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    Asked {
        method: request.method.to_string(),
        path: request.url.path().to_owned(),
        query: request.url.query_pairs().into_owned().collect(),
        headers: headers.collect(),
        body: request.body.clone(),
    }
}

fn template(reply: Reply) -> ResponseTemplate {
    let mut template = ResponseTemplate::new(reply.status);
    let mut content_type = "application/octet-stream".to_owned();
    for (name, value) in &reply.headers {
        if name.eq_ignore_ascii_case("content-type") {
            content_type.clone_from(value);
        } else {
            template = template.append_header(name.as_str(), value.as_str());
        }
    }
    if reply.body.is_empty() { template } else { template.set_body_raw(reply.body, &content_type) }
}
