//! Every kind of post, as it goes over the wire and as it becomes public.

use super::*;
use crate::delivery::Evidence;

fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_long_text_and_a_place_go_with_the_post() {
    let bench = Bench::of("threads");
    let attached = with_option(draft(TEXT), "attachment", "क".repeat(10_000));
    let attached = with_option(attached, "location_id", "7640348500");
    bench.post(&attached).await.unwrap();
    let form = &bench.forms()[0];
    let hung: Value = serde_json::from_str(&form["text_attachment"]).unwrap();
    assert_eq!(hung["plaintext"].as_str().unwrap().chars().count(), 10_000);
    assert_eq!(form["location_id"], "7640348500");
    let found = |draft: Draft| {
        let findings = bench.rig.platform.compose(&draft).findings;
        findings.first().map(|finding| finding.id)
    };
    let long = with_option(draft(TEXT), "attachment", "क".repeat(10_001));
    assert_eq!(found(long), Some("wrong-option"));
    let poll = with_option(draft(TEXT), "poll", serde_json::json!(["हाँ", "नहीं"]));
    let both = with_option(poll, "attachment", "पाठ");
    assert_eq!(found(both), Some("threads-attachment-to-text-alone"));
}

#[tokio::test]
async fn a_text_is_one_container_and_one_publication() {
    let bench = Bench::of("threads");
    let receipt = bench.post(&draft(TEXT)).await.unwrap().remove(0);
    assert_eq!(bench.forms(), [form(&[("media_type", "TEXT"), ("text", TEXT)])]);
    let published = bench.asked("POST", "/threads_publish");
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].path, "/v1.0/me/threads_publish");
    let body = String::from_utf8(published[0].body.clone()).unwrap();
    assert!(body.starts_with("creation_id=179") && !body.contains('&'), "{body}");
    assert_eq!(
        (receipt.evidence, receipt.id.as_str()),
        (Evidence::Answered, &*bench.rig.ledger()[0].id)
    );
    assert!(receipt.url.unwrap().starts_with("https://www.threads.com/@our_office/post/"));
}

#[tokio::test]
async fn no_token_is_in_any_address() {
    let bench = Bench::of("threads");
    bench.post(&draft(TEXT)).await.unwrap();
    for (asked, _) in bench.rig.stage.seen() {
        assert_eq!(asked.query("access_token"), None, "{}", asked.path);
        assert!(asked.bearer().is_some(), "{}", asked.path);
    }
}

#[tokio::test]
async fn the_first_hashtag_is_the_topic() {
    let bench = Bench::of("threads");
    bench.post(&draft("आज #किसान #मेला")).await.unwrap();
    let chosen = with_option(draft("आज #किसान"), "topic", "स्वच्छ भारत");
    bench.post(&chosen).await.unwrap();
    let topics: Vec<_> = bench.forms().iter().map(|form| form["topic_tag"].clone()).collect();
    assert_eq!(topics, ["किसान", "स्वच्छ भारत"]);
}

#[tokio::test]
async fn a_topic_that_is_not_permitted_is_left_out_and_told() {
    let bench = Bench::of("threads");
    let receipt = bench.post(&draft("आज #वर्जित")).await.unwrap().remove(0);
    assert_eq!(receipt.remarks, ["threads-topic-refused"]);
    let forms = bench.forms();
    assert_eq!(forms.len(), 2);
    assert_eq!(forms[1].get("topic_tag"), None);
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_picture_and_a_film_go_by_their_address() {
    let bench = Bench::of("threads");
    let media = vec![picture("मंच")];
    let address = format!("https://media.example/{}", media[0].wire_name());
    bench.post(&Draft { media, ..draft(TEXT) }).await.unwrap();
    let expected =
        [("media_type", "IMAGE"), ("image_url", &address), ("alt_text", "मंच"), ("text", TEXT)];
    assert_eq!(bench.forms(), [form(&expected)]);
    let film = vec![super::media(MediaKind::Mp4, None)];
    let address = format!("https://media.example/{}", film[0].wire_name());
    bench.post(&Draft { media: film, ..draft("") }).await.unwrap();
    let expected = [("media_type", "VIDEO"), ("video_url", address.as_str())];
    assert_eq!(bench.forms()[1], form(&expected));
}

#[tokio::test]
async fn several_media_are_a_carousel_of_items_in_their_order() {
    let bench = Bench::of("threads");
    let media = vec![picture("एक"), media(MediaKind::Mov, None), picture("तीन")];
    bench.post(&Draft { media, ..draft(TEXT) }).await.unwrap();
    let forms = bench.forms();
    assert_eq!(forms.len(), 4);
    assert!(forms[..3].iter().all(|item| item["is_carousel_item"] == "true"));
    assert!(forms[..3].iter().all(|item| !item.contains_key("text")));
    assert_eq!((forms[3]["media_type"].as_str(), forms[3]["text"].as_str()), ("CAROUSEL", TEXT));
    assert_eq!(forms[3]["children"].split(',').count(), 3);
    let public = bench.rig.ledger().remove(0);
    assert_eq!((public.media, public.alt), (3, vec!["एक".to_owned(), "तीन".to_owned()]));
}

#[tokio::test]
async fn a_thread_answers_the_published_post_before() {
    let bench = Bench::of("threads");
    let receipts = bench.post(&draft(&"पंचायत भवन में बैठक होगी। ".repeat(50))).await.unwrap();
    assert!(receipts.len() > 2);
    let public = bench.rig.ledger();
    for (at, receipt) in receipts.iter().enumerate() {
        assert_eq!(public[at].id, receipt.id);
        let parent = at.checked_sub(1).map(|before| receipts[before].id.clone());
        assert_eq!(public[at].parent, parent);
    }
}

#[tokio::test]
async fn options_and_settings_say_who_may_answer() {
    let bench = Bench::with("threads", &format!("{SETTINGS}reply_control = \"mentioned_only\"\n"));
    bench.post(&draft("एक")).await.unwrap();
    bench.post(&with_option(draft("दो"), "reply_control", "everyone")).await.unwrap();
    let controls: Vec<_> = bench.forms().iter().map(|form| form["reply_control"].clone()).collect();
    assert_eq!(controls, ["mentioned_only", "everyone"]);
}

#[tokio::test]
async fn cards_polls_quotes_and_covers_are_sent() {
    let bench = Bench::of("threads");
    let url = "https://example.org/notice".to_owned();
    let card = Card::Of { url, title: String::new(), description: String::new() };
    let first = bench.post(&Draft { card, ..draft("एक") }).await.unwrap().remove(0);
    bench.post(&with_option(draft("दो"), "poll", serde_json::json!(["हाँ", "नहीं"]))).await.unwrap();
    bench.post(&with_option(draft("तीन"), "quote", first.id.as_str())).await.unwrap();
    let covered = Draft {
        media: vec![picture("क")], warning: Some("चोट".into()), ..draft("चार")
    };
    bench.post(&covered).await.unwrap();
    let forms = bench.forms();
    assert_eq!(forms[0]["link_attachment"], "https://example.org/notice");
    assert_eq!(forms[1]["poll_attachment"], r#"{"option_a":"हाँ","option_b":"नहीं"}"#);
    assert_eq!(forms[2]["quote_post_id"], first.id);
    assert_eq!(forms[3]["is_spoiler_media"], "true");
}

#[tokio::test]
async fn an_address_that_cannot_be_read_does_not_undo_the_post() {
    let bench = Bench::of("threads");
    let way = bench.prepared(&draft(TEXT)).await;
    bench
        .rig
        .order(Mischief::invisible(Trick::Reply(crate::platform::mock::Reply::html(500, "x"))));
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!((receipt.url, receipt.id), (None, bench.rig.ledger()[0].id.clone()));
}

#[tokio::test]
async fn what_is_taken_back_is_gone_and_may_be_taken_back_again() {
    let bench = Bench::of("threads");
    let receipt = bench.post(&draft(TEXT)).await.unwrap().remove(0);
    for _ in 0..2 {
        bench.rig.platform.recall(&receipt).await.unwrap();
    }
    assert!(bench.rig.ledger()[0].deleted);
}

#[tokio::test]
async fn a_receipt_without_an_id_cannot_be_taken_back() {
    let bench = Bench::of("threads");
    let receipt = bench.post(&draft(TEXT)).await.unwrap().remove(0);
    let failure = bench.rig.platform.recall(&Receipt { id: String::new(), ..receipt }).await;
    assert_eq!(&*failure.unwrap_err().reason, "graph-receipt-not-usable");
}

#[tokio::test]
async fn without_the_right_to_delete_a_person_is_told() {
    let bench = Bench::of("writer");
    let receipt = bench.post(&draft(TEXT)).await.unwrap().remove(0);
    let failure = bench.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!(&*failure.reason, "graph-right-missing");
    assert!(!bench.rig.ledger()[0].deleted);
}
