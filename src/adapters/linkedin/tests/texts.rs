//! Texts on the wire.

use proptest::prelude::*;

use super::super::imitation::shown;
use super::super::little;
use super::*;

#[test]
fn every_vector_of_the_rule_is_written_as_it_should_be() {
    let Some(all) = shared("linkedin-little-text-vectors.json") else { return };
    let vectors = all["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 16);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        assert_eq!(little::escape(text("input")), text("expected"), "{}", text("name"));
        assert_eq!(little::plain(text("expected")), text("input"), "{}", text("name"));
    }
}

#[test]
fn a_text_that_is_not_escaped_would_be_cut_and_ours_never_is() {
    assert_eq!(shown("up 4% (EPRI, 2024)"), "up 4% ");
    for text in ["up 4% (EPRI, 2024)", "a@b.example", "#जन_संवाद और #Tech2 (अब)", "*१* {x} \\ ~"]
    {
        assert_eq!(shown(&little::escape(text)), text);
    }
}

proptest! {
    #[test]
    fn linkedin_shows_every_text_whole(text in "(?s)[#{}|\\\\@\\[\\]()<>*_~a-cकार् \\n।]{0,40}") {
        prop_assert_eq!(shown(&little::escape(&text)), text);
    }
}

#[tokio::test]
async fn a_hindi_hashtag_is_one_template_and_the_journal_keeps_the_plain_text() {
    let desk = Desk::new();
    let draft = draft("आज की बैठक #जन_संवाद में (5 बजे)");
    let way = desk.prepared(&draft, "k").await;
    assert_eq!(way.part.text, draft.text);
    desk.publish(&way, "k").await.unwrap();
    let wire = "आज की बैठक {hashtag|\\#|जन\\_संवाद} में \\(5 बजे\\)";
    assert_eq!(desk.posted()[0]["commentary"], wire);
    assert_eq!(desk.rig.ledger()[0].text, draft.text);
}
