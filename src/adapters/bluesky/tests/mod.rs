//! The adapter against its imitation.

pub(super) mod shared;
