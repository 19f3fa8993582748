//! Subtitles of films.

use super::*;
use crate::platform::mock::{Mischief, Reply, Trick};
use crate::post::Subtitles;

const SRT: &str = "1\n00:00:01,000 --> 00:00:02,000\nनमस्ते & स्वागत\n\n";
const VTT: &str = "WEBVTT\n\n00:01.000 --> 00:02.000\nनमस्ते &amp; स्वागत\n";

impl Desk {
    fn subtitles(&self, lang: &str, srt: &str) -> Subtitles {
        let digest = self.rig.store(srt.as_bytes()).unwrap();
        let (name, lang) = (format!("film.{lang}.srt"), lang.to_owned());
        Subtitles { name, digest, bytes: srt.len() as u64, lang }
    }

    fn subtitled(&self, subtitles: Vec<Subtitles>) -> Draft {
        Draft {
            media: vec![Media { subtitles, ..self.film(5000) }], ..draft("फ़िल्म देखें")
        }
    }

    fn uploaded(&self) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        seen.filter(|asked| asked.path.ends_with("uploadBlob")).collect()
    }
}

#[tokio::test]
async fn subtitles_go_up_as_webvtt_and_stand_beside_the_film() {
    let desk = Desk::new();
    let post = desk.subtitled(vec![desk.subtitles("hi", SRT), desk.subtitles("en-IN", SRT)]);
    let receipts = desk.post(&post).await.unwrap();
    let files = desk.uploaded();
    assert_eq!(files.len(), 2);
    assert_eq!(files[0].header("content-type"), Some("text/vtt"));
    assert_eq!(files[0].body, VTT.as_bytes());
    let captions = &desk.records()[0]["embed"]["captions"];
    assert_eq!([&captions[0]["lang"], &captions[1]["lang"]], ["hi", "en-IN"]);
    assert_eq!(captions[1]["file"]["mimeType"], "text/vtt");
    assert_eq!(receipts[0].remarks, [""; 0]);
}

#[tokio::test]
async fn subtitles_that_are_too_long_stay_behind_and_that_is_known_ahead() {
    let desk = Desk::new();
    let long = format!("1\n00:00:01,000 --> 00:00:02,000\n{}\n\n", "क".repeat(6700));
    let post = desk.subtitled(vec![desk.subtitles("hi", &long), desk.subtitles("en", SRT)]);
    let composed = desk.rig.platform.compose(&post);
    assert_eq!(ids(&composed.findings), ["bluesky-subtitles-left-out"]);
    desk.post(&post).await.unwrap();
    let captions = desk.records()[0]["embed"]["captions"].clone();
    assert_eq!(captions.as_array().unwrap().len(), 1);
    assert_eq!(captions[0]["lang"], "en");
}

#[tokio::test]
async fn a_film_goes_out_without_subtitles_that_only_become_too_long_when_they_are_escaped() {
    let desk = Desk::new();
    let signs = format!("1\n00:00:01,000 --> 00:00:02,000\n{}\n\n", "&".repeat(19_000));
    let post = desk.subtitled(vec![desk.subtitles("hi", &signs)]);
    assert_eq!(ids(&desk.rig.platform.compose(&post).findings), [""; 0]);
    let receipts = desk.post(&post).await.unwrap();
    assert_eq!(receipts[0].remarks, ["bluesky-subtitles-refused"]);
    assert!(desk.records()[0]["embed"].get("captions").is_none());
}

#[tokio::test]
async fn a_film_goes_out_without_subtitles_that_the_server_refuses() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let post = desk.subtitled(vec![desk.subtitles("hi", SRT)]);
    let plain = post.part("फ़िल्म", vec![desk.film(5000)]);
    let mut way = desk.prepared(plain, job).await;
    way.part = post.part("फ़िल्म", post.media.clone());
    let refusal = json!({ "error": "InvalidRequest", "message": "no such files here" });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(400, &refusal))));
    desk.rig.prepare(&mut way, job).await.unwrap();
    let receipt = desk.rig.publish(&way, job).await.unwrap();
    assert_eq!(receipt.remarks, ["bluesky-subtitles-refused"]);
    assert_eq!(desk.public(), 1);
}
