//! HTTP/2: what GOAWAY and resets prove, and what they do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use h2::server::{self, Connection};
use h2::{Reason, RecvStream};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::*;
use crate::http::faults::{Authority, Certified, TlsServer};
use crate::http::{Cause, NotSent};

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
}

async fn meet(play: Play) -> Outcome {
    let authority = Authority::new();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let server = TlsServer::start(&authority, Certified::Rightly, "h2", move |stream| {
        let counted = Arc::clone(&counted);
        async move {
            let _the_client_has_gone = serve(play, stream, &counted).await;
        }
    });
    let server = server.unwrap();
    let trusting = HttpOptions { extra_ca_pem: vec![authority.pem()], ..options() };
    let result = visible(&Http::new(trusting).unwrap(), small(&server.url("/publish"))).await;
    Outcome { result, requests: requests.load(Ordering::SeqCst) }
}

async fn serve(
    play: Play,
    stream: TlsStream<TcpStream>,
    requests: &AtomicUsize,
) -> Result<(), h2::Error> {
    let mut connection = server::handshake(stream).await?;
    if let Play::GoAwayAtOnce = play {
        connection.abrupt_shutdown(Reason::NO_ERROR);
        return until_closed(connection).await;
    }
    while let Some(accepted) = connection.accept().await {
        let (request, mut respond) = accepted?;
        requests.fetch_add(1, Ordering::SeqCst);
        if let Play::Refuse = play {
            respond.send_reset(Reason::REFUSED_STREAM);
            continue;
        }
        let body = read_all(request.into_body());
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

async fn read_all(mut body: RecvStream) -> Result<(), h2::Error> {
    while let Some(chunk) = body.data().await {
        let _freed = body.flow_control().release_capacity(chunk?.len());
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_comes_over_http_2() {
    let outcome = meet(Play::Answer).await;
    assert_eq!(outcome.result.unwrap().status, 200);
}

#[tokio::test]
async fn a_goaway_before_our_stream_was_not_sent() {
    let outcome = meet(Play::GoAwayAtOnce).await;
    let unsent = matches!(outcome.result, Err(Lost::NotSent { why: NotSent::Unsent, .. }));
    assert!(unsent, "{:?}", outcome.result);
}

#[tokio::test]
async fn a_refused_stream_was_not_processed_and_is_not_repeated_behind_our_back() {
    let outcome = meet(Play::Refuse).await;
    let unsent = matches!(outcome.result, Err(Lost::NotSent { why: NotSent::Unsent, .. }));
    assert!(unsent, "{:?}", outcome.result);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn any_other_reset_of_the_stream_is_uncertain() {
    let outcome = meet(Play::ResetAfterRequest).await;
    let uncertain = matches!(outcome.result, Err(Lost::Uncertain { why: Cause::Reset, .. }));
    assert!(uncertain, "{:?}", outcome.result);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn a_goaway_that_counts_our_stream_as_seen_is_uncertain() {
    let outcome = meet(Play::GoAwayAfterRequest).await;
    assert!(matches!(outcome.result, Err(Lost::Uncertain { .. })), "{:?}", outcome.result);
    assert_eq!(outcome.requests, 1);
}

#[tokio::test]
async fn a_connection_lost_after_the_request_is_uncertain() {
    let outcome = meet(Play::CloseAfterRequest).await;
    assert!(matches!(outcome.result, Err(Lost::Uncertain { .. })), "{:?}", outcome.result);
    assert_eq!(outcome.requests, 1);
}
