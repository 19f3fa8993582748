//! Posts that are files: new, changed, renamed, gone.

use super::*;

#[test]
fn a_post_is_taken_when_it_has_rested() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    assert_eq!(lines(&bench.look(0)), nothing());
    assert_eq!(bench.scanner.next_look(), Some(Duration::from_secs(5)));
    assert_eq!(lines(&bench.look(4)), nothing());
    assert_eq!(lines(&bench.look(1)), ["taken notice.md"]);
    assert_eq!(lines(&bench.look(60)), nothing());
    assert_eq!(bench.scanner.next_look(), None);
}

#[test]
fn a_half_written_file_is_never_read() {
    let mut bench = bench();
    for second in 0..30 {
        bench.put("notice.md", "क".repeat(second + 1));
        assert_eq!(lines(&bench.look(1)), nothing());
        assert_eq!(lines(&bench.glance(1, &["notice.md"])), nothing());
    }
    assert_eq!(bench.scanner.reads(), 0);
    assert_eq!(lines(&bench.glance(4, &[])), ["taken notice.md"]);
}

#[test]
fn a_file_that_changes_between_two_looks_is_not_read_at_its_time() {
    let mut bench = bench();
    bench.put("notice.md", "half");
    bench.look(0);
    bench.put("notice.md", "half and more");
    assert_eq!(lines(&bench.glance(5, &[])), nothing());
    assert_eq!(bench.scanner.reads(), 0);
    assert_eq!(lines(&bench.glance(5, &[])), ["taken notice.md"]);
}

#[test]
fn files_need_no_rest_where_it_is_set_to_nothing() {
    let mut bench = bench();
    bench.scanner.config.settle = Duration::ZERO;
    bench.put("notice.md", text(1));
    bench.put("alone.jpg", jpeg(6, 4));
    let expected = ["taken notice.md", "problem alone.jpg media-without-post"];
    assert_eq!(lines(&bench.look(0)), expected);
}

#[test]
fn nothing_is_read_again_that_has_not_changed() {
    let mut bench = bench();
    for number in 0..10_000 {
        bench.put(&format!("{number}.md"), "पाठ");
    }
    let mut seen = bench.look(0);
    bench.seconds += 5;
    while seen.len() < 10_000 {
        let more = bench.glance(0, &[]);
        assert!((1..=MOST_AT_ONCE).contains(&more.len()));
        seen.extend(more);
    }
    assert_eq!(bench.scanner.reads(), 10_000);
    assert_eq!(lines(&bench.look(60)), nothing());
    assert_eq!(bench.scanner.reads(), 10_000);
    bench.restart(&seen);
    assert_eq!(lines(&bench.look(60)), nothing());
    assert_eq!(bench.scanner.reads(), 0, "nor after a restart");
}

#[test]
fn with_more_posts_than_one_look_takes_the_next_look_is_due_at_once() {
    let mut bench = bench();
    for number in 0..=MOST_AT_ONCE {
        bench.put(&format!("{number}.md"), "पाठ");
    }
    bench.look(0);
    assert_eq!(bench.look(5).len(), MOST_AT_ONCE);
    assert_eq!(bench.scanner.next_look(), Some(bench.uptime()));
    assert_eq!(bench.glance(0, &[]).len(), 1);
}

#[test]
fn what_is_not_confirmed_is_told_again_with_everything_else() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.peek(0);
    assert_eq!(lines(&bench.peek(5)), ["taken notice.md"]);
    assert_eq!(bench.scanner.next_look(), None, "no busy waiting for the confirmation");
    assert_eq!(lines(&bench.glance(1, &[])), nothing());
    assert_eq!(lines(&bench.peek(60)), ["taken notice.md"]);
}

#[test]
fn an_edited_post_is_the_same_post_with_a_new_revision() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.put("notice.md", text(22));
    let seen = bench.settled();
    assert!(matches!(&seen[..], [Seen::Changed { old: PostId(1), .. }]), "{seen:?}");
}

#[test]
fn a_post_that_was_only_touched_says_so() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.touch("notice.md", 1);
    assert_eq!(lines(&bench.settled()), ["touched notice.md"]);
    assert_eq!(lines(&bench.look(60)), nothing());
}

#[test]
fn a_deleted_post_is_gone_after_its_rest() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.put("other.md", text(2));
    bench.settled();
    bench.remove("notice.md");
    assert_eq!(lines(&bench.glance(1, &["notice.md"])), nothing());
    assert_eq!(bench.scanner.next_look(), Some(Duration::from_secs(11)));
    assert_eq!(lines(&bench.glance(5, &[])), ["gone notice.md"]);
    assert_eq!(lines(&bench.look(60)), nothing());
}

#[test]
fn an_editor_that_replaces_the_file_does_not_delete_the_post() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.rename("notice.md", "notice.md~");
    assert_eq!(lines(&bench.look(1)), nothing());
    bench.put("notice.md", text(2));
    assert_eq!(lines(&bench.settled()), ["changed notice.md"]);
}

#[test]
fn a_renamed_post_is_the_same_post() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.rename("notice.md", "सूचना.md");
    let seen = bench.settled();
    assert_eq!(lines(&seen), ["renamed notice.md सूचना.md"]);
    assert!(matches!(&seen[..], [Seen::Renamed { post: PostId(1), .. }]));
    assert_eq!(lines(&bench.look(60)), nothing());
}

#[test]
fn a_rename_is_noticed_after_a_restart_too() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    let seen = bench.settled();
    bench.rename("notice.md", "other.md");
    bench.restart(&seen);
    assert_eq!(lines(&bench.settled()), ["renamed notice.md other.md"]);
}

#[test]
fn a_copied_post_is_two_posts() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.put("copy.md", text(1));
    assert_eq!(lines(&bench.settled()), ["taken copy.md"]);
}

#[test]
fn a_broken_post_has_a_problem_until_it_is_mended() {
    let mut bench = bench();
    bench.put("notice.md", "+++\nat = \"soon\"\n+++\nपाठ");
    let seen = bench.settled();
    assert_eq!(lines(&seen), ["problem notice.md time-unreadable"]);
    assert_eq!(lines(&bench.look(60)), nothing(), "told once");
    bench.restart(&seen);
    assert_eq!(lines(&bench.look(60)), nothing());
    bench.put("notice.md", text(1));
    assert_eq!(lines(&bench.settled()), ["mended notice.md", "taken notice.md"]);
}

#[test]
fn a_post_broken_and_mended_again_is_still_the_same_post() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.put("notice.md", "+++\nbroken");
    let seen = bench.settled();
    assert!(matches!(&seen[..], [Seen::Problem { post: Some(PostId(1)), .. }]), "{seen:?}");
    bench.put("notice.md", text(1));
    let seen = bench.settled();
    assert!(matches!(&seen[..], [Seen::Mended { .. }, Seen::Changed { old: PostId(1), .. }]));
}

#[test]
fn a_broken_post_that_is_deleted_is_gone() {
    let mut bench = bench();
    bench.put("notice.md", "+++\n");
    bench.settled();
    bench.remove("notice.md");
    assert_eq!(lines(&bench.settled()), ["gone notice.md"]);
}

#[test]
fn a_share_that_is_not_mounted_deletes_no_posts() {
    let mut bench = bench();
    for name in ["a.md", "b.md", "c.md"] {
        bench.put(name, text(1));
    }
    bench.settled();
    let (queue, away) = (bench.path(""), bench.dir.path().join("away"));
    fs::rename(&queue, &away).unwrap();
    assert!(bench.scanner.scan(bench.now(), bench.uptime()).is_err(), "no folder, no news");
    fs::create_dir(&queue).unwrap();
    assert_eq!(lines(&bench.settled()), ["all gone 3"]);
    bench.put("new.md", text(9));
    bench.settled();
    assert_eq!(lines(&bench.look(3600)), ["all gone 3"]);
    fs::remove_dir_all(&queue).unwrap();
    fs::rename(&away, &queue).unwrap();
    assert_eq!(lines(&bench.settled()), ["gone new.md"], "the others are back");
}

#[test]
fn a_filed_post_is_not_gone() {
    let mut bench = bench();
    bench.put("notice.md", text(1));
    bench.settled();
    bench.rename("notice.md", "../notice.md");
    assert_eq!(bench.scanner.forget("notice.md").len(), 1);
    assert_eq!(lines(&bench.settled()), nothing());
}

#[test]
fn an_empty_post_is_refused_but_not_one_with_a_picture() {
    let mut bench = bench();
    bench.put("a.md", "");
    bench.put("b.md", "+++\nmedia = [\"a.jpg\"]\n+++\n");
    bench.put("c.md", "+++\n[for.x]\ntext = \"केवल X पर\"\n+++\n");
    bench.put("a.jpg", jpeg(6, 4));
    let expected = ["problem a.md post-empty", "taken b.md", "taken c.md"];
    assert_eq!(lines(&bench.settled()), expected);
}

#[test]
fn synced_folders_need_a_longer_rest() {
    let mut bench = bench();
    fs::create_dir(bench.path(".stfolder")).unwrap();
    bench.put("notice.md", text(1));
    bench.look(0);
    assert_eq!(lines(&bench.look(29)), nothing());
    assert_eq!(lines(&bench.look(1)), ["taken notice.md"]);
}

#[test]
fn what_is_no_post_is_told_of() {
    let mut bench = bench();
    bench.put("notice.docx", "PK");
    bench.put("Thumbs.db", "");
    bench.look(0);
    let seen = bench.look(60);
    assert_eq!(lines(&seen), ["problem notice.docx not-a-post"]);
    bench.restart(&seen);
    assert_eq!(lines(&bench.look(60)), nothing());
    bench.remove("notice.docx");
    assert_eq!(lines(&bench.settled()), ["gone notice.docx"]);
}
