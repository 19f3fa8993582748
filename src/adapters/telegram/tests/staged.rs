//! Uploads ahead of time, by way of a private chat.

use super::super::settings::MOCK_STAGING;
use super::*;
use crate::failure::Class;
use crate::platform::Prepared;

const STAGING: &str = "staging_chat = \"-1001234567890\"\n";

/// One step of preparing the only part.
async fn step(stand: &Stand, way: &mut Way) -> Result<bool, Failure> {
    let key = Rig::key(1, 0);
    let job = crate::platform::Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: &key,
        due: stand.now(),
        progress: &way.progress.clone(),
        root: None,
        parent: None,
    };
    let (progress, done) = match stand.rig.platform.prepare(&job).await? {
        Prepared::More { progress } | Prepared::Wait { progress, .. } => (progress, false),
        Prepared::Done { progress, .. } => (progress, true),
    };
    way.progress = progress;
    Ok(done)
}

#[tokio::test]
async fn media_are_uploaded_unseen_and_the_visible_request_is_small() {
    let stand = stand(STAGING);
    let mut way = stand.way(&with_media("मेला", vec![stand.picture(80), stand.film()]));
    stand.ready(&mut way, 1).await;
    assert_eq!(stand.rig.stage.visible_requests(), 0);
    assert!(stand.rig.ledger().is_empty());
    stand.publish(&way, 1).await.unwrap();
    let call = &stand.calls("sendMediaGroup")[0];
    assert!(call["media"].is_array(), "{call}");
    assert_eq!(stand.rig.ledger()[0].media, 2);
}

#[tokio::test]
async fn nothing_stays_in_the_private_chat() {
    let stand = stand(STAGING);
    let mut way = stand.way(&with_media("", vec![stand.picture(80), stand.picture(90)]));
    stand.ready(&mut way, 1).await;
    let deleted = &stand.calls("deleteMessages")[0];
    assert_eq!(*deleted, json!({ "chat_id": MOCK_STAGING, "message_ids": [42, 43] }));
}

#[tokio::test]
async fn a_private_chat_that_cannot_be_tidied_is_no_reason_not_to_publish() {
    let stand = stand(STAGING);
    let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
    while stand.calls("sendPhoto").is_empty() {
        step(&stand, &mut way).await.unwrap();
    }
    let words = "Bad Request: message can't be deleted for everyone";
    stand.rig.order(Mischief::invisible(Trick::Reply(refusal(400, words))));
    assert!(step(&stand, &mut way).await.unwrap());
    stand.publish(&way, 1).await.unwrap();
}

#[tokio::test]
async fn a_restart_at_any_step_uploads_nothing_twice() {
    let draft = |stand: &Stand| with_media("मेला", vec![stand.picture(80), stand.picture(90)]);
    for restart_after in 0..4 {
        let mut stand = stand(STAGING);
        let mut way = stand.way(&draft(&stand));
        for number in 0.. {
            if number == restart_after {
                stand = stand.restarted();
            }
            if step(&stand, &mut way).await.unwrap() {
                break;
            }
        }
        stand.publish(&way, 1).await.unwrap();
        assert_eq!(stand.calls("sendPhoto").len(), 2, "restart after {restart_after}");
        assert_eq!(stand.rig.ledger().len(), 1);
    }
}

#[tokio::test]
async fn an_upload_whose_answer_was_lost_is_simply_done_again() {
    for trick in [Trick::ApplyThenCut, Trick::Cut] {
        let stand = stand(STAGING);
        let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
        step(&stand, &mut way).await.unwrap();
        stand.rig.order(Mischief::invisible(trick));
        assert_eq!(step(&stand, &mut way).await.unwrap_err().class, Class::Unknown);
        stand.ready(&mut way, 1).await;
        stand.publish(&way, 1).await.unwrap();
        assert_eq!(stand.rig.ledger().len(), 1);
    }
}

#[tokio::test]
async fn an_upload_that_telegram_forgot_is_prepared_again() {
    let stand = stand(STAGING);
    let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
    stand.ready(&mut way, 1).await;
    stand.rig.order(Mischief::visible(Trick::Forget));
    let failure = stand.publish(&way, 1).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Stale, "telegram-upload-gone"));
    way.progress = Value::Null;
    stand.ready(&mut way, 1).await;
    stand.publish(&way, 1).await.unwrap();
    assert_eq!(stand.rig.ledger().len(), 1);
}

#[tokio::test]
async fn an_animation_goes_out_as_what_telegram_made_of_it() {
    let stand = stand(STAGING);
    let gif = stand.media(MediaKind::Gif, b"GIF89a", Some((64, 64)));
    stand.send(&with_media("घूमता चित्र", vec![gif])).await.unwrap();
    assert!(stand.calls("sendAnimation")[1]["animation"].is_string());
}

#[tokio::test]
async fn a_private_chat_that_turns_out_to_be_the_channel_is_never_used() {
    let stand = stand(STAGING);
    let body = json!({ "ok": true, "result": {
        "id": MOCK_STAGING, "type": "channel", "title": "एक ही",
    }});
    stand.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
    let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
    let failure = step(&stand, &mut way).await.unwrap_err();
    let found = (failure.class, failure.reason.as_ref());
    assert_eq!(found, (Class::Auth, "telegram-side-chat-visible"));
    assert!(stand.calls("sendPhoto").is_empty());
}

#[tokio::test]
async fn nothing_is_put_into_a_chat_that_is_public_by_now() {
    let stand = stand(STAGING);
    let chat = |number: i64, name: &str| {
        let chat = json!({ "id": number, "type": "channel", "title": "क", "username": name });
        Reply::json(200, &json!({ "ok": true, "result": chat }))
    };
    stand.rig.order(Mischief::invisible(Trick::Reply(chat(-1_001_999, "our_channel"))));
    stand.rig.order(Mischief::invisible(Trick::Reply(chat(MOCK_STAGING, "open_chat"))));
    let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
    let failure = step(&stand, &mut way).await.unwrap_err();
    let found = (failure.class, failure.reason.as_ref());
    assert_eq!(found, (Class::Auth, "telegram-side-chat-public"));
    assert!(stand.calls("sendPhoto").is_empty());
    stand.ready(&mut way, 1).await;
    assert_eq!(stand.calls("sendPhoto").len(), 1, "once the chat is private, all is well");
}

#[tokio::test]
async fn without_a_private_chat_preparing_asks_nothing() {
    let stand = stand("");
    let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
    stand.ready(&mut way, 1).await;
    assert!(stand.rig.stage.seen().is_empty());
}
