//! The upload, its interruptions, and what comes after it.

use serde_json::json;

use super::super::upload::CHUNK;
use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::platform::mock::Reply;

row!(TAKES_LITTLE, takes: Some(3 * 1024 * 1024));
row!(UNVERIFIED, verified: false);
row!(FAILS, fate: Fate::Fails("codec"));
row!(REJECTS, fate: Fate::Rejected("copyright"));
row!(NEVER, fate: Fate::Never);

#[tokio::test]
async fn a_film_goes_up_private_and_is_shown_by_one_small_request() {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    assert!(desk.rig.ledger().is_empty());
    let before = desk.seen().len();
    let receipt = desk.publish(&way, "k").await.unwrap();
    assert_eq!(desk.seen().len(), before + 1);
    assert_eq!(receipt.url.unwrap(), format!("https://www.youtube.com/watch?v={}", receipt.id));
    assert_eq!((receipt.evidence, receipt.remarks), (Evidence::Answered, vec![]));
    assert_eq!(desk.rig.ledger()[0].id, receipt.id);
}

#[tokio::test]
async fn a_large_film_goes_up_in_chunks_each_asked_for_first() {
    let desk = Desk::new();
    let film = desk.film(usize::try_from(2 * CHUNK).unwrap() + 7);
    desk.post(&Draft { media: vec![film], ..draft("सभा") }).await.unwrap();
    let expected = [
        "bytes 0-8388607/16777223",
        "bytes 8388608-16777215/16777223",
        "bytes 16777216-16777222/16777223",
    ];
    assert_eq!(desk.chunks(), expected);
    let probes = desk
        .seen()
        .into_iter()
        .filter(|asked| asked.header("content-range") == Some("bytes */16777223"));
    assert_eq!(probes.count(), 3);
}

#[tokio::test]
async fn after_any_restart_the_upload_goes_on_where_the_server_is() {
    let mut desk = Desk::new();
    let film = desk.film(usize::try_from(CHUNK).unwrap() + 7);
    let mut way = desk.way(&Draft { media: vec![film], ..draft("सभा") });
    loop {
        desk = desk.restarted();
        if desk.step(&mut way, "k").await.unwrap() {
            break;
        }
    }
    assert_eq!((desk.opened(), desk.chunks().len()), (1, 2));
    desk.publish(&way, "k").await.unwrap();
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_server_that_took_less_than_was_sent_is_believed() {
    let desk = Desk::of(&TAKES_LITTLE, SETTINGS);
    let film = desk.film(usize::try_from(CHUNK).unwrap() + 7);
    desk.post(&Draft { media: vec![film], ..draft("सभा") }).await.unwrap();
    let chunks = desk.chunks();
    assert_eq!(chunks[..2], ["bytes 0-8388607/8388615", "bytes 3145728-8388614/8388615"]);
}

#[tokio::test]
async fn any_lost_answer_of_the_upload_leaves_one_film() {
    let film_at = |desk: &Desk| Draft { media: vec![desk.film(5000)], ..draft("सभा") };
    for at in 0..8 {
        for trick in [Trick::ApplyThenCut, Trick::Cut, Trick::Reply(Reply::text(503, "busy"))] {
            let mut desk = Desk::new();
            let mut way = desk.way(&film_at(&desk));
            for _ in 0..at {
                desk.step(&mut way, "k").await.unwrap();
            }
            desk.invisible(trick.clone());
            let _either_way = desk.step(&mut way, "k").await;
            desk = desk.restarted();
            while !desk.step(&mut way, "k").await.unwrap() {}
            desk.publish(&way, "k").await.unwrap();
            assert_eq!(desk.rig.ledger().len(), 1, "{trick:?} at {at}");
        }
    }
}

#[tokio::test]
async fn an_upload_whose_end_was_lost_is_known_to_be_done() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    while desk.opened() == 0 {
        desk.step(&mut way, "k").await.unwrap();
    }
    // The probe passes, and the chunk after it is applied without an answer.
    let probe = Reply::empty(308);
    desk.invisible(Trick::Reply(probe));
    desk.invisible(Trick::ApplyThenCut);
    assert_eq!(desk.step(&mut way, "k").await.unwrap_err().class, Class::Unknown);
    while !desk.step(&mut way, "k").await.unwrap() {}
    assert_eq!((desk.opened(), desk.chunks().len()), (1, 1));
}

#[tokio::test]
async fn a_session_that_is_gone_after_its_last_byte_leads_to_the_film_by_its_tag() {
    for status in [404, 410] {
        let desk = Desk::new();
        let mut way = desk.way(&desk.draft("सभा"));
        while desk.chunks().is_empty() {
            desk.step(&mut way, "k").await.unwrap();
        }
        let uploaded = way.progress["video"].clone();
        way.progress = json!({ "looked": true });
        desk.invisible(Trick::Reply(Reply::empty(status)));
        while !desk.step(&mut way, "k").await.unwrap() {}
        assert_eq!((desk.opened(), &way.progress["video"]), (1, &uploaded), "{status}");
    }
}

#[tokio::test]
async fn a_session_that_is_gone_before_is_opened_anew_and_twice_is_told() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    while desk.opened() == 0 {
        desk.step(&mut way, "k").await.unwrap();
    }
    desk.invisible(Trick::Forget);
    while desk.opened() == 1 {
        desk.step(&mut way, "k").await.unwrap();
    }
    desk.invisible(Trick::Forget);
    let failure = desk.step(&mut way, "k").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "youtube-upload-ended"));
    way.progress = Value::Null;
    while !desk.step(&mut way, "k").await.unwrap() {}
    desk.publish(&way, "k").await.unwrap();
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn the_address_of_an_upload_is_in_no_progress_and_no_failure() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    while desk.opened() == 0 {
        desk.step(&mut way, "k").await.unwrap();
        assert!(!way.progress.to_string().contains("imitated-session"), "{}", way.progress);
    }
    let says = "upload https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=imitated-session-1 failed";
    desk.invisible(Trick::Reply(Reply::text(500, says)));
    let failure = desk.step(&mut way, "k").await.unwrap_err();
    assert!(!format!("{failure:?}").contains("imitated-session-1"), "{failure:?}");
    let mut clear = false;
    while !clear {
        clear = desk.step(&mut way, "k").await.unwrap();
        assert!(!way.progress.to_string().contains("imitated-session"), "{}", way.progress);
    }
}

#[tokio::test]
async fn a_token_that_ends_in_the_middle_is_renewed_and_the_session_goes_on() {
    let desk = Desk::new();
    let film = desk.film(usize::try_from(CHUNK).unwrap() + 7);
    let mut way = desk.way(&Draft { media: vec![film], ..draft("सभा") });
    while desk.chunks().is_empty() {
        desk.step(&mut way, "k").await.unwrap();
    }
    desk.pass(3600);
    while !desk.step(&mut way, "k").await.unwrap() {}
    assert_eq!((desk.opened(), desk.chunks().len()), (1, 2));
    desk.invisible(Trick::EndSession);
    let mut other = desk.way(&desk.draft("और"));
    assert_eq!(desk.step(&mut other, "other").await.unwrap_err().class, Class::Session);
}

#[tokio::test]
async fn the_picture_beside_the_film_becomes_its_thumbnail() {
    let desk = Desk::new();
    let media = vec![desk.picture(), desk.film(5000)];
    desk.post(&Draft { media, ..draft("सभा") }).await.unwrap();
    assert_eq!(desk.rig.ledger()[0].media, 2);
    let set = desk.seen().into_iter().find(|asked| asked.path.ends_with("thumbnails/set")).unwrap();
    assert_eq!(set.header("content-type"), Some("image/jpeg"));
    assert_eq!(set.query("videoId"), Some(desk.rig.ledger()[0].id.as_str()));
}

#[tokio::test]
async fn a_thumbnail_or_playlist_that_is_refused_does_not_stop_the_film() {
    let desk = Desk::of(&UNVERIFIED, SETTINGS);
    let media = vec![desk.film(5000), desk.picture()];
    let wanted = option(Draft { media, ..draft("सभा") }, "playlist", "PLofSomebodyElse");
    let receipts = desk.post(&wanted).await.unwrap();
    assert_eq!(receipts[0].remarks, ["youtube-thumbnail-refused", "youtube-playlist-refused"]);
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_film_is_put_into_a_playlist_once() {
    let desk = Desk::new();
    let listed = option(desk.draft("सभा"), "playlist", "PLimitatedPlaylist");
    let mut way = desk.way(&listed);
    loop {
        let mut again = way.clone();
        desk.step(&mut again, "k").await.unwrap();
        if desk.step(&mut way, "k").await.unwrap() {
            break;
        }
    }
    let receipt = desk.publish(&way, "k").await.unwrap();
    assert!(receipt.remarks.is_empty(), "{:?}", receipt.remarks);
    let adds = desk
        .seen()
        .into_iter()
        .filter(|asked| asked.method == "POST" && asked.path.ends_with("playlistItems"));
    assert_eq!(adds.count(), 1);
}

#[tokio::test]
async fn films_that_cannot_be_shown_are_told_apart() {
    for (row, class, reason, detail) in [
        (&FAILS, Class::Rejected, "youtube-processing-failed", "codec"),
        (&REJECTS, Class::Rejected, "youtube-video-rejected", "copyright"),
        (&NEVER, Class::NotYet, "youtube-still-processing", ""),
    ] {
        let desk = Desk::of(row, SETTINGS);
        let failure = desk.post(&desk.draft("सभा")).await.unwrap_err();
        assert_eq!((failure.class, failure.reason.as_ref()), (class, reason));
        assert_eq!(failure.detail, detail);
        assert!(desk.rig.ledger().is_empty());
    }
    let desk = Desk::of(&NEVER, SETTINGS);
    desk.post(&desk.draft("सभा")).await.unwrap_err();
    let polls = desk
        .seen()
        .into_iter()
        .filter(|asked| asked.query("part") == Some("status,processingDetails"));
    assert!((10..25).contains(&polls.count()), "an hour is asked through in few questions");
}

#[tokio::test]
async fn a_recall_deletes_and_what_is_gone_is_done() {
    let desk = Desk::new();
    let receipts = desk.post(&desk.draft("सभा")).await.unwrap();
    for _ in 0..2 {
        desk.rig.platform.recall(&receipts[0]).await.unwrap();
    }
    assert!(desk.rig.ledger()[0].deleted);
    let wrong = Receipt { id: "a/../b".into(), ..receipts[0].clone() };
    let failure = desk.rig.platform.recall(&wrong).await.unwrap_err();
    assert_eq!(&*failure.reason, "youtube-receipt-not-usable");
}
