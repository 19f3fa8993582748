//! How LinkedIn shows a text in its "little" format.

/// What has a meaning and must be escaped.
const SIGNS: &str = "\\|{}@[]()<>#*_~";

/// What people see of `little`. At the first sign that stands there without a meaning the rest is
/// lost, which is what happens on LinkedIn; there is no error.
pub(in crate::adapters::linkedin) fn shown(little: &str) -> String {
    let mut shown = String::new();
    let mut rest = little;
    while let Some(first) = rest.chars().next() {
        let step = match first {
            '\\' => escape(rest),
            '{' => hashtag(rest),
            '@' => mention(rest),
            '#' => bare_tag(rest),
            _ if SIGNS.contains(first) => None,
            _ => Some((first.to_string(), first.len_utf8())),
        };
        let Some((piece, length)) = step else { break };
        shown.push_str(&piece);
        rest = &rest[length..];
    }
    shown
}

fn escape(rest: &str) -> Option<(String, usize)> {
    let next = rest.chars().nth(1).filter(|next| SIGNS.contains(*next))?;
    Some((next.to_string(), 2))
}

/// `{hashtag|\#|word}`.
fn hashtag(rest: &str) -> Option<(String, usize)> {
    let start = "{hashtag|\\#|";
    let inside = rest.strip_prefix(start)?;
    let mut word = String::new();
    let mut at = 0;
    while let Some(next) = inside[at..].chars().next() {
        match next {
            '}' => {
                let sound = !word.is_empty() && !word.contains(char::is_whitespace);
                return sound.then(|| (format!("#{word}"), start.len() + at + 1));
            }
            '\\' => {
                let (piece, length) = escape(&inside[at..])?;
                word.push_str(&piece);
                at += length;
            }
            _ if SIGNS.contains(next) => return None,
            _ => {
                word.push(next);
                at += next.len_utf8();
            }
        }
    }
    None
}

/// `@[Name](urn:li:organization:1)`, which the author may write as well.
fn mention(rest: &str) -> Option<(String, usize)> {
    let close = rest.find("](urn:li:")?;
    let name = rest.get(2..close).filter(|_| rest.starts_with("@["))?;
    let end = close + rest[close..].find(')')?;
    let name = shown(name);
    let urn = &rest[close + 2..end];
    let known = urn.starts_with("urn:li:organization:") || urn.starts_with("urn:li:person:");
    (known && !name.is_empty()).then(|| (format!("@[{name}]({urn})"), end + 1))
}

/// A tag of Latin letters needs no template.
fn bare_tag(rest: &str) -> Option<(String, usize)> {
    let word: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let named = word.chars().any(|letter| letter.is_ascii_alphabetic());
    let length = 1 + word.len();
    named.then(|| (format!("#{word}"), length))
}
