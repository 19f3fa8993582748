//! The adapters' sessions in the journal, sealed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::Notify;

use super::login::Left;
use super::seal::Seal;
use crate::account::AccountName;
use crate::journal::{Change, Epoch, Sealed, SharedJournal};
use crate::platform::{SessionError, Sessions, with_login};
use crate::publish::{LoginError, Logins};

/// The sessions of all accounts: one of each, whoever uses it.
#[derive(Debug)]
pub struct JournalSessions {
    journal: SharedJournal,
    epoch: Epoch,
    seal: Arc<Seal>,
    open: Mutex<BTreeMap<AccountName, Arc<JournalSession>>>,
}

/// One account's session in the journal.
#[derive(Debug)]
pub(super) struct JournalSession {
    account: AccountName,
    journal: SharedJournal,
    epoch: Epoch,
    seal: Arc<Seal>,
    /// Held while something is written, so that a login and what comes of an older one cannot
    /// overtake each other.
    writing: tokio::sync::Mutex<()>,
    logins: AtomicU64,
    /// Told after each login that was taken up.
    taken: Notify,
}

impl JournalSessions {
    /// The sessions that `journal` keeps, sealed with `seal`.
    pub(super) fn new(journal: SharedJournal, epoch: Epoch, seal: Arc<Seal>) -> Self {
        Self { journal, epoch, seal, open: Mutex::default() }
    }

    /// That of `account`.
    pub(super) fn of(&self, account: &AccountName) -> Arc<JournalSession> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let session = || JournalSession {
            account: account.clone(),
            journal: Arc::clone(&self.journal),
            epoch: self.epoch,
            seal: Arc::clone(&self.seal),
            writing: tokio::sync::Mutex::default(),
            logins: AtomicU64::new(0),
            taken: Notify::new(),
        };
        Arc::clone(open.entry(account.clone()).or_insert_with(|| Arc::new(session())))
    }
}

#[async_trait]
impl Logins for JournalSessions {
    async fn take_up(
        &self,
        account: &AccountName,
        login: &Sealed,
        also: Vec<Change>,
    ) -> Result<(), LoginError> {
        let session = self.of(account);
        let left = Left::open(&self.seal, account, login).ok_or(LoginError::Unreadable)?;
        let portion = left.portion.as_deref();
        session.log_in_with(portion, left.kept.to_string().as_bytes(), also).await?;
        session.taken.notify_one();
        Ok(())
    }
}

impl JournalSession {
    /// Waits until a login was taken up.
    pub(super) async fn login_taken(&self) {
        self.taken.notified().await;
    }

    async fn log_in_with(
        &self,
        portion: Option<&str>,
        bytes: &[u8],
        also: Vec<Change>,
    ) -> Result<(), LoginError> {
        let _alone = self.writing.lock().await;
        let sealed = self.journal.session(&self.account).await?;
        let kept = sealed.and_then(|sealed| self.seal.open(&self.purpose(), &sealed).ok());
        let whole = with_login(kept, portion, bytes).map_err(|_| LoginError::Unreadable)?;
        let sealed = self.seal.seal(&self.purpose(), &whole);
        let sealed = sealed.map_err(|_| LoginError::Unreadable)?;
        let session = Change::Session { account: self.account.clone(), sealed };
        let changes = [session].into_iter().chain(also).collect();
        self.journal.commit(self.epoch, changes).await?;
        self.logins.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn purpose(&self) -> String {
        format!("session/{}", self.account)
    }

    fn failed(&self, error: impl std::fmt::Display) -> SessionError {
        SessionError { account: self.account.to_string(), detail: error.to_string() }
    }
}

#[async_trait]
impl Sessions for JournalSession {
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError> {
        let sealed =
            self.journal.session(&self.account).await.map_err(|error| self.failed(error))?;
        // A session of another key is no session: the login is done anew.
        Ok(sealed.and_then(|sealed| self.seal.open(&self.purpose(), &sealed).ok()))
    }

    async fn store(&self, bytes: &[u8], logins: u64) -> Result<bool, SessionError> {
        let sealed = self.seal.seal(&self.purpose(), bytes).map_err(|error| self.failed(error))?;
        let _alone = self.writing.lock().await;
        if self.logins() != logins {
            return Ok(false);
        }
        let change = Change::Session { account: self.account.clone(), sealed };
        let written = self.journal.commit(self.epoch, vec![change]).await;
        written.map(|()| true).map_err(|error| self.failed(error))
    }

    async fn log_in(&self, portion: Option<&str>, bytes: &[u8]) -> Result<(), SessionError> {
        let kept = self.log_in_with(portion, bytes, Vec::new()).await;
        kept.map_err(|error| self.failed(error))
    }

    fn logins(&self) -> u64 {
        self.logins.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{SharedClock, SimulatedClock};
    use crate::failure::{Class, Failure};
    use crate::journal::contract::samples::{at, instance};
    use crate::journal::{Journal as _, MemoryJournal, Order, OrderAnswer, OrderId};
    use crate::platform::{Exchange, Keeper, Session, Tokens};
    use crate::verdict::Reason;

    /// A daemon, or the next one on the same state.
    struct Daemon {
        journal: Arc<MemoryJournal>,
        seal: Arc<Seal>,
        sessions: Arc<JournalSessions>,
        keeper: Keeper,
        beside: Session,
    }

    fn name() -> AccountName {
        "ours".parse().unwrap()
    }

    fn clock() -> SharedClock {
        Arc::new(SimulatedClock::starting_at(at(0)))
    }

    fn tokens(access: &str) -> Tokens {
        let refresh = Some(format!("{access}-refresh"));
        Tokens { refresh, ..Tokens::of(access, clock().now().timestamp()) }
    }

    impl Daemon {
        async fn on(journal: Arc<MemoryJournal>, seal: Arc<Seal>) -> Self {
            let epoch = journal.begin(instance(0)).await.unwrap().epoch;
            let sessions =
                JournalSessions::new(Arc::clone(&journal) as _, epoch, Arc::clone(&seal));
            let [kept, beside] = Session::new(sessions.of(&name())).divided(["tokens", "beside"]);
            let keeper = Keeper::new(kept, clock(), None);
            Self { journal, seal, sessions: Arc::new(sessions), keeper, beside }
        }

        async fn begin() -> Self {
            let journal = Arc::new(MemoryJournal::new());
            Self::on(journal, Arc::new(Seal::passing().unwrap())).await
        }

        async fn restarted(self) -> Self {
            Self::on(self.journal, self.seal).await
        }

        /// What the login of another process left, as an order.
        async fn login(&self, access: &str) -> (OrderId, Sealed) {
            let kept = serde_json::json!({ "seed": null, "tokens": tokens(access) });
            let left = Left { portion: Some("tokens".to_owned()), kept };
            let login = left.seal(&self.seal, &name()).unwrap();
            let order = Order::LogIn { account: name(), login: login.clone() };
            (self.journal.give_order(order, at(1)).await.unwrap(), login)
        }

        async fn take_up(&self, (id, login): &(OrderId, Sealed)) -> Result<(), LoginError> {
            let answer = OrderAnswer { done: true, reason: Reason::new("order-done") };
            let also = vec![Change::OrderDone { id: *id, answer }];
            self.sessions.take_up(&name(), login, also).await
        }

        async fn access(&self) -> String {
            self.keeper.bearer().await.unwrap().expose().to_owned()
        }
    }

    /// A platform while whose answer to a renewal a login is taken up.
    struct Meanwhile<'a> {
        daemon: &'a Daemon,
        login: (OrderId, Sealed),
        answer: Result<Tokens, Failure>,
    }

    #[async_trait]
    impl Exchange for Meanwhile<'_> {
        async fn exchange(&self, _tokens: &Tokens) -> Result<Tokens, Failure> {
            self.daemon.take_up(&self.login).await.unwrap();
            self.answer.clone()
        }
    }

    struct Renews(&'static str);

    #[async_trait]
    impl Exchange for Renews {
        async fn exchange(&self, _tokens: &Tokens) -> Result<Tokens, Failure> {
            Ok(tokens(self.0))
        }
    }

    #[tokio::test]
    async fn a_renewal_under_way_does_not_overwrite_a_login_also_not_after_a_restart() {
        let failed = |class| Err(Failure::new(class, "answer-lost", ""));
        let answers =
            [Ok(tokens("renewed")), failed(Class::Auth), failed(Class::Unknown)].into_iter();
        for answer in answers {
            let daemon = Daemon::begin().await;
            daemon.keeper.take(tokens("first")).await.unwrap();
            daemon.beside.store(&"stays").await.unwrap();
            let login = daemon.login("of-login").await;
            let meanwhile = Meanwhile { daemon: &daemon, login, answer };
            daemon.keeper.renew(&meanwhile).await.unwrap();
            assert_eq!(daemon.access().await, "of-login");
            let next = daemon.restarted().await;
            assert_eq!(next.access().await, "of-login");
            assert_eq!(next.beside.load().await, Ok(Some("stays".to_owned())));
        }
    }

    #[tokio::test]
    async fn a_login_is_taken_up_once_so_that_it_does_not_overwrite_what_came_of_it() {
        let daemon = Daemon::begin().await;
        let login = daemon.login("of-login").await;
        daemon.take_up(&login).await.unwrap();
        daemon.keeper.renew(&Renews("of-login-renewed")).await.unwrap();
        let next = daemon.restarted().await;
        assert!(next.journal.orders().await.unwrap().is_empty());
        assert!(next.take_up(&login).await.is_err(), "it was answered already");
        assert_eq!(next.access().await, "of-login-renewed");
    }

    #[tokio::test]
    async fn a_login_is_taken_up_with_its_answer_or_not_at_all() {
        let daemon = Daemon::begin().await;
        daemon.keeper.take(tokens("first")).await.unwrap();
        let login = daemon.login("of-login").await;
        daemon.journal.fail_next(1);
        assert!(matches!(daemon.take_up(&login).await, Err(LoginError::Journal(_))));
        assert_eq!(daemon.access().await, "first");
        assert_eq!(daemon.journal.orders().await.unwrap().len(), 1);
        daemon.take_up(&login).await.unwrap();
        assert_eq!(daemon.access().await, "of-login");
    }

    #[tokio::test]
    async fn a_login_of_another_state_is_not_taken_up() {
        let (daemon, other) = (Daemon::begin().await, Daemon::begin().await);
        daemon.keeper.take(tokens("first")).await.unwrap();
        let login = other.login("of-login").await;
        assert_eq!(daemon.take_up(&login).await, Err(LoginError::Unreadable));
        assert_eq!(daemon.access().await, "first");
    }
}
