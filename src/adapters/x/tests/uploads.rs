//! Uploads: in pieces, over restarts, processed, described, and never used when they are gone.

use super::*;
use crate::failure::Class;

/// A film of two whole pieces and a bit.
fn large() -> Vec<u8> {
    let mut bytes = MP4.to_vec();
    bytes.resize((2 << 20) + 5, 7);
    bytes
}

#[tokio::test]
async fn a_film_goes_up_in_pieces_of_a_mebibyte_and_is_waited_for() {
    let bench = Bench::of("x");
    let film = bench.media(MediaKind::Mp4, &large(), Some("भाषण"));
    let way = bench.prepared(&with_media(TEXT, vec![film])).await;
    let begun = bench.asked("/initialize")[0].json().unwrap();
    let expected = serde_json::json!({
        "media_type": "video/mp4", "total_bytes": 2_097_157, "media_category": "tweet_video",
    });
    assert_eq!(begun, expected);
    let sizes: Vec<_> = bench
        .asked("/append")
        .iter()
        .map(|asked| {
            let parts = asked.multipart().unwrap();
            assert_eq!(
                (parts[0].name.as_str(), parts[1].name.as_str()),
                ("segment_index", "media")
            );
            (String::from_utf8(parts[0].bytes.clone()).unwrap(), parts[1].bytes.len())
        })
        .collect();
    assert_eq!(sizes, [("0".into(), 1 << 20), ("1".into(), 1 << 20), ("2".into(), 5)]);
    assert!(bench.asked("/2/media/upload").len() >= 2, "the processing was not asked about");
    bench.publish(&way).await.unwrap();
    assert_eq!(bench.rig.ledger()[0].alt, ["भाषण"]);
    assert!(bench.body()["media"]["media_ids"][0].is_string());
}

/// A film with subtitles in these languages.
pub(super) fn subtitled(bench: &Bench, languages: &[&str]) -> Media {
    let srt = "1\n00:00:00,100 --> 00:00:00,900\nनमस्ते\n\n".as_bytes();
    let subtitles = languages.iter().map(|lang| crate::post::Subtitles {
        name: format!("film.{lang}.srt"),
        digest: bench.rig.store(srt).unwrap(),
        bytes: srt.len() as u64,
        lang: (*lang).to_owned(),
    });
    Media { subtitles: subtitles.collect(), ..bench.media(MediaKind::Mp4, MP4, None) }
}

#[tokio::test]
async fn subtitles_go_up_after_their_film_and_are_given_to_it() {
    let mut bench = Bench::of("x");
    let mut way = bench.way(&with_media(TEXT, vec![subtitled(&bench, &["hi", "en-IN", "bho"])]));
    let findings = bench.rig.platform.compose(&with_media(TEXT, way.part.media.clone())).findings;
    assert_eq!(ids(&findings), ["x-subtitles-language"]);
    bench = bench.restarted();
    bench.prepare(&mut way).await.unwrap();
    let given: Vec<_> =
        bench.asked("/2/media/subtitles").iter().map(|one| one.json().unwrap()).collect();
    assert_eq!(given.len(), 2, "X has no name for Bhojpuri");
    let film = &bench.asked("/initialize")[0].json().unwrap()["media_category"];
    assert_eq!(film, "tweet_video");
    assert_eq!(given[0]["media_category"], "TweetVideo");
    assert_eq!(given[0]["subtitles"]["language_code"], "HI");
    assert_eq!(given[1]["subtitles"]["display_name"], "English");
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!(receipt.remarks, [""; 0]);
    assert_eq!(bench.body()["media"]["media_ids"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_film_is_posted_without_subtitles_that_x_refuses() {
    let bench = Bench::of("x");
    let mut way = bench.way(&with_media(TEXT, vec![subtitled(&bench, &["hi"])]));
    way.part.media[0].subtitles[0].bytes = 2_000_000;
    bench.prepare(&mut way).await.unwrap();
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!(receipt.remarks, ["x-subtitles-refused"]);
}

#[tokio::test]
async fn a_restart_between_any_two_steps_sends_no_piece_again() {
    let mut bench = Bench::of("x");
    let film = bench.media(MediaKind::Mp4, &large(), Some("भाषण"));
    let mut way = bench.way(&with_media(TEXT, vec![film]));
    let key = Rig::key(1, 0);
    loop {
        let progress = way.progress.clone();
        let job = crate::platform::Job {
            part: &way.part,
            index: 0,
            parts: 1,
            key: &key,
            due: bench.now(),
            progress: &progress,
            root: None,
            parent: None,
        };
        use crate::platform::Prepared;
        let done = match bench.rig.platform.prepare(&job).await.unwrap() {
            Prepared::More { progress } => {
                way.progress = progress;
                false
            }
            Prepared::Wait { progress, after } => {
                way.progress = progress;
                bench.pass(i64::try_from(after.as_secs()).unwrap());
                false
            }
            Prepared::Done { progress, expires } => {
                assert!(expires.unwrap() > bench.now() + chrono::Duration::hours(20));
                way.progress = progress;
                true
            }
        };
        bench = bench.restarted();
        if done {
            break;
        }
    }
    assert_eq!((bench.asked("/initialize").len(), bench.asked("/append").len()), (1, 3));
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn gifs_and_long_films_are_called_what_they_are() {
    let bench = Bench::with("x", &format!("{KEYS}long_videos = true\n"));
    let gif = bench.media(MediaKind::Gif, GIF, None);
    let film = crate::post::Film { millis: 200_000, ..Default::default() };
    let film = Media { film: Some(film), ..bench.media(MediaKind::Mp4, MP4, None) };
    for (medium, text) in [(gif, "एक"), (film, "दो")] {
        let way = bench.prepared(&with_media(text, vec![medium])).await;
        bench.publish(&way).await.unwrap();
    }
    let categories: Vec<_> = bench
        .asked("/initialize")
        .iter()
        .map(|asked| asked.json().unwrap()["media_category"].clone())
        .collect();
    assert_eq!(categories, ["tweet_gif", "amplify_video"]);
}

#[tokio::test]
async fn an_end_whose_answer_was_lost_is_known_by_the_state() {
    let bench = Bench::of("x");
    let picture = bench.media(MediaKind::Jpeg, JPEG, None);
    let mut way = bench.way(&with_media(TEXT, vec![picture]));
    let key = Rig::key(1, 0);
    for _ in 0..3 {
        let progress = way.progress.clone();
        let job = crate::platform::Job {
            part: &way.part,
            index: 0,
            parts: 1,
            key: &key,
            due: bench.now(),
            progress: &progress,
            root: None,
            parent: None,
        };
        let crate::platform::Prepared::More { progress } =
            bench.rig.platform.prepare(&job).await.unwrap()
        else {
            panic!("more is to be done")
        };
        way.progress = progress;
    }
    bench.invisible(Trick::ApplyThenCut);
    assert_eq!(bench.prepare(&mut way).await.unwrap_err().class, Class::Unknown);
    bench.prepare(&mut way).await.unwrap();
    assert_eq!(bench.asked("/initialize").len(), 1);
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn pieces_that_are_too_large_are_halved() {
    let bench = Bench::of("small-pieces");
    let film = bench.media(MediaKind::Mp4, &large(), None);
    let way = bench.prepared(&with_media(TEXT, vec![film])).await;
    bench.publish(&way).await.unwrap();
    let hopeless = Bench::of("no-pieces");
    let film = hopeless.media(MediaKind::Mp4, &large(), None);
    let mut way = hopeless.way(&with_media(TEXT, vec![film]));
    let failure = hopeless.prepare(&mut way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "too-large-for-platform"));
}

#[tokio::test]
async fn a_film_that_is_never_processed_goes_up_again_and_a_bad_one_is_refused() {
    for (kind, class, reason) in [
        ("slow-films", Class::Stale, "x-processing-too-slow"),
        ("bad-films", Class::Rejected, "x-medium-refused"),
    ] {
        let bench = Bench::of(kind);
        let film = bench.media(MediaKind::Mp4, MP4, None);
        let mut way = bench.way(&with_media(TEXT, vec![film]));
        let failure = bench.prepare(&mut way).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (class, reason));
    }
}

#[tokio::test]
async fn what_x_forgot_is_uploaded_again_and_what_it_knows_and_refuses_is_not() {
    let bench = Bench::of("x");
    let picture = bench.media(MediaKind::Jpeg, JPEG, Some("a"));
    let post = with_media(TEXT, vec![picture]);
    let way = bench.prepared(&post).await;
    bench.visible(Trick::Forget);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "x-upload-forgotten"));
    let way = bench.prepared(&post).await;
    let refused = serde_json::json!({
        "errors": [{ "parameters": {}, "message": "Your media IDs are invalid." }],
        "title": "Invalid Request", "type": "https://api.twitter.com/2/problems/invalid-request",
    });
    bench.visible(Trick::Reply(Reply::json(400, &refused)));
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "x-medium-refused"));
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn uploads_that_grew_old_are_made_anew() {
    let bench = Bench::of("x");
    let picture = bench.media(MediaKind::Jpeg, JPEG, None);
    let post = with_media(TEXT, vec![picture]);
    let mut way = bench.prepared(&post).await;
    bench.pass(86_400);
    bench.prepare(&mut way).await.unwrap();
    assert_eq!(bench.asked("/initialize").len(), 2);
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn a_part_whose_media_were_not_prepared_is_never_sent_without_them() {
    let bench = Bench::of("x");
    let picture = bench.media(MediaKind::Jpeg, JPEG, None);
    let way = bench.way(&with_media(TEXT, vec![picture]));
    assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Stale);
    assert_eq!(bench.rig.stage.visible_requests(), 0);
}
