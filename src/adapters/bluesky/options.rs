//! What a post may say under `[for.bluesky]` besides its text.

use serde_json::Value;

use super::facets;
use super::syntax::{self, RecordUri};
use crate::finding::Finding;
use crate::http::Url;
use crate::post::{Draft, Options as Written};

/// The kind of record that a post is.
pub(super) const POST: &str = "app.bsky.feed.post";

/// The most languages, and the most hidden hashtags, of a post (lexicon `app.bsky.feed.post`).
const MOST_LANGS: usize = 3;
const MOST_TAGS: usize = 8;

const KNOWN: [&str; 6] = ["langs", "mentions", "quote", "signed_in_only", "tags", "thumb"];

/// The options of one part, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// The languages of the text.
    pub(super) langs: Vec<String>,
    /// Whether mentions become links to the accounts they name.
    pub(super) mentions: Option<bool>,
    /// The post that is quoted.
    pub(super) quote: Option<RecordUri>,
    /// Whether only people with an account are to see it.
    pub(super) signed_in_only: bool,
    /// Hashtags that do not stand in the text.
    pub(super) tags: Vec<String>,
    /// Whether the one picture belongs to the link card.
    pub(super) thumb: bool,
}

impl Options {
    /// Reads the options that `compose` has checked.
    pub(super) fn of(written: &Written) -> Self {
        Self::read(written).0
    }

    /// Reads `written`; what is wrong with it is left out and found.
    pub(super) fn read(written: &Written) -> (Self, Vec<Finding>) {
        let mut reader = Reader { written, findings: Vec::new() };
        reader.refuse_unknown();
        let options = Self {
            langs: reader.take("langs", "langs = [\"hi\"]", langs).unwrap_or_default(),
            mentions: reader.take("mentions", "mentions = false", yes_or_no),
            quote: reader.take("quote", QUOTE, quote),
            signed_in_only: reader
                .take("signed_in_only", "signed_in_only = true", yes_or_no)
                .unwrap_or_default(),
            tags: reader.take("tags", "tags = [\"किसान\"]", tags).unwrap_or_default(),
            thumb: reader.take("thumb", "thumb = true", yes_or_no).unwrap_or_default(),
        };
        (options, reader.findings)
    }
}

const QUOTE: &str = "quote = \"https://bsky.app/profile/asha.bsky.social/post/3mdccjmurk222\"";

/// Sets the languages of a draft, so that a part says all that its record is made of.
pub(super) fn settle_langs(draft: &mut Draft, otherwise: &[String]) {
    let own = draft.lang.as_ref().filter(|lang| syntax::is_language(lang));
    let langs = own.map_or_else(|| otherwise.to_vec(), |lang| vec![lang.clone()]);
    if !draft.options.contains_key("langs") && !langs.is_empty() {
        draft.options.insert("langs".to_owned(), langs.into());
    }
}

struct Reader<'w> {
    written: &'w Written,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn refuse_unknown(&mut self) {
        let unknown = self.written.keys().filter(|key| !KNOWN.contains(&key.as_str()));
        self.findings.extend(unknown.map(|key| {
            Finding::error("unknown-option")
                .with("option", key.as_str())
                .with("known", KNOWN.join(", "))
        }));
    }

    fn take<T>(
        &mut self,
        option: &'static str,
        example: &'static str,
        read: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<T> {
        match read(self.written.get(option)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.findings.push(
                    Finding::error("wrong-option")
                        .with("option", option)
                        .with("problem", problem)
                        .with("example", example),
                );
                None
            }
        }
    }
}

fn yes_or_no(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "it is neither true nor false".to_owned())
}

fn texts(value: &Value, most: usize) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or("it is not a list")?;
    if list.len() > most {
        return Err(format!("it has {} entries; at most {most} are taken", list.len()));
    }
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("an entry is not a text");
    Ok(list.iter().map(text).collect::<Result<_, _>>()?)
}

/// Reads a list of language tags.
pub(super) fn langs(value: &Value) -> Result<Vec<String>, String> {
    let langs = texts(value, MOST_LANGS)?;
    match langs.iter().find(|lang| !syntax::is_language(lang)) {
        Some(wrong) => Err(format!("{wrong:?} is not a language tag")),
        None => Ok(langs),
    }
}

fn tags(value: &Value) -> Result<Vec<String>, String> {
    let tags = texts(value, MOST_TAGS)?;
    let fits = |tag: &str| !tag.is_empty() && !tag.starts_with(['#', '＃']) && facets::fits(tag);
    match tags.iter().find(|tag| !fits(tag)) {
        Some(wrong) => Err(format!("{wrong:?} is empty, begins with # or is too long")),
        None => Ok(tags),
    }
}

fn quote(value: &Value) -> Result<RecordUri, String> {
    let text = value.as_str().ok_or("it is not a text")?;
    post_address(text).ok_or_else(|| "it is not the address of a post on Bluesky".to_owned())
}

/// The post that `text` names: an `at://` address, or a page of the app.
pub(super) fn post_address(text: &str) -> Option<RecordUri> {
    RecordUri::read(text).or_else(|| page(text)).filter(|uri| uri.collection == POST)
}

fn page(text: &str) -> Option<RecordUri> {
    let url = Url::parse(text).ok()?;
    let pieces: Vec<_> = url.path_segments()?.collect();
    let &["profile", authority, "post", rkey] = pieces.as_slice() else { return None };
    let ours = url.scheme() == "https" && url.host_str() == Some("bsky.app");
    ours.then(|| RecordUri::read(&format!("at://{authority}/{POST}/{rkey}"))).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(option: &str, value: Value) -> (Options, Vec<Finding>) {
        Options::read(&Written::from([(option.to_owned(), value)]))
    }

    #[test]
    fn what_is_not_known_is_refused_with_what_is() {
        let (_, findings) = read("visibility", json!("public"));
        assert_eq!(findings[0].id, "unknown-option");
        assert!(findings[0].facts.contains(&("option", "visibility".into())));
    }

    #[test]
    fn wrong_values_are_refused_with_an_example() {
        for (option, value) in [
            ("langs", json!(["hi", "en", "ur", "mr"])),
            ("langs", json!(["Hindi language"])),
            ("langs", json!("hi")),
            ("tags", json!(["#किसान"])),
            ("tags", json!([""])),
            ("tags", json!(["a", "b", "c", "d", "e", "f", "g", "h", "i"])),
            ("quote", json!("https://x.com/a/status/1")),
            ("quote", json!("at://asha.bsky.social/app.bsky.feed.like/3mdccjmurk222")),
            ("signed_in_only", json!("yes")),
            ("thumb", json!(1)),
            ("mentions", json!([])),
        ] {
            let (options, findings) = read(option, value.clone());
            assert_eq!(findings.len(), 1, "{option} = {value}");
            assert_eq!(findings[0].id, "wrong-option");
            assert_eq!(options, Options::default());
        }
    }

    #[test]
    fn a_quoted_post_is_named_by_its_page_or_its_address() {
        let page = "https://bsky.app/profile/asha.bsky.social/post/3mdccjmurk222";
        let address = "at://asha.bsky.social/app.bsky.feed.post/3mdccjmurk222";
        assert_eq!(post_address(page).unwrap().to_string(), address);
        assert_eq!(post_address(address).unwrap().to_string(), address);
        assert_eq!(post_address("https://bsky.example/profile/a.example/post/3m"), None);
    }
}
