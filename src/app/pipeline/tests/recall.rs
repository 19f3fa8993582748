//! What was filed away and is recalled later: the receipt beside it says so.

use std::fs;

use super::Rig;
use crate::app::pipeline::Task;
use crate::clock::Clock as _;
use crate::delivery::DeliveryId;
use crate::journal::Order;

/// A rig whose two posts of one name are public and were filed away.
async fn published_twice() -> Rig {
    let mut rig = Rig::new().await;
    for text in ["आज बैठक है।", "कल बैठक है।"] {
        rig.put("notice.md", 1, text);
        rig.look().await;
        rig.pass(120).await;
    }
    assert_eq!(states(&rig), ["published", "published"]);
    rig
}

/// The states that the receipts tell of, in the order of their names.
fn states(rig: &Rig) -> Vec<String> {
    let read = |path| {
        let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        table["delivery"][0]["state"].as_str().unwrap().to_owned()
    };
    rig.receipts().into_iter().map(read).collect()
}

async fn recall(rig: &mut Rig, delivery: i64) {
    let order = Order::Recall { delivery: DeliveryId(delivery) };
    rig.journal.give_order(order, rig.clock.now()).await.unwrap();
    rig.hear_orders().await;
}

#[tokio::test]
async fn the_receipt_of_a_recalled_post_says_so_and_no_other_does() {
    let mut rig = published_twice().await;
    let before = (rig.filed(), rig.receipts());
    recall(&mut rig, 1).await;
    rig.pass(1).await;
    assert_eq!(states(&rig), ["published", "recalled"], "`notice (2)` comes first");
    assert_eq!((rig.filed(), rig.receipts()), before, "everything lies where it was");
}

#[tokio::test]
async fn a_receipt_that_could_not_say_it_before_a_crash_says_it_after_the_next_start() {
    let mut rig = published_twice().await;
    recall(&mut rig, 2).await;
    assert_eq!(states(&rig), ["published", "published"], "nobody had the time to write it");
    rig.start().await;
    rig.run(Task::SettleLeftovers).await;
    assert_eq!(states(&rig), ["recalled", "published"]);
}

#[tokio::test]
async fn a_new_post_of_the_name_stays_in_the_queue_when_the_old_one_is_recalled() {
    let mut rig = published_twice().await;
    let [first, second] = &rig.receipts()[..] else { panic!("two receipts") };
    fs::remove_file(first).unwrap();
    let text = fs::read_to_string(second).unwrap();
    rig.put("notice.md", 600, "परसों बैठक है।");
    rig.look().await;
    recall(&mut rig, 2).await;
    rig.pass(1).await;
    assert_eq!(fs::read_to_string(second).unwrap(), text, "it is that of the other post");
    assert_eq!(rig.receipts().len(), 1, "nothing new comes where people took a receipt away");
    assert!(rig.path("notice.md").exists());
    assert_eq!(rig.states().await, ["planned"]);
}
