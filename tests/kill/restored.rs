//! A state that is put back to an older copy, as after a broken disk: what was published since
//! must not go out again, and people must be told of it.

use std::fs;
use std::path::Path;

use rustix::process::Signal;

use super::accounts::Account;
use super::child::{Child, End};
use super::site::Site;

/// How many posts are published, one after the other, with a copy of the state after each.
const POSTS: usize = 4;

fn name(number: usize) -> String {
    format!("notice-{number}.md")
}

fn put_into_queue(site: &Site, number: usize) {
    let post = format!("+++\nto = [\"one\"]\nat = \"now\"\nlang = \"en\"\n+++\nNotice {number}.\n");
    fs::write(site.queue().join(name(number)), post).unwrap();
}

fn started(site: &Site) -> Child {
    let mut child = site.run("");
    child.wait_for_line("dakiya is running");
    child
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// A site where all posts went out, with the copies `copy-0` to `copy-4` of its state.
fn published() -> Site {
    let site = Site::empty(&Account::named("mastodon"));
    assert_eq!(started(&site).terminate(), End::Code(0));
    copy(&site.state(), &site.path("copy-0"));
    for number in 1..=POSTS {
        let mut child = started(&site);
        put_into_queue(&site, number);
        let gone = |_: &[String]| {
            site.outcomes().len() == number && !site.queue().join(name(number)).exists()
        };
        assert!(child.wait_for(gone), "{}", child.said());
        assert_eq!(child.terminate(), End::Code(0));
        copy(&site.state(), &site.path(&format!("copy-{number}")));
    }
    assert_eq!(site.stage.ledger().len(), POSTS);
    site
}

/// Puts the files `names` of the state back to the copy after `number` posts.
fn put_back(site: &Site, number: usize, names: &[&str]) {
    for name in ["journal.db-wal", "journal.db-shm"].iter().chain(names) {
        let _absent = fs::remove_file(site.state().join(name));
        let _absent =
            fs::copy(site.path(&format!("copy-{number}")).join(name), site.state().join(name));
    }
}

/// Puts the files `names` of the state back to the copy after `number` posts, and all posts back
/// into the queue.
fn restore(site: &Site, number: usize, names: &[&str]) {
    put_back(site, number, names);
    (1..=POSTS).for_each(|number| put_into_queue(site, number));
}

/// Runs for some minutes of the program's clock.
fn run_for_minutes(site: &Site, minutes: i64) -> String {
    let mut child = started(site);
    let later = site.minutes_from_now(minutes);
    child.wait_for(|_| site.is_past(later));
    assert_eq!(child.terminate(), End::Code(0));
    child.said()
}

fn nothing_goes_out_again(names: &[&str]) {
    for number in 0..POSTS {
        let site = published();
        restore(&site, number, names);
        let said = run_for_minutes(&site, 2);
        assert!(said.contains("state is older"), "copy {number}: {said}");
        assert_eq!(site.stage.ledger().len(), POSTS, "stopped, copy {number}: {said}");
        let (code, status) = site.ask(&["status"]);
        assert_eq!(code, 2, "{status}");
        for missing in number + 1..=POSTS {
            assert!(status.contains(&name(missing)), "copy {number}: {status}");
        }
        assert_eq!(site.ask(&["start"]).0, 0);
        let said = run_for_minutes(&site, 3);
        assert_eq!(site.stage.ledger().len(), POSTS, "started, copy {number}: {said}");
        put_into_queue(&site, POSTS + 1);
        run_for_minutes(&site, 3);
        assert_eq!(site.stage.ledger().len(), POSTS + 1, "new posts go out, copy {number}");
    }
}

#[test]
fn a_restored_journal_posts_nothing_again() {
    nothing_goes_out_again(&["journal.db"]);
}

#[test]
fn a_state_that_was_restored_as_a_whole_posts_nothing_again() {
    nothing_goes_out_again(&["journal.db", "outcomes.jsonl"]);
}

#[test]
fn a_second_restore_of_the_same_copy_is_told_of_again_and_posts_nothing() {
    let site = published();
    for time in ["first", "second"] {
        restore(&site, 1, &["journal.db"]);
        let said = run_for_minutes(&site, 2);
        assert!(said.contains("state is older"), "the {time} time: {said}");
        assert_eq!(site.ask(&["start"]).0, 0);
        let said = run_for_minutes(&site, 3);
        assert!(!said.contains("state is older"), "after the {time} time: {said}");
        assert_eq!(site.stage.ledger().len(), POSTS, "the {time} time: {said}");
    }
}

#[test]
fn a_thread_that_was_half_public_when_its_journal_was_lost_is_not_begun_again() {
    let site = Site::empty(&Account::named("mastodon"));
    assert_eq!(started(&site).terminate(), End::Code(0));
    copy(&site.state(), &site.path("copy-0"));
    site.write_post(&site.account.text());
    // The intent of the second part never comes to the disk.
    let mut child = site.run("journal.arm.before=error@2+");
    let noted = || fs::read_to_string(site.state().join("threads.jsonl")).unwrap_or_default();
    assert!(child.wait_for(|_| noted().ends_with('\n')), "{}", child.said());
    child.signal(Signal::KILL);
    child.end();
    assert_eq!(site.stage.ledger().len(), 1, "{}", child.said());
    put_back(&site, 0, &["journal.db"]);
    let said = run_for_minutes(&site, 2);
    assert!(said.contains("state is older"), "{said}");
    assert_eq!(site.ask(&["start"]).0, 0);
    let said = run_for_minutes(&site, 3);
    assert_eq!(site.stage.ledger().len(), 1, "{said}");
    assert_eq!(site.ask(&["status"]).0, 2);
}

#[test]
fn the_newest_copy_is_no_restore_at_all() {
    let site = published();
    restore(&site, POSTS, &["journal.db", "outcomes.jsonl"]);
    let said = run_for_minutes(&site, 2);
    assert!(!said.contains("state is older"), "{said}");
    assert_eq!(site.stage.ledger().len(), POSTS);
    for number in 1..=POSTS {
        let note = fs::read_to_string(site.queue().join(name(number) + ".problem.txt")).unwrap();
        assert!(note.contains("has ended already"), "{note}");
    }
}
