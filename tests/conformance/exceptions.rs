//! What a service is documented not to have, and what it is documented to do to texts. Whatever
//! is not listed here is expected of an adapter.

use dakiya::post::Part;

use super::cases::Case;

/// Services whose answer to a success has no id, or may have none.
pub(crate) fn gives_no_id(kind: &str) -> bool {
    ["slack", "webhook"].contains(&kind)
}

/// Accounts on which nothing can be taken back. Instagram deletes through a Page alone.
pub(crate) fn has_no_way_back(case: &Case) -> bool {
    let without_page = case.kind == "instagram" && case.settings.contains("login = \"instagram\"");
    let kinds = ["slack", "google-chat", "webhook", "handoff", "whatsapp"];
    kinds.contains(&case.kind) || without_page
}

/// Services that say everything in the head of their answer, so that a cut body takes nothing.
pub(crate) fn answers_in_the_head(kind: &str) -> bool {
    kind == "linkedin"
}

/// Services that take no text alone.
pub(crate) fn needs_media(kind: &str) -> bool {
    kind == "instagram"
}

/// Services without replies: the parts of a thread just follow one another.
pub(crate) fn has_no_replies(kind: &str) -> bool {
    ["discord"].contains(&kind)
}

/// Services that have no way to ask who we are; their adapter says so.
pub(crate) fn cannot_say_who(kind: &str) -> bool {
    ["slack", "google-chat", "webhook"].contains(&kind)
}

/// Accounts with a session that can be renewed.
pub(crate) fn renews(case: &Case) -> bool {
    ["bluesky", "facebook", "youtube"].contains(&case.kind) || logs_in_with_tokens(case)
}

/// Accounts whose login is over where the answer to its renewal is lost: what renews it is good
/// once, and the next one was in that answer.
pub(crate) fn may_lose_its_login(case: &Case) -> bool {
    logs_in_with_tokens(case)
}

/// Services that refuse a text that the account has posted before.
pub(crate) fn refuses_repeats(kind: &str) -> bool {
    ["linkedin", "x"].contains(&kind)
}

fn logs_in_with_tokens(case: &Case) -> bool {
    case.kind == "x" && case.settings.contains("client_id")
}

/// Services that take nothing without a film.
pub(crate) fn needs_a_film(kind: &str) -> bool {
    kind == "youtube"
}

/// Services where a page in place of an answer to an invisible request means that something
/// stands before the service, which a person must take away.
pub(crate) fn a_page_is_an_obstacle(kind: &str) -> bool {
    kind == "wordpress"
}

/// Services whose threads are flat: every part replies to the first.
pub(crate) fn replies_to_the_first(kind: &str) -> bool {
    kind == "google-chat"
}

/// The text of `part` as followers are to see it. On Matrix a file without a text of its own
/// shows its description.
pub(crate) fn shown(kind: &str, part: &Part) -> String {
    let alt = part.media.first().and_then(|medium| medium.alt.as_deref());
    let text = match alt {
        Some(alt) if kind == "matrix" && part.text.is_empty() => alt,
        _ => &part.text,
    };
    let text = text.trim();
    if kind == "wordpress" && !text.is_empty() && !text.contains('\n') {
        return article(text, part.warning.as_deref());
    }
    text.to_owned()
}

/// A text of one line is the title of the article and the article, below the warning.
fn article(line: &str, warning: Option<&str>) -> String {
    let warning = warning.map(|warning| format!("{warning}\n\n")).unwrap_or_default();
    format!("{line}\n{warning}{line}")
}
