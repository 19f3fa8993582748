//! The canary: no secret of an account is in anything that an adapter gives away, whatever
//! happened, even where the platform sends our own login back to us.

use dakiya::http::Answer;
use dakiya::platform::mock::Trick;

use super::bench::Bench;
use super::cases::every;
use super::drafts;
use super::faults::TABLE;
use super::line::Spoil;

#[tokio::test]
async fn no_secret_is_in_progress_receipts_findings_or_debug() {
    every(async |case| {
        let bench = Bench::new(&case);
        for (number, (_, draft)) in (1..).zip(drafts::in_a_row(&bench)) {
            let Some(mut way) = bench.way(&draft, number) else { continue };
            bench.send(&mut way).await.unwrap();
            let _either_way = bench.recall(&way.receipts[0]).await;
            let _either_way = bench.find(&fresh(&bench), bench.now()).await;
        }
        bench.whoami().await.unwrap();
        let _either_way = bench.refresh().await;
        assert_silent(&bench)
    })
    .await;
}

#[tokio::test]
async fn no_secret_is_in_any_failure() {
    every(async |case| {
        let mut checked = 0;
        for fault in TABLE {
            let bench = Bench::new(&case);
            let mut way = bench.way(&drafts::notice(), 1).unwrap();
            bench.prepare(&mut way).await.unwrap();
            bench.line.spoil_visible((fault.spoil)(), 1);
            let _either_way = bench.publish(&way).await;
            bench.line.spoil_invisible(0, (fault.spoil)());
            let _either_way = bench.find(&way, way.due).await;
            bench.line.forgive();
            bench.line.spoil_invisible(0, (fault.spoil)());
            let _either_way = bench.whoami().await;
            bench.line.forgive();
            bench.line.spoil_invisible(0, (fault.spoil)());
            let _either_way = bench.refresh().await;
            checked += assert_silent(&bench);
        }
        checked
    })
    .await;
}

#[tokio::test]
async fn a_platform_that_sends_our_login_back_is_not_quoted() {
    every(async |case| {
        let mut checked = 0;
        let statuses = [200, 201, 302, 400, 401, 403, 404, 409, 422, 429, 500];
        for (status, joint) in statuses.map(|status| [(status, " "), (status, "/")]).concat() {
            let bench = Bench::new(&case);
            let mut way = bench.way(&drafts::pictured(&bench), 1);
            way = way.or_else(|| bench.way(&drafts::notice(), 1));
            let mut way = way.unwrap();
            bench.prepare(&mut way).await.unwrap();
            bench.line.spoil_visible(Spoil::Answer(echo(&bench, status, joint)), 1);
            let _either_way = bench.publish(&way).await;
            bench.line.spoil_invisible(0, Spoil::Answer(echo(&bench, status, joint)));
            let _either_way = bench.whoami().await;
            bench.line.forgive();
            bench.line.spoil_invisible(0, Spoil::Answer(echo(&bench, status, joint)));
            let mut anew = bench.way(&drafts::notice(), 2).unwrap();
            let _either_way = bench.prepare(&mut anew).await;
            checked += assert_silent(&bench);
        }
        checked
    })
    .await;
}

#[tokio::test]
async fn a_dead_login_is_told_without_it() {
    every(async |case| {
        let bench = Bench::new(&case);
        let mut way = bench.way(&drafts::notice(), 1).unwrap();
        bench.prepare(&mut way).await.unwrap();
        bench.visible(Trick::Revoke);
        bench.publish(&way).await.unwrap_err();
        bench.whoami().await.err();
        bench.refresh().await.unwrap_err();
        assert_silent(&bench)
    })
    .await;
}

fn fresh(bench: &Bench) -> super::bench::Way {
    bench.way(&drafts::notice(), 99).unwrap()
}

/// An answer that quotes every secret, wherever an adapter might look.
fn echo(bench: &Bench, status: u16, joint: &str) -> Answer {
    let secrets = bench.canaries().join(joint);
    let said = serde_json::json!({
        "ok": false, "error": secrets, "error_code": status, "description": secrets,
        "message": secrets, "code": secrets, "errcode": secrets, "id": secrets, "uri": secrets,
        "url": format!("https://echo.example/{secrets}"), "name": secrets, "event_id": secrets,
        "parameters": { "retry_after": secrets },
    });
    let headers = [
        ("content-type".to_owned(), "application/json".to_owned()),
        ("location".to_owned(), secrets),
    ];
    Answer::of(status, &headers, said.to_string().into_bytes())
}

/// Fails if a secret was said; else how many things were looked through.
pub(crate) fn assert_silent(bench: &Bench) -> usize {
    let canaries = bench.canaries();
    assert!(!canaries.is_empty(), "there is no secret to look for");
    let said = bench.said();
    for canary in &canaries {
        assert!(canary.len() >= 8, "{canary} is too short to be looked for");
        let leak = said.iter().find(|said| said.contains(canary.as_str()));
        assert!(leak.is_none(), "the secret {canary} is in: {}", leak.unwrap());
    }
    said.len()
}
