//! What must hold when everything is quiet, whatever happened before.

use std::collections::BTreeSet;
use std::fs;

use dakiya::delivery::{DeliveryId, State};
use dakiya::journal::{Journal as _, Record, SqliteJournal};
use dakiya::platform::mock::Public;

use super::site::{PICTURE, POST, RUNTIME, Site};

/// What is wrong, in words; nothing where all is as promised.
pub(crate) fn judge(site: &Site) -> Result<(), String> {
    let journal = site.journal();
    RUNTIME.block_on(async {
        journal.check().await.map_err(|error| error.to_string())?;
        let record = only_delivery(&journal).await?;
        let ledger = site.stage.ledger();
        never_twice(&ledger)?;
        outcomes_are_copied(site, &journal).await?;
        match &record.brief.delivery.state {
            State::Published => published(site, &record, &ledger),
            State::Held { .. } if site.account.may_ask() => {
                held(site, &journal, &record, &ledger).await
            }
            other => Err(format!("it ended {}: {:?}", other.name(), other.reason())),
        }
    })
}

async fn only_delivery(journal: &SqliteJournal) -> Result<Record, String> {
    let read = async |number| journal.delivery(DeliveryId(number)).await.map_err(|e| e.to_string());
    if read(2).await?.is_some() {
        return Err("the post was taken twice".into());
    }
    read(1).await?.ok_or_else(|| "the post was never taken".into())
}

fn never_twice(ledger: &[Public]) -> Result<(), String> {
    let texts: BTreeSet<_> = ledger.iter().map(|public| &public.text).collect();
    let ids: BTreeSet<_> = ledger.iter().map(|public| &public.id).collect();
    if texts.len() != ledger.len() || ids.len() != ledger.len() {
        return Err(format!("something is public twice: {ledger:#?}"));
    }
    Ok(())
}

fn published(site: &Site, record: &Record, ledger: &[Public]) -> Result<(), String> {
    let parts = record.parts.len();
    if ledger.len() != parts {
        return Err(format!("{} of {parts} parts are public", ledger.len()));
    }
    for (part, public) in record.parts.iter().zip(ledger) {
        let receipt = part.receipt.as_ref().ok_or("a published part has no receipt")?;
        if !receipt.id.is_empty() && receipt.id != public.id && !receipt.id.contains(&public.id) {
            return Err(format!("the receipt says {}, the platform {}", receipt.id, public.id));
        }
    }
    if record.attempts.iter().any(|attempt| attempt.ended.is_none()) {
        return Err("an attempt is still open".into());
    }
    filed_away(site)
}

fn filed_away(site: &Site) -> Result<(), String> {
    let left: Vec<_> =
        fs::read_dir(site.queue()).unwrap().map(|file| file.unwrap().path()).collect();
    if !left.is_empty() {
        return Err(format!("left in the queue: {left:?}"));
    }
    let receipt = site.filed().ok_or("there is no receipt")?;
    let beside = |name: &str| receipt.with_file_name(name);
    let mut wanted = vec![beside(POST)];
    if site.account.takes_pictures() {
        wanted.push(beside(PICTURE));
    }
    match wanted.iter().find(|path| !path.exists()) {
        Some(missing) => Err(format!("{} was lost", missing.display())),
        None => unfinished(receipt.parent().unwrap()),
    }
}

fn unfinished(folder: &std::path::Path) -> Result<(), String> {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let files: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    let receipts = files.iter().filter(|name| name.ends_with(".receipt.toml")).count();
    if receipts == 1 { Ok(()) } else { Err(format!("{receipts} receipts: {files:?}")) }
}

async fn held(
    site: &Site,
    journal: &SqliteJournal,
    record: &Record,
    ledger: &[Public],
) -> Result<(), String> {
    let part = usize::from(record.brief.delivery.part);
    if !(part..=part + 1).contains(&ledger.len()) {
        return Err(format!("held at part {part}, but {} are public", ledger.len()));
    }
    let notices = journal.notices().await.map_err(|error| error.to_string())?;
    if !notices.iter().any(|row| row.notice.delivery == Some(DeliveryId(1))) {
        return Err("nobody is told that it is held".into());
    }
    if !site.queue().join(POST).exists() {
        return Err("the file of a held post is gone".into());
    }
    Ok(())
}

async fn outcomes_are_copied(site: &Site, journal: &SqliteJournal) -> Result<(), String> {
    let rows = journal.outcomes(0, 100).await.map_err(|error| error.to_string())?;
    let written: Vec<_> = rows.into_iter().map(|(_, outcome, _)| outcome.state).collect();
    let copied = site.outcomes();
    if written == copied {
        Ok(())
    } else {
        Err(format!("the journal has {written:?}, outcomes.jsonl {copied:?}"))
    }
}
