//! Answers that mean harm, and what is never said.

use serde_json::json;

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;

#[tokio::test]
async fn a_token_and_a_file_never_go_to_another_server() {
    for address in [
        "https://evil.example/dms-uploads/x",
        "http://www.linkedin.com/dms-uploads/x",
        "https://www.linkedin.com.evil.example/x",
        "https://www.linkedin.com@evil.example/x",
        "",
    ] {
        let desk = Desk::new();
        let value = json!({ "uploadUrl": address, "image": "urn:li:image:a" });
        desk.invisible(Trick::Reply(Reply::json(200, &json!({ "value": value }))));
        let failure = desk.post(&with(&draft("एक"), vec![desk.picture(1)])).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{address}");
        assert!(desk.seen().iter().all(|asked| asked.method != "PUT"), "{address}");
    }
}

#[tokio::test]
async fn an_upload_that_names_another_thing_is_not_used() {
    for urn in ["urn:li:share:1", "urn:li:image:a/../b", "urn:li:video:1", "image", "urn:li:image:"]
    {
        let desk = Desk::new();
        let address = "https://www.linkedin.com/dms-uploads/x";
        let value = json!({ "uploadUrl": address, "image": urn });
        desk.invisible(Trick::Reply(Reply::json(200, &json!({ "value": value }))));
        let failure = desk.post(&with(&draft("एक"), vec![desk.picture(1)])).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{urn}");
    }
}

#[tokio::test]
async fn a_page_in_front_of_linkedin_is_never_taken_for_an_upload() {
    let desk = Desk::new();
    let way = with(&draft("एक"), vec![desk.picture(1)]);
    desk.rig.platform.whoami().await.unwrap();
    let value =
        json!({ "uploadUrl": "https://www.linkedin.com/dms-uploads/x", "image": "urn:li:image:a" });
    desk.invisible(Trick::Reply(Reply::json(200, &json!({ "value": value }))));
    desk.invisible(Trick::Reply(Reply::html(200, "<title>Sign in</title>")));
    assert_eq!(desk.post(&way).await.unwrap_err().class, Class::Unknown);
}

#[tokio::test]
async fn bytes_that_never_arrived_are_sent_again() {
    let desk = Desk::new();
    let mut way = desk.way(&with(&draft("एक"), vec![desk.picture(1)]));
    let waiting = Reply::json(200, &json!({ "id": "x", "status": "WAITING_UPLOAD" }));
    desk.rig.prepare(&mut way, desk.job("k")).await.unwrap();
    let mut again = desk.way(&with(&draft("एक"), vec![desk.picture(1)]));
    again.progress = json!({ "staged": [{ "urn": "urn:li:image:D4E1", "at": desk.now(), "ready": false, "asked": 0 }] });
    desk.pass(120);
    desk.invisible(Trick::Reply(waiting));
    let failure = desk.rig.prepare(&mut again, desk.job("k")).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "linkedin-upload-ended"));
}

#[tokio::test]
async fn strange_answers_to_a_look_are_no_evidence() {
    for page in [
        json!({}),
        json!({ "elements": {} }),
        json!({ "elements": [{ "id": "urn:li:share:1" }] }),
        json!({ "elements": [{ "id": 7, "author": "x", "createdAt": 1 }] }),
        json!([]),
    ] {
        let desk = Desk::new();
        let way = desk.prepared(&draft("बैठक"), "k").await;
        desk.invisible(Trick::Reply(Reply::json(200, &page)));
        let failure = desk.rig.find(&way, desk.job("k"), desk.now()).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{page}");
    }
    let desk = Desk::new();
    let way = desk.prepared(&draft("बैठक"), "k").await;
    let post = json!({ "id": "urn:li:evil:1", "author": "urn:li:organization:2414183",
        "commentary": "बैठक", "createdAt": i64::MAX });
    desk.invisible(Trick::Reply(Reply::json(200, &json!({ "elements": [post] }))));
    let failure = desk.rig.find(&way, desk.job("k"), desk.now()).await.unwrap_err();
    assert_eq!(failure.class, Class::Unknown);
}

#[tokio::test]
async fn no_secret_is_in_what_a_refused_upload_says() {
    let desk = Desk::new();
    let address = "https://www.linkedin.com/dms-uploads/sp/canary-upload-77/uploaded-image/0?ut=canary-upload-78";
    let value = json!({ "uploadUrl": address, "image": "urn:li:image:a" });
    desk.invisible(Trick::Reply(Reply::json(200, &json!({ "value": value }))));
    desk.invisible(Trick::Reply(Reply::text(500, &format!("cannot reach {address}"))));
    let failure = desk.post(&with(&draft("एक"), vec![desk.picture(1)])).await.unwrap_err();
    assert!(!format!("{failure:?} {failure}").contains("canary"), "{failure:?}");
}
