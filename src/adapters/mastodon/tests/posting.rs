//! Posting: what goes out, and what becomes public.

use serde_json::json;

use super::{Bench, JPEG, PNG, TEXT, draft, with_option};
use crate::delivery::{Evidence, Guarantee, Receipt};
use crate::platform::mock::{JobSeed, Rig, Way};
use crate::post::{Draft, MediaKind, Part};

#[tokio::test]
async fn a_hindi_notice_goes_out_as_written() {
    let bench = Bench::of("mastodon");
    let receipts = bench.rig.post(&draft(TEXT), 1).await.unwrap();
    let expected = json!({
        "status": TEXT, "language": "hi", "sensitive": false, "visibility": "public",
    });
    assert_eq!(bench.body(0), expected);
    let ledger = bench.rig.ledger();
    assert_eq!((ledger.len(), ledger[0].text.as_str()), (1, TEXT));
    assert_eq!(receipts[0].id, ledger[0].id);
    assert_eq!(receipts[0].evidence, Evidence::Answered);
    let url = format!("https://social.example/@karyalaya/{}", ledger[0].id);
    assert_eq!(receipts[0].url, Some(url));
    assert!(receipts[0].remarks.is_empty());
}

#[tokio::test]
async fn pictures_go_out_in_order_with_their_descriptions() {
    let bench = Bench::of("mastodon");
    let first = bench.media(MediaKind::Png, PNG, Some("मंच पर वक्ता"));
    let second = bench.media(MediaKind::Jpeg, JPEG, Some("श्रोता"));
    let post = Draft { media: vec![first, second], ..draft(TEXT) };
    bench.rig.post(&post, 1).await.unwrap();
    let public = &bench.rig.ledger()[0];
    assert_eq!(public.media, 2);
    assert_eq!(public.alt, ["मंच पर वक्ता", "श्रोता"]);
}

#[tokio::test]
async fn a_picture_needs_no_text_and_may_have_a_focus() {
    let bench = Bench::of("mastodon");
    let picture = bench.media(MediaKind::Png, PNG, Some("चित्र"));
    let post = Draft { media: vec![picture], ..draft("") };
    bench.rig.post(&with_option(post, "focus", "0.25, -0.5"), 1).await.unwrap();
    assert_eq!(bench.body(0)["status"], json!(null));
    let seen = bench.rig.stage.seen();
    let upload = seen.iter().find(|(asked, _)| asked.path == "/api/v2/media").unwrap();
    let form = upload.0.multipart().unwrap();
    let names: Vec<_> = form.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["file", "description", "focus"]);
    assert_eq!(form[2].bytes, b"0.25,-0.5");
}

#[tokio::test]
async fn a_content_warning_goes_before_the_text() {
    let bench = Bench::of("mastodon");
    let post = Draft { warning: Some("हिंसा".to_owned()), ..draft(TEXT) };
    bench.rig.post(&post, 1).await.unwrap();
    let body = bench.body(0);
    assert_eq!((&body["spoiler_text"], &body["sensitive"]), (&json!("हिंसा"), &json!(true)));
}

#[tokio::test]
async fn a_warning_without_a_text_is_the_text() {
    let bench = Bench::of("mastodon");
    let picture = bench.media(MediaKind::Png, PNG, Some("चित्र"));
    let post =
        Draft { warning: Some("हिंसा".to_owned()), media: vec![picture], ..draft("  ") };
    bench.rig.post(&post, 1).await.unwrap();
    let body = bench.body(0);
    assert_eq!((&body["status"], &body["sensitive"]), (&json!("हिंसा"), &json!(true)));
    assert_eq!(body["spoiler_text"], json!(null));
}

#[tokio::test]
async fn what_the_post_says_wins_over_the_config() {
    let bench = Bench::with("mastodon", "visibility = \"private\"\nsensitive = true\n");
    bench.rig.post(&draft("क"), 1).await.unwrap();
    assert_eq!(bench.body(0)["visibility"], "private");
    assert_eq!(bench.body(0)["sensitive"], true);
    let post = with_option(draft("ख"), "visibility", "unlisted");
    bench.rig.post(&with_option(post, "sensitive", false), 2).await.unwrap();
    assert_eq!(bench.body(1)["visibility"], "unlisted");
    assert_eq!(bench.body(1)["sensitive"], false);
}

#[tokio::test]
async fn a_region_is_left_out_of_the_language() {
    let bench = Bench::of("mastodon");
    let post = |lang: &str| Draft { lang: Some(lang.to_owned()), ..draft(lang) };
    for (index, (tag, sent)) in
        [("hi-IN", json!("hi")), ("BHO", json!("bho")), ("हिंदी", json!(null))]
            .into_iter()
            .enumerate()
    {
        bench.rig.post(&post(tag), index as u32).await.unwrap();
        assert_eq!(bench.body(index)["language"], sent, "{tag}");
    }
}

/// Publishes `texts` as the parts of one thread.
async fn thread(rig: &Rig, draft: &Draft, texts: &[&str]) -> Vec<Receipt> {
    let mut receipts: Vec<Receipt> = Vec::new();
    let parts: Vec<Part> = texts.iter().map(|text| draft.part(*text, Vec::new())).collect();
    for (index, part) in (0_u16..).zip(parts) {
        let key = Rig::key(7, index);
        let (root, parent) = (receipts.first(), receipts.last());
        let due = receipts.first().map_or_else(Default::default, |first| first.at);
        let job = JobSeed { index, parts: texts.len() as u16, key: &key, due, root, parent };
        let mut way = Way { part, progress: serde_json::Value::Null };
        rig.prepare(&mut way, job).await.unwrap();
        let receipt = rig.publish(&way, job).await.unwrap();
        receipts.push(receipt);
    }
    receipts
}

#[tokio::test]
async fn the_parts_of_a_thread_reply_to_each_other_quietly() {
    let bench = Bench::of("mastodon");
    let receipts = thread(&bench.rig, &draft(""), &["एक", "दो", "तीन"]).await;
    let ledger = bench.rig.ledger();
    let parents: Vec<_> = ledger.iter().map(|one| one.parent.clone()).collect();
    let expected = [None, Some(receipts[0].id.clone()), Some(receipts[1].id.clone())];
    assert_eq!(parents, expected);
    let seen: Vec<_> = (0..3).map(|index| bench.body(index)["visibility"].clone()).collect();
    assert_eq!(seen, ["public", "unlisted", "unlisted"]);
}

#[tokio::test]
async fn a_long_hindi_text_is_a_thread_whose_first_part_has_the_picture() {
    let bench = Bench::of("mastodon");
    let picture = bench.media(MediaKind::Png, PNG, Some("मंच"));
    let text = "प्रधानमन्त्री ने आज किसान सम्मेलन में नई योजना की घोषणा की। ".repeat(30);
    let warning = Some("राजनीति".to_owned());
    let post = Draft { media: vec![picture], warning, ..draft(text.trim()) };
    let receipts = bench.rig.post(&post, 1).await.unwrap();
    assert!(receipts.len() > 2, "{}", receipts.len());
    let ledger = bench.rig.ledger();
    let media: Vec<_> = ledger.iter().map(|one| one.media).collect();
    assert_eq!(media.iter().sum::<usize>(), 1);
    assert_eq!(media[0], 1);
    let joined: Vec<_> = ledger.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(joined.join(" "), text.trim());
}

#[tokio::test]
async fn no_reply_is_seen_by_more_people_than_the_first_part() {
    let bench = Bench::with("mastodon", "reply_visibility = \"public\"\n");
    let post = with_option(draft(""), "visibility", "private");
    thread(&bench.rig, &post, &["एक", "दो"]).await;
    assert_eq!(bench.body(1)["visibility"], "private");
}

#[tokio::test]
async fn a_key_goes_with_every_post_unless_the_config_forbids_it() {
    let header = |bench: &Bench| {
        let seen = bench.rig.stage.seen();
        let post = seen.iter().find(|(_, visible)| *visible).unwrap();
        post.0.header("idempotency-key").map(str::to_owned)
    };
    let bench = Bench::of("mastodon");
    bench.rig.post(&draft(TEXT), 3).await.unwrap();
    assert_eq!(header(&bench), Some(Rig::key(3, 0)));
    let bench = Bench::with("mastodon", "idempotency = false\n");
    bench.rig.post(&draft(TEXT), 3).await.unwrap();
    assert_eq!(header(&bench), None);
    assert_eq!(bench.rig.platform.guarantee(), Guarantee::C);
}

#[tokio::test]
async fn exactly_once_is_promised_only_where_the_server_is_mastodon() {
    for (kind, known) in [
        ("mastodon", Guarantee::B),
        ("v3", Guarantee::B),
        ("gotosocial", Guarantee::C),
        ("silent", Guarantee::C),
    ] {
        let bench = Bench::of(kind);
        assert_eq!(bench.rig.platform.guarantee(), Guarantee::C, "{kind} before it is known");
        bench.rig.platform.whoami().await.unwrap();
        assert_eq!(bench.rig.platform.guarantee(), known, "{kind}");
    }
}

#[tokio::test]
async fn a_server_that_hides_a_post_is_told_of() {
    let bench = Bench::of("limited");
    let receipts = bench.rig.post(&draft(TEXT), 1).await.unwrap();
    assert_eq!(receipts[0].remarks, ["visibility-changed"]);
}

#[tokio::test]
async fn a_long_post_goes_out_whole_on_gotosocial() {
    let bench = Bench::of("gotosocial");
    bench.rig.platform.whoami().await.unwrap();
    let text = "क्ष".repeat(1600);
    bench.rig.post(&draft(&text), 1).await.unwrap();
    assert_eq!(bench.rig.ledger()[0].text, text);
}

#[tokio::test]
async fn what_is_recalled_is_gone_and_may_be_recalled_again() {
    for kind in ["mastodon", "gotosocial"] {
        let bench = Bench::of(kind);
        let receipts = bench.rig.post(&draft(TEXT), 1).await.unwrap();
        bench.rig.platform.recall(&receipts[0]).await.unwrap();
        assert!(bench.public().is_empty());
        bench.rig.platform.recall(&receipts[0]).await.unwrap();
    }
}

#[tokio::test]
async fn a_receipt_that_is_none_is_not_sent_anywhere() {
    let bench = Bench::of("mastodon");
    let mut receipts = bench.rig.post(&draft(TEXT), 1).await.unwrap();
    receipts[0].id = "../../v1/accounts/1".to_owned();
    let failure = bench.rig.platform.recall(&receipts[0]).await.unwrap_err();
    assert_eq!(failure.reason, "mastodon-receipt-not-usable");
}
