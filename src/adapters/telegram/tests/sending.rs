//! Publishing and taking back, where all goes well or is refused.

use super::*;
use crate::delivery::Evidence;
use crate::failure::{Class, Pause};

#[tokio::test]
async fn a_hindi_text_becomes_public_once_with_its_receipt() {
    let stand = stand("");
    let receipt = stand.send(&draft(NOTICE)).await.unwrap();
    assert_eq!(receipt.id, "42");
    assert_eq!(receipt.url.as_deref(), Some("https://t.me/our_channel/42"));
    assert_eq!(receipt.evidence, Evidence::Answered);
    assert_eq!(receipt.extra["ids"], json!([42]));
    assert!(receipt.remarks.is_empty(), "{:?}", receipt.remarks);
    let ledger = stand.rig.ledger();
    assert_eq!((ledger.len(), ledger[0].text.as_str()), (1, NOTICE));
}

#[tokio::test]
async fn after_the_first_success_the_channel_goes_by_its_number() {
    let stand = stand("").restarted();
    stand.send(&draft("एक")).await.unwrap();
    let stand = stand.restarted();
    stand.send(&draft("दो")).await.unwrap();
    let calls = stand.calls("sendMessage");
    assert_eq!(calls[0]["chat_id"], "@our_channel");
    assert_eq!(calls[1]["chat_id"], super::super::imitation::number_of("our_channel"));
}

#[tokio::test]
async fn a_long_text_with_media_is_a_reply_to_them() {
    let stand = stand("");
    let text = "अ".repeat(3000);
    let draft = with_media(&text, vec![stand.picture(80)]);
    let receipts = stand.rig.post(&draft, 1).await.unwrap();
    let ledger = stand.rig.ledger();
    assert_eq!(receipts.len(), 2);
    assert_eq!((ledger[0].text.as_str(), ledger[0].media), ("", 1));
    assert_eq!((ledger[1].text.as_str(), ledger[1].media), (text.as_str(), 0));
    assert_eq!(ledger[1].parent.as_deref(), Some("42"));
}

#[tokio::test]
async fn a_thread_is_a_chain_of_replies() {
    let stand = stand("");
    let mut parent: Option<Receipt> = None;
    for (index, text) in (0..3).zip(["एक (1/3)", "दो (2/3)", "तीन (3/3)"]) {
        let key = Rig::key(1, index);
        let job = JobSeed {
            index,
            parts: 3,
            key: &key,
            due: stand.now(),
            root: None,
            parent: parent.as_ref(),
        };
        let mut way = stand.way(&draft(text));
        stand.rig.prepare(&mut way, job).await.unwrap();
        parent = Some(stand.rig.publish(&way, job).await.unwrap());
    }
    let parents: Vec<_> = stand.rig.ledger().into_iter().map(|public| public.parent).collect();
    assert_eq!(parents, [None, Some("42".to_owned()), Some("43".to_owned())]);
}

#[tokio::test]
async fn a_reply_to_a_message_that_is_gone_goes_out_and_says_so() {
    let stand = stand("");
    let parent = stand.send(&draft("पहला")).await.unwrap();
    stand.rig.platform.recall(&parent).await.unwrap();
    let key = Rig::key(2, 1);
    let job = JobSeed { parent: Some(&parent), ..JobSeed::single(&key, stand.now()) };
    let way = stand.way(&draft("दूसरा"));
    let receipt = stand.rig.publish(&way, job).await.unwrap();
    assert_eq!(receipt.remarks, ["telegram-reply-lost"]);
}

#[tokio::test]
async fn every_kind_of_file_is_taken_by_the_imitation() {
    let stand = stand("");
    for kind in [MediaKind::Mp4, MediaKind::Gif, MediaKind::Pdf] {
        let medium = stand.media(kind, b"GIF89a or anything", Some((64, 64)));
        stand.send(&with_media("फ़ाइल", vec![medium])).await.unwrap();
    }
    stand.send(&with_media("चित्र", vec![stand.picture(80)])).await.unwrap();
    assert_eq!(stand.rig.ledger().iter().filter(|public| public.media == 1).count(), 4);
    let document = &stand.calls("sendDocument")[0]["document"];
    assert_eq!(document["type"], "application/pdf");
    assert!(document["file"].as_str().unwrap().ends_with(".pdf"));
}

#[tokio::test]
async fn a_film_without_an_id_yet_is_a_success_without_an_id() {
    let stand = stand("");
    let number = super::super::imitation::number_of("our_channel");
    let body = json!({ "ok": true, "result": {
        "message_id": 0, "date": 1, "caption": "फ़िल्म",
        "chat": { "id": number, "type": "channel", "username": "our_channel" },
    }});
    stand.rig.order(Mischief::visible(Trick::ApplyThenReply(Reply::json(200, &body))));
    let receipt = stand.send(&with_media("फ़िल्म", vec![stand.film()])).await.unwrap();
    assert_eq!((receipt.id.as_str(), receipt.url.clone()), ("", None));
    assert_eq!(receipt.remarks, ["telegram-sent-later"]);
    let refused = stand.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!(refused.reason, "telegram-recall-without-id");
}

#[tokio::test]
async fn a_text_that_telegram_changed_is_remarked() {
    let stand = stand("");
    let number = super::super::imitation::number_of("our_channel");
    let body = json!({ "ok": true, "result": {
        "message_id": 9, "date": 1, "text": "और कुछ",
        "chat": { "id": number, "type": "channel" },
    }});
    stand.rig.order(Mischief::visible(Trick::ApplyThenReply(Reply::json(200, &body))));
    let receipt = stand.send(&draft(NOTICE)).await.unwrap();
    assert_eq!(receipt.remarks, ["telegram-text-changed"]);
    assert!(receipt.url.unwrap().starts_with("https://t.me/c/"));
}

#[tokio::test]
async fn taking_back_twice_is_taking_back() {
    let stand = stand("");
    let receipt = stand.send(&draft(NOTICE)).await.unwrap();
    stand.rig.platform.recall(&receipt).await.unwrap();
    stand.rig.platform.recall(&receipt).await.unwrap();
    assert!(stand.rig.ledger()[0].deleted);
    stand.rig.order(Mischief::invisible(Trick::Reply(refusal(
        400,
        "Bad Request: message to delete not found",
    ))));
    stand.rig.platform.recall(&receipt).await.unwrap();
}

#[tokio::test]
async fn after_two_days_taking_back_is_too_late() {
    let stand = stand("");
    let receipt = stand.send(&draft(NOTICE)).await.unwrap();
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::hours(49));
    let failure = stand.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Rejected, "telegram-recall-too-late")
    );
    assert!(!stand.rig.ledger()[0].deleted);
}

#[tokio::test]
async fn a_receipt_that_a_person_wrote_can_be_taken_back() {
    let stand = stand("");
    let receipt = stand.send(&draft(NOTICE)).await.unwrap();
    let by_hand = Receipt { extra: Value::Null, evidence: Evidence::Person, ..receipt };
    stand.rig.platform.recall(&by_hand).await.unwrap();
    assert!(stand.rig.ledger()[0].deleted);
}

#[tokio::test]
async fn the_rate_limit_says_how_long_to_wait() {
    let stand = stand_of(&NARROW, "");
    for text in ["एक", "दो"] {
        stand.send(&draft(text)).await.unwrap();
    }
    let failure = stand.send(&draft("तीन")).await.unwrap_err();
    assert_eq!(failure.class, Class::Rate);
    let Pause::For(wait) = failure.pause else { panic!("{failure:?}") };
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::from_std(wait).unwrap());
    stand.send(&draft("तीन")).await.unwrap();
    assert_eq!(stand.rig.ledger().len(), 3);
}

#[tokio::test]
async fn the_wait_is_read_from_the_body_and_from_the_header() {
    for reply in [
        Reply::json(
            429,
            &json!({
                "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7",
                "parameters": { "retry_after": 7 },
            }),
        ),
        refusal(429, "Too Many Requests: retry after 7").header("retry-after", "7"),
    ] {
        let stand = stand("");
        stand.rig.order(Mischief::visible(Trick::Reply(reply)));
        let failure = stand.send(&draft("अ")).await.unwrap_err();
        assert_eq!(failure.pause, Pause::For(std::time::Duration::from_secs(7)));
    }
}

#[tokio::test]
async fn a_revoked_token_stops_the_account_and_cannot_be_renewed() {
    let stand = stand("");
    for trick in [Trick::EndSession, Trick::Revoke] {
        stand.rig.order(Mischief::visible(trick));
        let failure = stand.send(&draft("अ")).await.unwrap_err();
        let found = (failure.class, failure.reason.as_ref());
        assert_eq!(found, (Class::Auth, "telegram-token-refused"));
        assert_eq!(stand.rig.platform.refresh().await.unwrap_err().class, Class::Auth);
    }
    assert!(stand.rig.ledger().is_empty());
}

#[tokio::test]
async fn a_group_that_moved_is_followed() {
    let stand = stand("");
    let body = json!({
        "ok": false, "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": { "migrate_to_chat_id": -1_005_555_555_555_i64 },
    });
    stand.rig.order(Mischief::visible(Trick::Reply(Reply::json(400, &body))));
    let failure = stand.send(&draft("अ")).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::NotSent, "telegram-chat-moved"));
    let stand = stand.restarted();
    stand.send(&draft("अ")).await.unwrap();
    assert_eq!(stand.calls("sendMessage")[1]["chat_id"], -1_005_555_555_555_i64);
    assert_eq!(stand.rig.ledger().len(), 1);
}
