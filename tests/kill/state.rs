//! The state folder: a second daemon, a disk that is full or read-only, a database that is
//! damaged or gone.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use dakiya::clock::{Clock as _, SystemClock};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rustix::process::Signal;

use super::accounts::Account;
use super::cases::{all, restarted, run_to_end};
use super::child::{Child, End};
use super::site::{POST, Site};
use super::verdict::judge;

/// The user and group that own nothing.
const NOBODY: u32 = 65_534;

fn site() -> Site {
    Site::new(&Account::named("mastodon"))
}

fn started(site: &Site) -> Child {
    let mut child = site.run("");
    child.wait_for_line("dakiya is running");
    child
}

#[test]
fn a_second_daemon_is_refused_within_a_second() {
    let site = site();
    let mut child = started(&site);
    let refused = || {
        let before = SystemClock.uptime();
        let (code, said) = site.ask(&["run"]);
        assert_eq!(code, 5, "{said}");
        assert!(said.contains("Another dakiya is running"), "{said}");
        SystemClock.uptime() - before
    };
    let quickest = (0..3).map(|_| refused()).min().unwrap();
    assert!(quickest.as_secs() < 1, "{quickest:?}");
    assert!(child.wait_for(|_| site.is_quiet()));
    child.terminate();
    judge(&site).unwrap();
}

#[test]
fn a_second_state_on_the_same_posts_is_refused() {
    let site = site();
    run_to_end(&site, "").unwrap();
    site.write_post("Another notice.");
    let mut stranger = site.command(&["run"], "");
    stranger.env("DAKIYA_STATE", site.path("other"));
    let mut child = Child::start(stranger);
    assert_eq!(child.end(), End::Code(4), "{}", child.said());
    assert!(child.said().contains("owner-stranger"), "{}", child.said());
    assert_eq!(site.stage.ledger().len(), 3);
}

#[test]
fn a_read_only_state_folder_sends_nothing() {
    let site = site();
    fs::create_dir_all(site.state()).unwrap();
    give_away(&site);
    fs::set_permissions(site.state(), fs::Permissions::from_mode(0o500)).unwrap();
    refused_as_nobody(&site);
    fs::set_permissions(site.state(), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(as_nobody(&site, "dakiya is running"), End::Code(0));
    site.stage.ledger().clear();
    for entry in fs::read_dir(site.state()).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o400)).unwrap();
        }
    }
    fs::set_permissions(site.state(), fs::Permissions::from_mode(0o500)).unwrap();
    refused_as_nobody(&site);
}

fn refused_as_nobody(site: &Site) {
    let before = site.stage.ledger();
    let mut child = Child::start(nobodys(site));
    assert_eq!(child.end(), End::Code(5), "{}", child.said());
    assert_eq!(site.stage.ledger(), before);
}

fn as_nobody(site: &Site, line: &str) -> End {
    let mut child = Child::start(nobodys(site));
    child.wait_for_line(line);
    child.terminate()
}

/// Permissions hold nobody up who is root, so root runs it as somebody else.
fn nobodys(site: &Site) -> Command {
    let mut command = site.command(&["run"], "");
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn give_away(site: &Site) {
    if rustix::process::geteuid().is_root() {
        let folder = site.path("");
        let given = Command::new("chown").arg("-R").arg(NOBODY.to_string()).arg(folder).status();
        assert!(given.unwrap().success());
    }
}

#[test]
fn a_disk_that_stays_full_stops_all_sending_until_there_is_room() {
    let cases: Vec<_> =
        (3..24).step_by(2).map(|n| format!("journal.commit.before=error@{n}+")).collect();
    all(&cases, |faults| {
        let site = site();
        let mut child = site.run(faults);
        child.wait_for(|lines| {
            site.is_quiet() || lines.iter().any(|line| line.contains("injected fault"))
        });
        let later = site.minutes_from_now(1);
        child.wait_for(|_| site.is_past(later));
        let sent = site.stage.ledger().len();
        let later = site.minutes_from_now(1);
        child.wait_for(|_| site.is_past(later));
        if site.stage.ledger().len() != sent {
            return Err("it goes on sending".into());
        }
        child.terminate();
        restarted(&site)
    });
}

#[test]
fn a_really_full_disk_loses_nothing_and_doubles_nothing() {
    let site = site();
    fs::create_dir_all(site.state()).unwrap();
    let Some(_disk) = SmallDisk::mount(&site.state(), "1m") else {
        println!("skipped: no disk can be mounted here");
        return;
    };
    let filler = site.state().join("filler");
    fs::write(&filler, vec![0; 900 << 10]).unwrap();
    let mut child = site.run("");
    let later = site.minutes_from_now(2);
    child.wait_for(|_| site.is_past(later));
    child.terminate();
    assert!(child.said().to_lowercase().contains("full"), "{}", child.said());
    fs::remove_file(filler).unwrap();
    if let Err(wrong) = restarted(&site) {
        panic!("{wrong}: {}", site.ask(&["run"]).1);
    }
}

#[test]
fn a_disk_that_becomes_full_under_a_request_costs_no_answer() {
    let mut site = Site::new(&Account::named("slack"));
    site.keep_answers_back();
    fs::create_dir_all(site.state()).unwrap();
    let Some(_disk) = SmallDisk::mount(&site.state(), "24m") else {
        println!("skipped: no disk can be mounted here");
        return;
    };
    let mut child = site.run("");
    let laid = || fs::metadata(site.state().join("ballast")).is_ok_and(|it| it.len() == 16 << 20);
    assert!(child.wait_for(|_| laid() && site.stage.ledger().len() == 1), "{}", child.said());
    let filler = site.state().join("filler");
    fill(&filler);
    site.open_gate();
    child.wait_for_line("the ballast made way");
    assert!(child.wait_for(|_| !site.outcomes().is_empty()), "{}", child.said());
    child.signal(Signal::KILL);
    child.end();
    fs::remove_file(filler).unwrap();
    restarted(&site).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(site.outcomes(), ["published"], "nobody has to be asked");
}

/// Writes into `path` until nothing more goes on its disk.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
}

/// A disk of some MiB, unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one of `size` at `path`, where that is possible here.
    fn mount(path: &Path, size: &str) -> Option<Self> {
        let mut mount = Command::new("mount");
        let options = format!("size={size},mode=700");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(path);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(path.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Everything was published, and the file comes back: only the journal knows that it went out.
fn published_and_back() -> Site {
    let site = site();
    run_to_end(&site, "").unwrap();
    judge(&site).unwrap();
    site.write_post(&site.account.text());
    site
}

/// Runs the program until it has seen the file, whatever it makes of it.
fn start_and_look(site: &Site) -> (End, String) {
    const SEEN: [&str; 3] = ["post was taken", "post-has-ended", "post is done"];
    let mut child = site.run("");
    let seen = |line: &String| SEEN.iter().any(|seen| line.contains(seen));
    child.wait_for(|lines| lines.iter().any(seen));
    (child.terminate(), child.said())
}

#[test]
fn a_published_post_that_comes_back_is_not_sent_again() {
    let site = published_and_back();
    let (end, said) = start_and_look(&site);
    assert_eq!(end, End::Code(0));
    assert!(said.contains("post-has-ended"), "a note says why: {said}");
    assert_eq!(site.stage.ledger().len(), 3);
}

/// A post for the minute after next, taken in by a daemon that was then ended.
fn taken_and_ended() -> (Site, chrono::DateTime<chrono::Utc>) {
    let site = Site::empty(&Account::named("mastodon"));
    let due = site.minutes_from_now(2);
    let here = chrono::FixedOffset::east_opt(19_800).unwrap();
    let at = due.with_timezone(&here).format("at = \"%Y-%m-%d %H:%M\"").to_string();
    site.write_post_for(&at, &site.account.text());
    let mut child = started(&site);
    child.wait_for_line("post was taken");
    assert_eq!(child.terminate(), End::Code(0));
    assert_eq!(site.stage.ledger().len(), 0, "it was due too soon for this test");
    (site, due)
}

#[test]
fn a_post_that_was_deleted_while_nobody_watched_is_never_sent() {
    let (site, due) = taken_and_ended();
    fs::remove_file(site.queue().join(POST)).unwrap();
    site.wait_until(due);
    let mut child = started(&site);
    let later = due + chrono::Duration::minutes(2);
    child.wait_for(|_| site.is_past(later));
    child.terminate();
    assert_eq!(site.stage.ledger(), []);
}

#[test]
fn a_post_that_was_edited_while_nobody_watched_goes_out_as_it_is_now() {
    let (site, due) = taken_and_ended();
    site.wait_until(due);
    site.write_post("What it says now.");
    let mut child = started(&site);
    assert!(child.wait_for(|_| site.is_quiet()), "{}", child.said());
    child.terminate();
    let texts: Vec<_> = site.stage.ledger().into_iter().map(|public| public.text).collect();
    assert_eq!(texts, ["What it says now."]);
}

#[test]
fn a_lost_database_is_refused_and_never_begun_anew() {
    let site = published_and_back();
    for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
        let _absent = fs::remove_file(site.state().join(name));
    }
    let (end, said) = start_and_look(&site);
    assert_eq!(end, End::Code(5), "{said}");
    assert!(said.contains("it was here before"), "{said}");
    for command in [["status"], ["stop"], ["start"]] {
        let (code, said) = site.ask(&command);
        assert_eq!(code, 5, "{said}");
    }
    fs::write(site.state().join("journal.db"), "").unwrap();
    assert_eq!(start_and_look(&site).0, End::Code(5));
    assert_eq!(site.stage.ledger().len(), 3);
    assert!(site.queue().join(POST).exists());
}

#[test]
fn a_damaged_database_never_starts_empty() {
    let site = published_and_back();
    let path = site.state().join("journal.db");
    let whole = fs::read(&path).unwrap();
    let seed = rand::random();
    println!("seed {seed}");
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let pages = (0..whole.len()).step_by(4096);
    let edges = pages.take(8).chain([18, 24, 28, 100]);
    let anywhere: Vec<_> = (0..20).map(|_| random.random_range(0..whole.len())).collect();
    for at in edges.chain(anywhere) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << random.random_range(0..8);
        fs::write(&path, &flipped).unwrap();
        for beside in ["journal.db-wal", "journal.db-shm"] {
            let _absent = fs::remove_file(site.state().join(beside));
        }
        let (end, said) = start_and_look(&site);
        assert!(matches!(end, End::Code(0 | 5)), "byte {at}: {end:?}: {said}");
        assert_eq!(site.stage.ledger().len(), 3, "byte {at}: {said}");
    }
}
