//! `dakiya resolve`: a person's answer to the question of a delivery.

use serde_json::json;

use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, complain, print, print_json};
use crate::clock::{Clock as _, SystemClock};
use crate::delivery::DeliveryId;
use crate::journal::{Journal, JournalError, Order, OrderAnswer, OrderId, SqliteJournal};

/// How long to wait for the daemon to carry an order out.
const PATIENCE: chrono::Duration = chrono::Duration::seconds(10);

pub(super) async fn resolve(desk: &Desk, options: args::Resolve) -> Done {
    if let Some(url) = options.answer.posted.as_deref().filter(|url| !is_address(url)) {
        let facts = [("found", url.into())];
        let said = desk.say("resolve-bad-address", &facts);
        complain(&format!("{said} {}", desk.hint("resolve-bad-address", &facts)));
        return Ok(Exit::Usage);
    }
    let order = order(DeliveryId(options.delivery), options.answer);
    give(desk, order).await
}

/// Gives an order and waits a moment for what becomes of it.
pub(super) async fn give(desk: &Desk, order: Order) -> Done {
    let journal = SqliteJournal::open_shared(&desk.config.journal.path)?;
    let id = journal.give_order(order, SystemClock.now()).await?;
    if let Some(answer) = answer_to(&journal, id).await? {
        return told(desk, &answer);
    }
    if desk.json {
        print_json(&json!({ "done": null, "message": desk.say("order-waits", &[]) }))?;
    } else {
        print(&(desk.say("order-waits", &[]) + "\n"))?;
    }
    Ok(Exit::Fine)
}

/// What becomes of an order within a moment.
pub(super) async fn answer_to(
    journal: &dyn Journal,
    id: OrderId,
) -> Result<Option<OrderAnswer>, JournalError> {
    let limit = SystemClock.now() + PATIENCE;
    while SystemClock.now() < limit {
        if let Some(answer) = journal.order_answer(id).await? {
            return Ok(Some(answer));
        }
        SystemClock.sleep_until(SystemClock.now() + chrono::Duration::milliseconds(100)).await;
    }
    Ok(None)
}

fn told(desk: &Desk, answer: &OrderAnswer) -> Done {
    let said = desk.words.reason(&answer.reason);
    if desk.json {
        print_json(
            &json!({ "done": answer.done, "id": answer.reason.id, "message": said.message }),
        )?;
    } else {
        let hint = said.hint.map(|hint| format!(" {hint}")).unwrap_or_default();
        print(&format!("{}{hint}\n", said.message))?;
    }
    Ok(if answer.done { Exit::Fine } else { Exit::Refused })
}

fn order(delivery: DeliveryId, answer: args::Answer) -> Order {
    match answer {
        args::Answer { posted: Some(url), .. } => {
            Order::ItIsThere { delivery, url: Some(url).filter(|url| !url.is_empty()) }
        }
        args::Answer { post_again: true, .. } => Order::PostAgain { delivery },
        args::Answer { abandon: true, .. } => Order::Abandon { delivery },
        args::Answer { release: true, .. } => Order::Release { delivery },
        args::Answer { cancel: true, .. } => Order::Cancel { delivery },
        _ => Order::Look { delivery },
    }
}

fn is_address(url: &str) -> bool {
    url.is_empty() || url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}
