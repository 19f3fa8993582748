//! Every kind of post, as it goes over the wire.

use serde_json::json;

use super::*;
use crate::delivery::Evidence;

#[tokio::test]
async fn a_text_is_this_document_to_the_letter() {
    let desk = Desk::new();
    let receipts = desk.post(&draft("कल कार्यालय बंद रहेगा।")).await.unwrap();
    let expected = r#"{"author":"urn:li:organization:2414183","commentary":"कल कार्यालय बंद रहेगा।","visibility":"PUBLIC","distribution":{"feedDistribution":"MAIN_FEED","targetEntities":[],"thirdPartyDistributionChannels":[]},"lifecycleState":"PUBLISHED","isReshareDisabledByAuthor":false}"#;
    let asked = desk.seen().pop().unwrap();
    assert_eq!(String::from_utf8(asked.body.clone()).unwrap(), expected);
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/rest/posts"));
    assert_eq!(asked.header("linkedin-version"), Some("202609"));
    assert_eq!(asked.header("x-restli-protocol-version"), Some("2.0.0"));
    let receipt = &receipts[0];
    assert_eq!(receipt.id, desk.rig.ledger()[0].id);
    assert_eq!(receipt.evidence, Evidence::Answered);
    let url = format!("https://www.linkedin.com/feed/update/{}/", receipt.id);
    assert_eq!(receipt.url.as_deref(), Some(url.as_str()));
}

#[tokio::test]
async fn one_picture_is_a_medium_and_several_are_a_set() {
    let desk = Desk::new();
    desk.post(&with(&draft("एक"), vec![desk.picture(1)])).await.unwrap();
    let many = (1..=20).map(|number| desk.picture(number)).collect();
    desk.rig.post(&with(&draft("बीस"), many), 2).await.unwrap();
    let posted = desk.posted();
    let one = &posted[0]["content"];
    assert!(one["media"]["id"].as_str().unwrap().starts_with("urn:li:image:"), "{one}");
    assert_eq!(one["media"]["altText"], "मंच पर वक्ता 1");
    let images = posted[1]["content"]["multiImage"]["images"].as_array().unwrap();
    assert_eq!((images.len(), &images[19]["altText"]), (20, &json!("मंच पर वक्ता 20")));
    let ledger = desk.rig.ledger();
    assert_eq!((ledger[0].media, ledger[1].media), (1, 20));
    assert_eq!(ledger[1].alt.len(), 20);
}

#[tokio::test]
async fn nothing_is_posted_before_its_pictures_can_be_seen() {
    let desk = Desk::new();
    let before = desk.now();
    let way = desk.prepared(&with(&draft("एक"), vec![desk.picture(1)]), "k").await;
    assert!(desk.now() - before >= chrono::Duration::seconds(4), "it was not waited for");
    let asked: Vec<_> = desk.seen().into_iter().map(|one| one.method).collect();
    assert_eq!(asked[..3], ["POST", "PUT", "GET"]);
    desk.publish(&way, "k").await.unwrap();
    assert_eq!(desk.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_document_has_a_title_and_its_own_kind() {
    let desk = Desk::new();
    desk.post(&with(&draft("रिपोर्ट"), vec![desk.document()])).await.unwrap();
    let titled = option(with(&draft("फिर"), vec![desk.document()]), "title", "रिपोर्ट 2026");
    desk.rig.post(&titled, 2).await.unwrap();
    let posted = desk.posted();
    assert_eq!(posted[0]["content"]["media"]["title"], "वार्षिक रिपोर्ट");
    assert_eq!(posted[1]["content"]["media"]["title"], "रिपोर्ट 2026");
    let put = desk.seen().into_iter().find(|asked| asked.method == "PUT").unwrap();
    assert_eq!(put.header("content-type"), Some("application/pdf"));
    assert!(put.bearer().is_some());
}

#[tokio::test]
async fn a_card_is_an_article_with_a_picture_only_where_one_is_given() {
    let desk = Desk::new();
    let plain = Draft { card: card("शीर्षक"), ..draft("सूचना") };
    desk.post(&plain).await.unwrap();
    desk.rig
        .post(&with(&Draft { text: "चित्र".into(), ..plain }, vec![desk.picture(1)]), 2)
        .await
        .unwrap();
    let posted = desk.posted();
    let expected = json!({ "article": {
        "source": "https://example.org/notice_(1)", "title": "शीर्षक", "description": "विवरण",
    } });
    assert_eq!(posted[0]["content"], expected);
    let thumbnail = posted[1]["content"]["article"]["thumbnail"].as_str().unwrap();
    assert!(thumbnail.starts_with("urn:li:image:"), "{thumbnail}");
    assert_eq!(posted[1]["content"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn sharing_can_be_forbidden() {
    let desk = Desk::new();
    desk.post(&option(draft("पाठ"), "reshare", false)).await.unwrap();
    assert_eq!(desk.posted()[0]["isReshareDisabledByAuthor"], true);
}

#[tokio::test]
async fn a_recall_deletes_and_what_is_gone_is_done() {
    let desk = Desk::new();
    let receipts = desk.post(&draft("पाठ")).await.unwrap();
    for _ in 0..2 {
        desk.rig.platform.recall(&receipts[0]).await.unwrap();
    }
    let path = format!("/rest/posts/{}", receipts[0].id.replace(':', "%3A"));
    assert_eq!(desk.seen().pop().unwrap().path, path);
    assert!(desk.rig.ledger()[0].deleted);
    let never = Receipt { id: "urn:li:share:1".into(), ..receipts[0].clone() };
    desk.rig.platform.recall(&never).await.unwrap();
    let foreign = Receipt { id: "urn:li:activity:1/../2".into(), ..receipts[0].clone() };
    let failure = desk.rig.platform.recall(&foreign).await.unwrap_err();
    assert_eq!(&*failure.reason, "linkedin-receipt-not-usable");
}

row!(MEMBERS_APP, scopes: vec!["w_member_social", "openid", "profile"]);

#[tokio::test]
async fn a_member_whose_token_may_not_look_at_pictures_waits_instead() {
    let desk = Desk::of(&MEMBERS_APP, MEMBER);
    let before = desk.now();
    desk.post(&with(&draft("एक"), vec![desk.picture(1), desk.picture(2)])).await.unwrap();
    assert!(desk.now() - before >= chrono::Duration::seconds(40));
    assert_eq!(desk.rig.ledger()[0].media, 2);
}
