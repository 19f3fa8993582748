//! The requests, word for word.

use super::super::chat::Chat;
use super::super::limits::Sort;
use super::super::requests::{Call, Target, forward, publish, stage};
use super::super::settings::Bot;
use super::super::staging::Staged;
use super::*;
use crate::adapters::telegram::options::{Preview, Wishes};
use crate::blobs::Blobs;

const QUIET: Wishes =
    Wishes { silent: false, protect: false, spoiler: false, preview: Preview::Auto };

fn call(draft: &Draft, wishes: Wishes) -> Call {
    let part = draft.part(draft.text.clone(), draft.media.clone());
    let target = Target { chat: Chat::Name("our_channel".to_owned()), reply_to: None };
    publish(&part, wishes, &target, &[])
}

fn preview(draft: &Draft, preview: Preview) -> Value {
    let call = call(draft, Wishes { preview, ..QUIET });
    call.fields.get("link_preview_options").cloned().unwrap_or_default()
}

#[test]
fn a_text_is_sent_with_nothing_that_was_not_asked_for() {
    let call = call(&draft(NOTICE), QUIET);
    assert_eq!(call.method, "sendMessage");
    assert_eq!(Value::from(call.fields), json!({ "text": NOTICE, "chat_id": "@our_channel" }));
}

#[test]
fn a_reply_may_be_sent_without_what_it_answers() {
    let part = draft("अ").part("अ", Vec::new());
    let target = Target { chat: Chat::Number(-1001), reply_to: Some(42) };
    let wishes = Wishes { silent: true, protect: true, ..QUIET };
    let fields = Value::from(publish(&part, wishes, &target, &[]).fields);
    let wanted = json!({
        "text": "अ", "chat_id": -1001, "disable_notification": true, "protect_content": true,
        "reply_parameters": { "message_id": 42, "allow_sending_without_reply": true },
    });
    assert_eq!(fields, wanted);
}

#[test]
fn the_size_of_a_preview_comes_with_the_address_that_it_is_for() {
    let text = draft("देखें https://example.org/a। और example.com");
    let wanted = json!({ "url": "https://example.org/a", "prefer_small_media": true });
    assert_eq!(preview(&text, Preview::Small), wanted);
    let wanted = json!({ "url": "https://example.org/a", "prefer_large_media": true });
    assert_eq!(preview(&text, Preview::Large), wanted);
    assert_eq!(preview(&text, Preview::Above), json!({ "show_above_text": true }));
    assert_eq!(preview(&text, Preview::Off), json!({ "is_disabled": true }));
    assert_eq!(preview(&text, Preview::Auto), Value::Null);
    assert_eq!(preview(&draft("कोई लिंक नहीं"), Preview::Small), Value::Null);
}

#[test]
fn the_posts_own_card_wins_over_the_accounts_preview() {
    let off = Draft { card: Card::Off, ..draft("https://example.org") };
    assert_eq!(preview(&off, Preview::Large), json!({ "is_disabled": true }));
    let card = Card::Of {
        url: "https://example.net/b".to_owned(),
        title: "ख".to_owned(),
        description: String::new(),
    };
    let named = Draft { card, ..draft("https://example.org") };
    assert_eq!(preview(&named, Preview::Auto), json!({ "url": "https://example.net/b" }));
}

#[test]
fn every_kind_of_file_has_its_method() {
    let stand = stand("");
    for (kind, method, field) in [
        (MediaKind::Jpeg, "sendPhoto", "photo"),
        (MediaKind::Png, "sendPhoto", "photo"),
        (MediaKind::Mp4, "sendVideo", "video"),
        (MediaKind::Gif, "sendAnimation", "animation"),
        (MediaKind::Pdf, "sendDocument", "document"),
        (MediaKind::Webm, "sendDocument", "document"),
    ] {
        let medium = stand.media(kind, b"x", Some((64, 36)));
        let call = call(&with_media("अ", vec![medium]), Wishes { spoiler: true, ..QUIET });
        assert_eq!((call.method, call.files[0].0.as_str()), (method, field));
        assert_eq!(call.fields["caption"], "अ");
        assert_eq!(call.fields.contains_key("has_spoiler"), field != "document", "{kind}");
    }
}

#[test]
fn a_film_tells_its_sides_how_long_it_is_and_that_it_can_be_streamed() {
    let stand = stand("");
    let fields = Value::from(call(&with_media("", vec![stand.film()]), QUIET).fields);
    let wanted = json!({
        "width": 640, "height": 360, "duration": 62, "supports_streaming": true,
        "chat_id": "@our_channel",
    });
    assert_eq!(fields, wanted);
    let unknown = Media { film: None, width: None, height: None, ..stand.film() };
    let fields = Value::from(call(&with_media("", vec![unknown]), QUIET).fields);
    assert_eq!(fields, json!({ "supports_streaming": true, "chat_id": "@our_channel" }));
}

#[test]
fn an_album_has_its_caption_on_the_first_item_and_its_files_by_name() {
    let stand = stand("");
    let media = vec![stand.picture(80), stand.film()];
    let call = call(&with_media("मेला", media), Wishes { spoiler: true, ..QUIET });
    let wanted = json!([
        { "type": "photo", "media": "attach://f0", "caption": "मेला", "has_spoiler": true },
        {
            "type": "video", "media": "attach://f1", "width": 640, "height": 360,
            "duration": 62, "supports_streaming": true, "has_spoiler": true,
        },
    ]);
    assert_eq!((call.method, &call.fields["media"]), ("sendMediaGroup", &wanted));
    let names: Vec<_> = call.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["f0", "f1"]);
}

#[test]
fn files_that_are_uploaded_already_make_a_small_json_request() {
    let stand = stand("");
    let draft = with_media("अ", vec![stand.picture(80), stand.picture(90)]);
    let part = draft.part("अ", draft.media.clone());
    let staged =
        |file: &str| Staged { file: file.to_owned(), unique: "u".to_owned(), sort: Sort::Photo };
    let target = Target { chat: Chat::Number(-1001), reply_to: None };
    let call = publish(&part, QUIET, &target, &[staged("AAA"), staged("BBB")]);
    assert!(call.files.is_empty());
    assert_eq!(call.fields["media"][1], json!({ "type": "photo", "media": "BBB" }));
}

#[test]
fn a_film_that_telegram_took_for_an_animation_goes_into_an_album_as_a_file() {
    let stand = stand("");
    let draft = with_media("", vec![stand.picture(80), stand.film()]);
    let part = draft.part("", draft.media.clone());
    let staged = |sort| Staged { file: "AAA".to_owned(), unique: "u".to_owned(), sort };
    let target = Target { chat: Chat::Number(-1001), reply_to: None };
    let uploads = [staged(Sort::Photo), staged(Sort::Animation)];
    let call = publish(&part, QUIET, &target, &uploads);
    assert_eq!(call.fields["media"][0]["media"], "AAA");
    assert_eq!(call.fields["media"][1]["media"], "attach://f1");
    assert_eq!(call.files.len(), 1);
}

#[test]
fn what_only_we_see_is_sent_silently() {
    let stand = stand("");
    assert_eq!(stage(&stand.picture(80), -5).fields["disable_notification"], true);
    let wanted = json!({
        "chat_id": -5, "from_chat_id": -1001, "message_id": 7, "disable_notification": true,
    });
    assert_eq!(Value::from(forward(-1001, 7, -5).fields), wanted);
}

#[test]
fn the_token_is_in_the_path_and_nowhere_else() {
    let token = "1234567:canary_token-of_the_requests_99";
    let bot = Bot::sample("https://bots.example/telegram/", token);
    assert_eq!(
        bot.url("getMe").as_str(),
        format!("https://bots.example/telegram/bot{token}/getMe")
    );
    let request = call(&draft("अ"), QUIET).request(&bot, &Blobs::new("nowhere")).unwrap();
    let shown = format!("{bot:?} {request:?}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn the_second_half_of_a_token_alone_is_struck_out_too() {
    let _bot = Bot::sample("https://bots.example", "1234568:canary_second_half_of_a_token");
    let said = crate::secret::strike_out("bot1234568%3Acanary_second_half_of_a_token");
    assert!(!said.contains("canary"), "{said}");
}
