//! Films: parts, interruptions, and what becomes of them.

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;
use crate::platform::{Job, Prepared};

row!(SMALL_PARTS, part: 30_000);
row!(BROKEN, fate: Fate::Fails, part: 30_000);
row!(SLOW, fate: Fate::Never, part: 30_000);

fn with_film(desk: &Desk) -> Draft {
    with(&draft("वीडियो"), vec![desk.film(100_000)])
}

fn parts(desk: &Desk) -> Vec<Asked> {
    desk.seen().into_iter().filter(|asked| asked.method == "PUT").collect()
}

async fn step(desk: &Desk, way: &mut Way, key: &str) -> Result<bool, Failure> {
    let job = Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key,
        due: desk.now(),
        progress: &way.progress,
        root: None,
        parent: None,
    };
    let (done, progress, wait) = match desk.rig.platform.prepare(&job).await? {
        Prepared::More { progress } => (false, progress, 0),
        Prepared::Wait { progress, after } => (false, progress, after.as_secs()),
        Prepared::Done { progress, .. } => (true, progress, 0),
    };
    way.progress = progress;
    desk.pass(i64::try_from(wait).unwrap());
    Ok(done)
}

#[tokio::test]
async fn every_part_goes_to_its_own_address_without_a_login_and_the_tags_stay_in_order() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let titled = option(with_film(&desk), "title", "सभा");
    desk.post(&titled).await.unwrap();
    let parts = parts(&desk);
    let sizes: Vec<_> = parts.iter().map(|part| part.body.len()).collect();
    assert_eq!(sizes, [30_000, 30_000, 30_000, 10_000]);
    let mut addresses: Vec<_> = parts.iter().map(|part| part.path.clone()).collect();
    addresses.dedup();
    assert_eq!(addresses.len(), 4);
    assert!(parts.iter().all(|part| part.header("authorization").is_none()));
    let finalise =
        desk.seen().into_iter().find(|asked| asked.query("action") == Some("finalizeUpload"));
    let body = finalise.unwrap().json().unwrap();
    assert_eq!(body["finalizeUploadRequest"]["uploadedPartIds"].as_array().unwrap().len(), 4);
    let posted = &desk.posted()[0]["content"]["media"];
    assert_eq!(posted["title"], "सभा");
    assert!(desk.rig.ledger()[0].id.starts_with("urn:li:ugcPost:"));
}

#[tokio::test]
async fn after_any_restart_the_upload_goes_on_where_it_stopped() {
    let mut desk = Desk::of(&SMALL_PARTS, PAGE);
    let mut way = desk.way(&with_film(&desk));
    loop {
        desk = desk.restarted();
        if step(&desk, &mut way, "k").await.unwrap() {
            break;
        }
    }
    assert_eq!(parts(&desk).len(), 4, "a part went up twice");
    desk.publish(&way, "k").await.unwrap();
    assert_eq!(desk.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn no_address_of_an_upload_is_in_the_progress() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let mut way = desk.way(&with_film(&desk));
    while !step(&desk, &mut way, "k").await.unwrap() {
        let written = way.progress.to_string();
        assert!(!written.contains("imitated-part") && !written.contains("https"), "{written}");
        assert!(!written.contains("imitated-film-token"), "{written}");
    }
}

#[tokio::test]
async fn a_part_whose_answer_was_lost_is_sent_again_and_no_other() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let mut way = desk.way(&with_film(&desk));
    step(&desk, &mut way, "k").await.unwrap();
    step(&desk, &mut way, "k").await.unwrap();
    desk.invisible(Trick::ApplyThenCut);
    assert_eq!(step(&desk, &mut way, "k").await.unwrap_err().class, Class::Unknown);
    while !step(&desk, &mut way, "k").await.unwrap() {}
    let sent: Vec<_> =
        parts(&desk).iter().map(|part| part.path[part.path.len() - 1..].to_owned()).collect();
    assert_eq!(sent, ["0", "1", "1", "2", "3"]);
}

#[tokio::test]
async fn an_end_whose_answer_was_lost_is_seen_in_the_state_of_the_film() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let mut way = desk.way(&with_film(&desk));
    for _ in 0..5 {
        step(&desk, &mut way, "k").await.unwrap();
    }
    desk.invisible(Trick::ApplyThenCut);
    assert_eq!(step(&desk, &mut way, "k").await.unwrap_err().class, Class::Unknown);
    while !step(&desk, &mut way, "k").await.unwrap() {}
    assert_eq!(parts(&desk).len(), 4);
    desk.publish(&way, "k").await.unwrap();
}

#[tokio::test]
async fn addresses_that_ended_are_asked_for_anew() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let mut way = desk.way(&with_film(&desk));
    step(&desk, &mut way, "k").await.unwrap();
    step(&desk, &mut way, "k").await.unwrap();
    desk.pass(3 * 3600);
    while !step(&desk, &mut way, "k").await.unwrap() {}
    assert_eq!(parts(&desk).len(), 1 + 4);
    desk.publish(&way, "k").await.unwrap();
    assert_eq!(desk.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn an_upload_that_linkedin_gave_up_is_prepared_anew() {
    for status in [400, 403, 404, 410] {
        let desk = Desk::of(&SMALL_PARTS, PAGE);
        let mut way = desk.way(&with_film(&desk));
        step(&desk, &mut way, "k").await.unwrap();
        desk.invisible(Trick::Reply(Reply::empty(status)));
        let failure = step(&desk, &mut way, "k").await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Stale, "linkedin-upload-ended"));
        way.progress = Value::Null;
        while !step(&desk, &mut way, "k").await.unwrap() {}
        desk.publish(&way, "k").await.unwrap();
    }
}

#[tokio::test]
async fn a_film_that_cannot_be_used_is_refused_and_one_that_takes_long_is_waited_for() {
    let desk = Desk::of(&BROKEN, PAGE);
    let failure = desk.post(&with_film(&desk)).await.unwrap_err();
    assert_eq!(
        (failure.class, &*failure.reason),
        (Class::Rejected, "linkedin-media-processing-failed")
    );
    assert!(failure.detail.contains("UNSUPPORTED_VIDEO"));
    let desk = Desk::of(&SLOW, PAGE);
    let failure = desk.post(&with_film(&desk)).await.unwrap_err();
    assert_eq!(
        (failure.class, &*failure.reason),
        (Class::NotYet, "linkedin-media-still-processing")
    );
    assert!(desk.rig.ledger().is_empty());
}

#[tokio::test]
async fn parts_that_do_not_make_up_the_film_are_not_sent() {
    let instruction = |first: u64, last: u64| serde_json::json!({ "uploadUrl": "https://www.linkedin.com/dms-uploads/x", "firstByte": first, "lastByte": last });
    for instructions in [
        vec![],
        vec![instruction(0, 99_998)],
        vec![instruction(1, 99_999)],
        vec![instruction(0, 49_999), instruction(50_001, 99_999)],
        vec![instruction(0, 49_999), instruction(50_000, 40_000)],
        vec![instruction(0, u64::MAX)],
    ] {
        let desk = Desk::of(&SMALL_PARTS, PAGE);
        let value =
            serde_json::json!({ "video": "urn:li:video:a", "uploadInstructions": instructions });
        desk.invisible(Trick::Reply(Reply::json(200, &serde_json::json!({ "value": value }))));
        let failure = desk.post(&with_film(&desk)).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{value}");
        assert_eq!(parts(&desk).len(), 0);
    }
}

impl Desk {
    /// A post with a film that has subtitles in these languages.
    fn subtitled(&self, languages: &[&str]) -> Draft {
        let srt = "1\n00:00:00,100 --> 00:00:00,900\nनमस्ते\n\n".as_bytes();
        let subtitles = languages.iter().map(|lang| crate::post::Subtitles {
            name: format!("film.{lang}.srt"),
            digest: self.rig.store(srt).unwrap(),
            bytes: srt.len() as u64,
            lang: (*lang).to_owned(),
        });
        let film = Media { subtitles: subtitles.collect(), ..self.film(100_000) };
        with(&draft("वीडियो"), vec![film])
    }

    fn captions(&self) -> Vec<Asked> {
        let seen = self.seen().into_iter();
        seen.filter(|asked| asked.path.contains("uploaded-captions")).collect()
    }
}

#[tokio::test]
async fn subtitles_in_the_language_of_the_text_go_up_with_the_film() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let post = desk.subtitled(&["en", "hi"]);
    let composed = desk.rig.platform.compose(&post);
    assert_eq!(composed.findings[0].id, "linkedin-one-language");
    let receipts = desk.post(&post).await.unwrap();
    assert_eq!(receipts[0].remarks, [""; 0]);
    let sent = desk.captions();
    assert_eq!(sent.len(), 1);
    let form = sent[0].multipart().unwrap();
    let metadata: Value = serde_json::from_slice(&form[0].bytes).unwrap();
    assert_eq!(metadata["locale"], serde_json::json!({ "language": "HI", "country": "IN" }));
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_film_whose_subtitles_are_refused_goes_up_without_them() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let receipts = desk.post(&desk.subtitled(&["ta"])).await.unwrap();
    assert_eq!(receipts[0].remarks, ["linkedin-captions-refused"]);
    assert_eq!((desk.captions().len(), desk.rig.ledger().len()), (1, 1));
}

#[tokio::test]
async fn a_post_is_shared_with_words_alone() {
    let desk = Desk::new();
    let share = |draft: Draft, urn: &str| option(draft, "share", urn);
    let urn = "urn:li:share:7000000000000000001";
    desk.post(&share(draft("पढ़ें"), urn)).await.unwrap();
    let body = &desk.posted()[0];
    assert_eq!(body["reshareContext"], serde_json::json!({ "parent": urn }));
    assert!(body["content"].is_null());
    let found = |draft: Draft| desk.rig.platform.compose(&draft).findings[0].id;
    let pictured = with(&draft("पढ़ें"), vec![desk.picture(1)]);
    assert_eq!(found(share(pictured, urn)), "linkedin-share-with-media");
    assert_eq!(found(share(draft("पढ़ें"), "https://linkedin.com/x")), "wrong-option");
}

#[tokio::test]
async fn a_picture_beside_a_film_goes_up_as_its_cover_and_is_not_shown_by_itself() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    for media in
        [vec![desk.picture(1), desk.film(100_000)], vec![desk.film(100_000), desk.picture(2)]]
    {
        let receipts = desk.post(&with(&draft("वीडियो"), media)).await.unwrap();
        assert_eq!(receipts[0].remarks, [""; 0]);
    }
    let covers = desk.seen().into_iter().filter(|asked| asked.path.contains("thumbnail"));
    let covers: Vec<_> = covers.collect();
    assert_eq!(covers.len(), 2);
    assert_eq!(covers[0].body, jpeg(1));
    assert_eq!(covers[0].header("media-type-family"), Some("STILLIMAGE"));
    let begun =
        desk.seen().into_iter().filter(|one| one.query("action") == Some("initializeUpload"));
    let begun: Vec<_> = begun.map(|one| one.json().unwrap()).collect();
    assert_eq!(begun.len(), 2, "the cover is no picture of its own");
    assert_eq!(begun[0]["initializeUploadRequest"]["uploadThumbnail"], true);
    assert!(desk.posted()[0]["content"]["media"]["id"].as_str().unwrap().contains("video"));
}

#[tokio::test]
async fn a_film_whose_cover_is_refused_goes_up_without_it() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let gif = desk.media("cover.gif", MediaKind::Gif, b"GIF89a\x01\0\x01\0\0\0\0;");
    let media = vec![desk.film(100_000), gif];
    let receipts = desk.post(&with(&draft("वीडियो"), media)).await.unwrap();
    assert_eq!(receipts[0].remarks, ["linkedin-cover-refused"]);
    assert_eq!(desk.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn a_login_that_ended_is_no_refusal_of_a_cover() {
    let desk = Desk::of(&SMALL_PARTS, PAGE);
    let mut way = desk.way(&with(&draft("वीडियो"), vec![desk.film(100_000), desk.picture(1)]));
    for _ in 0..5 {
        step(&desk, &mut way, "k").await.unwrap();
    }
    desk.invisible(Trick::Reply(Reply::json(401, &serde_json::json!({ "status": 401 }))));
    assert_eq!(step(&desk, &mut way, "k").await.unwrap_err().class, Class::Auth);
    while !step(&desk, &mut way, "k").await.unwrap() {}
    let receipt = desk.publish(&way, "k").await.unwrap();
    assert_eq!(receipt.remarks, [""; 0]);
}
