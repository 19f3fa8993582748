//! HTTP/2: what GOAWAY and resets prove, and what they do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use h2::server::{self, Connection};
use h2::{Reason, RecvStream};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::*;
use crate::http::faults::{Authority, Certified, TlsServer};

/// What the server does with a connection.
#[derive(Debug, Clone, Copy)]
enum Play {
    Answer,
    GoAwayAtOnce,
    Refuse,
    ResetAfterRequest,
    GoAwayAfterRequest,
    CloseAfterRequest,
}

struct Outcome {
    result: Result<Answer, Lost>,
    requests: usize,
    bytes: usize,
}

/// What the server received.
#[derive(Default)]
struct Received {
    requests: AtomicUsize,
    bytes: AtomicUsize,
}

async fn meet(play: Play) -> Outcome {
    send(play, small).await
}

async fn send(play: Play, request: impl FnOnce(&str) -> Request) -> Outcome {
    let authority = Authority::new();
    let received = Arc::new(Received::default());
    let counted = Arc::clone(&received);
    let server = TlsServer::start(&authority, Certified::Rightly, "h2", move |stream| {
        let counted = Arc::clone(&counted);
        async move {
            let _the_client_has_gone = serve(play, stream, &counted).await;
        }
    });
    let server = server.unwrap();
    let trusting = HttpOptions { extra_ca_pem: vec![authority.pem()], ..options() };
    let result = visible(&Http::new(trusting).unwrap(), request(&server.url("/publish"))).await;
    let count = |of: &AtomicUsize| of.load(Ordering::SeqCst);
    Outcome { result, requests: count(&received.requests), bytes: count(&received.bytes) }
}

async fn serve(
    play: Play,
    stream: TlsStream<TcpStream>,
    received: &Received,
) -> Result<(), h2::Error> {
    let mut connection = server::handshake(stream).await?;
    if let Play::GoAwayAtOnce = play {
        connection.abrupt_shutdown(Reason::NO_ERROR);
        return until_closed(connection).await;
    }
    while let Some(accepted) = connection.accept().await {
        let (request, mut respond) = accepted?;
        received.requests.fetch_add(1, Ordering::SeqCst);
        if let Play::Refuse = play {
            respond.send_reset(Reason::REFUSED_STREAM);
            continue;
        }
        let body = read_all(request.into_body(), &received.bytes);
        tokio::select! {
            read = body => read?,
            _ = futures_util::future::poll_fn(|context| connection.poll_closed(context)) => return Ok(()),
        }
        match play {
            Play::ResetAfterRequest => respond.send_reset(Reason::INTERNAL_ERROR),
            Play::GoAwayAfterRequest => {
                connection.abrupt_shutdown(Reason::INTERNAL_ERROR);
                return until_closed(connection).await;
            }
            Play::CloseAfterRequest => return Ok(()),
            _ => {
                let mut sending = respond.send_response(http::Response::new(()), false)?;
                sending.send_data("{}".into(), true)?;
            }
        }
    }
    Ok(())
}

async fn until_closed(
    mut connection: Connection<TlsStream<TcpStream>, Bytes>,
) -> Result<(), h2::Error> {
    futures_util::future::poll_fn(|context| connection.poll_closed(context)).await
}

async fn read_all(mut body: RecvStream, bytes: &AtomicUsize) -> Result<(), h2::Error> {
    while let Some(chunk) = body.data().await {
        let length = chunk?.len();
        bytes.fetch_add(length, Ordering::SeqCst);
        let _freed = body.flow_control().release_capacity(length);
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_comes_over_http_2() {
    let outcome = meet(Play::Answer).await;
    assert_eq!(outcome.result.unwrap().status, 200);
}

#[tokio::test]
async fn a_large_form_arrives_whole_over_http_2() {
    const SIZE: usize = 1_300_001;
    let part = Part::bytes("media", "video/mp4", vec![7; SIZE]);
    let body = Body::Multipart(vec![part]);
    let outcome = send(Play::Answer, |at| Request::post("upload", url(at)).body(body).unwrap());
    let outcome = outcome.await;
    assert_eq!(outcome.result.unwrap().status, 200);
    assert!(outcome.bytes > SIZE, "{}", outcome.bytes);
}

#[tokio::test]
async fn a_goaway_before_our_stream_was_not_sent() {
    let outcome = meet(Play::GoAwayAtOnce).await;
    assert_not_sent(outcome.result, NotSent::Unsent);
}

#[tokio::test]
async fn a_refused_stream_was_not_processed_and_is_not_repeated_behind_our_back() {
    let outcome = meet(Play::Refuse).await;
    assert_not_sent(outcome.result, NotSent::Unsent);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn a_refused_look_up_is_not_repeated_either() {
    let outcome = send(Play::Refuse, |at| Request::get("look-up", url(at))).await;
    assert_not_sent(outcome.result, NotSent::Unsent);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn any_other_reset_of_the_stream_is_uncertain() {
    let outcome = meet(Play::ResetAfterRequest).await;
    assert_uncertain(outcome.result, Cause::Reset);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn a_goaway_that_counts_our_stream_as_seen_is_uncertain() {
    let outcome = meet(Play::GoAwayAfterRequest).await;
    assert_uncertain(outcome.result, Cause::Reset);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn a_connection_lost_after_the_request_is_uncertain() {
    let outcome = meet(Play::CloseAfterRequest).await;
    assert_uncertain(outcome.result, Cause::Reset);
    assert_eq!(outcome.requests, 1);
}
