//! The table of losses: what is certain after each.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::*;
use crate::http::lost::{Sent, classify};
use crate::http::witness::Witness;

/// A resolver that knows no name, so that the test asks nobody.
struct NoNames;

impl reqwest::dns::Resolve for NoNames {
    fn resolve(&self, _name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("no such name".into()) })
    }
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    assert_not_sent(meet(&patient(), Fault::Refuse).await, NotSent::Refused);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_go_between_that_was_stopped_refuses_from_then_on() {
    for _ in 0..100 {
        let proxy = FaultProxy::to(SocketAddr::from((Ipv4Addr::LOCALHOST, 9))).start().unwrap();
        let address = proxy.address();
        proxy.stop().await;
        let refused = std::net::TcpStream::connect(address).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the only way to a resolver that knows no name")]
async fn an_unknown_host_was_not_sent() {
    let client = reqwest::Client::builder().dns_resolver(Arc::new(NoNames)).no_proxy();
    let client = client.tls_certs_only([]).build().unwrap();
    let to = url("https://platform.example/botcanary/publish");
    let mut request = client.post(to.clone()).body("text").build().unwrap();
    let witness = Witness::attach(&mut request);
    let error = client.execute(request).await.unwrap_err();
    let sent = Sent { url: &to, proxied: false, witness: &witness };
    assert_not_sent(Err(classify(error, &sent)), NotSent::Dns);
}

#[tokio::test]
async fn a_tls_handshake_that_breaks_was_not_sent() {
    let server = FaultServer::start(Fault::CloseOnAccept).unwrap();
    let at = format!("https://{}/publish", server.address());
    assert_not_sent(visible(&patient(), small(&at)).await, NotSent::Tls);
}

#[tokio::test]
async fn a_tls_handshake_that_stalls_ends_by_the_connect_timeout_and_was_not_sent() {
    let server = FaultServer::start(Fault::NeverRead).unwrap();
    let at = format!("https://{}/publish", server.address());
    let http = Http::new(HttpOptions { connect_timeout: SHORT, ..options() }).unwrap();
    assert_not_sent(visible(&http, small(&at)).await, NotSent::ConnectTimeout);
}

#[tokio::test]
async fn a_stall_while_connecting_that_the_total_timeout_ends_was_not_sent() {
    let server = FaultServer::start(Fault::NeverRead).unwrap();
    let at = format!("https://{}/publish", server.address());
    assert_not_sent(visible(&hasty(), small(&at)).await, NotSent::ConnectTimeout);
}

#[tokio::test]
async fn without_a_body_a_stall_while_connecting_is_uncertain() {
    let server = FaultServer::start(Fault::NeverRead).unwrap();
    let request = Request::post("publish", url(&format!("https://{}/", server.address())));
    assert_uncertain(visible(&hasty(), request).await, Cause::Timeout);
}

#[tokio::test]
async fn a_server_that_stalls_within_a_large_body_cannot_have_applied_it() {
    let server = FaultServer::start(Fault::StallInBody).unwrap();
    assert_incomplete(visible(&hasty(), large(&server.url("/"))).await);
}

#[tokio::test]
async fn a_server_that_resets_within_a_large_body_cannot_have_applied_it() {
    let server = FaultServer::start(Fault::ResetInBody).unwrap();
    assert_incomplete(visible(&patient(), large(&server.url("/"))).await);
}

#[tokio::test]
async fn a_connection_closed_before_the_request_was_read_is_never_an_answer() {
    // Whether the client sees the close before or after it has written is a race that either may
    // win; both words are true and neither says "applied".
    let lost = meet(&patient(), Fault::CloseOnAccept).await;
    let unsent = matches!(lost, Err(Lost::NotSent { why: NotSent::Unsent, .. }));
    assert!(unsent || matches!(lost, Err(Lost::Uncertain { .. })), "{lost:?}");
}

#[tokio::test]
async fn a_reset_after_the_request_is_uncertain() {
    assert_uncertain(meet(&patient(), Fault::ResetAfterRequest).await, Cause::Reset);
}

#[tokio::test]
async fn a_close_after_the_request_is_uncertain() {
    assert_uncertain(meet(&patient(), Fault::CloseAfterRequest).await, Cause::Closed);
}

#[tokio::test]
async fn silence_after_the_request_is_uncertain() {
    assert_uncertain(meet(&hasty(), Fault::NeverAnswer).await, Cause::Timeout);
}

#[tokio::test]
async fn garbage_after_the_request_is_uncertain() {
    assert_uncertain(meet(&patient(), Fault::Garbage).await, Cause::Garbage);
}

#[tokio::test]
async fn an_invisible_request_that_is_met_with_silence_ends_too() {
    let server = FaultServer::start(Fault::NeverAnswer).unwrap();
    let lost = hasty().send(Kind::Invisible, small(&server.url("/"))).await;
    assert_uncertain(lost, Cause::Timeout);
}

#[tokio::test]
async fn an_early_refusal_in_mid_upload_is_an_answer() {
    let refusal = Canned::new(413, "text/plain", "too much");
    let server = FaultServer::start(Fault::AnswerEarly(refusal)).unwrap();
    let answer = visible(&patient(), large(&server.url("/"))).await.unwrap();
    assert_eq!((answer.status, answer.text().as_str()), (413, "too much"));
}

#[tokio::test]
async fn plain_http_to_another_machine_is_never_sent() {
    for at in ["http://example.com/", "http://192.0.2.1/", "ftp://127.0.0.1/"] {
        let lost = visible(&patient(), small(at)).await;
        assert!(matches!(lost, Err(Lost::Local { .. })), "{at}: {lost:?}");
    }
}

#[tokio::test]
async fn plain_http_to_loopback_is_for_mocks_alone() {
    let server = FaultServer::start(Fault::Answer(ok())).unwrap();
    let http = Http::new(HttpOptions { allow_plain: false, ..options() }).unwrap();
    let lost = visible(&http, small(&server.url("/"))).await;
    assert!(matches!(lost, Err(Lost::Local { .. })), "{lost:?}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_listed_server_is_reached_without_tls_and_its_neighbour_is_not() {
    let [listed, other] = [(); 2].map(|()| FaultServer::start(Fault::Answer(ok())).unwrap());
    let plain = [PlainOrigin::of(&url(&listed.url("/"))).unwrap()].into_iter().collect();
    let http = Http::new(HttpOptions { allow_plain: false, plain, ..options() }).unwrap();
    assert_eq!(visible(&http, small(&listed.url("/hook"))).await.unwrap().status, 200);
    let lost = visible(&http, small(&other.url("/hook"))).await;
    assert!(matches!(lost, Err(Lost::Local { .. })), "{lost:?}");
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn only_a_loss_that_may_hide_a_success_says_so() {
    for (fault, maybe) in [
        (Fault::Refuse, false),
        (Fault::ResetAfterRequest, true),
        (Fault::CutAnswer(ok(), 3), true),
    ] {
        let lost = meet(&patient(), fault.clone()).await.unwrap_err();
        assert_eq!(lost.may_be_applied(), maybe, "{fault:?}");
    }
}
