//! What a reader of the imitated site sees of HTML.

use std::sync::LazyLock;

use regex::Regex;

#[expect(clippy::expect_used, reason = "the patterns are constant and used by every test")]
static PATTERNS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    ["<br />\n?", "<[^>]*>", "<img [^>]*alt=\"([^\"]*)\""]
        .map(|pattern| Regex::new(pattern).expect("a pattern"))
});

/// The text of HTML.
pub(super) fn text(html: &str) -> String {
    let [breaks, tags, _] = &*PATTERNS;
    let html = without_shortcodes(html).replace("</p>\n", "\n\n");
    let html = breaks.replace_all(&html, "\n");
    signs(tags.replace_all(&html, "").trim())
}

/// Words in brackets that WordPress (6.1.9) takes for commands to itself.
fn without_shortcodes(html: &str) -> String {
    let known = ["[audio]", "[gallery]", "[embed]", "[caption]", "[/caption]"];
    known.iter().fold(html.to_owned(), |html, known| html.replace(known, ""))
}

/// What is kept of a picture's description, and shown: tags are cut out (6.1.9).
pub(super) fn described(alt: &str) -> String {
    signs(&PATTERNS[1].replace_all(alt, ""))
}

/// The descriptions of the pictures in HTML.
pub(super) fn alts(html: &str) -> Vec<String> {
    PATTERNS[2].captures_iter(html).map(|found| signs(&found[1])).collect()
}

fn signs(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#91;", "["),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
