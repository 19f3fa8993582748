//! Every kind of post, as it goes over the wire and as it becomes public.

use super::*;
use crate::adapters::graph::proof;
use crate::delivery::Evidence;
use crate::secret::Secret;

fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn address(medium: &Media) -> String {
    format!("https://media.example/{}", medium.wire_name())
}

#[tokio::test]
async fn a_picture_is_one_container_and_one_publication() {
    let bench = Bench::of("instagram");
    let receipt = bench.post(&Draft { ai: true, ..pictured(TEXT) }).await.unwrap().remove(0);
    let image = address(&picture("मंच"));
    let expected = [
        ("image_url", image.as_str()),
        ("caption", TEXT),
        ("alt_text", "मंच"),
        ("is_ai_generated", "true"),
    ];
    assert_eq!(bench.forms(), [form(&expected)]);
    let published = bench.asked("POST", "/media_publish");
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].path, "/v25.0/17841400000000001/media_publish");
    assert_eq!(receipt.evidence, Evidence::Answered);
    assert_eq!(receipt.id, bench.rig.ledger()[0].id);
    assert!(receipt.url.unwrap().starts_with("https://www.instagram.com/p/"));
}

#[tokio::test]
async fn a_carousel_has_an_item_for_each_medium_and_the_caption_once() {
    let bench = Bench::of("instagram");
    let media = vec![picture("एक"), media(MediaKind::Mp4, None), picture("तीन")];
    bench.post(&Draft { media, ai: true, ..draft(TEXT) }).await.unwrap();
    let forms = bench.forms();
    assert_eq!(forms.len(), 4);
    assert!(forms[..3].iter().all(|item| item["is_carousel_item"] == "true"));
    assert!(
        forms[..3]
            .iter()
            .all(|item| !item.contains_key("caption") && !item.contains_key("is_ai_generated"))
    );
    assert_eq!(forms[1]["media_type"], "VIDEO");
    assert_eq!((forms[3]["media_type"].as_str(), forms[3]["caption"].as_str()), ("CAROUSEL", TEXT));
    assert_eq!(forms[3]["is_ai_generated"], "true");
    assert_eq!(forms[3]["children"].split(',').count(), 3);
    assert_eq!(bench.rig.ledger()[0].alt, ["एक", "तीन"]);
}

#[tokio::test]
async fn a_reel_goes_up_as_bytes_with_the_facebook_login() {
    let bench = Bench::of("instagram");
    let reel = with_option(with_option(bench.reel(), "share_to_feed", true), "thumb_offset", 1500);
    bench.post(&reel).await.unwrap();
    let expected = [
        ("media_type", "REELS"),
        ("upload_type", "resumable"),
        ("caption", TEXT),
        ("share_to_feed", "true"),
        ("thumb_offset", "1500"),
    ];
    assert_eq!(bench.forms(), [form(&expected)]);
    let seen = bench.rig.stage.seen();
    let (upload, _) = seen.iter().find(|(asked, _)| asked.path.contains("ig-api-upload")).unwrap();
    let (_, token) = bench.rig.stage.secrets().remove(0);
    assert_eq!(upload.header("authorization"), Some(format!("OAuth {token}").as_str()));
    assert_eq!((upload.header("offset"), upload.header("file_size")), (Some("0"), Some("16")));
    assert_eq!(upload.body.len(), 16);
}

#[tokio::test]
async fn a_reel_is_fetched_with_the_instagram_login() {
    let bench = Bench::with("instagram", WITHOUT_PAGE);
    bench.post(&bench.reel()).await.unwrap();
    let film = address(&bench.film());
    assert_eq!(bench.forms()[0]["video_url"], film);
    assert_eq!(bench.asked("POST", "/me/media_publish").len(), 1);
}

#[tokio::test]
async fn a_story_has_its_medium_alone() {
    let bench = Bench::of("instagram");
    bench.post(&with_option(pictured(""), "story", true)).await.unwrap();
    let image = address(&picture("मंच"));
    assert_eq!(bench.forms(), [form(&[("media_type", "STORIES"), ("image_url", image.as_str())])]);
}

#[tokio::test]
async fn the_film_of_a_story_goes_up_as_bytes_with_the_facebook_login_alone() {
    let bench = Bench::of("instagram");
    let story = Draft { text: String::new(), ..with_option(bench.reel(), "story", true) };
    bench.post(&story).await.unwrap();
    let expected = [("media_type", "STORIES"), ("upload_type", "resumable")];
    assert_eq!(bench.forms(), [form(&expected)]);
    let bench = Bench::with("instagram", WITHOUT_PAGE);
    bench.post(&story).await.unwrap();
    assert_eq!(bench.forms()[0]["video_url"], address(&bench.film()));
}

#[tokio::test]
async fn a_picture_beside_a_film_is_a_cover_where_that_is_said_and_else_part_of_a_carousel() {
    for (settings, film) in [(SETTINGS, "upload_type"), (WITHOUT_PAGE, "video_url")] {
        let bench = Bench::with("instagram", settings);
        let media = vec![media(MediaKind::Jpeg, None), bench.film()];
        let covered = with_option(Draft { media, ..draft(TEXT) }, "cover", true);
        bench.post(&covered).await.unwrap();
        let [form] = bench.forms().try_into().unwrap();
        assert_eq!(form["cover_url"], address(&covered.media[0]));
        assert!(form["media_type"] == "REELS" && form.contains_key(film));
        assert_eq!(bench.rig.ledger()[0].media, 1);
    }
    let bench = Bench::of("instagram");
    bench.post(&Draft { media: vec![picture("क"), bench.film()], ..draft(TEXT) }).await.unwrap();
    assert_eq!(bench.forms().pop().unwrap()["media_type"], "CAROUSEL");
}

#[tokio::test]
async fn a_cover_needs_a_film_and_is_the_only_one() {
    let bench = Bench::of("instagram");
    let found = |draft: &Draft| {
        let composed = bench.rig.platform.compose(draft);
        assert!(composed.parts.is_empty());
        composed.findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    let alone = with_option(bench.reel(), "cover", true);
    assert_eq!(found(&alone), ["instagram-cover-missing"]);
    assert_eq!(found(&with_option(pictured(TEXT), "cover", true)), ["instagram-option-of-reels"]);
    let media = vec![bench.film(), media(MediaKind::Jpeg, None)];
    let both = with_option(Draft { media, ..draft(TEXT) }, "cover", true);
    assert_eq!(found(&with_option(both, "thumb_offset", 5)), ["instagram-two-covers"]);
    let mut short = with_option(bench.reel(), "thumb_offset", 4000);
    short.media[0].film = Some(Film { millis: 4000, streams: true, ..Film::default() });
    assert_eq!(found(&short), ["instagram-cover-beyond"]);
    short.media[0].film = Some(Film { millis: 4001, streams: true, ..Film::default() });
    assert_eq!(bench.rig.platform.compose(&short).parts.len(), 1);
}

#[tokio::test]
async fn places_and_other_accounts_are_sent() {
    let bench = Bench::of("instagram");
    let draft = with_option(pictured(TEXT), "collaborators", serde_json::json!(["other_office"]));
    bench.post(&with_option(draft, "location_id", "7640348500")).await.unwrap();
    let form = &bench.forms()[0];
    assert_eq!(form["collaborators"], r#"["other_office"]"#);
    assert_eq!(form["location_id"], "7640348500");
}

#[tokio::test]
async fn accounts_are_marked_in_a_picture_at_a_place_and_in_a_reel_without_one() {
    let bench = Bench::of("instagram");
    let placed = serde_json::json!([{ "user": "@other_office", "x": 0.5, "y": 0.25 }]);
    bench.post(&with_option(pictured(TEXT), "user_tags", placed.clone())).await.unwrap();
    let tags = serde_json::json!([{ "username": "other_office", "x": 0.5, "y": 0.25 }]);
    assert_eq!(bench.forms()[0]["user_tags"], tags.to_string());
    let bare = serde_json::json!(["other_office"]);
    bench.post(&with_option(bench.reel(), "user_tags", bare.clone())).await.unwrap();
    let form = bench.forms().pop().unwrap();
    assert_eq!(form["user_tags"], r#"[{"username":"other_office"}]"#);
    let found = |draft: Draft, tags| {
        let composed = bench.rig.platform.compose(&with_option(draft, "user_tags", tags));
        composed.findings.first().map(|finding| finding.id)
    };
    let album = Draft { media: vec![picture("a"), picture("b")], ..draft(TEXT) };
    assert_eq!(found(album, bare.clone()), Some("instagram-tags-misplaced"));
    assert_eq!(found(pictured(TEXT), bare), Some("instagram-tags-misplaced"));
    assert_eq!(found(bench.reel(), placed), Some("instagram-tags-misplaced"));
    for wrong in [
        serde_json::json!([]),
        serde_json::json!(["दूसरा"]),
        serde_json::json!([{ "user": "a", "x": 2, "y": 0 }]),
        serde_json::json!([{ "user": "a", "x": 0, "z": 0 }]),
        serde_json::json!([{ "x": 0.1, "y": 0.1 }]),
    ] {
        assert_eq!(found(pictured(TEXT), wrong.clone()), Some("wrong-option"), "{wrong}");
    }
}

#[tokio::test]
async fn every_request_proves_that_it_comes_from_the_app() {
    let settings = format!("{SETTINGS}app_secret = {{ credential = \"s\" }}\n");
    let bench = Bench::with("instagram", &settings);
    let way = bench.prepared(&pictured(TEXT)).await;
    bench.publish(&way).await.unwrap();
    let secrets: BTreeMap<_, _> = bench.rig.stage.secrets().into_iter().collect();
    let expected =
        proof(&Secret::new(secrets["app_secret"].clone()), &Secret::new(secrets["token"].clone()));
    for (asked, _) in bench.rig.stage.seen() {
        let form = asked.form().unwrap_or_default();
        let mut all = form.iter().chain(&asked.query);
        let (_, given) = all.find(|(name, _)| name == "appsecret_proof").unwrap();
        assert_eq!(given, expected.expose(), "{}", asked.path);
        assert_eq!(asked.query("access_token"), None);
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_does_not_undo_the_post() {
    let bench = Bench::of("instagram");
    let way = bench.prepared(&pictured(TEXT)).await;
    bench
        .rig
        .order(Mischief::invisible(Trick::Reply(crate::platform::mock::Reply::html(500, "x"))));
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!((receipt.url, receipt.id), (None, bench.rig.ledger()[0].id.clone()));
}

#[tokio::test]
async fn posts_are_taken_back_through_the_page_alone() {
    let bench = Bench::of("instagram");
    let receipt = bench.post(&pictured(TEXT)).await.unwrap().remove(0);
    for _ in 0..2 {
        bench.rig.platform.recall(&receipt).await.unwrap();
    }
    assert!(bench.rig.ledger()[0].deleted);
    let bench = Bench::with("instagram", WITHOUT_PAGE);
    let receipt = bench.post(&pictured(TEXT)).await.unwrap().remove(0);
    let failure = bench.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!(&*failure.reason, "instagram-delete-by-hand");
    assert!(failure.detail.contains("https://www.instagram.com/p/"));
}
