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
    let html = html.replace("</p>\n", "\n\n");
    let html = breaks.replace_all(&html, "\n");
    signs(tags.replace_all(&html, "").trim())
}

/// The descriptions of the pictures in HTML.
pub(super) fn alts(html: &str) -> Vec<String> {
    PATTERNS[2].captures_iter(html).map(|found| signs(&found[1])).collect()
}

fn signs(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
