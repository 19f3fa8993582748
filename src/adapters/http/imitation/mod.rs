//! x
use crate::platform::mock::Imitation;
pub(super) fn of_kind(_kind: &str) -> Option<Box<dyn Imitation>> { None }
