//! Logins, rate limits, recall, and who we are.

use std::time::Duration;

use dakiya::failure::{Class, Failure, Pause};
use dakiya::platform::mock::{Mischief, Trick, Which};

use super::bench::{Bench, Way};
use super::cases::{Case, every};
use super::drafts;
use super::exceptions::{cannot_say_who, has_no_way_back, renews};
use super::line::Spoil;

#[tokio::test]
async fn a_session_that_ended_is_renewed_and_the_post_goes_out() {
    every(async |case| {
        let (bench, way) = prepared(&case).await;
        bench.visible(Trick::EndSession);
        let failure = bench.publish(&way).await.unwrap_err();
        assert!(bench.ledger().is_empty(), "a refused login published");
        let bench = bench.restarted();
        if renews(&case) {
            assert_eq!(failure.class, Class::Session, "{failure:?}");
            bench.refresh().await.unwrap();
            bench.publish(&way).await.unwrap();
            bench.assert_public(&way, 1);
        } else {
            assert_eq!(failure.class, Class::Auth, "{failure:?}");
            assert_eq!(bench.refresh().await.unwrap_err().class, Class::Auth);
        }
        1
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ended_at_an_invisible_request_is_renewed_too() {
    every(async |case| {
        let bench = Bench::new(&case);
        if !renews(&case) {
            return 0;
        }
        let mut way = bench.way(&drafts::pictured(&bench), 1).unwrap();
        bench.whoami().await.unwrap();
        bench.invisible(Trick::EndSession);
        let failure = bench.prepare(&mut way).await.unwrap_err();
        assert_eq!(failure.class, Class::Session, "{failure:?}");
        bench.refresh().await.unwrap();
        bench.send(&mut way).await.unwrap();
        bench.assert_public(&way, 1);
        1
    })
    .await;
}

#[tokio::test]
async fn a_login_that_was_revoked_is_a_matter_for_a_person() {
    every(async |case| {
        let (bench, way) = prepared(&case).await;
        bench.visible(Trick::Revoke);
        let failure = bench.publish(&way).await.unwrap_err();
        match failure.class {
            Class::Auth => {}
            Class::Session => {
                assert_eq!(bench.refresh().await.unwrap_err().class, Class::Auth);
            }
            _ => panic!("{failure:?}"),
        }
        assert!(bench.ledger().is_empty());
        1
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_failed_keeps_the_old_session() {
    every(async |case| {
        if !renews(&case) {
            return 0;
        }
        let (bench, way) = prepared(&case).await;
        bench.rig.order(Mischief { which: Which::All, trick: Trick::Refuse, times: 1 });
        let failure = bench.refresh().await.unwrap_err();
        assert_eq!(failure.class, Class::NotSent, "{failure:?}");
        bench.publish(&way).await.unwrap();
        bench.assert_public(&way, 1);
        1
    })
    .await;
}

#[tokio::test]
async fn a_rate_limit_is_told_with_its_pause_and_nothing_is_lost() {
    every(async |case| {
        let wait = Duration::from_secs(90);
        let (bench, way) = prepared(&case).await;
        bench.visible(Trick::RateLimit(wait));
        let failure = bench.publish(&way).await.unwrap_err();
        assert_limited(&failure, wait);
        assert!(bench.ledger().is_empty());
        bench.pass(wait);
        bench.publish(&way).await.unwrap();
        bench.assert_public(&way, 1);
        1
    })
    .await;
}

#[tokio::test]
async fn a_rate_limit_of_an_invisible_request_is_told_too() {
    every(async |case| {
        let wait = Duration::from_secs(90);
        let bench = Bench::new(&case);
        let Some(mut way) = bench.way(&drafts::pictured(&bench), 1) else { return 0 };
        bench.invisible(Trick::RateLimit(wait));
        match bench.prepare(&mut way).await {
            Ok(_) => assert!(bench.line.passed().iter().all(|passed| passed.visible)),
            Err(failure) => assert_limited(&failure, wait),
        }
        bench.pass(wait);
        bench.send(&mut way).await.unwrap();
        bench.assert_public(&way, 1);
        1
    })
    .await;
}

#[tokio::test]
async fn a_recall_is_done_once_and_already_gone_is_done() {
    every(async |case| {
        let (bench, mut way) = prepared(&case).await;
        let receipt = bench.publish(&way).await.unwrap();
        bench.accept(&mut way, &receipt);
        let bench = bench.restarted();
        let receipt = &way.receipts[0];
        for _ in 0..2 {
            let recalled = bench.recall(receipt).await;
            if has_no_way_back(&case) {
                assert_eq!(recalled.unwrap_err().class, Class::Rejected);
            } else {
                assert!(recalled.is_ok(), "{recalled:?}");
                assert!(bench.ledger()[0].deleted);
            }
            bench.pass(Duration::from_secs(5));
        }
        2
    })
    .await;
}

#[tokio::test]
async fn a_recall_whose_answer_was_lost_is_repeated() {
    every(async |case| {
        if has_no_way_back(&case) {
            return 0;
        }
        let (bench, mut way) = prepared(&case).await;
        let receipt = bench.publish(&way).await.unwrap();
        bench.accept(&mut way, &receipt);
        bench.invisible(Trick::ApplyThenCut);
        let failure = bench.recall(&receipt).await.unwrap_err();
        assert!(matches!(failure.class, Class::Unknown | Class::Server), "{failure:?}");
        bench.pass(Duration::from_secs(5));
        bench.recall(&receipt).await.unwrap();
        assert!(bench.ledger()[0].deleted);
        1
    })
    .await;
}

#[tokio::test]
async fn who_we_are_is_asked_without_any_consequence() {
    every(async |case| {
        let (bench, mut way) = prepared(&case).await;
        for _ in 0..2 {
            let identity = bench.whoami().await.unwrap();
            assert!(!identity.name.is_empty());
            assert!(identity.url.as_deref().is_none_or(|url| url.starts_with("https://")));
            assert!(!dakiya::finding::any_error(&identity.findings), "{:?}", identity.findings);
            assert!(!cannot_say_who(case.kind) || !identity.findings.is_empty());
        }
        bench.send(&mut way).await.unwrap();
        bench.assert_public(&way, 1);
        2
    })
    .await;
}

#[tokio::test]
async fn whoami_tells_a_dead_login_from_a_dead_network() {
    every(async |case| {
        if cannot_say_who(case.kind) {
            return 0;
        }
        let bench = Bench::new(&case);
        bench.whoami().await.unwrap();
        bench.invisible(Trick::Refuse);
        assert_eq!(bench.whoami().await.unwrap_err().class, Class::NotSent);
        bench.invisible(Trick::Revoke);
        let class = bench.whoami().await.unwrap_err().class;
        assert!(matches!(class, Class::Auth | Class::Session), "{class:?}");
        2
    })
    .await;
}

#[tokio::test]
async fn a_recall_that_meets_any_fault_says_so_and_can_be_repeated() {
    every(async |case| {
        if has_no_way_back(&case) {
            return 0;
        }
        let faults = super::faults::TABLE;
        for fault in faults {
            let (bench, mut way) = prepared(&case).await;
            let receipt = bench.publish(&way).await.unwrap();
            bench.accept(&mut way, &receipt);
            let spoil: Spoil = (fault.spoil)();
            bench.line.spoil_invisible(0, spoil);
            if let Err(failure) = bench.recall(&receipt).await {
                bench.line.forgive();
                let _not_mendable = bench.recover(&failure).await;
            }
            let again = bench.recall(&receipt).await;
            assert!(again.is_ok(), "{}: {again:?}", fault.name);
            assert!(bench.ledger()[0].deleted, "{}", fault.name);
        }
        faults.len()
    })
    .await;
}

fn assert_limited(failure: &Failure, wait: Duration) {
    assert_eq!(failure.class, Class::Rate, "{failure:?}");
    let Pause::For(pause) = failure.pause else { panic!("no pause: {failure:?}") };
    let most = wait + Duration::from_secs(60);
    assert!((wait..=most).contains(&pause), "{pause:?}");
}

async fn prepared(case: &Case) -> (Bench, Way) {
    let bench = Bench::new(case);
    let mut way = bench.way(&drafts::notice(), 1).unwrap();
    bench.prepare(&mut way).await.unwrap();
    (bench, way)
}
