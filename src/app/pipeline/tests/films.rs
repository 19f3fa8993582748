//! Posts whose films are made over wait outside, and nobody waits for them.

use std::fs;

use super::rig::Rig;
use crate::app::pipeline::Task;
use crate::clock::Clock as _;
use crate::media::samples;
use crate::post::PostId;

/// How a helper says that it went well, and that it did not.
const WELL: &str = r#"{"Ok":["converted"]}"#;
const ILL: &str = r#"{"Err":{"why":"damaged","detail":""}}"#;

/// Puts a post with a film into the queue that is `millis` long and that the toy does not take.
fn put_film(rig: &Rig, millis: u32) {
    change_film(rig, millis);
    put_text(rig, "रैली");
}

fn change_film(rig: &Rig, millis: u32) {
    let film = samples::film(millis, b"hvc1", false, true);
    fs::write(rig.path("rally.mp4"), film).unwrap();
}

fn put_text(rig: &Rig, text: &str) {
    let at = (rig.clock.now() + chrono::Duration::minutes(600)).to_rfc3339();
    let text = format!("+++\nat = {at}\nmedia = [\"rally.mp4\"]\n+++\n{text}\n");
    fs::write(rig.path("film.md"), text).unwrap();
}

/// How long the films are that were made for the post `number`, in milliseconds.
async fn made(rig: &Rig, number: i64) -> Vec<u64> {
    let post = rig.journal.post(PostId(number)).await.unwrap().unwrap();
    let made = post.fitted.into_iter().filter_map(|one| one.made.ok()?.medium.film);
    made.map(|film| film.millis).collect()
}

async fn names(rig: &Rig) -> Vec<String> {
    rig.open().await.into_iter().map(|brief| brief.name).collect()
}

#[tokio::test]
async fn a_post_whose_film_is_being_made_keeps_nobody_waiting() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.put("text.md", 600, "सूचना");
    rig.look().await;
    assert_eq!(names(&rig).await, ["text.md"]);
    assert_eq!(rig.waiting(), ["film.md"]);
    rig.pass(700).await;
    rig.look().await;
    assert!(rig.note("rally.mp4").is_none(), "the film has its post");
    rig.end_film(WELL).await;
    assert_eq!(names(&rig).await, ["text.md", "film.md"]);
    assert_eq!((made(&rig, 2).await, rig.waiting().len()), (vec![2_000], 0));
}

#[tokio::test]
async fn the_film_that_is_due_first_is_made_first() {
    let mut rig = Rig::new().await;
    for (name, minutes, millis) in [("a", 900, 1_000), ("b", 2_000, 1_100), ("c", 300, 1_200)] {
        let film = samples::film(millis, b"hvc1", false, true);
        fs::write(rig.path(&format!("{name}.mp4")), film).unwrap();
        let at = (rig.clock.now() + chrono::Duration::minutes(minutes)).to_rfc3339();
        let text = format!("+++\nat = {at}\nmedia = [\"{name}.mp4\"]\n+++\n{name}\n");
        fs::write(rig.path(&format!("{name}.md")), text).unwrap();
    }
    rig.look().await;
    for expected in [["c.md"].as_slice(), &["c.md", "a.md"], &["c.md", "a.md", "b.md"]] {
        rig.end_film(WELL).await;
        assert_eq!(names(&rig).await, expected);
    }
}

#[tokio::test]
async fn after_a_restart_the_film_is_begun_anew() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.look().await;
    rig.start().await;
    assert_eq!(rig.waiting(), [""; 0], "what a run before was making says nothing");
    rig.look().await;
    rig.end_film(WELL).await;
    assert_eq!(names(&rig).await, ["film.md"]);
}

#[tokio::test]
async fn a_film_that_changes_meanwhile_is_the_one_that_is_made() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.look().await;
    change_film(&rig, 1_500);
    rig.look().await;
    rig.pass(10).await;
    rig.end_film(WELL).await;
    let post = rig.journal.post(PostId(1)).await.unwrap().unwrap();
    assert_eq!(post.content.media[0].film.as_ref().unwrap().millis, 1_500);
    assert_eq!(made(&rig, 1).await, [2_000]);
}

#[tokio::test]
async fn the_film_of_a_post_that_vanishes_is_not_made_to_its_end() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.look().await;
    fs::remove_file(rig.path("film.md")).unwrap();
    rig.run(Task::Look(crate::intake::Hint::Anywhere)).await;
    assert_eq!(rig.waiting(), [""; 0]);
    rig.end_films().await;
    rig.look().await;
    assert_eq!(names(&rig).await, [""; 0]);
}

#[tokio::test]
async fn a_film_that_cannot_be_made_is_told_once_and_tried_again_when_it_is_touched() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.look().await;
    rig.end_film(ILL).await;
    let note = rig.note("film.md").unwrap_or_default();
    assert!(note.contains("fit-medium-damaged"), "{note}");
    rig.look().await;
    assert!(!rig.pipeline().films.is_at_work(), "nothing has changed");
    put_text(&rig, "रैली फिर");
    rig.look().await;
    rig.end_film(WELL).await;
    assert_eq!((names(&rig).await, rig.note("film.md")), (vec!["film.md".to_owned()], None));
}

#[tokio::test]
async fn what_is_wrong_beside_the_film_is_told_before_it_is_made() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    put_text(&rig, &"बहुत लंबा ".repeat(200));
    rig.look().await;
    assert!(rig.note("film.md").is_some());
    assert!(!rig.pipeline().films.is_at_work());
}

#[tokio::test]
async fn an_edited_text_needs_no_new_film_and_an_edited_film_keeps_the_old_one_back() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.look().await;
    rig.end_film(WELL).await;
    put_text(&rig, "रैली कल");
    rig.look().await;
    assert_eq!((names(&rig).await, made(&rig, 2).await), (vec!["film.md".to_owned()], vec![2_000]));
    change_film(&rig, 1_500);
    rig.look().await;
    rig.pass(10).await;
    assert_eq!(names(&rig).await, [""; 0], "what people replaced does not go out");
    rig.end_film(WELL).await;
    assert_eq!(names(&rig).await, ["film.md"]);
}

#[tokio::test]
async fn nothing_is_swept_away_while_a_film_is_being_made() {
    let mut rig = Rig::new().await;
    put_film(&rig, 1_000);
    rig.look().await;
    let blobs = rig.blobs();
    let stored = || {
        let shelves = fs::read_dir(blobs.root()).unwrap().map(|entry| entry.unwrap().path());
        shelves.filter(|path| path.is_dir()).map(|path| fs::read_dir(path).unwrap().count()).sum()
    };
    let before: usize = stored();
    rig.run(Task::Sweep(blobs.clone())).await;
    assert_eq!((before, stored()), (1, 1), "the film");
    rig.end_film(WELL).await;
    assert_eq!(made(&rig, 1).await, [2_000]);
    let made = rig.journal.post(PostId(1)).await.unwrap().unwrap();
    assert!(made.stored().all(|digest| blobs.open(&digest).is_ok()));
}
