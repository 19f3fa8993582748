//! One post of which the journal wants to know nothing, and others that must go on.

use std::fs;

use super::Rig;
use super::toy::DEADLY;
use crate::intake::Hint;

use super::super::Task;

#[tokio::test]
async fn a_post_that_is_renamed_to_one_that_was_published_goes_out_under_its_new_name() {
    let mut rig = Rig::new().await;
    rig.put("notice.md", 1, "आज बैठक है।");
    let text = fs::read(rig.path("notice.md")).unwrap();
    rig.look().await;
    rig.pass(120).await;
    assert_eq!((rig.toy.public().len(), rig.filed()), (1, vec!["notice.md".to_owned()]));
    fs::write(rig.path("notice2.md"), text).unwrap();
    rig.run(Task::Look(Hint::Anywhere)).await;
    rig.toy.uploads.forget_permits(1_000);
    rig.pass(6).await;
    rig.rename("notice2.md", "notice.md");
    rig.look().await;
    let names: Vec<_> = rig.open().await.into_iter().map(|brief| brief.name).collect();
    assert_eq!(names, ["notice.md"]);
    rig.toy.uploads.add_permits(1_000);
    rig.pass(120).await;
    assert_eq!(rig.toy.public().len(), 2);
    assert_eq!(rig.filed(), ["notice (2).md", "notice.md"]);
    assert_eq!(rig.notices().await, ["published-late"], "as its upload hung");
}

#[tokio::test]
async fn a_post_that_is_renamed_to_one_that_goes_on_keeps_its_old_name() {
    let mut rig = Rig::new().await;
    rig.put("notice.md", 1, "आज बैठक है।");
    rig.toy.requests.forget_permits(1_000);
    fs::copy(rig.path("notice.md"), rig.path("notice2.md")).unwrap();
    rig.look().await;
    rig.pass(90).await;
    assert!(rig.open().await.iter().any(|brief| brief.delivery.has_begun_in_public()));
    fs::remove_file(rig.path("notice.md")).unwrap();
    rig.look().await;
    rig.rename("notice2.md", "notice.md");
    rig.look().await;
    let mut names: Vec<_> = rig.open().await.into_iter().map(|brief| brief.name).collect();
    names.sort();
    assert_eq!(names, ["notice.md", "notice2.md"]);
    rig.put("other.md", 1, "और एक सूचना।");
    rig.look().await;
    assert_eq!(rig.open().await.len(), 3, "new posts are taken all the same");
    rig.toy.requests.add_permits(1_000);
    rig.pass(900).await;
    assert_eq!(rig.open().await.len(), 0);
    assert_eq!(fs::read_dir(rig.path("")).unwrap().count(), 0, "no file is left behind");
}

#[tokio::test]
async fn a_text_over_which_composing_breaks_down_has_a_note_and_others_go_on() {
    let mut rig = Rig::new().await;
    rig.put("a.md", 1, DEADLY);
    rig.put("b.md", 1, "आज बैठक है।");
    rig.look().await;
    assert_eq!(rig.note("a.md").as_deref(), Some("post-not-composed"));
    rig.pass(120).await;
    assert_eq!(rig.toy.public().len(), 1);
    rig.put("a.md", 1, "अब ठीक है।");
    rig.look().await;
    rig.pass(120).await;
    assert_eq!((rig.toy.public().len(), rig.note("a.md")), (2, None));
}
