//! The suite can fail: adapters with a fault planted in them are caught by it.

use async_trait::async_trait;
use dakiya::adapters;
use dakiya::clock::{Instant, SharedClock};
use dakiya::delivery::{Evidence, Found, Guarantee, Receipt};
use dakiya::failure::Failure;
use dakiya::keys::Keys;
use dakiya::platform::{Composed, Identity, Job, Limits, Platform, Prepared, Row, Setup};
use dakiya::post::Draft;
use futures_util::FutureExt as _;

use super::bench::Bench;
use super::cases::{Case, cases_of};
use super::{doubt, drafts, secrets, sending};

/// What is wrong with an adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    SendsTwice,
    Guesses,
    Sleeps,
    TellsItsToken,
    ChangesTheText,
}

/// An adapter that is right but for one thing.
#[derive(Debug)]
struct Planted {
    inner: Box<dyn Platform>,
    wrong: Wrong,
    clock: SharedClock,
}

fn planted(wrong: Wrong, setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let clock = setup.clock.clone();
    let inner = (adapters::mastodon::ROW.build)(setup, keys)?;
    Some(Box::new(Planted { inner, wrong, clock }))
}

macro_rules! rows {
    ($($name:ident: $wrong:ident),*) => {
        $(static $name: Row = Row {
            build: |setup, keys| planted(Wrong::$wrong, setup, keys),
            ..adapters::mastodon::ROW
        };)*
    };
}

rows! {
    TWICE: SendsTwice, GUESSER: Guesses, SLEEPER: Sleeps, TELLTALE: TellsItsToken,
    EDITOR: ChangesTheText
}

#[tokio::test]
async fn an_adapter_that_sends_twice_is_caught() {
    assert_caught(&TWICE, "visible requests", sends).await;
}

#[tokio::test]
async fn an_adapter_that_sleeps_is_caught() {
    assert_caught(&SLEEPER, "the adapter slept", sends).await;
}

#[tokio::test]
async fn an_adapter_that_changes_the_text_is_caught() {
    assert_caught(&EDITOR, "assertion", sends).await;
}

#[tokio::test]
async fn an_adapter_that_guesses_is_caught() {
    assert_caught(&GUESSER, "found what is not there", async |case| {
        let bench = Bench::new(&case);
        let way = bench.way(&drafts::notice(), 1).unwrap();
        doubt::lost_and_looked_for(bench, way).await;
    })
    .await;
}

#[tokio::test]
async fn an_adapter_that_tells_its_token_is_caught() {
    assert_caught(&TELLTALE, "the secret", async |case| {
        let bench = Bench::new(&case);
        let mut way = bench.way(&drafts::notice(), 1).unwrap();
        bench.send(&mut way).await.unwrap();
        secrets::assert_silent(&bench);
    })
    .await;
}

async fn sends(case: Case) {
    let bench = Bench::new(&case);
    let mut way = bench.way(&drafts::notice(), 1).unwrap();
    bench.send(&mut way).await.unwrap();
    sending::assert_as_composed(&bench, &way, "a notice");
}

async fn assert_caught(row: &'static Row, words: &str, check: impl AsyncFn(Case)) {
    let case = cases_of(&[row]).remove(0);
    let result = std::panic::AssertUnwindSafe(check(case)).catch_unwind().await;
    let Err(panic) = result else { panic!("the suite did not notice") };
    let said = super::cases::words(panic.as_ref());
    assert!(said.contains(words), "{said}");
    let right = cases_of(&[&adapters::mastodon::ROW]).remove(0);
    check(right).await;
}

#[async_trait]
impl Platform for Planted {
    fn kind(&self) -> &str {
        self.inner.kind()
    }

    fn limits(&self) -> Limits {
        self.inner.limits()
    }

    fn guarantee(&self) -> Guarantee {
        self.inner.guarantee()
    }

    fn compose(&self, draft: &Draft) -> Composed {
        self.inner.compose(draft)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        if self.wrong == Wrong::Sleeps {
            self.clock.sleep_until(self.clock.now() + chrono::Duration::seconds(1)).await;
        }
        self.inner.prepare(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        match self.wrong {
            Wrong::SendsTwice => {
                let _first = self.inner.publish(job).await;
                self.inner.publish(&Job { key: &"0".repeat(64), ..*job }).await
            }
            Wrong::ChangesTheText => {
                let mut part = job.part.clone();
                part.text.push('!');
                self.inner.publish(&Job { part: &part, ..*job }).await
            }
            Wrong::TellsItsToken => {
                let mut receipt = self.inner.publish(job).await?;
                receipt.url =
                    Some("https://a.example/?token=imitated-mastodon-user-token".to_owned());
                Ok(receipt)
            }
            _ => self.inner.publish(job).await,
        }
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        if self.wrong == Wrong::Guesses {
            return Ok(Found::Published(Receipt {
                id: "1".to_owned(),
                url: None,
                at: since,
                evidence: Evidence::ReadBack,
                extra: serde_json::Value::Null,
                remarks: Vec::new(),
            }));
        }
        self.inner.find(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.inner.recall(receipt).await
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.inner.whoami().await
    }
}
