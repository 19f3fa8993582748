//! Lost answers, and the audit.

use serde_json::json;

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;

#[tokio::test]
async fn a_film_is_found_by_its_id_and_shown_again_without_harm() {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    assert_eq!(desk.find(&way, "k").await, Found::Absent);
    desk.visible(Trick::ApplyThenCut);
    assert_eq!(desk.publish(&way, "k").await.unwrap_err().class, Class::Unknown);
    let desk = desk.restarted();
    let Found::Published(receipt) = desk.find(&way, "k").await else { panic!() };
    assert_eq!(receipt.evidence, Evidence::ReadBack);
    for _ in 0..2 {
        assert_eq!(desk.publish(&way, "k").await.unwrap().id, receipt.id);
    }
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn without_any_progress_it_is_found_by_its_tag_and_never_taken_for_another() {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    desk.publish(&way, "k").await.unwrap();
    let forgotten = Way { progress: Value::Null, ..way.clone() };
    assert!(matches!(desk.find(&forgotten, "k").await, Found::Published(_)));
    assert_eq!(desk.find(&forgotten, "other").await, Found::Absent);
}

#[tokio::test]
async fn a_film_that_is_prepared_again_after_everything_was_forgotten_is_the_same() {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    desk.invisible(Trick::Forget);
    desk.rig.platform.whoami().await.unwrap();
    let again = desk.prepared(&desk.draft("सभा"), "k").await;
    assert_eq!(again.progress["video"], way.progress["video"]);
    assert_eq!(desk.opened(), 1);
}

#[tokio::test]
async fn a_film_that_a_person_showed_otherwise_or_deleted_is_not_called_ours() {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    desk.publish(&way, "k").await.unwrap();
    let mut unlisted = way.clone();
    unlisted.part.options.insert("privacy".to_owned(), json!("unlisted"));
    assert_eq!(desk.find(&unlisted, "k").await, Found::CannotKnow);
    let id = desk.rig.ledger()[0].id.clone();
    let receipt = desk.publish(&way, "k").await.unwrap();
    assert_eq!(receipt.id, id);
    desk.rig.platform.recall(&receipt).await.unwrap();
    assert_eq!(desk.find(&way, "k").await, Found::Absent);
    let failure = desk.publish(&way, "k").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "youtube-video-gone"));
}

row!(LOCKED, audited: false);

#[tokio::test]
async fn a_project_without_audit_is_told_with_the_first_film_and_ever_after() {
    let desk = Desk::of(&LOCKED, SETTINGS);
    let identity = desk.rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["youtube-audit-unknown", "youtube-units-left"]);
    let failure = desk.post(&desk.draft("सभा")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "youtube-project-not-audited"));
    assert!(failure.detail.contains("https://www.youtube.com/watch?v="), "{failure:?}");
    assert!(desk.rig.ledger().is_empty());
    let desk = desk.restarted();
    let identity = desk.rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["youtube-project-not-audited", "youtube-units-left"]);
}

#[tokio::test]
async fn a_project_that_shows_films_needs_no_word_about_the_audit() {
    let desk = Desk::new();
    desk.post(&desk.draft("सभा")).await.unwrap();
    let identity = desk.restarted().rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["youtube-units-left"]);
}

#[tokio::test]
async fn unlisted_is_published_too() {
    let desk = Desk::new();
    let unlisted = option(desk.draft("सभा"), "privacy", "unlisted");
    let way = desk.prepared(&unlisted, "k").await;
    desk.publish(&way, "k").await.unwrap();
    assert!(matches!(desk.find(&way, "k").await, Found::Published(_)));
    assert_eq!(desk.rig.ledger().len(), 1);
}
