//! Pictures: limits, uploads, and uploads that the server forgot.

use super::*;
use crate::failure::Class;
use crate::platform::mock::{Mischief, Reply, Trick};

fn old_server(_: &str) -> Option<Box<dyn mock::Imitation>> {
    boxed(Knobs { image_bytes: 1_000_000, ..Knobs::default() })
}

static OLD_SERVER: Row = Row { imitation: old_server, ..ROW };

fn with(media: Vec<Media>) -> Draft {
    Draft { media, ..draft("चित्र") }
}

#[tokio::test]
async fn four_pictures_go_out_with_words_and_sides() {
    let desk = Desk::new();
    let pictures = (1..=4).map(|n| desk.png(100 + n)).collect();
    desk.post(&with(pictures)).await.unwrap();
    let public = &desk.rig.ledger()[0];
    assert_eq!((public.media, public.alt.len()), (4, 4));
    let image = &desk.records()[0]["embed"]["images"][3];
    assert_eq!(image["aspectRatio"], json!({ "width": 1200, "height": 800 }));
    assert_eq!(image["image"]["size"], 104);
}

#[tokio::test]
async fn a_picture_without_words_still_has_the_key() {
    let desk = Desk::new();
    let picture = Media { alt: None, width: None, height: None, ..desk.png(100) };
    desk.post(&with(vec![picture])).await.unwrap();
    let image = &desk.records()[0]["embed"]["images"][0];
    assert_eq!(image["alt"], "");
    assert!(image.get("aspectRatio").is_none());
}

#[tokio::test]
async fn a_picture_goes_out_without_text() {
    let desk = Desk::new();
    let mut silent = draft("");
    silent.media = vec![desk.png(100)];
    desk.post(&silent).await.unwrap();
    assert_eq!(desk.records()[0]["text"], "");
}

#[test]
fn what_does_not_fit_into_one_embed_follows_as_a_reply() {
    let desk = Desk::new();
    let pictures: Vec<_> = (0..5).map(|_| desk.png(100)).collect();
    for (media, counts) in
        [(pictures, [4, 1]), (vec![desk.png(100), desk.film(100), desk.png(100)], [2, 1])]
    {
        let parts = desk.rig.platform.compose(&with(media)).parts;
        assert_eq!(parts.iter().map(|part| part.media.len()).collect::<Vec<_>>(), counts);
        assert_eq!(parts[1].text, "");
    }
}

#[test]
fn wrong_media_are_found_before_anything_is_planned() {
    let desk = Desk::new();
    let film = desk.film(100);
    let empty = Media { bytes: 0, ..desk.png(100) };
    let heic = Media { kind: MediaKind::Heic, ..desk.png(100) };
    for (media, id) in [
        (vec![desk.png(1_000_001)], "media-too-large"),
        (vec![empty], "bluesky-empty-file"),
        (vec![heic], "media-kind-not-taken"),
        (vec![Media { kind: MediaKind::Mov, ..film.clone() }], "media-kind-not-taken"),
        (vec![Media { bytes: 300_000_001, ..film }], "media-too-large"),
    ] {
        let composed = desk.rig.platform.compose(&with(media));
        assert!(ids(&composed.findings).contains(&id), "{id}: {:?}", composed.findings);
        assert_eq!(composed.parts, []);
    }
}

#[test]
fn a_gif_is_taken_with_a_warning() {
    let desk = Desk::new();
    let gif = Media { kind: MediaKind::Gif, ..desk.png(100) };
    let composed = desk.rig.platform.compose(&with(vec![gif]));
    assert_eq!(ids(&composed.findings), ["bluesky-gif-stands-still"]);
    assert_eq!(composed.parts.len(), 1);
}

#[tokio::test]
async fn a_larger_picture_goes_where_the_account_says_so() {
    let settings = format!("{SETTINGS}max_image_bytes = 2000000\n");
    let desk = Desk::of(&BLUESKY, &settings);
    desk.post(&with(vec![desk.png(2_000_000)])).await.unwrap();
    let over = desk.rig.platform.compose(&with(vec![desk.png(2_000_001)]));
    assert_eq!(ids(&over.findings), ["media-too-large"]);
}

#[tokio::test]
async fn an_older_server_refuses_the_larger_picture_for_good() {
    let settings = format!("{SETTINGS}max_image_bytes = 2000000\n");
    let desk = Desk::of(&OLD_SERVER, &settings);
    let failure = desk.post(&with(vec![desk.png(1_000_001)])).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Rejected, "too-large-for-platform")
    );
    assert!(failure.detail.contains("blob too big (maximum 1000000, got 1000001)"), "{failure}");
}

#[tokio::test]
async fn a_wrong_ending_goes_out_as_what_the_server_found() {
    let desk = Desk::new();
    let named_jpeg = desk.media("rally.jpg", MediaKind::Jpeg, &png(300));
    desk.post(&with(vec![named_jpeg])).await.unwrap();
    assert_eq!(desk.records()[0]["embed"]["images"][0]["image"]["mimeType"], "image/png");
}

#[tokio::test]
async fn an_upload_that_the_server_forgot_goes_up_again_for_the_same_record() {
    let desk = Desk::new();
    let draft = with(vec![desk.png(100)]);
    let part = desk.rig.platform.compose(&draft).parts.remove(0);
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part, job).await;
    desk.rig.order(Mischief::visible(Trick::Forget));
    let failure = desk.rig.publish(&way, job).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Stale, "bluesky-upload-forgotten")
    );
    let again = desk.prepared(way.part.clone(), job).await;
    assert_eq!(again.progress, way.progress);
    desk.rig.publish(&again, job).await.unwrap();
    assert_eq!(desk.public(), 1);
}

#[tokio::test]
async fn an_upload_that_came_back_as_something_else_is_not_used() {
    let desk = Desk::new();
    let cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    let blob = |mime: &str, size: u64, cid: &str| {
        let link = json!({ "$link": cid });
        json!({ "blob": { "$type": "blob", "ref": link, "mimeType": mime, "size": size } })
    };
    for body in [
        blob("image/png", 99, cid),
        blob("text/plain", 100, cid),
        blob("image/png", 100, "../../x"),
        json!({ "blob": { "cid": cid, "mimeType": "image/png" } }),
        json!({}),
    ] {
        let mut way = Way {
            part: with(vec![]).part("चित्र", vec![desk.png(100)]),
            progress: Value::Null,
        };
        let key = Rig::key(1, 0);
        let job = JobSeed::single(&key, desk.now());
        desk.rig.platform.whoami().await.unwrap();
        desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
        let failure = desk.rig.prepare(&mut way, job).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn uploads_say_when_they_become_too_old() {
    let desk = Desk::new();
    let part = with(vec![]).part("चित्र", vec![desk.png(100)]);
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part, job).await;
    let done = crate::platform::Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: &key,
        due: desk.now(),
        progress: &way.progress,
        root: None,
        parent: None,
    };
    let crate::platform::Prepared::Done { expires, .. } =
        desk.rig.platform.prepare(&done).await.unwrap()
    else {
        panic!("not done")
    };
    assert_eq!(expires, Some(desk.now() + chrono::Duration::hours(6)));
}
