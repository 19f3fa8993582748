//! What people do, with and without a daemon, and kills in the middle of it: answers to
//! questions, stops, and files that have a problem.

use std::fs;

use dakiya::delivery::DeliveryId;
use dakiya::journal::{Journal as _, Order};

use super::accounts::Account;
use super::cases::{restarted, run_to_end};
use super::child::{Child, End, KILLED};
use super::coverage::{Scene, points_of};
use super::site::{POST, RUNTIME, Site};
use super::verdict::judge;

/// A delivery that asks a person, as nothing shows whether its first part is public. `lost` is
/// where the daemon was killed.
fn question(lost: &str) -> Site {
    let site = Site::new(&Account::named("slack"));
    assert_eq!(run_to_end(&site, &format!("{lost}=kill@1")), Ok(KILLED));
    assert_eq!(run_to_end(&site, ""), Ok(End::Code(0)));
    judge(&site).unwrap();
    assert_eq!(site.outcomes(), ["held"]);
    assert_eq!(site.ask(&["status"]).0, 2);
    site
}

fn start(site: &Site, faults: &str) -> Child {
    let mut child = site.run(faults);
    child.wait_for_line("dakiya is running");
    child
}

fn filed_away(site: &Site, child: &mut Child) {
    assert!(child.wait_for(|_| site.filed().is_some()), "{}", child.said());
    assert_eq!(child.terminate(), End::Code(0));
    judge(site).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(site.ask(&["status"]).0, 0);
}

#[test]
fn it_is_there_is_told_to_the_running_daemon() {
    let site = question("send.answer.before");
    let mut child = start(&site, "");
    let message = &site.stage.ledger()[0].id;
    let url = format!("https://example.slack.com/archives/C1/{message}");
    let (code, said) = site.ask(&["resolve", "1", "--posted", &url]);
    assert_eq!(code, 0, "{said}");
    filed_away(&site, &mut child);
}

#[test]
fn it_is_there_is_told_without_a_daemon_and_heard_at_the_next_start() {
    let site = question("send.answer.before");
    let (code, said) = site.ask(&["resolve", "1", "--posted"]);
    assert_eq!(code, 0, "{said}");
    filed_away(&site, &mut start(&site, ""));
}

#[test]
fn post_again_sends_what_was_never_sent() {
    let site = question("send.request.before");
    assert_eq!(site.stage.ledger(), []);
    let mut child = start(&site, "");
    let (code, said) = site.ask(&["--json", "resolve", "1", "--post-again"]);
    assert_eq!(code, 0, "{said}");
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(answer["done"], true);
    filed_away(&site, &mut child);
}

#[test]
fn abandon_files_it_as_failed_and_a_second_answer_is_refused() {
    let site = question("send.answer.before");
    let mut child = start(&site, "");
    assert_eq!(site.ask(&["resolve", "1", "--abandon"]).0, 0);
    assert!(child.wait_for(|_| site.filed().is_some()), "{}", child.said());
    assert_eq!(site.ask(&["resolve", "1", "--post-again"]).0, 6);
    assert_eq!(site.ask(&["resolve", "7", "--abandon"]).0, 6);
    assert_eq!(child.terminate(), End::Code(0));
    assert!(site.filed().unwrap().starts_with(site.path("posts/failed")));
    assert_eq!(site.stage.ledger().len(), 1);
}

#[test]
fn an_answer_counts_once_wherever_the_daemon_dies_over_it() {
    for point in points_of(Scene::Order) {
        let site = question("send.answer.before");
        if point == "journal.order.before" {
            let killed = site.command(&["resolve", "1", "--posted"], "journal.order.before=kill@1");
            assert_eq!(Child::start(killed).end(), KILLED);
            assert_eq!(RUNTIME.block_on(site.journal().orders()), Ok(vec![]));
            continue;
        }
        let mut child = start(&site, &format!("{point}=kill@1"));
        let order = Order::ItIsThere { delivery: DeliveryId(1), url: None };
        let journal = site.journal();
        RUNTIME.block_on(journal.give_order(order, site.minutes_from_now(0))).unwrap();
        assert_eq!(child.end(), KILLED, "{point}");
        filed_away(&site, &mut start(&site, ""));
    }
}

#[test]
fn a_stop_is_there_or_not_wherever_the_command_dies() {
    let site = Site::empty(&Account::named("mastodon"));
    assert_eq!(run_to_end_empty(&site), End::Code(0));
    let stopped = || RUNTIME.block_on(site.journal().stopped()).unwrap().is_some();
    for point in points_of(Scene::Stop).into_iter().chain(["journal.commit.before"]) {
        let command = site.command(&["stop"], &format!("{point}=kill@1"));
        assert_eq!(Child::start(command).end(), KILLED);
        assert!(!stopped(), "{point}");
    }
    let command = site.command(&["stop"], "journal.commit.after=kill@1");
    assert_eq!(Child::start(command).end(), KILLED);
    assert!(stopped());
}

fn run_to_end_empty(site: &Site) -> End {
    start(site, "").terminate()
}

#[test]
fn a_note_comes_and_goes_wherever_the_daemon_dies_over_it() {
    for point in points_of(Scene::Note).into_iter().chain(["beside.sync.before@2"]) {
        let (point, passage) = point.split_once('@').unwrap_or((point, "1"));
        let site = Site::empty(&Account::named("mastodon"));
        let broken = "+++\nto = [\"onne\"]\nat = \"now\"\n+++\nA notice.\n";
        fs::write(site.queue().join(POST), broken).unwrap();
        let note = site.queue().join(format!("{POST}.problem.txt"));
        if point != "note.remove.before" {
            let mut child = start(&site, &format!("{point}=kill@{passage}"));
            assert_eq!(child.end(), KILLED, "{point}");
        }
        let mut child = start(&site, "");
        assert!(child.wait_for(|_| note.exists()), "{}", child.said());
        child.terminate();
        assert!(fs::read_to_string(&note).unwrap().contains("one"));
        site.write_post(&site.account.text());
        if point == "note.remove.before" {
            assert_eq!(run_to_end(&site, &format!("{point}=kill@1")), Ok(KILLED));
        }
        restarted(&site).unwrap_or_else(|wrong| panic!("{point}: {wrong}"));
    }
}

#[test]
fn a_recall_is_carried_out_wherever_the_daemon_dies_over_it() {
    let orders = ["journal.order-done.before", "journal.outcome.before", "journal.move.before"];
    for point in orders.into_iter().chain(["", "receipt.write.before", "beside.rename.before"]) {
        let site = Site::new(&Account::named("mastodon"));
        assert_eq!(run_to_end(&site, ""), Ok(End::Code(0)));
        assert_eq!(site.outcomes(), ["published"]);
        let (code, said) = site.ask(&["recall", POST]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("not running"), "{said}");
        assert!(site.stage.ledger().iter().all(|one| !one.deleted), "nobody is there to do it");
        if !point.is_empty() {
            assert_eq!(site.run(&format!("{point}=kill@1")).end(), KILLED, "{point}");
        }
        let mut child = start(&site, "");
        let is_told = |site: &Site| site.outcomes().len() == 2 && says_recalled(site);
        assert!(child.wait_for(|_| is_told(&site)), "{point}: {}", child.said());
        assert_eq!(child.terminate(), End::Code(0));
        assert_eq!(site.outcomes(), ["published", "recalled"], "{point}");
        let ledger = site.stage.ledger();
        assert!(ledger.len() > 1 && ledger.iter().all(|one| one.deleted), "{point}");
    }
}

/// Whether the receipt beside the post says so.
fn says_recalled(site: &Site) -> bool {
    let receipt = site.filed().map(|path| fs::read_to_string(path).unwrap());
    receipt.is_some_and(|text| text.contains("state = \"recalled\""))
}
