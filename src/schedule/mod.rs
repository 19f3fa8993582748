//! When posts go out: crontab lines, time zones and the firings they give, slots and the plan.

mod cron;
mod firings;
mod free;
mod line;
mod plan;
mod slots;
mod wall;
#[cfg(test)]
mod words_tests;
mod zone;

pub use cron::{CronError, CronField, CronLine, CronProblem};
pub use firings::{Firing, Firings};
pub use free::{Place, next_free};
pub use line::{Booked, LONGEST_LEAD, LaneView, Line, replan, too_late};
pub use plan::{Outlook, Planned, gap_before, plan};
pub use slots::{Slot, read_zone};
pub use wall::{FixedTimeError, resolve_exact, resolve_fixed};
pub use zone::{Zone, ZoneError, tzdata_version};
