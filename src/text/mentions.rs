//! Mentions of other people's accounts.

use std::ops::Range;

use super::hashtags::is_word;
use super::links::has_known_ending;

/// How a mention names the other account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionKind<'a> {
    /// `@name`, on the platform itself.
    Local {
        /// The name without the `@`.
        name: &'a str,
    },
    /// `@name@host`, on another Mastodon server.
    Remote {
        /// The name without the `@`.
        name: &'a str,
        /// The server.
        host: &'a str,
    },
    /// `@name.bsky.social`: a Bluesky handle, which is a domain.
    Handle {
        /// The handle without the `@`.
        domain: &'a str,
    },
}

/// One mention of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    /// Its bytes in the text, the `@` included.
    pub range: Range<usize>,
    /// Whom it names.
    pub kind: MentionKind<'a>,
}

/// The mentions of `text`, in order.
///
/// A mention begins where no word, `@`, `/` or `=` goes before, so an e-mail address has none.
/// A dotted name is a handle where its ending is a known top-level domain or `.test`.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention<'_>> {
    text.match_indices(['@', '＠']).filter_map(|(at, sign)| mention_at(text, at, sign)).collect()
}

fn mention_at<'a>(text: &'a str, at: usize, sign: &str) -> Option<Mention<'a>> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|before| is_word(before) || matches!(before, '@' | '＠' | '/' | '=')) {
        return None;
    }
    let start = at + sign.len();
    let dotted = leading(&text[start..], |c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    if !dotted.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_') {
        return None;
    }
    let after = &text[start + dotted.len()..];
    let (kind, length) = if let Some(host) = after.strip_prefix('@') {
        remote(dotted, host)?
    } else if is_handle(dotted) {
        (MentionKind::Handle { domain: dotted }, dotted.len())
    } else {
        let name = leading(dotted, |c| !".-".contains(c));
        (MentionKind::Local { name }, name.len())
    };
    Some(Mention { range: at..start + length, kind })
}

/// Whether `dotted` is a domain that an account can have. Test networks have names under `.test`.
fn is_handle(dotted: &str) -> bool {
    let testing = dotted.len() > 5 && dotted.ends_with(".test");
    dotted.contains('.') && (has_known_ending(dotted) || testing)
}

fn remote<'a>(name: &'a str, after: &'a str) -> Option<(MentionKind<'a>, usize)> {
    let host = leading(after, |c| is_word(c) || ".-".contains(c));
    let usable = host.starts_with(char::is_alphanumeric);
    usable.then_some((MentionKind::Remote { name, host }, name.len() + 1 + host.len()))
}

/// The longest start of `text` made of `fitting` characters, without dots and hyphens at its end.
fn leading(text: &str, fitting: impl Fn(char) -> bool) -> &str {
    let end = text.find(|character| !fitting(character)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, MentionKind<'_>)> {
        mentions(text)
            .into_iter()
            .map(|mention| (&text[mention.range.clone()], mention.kind))
            .collect()
    }

    #[test]
    fn three_ways_to_name_an_account_are_told_apart() {
        let text = "@asha, @asha@social.example और @asha.bsky.social।";
        let expected = [
            ("@asha", MentionKind::Local { name: "asha" }),
            ("@asha@social.example", MentionKind::Remote { name: "asha", host: "social.example" }),
            ("@asha.bsky.social", MentionKind::Handle { domain: "asha.bsky.social" }),
        ];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn accounts_of_test_networks_are_named_like_all_others() {
        assert_eq!(found("@asha.test")[0].1, MentionKind::Handle { domain: "asha.test" });
        assert_eq!(found("@asha.tests")[0].1, MentionKind::Local { name: "asha" });
        assert_eq!(found("@.test"), []);
    }

    #[test]
    fn a_full_stop_after_a_name_does_not_belong_to_it() {
        assert_eq!(found("@asha. अब")[0].0, "@asha");
        assert_eq!(found("@asha.अब")[0].0, "@asha");
        assert_eq!(found("@a@host.example.")[0].0, "@a@host.example");
    }

    #[test]
    fn a_postposition_written_close_does_not_belong_to_a_name() {
        assert_eq!(found("(@asha_1ने कहा)")[0].0, "@asha_1");
    }

    #[test]
    fn an_address_a_path_and_a_lone_sign_are_no_mentions() {
        assert_eq!(found("a@b.example क@ख https://x.example/@asha @ @_@ @@a ?u=@a"), []);
    }

    #[test]
    fn a_server_with_a_hindi_name_is_a_host() {
        let (shown, _) = found("@asha@उदाहरण.भारत।")[0];
        assert_eq!(shown, "@asha@उदाहरण.भारत");
    }
}
