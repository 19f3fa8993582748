//! Messages to one person each: what is sent, what comes back, and who is passed over.

use super::*;
use crate::delivery::{Evidence, Found};

#[tokio::test]
async fn everybody_gets_one_message_and_a_receipt_of_their_own() {
    let bench = Bench::of("whatsapp");
    let receipts = bench.post(&draft(TEXT)).await.unwrap();
    assert_eq!(bench.written_to(), NUMBERS[..3]);
    let ids: std::collections::BTreeSet<_> = receipts.iter().map(|one| &one.id).collect();
    assert_eq!(ids.len(), 3);
    for (receipt, public) in receipts.iter().zip(bench.rig.ledger()) {
        assert!(receipt.id.starts_with("wamid.") && receipt.id == public.id, "{receipt:?}");
        assert_eq!((receipt.evidence, public.text.as_str()), (Evidence::Answered, TEXT));
        assert!(receipt.has_reached() && receipt.remarks.is_empty());
    }
}

#[tokio::test]
async fn a_message_is_the_template_with_its_places_filled() {
    let bench = Bench::with("two-places", PEOPLE, &["parameters = 2"]);
    bench.post(&draft("एक\nदो")).await.unwrap();
    let text = |text| json!({ "type": "text", "text": text });
    let wanted = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": NUMBERS[0],
        "type": "template",
        "template": {
            "name": "office_notice",
            "language": { "policy": "deterministic", "code": "hi" },
            "components": [{ "type": "body", "parameters": [text("एक"), text("दो")] }],
        },
    });
    assert_eq!(bench.asked("/messages")[0].json().unwrap(), wanted);
}

#[tokio::test]
async fn template_and_number_are_looked_at_once_for_all_people() {
    let bench = Bench::of("whatsapp");
    bench.post(&draft(TEXT)).await.unwrap();
    assert_eq!(bench.asked("/message_templates").len(), 1);
    bench.pass(16 * 60);
    bench.post(&draft(TEXT)).await.unwrap();
    assert_eq!(bench.asked("/message_templates").len(), 2);
}

#[tokio::test]
async fn who_cannot_be_reached_does_not_stop_the_others() {
    let bench = Bench::of("second-unreachable");
    let receipts = bench.post(&draft(TEXT)).await.unwrap();
    assert_eq!(bench.written_to(), NUMBERS[..3]);
    let reached: Vec<_> = receipts.iter().map(Receipt::has_reached).collect();
    assert_eq!(reached, [true, false, true]);
    assert_eq!((receipts[1].id.as_str(), receipts[1].url.as_deref()), ("", None));
    assert_eq!(receipts[1].remarks, ["whatsapp-person-unreachable"]);
    assert_eq!(receipts[1].extra["to"], "+12…0102");
}

#[tokio::test]
async fn where_nobody_was_reached_the_last_one_says_so_as_a_failure() {
    let bench = Bench::of("nobody-reachable");
    let failure = bench.post(&draft(TEXT)).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "whatsapp-person-not-today"));
    assert_eq!(bench.written_to().len(), 3);
    assert!(bench.rig.ledger().is_empty());
}

#[tokio::test]
async fn every_refusal_of_one_person_is_remarked_and_no_other_is() {
    for (code, remark) in [
        (131_026, "whatsapp-person-unreachable"),
        (131_021, "whatsapp-person-unreachable"),
        (131_049, "whatsapp-person-not-today"),
        (130_472, "whatsapp-person-not-today"),
        (131_050, "whatsapp-person-stopped"),
        (131_056, "whatsapp-person-too-soon"),
    ] {
        let bench = Bench::of("whatsapp");
        let way = bench.first(&draft(TEXT)).await;
        bench.visible(Trick::Reply(refusal(code)));
        let receipt = bench.publish(&way).await.unwrap();
        assert_eq!((receipt.has_reached(), receipt.remarks), (false, vec![remark.to_owned()]));
    }
    let bench = Bench::of("whatsapp");
    let way = bench.first(&draft(TEXT)).await;
    bench.visible(Trick::Reply(refusal(131_047)));
    bench.publish(&way).await.unwrap_err();
}

#[tokio::test]
async fn what_whatsapp_holds_back_is_remarked() {
    let bench = Bench::of("held");
    let receipts = bench.post(&draft(TEXT)).await.unwrap();
    assert_eq!(receipts[0].remarks, ["whatsapp-held-for-quality"]);
    assert!(receipts[0].has_reached());
    let silent = Bench::of("silent").post(&draft(TEXT)).await.unwrap();
    assert!(silent[0].remarks.is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_doubt_and_nobody_can_look() {
    for trick in [Trick::Cut, Trick::ApplyThenCut] {
        let bench = Bench::of("whatsapp");
        let way = bench.first(&draft(TEXT)).await;
        bench.visible(trick);
        assert!(bench.publish(&way).await.unwrap_err().class.may_be_applied());
        let found = bench.rig.find(&way, bench.seed(0), bench.now()).await.unwrap();
        assert_eq!(found, Found::CannotKnow);
        assert_eq!(bench.written_to().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_doubt() {
    for body in [
        json!({}),
        json!({ "messages": [] }),
        json!({ "messages": [{ "id": "../x" }] }),
        json!({ "messages": [{ "id": "wamid." }] }),
        json!({ "messages": [{ "id": "wamid.A" }, { "id": "wamid.B" }] }),
        json!({ "messages": { "id": "wamid.A" } }),
    ] {
        let bench = Bench::of("whatsapp");
        let way = bench.first(&draft(TEXT)).await;
        bench.visible(Trick::Reply(Reply::json(200, &body)));
        assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_message_cannot_be_taken_back() {
    let bench = Bench::of("whatsapp");
    let receipts = bench.post(&draft(TEXT)).await.unwrap();
    let failure = bench.rig.platform.recall(&receipts[0]).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "whatsapp-no-way-back"));
}

#[tokio::test]
async fn nobodys_number_is_in_anything_that_is_written_down() {
    let bench = Bench::of("second-unreachable");
    let way = bench.first(&draft(TEXT)).await;
    let receipts = bench.post(&draft(TEXT)).await.unwrap();
    bench.pass(60);
    let told = "Message to +12025550101 (1202 555 0101) failed, 12025550101";
    let mut reply = refusal(132_007);
    reply.body = json!({ "error": { "code": 132_007, "message": told } }).to_string().into();
    bench.visible(Trick::Reply(reply));
    let failure = bench.publish(&way).await.unwrap_err();
    let said = format!("{way:?} {receipts:?} {failure} {failure:?} {:?}", bench.rig.platform);
    assert_nobodys_number(&said);
    assert!(!said.contains("1202 555 0101"), "{said}");
    for receipt in receipts.iter().filter(|receipt| receipt.has_reached()) {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::STANDARD;
        let inner = engine.decode(receipt.id.strip_prefix("wamid.").unwrap()).unwrap();
        assert_nobodys_number(&String::from_utf8_lossy(&inner));
    }
}
