//! Films in pieces and reels in one stream, broken off and gone on with.

use super::*;

/// What the visible request of a film comes to: doubt, which the look after a while resolves.
async fn shown_in_the_end(bench: &Bench, way: &Way) -> Receipt {
    let since = bench.now();
    let failure = bench.publish(way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Unknown, "facebook-film-not-public-yet"));
    let busy = bench.find(way, since).await.unwrap_err();
    assert_eq!(busy.class, Class::NotYet, "nothing is certain while it is processed");
    bench.pass(60);
    receipt_of(bench.find(way, since).await.unwrap())
}

#[tokio::test]
async fn a_film_goes_up_in_the_pieces_that_the_server_asks_for() {
    let bench = Bench::of("facebook");
    let post = with_option(bench.filmed(), "title", "ग्राम सभा");
    let way = bench.prepared(&post).await;
    let asked = bench.asked("/videos");
    let pieces: Vec<_> = asked.iter().filter_map(Asked::multipart).collect();
    let chunk = |form: &Vec<crate::platform::mock::FormPart>| {
        form.iter().find(|part| part.name == "video_file_chunk").unwrap().bytes.clone()
    };
    assert_eq!(pieces.iter().map(chunk).collect::<Vec<_>>().concat(), MP4);
    assert!(pieces.len() > 1 && pieces.iter().all(|form| chunk(form).len() <= 25));
    assert_eq!(
        asked[0].json().unwrap(),
        json!({ "upload_phase": "start", "file_size": MP4.len() })
    );
    assert!(bench.shown().is_empty());
    let receipt = shown_in_the_end(&bench, &way).await;
    assert_eq!(bench.public(), std::slice::from_ref(&receipt.id));
    assert_eq!(bench.rig.ledger()[0].text, format!("ग्राम सभा\n{TEXT}"));
    let url = format!("https://www.facebook.com/{PAGE}/videos/{}/", receipt.id);
    assert_eq!(receipt.url, Some(url));
}

#[tokio::test]
async fn a_piece_whose_answer_was_lost_is_not_sent_twice() {
    let bench = Bench::of("facebook");
    let mut way = bench.way(&bench.filmed());
    bench.rig.platform.whoami().await.unwrap();
    // The start passes, the first piece is applied and its answer is lost.
    let mut lost = false;
    loop {
        let before = bench.asked("/videos").len();
        if before == 1 && !lost {
            lost = true;
            bench.invisible(Trick::ApplyThenCut);
        }
        match step(&bench, &mut way).await {
            Ok(true) => break,
            Ok(false) => {}
            Err(failure) => assert!(failure.class.may_be_applied(), "{failure:?}"),
        }
    }
    assert!(lost);
    shown_in_the_end(&bench, &way).await;
    assert_eq!(bench.public().len(), 1);
}

/// One step of preparing; whether it was the last.
async fn step(bench: &Bench, way: &mut Way) -> Result<bool, Failure> {
    use crate::platform::{Job, Prepared};
    let progress = way.progress.clone();
    let job = Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: "k",
        due: bench.now(),
        progress: &progress,
        root: None,
        parent: None,
    };
    let (done, progress) = match bench.rig.platform.prepare(&job).await? {
        Prepared::More { progress } => (false, progress),
        Prepared::Wait { progress, after } => {
            bench.pass(i64::try_from(after.as_secs()).unwrap());
            (false, progress)
        }
        Prepared::Done { progress, .. } => (true, progress),
    };
    way.progress = progress;
    Ok(done)
}

#[tokio::test]
async fn films_and_reels_survive_a_restart_between_any_two_steps() {
    for (two_step, reel) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut bench = Bench::with("facebook", if two_step { "two_step = true\n" } else { "" });
        let post = if reel { bench.reel() } else { bench.filmed() };
        let mut way = bench.way(&post);
        for steps in 0.. {
            assert!(steps < 100, "preparing does not end");
            bench = bench.restarted();
            if step(&bench, &mut way).await.unwrap() {
                break;
            }
        }
        assert!(bench.shown().is_empty() && bench.public().is_empty());
        let since = bench.now();
        if bench.publish(&way).await.is_err() {
            bench.pass(60);
            receipt_of(bench.find(&way, since).await.unwrap());
        }
        assert_eq!(bench.public().len(), 1, "two steps: {two_step}, reel: {reel}");
    }
}

#[tokio::test]
async fn in_two_steps_a_film_is_processed_before_its_hour_and_then_revealed() {
    let bench = Bench::two_step();
    let way = bench.prepared(&bench.filmed()).await;
    assert!(bench.public().is_empty() && bench.shown().is_empty());
    let receipt = bench.publish(&way).await.unwrap();
    let [asked] = bench.shown().try_into().unwrap();
    assert_eq!(asked.path, format!("/v25.0/{}", receipt.id));
    assert_eq!(asked.json().unwrap(), json!({ "published": true }));
    assert_eq!(bench.publish(&way).await.unwrap().id, receipt.id);
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn an_upload_that_was_ended_by_a_lost_answer_is_known_again() {
    let bench = Bench::two_step();
    let mut way = bench.way(&bench.filmed());
    let finishes =
        |asked: &Asked| asked.json().is_some_and(|body| body["upload_phase"] == "finish");
    loop {
        let whole = way.progress["film"]["step"] == "whole";
        if whole && !bench.asked("/videos").iter().any(finishes) {
            bench.invisible(Trick::ApplyThenCut);
            step(&bench, &mut way).await.unwrap_err();
        }
        if step(&bench, &mut way).await.unwrap() {
            break;
        }
    }
    let starts = bench
        .asked("/videos")
        .into_iter()
        .filter(|asked| asked.json().is_some_and(|body| body["upload_phase"] == "start"));
    assert_eq!(starts.count(), 1, "the film did not go up again");
    bench.publish(&way).await.unwrap();
    assert_eq!(bench.public().len(), 1);
}

#[tokio::test]
async fn a_reel_goes_up_with_its_own_login_and_is_public_when_its_phase_says_so() {
    for kind in ["facebook", "older-words"] {
        let bench = Bench::of(kind);
        let way = bench.prepared(&bench.reel()).await;
        let [bytes] = bench.asked_bytes().try_into().unwrap();
        assert_eq!(bytes.body, MP4);
        assert!(bytes.header("authorization").unwrap().starts_with("OAuth imitated-"));
        assert_eq!((bytes.header("offset"), bytes.query.len()), (Some("0"), 0));
        assert_eq!(bytes.header("file_size"), Some(MP4.len().to_string().as_str()));
        let receipt = shown_in_the_end(&bench, &way).await;
        let finish = bench.shown()[0].json().unwrap();
        assert_eq!(finish["video_state"], "PUBLISHED");
        assert_eq!(receipt.url, Some(format!("https://www.facebook.com/reel/{}/", receipt.id)));
        assert_eq!(bench.rig.ledger()[0].text, TEXT);
    }
}

impl Bench {
    /// The requests with the bytes of reels.
    fn asked_bytes(&self) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        seen.filter(|asked| asked.path.starts_with("/video-upload/")).collect()
    }
}

#[tokio::test]
async fn a_reel_goes_on_at_the_byte_that_the_server_has() {
    let bench = Bench::of("breaking-upload");
    let mut way = bench.way(&bench.reel());
    let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Server, "facebook-upload-broke"));
    let bench = bench.restarted();
    bench.rig.prepare(&mut way, bench.single("k")).await.unwrap();
    let second = &bench.asked_bytes()[1];
    assert_eq!((second.header("offset"), second.body.as_slice()), (Some("20"), &MP4[20..]));
}

#[tokio::test]
async fn a_login_that_is_refused_with_the_bytes_is_derived_again_and_no_fault_of_the_film() {
    let bench = Bench::of("facebook");
    let mut way = bench.way(&bench.reel());
    while way.progress["film"]["step"] != "begun" {
        step(&bench, &mut way).await.unwrap();
    }
    bench.invisible(Trick::Reply(Reply::json(200, &json!({ "id": "77" }))));
    let info = json!({ "retriable": false, "type": "NotAuthorizedError", "message": "no" });
    bench.invisible(Trick::Reply(Reply::json(400, &json!({ "debug_info": info }))));
    let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Session, "graph-login-ended"));
}

#[tokio::test]
async fn a_reel_may_be_finished_again_and_is_public_once() {
    let bench = Bench::two_step();
    let way = bench.prepared(&bench.reel()).await;
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    bench.pass(60);
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_film_that_was_never_sent_for_is_absent_after_a_while() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&bench.reel()).await;
    let since = bench.now();
    bench.visible(Trick::Cut);
    bench.publish(&way).await.unwrap_err();
    assert_eq!(bench.find(&way, since).await.unwrap_err().class, Class::NotYet);
    bench.pass(11 * 60);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn a_broken_film_is_refused_before_its_hour_where_that_is_known() {
    let bench = Bench::of("broken-films");
    let mut way = bench.way(&bench.reel());
    let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "facebook-film-refused"));
}

#[tokio::test]
async fn a_film_that_is_never_processed_goes_up_again() {
    let bench = Bench::with("slow", "two_step = true\n");
    let mut way = bench.way(&bench.filmed());
    let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "facebook-upload-gone"));
}

#[tokio::test]
async fn a_forgotten_film_goes_up_again() {
    for post in [Bench::reel, Bench::filmed] {
        let bench = Bench::of("facebook");
        let way = bench.prepared(&post(&bench)).await;
        bench.visible(Trick::Forget);
        let failure = bench.publish(&way).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Stale, "facebook-upload-gone"));
    }
}

#[tokio::test]
async fn bytes_never_go_where_an_answer_sends_them() {
    let bench = Bench::of("facebook");
    let mut way = bench.way(&bench.reel());
    bench.rig.platform.whoami().await.unwrap();
    let started =
        json!({ "video_id": "77", "upload_url": "https://rupload.facebook.com.evil.example/77" });
    bench.invisible(Trick::Reply(Reply::json(200, &started)));
    let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
    assert_eq!(&*failure.reason, "answer-not-understood");
    assert!(bench.asked_bytes().is_empty());
}

#[tokio::test]
async fn a_film_and_a_reel_can_be_taken_back() {
    for post in [Bench::reel, Bench::filmed] {
        let bench = Bench::of("facebook");
        let way = bench.prepared(&post(&bench)).await;
        let receipt = shown_in_the_end(&bench, &way).await;
        for _ in 0..2 {
            bench.rig.platform.recall(&receipt).await.unwrap();
        }
        assert!(bench.public().is_empty());
    }
}
