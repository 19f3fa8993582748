use super::*;

const REST: Duration = Duration::from_secs(5);

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn stamp(size: u64) -> Stamp {
    Stamp { size, changed: 7, inode: 3 }
}

fn entry(name: &str, post: i64) -> FileEntry {
    let revision = Some(Digest::of(name.as_bytes()));
    FileEntry { post: Some(PostId(post)), ..stamp(1).entry(name, revision) }
}

fn knowing(entries: Vec<FileEntry>) -> Ledger {
    let mut ledger = Ledger::default();
    entries.iter().for_each(|entry| ledger.remember(entry));
    ledger
}

fn gone(ledger: &Ledger, seconds: u64) -> Vec<String> {
    ledger.gone(at(seconds), REST, false).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_file_is_unchanged_only_with_all_of_its_stamp() {
    let mut ledger = knowing(vec![entry("a.md", 1)]);
    assert_eq!(ledger.standing("a.md", stamp(1)), Standing::Unchanged);
    assert_eq!(ledger.standing("a.md", stamp(2)), Standing::New);
    assert_eq!(ledger.standing("a.md", Stamp { inode: 4, ..stamp(1) }), Standing::New);
    assert_eq!(ledger.standing("b.md", stamp(1)), Standing::New);
}

#[test]
fn a_missing_file_is_gone_only_after_its_rest() {
    let mut ledger = knowing(vec![entry("a.md", 1), entry("b.md", 2)]);
    ledger.begin();
    ledger.standing("b.md", stamp(1));
    ledger.end(at(10));
    assert_eq!(gone(&ledger, 14), [""; 0]);
    assert_eq!(gone(&ledger, 15), ["a.md"]);
    assert_eq!(ledger.next(REST), Some(at(15)));
}

#[test]
fn a_file_that_comes_back_in_time_was_never_gone() {
    let mut ledger = knowing(vec![entry("a.md", 1)]);
    ledger.miss("a.md", at(0));
    ledger.standing("a.md", stamp(1));
    assert_eq!(gone(&ledger, 60), [""; 0]);
}

#[test]
fn a_missing_file_is_found_by_its_revision() {
    let mut ledger = knowing(vec![entry("a.md", 1)]);
    let revision = Digest::of(b"a.md");
    assert_eq!(ledger.find_missing(revision), None, "it is still there");
    ledger.miss("a.md", at(0));
    assert_eq!(ledger.find_missing(revision), Some(("a.md".into(), PostId(1))));
}

#[test]
fn many_posts_missing_at_once_are_a_lost_folder() {
    let names = ["a.md", "b.md", "c.md"];
    let mut ledger = knowing(names.iter().map(|name| entry(name, 1)).collect());
    ledger.miss("a.md", at(0));
    ledger.miss("b.md", at(0));
    ledger.lose_all(at(9), REST);
    assert_eq!(ledger.lost(true), [], "one is still there");
    assert_eq!(gone(&ledger, 9), ["a.md", "b.md"]);
    ledger.miss("c.md", at(9));
    ledger.lose_all(at(14), REST);
    assert_eq!(ledger.lost(false).len(), 3);
    assert_eq!(gone(&ledger, 99), [""; 0], "lost is not gone");
}

#[test]
fn lost_files_stay_lost_when_a_new_one_comes() {
    let names = ["a.md", "b.md", "c.md"];
    let mut ledger = knowing(names.iter().map(|name| entry(name, 1)).collect());
    names.iter().for_each(|name| ledger.miss(name, at(0)));
    ledger.lose_all(at(5), REST);
    ledger.remember(&entry("new.md", 4));
    assert_eq!(gone(&ledger, 99), [""; 0]);
    ledger.standing("a.md", stamp(1));
    assert_eq!(ledger.lost(true).len(), 2, "one came back");
}

#[test]
fn what_a_person_gives_up_is_gone_and_is_not_lost_again() {
    let names = ["a.md", "b.md", "c.md"];
    let mut ledger = knowing(names.iter().map(|name| entry(name, 1)).collect());
    names.iter().for_each(|name| ledger.miss(name, at(0)));
    ledger.lose_all(at(5), REST);
    names.iter().for_each(|name| ledger.gone_shown(name));
    ledger.give_up_lost();
    ledger.lose_all(at(6), REST);
    assert_eq!(gone(&ledger, 6), names);
    assert_eq!(ledger.lost(true), []);
}

#[test]
fn two_posts_are_soon_deleted_by_hand() {
    let mut ledger = knowing(vec![entry("a.md", 1), entry("b.md", 2)]);
    ledger.miss("a.md", at(0));
    ledger.miss("b.md", at(0));
    ledger.lose_all(at(9), REST);
    assert_eq!(gone(&ledger, 9), ["a.md", "b.md"]);
}

#[test]
fn companions_belong_to_their_post_alone() {
    let mut ledger = Ledger::default();
    for name in ["a.md", "a.md/p.jpg", "a.md/q.jpg", "a.mdx/p.jpg", "b.md/p.jpg"] {
        ledger.remember(&entry(name, 1));
    }
    assert_eq!(ledger.companions_of("a.md").collect::<Vec<_>>(), ["p.jpg", "q.jpg"]);
    assert_eq!(ledger.users_of("p.jpg").collect::<Vec<_>>(), ["a.md", "a.mdx", "b.md"]);
    assert_eq!(ledger.outdated("q.jpg", stamp(2)), ["a.md"]);
    assert!(ledger.knows("q.jpg", stamp(1)) && !ledger.knows("q.jpg", stamp(2)));
    ledger.forget("a.md");
    assert_eq!(ledger.companions_of("a.md").count(), 0);
    assert_eq!(ledger.users_of("q.jpg").count(), 0);
    assert_eq!(ledger.users_of("p.jpg").collect::<Vec<_>>(), ["a.mdx", "b.md"]);
}
