//! No secret leaves in words, whatever goes wrong.

use super::*;
use crate::http::HttpSetupError;
use crate::http::faults::{FaultProxy, Treatment};
use crate::secret::Secret;

const IN_PATH: &str = "canary-path-8d1e77";
const IN_QUERY: &str = "canary-query-03c2ab";
const IN_HEADER: &str = "canary-header-f9115c";
const IN_PROXY: &str = "canary-proxy-66e0d4";

fn canaries() -> [&'static str; 4] {
    [IN_PATH, IN_QUERY, IN_HEADER, IN_PROXY]
}

#[track_caller]
fn assert_clean(what: &str, words: &str) {
    for canary in canaries() {
        assert!(!words.contains(canary), "{what} shows {canary}: {words}");
    }
}

/// A request that is secret in every place. The tokens in path and query are not known to
/// `crate::secret`, so that nothing but the rule about URLs protects them.
fn secretive(base: &str) -> Request {
    let at = url(&format!("{base}/bot{IN_PATH}/send?access_token={IN_QUERY}"));
    small(at.as_str()).bearer(&Secret::new(IN_HEADER)).unwrap()
}

fn words(result: &Result<Answer, Lost>) -> String {
    match result {
        Ok(answer) => format!("{answer:?}"),
        Err(lost) => format!("{lost} {lost:?} {}", lost.detail()),
    }
}

#[tokio::test]
async fn no_fault_makes_a_secret_readable() {
    let http = hasty();
    let all = Fault::all().into_iter().map(|fault| meet_secretively(&http, fault));
    futures_util::future::join_all(all).await;
}

async fn meet_secretively(http: &Http, fault: Fault) {
    let what = format!("{fault:?}").chars().take(40).collect::<String>();
    let server = FaultServer::start(fault).unwrap();
    for base in [server.url(""), format!("https://{}", server.address())] {
        let request = secretive(&base);
        assert_clean(&what, &format!("{request:?}"));
        assert_clean(&what, &words(&visible(http, request).await));
    }
}

#[tokio::test]
async fn addresses_that_are_never_sent_to_are_not_shown() {
    for base in ["http://192.0.2.1", "ftp://127.0.0.1"] {
        assert_clean(base, &words(&visible(&hasty(), secretive(base)).await));
    }
}

#[tokio::test]
async fn a_proxys_password_is_not_shown() {
    let refuses = Canned::new(407, "text/plain", "who are you?");
    for fault in [Fault::Refuse, Fault::CloseAfterRequest, Fault::Answer(refuses), Fault::Garbage] {
        let server = FaultServer::start(fault).unwrap();
        let at = format!("http://office:{IN_PROXY}@{}", server.address());
        let options = HttpOptions { proxy: Some(Secret::new(at)), ..options() };
        assert_clean("options", &format!("{options:?}"));
        let http = Http::new(options).unwrap();
        assert_clean("client", &format!("{http:?}"));
        let result = visible(&http, secretive("https://platform.example")).await;
        assert_clean("result", &words(&result));
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_not_shown() {
    for at in [format!("office:{IN_PROXY}"), format!("gopher://a:{IN_PROXY}@b")] {
        let options = HttpOptions { proxy: Some(Secret::new(at)), ..options() };
        let refused = Http::new(options).unwrap_err();
        assert_eq!(refused, HttpSetupError::Proxy);
        assert_clean("refusal", &format!("{refused} {refused:?}"));
    }
}

#[tokio::test]
async fn a_token_that_the_platform_repeats_is_struck_out() {
    let echo = Canned::new(400, "text/plain", format!("bad token {IN_HEADER}"));
    let server = FaultServer::start(Fault::Answer(echo)).unwrap();
    let answer = visible(&patient(), secretive(&server.url(""))).await.unwrap();
    assert_eq!(answer.text(), "bad token ***");
}

#[tokio::test]
async fn a_spoiled_answer_shows_no_secret() {
    let upstream = FaultServer::start(Fault::Answer(ok())).unwrap();
    for treatment in [Treatment::LoseAnswer, Treatment::CutAnswer(2), Treatment::SwallowAnswer] {
        let proxy = FaultProxy::to(upstream.address()).treating(treatment).start().unwrap();
        assert_clean("proxy", &words(&visible(&hasty(), secretive(&proxy.url(""))).await));
    }
}
