//! What we compare with: loops with none of our features.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::mock::Mock;
use super::text;

/// A client as anybody would build it: connections kept alive.
pub fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client")
}

/// The body of post `n`.
pub fn body(n: usize) -> Vec<u8> {
    let status = text(n);
    let body = serde_json::json!({
        "status": status, "language": "hi", "sensitive": false, "visibility": "public",
    });
    serde_json::to_vec(&body).expect("a body")
}

/// Sends post `n`, and reads the answer to its end.
pub async fn send(client: &reqwest::Client, mock: &Mock, n: usize, body: Vec<u8>) {
    let request = client
        .post(format!("{}/api/v1/statuses", mock.url()))
        .bearer_auth("bench")
        .header("accept-language", "en")
        .header("idempotency-key", format!("{n:064x}"))
        .header("content-type", "application/json")
        .body(body);
    let answer = request.send().await.expect("an answer").bytes().await.expect("its body");
    let status: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
    assert!(status["id"].is_string());
}

/// Sends `posts` posts from memory, `lanes` at a time; how long that took.
pub async fn publish(mock: &Mock, posts: usize, lanes: usize) -> Duration {
    let client = client();
    let bodies: Arc<Vec<Vec<u8>>> = Arc::new((0..posts).map(body).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..lanes {
        let (client, mock) = (client.clone(), mock.clone());
        let (bodies, next) = (Arc::clone(&bodies), Arc::clone(&next));
        tasks.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(body) = bodies.get(n) else { return };
                send(&client, &mock, n, body.clone()).await;
            }
        });
    }
    while tasks.join_next().await.transpose().expect("a task").is_some() {}
    begin.elapsed()
}
