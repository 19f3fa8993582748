//! Looking after a lost answer, and the duplicate as evidence.

use super::*;
use crate::delivery::Evidence;
use crate::failure::{Class, Pause};

/// Posts `draft`, loses the answer, and looks a while later.
async fn lost_and_looked(bench: &Bench, draft: &Draft) -> Found {
    let way = bench.prepared(draft).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Unknown);
    bench.pass(20);
    bench.find(&way, since).await.unwrap()
}

fn assert_found(bench: &Bench, found: &Found) {
    let Found::Published(receipt) = found else { panic!("{found:?}") };
    assert_eq!(receipt.id, bench.rig.ledger().last().unwrap().id);
    assert_eq!(receipt.evidence, Evidence::ReadBack);
}

#[tokio::test]
async fn a_post_is_known_again_whatever_x_made_of_its_text() {
    for text in [
        TEXT,
        "a < b && c > d &amp; e",
        "देखें https://www.example.org/a/b?c=1&d=2 और example.org/ पर",
        "example.org।",
        "\u{958}लम और cafe\u{301}",
        "दो\n\nपंक्तियाँ  और   खाली जगह",
        "👨‍👩‍👧‍👦 परिवार",
    ] {
        for kind in ["x", "older"] {
            let bench = Bench::of(kind);
            let found = lost_and_looked(&bench, &draft(text)).await;
            assert_found(&bench, &found);
        }
    }
}

#[tokio::test]
async fn a_long_post_and_posts_with_media_are_known_again() {
    let bench = Bench::with("x", &format!("{KEYS}max_length = 4000\n"));
    let found = lost_and_looked(&bench, &long()).await;
    assert_found(&bench, &found);
    let bench = Bench::of("x");
    let picture = || bench.media(MediaKind::Jpeg, JPEG, None);
    let found = lost_and_looked(&bench, &with_media(TEXT, vec![picture()])).await;
    assert_found(&bench, &found);
    let found = lost_and_looked(&bench, &with_media("", vec![picture(), picture()])).await;
    assert_found(&bench, &found);
    let film = bench.media(MediaKind::Mp4, MP4, None);
    let found = lost_and_looked(&bench, &with_media("फ़िल्म", vec![film])).await;
    assert_found(&bench, &found);
}

#[tokio::test]
async fn what_did_not_arrive_is_absent_and_another_text_is_not_ours() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.visible(Trick::Cut);
    bench.publish(&way).await.unwrap_err();
    bench.rig.post(&draft("कुछ और"), 2).await.unwrap();
    bench.pass(20);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn a_post_that_may_only_be_late_in_the_list_is_not_called_absent() {
    let bench = Bench::of("lagging");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    bench.pass(1);
    let failure = bench.find(&way, since).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::NotYet, "x-not-listed-yet"));
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    bench.pass(i64::try_from(pause.as_secs()).unwrap());
    let found = bench.find(&way, since).await.unwrap();
    assert_found(&bench, &found);
}

#[tokio::test]
async fn the_same_words_with_other_links_or_media_leave_doubt() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft("देखें example.org/a पर")).await;
    let since = bench.now();
    bench.rig.post(&draft("देखें example.org/b पर"), 2).await.unwrap();
    bench.pass(20);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::CannotKnow);
    let bench = Bench::of("x");
    let picture = bench.media(MediaKind::Jpeg, JPEG, None);
    let way = bench.prepared(&with_media(TEXT, vec![picture])).await;
    bench.rig.post(&draft(TEXT), 2).await.unwrap();
    bench.pass(20);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn short_links_of_which_x_does_not_say_what_they_are_leave_doubt() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft("देखें example.org/a पर")).await;
    let since = bench.now();
    bench.pass(20);
    for (text, found) in [
        ("देखें https://t.co/Ab9 पर", Found::CannotKnow),
        ("देखें https://t.co/Ab9 पर https://t.co/Zz1", Found::CannotKnow),
        ("सुनें https://t.co/Ab9 पर", Found::Absent),
    ] {
        let at = bench.now().to_rfc3339();
        let post =
            serde_json::json!({ "id": "1999999999999999999", "text": text, "created_at": at });
        let page = serde_json::json!({ "data": [post], "meta": { "result_count": 1 } });
        bench.invisible(Trick::Reply(Reply::json(200, &page)));
        assert_eq!(bench.find(&way, since).await.unwrap(), found, "{text}");
    }
}

#[tokio::test]
async fn many_posts_in_between_are_read_page_by_page() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    let wanted = bench.rig.ledger()[0].id.clone();
    for number in 0..70 {
        bench.rig.post(&draft(&format!("सूचना {number}")), 2).await.unwrap();
    }
    bench.pass(20);
    let Found::Published(receipt) = bench.find(&way, since).await.unwrap() else { panic!() };
    assert_eq!(receipt.id, wanted);
}

#[tokio::test]
async fn only_posts_since_the_attempt_are_read_as_each_costs_money() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.pass(20);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::Absent);
    let asked = bench.asked("/tweets").pop().unwrap();
    let from = since - chrono::Duration::minutes(2);
    let from = from.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert_eq!(asked.query("start_time"), Some(from.as_str()));
}

#[tokio::test]
async fn the_same_text_again_is_evidence_and_leads_to_the_post() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft(TEXT)).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    bench.pass(60);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Duplicate, "x-duplicate"));
    let found = bench.find(&way, since).await.unwrap();
    assert_found(&bench, &found);
    assert_eq!(bench.rig.ledger().len(), 1);
}
