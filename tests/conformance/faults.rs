//! The table of faults, at the visible request and at every invisible one of each flow.

use std::collections::BTreeSet;
use std::time::Duration;

use dakiya::delivery::{Found, Guarantee};
use dakiya::failure::{Class, Failure, Pause};
use dakiya::http::{Answer, Cause, Lost, NotSent};

use super::bench::{Bench, Way};
use super::cases::{Case, every};
use super::drafts;
use super::exceptions::{a_page_is_an_obstacle, gives_no_id, may_lose_its_login};
use super::line::Spoil;

/// One row of the table.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) spoil: fn() -> Spoil,
    /// What it may mean at the visible request.
    pub(crate) visible: &'static [Class],
    /// What it may mean at an invisible one.
    pub(crate) invisible: &'static [Class],
}

/// The classes after which an invisible request is repeated by itself.
pub(crate) const REPEATED: &[Class] =
    &[Class::NotSent, Class::Server, Class::Unknown, Class::NotYet, Class::Stale, Class::Rate];

/// The classes that mean doubt.
pub(crate) const DOUBT: &[Class] = &[Class::Unknown, Class::Server, Class::Duplicate];

pub(crate) const NOT_SENT: &[Class] = &[Class::NotSent];
pub(crate) const SERVER: &[Class] = &[Class::Server, Class::Unknown];
pub(crate) const RATE: &[Class] = &[Class::Rate];
pub(crate) const LOGIN: &[Class] = &[Class::Session, Class::Auth];

/// A refusal that only a success can bring: by the body, or doubt about it.
pub(crate) const BY_BODY: &[Class] =
    &[Class::Unknown, Class::Server, Class::Rejected, Class::Auth, Class::Policy];

macro_rules! fault {
    ($name:literal, $spoil:expr, $visible:expr, $invisible:expr) => {
        Fault { name: $name, spoil: || $spoil, visible: $visible, invisible: $invisible }
    };
}

/// The table.
pub(crate) const TABLE: &[Fault] = &[
    fault!("the name is not found", unsent(NotSent::Dns), NOT_SENT, NOT_SENT),
    fault!("the connection is refused", unsent(NotSent::Refused), NOT_SENT, NOT_SENT),
    fault!("no route", unsent(NotSent::Unreachable), NOT_SENT, NOT_SENT),
    fault!("no connection in time", unsent(NotSent::ConnectTimeout), NOT_SENT, NOT_SENT),
    fault!("TLS fails", unsent(NotSent::Tls), NOT_SENT, NOT_SENT),
    fault!("the proxy fails", unsent(NotSent::Proxy), NOT_SENT, NOT_SENT),
    fault!("closed before the request", unsent(NotSent::Unsent), NOT_SENT, NOT_SENT),
    fault!("sent in part", Spoil::Lose(incomplete()), NOT_SENT, NOT_SENT),
    fault!("reset after the request", Spoil::Lose(uncertain(Cause::Reset)), DOUBT, REPEATED),
    fault!("reset, applied", Spoil::ApplyThenLose(uncertain(Cause::Reset)), DOUBT, REPEATED),
    fault!("closed, applied", Spoil::ApplyThenLose(uncertain(Cause::Closed)), DOUBT, REPEATED),
    fault!("never answered", Spoil::Lose(uncertain(Cause::Timeout)), DOUBT, REPEATED),
    fault!("timed out, applied", Spoil::ApplyThenLose(uncertain(Cause::Timeout)), DOUBT, REPEATED),
    fault!("not HTTP, applied", Spoil::ApplyThenLose(uncertain(Cause::Garbage)), DOUBT, REPEATED),
    fault!("cut in the answer", Spoil::ApplyThenLose(answer_cut()), DOUBT, REPEATED),
    fault!("truncated JSON", Spoil::ApplyThenAnswer(json(r#"{"id":"17","te"#)), DOUBT, REPEATED),
    fault!("no JSON", Spoil::ApplyThenAnswer(json("[null, }")), DOUBT, REPEATED),
    fault!("a page with 200", Spoil::ApplyThenAnswer(page(200)), DOUBT, REPEATED),
    fault!("more than is read", Spoil::ApplyThenAnswer(beyond_the_cap()), DOUBT, REPEATED),
    fault!("200 with an error", Spoil::Answer(json(ERROR)), BY_BODY, BY_BODY),
    fault!("429", Spoil::Answer(limited(None)), RATE, RATE),
    fault!("429, seconds", Spoil::Answer(limited(Some("30"))), RATE, RATE),
    fault!("429, a date", Spoil::Answer(limited(Some(DATE))), RATE, RATE),
    fault!("429, a past date", Spoil::Answer(limited(Some(PAST))), RATE, RATE),
    fault!("429, no sense", Spoil::Answer(limited(Some("soon"))), RATE, RATE),
    fault!("429, for ever", Spoil::Answer(limited(Some("1000000000"))), RATE, RATE),
    fault!("408, applied", Spoil::ApplyThenAnswer(status(408)), SERVER, REPEATED),
    fault!("500", Spoil::Answer(status(500)), SERVER, REPEATED),
    fault!("500, applied", Spoil::ApplyThenAnswer(status(500)), SERVER, REPEATED),
    fault!("502, a page", Spoil::ApplyThenAnswer(page(502)), SERVER, REPEATED),
    fault!("503, applied", Spoil::ApplyThenAnswer(status(503)), SERVER, REPEATED),
    fault!("504, applied", Spoil::ApplyThenAnswer(status(504)), SERVER, REPEATED),
    fault!("599, applied", Spoil::ApplyThenAnswer(status(599)), SERVER, REPEATED),
    fault!("401", Spoil::Answer(status(401)), LOGIN, LOGIN),
    fault!("301", Spoil::ApplyThenAnswer(redirect(301)), DOUBT, REPEATED),
    fault!("302", Spoil::ApplyThenAnswer(redirect(302)), DOUBT, REPEATED),
    fault!("307", Spoil::Answer(redirect(307)), DOUBT, REPEATED),
    fault!("308", Spoil::Answer(redirect(308)), DOUBT, REPEATED),
    fault!("a huge error page", Spoil::Answer(huge(500)), SERVER, REPEATED),
];

/// An error of every style in one body.
const ERROR: &str = r#"{"ok":false,"error_code":500,"description":"Internal error",
    "error":"internal","errors":[{"message":"internal"}],"code":"internal","message":"internal"}"#;

/// Half a minute after [`NOW`], and long before it.
const DATE: &str = "Tue, 25 Nov 2025 04:30:30 GMT";
const PAST: &str = "Tue, 25 Nov 2003 04:30:30 GMT";
const NOW: &str = "Tue, 25 Nov 2025 04:30:00 GMT";

#[tokio::test]
async fn at_the_visible_request_every_fault_is_of_its_class_and_ends_with_one_message() {
    every(async |case| {
        for fault in TABLE {
            for pictured in [false, true] {
                visible(&case, fault, pictured).await;
            }
        }
        TABLE.len() * 2
    })
    .await;
}

#[tokio::test]
async fn at_every_invisible_request_every_fault_is_repeated_and_ends_with_one_message() {
    every(async |case| {
        let mut tried = 0;
        for at in 0..invisible_requests(&case).await {
            for fault in TABLE {
                invisible(&case, fault, at).await;
                tried += 1;
            }
        }
        tried.max(1)
    })
    .await;
}

#[tokio::test]
async fn the_pause_of_a_rate_limit_is_read_as_it_was_meant() {
    let asked = [
        (None, None),
        (Some("30"), Some(30)),
        (Some(DATE), Some(30)),
        (Some(PAST), None),
        (Some("soon"), None),
        (Some("1000000000"), Some(1_000_000_000)),
    ];
    every(async |case| {
        for (header, seconds) in asked {
            let (bench, way) = prepared(&case, false).await;
            bench.line.spoil_visible(Spoil::Answer(limited(header)), 1);
            let failure = bench.publish(&way).await.unwrap_err();
            let pause = seconds.map_or(Pause::Unsaid, |s| Pause::For(Duration::from_secs(s)));
            assert_eq!(failure.pause, pause, "{header:?}: {failure:?}");
        }
        asked.len()
    })
    .await;
}

#[tokio::test]
async fn a_look_that_meets_a_fault_fails_or_knows_nothing_and_never_guesses() {
    every(async |case| {
        for fault in TABLE {
            for there in [false, true] {
                let (bench, way) = prepared(&case, false).await;
                let lost = uncertain(Cause::Reset);
                let spoil = if there { Spoil::ApplyThenLose(lost) } else { Spoil::Lose(lost) };
                bench.line.spoil_visible(spoil, 1);
                bench.publish(&way).await.unwrap_err();
                bench.line.spoil_invisible(0, (fault.spoil)());
                let found = bench.find(&way, way.due).await;
                let wrong = match found {
                    Ok(Found::Published(_)) => !there,
                    Ok(Found::Absent) => there,
                    _ => false,
                };
                assert!(!wrong, "{}, there: {there}: {found:?}", fault.name);
            }
        }
        TABLE.len() * 2
    })
    .await;
}

async fn visible(case: &Case, fault: &Fault, pictured: bool) {
    let (bench, way) = prepared(case, pictured).await;
    let since = bench.now();
    bench.line.spoil_visible((fault.spoil)(), 1);
    let failure = match bench.publish(&way).await {
        Err(failure) => failure,
        // A success without an id is a success where there is none to be had.
        Ok(receipt) => {
            let allowed = fault.name == "200 with an error" && gives_no_id(case.kind);
            assert!(allowed && receipt.id.is_empty(), "{}: {receipt:?}", fault.name);
            return;
        }
    };
    let fits = fault.visible.contains(&failure.class);
    assert!(fits, "{}: {failure:?}", fault.name);
    aftermath(&bench.restarted(), &way, since, &failure, fault.name).await;
}

/// What comes after a visible request that failed, by its class: a repeat, or what the promise
/// of the account allows after doubt. It ends with one message, or with the question whether
/// there is one.
pub(crate) async fn aftermath(
    bench: &Bench,
    way: &Way,
    since: dakiya::clock::Instant,
    failure: &Failure,
    name: &str,
) {
    if failure.class.may_be_applied() {
        settle(bench, way, since, name).await;
        return;
    }
    assert!(bench.ledger().is_empty(), "{name}: applied, and called {failure:?}");
    if bench.recover(failure).await.is_ok() {
        let again = bench.publish(way).await;
        assert!(again.is_ok(), "{name}: {again:?}");
        bench.assert_public(way, 1);
    }
}

/// What the promise of the account allows after doubt.
async fn settle(bench: &Bench, way: &Way, since: dakiya::clock::Instant, name: &str) {
    let before = bench.ledger().len();
    bench.pass(Duration::from_secs(180));
    let found = bench.find(way, since).await;
    match &found {
        Ok(Found::Published(receipt)) => assert_eq!(receipt.id, bench.ledger()[0].id, "{name}"),
        Ok(Found::Absent) => assert_eq!(before, 0, "{name}"),
        Ok(Found::CannotKnow) => {
            assert!(before == 0 || bench.platform().guarantee() != Guarantee::C, "{name}");
        }
        Err(failure) => panic!("{name}: {failure:?}"),
    }
    if bench.platform().guarantee() <= Guarantee::B {
        let again = bench.publish(way).await;
        assert!(again.is_ok(), "{name}: {again:?}");
        bench.assert_public(way, 1);
    } else {
        bench.assert_public(way, before);
    }
}

async fn invisible(case: &Case, fault: &Fault, at: usize) {
    let bench = Bench::new(case);
    let mut way = richest(&bench);
    bench.line.spoil_invisible(at, (fault.spoil)());
    let what = format!("{} at invisible request {at}", fault.name);
    if let Err(failure) = bench.prepare(&mut way).await {
        let page = fault.name == "a page with 200" && a_page_is_an_obstacle(case.kind);
        let fits = fault.invisible.contains(&failure.class);
        assert!(fits || (page && failure.class == Class::Auth), "{what}: {failure:?}");
        if failure.class == Class::Stale {
            way.progress = serde_json::Value::Null;
        }
        let _mended_by_a_person_else = bench.recover(&failure).await;
    }
    assert!(!bench.line.forgive(), "{what}: the fault did not come");
    assert!(bench.ledger().is_empty(), "{what}: preparing published");
    let bench = bench.restarted();
    let sent = finish(&bench, &mut way).await;
    if let Err(failure) = &sent
        && failure.reason == "login-spent-by-lost-answer"
        && may_lose_its_login(case)
    {
        assert!(bench.ledger().is_empty(), "{what}: sent with a login that is over");
        return;
    }
    assert!(sent.is_ok(), "{what}: {sent:?}");
    bench.assert_public(&way, way.parts.len());
}

async fn finish(bench: &Bench, way: &mut Way) -> Result<(), Failure> {
    bench.pass(Duration::from_secs(600));
    bench.send(way).await
}

/// How many invisible requests the longest preparation of one part has.
async fn invisible_requests(case: &Case) -> usize {
    let bench = Bench::new(case);
    let mut way = richest(&bench);
    bench.prepare(&mut way).await.unwrap();
    bench.line.passed().len()
}

/// The places of the first and the last of these requests, where there are any.
pub(crate) async fn first_and_last(case: &Case) -> BTreeSet<usize> {
    let count = invisible_requests(case).await;
    [0, count.saturating_sub(1)].into_iter().filter(|at| *at < count).collect()
}

/// The post with most to prepare that the platform takes.
pub(crate) fn richest(bench: &Bench) -> Way {
    let album = bench.way(&drafts::album(bench), 1);
    album.or_else(|| bench.way(&drafts::notice(), 1)).unwrap()
}

async fn prepared(case: &Case, pictured: bool) -> (Bench, Way) {
    let bench = Bench::experienced(case).await;
    let draft = if pictured { drafts::pictured(&bench) } else { drafts::notice() };
    let way = bench.way(&draft, 1).or_else(|| bench.way(&drafts::notice(), 1));
    let mut way = way.unwrap();
    bench.prepare(&mut way).await.unwrap();
    (bench, way)
}

pub(crate) fn uncertain(why: Cause) -> Lost {
    Lost::Uncertain { why, detail: "ordered by the test".to_owned() }
}

fn unsent(why: NotSent) -> Spoil {
    Spoil::Lose(Lost::NotSent { why, detail: "ordered by the test".to_owned() })
}

fn incomplete() -> Lost {
    Lost::Incomplete { why: Cause::Reset, detail: "ordered by the test".to_owned() }
}

fn answer_cut() -> Lost {
    let headers = Box::new(json("{}").headers);
    Lost::AnswerCut { status: 200, headers, detail: "ordered by the test".to_owned() }
}

fn answer(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let headers = [("content-type".to_owned(), content_type.to_owned())];
    Answer::of(status, &headers, body.into())
}

fn json(body: &str) -> Answer {
    answer(200, "application/json", body)
}

fn status(status: u16) -> Answer {
    answer(status, "application/json", "{}")
}

fn page(status: u16) -> Answer {
    let page = "<!doctype html><html><title>Sign in</title><p>बाद में प्रयास करें</p></html>";
    answer(status, "text/html; charset=utf-8", page)
}

fn redirect(status: u16) -> Answer {
    let headers = [("location".to_owned(), "https://elsewhere.example/".to_owned())];
    Answer::of(status, &headers, b"elsewhere".to_vec())
}

fn beyond_the_cap() -> Answer {
    Answer { truncated: true, ..answer(200, "application/json", vec![0; 1 << 20]) }
}

fn huge(status: u16) -> Answer {
    Answer { truncated: true, ..answer(status, "text/html", vec![b'x'; 64 << 10]) }
}

pub(crate) fn limited(retry_after: Option<&str>) -> Answer {
    let mut headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("date".to_owned(), NOW.to_owned()),
    ];
    headers.extend(retry_after.map(|after| ("retry-after".to_owned(), after.to_owned())));
    Answer::of(429, &headers, b"{}".to_vec())
}
