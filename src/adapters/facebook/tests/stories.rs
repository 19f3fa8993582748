//! Stories: shown once, found again by what they show, and nothing beside their medium.

use super::*;
use crate::delivery::{Evidence, Guarantee};
use crate::finding::any_error;

impl Bench {
    /// A story of a photograph, and one of a film.
    fn story(&self, film: bool) -> Draft {
        let post = if film { self.filmed() } else { self.pictured() };
        with_option(Draft { text: String::new(), ..post }, "story", true)
    }
}

#[tokio::test]
async fn a_photograph_goes_up_unseen_and_is_shown_by_its_number() {
    for bench in [Bench::of("facebook"), Bench::two_step()] {
        let way = bench.prepared(&bench.story(false)).await;
        assert!(bench.public().is_empty() && bench.asked("/feed").is_empty());
        let receipt = bench.publish(&way).await.unwrap();
        let [asked] = bench.shown().try_into().unwrap();
        assert_eq!(asked.path, format!("/v25.0/{PAGE}/photo_stories"));
        assert_eq!(asked.json().unwrap(), json!({ "photo_id": way.progress["photos"][0] }));
        assert_eq!((vec![receipt.id], receipt.url), (bench.public(), None));
        assert_eq!(bench.rig.ledger()[0].alt, ["मंच पर वक्ता"]);
    }
}

#[tokio::test]
async fn a_film_goes_up_in_one_stream_and_is_shown_by_the_end_of_it() {
    for bench in [Bench::of("facebook"), Bench::two_step()] {
        let way = bench.prepared(&bench.story(true)).await;
        let receipt = bench.publish(&way).await.unwrap();
        let asked = bench.asked("/video_stories");
        let film = way.progress["film"]["video"].as_str().unwrap();
        assert_eq!(asked[0].json().unwrap(), json!({ "upload_phase": "start" }));
        let finish = json!({ "upload_phase": "finish", "video_id": film });
        assert_eq!((asked.len(), asked[1].json().unwrap()), (2, finish));
        let sent = bench.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        let [bytes] = sent
            .filter(|asked| asked.path == format!("/video-upload/v25.0/{film}"))
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
        assert_eq!((bytes.body.as_slice(), bytes.header("offset")), (MP4, Some("0")));
        bench.pass(60);
        bench.rig.platform.whoami().await.unwrap();
        assert_eq!(bench.public(), [receipt.id]);
    }
}

/// What is said of a film whose processing is so far.
fn said_of_film(video_status: &str, processing: &str) -> Reply {
    let processing = json!({ "status": processing });
    let status = json!({ "video_status": video_status, "processing_phase": processing });
    Reply::json(200, &json!({ "id": "1", "status": status }))
}

#[tokio::test]
async fn a_film_that_is_not_made_yet_is_no_story_yet_though_its_end_was_acknowledged() {
    let not_made = [
        said_of_film("processing", "in_progress"),
        said_of_film("error", "error"),
        refusal(2, None),
    ];
    for said in not_made {
        let bench = Bench::of("facebook");
        let way = bench.prepared(&bench.story(true)).await;
        let since = bench.now();
        bench.invisible(Trick::Reply(said));
        let failure = bench.publish(&way).await.unwrap_err();
        let pending = (Class::Unknown, "facebook-film-not-public-yet");
        assert_eq!((failure.class, &*failure.reason), pending);
        bench.pass(60);
        let receipt = receipt_of(bench.find(&way, since).await.unwrap());
        assert_eq!(bench.public(), [receipt.id]);
    }
}

#[tokio::test]
async fn a_story_whose_answer_was_lost_is_found_by_what_it_shows() {
    for film in [false, true] {
        let bench = Bench::of("facebook");
        bench
            .post(&with_option(Draft { text: String::new(), ..bench.pictured() }, "story", true))
            .await;
        let way = bench.prepared(&bench.story(film)).await;
        let since = bench.now();
        bench.visible(Trick::ApplyThenCut);
        assert!(bench.publish(&way).await.unwrap_err().class.may_be_applied());
        bench.pass(60);
        let receipt = receipt_of(bench.find(&way, since).await.unwrap());
        assert_eq!(bench.public().last(), Some(&receipt.id));
        assert_eq!(receipt.evidence, Evidence::ReadBack);
        let url = format!("https://www.facebook.com/stories/{}/", receipt.id);
        assert_eq!(receipt.url, Some(url));
    }
}

#[tokio::test]
async fn a_story_that_never_arrived_is_absent_and_beside_another_one_nobody_can_tell() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&bench.story(false)).await;
    let since = bench.now();
    bench.visible(Trick::Cut);
    bench.publish(&way).await.unwrap_err();
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::Absent);
    for story in [json!({ "post_id": "1" }), json!({ "post_id": "1", "media_id": "5" })] {
        bench.invisible(Trick::Reply(Reply::json(200, &json!({ "data": [story] }))));
        assert_eq!(bench.find(&way, since).await.unwrap(), Found::CannotKnow);
    }
}

#[tokio::test]
async fn where_the_list_is_unclear_the_film_of_a_story_tells_whether_it_is_public() {
    let other = || Trick::Reply(Reply::json(200, &json!({ "data": [{ "post_id": "1" }] })));
    for (trick, shown) in [(Trick::ApplyThenCut, true), (Trick::Cut, false)] {
        let bench = Bench::of("facebook");
        let way = bench.prepared(&bench.story(true)).await;
        let since = bench.now();
        bench.visible(trick);
        bench.publish(&way).await.unwrap_err();
        bench.pass(900);
        bench.invisible(other());
        let found = bench.find(&way, since).await.unwrap();
        assert_eq!(matches!(found, Found::Published(_)), shown, "{found:?}");
        assert!(shown || found == Found::CannotKnow, "{found:?}");
    }
}

#[tokio::test]
async fn a_story_can_never_be_repeated_and_is_taken_back_by_hand() {
    let bench = Bench::two_step();
    let way = bench.prepared(&bench.story(false)).await;
    assert_eq!(bench.rig.platform.guarantee_of(&way.part), Guarantee::C);
    let receipt = bench.publish(&way).await.unwrap();
    let failure = bench.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "facebook-story-by-hand"));
    let again = bench.publish(&way).await.unwrap_err();
    assert_eq!((again.class, bench.public().len()), (Class::Duplicate, 1));
}

#[test]
fn what_has_no_place_in_a_story_is_told() {
    let bench = Bench::of("facebook");
    let found = |draft: &Draft| {
        let composed = bench.rig.platform.compose(draft);
        (
            any_error(&composed.findings),
            composed.findings.iter().map(|one| one.id).collect::<Vec<_>>(),
        )
    };
    let worded = Draft { ai: true, ..with_option(bench.pictured(), "story", true) };
    let (error, ids) = found(&worded);
    assert_eq!(ids, ["facebook-story-without-text", "facebook-story-without-label"]);
    assert!(!error && bench.rig.platform.compose(&worded).parts[0].text.is_empty());
    let mut long = bench.story(true);
    long.media[0].film.as_mut().unwrap().millis = 61_000;
    for (draft, id) in [
        (Draft { media: Vec::new(), ..bench.story(false) }, "facebook-story-of-one"),
        (with_option(bench.album(), "story", true), "facebook-story-of-one"),
        (with_option(bench.story(false), "first_comment", "क"), "facebook-story-without-comment"),
        (with_option(bench.story(true), "reel", true), "facebook-option-not-for-stories"),
        (with_option(bench.story(true), "title", "क"), "facebook-option-not-for-stories"),
        (long, "film-too-long"),
    ] {
        let (error, ids) = found(&draft);
        assert!(error && ids.contains(&id), "{id}: {ids:?}");
    }
}
