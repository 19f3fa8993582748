//! The firings of a crontab line in a zone, in order and each once, whatever the clocks do.
//!
//! The line is walked on wall times, and each wall time is then given its instant. Wall times
//! in a gap all fire at its end, so only the first of them does; wall times in an overlap fire
//! at its first run, so a line that fires every few minutes rests during the second.

use chrono::{DateTime, NaiveDateTime};

use super::cron::CronLine;
use super::wall::first_instant;
use super::zone::Zone;
use crate::clock::{self, Instant};

/// The start of 2101 in microseconds: nothing fires as late, and any zone's clock can show it.
const END_MICROS: i64 = 4_133_980_800_000_000;

/// One time at which a crontab line fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firing {
    /// The local time that the line asks for. It names the firing for ever, also where the
    /// zone's clock skips it.
    pub nominal: NaiveDateTime,
    /// The instant at which it fires.
    pub at: Instant,
}

/// The firings of a line, both their instants and their nominal times strictly rising.
///
/// It ends with the year 2099.
#[derive(Debug, Clone)]
pub struct Firings<'a> {
    line: &'a CronLine,
    zone: Zone,
    wall: NaiveDateTime,
    last: Instant,
}

impl CronLine {
    /// The firings strictly after `instant`, from 1970 on.
    #[must_use]
    pub fn firings_after(&self, zone: Zone, instant: Instant) -> Firings<'_> {
        // Wall times up to the one shown at `instant` have fired by then, since each takes its
        // first instant; later ones need a look, because a repeated hour shows them early.
        let shown = instant.clamp(DateTime::UNIX_EPOCH, clock::from_micros(END_MICROS));
        Firings { line: self, zone, wall: zone.local(shown).naive_local(), last: instant }
    }

    /// The first firing strictly after `instant`.
    #[must_use]
    pub fn next_after(&self, zone: Zone, instant: Instant) -> Option<Firing> {
        self.firings_after(zone, instant).next()
    }
}

impl Iterator for Firings<'_> {
    type Item = Firing;

    fn next(&mut self) -> Option<Firing> {
        loop {
            let nominal = self.line.next_wall(self.wall)?;
            self.wall = nominal;
            let at = first_instant(nominal, self.zone)?;
            if at > self.last {
                self.last = at;
                return Some(Firing { nominal, at });
            }
        }
    }
}

#[cfg(test)]
mod clock_cases;
#[cfg(test)]
mod tests;
