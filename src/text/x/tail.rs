//! Port, path and query of a link, as far as X takes them.

/// The end of the port at `at`, or `at`.
pub(super) fn port_end(text: &str, at: usize) -> usize {
    let digits = text[at..].strip_prefix(':').unwrap_or("");
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    if length > 0 { at + 1 + length } else { at }
}

/// The end of the path at `at`, or `at`.
pub(super) fn path_end(text: &str, at: usize) -> usize {
    if !text[at..].starts_with('/') {
        return at;
    }
    let mut next = at + 1;
    let mut end = next;
    while let Some(character) = text[next..].chars().next() {
        if character == '(' {
            let Some(length) = brackets(&text[next..]) else { break };
            next += length;
            end = next;
        } else if is_path(character) {
            next += character.len_utf8();
            end = if ends_path(character) { next } else { end };
        } else {
            break;
        }
    }
    end
}

/// The end of the query at `at`, or `at`.
pub(super) fn query_end(text: &str, at: usize) -> usize {
    let Some(query) = text[at..].strip_prefix('?') else { return at };
    let length = query.find(|c| !is_query(c)).unwrap_or(query.len());
    let last = query[..length].rfind(|c: char| c.is_ascii_alphanumeric() || "-_&=#/".contains(c));
    last.map_or(at, |last| at + 1 + last + 1)
}

/// The end of a link of X's own shortener, whose domain ends at `at`; none if its name has more
/// than 40 letters.
pub(super) fn short_link_end(text: &str, at: usize) -> Option<usize> {
    let Some(path) = text[at..].strip_prefix('/') else { return Some(at) };
    let name = path.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(path.len());
    (name <= 40).then(|| query_end(text, at + 1 + name))
}

/// Latin letters beyond ASCII.
pub(super) fn is_latin_accent(character: char) -> bool {
    matches!(character, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(character, '×' | '÷')
}

/// The length of balanced brackets at the start of `text`, with one more pair inside at most.
fn brackets(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' if depth < 2 => depth += 1,
            ')' if text[..at].ends_with('(') => return None,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ if is_path(character) => {}
            _ => return None,
        }
    }
    None
}

fn is_path(character: char) -> bool {
    ends_path(character) || "!*';:,.$%[]–~@|&".contains(character)
}

fn ends_path(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || "=_#/+-".contains(character)
        || matches!(character, '\u{400}'..='\u{4ff}')
        || is_latin_accent(character)
}

fn is_query(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!?*'();:&=+$/%#[]-_.,~|@".contains(character)
}
