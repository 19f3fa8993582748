//! By Telegram: what the person gets, and what becomes of their word.

use serde_json::{Value, json};

use super::*;
use crate::adapters::handoff::share;
use crate::failure::Class;
use crate::platform::mock::{Mischief, Trick};

/// The bodies of the calls of `method`, as JSON.
fn calls(stand: &Stand, method: &str) -> Vec<Value> {
    let asked = stand.asked();
    let of = asked.iter().filter(|asked| asked.path.ends_with(method));
    of.filter_map(Asked::json).collect()
}

fn rows(call: &Value) -> Vec<Value> {
    let rows = call.pointer("/reply_markup/inline_keyboard").unwrap().as_array().unwrap();
    rows.iter().map(|row| row[0].clone()).collect()
}

#[tokio::test]
async fn a_short_text_comes_whole_with_a_button_that_opens_whatsapp_with_it() {
    let stand = stand(PLAIN);
    let way = stand.way(&draft(NOTICE));
    stand.tell(&way, 1).await.unwrap();
    let said = calls(&stand, "sendMessage").remove(0);
    assert_eq!(said["text"], NOTICE);
    let buttons = rows(&said);
    assert_eq!(buttons[0]["url"], json!(share::link(NOTICE)));
    let data = buttons[1]["callback_data"].as_str().unwrap();
    assert_eq!(data, format!("posted:{}", &Rig::key(1, 0)[..32]));
    assert!(buttons[1]["text"].as_str().unwrap().contains("WhatsApp channel"));
}

#[tokio::test]
async fn a_long_text_comes_whole_without_a_link_that_phones_would_cut() {
    let stand = stand(PLAIN);
    let long = "अ".repeat(4000);
    let way = stand.way(&draft(&long));
    stand.tell(&way, 1).await.unwrap();
    let said = calls(&stand, "sendMessage").remove(0);
    assert_eq!(said["text"], long);
    assert_eq!(rows(&said).len(), 1);
}

#[tokio::test]
async fn media_come_before_the_text_that_belongs_to_them() {
    let stand = stand(PLAIN);
    let media = vec![
        stand.picture(0),
        stand.medium("आदेश.pdf", MediaKind::Pdf, b"%PDF-1.7 order"),
        stand.picture(1),
    ];
    let mut way = stand.way(&Draft { media, ..draft(NOTICE) });
    stand.prepare(&mut way, 1).await;
    assert!(stand.rig.ledger().is_empty());
    stand.tell(&way, 1).await.unwrap();
    let asked = stand.asked();
    let methods: Vec<_> =
        asked.iter().map(|asked| asked.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(methods, ["sendMediaGroup", "sendDocument", "sendMessage"]);
    let public = stand.rig.ledger().remove(0);
    assert_eq!((public.text.as_str(), public.media), (NOTICE, 3));
}

#[tokio::test]
async fn pictures_alone_come_with_a_word_in_place_of_the_text() {
    let stand = stand(PLAIN);
    let way = stand.way(&Draft { media: vec![stand.picture(0)], ..draft("") });
    stand.tell(&way, 1).await.unwrap();
    let said = calls(&stand, "sendMessage").remove(0);
    assert!(said["text"].as_str().unwrap().contains("WhatsApp channel"));
    assert_eq!(rows(&said).len(), 1, "an empty text is not shared");
}

#[tokio::test]
async fn it_is_public_once_the_person_touched_the_button_and_for_no_other_post() {
    let stand = stand(PLAIN);
    let way = stand.way(&draft(NOTICE));
    assert_eq!(stand.find(&way, 1).await, Found::CannotKnow);
    let told = stand.tell(&way, 1).await.unwrap();
    let Found::Published(found) = stand.find(&way, 1).await else { panic!("not found") };
    assert_eq!(found.id, told.id);
    assert_eq!(stand.find(&way, 2).await, Found::CannotKnow);
    let thanks = calls(&stand, "answerCallbackQuery");
    assert_eq!(thanks.len(), 1);
}

#[tokio::test]
async fn a_reminder_answers_the_first_message_and_is_no_second_post() {
    let stand = stand(PLAIN);
    let way = stand.way(&draft(NOTICE));
    let told = stand.tell(&way, 1).await.unwrap();
    stand.remind(&way, 1).await;
    let said = calls(&stand, "sendMessage");
    let reminder = said.last().unwrap();
    assert_eq!(reminder["reply_parameters"]["message_id"].to_string(), told.id);
    assert_ne!(reminder["text"], NOTICE);
    assert_eq!(rows(reminder).len(), 2);
    assert_eq!(stand.rig.ledger().len(), 1);
}

#[tokio::test]
async fn what_perhaps_never_came_is_told_whole_by_the_reminder() {
    let stand = stand(PLAIN);
    let media = vec![stand.picture(0)];
    let mut way = stand.way(&Draft { media, ..draft(NOTICE) });
    stand.prepare(&mut way, 1).await;
    stand.rig.order(Mischief::visible(Trick::Cut));
    let lost = stand.tell(&way, 1).await.unwrap_err();
    assert!(lost.class.may_be_applied(), "{lost:?}");
    assert!(stand.rig.ledger().is_empty());
    stand.remind(&way, 1).await;
    let said = calls(&stand, "sendMessage");
    assert_eq!(said.last().unwrap()["text"], NOTICE);
    let photos = stand.asked().iter().filter(|asked| asked.path.ends_with("sendPhoto")).count();
    assert_eq!(photos, 2, "the picture comes with it, whether or not it had come");
    assert_eq!(stand.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_person_who_is_told_twice_publishes_once() {
    let stand = stand(PLAIN);
    let way = stand.way(&draft(NOTICE));
    stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
    stand.tell(&way, 1).await.unwrap_err();
    stand.remind(&way, 1).await;
    assert_eq!(stand.rig.ledger().len(), 1);
}

#[tokio::test]
async fn the_bot_and_the_person_are_named_and_nothing_is_sent_for_it() {
    let stand = stand(PLAIN);
    let who = stand.rig.platform.whoami().await.unwrap();
    assert_eq!(who.name, "Sunita Devi (@imitated_bot)");
    assert!(who.findings.is_empty(), "{:?}", who.findings);
    assert!(calls(&stand, "sendMessage").is_empty());
}

#[tokio::test]
async fn what_a_person_published_only_they_can_take_back() {
    let stand = stand(PLAIN);
    let way = stand.way(&draft(NOTICE));
    let told = stand.tell(&way, 1).await.unwrap();
    let failure = stand.rig.platform.recall(&told).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "handoff-recall-by-person"));
}

#[test]
fn texts_that_no_message_takes_whole_are_refused() {
    let stand = stand(PLAIN);
    let composed = stand.rig.platform.compose(&draft(&"अ".repeat(4097)));
    assert!(composed.parts.is_empty());
    assert_eq!(composed.findings[0].id, "text-too-long");
}
