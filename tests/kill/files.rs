//! What people do to files while the program works on their posts or after, and kills in the
//! middle of it: deletions, files that are dropped again, and names that are taken.

use std::fs::{self, File};
use std::time::SystemTime;

use super::accounts::Account;
use super::child::{Child, End, KILLED};
use super::site::{POST, Site};

/// Long enough for everything that the program may do by itself.
const WHILE: i64 = 10;

fn start(site: &Site, faults: &str) -> Child {
    let mut child = site.run(faults);
    child.wait_for_line("dakiya is running");
    child
}

/// Lets the program run for so many minutes of its clock.
fn pass(site: &Site, child: &mut Child, minutes: i64) {
    let later = site.minutes_from_now(minutes);
    assert!(child.wait_for(|_| site.is_past(later)), "{}", child.said());
}

/// A post whose picture is being uploaded: no answer has come.
fn uploading(faults: &str) -> (Site, Child) {
    let mut site = Site::empty(&Account::named("mastodon"));
    site.put_open_gate();
    let mut child = start(&site, faults);
    child.wait_for_line("account one is");
    site.close_gate();
    site.write_post("A notice.");
    let uploads = || site.stage.seen().iter().any(|(asked, _)| asked.path.contains("media"));
    assert!(child.wait_for(|_| uploads() && site.answers_kept_back() > 0), "{}", child.said());
    (site, child)
}

fn delete(site: &Site) {
    fs::read_dir(site.queue())
        .unwrap()
        .for_each(|file| fs::remove_file(file.unwrap().path()).unwrap());
}

/// Nothing was published, nothing waits, and nobody has to look at anything.
fn nothing_came_of_it(site: &Site) {
    let mut child = start(site, "");
    pass(site, &mut child, WHILE);
    assert_eq!(child.terminate(), End::Code(0));
    assert_eq!(site.stage.ledger(), [], "{}", child.said());
    let (code, said) = site.ask(&["status"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_file_that_is_deleted_during_an_upload_is_not_published() {
    let (site, mut child) = uploading("");
    delete(&site);
    pass(&site, &mut child, 1);
    site.open_gate();
    pass(&site, &mut child, WHILE);
    assert_eq!(child.terminate(), End::Code(0));
    nothing_came_of_it(&site);
}

#[test]
fn a_file_that_is_deleted_during_an_upload_is_not_published_wherever_the_daemon_dies() {
    for point in ["journal.plan.before", "journal.post.before"] {
        let (site, mut child) = uploading(&format!("{point}=kill@1"));
        delete(&site);
        site.open_gate();
        assert_eq!(child.end(), KILLED, "{point}: {}", child.said());
        nothing_came_of_it(&site);
    }
}

#[test]
fn a_file_that_breaks_during_an_upload_is_not_published() {
    let (site, mut child) = uploading("");
    fs::write(site.queue().join(POST), "+++\nat = never\n+++\nA notice.\n").unwrap();
    pass(&site, &mut child, 1);
    site.open_gate();
    pass(&site, &mut child, WHILE);
    assert_eq!(child.terminate(), End::Code(0));
    assert_eq!(site.stage.ledger(), [], "{}", child.said());
    assert!(site.queue().join(format!("{POST}.problem.txt")).exists());
}

const TEXT: &str = "+++\nto = [\"one\"]\nat = \"now\"\nlang = \"en\"\n+++\nA weekly reminder.\n";

/// Puts the reminder into the queue, written just now by the program's clock.
fn drop_reminder(site: &Site, name: &str) {
    let aside = site.path(name);
    fs::write(&aside, TEXT).unwrap();
    let now = SystemTime::from(site.minutes_from_now(0));
    File::options().append(true).open(&aside).unwrap().set_modified(now).unwrap();
    fs::rename(aside, site.queue().join(name)).unwrap();
}

/// A site on which the reminder went out once and was filed away.
fn reminded() -> Site {
    let site = Site::empty(&Account::named("mastodon"));
    let mut child = start(&site, "");
    drop_reminder(&site, POST);
    assert!(child.wait_for(|_| site.is_quiet()), "{}", child.said());
    assert_eq!(child.terminate(), End::Code(0));
    assert_eq!(site.stage.ledger().len(), 1);
    site
}

/// Lets the daemon run until the queue is empty, and judges how often the reminder went out.
fn goes_out(site: &Site, times: usize) {
    let mut child = start(site, "");
    let empty = |_: &[String]| fs::read_dir(site.queue()).unwrap().count() == 0;
    assert!(child.wait_for(empty), "{}", child.said());
    pass(site, &mut child, 2);
    assert_eq!(child.terminate(), End::Code(0));
    assert_eq!(site.stage.ledger().len(), times, "{}", child.said());
    let (_attention_if_late, said) = site.ask(&["status"]);
    assert!(said.contains("No delivery is open."), "{said}");
}

#[test]
fn a_reminder_that_is_dropped_again_goes_out_once_more_wherever_the_daemon_dies() {
    for faults in [
        "",
        "journal.take.before=kill@1",
        "journal.take.before=kill@2",
        "journal.post.before=kill@1",
    ] {
        let site = reminded();
        drop_reminder(&site, POST);
        if !faults.is_empty() {
            assert_eq!(start(&site, faults).end(), KILLED, "{faults}");
        }
        goes_out(&site, 2);
    }
}

#[test]
fn a_reminder_that_is_renamed_to_one_that_went_out_goes_out_once_wherever_the_daemon_dies() {
    for faults in ["", "journal.post.before=kill@1"] {
        let site = reminded();
        assert_eq!(site.ask(&["stop"]).0, 0);
        drop_reminder(&site, "another.md");
        let mut child = start(&site, "");
        child.wait_for_line("post was taken");
        assert_eq!(child.terminate(), End::Code(0));
        fs::rename(site.queue().join("another.md"), site.queue().join(POST)).unwrap();
        if !faults.is_empty() {
            assert_eq!(start(&site, faults).end(), KILLED, "{faults}");
        }
        assert_eq!(site.ask(&["start"]).0, 0);
        goes_out(&site, 2);
    }
}
