//! Albums: one thing to followers, several messages to the server.

use super::*;
use crate::failure::Class;

fn pictures(stand: &Stand, count: u32) -> Vec<Media> {
    (0..count).map(|index| stand.picture(80 + index)).collect()
}

#[tokio::test]
async fn an_album_is_one_receipt_with_all_ids() {
    let stand = stand("");
    let receipt = stand.send(&with_media("मेला", pictures(&stand, 3))).await.unwrap();
    assert_eq!((receipt.id.as_str(), &receipt.extra["ids"]), ("42", &json!([42, 43, 44])));
    assert_eq!(receipt.url.as_deref(), Some("https://t.me/our_channel/42"));
    let ledger = stand.rig.ledger();
    assert_eq!((ledger.len(), ledger[0].media, ledger[0].text.as_str()), (1, 3, "मेला"));
}

#[tokio::test]
async fn every_message_of_an_album_is_taken_back() {
    let stand = stand("");
    let receipt = stand.send(&with_media("मेला", pictures(&stand, 3))).await.unwrap();
    stand.rig.platform.recall(&receipt).await.unwrap();
    assert_eq!(stand.calls("deleteMessages")[0]["message_ids"], json!([42, 43, 44]));
    assert!(stand.rig.ledger()[0].deleted);
}

#[tokio::test]
async fn an_album_that_may_have_gone_out_in_part_is_in_doubt() {
    let partly = [
        (400, "Bad Request: Failed to send message #2 with the error message \"PHOTO_INVALID\""),
        (400, "Bad Request: failed to send message #10 with the error message \"X\""),
        (403, "Forbidden: Failed to send message #3 with the error message \"Y\""),
        (429, "Too Many Requests: retry after 5"),
        (401, "Unauthorized"),
        (400, ""),
    ];
    for (code, description) in partly {
        let stand = stand("");
        stand.refuse(code, description);
        let failure = stand.send(&with_media("", pictures(&stand, 2))).await.unwrap_err();
        let found = (failure.class, failure.reason.as_ref());
        assert_eq!(found, (Class::Unknown, "telegram-album-in-part"), "{description}");
    }
}

#[tokio::test]
async fn an_album_whose_first_item_was_refused_did_not_go_out() {
    for (description, reason) in [
        (
            "Bad Request: Failed to send message #1 with the error message \"IMAGE_PROCESS_FAILED\"",
            "telegram-picture-refused",
        ),
        ("Bad Request: chat not found", "telegram-chat-not-found"),
    ] {
        let stand = stand("");
        stand.refuse(400, description);
        let failure = stand.send(&with_media("", pictures(&stand, 2))).await.unwrap_err();
        assert_eq!(failure.reason, reason);
        assert!(!failure.class.may_be_applied());
    }
}

#[tokio::test]
async fn an_answer_with_fewer_messages_than_items_is_in_doubt() {
    let stand = stand("");
    let chat = json!({ "id": -1_001_234, "type": "channel" });
    let body = json!({ "ok": true, "result": [{ "message_id": 5, "date": 1, "chat": chat }] });
    stand.rig.order(Mischief::visible(Trick::ApplyThenReply(Reply::json(200, &body))));
    let failure = stand.send(&with_media("", pictures(&stand, 2))).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Unknown, "answer-not-understood"));
}

#[tokio::test]
async fn films_and_pictures_mix_and_documents_go_with_documents() {
    let stand = stand("");
    stand.send(&with_media("", vec![stand.picture(80), stand.film()])).await.unwrap();
    let documents = vec![stand.media(MediaKind::Pdf, b"%PDF", None); 2];
    stand.send(&with_media("नियम", documents)).await.unwrap();
    let media: Vec<_> = stand.rig.ledger().iter().map(|public| public.media).collect();
    assert_eq!(media, [2, 2]);
}
