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
    /// The number and the hash of the last line.
    last: Option<(i64, String)>,
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
        let (mut last, mut end) = (None, 0);
        each_line(&file, |line, at| (last, end) = (Some((line.seq, line.hash)), at))?;
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        Ok(Self { file, last })
    }

    /// The number of its last line; 0 where it is empty.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.last.as_ref().map_or(0, |(seq, _)| *seq)
    }

    /// The lines that the journal does not have, or has otherwise, because it was put back to an
    /// older copy since they were written.
    ///
    /// # Errors
    /// Where the journal fails (outer) or the file cannot be read (inner).
    pub async fn beyond(&self, journal: &SharedJournal) -> JournalResult<io::Result<Vec<Line>>> {
        let Some((last, hash)) = &self.last else { return Ok(Ok(Vec::new())) };
        let known = journal.outcomes(last - 1, 1).await?;
        if known.first().is_some_and(|(_, _, known)| known == hash) {
            return Ok(Ok(Vec::new()));
        }
        let mut lines = match self.lines() {
            Ok(lines) => lines,
            Err(error) => return Ok(Err(error)),
        };
        let shared = shared(&lines, journal).await?;
        Ok(Ok(lines.drain(shared..).map(|(line, _)| line).collect()))
    }

    /// Drops the last `count` lines.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn cut_back(&mut self, count: usize) -> io::Result<()> {
        let lines = self.lines()?;
        let last = lines.len().checked_sub(count + 1).and_then(|at| lines.get(at));
        let end = last.map_or(0, |(_, end)| *end);
        self.last = last.map(|(line, _)| (line.seq, line.hash.clone()));
        self.file.set_len(end)?;
        self.file.seek(SeekFrom::Start(end))?;
        self.file.sync_data()
    }

    /// All lines, each with where it ends.
    fn lines(&self) -> io::Result<Vec<(Line, u64)>> {
        let mut lines = Vec::new();
        each_line(&self.file, |line, end| lines.push((line, end)))?;
        Ok(lines)
    }

    /// Copies what the journal has beyond the file.
    ///
    /// # Errors
    /// Where the journal fails (outer) or the disk does (inner); nothing is lost, as the next
    /// call goes on from the last whole line.
    pub async fn catch_up(&mut self, journal: &SharedJournal) -> JournalResult<io::Result<()>> {
        loop {
            let rows = journal.outcomes(self.last(), BATCH).await?;
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
        let mut last = self.last.clone();
        for (seq, outcome, hash) in rows {
            last = Some((seq, hash.clone()));
            serde_json::to_writer(&mut bytes, &Line { seq, hash, outcome })?;
            bytes.push(b'\n');
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

/// How many of the lines the journal has, too.
async fn shared(lines: &[(Line, u64)], journal: &SharedJournal) -> JournalResult<usize> {
    let mut shared = 0;
    while shared < lines.len() {
        let after = i64::try_from(shared).unwrap_or(i64::MAX);
        let known = journal.outcomes(after, BATCH).await?;
        let same = lines[shared..].iter().zip(&known);
        let same = same.take_while(|((line, _), (_, _, hash))| line.hash == *hash).count();
        shared += same;
        if same < BATCH {
            break;
        }
    }
    Ok(shared)
}

/// Gives every line up to the first that cannot be read, with where it ends.
fn each_line(mut file: &File, mut give: impl FnMut(Line, u64)) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let (mut seq, mut end) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        end += reader.read_until(b'\n', &mut line)? as u64;
        let parsed: Option<Line> = serde_json::from_slice(&line).ok();
        match parsed {
            Some(parsed) if line.ends_with(b"\n") && parsed.seq == seq + 1 => {
                seq = parsed.seq;
                give(parsed, end);
            }
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::DeliveryId;
    use crate::journal::contract::samples::instance;
    use crate::journal::{Change, Epoch, Journal as _, MemoryJournal, chain};
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
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
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

    #[tokio::test]
    async fn lines_that_a_restored_journal_does_not_have_are_found_and_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, epoch) = journal().await;
        for number in 1..=3 {
            journal.commit(epoch, vec![Change::Outcome(outcome(number))]).await.unwrap();
        }
        OutcomesFile::open(folder.path()).unwrap().catch_up(&journal).await.unwrap().unwrap();
        let beyond = OutcomesFile::open(folder.path()).unwrap().beyond(&journal).await.unwrap();
        assert_eq!(beyond.unwrap(), []);

        let (older, epoch) = self::journal().await;
        older.commit(epoch, vec![Change::Outcome(outcome(1))]).await.unwrap();
        let mut file = OutcomesFile::open(folder.path()).unwrap();
        let beyond = file.beyond(&older).await.unwrap().unwrap();
        assert_eq!(beyond.iter().map(|line| line.seq).collect::<Vec<_>>(), [2, 3]);

        // What it writes from then on is otherwise, from the second line on.
        older.commit(epoch, vec![Change::Outcome(outcome(9))]).await.unwrap();
        let beyond = file.beyond(&older).await.unwrap().unwrap();
        assert_eq!(beyond.iter().map(|line| line.seq).collect::<Vec<_>>(), [2, 3]);
        file.cut_back(2).unwrap();
        file.catch_up(&older).await.unwrap().unwrap();
        let copied = lines(folder.path());
        assert_eq!(copied.iter().map(|line| line.outcome.delivery.0).collect::<Vec<_>>(), [1, 9]);
    }
}
