//! Lost answers: what is found, and what is never guessed.

use super::super::imitation::number_of;
use super::super::settings::MOCK_PROBE;
use super::*;
use crate::blobs::Blobs;
use crate::clock::SimulatedClock;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::finding::Source;
use crate::keys::Keys;
use crate::platform::mock::MockSecrets;
use crate::platform::{Job, NoHost, Platform, Setup};
use crate::text::Counter;

const PROBE: &str = "probe_chat = \"-1001234567890\"\n";

/// A stand with a probe chat where one message went out before, so that ids are known.
async fn known(more: &str) -> Stand {
    let stand = stand(&format!("{PROBE}{more}"));
    let mut way = stand.way(&draft("पहला संदेश"));
    stand.ready(&mut way, 99).await;
    stand.publish(&way, 99).await.unwrap();
    stand
}

/// The part of `draft`, sent with `trick` as delivery 1.
async fn lost(stand: &Stand, draft: &Draft, trick: Trick) -> Way {
    let mut way = stand.way(draft);
    stand.ready(&mut way, 1).await;
    stand.rig.order(Mischief::visible(trick));
    let failure = stand.publish(&way, 1).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Unknown, "answer-lost"));
    way
}

fn published(found: Found) -> Receipt {
    match found {
        Found::Published(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn without_a_probe_chat_nothing_is_known() {
    for trick in [Trick::ApplyThenCut, Trick::Cut, Trick::LandLater] {
        let stand = stand("");
        let way = lost(&stand, &draft(NOTICE), trick).await;
        assert_eq!(stand.find(&way, 1).await.unwrap(), Found::CannotKnow);
    }
}

#[tokio::test]
async fn an_answer_that_had_come_is_remembered_without_any_probe() {
    let stand = stand("");
    let receipt = stand.send(&draft(NOTICE)).await.unwrap();
    let stand = stand.restarted();
    let way = stand.way(&draft(NOTICE));
    let found = published(stand.find(&way, 1).await.unwrap());
    assert_eq!(
        (found.id, found.url, found.evidence),
        (receipt.id, receipt.url, Evidence::Answered)
    );
    assert_eq!(stand.find(&way, 2).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn a_part_that_went_out_is_found_by_forwarding() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::ApplyThenCut).await;
    let stand = stand.restarted();
    let receipt = published(stand.find(&way, 1).await.unwrap());
    assert_eq!((receipt.id.as_str(), receipt.evidence), ("43", Evidence::ReadBack));
    assert_eq!(receipt.url.as_deref(), Some("https://t.me/our_channel/43"));
    assert_eq!(stand.rig.ledger().len(), 2);
    stand.rig.platform.recall(&receipt).await.unwrap();
    assert!(stand.rig.ledger()[1].deleted);
}

#[tokio::test]
async fn a_part_that_never_arrived_is_absent_and_then_sent_once() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::Cut).await;
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::Absent);
    stand.publish(&way, 1).await.unwrap();
    assert_eq!(stand.rig.ledger().len(), 2);
}

#[tokio::test]
async fn a_request_that_lands_late_is_found_by_a_later_look() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::LandLater).await;
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::Absent);
    assert_eq!(stand.rig.stage.land(), 1);
    assert_eq!(published(stand.find(&way, 1).await.unwrap()).id, "43");
}

#[tokio::test]
async fn copies_are_silent_and_are_deleted_again() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::ApplyThenCut).await;
    stand.find(&way, 1).await.unwrap();
    let forward = &stand.calls("forwardMessage")[0];
    let wanted = json!({
        "chat_id": MOCK_PROBE, "from_chat_id": number_of("our_channel"), "message_id": 43,
        "disable_notification": true,
    });
    assert_eq!(*forward, wanted);
    let deleted = &stand.calls("deleteMessages")[0];
    assert_eq!(*deleted, json!({ "chat_id": MOCK_PROBE, "message_ids": [42] }));
}

#[tokio::test]
async fn what_others_posted_is_passed_over_and_gaps_are_crossed() {
    let stand = known("").await;
    let mut way = stand.way(&draft(NOTICE));
    stand.ready(&mut way, 1).await;
    let chat = "@our_channel";
    for text in ["किसी और का", "और एक", "तीसरा"] {
        stand.meddle("sendMessage", json!({ "chat_id": chat, "text": text })).await;
    }
    stand.meddle("deleteMessages", json!({ "chat_id": chat, "message_ids": [43, 45] })).await;
    stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
    stand.publish(&way, 1).await.unwrap_err();
    assert_eq!(published(stand.find(&way, 1).await.unwrap()).id, "46");
}

#[tokio::test]
async fn the_same_text_from_long_before_is_not_ours() {
    let stand = known("").await;
    let mut way = stand.way(&draft(NOTICE));
    stand.ready(&mut way, 1).await;
    stand.meddle("sendMessage", json!({ "chat_id": "@our_channel", "text": NOTICE })).await;
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::minutes(10));
    stand.rig.order(Mischief::visible(Trick::Cut));
    stand.publish(&way, 1).await.unwrap_err();
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::Absent);
}

/// The adapter of `stand` on a machine whose clock is an hour ahead of Telegram's.
fn hasty(stand: &Stand) -> Box<dyn Platform> {
    let settings = format!("{PLAIN}{PROBE}");
    let mut keys = Keys::parse(&Source::new("settings.toml", settings.as_str()), 0, &settings);
    let clock = SimulatedClock::starting_at(stand.now() + chrono::Duration::hours(1));
    let setup = Setup {
        account: "hasty".parse().unwrap(),
        transport: std::sync::Arc::new(Direct::to(stand.rig.stage.clone())),
        clock: std::sync::Arc::new(clock),
        session: stand.rig.session.clone(),
        blobs: Blobs::new(stand.folder.path()),
        secrets: std::sync::Arc::new(MockSecrets::of(&stand.rig.stage)),
        host: std::sync::Arc::new(NoHost),
        counter: Counter::default(),
        recipes: "config/recipes".into(),
        posts: "posts".into(),
        plain: Default::default(),
        mock: Url::parse("http://127.0.0.1:9").ok(),
    };
    (ROW.build)(setup, &mut keys).unwrap()
}

#[tokio::test]
async fn a_clock_that_is_ahead_hides_nothing() {
    let stand = known("").await;
    let platform = hasty(&stand);
    let way = lost(&stand, &draft(NOTICE), Trick::ApplyThenCut).await;
    let key = Rig::key(1, 0);
    let job = Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: &key,
        due: stand.now(),
        progress: &way.progress,
        root: None,
        parent: None,
    };
    let since = stand.now() + chrono::Duration::hours(1);
    published(platform.find(&job, since).await.unwrap());
}

#[tokio::test]
async fn another_delivery_of_ours_with_the_same_text_is_not_taken_for_this_one() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::Cut).await;
    let mut other = stand.way(&draft(NOTICE));
    stand.ready(&mut other, 2).await;
    stand.publish(&other, 2).await.unwrap();
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn an_album_is_found_as_a_whole() {
    let stand = known("").await;
    let album = with_media("मेला", vec![stand.picture(80), stand.film(), stand.picture(90)]);
    let way = lost(&stand, &album, Trick::ApplyThenCut).await;
    let receipt = published(stand.find(&way, 1).await.unwrap());
    assert_eq!(receipt.extra["ids"], json!([43, 44, 45]));
}

#[tokio::test]
async fn a_part_of_an_album_is_neither_found_nor_absent() {
    let stand = known("").await;
    let album = with_media("मेला", vec![stand.picture(80), stand.picture(90)]);
    let way = lost(&stand, &album, Trick::ApplyThenCut).await;
    let gone = json!({ "chat_id": "@our_channel", "message_ids": [44] });
    stand.meddle("deleteMessages", gone).await;
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn a_picture_without_words_is_ours_only_where_its_file_proves_it() {
    let bare = known("").await;
    let way = lost(&bare, &with_media("", vec![bare.picture(80)]), Trick::ApplyThenCut).await;
    assert_eq!(bare.find(&way, 1).await.unwrap(), Found::CannotKnow);

    let staged = known("staging_chat = \"-1001111111111\"\n").await;
    let picture = with_media("", vec![staged.picture(80)]);
    let way = lost(&staged, &picture, Trick::ApplyThenCut).await;
    assert_eq!(published(staged.find(&way, 1).await.unwrap()).id, "43");

    let film = known("").await;
    let way = lost(&film, &with_media("", vec![film.film()]), Trick::ApplyThenCut).await;
    assert_eq!(published(film.find(&way, 1).await.unwrap()).id, "43");
}

#[tokio::test]
async fn a_protected_post_cannot_be_looked_for() {
    let stand = known("").await;
    let protected = with_option(NOTICE, "protect", true);
    let way = lost(&stand, &protected, Trick::ApplyThenCut).await;
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::CannotKnow);
    assert!(stand.calls("forwardMessage").is_empty());
}

#[tokio::test]
async fn something_that_cannot_be_forwarded_forbids_to_say_absent() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::Cut).await;
    let closed = json!({ "chat_id": "@our_channel", "text": "अ", "protect_content": true });
    stand.meddle("sendMessage", closed).await;
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn the_first_post_of_all_has_nothing_to_look_from() {
    let stand = stand(PROBE);
    let way = lost(&stand, &draft(NOTICE), Trick::ApplyThenCut).await;
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn a_later_part_is_looked_for_after_its_parent() {
    let stand = stand(PROBE);
    let parent = stand.send(&draft("एक (1/2)")).await.unwrap();
    let key = Rig::key(7, 1);
    let job = JobSeed {
        index: 1,
        parts: 2,
        root: Some(&parent),
        parent: Some(&parent),
        ..JobSeed::single(&key, stand.now())
    };
    let way = stand.way(&draft("दो (2/2)"));
    stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
    stand.rig.publish(&way, job).await.unwrap_err();
    let found = stand.rig.find(&way, job, stand.now()).await.unwrap();
    assert_eq!(published(found).id, "43");
}

#[tokio::test]
async fn a_look_that_meets_a_rate_limit_goes_on_where_it_was() {
    let stand = known("").await;
    let mut way = stand.way(&draft(NOTICE));
    stand.ready(&mut way, 1).await;
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::minutes(2));
    for number in 0..19 {
        let other = json!({ "chat_id": "@our_channel", "text": format!("और {number}") });
        stand.meddle("sendMessage", other).await;
    }
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::minutes(2));
    for number in 0..5 {
        let other = json!({ "chat_id": "@our_channel", "text": format!("फिर {number}") });
        stand.meddle("sendMessage", other).await;
    }
    stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
    stand.publish(&way, 1).await.unwrap_err();
    assert_eq!(stand.find(&way, 1).await.unwrap_err().class, Class::Rate);
    let stand = stand.restarted();
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::minutes(1));
    assert_eq!(published(find_since(&stand, &way, 2).await).id, "67");
    let forwarded: Vec<_> = stand.calls("forwardMessage");
    assert_eq!(forwarded.iter().filter(|call| call["message_id"] == 50).count(), 1);
    assert!(stand.calls("deleteMessages").len() >= 2);
}

/// A look for a request of `minutes` ago.
async fn find_since(stand: &Stand, way: &Way, minutes: i64) -> Found {
    let key = Rig::key(1, 0);
    let since = stand.now() - chrono::Duration::minutes(minutes);
    stand.rig.find(way, JobSeed::single(&key, stand.now()), since).await.unwrap()
}

#[tokio::test]
async fn a_channel_with_too_much_in_it_is_not_searched_for_ever() {
    let stand = known("").await;
    let mut way = stand.way(&draft(NOTICE));
    stand.ready(&mut way, 1).await;
    for number in 0..120 {
        stand.rig.clock.advance_to(stand.now() + chrono::Duration::seconds(4));
        let chat = json!({ "chat_id": "@our_channel", "text": format!("क {number}") });
        stand.meddle("sendMessage", chat).await;
    }
    let gone: Vec<i64> = (43..163).filter(|id| id % 18 != 0).collect();
    for ids in gone.chunks(100) {
        let gone = json!({ "chat_id": "@our_channel", "message_ids": ids });
        stand.meddle("deleteMessages", gone).await;
    }
    stand.rig.order(Mischief::visible(Trick::Cut));
    stand.publish(&way, 1).await.unwrap_err();
    assert_eq!(stand.find(&way, 1).await.unwrap(), Found::CannotKnow);
    assert_eq!(stand.calls("forwardMessage").len(), 100);
}

#[tokio::test]
async fn a_look_never_makes_anything_public() {
    let stand = known("").await;
    let way = lost(&stand, &draft(NOTICE), Trick::ApplyThenCut).await;
    let before = (stand.rig.ledger(), stand.rig.stage.visible_requests());
    stand.find(&way, 1).await.unwrap();
    assert_eq!((stand.rig.ledger(), stand.rig.stage.visible_requests()), before);
}

#[tokio::test]
async fn another_channel_in_the_settings_forgets_what_was_known() {
    let folder = tempfile::tempdir().unwrap();
    let stand = known("").await;
    let other = PLAIN.replace("our_channel", "new_channel");
    let session = stand.rig.session.clone();
    let mut rig = Rig::new(&ROW, NAME, &format!("{other}{PROBE}"), folder.path()).unwrap();
    rig.session = session;
    let rig = rig.restarted().unwrap();
    let new = Stand { rig, folder };
    let mut way = new.way(&draft(NOTICE));
    new.ready(&mut way, 1).await;
    new.publish(&way, 1).await.unwrap();
    assert_eq!(new.calls("sendMessage")[0]["chat_id"], number_of("new_channel"));
    assert_eq!(new.calls("getChat")[0]["chat_id"], "@new_channel");
}

#[tokio::test]
async fn a_group_that_shares_its_numbers_with_other_chats_is_not_searched() {
    let folder = tempfile::tempdir().unwrap();
    let settings = PLAIN.replace("@our_channel", "-55667788");
    let rig = Rig::new(&ROW, NAME, &format!("{settings}{PROBE}"), folder.path()).unwrap();
    let stand = Stand { rig, folder };
    stand.send(&draft("पहला")).await.unwrap();
    let mut way = stand.way(&draft(NOTICE));
    stand.ready(&mut way, 2).await;
    stand.rig.order(Mischief::visible(Trick::Cut));
    stand.publish(&way, 2).await.unwrap_err();
    assert_eq!(stand.find(&way, 2).await.unwrap(), Found::CannotKnow);
}
