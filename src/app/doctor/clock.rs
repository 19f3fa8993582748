//! Whether the clock is right, and where times are meant.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{Line, Topic};
use crate::app::health::{clock_behind, contradiction};
use crate::clock::Instant;
use crate::verdict::Reason;

/// What the service that sets the clock leaves behind once it has (systemd-timesyncd.service(8)).
const SYNCED: &str = "/run/systemd/timesync/synchronized";

/// What was found.
#[derive(Debug)]
pub(super) struct ClockFacts {
    pub(super) now: Instant,
    /// An instant that has surely passed.
    pub(super) passed: Option<Instant>,
    /// Whether the kernel says that something keeps the clock right; none where it cannot be asked.
    pub(super) synced: Option<bool>,
    /// What the platforms' answers say, where they were asked.
    pub(super) platforms: Option<Platforms>,
    /// The zone of the config, and what its clocks show.
    pub(super) zone: String,
    pub(super) shown: String,
}

/// What the platforms' clocks say of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platforms {
    /// None of them told its time.
    Silent,
    /// They agree with it.
    Agree,
    /// It is ahead of all of them by so much.
    Ahead(chrono::Duration),
}

/// Whether the kernel's clock is kept right, as systemd reads it there (timedatectl(1),
/// `NTPSynchronized`: adjtimex(2) without `STA_UNSYNC`).
pub(super) fn synced() -> Option<bool> {
    let asked = Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let said = asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    match said.as_deref() {
        Ok("yes") => Some(true),
        Ok("no") => Some(false),
        _ => Path::new(SYNCED).exists().then_some(true),
    }
}

impl ClockFacts {
    pub(super) fn lines(&self) -> Vec<Line> {
        let behind = clock_behind(self.now, self.passed.unwrap_or(Instant::MIN_UTC));
        let ahead = match self.platforms {
            Some(Platforms::Ahead(by)) => Some(contradiction(self.now, by)),
            _ => None,
        };
        let wrong = behind.or(ahead).map(|reason| Line::needs_you(Topic::Clock, reason));
        let agree = (self.platforms == Some(Platforms::Agree) && wrong.is_none())
            .then(|| Line::good(Topic::Clock, Reason::new("doctor-clock-agrees")));
        let synced = match self.synced {
            Some(true) => Line::good(Topic::Clock, Reason::new("doctor-clock-kept")),
            Some(false) => Line::needs_you(Topic::Clock, Reason::new("doctor-clock-not-kept")),
            None => Line::cannot_tell(Topic::Clock, Reason::new("doctor-clock-unseen")),
        };
        let zone = Reason::new("doctor-zone").with("zone", self.zone.as_str());
        let zone = Line::good(Topic::Clock, zone.with("now", self.shown.as_str()));
        wrong.into_iter().chain(agree).chain([synced, zone]).collect()
    }
}
