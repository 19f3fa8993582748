//! The whole table of refusals.

use std::path::{Path, PathBuf};

use super::*;
use crate::failure::Pause;

/// What the refusal comes to when a post was to become public.
async fn visibly(reply: Reply) -> Failure {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&draft(TEXT)).await;
    bench.visible(Trick::Reply(reply));
    bench.publish(&way).await.unwrap_err()
}

/// The same, when a photograph was uploaded.
async fn invisibly(reply: Reply) -> Failure {
    let bench = Bench::of("facebook");
    bench.prepared(&draft("पहले")).await;
    let mut way = bench.way(&bench.pictured());
    bench.invisible(Trick::Reply(reply));
    bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err()
}

#[tokio::test]
async fn every_refusal_has_its_class_and_its_words() {
    use Class::{Auth, Duplicate, Policy, Rate, Rejected, Server, Session};
    for (code, subcode, class, reason) in [
        (1, None, Server, "server-error"),
        (2, None, Server, "server-error"),
        (4, None, Rate, "rate-limited"),
        (17, None, Rate, "rate-limited"),
        (32, None, Rate, "rate-limited"),
        (341, None, Rate, "rate-limited"),
        (613, None, Rate, "rate-limited"),
        (80001, None, Rate, "rate-limited"),
        (100, None, Rejected, "refused-by-platform"),
        (100, Some(33), Auth, "graph-object-not-visible"),
        (102, None, Session, "graph-login-ended"),
        (190, Some(458), Session, "graph-login-ended"),
        (190, Some(463), Session, "graph-login-ended"),
        (190, Some(492), Session, "graph-login-ended"),
        (3, None, Auth, "graph-right-missing"),
        (10, None, Auth, "graph-right-missing"),
        (200, None, Auth, "graph-right-missing"),
        (299, None, Auth, "graph-right-missing"),
        (104, None, Auth, "graph-proof-refused"),
        (368, None, Policy, "graph-held-for-abuse"),
        (100, Some(1_346_003), Policy, "graph-held-for-abuse"),
        (100, Some(1_404_102), Policy, "graph-held-for-abuse"),
        (506, None, Duplicate, "facebook-same-as-last-post"),
        (100, Some(1_366_051), Duplicate, "facebook-photos-posted-already"),
        (100, Some(1_366_046), Rejected, "facebook-photo-refused"),
        (100, Some(1_390_008), Rate, "rate-limited"),
        (100, Some(1_363_047), Server, "server-error"),
        (100, Some(1_609_010), Server, "server-error"),
        (200, Some(1_404_078), Auth, "facebook-page-not-authorised"),
        (200, Some(1_404_006), Auth, "facebook-security-check"),
        (200, Some(1_404_112), Auth, "facebook-account-limited"),
        (200, Some(4_854_002), Auth, "facebook-security-check"),
        (1_609_005, None, Rejected, "facebook-link-refused"),
        (100, Some(1_609_008), Rejected, "facebook-link-refused"),
        (100, Some(2_061_006), Rejected, "facebook-link-refused"),
        (324, None, Rejected, "facebook-photo-refused"),
        (352, None, Rejected, "facebook-film-refused"),
        (100, Some(2_069_019), Rejected, "facebook-film-refused"),
        (6000, None, Server, "facebook-upload-broke"),
        (6000, Some(1_363_030), Server, "facebook-upload-broke"),
    ] {
        let failure = visibly(refusal(code, subcode)).await;
        assert_eq!((failure.class, &*failure.reason), (class, reason), "{code}/{subcode:?}");
    }
}

#[tokio::test]
async fn the_same_code_decides_whatever_the_status() {
    for status in [200, 400, 403, 500] {
        let reply = Reply { status, ..refusal(190, Some(463)) };
        assert_eq!(visibly(reply).await.class, Class::Session, "{status}");
    }
}

#[tokio::test]
async fn what_may_be_tried_again_is_doubt_once_it_could_be_public() {
    let mut transient = refusal(987, None);
    transient.body = json!({ "error": { "code": 987, "is_transient": true } }).to_string().into();
    for reply in [transient, refusal(2, None), Reply { status: 503, ..refusal(1, None) }] {
        assert!(visibly(reply.clone()).await.class.may_be_applied());
        assert_eq!(invisibly(reply).await.class, Class::Server);
    }
}

#[tokio::test]
async fn a_dead_token_that_a_person_gave_is_a_matter_for_that_person() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings("").replace("system_user_token", "page_token");
    let rig = Rig::new(&ROW, "page-token", &settings, folder.path()).unwrap();
    let bench = Bench { rig, _folder: folder };
    let way = bench.prepared(&draft(TEXT)).await;
    bench.visible(Trick::EndSession);
    assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Auth);
    let renewed = bench.rig.platform.refresh().await.unwrap_err();
    assert_eq!(&*renewed.reason, "session-cannot-be-renewed");
}

#[tokio::test]
async fn the_wait_is_told_in_minutes_and_not_in_seconds() {
    let usage = json!({ PAGE: [
        { "type": "pages", "call_count": 5 },
        { "type": "pages", "call_count": 100, "estimated_time_to_regain_access": 12 },
    ] });
    let reply = refusal(80001, None).header("x-business-use-case-usage", usage.to_string());
    let failure = visibly(reply).await;
    let twelve = std::time::Duration::from_secs(12 * 60);
    assert_eq!((failure.class, failure.pause), (Class::Rate, Pause::For(twelve)));
}

#[tokio::test]
async fn a_page_with_200_is_never_a_success() {
    let failure = visibly(Reply::html(200, "<h1>Facebook</h1>")).await;
    assert_eq!(failure.class, Class::Unknown);
    assert_eq!(invisibly(Reply::html(200, "<h1>")).await.class, Class::Unknown);
}

/// The rows of the shared table for this platform and for all of Meta's; none where it is not here.
fn shared_rows() -> Vec<Value> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("DAKIYA_SHARED").map_or_else(beside, PathBuf::from);
    let Ok(text) =
        std::fs::read_to_string(shared.join("platforms/data/publish-error-classes.json"))
    else {
        println!("skipped: ../shared is not here");
        return Vec::new();
    };
    let table: Value = serde_json::from_str(&text).unwrap();
    let rows = table["rows"].as_array().unwrap().iter();
    let ours = rows.filter(|row| row["platform"] == "graph" || row["platform"] == "facebook");
    ours.cloned().collect()
}

fn replies(row: &Value) -> Vec<Reply> {
    let subcode = row["subcode"].as_i64();
    if row["http"] == "5xx" {
        return [500, 502, 503].map(|status| Reply::json(status, &json!({}))).into();
    }
    if row["code"] == "200-299" {
        return [200, 230, 299].map(|code| refusal(code, None)).into();
    }
    vec![refusal(row["code"].as_i64().unwrap_or(100), subcode)]
}

fn fits(class: &str, failure: &Failure) -> bool {
    match class {
        "rejected" => matches!(failure.class, Class::Rejected | Class::Policy),
        "auth" => matches!(failure.class, Class::Auth | Class::Session),
        "rate_limited" => failure.class == Class::Rate,
        "unavailable" => failure.class == Class::Server,
        "in_doubt" => failure.class.may_be_applied(),
        other => panic!("{other} is no class"),
    }
}

#[tokio::test]
async fn the_shared_table_of_refusals_is_kept() {
    let rows = shared_rows();
    for row in &rows {
        let class = row["class"].as_str().unwrap();
        let on_commit = row["class_on_commit"].as_str().unwrap_or(class);
        for reply in replies(row) {
            let failure = visibly(reply.clone()).await;
            assert!(fits(on_commit, &failure), "{row}: {failure:?}");
            let stops = row["action"] == "stop_lane";
            assert_eq!(stops, failure.class == Class::Policy, "{row}: {failure:?}");
            // What says that it is there already is no doubt where nothing could be shown.
            if class != "in_doubt" {
                let failure = invisibly(reply).await;
                assert!(fits(class, &failure), "{row}, unseen: {failure:?}");
            }
        }
    }
    assert!(rows.is_empty() || rows.len() > 40, "{}", rows.len());
}
