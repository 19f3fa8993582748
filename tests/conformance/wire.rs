//! The rows of the table that only a real connection can show: the same accounts over HTTP on
//! loopback, with a go-between that spoils one request.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use dakiya::adapters::ROWS;
use dakiya::failure::Class;
use dakiya::http::faults::{Canned, Fault, FaultProxy, FaultServer, Treatment};
use dakiya::http::{Answer, Http, HttpOptions, Kind, Lost, Request, Transport, Url};
use dakiya::platform::mock::Server;
use futures_util::future::join_all;
use serde_json::json;

use super::bench::{Bench, Way};
use super::cases::{Case, cases_of, examine};
use super::drafts;
use super::exceptions::{a_page_is_an_obstacle, answers_in_the_head, gives_no_id};
use super::faults::{self, BY_BODY, DOUBT, LOGIN, NOT_SENT, RATE, REPEATED, SERVER};

/// How long an answer is waited for that never comes.
const SHORT: Duration = Duration::from_millis(250);

/// One row.
struct Row {
    name: &'static str,
    /// What happens, with the address of a second host; none: nobody listens any more.
    treatment: fn(&str) -> Option<Treatment>,
    visible: &'static [Class],
    invisible: &'static [Class],
}

macro_rules! row {
    ($name:literal, $treatment:expr, $visible:expr, $invisible:expr) => {
        Row {
            name: $name,
            treatment: |_| Some($treatment),
            visible: $visible,
            invisible: $invisible,
        }
    };
}

const TABLE: &[Row] = &[
    Row { name: "refused", treatment: |_| None, visible: NOT_SENT, invisible: NOT_SENT },
    row!("reset, not applied", Treatment::Drop, DOUBT, REPEATED),
    row!("reset, applied", Treatment::LoseAnswer, DOUBT, REPEATED),
    row!("reset in the answer", Treatment::CutAnswer(1), DOUBT, REPEATED),
    row!("truncated JSON", Treatment::Replace(Canned::truncated_json()), DOUBT, REPEATED),
    row!("a page with 200", Treatment::Replace(Canned::page()), DOUBT, REPEATED),
    row!("a gzip bomb", Treatment::Replace(Canned::gzip_bomb()), DOUBT, REPEATED),
    row!("200 with an error", Treatment::AnswerItself(error()), BY_BODY, BY_BODY),
    row!("429", Treatment::AnswerItself(status(429)), RATE, RATE),
    row!("429 with seconds", Treatment::AnswerItself(busy()), RATE, RATE),
    row!("401", Treatment::AnswerItself(status(401)), LOGIN, LOGIN),
    row!("408, applied", Treatment::Replace(status(408)), SERVER, REPEATED),
    row!("500, applied", Treatment::Replace(status(500)), SERVER, REPEATED),
    row!("503", Treatment::AnswerItself(status(503)), SERVER, REPEATED),
    row!("10 MB of page", Treatment::AnswerItself(Canned::big_error_page()), SERVER, REPEATED),
    Row { name: "sent elsewhere", treatment: elsewhere, visible: DOUBT, invisible: REPEATED },
    row!("a slow body", Treatment::Trickle(Duration::from_secs(60)), DOUBT, REPEATED),
    row!("applied, never answered", Treatment::SwallowAnswer, DOUBT, REPEATED),
    row!("applied late", Treatment::LandLate, DOUBT, REPEATED),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_real_connections_every_fault_at_the_visible_request_ends_with_one_message() {
    examine(cases_of(ROWS), async |case| {
        join_all(TABLE.iter().map(|row| visible(&case, row))).await.len()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_real_connections_every_fault_at_an_invisible_request_is_repeated() {
    examine(cases_of(ROWS), async |case| {
        let places = faults::first_and_last(&case).await;
        for at in &places {
            join_all(TABLE.iter().map(|row| invisible(&case, row, *at))).await;
        }
        places.len() * TABLE.len()
    })
    .await;
}

/// On a machine that is busy with other things there may be no connection in a short time; then
/// with more.
async fn visible(case: &Case, row: &Row) {
    for patience in [1, 4, 16, 64].map(|times| SHORT * times) {
        if visible_within(case, row, patience).await {
            return;
        }
    }
    panic!("{}: no connection on loopback", row.name);
}

/// Whether a connection came about in time.
async fn visible_within(case: &Case, row: &Row, patience: Duration) -> bool {
    let wired = Wired::new(case, patience).await;
    let (bench, pictured) = (&wired.bench, drafts::pictured(&wired.bench));
    let way = bench.way(&pictured, 1).or_else(|| bench.way(&drafts::notice(), 1));
    let mut way = way.unwrap();
    wired.bench.prepare(&mut way).await.unwrap();
    let since = wired.bench.now();
    let wired = wired.spoiling(row, 0).await;
    let answer = wired.bench.publish(&way).await;
    wired.assert_second_host_untouched(row);
    let failure = match answer {
        Err(failure) => failure,
        Ok(receipt) => {
            let without_id = row.name == "200 with an error" && gives_no_id(case.kind);
            let spoils_the_body = ["reset in the answer", "a slow body"].contains(&row.name);
            let cut = spoils_the_body && answers_in_the_head(case.kind);
            let right = match wired.bench.ledger().as_slice() {
                [public] => cut && public.id == receipt.id,
                _ => without_id && receipt.id.is_empty(),
            };
            assert!(right, "{}: {receipt:?}", row.name);
            return true;
        }
    };
    if wired.is_hurried() && failure.class == Class::NotSent {
        return false;
    }
    assert!(row.visible.contains(&failure.class), "{}: {failure:?}", row.name);
    if row.name == "applied late" {
        wired.landed().await;
    }
    let wired = wired.mended();
    faults::aftermath(&wired.bench, &way, since, &failure, row.name).await;
    true
}

async fn invisible(case: &Case, row: &Row, at: usize) {
    let wired = Wired::new(case, SHORT).await;
    let mut way = faults::richest(&wired.bench);
    if (row.treatment)("").is_none() {
        step_to(&wired.bench, &mut way, at).await;
    }
    let wired = wired.spoiling(row, at).await;
    let what = format!("{} at invisible request {at}", row.name);
    if let Err(failure) = wired.bench.prepare(&mut way).await {
        let page = row.name == "a page with 200" && a_page_is_an_obstacle(case.kind);
        let fits = row.invisible.contains(&failure.class);
        assert!(fits || (page && failure.class == Class::Auth), "{what}: {failure:?}");
        if failure.class == Class::Stale {
            way.progress = serde_json::Value::Null;
        }
    }
    wired.assert_second_host_untouched(row);
    assert!(wired.bench.ledger().is_empty(), "{what}: preparing published");
    let wired = wired.mended();
    if row.name == "401" {
        let _mended_by_a_person_else = wired.bench.refresh().await;
    }
    let sent = wired.bench.send(&mut way).await;
    assert!(sent.is_ok(), "{what}: {sent:?}");
    wired.bench.assert_public(&way, way.parts.len());
}

/// Steps on until so many requests have passed.
async fn step_to(bench: &Bench, way: &mut Way, at: usize) {
    let before = bench.line.passed().len();
    while bench.line.passed().len() < before + at {
        bench.step(way).await.unwrap();
    }
}

/// An account behind a go-between.
struct Wired {
    bench: Bench,
    server: Server,
    proxy: Option<FaultProxy>,
    orders: Arc<Mutex<Option<(usize, Treatment)>>>,
    line: Arc<Patience>,
    second: FaultServer,
}

impl Wired {
    async fn new(case: &Case, patience: Duration) -> Self {
        let bench = Bench::experienced(case).await;
        let server = Server::start(bench.rig.stage.clone()).await.unwrap();
        let orders = Arc::new(Mutex::new(None));
        let proxy = proxy(&server, &orders);
        let line = Arc::new(Patience::new(patience));
        let address = Url::parse(&proxy.url("")).unwrap();
        let bench = bench.moved(Arc::clone(&line) as _, address);
        let second = FaultServer::start(Fault::Answer(status(200))).unwrap();
        Self { bench, server, proxy: Some(proxy), orders, line, second }
    }

    /// Spoils the next request but `skip`.
    async fn spoiling(mut self, row: &Row, skip: usize) -> Self {
        let Some(treatment) = (row.treatment)(&self.second.url("/second")) else {
            if let Some(proxy) = self.proxy.take() {
                proxy.stop().await;
            }
            return self;
        };
        let waits = matches!(
            treatment,
            Treatment::Trickle(_) | Treatment::SwallowAnswer | Treatment::LandLate
        );
        self.line.hurried.store(waits, Ordering::SeqCst);
        *self.orders.lock().unwrap() = Some((skip, treatment));
        self
    }

    /// All is well again.
    fn mended(self) -> Self {
        self.line.hurried.store(false, Ordering::SeqCst);
        *self.orders.lock().unwrap() = None;
        if self.proxy.is_some() {
            return self;
        }
        let proxy = proxy(&self.server, &self.orders);
        let address = Url::parse(&proxy.url("")).unwrap();
        let bench = self.bench.moved(Arc::clone(&self.line) as _, address);
        Self { bench, proxy: Some(proxy), ..self }
    }

    fn is_hurried(&self) -> bool {
        self.line.hurried.load(Ordering::SeqCst)
    }

    fn assert_second_host_untouched(&self, row: &Row) {
        assert_eq!(self.second.connections(), 0, "{}: the second host was asked", row.name);
    }

    /// Waits until the request that came late has come.
    async fn landed(&self) {
        let landed = async {
            while self.bench.ledger().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), landed).await.unwrap();
    }
}

/// HTTP with much patience, or with little.
#[derive(Debug)]
struct Patience {
    patient: Http,
    hasty: Http,
    little: Duration,
    hurried: AtomicBool,
}

impl Patience {
    fn new(little: Duration) -> Self {
        let http = |time| {
            let options = HttpOptions {
                allow_plain: true,
                visible_timeout: time,
                read_timeout: time,
                ..HttpOptions::default()
            };
            Http::new(options).unwrap()
        };
        let patient = http(Duration::from_secs(60));
        Self { patient, hasty: http(little), little, hurried: AtomicBool::new(false) }
    }
}

#[async_trait]
impl Transport for Patience {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        if !self.hurried.load(Ordering::SeqCst) {
            return self.patient.send(kind, request).await;
        }
        // Requests with a patience of their own would wait for a minute.
        let own = request.timeout().is_some();
        let request = if own { request.within(self.little) } else { request };
        self.hasty.send(kind, request).await
    }
}

fn proxy(server: &Server, orders: &Arc<Mutex<Option<(usize, Treatment)>>>) -> FaultProxy {
    let upstream = SocketAddr::from((Ipv4Addr::LOCALHOST, server.port()));
    let orders = Arc::clone(orders);
    let decide = move |_: &str, _: &str| {
        let mut order = orders.lock().unwrap();
        match order.take() {
            Some((0, treatment)) => treatment,
            Some((skip, treatment)) => {
                *order = Some((skip - 1, treatment));
                Treatment::Pass
            }
            None => Treatment::Pass,
        }
    };
    FaultProxy::to(upstream).deciding(decide).start().unwrap()
}

fn elsewhere(second: &str) -> Option<Treatment> {
    Some(Treatment::AnswerItself(Canned::redirect(307, second)))
}

fn status(status: u16) -> Canned {
    Canned::json(status, &json!({}))
}

fn busy() -> Canned {
    status(429).with("retry-after", "30")
}

fn error() -> Canned {
    let error = json!({ "ok": false, "error_code": 500, "description": "Internal error",
        "error": "internal", "code": "internal", "message": "internal" });
    Canned::json(200, &error)
}
