//! The imitation refuses what the platform refuses.

use std::collections::BTreeMap;

use super::super::imitation::{Config, Service};
use crate::clock::{Instant, from_micros};
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

const MEDIA: &str = "/v25.0/17841400000000001/media";
const PICTURE: &str = "https://media.example/0123456789abcdef.jpg";
const PNG: &str = "https://media.example/0123456789abcdef.png";
const FILM: &str = "https://media.example/0123456789abcdef.mp4";

fn at(second: i64) -> Instant {
    from_micros(1_764_045_000_000_000) + chrono::Duration::seconds(second)
}

struct Mock(Box<dyn Imitation>, Ledger);

impl Mock {
    fn new() -> Self {
        Self(Service::boxed(Config::described()), Ledger::default())
    }

    fn ask(&mut self, method: &str, path: &str, form: &[(&str, &str)], second: i64) -> Reply {
        let token = self.0.secrets().remove(0).1;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let form_type = "application/x-www-form-urlencoded".to_owned();
        let headers = BTreeMap::from([
            ("authorization".to_owned(), format!("Bearer {token}")),
            ("content-type".to_owned(), form_type),
        ]);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let asked = Asked {
            method: method.to_owned(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers,
            body: if method == "POST" { body.into_bytes() } else { Vec::new() },
        };
        self.0.answer(&asked, &mut self.1, at(second))
    }

    fn upload(&mut self, id: &str, headers: &[(&str, &str)], body: &[u8]) -> u16 {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let asked = Asked {
            method: "POST".to_owned(),
            path: format!("/ig-api-upload/v25.0/{id}"),
            query: Vec::new(),
            headers: headers.collect(),
            body: body.to_vec(),
        };
        self.0.answer(&asked, &mut self.1, at(0)).status
    }

    fn container(&mut self, form: &[(&str, &str)]) -> String {
        let reply = self.ask("POST", MEDIA, form, 0);
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        let made: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        made["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn broken_containers_are_refused() {
    let long = "क".repeat(2201);
    let tags: String = (0..31).map(|n| format!("#a{n} ")).collect();
    for form in [
        &[("caption", "text alone")][..],
        &[("image_url", PNG)],
        &[("image_url", "https://elsewhere.example/a.jpg")],
        &[("image_url", PICTURE), ("video_url", FILM)],
        &[("image_url", PICTURE), ("caption", &long)],
        &[("image_url", PICTURE), ("caption", &tags)],
        &[("image_url", PICTURE), ("title", "x")],
        &[("image_url", PICTURE), ("share_to_feed", "true")],
        &[("image_url", PICTURE), ("is_ai_generated", "1")],
        &[("media_type", "VIDEO"), ("video_url", FILM)],
        &[("media_type", "REELS"), ("image_url", PICTURE)],
        &[("media_type", "REELS"), ("video_url", FILM), ("upload_type", "resumable")],
        &[("media_type", "REELS"), ("upload_type", "simple")],
        &[("media_type", "REELS"), ("video_url", FILM), ("alt_text", "a")],
        &[("media_type", "REELS"), ("video_url", FILM), ("cover_url", PNG)],
        &[("media_type", "REELS"), ("video_url", FILM), ("cover_url", "https://a.example/a.jpg")],
        &[("media_type", "STORIES"), ("image_url", PICTURE), ("caption", "a")],
        &[("is_carousel_item", "true"), ("image_url", PICTURE), ("caption", "a")],
        &[
            ("is_carousel_item", "true"),
            ("media_type", "VIDEO"),
            ("video_url", FILM),
            ("alt_text", "a"),
        ],
        &[("media_type", "CAROUSEL"), ("children", "1,2")],
        &[("media_type", "CAROUSEL"), ("children", "1")],
    ] {
        assert_eq!(Mock::new().ask("POST", MEDIA, form, 0).status, 400, "{form:?}");
    }
}

#[test]
fn a_container_is_published_once_when_it_is_ready_and_not_after_a_day() {
    let mut mock = Mock::new();
    let (first, second) =
        (mock.container(&[("image_url", PICTURE)]), mock.container(&[("image_url", PICTURE)]));
    let item = mock.container(&[("image_url", PICTURE), ("is_carousel_item", "true")]);
    let publish = |mock: &mut Mock, id: &str, second| {
        let path = format!("{MEDIA}_publish");
        mock.ask("POST", &path, &[("creation_id", id)], second).status
    };
    assert_eq!(publish(&mut mock, &first, 1), 400);
    assert_eq!(publish(&mut mock, &first, 5), 200);
    assert_eq!(publish(&mut mock, &first, 6), 400);
    assert_eq!(publish(&mut mock, &item, 6), 400);
    assert_eq!(publish(&mut mock, &second, 86_400), 400);
    assert_eq!(mock.1.all().len(), 1);
}

#[test]
fn uploads_need_their_headers_all_bytes_and_the_right_place() {
    let reel = [("media_type", "REELS"), ("upload_type", "resumable")];
    let mut mock = Mock::new();
    let token = format!("OAuth {}", mock.0.secrets().remove(0).1);
    let id = mock.container(&reel);
    let login = ("authorization", token.as_str());
    assert_eq!(mock.upload(&id, &[login, ("offset", "0")], b"1234"), 400);
    assert_eq!(mock.upload(&id, &[("offset", "0"), ("file_size", "4")], b"1234"), 400);
    assert_eq!(mock.upload(&id, &[login, ("offset", "0"), ("file_size", "5")], b"1234"), 400);
    assert_eq!(mock.upload(&id, &[login, ("offset", "2"), ("file_size", "6")], b"1234"), 400);
    assert_eq!(mock.upload("17", &[login, ("offset", "0"), ("file_size", "4")], b"1234"), 400);
    assert_eq!(mock.upload(&id, &[login, ("offset", "0"), ("file_size", "4")], b"1234"), 200);
    assert_eq!(mock.upload(&id, &[login, ("offset", "0"), ("file_size", "4")], b"1234"), 400);
}

#[test]
fn strange_fields_paths_and_proofs_are_refused() {
    for (method, path) in [
        ("GET", "/v25.0/me?fields=password"),
        ("GET", "/v20.0/me?fields=id"),
        ("GET", "/v25.0/me?fields=id&appsecret_proof=00"),
        ("GET", "/v25.0/17841400000000001/media?fields=id&limit=0"),
        ("GET", "/v25.0/17841400000000001/content_publishing_limit?fields=all"),
        ("GET", "/v25.0/17/comments?fields=id"),
        ("POST", "/v25.0/17/comments"),
        ("DELETE", "/v25.0/17"),
        ("PUT", "/v25.0/me"),
    ] {
        assert_eq!(Mock::new().ask(method, path, &[], 0).status, 400, "{method} {path}");
    }
}
