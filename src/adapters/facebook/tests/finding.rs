//! What a look after a lost answer may say.

use super::*;
use crate::delivery::Evidence;

/// Prepares `draft`, sends it with this loss, and looks.
async fn lost(bench: &Bench, draft: &Draft, trick: Trick) -> Found {
    let way = bench.prepared(draft).await;
    let since = bench.now();
    bench.visible(trick);
    assert!(bench.publish(&way).await.unwrap_err().class.may_be_applied());
    bench.pass(20);
    bench.find(&way, since).await.unwrap()
}

#[tokio::test]
async fn what_arrived_is_found_with_its_photographs_and_what_did_not_is_absent() {
    for two_step in ["two_step = false\n", "two_step = true\n"] {
        for post in [Bench::album, Bench::pictured, |_: &Bench| draft(TEXT)] {
            let bench = Bench::with("facebook", two_step);
            let receipt = receipt_of(lost(&bench, &post(&bench), Trick::ApplyThenCut).await);
            assert_eq!((vec![receipt.id], receipt.evidence), (bench.public(), Evidence::ReadBack));
            let bench = Bench::with("facebook", two_step);
            assert_eq!(lost(&bench, &post(&bench), Trick::Cut).await, Found::Absent);
        }
    }
}

#[tokio::test]
async fn a_picture_without_a_text_is_known_by_the_picture() {
    let bench = Bench::of("facebook");
    let post = Draft { text: String::new(), ..bench.pictured() };
    receipt_of(lost(&bench, &post, Trick::ApplyThenCut).await);
}

#[tokio::test]
async fn the_same_text_with_other_pictures_is_not_taken_for_ours() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&bench.pictured()).await;
    bench.post(&Draft { media: vec![bench.media(MediaKind::Png, PNG, None)], ..draft(TEXT) }).await;
    assert_eq!(bench.find(&way, bench.now()).await.unwrap(), Found::CannotKnow);
    let text = bench.prepared(&draft(TEXT)).await;
    assert_eq!(bench.find(&text, bench.now()).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn an_earlier_post_with_the_same_text_is_not_ours() {
    let bench = Bench::of("facebook");
    bench.post(&draft(TEXT)).await;
    bench.pass(121);
    bench.post(&draft("बीच में")).await;
    assert_eq!(lost(&bench, &draft(TEXT), Trick::Cut).await, Found::Absent);
}

#[tokio::test]
async fn of_two_that_fit_nobody_can_tell_which_is_ours() {
    let bench = Bench::of("facebook");
    bench.post(&draft(TEXT)).await;
    bench.post(&draft("बीच में")).await;
    assert_eq!(lost(&bench, &draft(TEXT), Trick::ApplyThenCut).await, Found::CannotKnow);
}

#[tokio::test]
async fn where_the_app_is_not_shown_nothing_is_sure() {
    let bench = Bench::of("silent-about-apps");
    assert_eq!(lost(&bench, &draft(TEXT), Trick::ApplyThenCut).await, Found::CannotKnow);
}

#[tokio::test]
async fn another_composition_of_the_same_letters_is_the_same_text() {
    let bench = Bench::of("facebook");
    receipt_of(lost(&bench, &draft("\u{958}लम और पत्र "), Trick::ApplyThenCut).await);
}

#[tokio::test]
async fn pages_are_read_until_the_time_is_reached_and_their_links_are_never_followed() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    for number in 0..30 {
        bench.post(&draft(&format!("सूचना {number}"))).await;
        bench.pass(1);
    }
    let receipt = receipt_of(bench.find(&way, since).await.unwrap());
    assert_eq!(receipt.id, bench.public()[0]);
    let asked = bench.asked("/published_posts");
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|asked| asked.query("access_token").is_none()));
    assert_eq!(asked[1].query("after"), Some("QVFI25"));
}

#[tokio::test]
async fn an_unpublished_post_that_is_gone_is_absent_and_one_that_may_not_be_seen_is_not() {
    let bench = Bench::two_step();
    let way = bench.prepared(&draft(TEXT)).await;
    bench.invisible(Trick::Forget);
    assert_eq!(bench.find(&way, bench.now()).await.unwrap(), Found::Absent);
    bench.rig.order(Mischief::invisible(Trick::Reply(refusal(100, Some(33)))).times(2));
    assert_eq!(bench.find(&way, bench.now()).await.unwrap_err().class, Class::Auth);
}

#[tokio::test]
async fn a_duplicate_that_is_our_own_earlier_request_ends_as_success() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    bench.pass(200);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Duplicate, "facebook-same-as-last-post"));
    assert_eq!(bench.public().len(), 1);
    receipt_of(bench.find(&way, since).await.unwrap());
}

#[tokio::test]
async fn a_failure_of_the_server_after_the_post_was_stored_is_doubt() {
    let bench = Bench::of("facebook");
    let mut reply = refusal(1, None);
    reply.status = 500;
    let receipt = receipt_of(lost(&bench, &draft(TEXT), Trick::ApplyThenReply(reply)).await);
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn the_times_of_posts_are_measured_by_facebooks_own_clock() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    let theirs = since + chrono::Duration::hours(1);
    for (created, ours) in [(theirs, true), (since, false)] {
        let created = created.format("%Y-%m-%dT%H:%M:%S+0000").to_string();
        let post = json!({
            "id": "1_2", "message": TEXT, "created_time": created, "application": { "id": APP },
        });
        let date = theirs.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let reply = Reply::json(200, &json!({ "data": [post] })).header("date", date);
        bench.invisible(Trick::Reply(reply));
        let found = bench.find(&way, since).await.unwrap();
        assert_eq!(matches!(found, Found::Published(_)), ours, "{found:?}");
    }
}
