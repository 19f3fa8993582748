//! The filters that recipes have beside the language's own.

use std::sync::LazyLock;

use chrono::DateTime;
use minijinja::{Environment, Error, ErrorKind, Value};
use regex::Regex;
use sha2::{Digest as _, Sha256};
use unicode_segmentation::UnicodeSegmentation as _;
use uuid::Uuid;

use crate::text::{links, normalise};

/// The language's own filters that mislead here: escaping belongs to the place, not to a filter.
const REMOVED: [&str; 6] = ["safe", "escape", "e", "tojson", "urlencode", "pprint"];

/// Adds the filters to `engine`.
pub(super) fn add_to(engine: &mut Environment<'static>) {
    for name in REMOVED {
        engine.remove_filter(name);
    }
    engine.add_filter("html", html);
    engine.add_filter("paragraphs", paragraphs);
    engine.add_filter("slack", slack);
    engine.add_filter("plain", plain);
    engine.add_filter("normal", |text: &str| normalise(text).trim().to_owned());
    engine.add_filter("first_line", |text: &str| parted(text).0.to_owned());
    engine.add_filter("after_first_line", |text: &str| parted(text).1.to_owned());
    engine.add_filter("cut", cut);
    engine.add_filter("digest", |text: &str| hex::encode(Sha256::digest(text.as_bytes())));
    engine.add_filter("uuid", |text: &str| {
        Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("dakiya:{text}").as_bytes()).to_string()
    });
    engine.add_filter("unix", unix);
}

/// The first filter that `source` uses and `engine` does not have. The language itself would
/// only say so when the template runs.
pub(super) fn unknown_in(source: &str, engine: &Environment<'_>) -> Option<String> {
    #[expect(clippy::expect_used, reason = "the patterns are constant and covered by tests")]
    static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
        let texts = Regex::new(r#""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"#).expect("texts");
        let filters = Regex::new(r"\|\s*([A-Za-z_]\w*)").expect("filters");
        (texts, filters)
    });
    let (texts, filters) = &*PATTERNS;
    let bare = texts.replace_all(source, "''");
    let mut names = filters.captures_iter(&bare).filter_map(|found| found.get(1));
    names.find(|name| !is_filter(name.as_str(), engine)).map(|name| name.as_str().to_owned())
}

fn is_filter(name: &str, engine: &Environment<'_>) -> bool {
    let mut state = engine.empty_state();
    let asked = state.apply_filter(name, &[Value::from(0)]);
    asked.map_or_else(|error| error.kind() != ErrorKind::UnknownFilter, |_| true)
}

/// `text` where HTML is read: nothing in it can be a tag or end an attribute.
fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}

/// `text` as HTML paragraphs: an empty line parts them, a line end is a line break, and links lead
/// somewhere.
fn paragraphs(text: &str) -> String {
    let blocks = text.split("\n\n").map(|block| block.trim_matches('\n'));
    blocks
        .filter(|block| !block.trim().is_empty())
        .map(|block| format!("<p>{}</p>", linked(block).replace('\n', "<br />\n")))
        .collect::<Vec<_>>()
        .join("\n")
}

/// `text` where HTML is read, its links as links.
fn linked(text: &str) -> String {
    let (mut markup, mut done) = (String::with_capacity(text.len() * 2), 0);
    for link in links(text).into_iter().filter(|link| !link.bare || link.has_known_host()) {
        markup.push_str(&html(&text[done..link.range.start]));
        let (href, written) = (html(&link.href()), html(link.written));
        markup.push_str(&format!("<a href=\"{href}\">{written}</a>"));
        done = link.range.end;
    }
    markup + &html(&text[done..])
}

/// `text` for Slack, which wants these three signs escaped and no others.
fn slack(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text of simple HTML, as services give a message back: line breaks and paragraphs become
/// line ends, other tags go, the five basic entities become signs. Line ends of the HTML itself
/// mean nothing after a tag, and a blank elsewhere.
fn plain(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open].replace('\n', " "));
        let Some(close) = rest[open..].find('>') else { break };
        let tag = rest[open + 1..open + close].trim().to_lowercase();
        rest = rest[open + close + 1..].trim_start_matches('\n');
        match tag.trim_end_matches(['/', ' ']) {
            "br" => text.push('\n'),
            "/p" if rest.contains('<') => text.push_str("\n\n"),
            _ => {}
        }
    }
    text.push_str(&rest.replace('\n', " "));
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let signs = entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign));
    normalise(&signs).trim().to_owned()
}

/// The first line that says something, and what comes after it.
fn parted(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    (first.trim_end(), rest.trim_start())
}

/// At most `most` visible characters, the last of them an ellipsis where something was cut off.
fn cut(text: &str, most: usize) -> String {
    if text.graphemes(true).count() <= most {
        return text.to_owned();
    }
    let kept: String = text.graphemes(true).take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Seconds since 1970 of a time written as RFC 3339 has it.
fn unix(time: &str) -> Result<i64, Error> {
    DateTime::parse_from_rfc3339(time).map(|time| time.timestamp()).map_err(|error| {
        Error::new(ErrorKind::InvalidOperation, format!("`{time}` is not a time: {error}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_become_a_tag() {
        assert_eq!(html("<b a='x'>&\"क"), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;क");
    }

    #[test]
    fn empty_lines_part_paragraphs_and_line_ends_are_breaks() {
        let text = "पहली पंक्ति\nदूसरी <b>\n\n\nनया अनुच्छेद\n";
        let expected = "<p>पहली पंक्ति<br />\nदूसरी &lt;b&gt;</p>\n<p>नया अनुच्छेद</p>";
        assert_eq!(paragraphs(text), expected);
    }

    #[test]
    fn links_in_paragraphs_can_be_followed_and_hide_nothing() {
        let text = "सूची: https://example.org/क?a=1&b=\"2, example.org।";
        let expected = "<p>सूची: <a href=\"https://example.org/क?a=1&amp;b=\">\
            https://example.org/क?a=1&amp;b=</a>&quot;2, \
            <a href=\"https://example.org\">example.org</a>।</p>";
        assert_eq!(paragraphs(text), expected);
        assert_eq!(plain(expected), text);
    }

    #[test]
    fn slack_wants_three_signs_escaped() {
        assert_eq!(slack("<!channel> & \"क\""), "&lt;!channel&gt; &amp; \"क\"");
    }

    #[test]
    fn what_went_out_as_paragraphs_comes_back_as_text() {
        let text = "पहली & <दूसरी>\nतीसरी\n\nचौथी \"उद्धरण\" 'x'";
        assert_eq!(plain(&paragraphs(text)), text);
    }

    #[test]
    fn the_title_is_the_first_line_and_the_rest_is_the_rest() {
        assert_eq!(parted("\nशीर्षक \n\nपाठ\nऔर"), ("शीर्षक", "पाठ\nऔर"));
        assert_eq!(parted("एक"), ("एक", ""));
    }

    #[test]
    fn a_cut_never_parts_a_visible_character() {
        assert_eq!(cut("नमस्ते दुनिया", 4), "नमस्ते…".chars().collect::<String>());
        assert_eq!(cut("नमस्ते", 3), "नमस्ते");
    }

    #[test]
    fn times_are_read_as_rfc_3339() {
        assert_eq!(unix("2026-11-25T09:00:00+05:30").unwrap(), 1_795_577_400);
        assert!(unix("yesterday").is_err());
    }
}
