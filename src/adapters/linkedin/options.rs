//! What a post may say for LinkedIn alone, under `[for.linkedin]`.

use serde_json::Value;

use super::answers;
use crate::finding::Finding;
use crate::post::Options;

/// Every option there is.
const KNOWN: [&str; 3] = ["reshare", "share", "title"];

/// The longest title, in characters: our own limit, the platform names none.
const TITLE: usize = 200;

/// The options of one post, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PostOptions {
    /// Whether others may share it.
    pub(super) reshare: Option<bool>,
    /// The post that is shared, by its URN.
    pub(super) share: Option<String>,
    /// The title of a document or film.
    pub(super) title: Option<String>,
}

impl PostOptions {
    /// Reads `options`; what is wrong with them is left out and found.
    pub(super) fn read(options: &Options) -> (Self, Vec<Finding>) {
        let mut read = Self::default();
        let mut findings = Vec::new();
        for (name, value) in options {
            findings.extend(read.take(name, value).err());
        }
        (read, findings)
    }

    /// Reads the options that `compose` has checked.
    pub(super) fn of(options: &Options) -> Self {
        Self::read(options).0
    }

    fn take(&mut self, name: &str, value: &Value) -> Result<(), Finding> {
        match name {
            "reshare" => {
                let flag = value.as_bool();
                let wrong = || wrong(name, "it is neither true nor false", "reshare = false");
                self.reshare = Some(flag.ok_or_else(wrong)?);
            }
            "share" => {
                let urn = value.as_str().and_then(|text| answers::post_urn(text.trim()));
                let problem = "it is the URN of a post, as its address has it";
                let wrong = || wrong(name, problem, "share = \"urn:li:share:7000000000000000001\"");
                self.share = Some(urn.ok_or_else(wrong)?);
            }
            "title" => self.title = Some(title(value)?),
            _ => {
                let unknown = Finding::error("unknown-option").with("option", name);
                return Err(unknown.with("known", KNOWN.join(", ")));
            }
        }
        Ok(())
    }
}

fn title(value: &Value) -> Result<String, Finding> {
    let text = value.as_str().map(str::trim).unwrap_or_default();
    let fits = (1..=TITLE).contains(&text.chars().count()) && !text.contains(char::is_control);
    let problem = format!("it is a text of one line with at most {TITLE} characters");
    fits.then(|| text.to_owned())
        .ok_or_else(|| wrong("title", &problem, "title = \"वार्षिक रिपोर्ट\""))
}

fn wrong(name: &str, problem: &str, example: &str) -> Finding {
    Finding::error("wrong-option")
        .with("option", name)
        .with("problem", problem)
        .with("example", example)
}
