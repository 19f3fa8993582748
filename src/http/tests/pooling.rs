//! Connections: who may reuse them, and that nothing is sent twice.

use super::*;

async fn three_times(kind: Kind) -> usize {
    let server = FaultServer::start(Fault::Answer(ok())).unwrap();
    let http = patient();
    for _ in 0..3 {
        http.send(kind, small(&server.url("/"))).await.unwrap();
    }
    assert_eq!(server.seen().len(), 3);
    server.connections()
}

#[tokio::test]
async fn a_visible_request_without_a_safe_repeat_gets_its_own_connection() {
    assert_eq!(three_times(Kind::Fresh).await, 3);
}

#[tokio::test]
async fn warm_and_invisible_requests_share_a_connection() {
    assert_eq!(three_times(Kind::Warm).await, 1);
    assert_eq!(three_times(Kind::Invisible).await, 1);
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closed_costs_no_second_request() {
    // Whether the close is seen before the second request is written is a race: then a new
    // connection serves it, otherwise its fate is uncertain. It is never received twice.
    let server = FaultServer::script([Fault::AnswerThenClose(ok()), Fault::Answer(ok())]).unwrap();
    let http = patient();
    http.send(Kind::Warm, small(&server.url("/"))).await.unwrap();
    match http.send(Kind::Warm, small(&server.url("/"))).await {
        Ok(_) => assert_eq!(server.seen().len(), 2),
        Err(lost) => {
            assert!(lost.may_be_applied(), "{lost:?}");
            assert_eq!(server.seen().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_lost_request_is_received_once() {
    for fault in [Fault::ResetAfterRequest, Fault::CloseAfterRequest, Fault::Garbage] {
        let server = FaultServer::start(fault).unwrap();
        let http = patient();
        for kind in [Kind::Fresh, Kind::Warm, Kind::Invisible] {
            let before = server.seen().len();
            http.send(kind, small(&server.url("/"))).await.unwrap_err();
            assert_eq!(server.seen().len(), before + 1, "{kind:?}");
        }
    }
}

#[test]
fn clients_are_built_when_first_needed_and_can_be_built_before() {
    let http = patient();
    for kind in [Kind::Fresh, Kind::Warm, Kind::Invisible] {
        http.make_ready(kind).unwrap();
    }
}
