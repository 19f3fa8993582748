use std::fs;
use std::path::Path;

use super::*;

struct Bench {
    dir: tempfile::TempDir,
    config: IntakeConfig,
}

fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let config = IntakeConfig {
        queue: at("queue"),
        published: at("published"),
        failed: at("failed"),
        ..IntakeConfig::default()
    };
    fs::create_dir(&config.queue).unwrap();
    Bench { dir, config }
}

impl Bench {
    fn put(&self, name: &str, text: &str) {
        fs::write(self.config.queue.join(name), text).unwrap();
    }

    fn file(&self, name: &str, receipt: &str) -> Filed {
        self.file_one(filing(name, receipt)).unwrap()
    }

    fn file_one(&self, filing: Filing<'_>) -> Result<Filed, Finding> {
        file_all(&self.config, &[filing]).pop().unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.path().join(path)).unwrap()
    }

    fn names(&self, path: &str) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.dir.path().join(path))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn moved(&self, path: &str) -> Filed {
        Filed::Moved(self.dir.path().join(path))
    }
}

fn filing<'a>(name: &'a str, receipt: &'a str) -> Filing<'a> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    Filing { name, companions: &[], published: true, day, receipt }
}

#[test]
fn a_finished_post_lies_in_its_month_with_its_receipt() {
    let bench = bench();
    bench.put("notice.md", "पाठ");
    assert_eq!(bench.file("notice.md", "r"), bench.moved("published/2026-11/notice.md"));
    assert_eq!(bench.read("published/2026-11/notice.md"), "पाठ");
    assert_eq!(bench.read("published/2026-11/notice.md.receipt.toml"), "r");
    assert_eq!(bench.names("queue"), [""; 0]);
}

#[test]
fn what_did_not_go_out_everywhere_lies_apart() {
    let bench = bench();
    bench.put("notice.md", "पाठ");
    let filing = Filing { published: false, ..filing("notice.md", "r") };
    let filed = bench.file_one(filing).unwrap();
    assert_eq!(filed, bench.moved("failed/2026-11/notice.md"));
}

#[test]
fn a_post_of_the_same_name_replaces_nothing() {
    let bench = bench();
    for (text, path) in [
        ("one", "published/2026-11/notice.md"),
        ("two", "published/2026-11/notice (2).md"),
        ("three", "published/2026-11/notice (3).md"),
    ] {
        bench.put("notice.md", text);
        assert_eq!(bench.file("notice.md", text), bench.moved(path));
        assert_eq!(bench.read(path), text);
        assert_eq!(bench.read(&format!("{path}.receipt.toml")), text);
    }
}

#[test]
fn a_folder_moves_whole_and_a_note_goes() {
    let bench = bench();
    fs::create_dir(bench.config.queue.join("rally")).unwrap();
    bench.put("rally/post.md", "पाठ");
    bench.put("rally.problem.txt", "old");
    assert_eq!(bench.file("rally", "r"), bench.moved("published/2026-11/rally"));
    assert_eq!(bench.read("published/2026-11/rally/post.md"), "पाठ");
    assert_eq!(bench.names("queue"), [""; 0]);
}

#[test]
fn media_beside_a_post_go_with_it() {
    let bench = bench();
    bench.put("notice.md", "पाठ");
    bench.put("rally.jpg", "picture");
    let companions = ["rally.jpg".to_owned(), "gone.jpg".to_owned()];
    let filing = Filing { companions: &companions, ..filing("notice.md", "r") };
    bench.file_one(filing).unwrap();
    let names = ["notice.md", "notice.md.receipt.toml", "rally.jpg"];
    assert_eq!(bench.names("published/2026-11"), names);
}

#[test]
fn filing_again_after_a_crash_ends_in_the_same_place() {
    let bench = bench();
    bench.put("notice.md", "पाठ");
    let before_the_move = bench.dir.path().join("published/2026-11");
    fs::create_dir_all(&before_the_move).unwrap();
    fs::write(before_the_move.join("notice.md.receipt.toml"), "r").unwrap();
    let place = bench.moved("published/2026-11/notice.md");
    assert_eq!(bench.file("notice.md", "r"), place);
    assert_eq!(bench.file("notice.md", "r"), place, "after the move, before it was written down");
    assert_eq!(bench.names("published/2026-11"), ["notice.md", "notice.md.receipt.toml"]);
}

#[test]
fn a_post_whose_file_is_gone_still_gets_its_receipt() {
    let bench = bench();
    let filed = bench.file("notice.md", "r");
    let path = bench.dir.path().join("published/2026-11/notice.md");
    assert_eq!(filed, Filed::Receipt(path));
    assert_eq!(bench.read("published/2026-11/notice.md.receipt.toml"), "r");
}

#[test]
fn kept_files_stay_where_they_are() {
    let mut bench = bench();
    bench.config.after = After::Keep;
    bench.put("notice.md", "पाठ");
    assert_eq!(bench.file("notice.md", "r"), Filed::Kept);
    assert_eq!(bench.names("."), ["queue"]);
}

#[test]
fn another_filesystem_is_refused_and_named() {
    let mut bench = bench();
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
        println!("skipped: no second filesystem here");
        return;
    };
    if same_device(other.path(), bench.dir.path()) {
        println!("skipped: no second filesystem here");
        return;
    }
    bench.config.published = other.path().to_owned();
    bench.put("notice.md", "पाठ");
    let finding = bench.file_one(filing("notice.md", "r")).unwrap_err();
    assert_eq!(finding.id, "file-other-filesystem");
    assert_eq!(bench.names("queue"), ["notice.md"]);
}

fn same_device(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    a.metadata().unwrap().dev() == b.metadata().unwrap().dev()
}

#[test]
fn a_folder_that_cannot_be_made_is_a_finding() {
    let bench = bench();
    bench.put("notice.md", "पाठ");
    fs::write(&bench.config.published, "a file in the way").unwrap();
    let finding = bench.file_one(filing("notice.md", "r")).unwrap_err();
    assert_eq!(finding.id, "file-not-moved");
}

#[test]
fn many_posts_in_one_go_each_get_their_place() {
    let bench = bench();
    let names: Vec<String> = (0..40).map(|number| format!("{number:02}.md")).collect();
    names.iter().for_each(|name| bench.put(name, name));
    bench.put("07.md.problem.txt", "old");
    let mut filings: Vec<_> = names.iter().map(|name| filing(name, name)).collect();
    filings[3].published = false;
    filings[5].day = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let filed: Vec<_> = file_all(&bench.config, &filings).into_iter().map(Result::unwrap).collect();
    assert_eq!(filed[2], bench.moved("published/2026-11/02.md"));
    assert_eq!(filed[3], bench.moved("failed/2026-11/03.md"));
    assert_eq!(filed[5], bench.moved("published/2026-12/05.md"));
    assert_eq!(bench.names("published/2026-11").len(), 2 * 38);
    assert_eq!(bench.read("published/2026-11/39.md.receipt.toml"), "39.md");
    assert_eq!(bench.names("queue"), [""; 0]);
}

#[test]
fn two_posts_of_one_name_in_one_go_replace_nothing() {
    let bench = bench();
    bench.put("notice.md", "the second one");
    let filings = [filing("notice.md", "one"), filing("notice.md", "two")];
    // The first file is gone, and its name was used again.
    let filed: Vec<_> = file_all(&bench.config, &filings).into_iter().map(Result::unwrap).collect();
    assert_eq!(filed[0], bench.moved("published/2026-11/notice.md"));
    let second = bench.dir.path().join("published/2026-11/notice (2).md");
    assert_eq!(filed[1], Filed::Receipt(second));
    assert_eq!(bench.read("published/2026-11/notice (2).md.receipt.toml"), "two");
}

#[test]
fn one_that_cannot_be_moved_does_not_hold_up_the_others() {
    let bench = bench();
    let long = format!("{}.md", "a".repeat(300));
    bench.put("notice.md", "पाठ");
    let filed = file_all(&bench.config, &[filing(&long, "r"), filing("notice.md", "r")]);
    assert_eq!(filed[0].as_ref().unwrap_err().id, "file-not-moved");
    assert_eq!(filed[1].as_ref().unwrap(), &bench.moved("published/2026-11/notice.md"));
}

#[test]
fn a_receipt_is_written_anew_where_it_lies() {
    let bench = bench();
    for receipt in ["one", "two"] {
        bench.put("notice.md", receipt);
        bench.file("notice.md", receipt);
    }
    let day = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
    let amendment = Amendment { name: "notice.md", day, receipt: "two, recalled" };
    let amend = |known: &str| amend(&bench.config, &amendment, |text| text == known).unwrap();
    assert!(amend("two"));
    assert!(!amend("two"), "it is not there any more");
    assert!(amend("two, recalled"), "once more changes nothing");
    let read = |name: &str| bench.read(&format!("published/2026-11/{name}"));
    assert_eq!(read("notice.md.receipt.toml"), "one");
    assert_eq!(read("notice (2).md.receipt.toml"), "two, recalled");
    assert_eq!(bench.names("published/2026-11").len(), 4);
}
