//! Work for an account as a whole: renewing its session, and asking whether its platform is well.

use std::sync::Arc;

use super::guard::guarded;
use crate::account::AccountName;
use crate::clock::Busy;
use crate::failure::Failure;
use crate::publish::lane::LaneFacts;

/// What came of it.
#[derive(Debug)]
pub(in crate::publish) struct Asked {
    pub(in crate::publish) account: AccountName,
    /// How often a person had logged the account in when it was asked.
    pub(in crate::publish) logins: u64,
    pub(in crate::publish) result: Result<(), Failure>,
    pub(in crate::publish) _busy: Busy,
}

/// Opens the connection of a visible request beforehand. Where that goes wrong, the request opens
/// its own.
pub(in crate::publish) async fn warm(lane: Arc<LaneFacts>, busy: Busy) -> Busy {
    let _broke = guarded(lane.platform.warm()).await;
    busy
}

/// Renews the session.
pub(in crate::publish) async fn refresh(lane: Arc<LaneFacts>, logins: u64, busy: Busy) -> Asked {
    let result = guarded(lane.platform.refresh()).await.unwrap_or_else(|broke| Err(broke.into()));
    Asked { account: lane.name.clone(), logins, result, _busy: busy }
}

/// Asks who we are, which shows nothing to anybody.
pub(in crate::publish) async fn probe(lane: Arc<LaneFacts>, logins: u64, busy: Busy) -> Asked {
    let told = guarded(lane.platform.whoami()).await.unwrap_or_else(|broke| Err(broke.into()));
    let result = told.map(|_| ());
    Asked { account: lane.name.clone(), logins, result, _busy: busy }
}
