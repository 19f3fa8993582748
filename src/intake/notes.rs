//! x
/// How the name of a note beside a post ends that could not be understood.
pub(super) const PROBLEM_ENDING: &str = ".problem.txt";

/// How the name of a receipt beside a finished post ends.
pub(super) const RECEIPT_ENDING: &str = ".receipt.toml";
