//! Which scene passes which point, and that no point of the source is in none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::accounts::Account;

/// What happens while points are passed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scene<'a> {
    /// A post is taken, published on this account, and filed away.
    Delivery(&'a Account),
    /// The program looks for what it may have sent before it was killed.
    Doubt(&'a Account),
    /// A post is planned for the next firing of a slot.
    Slot,
    /// A note about a problem appears and vanishes.
    Note,
    /// A person answers the question of a held delivery.
    Order,
    /// A person stops everything.
    Stop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    WithPictures,
    WithSession,
    Slot,
    InDoubt,
    InDoubtThatAsks,
    Note,
    Order,
    Stop,
}

/// Every point of the source.
const POINTS: &[(&str, When)] = &[
    ("beside.rename.before", When::Always),
    ("beside.sync.before", When::Always),
    ("blob.folder.before", When::WithPictures),
    ("blob.rename.before", When::WithPictures),
    ("blob.sync.before", When::WithPictures),
    ("blob.write.before", When::WithPictures),
    ("compose.draft.before", When::Always),
    ("file.move.after", When::Always),
    ("file.move.before", When::Always),
    ("file.rename.before", When::Always),
    ("file.sync.before", When::Always),
    ("journal.account.before", When::Always),
    ("journal.acknowledge.before", When::Order),
    ("journal.arm.after", When::Always),
    ("journal.arm.before", When::Always),
    ("journal.begin-commit.before", When::Always),
    ("journal.commit.after", When::Always),
    ("journal.commit.before", When::Always),
    ("journal.compose.before", When::Always),
    ("journal.end-attempt.before", When::Always),
    ("journal.end.before", When::Always),
    ("journal.file.before", When::Always),
    ("journal.instance.before", When::Always),
    ("journal.move.before", When::Always),
    ("journal.notice.before", When::InDoubtThatAsks),
    ("journal.order-done.before", When::Order),
    ("journal.order.before", When::Order),
    ("journal.outcome.before", When::Always),
    ("journal.plan.before", When::Slot),
    ("journal.post.before", When::Always),
    ("journal.progress.before", When::Always),
    ("journal.receipt.before", When::Always),
    ("journal.session.before", When::WithSession),
    ("journal.standing.before", When::Always),
    ("journal.stop.before", When::Stop),
    ("journal.take.before", When::Always),
    ("look.answer.before", When::InDoubt),
    ("look.request.before", When::InDoubt),
    ("note.remove.before", When::Note),
    ("note.write.before", When::Note),
    ("outcomes.append.before", When::Always),
    ("outcomes.sync.before", When::Always),
    ("owner.claim.before", When::Always),
    ("prepare.answer.before", When::Always),
    ("prepare.request.before", When::Always),
    ("receipt.write.before", When::Always),
    ("seal.sync.before", When::Always),
    ("send.answer.before", When::Always),
    ("send.request.before", When::Always),
    ("state.file.sync.before", When::Always),
    ("state.marker.after", When::Always),
    ("state.marker.before", When::Always),
];

/// The points that a scene must pass.
pub(crate) fn points_of(scene: Scene<'_>) -> Vec<&'static str> {
    let wanted = |when: When| match scene {
        Scene::Delivery(account) => match when {
            When::Always => true,
            When::WithPictures => account.takes_pictures(),
            When::WithSession => account.name == "bluesky",
            _ => false,
        },
        Scene::Doubt(account) => match when {
            When::InDoubt => true,
            When::InDoubtThatAsks => account.may_ask(),
            _ => false,
        },
        Scene::Slot => when == When::Slot,
        Scene::Note => when == When::Note,
        Scene::Order => when == When::Order,
        Scene::Stop => when == When::Stop,
    };
    POINTS.iter().filter(|(_, when)| wanted(*when)).map(|(point, _)| *point).collect()
}

#[test]
fn every_point_of_the_source_is_in_a_scene() {
    let mut found = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    collect(&source, &mut found);
    let listed: BTreeSet<String> = POINTS.iter().map(|(point, _)| (*point).to_owned()).collect();
    assert_eq!(found, listed);
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("fault.rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(text.split('"').filter(|quoted| is_point(quoted)).map(str::to_owned));
        }
    }
}

/// Points are named `what.step.before` or `what.step.after`.
fn is_point(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c == '-' || c == '.';
    (text.ends_with(".before") || text.ends_with(".after")) && text.chars().all(plain)
}
