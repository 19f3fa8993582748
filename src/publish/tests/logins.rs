//! Logins that people make beside the running program.

use std::sync::Arc;

use async_trait::async_trait;

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::account::AccountName;
use crate::delivery::{Guarantee, State};
use crate::failure::Class;
use crate::journal::{Change, Epoch, Journal as _, MemoryJournal, Order, OrderId, Sealed};
use crate::post::When;
use crate::publish::{Input, LoginError, Logins, NoLogins};

/// Keeps a login as it is.
#[derive(Debug)]
struct Keeps(Arc<MemoryJournal>, Epoch);

#[async_trait]
impl Logins for Keeps {
    async fn take_up(
        &self,
        account: &AccountName,
        login: &Sealed,
        also: Vec<Change>,
    ) -> Result<(), LoginError> {
        let sealed = login.0.clone().into_bytes();
        let session = Change::Session { account: account.clone(), sealed };
        let changes = [session].into_iter().chain(also).collect();
        Ok(self.0.commit(self.1, changes).await?)
    }
}

async fn rig() -> Rig {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.logins = Arc::new(Keeps(Arc::clone(&rig.journal), rig.epoch));
    rig
}

fn login() -> Order {
    Order::LogIn { account: "toy".parse().unwrap(), login: Sealed("5ea1ed".to_owned()) }
}

async fn is_paused(rig: &Rig) -> bool {
    rig.journal.accounts().await.unwrap().remove(0).paused.is_some()
}

async fn answer(rig: &Rig, id: i64) -> (bool, String) {
    let answer = rig.journal.order_answer(OrderId(id)).await.unwrap().unwrap();
    (answer.done, answer.reason.id.into_owned())
}

#[tokio::test]
async fn a_login_ends_the_pause_that_a_dead_login_brought_and_the_post_goes_out() {
    let mut rig = rig().await;
    rig.toy.order(Fate::Refused(failure(Class::Auth)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    assert!(is_paused(&rig).await);
    rig.order(login()).await;
    rig.run_until(minutes(50)).await;
    assert_eq!((is_paused(&rig).await, rig.state(id).await), (false, State::Published));
    assert_eq!(answer(&rig, 1).await, (true, "order-done".to_owned()));
    let notices = rig.journal.notices().await.unwrap();
    let left: Vec<_> = notices.iter().map(|row| &*row.notice.reason.id).collect();
    assert_eq!(left, ["published-late"], "the pause is seen to");
    let kept = rig.journal.session(&"toy".parse().unwrap()).await.unwrap();
    assert_eq!(kept.as_deref(), Some(b"5ea1ed".as_slice()));
}

#[tokio::test]
async fn a_login_does_not_end_a_pause_that_has_another_cause() {
    let mut rig = rig().await;
    rig.toy.order(Fate::Refused(failure(Class::Policy)));
    rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    rig.order(login()).await;
    rig.run_until(minutes(50)).await;
    assert!(is_paused(&rig).await);
    assert_eq!(answer(&rig, 1).await, (true, "order-done".to_owned()));
}

#[tokio::test]
async fn a_login_that_cannot_be_opened_is_refused_and_changes_nothing() {
    let mut rig = rig().await;
    rig.logins = Arc::new(NoLogins);
    rig.toy.order(Fate::Refused(failure(Class::Auth)));
    rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    rig.order(login()).await;
    rig.run_until(minutes(50)).await;
    assert!(is_paused(&rig).await);
    assert_eq!(answer(&rig, 1).await, (false, "login-not-of-this-state".to_owned()));
}

#[tokio::test]
async fn logins_come_one_after_the_other_and_a_full_disk_only_delays_them() {
    let mut rig = rig().await;
    rig.order(login()).await;
    let other = Order::LogIn { account: "toy".parse().unwrap(), login: Sealed("7a7e".into()) };
    rig.order(other).await;
    rig.journal.fail_next(1);
    rig.run_until(minutes(30)).await;
    for id in [1, 2] {
        assert_eq!(answer(&rig, id).await, (true, "order-done".to_owned()));
    }
    let kept = rig.journal.session(&"toy".parse().unwrap()).await.unwrap();
    assert_eq!(kept.as_deref(), Some(b"7a7e".as_slice()));
}

/// A renewal is under way when a person logs in, and fails after the login was taken up.
#[tokio::test]
async fn a_renewal_of_the_old_login_that_fails_does_not_pause_the_new_one() {
    let mut rig = rig().await;
    rig.toy.order(Fate::Refused(failure(Class::Session)));
    rig.toy.order_refresh(Err(failure(Class::Auth)));
    let (journal, way_in) = (Arc::clone(&rig.journal), Arc::clone(&rig.way_in));
    rig.toy.during_refresh(async move {
        let id = journal.give_order(login(), minutes(1)).await.unwrap();
        way_in.lock().unwrap().as_ref().unwrap().tell(Input::Orders);
        while journal.order_answer(id).await.unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        // The engine hears of the login first, whatever comes of the renewal.
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    });
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    assert_eq!((is_paused(&rig).await, rig.state(id).await), (false, State::Published));
    assert_eq!(rig.toy.refreshed(), 1);
}
