//! Ready answers, right and wrong.

/// An answer to be sent as it is.
#[derive(Debug, Clone)]
pub struct Canned {
    /// The status code.
    pub status: u16,
    /// Headers beside `Content-Length`, which is always set.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The beginning of a gzip file that holds one deflate block of zeros: the gzip head, then the
/// block's tables, under which each following zero byte stands for 1,032 zeros.
const BOMB_HEAD: [u8; 25] = [
    0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff, // gzip
    0xed, 0xc1, 0x31, 0x01, 0, 0, 0, 0xc2, 0xa0, 0xf5, 0x4f, 0x6d, 0x08, 0x5f, 0xa0,
];

impl Canned {
    /// A body of any type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.into() }
    }

    /// A JSON document.
    #[must_use]
    pub fn json(status: u16, document: &serde_json::Value) -> Self {
        Self::new(status, "application/json", document.to_string())
    }

    /// An answer that sends the client elsewhere.
    #[must_use]
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::new(status, "text/plain", "elsewhere").with("location", to)
    }

    /// JSON that ends in the middle, although its length is as announced.
    #[must_use]
    pub fn truncated_json() -> Self {
        Self::new(200, "application/json", r#"{"id":"17","te"#)
    }

    /// A success that is a page for people.
    #[must_use]
    pub fn page() -> Self {
        Self::new(200, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title>")
    }

    /// A server error with 10 MB of explanation.
    #[must_use]
    pub fn big_error_page() -> Self {
        Self::new(500, "text/html", vec![b'x'; 10_000_000])
    }

    /// A success of 1 MiB that unpacks to 1 GiB.
    #[must_use]
    pub fn gzip_bomb() -> Self {
        let mut body = BOMB_HEAD.to_vec();
        body.resize(1024 * 1024, 0);
        Self::new(200, "application/json", body).with("content-encoding", "gzip")
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The bytes up to the body.
    pub(super) fn head(&self) -> Vec<u8> {
        use std::fmt::Write as _;
        let mut head = format!("HTTP/1.1 {} Canned\r\n", self.status);
        for (name, value) in &self.headers {
            let _never_fails = write!(head, "{name}: {value}\r\n");
        }
        let _never_fails = write!(head, "content-length: {}\r\n\r\n", self.body.len());
        head.into_bytes()
    }

    /// The bytes of the whole answer.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut bytes = self.head();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}
