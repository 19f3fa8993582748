//! `dakiya recall`: deleting what is public already.

use std::collections::BTreeMap;

use serde_json::json;

use super::resolve::give;
use super::switch::unknown;
use crate::account::AccountName;
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, complain, print, print_json};
use crate::clock::{Clock as _, SystemClock};
use crate::delivery::DeliveryId;
use crate::event::Outcome;
use crate::journal::{Journal, Order, SqliteJournal};
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

/// The deliveries that `what` means: the one of that number, or all published ones of the newest
/// post with that name.
async fn meant(
    journal: &dyn Journal,
    what: &str,
    account: Option<&AccountName>,
) -> anyhow::Result<Vec<DeliveryId>> {
    if let Ok(number) = what.parse() {
        return Ok(vec![DeliveryId(number)]);
    }
    let mut last: BTreeMap<DeliveryId, Outcome> = BTreeMap::new();
    let mut read = 0;
    loop {
        let outcomes = journal.outcomes(read, STRETCH).await?;
        let Some((number, ..)) = outcomes.last() else { break };
        read = *number;
        let named = outcomes.into_iter().map(|(_, outcome, _)| outcome);
        let named = named.filter(|outcome| is_named(&outcome.name, what));
        last.extend(named.map(|outcome| (outcome.delivery, outcome)));
    }
    Ok(of_newest(last.into_values(), account))
}

/// A post is called by its path below the queue, with or without its ending.
fn is_named(name: &str, what: &str) -> bool {
    let bare = name.rsplit_once('.').filter(|(bare, _)| !bare.ends_with('/'));
    name == what || bare.is_some_and(|(bare, _)| bare == what)
}

fn of_newest(
    outcomes: impl Iterator<Item = Outcome>,
    account: Option<&AccountName>,
) -> Vec<DeliveryId> {
    let asked = |outcome: &Outcome| account.is_none_or(|account| *account == outcome.account);
    let public = outcomes.filter(|outcome| outcome.state == "published").filter(asked);
    let mut by_post: BTreeMap<PostId, Vec<DeliveryId>> = BTreeMap::new();
    for outcome in public {
        by_post.entry(outcome.post).or_default().push(outcome.delivery);
    }
    by_post.pop_last().map(|(_, deliveries)| deliveries).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_micros;

    fn outcome(delivery: i64, post: i64, account: &str, state: &str) -> Outcome {
        Outcome {
            at: from_micros(0),
            delivery: DeliveryId(delivery),
            post: PostId(post),
            name: "सूचना.md".into(),
            account: account.parse().unwrap(),
            state: state.into(),
            due: None,
            why: None,
            parts: 1,
            receipts: Vec::new(),
        }
    }

    #[test]
    fn a_post_is_called_by_its_name_with_or_without_the_ending() {
        assert!(is_named("सूचना.md", "सूचना.md"));
        assert!(is_named("सूचना.md", "सूचना"));
        assert!(is_named("मेला", "मेला"));
        assert!(!is_named("सूचना.md", "सूच"));
        assert!(!is_named("x/.md", "x/"));
    }

    #[test]
    fn a_name_means_what_is_public_of_the_newest_post_that_has_it() {
        let all = || {
            [
                outcome(1, 1, "toot", "published"),
                outcome(2, 2, "toot", "published"),
                outcome(3, 2, "sky", "published"),
                outcome(4, 2, "chat", "recalled"),
                outcome(5, 3, "toot", "failed"),
            ]
            .into_iter()
        };
        assert_eq!(of_newest(all(), None), [DeliveryId(2), DeliveryId(3)]);
        let sky = "sky".parse().unwrap();
        assert_eq!(of_newest(all(), Some(&sky)), [DeliveryId(3)]);
        let chat = "chat".parse().unwrap();
        assert!(of_newest(all(), Some(&chat)).is_empty());
    }
}
