use super::*;
use proptest::prelude::*;

fn boundaries(text: &str) -> Vec<Boundary> {
    gaps(text).into_iter().map(|gap| gap.boundary).collect()
}

#[test]
fn a_danda_ends_a_sentence() {
    assert_eq!(sentences("सभा कल है। सब आएँ॥ धन्यवाद"), ["सभा कल है।", "सब आएँ॥", "धन्यवाद"]);
}

#[test]
fn a_danda_ends_a_sentence_without_a_blank_too() {
    assert_eq!(sentences("सभा कल है।सब आएँ।"), ["सभा कल है।", "सब आएँ।"]);
    assert_eq!(gaps("है।सब")[0].range, 9..9);
}

#[test]
fn closing_marks_belong_to_the_sentence_before() {
    assert_eq!(sentences("“आइए।” उन्होंने कहा।"), ["“आइए।”", "उन्होंने कहा।"]);
    assert_eq!(sentences("(कल है।)फिर"), ["(कल है।)", "फिर"]);
    assert_eq!(sentences("Is it? \"Yes!\" He left."), ["Is it?", "\"Yes!\"", "He left."]);
}

#[test]
fn a_verse_number_stays_with_its_dandas() {
    assert_eq!(sentences("पहला पद ॥१॥ दूसरा पद ॥२॥"), ["पहला पद ॥१॥", "दूसरा पद ॥२॥"]);
    assert_eq!(sentences("पहला पद॥१॥दूसरा पद॥२"), ["पहला पद॥१॥", "दूसरा पद॥२"]);
}

#[test]
fn titles_and_short_forms_end_no_sentence() {
    for text in [
        "डॉ. वर्मा आए।",
        "श्री. वर्मा, प्रो. वर्मा और पं. वर्मा आए।",
        "कु. वर्मा (क्र. ५) को रु. ५०० मिले।",
        "Dr. Varma and Mr. Rao met at No. 10 on Oct. 5.",
        "कमरा नं. ५ में।",
    ] {
        assert_eq!(sentences(text), [text]);
    }
}

#[test]
fn initials_end_no_sentence() {
    for text in
        ["ए.पी.जे. वर्मा आए।", "ए. पी. वर्मा आए।", "A. B. Varma, Ph.D. M.A. came.", "(क. वर्मा)"]
    {
        assert_eq!(sentences(text), [text]);
    }
}

#[test]
fn decimals_and_times_end_no_sentence() {
    let text = "दर 3.5 है, समय 10.30 या १०.३० बजे।";
    assert_eq!(sentences(text), [text]);
}

#[test]
fn a_number_ends_a_sentence_but_a_list_number_does_not() {
    assert_eq!(sentences("It was 2026. Then rain."), ["It was 2026.", "Then rain."]);
    assert_eq!(sentences("1. पहला।\n2. दूसरा। ३. तीसरा"), ["1. पहला।", "2. दूसरा।", "३. तीसरा"]);
}

#[test]
fn a_full_stop_in_hindi_ends_a_sentence() {
    assert_eq!(sentences("सभा कल है. सब आएँ."), ["सभा कल है.", "सब आएँ."]);
}

#[test]
fn lower_case_after_a_stop_goes_on() {
    let text = "He asked (why?) and waited ... then left.";
    assert_eq!(sentences(text), [text]);
}

#[test]
fn a_link_with_a_stop_after_it_ends_a_sentence() {
    assert_eq!(sentences("देखें https://example.org/a. फिर आएँ।").len(), 2);
}

#[test]
fn lines_and_paragraphs_are_told_apart() {
    use Boundary::{Line, Paragraph, Sentence, Word};
    assert_eq!(boundaries("क ख\nग \n घ।\n\t\nङ। च"), [Word, Line, Line, Paragraph, Sentence]);
}

#[test]
fn blanks_around_the_text_are_no_gaps() {
    assert_eq!(gaps("  \nक\n\n "), []);
    assert_eq!(gaps(" \n"), []);
    assert_eq!(sentences(" \n"), [""; 0]);
}

#[test]
fn a_no_break_space_is_no_gap_and_a_mark_holds_its_blank() {
    assert_eq!(gaps("१०\u{a0}किमी"), []);
    assert_eq!(gaps("क \u{93c}ख"), []);
}

proptest! {
    #[test]
    fn gaps_hold_blanks_only_and_stand_between_words(text in "[क।॥१\u{93c}\u{94d}\u{200d} \n.?\"”a]{0,40}") {
        for gap in gaps(&text) {
            prop_assert!(text[gap.range.clone()].chars().all(is_blank));
            let before = text[..gap.range.start].graphemes(true).next_back();
            let after = text[gap.range.end..].graphemes(true).next();
            prop_assert!(before.is_some_and(|cluster| !cluster.chars().all(is_blank)));
            prop_assert!(after.is_some_and(|cluster| !cluster.chars().all(is_blank)));
        }
    }
}
