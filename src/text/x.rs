//! Length as X counts it.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::links;

/// The weighted length of X (twitter-text, version 3 of its weights).
///
/// Every Devanagari code point weighs 1, a link 23, an emoji 2. Emoji younger than the lists of
/// X's published libraries (Emoji 11) weigh what their code points weigh, should that be more:
/// X may not know them as one.
///
/// A run of 4 KiB without a blank is counted in pieces, at a link's start where that helps: X
/// takes no longer link, and the parser's time grows with the square of a run's length.
#[must_use]
pub(super) fn weighted_length(text: &str) -> usize {
    let mut total = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_end(rest));
        total += parsed_length(piece) + young_emoji_surplus(piece);
        rest = after;
    }
    total
}

const PIECE: usize = 4096;

fn piece_end(text: &str) -> usize {
    if text.len() <= PIECE {
        return text.len();
    }
    let end = text.floor_char_boundary(PIECE);
    let blank = text[..end].rfind(char::is_whitespace).filter(|blank| *blank > 0);
    blank.unwrap_or_else(|| end_outside_links(text, end))
}

fn end_outside_links(run: &str, end: usize) -> usize {
    let window = &run[..run.floor_char_boundary(2 * PIECE)];
    let cut = links(window).into_iter().find(|link| link.range.contains(&end));
    cut.map(|link| link.range.start).filter(|start| *start > 0).unwrap_or(end)
}

fn parsed_length(piece: &str) -> usize {
    let config = twitter_text_config::config_v3();
    let length = twitter_text::parse(piece, config, true).weighted_length;
    usize::try_from(length).unwrap_or(0)
}

fn young_emoji_surplus(piece: &str) -> usize {
    if piece.chars().all(|character| character < '\u{200d}') {
        return 0;
    }
    piece.graphemes(true).filter(|cluster| is_young_emoji(cluster)).map(surplus).sum()
}

fn is_young_emoji(cluster: &str) -> bool {
    let oldest_list = emojis::EmojiVersion::new(11, 0);
    emojis::get(cluster).is_some_and(|emoji| emoji.emoji_version() > oldest_list)
}

fn surplus(cluster: &str) -> usize {
    cluster.nfc().map(weight).sum::<usize>().saturating_sub(2)
}

/// What one code point weighs outside links and emoji.
fn weight(character: char) -> usize {
    match u32::from(character) {
        0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hindi_weighs_one_per_code_point() {
        assert_eq!(weighted_length("नमस्ते दुनिया"), 13);
        assert_eq!(weighted_length("“क्ष” – ॥"), 9);
    }

    #[test]
    fn rupee_signs_ellipses_and_bullets_weigh_two() {
        assert_eq!(weighted_length("₹"), 2);
        assert_eq!(weighted_length("…•"), 4);
    }

    #[test]
    fn a_nukta_letter_is_counted_taken_apart() {
        assert_eq!(weighted_length("\u{958}"), 2);
    }

    #[test]
    fn an_old_emoji_family_weighs_two_and_a_young_one_its_code_points() {
        assert_eq!(weighted_length("👨‍👩‍👧‍👦"), 2);
        assert_eq!(weighted_length("🧑‍🧑‍🧒"), 8);
        assert_eq!(weighted_length("🫡"), 2);
    }

    #[test]
    fn flags_in_a_row_weigh_two_each() {
        assert_eq!(weighted_length("🇮🇳🇮🇳"), 4);
    }

    #[test]
    fn links_weigh_23_with_and_without_a_scheme() {
        assert_eq!(weighted_length("https://example.org/a/very/long/path"), 23);
        assert_eq!(weighted_length("IT.in"), 23);
        assert_eq!(weighted_length("भारत.भारत"), 9);
    }

    #[test]
    fn a_long_text_is_counted_as_its_parts() {
        let line = "किसान मेला https://example.org/k IT.in 👨‍👩‍👧‍👦।\n";
        assert_eq!(weighted_length(&line.repeat(500)), 500 * weighted_length(line));
    }

    #[test]
    fn a_long_run_keeps_the_link_that_a_piece_ends_in() {
        let run = format!("{}https://example.org/{}", "क".repeat(1360), "x".repeat(40));
        assert_eq!(weighted_length(&run), 1360 + 23);
    }
}
