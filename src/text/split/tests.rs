use super::*;
use crate::text::count::{LinkLength, Ruler, Unit};
use crate::text::{entities, is_blank, sentences};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

const fn limit(unit: Unit, max: usize) -> TextLimit {
    TextLimit { ruler: Ruler::of(unit), max }
}

const X: [TextLimit; 1] = [limit(Unit::XWeighted, 280)];
const BLUESKY: [TextLimit; 2] = [limit(Unit::Graphemes, 300), limit(Unit::Utf8Bytes, 3000)];
const PLAIN: Counter = Counter { style: CounterStyle::None, digits: Digits::Latin };
const NUMBERED: Counter = Counter { style: CounterStyle::AfterSpace, digits: Digits::Latin };

fn code_points(max: usize) -> [TextLimit; 1] {
    [limit(Unit::CodePoints, max)]
}

fn parts(text: &str, max: usize) -> Vec<String> {
    split(text, &code_points(max), PLAIN).unwrap()
}

/// A press note as an office writes it: headline, three paragraphs, a link, hashtags.
const NOTE: &str = "ज़िला पुस्तकालय में ग्रीष्मकालीन पठन शिविर\n\n\
    ज़िला पुस्तकालय में सोमवार, 1 जून 2026 से पठन शिविर शुरू होगा। शिविर प्रतिदिन सुबह 10.30 बजे से \
    दोपहर 1.30 बजे तक चलेगा और इसमें कक्षा 6 से 12 तक के विद्यार्थी भाग ले सकेंगे। पंजीकरण शुल्क रु. 50 है।\n\n\
    शिविर की संयोजक डॉ. ए.बी. उदाहरण ने बताया, “इस वर्ष विज्ञान, इतिहास और लोककथाओं पर विशेष सत्र होंगे। \
    बच्चे अपनी लिखी कहानियाँ भी पढ़ेंगे।” अंतिम दिन सभी प्रतिभागियों को प्रमाणपत्र दिए जाएँगे। \
    क्षेत्रीय भाषाओं की पुस्तकों की प्रदर्शनी भी लगेगी।\n\n\
    पंजीकरण के लिए https://example.org/शिविर।\nस्थान सीमित हैं।\n\n#पठन_शिविर #पुस्तकालय";

#[test]
fn a_text_that_fits_is_one_part_without_a_number() {
    assert_eq!(split(" छोटा संदेश \n", &X, NUMBERED).unwrap(), [" छोटा संदेश \n"]);
    assert_eq!(split("", &X, NUMBERED).unwrap(), [""]);
}

#[test]
fn a_press_note_is_cut_at_sentence_ends_and_every_part_fits() {
    for limits in [&X[..], &BLUESKY, &[limit(Unit::MastodonClusters, 200)]] {
        let parts = split(NOTE, limits, NUMBERED).unwrap();
        assert!(parts.len() > 1);
        for (index, part) in parts.iter().enumerate() {
            assert_eq!(fits(part, limits), Ok(()));
            let number = NUMBERED.suffix(index + 1, parts.len());
            let body = part.strip_suffix(&number).unwrap();
            let whole = sentences(NOTE);
            assert!(sentences(body).iter().all(|sentence| whole.contains(sentence)), "{body}");
        }
    }
}

#[test]
fn a_paragraph_end_is_better_than_a_sentence_end() {
    assert_eq!(parts("एक। दो।\n\nतीन। चार।", 12), ["एक। दो।", "तीन। चार।"]);
    assert_eq!(parts("एक। दो। तीन।\n\nचार।", 14), ["एक। दो। तीन।", "चार।"]);
}

#[test]
fn a_sentence_end_is_better_than_a_word_end() {
    assert_eq!(parts("यह पहला है। यह दूसरा वाक्य है।", 20), ["यह पहला है।", "यह दूसरा वाक्य है।"]);
}

#[test]
fn a_title_is_not_cut_from_its_name() {
    let text = "बैठक में भाग लेने डॉ. वर्मा आए। फिर सब गए।";
    assert_eq!(parts(text, 34), ["बैठक में भाग लेने डॉ. वर्मा आए।", "फिर सब गए।"]);
}

#[test]
fn the_last_part_is_not_a_lonely_word() {
    let text = "पहला वाक्य यहाँ है। दूसरा वाक्य यहाँ है। तीसरा वाक्य यहाँ। अंत।";
    assert_eq!(parts(text, 60), ["पहला वाक्य यहाँ है। दूसरा वाक्य यहाँ है।", "तीसरा वाक्य यहाँ। अंत।"]);
    let even = parts(&"शब्द ".repeat(26), 125);
    assert_eq!(even.iter().map(|part| part.chars().count()).collect::<Vec<_>>(), [64, 64]);
}

#[test]
fn even_parts_are_not_bought_with_more_parts() {
    let text = "क ".repeat(400);
    for max in 20..60_usize {
        let most = max.div_ceil(2);
        assert_eq!(parts(&text, max).len(), 400_usize.div_ceil(most), "{max}");
    }
}

#[test]
fn a_number_stands_in_the_chosen_digits_and_place() {
    let text = "पहला वाक्य यहाँ है। दूसरा वाक्य यहाँ है।";
    let devanagari = Counter { style: CounterStyle::OwnLine, digits: Digits::Devanagari };
    let expected = ["पहला वाक्य यहाँ है।\n(१/२)", "दूसरा वाक्य यहाँ है।\n(२/२)"];
    assert_eq!(split(text, &code_points(27), devanagari).unwrap(), expected);
}

#[test]
fn ten_parts_make_room_for_the_second_digit() {
    // 54 words of one letter: six a part beside ` (1/9)`, five and a half beside ` (10/10)`.
    let text = "क ".repeat(54);
    let nine = split(text.trim(), &code_points(17), NUMBERED).unwrap();
    assert_eq!(nine.len(), 9);
    let text = "क ".repeat(55);
    let more = split(text.trim(), &code_points(17), NUMBERED).unwrap();
    assert_eq!(more.len(), 11);
    assert!(more[9].ends_with(" (10/11)"));
    assert!(more.iter().all(|part| part.chars().count() <= 17));
}

#[test]
fn a_run_without_blanks_is_cut_between_visible_characters() {
    let run = "क्षि".repeat(2500);
    let parts = split(&run, &BLUESKY, PLAIN).unwrap();
    assert_eq!(parts.len(), 10);
    assert_eq!(parts.concat(), run);
    assert!(parts.iter().all(|part| part.starts_with("क्षि") && part.ends_with("क्षि")));
}

#[test]
fn a_link_inside_a_long_run_stays_whole() {
    let run = format!("{}https://example.org/k।{}", "क".repeat(270), "ख".repeat(400));
    let parts = split(&run, &BLUESKY, PLAIN).unwrap();
    assert!(parts.iter().any(|part| part.contains("https://example.org/k")));
    assert_eq!(parts.concat(), run);
}

#[test]
fn what_must_stay_whole_and_does_not_fit_is_named() {
    let long = "x".repeat(400);
    let link = format!("https://example.org/{long}");
    let tag = format!("#{long}");
    for (kind, word) in [(EntityKind::Link, link), (EntityKind::Hashtag, tag)] {
        let text = format!("{} {word} और", "शब्द ".repeat(100));
        let refused = split(&text, &BLUESKY, PLAIN).unwrap_err();
        let Unsplittable::TooLong { kind: found, text, room, .. } = refused else { panic!() };
        assert_eq!((found, text, room), (Some(kind), word, 300));
    }
}

#[test]
fn a_long_link_is_no_matter_where_links_count_23() {
    let link = format!("https://example.org/{}", "x".repeat(400));
    let text = format!("{} {link}", "शब्द ".repeat(70));
    let parts = split(&text, &X, NUMBERED).unwrap();
    assert!(parts[1].contains(&link));
    let mastodon = Ruler::of(Unit::MastodonClusters).with_links(LinkLength::Fixed(23));
    let limits = [TextLimit { ruler: mastodon, max: 150 }];
    assert!(split(&text, &limits, NUMBERED).unwrap().iter().any(|part| part.contains(&link)));
}

#[test]
fn a_character_longer_than_a_part_is_refused() {
    let heavy = format!("क{}", "\u{93c}".repeat(2000));
    let refused = split(&heavy, &BLUESKY, PLAIN).unwrap_err();
    assert!(matches!(refused, Unsplittable::TooLong { kind: None, length: 6003, room: 3000, .. }));
}

#[test]
fn a_number_that_leaves_no_room_is_refused() {
    let refused = split("बहुत लंबा संदेश", &code_points(6), NUMBERED).unwrap_err();
    assert_eq!(refused, Unsplittable::NoRoom { max: 6 });
}

#[test]
fn blanks_around_a_text_that_fits_without_them_are_dropped() {
    assert_eq!(split("  छोटा   \n", &code_points(5), NUMBERED).unwrap(), ["छोटा"]);
    assert_eq!(parts("     \n  ", 3), [""]);
}

#[test]
fn a_wide_gap_is_dropped_where_it_does_not_fit() {
    let text = format!("क{}ख", " ".repeat(50));
    assert_eq!(parts(&text, 20), ["क", "ख"]);
}

/// Counting anew for every cut would take minutes here, not a second.
#[test]
fn a_long_text_is_not_counted_over_and_over() {
    for unit in [NOTE, "क्ष", "शब्द ", "a.b", "👨‍👩‍👧‍👦", "https://example.org/k "]
    {
        let text = unit.repeat((1 << 17) / unit.len());
        for limits in [&X[..], &BLUESKY, &code_points(900)] {
            assert!(split(&text, limits, NUMBERED).unwrap().len() > 10);
        }
    }
}

fn syllable() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "क",
        "कि",
        "क्ष",
        "क्षि",
        "स्त्र",
        "ज्ञा",
        "न्द्र",
        "ड़",
        "ज़",
        "\u{958}",
        "क्‍ष",
        "क्‌ष",
        "र्‍या",
        "हूँ",
        "ॐ",
        "अ",
        "श्री",
        "ँ",
        "\u{94d}",
        "\u{93c}",
    ])
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::collection::vec(syllable(), 1..6).prop_map(|syllables| syllables.concat()),
        1 => prop::collection::vec(syllable(), 40..140).prop_map(|syllables| syllables.concat()),
        3 => "[A-Za-z]{1,8}",
        2 => prop::sample::select(vec![
            "👨‍👩‍👧‍👦", "🇮🇳", "🇮🇳🇮🇳", "👍🏽", "❤️", "1️⃣", "🧑‍🧑‍🧒", "₹50", "3.5", "१०.३०", "डॉ.", "रु.", "Dr.", "–", "ए.पी.",
        ]).prop_map(str::to_owned),
        1 => prop::collection::vec(syllable(), 1..4).prop_map(|tag| format!("#क{}", tag.concat())),
        1 => prop::sample::select(vec![
            "@asha", "@asha@social.example", "@asha.bsky.social", "#२०२६", "#2026", "#मेला_१",
        ]).prop_map(str::to_owned),
        1 => "https://(example\\.org|उदाहरण\\.भारत)(/[a-zकि]{0,9}){0,2}",
        1 => prop::sample::select(vec!["example.com/k", "IT.in", "www.gov.in", "a@b.example"])
            .prop_map(str::to_owned),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    let ending = prop::sample::select(vec![
        " ", " ", " ", " ", " ", "। ", "। ", "।", ". ", "? ", "!” ", "॥ ", "\n", "\n\n", "  \n \n",
        "", "", ", ", "\u{a0}",
    ]);
    prop::collection::vec((word(), ending), 0..60).prop_map(|words| {
        words.into_iter().flat_map(|(word, end)| [word, end.to_owned()]).collect()
    })
}

fn any_limits() -> impl Strategy<Value = Vec<TextLimit>> {
    let unit = prop::sample::select(vec![
        Unit::XWeighted,
        Unit::Graphemes,
        Unit::MastodonClusters,
        Unit::CodePoints,
        Unit::Utf16,
        Unit::ThreadsCharacters,
    ]);
    let bytes = prop::option::of(200_usize..900);
    (unit, 60_usize..200, bytes, any::<bool>()).prop_map(|(unit, max, bytes, fixed)| {
        let mut ruler = Ruler::of(unit);
        if fixed {
            ruler = ruler.with_links(LinkLength::Fixed(23)).with_short_mentions();
        }
        let bytes = bytes.map(|max| limit(Unit::Utf8Bytes, max));
        [TextLimit { ruler, max }].into_iter().chain(bytes).collect()
    })
}

fn any_counter() -> impl Strategy<Value = Counter> {
    let style = prop::sample::select(vec![
        CounterStyle::None,
        CounterStyle::AfterSpace,
        CounterStyle::OwnLine,
    ]);
    let digits = prop::sample::select(vec![Digits::Latin, Digits::Devanagari]);
    (style, digits).prop_map(|(style, digits)| Counter { style, digits })
}

/// Where every part stands in `text`; fails where the parts do not make up the text.
fn positions(text: &str, parts: &[String], counter: Counter) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut found = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let body = part.strip_suffix(&counter.suffix(index + 1, parts.len())).unwrap();
        let start = at + text[at..].find(body).unwrap();
        assert!(text[at..start].chars().all(is_blank), "lost {:?}", &text[at..start]);
        at = start + body.len();
        found.push((start, at));
    }
    assert!(text[at..].chars().all(is_blank), "lost {:?}", &text[at..]);
    found
}

proptest! {
    #[test]
    fn parts_fit_and_make_up_the_text_and_cut_nothing(
        text in any_text(),
        limits in any_limits(),
        counter in any_counter(),
    ) {
        let result = split(&text, &limits, counter);
        prop_assert_eq!(&result, &split(&text, &limits, counter));
        let Ok(parts) = result else {
            prop_assert!(matches!(result, Err(Unsplittable::TooLong { kind: Some(_), .. })), "{result:?}");
            return Ok(());
        };
        for part in &parts {
            prop_assert_eq!(fits(part, &limits), Ok(()));
            prop_assert_eq!(split(part, &limits, counter).unwrap(), [part.clone()]);
        }
        if parts.len() > 1 {
            let whole = entities(&text);
            let clusters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            for (start, end) in positions(&text, &parts, counter) {
                for cut in [start, end] {
                    prop_assert!(cut == text.len() || clusters.binary_search(&cut).is_ok());
                    prop_assert!(!whole.iter().any(|e| e.range.start < cut && cut < e.range.end));
                }
            }
        } else {
            prop_assert!(parts[0] == text || parts[0] == text.trim_matches(is_blank));
        }
    }

    #[test]
    fn any_characters_at_all_can_be_split(text in "\\PC{0,400}") {
        if let Ok(parts) = split(&text, &code_points(40), PLAIN) {
            positions(&text, &parts, PLAIN);
        }
    }
}
