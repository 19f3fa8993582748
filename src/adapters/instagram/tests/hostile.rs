//! Hostile texts and answers, and secrets that are never said.

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;

#[tokio::test]
async fn text_arrives_as_it_was_written() {
    for text in [
        "a&b=c #किसान &amp; %00 + \"x\"",
        "<script>alert(1)</script> {{ x }}",
        "शून्य\u{200b}चौड़ाई \u{202e}उलटा",
    ] {
        let bench = Bench::of("instagram");
        bench.post(&pictured(text)).await.unwrap();
        assert_eq!(bench.rig.ledger()[0].text, text);
    }
}

#[tokio::test]
async fn answers_that_are_none_leave_it_in_doubt() {
    for body in
        ["<html>Sign in</html>", "", "{}", "{\"id\":\"../../x\"}", "{\"id\":{}}", "{\"id\":null}"]
    {
        let bench = Bench::of("instagram");
        let way = bench.prepared(&pictured(TEXT)).await;
        bench.visible(Trick::ApplyThenReply(Reply::html(200, body)));
        assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn an_upload_address_that_a_server_hands_out_is_never_used() {
    let bench = Bench::of("instagram");
    let mut way = bench.way(&bench.reel());
    bench.step(&mut way, bench.single()).await.unwrap();
    let other = serde_json::json!({ "id": "17800000000000001", "uri": "https://evil.example/" });
    bench.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &other))));
    bench.step(&mut way, bench.single()).await.unwrap();
    assert!(!way.progress.to_string().contains("evil"));
}

#[tokio::test]
async fn no_secret_is_in_progress_receipts_failures_or_debug() {
    let settings = format!("{SETTINGS}app_secret = {{ credential = \"s\" }}\n");
    let bench = Bench::with("instagram", &settings);
    let way = bench.prepared(&bench.reel()).await;
    let receipt = bench.publish(&way).await.unwrap();
    bench.rig.order(Mischief::invisible(Trick::Revoke));
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    let said = format!("{way:?} {receipt:?} {failure:?} {:?}", bench.rig.platform);
    for (_, secret) in bench.rig.stage.secrets() {
        assert!(!said.contains(&secret));
    }
}
