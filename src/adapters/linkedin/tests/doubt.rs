//! Lost answers, and what can be known after them.

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::platform::mock::Reply;

#[tokio::test]
async fn a_page_finds_its_post_by_text_time_and_pictures() {
    for pictured in [false, true] {
        let desk = Desk::new();
        let media = if pictured { vec![desk.picture(1), desk.picture(2)] } else { vec![] };
        let draft = with(&draft("बैठक #जनसंवाद (कल)"), media);
        let way = desk.prepared(&draft, "k").await;
        let since = desk.now();
        desk.visible(Trick::ApplyThenCut);
        assert_eq!(desk.publish(&way, "k").await.unwrap_err().class, Class::Unknown);
        let desk = desk.restarted();
        let Found::Published(receipt) = desk.find(&way, "k", since).await else { panic!() };
        assert_eq!(
            (receipt.id, receipt.evidence),
            (desk.rig.ledger()[0].id.clone(), Evidence::ReadBack)
        );
    }
}

#[tokio::test]
async fn an_older_post_of_the_same_text_is_not_ours_and_a_later_one_with_other_pictures_is_unclear()
{
    let desk = Desk::new();
    desk.post(&draft("बैठक")).await.unwrap();
    desk.pass(3600);
    let way = desk.prepared(&draft("बैठक"), "k").await;
    let since = desk.now();
    assert_eq!(desk.find(&way, "k", since).await, Found::Absent);
    desk.rig.post(&with(&draft("बैठक"), vec![desk.picture(1)]), 3).await.unwrap();
    assert_eq!(desk.find(&way, "k", since).await, Found::CannotKnow);
}

#[tokio::test]
async fn a_post_behind_many_others_is_found_and_beyond_fifty_nobody_knows() {
    let desk = Desk::new();
    let way = desk.prepared(&draft("बैठक"), "k").await;
    let since = desk.now();
    desk.publish(&way, "k").await.unwrap();
    for number in 0..49 {
        desk.rig.post(&draft(&format!("सूचना {number}")), 10 + number).await.unwrap();
    }
    assert!(matches!(desk.find(&way, "k", since).await, Found::Published(_)));
    desk.rig.post(&draft("एक और"), 99).await.unwrap();
    assert_eq!(desk.find(&way, "k", since).await, Found::CannotKnow);
}

#[tokio::test]
async fn a_text_that_linkedin_cut_is_told_where_our_picture_stands_with_it() {
    let desk = Desk::new();
    let way = desk.prepared(&with(&draft("बैठक (कल) होगी"), vec![desk.picture(1)]), "k").await;
    let since = desk.now();
    desk.publish(&way, "k").await.unwrap();
    let mut page = own_posts(&desk);
    page["elements"][0]["commentary"] = "बैठक ".into();
    desk.invisible(Trick::Reply(Reply::json(200, &page)));
    let Found::Published(receipt) = desk.find(&way, "k", since).await else { panic!() };
    assert_eq!(receipt.remarks, ["linkedin-text-cut"]);
    page["elements"][0]["content"] = Value::Null;
    desk.invisible(Trick::Reply(Reply::json(200, &page)));
    assert_eq!(desk.find(&way, "k", since).await, Found::Absent);
}

#[tokio::test]
async fn a_post_that_is_still_being_published_is_looked_at_again_and_a_failed_one_is_not_there() {
    let desk = Desk::new();
    let way = desk.prepared(&draft("बैठक"), "k").await;
    let since = desk.now();
    desk.publish(&way, "k").await.unwrap();
    let mut page = own_posts(&desk);
    page["elements"][0]["lifecycleState"] = "PUBLISH_REQUESTED".into();
    desk.invisible(Trick::Reply(Reply::json(200, &page)));
    let failure = desk.rig.find(&way, desk.job("k"), since).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::NotYet, "linkedin-still-publishing"));
    page["elements"][0]["lifecycleState"] = "PUBLISH_FAILED".into();
    desk.invisible(Trick::Reply(Reply::json(200, &page)));
    assert_eq!(desk.find(&way, "k", since).await, Found::Absent);
}

/// What the page's own posts look like now.
fn own_posts(desk: &Desk) -> Value {
    let mut headers = std::collections::BTreeMap::new();
    for (name, value) in [
        ("authorization", format!("Bearer {}", desk.rig.stage.secrets()[0].1)),
        ("linkedin-version", "202609".to_owned()),
        ("x-restli-protocol-version", "2.0.0".to_owned()),
        ("x-restli-method", "FINDER".to_owned()),
    ] {
        headers.insert(name.to_owned(), value);
    }
    let query = [("q", "author"), ("author", "urn:li:organization:2414183"), ("count", "10")];
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let (method, path) = ("GET".to_owned(), "/rest/posts".to_owned());
    let fate = desk.rig.stage.ask(Asked { method, path, query, headers, body: Vec::new() });
    let crate::platform::mock::Fate::Answered(reply) = fate else { panic!("{fate:?}") };
    serde_json::from_slice(&reply.body).unwrap()
}

row!(BLIND, scopes: vec!["w_organization_social"]);

#[tokio::test]
async fn a_page_that_may_not_be_read_knows_nothing_and_promises_less_from_then_on() {
    use crate::delivery::Guarantee;
    let desk = Desk::of(&BLIND, PAGE);
    let way = desk.prepared(&draft("बैठक"), "k").await;
    assert_eq!(desk.rig.platform.guarantee(), Guarantee::C);
    assert_eq!(desk.find(&way, "k", desk.now()).await, Found::CannotKnow);
    assert_eq!(desk.rig.platform.guarantee(), Guarantee::D);
}

#[tokio::test]
async fn a_member_asks_nobody_and_knows_nothing() {
    let desk = Desk::of(&LINKEDIN, MEMBER);
    let way = desk.prepared(&draft("बैठक"), "k").await;
    desk.visible(Trick::ApplyThenCut);
    desk.publish(&way, "k").await.unwrap_err();
    let before = desk.seen().len();
    assert_eq!(desk.find(&way, "k", desk.now()).await, Found::CannotKnow);
    assert_eq!(desk.seen().len(), before);
    let failure = desk.publish(&way, "k").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Duplicate, "linkedin-duplicate"));
    assert_eq!(failure.facts["post"], desk.rig.ledger()[0].id.as_str().into());
}

#[tokio::test]
async fn who_sends_again_is_told_of_the_first_post_and_there_is_one() {
    for trick in [Trick::ApplyThenCut, Trick::Cut, Trick::LandLater] {
        let desk = Desk::of(&LINKEDIN, RESENDS);
        let way = desk.prepared(&draft("बैठक"), "k").await;
        let applied = trick == Trick::ApplyThenCut;
        desk.visible(trick);
        desk.publish(&way, "k").await.unwrap_err();
        let desk = desk.restarted();
        desk.pass(150);
        let receipt = desk.publish(&way, "k").await.unwrap();
        let evidence = if applied { Evidence::Repeated } else { Evidence::Answered };
        assert_eq!(receipt.evidence, evidence);
        desk.rig.stage.land();
        let ledger = desk.rig.ledger();
        assert_eq!((ledger.len(), &ledger[0].id), (1, &receipt.id));
    }
}

#[tokio::test]
async fn a_post_that_somebody_else_made_is_not_taken_for_ours() {
    let desk = Desk::of(&LINKEDIN, RESENDS);
    desk.rig.post(&draft("बैठक"), 7).await.unwrap();
    let way = desk.prepared(&draft("बैठक"), "k").await;
    for _ in 0..3 {
        let failure = desk.publish(&way, "k").await.unwrap_err();
        assert_eq!(failure.class, Class::Duplicate);
    }
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn after_ten_minutes_an_earlier_request_counts_no_more() {
    let desk = Desk::of(&LINKEDIN, RESENDS);
    let way = desk.prepared(&draft("बैठक"), "k").await;
    desk.visible(Trick::ApplyThenCut);
    desk.publish(&way, "k").await.unwrap_err();
    desk.pass(601);
    desk.rig.post(&draft("बैठक"), 7).await.unwrap();
    assert_eq!(desk.publish(&way, "k").await.unwrap_err().class, Class::Duplicate);
}
