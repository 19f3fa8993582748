//! The whole table of refusals.

use super::*;
use crate::adapters::graph::described::hold_against_table;
use crate::adapters::whatsapp::classify::RULES;
use crate::failure::Pause;

#[test]
fn every_row_of_the_table_has_its_class() {
    assert!(hold_against_table("whatsapp", RULES) > 33);
}

#[tokio::test]
async fn every_refusal_has_its_words() {
    use Class::{Auth, NotSent, Policy, Rate, Rejected, Server, Stale};
    for (code, class, reason) in [
        (0, Auth, "graph-login-ended"),
        (190, Auth, "graph-login-ended"),
        (3, Auth, "graph-right-missing"),
        (200, Auth, "graph-right-missing"),
        (131_005, Auth, "graph-right-missing"),
        (368, Policy, "graph-held-for-abuse"),
        (131_031, Policy, "whatsapp-account-locked"),
        (131_042, Auth, "whatsapp-billing"),
        (133_010, Auth, "whatsapp-number-not-registered"),
        (4, Rate, "rate-limited"),
        (130_429, Rate, "rate-limited"),
        (131_047, Rejected, "whatsapp-window-closed"),
        (132_000, Rejected, "whatsapp-parameters-refused"),
        (132_001, Rejected, "whatsapp-template-refused"),
        (132_005, Rejected, "whatsapp-template-too-long"),
        (132_018, Rejected, "whatsapp-text-refused"),
        (100, Rejected, "refused-by-platform"),
        (131_053, Stale, "whatsapp-media-refused"),
        (131_000, Server, "server-error"),
        (131_016, NotSent, "whatsapp-unavailable"),
    ] {
        for status in [200, 400, 429, 500] {
            let bench = Bench::of("whatsapp");
            let way = bench.first(&draft(TEXT)).await;
            bench.visible(Trick::Reply(Reply { status, ..refusal(code) }));
            let failure = bench.publish(&way).await.unwrap_err();
            assert_eq!((failure.class, &*failure.reason), (class, reason), "{code}, {status}");
        }
    }
}

#[tokio::test]
async fn after_too_many_complaints_a_person_is_asked_before_anything_goes_on() {
    let bench = Bench::of("whatsapp");
    let way = bench.first(&draft(TEXT)).await;
    bench.visible(Trick::Reply(refusal(131_048)));
    let failure = bench.publish(&way).await.unwrap_err();
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    // The engine holds what has to wait for more than a day, and tells a person.
    assert!(failure.class == Class::Rate && pause.as_secs() > 86_400);
}

#[tokio::test]
async fn what_the_platform_says_more_closely_is_kept() {
    let bench = Bench::of("whatsapp");
    let way = bench.first(&draft(TEXT)).await;
    let error = json!({
        "code": 132_012, "message": "(#132012)", "error_data": { "details": "header: expected IMAGE" },
    });
    bench.visible(Trick::Reply(Reply::json(400, &json!({ "error": error }))));
    let failure = bench.publish(&way).await.unwrap_err();
    assert!(failure.detail.contains("expected IMAGE"), "{failure:?}");
}
