//! When accounts are asked, what is kept, and what a person is told.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;

use super::*;
use crate::account::Rules;
use crate::app::Seal;
use crate::clock::{Boot, Clock, from_micros};
use crate::delivery::{Found, Guarantee, Receipt};
use crate::journal::contract::samples::instance;
use crate::journal::{AccountState, MemoryJournal};
use crate::platform::{Composed, Job, Limits, Prepared};
use crate::post::Draft;

/// A clock that lets the start's patience run out at once, and nothing later.
#[derive(Debug)]
struct AtTheStart;

#[async_trait]
impl Clock for AtTheStart {
    fn now(&self) -> Instant {
        from_micros(1_795_579_200_000_000)
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }

    fn boot(&self) -> Boot {
        Boot::named("boot")
    }

    async fn sleep_until(&self, instant: Instant) {
        if instant - self.now() > chrono::Duration::minutes(1) {
            std::future::pending::<()>().await;
        }
    }
}

/// A platform that gives these answers, and then none any more.
#[derive(Debug)]
struct Says(Mutex<VecDeque<Result<Identity, Failure>>>);

impl Says {
    fn these(answers: impl IntoIterator<Item = Result<Identity, Failure>>) -> Self {
        Self(Mutex::new(answers.into_iter().collect()))
    }
}

#[async_trait]
impl Platform for Says {
    fn kind(&self) -> &str {
        "says"
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::D
    }

    fn compose(&self, _draft: &Draft) -> Composed {
        Composed::default()
    }

    async fn prepare(&self, _job: &Job<'_>) -> Result<Prepared, Failure> {
        Ok(Prepared::nothing())
    }

    async fn publish(&self, _job: &Job<'_>) -> Result<Receipt, Failure> {
        Err(Failure::new(Class::NotSent, "platform-unreachable", ""))
    }

    async fn find(&self, _job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        Ok(Found::CannotKnow)
    }

    async fn recall(&self, _receipt: &Receipt) -> Result<(), Failure> {
        Ok(())
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        let answer = self.0.lock().unwrap().pop_front();
        match answer {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}

async fn asker() -> Asker {
    let journal: SharedJournal = Arc::new(MemoryJournal::new());
    let clock: SharedClock = Arc::new(AtTheStart);
    let epoch = journal.begin(instance(0)).await.unwrap().epoch;
    let seal = Arc::new(Seal::passing().unwrap());
    let sessions = Arc::new(JournalSessions::new(Arc::clone(&journal), epoch, seal));
    Asker { journal, epoch, clock, sessions }
}

fn is(name: &str, findings: Vec<Finding>) -> Result<Identity, Failure> {
    Ok(Identity { name: name.into(), url: None, ends: None, findings })
}

fn lane(name: &str, answers: Vec<Result<Identity, Failure>>) -> LaneFacts {
    let (name, platform) = (name.parse().unwrap(), Arc::new(Says::these(answers)));
    LaneFacts { name, rules: Rules::default(), platform }
}

/// The notices after `answers` came one after the other, with how the account then stands.
async fn after(answers: Vec<Result<Identity, Failure>>) -> (Vec<String>, Standing) {
    let (asker, count) = (asker().await, answers.len());
    let lane = lane("toot", answers);
    let mut kept = None;
    for _ in 0..count {
        let standing = asker.ask(&lane.name, lane.platform.as_ref(), kept.as_ref()).await;
        kept = Some(standing.unwrap());
    }
    let notices = asker.journal.notices().await.unwrap();
    let told = notices.iter().map(|row| row.notice.reason.id.to_string()).collect();
    (told, asker.journal.standings().await.unwrap().remove(0))
}

fn refused() -> Failure {
    Failure::new(Class::Auth, "login-refused", "revoked")
}

#[tokio::test]
async fn one_platform_that_does_not_answer_holds_nobody_up() {
    let asker = asker().await;
    let lanes = [lane("dead", Vec::new()), lane("toot", vec![is("@us", Vec::new())])];
    let _asking = asker.ask_all(&lanes).await;
    loop {
        let standings = asker.journal.standings().await.unwrap();
        if let [only] = standings.as_slice() {
            assert_eq!((only.account.as_str(), only.name.as_deref()), ("toot", Some("@us")));
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_a_person_must_mend_is_told_once() {
    let found = || {
        let rule = Finding::note("mastodon-server-rule").with("rule", "be kind");
        vec![rule, Finding::error("mastodon-scope-missing").with("scope", "write:media")]
    };
    let limited = || Finding::warning("mastodon-account-limited");
    let more = found().into_iter().chain([limited()]).collect();
    let (notices, standing) =
        after(vec![is("@us", found()), is("@us", found()), is("@us", more)]).await;
    assert_eq!(notices, ["mastodon-scope-missing", "mastodon-account-limited"]);
    assert_eq!(standing.found.len(), 3);
    assert_eq!(standing.found[0].severity, Severity::Note);
}

#[tokio::test]
async fn what_was_told_before_a_restart_is_not_told_again() {
    let asker = asker().await;
    let name = |standings: &[Standing]| standings.first().and_then(|one| one.name.clone());
    for run in ["@first", "@second"] {
        let moved = is(run, vec![Finding::warning("mastodon-account-moved")]);
        let _asking = asker.ask_all(&[lane("toot", vec![moved])]).await;
        while name(&asker.journal.standings().await.unwrap()).as_deref() != Some(run) {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(asker.journal.notices().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refused_login_is_told_before_anything_is_sent_and_forgets_nothing() {
    let (notices, standing) =
        after(vec![is("@us", Vec::new()), Err(refused()), Err(refused())]).await;
    assert_eq!(notices, ["login-refused"]);
    assert_eq!(standing.name.as_deref(), Some("@us"));
    assert_eq!(standing.trouble.unwrap().id, "login-refused");
    let (notices, standing) = after(vec![Err(refused()), is("@us", Vec::new())]).await;
    assert_eq!((notices.len(), standing.trouble), (1, None));
}

#[tokio::test]
async fn a_login_that_ends_soon_is_told_once_for_each_time_it_comes_nearer() {
    let ending = |days: i64| {
        let ends = Some(AtTheStart.now() + chrono::Duration::days(days));
        is("@us", Vec::new()).map(|identity| Identity { ends, ..identity })
    };
    let (notices, _) = after(vec![ending(13), ending(13)]).await;
    assert_eq!(notices, ["login-ends"]);
    let (notices, _) = after(vec![ending(15)]).await;
    assert!(notices.is_empty(), "{notices:?}");
}

#[tokio::test]
async fn a_platform_that_cannot_be_reached_needs_no_person() {
    let away = Failure::new(Class::NotSent, "platform-unreachable", "");
    let (notices, standing) = after(vec![Err(away)]).await;
    assert!(notices.is_empty());
    assert_eq!(standing.trouble.unwrap().id, "platform-unreachable");
}

#[tokio::test]
async fn how_an_account_stands_changes_nothing_of_what_the_engine_keeps_of_it() {
    let asker = asker().await;
    let lane = lane("toot", vec![is("@us", Vec::new())]);
    let paused = AccountState {
        paused: Some(Reason::new("login-refused")),
        ..AccountState::new(lane.name.clone())
    };
    let kept = vec![Change::Account(paused.clone())];
    asker.journal.commit(asker.epoch, kept).await.unwrap();
    asker.ask(&lane.name, lane.platform.as_ref(), None).await.unwrap();
    assert_eq!(asker.journal.accounts().await.unwrap(), [paused]);
}
