//! Logins that people make beside the running program.

use super::{Done, Engine, EngineError};
use crate::account::AccountName;
use crate::clock::Busy;
use crate::event::What;
use crate::failure::ends_with_a_login;
use crate::journal::{AccountState, Change, JournalError, OrderAnswer, OrderId, Sealed};
use crate::publish::active::journal_reason;
use crate::publish::input::Input;
use crate::publish::lane::Lane;
use crate::publish::logins::LoginError;
use crate::publish::work::Effect;
use crate::verdict::Reason;

/// A login that was taken up, or was not.
#[derive(Debug)]
pub(super) struct LoggedIn {
    account: AccountName,
    order: OrderId,
    result: Result<(), LoginError>,
    _busy: Busy,
}

impl Engine {
    /// Takes a login up: with it the answer is written, and that the account goes on where its
    /// login was at fault. So a login is taken up once, and never again after what came of it.
    pub(super) fn log_in(&mut self, account: AccountName, login: Sealed, order: OrderId) {
        let Some(lane) = self.lanes.get_mut(&account) else {
            let reason = Reason::new("order-unknown-account").with("account", account.as_str());
            return self.answer(order, false, reason, Vec::new());
        };
        if lane.logging_in {
            // The next one comes when this one is done.
            self.in_hand.remove(&order);
            return;
        }
        lane.logging_in = true;
        let answer = OrderAnswer { done: true, reason: Reason::new("order-done") };
        let mut also = vec![Change::OrderDone { id: order, answer }];
        if lane.waits_for_a_login() {
            also.push(Change::Account(resumed(lane.state.clone())));
            also.push(Change::Acknowledge { delivery: None, account: Some(account.clone()) });
        }
        let (logins, busy) = (self.shared.logins.clone(), self.shared.clock.busy());
        self.tasks.spawn(async move {
            let result = logins.take_up(&account, &login, also).await;
            Done::LoggedIn(Box::new(LoggedIn { account, order, result, _busy: busy }))
        });
    }

    pub(super) fn logged_in(&mut self, login: LoggedIn) -> Result<(), EngineError> {
        let LoggedIn { account, order, result, _busy } = login;
        // Where the disk is full, the end of that brings the order back.
        if !matches!(result, Err(LoginError::Journal(_))) {
            self.again.push(Input::Orders);
        }
        let Some(lane) = self.lanes.get_mut(&account) else { return Ok(()) };
        lane.logging_in = false;
        match result {
            Ok(()) => {
                let resumes = lane.waits_for_a_login();
                lane.has_a_new_login();
                if resumes {
                    // It may have been paused after the login was written.
                    let state = Change::Account(lane.state.clone());
                    let seen =
                        Change::Acknowledge { delivery: None, account: Some(account.clone()) };
                    self.write_later(vec![state, seen]);
                    self.tell(Some(&account), What::AccountResumed);
                }
                self.tell(None, What::Ordered { answer: Reason::new("order-done"), done: true });
            }
            Err(LoginError::Unreadable) => {
                let reason = Reason::new("login-not-of-this-state");
                let reason = reason.with("account", account.as_str());
                self.answer(order, false, reason, Vec::new());
            }
            Err(LoginError::Journal(error @ JournalError::Disk(_))) => {
                self.in_hand.remove(&order);
                self.degrade(journal_reason(&error));
            }
            Err(LoginError::Journal(fatal)) => return Err(fatal.into()),
        }
        Ok(())
    }
}

impl Lane {
    fn waits_for_a_login(&self) -> bool {
        self.state.paused.as_ref().is_some_and(ends_with_a_login)
    }

    /// From now on everything is asked with a new login.
    fn has_a_new_login(&mut self) {
        if self.waits_for_a_login() {
            self.state = resumed(self.state.clone());
            self.was_seen_to();
        }
        self.logins += 1;
        self.renew_at = None;
        self.failed_renewals = 0;
        self.of_old_login.clone_from(&self.busy);
        self.stirred = true;
    }

    /// What work brought on `delivery`, without complaints about a login that is gone.
    pub(super) fn without_old_login(
        &mut self,
        delivery: crate::delivery::DeliveryId,
        mut effects: Vec<Effect>,
    ) -> Vec<Effect> {
        if self.of_old_login.remove(&delivery) {
            effects.retain(|effect| match effect {
                Effect::Pause(why) => !ends_with_a_login(why),
                Effect::Refresh => false,
                _ => true,
            });
        }
        effects
    }
}

fn resumed(state: AccountState) -> AccountState {
    AccountState { paused: None, open_until: None, ..state }
}
