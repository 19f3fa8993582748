//! `state/outcomes.jsonl`: every outcome as one JSON line, chained by hashes.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::event::Outcome;
use crate::journal::{Result as JournalResult, SharedJournal};

/// How many outcomes are copied at once.
const BATCH: usize = 500;

/// The name of the file in the state folder.
pub const OUTCOMES_FILE: &str = "outcomes.jsonl";

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// SHA-256 over the hash before it and the outcome's JSON, in hexadecimal.
    pub hash: String,
    /// The outcome.
    pub outcome: Outcome,
}

/// The file, always a copy of the journal's beginning; a lost or cut file is written anew.
#[derive(Debug)]
pub struct OutcomesFile {
    file: File,
    last: i64,
}

impl OutcomesFile {
    /// Opens the file in the state folder `folder`. A last line that a crash cut off is removed;
    /// the journal has it whole.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(OUTCOMES_FILE);
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        let (last, end) = last_whole_line(&file)?;
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        Ok(Self { file, last })
    }

    /// Copies what the journal has beyond the file.
    ///
    /// # Errors
    /// Where the journal fails (outer) or the disk does (inner); nothing is lost, as the next
    /// call goes on from the last whole line.
    pub async fn catch_up(&mut self, journal: &SharedJournal) -> JournalResult<io::Result<()>> {
        loop {
            let rows = journal.outcomes(self.last, BATCH).await?;
            if rows.is_empty() {
                return Ok(Ok(()));
            }
            if let Err(error) = self.append(rows) {
                return Ok(Err(error));
            }
        }
    }

    fn append(&mut self, rows: Vec<(i64, Outcome, String)>) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut last = self.last;
        for (seq, outcome, hash) in rows {
            serde_json::to_writer(&mut bytes, &Line { seq, hash, outcome })?;
            bytes.push(b'\n');
            last = seq;
        }
        crate::fault::point("outcomes.append.before")?;
        let start = self.file.stream_position()?;
        let written = self.file.write_all(&bytes);
        let written = written.and_then(|()| crate::fault::point("outcomes.sync.before"));
        let written = written.and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // A half line must not stay before the whole one that comes at the next try.
            self.file.set_len(start)?;
            self.file.seek(SeekFrom::Start(start))?;
            return Err(error);
        }
        self.last = last;
        Ok(())
    }
}

/// The number of the last line that can be read, and where it ends.
fn last_whole_line(file: &File) -> io::Result<(i64, u64)> {
    let mut reader = BufReader::new(file);
    let (mut last, mut end) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        let parsed: Option<Line> = serde_json::from_slice(&line).ok();
        match parsed {
            Some(parsed) if line.ends_with(b"\n") && parsed.seq == last + 1 => {
                last = parsed.seq;
                end += read as u64;
            }
            _ => return Ok((last, end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::DeliveryId;
    use crate::journal::{Change, Epoch, Instance, Journal as _, MemoryJournal, chain};
    use crate::post::PostId;
    use std::sync::Arc;

    fn outcome(number: i64) -> Outcome {
        Outcome {
            at: crate::clock::from_micros(number),
            delivery: DeliveryId(number),
            post: PostId(1),
            name: "सूचना.md".into(),
            account: "toot".parse().unwrap(),
            state: "published".into(),
            due: None,
            why: None,
            parts: 1,
            receipts: Vec::new(),
        }
    }

    async fn journal() -> (SharedJournal, Epoch) {
        let journal = MemoryJournal::new();
        let instance = Instance {
            started: crate::clock::from_micros(0),
            boot_id: String::new(),
            machine_id: String::new(),
            pid: 1,
            version: String::new(),
            ended: None,
        };
        let epoch = journal.begin(instance).await.unwrap().epoch;
        (Arc::new(journal), epoch)
    }

    fn lines(folder: &Path) -> Vec<Line> {
        let text = std::fs::read_to_string(folder.join(OUTCOMES_FILE)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[tokio::test]
    async fn a_cut_last_line_is_written_again_and_the_chain_holds() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, epoch) = journal().await;
        for number in 1..=3 {
            journal.commit(epoch, vec![Change::Outcome(outcome(number))]).await.unwrap();
        }
        OutcomesFile::open(folder.path()).unwrap().catch_up(&journal).await.unwrap().unwrap();
        let path = folder.path().join(OUTCOMES_FILE);
        let whole = std::fs::read(&path).unwrap();
        for cut in [whole.len() - 1, whole.len() - 40, 10, 0] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let mut file = OutcomesFile::open(folder.path()).unwrap();
            file.catch_up(&journal).await.unwrap().unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), whole, "cut at {cut}");
        }
        let rows: Vec<_> =
            lines(folder.path()).into_iter().map(|l| (l.seq, l.outcome, l.hash)).collect();
        assert!(chain::verify(chain::Head::EMPTY, &rows).is_ok());
    }
}
