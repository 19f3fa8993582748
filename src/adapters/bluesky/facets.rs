//! What is clickable in a text: facets, counted in bytes of UTF-8 (bsky-docs `post-richtext`,
//! read April 2026).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use super::syntax;
use crate::http::Url;
use crate::text::{Link, MentionKind, hashtags, links, mentions};

/// The longest hashtag, in visible characters and in bytes (lexicon `app.bsky.richtext.facet`).
pub(super) const LONGEST_TAG: (usize, usize) = (64, 640);

/// Handles with the DIDs they were found to have; none where nobody has that handle.
pub(super) type Mentioned = BTreeMap<String, Option<String>>;

/// The handles mentioned in `text`, in lower case, each once.
pub(super) fn handles(text: &str) -> Vec<String> {
    let mut handles: Vec<String> = mentions(text)
        .into_iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Handle { domain } => Some(domain.to_lowercase()),
            _ => None,
        })
        .filter(|handle| syntax::is_handle(handle))
        .collect();
    handles.sort_unstable();
    handles.dedup();
    handles
}

/// The facets of `text`, in order; of two that overlap, the first. A mention becomes one only
/// where its DID is known.
pub(super) fn facets(text: &str, mentioned: &Mentioned) -> Vec<Value> {
    let mut all: Vec<(Range<usize>, Value)> = links(text)
        .into_iter()
        .filter_map(|link| Some((link.range.clone(), of_link(&link)?)))
        .collect();
    all.extend(hashtags(text).into_iter().filter_map(|hashtag| {
        let tag = hashtag.without_joiners();
        fits(&tag).then(|| (hashtag.range, of_tag(&tag)))
    }));
    all.extend(mentions(text).into_iter().filter_map(|mention| {
        let MentionKind::Handle { domain } = mention.kind else { return None };
        let did = mentioned.get(&domain.to_lowercase())?.as_ref()?;
        Some((mention.range, of_mention(did)))
    }));
    all.sort_by_key(|(range, _)| range.start);
    apart(all).into_iter().map(|(range, feature)| facet(&range, &feature)).collect()
}

/// Whether a hashtag is short enough to be one.
pub(super) fn fits(tag: &str) -> bool {
    tag.graphemes(true).count() <= LONGEST_TAG.0 && tag.len() <= LONGEST_TAG.1
}

fn apart(all: Vec<(Range<usize>, Value)>) -> Vec<(Range<usize>, Value)> {
    let mut end = 0;
    all.into_iter()
        .filter(|(range, _)| {
            let apart = range.start >= end;
            end = if apart { range.end } else { end };
            apart
        })
        .collect()
}

fn facet(range: &Range<usize>, feature: &Value) -> Value {
    json!({
        "index": { "byteStart": range.start, "byteEnd": range.end },
        "features": [feature],
    })
}

fn of_link(link: &Link<'_>) -> Option<Value> {
    let href = link.href();
    let uri = plain(&href)?;
    Some(json!({ "$type": "app.bsky.richtext.facet#link", "uri": uri }))
}

/// The address in plain ASCII, which every client can open: a host written in Hindi becomes its
/// `xn--` form.
fn plain(href: &str) -> Option<Cow<'_, str>> {
    if href.is_ascii() {
        return Some(Cow::Borrowed(href));
    }
    Url::parse(href).ok().map(|url| Cow::Owned(url.to_string()))
}

fn of_tag(tag: &str) -> Value {
    json!({ "$type": "app.bsky.richtext.facet#tag", "tag": tag })
}

fn of_mention(did: &str) -> Value {
    json!({ "$type": "app.bsky.richtext.facet#mention", "did": did })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::bluesky::tests::shared;

    fn found(text: &str) -> Vec<(String, Value)> {
        let known = Mentioned::from([
            ("asha.bsky.social".to_owned(), Some("did:plc:asha".to_owned())),
            ("nobody.bsky.social".to_owned(), None),
        ]);
        let slice = |facet: &Value| {
            let at = |end| facet["index"][end].as_u64().unwrap() as usize;
            text[at("byteStart")..at("byteEnd")].to_owned()
        };
        let pair = |facet: Value| (slice(&facet), facet["features"][0].clone());
        facets(text, &known).into_iter().map(pair).collect()
    }

    fn shown(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(shown, _)| shown).collect()
    }

    #[test]
    fn the_measured_hindi_text_has_the_measured_bytes() {
        let Some(measured) = shared::json("data/measured/bluesky-tid-facets.json") else { return };
        let text = measured["facets"]["text"].as_str().unwrap();
        let facets = facets(text, &Mentioned::new());
        assert_eq!(facets[0]["index"], measured["facets"]["link"]);
        let tag = &measured["facets"]["tag"];
        assert_eq!(facets[1]["index"]["byteStart"], tag["byteStart"]);
        assert_eq!(facets[1]["index"]["byteEnd"], tag["byteEnd"]);
        assert_eq!(facets[1]["features"][0]["tag"], tag["tag"]);
    }

    #[test]
    fn a_danda_after_a_link_stays_outside() {
        assert_eq!(shown("देखें https://example.org/k।"), ["https://example.org/k"]);
    }

    #[test]
    fn bytes_are_right_after_devanagari_and_emoji() {
        let text = "👨‍👩‍👧 क्षेत्र example.org/x और #मेला@ @asha.bsky.social।";
        assert_eq!(shown(text), ["example.org/x", "#मेला", "@asha.bsky.social"]);
    }

    #[test]
    fn two_links_and_one_at_byte_zero_are_found() {
        let facets = facets("https://a.example/ और https://b.example/", &Mentioned::new());
        assert_eq!(facets[0]["index"], json!({ "byteStart": 0, "byteEnd": 18 }));
        assert_eq!(facets.len(), 2);
    }

    #[test]
    fn a_tag_keeps_its_vowel_signs_and_loses_its_joiners() {
        let found = found("#कार्यक्रम #क्‍षेत्र");
        assert_eq!(found[0].1["tag"], "कार्यक्रम");
        assert_eq!(found[1].0, "#क्‍षेत्र");
        assert_eq!(found[1].1["tag"], "क्षेत्र");
    }

    #[test]
    fn a_tag_that_is_too_long_stays_plain_text() {
        assert_eq!(shown(&format!("#{}", "क".repeat(65))), [""; 0]);
        assert_eq!(shown(&format!("#{}", "क".repeat(64))).len(), 1);
    }

    #[test]
    fn a_mention_without_an_account_stays_plain_text() {
        assert_eq!(shown("@nobody.bsky.social @Asha.bsky.social"), ["@Asha.bsky.social"]);
    }

    #[test]
    fn a_host_in_hindi_is_sent_in_its_ascii_form() {
        let (shown, feature) = found("https://उदाहरण.भारत/नोटिस")[0].clone();
        assert_eq!(shown, "https://उदाहरण.भारत/नोटिस");
        let uri = feature["uri"].as_str().unwrap();
        assert!(uri.starts_with("https://xn--p1b6ci4b4b3a.xn--h2brj9c/%E0"), "{uri}");
    }

    #[test]
    fn each_handle_is_looked_up_once() {
        let text = "@Asha.bsky.social @asha.bsky.social @asha @ravi@host.example @b.example.org";
        assert_eq!(handles(text), ["asha.bsky.social", "b.example.org"]);
    }
}
