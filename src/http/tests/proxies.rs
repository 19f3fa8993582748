//! Proxies: the office's, which connects us, and the faulty one, which spoils answers.

use std::sync::Arc;

use tokio::sync::Notify;

use super::*;
use crate::http::faults::{FaultProxy, Treatment};
use crate::secret::Secret;

async fn through(fault: Fault) -> (Result<Answer, Lost>, FaultServer) {
    let server = FaultServer::start(fault).unwrap();
    let proxy = Some(Secret::new(format!("http://{}", server.address())));
    let http = Http::new(HttpOptions { proxy, ..options() }).unwrap();
    (visible(&http, small("https://platform.example/publish")).await, server)
}

#[tokio::test]
async fn a_proxy_that_does_not_connect_was_not_sent_through() {
    let refusal = Canned::new(502, "text/plain", "no such host");
    for fault in [Fault::Refuse, Fault::Answer(refusal), Fault::ResetAfterRequest] {
        let (lost, _server) = through(fault).await;
        assert_not_sent(lost, NotSent::Proxy);
    }
}

#[tokio::test]
async fn a_proxy_learns_the_host_and_nothing_else() {
    let (_, server) = through(Fault::Answer(Canned::new(502, "text/plain", "no"))).await;
    let seen = server.seen().pop().unwrap();
    let asked = (seen.method.as_str(), seen.path.as_str());
    assert_eq!(asked, ("CONNECT", "platform.example:443"));
}

#[tokio::test]
async fn loopback_is_reached_without_the_proxy() {
    let proxy = FaultServer::start(Fault::CloseOnAccept).unwrap();
    let server = FaultServer::start(Fault::Answer(ok())).unwrap();
    let address = Some(Secret::new(format!("http://{}", proxy.address())));
    let http = Http::new(HttpOptions { proxy: address, ..options() }).unwrap();
    assert_eq!(visible(&http, small(&server.url("/"))).await.unwrap().status, 200);
    assert_eq!(proxy.connections(), 0);
}

/// A visible request through a go-between that gives it `treatment`; and how many requests the
/// mock behind it got.
async fn behind(http: &Http, treatment: Treatment) -> (Result<Answer, Lost>, FaultServer) {
    let upstream = FaultServer::start(Fault::Answer(ok())).unwrap();
    let proxy = FaultProxy::to(upstream.address()).treating(treatment).start().unwrap();
    let result = visible(http, small(&proxy.url("/publish"))).await;
    (result, upstream)
}

#[tokio::test]
async fn what_is_passed_on_arrives_as_it_was_sent() {
    let (result, upstream) = behind(&patient(), Treatment::Pass).await;
    assert_eq!(result.unwrap().json(), Ok(json!({ "id": "17" })));
    let seen = upstream.seen().pop().unwrap();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/publish"));
    assert_eq!(seen.body, "{\"text\":\"नमस्ते\"}".as_bytes());
}

#[tokio::test]
async fn an_answer_lost_on_the_way_is_uncertain_and_was_applied() {
    let (lost, upstream) = behind(&patient(), Treatment::LoseAnswer).await;
    assert_uncertain(lost, Cause::Reset);
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test]
async fn an_answer_swallowed_on_the_way_is_uncertain_and_was_applied() {
    let (lost, upstream) = behind(&hasty(), Treatment::SwallowAnswer).await;
    assert_uncertain(lost, Cause::Timeout);
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test]
async fn an_answer_cut_on_the_way_is_a_lost_receipt() {
    let (lost, upstream) = behind(&patient(), Treatment::CutAnswer(4)).await;
    assert!(matches!(lost, Err(Lost::AnswerCut { status: 200, .. })), "{lost:?}");
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test]
async fn a_false_error_can_stand_for_a_success() {
    let error = Canned::new(500, "text/plain", "oops");
    let (answer, upstream) = behind(&patient(), Treatment::Replace(error)).await;
    assert_eq!((answer.unwrap().status, upstream.seen().len()), (500, 1));
}

#[tokio::test]
async fn a_request_dropped_on_the_way_never_arrives() {
    for treatment in
        [Treatment::Drop, Treatment::AnswerItself(Canned::new(503, "text/plain", "busy"))]
    {
        let (_, upstream) = behind(&patient(), treatment).await;
        assert_eq!(upstream.connections(), 0);
    }
}

#[tokio::test]
async fn a_slow_answer_arrives_after_its_delay() {
    let (answer, _) = behind(&patient(), Treatment::Delay(SHORT / 5)).await;
    assert_eq!(answer.unwrap().status, 200);
}

#[tokio::test]
async fn a_late_request_lands_after_the_client_gave_up() {
    let landed = Arc::new(Notify::new());
    let noticed = Arc::clone(&landed);
    let upstream = FaultServer::start(Fault::Answer(ok())).unwrap();
    let before_upstream = FaultProxy::to(upstream.address()).deciding(move |_, _| {
        noticed.notify_one();
        Treatment::Pass
    });
    let before_upstream = before_upstream.start().unwrap();
    let late = FaultProxy::to(before_upstream.address()).treating(Treatment::LandLate);
    let late = late.start().unwrap();
    let lost = visible(&hasty(), small(&late.url("/"))).await;
    assert!(before_upstream.seen().is_empty(), "landed before the client gave up");
    assert_uncertain(lost, Cause::Timeout);
    landed.notified().await;
}

#[tokio::test]
async fn the_treatment_can_depend_on_the_request() {
    let upstream = FaultServer::start(Fault::Answer(ok())).unwrap();
    let proxy = FaultProxy::to(upstream.address()).once(Treatment::LoseAnswer).start().unwrap();
    let http = patient();
    let read = || Request::get("read", url(&proxy.url("/posts")));
    assert!(visible(&http, read()).await.is_ok());
    assert!(visible(&http, small(&proxy.url("/publish"))).await.is_err());
    assert!(visible(&http, small(&proxy.url("/publish"))).await.is_ok());
    assert_eq!((upstream.seen().len(), proxy.seen().len()), (3, 3));
}

#[tokio::test]
async fn a_mock_applies_what_is_lost_behind_it() {
    let mock = wiremock::MockServer::start().await;
    let proxy = FaultProxy::to(*mock.address()).lose_answer().start().unwrap();
    let lost = visible(&patient(), small(&proxy.url("/publish"))).await;
    assert_uncertain(lost, Cause::Reset);
    assert_eq!(mock.received_requests().await.unwrap().len(), 1);
}
