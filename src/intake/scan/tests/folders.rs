//! Posts that are folders.

use super::*;

fn rally(bench: &Bench, post: &str) {
    fs::create_dir(bench.path("rally")).unwrap();
    bench.put("rally/post.md", post);
    bench.put("rally/10.png", png(10, 1));
    bench.put("rally/2.jpg", jpeg(2, 1));
    bench.put("rally/2.alt.txt", "मंच");
}

fn media(seen: &[Seen]) -> Vec<String> {
    let [Seen::Taken(new) | Seen::Changed { new, .. }] = seen else { panic!("{seen:?}") };
    new.post.content.media.iter().map(|media| media.name.clone()).collect()
}

#[test]
fn media_beside_the_text_are_attached_in_order() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    let seen = bench.settled();
    assert_eq!(media(&seen), ["2.jpg", "10.png"]);
    let [Seen::Taken(new)] = &seen[..] else { panic!() };
    assert_eq!(new.post.name, "rally");
    assert_eq!(new.source.name, "rally/post.md");
    assert_eq!(new.post.content.media[0].alt.as_deref(), Some("मंच"));
    assert_eq!(lines(&bench.look(60)), nothing());
}

#[test]
fn listed_media_win_and_the_rest_is_spoken_of() {
    let mut bench = bench();
    rally(&bench, "+++\nmedia = [\"10.png\"]\n+++\nपाठ");
    let seen = bench.settled();
    assert_eq!(media(&seen), ["10.png"]);
    let [Seen::Taken(new)] = &seen[..] else { panic!() };
    assert_eq!(new.findings[0].id, "media-not-listed");
}

#[test]
fn a_list_of_no_media_attaches_none() {
    let mut bench = bench();
    rally(&bench, "+++\nmedia = []\n+++\nपाठ");
    assert_eq!(media(&bench.settled()), nothing());
}

#[test]
fn what_cannot_be_used_is_refused() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    bench.put("rally/notes.docx", "PK\x03\x04");
    assert_eq!(lines(&bench.settled()), ["problem rally media-unknown"]);
    bench.put("rally/post.md", "+++\nmedia = [\"2.jpg\", \"10.png\"]\n+++\nपाठ");
    assert_eq!(lines(&bench.settled()), ["problem rally extra-file"]);
    bench.remove("rally/notes.docx");
    assert_eq!(lines(&bench.settled()), ["mended rally", "taken rally"]);
}

#[test]
fn folders_in_folders_and_two_posts_are_refused() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    fs::create_dir(bench.path("rally/more")).unwrap();
    bench.put("rally/post.txt", "दूसरा");
    let expected = ["problem rally folder-in-folder folder-two-posts"];
    assert_eq!(lines(&bench.settled()), expected);
}

#[test]
fn a_folder_rests_as_a_whole() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    bench.look(0);
    bench.put("rally/film.mp4", "half");
    assert_eq!(lines(&bench.look(4)), nothing());
    assert_eq!(lines(&bench.look(4)), nothing());
    bench.remove("rally/film.mp4");
    bench.look(0);
    assert_eq!(lines(&bench.look(5)), ["taken rally"]);
}

#[test]
fn a_folder_without_a_text_waits_for_it() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    bench.rename("rally/post.md", "../post.md");
    bench.look(0);
    assert_eq!(lines(&bench.look(5)), nothing());
    assert_eq!(lines(&bench.look(600)), ["waiting rally post.md"]);
    bench.rename("../post.md", "rally/post.md");
    assert_eq!(lines(&bench.settled()), ["mended rally", "taken rally"]);
}

#[test]
fn a_renamed_or_exchanged_picture_changes_the_post() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    bench.settled();
    bench.rename("rally/10.png", "rally/1.png");
    bench.touch("rally", 1);
    let seen = bench.settled();
    assert_eq!(media(&seen), ["1.png", "2.jpg"]);
    bench.put("rally/1.png", png(11, 1));
    bench.touch("rally/1.png", 2);
    assert_eq!(lines(&bench.settled()), ["changed rally"]);
}

#[test]
fn a_renamed_folder_is_the_same_post() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    bench.settled();
    bench.rename("rally", "सभा");
    assert_eq!(lines(&bench.settled()), ["renamed rally सभा"]);
}

#[test]
fn what_other_programs_leave_in_a_folder_does_not_matter() {
    let mut bench = bench();
    rally(&bench, "पाठ");
    bench.put("rally/Thumbs.db", "");
    bench.put("rally/.DS_Store", "");
    assert_eq!(media(&bench.settled()), ["2.jpg", "10.png"]);
}

#[test]
fn a_person_can_ask_about_a_post_at_once() {
    let bench = bench();
    rally(&bench, "पाठ");
    let queue = Folder::open(&bench.path("")).unwrap();
    let blobs = &bench.scanner.blobs;
    let post = read_post(&queue, "rally", blobs, &india()).unwrap().post;
    assert_eq!(post.content.media.len(), 2);
    bench.put("notice.md", "+++\nmedia = [\"none.jpg\"]\n+++\n");
    let findings = read_post(&queue, "notice.md", blobs, &india()).unwrap_err();
    assert_eq!(findings[0].id, "file-missing");
    let findings = read_post(&queue, "none.md", blobs, &india()).unwrap_err();
    assert_eq!(findings[0].id, "file-missing");
}

#[test]
fn too_many_media_are_refused() {
    let mut bench = bench();
    fs::create_dir(bench.path("rally")).unwrap();
    bench.put("rally/post.md", "पाठ");
    for number in 0..101 {
        bench.put(&format!("rally/{number}.png"), png(1, 1));
    }
    assert_eq!(lines(&bench.settled()), ["problem rally post-too-many-media"]);
}
