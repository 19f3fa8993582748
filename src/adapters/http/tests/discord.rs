//! Discord's webhooks.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::{NOTICE, Stand, draft, ids, refusals_mean, stand, stand_with, with_option};
use crate::adapters::http::imitation::of_kind;
use crate::failure::{Class, Pause};
use crate::platform::mock::{Asked, Ledger, Mischief, Reply, Trick};
use crate::post::{Card, Media};

fn payload(stand: &Stand) -> Json {
    let asked = stand.visible().pop().unwrap();
    let parts = asked.multipart().unwrap();
    assert_eq!(parts[0].name, "payload_json");
    assert_eq!(parts[0].content_type.as_deref(), Some("application/json"));
    serde_json::from_slice(&parts[0].bytes).unwrap()
}

fn said(status: u16, code: u32) -> Reply {
    Reply::json(status, &json!({ "code": code, "message": "said" }))
}

#[tokio::test]
async fn a_message_pings_nobody_and_waits_for_its_id() {
    let stand = stand("discord");
    stand.rig.post(&draft(NOTICE), 1).await.unwrap();
    assert_eq!(
        payload(&stand),
        json!({ "content": NOTICE, "allowed_mentions": { "parse": [] }, "attachments": [] })
    );
    let asked = stand.visible().pop().unwrap();
    assert_eq!(asked.query, [("wait".to_owned(), "true".to_owned())]);
    assert!(asked.path.starts_with("/api/v10/webhooks/"));
}

#[tokio::test]
async fn pictures_go_with_the_message_and_their_descriptions_with_them() {
    let stand = stand("discord");
    let mut post = draft("मंच");
    post.media = vec![stand.picture("वक्ता"), stand.picture("मंच")];
    post.media[1].alt = None;
    stand.rig.post(&post, 1).await.unwrap();
    let name = post.media[0].wire_name();
    assert_eq!(
        payload(&stand)["attachments"],
        json!([{ "id": "0", "filename": name, "description": "वक्ता" }, { "id": "1", "filename": name }])
    );
    let parts = stand.visible().pop().unwrap().multipart().unwrap();
    let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["payload_json", "files[0]", "files[1]"]);
    assert_eq!(parts[1].bytes, super::PNG);
}

#[tokio::test]
async fn files_that_are_too_large_together_go_in_several_messages() {
    let stand = stand("discord");
    let mut post = draft("मंच");
    post.media = (0..3).map(|_| stand.picture("वक्ता")).collect();
    let heavy = |bytes| Media { bytes, ..post.media[0].clone() };
    post.media = vec![heavy(10 << 20), heavy(10 << 20), heavy(9 << 20)];
    let parts = stand.rig.platform.compose(&post).parts;
    let sizes: Vec<_> = parts.iter().map(|part| part.media.len()).collect();
    assert_eq!(sizes, [2, 1]);
}

#[test]
fn the_imitation_refuses_a_request_that_is_too_large() {
    let mut imitation = of_kind("discord").unwrap();
    let (_, webhook) = imitation.secrets().remove(0);
    let path = webhook.strip_prefix("https://discord.com/api").unwrap();
    let body = json!({ "content": "क", "username": "x".repeat(25 << 20) }).to_string();
    let asked = Asked {
        method: "POST".to_owned(),
        path: format!("/api/v10{path}"),
        query: vec![("wait".to_owned(), "true".to_owned())],
        headers: [("content-type".to_owned(), "application/json".to_owned())].into(),
        body: body.into_bytes(),
    };
    let reply = imitation.answer(&asked, &mut Ledger::default(), crate::clock::from_micros(0));
    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn silence_previews_name_and_thread_can_be_chosen() {
    let settings = format!("{}username = \"प्रेस\"\n", super::super::sample("discord").unwrap());
    let stand = stand_with("discord", &settings).unwrap();
    let mut post = with_option(draft("सूचना"), "silent", true.into());
    post = with_option(post, "thread_id", "1101010101010101010".into());
    post.card = Card::Off;
    let receipts = stand.rig.post(&post, 1).await.unwrap();
    let payload = payload(&stand);
    assert_eq!(payload["flags"], 4096 + 4);
    assert_eq!(payload["username"], "प्रेस");
    assert_eq!(stand.visible()[0].query("thread_id"), Some("1101010101010101010"));
    stand.rig.platform.recall(&receipts[0]).await.unwrap();
    let deleted = stand.rig.stage.seen().pop().unwrap().0;
    assert_eq!(deleted.query("thread_id"), Some("1101010101010101010"));
}

#[tokio::test]
async fn the_link_leads_to_the_message_on_its_server() {
    let stand = stand("discord");
    let receipts = stand.rig.post(&draft("सूचना"), 1).await.unwrap();
    let link = "https://discord.com/channels/1000000000000000001/1000000000000000002";
    assert_eq!(receipts[0].url.as_deref(), Some(format!("{link}/{}", receipts[0].id).as_str()));
}

#[tokio::test]
async fn an_answer_without_a_message_is_a_doubt() {
    let stand = stand("discord");
    let failure = stand.refused(Reply::empty(204)).await;
    assert_eq!((failure.class, &*failure.reason), (Class::Unknown, "answer-not-understood"));
}

#[tokio::test]
async fn a_wait_of_a_part_of_a_second_is_read_from_the_body() {
    let stand = stand("discord");
    let body = json!({ "message": "slow", "retry_after": 0.64, "global": false });
    let failure = stand.refused(Reply::json(429, &body)).await;
    assert_eq!(failure.class, Class::Rate);
    assert_eq!(failure.pause, Pause::For(Duration::from_millis(640)));
}

#[tokio::test]
async fn refusals_mean_what_the_platform_file_says() {
    let rows = [
        (said(404, 10015), Class::Auth),
        (said(401, 50027), Class::Auth),
        (said(403, 50013), Class::Auth),
        (said(404, 10003), Class::Rejected),
        (said(400, 160005), Class::Rejected),
        (said(403, 240000), Class::Rejected),
        (said(400, 220001), Class::Auth),
        (said(400, 50006), Class::Rejected),
        (said(400, 50035), Class::Rejected),
        (said(413, 40005), Class::Rejected),
        (Reply::html(413, "too large"), Class::Rejected),
        (said(500, 0), Class::Server),
        (Reply::html(503, "down"), Class::Server),
    ];
    refusals_mean("discord", rows).await;
}

#[tokio::test]
async fn a_message_counts_as_gone_only_where_discord_says_so() {
    let rows = [
        (said(404, 10008), None),
        (said(404, 10015), Some((Class::Auth, "address-not-found"))),
        (said(404, 10003), Some((Class::Rejected, "refused-by-platform"))),
        (Reply::html(404, "<html>not here</html>"), Some((Class::Auth, "address-not-found"))),
        (Reply::empty(404), Some((Class::Auth, "address-not-found"))),
    ];
    for (reply, expected) in rows {
        let stand = stand("discord");
        let receipts = stand.rig.post(&draft("सूचना"), 1).await.unwrap();
        stand.rig.order(Mischief::invisible(Trick::Reply(reply.clone())));
        let failure = stand.rig.platform.recall(&receipts[0]).await.err();
        let found = failure.as_ref().map(|failure| (failure.class, &*failure.reason));
        assert_eq!(found, expected, "{reply:?}");
    }
}

#[tokio::test]
async fn a_webhook_that_was_deleted_is_known_before_the_hour() {
    use crate::platform::mock::{JobSeed, Way};
    let stand = stand("discord");
    let part = stand.rig.platform.compose(&draft("सूचना")).parts.remove(0);
    let mut way = Way { part, progress: Json::Null };
    stand.rig.order(Mischief::invisible(Trick::Revoke));
    let now = crate::clock::Clock::now(&stand.rig.clock);
    let failure = stand.rig.prepare(&mut way, JobSeed::single("k", now)).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "address-not-found"));
}

#[tokio::test]
async fn a_long_text_becomes_several_messages_in_order() {
    let stand = stand("discord");
    let text = "यह एक वाक्य है जो कुछ कहता है। ".repeat(100);
    let receipts = stand.rig.post(&draft(text.trim()), 1).await.unwrap();
    assert!(receipts.len() > 1);
    assert!(stand.rig.ledger().iter().all(|public| public.text.chars().count() <= 2000));
}

#[test]
fn an_address_that_is_no_webhook_of_discord_is_refused_unseen() {
    use crate::finding::Source;
    use crate::keys::Keys;
    for (address, id) in [
        (
            "https://discord.com.evil.example/api/webhooks/1/abcdefghijklmnopqrstuvwxyz",
            "recipe-address-foreign",
        ),
        (
            "https://discord.com:8443/api/webhooks/1/canaryghijklmnopqrstuvwxyz",
            "recipe-address-foreign",
        ),
        ("http://discord.com/api/webhooks/1/abcdefghijklmnopqrstuvwxyz", "address-without-tls"),
        ("https://discord.com/api/webhooks/1/canary short", "recipe-secret-shape"),
        ("https://me@discord.com/api/webhooks/1/canaryghijklmnopqrstuvwxyz", "recipe-secret-shape"),
    ] {
        let settings = super::super::sample("discord").unwrap();
        let source = Source::new("s.toml", settings);
        let mut keys = Keys::parse(&source, 0, settings);
        let setup = super::wire::setup_with_secret(address);
        assert!(super::super::account::build(setup, &mut keys).is_none());
        let findings = keys.finish();
        assert_eq!(ids(&findings), [id], "{address}");
        assert!(!format!("{findings:?}").contains("canary"));
    }
    assert!(of_kind("discord").is_some());
}

#[test]
fn a_server_of_ones_own_needs_a_word_from_the_account() {
    use crate::finding::Source;
    use crate::keys::Keys;
    let settings = super::super::sample("discord").unwrap();
    for (more, taken) in [("", false), ("own_server = true\n", true)] {
        let settings = format!("{settings}{more}");
        let mut keys = Keys::parse(&Source::new("s.toml", settings.clone()), 0, &settings);
        let address = "https://chat.office.example/api/webhooks/1/abcdefghijklmnopqrstuvwxyz";
        let setup = super::wire::setup_with_secret(address);
        assert_eq!(super::super::account::build(setup, &mut keys).is_some(), taken);
    }
}

#[tokio::test]
async fn alt_text_that_is_too_long_is_found_before_anything_is_sent() {
    let stand = stand("discord");
    let mut post = draft("मंच");
    post.media = vec![stand.picture(&"क".repeat(1025))];
    assert_eq!(ids(&stand.rig.platform.compose(&post).findings), ["alt-text-too-long"]);
}
