//! Who we are: learnt once for a login and kept, as every question costs money.

use serde::{Deserialize, Serialize};

use super::account::X;
use super::answers::{Data, User};
use super::classify::{self, Asked, not_understood};
use super::requests;
use super::settings::MOCK_NAME;
use crate::blobs::Digest;
use crate::failure::{Class, Failure};
use crate::http::{Answer, Request};
use crate::platform::SessionError;
use crate::secret::Secret;

/// Our account, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Me {
    /// Its number, which never changes.
    pub(super) id: String,
    /// By which login it was learnt, under which name of the settings.
    of: Digest,
}

impl X {
    /// Whether it is known that the login is of the right account.
    pub(super) async fn is_known(&self) -> Result<bool, Failure> {
        let mut known = self.me.lock().await;
        if known.is_none() {
            let kept: Option<Me> = self.kept.load().await.map_err(not_kept)?;
            let mark = self.mark().await;
            *known = kept.filter(|me| me.of == mark);
        }
        Ok(known.is_some())
    }

    /// Our account, asked for where it is not known.
    pub(super) async fn me(&self) -> Result<Me, Failure> {
        if self.is_known().await?
            && let Some(me) = self.me.lock().await.clone()
        {
            return Ok(me);
        }
        let (user, _) = self.user().await?;
        let me = self.ours(&user).await?;
        self.keep_me(me.clone()).await?;
        Ok(me)
    }

    /// Asks X who we are; with the whole answer.
    pub(super) async fn user(&self) -> Result<(User, Answer), Failure> {
        let request = self.access.fresh(requests::me(&self.settings.server), &self.wire).await?;
        self.read_user(request).await
    }

    /// Asks X whose `token` this is, and refuses another account's.
    pub(super) async fn ask_who(&self, token: &Secret) -> Result<Me, Failure> {
        let request = requests::me(&self.settings.server).bearer(token);
        let (user, _) = self.read_user(request.map_err(super::access::unusable)?).await?;
        self.ours(&user).await
    }

    pub(super) async fn read_user(&self, request: Request) -> Result<(User, Answer), Failure> {
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(self.refused(Asked::Plain, &answer));
        }
        let read: Data<User> = answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        if super::settings::name(&read.data.username).is_err() {
            return Err(not_understood("an account's name of another shape"));
        }
        Ok((read.data, answer))
    }

    /// `user` as ours, if it has the name that the settings say.
    pub(super) async fn ours(&self, user: &User) -> Result<Me, Failure> {
        self.check_name(user)?;
        Ok(Me { id: user.id.as_str().to_owned(), of: self.mark().await })
    }

    /// That `user` has the name that the settings say.
    pub(super) fn check_name(&self, user: &User) -> Result<(), Failure> {
        let stands_in = self.settings.mocked && user.username == MOCK_NAME;
        if !stands_in && !user.username.eq_ignore_ascii_case(&self.settings.username) {
            let detail = format!("@{} and not @{}", user.username, self.settings.username);
            return Err(Failure::new(Class::Auth, "x-other-account", detail));
        }
        Ok(())
    }

    /// Keeps who we are.
    pub(super) async fn keep_me(&self, me: Me) -> Result<(), Failure> {
        let mut known = self.me.lock().await;
        if known.as_ref() != Some(&me) {
            self.kept.store(&me).await.map_err(not_kept)?;
            *known = Some(me);
        }
        Ok(())
    }

    /// What the refusal `answer` means to this account.
    pub(super) fn refused(&self, asked: Asked, answer: &Answer) -> Failure {
        classify::refused(asked, self.access.kind(), answer, self.wire.now())
    }

    async fn mark(&self) -> Digest {
        let login = self.access.mark().await;
        Digest::of(format!("{login} {}", self.settings.username.to_lowercase()).as_bytes())
    }
}

fn not_kept(error: SessionError) -> Failure {
    Failure::new(Class::Local, "session-not-kept", error)
}
