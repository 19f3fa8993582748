//! The files of all posts vanish at once.

use std::fs;

use super::Rig;
use crate::clock::Clock as _;

const NAMES: [&str; 3] = ["a.md", "b.md", "c.md"];

/// A rig whose three posts, due in ten minutes, have vanished.
async fn vanished() -> Rig {
    let mut rig = Rig::new().await;
    NAMES.iter().for_each(|name| rig.put(name, 10, name));
    rig.look().await;
    assert_eq!(rig.states().await, ["planned"; 3]);
    fs::create_dir(rig.path("../aside")).unwrap();
    NAMES.iter().for_each(|name| rig.rename(name, &format!("../aside/{name}")));
    rig.look().await;
    rig
}

async fn why_stopped(rig: &Rig) -> Option<String> {
    rig.journal.stopped().await.unwrap().map(|why| why.id.into_owned())
}

/// A person lets everything go on, and the program hears of it.
async fn let_go_on(rig: &mut Rig) {
    rig.journal.set_stop(None, rig.clock.now()).await.unwrap();
    rig.hear_orders().await;
}

#[tokio::test]
async fn a_person_who_lets_go_on_says_that_the_files_are_gone() {
    let mut rig = vanished().await;
    assert_eq!(why_stopped(&rig).await.as_deref(), Some("queue-vanished"));
    rig.pass(900).await;
    let_go_on(&mut rig).await;
    rig.pass(10).await;
    rig.look().await;
    assert_eq!(why_stopped(&rig).await, None, "it is asked once");
    assert_eq!((rig.states().await, rig.toy.public()), (vec![], vec![]));
    rig.put("new.md", 1, "नई सूचना।");
    rig.look().await;
    rig.pass(120).await;
    assert_eq!(rig.toy.public(), ["नई सूचना।"]);
}

#[tokio::test]
async fn what_a_person_said_counts_after_a_restart() {
    let mut rig = vanished().await;
    rig.start().await;
    rig.look().await;
    rig.journal.set_stop(None, rig.clock.now()).await.unwrap();
    rig.start().await;
    rig.look().await;
    rig.pass(10).await;
    assert_eq!((why_stopped(&rig).await, rig.states().await), (None, vec![]));
}

#[tokio::test]
async fn posts_whose_files_come_back_are_as_before() {
    let mut rig = vanished().await;
    NAMES.iter().for_each(|name| rig.rename(&format!("../aside/{name}"), name));
    let_go_on(&mut rig).await;
    rig.look().await;
    assert_eq!(rig.states().await, ["planned"; 3]);
    rig.pass(700).await;
    assert_eq!(rig.toy.public().len(), 3);
    NAMES.iter().for_each(|name| rig.put(name, 10, name));
    rig.look().await;
    NAMES.iter().for_each(|name| fs::remove_file(rig.path(name)).unwrap());
    rig.look().await;
    assert!(why_stopped(&rig).await.is_some(), "the next loss is a new one");
}
