//! Logins, renewals, and where requests go.

use serde_json::json;

use super::bench::{Bench, LISTED};
use super::*;
use crate::failure::{Class, Pause};
use crate::platform::mock::{Mischief, Reply, Trick};
use crate::platform::no_sessions;

#[tokio::test]
async fn an_expired_token_is_renewed_and_the_same_put_makes_one_record() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part("नमस्ते"), job).await;
    desk.rig.order(Mischief::visible(Trick::EndSession));
    let failure = desk.rig.publish(&way, job).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Session, "bluesky-session-expired")
    );
    desk.rig.platform.refresh().await.unwrap();
    desk.rig.publish(&way, job).await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "putRecord", "refreshSession", "putRecord"]);
    assert_eq!(desk.public(), 1);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    desk.pass(109 * 60);
    desk.rig.post(&draft("दो"), 2).await.unwrap();
    desk.pass(2 * 60);
    desk.rig.post(&draft("तीन"), 3).await.unwrap();
    let asked = desk.asked();
    assert_eq!(asked, ["createSession", "putRecord", "putRecord", "refreshSession", "putRecord"]);
}

#[tokio::test]
async fn a_restart_goes_on_with_the_kept_session() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    let desk = desk.restarted();
    desk.rig.post(&draft("दो"), 2).await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "putRecord", "putRecord"]);
}

#[tokio::test]
async fn a_refresh_token_that_ended_leads_to_a_login() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    desk.pass(91 * 86_400);
    desk.rig.post(&draft("दो"), 2).await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "putRecord", "createSession", "putRecord"]);
}

#[tokio::test]
async fn a_server_that_forgot_our_tokens_gets_a_login() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    let refused = json!({ "error": "InvalidToken", "message": "Token could not be verified" });
    desk.rig.order(Mischief::visible(Trick::Reply(Reply::json(400, &refused))));
    let failure = desk.rig.post(&draft("दो"), 2).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Session, "bluesky-token-refused"));
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(400, &refused))));
    desk.rig.platform.refresh().await.unwrap();
    assert_eq!(desk.asked()[3..], ["refreshSession", "createSession"]);
}

#[tokio::test]
async fn a_lost_answer_to_a_renewal_is_harmless() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    desk.rig.order(Mischief::invisible(Trick::ApplyThenCut));
    desk.rig.platform.refresh().await.unwrap_err();
    desk.rig.platform.refresh().await.unwrap();
    desk.rig.post(&draft("दो"), 2).await.unwrap();
    let asked = desk.asked();
    assert_eq!(asked.iter().filter(|asked| *asked == "createSession").count(), 1);
}

#[tokio::test]
async fn a_failed_renewal_before_a_put_was_surely_not_sent() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part("नमस्ते"), job).await;
    desk.pass(115 * 60);
    desk.rig.order(Mischief::invisible(Trick::Cut));
    let failure = desk.rig.publish(&way, job).await.unwrap_err();
    assert_eq!(failure.class, Class::NotSent);
    assert_eq!(desk.rig.stage.visible_requests(), 0);
}

#[tokio::test]
async fn a_revoked_password_needs_a_person() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    desk.rig.order(Mischief::visible(Trick::Revoke));
    let failure = desk.rig.post(&draft("दो"), 2).await.unwrap_err();
    assert_eq!(failure.class, Class::Session);
    let failure = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Auth, "login-refused"));
}

#[tokio::test]
async fn the_31st_login_in_five_minutes_never_leaves() {
    let mut desk = Desk::new();
    let wrong = json!({ "error": "InternalServerError", "message": "" });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(500, &wrong))).times(40));
    for _ in 0..30 {
        desk.rig.platform.refresh().await.unwrap_err();
        desk = desk.restarted();
    }
    let refused = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!((refused.class, refused.reason.as_ref()), (Class::Rate, "bluesky-logins-used-up"));
    assert_eq!(refused.pause, Pause::For(std::time::Duration::from_secs(300)));
    assert_eq!(desk.asked().len(), 30);
    desk.pass(300);
    desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!(desk.asked().len(), 31);
}

#[tokio::test]
async fn writes_and_looks_go_to_the_server_that_the_did_document_names() {
    let bench = Bench::new(Knobs::default());
    let draft = draft("@asha.bsky.social");
    let part = bench.platform.compose(&draft).parts.remove(0);
    bench.deliver(&part, 1, None).await;
    let expected = [
        "bsky.social createSession",
        "pds.example.net resolveHandle",
        "pds.example.net putRecord",
        "pds.example.net getRecord",
    ];
    assert_eq!(bench.wire.hosts(), expected);
}

#[tokio::test]
async fn films_go_to_the_video_service() {
    let bench = Bench::new(Knobs::default());
    let film = bench.stored(MediaKind::Mp4, &mp4(500));
    bench.deliver(&draft("").part("फ़िल्म", vec![film]), 1, None).await;
    let hosts = bench.wire.hosts();
    assert!(hosts.contains(&"video.bsky.app getUploadLimits".to_owned()), "{hosts:?}");
    assert!(hosts.contains(&"video.bsky.app uploadVideo".to_owned()));
    assert!(hosts.contains(&"video.bsky.app getJobStatus".to_owned()));
    assert!(hosts.contains(&"pds.example.net getServiceAuth".to_owned()));
}

#[tokio::test]
async fn a_server_that_is_no_plain_https_host_gets_no_token() {
    for endpoint in [
        "http://pds.example.net",
        "http://pds.lan:2584",
        "http://pds.lan:2583/inner",
        "https://127.0.0.1",
        "https://localhost",
        "https://user:word@pds.example.net",
        "https://pds.example.net/inner",
        "https://pds.example.net/?x=1",
        "ftp://pds.example.net",
        "",
    ] {
        let knobs = Knobs { endpoint: endpoint.to_owned(), ..Knobs::default() };
        let bench = Bench::new(knobs);
        let failure = bench.platform.whoami().await.unwrap_err();
        let what = (failure.class, failure.reason.as_ref());
        assert_eq!(what, (Class::Auth, "bluesky-server-refused"), "{endpoint}");
        assert_eq!(bench.wire.hosts(), ["bsky.social createSession"]);
    }
}

#[tokio::test]
async fn a_listed_server_without_tls_is_where_the_account_lives() {
    let bench = Bench::new(Knobs { endpoint: LISTED.to_owned(), ..Knobs::default() });
    bench.deliver(&draft("").part("नमस्ते", Vec::new()), 1, None).await;
    assert!(bench.wire.hosts().contains(&"pds.lan putRecord".to_owned()));
}

#[tokio::test]
async fn films_go_to_a_video_service_of_ones_own() {
    let settings = format!("{SETTINGS}video_server = \"https://video.example.net:8443\"\n");
    let video_did = "did:web:video.example.net%3A8443".to_owned();
    let knobs = Knobs { video_did, ..Knobs::default() };
    let bench = Bench::with(knobs, &settings, no_sessions()).unwrap();
    let film = bench.stored(MediaKind::Mp4, &mp4(500));
    bench.deliver(&draft("").part("फ़िल्म", vec![film]), 1, None).await;
    let hosts = bench.wire.hosts();
    assert!(hosts.contains(&"video.example.net uploadVideo".to_owned()), "{hosts:?}");
    assert!(!hosts.iter().any(|host| host.starts_with("video.bsky.app")), "{hosts:?}");
}

#[tokio::test]
async fn an_account_that_moved_is_found_again_by_a_login() {
    let desk = Desk::new();
    let moved = json!({ "error": "AccountNotFound", "message": "Account not found" });
    desk.rig.order(Mischief::visible(Trick::Reply(Reply::json(403, &moved))));
    let failure = desk.post(&draft("एक")).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Session, "bluesky-account-moved"));
    desk.rig.platform.refresh().await.unwrap();
    assert_eq!(desk.asked(), ["createSession", "putRecord", "createSession"]);
}

#[tokio::test]
async fn the_session_of_another_account_is_neither_used_nor_written_over() {
    let session = no_sessions();
    let first = Bench::with(Knobs::default(), SETTINGS, session.clone()).unwrap();
    first.platform.whoami().await.unwrap();
    let before: Value = session.load().await.unwrap().unwrap();
    let settings = SETTINGS.replace("office", "other");
    let other = Bench::with(Knobs::default(), &settings, session.clone()).unwrap();
    for _ in 0..2 {
        let failure = other.platform.refresh().await.unwrap_err();
        let what = (failure.class, failure.reason.as_ref());
        assert_eq!(what, (Class::Auth, "bluesky-session-of-another-account"));
    }
    assert_eq!(other.wire.hosts(), [""; 0]);
    assert_eq!(session.load::<Value>().await.unwrap().unwrap(), before);
}

#[tokio::test]
async fn a_handle_may_be_replaced_by_the_did_it_had() {
    let session = no_sessions();
    let first = Bench::with(Knobs::default(), SETTINGS, session.clone()).unwrap();
    first.platform.whoami().await.unwrap();
    let kept: Value = first.session.load().await.unwrap().unwrap();
    let did = kept["who"]["did"].as_str().unwrap();
    let settings = SETTINGS.replace("office.example.org", did);
    let renamed = Bench::with(Knobs::default(), &settings, session).unwrap();
    renamed.platform.refresh().await.unwrap();
    assert_eq!(renamed.wire.hosts()[0], "pds.example.net refreshSession");
}

#[tokio::test]
async fn a_handle_that_now_belongs_to_somebody_else_is_refused() {
    let desk = Desk::new();
    desk.post(&draft("एक")).await.unwrap();
    let stranger = json!({
        "accessJwt": "aaaa.bbbb.cccc", "refreshJwt": "aaaa.bbbb.dddd",
        "did": "did:plc:stranger", "handle": "office.example.org",
    });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &stranger))));
    let failure = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!(failure.reason, "bluesky-session-of-another-account");
}

#[tokio::test]
async fn tokens_never_go_to_a_server_that_the_config_now_names() {
    let session = no_sessions();
    let first = Bench::with(Knobs::default(), SETTINGS, session.clone()).unwrap();
    first.platform.whoami().await.unwrap();
    let settings = format!("{SETTINGS}server = \"https://new.example.net\"\n");
    let moved = Bench::with(Knobs::default(), &settings, session).unwrap();
    moved.platform.whoami().await.unwrap();
    assert_eq!(moved.wire.hosts()[0], "new.example.net createSession");
}

#[tokio::test]
async fn an_account_that_is_not_active_is_not_logged_in() {
    let desk = Desk::new();
    let inactive = json!({
        "accessJwt": "aaaa.bbbb.cccc", "refreshJwt": "aaaa.bbbb.dddd",
        "did": "did:plc:office", "handle": "office.example.org", "active": false,
    });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &inactive))));
    let failure = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Auth, "bluesky-account-not-active")
    );
}

#[tokio::test]
async fn tokens_without_times_are_used_and_renewed_all_the_same() {
    let desk = Desk::new();
    let opaque = json!({
        "accessJwt": "opaque-access", "refreshJwt": "opaque-refresh",
        "did": "did:plc:office", "handle": "office.example.org",
    });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &opaque))));
    desk.rig.platform.refresh().await.unwrap();
    desk.pass(3599);
    desk.rig.platform.whoami().await.unwrap_err();
    assert_eq!(desk.asked()[1], "refreshSession");
}

#[tokio::test]
async fn what_is_worth_knowing_of_an_account_is_said() {
    let desk = Desk::new();
    desk.rig.platform.refresh().await.unwrap();
    let did = desk.rig.platform.whoami().await.unwrap().url.unwrap();
    let did = did.rsplit('/').next().unwrap().to_owned();
    let session = json!({ "did": did, "handle": "new.example.org", "emailConfirmed": false });
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &session))));
    let identity = desk.rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["bluesky-email-unconfirmed", "bluesky-handle-changed"]);
}

#[tokio::test]
async fn a_main_password_is_advised_against() {
    use base64::Engine as _;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let claims = encode(r#"{"scope":"com.atproto.access","iat":1,"exp":7201}"#);
    let desk = Desk::new();
    let session = json!({
        "accessJwt": format!("{}.{claims}.seal", encode("{}")), "refreshJwt": "aaaa.bbbb.cccc",
        "did": "did:plc:office", "handle": "office.example.org",
    });
    let myself = json!({ "did": "did:plc:office", "handle": "office.example.org" });
    for body in [session, myself] {
        desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
    }
    let identity = desk.rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["bluesky-main-password"]);
}
