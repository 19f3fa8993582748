//! Pictures and films that no post needs any more are removed, here and on the web, once a day.

use std::collections::{BTreeSet, HashSet};

use tokio::sync::mpsc::UnboundedSender;
use tracing::{info, warn};

use super::pipeline::Task;
use crate::blobs::{Blobs, Digest};
use crate::clock::SharedClock;
use crate::hosting::Hosting;
use crate::journal::{JournalError, SharedJournal};
use crate::post::Post;

/// Asks for a sweep every day, as long as it is let run.
pub(super) async fn sweep_daily(tasks: UnboundedSender<Task>, blobs: Blobs, clock: SharedClock) {
    loop {
        // Not at the start, which has more urgent work.
        clock.sleep_until(clock.now() + chrono::Duration::hours(1)).await;
        if tasks.send(Task::Sweep(blobs.clone())).is_err() {
            return;
        }
        clock.sleep_until(clock.now() + chrono::Duration::hours(23)).await;
    }
}

/// Removes what neither an open delivery nor anybody else needs, as `also` has it. Must not run
/// beside a look at the queue.
///
/// # Errors
/// Where the journal fails.
pub(super) async fn sweep(
    journal: &SharedJournal,
    blobs: Blobs,
    also: HashSet<Digest>,
) -> Result<(), JournalError> {
    let mut needed = needed(journal).await?;
    needed.extend(also);
    let swept = tokio::task::spawn_blocking(move || blobs.sweep(&needed)).await;
    match swept.map_err(std::io::Error::other).flatten() {
        Ok(swept) if swept.files > 0 => {
            info!(files = swept.files, bytes = swept.bytes, "media of done posts were removed");
        }
        Ok(_) => {}
        Err(error) => warn!(%error, "media of done posts cannot be removed; tried again in a day"),
    }
    Ok(())
}

/// The media that an open delivery needs.
async fn needed(journal: &SharedJournal) -> Result<HashSet<Digest>, JournalError> {
    let open = journal.open_deliveries().await?;
    let posts: BTreeSet<_> = open.into_iter().map(|brief| brief.post).collect();
    let mut needed = HashSet::new();
    for post in posts {
        let post = journal.post(post).await?;
        needed.extend(post.iter().flat_map(Post::stored));
    }
    Ok(needed)
}

/// Takes away, at the start and every day, what still lies on the web for platforms though no open
/// delivery needs it.
///
/// # Errors
/// Where the journal fails.
pub(super) async fn tidy_daily(
    hosting: Hosting,
    journal: SharedJournal,
    clock: SharedClock,
) -> Result<(), JournalError> {
    loop {
        let pause = match hosting.tidy(async || needed(&journal).await).await {
            Ok(()) => chrono::Duration::hours(24),
            Err(error @ JournalError::Disk(_)) => {
                warn!(%error, "hosted copies are not tidied now; it is tried again");
                chrono::Duration::hours(1)
            }
            Err(error) => return Err(error),
        };
        clock.sleep_until(clock.now() + pause).await;
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::sync::Arc;

    use super::*;
    use crate::clock::{Clock as _, SystemClock};
    use crate::journal::contract::samples::instance;
    use crate::journal::{Journal as _, MemoryJournal, Taken, TakenDelivery};
    use crate::post::samples::{content, post};
    use crate::post::{Content, Media, MediaKind};

    fn put(blobs: &Blobs, folder: &std::path::Path, bytes: &[u8]) -> Digest {
        let path = folder.join("source");
        std::fs::write(&path, bytes).unwrap();
        blobs.put(&File::open(path).unwrap()).unwrap().digest
    }

    fn picture(digest: &Digest) -> Media {
        Media::of("a.png", *digest, MediaKind::Png, 1)
    }

    #[tokio::test]
    async fn only_what_an_open_delivery_or_somebody_else_needs_stays() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("blobs"));
        let [needed, done, made] =
            [b"needed".as_slice(), b"done", b"made"].map(|bytes| put(&blobs, folder.path(), bytes));
        let journal = MemoryJournal::new();
        let now = SystemClock.now();
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
        let account = "toot".parse().unwrap();
        let taken = Taken {
            post: post("a.md", Content { media: vec![picture(&needed)], ..content("a") }),
            at: now,
            file: None,
            companions: Vec::new(),
            deliveries: vec![TakenDelivery {
                account,
                due: None,
                asked: None,
                give_up: None,
                held: None,
            }],
        };
        journal.take(epoch, taken).await.unwrap();
        let journal: SharedJournal = Arc::new(journal);
        sweep(&journal, blobs.clone(), HashSet::from([made])).await.unwrap();
        assert!(blobs.open(&needed).is_ok() && blobs.open(&made).is_ok());
        assert!(blobs.open(&done).is_err());
    }
}
