//! WordPress sites.

use serde_json::{Value as Json, json};

use super::{ClockNow as _, NOTICE, draft, refusals_mean, stand, stand_with, with_option};
use crate::delivery::Found;
use crate::failure::Class;
use crate::platform::mock::{JobSeed, Mischief, Reply, Trick, Way};
use crate::post::Draft;

#[tokio::test]
async fn a_draft_is_made_first_and_then_published() {
    let stand = stand("wordpress");
    let mut post = draft(NOTICE);
    post.media = vec![stand.picture("वक्ता \"<b>\"")];
    let way = stand.ready(&post, "abcdef0123456789").await;
    assert!(stand.rig.ledger().is_empty());
    let receipt = stand.publish(&way, "abcdef0123456789").await.unwrap();
    assert_eq!(receipt.url.as_deref(), Some("https://www.example.org/post-abcdef012345/"));
    let seen = stand.rig.stage.seen();
    let drafted =
        seen.iter().find(|(asked, _)| asked.path.ends_with("/posts") && asked.method == "POST");
    let body = drafted.unwrap().0.json().unwrap();
    assert_eq!(body["title"], "कल कार्यालय बंद रहेगा।");
    let rest = "<p>&lt;b&gt;@everyone&lt;/b&gt; &amp; &quot;सूचना&quot; {{ key }}</p>";
    assert_eq!(body["content"], rest);
    assert_eq!(body["status"], "draft");
    assert!(body["featured_media"].is_u64(), "{body}");
    assert_eq!(body.get("excerpt"), None);
    let described = seen.iter().find(|(asked, _)| asked.path.contains("/media/")).unwrap();
    assert_eq!(described.0.json(), Some(json!({ "alt_text": "वक्ता \"&lt;b>\"" })));
    assert_eq!(stand.visible()[0].json(), Some(json!({ "status": "publish" })));
}

#[tokio::test]
async fn a_text_of_one_line_is_title_and_article() {
    let stand = stand("wordpress");
    let way = stand.ready(&draft("कल कार्यालय बंद रहेगा।"), "k1").await;
    stand.publish(&way, "k1").await.unwrap();
    let seen = stand.rig.stage.seen();
    let body = seen.iter().find_map(|(asked, _)| asked.json().filter(|at| at["title"].is_string()));
    let body = body.unwrap();
    assert_eq!(body["title"], "कल कार्यालय बंद रहेगा।");
    assert_eq!(body["content"], "<p>कल कार्यालय बंद रहेगा।</p>");
}

#[tokio::test]
async fn a_content_warning_stands_above_the_article_and_is_not_its_title() {
    let stand = stand("wordpress");
    let post = Draft {
        warning: Some("रक्त के चित्र".into()), ..draft("शीर्षक\nपाठ")
    };
    let way = stand.ready(&post, "k1").await;
    stand.publish(&way, "k1").await.unwrap();
    let seen = stand.rig.stage.seen();
    let body = seen.iter().find_map(|(asked, _)| asked.json().filter(|at| at["title"].is_string()));
    let body = body.unwrap();
    assert_eq!(body["title"], "शीर्षक");
    assert_eq!(body["content"], "<p>रक्त के चित्र</p>\n<p>पाठ</p>");
}

#[tokio::test]
async fn words_in_brackets_are_shown_and_never_commands() {
    let stand = stand("wordpress");
    let way = stand.ready(&draft("शीर्षक\n\n[audio] [सूचना] [caption]चित्र[/caption]"), "k1").await;
    stand.publish(&way, "k1").await.unwrap();
    let shown = &stand.rig.ledger()[0].text;
    assert!(shown.ends_with("[audio] [सूचना] [caption]चित्र[/caption]"), "{shown}");
}

#[tokio::test]
async fn title_slug_excerpt_and_category_can_be_chosen() {
    let settings = format!("{}category = 7\n", super::super::sample("wordpress").unwrap());
    let stand = stand_with("wordpress", &settings).unwrap();
    let mut post = with_option(draft("पाठ"), "title", "एक & शीर्षक".into());
    post = with_option(post, "slug", "office-closed".into());
    post = with_option(post, "excerpt", "सार".into());
    let way = stand.ready(&post, "abcdef0123456789").await;
    stand.publish(&way, "abcdef0123456789").await.unwrap();
    let seen = stand.rig.stage.seen();
    let body = seen.iter().find_map(|(asked, _)| asked.json().filter(|at| at["title"].is_string()));
    let body = body.unwrap();
    assert_eq!(body["title"], "एक &amp; शीर्षक");
    assert_eq!(body["content"], "<p>पाठ</p>");
    assert_eq!(body["slug"], "office-closed-abcdef012345");
    assert_eq!(body["excerpt"], "सार");
    assert_eq!(body["categories"], json!([7]));
}

#[tokio::test]
async fn a_draft_whose_answer_was_lost_is_found_by_its_slug_and_not_made_again() {
    let stand = stand("wordpress");
    let part = stand.rig.platform.compose(&draft(NOTICE)).parts.remove(0);
    let mut way = Way { part, progress: Json::Null };
    let seed = JobSeed::single("abcdef0123456789", stand.rig.clock_now());
    let nothing = || Mischief::invisible(Trick::Reply(Reply::json(200, &json!([]))));
    stand.rig.order(nothing());
    stand.rig.order(nothing());
    stand.rig.order(Mischief::invisible(Trick::ApplyThenCut));
    stand.rig.prepare(&mut way, seed).await.unwrap_err();
    assert_eq!(way.progress["step"], 3, "the first look is written down");
    stand.rig.prepare(&mut way, seed).await.unwrap();
    stand.publish(&way, "abcdef0123456789").await.unwrap();
    let made = stand
        .rig
        .stage
        .seen()
        .into_iter()
        .filter(|(asked, _)| asked.method == "POST" && asked.path.ends_with("/posts"));
    assert_eq!(made.count(), 1);
    assert_eq!(stand.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_login_page_in_place_of_json_is_for_a_person_while_nothing_is_public() {
    let stand = stand("wordpress");
    let part = stand.rig.platform.compose(&draft(NOTICE)).parts.remove(0);
    let mut way = Way { part, progress: Json::Null };
    stand.rig.order(Mischief::invisible(Trick::Reply(Reply::html(200, "<html>Log in</html>"))));
    let seed = JobSeed::single("k1", stand.rig.clock_now());
    let failure = stand.rig.prepare(&mut way, seed).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "http-page-instead"));
}

/// What WordPress 6.1.9 answered to the look for a draft, with a wrong password (401) and for a
/// subscriber (403).
fn forbidden_status(status: u16) -> Reply {
    let inner = json!({ "code": "rest_forbidden_status", "message": "Status is forbidden.",
        "data": { "status": status } });
    let data = json!({ "status": 400, "params": { "status": "Status is forbidden." },
        "details": { "status": inner } });
    let message = "Invalid parameter(s): status";
    Reply::json(400, &json!({ "code": "rest_invalid_param", "message": message, "data": data }))
}

#[tokio::test]
async fn a_stranger_who_may_not_see_drafts_has_a_wrong_login_and_the_post_stays() {
    for (status, reason) in [(401, "login-refused"), (403, "not-allowed")] {
        let stand = stand("wordpress");
        let part = stand.rig.platform.compose(&draft(NOTICE)).parts.remove(0);
        let mut way = Way { part, progress: Json::Null };
        stand.rig.order(Mischief::invisible(Trick::Reply(forbidden_status(status))));
        let seed = JobSeed::single("k1", stand.rig.clock_now());
        let failure = stand.rig.prepare(&mut way, seed).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Auth, reason), "{status}");
    }
}

#[tokio::test]
async fn a_draft_that_was_thrown_away_is_made_again() {
    let stand = stand("wordpress");
    let way = stand.ready(&draft(NOTICE), "k1").await;
    stand.rig.order(Mischief::visible(Trick::Forget));
    let failure = stand.publish(&way, "k1").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "http-prepared-gone"));
    let now = stand.rig.clock_now();
    let looked = stand.rig.find(&way, JobSeed::single("k1", now), now).await.unwrap_err();
    assert_eq!(looked.class, Class::Stale);
    let way = stand.ready(&draft(NOTICE), "k1").await;
    stand.publish(&way, "k1").await.unwrap();
    assert_eq!(stand.rig.ledger().len(), 1);
}

#[tokio::test]
async fn an_article_that_is_still_a_draft_is_absent() {
    let stand = stand("wordpress");
    let way = stand.ready(&draft(NOTICE), "k1").await;
    let now = stand.rig.clock_now();
    let looked = stand.rig.find(&way, JobSeed::single("k1", now), now).await.unwrap();
    assert_eq!(looked, Found::Absent);
}

#[tokio::test]
async fn refusals_mean_what_the_platform_file_says() {
    let rows = [
        (401, "incorrect_password", Class::Auth),
        (401, "rest_cannot_create", Class::Auth),
        (403, "rest_forbidden", Class::Auth),
        (400, "rest_invalid_param", Class::Rejected),
        (413, "", Class::Rejected),
        (429, "", Class::Rate),
        (503, "", Class::Server),
    ];
    let reply = |(status, code, class)| {
        let body = json!({ "code": code, "message": "said", "data": { "status": status } });
        (Reply::json(status, &body), class)
    };
    refusals_mean("wordpress", rows.map(reply)).await;
}

#[tokio::test]
async fn a_site_that_cannot_write_a_picture_just_now_is_asked_again() {
    // What WordPress 6.1.9, 6.5.5 and 6.7 have in the place of one code and one status.
    let rows = [
        ("Sorry, you are not allowed to upload this file type.", Class::Rejected),
        ("क्षमा करें, आपको इस प्रकार की फ़ाइल अपलोड करने की अनुमति नहीं है।", Class::Rejected),
        ("Unable to create directory wp-content/uploads/2026/11.", Class::Server),
        ("Failed to write file to disk.", Class::Server),
        ("The uploaded file could not be moved to wp-content/uploads/2026/11.", Class::Server),
    ];
    let reply = |(said, class)| {
        let body = json!({ "code": "rest_upload_sideload_error", "message": said,
            "data": { "status": 500 } });
        (Reply::json(500, &body), class)
    };
    refusals_mean("wordpress", rows.map(reply)).await;
}
