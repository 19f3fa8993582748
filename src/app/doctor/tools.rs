//! What makes pictures and films over.

use super::{Line, Topic};
use crate::media::Tools;
use crate::verdict::Reason;

/// What was found.
pub(super) type ToolFacts = Tools;

impl Tools {
    pub(super) fn lines(&self) -> Vec<Line> {
        let helper = match &self.helper {
            Ok(()) => Line::good(Topic::Tools, Reason::new("doctor-helper-works")),
            Err(detail) => {
                let reason = Reason::new("doctor-helper-fails").with("detail", detail.as_str());
                Line::needs_you(Topic::Tools, reason)
            }
        };
        let confined = self.confined.map(|confined| match confined {
            true => Line::good(Topic::Tools, Reason::new("doctor-helper-confined")),
            false => Line::cannot_tell(Topic::Tools, Reason::new("doctor-helper-not-confined")),
        });
        let ffmpeg = match &self.ffmpeg {
            Some(version) => {
                let reason = Reason::new("doctor-ffmpeg-good").with("version", version.as_str());
                Line::good(Topic::Tools, reason)
            }
            None => Line::cannot_tell(Topic::Tools, Reason::new("doctor-ffmpeg-missing")),
        };
        [helper].into_iter().chain(confined).chain([ffmpeg]).collect()
    }
}
