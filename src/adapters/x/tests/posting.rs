//! Posts of every kind, to the last byte, and what becomes of threads.

use serde_json::json;

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::finding::Fact;

#[tokio::test]
async fn a_text_goes_out_as_this_document_to_the_letter() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft(TEXT)).await;
    let receipt = bench.publish(&way).await.unwrap();
    let sent = bench.asked("/2/tweets").remove(0);
    assert_eq!(String::from_utf8(sent.body).unwrap(), format!("{{\"text\":\"{TEXT}\"}}"));
    assert_eq!(sent.headers["content-type"], "application/json");
    let url = format!("https://x.com/office_example/status/{}", receipt.id);
    assert_eq!(receipt.url, Some(url.clone()));
    assert_eq!(receipt.evidence, Evidence::Answered);
    assert_eq!(bench.rig.platform.id_in(&format!("{url}/photo/1?s=20")), Some(receipt.id));
    assert_eq!(bench.rig.platform.id_in("https://x.com/office_example"), None);
}

#[tokio::test]
async fn options_and_the_label_of_machines_are_sent() {
    let bench = Bench::with("x", &format!("{KEYS}reply_settings = \"verified\"\n"));
    let plain = bench.prepared(&draft("एक")).await;
    bench.publish(&plain).await.unwrap();
    assert_eq!(bench.body(), json!({ "text": "एक", "reply_settings": "verified" }));
    let open = with_option(draft("दो"), "reply_settings", "everyone");
    let paid = with_option(open, "paid_partnership", true);
    let way = bench.prepared(&Draft { ai: true, ..paid }).await;
    bench.publish(&way).await.unwrap();
    let body = json!({ "text": "दो", "made_with_ai": true, "paid_partnership": true });
    assert_eq!(bench.body(), body);
}

#[tokio::test]
async fn parts_of_a_thread_reply_to_the_part_before() {
    let settings = format!("{KEYS}reply_settings = \"following\"\n");
    let bench = Bench::with("x", &settings);
    let receipts = bench.rig.post(&long(), 1).await.unwrap();
    assert!(receipts.len() >= 3);
    let ledger = bench.rig.ledger();
    for (at, public) in ledger.iter().enumerate() {
        assert_eq!(public.parent, at.checked_sub(1).map(|at| receipts[at].id.clone()));
    }
    let sent = bench.asked("/2/tweets");
    assert_eq!(sent[0].json().unwrap()["reply_settings"], "following");
    assert!(sent[1..].iter().all(|asked| asked.json().unwrap().get("reply_settings").is_none()));
}

#[tokio::test]
async fn where_threads_are_not_wanted_the_parts_stand_by_themselves() {
    let bench = Bench::with("no-replies", &format!("{KEYS}long_texts = \"posts\"\n"));
    let receipts = bench.rig.post(&long(), 1).await.unwrap();
    assert!(receipts.len() >= 3);
    assert!(bench.rig.ledger().iter().all(|public| public.parent.is_none()));
}

#[tokio::test]
async fn a_reply_that_is_refused_is_told_with_what_became_public() {
    let bench = Bench::of("no-replies");
    let failure = bench.rig.post(&long(), 1).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "x-reply-refused"));
    let first = &bench.rig.ledger()[0].id;
    let url = format!("https://x.com/office_example/status/{first}");
    assert_eq!(failure.facts["public"], Fact::Text(url));
    assert_eq!(failure.facts["part"], Fact::Text("2".into()));
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_part_whose_parent_was_deleted_is_refused() {
    let bench = Bench::of("x");
    let parts = bench.rig.platform.compose(&long()).parts;
    let first = Way { part: parts[0].clone(), progress: Value::Null };
    bench.prepare(&mut first.clone()).await.unwrap();
    let receipt = bench.publish(&first).await.unwrap();
    bench.rig.platform.recall(&receipt).await.unwrap();
    let key = Rig::key(1, 1);
    let job = JobSeed {
        index: 1,
        parts: 3,
        root: Some(&receipt),
        parent: Some(&receipt),
        ..JobSeed::single(&key, bench.now())
    };
    let second = Way { part: parts[1].clone(), progress: Value::Null };
    let failure = bench.rig.publish(&second, job).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "x-parent-gone"));
    let strange = Receipt { id: "../users".into(), ..receipt.clone() };
    let job = JobSeed { parent: Some(&strange), ..job };
    let failure = bench.rig.publish(&second, job).await.unwrap_err();
    assert_eq!(failure.reason, "x-receipt-not-usable");
}

#[tokio::test]
async fn a_recall_deletes_once_and_what_is_gone_is_done() {
    let bench = Bench::of("x");
    let receipt = bench.rig.post(&draft(TEXT), 1).await.unwrap().remove(0);
    bench.rig.platform.recall(&receipt).await.unwrap();
    assert!(bench.rig.ledger()[0].deleted);
    bench.rig.platform.recall(&receipt).await.unwrap();
    bench.invisible(Trick::Reply(Reply::json(200, &json!({ "data": { "deleted": false } }))));
    bench.rig.platform.recall(&receipt).await.unwrap();
    bench.invisible(Trick::Reply(Reply::empty(404)));
    let failure = bench.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!(failure.reason, "address-not-found", "a wrong address deletes nothing");
    let strange = Receipt { id: "1/../me".into(), ..receipt };
    let failure = bench.rig.platform.recall(&strange).await.unwrap_err();
    assert_eq!(failure.reason, "x-receipt-not-usable");
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_known_whose_login_it_is() {
    let bench = Bench::of("other");
    let mut way = bench.way(&draft(TEXT));
    let failure = bench.prepare(&mut way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-other-account"));
    assert_eq!(bench.rig.stage.seen().len(), 1);
}

#[tokio::test]
async fn who_we_are_is_asked_once_and_kept_over_restarts() {
    let mut bench = Bench::of("named");
    for text in ["एक", "दो", "तीन"] {
        bench.rig.post(&draft(text), 1).await.unwrap();
        bench = bench.restarted();
    }
    assert_eq!(bench.asked("/2/users/me").len(), 1);
    assert!(bench.folder.path().is_dir());
}
