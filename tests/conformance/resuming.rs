//! Preparing: it goes on after any restart, and any step of it may be done again.

use super::bench::{Bench, Way};
use super::cases::{Case, every};
use super::drafts;

#[tokio::test]
async fn a_restart_after_every_single_step_leaves_one_public_message_per_part() {
    each_draft(async |mut bench, mut way| {
        let mut steps = 0;
        while way.receipts.len() < way.parts.len() {
            loop {
                bench = bench.restarted();
                steps += 1;
                assert!(steps < 2000, "with restarts, preparing does not end");
                if bench.step(&mut way).await.unwrap() {
                    break;
                }
            }
            bench = bench.restarted();
            let receipt = bench.publish(&way).await.unwrap();
            bench.accept(&mut way, &receipt);
        }
        bench.assert_public(&way, way.parts.len());
        steps
    })
    .await;
}

#[tokio::test]
async fn every_step_may_be_done_twice() {
    each_draft(async |bench, mut way| {
        let mut steps = 0;
        while way.receipts.len() < way.parts.len() {
            loop {
                let mut forgotten = way.clone();
                bench.step(&mut forgotten).await.unwrap();
                steps += 1;
                if bench.step(&mut way).await.unwrap() {
                    break;
                }
            }
            assert!(bench.step(&mut way).await.unwrap(), "what is done does not stay done");
            let receipt = bench.publish(&way).await.unwrap();
            bench.accept(&mut way, &receipt);
        }
        bench.assert_public(&way, way.parts.len());
        steps
    })
    .await;
}

#[tokio::test]
async fn a_part_that_is_prepared_anew_is_public_once() {
    each_draft(async |mut bench, mut way| {
        bench.prepare(&mut way).await.unwrap();
        way.progress = serde_json::Value::Null;
        bench = bench.restarted();
        bench.send(&mut way).await.unwrap();
        bench.assert_public(&way, way.parts.len());
        1
    })
    .await;
}

#[tokio::test]
async fn progress_that_cannot_be_understood_begins_anew_or_fails_and_never_panics() {
    every(async |case| {
        let strange = [
            serde_json::json!("x"),
            serde_json::json!([1, 2]),
            serde_json::json!({ "step": 99, "unknown": { "a": [null] } }),
            serde_json::json!(-1),
        ];
        for progress in &strange {
            let bench = Bench::new(&case);
            let mut way = bench.way(&drafts::notice(), 1).unwrap();
            way.progress = progress.clone();
            if bench.prepare(&mut way).await.is_ok() {
                let _may_fail = bench.publish(&way).await;
            }
            assert!(bench.ledger().len() <= 1);
        }
        strange.len()
    })
    .await;
}

/// The drafts whose preparation differs: text alone, pictures, a thread.
async fn each_draft(check: impl AsyncFn(Bench, Way) -> usize) {
    every(async |case: Case| {
        let mut tried = 0;
        for at in 0..4 {
            let bench = Bench::new(&case);
            let draft = match at {
                0 => drafts::notice(),
                1 => drafts::pictured(&bench),
                2 => drafts::album(&bench),
                _ => drafts::long(),
            };
            if let Some(way) = bench.way(&draft, 1) {
                tried += check(bench, way).await;
            }
        }
        tried
    })
    .await;
}
