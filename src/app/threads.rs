//! Threads of which a part is public and others are still to come. Only the journal knows of them,
//! and neither `outcomes.jsonl` nor any receipt; so they are noted in a file of their own, for the
//! case that the journal has to be put back to an older copy.

use std::cmp::Ordering;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::UnboundedReceiver;
use tracing::error;

use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{Delivery, HeldAt, Receipt, State};
use crate::event::{Happening, Outcome, What};
use crate::journal::Brief;

/// The file in the state folder.
const FILE: &str = "threads.jsonl";

/// One part that is public, of a thread that has more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PublicPart {
    pub(super) post: String,
    pub(super) account: AccountName,
    pub(super) part: u16,
    pub(super) at: Instant,
    /// What the platform calls it.
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

impl PublicPart {
    /// What a happening tells of a thread that goes on, if it does.
    pub(super) fn of(happening: &Happening) -> Option<Self> {
        let What::PartPublished { part, parts, receipt } = &happening.what else { return None };
        if part + 1 >= *parts {
            return None;
        }
        Some(Self {
            post: happening.post.clone()?,
            account: happening.account.clone()?,
            part: *part,
            at: receipt.at,
            id: receipt.id.clone(),
            url: receipt.url.clone(),
        })
    }

    /// Whether the journal knows that it is public or may be, and goes on from there. It is told
    /// before its receipt is on the disk.
    pub(super) fn goes_on(&self, open: &[Brief]) -> bool {
        open.iter().any(|brief| {
            let Brief { account, name, delivery, .. } = brief;
            let known = match delivery.part.cmp(&self.part) {
                Ordering::Less => false,
                Ordering::Equal => may_be_out(delivery),
                Ordering::Greater => true,
            };
            known && *account == self.account && *name == self.post
        })
    }

    /// Whether it is in this outcome.
    pub(super) fn is_in(&self, outcome: &Outcome) -> bool {
        let is_it = |receipt: &Receipt| receipt.id == self.id && receipt.at == self.at;
        outcome.account == self.account && outcome.receipts.iter().any(is_it)
    }
}

/// Whether the part under way may be public.
fn may_be_out(delivery: &Delivery) -> bool {
    let sent = matches!(
        delivery.state,
        State::Sending { .. }
            | State::Uncertain(_)
            | State::Held { at: HeldAt::Doubt | HeldAt::Handed(_), .. }
    );
    sent || delivery.first_sent.is_some()
}

/// Notes what comes, as long as it is let run. What cannot be written is tried with the next.
pub(super) async fn note_threads(folder: PathBuf, mut parts: UnboundedReceiver<PublicPart>) {
    let mut waiting = Vec::new();
    while parts.recv_many(&mut waiting, 100).await > 0 {
        match append(&folder, &waiting) {
            Ok(()) => waiting.clear(),
            Err(error) => error!(%error, "threads.jsonl cannot be written"),
        }
    }
    std::future::pending::<()>().await;
}

/// What the state folder has noted.
///
/// # Errors
/// Where the file cannot be read.
pub(super) fn read(folder: &Path) -> io::Result<Vec<PublicPart>> {
    match fs::read_to_string(folder.join(FILE)) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Notes these alone from now on.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn keep(folder: &Path, parts: &[PublicPart]) -> io::Result<()> {
    let (path, unfinished) = (folder.join(FILE), folder.join(format!("{FILE}.tmp")));
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(&lines(parts)?)?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}

fn append(folder: &Path, parts: &[PublicPart]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    let mut file = options.append(true).create(true).mode(0o600).open(folder.join(FILE))?;
    file.write_all(&lines(parts)?)?;
    file.sync_data()
}

fn lines(parts: &[PublicPart]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for part in parts {
        serde_json::to_writer(&mut bytes, part)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::DeliveryId;
    use crate::journal::Version;
    use crate::post::{PostId, When};

    fn part(number: u16) -> PublicPart {
        PublicPart {
            post: "notice.md".into(),
            account: "one".parse().unwrap(),
            part: number,
            at: Instant::UNIX_EPOCH,
            id: number.to_string(),
            url: None,
        }
    }

    /// The delivery of the same post, at `part`, in `state`.
    fn brief(part: u16, state: State) -> Brief {
        let delivery = Delivery { part, state, ..Delivery::planned(DeliveryId(1)) };
        Brief {
            delivery,
            version: Version(1),
            post: PostId(1),
            name: "notice.md".into(),
            account: "one".parse().unwrap(),
            when: When::Now,
            due: None,
            asked: None,
            slot: None,
            taken: Instant::UNIX_EPOCH,
            expires: None,
            urgent: false,
        }
    }

    #[test]
    fn a_part_is_lost_only_where_the_journal_would_send_it_again() {
        let sending = || State::Sending { since: Instant::UNIX_EPOCH };
        for (at, state, goes_on) in [
            (1, State::Preparing, true),
            (0, sending(), true),
            (0, State::Planned, false),
            (0, State::Ready, false),
        ] {
            assert_eq!(part(0).goes_on(&[brief(at, state.clone())]), goes_on, "{at} {state:?}");
        }
        assert!(part(1).goes_on(&[brief(1, sending())]), "its receipt never came to the disk");
        assert!(!part(1).goes_on(&[brief(1, State::Ready)]), "an older copy would send it again");
        assert!(!part(0).goes_on(&[]));
    }

    #[test]
    fn what_was_noted_is_read_back_and_a_line_that_a_crash_cut_off_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).unwrap(), []);
        append(folder.path(), &[part(0)]).unwrap();
        append(folder.path(), &[part(1)]).unwrap();
        let path = folder.path().join(FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}{{\"post\":\"not")).unwrap();
        assert_eq!(read(folder.path()).unwrap(), [part(0), part(1)]);
        keep(folder.path(), &[part(1)]).unwrap();
        assert_eq!(read(folder.path()).unwrap(), [part(1)]);
    }
}
