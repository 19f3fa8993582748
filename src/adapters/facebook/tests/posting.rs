//! Posts: what goes over the wire, and what becomes public.

use super::*;
use crate::delivery::Evidence;

#[tokio::test]
async fn a_text_is_one_request_and_its_receipt_leads_to_it() {
    let bench = Bench::of("facebook");
    let receipts = bench.post(&draft(TEXT)).await;
    let [asked] = bench.shown().try_into().unwrap();
    assert_eq!(asked.path, format!("/v25.0/{PAGE}/feed"));
    assert_eq!(asked.json().unwrap(), json!({ "message": TEXT, "published": true }));
    assert_eq!(asked.query("fields"), Some("id,permalink_url"));
    let receipt = &receipts[0];
    assert_eq!(vec![receipt.id.clone()], bench.public());
    let permalink = format!("https://www.facebook.com/{}", receipt.id.replace('_', "/posts/"));
    assert_eq!(receipt.url.as_deref(), Some(permalink.as_str()));
    assert_eq!(receipt.evidence, Evidence::Answered);
}

#[tokio::test]
async fn a_link_goes_with_its_text_and_a_page_without_one_is_only_named() {
    let bench = Bench::of("facebook");
    bench.post(&draft("देखें https://example.org/1")).await;
    assert_eq!(bench.shown()[0].json().unwrap()["link"], "https://example.org/1");
    bench.post(&bench.pictured()).await;
    assert_eq!(bench.shown()[1].json().unwrap().get("link"), None);
}

#[tokio::test]
async fn photographs_go_up_unseen_one_a_step_and_are_then_attached() {
    let bench = Bench::of("facebook");
    let mut way = bench.way(&bench.album());
    for step in 1..=2 {
        let job = crate::platform::Job {
            part: &way.part,
            index: 0,
            parts: 1,
            key: "k",
            due: bench.now(),
            progress: &way.progress,
            root: None,
            parent: None,
        };
        let crate::platform::Prepared::More { progress } =
            bench.rig.platform.prepare(&job).await.unwrap()
        else {
            panic!("no step")
        };
        assert_eq!(bench.asked("/photos").len(), step);
        way.progress = progress;
    }
    bench.rig.prepare(&mut way, bench.single("k")).await.unwrap();
    assert!(bench.shown().is_empty());
    let receipt = bench.publish(&way).await.unwrap();
    let form = bench.asked("/photos")[1].multipart().unwrap();
    let field = |name: &str| form.iter().find(|part| part.name == name).unwrap();
    assert_eq!(
        (field("published").bytes.as_slice(), field("source").bytes.as_slice()),
        (&b"false"[..], PNG)
    );
    assert_eq!(field("alt_text_custom").bytes, "सभा \"बड़ी\"".as_bytes());
    let attached = bench.shown()[0].json().unwrap()["attached_media"].clone();
    assert_eq!(attached.as_array().unwrap().len(), 2);
    assert_eq!(attached[0]["media_fbid"], receipt.extra["photos"][0]);
    let public = bench.rig.ledger();
    assert_eq!(public[0].alt, ["मंच पर वक्ता", "सभा \"बड़ी\""]);
    assert_eq!(public[0].media, 2);
}

#[tokio::test]
async fn what_was_prepared_ends_after_half_a_day() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&bench.pictured()).await;
    let job = crate::platform::Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: "k",
        due: bench.now(),
        progress: &way.progress,
        root: None,
        parent: None,
    };
    let begun = bench.now();
    let crate::platform::Prepared::Done { expires, .. } =
        bench.rig.platform.prepare(&job).await.unwrap()
    else {
        panic!("not done")
    };
    assert_eq!(expires, Some(begun + chrono::Duration::hours(12)));
}

#[tokio::test]
async fn in_two_steps_the_post_is_made_unseen_and_revealed_again_and_again() {
    let bench = Bench::two_step();
    let way = bench.prepared(&bench.album()).await;
    assert!(bench.public().is_empty());
    let made = bench.asked("/feed")[0].json().unwrap();
    assert_eq!(
        (made["published"].clone(), made["unpublished_content_type"].clone()),
        (json!(false), json!("DRAFT"))
    );
    let first = bench.publish(&way).await.unwrap();
    let [asked] = bench.shown().try_into().unwrap();
    assert_eq!(asked.path, format!("/v25.0/{}", first.id));
    assert_eq!(asked.json().unwrap(), json!({ "is_published": true }));
    let bench = bench.restarted();
    let again = bench.publish(&way).await.unwrap();
    assert_eq!((again.id, bench.public()), (first.id.clone(), vec![first.id]));
}

#[tokio::test]
async fn photographs_that_are_gone_are_uploaded_again() {
    for bench in [Bench::of("facebook"), Bench::two_step()] {
        let mut way = bench.prepared(&bench.pictured()).await;
        bench.visible(Trick::Forget);
        let failure = bench.publish(&way).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Stale, "facebook-upload-gone"));
        way.progress = Value::Null;
        bench.rig.prepare(&mut way, bench.single("k")).await.unwrap();
        bench.publish(&way).await.unwrap();
        assert_eq!(bench.public().len(), 1);
    }
}

#[tokio::test]
async fn what_was_never_prepared_is_not_sent() {
    let bench = Bench::of("facebook");
    bench.prepared(&draft(TEXT)).await;
    for post in [bench.pictured(), bench.filmed(), bench.reel()] {
        let failure = bench.publish(&bench.way(&post)).await.unwrap_err();
        assert_eq!(failure.class, Class::Stale);
    }
    let two = Bench::two_step();
    two.prepared(&draft(TEXT)).await;
    assert_eq!(two.publish(&two.way(&draft(TEXT))).await.unwrap_err().class, Class::Stale);
    assert!(bench.shown().is_empty() && two.shown().is_empty());
}

#[tokio::test]
async fn a_recall_deletes_the_post_and_its_photographs_and_gone_is_done() {
    let bench = Bench::of("facebook");
    let receipt = bench.post(&bench.album()).await.remove(0);
    for _ in 0..2 {
        bench.rig.platform.recall(&receipt).await.unwrap();
    }
    assert!(bench.public().is_empty());
    for photo in receipt.extra["photos"].as_array().unwrap() {
        let path = format!("/{}", photo.as_str().unwrap());
        assert!(bench.asked(&path).iter().any(|asked| asked.method == "DELETE"));
    }
}

#[tokio::test]
async fn what_cannot_be_named_cannot_be_recalled_and_its_address_is_told() {
    let bench = Bench::of("facebook");
    let mut receipt = bench.post(&draft(TEXT)).await.remove(0);
    receipt.id = "pfbid02abc".into();
    let failure = bench.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "facebook-receipt-not-usable"));
    assert_eq!(Some(failure.detail), receipt.url);
}

#[tokio::test]
async fn a_page_that_may_not_be_seen_any_more_is_not_taken_for_a_deleted_post() {
    let bench = Bench::of("facebook");
    let receipt = bench.post(&draft(TEXT)).await.remove(0);
    bench.rig.order(Mischief::invisible(Trick::Reply(refusal(100, Some(33)))).times(2));
    let failure = bench.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!((failure.class, bench.public().len()), (Class::Auth, 1));
}

#[tokio::test]
async fn a_full_page_makes_the_next_post_wait() {
    let bench = Bench::of("full");
    assert_eq!(bench.rig.platform.pace(), None);
    bench.post(&draft(TEXT)).await;
    let pace = bench.rig.platform.pace().unwrap();
    assert_eq!((pace.remaining, pace.resets - bench.now()), (0, chrono::Duration::minutes(15)));
}
