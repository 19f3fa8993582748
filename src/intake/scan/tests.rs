use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{FixedOffset, TimeZone as _};
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, utimensat};

use super::*;
use crate::intake::read_post;
use crate::media::samples::{film, jpeg, png};

mod files;
mod folders;
mod hostile;
mod media;

/// A queue in a folder of its own, looked at in simulated time.
struct Bench {
    dir: tempfile::TempDir,
    scanner: Scanner,
    seconds: u64,
    posts: i64,
}

/// India, without asking any database of zones.
fn india() -> LocalTime {
    Arc::new(|wall| {
        let zone = FixedOffset::east_opt(19_800).unwrap();
        Ok(zone.from_local_datetime(&wall).unwrap().to_utc())
    })
}

fn scanner(dir: &tempfile::TempDir, known: Vec<FileEntry>) -> Scanner {
    let config = IntakeConfig { queue: dir.path().join("queue"), ..IntakeConfig::default() };
    let mut scanner = Scanner::new(config, Blobs::new(dir.path().join("blobs")), india());
    scanner.learn(&known);
    scanner
}

fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("queue")).unwrap();
    let scanner = scanner(&dir, Vec::new());
    Bench { dir, scanner, seconds: 0, posts: 0 }
}

fn text(at: u64) -> String {
    format!("+++\nlang = \"hi\"\n+++\nसूचना {at}\n")
}

impl Bench {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("queue").join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// Moves the file's time on, as a write does; the clock of the filesystem is too coarse
    /// for two writes in one test.
    fn touch(&self, name: &str, seconds: i64) {
        let time = Timespec { tv_sec: 4_000_000_000 + seconds, tv_nsec: 0 };
        let times = Timestamps { last_access: time, last_modification: time };
        utimensat(CWD, self.path(name), &times, AtFlags::empty()).unwrap();
    }

    fn now(&self) -> Instant {
        let start: Instant = "2026-11-25T00:00:00Z".parse().unwrap();
        start + chrono::Duration::seconds(i64::try_from(self.seconds).unwrap())
    }

    fn uptime(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// A look at everything after so many seconds, with nothing confirmed.
    fn peek(&mut self, seconds: u64) -> Vec<Seen> {
        self.seconds += seconds;
        self.scanner.scan(self.now(), self.uptime()).unwrap()
    }

    /// The same, with everything confirmed as the journal would.
    fn look(&mut self, seconds: u64) -> Vec<Seen> {
        let seen = self.peek(seconds);
        self.confirm(&seen);
        self.no_busy_waiting(&seen);
        seen
    }

    /// A look at these names only.
    fn glance(&mut self, seconds: u64, names: &[&str]) -> Vec<Seen> {
        self.seconds += seconds;
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let seen = self.scanner.look_at(&names, self.now(), self.uptime()).unwrap();
        self.confirm(&seen);
        self.no_busy_waiting(&seen);
        seen
    }

    /// After a look, nothing is due at once unless there was too much for one look.
    fn no_busy_waiting(&self, seen: &[Seen]) {
        if let Some(next) = self.scanner.next_look() {
            assert!(next > self.uptime() || seen.len() >= MOST_AT_ONCE, "{next:?} after {seen:?}");
        }
    }

    fn confirm(&mut self, seen: &[Seen]) {
        for seen in seen {
            self.posts += 1;
            self.scanner.confirm(seen, Some(PostId(self.posts)));
        }
    }

    /// What is told when all that lies there has rested.
    fn settled(&mut self) -> Vec<Seen> {
        self.look(0);
        self.look(5)
    }

    /// The scanner of the next start, which knows what the journal remembers.
    fn restart(&mut self, seen: &[Seen]) {
        let changes = seen.iter().flat_map(|seen| seen.changes(Some(PostId(1))));
        let mut known = Vec::new();
        for change in changes {
            match change {
                Change::File(entry) => known.push(entry),
                Change::FileGone { name } => known.retain(|entry| entry.name != name),
                _ => {}
            }
        }
        self.scanner = scanner(&self.dir, known);
    }
}

/// What was told, one line each.
fn lines(seen: &[Seen]) -> Vec<String> {
    seen.iter().map(line).collect()
}

fn line(seen: &Seen) -> String {
    match seen {
        Seen::Taken(new) => format!("taken {}", new.post.name),
        Seen::Changed { new, .. } => format!("changed {}", new.post.name),
        Seen::Touched { new, .. } => format!("touched {}", new.post.name),
        Seen::Renamed { from, to, .. } => format!("renamed {from} {}", to.post.name),
        Seen::Problem { name, findings, .. } => {
            let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
            format!("problem {name} {}", ids.join(" "))
        }
        Seen::WaitingForMedia { name, missing, .. } => {
            format!("waiting {name} {}", missing.join(" "))
        }
        Seen::Mended { name } => format!("mended {name}"),
        Seen::Gone { name, .. } => format!("gone {name}"),
        Seen::AllGone { posts } => format!("all gone {}", posts.len()),
    }
}

fn nothing() -> [String; 0] {
    []
}
