//! When posts go out: crontab lines, time zones and the firings they give.

mod cron;
mod firings;
mod wall;
#[cfg(test)]
mod words_tests;
mod zone;

pub use cron::{CronError, CronField, CronLine, CronProblem};
pub use firings::{Firing, Firings};
pub use wall::{FixedTimeError, resolve_exact, resolve_fixed};
pub use zone::{Zone, ZoneError, tzdata_version};
