//! Posts, threads, cards, labels, quotes and mentions.

use serde_json::json;

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;

#[tokio::test]
async fn a_hindi_notice_goes_out_once_with_links_and_tags() {
    let desk = Desk::new();
    let text = "किसान सम्मेलन: https://example.org/k #किसान";
    let receipts = desk.post(&draft(text)).await.unwrap();
    let public = desk.rig.ledger();
    assert_eq!(public.len(), 1);
    assert_eq!(public[0].text, text);
    assert_eq!(receipts[0].id, public[0].id);
    assert_eq!(receipts[0].evidence, Evidence::Answered);
    let url = receipts[0].url.as_deref().unwrap();
    assert!(url.starts_with("https://bsky.app/profile/did:plc:"), "{url}");
    let record = &desk.records()[0];
    assert_eq!(record["langs"], json!(["hi"]));
    assert_eq!(record["facets"][0]["index"], json!({ "byteStart": 39, "byteEnd": 60 }));
    assert_eq!(record["createdAt"], "2025-11-25T04:30:00.000Z");
}

#[tokio::test]
async fn a_text_needs_one_login_and_one_put() {
    let desk = Desk::new();
    desk.post(&draft("नमस्ते")).await.unwrap();
    desk.rig.post(&draft("फिर"), 2).await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "putRecord", "putRecord"]);
}

#[tokio::test]
async fn the_visible_request_says_that_nothing_may_stand_there() {
    let desk = Desk::new();
    desk.post(&draft("नमस्ते")).await.unwrap();
    let seen = desk.rig.stage.seen();
    let body = seen.last().unwrap().0.json().unwrap();
    assert!(body.as_object().unwrap()["swapRecord"].is_null());
    assert_eq!(body["validate"], true);
    assert_eq!(body["collection"], "app.bsky.feed.post");
    assert!(body["rkey"].as_str().unwrap().parse::<super::super::tid::Tid>().is_ok());
}

#[tokio::test]
async fn a_record_shows_the_time_it_was_planned_for() {
    let desk = Desk::new();
    let due = desk.now() + chrono::Duration::minutes(10);
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, due);
    let way = desk.prepared(part("नमस्ते"), job).await;
    assert_eq!(way.progress["created_at"], "2025-11-25T04:40:00.000Z");
    desk.pass(600);
    desk.rig.publish(&way, job).await.unwrap();
    assert_eq!(desk.records()[0]["createdAt"], "2025-11-25T04:40:00.000Z");
}

/// Sends `texts` as the parts of one thread.
async fn thread(desk: &Desk, texts: &[&str], forget_hash: bool) -> Vec<Receipt> {
    let mut receipts: Vec<Receipt> = Vec::new();
    for (index, text) in (0_u16..).zip(texts) {
        let key = Rig::key(1, index);
        let (root, parent) = (receipts.first().cloned(), receipts.last().cloned());
        let job = JobSeed {
            index,
            parts: texts.len() as u16,
            key: &key,
            due: desk.now(),
            root: root.as_ref(),
            parent: parent.as_ref(),
        };
        let way = desk.prepared(part(text), job).await;
        let mut receipt = desk.rig.publish(&way, job).await.unwrap();
        if forget_hash {
            receipt.extra = Value::Null;
            receipt.id = receipt.url.clone().unwrap();
        }
        receipts.push(receipt);
    }
    receipts
}

#[tokio::test]
async fn a_thread_hangs_on_its_first_and_its_previous_part() {
    let desk = Desk::new();
    let receipts = thread(&desk, &["एक", "दो", "तीन"], false).await;
    let records = desk.records();
    assert!(records[0].get("reply").is_none());
    assert_eq!(records[2]["reply"]["root"]["uri"], receipts[0].id.as_str());
    assert_eq!(records[2]["reply"]["root"]["cid"], receipts[0].extra["cid"]);
    assert_eq!(records[2]["reply"]["parent"]["uri"], receipts[1].id.as_str());
    let keys: Vec<_> = receipts.iter().map(|receipt| &receipt.id).collect();
    assert!(keys.is_sorted());
    assert!(
        records.windows(2).all(|two| two[0]["createdAt"].as_str() < two[1]["createdAt"].as_str())
    );
    assert_eq!(desk.rig.ledger()[2].parent.as_ref(), Some(&receipts[1].id));
}

#[tokio::test]
async fn a_receipt_that_a_person_wrote_lets_the_thread_go_on() {
    let desk = Desk::new();
    thread(&desk, &["एक", "दो"], true).await;
    let public = desk.rig.ledger();
    assert_eq!(public[1].parent.as_ref(), Some(&public[0].id));
    assert!(desk.asked().contains(&"getRecord".to_owned()));
}

#[tokio::test]
async fn a_later_part_without_a_parent_is_refused() {
    let desk = Desk::new();
    let key = Rig::key(1, 1);
    let job = JobSeed { index: 1, parts: 2, ..JobSeed::single(&key, desk.now()) };
    let mut way = Way { part: part("दो"), progress: Value::Null };
    let failure = desk.rig.prepare(&mut way, job).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Rejected, "bluesky-parent-gone"));
}

#[tokio::test]
async fn a_card_is_made_of_what_the_post_says() {
    let desk = Desk::new();
    let mut draft = draft("सूचना");
    draft.card = card("शीर्षक");
    desk.post(&draft).await.unwrap();
    let embed = &desk.records()[0]["embed"];
    assert_eq!(embed["$type"], "app.bsky.embed.external");
    let expected =
        json!({ "uri": "https://example.org/notice", "title": "शीर्षक", "description": "विवरण" });
    assert_eq!(embed["external"], expected);
}

#[tokio::test]
async fn the_one_picture_can_be_that_of_the_card() {
    let desk = Desk::new();
    let mut draft = draft("सूचना");
    draft.card = card("शीर्षक");
    draft.media = vec![desk.png(900)];
    option(&mut draft, "thumb", true);
    desk.post(&draft).await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "uploadBlob", "putRecord"]);
    assert_eq!(desk.records()[0]["embed"]["external"]["thumb"]["size"], 900);
}

#[tokio::test]
async fn a_warning_becomes_labels() {
    let desk = Desk::new();
    let mut draft = draft("चेतावनी");
    draft.warning = Some("graphic-media, nudity".to_owned());
    option(&mut draft, "signed_in_only", true);
    desk.post(&draft).await.unwrap();
    let values =
        json!([{ "val": "graphic-media" }, { "val": "nudity" }, { "val": "!no-unauthenticated" }]);
    assert_eq!(desk.records()[0]["labels"]["values"], values);
}

#[tokio::test]
async fn mentions_are_looked_up_once_and_unknown_ones_stay_text() {
    let desk = Desk::new();
    let text = "@asha.bsky.social और @nobody.bsky.social";
    desk.post(&draft(text)).await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "resolveHandle", "resolveHandle", "putRecord"]);
    let facets = desk.records()[0]["facets"].clone();
    assert_eq!(facets.as_array().unwrap().len(), 1);
    assert_eq!(facets[0]["index"], json!({ "byteStart": 0, "byteEnd": 17 }));
    assert!(facets[0]["features"][0]["did"].as_str().unwrap().starts_with("did:plc:"));
}

#[tokio::test]
async fn mentions_can_be_left_as_text() {
    let settings = format!("{SETTINGS}mentions = false\n");
    let desk = Desk::of(&BLUESKY, &settings);
    desk.post(&draft("@asha.bsky.social")).await.unwrap();
    let mut tells = draft("@asha.bsky.social");
    option(&mut tells, "mentions", true);
    desk.rig.post(&tells, 2).await.unwrap();
    let records = desk.records();
    assert!(records[0].get("facets").is_none());
    assert!(records[1].get("facets").is_some());
}

#[tokio::test]
async fn a_post_can_quote_another_one_with_a_picture() {
    let desk = Desk::new();
    let first = desk.post(&draft("पहला")).await.unwrap().remove(0);
    let mut quoting = draft("उद्धरण");
    quoting.media = vec![desk.png(100)];
    option(&mut quoting, "quote", first.url.clone().unwrap());
    desk.rig.post(&quoting, 2).await.unwrap();
    let embed = &desk.records()[1]["embed"];
    assert_eq!(embed["$type"], "app.bsky.embed.recordWithMedia");
    assert_eq!(embed["record"]["record"], first.extra);
    assert_eq!(embed["media"]["images"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_quoted_post_that_is_gone_is_named() {
    let desk = Desk::new();
    let mut quoting = draft("उद्धरण");
    option(&mut quoting, "quote", "at://nobody.example.org/app.bsky.feed.post/3mdccjmurk222");
    let failure = desk.post(&quoting).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Rejected, "bluesky-post-not-found")
    );
}

#[tokio::test]
async fn languages_come_from_the_option_the_post_or_the_account_in_this_order() {
    let settings = format!("{SETTINGS}langs = [\"mr\"]\n");
    let desk = Desk::of(&BLUESKY, &settings);
    let mut own = draft("एक");
    option(&mut own, "langs", json!(["hi", "en"]));
    let mut none = draft("तीन");
    none.lang = None;
    for (delivery, draft) in [(1, own), (2, draft("दो")), (3, none)] {
        desk.rig.post(&draft, delivery).await.unwrap();
    }
    let langs: Vec<_> = desk.records().into_iter().map(|mut r| r["langs"].take()).collect();
    assert_eq!(langs, [json!(["hi", "en"]), json!(["hi"]), json!(["mr"])]);
}

#[tokio::test]
async fn a_recall_deletes_and_doing_it_again_is_no_failure() {
    let desk = Desk::new();
    let receipt = desk.post(&draft("हटाना है")).await.unwrap().remove(0);
    desk.rig.platform.recall(&receipt).await.unwrap();
    desk.rig.platform.recall(&receipt).await.unwrap();
    assert!(desk.rig.ledger()[0].deleted);
}

#[tokio::test]
async fn a_receipt_of_somebody_elses_post_is_not_recalled() {
    let desk = Desk::new();
    let mut receipt = desk.post(&draft("हमारा")).await.unwrap().remove(0);
    receipt.id = "at://did:plc:somebodyelse/app.bsky.feed.post/3mdccjmurk222".to_owned();
    let failure = desk.rig.platform.recall(&receipt).await.unwrap_err();
    assert_eq!(failure.reason, "bluesky-not-our-post");
    assert_eq!(desk.asked(), ["createSession", "putRecord"]);
}

#[tokio::test]
async fn we_know_who_we_are() {
    let desk = Desk::new();
    let identity = desk.rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "office.example.org");
    assert!(identity.url.unwrap().starts_with("https://bsky.app/profile/did:plc:"));
    assert_eq!(identity.findings, []);
    assert_eq!(desk.public(), 0);
}

#[tokio::test]
async fn the_pace_is_what_the_server_last_said() {
    let desk = Desk::new();
    desk.post(&draft("नमस्ते")).await.unwrap();
    assert_eq!(desk.rig.platform.pace().unwrap().remaining, 2998);
}
