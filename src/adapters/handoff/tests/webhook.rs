//! By a webhook.

use super::*;

#[tokio::test]
async fn it_gets_everything_that_is_needed_to_forward_the_post() {
    let stand = stand(HOOKED);
    let way = stand.way(&Draft { media: vec![stand.picture(0)], ..draft(NOTICE) });
    stand.tell(&way, 1).await.unwrap();
    let asked = stand.asked().remove(0);
    let body = asked.json().unwrap();
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/hook"));
    assert_eq!(body["text"], NOTICE);
    assert_eq!(body["person"], "Sunita Devi");
    assert_eq!(body["files"][0], "चित्र.png");
    assert!(body["whatsapp"].as_str().unwrap().starts_with("https://wa.me/?text=%E0%A4%95"));
    assert_eq!(body["reminder"], false);
    stand.remind(&way, 1).await;
    let reminder = stand.asked().remove(1).json().unwrap();
    assert_eq!((&reminder["reminder"], &reminder["key"]), (&true.into(), &body["key"]));
}

#[tokio::test]
async fn it_says_nothing_of_what_the_person_did() {
    let stand = stand(HOOKED);
    let way = stand.way(&draft(NOTICE));
    stand.tell(&way, 1).await.unwrap();
    assert_eq!(stand.find(&way, 1).await, Found::CannotKnow);
    assert_eq!(stand.rig.platform.guarantee(), crate::delivery::Guarantee::D);
}
