//! Files with the name and the text of a post that was taken earlier.

use std::fs;
use std::time::SystemTime;

use super::Rig;
use crate::clock::Clock as _;
use crate::delivery::State;

/// A rig whose one post has ended and was filed away, with the bytes of its file.
async fn ended(posts: &str, refused: u32) -> (Rig, Vec<u8>) {
    let mut rig = Rig::with(posts).await;
    *rig.toy.refusals.lock().unwrap() = refused;
    rig.put("notice.md", 1, "आज बैठक है।");
    let bytes = fs::read(rig.path("notice.md")).unwrap();
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.open().await.len(), 0);
    (rig, bytes)
}

/// Puts a file into the queue that was written so many hours from now.
fn put_written(rig: &Rig, bytes: &[u8], hours: i64) {
    fs::write(rig.path("notice.md"), bytes).unwrap();
    let time = rig.clock.now() + chrono::Duration::hours(hours);
    let file = fs::File::options().append(true).open(rig.path("notice.md")).unwrap();
    file.set_modified(SystemTime::from(time)).unwrap();
}

#[tokio::test]
async fn a_reminder_that_is_written_anew_goes_out_anew_under_another_key() {
    let (mut rig, bytes) = ended("", 0).await;
    rig.pass(600).await;
    put_written(&rig, &bytes, 0);
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.toy.public(), ["आज बैठक है।", "आज बैठक है।"]);
    let keys = rig.toy.keys();
    assert_ne!(keys[0], keys[1]);
    assert_eq!((rig.filed().len(), rig.note("notice.md")), (2, None));
}

#[tokio::test]
async fn a_published_file_that_comes_back_with_its_old_time_gets_a_note_and_nothing_goes_out() {
    let (mut rig, bytes) = ended("", 0).await;
    put_written(&rig, &bytes, -24);
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.toy.public().len(), 1);
    assert_eq!(rig.note("notice.md").as_deref(), Some("post-has-ended"));
    rig.start().await;
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.toy.public().len(), 1, "after a restart, too");
    fs::write(rig.path("notice.md"), "आज बैठक नहीं है।\n").unwrap();
    rig.look().await;
    assert_eq!((rig.open().await.len(), rig.note("notice.md")), (1, None));
}

#[tokio::test]
async fn a_failed_post_that_is_moved_back_is_tried_anew() {
    let (mut rig, bytes) = ended("", 1).await;
    assert_eq!((rig.toy.public().len(), rig.filed()), (0, vec!["notice.md".to_owned()]));
    put_written(&rig, &bytes, -24);
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.toy.public(), ["आज बैठक है।"]);
}

#[tokio::test]
async fn where_files_are_kept_a_file_that_is_dropped_again_gets_a_note() {
    let (mut rig, bytes) = ended("after = \"keep\"", 0).await;
    fs::remove_file(rig.path("notice.md")).unwrap();
    rig.look().await;
    put_written(&rig, &bytes, 1);
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.toy.public().len(), 1);
    assert_eq!(rig.note("notice.md").as_deref(), Some("post-has-ended"));
}

#[tokio::test]
async fn a_file_that_is_dropped_again_while_its_post_goes_on_gets_a_note_and_goes_out_once() {
    let mut rig = Rig::new().await;
    rig.toy.requests.forget_permits(1_000);
    rig.put("notice.md", 1, "आज बैठक है।");
    let bytes = fs::read(rig.path("notice.md")).unwrap();
    rig.look().await;
    rig.pass(90).await;
    assert!(matches!(rig.open().await[0].delivery.state, State::Sending { .. }));
    fs::remove_file(rig.path("notice.md")).unwrap();
    rig.look().await;
    put_written(&rig, &bytes, 0);
    rig.look().await;
    assert_eq!(rig.note("notice.md").as_deref(), Some("post-goes-on"));
    rig.toy.requests.add_permits(1_000);
    rig.pass(120).await;
    assert_eq!((rig.toy.public().len(), rig.filed()), (1, vec!["notice.md".to_owned()]));
    assert_eq!(fs::read_dir(rig.path("")).unwrap().count(), 0, "the note is gone with it");
}
