//! Whether the account may send at all, and what a person is told where it may not.

use super::*;
use crate::finding::any_error;

async fn found(kind: &str) -> Vec<Finding> {
    Bench::of(kind).rig.platform.whoami().await.unwrap().findings
}

#[tokio::test]
async fn the_number_is_named_and_nothing_is_wrong_with_it() {
    let identity = Bench::of("whatsapp").rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "ग्राम सेवा समिति (+1 202-555-0100)");
    assert_eq!(identity.url.as_deref(), Some("https://wa.me/12025550100"));
    assert_eq!((identity.ends, ids(&identity.findings)), (None, vec!["whatsapp-people"]));
}

#[tokio::test]
async fn whatever_stands_against_sending_is_an_error_and_stops_it() {
    for (kind, id) in [
        ("paused", "whatsapp-template-not-approved"),
        ("other-language", "whatsapp-template-missing"),
        ("two-places", "whatsapp-template-places"),
        ("image", "whatsapp-template-header"),
        ("named", "whatsapp-template-named"),
        ("open-button", "whatsapp-template-button"),
        ("not-connected", "whatsapp-number-not-ready"),
    ] {
        let findings = found(kind).await;
        assert!(any_error(&findings) && ids(&findings).contains(&id), "{kind}: {findings:?}");
        let bench = Bench::of(kind);
        let failure = bench.refusal().await;
        assert_eq!((failure.class, &*failure.reason), (Class::Auth, id), "{kind}");
        assert!(bench.written_to().is_empty());
    }
}

#[tokio::test]
async fn what_is_only_worth_knowing_stops_nothing() {
    for (kind, id) in [
        ("flagged", "whatsapp-quality-low"),
        ("low-tier", "whatsapp-tier-low"),
        ("nameless", "whatsapp-name-not-approved"),
        ("for-a-day", "whatsapp-token-for-a-day"),
    ] {
        let findings = found(kind).await;
        assert!(!any_error(&findings) && ids(&findings).contains(&id), "{kind}: {findings:?}");
        Bench::of(kind).post(&draft(TEXT)).await.unwrap();
    }
}

#[tokio::test]
async fn a_missing_right_is_named() {
    let findings = found("poor").await;
    assert!(any_error(&findings));
    assert_eq!(ids(&findings)[0], "graph-scope-missing");
}

#[tokio::test]
async fn a_government_and_a_policy_read_long_ago_are_warned_of() {
    let lines = ["organisation_kind = \"government\"", "policy_confirmed_on = 2024-01-01"];
    let bench = Bench::with("whatsapp", PEOPLE, &lines);
    let findings = bench.rig.platform.whoami().await.unwrap().findings;
    let wanted = ["whatsapp-government-needs-leave", "whatsapp-policy-read-long-ago"];
    assert_eq!(ids(&findings)[..2], wanted);
}

#[tokio::test]
async fn a_text_that_is_too_long_with_the_templates_own_words_is_refused_before_it_is_sent() {
    let bench = Bench::of("wordy");
    let long = draft(&"क".repeat(1000));
    let mut way = Way { part: bench.parts(&long).remove(0), progress: Value::Null };
    let failure = bench.rig.prepare(&mut way, bench.seed(0)).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "whatsapp-too-long-together"));
    Bench::of("whatsapp").post(&long).await.unwrap();
}

#[tokio::test]
async fn the_daily_cap_goes_by_the_tier_and_nobody_gets_two_at_once() {
    for (kind, day) in [("whatsapp", Some(2000)), ("low-tier", Some(50)), ("unlimited", None)] {
        let bench = Bench::of(kind);
        let most = |per: u64| {
            let budgets = bench.rig.platform.limits().budgets.into_iter();
            let found = budgets.filter(|budget| budget.per.as_secs() == per);
            found.map(|budget| budget.most).next()
        };
        assert_eq!((most(86_400), most(6)), (Some(250), Some(1)), "before anything is known");
        bench.post(&draft(TEXT)).await.unwrap();
        assert_eq!((most(86_400), most(6), most(1)), (day, Some(3), Some(80)), "{kind}");
    }
}

#[tokio::test]
async fn a_secret_of_another_app_is_told_apart_from_a_dead_token() {
    let bench = Bench::of("whatsapp");
    bench.rig.order(Mischief::invisible(Trick::Revoke));
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-login-ended"));
    let bench = Bench::of("whatsapp");
    let phone =
        json!({ "id": "106540352242922", "display_phone_number": "1", "status": "CONNECTED" });
    bench.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &phone))));
    bench.rig.order(Mischief::invisible(Trick::Reply(refusal(190))));
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-app-refused"));
}

#[tokio::test]
async fn the_answer_about_another_number_is_not_believed() {
    let bench = Bench::of("whatsapp");
    let phone = json!({ "id": "5", "display_phone_number": "1", "status": "CONNECTED" });
    bench.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &phone))));
    assert_eq!(bench.rig.platform.whoami().await.unwrap_err().class, Class::Unknown);
}
