//! Tokens that are kept, renewed, lost and logged in anew.

use std::sync::Arc;
use std::sync::Mutex as PlainMutex;

use super::*;
use crate::clock::{Clock as _, SimulatedClock, from_micros};
use crate::platform::no_sessions;

/// A platform that answers renewals in the order given.
struct Scripted(PlainMutex<Vec<Result<Tokens, Failure>>>);

#[async_trait]
impl Exchange for Scripted {
    async fn exchange(&self, _tokens: &Tokens) -> Result<Tokens, Failure> {
        self.0.lock().unwrap().remove(0)
    }
}

fn clock() -> SimulatedClock {
    SimulatedClock::starting_at(from_micros(1_795_600_000_000_000))
}

fn tokens(access: &str, got: i64, life: i64) -> Tokens {
    let refresh = Some(format!("{access}-refresh"));
    Tokens { refresh, access_ends: Some(got + life), ..Tokens::of(access, got) }
}

fn keeper(clock: &SimulatedClock, session: &Session, seed: Option<&str>) -> Keeper {
    Keeper::new(session.clone(), Arc::new(clock.clone()), seed.map(Secret::new))
}

fn failed(class: Class) -> Result<Tokens, Failure> {
    Err(Failure::new(class, "answer-lost", ""))
}

fn script(answers: Vec<Result<Tokens, Failure>>) -> Scripted {
    Scripted(PlainMutex::new(answers))
}

#[tokio::test]
async fn without_a_login_a_person_is_asked_for_one() {
    let failure = keeper(&clock(), &no_sessions(), None).bearer().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "login-needed"));
}

#[tokio::test]
async fn a_token_is_renewed_before_its_end_and_outlives_a_restart() {
    let (clock, session) = (clock(), no_sessions());
    let first = keeper(&clock, &session, None);
    let now = clock.now().timestamp();
    first.take(tokens("one", now, 7200)).await.unwrap();
    assert_eq!(first.fresh(&script(vec![])).await.unwrap().expose(), "one");
    clock.advance_to(clock.now() + chrono::Duration::seconds(6601));
    let renewal = script(vec![Ok(tokens("two", now + 6601, 7200))]);
    assert_eq!(first.fresh(&renewal).await.unwrap().expose(), "two");
    assert_eq!(keeper(&clock, &session, None).bearer().await.unwrap().expose(), "two");
}

#[tokio::test]
async fn a_renewal_that_fails_for_now_leaves_the_old_token_while_it_holds() {
    let (clock, session) = (clock(), no_sessions());
    let keeper = keeper(&clock, &session, None);
    let now = clock.now().timestamp();
    keeper.take(tokens("one", now, 7200)).await.unwrap();
    clock.advance_to(clock.now() + chrono::Duration::seconds(7000));
    assert_eq!(keeper.fresh(&script(vec![failed(Class::Server)])).await.unwrap().expose(), "one");
    clock.advance_to(clock.now() + chrono::Duration::seconds(300));
    assert!(keeper.fresh(&script(vec![failed(Class::NotSent)])).await.is_err());
}

#[tokio::test]
async fn tokens_that_a_lost_answer_may_have_spent_are_told_from_dead_ones() {
    let (clock, session) = (clock(), no_sessions());
    let first = keeper(&clock, &session, None);
    first.take(tokens("one", clock.now().timestamp(), 7200)).await.unwrap();
    let dead = first.renew(&script(vec![failed(Class::Auth)])).await.unwrap_err();
    assert_eq!(&*dead.reason, "answer-lost");
    first.renew(&script(vec![failed(Class::Unknown)])).await.unwrap_err();
    let again = keeper(&clock, &session, None);
    let spent = again.renew(&script(vec![failed(Class::Auth)])).await.unwrap_err();
    assert_eq!(&*spent.reason, "login-spent-by-lost-answer");
}

#[tokio::test]
async fn a_secret_that_is_a_refresh_token_is_exchanged_before_the_first_request() {
    let (clock, session) = (clock(), no_sessions());
    let first = keeper(&clock, &session, Some("seed-to-renew")).seeded_to_renew();
    assert!(first.renews().await);
    let refused = first.fresh(&script(vec![failed(Class::NotSent)])).await;
    assert_eq!(refused.unwrap_err().class, Class::NotSent);
    let renewal = script(vec![Ok(tokens("one", clock.now().timestamp(), 3600))]);
    assert_eq!(first.fresh(&renewal).await.unwrap().expose(), "one");
    let again = keeper(&clock, &session, Some("seed-to-renew")).seeded_to_renew();
    assert_eq!(again.fresh(&script(vec![])).await.unwrap().expose(), "one");
}

/// A platform while whose answer is on its way a person logs in.
struct LoginMeanwhile(Session, Result<Tokens, Failure>);

#[async_trait]
impl Exchange for LoginMeanwhile {
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure> {
        let login = Tokens::of("of-login", tokens.got);
        self.0.log_in(&Kept { seed: None, tokens: login, in_doubt: false }).await.unwrap();
        self.1.clone()
    }
}

#[tokio::test]
async fn a_login_during_a_renewal_counts_whatever_becomes_of_the_renewal() {
    let answers = [Class::Auth, Class::Unknown, Class::NotSent].map(failed);
    for answer in answers.into_iter().chain([Ok(tokens("renewed", 0, 7200))]) {
        let (clock, session) = (clock(), no_sessions());
        let keeper = keeper(&clock, &session, None);
        keeper.take(tokens("one", clock.now().timestamp(), 7200)).await.unwrap();
        keeper.renew(&LoginMeanwhile(session.clone(), answer)).await.unwrap();
        assert_eq!(keeper.bearer().await.unwrap().expose(), "of-login");
        let kept: Option<Kept> = session.load().await.unwrap();
        assert!(kept.is_some_and(|kept| kept.tokens.access == "of-login" && !kept.in_doubt));
    }
}

#[tokio::test]
async fn a_login_beside_the_program_is_used_from_the_next_request_on() {
    let (clock, session) = (clock(), no_sessions());
    let [running, beside] = [(); 2].map(|()| keeper(&clock, &session, None));
    running.take(tokens("one", clock.now().timestamp(), 7200)).await.unwrap();
    assert_eq!(running.bearer().await.unwrap().expose(), "one");
    beside.take(tokens("two", clock.now().timestamp(), 7200)).await.unwrap();
    assert_eq!(running.bearer().await.unwrap().expose(), "two");
}

#[tokio::test]
async fn a_new_secret_takes_the_place_of_what_came_of_the_old_one() {
    let (clock, session) = (clock(), no_sessions());
    let old = keeper(&clock, &session, Some("old")).renewed_after(Duration::from_secs(86_400));
    assert_eq!(old.fresh(&script(vec![])).await.unwrap().expose(), "old");
    clock.advance_to(clock.now() + chrono::Duration::days(2));
    let renewal = script(vec![Ok(tokens("younger", clock.now().timestamp(), 86_400 * 60))]);
    assert_eq!(old.fresh(&renewal).await.unwrap().expose(), "younger");
    let same = keeper(&clock, &session, Some("old"));
    assert_eq!(same.bearer().await.unwrap().expose(), "younger");
    let other = keeper(&clock, &session, Some("new"));
    assert_eq!(other.bearer().await.unwrap().expose(), "new");
}
