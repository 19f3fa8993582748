//! What a project may ask in a day. Days begin at midnight in California.

use chrono::NaiveDate;
use chrono_tz::US::Pacific;

use super::intake::refused;
use crate::clock::Instant;
use crate::platform::mock::Reply;

/// The counters of a day.
#[derive(Debug)]
pub(super) struct Quotas {
    most_units: u32,
    most_uploads: u32,
    day: Option<NaiveDate>,
    units: u32,
    uploads: u32,
}

impl Quotas {
    pub(super) fn new(most_units: u32, most_uploads: u32) -> Self {
        Self { most_units, most_uploads, day: None, units: 0, uploads: 0 }
    }

    pub(super) fn spend(&mut self, units: u32, now: Instant) -> Result<(), Reply> {
        self.begin(now);
        self.units += units;
        if self.units > self.most_units { Err(exceeded()) } else { Ok(()) }
    }

    /// Uploads have a bucket of their own since June 2026.
    pub(super) fn upload(&mut self, now: Instant) -> Result<(), Reply> {
        self.begin(now);
        self.uploads += 1;
        if self.uploads > self.most_uploads { Err(exceeded()) } else { Ok(()) }
    }

    fn begin(&mut self, now: Instant) {
        let today = now.with_timezone(&Pacific).date_naive();
        if self.day != Some(today) {
            (self.day, self.units, self.uploads) = (Some(today), 0, 0);
        }
    }
}

fn exceeded() -> Reply {
    let message = "The request cannot be completed because you have exceeded your quota.";
    refused(403, "quotaExceeded", message)
}
