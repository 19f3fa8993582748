//! Files that are deleted or edited while their posts are being worked on, or just before.

use std::fs;
use std::sync::atomic::Ordering;

use super::super::Task;
use super::Rig;
use crate::intake::Hint;

/// A rig whose one post, due in ten minutes, is being uploaded and gets no further.
async fn uploading() -> Rig {
    let mut rig = Rig::new().await;
    rig.toy.uploads.forget_permits(1_000);
    rig.put("notice.md", 10, "पहला पाठ।");
    rig.look().await;
    rig.pass(9 * 60 + 30).await;
    assert_eq!(rig.toy.asked.load(Ordering::Relaxed), 1);
    rig
}

#[tokio::test]
async fn a_file_that_is_deleted_while_its_post_is_worked_on_is_not_published() {
    let mut rig = uploading().await;
    fs::remove_file(rig.path("notice.md")).unwrap();
    rig.look().await;
    rig.pass(60).await;
    assert_eq!(rig.open().await.len(), 1, "nothing can be said yet");
    assert_eq!(rig.journal.files().await.unwrap().len(), 1, "it is not on record either");
    rig.toy.uploads.add_permits(1_000);
    rig.pass(120).await;
    assert_eq!(rig.toy.public(), [""; 0]);
    assert_eq!((rig.states().await, rig.journal.files().await.unwrap()), (vec![], vec![]));
}

#[tokio::test]
async fn a_file_that_breaks_while_its_post_is_worked_on_is_not_published() {
    let mut rig = uploading().await;
    fs::write(rig.path("notice.md"), "+++\nat = never\n+++\nपहला पाठ।\n").unwrap();
    rig.look().await;
    rig.toy.uploads.add_permits(1_000);
    rig.pass(120).await;
    assert_eq!((rig.toy.public(), rig.states().await), (vec![], vec![]));
    assert!(rig.note("notice.md").is_some());
}

#[tokio::test]
async fn a_text_that_is_edited_while_its_post_is_worked_on_goes_out_as_edited() {
    let mut rig = uploading().await;
    rig.put("notice.md", 5, "दूसरा पाठ।");
    rig.look().await;
    rig.toy.uploads.add_permits(1_000);
    rig.pass(900).await;
    assert_eq!(rig.toy.public(), ["दूसरा पाठ।"]);
}

#[tokio::test]
async fn a_file_that_is_deleted_seconds_before_its_time_is_not_published() {
    let mut rig = Rig::new().await;
    rig.put("notice.md", 10, "पहला पाठ।");
    rig.look().await;
    rig.pass(9 * 60 + 51).await;
    fs::remove_file(rig.path("notice.md")).unwrap();
    rig.run(Task::Look(Hint::Names(["notice.md".to_owned()].into()))).await;
    rig.pass(120).await;
    assert_eq!((rig.toy.public(), rig.states().await), (vec![], vec![]));
}

#[tokio::test]
async fn a_file_that_is_touched_again_and_again_holds_its_post_back_for_a_while_only() {
    let mut rig = Rig::new().await;
    rig.put("notice.md", 10, "पहला पाठ।");
    rig.look().await;
    rig.pass(9 * 60 + 50).await;
    for second in 0..120 {
        fs::write(rig.path("notice.md"), format!("पाठ {second}")).unwrap();
        rig.run(Task::Look(Hint::Names(["notice.md".to_owned()].into()))).await;
        rig.pass(1).await;
        match second {
            0..50 => assert_eq!(rig.toy.public(), [""; 0], "{second}"),
            80.. => assert_eq!(rig.toy.public(), ["पहला पाठ।"], "{second}"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_file_that_could_not_be_read_for_a_while_counts_again_when_it_can() {
    let mut rig = Rig::new().await;
    rig.put("notice.md", 10, "पहला पाठ।");
    rig.look().await;
    let post = rig.open().await[0].post;
    // As when the disk gives an error: told as a problem of which nothing is to be remembered.
    rig.see_unreadable("notice.md", post).await;
    assert_eq!(rig.states().await, [""; 0]);
    touch(&rig, "notice.md");
    rig.look().await;
    assert_eq!(rig.states().await, ["planned"]);
    rig.pass(700).await;
    assert_eq!(rig.toy.public(), ["पहला पाठ।"]);
}

/// Touches a file.
fn touch(rig: &Rig, name: &str) {
    let file = fs::File::options().append(true).open(rig.path(name)).unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
}
