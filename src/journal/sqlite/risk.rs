//! What may just be killing the program: a small file beside the database, which outlives the
//! process although it is never flushed.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::folder::{disk, private};
use crate::delivery::DeliveryId;
use crate::journal::Result;

const NAME: &str = "at-work";

/// One page: it is written as a whole, and room for more than are ever at work at once.
const SIZE: usize = 4_096;

/// The file, and what it says.
#[derive(Debug)]
pub(super) struct Risks {
    file: File,
    known: Mutex<BTreeSet<DeliveryId>>,
}

impl Risks {
    /// Opens the file in `folder`, which says what was at risk when the last daemon ended.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let opened = || -> io::Result<Self> {
            let mut options = private();
            let file = options.read(true).write(true).create(true).truncate(false).open(&path)?;
            let known = Mutex::new(read(&file)?);
            Ok(Self { file, known })
        };
        opened().map_err(|error| disk("open", &path, &error))
    }

    pub(super) fn all(&self) -> BTreeSet<DeliveryId> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes that a delivery is at risk, or is not any more. Where that fails, its crashes are not
    /// counted, which must not keep it from going out.
    pub(super) fn note(&self, delivery: DeliveryId, at_risk: bool) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = if at_risk { known.insert(delivery) } else { known.remove(&delivery) };
        if changed {
            let _unnoted = self.file.write_all_at(&page(&known), 0);
        }
    }
}

/// The numbers in a line, filled up with blanks; those that have no room are left out.
fn page(known: &BTreeSet<DeliveryId>) -> Vec<u8> {
    let mut line = String::with_capacity(SIZE);
    for number in known.iter().map(|id| format!("{id} ")) {
        if line.len() + number.len() < SIZE {
            line.push_str(&number);
        }
    }
    format!("{line:<width$}\n", width = SIZE - 1).into_bytes()
}

fn read(file: &File) -> io::Result<BTreeSet<DeliveryId>> {
    let mut bytes = Vec::new();
    file.take(SIZE as u64).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text
        .split_whitespace()
        .filter_map(|number| Some(DeliveryId(number.parse().ok()?)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_left_out_and_what_cannot_be_read_counts_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let many: BTreeSet<_> = (1_000_000..1_001_000).map(DeliveryId).collect();
        assert_eq!(page(&many).len(), SIZE);
        std::fs::write(folder.path().join(NAME), page(&many)).unwrap();
        let risks = Risks::open(folder.path()).unwrap();
        let all = risks.all();
        assert!(all.len() > 500 && all.is_subset(&many), "{}", all.len());
        std::fs::write(folder.path().join(NAME), b"7 \xff\x00 8\n").unwrap();
        let known = Risks::open(folder.path()).unwrap().all();
        assert_eq!(known, BTreeSet::from([DeliveryId(7), DeliveryId(8)]));
    }
}
