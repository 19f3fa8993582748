//! Writing the receipt of a post anew that was filed away earlier.

use std::io::{
    self,
    ErrorKind::{NotADirectory, NotFound},
};

use chrono::NaiveDate;

use super::super::notes::{RECEIPT_ENDING, beside, read_small, write_whole};
use super::super::{Folder, IntakeConfig};
use super::place::names;
use crate::fault;

/// The receipt of a post that was filed away and says something else by now.
#[derive(Debug, Clone, Copy)]
pub struct Amendment<'a> {
    /// The path of the post below the queue.
    pub name: &'a str,
    /// The day on which it ended, as when it was filed away.
    pub day: NaiveDate,
    /// What its receipt says now.
    pub receipt: &'a str,
}

/// Writes a receipt anew where it lies, which is the one that `is_its` knows; false where people
/// have moved it away. Doing it again changes nothing.
///
/// # Errors
/// Where the disk fails or the folder may not be written.
pub fn amend(
    config: &IntakeConfig,
    amendment: &Amendment<'_>,
    is_its: impl Fn(&str) -> bool,
) -> io::Result<bool> {
    let month = amendment.day.format("%Y-%m").to_string();
    for done in [&config.published, &config.failed] {
        let month = match Folder::open(&done.join(&month)) {
            Ok(month) => month,
            Err(error) if matches!(error.kind(), NotFound | NotADirectory) => continue,
            Err(error) => return Err(error),
        };
        if let Some(name) = find(&month, amendment.name, &is_its)? {
            fault::point("receipt.write.before")?;
            write_whole(month.handle(), &name, amendment.receipt)?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn find(month: &Folder, post: &str, is_its: impl Fn(&str) -> bool) -> io::Result<Option<String>> {
    for name in names(post) {
        let receipt = beside(&name, RECEIPT_ENDING);
        let text = read_small(month.handle(), &receipt)?.and_then(|it| String::from_utf8(it).ok());
        if text.is_some_and(|text| is_its(&text)) {
            return Ok(Some(receipt));
        }
    }
    Ok(None)
}
