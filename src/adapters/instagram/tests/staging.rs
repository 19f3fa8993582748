//! Preparing: step by step, over restarts, with uploads that break and media that make trouble.

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;

fn uploads(bench: &Bench) -> Vec<Asked> {
    let seen = bench.rig.stage.seen().into_iter().map(|(asked, _)| asked);
    seen.filter(|asked| asked.path.contains("ig-api-upload")).collect()
}

#[tokio::test]
async fn a_restart_between_any_two_steps_makes_nothing_twice() {
    for kind in 0..2 {
        let mut bench = Bench::of("instagram");
        let album = Draft { media: vec![picture("एक"), picture("दो")], ..draft(TEXT) };
        let draft = if kind == 0 { album } else { bench.reel() };
        let mut way = bench.way(&draft);
        while !bench.step(&mut way, bench.single()).await.unwrap() {
            bench = bench.restarted();
        }
        bench.publish(&way).await.unwrap();
        assert_eq!(
            (bench.forms().len(), bench.rig.ledger().len()),
            (if kind == 0 { 3 } else { 1 }, 1)
        );
    }
}

#[tokio::test]
async fn a_carousel_waits_for_the_slowest_item() {
    let bench = Bench::of("instagram");
    let media = vec![picture("एक"), media(MediaKind::Mp4, None)];
    bench.post(&Draft { media, ..draft(TEXT) }).await.unwrap();
    let seen = bench.rig.stage.seen();
    let parent = seen
        .iter()
        .rposition(|(asked, _)| asked.method == "POST" && asked.path.ends_with("/media"));
    let waits = seen[..parent.unwrap()]
        .iter()
        .filter(|(asked, _)| asked.query("fields") == Some("id,status_code,status"));
    assert!(waits.count() > 2);
}

#[tokio::test]
async fn an_upload_that_breaks_goes_on_where_it_ended() {
    let bench = Bench::of("breaks");
    let mut way = bench.way(&bench.reel());
    let failure = bench.rig.prepare(&mut way, bench.single()).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::NotSent, "instagram-upload-broken"));
    let bench = bench.restarted();
    bench.rig.prepare(&mut way, bench.single()).await.unwrap();
    let sent: Vec<_> = uploads(&bench)
        .iter()
        .map(|asked| (asked.header("offset").unwrap().to_owned(), asked.body.len()))
        .collect();
    assert_eq!(sent, [("0".to_owned(), 16), ("4".to_owned(), 12)]);
    assert_eq!(bench.forms().len(), 1);
}

#[tokio::test]
async fn a_login_that_is_refused_with_the_bytes_is_no_fault_of_the_film() {
    let bench = Bench::of("instagram");
    let mut way = bench.way(&bench.reel());
    while bench.forms().is_empty() {
        bench.step(&mut way, bench.single()).await.unwrap();
    }
    bench.invisible(Trick::Reply(Reply::json(200, &serde_json::json!({ "id": "1" }))));
    let info = serde_json::json!({ "retriable": false, "type": "NotAuthorizedError" });
    let info = serde_json::json!({ "debug_info": info });
    bench.invisible(Trick::Reply(Reply::json(400, &info)));
    let failure = bench.step(&mut way, bench.single()).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-login-ended"));
}

#[tokio::test]
async fn where_nobody_says_how_far_it_is_the_whole_film_goes_up_again() {
    let bench = Bench::of("breaks-silently");
    let mut way = bench.way(&bench.reel());
    bench.rig.prepare(&mut way, bench.single()).await.unwrap_err();
    bench.rig.prepare(&mut way, bench.single()).await.unwrap();
    let sent: Vec<_> = uploads(&bench).iter().map(|asked| asked.body.len()).collect();
    assert_eq!(sent, [16, 16]);
}

#[tokio::test]
async fn an_upload_whose_answer_was_lost_is_not_sent_again() {
    let bench = Bench::of("instagram");
    let mut way = bench.way(&bench.reel());
    while bench.forms().is_empty() {
        bench.step(&mut way, bench.single()).await.unwrap();
    }
    // The first request of the step asks how far the upload is, the second one is the upload.
    let looked = bench.rig.stage.seen().len();
    bench.step(&mut way, bench.single()).await.unwrap();
    assert_eq!(bench.rig.stage.seen().len(), looked + 2);
    let mut before = way.clone();
    before.progress["uploaded"] = false.into();
    bench.rig.prepare(&mut before, bench.single()).await.unwrap();
    assert_eq!(uploads(&bench).len(), 1);
}

#[tokio::test]
async fn an_upload_that_is_spoilt_is_begun_anew_once() {
    let bench = Bench::of("spoils");
    bench.post(&bench.reel()).await.unwrap();
    assert_eq!((bench.forms().len(), uploads(&bench).len()), (2, 2));
}

#[tokio::test]
async fn what_could_not_be_fetched_once_is_offered_once_more() {
    let bench = Bench::of("unfetched-once");
    bench.post(&pictured(TEXT)).await.unwrap();
    assert_eq!(bench.forms().len(), 2);
    let bench = Bench::of("unfetched");
    let failure = bench.post(&pictured(TEXT)).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "graph-media-not-fetched"));
}

#[tokio::test]
async fn a_failed_container_is_told_by_the_number_in_its_words() {
    for (kind, reason, made) in
        [("broken", "graph-media-not-fetched", 2), ("format", "graph-media-refused", 1)]
    {
        let bench = Bench::of(kind);
        let failure = bench.post(&bench.reel()).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Rejected, reason));
        assert_eq!(bench.forms().len(), made, "{kind}");
    }
}

#[tokio::test]
async fn what_takes_long_keeps_its_container() {
    let bench = Bench::of("slow");
    let mut way = bench.way(&pictured(TEXT));
    let failure = loop {
        match bench.step(&mut way, bench.single()).await {
            Ok(done) => assert!(!done),
            Err(failure) => break failure,
        }
    };
    assert_eq!((failure.class, &*failure.reason), (Class::NotYet, "graph-media-slow"));
    bench.pass(3600);
    bench.rig.prepare(&mut way, bench.single()).await.unwrap();
    assert_eq!(bench.forms().len(), 1);
}

#[tokio::test]
async fn nothing_is_made_while_the_quota_is_used_up() {
    let bench = Bench::of("full");
    let mut way = bench.way(&pictured(TEXT));
    let failure = bench.rig.prepare(&mut way, bench.single()).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rate, "graph-quota-used"));
    assert!(bench.forms().is_empty());
    assert_eq!(bench.rig.platform.pace().unwrap().remaining, 0);
}
