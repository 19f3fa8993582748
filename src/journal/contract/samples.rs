//! Small things that the tests of journals are made of.

use std::time::Duration;

use super::Stage;
use crate::account::AccountName;
use crate::blobs::Digest;
use crate::clock::{Boot, Instant, Noted, Reading, from_micros};
use crate::delivery::{
    Context, Delivery, DeliveryId, Event, Evidence, Guarantee, OnDoubt, Receipt, step,
};
use crate::event::{Notice, Outcome};
use crate::finding::Severity;
use crate::journal::{
    Arm, Armed, AttemptEnd, Change, Epoch, FileEntry, Gate, Instance, Journal, JournalError,
    SharedJournal, SlotKey, Standing, Taken, TakenDelivery, Told, Version,
};
use crate::post::samples::{content, post};
use crate::post::{Part, PostId};
use crate::verdict::Reason;

pub(crate) fn at(minute: i64) -> Instant {
    from_micros(1_795_600_000_000_000 + minute * 60_000_000)
}

pub(crate) fn name(account: &str) -> AccountName {
    account.parse().unwrap()
}

pub(crate) fn instance(minute: i64) -> Instance {
    Instance {
        started: at(minute),
        boot_id: "boot".into(),
        machine_id: "machine".into(),
        pid: 7,
        version: "0.1.0".into(),
        ended: None,
    }
}

/// What the clocks showed at that minute, on a machine that started at the first one.
pub(crate) fn clocks(minute: i64) -> Reading {
    let uptime = Duration::from_secs(60) * u32::try_from(minute).unwrap();
    Reading { boot: Boot::named("boot"), wall: at(minute), uptime }
}

pub(crate) fn noted(minute: i64) -> Noted {
    Noted { at: at(minute), under: clocks(minute) }
}

pub(crate) fn context(minute: i64) -> Context {
    Context {
        clocks: clocks(minute),
        guarantee: Guarantee::B,
        on_doubt: OnDoubt::Hold,
        settle: Duration::from_secs(120),
        key_window: Duration::from_secs(50 * 60),
        patience: None,
        jitter: 0.5,
    }
}

pub(crate) fn taken(file: &str, accounts: &[&str]) -> Taken {
    let delivery = |account: &&str| TakenDelivery {
        account: name(account),
        due: Some(at(60)),
        asked: None,
        give_up: Some(at(120)),
        held: None,
    };
    Taken {
        post: post(file, content("कल कार्यालय बंद रहेगा।")),
        at: at(1),
        file: None,
        companions: Vec::new(),
        deliveries: accounts.iter().map(delivery).collect(),
    }
}

pub(crate) fn file(name: &str, mtime: i64) -> FileEntry {
    FileEntry {
        name: name.into(),
        size: 700,
        mtime,
        inode: u64::MAX - 1,
        post: None,
        revision: None,
    }
}

pub(crate) fn part(text: &str) -> Part {
    crate::post::Draft::of(&content(text)).part(text, Vec::new())
}

pub(crate) fn receipt(id: &str) -> Receipt {
    Receipt {
        id: id.into(),
        url: Some(format!("https://social.example/{id}")),
        at: at(61),
        evidence: Evidence::Answered,
        extra: serde_json::json!({ "cid": "bafy" }),
        remarks: vec!["visibility-changed".into()],
    }
}

pub(crate) fn slot(hour: u32, place: u16) -> SlotKey {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let nominal = day.and_hms_opt(hour, 0, 0).unwrap();
    SlotKey { slot: "morning".parse().unwrap(), nominal, place }
}

pub(crate) fn outcome(delivery: i64) -> Outcome {
    Outcome {
        at: at(70),
        delivery: DeliveryId(delivery),
        post: PostId(1),
        name: "notice.md".into(),
        account: name("x"),
        state: "published".into(),
        due: Some(at(60)),
        why: None,
        parts: 1,
        receipts: vec![receipt("17")],
    }
}

pub(crate) fn notice(account: Option<&str>, delivery: Option<i64>) -> Notice {
    Notice {
        at: at(70),
        account: account.map(name),
        delivery: delivery.map(DeliveryId),
        reason: Reason::new("token-revoked").with("days", 3_i64),
    }
}

/// A started daemon.
pub(crate) struct Desk {
    pub(crate) journal: SharedJournal,
    pub(crate) epoch: Epoch,
}

impl Desk {
    pub(crate) async fn start(stage: &impl Stage) -> Self {
        let journal = stage.open();
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
        Self { journal, epoch }
    }

    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<(), JournalError> {
        self.journal.commit(self.epoch, changes).await
    }

    /// Takes a post for one account and gives the number of its delivery.
    pub(crate) async fn take(&self, file: &str) -> DeliveryId {
        self.journal.take(self.epoch, taken(file, &["x"])).await.unwrap().deliveries[0]
    }

    pub(crate) async fn delivery(&self, id: DeliveryId) -> (Delivery, Version) {
        let brief = self.journal.delivery(id).await.unwrap().unwrap().brief;
        (brief.delivery, brief.version)
    }

    /// The change that an event brings, as the engine would write it.
    pub(crate) async fn by(&self, id: DeliveryId, event: Event) -> Change {
        let (delivery, version) = self.delivery(id).await;
        Change::Move { delivery: step(&delivery, event, &context(60)).unwrap().next, version }
    }

    /// Takes a post and brings its delivery, of so many parts, to the brink of sending.
    pub(crate) async fn ready(&self, file: &str, parts: u16) -> DeliveryId {
        let written = (0..parts).map(|number| part(&format!("part {number}"))).collect();
        self.ready_as(file, written).await
    }

    /// A delivery whose first part can be sent.
    pub(crate) async fn ready_as(&self, file: &str, written: Vec<Part>) -> DeliveryId {
        let id = self.take(file).await;
        let parts = u16::try_from(written.len()).unwrap();
        let begun = self.by(id, Event::Begun { parts }).await;
        self.commit(vec![Change::Compose { delivery: id, parts: written }, begun]).await.unwrap();
        let prepared = self.by(id, Event::Prepared).await;
        self.commit(vec![prepared]).await.unwrap();
        id
    }

    pub(crate) async fn wish(&self, id: DeliveryId, minute: i64) -> Arm {
        let (_, version) = self.delivery(id).await;
        Arm {
            delivery: id,
            version,
            key: format!("key-{id}"),
            body: Digest::of(b"body"),
            context: context(minute),
        }
    }

    pub(crate) async fn arm(&self, id: DeliveryId, minute: i64) -> Result<Armed, JournalError> {
        let wish = self.wish(id, minute).await;
        self.journal.arm(self.epoch, wish, Gate::switches_only()).await
    }

    /// The request under way was answered: the part is public.
    pub(crate) async fn published(&self, id: DeliveryId, part: u16) -> Vec<Change> {
        let receipt = receipt(&format!("{id}-{part}"));
        vec![
            Change::EndAttempt { delivery: id, part, at: at(61), end: AttemptEnd::Published },
            Change::Receipt { delivery: id, part, receipt: receipt.clone() },
            self.by(id, Event::Receipt(receipt)).await,
        ]
    }
}

/// The daemon dies: every handle goes, nothing is ended.
pub(crate) fn drop_without_end(desk: Desk) {
    drop(desk);
}

/// All journals show the same.
pub(crate) async fn open_names(journal: &dyn Journal) -> Vec<String> {
    let open = journal.open_deliveries().await.unwrap();
    open.into_iter().map(|brief| brief.name).collect()
}

/// How an account stands of which little is known.
pub(crate) fn standing(account: &str) -> Standing {
    Standing {
        account: name(account),
        asked: at(5),
        name: None,
        url: None,
        ends: Some(at(9)),
        found: vec![Told { severity: Severity::Warning, reason: Reason::new("account-moved") }],
        trouble: None,
    }
}
