//! What is kept for people, for accounts and for the next start.

use super::Stage;
use super::samples::{Desk, at, clocks, file, name, notice, outcome, slot, standing};
use crate::blobs::Digest;
use crate::delivery::DeliveryId;
use crate::event::Notice;
use crate::journal::chain::{Broken, Head, verify};
use crate::journal::{AccountState, Change, Standing};
use crate::post::PostId;
use crate::verdict::Reason;

async fn three_outcomes(desk: &Desk) {
    let outcomes = (1..=3).map(|n| Change::Outcome(outcome(n)));
    desk.commit(outcomes.collect()).await.unwrap();
}

pub(crate) async fn outcomes_are_chained(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    assert_eq!(desk.journal.last_outcome().await, Ok(0));
    three_outcomes(&desk).await;
    assert_eq!(desk.journal.last_outcome().await, Ok(3));
    let all = desk.journal.outcomes(0, 9).await.unwrap();
    let head = verify(Head::EMPTY, &all).unwrap();
    assert_eq!((head.number, head.hash.to_string()), (3, all[2].2.clone()));
    assert_eq!(all[1].1, outcome(2));
    assert_eq!(desk.journal.outcomes(1, 1).await.unwrap(), all[1..2]);
    assert_eq!(desk.journal.outcomes(3, 9).await.unwrap(), []);
    drop(desk);
    let desk = Desk::start(stage).await;
    three_outcomes(&desk).await;
    let later = desk.journal.outcomes(3, 9).await.unwrap();
    assert_eq!(verify(head, &later).unwrap().number, 6);
}

pub(crate) async fn a_tampered_outcome_shows(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    three_outcomes(&desk).await;
    let mut all = desk.journal.outcomes(0, 9).await.unwrap();
    all[1].1.state = "failed".into();
    assert_eq!(verify(Head::EMPTY, &all), Err(Broken::Hash(2)));
}

pub(crate) async fn notices_stay_until_they_are_acknowledged(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let all = [notice(Some("x"), Some(1)), notice(Some("x"), Some(2)), notice(None, None)];
    desk.commit(all.iter().cloned().map(Change::Notice).collect()).await.unwrap();
    let seen = |delivery| vec![Change::Acknowledge { delivery, account: None }];
    desk.commit(seen(Some(DeliveryId(1)))).await.unwrap();
    let rows = desk.journal.notices().await.unwrap();
    let left: Vec<_> = rows.iter().map(|row| &row.notice).collect();
    assert_eq!(left, [&all[1], &all[2]]);
    assert!(rows[0].id < rows[1].id);
    desk.commit(seen(None)).await.unwrap();
    assert_eq!(desk.journal.notices().await.unwrap(), rows[..1]);
}

pub(crate) async fn what_is_told_of_a_file_goes_when_it_is_mended(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let about = |id: &'static str, post: &str| Notice {
        reason: Reason::new(id).with("post", post),
        ..notice(None, None)
    };
    let all = [
        about("post-not-understood", "ख.md"),
        about("post-waits-for-media", "ख.md"),
        about("post-not-understood", "b.md"),
        about("ended-before-restore", "ख.md"),
    ];
    desk.commit(all.iter().cloned().map(Change::Notice).collect()).await.unwrap();
    desk.commit(vec![Change::FileMended { name: "ख.md".into() }]).await.unwrap();
    let left: Vec<_> =
        desk.journal.notices().await.unwrap().into_iter().map(|row| row.notice).collect();
    assert_eq!(left, all[2..]);
}

pub(crate) async fn a_release_acknowledges_what_is_about_no_account(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let all = [notice(Some("x"), None), notice(Some("x"), Some(2)), notice(None, None)];
    desk.commit(all.iter().cloned().map(Change::Notice).collect()).await.unwrap();
    desk.journal.set_stop(Some(Reason::new("stopped-by-person")), at(1)).await.unwrap();
    assert_eq!(desk.journal.notices().await.unwrap().len(), 3);
    desk.journal.set_stop(None, at(2)).await.unwrap();
    let left: Vec<_> =
        desk.journal.notices().await.unwrap().into_iter().map(|row| row.notice).collect();
    assert_eq!(left, all[..2]);
}

pub(crate) async fn acknowledging_an_account_leaves_its_deliveries(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let all = [notice(Some("x"), None), notice(Some("x"), Some(2)), notice(Some("y"), None)];
    desk.commit(all.iter().cloned().map(Change::Notice).collect()).await.unwrap();
    let account = Some(name("x"));
    desk.commit(vec![Change::Acknowledge { delivery: None, account }]).await.unwrap();
    let left: Vec<_> =
        desk.journal.notices().await.unwrap().into_iter().map(|row| row.notice).collect();
    assert_eq!(left, all[1..]);
}

pub(crate) async fn accounts_and_sessions_are_remembered(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    desk.take("a.md").await;
    let state = AccountState {
        name: name("b"),
        paused: Some(Reason::new("token-revoked")),
        waits_until: Some(at(5)),
        failures: 4,
        open_until: Some(at(6)),
        opened: 2,
        last_published: Some(at(7)),
        left: Some((42, at(8))),
        noted: Some(clocks(4)),
    };
    let session = |account: &str, sealed: &[u8]| Change::Session {
        account: name(account),
        sealed: sealed.to_vec(),
    };
    let changes = [Change::Account(state.clone()), session("b", b"1"), session("c", b"")];
    desk.commit(changes.into()).await.unwrap();
    desk.commit(vec![session("b", b"2")]).await.unwrap();
    let blank = |account: &str| AccountState::new(name(account));
    let all = [state, blank("c"), blank("x")];
    assert_eq!(desk.journal.accounts().await.unwrap(), all);
    desk.commit(vec![Change::Account(blank("b"))]).await.unwrap();
    assert_eq!(desk.journal.accounts().await.unwrap()[0], blank("b"));
    let sessions = [name("b"), name("c"), name("x")];
    let [b, c, x] = sessions.map(|account| {
        let journal = desk.journal.clone();
        async move { journal.session(&account).await.unwrap() }
    });
    assert_eq!((b.await, c.await, x.await), (Some(b"2".to_vec()), Some(Vec::new()), None));
}

pub(crate) async fn how_an_account_stands_is_remembered(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let put = |standing: &Standing| vec![Change::Standing(standing.clone())];
    desk.commit(put(&standing("y"))).await.unwrap();
    desk.commit(put(&standing("b"))).await.unwrap();
    let named = Standing { name: Some("@कार्यालय".into()), ..standing("y") };
    desk.commit(put(&named)).await.unwrap();
    let all = [standing("b"), named];
    assert_eq!(desk.journal.standings().await.unwrap(), all);
    assert_eq!(desk.journal.accounts().await.unwrap().len(), 2, "they are accounts now");
    drop(desk);
    assert_eq!(stage.open().standings().await.unwrap(), all);
}

pub(crate) async fn the_newest_instant_is_that_of_a_request_or_an_outcome(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let latest = || desk.journal.latest();
    assert_eq!(latest().await.unwrap(), None);
    let [early, late] = [desk.ready("a.md", 1).await, desk.ready("b.md", 1).await];
    desk.arm(early, 60).await.unwrap();
    assert_eq!(latest().await.unwrap(), Some(at(60)));
    three_outcomes(&desk).await;
    assert_eq!(latest().await.unwrap(), Some(outcome(3).at));
    desk.arm(late, 90).await.unwrap();
    assert_eq!(latest().await.unwrap(), Some(at(90)));
}

pub(crate) async fn files_are_remembered_and_forgotten(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let mut known = file("dir/ख.md", i64::MIN);
    (known.revision, known.size) = (Some(Digest::of(b"revision")), u64::MAX);
    let changes = [Change::File(file("z.md", 1)), Change::File(known.clone())];
    desk.commit(changes.into()).await.unwrap();
    assert_eq!(desk.journal.files().await.unwrap(), [known.clone(), file("z.md", 1)]);
    for (after, most, expected) in [
        ("", 1, vec![known.clone()]),
        (&*known.name, 9, vec![file("z.md", 1)]),
        ("z.md", 9, vec![]),
    ] {
        assert_eq!(desk.journal.files_after(after, most).await.unwrap(), expected);
    }
    let gone = |name: &str| Change::FileGone { name: name.into() };
    let changes = vec![gone("z.md"), gone("never-there.md"), Change::File(file("dir/ख.md", 2))];
    desk.commit(changes).await.unwrap();
    assert_eq!(desk.journal.files().await.unwrap(), [file("dir/ख.md", 2)]);
}

pub(crate) async fn a_constant_never_changes(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let make = |value: &[u8]| desk.journal.constant("secret", value.to_vec());
    assert_eq!(make(b"first").await.unwrap(), b"first");
    assert_eq!(make(b"second").await.unwrap(), b"first");
    assert_eq!(desk.journal.constant("other", vec![7]).await.unwrap(), [7]);
    drop(desk);
    let again = stage.open().constant("secret", b"third".to_vec()).await.unwrap();
    assert_eq!(again, b"first");
}

pub(crate) async fn everything_is_there_after_a_restart(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 2).await;
    desk.arm(id, 60).await.unwrap();
    desk.commit(desk.published(id, 0).await).await.unwrap();
    let plan =
        Change::Plan { delivery: id, due: Some(at(60)), asked: None, slot: Some(slot(9, 0)) };
    let entry = Change::File(file("a.md", 1));
    let rest = [plan, entry, Change::Notice(notice(Some("x"), Some(1)))];
    desk.commit(rest.into()).await.unwrap();
    three_outcomes(&desk).await;
    let (record, shown) = (desk.journal.delivery(id).await.unwrap(), shown(&desk).await);
    drop(desk);
    let desk = Desk { journal: stage.open(), epoch: crate::journal::Epoch(0) };
    assert_eq!(desk.journal.delivery(id).await.unwrap(), record);
    assert_eq!(self::shown(&desk).await, shown);
}

/// All that can be read, as text.
async fn shown(desk: &Desk) -> String {
    let (journal, x) = (&desk.journal, name("x"));
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        journal.open_deliveries().await.unwrap(),
        journal.post(PostId(1)).await.unwrap(),
        journal.last_sent(&x, 9).await.unwrap(),
        journal.taken_slots(&x, at(0)).await.unwrap(),
        journal.accounts().await.unwrap(),
        journal.files().await.unwrap(),
        journal.outcomes(0, 9).await.unwrap(),
        journal.notices().await.unwrap(),
    )
}

pub(crate) async fn a_copy_can_be_written_while_work_goes_on(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    three_outcomes(&desk).await;
    let folder = tempfile::tempdir().unwrap();
    let more = desk.journal.commit(desk.epoch, vec![Change::Outcome(outcome(4))]);
    desk.journal.back_up(folder.path().join("copy.db")).await.unwrap();
    more.await.unwrap();
    assert_eq!(desk.journal.outcomes(0, 9).await.unwrap().len(), 4);
}
