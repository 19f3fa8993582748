//! The ready folders.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::adapters::handoff::shelf::Shelf;
use crate::adapters::handoff::words::Words;
use crate::blobs::Blobs;
use crate::clock::from_micros;
use crate::language::Language;
use crate::platform::Job;
use crate::post::Part;

struct Desk {
    stand: Stand,
    folder: TempDir,
    words: Words,
}

impl Desk {
    fn new() -> Self {
        let words = Words::new(Language::Hindi, "ज़िला चैनल".to_owned());
        Self { stand: stand(PLAIN), folder: tempfile::tempdir().unwrap(), words }
    }

    fn shelf(&self) -> Shelf {
        Shelf::new(self.folder.path().to_owned(), Blobs::new(self.stand._folder.path()))
    }

    fn part(&self, text: &str, media: Vec<Media>) -> Part {
        self.stand.way(&Draft { media, ..draft(text) }).part
    }

    /// The only ready folder.
    fn ready(&self) -> PathBuf {
        let entries = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<_> = entries.filter(|path| !path.ends_with("done")).collect();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    async fn said(&self, job: &Job<'_>) -> Option<Receipt> {
        self.shelf().said(job, from_micros(7)).await.unwrap()
    }
}

fn job<'a>(part: &'a Part, key: &'a str) -> Job<'a> {
    const NOTHING: &serde_json::Value = &serde_json::Value::Null;
    let (index, parts, due) = (0, 1, from_micros(0));
    Job { part, index, parts, key, due, progress: NOTHING, root: None, parent: None }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn text_and_media_lie_ready_under_the_beginning_of_the_text() {
    let desk = Desk::new();
    let part = desk.part("सूचना: <b>कल</b> अवकाश/छुट्टी\nबाकी", vec![desk.stand.picture(0)]);
    let key = Rig::key(1, 0);
    desk.shelf().lay(&job(&part, &key), &desk.words).await.unwrap();
    let ready = desk.ready();
    let name = ready.file_name().unwrap().to_str().unwrap();
    assert_eq!(name, format!("सूचना bकलb अवकाशछुट्टी {}", &key[..8]));
    assert_eq!(names(&ready), ["1 चित्र.png", "open.html", "posted.txt", "text.txt"]);
    assert_eq!(fs::read_to_string(ready.join("text.txt")).unwrap(), part.text);
    let page = fs::read_to_string(ready.join("open.html")).unwrap();
    assert!(page.contains("&lt;b&gt;कल&lt;/b&gt;") && !page.contains("<b>"), "{page}");
    assert!(page.contains("href=\"https://wa.me/?text="), "{page}");
}

#[tokio::test]
async fn a_long_headline_names_a_folder_that_every_disk_takes() {
    let headline = "अंतर्राष्ट्रीय मुख्यमंत्री स्वास्थ्य कार्यक्रम: विद्यार्थियों, शिक्षकों और कार्यकर्ताओं के लिए";
    let stacked = format!("क{}", "\u{0301}".repeat(400));
    let family = "👨‍👩‍👧‍👦".repeat(10);
    let long = format!("{}.png", "चित्र".repeat(30));
    for text in [headline, stacked.as_str(), family.as_str()] {
        let desk = Desk::new();
        let picture = Media { name: long.clone(), ..desk.stand.picture(0) };
        let (part, key) = (desk.part(text, vec![picture]), Rig::key(1, 0));
        desk.shelf().lay(&job(&part, &key), &desk.words).await.unwrap();
        let ready = desk.ready();
        let longest = names(&ready).into_iter().map(|name| name.len()).max().unwrap();
        let name = ready.file_name().unwrap().len() + "..ready".len();
        assert!(name.max(longest) <= 143, "{ready:?}");
    }
}

#[tokio::test]
async fn what_is_put_together_ahead_of_its_time_is_hidden_until_then() {
    let desk = Desk::new();
    let (part, key) = (desk.part(NOTICE, vec![desk.stand.picture(0)]), Rig::key(1, 0));
    let job = job(&part, &key);
    desk.shelf().hide(&job, &desk.words).await.unwrap();
    let hidden = names(desk.folder.path());
    assert!(hidden.iter().all(|name| name.starts_with('.') || name == "done"), "{hidden:?}");
    desk.shelf().lay(&job, &desk.words).await.unwrap();
    assert!(desk.ready().join("1 चित्र.png").exists());
    assert_eq!(names(desk.folder.path()).len(), 2, "nothing hidden is left");
}

#[tokio::test]
async fn what_lies_ready_is_not_laid_a_second_time() {
    let desk = Desk::new();
    let (part, key) = (desk.part(NOTICE, Vec::new()), Rig::key(1, 0));
    let job = job(&part, &key);
    desk.shelf().lay(&job, &desk.words).await.unwrap();
    let posted = desk.ready().join("posted.txt");
    fs::write(&posted, "https://whatsapp.com/channel/1").unwrap();
    desk.shelf().lay(&job, &desk.words).await.unwrap();
    assert_eq!(fs::read_to_string(posted).unwrap(), "https://whatsapp.com/channel/1");
}

#[tokio::test]
async fn half_a_folder_that_a_crash_left_is_begun_anew_and_never_shown() {
    let desk = Desk::new();
    let (part, key) = (desk.part(NOTICE, Vec::new()), Rig::key(1, 0));
    let half = desk.folder.path().join(format!(".{} {}.part", NOTICE.replace('.', ""), &key[..8]));
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("text.txt"), "half").unwrap();
    desk.shelf().lay(&job(&part, &key), &desk.words).await.unwrap();
    assert_eq!(fs::read_to_string(desk.ready().join("text.txt")).unwrap(), NOTICE);
}

#[tokio::test]
async fn nothing_is_said_until_the_person_writes_something_of_their_own() {
    let desk = Desk::new();
    let (part, key) = (desk.part(NOTICE, Vec::new()), Rig::key(1, 0));
    let job = job(&part, &key);
    assert_eq!(desk.said(&job).await, None);
    desk.shelf().lay(&job, &desk.words).await.unwrap();
    assert_eq!(desk.said(&job).await, None);
    let posted = desk.ready().join("posted.txt");
    let ours = fs::read_to_string(&posted).unwrap();
    fs::write(&posted, format!("\u{feff}{ours}\r\n  \r\n")).unwrap();
    assert_eq!(desk.said(&job).await, None);
    fs::write(&posted, format!("{ours}https://whatsapp.com/channel/1\r\n")).unwrap();
    let said = desk.said(&job).await.unwrap();
    assert_eq!(said.url.as_deref(), Some("https://whatsapp.com/channel/1"));
    assert_eq!(names(desk.folder.path()), ["done"]);
    // Also when the answer to that was lost.
    let again = desk.said(&job).await.unwrap();
    assert_eq!(again.url, said.url);
}

#[tokio::test]
async fn a_word_is_enough_and_so_is_moving_the_folder() {
    for by_moving in [false, true] {
        let desk = Desk::new();
        let (part, key) = (desk.part(NOTICE, Vec::new()), Rig::key(1, 0));
        let job = job(&part, &key);
        desk.shelf().lay(&job, &desk.words).await.unwrap();
        let ready = desk.ready();
        if by_moving {
            let done = desk.folder.path().join("done").join(ready.file_name().unwrap());
            fs::rename(&ready, done).unwrap();
        } else {
            fs::write(ready.join("posted.txt"), "हाँ").unwrap();
        }
        let said = desk.said(&job).await.unwrap();
        assert_eq!((said.url, said.at), (None, from_micros(7)));
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_before_it_is_needed() {
    let desk = Desk::new();
    assert_eq!(desk.shelf().trouble(from_micros(0)).await, None);
    let file = desk.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let shelf = Shelf::new(file, Blobs::new(desk.folder.path()));
    assert_eq!(shelf.trouble(from_micros(0)).await.unwrap().id, "handoff-folder-not-writable");
}

#[tokio::test]
async fn what_was_never_handed_over_does_not_lie_hidden_for_ever() {
    let desk = Desk::new();
    let (part, key) = (desk.part(NOTICE, Vec::new()), Rig::key(1, 0));
    desk.shelf().hide(&job(&part, &key), &desk.words).await.unwrap();
    let changed: crate::clock::Instant =
        fs::metadata(desk.folder.path()).unwrap().modified().unwrap().into();
    for (days, left) in [(6, 2), (8, 1)] {
        let now = changed + chrono::Duration::days(days);
        assert_eq!(desk.shelf().trouble(now).await, None);
        assert_eq!(names(desk.folder.path()).len(), left, "after {days} days");
    }
}
