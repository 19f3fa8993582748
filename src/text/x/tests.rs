use super::*;
use proptest::prelude::*;
use twitter_text::{ParserBackend, parse_with_parser_backend};

fn by_the_slow_parser(text: &str) -> usize {
    let result = parse_with_parser_backend(text, config_v3(), true, ParserBackend::Pest);
    usize::try_from(result.weighted_length).unwrap()
}

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
    for link in [
        "https://example.org/a/very/long/path",
        "IT.in",
        "www.gov.in",
        "example.com:8080/x?y=z",
        "http://भारत.भारत",
        "HTTPS://EXAMPLE.ORG",
        "https://t.co/abcdefghij",
    ] {
        assert_eq!(weighted_length(link), 23, "{link}");
        assert_eq!(weighted_length(&format!("देखें {link}। और")), 6 + 23 + 4, "{link}");
    }
}

#[test]
fn a_bare_domain_close_to_hindi_is_a_link() {
    assert_eq!(weighted_length("देखेंexample.comऔर"), 5 + 23 + 2);
    assert_eq!(weighted_length("है।example.com है.example.com"), 3 + 23 + 1 + 3 + 23);
}

#[test]
fn a_path_ends_at_the_first_hindi_letter() {
    assert_eq!(weighted_length("https://example.com/लंबा"), 23 + 4);
    assert_eq!(weighted_length("https://example.com/a?b=लंबा"), 23 + 4);
}

#[test]
fn what_x_takes_for_no_link_weighs_its_letters() {
    for text in [
        "भारत.भारत",
        "user@example.com",
        "@example.com",
        "#example.com",
        "example.nowhere",
        "https://host.nowhere/x",
        "-example.com",
        "file.bz2",
        "a.com-b",
        "10.30",
        "x.y_z.com",
    ] {
        assert_eq!(weighted_length(text), text.chars().count(), "{text}");
    }
}

#[test]
fn a_link_of_more_than_4096_bytes_is_plain_text() {
    let path = "x".repeat(4096 - 20);
    assert_eq!(weighted_length(&format!("https://example.org/{path}")), 23);
    assert_eq!(weighted_length(&format!("https://example.org/{path}x")), 4097);
}

#[test]
fn hindi_around_an_address_does_no_harm() {
    assert_eq!(weighted_length("क।a@b.example"), 13);
}

#[test]
fn no_input_is_slow() {
    for unit in
        ["a.", "@a", "a:", "http://a.in/((", "x.y_", "a.in/(", "http://", "क.", "é.", "a.in,"]
    {
        let text = unit.repeat((1 << 20) / unit.len());
        assert!(weighted_length(&text) > 1000);
    }
}

#[test]
fn no_emoji_weighs_less_than_the_slow_parser_says() {
    for emoji in emojis::iter() {
        let text = emoji.as_str();
        assert!(weighted_length(text) >= by_the_slow_parser(text), "{text}");
        assert!(weighted_length(text) >= 2, "{text}");
    }
}

proptest! {
    // Left out is what the slow parser gets wrong: `$a.in`, `http://t.com`, `a.in:80`, `a.in//`.
    #[test]
    fn texts_with_links_weigh_what_the_slow_parser_says(
        words in prop::collection::vec(
            prop_oneof![
                "(https?://)?([a-s]{1,4}[.]){1,2}(in|com|org|भारत|nowhere)((:80)?(/[a-z0-9]{1,3}){1,2}([?][a-z]=[0-9])?)?",
                "[क-हािी्।a-z0-9]{1,5}",
                "[#@(\"“]?[a-z]{1,3}[.](in|xyz|कॉम)[)।,!\"”]?",
            ],
            1..4,
        ),
    ) {
        let text = words.join(" ");
        prop_assert_eq!(weighted_length(&text), by_the_slow_parser(&text), "{}", text);
    }
}
