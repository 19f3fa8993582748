//! What became of each request, played against faulty servers in real time (a paused clock would
//! fire every timeout at once).

mod answers;
mod lost;
mod multiplexed;
mod pooling;
mod proxies;
mod secrets;
mod trust;
mod uploads;

use std::time::Duration;

use bytes::Bytes;
use serde_json::json;

use super::faults::{Canned, Fault, FaultProxy, FaultServer};
use super::{
    Answer, Body, Cause, FileSlice, Http, HttpOptions, Kind, Lost, NotSent, Part, PlainOrigin,
    Request, Url,
};

/// For faults that only a timeout ends.
const SHORT: Duration = Duration::from_millis(250);

/// For faults that end by themselves, so that a busy machine does not run into it.
const LONG: Duration = Duration::from_secs(20);

fn options() -> HttpOptions {
    HttpOptions {
        allow_plain: true,
        connect_timeout: LONG,
        visible_timeout: LONG,
        read_timeout: LONG,
        ..HttpOptions::default()
    }
}

/// Clients that wait long.
fn patient() -> Http {
    Http::new(options()).unwrap()
}

/// Clients whose requests, once connected, may take [`SHORT`].
fn hasty() -> Http {
    Http::new(HttpOptions { visible_timeout: SHORT, read_timeout: SHORT, ..options() }).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// A small request, as for a post.
fn small(at: &str) -> Request {
    Request::post("publish", url(at)).json(json!({ "text": "नमस्ते" }))
}

/// A request whose body is larger than what sockets hold on the way.
fn large(at: &str) -> Request {
    let body = Body::Bytes {
        content_type: "video/mp4".to_owned(),
        bytes: Bytes::from(vec![7; 16 * 1024 * 1024]),
    };
    Request::post("upload", url(at)).body(body).unwrap()
}

fn ok() -> Canned {
    Canned::json(200, &json!({ "id": "17" }))
}

async fn visible(http: &Http, request: Request) -> Result<Answer, Lost> {
    http.send(Kind::Fresh, request).await
}

/// A visible request to a server that always does `fault`.
async fn meet(http: &Http, fault: Fault) -> Result<Answer, Lost> {
    let server = FaultServer::start(fault).unwrap();
    visible(http, small(&server.url("/publish"))).await
}

#[track_caller]
fn assert_not_sent(lost: Result<Answer, Lost>, expected: NotSent) {
    match lost {
        Err(Lost::NotSent { why, .. }) => assert_eq!(why, expected),
        other => panic!("expected not sent ({expected:?}), got {other:?}"),
    }
}

#[track_caller]
fn assert_uncertain(lost: Result<Answer, Lost>, expected: Cause) {
    match lost {
        Err(Lost::Uncertain { why, .. }) => assert_eq!(why, expected),
        other => panic!("expected uncertain ({expected:?}), got {other:?}"),
    }
}

#[track_caller]
fn assert_incomplete(lost: Result<Answer, Lost>) {
    assert!(matches!(lost, Err(Lost::Incomplete { .. })), "expected incomplete, got {lost:?}");
}
