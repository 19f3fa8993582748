//! TLS: who is trusted, and that mistrust is never sent to.

use tokio::io::AsyncWriteExt as _;

use super::*;
use crate::http::faults::{Authority, Certified, TlsServer};

fn server(authority: &Authority, certified: Certified) -> TlsServer {
    let serve = |mut stream: tokio_rustls::server::TlsStream<tokio::net::TcpStream>| async move {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
        let _the_client_may_have_gone = stream.write_all(answer).await;
        let _likewise = stream.shutdown().await;
    };
    TlsServer::start(authority, certified, "http/1.1", serve).unwrap()
}

async fn meet(trusted: &Authority, server: &TlsServer) -> Result<Answer, Lost> {
    let http = Http::new(HttpOptions { extra_ca_pem: vec![trusted.pem()], ..options() });
    visible(&http.unwrap(), small(&server.url("/publish"))).await
}

#[tokio::test]
async fn a_certificate_of_an_extra_authority_is_trusted() {
    let authority = Authority::new();
    let server = server(&authority, Certified::Rightly);
    assert_eq!(meet(&authority, &server).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_extra_authority_stands_beside_the_machines_own() {
    let authority = Authority::new();
    let server = server(&authority, Certified::Rightly);
    let extra_ca_pem = vec![authority.pem()];
    let http = Http::new(HttpOptions { extra_ca_pem, allow_plain: false, ..options() }).unwrap();
    assert_eq!(visible(&http, small(&server.url("/publish"))).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_expired_certificate_was_not_sent_to() {
    assert_mistrusted(Certified::TooLongAgo).await;
}

#[tokio::test]
async fn a_certificate_for_another_host_was_not_sent_to() {
    assert_mistrusted(Certified::ForAnotherHost).await;
}

async fn assert_mistrusted(certified: Certified) {
    let authority = Authority::new();
    let lost = meet(&authority, &server(&authority, certified)).await;
    assert_not_sent(lost, NotSent::Tls);
}

#[tokio::test]
async fn an_unknown_authority_was_not_sent_to() {
    let server = server(&Authority::new(), Certified::Rightly);
    let lost = meet(&Authority::new(), &server).await;
    assert_not_sent(lost, NotSent::Tls);
}

#[test]
fn a_bundle_without_certificates_is_refused_by_its_number() {
    let extra_ca_pem = vec![Authority::new().pem(), b"no certificate".to_vec()];
    let refused = Http::new(HttpOptions { extra_ca_pem, ..options() }).unwrap_err();
    assert_eq!(refused, crate::http::HttpSetupError::Certificates { number: 2 });
}
