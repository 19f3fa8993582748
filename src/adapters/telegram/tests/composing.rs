//! How posts become messages.

use super::*;
use crate::finding::Severity;
use crate::text::{Ruler, Unit};

fn compose(draft: &Draft) -> Composed {
    stand("").rig.platform.compose(draft)
}

#[test]
fn a_text_that_fits_is_one_message() {
    let text = "क".repeat(4096);
    let composed = compose(&draft(&text));
    assert_eq!((composed.parts.len(), composed.parts[0].text.as_str()), (1, text.as_str()));
}

#[test]
fn length_is_counted_in_utf_16_units() {
    let emoji = "🙂".repeat(2048);
    assert_eq!(Ruler::of(Unit::Utf16).length(&emoji), 4096);
    assert_eq!(compose(&draft(&emoji)).parts.len(), 1);
    let limits = stand("").rig.platform.limits();
    assert!(crate::text::fits(&format!("{emoji}a"), &limits.text).is_err());
}

#[test]
fn a_text_that_fits_a_caption_goes_with_the_media() {
    let stand = stand("");
    let draft = with_media(&"अ".repeat(1024), vec![stand.picture(80)]);
    let parts = stand.rig.platform.compose(&draft).parts;
    assert_eq!((parts.len(), parts[0].media.len()), (1, 1));
}

#[test]
fn a_text_too_long_for_a_caption_follows_the_media_whole() {
    let stand = stand("");
    let text = "अ".repeat(1025);
    let parts = stand.rig.platform.compose(&with_media(&text, vec![stand.picture(80)])).parts;
    assert_eq!(parts.len(), 2);
    assert_eq!((parts[0].text.as_str(), parts[0].media.len()), ("", 1));
    assert_eq!((parts[1].text.as_str(), parts[1].media.len()), (text.as_str(), 0));
}

#[test]
fn a_content_warning_is_the_first_line_and_counts() {
    let warned = |text: &str| Draft { warning: Some("हिंसा".to_owned()), ..draft(text) };
    assert_eq!(compose(&warned("दृश्य")).parts[0].text, "हिंसा\n\nदृश्य");
    let stand = stand("");
    let long = Draft { media: vec![stand.picture(80)], ..warned(&"अ".repeat(1020)) };
    let parts = stand.rig.platform.compose(&long).parts;
    assert_eq!(parts.len(), 2);
    assert!(parts[1].text.starts_with("हिंसा\n\nअ"));
}

#[test]
fn media_without_text_are_taken_and_nothing_at_all_is_not() {
    let stand = stand("");
    let only_media = stand.rig.platform.compose(&with_media("", vec![stand.picture(80)]));
    assert_eq!(only_media.parts.len(), 1);
    assert_eq!(ids(&compose(&draft(" \n"))), ["text-empty"]);
    let only_warning = Draft { warning: Some("हिंसा".to_owned()), ..draft("") };
    assert_eq!(ids(&compose(&only_warning)), ["text-empty"]);
}

#[test]
fn descriptions_of_pictures_are_said_to_be_lost() {
    let stand = stand("");
    let mut picture = stand.picture(80);
    picture.alt = Some("मंच पर वक्ता".to_owned());
    let composed = stand.rig.platform.compose(&with_media("अ", vec![picture]));
    assert_eq!(ids(&composed), ["alt-text-not-carried"]);
    assert_eq!(composed.findings[0].severity, Severity::Note);
    assert_eq!(composed.parts.len(), 1);
}

#[test]
fn media_that_telegram_refuses_are_refused_before() {
    let stand = stand("");
    let kind = |kind| stand.media(kind, b"x", None);
    let sized = |width, height| stand.media(MediaKind::Png, b"x", Some((width, height)));
    let heavy = |kind, bytes| Media { bytes, ..stand.media(kind, b"x", None) };
    let cases = [
        (vec![kind(MediaKind::Webp)], "media-kind-not-taken"),
        (vec![kind(MediaKind::Heic)], "media-kind-not-taken"),
        (vec![heavy(MediaKind::Jpeg, 10_000_001)], "media-too-large"),
        (vec![heavy(MediaKind::Mp4, 50_000_001)], "media-too-large"),
        (vec![sized(6000, 4001)], "media-sides-too-long"),
        (vec![sized(2100, 100)], "media-too-narrow"),
    ];
    for (media, id) in cases {
        let composed = stand.rig.platform.compose(&with_media("अ", media));
        assert!(ids(&composed).contains(&id), "{id}: {:?}", ids(&composed));
        assert!(composed.parts.is_empty(), "{id}");
    }
}

#[test]
fn what_makes_no_album_together_makes_several_messages() {
    let stand = stand("");
    let kind = |kind| stand.media(kind, b"x", None);
    let album = [vec![kind(MediaKind::Jpeg); 4], vec![kind(MediaKind::Mp4)]].concat();
    let cases = [
        (album, vec![5]),
        (vec![kind(MediaKind::Gif), kind(MediaKind::Jpeg)], vec![1, 1]),
        (vec![kind(MediaKind::Pdf), kind(MediaKind::Jpeg), kind(MediaKind::Pdf)], vec![2, 1]),
        (vec![kind(MediaKind::Jpeg); 11], vec![10, 1]),
    ];
    for (media, counts) in cases {
        let parts = stand.rig.platform.compose(&with_media("अ", media)).parts;
        assert_eq!(parts.iter().map(|part| part.media.len()).collect::<Vec<_>>(), counts);
        let texts: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!((texts.as_str(), parts[0].text.as_str()), ("अ", "अ"));
    }
}

#[test]
fn a_film_that_does_not_play_in_a_channel_is_made_into_one_that_does() {
    let stand = stand("");
    for kind in [MediaKind::Mov, MediaKind::Webm] {
        let film = stand.media(kind, b"x", None);
        let wanted = crate::platform::wanted(&film, &stand.rig.platform.limits());
        assert_eq!(wanted.map(|wanted| wanted.kind), Some(MediaKind::Mp4));
    }
}

#[test]
fn an_unknown_option_names_the_known_ones() {
    let composed = compose(&with_option("अ", "pin", true));
    assert_eq!(ids(&composed), ["unknown-option"]);
    let known = ("known", "silent, protect, spoiler, link_preview".into());
    assert!(composed.findings[0].facts.contains(&known));
    assert!(composed.parts.is_empty());
}

#[test]
fn an_option_of_the_wrong_type_shows_a_right_one() {
    for (option, value) in
        [("silent", json!("yes")), ("link_preview", json!("huge")), ("link_preview", json!(1))]
    {
        let composed = compose(&with_option("अ", option, value));
        assert_eq!(ids(&composed), ["wrong-option"], "{option}");
        assert!(composed.findings[0].facts.iter().any(|(name, _)| *name == "example"));
    }
}

#[test]
fn the_same_draft_gives_the_same_parts() {
    let stand = stand("");
    let draft = with_media(&"अ".repeat(2000), vec![stand.picture(80)]);
    assert_eq!(stand.rig.platform.compose(&draft), stand.rig.platform.compose(&draft));
}

#[tokio::test]
async fn a_long_hindi_text_becomes_a_thread_of_whole_sentences() {
    let stand = stand("");
    let text = "यह सूचना सभी कार्यालयों के लिए है। ".repeat(300);
    let receipts = stand.rig.post(&draft(text.trim_end()), 1).await.unwrap();
    let ledger = stand.rig.ledger();
    assert_eq!((receipts.len(), ledger.len()), (3, 3));
    for (public, parent) in ledger.iter().zip([None, Some("42"), Some("43")]) {
        assert!(public.text.ends_with('।') && public.text.encode_utf16().count() <= 4096);
        assert_eq!(public.parent.as_deref(), parent);
    }
    let joined: Vec<_> = ledger.iter().map(|public| public.text.as_str()).collect();
    assert_eq!(joined.join(" "), text.trim_end());
}

#[test]
fn a_text_of_more_parts_than_a_minute_takes_is_refused() {
    let text = "यह बहुत लंबी सूचना है। ".repeat(4000);
    assert_eq!(ids(&compose(&draft(&text))), ["too-many-parts"]);
}
