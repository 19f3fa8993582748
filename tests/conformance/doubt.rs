//! A lost answer at the visible request, and what an account may say about it by its promise.

use std::time::Duration;

use dakiya::clock::Instant;
use dakiya::delivery::{Evidence, Found, Guarantee};
use dakiya::platform::mock::Trick;

use super::bench::{Bench, Way};
use super::cases::{Case, every};
use super::drafts;
use super::exceptions::gives_no_id;
use super::sending::is_link;

/// How an answer gets lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    /// The request arrived, the answer did not.
    Applied,
    /// The request did not arrive.
    Gone,
    /// It arrives before we look.
    LandsBefore,
    /// It arrives after we have looked and, where that is allowed, repeated it.
    LandsAfter,
}

const LOSSES: [Loss; 4] = [Loss::Applied, Loss::Gone, Loss::LandsBefore, Loss::LandsAfter];

#[tokio::test]
async fn a_lost_answer_never_makes_two_where_repeats_are_promised_to_be_harmless() {
    with_losses(async |bench, way, loss, since| {
        if bench.platform().guarantee() > Guarantee::B {
            return;
        }
        assert_truth(&bench, &bench.find(&way, since).await.unwrap(), loss);
        bench.pass(Duration::from_secs(180));
        for _ in 0..2 {
            let receipt = bench.publish(&way).await.unwrap();
            let ledger = bench.ledger();
            assert!(receipt.id == ledger[0].id || gives_no_id(bench.case.kind), "{loss:?}");
            bench.pass(Duration::from_secs(5));
        }
        bench.rig.stage.land();
        bench.assert_public(&way, 1);
    })
    .await;
}

#[tokio::test]
async fn a_look_after_a_lost_answer_says_nothing_but_the_truth() {
    with_losses(async |bench, way, loss, since| {
        let found = bench.find(&way, since).await.unwrap();
        assert_truth(&bench, &found, loss);
        bench.rig.stage.land();
        bench.pass(Duration::from_secs(600));
        let later = if loss == Loss::LandsAfter { Loss::Applied } else { loss };
        let found = bench.find(&way, since).await.unwrap();
        assert_truth(&bench, &found, later);
        assert!(bench.ledger().len() <= 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_found_can_be_taken_back_and_replied_to_like_what_was_answered() {
    every(async |case| {
        let bench = Bench::experienced(&case).await;
        let Some(mut way) = bench.way(&drafts::long(), 1) else { return 1 };
        bench.prepare(&mut way).await.unwrap();
        bench.visible(Trick::ApplyThenCut);
        let since = bench.now();
        bench.publish(&way).await.unwrap_err();
        let Found::Published(receipt) = bench.find(&way, since).await.unwrap() else { return 1 };
        bench.accept(&mut way, &receipt);
        bench.send(&mut way).await.unwrap();
        bench.assert_public(&way, way.parts.len());
        if let Some(second) = bench.ledger().get(1) {
            assert_eq!(second.parent.as_ref(), Some(&receipt.id));
        }
        bench.recall(&receipt).await.unwrap();
        assert!(bench.ledger()[0].deleted);
        1
    })
    .await;
}

#[tokio::test]
async fn the_same_text_of_an_earlier_post_is_never_taken_for_ours() {
    every(async |case| {
        for draft in [drafts::notice(), drafts::pictured(&Bench::new(&case))] {
            let bench = Bench::new(&case);
            let draft = if draft.media.is_empty() { draft } else { drafts::pictured(&bench) };
            let Some(mut earlier) = bench.way(&draft, 1) else { continue };
            bench.send(&mut earlier).await.unwrap();
            bench.pass(Duration::from_secs(3600));
            let bench = bench.restarted();
            let way = lost(&bench, bench.way(&draft, 2).unwrap(), Loss::Gone).await;
            let found = bench.find(&way.0, way.1).await.unwrap();
            assert!(!matches!(found, Found::Published(_)), "{found:?}");
        }
        2
    })
    .await;
}

#[tokio::test]
async fn where_a_key_is_promised_the_same_text_of_a_later_post_is_not_ours_either() {
    every(async |case| {
        let bench = Bench::new(&case);
        if bench.platform().guarantee() != Guarantee::A {
            return 0;
        }
        let (way, since) = lost(&bench, bench.way(&drafts::notice(), 1).unwrap(), Loss::Gone).await;
        let mut other = bench.way(&drafts::notice(), 2).unwrap();
        bench.pass(Duration::from_secs(5));
        bench.send(&mut other).await.unwrap();
        let found = bench.find(&way, since).await.unwrap();
        assert!(!matches!(found, Found::Published(_)), "{found:?}");
        1
    })
    .await;
}

#[tokio::test]
async fn what_the_platform_forgot_is_prepared_again_and_public_once() {
    every(async |case| {
        let mut tried = 0;
        for pictured in [false, true] {
            let bench = Bench::new(&case);
            let draft = if pictured { drafts::pictured(&bench) } else { drafts::notice() };
            let Some(mut way) = bench.way(&draft, 1) else { continue };
            bench.prepare(&mut way).await.unwrap();
            bench.visible(Trick::Forget);
            let receipt = match bench.publish(&way).await {
                Ok(receipt) => receipt,
                Err(failure) => {
                    assert_eq!(failure.class, dakiya::failure::Class::Stale, "{failure:?}");
                    way.progress = serde_json::Value::Null;
                    bench.prepare(&mut way).await.unwrap();
                    bench.publish(&way).await.unwrap()
                }
            };
            bench.accept(&mut way, &receipt);
            bench.assert_public(&way, 1);
            tried += 1;
        }
        tried
    })
    .await;
}

/// What a look may say. Somewhere between "we see it" and "it is not there" lies the honest
/// "we cannot know"; but class C, once it has posted before, is promised to see what is there.
fn assert_truth(bench: &Bench, found: &Found, loss: Loss) {
    let there = matches!(loss, Loss::Applied | Loss::LandsBefore);
    match found {
        Found::Published(receipt) => {
            assert!(there, "{loss:?}: found what is not there: {receipt:?}");
            assert_eq!(receipt.id, bench.ledger()[0].id, "{loss:?}");
            assert!(is_link(receipt), "{:?}", receipt.url);
            assert_ne!(receipt.evidence, Evidence::Person);
        }
        Found::Absent => assert!(!there, "{loss:?}: calls absent what is there"),
        Found::CannotKnow => {
            let sees = bench.platform().guarantee() == Guarantee::C;
            assert!(!(there && sees), "{loss:?}: class C does not see what is there");
        }
    }
}

/// A request of `way` that did not arrive is looked for.
pub(crate) async fn lost_and_looked_for(bench: Bench, way: Way) {
    let (way, since) = lost(&bench, way, Loss::Gone).await;
    assert_truth(&bench, &bench.find(&way, since).await.unwrap(), Loss::Gone);
}

/// Prepares `way` and sends it with this loss; with the instant of the request.
async fn lost(bench: &Bench, mut way: Way, loss: Loss) -> (Way, Instant) {
    bench.prepare(&mut way).await.unwrap();
    let since = bench.now();
    bench.visible(match loss {
        Loss::Applied => Trick::ApplyThenCut,
        Loss::Gone => Trick::Cut,
        Loss::LandsBefore | Loss::LandsAfter => Trick::LandLater,
    });
    let failure = bench.publish(&way).await.unwrap_err();
    assert!(failure.class.may_be_applied(), "{loss:?}: {failure:?}");
    if loss == Loss::LandsBefore {
        bench.rig.stage.land();
    }
    bench.pass(Duration::from_secs(20));
    (way, since)
}

async fn with_losses(check: impl AsyncFn(Bench, Way, Loss, Instant)) {
    every(async |case: Case| {
        let mut tried = 0;
        for loss in LOSSES {
            for pictures in 0..3 {
                let bench = Bench::experienced(&case).await;
                let draft = match pictures {
                    0 => drafts::notice(),
                    1 => drafts::pictured(&bench),
                    _ => drafts::album(&bench),
                };
                let Some(way) = bench.way(&draft, 1) else { continue };
                let (way, since) = lost(&bench, way, loss).await;
                check(bench.restarted(), way, loss, since).await;
                tried += 1;
            }
        }
        tried
    })
    .await;
}
