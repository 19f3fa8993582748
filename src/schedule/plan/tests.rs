//! The plan of one lane.
