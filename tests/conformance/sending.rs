//! Sending: what becomes public is what was composed, once, and the receipt leads to it.

use dakiya::delivery::{Evidence, Receipt};
use dakiya::http::Url;
use dakiya::platform::mock::Public;
use dakiya::post::Part;

use super::bench::{Bench, Way};
use super::cases::every;
use super::drafts;
use super::exceptions::{gives_no_id, has_no_replies, replies_to_the_first, shown};

#[tokio::test]
async fn every_draft_that_is_taken_becomes_public_as_it_was_composed() {
    every(async |case| {
        let mut sent = 0;
        for at in 0..drafts::all(&Bench::new(&case)).len() {
            let bench = Bench::new(&case);
            let (name, draft) = drafts::all(&bench).swap_remove(at);
            let Some(mut way) = bench.way(&draft, 1) else { continue };
            let result = bench.send(&mut way).await;
            assert!(result.is_ok(), "{name}: {result:?}");
            assert_as_composed(&bench, &way, name);
            sent += 1;
        }
        assert!(sent >= 4, "only {sent} drafts are taken");
        sent
    })
    .await;
}

#[tokio::test]
async fn every_visible_request_goes_out_as_one_and_no_other_does() {
    every(async |case| {
        let bench = Bench::new(&case);
        let drafts = drafts::in_a_row(&bench);
        for (number, (name, draft)) in (1..).zip(&drafts) {
            let Some(mut way) = bench.way(draft, number) else { continue };
            bench.prepare(&mut way).await.unwrap();
            assert!(bench.line.passed().iter().all(|passed| !passed.visible || number > 1));
            let before = bench.line.passed().len();
            let receipt = bench.publish(&way).await;
            assert!(receipt.is_ok(), "{name}: {receipt:?}");
            let sent: Vec<_> = bench.line.passed().split_off(before);
            let visible: Vec<_> = sent.iter().map(|passed| passed.visible).collect();
            assert_only_first(&visible, name);
            assert_only_reads(&bench, visible.len() - 1, name);
            bench.pass(std::time::Duration::from_secs(10));
        }
        let by_line = bench.line.passed().into_iter().map(|passed| passed.visible);
        let by_stage = bench.rig.stage.seen().into_iter().map(|(_, visible)| visible);
        assert!(by_line.eq(by_stage), "adapter and platform differ about what is visible");
        drafts.len()
    })
    .await;
}

/// Publishing is one visible request. What comes after it only reads: some services say where
/// people see a post nowhere but in the post itself.
fn assert_only_first(visible: &[bool], name: &str) {
    assert_eq!(visible.first(), Some(&true), "{name}: publishing begins with its request");
    assert!(!visible[1..].contains(&true), "{name}: publishing is one visible request");
}

fn assert_only_reads(bench: &Bench, count: usize, name: &str) {
    let seen = bench.rig.stage.seen();
    let last = seen.iter().rev().take(count);
    assert!(last.into_iter().all(|(asked, _)| asked.method == "GET"), "{name}: not a read");
}

#[tokio::test]
async fn posts_after_one_another_all_become_public_with_receipts_of_their_own() {
    every(async |case| {
        let bench = Bench::new(&case);
        let mut ids = std::collections::BTreeSet::new();
        for number in 1..=4 {
            let mut way = bench.way(&drafts::draft(&format!("सूचना {number}")), number).unwrap();
            bench.send(&mut way).await.unwrap();
            ids.insert(way.receipts[0].id.clone());
        }
        assert_eq!(bench.ledger().len(), 4);
        assert!(ids.len() == 4 || gives_no_id(case.kind), "{ids:?}");
        4
    })
    .await;
}

pub(crate) fn assert_as_composed(bench: &Bench, way: &Way, name: &str) {
    let ledger = bench.ledger();
    bench.assert_public(way, way.parts.len());
    for (at, (part, public)) in way.parts.iter().zip(&ledger).enumerate() {
        let receipt = &way.receipts[at];
        assert_content(bench, part, public, name);
        assert_receipt(bench, receipt, public, name);
        let flat = replies_to_the_first(bench.case.kind);
        let before = at.checked_sub(1).map(|at| ledger[if flat { 0 } else { at }].id.clone());
        let follows = public.parent == before || has_no_replies(bench.case.kind);
        assert!(follows, "{name}: part {at} replies to {:?}, not {before:?}", public.parent);
    }
}

fn assert_content(bench: &Bench, part: &Part, public: &Public, name: &str) {
    assert_eq!(public.text.trim(), shown(bench.case.kind, part), "{name}");
    assert_eq!(public.media, part.media.len(), "{name}");
    if bench.platform().limits().alt_text.is_some() {
        let alts: Vec<_> = part.media.iter().filter_map(|medium| medium.alt.clone()).collect();
        assert_eq!(public.alt, alts, "{name}");
    }
}

fn assert_receipt(bench: &Bench, receipt: &Receipt, public: &Public, name: &str) {
    assert_eq!(receipt.evidence, Evidence::Answered, "{name}");
    assert_eq!(receipt.at, public.at, "{name}");
    assert!(is_link(receipt), "{name}: {:?}", receipt.url);
    if receipt.id.is_empty() {
        assert!(gives_no_id(bench.case.kind), "{name}: a receipt without an id");
    } else {
        assert_eq!(receipt.id, public.id, "{name}");
    }
}

/// Whether the link of a receipt, if it has one, is https.
pub(crate) fn is_link(receipt: &Receipt) -> bool {
    receipt.url.as_deref().is_none_or(|url| {
        Url::parse(url).is_ok_and(|url| url.scheme() == "https" && url.has_host())
    })
}
