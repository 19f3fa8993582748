//! The plain webhook.

use serde_json::json;

use super::{NOTICE, draft, stand, stand_with};
use crate::adapters::http::auth::sign;
use crate::delivery::Guarantee;
use crate::failure::Class;
use crate::platform::mock::{Mischief, Reply, Trick};
use crate::secret::Secret;

#[tokio::test]
async fn the_body_is_signed_together_with_the_time() {
    let stand = stand("webhook");
    let way = stand.ready(&draft(NOTICE), "k1").await;
    let receipt = stand.publish(&way, "k1").await.unwrap();
    let asked = stand.visible().pop().unwrap();
    let time = asked.header("x-dakiya-timestamp").unwrap();
    let key = Secret::new("imitated-webhook-signing-key");
    let signature = format!("sha256={}", sign(&key, time, &asked.body));
    assert_eq!(asked.header("x-dakiya-signature"), Some(signature.as_str()));
    assert_eq!(asked.header("idempotency-key"), Some("k1"));
    assert_eq!(
        asked.json().unwrap(),
        json!({
            "id": "k1", "lane": "rig", "text": NOTICE, "lang": "hi",
            "scheduled_at": "2025-11-25T04:30:00+00:00", "media": []
        })
    );
    assert_eq!(receipt.id, "entry-1");
    assert_eq!(receipt.url.as_deref(), Some("https://www.example.org/news/entry-1"));
}

/// The vector of `docs/platforms/webhook.md`, computed with another program:
/// `printf '1764045000.{"text":"नमस्ते"}' | openssl dgst -sha256 -hmac 'example-key'`.
#[test]
fn a_signature_is_what_other_programs_compute() {
    let key = Secret::new("example-key");
    let signed = sign(&key, "1764045000", "{\"text\":\"नमस्ते\"}".as_bytes());
    assert_eq!(signed, VECTOR);
}

const VECTOR: &str = "100d065e34808cf0f0bf072866dba1dbb74863656138a939b16ab59f40ef969f";

#[tokio::test]
async fn a_receiving_end_need_not_give_an_id() {
    let stand = stand("webhook");
    let way = stand.ready(&draft("सूचना"), "k1").await;
    stand.rig.order(Mischief::visible(Trick::ApplyThenReply(Reply::empty(204))));
    let receipt = stand.publish(&way, "k1").await.unwrap();
    assert_eq!((receipt.id.as_str(), receipt.url), ("", None));
}

#[tokio::test]
async fn a_link_that_is_not_https_or_holds_a_secret_is_left_out() {
    let stand = stand("webhook");
    let way = stand.ready(&draft("सूचना"), "k1").await;
    let (_, address) = stand.rig.stage.secrets().remove(0);
    for link in ["javascript:alert(1)", "http://a.example/5", &address] {
        let body = json!({ "id": "5", "url": link });
        stand.rig.order(Mischief::visible(Trick::ApplyThenReply(Reply::json(200, &body))));
        let receipt = stand.publish(&way, "k1").await.unwrap();
        assert_eq!((receipt.id.as_str(), receipt.url), ("5", None));
    }
}

#[tokio::test]
async fn a_redirect_to_a_login_page_is_no_success() {
    let stand = stand("webhook");
    let reply = Reply::empty(302).header("location", "https://a.example/login");
    let failure = stand.refused(reply).await;
    assert_eq!((failure.class, &*failure.reason), (Class::Unknown, "redirected"));
}

#[tokio::test]
async fn repeats_are_harmless_only_where_the_account_says_so() {
    let settings = "recipe = \"webhook\"\naddress = { credential = \"a\" }\n";
    let stand = stand_with("webhook", settings).unwrap();
    assert_eq!(stand.rig.platform.guarantee(), Guarantee::D);
}

#[tokio::test]
async fn without_a_key_nothing_is_signed() {
    let settings = "recipe = \"webhook\"\naddress = { credential = \"a\" }\n";
    let stand = stand_with("webhook", settings).unwrap();
    let way = stand.ready(&draft("सूचना"), "k1").await;
    let failure = stand.publish(&way, "k1").await.unwrap_err();
    assert_eq!(failure.class, Class::Auth);
    let asked = stand.visible().pop().unwrap();
    assert_eq!(asked.header("x-dakiya-signature"), None);
}

#[tokio::test]
async fn media_that_are_too_large_for_json_are_refused() {
    let stand = stand("webhook");
    let mut post = draft("मंच");
    post.media = vec![stand.picture("मंच")];
    post.media[0].bytes = 5 << 20;
    let findings = stand.rig.platform.compose(&post).findings;
    assert_eq!(super::ids(&findings), ["media-too-large"]);
}
