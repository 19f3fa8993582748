//! `dakiya recall`: deleting what is public already.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::resolve::give;
use super::switch::unknown;
use crate::account::AccountName;
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, complain, print, print_json};
use crate::clock::{Clock as _, SystemClock};
use crate::delivery::{DeliveryId, State};
use crate::journal::{Journal, Order, Record, SqliteJournal};
use crate::post::PostId;

/// How many outcomes are read at once.
const STRETCH: usize = 1_000;

pub(super) async fn recall(desk: &Desk, options: &args::Recall) -> Done {
    if let Some(exit) = options.account.as_ref().and_then(|account| unknown(desk, account)) {
        return Ok(exit);
    }
    let deliveries = {
        let journal = SqliteJournal::open_shared(&desk.config.journal.path)?;
        meant(&journal, &options.what, options.account.as_ref()).await?
    };
    if deliveries.is_empty() {
        let facts = [("found", options.what.as_str().into())];
        let (said, hint) =
            (desk.say("recall-nothing", &facts), desk.hint("recall-nothing", &facts));
        complain(&format!("{said} {hint}"));
        return Ok(Exit::Refused);
    }
    if !SqliteJournal::has_daemon(&desk.config.journal.path) {
        return leave(desk, &deliveries).await;
    }
    let mut worst = Exit::Fine;
    for delivery in deliveries {
        worst = worst.max(give(desk, Order::Recall { delivery }).await?);
    }
    Ok(worst)
}

/// Leaves the orders for the next start, as nobody is there who could carry them out.
async fn leave(desk: &Desk, deliveries: &[DeliveryId]) -> Done {
    let journal = SqliteJournal::open_shared(&desk.config.journal.path)?;
    for delivery in deliveries {
        let order = Order::Recall { delivery: *delivery };
        journal.give_order(order, SystemClock.now()).await?;
    }
    let said = desk.say("recall-without-daemon", &[]);
    if desk.json {
        print_json(&json!({ "done": null, "id": "recall-without-daemon", "message": said }))?;
    } else {
        let hint = desk.hint("recall-without-daemon", &[]);
        print(&format!("{said}\n{hint}\n      {}\n", desk.line("run")))?;
    }
    Ok(Exit::Fine)
}

/// The deliveries that `what` means: the one of that number, or all of the newest post with that
/// name of which something is public.
async fn meant(
    journal: &dyn Journal,
    what: &str,
    account: Option<&AccountName>,
) -> anyhow::Result<Vec<DeliveryId>> {
    if let Ok(number) = what.parse() {
        return Ok(vec![DeliveryId(number)]);
    }
    let mut named: BTreeMap<PostId, BTreeSet<DeliveryId>> = BTreeMap::new();
    let mut read = 0;
    loop {
        let outcomes = journal.outcomes(read, STRETCH).await?;
        let Some((number, ..)) = outcomes.last() else { break };
        read = *number;
        for (_, outcome, _) in outcomes {
            let asked = account.is_none_or(|account| *account == outcome.account);
            if asked && is_named(&outcome.name, what) {
                named.entry(outcome.post).or_default().insert(outcome.delivery);
            }
        }
    }
    public_of_newest(journal, named).await
}

/// Those of the newest post of which something is public. An outcome tells what happened first: a
/// person may have answered since.
async fn public_of_newest(
    journal: &dyn Journal,
    mut named: BTreeMap<PostId, BTreeSet<DeliveryId>>,
) -> anyhow::Result<Vec<DeliveryId>> {
    while let Some((_, deliveries)) = named.pop_last() {
        let mut public = Vec::new();
        for id in deliveries {
            public.extend(journal.delivery(id).await?.filter(is_public).map(|_| id));
        }
        if !public.is_empty() {
            return Ok(public);
        }
    }
    Ok(Vec::new())
}

/// Whether a part of it is public. Where the rest still waits, the daemon says what to do first.
fn is_public(record: &Record) -> bool {
    let recalled = record.brief.delivery.state == State::Recalled;
    !recalled && record.parts.iter().any(|part| part.receipt.is_some())
}

/// A post is called by its path below the queue, with or without its ending.
fn is_named(name: &str, what: &str) -> bool {
    let bare = name.rsplit_once('.').filter(|(bare, _)| !bare.ends_with('/'));
    name == what || bare.is_some_and(|(bare, _)| bare == what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_micros;
    use crate::delivery::{Delivery, Evidence, Receipt, Why};
    use crate::event::Outcome;
    use crate::journal::contract::samples::instance;
    use crate::journal::{Change, Epoch, MemoryJournal, Taken, TakenDelivery};
    use crate::post::samples::content;
    use crate::post::{Draft, Post};
    use crate::verdict::Reason;

    const NAME: &str = "सूचना.md";

    async fn begun(journal: &MemoryJournal) -> Epoch {
        journal.begin(instance(0)).await.unwrap().epoch
    }

    /// A post of two parts that ended so on these accounts, its first part public where that is
    /// said; its outcome says only that it was held once.
    async fn post(
        journal: &MemoryJournal,
        epoch: Epoch,
        deliveries: &[(&str, State, bool)],
    ) -> Vec<DeliveryId> {
        let text = format!("{deliveries:?}");
        let content = content(&text);
        let part = || Draft::of(&content).part("एक", Vec::new());
        let delivery = |(account, ..): &(&str, State, bool)| TakenDelivery {
            account: account.parse().unwrap(),
            due: None,
            asked: None,
            give_up: None,
            held: None,
        };
        let parts = vec![part(), part()];
        let taken = Taken {
            post: Post { name: NAME.into(), content: content.clone(), fitted: Vec::new() },
            at: from_micros(0),
            file: None,
            companions: Vec::new(),
            deliveries: deliveries.iter().map(delivery).collect(),
        };
        let admitted = journal.take(epoch, taken).await.unwrap();
        for (id, (account, state, public)) in admitted.deliveries.iter().zip(deliveries) {
            let delivery = Delivery {
                state: state.clone(),
                parts: 2,
                part: u16::from(*public),
                ..Delivery::planned(*id)
            };
            let mut changes = vec![
                Change::Compose { delivery: *id, parts: parts.clone() },
                Change::Move { delivery, version: crate::journal::Version(1) },
                Change::Outcome(outcome(*id, admitted.post, account)),
            ];
            if *public {
                changes.push(Change::Receipt { delivery: *id, part: 0, receipt: receipt() });
            }
            journal.commit(epoch, changes).await.unwrap();
        }
        admitted.deliveries
    }

    fn outcome(delivery: DeliveryId, post: PostId, account: &str) -> Outcome {
        Outcome {
            at: from_micros(0),
            delivery,
            post,
            name: NAME.into(),
            account: account.parse().unwrap(),
            state: "held".into(),
            due: None,
            why: None,
            parts: 2,
            receipts: Vec::new(),
        }
    }

    fn receipt() -> Receipt {
        Receipt {
            id: "7".into(),
            url: None,
            at: from_micros(0),
            evidence: Evidence::Answered,
            extra: serde_json::Value::Null,
            remarks: Vec::new(),
        }
    }

    fn failed() -> State {
        State::Failed(Why { why: Reason::new("abandoned-by-person") })
    }

    #[test]
    fn a_post_is_called_by_its_name_with_or_without_the_ending() {
        assert!(is_named("सूचना.md", "सूचना.md"));
        assert!(is_named("सूचना.md", "सूचना"));
        assert!(is_named("मेला", "मेला"));
        assert!(!is_named("सूचना.md", "सूच"));
        assert!(!is_named("x/.md", "x/"));
    }

    #[tokio::test]
    async fn a_name_means_what_is_public_of_the_newest_post_that_has_it() {
        let journal = MemoryJournal::new();
        let epoch = begun(&journal).await;
        post(&journal, epoch, &[("toot", State::Published, true)]).await;
        let all = [
            ("toot", State::Published, true),
            ("sky", failed(), true),
            ("chat", State::Recalled, true),
            ("hook", failed(), false),
        ];
        let ids = post(&journal, epoch, &all).await;
        post(&journal, epoch, &[("toot", failed(), false)]).await;
        let meant = async |account: Option<&str>| {
            let account = account.map(|name| name.parse().unwrap());
            meant(&journal, "सूचना", account.as_ref()).await.unwrap()
        };
        assert_eq!(meant(None).await, ids[..2], "also what was abandoned half public");
        assert_eq!(meant(Some("sky")).await, ids[1..2]);
        assert!(meant(Some("chat")).await.is_empty());
    }
}
