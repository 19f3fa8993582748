//! What people are told, and in which words.

mod log;
mod outcomes;
mod receipt;
mod start;
mod words;

pub use log::{log, log_again};
pub use outcomes::{Line, OUTCOMES_FILE, OutcomesFile};
pub use receipt::{ReceiptRow, is_receipt_of_same, receipt, receipt_rows};
pub use start::{LogStyle, start_log};
pub use words::{Said, Words};
