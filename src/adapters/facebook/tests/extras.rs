//! What hangs on films: covers and subtitles.

use super::*;
use crate::post::Subtitles;

impl Bench {
    /// A post with a film, its cover, and subtitles in these languages.
    pub(super) fn covered(&self, languages: &[&str]) -> Draft {
        let srt = "1\n00:00:00,100 --> 00:00:00,900\nनमस्ते\n\n".as_bytes();
        let subtitles = languages.iter().map(|lang| Subtitles {
            name: format!("film.{lang}.srt"),
            digest: self.rig.store(srt).unwrap(),
            bytes: srt.len() as u64,
            lang: (*lang).to_owned(),
        });
        let film = Media { subtitles: subtitles.collect(), ..self.film() };
        let cover = self.media(MediaKind::Jpeg, JPEG, None);
        Draft { media: vec![film, cover], ..draft(TEXT) }
    }

    fn hung(&self) -> Vec<String> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        let extras = seen.filter(|asked| {
            asked.path.ends_with("/thumbnails") || asked.path.ends_with("/captions")
        });
        let names = extras.map(|asked| asked.multipart().unwrap()[0].file.clone().unwrap());
        names.collect()
    }
}

#[tokio::test]
async fn a_picture_beside_a_film_is_its_cover_and_subtitles_are_named_by_their_language() {
    for bench in [Bench::two_step(), Bench::of("facebook")] {
        let post = bench.covered(&["hi", "en-IN", "bho"]);
        let composed = bench.rig.platform.compose(&post);
        assert_eq!(ids(&composed.findings), ["facebook-subtitles-language"]);
        let way = bench.prepared(&post).await;
        let since = bench.now();
        let published = bench.publish(&way).await;
        bench.pass(60);
        let receipt = match published {
            Ok(receipt) => receipt,
            Err(_) => receipt_of(bench.find(&way, since).await.unwrap()),
        };
        let hung = bench.hung();
        assert!(hung[0].ends_with(".jpg"), "{hung:?}");
        assert_eq!(hung[1..], ["captions.hi_IN.srt", "captions.en_IN.srt"]);
        assert_eq!(receipt.remarks, [""; 0]);
        assert_eq!(bench.rig.ledger()[0].media, 2);
    }
}

#[tokio::test]
async fn a_reel_is_shown_without_what_facebook_refuses() {
    let bench = Bench::of("facebook");
    let mut post = with_option(bench.covered(&["hi"]), "reel", true);
    post.media[0].subtitles[0].digest = bench.rig.store(b"no subtitles").unwrap();
    post.media[0].subtitles[0].bytes = 12;
    let way = bench.prepared(&post).await;
    let since = bench.now();
    bench.publish(&way).await.unwrap_err();
    bench.pass(60);
    let receipt = receipt_of(bench.find(&way, since).await.unwrap());
    assert_eq!(receipt.remarks, ["facebook-extras-refused"]);
    assert_eq!(bench.shown().len(), 1);
}

#[test]
fn a_cover_is_judged_as_a_photograph_and_needs_no_description() {
    let bench = Bench::of("facebook");
    let mut post = bench.covered(&[]);
    assert_eq!(bench.rig.platform.compose(&post).findings, []);
    post.media[1].bytes = 4_000_001;
    assert_eq!(ids(&bench.rig.platform.compose(&post).findings), ["media-too-large"]);
    let mut three = bench.covered(&[]);
    three.media.push(three.media[1].clone());
    let found = bench.rig.platform.compose(&three).findings;
    assert!(ids(&found).contains(&"media-does-not-mix"), "{found:?}");
}
