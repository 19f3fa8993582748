//! Answers that come, whole or spoiled.

use super::*;
use crate::http::BadBody;

#[tokio::test]
async fn an_answer_carries_status_headers_body_and_the_servers_clock() {
    let canned = ok().with("date", "Thu, 26 Nov 2026 03:00:00 GMT").with("x-id", "17");
    let answer = meet(&patient(), Fault::Answer(canned)).await.unwrap();
    assert_eq!((answer.status, answer.header("X-Id")), (200, Some("17")));
    assert_eq!(answer.received.unwrap().to_rfc3339(), "2026-11-26T03:00:00+00:00");
    assert_eq!(answer.json(), Ok(json!({ "id": "17" })));
    assert!(answer.is_json() && answer.is_success() && !answer.truncated);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let second = FaultServer::start(Fault::Answer(ok())).unwrap();
        let first = Fault::Answer(Canned::redirect(status, &second.url("/elsewhere")));
        for kind in [Kind::Fresh, Kind::Warm, Kind::Invisible] {
            let server = FaultServer::start(first.clone()).unwrap();
            let answer = patient().send(kind, small(&server.url("/publish"))).await.unwrap();
            assert_eq!(answer.status, status, "{kind:?}");
            assert_eq!(server.seen().len(), 1, "{kind:?}");
        }
        assert_eq!((second.connections(), second.seen().len()), (0, 0), "{status}");
    }
}

#[tokio::test]
async fn a_success_whose_body_is_cut_is_a_lost_receipt() {
    for fault in [Fault::CutAnswer(ok(), 3), Fault::ResetAnswer(ok(), 3)] {
        match meet(&patient(), fault).await {
            Err(Lost::AnswerCut { status, headers, .. }) => {
                assert_eq!((status, headers.get("content-length")), (200, Some("11")));
            }
            other => panic!("expected a cut answer, got {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refusal_whose_body_is_cut_is_still_a_refusal() {
    let refusal = Canned::json(422, &json!({ "error": "duplicate" }));
    let answer = meet(&patient(), Fault::CutAnswer(refusal, 6)).await.unwrap();
    assert_eq!((answer.status, answer.truncated), (422, true));
    assert_eq!(answer.text(), "{\"erro");
}

#[tokio::test]
async fn a_body_that_drips_is_given_up_at_the_deadline() {
    let drip = Fault::SlowBody(ok(), SHORT / 2);
    for kind in [Kind::Fresh, Kind::Invisible] {
        let server = FaultServer::start(drip.clone()).unwrap();
        let lost = hasty().send(kind, small(&server.url("/"))).await;
        assert!(matches!(lost, Err(Lost::AnswerCut { status: 200, .. })), "{kind:?}: {lost:?}");
    }
}

#[tokio::test]
async fn truncated_json_is_an_answer_that_cannot_be_read() {
    let answer = meet(&patient(), Fault::Answer(Canned::truncated_json())).await.unwrap();
    assert!(matches!(answer.json::<serde_json::Value>(), Err(BadBody::NotJson { .. })));
}

#[tokio::test]
async fn a_page_for_people_is_not_json() {
    let answer = meet(&patient(), Fault::Answer(Canned::page())).await.unwrap();
    assert!(!answer.is_json());
    assert!(answer.json::<serde_json::Value>().is_err());
}

#[tokio::test]
async fn of_a_big_error_page_only_the_beginning_is_read() {
    let answer = meet(&patient(), Fault::Answer(Canned::big_error_page())).await.unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.truncated), (500, 64 * 1024, true));
}

#[tokio::test]
async fn a_gzip_bomb_is_defused_at_one_mebibyte() {
    let answer = meet(&patient(), Fault::Answer(Canned::gzip_bomb())).await.unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.truncated), (200, 1024 * 1024, true));
    assert_eq!(answer.json::<serde_json::Value>(), Err(BadBody::Truncated));
}

#[tokio::test]
async fn a_body_of_exactly_the_cap_is_whole() {
    let canned = Canned::new(200, "text/plain", vec![b'x'; 1024 * 1024]);
    let answer = meet(&patient(), Fault::Answer(canned)).await.unwrap();
    assert_eq!((answer.body.len(), answer.truncated), (1024 * 1024, false));
}

#[tokio::test]
async fn server_errors_and_limits_are_answers() {
    for status in [401, 408, 429, 500, 502, 503, 504] {
        let canned = Canned::new(status, "text/plain", "no");
        assert_eq!(meet(&patient(), Fault::Answer(canned)).await.unwrap().status, status);
    }
}
