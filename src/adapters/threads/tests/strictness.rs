//! The imitation refuses what the platform refuses.

use std::collections::BTreeMap;

use super::super::imitation::{Config, Service};
use crate::clock::{Instant, from_micros};
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

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
        let asked = asked(method, path, form, &token);
        self.0.answer(&asked, &mut self.1, at(second))
    }

    fn container(&mut self, form: &[(&str, &str)], second: i64) -> String {
        let reply = self.ask("POST", "/v1.0/me/threads", form, second);
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        let made: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        made["id"].as_str().unwrap().to_owned()
    }
}

fn asked(method: &str, path: &str, form: &[(&str, &str)], token: &str) -> Asked {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let headers = BTreeMap::from([
        ("authorization".to_owned(), format!("Bearer {token}")),
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
    ]);
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers,
        body: if method == "POST" { body.into_bytes() } else { Vec::new() },
    }
}

const PICTURE: &str = "https://media.example/0123456789abcdef.jpg";
const FILM: &str = "https://media.example/0123456789abcdef.mp4";

#[test]
fn broken_containers_are_refused() {
    let long = "क".repeat(501);
    let links: String = (0..6).map(|n| format!("https://example.org/{n} ")).collect();
    let topic = "क".repeat(51);
    let poll = [("media_type", "TEXT"), ("text", "a"), ("poll_attachment", "{\"option_a\":\"x\"}")];
    for form in [
        &[("media_type", "TEXT")][..],
        &[("text", "a")],
        &[("media_type", "STORY"), ("text", "a")],
        &[("media_type", "TEXT"), ("text", &long)],
        &[("media_type", "TEXT"), ("text", &links)],
        &[("media_type", "TEXT"), ("text", "a"), ("image_url", PICTURE)],
        &[("media_type", "TEXT"), ("text", "a"), ("auto_publish_text", "true")],
        &[("media_type", "TEXT"), ("text", "a"), ("topic_tag", "a.b")],
        &[("media_type", "TEXT"), ("text", "a"), ("topic_tag", &topic)],
        &[("media_type", "TEXT"), ("text", "a"), ("topic_tag", "वर्जित")],
        &[("media_type", "TEXT"), ("text", "a"), ("reply_control", "nobody")],
        &[("media_type", "TEXT"), ("text", "a"), ("reply_to_id", "17")],
        &[("media_type", "TEXT"), ("text", "a"), ("text", "b")],
        &[("media_type", "IMAGE"), ("text", "a")],
        &[("media_type", "IMAGE"), ("image_url", "https://elsewhere.example/a.jpg")],
        &[("media_type", "IMAGE"), ("image_url", FILM)],
        &[("media_type", "VIDEO"), ("video_url", PICTURE)],
        &[
            ("media_type", "IMAGE"),
            ("image_url", PICTURE),
            ("is_carousel_item", "true"),
            ("text", "a"),
        ],
        &[("media_type", "CAROUSEL"), ("children", "1,2")],
        &[("media_type", "CAROUSEL"), ("children", "1")],
        &poll,
    ] {
        let reply = Mock::new().ask("POST", "/v1.0/me/threads", form, 0);
        assert_eq!(reply.status, 400, "{form:?}");
    }
}

#[test]
fn parameters_in_the_address_are_refused() {
    let mut mock = Mock::new();
    let path = "/v1.0/me/threads?media_type=TEXT&text=a";
    assert_eq!(mock.ask("POST", path, &[], 0).status, 400);
}

#[test]
fn an_item_that_is_not_ready_or_no_item_makes_no_carousel() {
    let mut mock = Mock::new();
    let item = [("media_type", "IMAGE"), ("image_url", PICTURE), ("is_carousel_item", "true")];
    let (one, two) = (mock.container(&item, 0), mock.container(&item, 0));
    let whole = mock.container(&[("media_type", "IMAGE"), ("image_url", PICTURE)], 0);
    let carousel = |mock: &mut Mock, children: &str, second| {
        let form = [("media_type", "CAROUSEL"), ("children", children)];
        mock.ask("POST", "/v1.0/me/threads", &form, second).status
    };
    assert_eq!(carousel(&mut mock, &format!("{one},{two}"), 10), 400);
    assert_eq!(carousel(&mut mock, &format!("{one},{whole}"), 100), 400);
    assert_eq!(carousel(&mut mock, &format!("{one},{two}"), 100), 200);
}

#[test]
fn a_container_is_published_once_when_it_is_ready_and_not_after_a_day() {
    let mut mock = Mock::new();
    let text = [("media_type", "TEXT"), ("text", "a")];
    let (first, second) = (mock.container(&text, 0), mock.container(&text, 0));
    let publish = |mock: &mut Mock, id: &str, second| {
        mock.ask("POST", "/v1.0/me/threads_publish", &[("creation_id", id)], second).status
    };
    assert_eq!(publish(&mut mock, &first, 1), 400);
    assert_eq!(publish(&mut mock, &first, 5), 200);
    assert_eq!(publish(&mut mock, &first, 6), 400);
    assert_eq!(publish(&mut mock, &second, 86_400), 400);
    assert_eq!(publish(&mut mock, "17", 7), 400);
    assert_eq!(mock.1.all().len(), 1);
}

#[test]
fn an_item_cannot_be_published_and_a_container_shows_its_status_alone() {
    let mut mock = Mock::new();
    let item = [("media_type", "IMAGE"), ("image_url", PICTURE), ("is_carousel_item", "true")];
    let item = mock.container(&item, 0);
    let form = [("creation_id", item.as_str())];
    assert_eq!(mock.ask("POST", "/v1.0/me/threads_publish", &form, 100).status, 400);
    assert_eq!(mock.ask("GET", &format!("/v1.0/{item}?fields=id,text"), &[], 100).status, 400);
    assert_eq!(mock.ask("GET", &format!("/v1.0/{item}?fields=id,status"), &[], 100).status, 200);
}

#[test]
fn strange_tokens_paths_and_fields_are_refused() {
    let mut mock = Mock::new();
    let stranger = asked("GET", "/v1.0/me?fields=id", &[], "another-token");
    assert_eq!(mock.0.answer(&stranger, &mut mock.1, at(0)).status, 400);
    for (method, path) in [
        ("GET", "/v1.0/me?fields=password"),
        ("GET", "/v2.0/me?fields=id"),
        ("GET", "/v1.0/me/threads?fields=id&limit=1000"),
        ("GET", "/v1.0/me/threads?fields=id&page=1"),
        ("GET", "/v1.0/me/threads_publishing_limit?fields=all"),
        ("DELETE", "/v1.0/17"),
        ("PUT", "/v1.0/me"),
        ("GET", "/refresh_access_token?grant_type=ig_refresh_token&access_token=x"),
    ] {
        assert_eq!(mock.ask(method, path, &[], 0).status, 400, "{method} {path}");
    }
}

#[test]
fn quotas_are_kept_over_24_hours() {
    let mut config = Config::described();
    config.quotas = (1, 1, 1);
    let mut mock = Mock(Service::boxed(config), Ledger::default());
    let text = [("media_type", "TEXT"), ("text", "a")];
    let (first, second) = (mock.container(&text, 0), mock.container(&text, 10));
    let publish = |mock: &mut Mock, id: &str, second| {
        mock.ask("POST", "/v1.0/me/threads_publish", &[("creation_id", id)], second).status
    };
    assert_eq!(publish(&mut mock, &first, 5), 200);
    assert_eq!(publish(&mut mock, &second, 86_404), 400);
    assert_eq!(publish(&mut mock, &second, 86_406), 200);
}
