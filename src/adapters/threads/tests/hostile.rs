//! Hostile texts and answers, and secrets that are never said.

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;

#[tokio::test]
async fn text_arrives_as_it_was_written() {
    for text in [
        "a&b=c #किसान &amp; %00 + \"x\"",
        "<script>alert(1)</script> {{ x }}",
        "क्\u{200d}ष शून्य\u{200b}चौड़ाई \u{202e}उलटा\u{202c}",
    ] {
        let bench = Bench::of("threads");
        bench.post(&draft(text)).await.unwrap();
        assert_eq!(bench.rig.ledger()[0].text, text);
    }
}

#[tokio::test]
async fn answers_that_are_none_leave_it_in_doubt() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for body in [
        "<html>Sign in</html>",
        "",
        "{}",
        "{\"id\":\"../../x\"}",
        "{\"id\":\"17a\"}",
        "{\"id\":{}}",
        "{\"id\":-5}",
        "{\"id\":null}",
        &deep,
    ] {
        let bench = Bench::of("threads");
        let way = bench.prepared(&draft(TEXT)).await;
        bench.visible(Trick::ApplyThenReply(Reply::html(200, body)));
        assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_container_that_names_itself_otherwise_is_not_believed() {
    let bench = Bench::of("threads");
    let mut way = bench.way(&draft(TEXT));
    while bench.forms().is_empty() {
        bench.step(&mut way, bench.single()).await.unwrap();
    }
    let other = serde_json::json!({ "id": "1", "status": "FINISHED" });
    bench.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &other))));
    let failure = bench.step(&mut way, bench.single()).await.unwrap_err();
    assert_eq!(&*failure.reason, "answer-not-understood");
}

#[tokio::test]
async fn an_address_of_another_host_is_no_link() {
    let bench = Bench::of("threads");
    let way = bench.prepared(&draft(TEXT)).await;
    let other = serde_json::json!({ "id": "1", "permalink": "https://evil.example/" });
    bench.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &other))));
    assert_eq!(bench.publish(&way).await.unwrap().url, None);
}

#[tokio::test]
async fn no_secret_is_in_progress_receipts_failures_or_debug() {
    let bench = Bench::of("threads");
    let way = bench.prepared(&Draft { media: vec![picture("क")], ..draft(TEXT) }).await;
    let receipt = bench.publish(&way).await.unwrap();
    bench.rig.platform.whoami().await.unwrap();
    bench.rig.order(Mischief::invisible(Trick::Revoke));
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    let said = format!("{way:?} {receipt:?} {failure:?} {:?}", bench.rig.platform);
    for (_, secret) in bench.rig.stage.secrets() {
        assert!(!said.contains(&secret));
    }
    assert!(!said.contains("media.example"), "the address of a medium may be a secret");
}
