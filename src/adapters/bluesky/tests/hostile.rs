//! Answers that no honest server gives, and the same flow over real HTTP.

use std::sync::Arc;

use serde_json::json;

use super::bench::Bench;
use super::*;
use crate::clock::SimulatedClock;
use crate::failure::Class;
use crate::http::{Http, HttpOptions};
use crate::platform::mock::{Mischief, Reply, Server, Stage, Trick};
use crate::platform::no_sessions;

const DID: &str = "did:plc:somebody";

fn put(uri: &str, cid: &str) -> Reply {
    Reply::json(200, &json!({ "uri": uri, "cid": cid, "validationStatus": "valid" }))
}

#[tokio::test]
async fn strange_answers_to_a_put_are_a_doubt_and_never_a_receipt() {
    let good_cid = "bafyreib2rxk3rybk3aobmv5cjuql3bm2twh4jo5uxgf5kpqcsgzmq2vz2m";
    let elsewhere = format!("at://{DID}/app.bsky.feed.post/3mdccjmurk222");
    for (reply, class) in [
        (Reply::html(502, "<h1>Bad Gateway</h1>"), Class::Server),
        (Reply::html(200, "<h1>Welcome</h1>"), Class::Unknown),
        (Reply::text(200, "{\"uri\":"), Class::Unknown),
        (Reply::empty(200), Class::Unknown),
        (Reply::json(200, &json!([])), Class::Unknown),
        (put(&elsewhere, good_cid), Class::Unknown),
        (put("javascript:alert(1)", good_cid), Class::Unknown),
        (Reply::empty(302).header("location", "https://evil.example/"), Class::Unknown),
        (Reply::html(403, &"x".repeat(10 << 20)), Class::Auth),
        (Reply::json(400, &json!({ "error": 5 })), Class::Rejected),
    ] {
        let desk = Desk::new();
        desk.rig.order(Mischief::visible(Trick::Reply(reply.clone())));
        let failure = desk.post(&draft("नमस्ते")).await.unwrap_err();
        assert_eq!(failure.class, class, "status {}", reply.status);
        assert!(failure.detail.chars().count() <= 400);
        assert_eq!(desk.public(), 0);
    }
}

#[tokio::test]
async fn a_put_with_a_hash_of_the_wrong_shape_is_looked_at_again() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part("नमस्ते"), job).await;
    let kept: Value = desk.rig.session.load().await.unwrap().unwrap();
    let did = kept["who"]["did"].as_str().unwrap();
    let rkey = way.progress["rkey"].as_str().unwrap();
    let reply = put(&format!("at://{did}/app.bsky.feed.post/{rkey}"), "<script>");
    desk.rig.order(Mischief::visible(Trick::ApplyThenReply(reply)));
    let receipt = desk.deliver(&way, job).await;
    assert!(receipt.extra["cid"].as_str().unwrap().starts_with("bafyrei"));
    assert_eq!(desk.public(), 1);
}

#[tokio::test]
async fn strange_answers_to_a_login_are_not_kept() {
    for body in [
        json!({ "accessJwt": "a b\r\nc", "refreshJwt": "aaaa.bbbb.cccc", "did": DID, "handle": "a.b" }),
        json!({ "accessJwt": "aaaa.bbbb.cccc", "refreshJwt": "", "did": DID, "handle": "a.b" }),
        json!({ "accessJwt": "aaaa.bbbb.cccc", "refreshJwt": "aaaa.bbbb.cccc", "did": "x", "handle": "" }),
        json!({ "accessJwt": "aaaa.bbbb.cccc" }),
    ] {
        let desk = Desk::new();
        desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
        let failure = desk.rig.platform.refresh().await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{body}");
        let kept: Value = desk.rig.session.load().await.unwrap().unwrap();
        assert!(kept["tokens"].is_null());
    }
}

#[tokio::test]
async fn a_document_of_another_did_names_no_server_of_ours() {
    let desk = Desk::new();
    let service = json!([{ "id": "#atproto_pds", "serviceEndpoint": "https://evil.example" }]);
    let body = json!({
        "accessJwt": "aaaa.bbbb.cccc", "refreshJwt": "aaaa.bbbb.dddd", "did": DID,
        "handle": "office.example.org", "didDoc": { "id": "did:plc:evil", "service": service },
    });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
    let failure = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Auth, "bluesky-server-refused"));
}

#[tokio::test]
async fn a_token_that_an_error_repeats_is_struck_out() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    let seen = desk.rig.stage.seen();
    let token = seen.last().unwrap().0.bearer().unwrap().to_owned();
    let echo = json!({ "error": "InvalidRequest", "message": format!("bad header {token}") });
    desk.rig.order(Mischief::visible(Trick::Reply(Reply::json(400, &echo))));
    let failure = desk.rig.post(&draft("दो"), 2).await.unwrap_err();
    assert!(!format!("{failure:?}").contains(&token));
}

#[test]
fn an_account_prints_no_password() {
    let desk = Desk::new();
    let printed = format!("{:?}", desk.rig.platform);
    assert!(!printed.contains(super::super::imitation::PASSWORD), "{printed}");
}

#[tokio::test]
async fn everything_goes_over_real_http_as_well() {
    let clock = SimulatedClock::starting_at(crate::clock::from_micros(1_764_045_000_000_000));
    let imitation = Box::new(Imitation::new(Knobs::default()));
    let stage = Stage::new(imitation, Arc::new(clock.clone()));
    let server = Server::start(stage.clone()).await.unwrap();
    let http = Http::new(HttpOptions { allow_plain: true, ..HttpOptions::default() }).unwrap();
    let url = server.url().clone();
    let session = no_sessions();
    let bench = Bench::over(Arc::new(http), Some(url), stage, clock, SETTINGS, session).unwrap();
    for (number, (kind, bytes)) in
        (0..).zip([(MediaKind::Png, png(900)), (MediaKind::Mp4, mp4(20_000_001))])
    {
        let medium = bench.stored(kind, &bytes);
        let part = draft("").part("नमस्ते #मेला", vec![medium]);
        let receipt = bench.deliver(&part, number, None).await;
        bench.platform.recall(&receipt).await.unwrap();
        bench.platform.refresh().await.unwrap();
    }
    let public = bench.stage.ledger();
    assert_eq!(public.iter().map(|public| public.media).collect::<Vec<_>>(), [1, 1]);
    assert!(bench.wire.hosts().iter().all(|host| host.starts_with("127.0.0.1 ")));
}
