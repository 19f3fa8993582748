//! Pictures and films beside posts that are files.

use super::*;

/// A post that names these files and says nothing else.
fn naming(files: &str) -> String {
    format!("+++\nmedia = [{files}]\n+++\n")
}

#[test]
fn media_beside_are_copied_and_only_the_copy_counts() {
    let mut bench = bench();
    bench.put("notice.md", naming("{ file = \"a.jpg\", alt = \"मंच\" }, \"b.png\""));
    bench.put("a.jpg", jpeg(6, 4));
    bench.put("b.png", png(3, 2));
    bench.put("b.png.alt.txt", "एक चित्र\n");
    let seen = bench.settled();
    let [Seen::Taken(new)] = &seen[..] else { panic!("{seen:?}") };
    let media = &new.post.content.media;
    assert_eq!((media[0].name.as_str(), media[0].alt.as_deref()), ("a.jpg", Some("मंच")));
    assert_eq!((media[1].width, media[1].height), (Some(3), Some(2)));
    assert_eq!(media[1].alt.as_deref(), Some("एक चित्र"));
    bench.remove("a.jpg");
    let stored = fs::read(bench.scanner.blobs.path(&media[0].digest)).unwrap();
    assert_eq!(stored, jpeg(6, 4));
    assert_eq!(lines(&bench.look(3600)), nothing(), "neither lone media nor a missing file");
}

#[test]
fn a_post_waits_for_its_media() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\", \"b.jpg\""));
    bench.put("a.jpg", jpeg(6, 4));
    assert_eq!(lines(&bench.settled()), nothing());
    assert_eq!(lines(&bench.look(599)), nothing());
    assert_eq!(lines(&bench.look(1)), ["waiting notice.md b.jpg"]);
    assert_eq!(lines(&bench.look(3600)), nothing(), "told once, and its media are not lone");
    bench.put("b.jpg", jpeg(5, 5));
    assert_eq!(lines(&bench.glance(0, &["b.jpg"])), nothing(), "it must rest, too");
    assert_eq!(lines(&bench.glance(5, &[])), ["mended notice.md", "taken notice.md"]);
}

#[test]
fn a_post_that_is_due_soon_does_not_wait_in_silence() {
    let mut bench = bench();
    bench.put("notice.md", "+++\nat = 2026-11-25T00:30:00Z\nmedia = [\"a.jpg\"]\n+++\n");
    assert_eq!(lines(&bench.settled()), ["waiting notice.md a.jpg"]);
}

#[test]
fn a_missing_file_is_named_with_its_place_and_the_nearest_name() {
    let mut bench = bench();
    bench.scanner.config.settle = Duration::ZERO;
    bench.put("notice.md", naming("\"raly.jpg\""));
    bench.put("rally.jpg", jpeg(6, 4));
    let seen = bench.look(0);
    let Seen::WaitingForMedia { findings, .. } = &seen[0] else { panic!("{seen:?}") };
    assert_eq!(findings[0].place.as_ref().unwrap().line(), 2);
    assert!(findings[0].facts.contains(&("nearest", "rally.jpg".into())));
}

#[test]
fn a_picture_still_being_copied_keeps_its_post_waiting() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\""));
    let whole = jpeg(6, 4);
    for end in 0..whole.len() {
        bench.put("a.jpg", &whole[..end]);
        assert_eq!(lines(&bench.look(2)), nothing());
    }
    bench.put("a.jpg", &whole);
    bench.look(0);
    assert_eq!(lines(&bench.look(5)), ["taken notice.md"]);
}

#[test]
fn a_new_picture_under_the_old_name_is_a_new_revision() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\""));
    bench.put("a.jpg", jpeg(6, 4));
    let seen = bench.settled();
    bench.restart(&seen);
    bench.put("a.jpg", jpeg(7, 5));
    bench.touch("a.jpg", 1);
    assert_eq!(lines(&bench.settled()), ["changed notice.md"]);
    assert_eq!(lines(&bench.look(60)), nothing());
}

#[test]
fn a_bad_picture_is_looked_at_again_when_it_is_replaced() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\""));
    bench.put("a.jpg", "");
    let seen = bench.settled();
    assert_eq!(lines(&seen), ["problem notice.md media-empty"]);
    bench.restart(&seen);
    bench.look(0);
    bench.put("a.jpg", jpeg(6, 4));
    assert_eq!(lines(&bench.glance(0, &["a.jpg"])), nothing());
    assert_eq!(lines(&bench.glance(5, &[])), ["mended notice.md", "taken notice.md"]);
}

#[test]
fn two_posts_can_share_a_picture_and_the_last_one_takes_it_along() {
    let mut bench = bench();
    for name in ["a.md", "b.md"] {
        bench.put(name, format!("{}{name}", naming("\"logo.png\"")));
    }
    bench.put("logo.png", png(3, 2));
    assert_eq!(lines(&bench.settled()), ["taken a.md", "taken b.md"]);
    assert_eq!(bench.scanner.companions("a.md"), nothing());
    bench.remove("a.md");
    bench.scanner.forget("a.md");
    assert_eq!(bench.scanner.companions("b.md"), ["logo.png"]);
}

#[test]
fn a_picture_without_a_post_is_told_of_after_a_while_and_found_again() {
    let mut bench = bench();
    bench.put("a.jpg", jpeg(6, 4));
    bench.look(0);
    assert_eq!(lines(&bench.look(599)), nothing());
    assert_eq!(lines(&bench.look(1)), ["problem a.jpg media-without-post"]);
    bench.put("notice.md", naming("\"a.jpg\""));
    assert_eq!(lines(&bench.settled()), ["mended a.jpg", "taken notice.md"]);
    assert_eq!(lines(&bench.look(3600)), nothing());
}

#[test]
fn pictures_beside_a_post_that_cannot_be_understood_are_not_called_lone() {
    let mut bench = bench();
    bench.put("notice.md", "+++\nmedia = [\"a.jpg\"\n+++\n");
    bench.put("a.jpg", jpeg(6, 4));
    assert_eq!(bench.settled().len(), 1);
    assert_eq!(lines(&bench.look(3600)), nothing());
}

#[test]
fn a_name_written_with_other_characters_is_the_same_name() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"café.jpg\", \"\u{958}.png\""));
    bench.put("cafe\u{301}.jpg", jpeg(6, 4));
    bench.put("\u{915}\u{93c}.png", png(3, 2));
    assert_eq!(lines(&bench.settled()), ["taken notice.md"]);
}

#[test]
fn a_misnamed_picture_is_taken_with_a_warning() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\""));
    bench.put("a.jpg", png(3, 2));
    let seen = bench.settled();
    let [Seen::Taken(new)] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!(new.findings[0].id, "media-misnamed");
    assert_eq!(new.post.content.media[0].kind, crate::post::MediaKind::Png);
}

#[test]
fn bad_media_are_all_found_at_once_where_they_are_named() {
    let mut bench = bench();
    bench.put("notice.md", naming("\n\"empty.jpg\",\n\"cut.jpg\",\n\"text.png\""));
    bench.put("empty.jpg", "");
    bench.put("cut.jpg", &jpeg(6, 4)[..40]);
    bench.put("text.png", "nothing but text");
    let seen = bench.settled();
    assert_eq!(lines(&seen), ["problem notice.md media-empty media-truncated media-unknown"]);
    let Seen::Problem { findings, .. } = &seen[0] else { panic!() };
    let at: Vec<_> = findings.iter().map(|found| found.place.as_ref().unwrap().line()).collect();
    assert_eq!(at, [3, 4, 5]);
}

#[test]
fn a_failing_store_is_the_machines_fault_and_tried_again() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\""));
    bench.put("a.jpg", jpeg(6, 4));
    fs::write(bench.dir.path().join("blobs"), "a file in the way").unwrap();
    let seen = bench.settled();
    assert!(matches!(&seen[..], [Seen::Problem { files: None, .. }]), "{seen:?}");
    fs::remove_file(bench.dir.path().join("blobs")).unwrap();
    assert_eq!(lines(&bench.look(60)), ["taken notice.md"]);
}

#[test]
fn a_picture_is_not_called_lone_while_its_post_comes_on_record() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"a.jpg\""));
    bench.put("a.jpg", jpeg(6, 4));
    bench.peek(0);
    assert_eq!(lines(&bench.peek(5)), ["taken notice.md"]);
    bench.seconds += 601;
    let ahead = bench.scanner.look_ahead(bench.now(), bench.uptime()).unwrap();
    assert_eq!(lines(&ahead), nothing());
}

const SRT: &str = "1\r\n00:00:00,100 --> 00:00:00,900\r\nनमस्ते\r\n";

fn subtitles(seen: &[Seen]) -> Vec<(String, String)> {
    let [.., Seen::Taken(new) | Seen::Changed { new, .. }] = seen else { panic!("{seen:?}") };
    let all = new.post.content.media.iter().flat_map(|medium| &medium.subtitles);
    all.map(|one| (one.name.clone(), one.lang.clone())).collect()
}

fn refused(seen: &[Seen]) -> Vec<&'static str> {
    let [Seen::Problem { findings, .. }] = seen else { panic!("{seen:?}") };
    findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn subtitles_beside_their_film_go_with_it_and_are_kept_as_subrip() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"film.mp4\"").replace("+++\nm", "+++\nlang = \"mr\"\nm"));
    bench.put("film.mp4", film(1000, b"avc1", false, true));
    bench.put("film.hi.srt", SRT);
    bench.put("film.srt", SRT);
    bench.put("film.mp4.en.vtt", "WEBVTT\n\n00:00.100 --> 00:00.900\nhello\n");
    let seen = bench.settled();
    let expected = [("film.hi.srt", "hi"), ("film.mp4.en.vtt", "en"), ("film.srt", "mr")];
    let found = subtitles(&seen);
    assert_eq!(found, expected.map(|(name, lang)| (name.to_owned(), lang.to_owned())));
    let [Seen::Taken(new)] = &seen[..] else { panic!() };
    let digest = &new.post.content.media[0].subtitles[1].digest;
    let stored = fs::read_to_string(bench.scanner.blobs.path(digest)).unwrap();
    assert_eq!(stored, "1\n00:00:00,100 --> 00:00:00,900\nhello\n\n");
    assert_eq!(lines(&bench.look(3600)), nothing(), "they are of use and not lone");
    bench.put("film.hi.srt", SRT.replace("नमस्ते", "प्रणाम"));
    bench.touch("film.hi.srt", 1);
    bench.look(0);
    assert_eq!(lines(&bench.look(5)), ["changed notice.md"], "new words are a new revision");
}

#[test]
fn subtitles_can_be_named_waited_for_and_left_out() {
    let mut bench = bench();
    let named = "{ file = \"film.mp4\", subtitles = [\"words.hi.srt\", { file = \"b.srt\", lang = \"en\" }] }";
    bench.put("notice.md", naming(named));
    bench.put("film.mp4", film(1000, b"avc1", false, true));
    bench.put("words.hi.srt", SRT);
    assert_eq!(lines(&bench.settled()), nothing());
    bench.put("b.srt", SRT);
    bench.look(0);
    let found = subtitles(&bench.look(5));
    let expected = [("words.hi.srt", "hi"), ("b.srt", "en")];
    assert_eq!(found, expected.map(|(name, lang)| (name.to_owned(), lang.to_owned())));
    bench.put("film.en.srt", SRT);
    bench.put("notice.md", naming("{ file = \"film.mp4\", subtitles = [] }"));
    bench.touch("notice.md", 2);
    bench.look(0);
    assert_eq!(subtitles(&bench.look(5)), []);
}

#[test]
fn subtitles_that_cannot_be_used_are_refused_with_the_reason() {
    for (settings, name, text, id) in [
        ("{ file = \"film.mp4\", subtitles = \"a.srt\" }", "a.srt", SRT, "subtitles-no-language"),
        ("{ file = \"film.mp4\", subtitles = \"a.txt\" }", "a.txt", SRT, "subtitles-kind"),
        ("{ file = \"a.jpg\", subtitles = \"a.hi.srt\" }", "a.hi.srt", SRT, "subtitles-of-no-film"),
        ("\"film.mp4\"", "film.hi.srt", "1\nनमस्ते\n", "subtitles-no-times"),
        (
            "\"film.mp4\"",
            "film.hi.srt",
            "00:00:02,000 --> 00:00:01,000\nक\n",
            "subtitles-out-of-order",
        ),
        ("\"film.mp4\"", "film.hi.srt", "WEBVTT\n", "subtitles-empty"),
    ] {
        let mut bench = bench();
        bench.put("notice.md", naming(settings));
        bench.put("film.mp4", film(1000, b"avc1", false, true));
        bench.put("a.jpg", jpeg(6, 4));
        bench.put(name, text);
        let seen: Vec<_> = bench
            .settled()
            .into_iter()
            .filter(|seen| matches!(seen, Seen::Problem { name, .. } if name == "notice.md"))
            .collect();
        assert_eq!(refused(&seen), [id], "{settings} {text}");
    }
}

#[test]
fn a_mistake_in_subtitles_is_found_at_its_line() {
    let mut bench = bench();
    bench.put("notice.md", naming("\"film.mp4\""));
    bench.put("film.mp4", film(1000, b"avc1", false, true));
    bench.put("film.hi.srt", format!("{SRT}\r\n2\r\n00:00:02 --> 00:00:03\r\nक\r\n"));
    let seen = bench.settled();
    let [Seen::Problem { findings, .. }] = &seen[..] else { panic!("{seen:?}") };
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!((place.source.name.as_str(), place.line()), ("film.hi.srt", 6));
}

#[test]
fn with_more_media_than_one_look_takes_the_rest_is_read_next_and_none_of_it_is_lone() {
    let mut bench = bench();
    bench.scanner.most_media = 1;
    for number in 1..=3 {
        bench.put(&format!("{number}.md"), naming(&format!("\"{number}.jpg\"")));
        bench.put(&format!("{number}.jpg"), jpeg(6, 4));
    }
    bench.peek(0);
    for (seconds, expected) in [(3_600, "taken 1.md"), (0, "taken 2.md"), (0, "taken 3.md")] {
        let seen = bench.peek(seconds);
        assert_eq!(lines(&seen), [expected]);
        let is_due = bench.scanner.next_look().is_some_and(|at| at <= bench.uptime());
        assert_eq!(is_due, expected != "taken 3.md");
        bench.confirm(&seen);
    }
    assert_eq!(lines(&bench.look(3_600)), nothing());
}
