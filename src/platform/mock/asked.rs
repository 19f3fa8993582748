//! A request as an imitation sees it, and its reply.

use std::collections::BTreeMap;

/// One request that reached the imitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET`, `POST` …
    pub method: String,
    /// The path, still percent-encoded, without the query.
    pub path: String,
    /// The query's names and values, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

/// One part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPart {
    /// Its name.
    pub name: String,
    /// Its file name, if it is a file.
    pub file: Option<String>,
    /// Its type, if it says one.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the imitation answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Asked {
    /// The header `name` (lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The bearer token.
    #[must_use]
    pub fn bearer(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }

    /// The query value `name`.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, if it is that and says so.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        let says = self.header("content-type")?.starts_with("application/json");
        if says { serde_json::from_slice(&self.body).ok() } else { None }
    }

    /// The names and values of a urlencoded body.
    #[must_use]
    pub fn form(&self) -> Option<Vec<(String, String)>> {
        self.header("content-type")?
            .starts_with("application/x-www-form-urlencoded")
            .then(|| url::form_urlencoded::parse(&self.body).into_owned().collect())
    }

    /// The parts of a multipart body; none where it is broken.
    #[must_use]
    pub fn multipart(&self) -> Option<Vec<FormPart>> {
        let given = self.header("content-type")?;
        let boundary = given.strip_prefix("multipart/form-data; boundary=")?.trim_matches('"');
        let open = format!("--{boundary}\r\n").into_bytes();
        let next = format!("\r\n--{boundary}").into_bytes();
        let mut rest = self.body.strip_prefix(open.as_slice())?;
        let mut parts = Vec::new();
        loop {
            let end = find(rest, &next)?;
            parts.push(part(&rest[..end])?);
            rest = &rest[end + next.len()..];
            match rest {
                [b'-', b'-', ..] => return Some(parts),
                [b'\r', b'\n', after @ ..] => rest = after,
                _ => return None,
            }
        }
    }
}

fn part(bytes: &[u8]) -> Option<FormPart> {
    let split = find(bytes, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..split]).ok()?;
    let mut part = FormPart {
        name: String::new(),
        file: None,
        content_type: None,
        bytes: bytes[split + 4..].to_vec(),
    };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" => {
                part.name = parameter(value, "name")?;
                part.file = parameter(value, "filename");
            }
            "content-type" => part.content_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(part)
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let start = value.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &value[start..];
    Some(rest[..rest.find('"')?].to_owned())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

impl Reply {
    /// A JSON reply.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), "application/json".into())],
            body: body.to_string().into_bytes(),
        }
    }

    /// A plain-text reply.
    #[must_use]
    pub fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), "text/plain; charset=utf-8".into())],
            body: body.as_bytes().to_vec(),
        }
    }

    /// An HTML page, as gateways and security plugins send.
    #[must_use]
    pub fn html(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), "text/html".into())],
            body: body.as_bytes().to_vec(),
        }
    }

    /// A reply without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// The same, with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}
