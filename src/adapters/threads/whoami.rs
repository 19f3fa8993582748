//! Who we are on Threads, what the token may do and until when, and what is left of the quotas.

use serde::Deserialize;

use super::account::{Account, NEEDED, SCOPES};
use crate::adapters::graph::inspection::{self, Inspection};
use crate::adapters::graph::line::Id;
use crate::adapters::graph::quota::{Quota, QuotaConfig};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::platform::Identity;
use crate::secret::Secret;

/// How long before its end a token is renewed without waiting for its week.
const NEAR_END: chrono::Duration = chrono::Duration::days(10);

/// Our own account.
#[derive(Debug, Deserialize)]
pub(super) struct Me {
    #[serde(rename = "id")]
    _id: Id,
    username: Option<String>,
}

#[derive(Deserialize)]
struct Quotas {
    data: Vec<Usage>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Usage {
    quota_usage: Option<u64>,
    config: Option<QuotaConfig>,
    reply_quota_usage: Option<u64>,
    reply_config: Option<QuotaConfig>,
}

/// What is left of both quotas. Which one answers to our own posts use is not said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    pub(super) posts: Option<Quota>,
    pub(super) replies: Option<Quota>,
}

impl Account {
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let token = self.keeper.fresh(&self.login).await?;
        let me = self.me(&token).await?;
        self.check_name(&me)?;
        let inspection = inspection::as_itself(&self.line, &token).await?;
        let ends = self.renewed_in_time(&inspection).await;
        let left = self.left(&token).await?;
        let (needed, wanted) = SCOPES.split_at(NEEDED);
        let mut findings = inspection.lacks(needed, wanted);
        findings.extend(left.posts.and_then(Quota::finding));
        let name = me.username.unwrap_or_default();
        let url = (!name.is_empty()).then(|| format!("https://www.threads.com/@{name}"));
        Ok(Identity { name: format!("@{name}"), url, ends, findings })
    }

    pub(super) async fn me(&self, token: &Secret) -> Result<Me, Failure> {
        let fields = [("fields", "id,username")];
        let request = self.line.get("me", token, &["me"], &fields)?;
        self.line.ask(request).await
    }

    /// That the token is of another account than the config names.
    pub(super) fn check_name(&self, me: &Me) -> Result<(), Failure> {
        other_name(self.settings.username.as_deref(), me.username.as_deref())
    }

    /// What is left to be published.
    pub(super) async fn left(&self, token: &Secret) -> Result<Left, Failure> {
        let fields = [("fields", "quota_usage,config,reply_quota_usage,reply_config")];
        let path = ["me", "threads_publishing_limit"];
        let request = self.line.get("limit", token, &path, &fields)?;
        let quotas: Quotas = self.line.ask(request).await?;
        let usage = quotas.data.into_iter().next().unwrap_or_default();
        let posts = Quota::of(usage.quota_usage, usage.config);
        let replies = Quota::of(usage.reply_quota_usage, usage.reply_config);
        if let Some(posts) = posts {
            self.quota.note(posts);
        }
        Ok(Left { posts, replies })
    }

    /// When the login ends. A token that a person made may be older than we know; it is renewed
    /// before it is too late.
    async fn renewed_in_time(&self, token: &Inspection) -> Option<Instant> {
        let said = token.ends();
        let near = said.is_some_and(|ends| ends - self.line.wire.now() < NEAR_END);
        if near && self.keeper.renew(&self.login).await.is_ok() {
            return self.keeper.ends().await;
        }
        match said {
            Some(said) => Some(said),
            None => self.keeper.ends().await,
        }
    }
}

/// That the account is `found`, where `wanted` is another name.
pub(super) fn other_name(wanted: Option<&str>, found: Option<&str>) -> Result<(), Failure> {
    match (wanted, found) {
        (Some(wanted), Some(found)) if !wanted.eq_ignore_ascii_case(found) => {
            Err(Failure::new(Class::Auth, "graph-other-account", format!("@{found}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_account_than_the_config_names_is_refused() {
        assert_eq!(other_name(Some("our_office"), Some("Our_Office")), Ok(()));
        assert_eq!(other_name(None, Some("anybody")), Ok(()));
        let failure = other_name(Some("our_office"), Some("other")).unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-other-account"));
    }
}
