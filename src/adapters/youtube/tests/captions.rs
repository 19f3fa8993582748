//! Subtitles, and the units that everything costs.

use serde_json::json;

use super::*;
use crate::failure::{Class, Pause};
use crate::platform::mock::{JobSeed, Reply};
use crate::post::Subtitles;

const SRT: &[u8] = "1\n00:00:01,000 --> 00:00:03,000\nनमस्ते\n\n".as_bytes();

impl Desk {
    /// A post with a film that has subtitles in these languages.
    pub(super) fn subtitled(&self, languages: &[&str]) -> Draft {
        let subtitles = languages.iter().map(|lang| Subtitles {
            name: format!("film.{lang}.srt"),
            digest: self.rig.store(SRT).unwrap(),
            bytes: SRT.len() as u64,
            lang: (*lang).to_owned(),
        });
        let film = Media { subtitles: subtitles.collect(), ..self.film(5000) };
        Draft { media: vec![film], ..draft("सभा") }
    }

    fn captions(&self) -> Vec<Asked> {
        let seen = self.seen().into_iter();
        seen.filter(|asked| asked.path.ends_with("/captions")).collect()
    }
}

#[tokio::test]
async fn every_language_gets_its_track_before_the_film_is_shown() {
    let desk = Desk::new();
    let draft = desk.subtitled(&["hi", "en-IN"]);
    assert_eq!(desk.compose(&draft), []);
    let receipts = desk.post(&draft).await.unwrap();
    assert_eq!(receipts[0].remarks, [""; 0]);
    let sent: Vec<_> = desk.captions().into_iter().map(|asked| asked.body).collect();
    for (body, said) in sent.iter().zip(["\"language\":\"hi\"", "\"language\":\"en-IN\""]) {
        let text = String::from_utf8(body.clone()).unwrap();
        assert!(text.contains(said) && text.contains("नमस्ते"), "{text}");
    }
    assert!(String::from_utf8_lossy(&sent[0]).contains("\"name\":\"हिन्दी\""));
    assert_eq!(desk.seen().last().unwrap().method, "PUT", "the film is shown last");
}

#[tokio::test]
async fn a_track_whose_answer_was_lost_is_not_there_twice() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.subtitled(&["hi"]));
    while way.progress["processed"] != true {
        desk.step(&mut way, "k").await.unwrap();
    }
    desk.invisible(Trick::ApplyThenCut);
    assert_eq!(desk.step(&mut way, "k").await.unwrap_err().class, Class::Unknown);
    while !desk.step(&mut way, "k").await.unwrap() {}
    let receipt = desk.publish(&way, "k").await.unwrap();
    assert_eq!((desk.captions().len(), receipt.remarks), (2, vec![]));
}

#[tokio::test]
async fn a_refused_track_does_not_hold_the_film_back() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.subtitled(&["hi"]));
    while way.progress["processed"] != true {
        desk.step(&mut way, "k").await.unwrap();
    }
    let errors = json!([{ "reason": "invalidMetadata", "domain": "youtube", "message": "said" }]);
    let body = json!({ "error": { "code": 400, "message": "said", "errors": errors } });
    desk.invisible(Trick::Reply(Reply::json(400, &body)));
    while !desk.step(&mut way, "k").await.unwrap() {}
    let receipt = desk.publish(&way, "k").await.unwrap();
    assert_eq!(receipt.remarks, ["youtube-captions-refused"]);
}

#[tokio::test]
async fn what_the_day_has_no_units_for_is_left_out_and_the_film_is_shown() {
    let desk = Desk::of(&YOUTUBE, &format!("{SETTINGS}units = 300\n"));
    let receipts = desk.post(&desk.subtitled(&["hi"])).await.unwrap();
    assert_eq!(receipts[0].remarks, ["youtube-extras-without-units"]);
    assert_eq!(desk.captions(), [], "nothing was asked for that would be refused");
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_film_that_is_due_on_another_day_waits_for_its_subtitles() {
    let desk = Desk::of(&YOUTUBE, &format!("{SETTINGS}units = 300\n"));
    let mut way = desk.way(&desk.subtitled(&["hi"]));
    while way.progress["processed"] != true {
        desk.step(&mut way, "k").await.unwrap();
    }
    let due = desk.now() + chrono::Duration::hours(20);
    let job = JobSeed::single("k", due);
    let failure = desk.rig.step(&way, job).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rate, "youtube-quota-used"));
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    assert!(pause.as_secs() < 4 * 3600, "until midnight in California: {pause:?}");
}

#[tokio::test]
async fn a_day_without_units_is_known_before_a_film_goes_up() {
    let desk = Desk::of(&YOUTUBE, &format!("{SETTINGS}units = 60\n"));
    let failure = desk.post(&desk.draft("सभा")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rate, "youtube-quota-used"));
    assert_eq!(desk.opened(), 0);
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    desk.pass(i64::try_from(pause.as_secs()).unwrap());
    let desk = desk.restarted();
    let left = || async {
        let identity = desk.rig.platform.whoami().await.unwrap();
        let facts = identity.findings.into_iter().find(|one| one.id == "youtube-units-left");
        facts.unwrap().facts[0].1.clone()
    };
    assert_eq!(left().await, crate::finding::Fact::Number(59));
}

#[test]
fn the_imitation_takes_tracks_only_as_the_document_has_them() {
    use super::strictness::{ask, play, token};
    let desk = Desk::new();
    let token = token(&desk);
    let sent = |query: &str, kind: &str, snippet: &Value| {
        let head = json!({ "snippet": snippet });
        let body = format!(
            "--b\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{head}\r\n--b\r\n\
             Content-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n"
        );
        let path = format!("/upload/youtube/v3/captions?{query}");
        let asked = ask(&token, "POST", &path, &[("content-type", kind)], body.into_bytes());
        let reply = play(&desk, asked);
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        (reply.status, body["error"]["errors"][0]["reason"].as_str().unwrap_or_default().to_owned())
    };
    let right = json!({ "videoId": "nothing00", "language": "hi", "name": "", "isDraft": false });
    let (query, kind) = ("uploadType=multipart&part=snippet", "multipart/related; boundary=b");
    assert_eq!(sent(query, kind, &right), (404, "videoNotFound".to_owned()));
    for (query, kind, wrong, reason) in [
        ("uploadType=media&part=snippet", kind, json!({}), "contentRequired"),
        ("uploadType=multipart", kind, json!({}), "missingRequiredParameter"),
        (query, "multipart/form-data; boundary=b", json!({}), "badContent"),
        (query, kind, json!({ "lang": "hi" }), "unknownField"),
        (query, kind, json!({ "videoId": "nothing00", "language": "hi" }), "invalidMetadata"),
        (query, kind, json!({ "videoId": "nothing00", "name": "" }), "invalidMetadata"),
    ] {
        assert_eq!(sent(query, kind, &wrong), (400, reason.to_owned()), "{wrong}");
    }
}
