//! Hostile texts and hostile answers.

use super::*;

const HOSTILE: &str =
    "<script>alert('x')</script> \"उद्धरण\" \\ {{ x }} %00 \u{202e}उलटा\u{202c} 👩‍👩‍👧‍👦";

#[tokio::test]
async fn a_hostile_text_arrives_as_it_was_written() {
    let bench = Bench::of("facebook");
    let media = vec![bench.media(MediaKind::Png, PNG, Some(HOSTILE))];
    let post = with_option(Draft { media, ..draft(HOSTILE) }, "first_comment", HOSTILE);
    bench.post(&post).await;
    let public = bench.rig.ledger();
    assert_eq!((public[0].text.as_str(), public[0].alt[0].as_str()), (HOSTILE, HOSTILE));
    assert_eq!(public[1].text, HOSTILE);
}

#[tokio::test]
async fn a_strange_answer_to_the_visible_request_is_doubt() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for body in [
        "{}",
        "[]",
        "null",
        "{\"id\":7}",
        "{\"id\":\"../../etc/passwd\"}",
        "{\"id\":\"1_2_3\"}",
        "{\"id\":\"1?fields=x\"}",
        "{\"error\":\"internal\"}",
        "{\"error\":{\"message\":\"no code\"}}",
        "<h1>",
        deep.as_str(),
    ] {
        let bench = Bench::of("facebook");
        let way = bench.prepared(&draft(TEXT)).await;
        let reply = Reply { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() };
        bench.visible(Trick::Reply(reply));
        let failure = bench.publish(&way).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_success_that_is_none_is_doubt() {
    for body in [json!({ "success": false }), json!({ "success": "yes" }), json!({})] {
        let bench = Bench::two_step();
        let way = bench.prepared(&draft(TEXT)).await;
        bench.visible(Trick::Reply(Reply::json(200, &body)));
        assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_link_to_somewhere_else_never_becomes_the_receipts() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&draft(TEXT)).await;
    let answer = json!({ "id": "1_2", "permalink_url": "https://www.facebook.com.evil.example/" });
    bench.visible(Trick::Reply(Reply::json(200, &answer)));
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!(receipt.url.as_deref(), Some("https://www.facebook.com/1_2"));
}

#[tokio::test]
async fn offsets_that_make_no_sense_are_not_followed() {
    for (start, end) in [("0", "9999999"), ("30", "20"), ("-1", "5"), ("5", "5"), ("x", "5")] {
        let bench = Bench::of("facebook");
        bench.prepared(&draft(TEXT)).await;
        let mut way = bench.way(&bench.filmed());
        let begun = json!({ "upload_session_id": "9", "video_id": "7", "start_offset": start, "end_offset": end });
        bench.invisible(Trick::Reply(Reply::json(200, &begun)));
        let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{start} to {end}");
    }
}

#[tokio::test]
async fn progress_that_was_tampered_with_begins_anew() {
    let bench = Bench::of("facebook");
    for progress in [
        json!({ "photos": ["../../me"] }),
        json!({ "film": { "step": "ready", "video": "x/y" } }),
        json!({ "draft": { "id": "1?x=1", "url": null } }),
        json!({ "film": { "step": "flown", "video": "1" } }),
    ] {
        let mut way = bench.way(&draft(TEXT));
        way.progress = progress;
        bench.rig.prepare(&mut way, bench.single("k")).await.unwrap();
        assert_eq!((&way.progress["photos"], &way.progress["draft"]), (&json!([]), &Value::Null));
    }
}

#[tokio::test]
async fn no_secret_is_said_even_where_facebook_sends_it_back() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&bench.pictured()).await;
    let secrets = [
        "imitated-facebook-page-token-1",
        "imitated-facebook-system-token",
        "imitated-facebook-app-secret",
    ];
    let mut reply = refusal(100, None);
    reply.body =
        json!({ "error": { "code": 368, "message": secrets.join(" "), "fbtrace_id": secrets[0] } })
            .to_string()
            .into();
    bench.visible(Trick::Reply(reply));
    let failure = bench.publish(&way).await.unwrap_err();
    let said = format!("{failure} {failure:?} {:?} {}", bench.rig.platform, way.progress);
    assert!(secrets.iter().all(|secret| !said.contains(secret)), "{said}");
}
