//! How requests are made ours: by a signature, or by a token that is renewed.

use super::classify;
use super::oauth2::Client;
use super::signer::{App, Signer};
use crate::blobs::Digest;
use crate::failure::{Class, Failure};
use crate::http::{Request, RequestError};
use crate::platform::Wire;
use crate::secret::Secret;

/// What the settings say about the login.
#[derive(Debug)]
pub(super) enum Chosen {
    /// The app of OAuth 1.0a, and the account's two keys where no person logs in.
    Keys(App, Option<(Secret, Secret)>),
    /// An app of OAuth 2.0.
    OAuth2 {
        /// The app.
        client_id: String,
        /// Its secret, where it has one.
        client_secret: Option<Secret>,
        /// A token that a person got elsewhere, where nobody logs in by this program.
        refresh_token: Option<Secret>,
    },
}

/// An account's login.
#[derive(Debug)]
pub(super) enum Access {
    /// Every request is signed.
    Keys(Box<Signer>),
    /// Every request carries a token.
    OAuth2(Box<Client>),
}

impl Access {
    /// `request` made ours; a token is renewed first where it is time.
    pub(super) async fn fresh(&self, request: Request, wire: &Wire) -> Result<Request, Failure> {
        match self {
            Self::Keys(signer) => sign(signer, request, wire).await,
            Self::OAuth2(client) => with_token(request, &client.fresh().await?),
        }
    }

    /// The same without asking anybody, for the visible request.
    pub(super) async fn as_it_is(&self, request: Request, wire: &Wire) -> Result<Request, Failure> {
        match self {
            Self::Keys(signer) => sign(signer, request, wire).await,
            Self::OAuth2(client) => with_token(request, &client.bearer().await?),
        }
    }

    /// Renews a token where it is time, so that nothing is left to be done at the visible request.
    pub(super) async fn renew_early(&self) -> Result<(), Failure> {
        match self {
            Self::Keys(signer) => signer.keys().await.map(|_| ()),
            Self::OAuth2(client) => client.fresh().await.map(|_| ()),
        }
    }

    /// Whether a login that ended may be renewed by itself.
    pub(super) fn kind(&self) -> classify::Login {
        match self {
            Self::Keys(_) => classify::Login::Keys,
            Self::OAuth2(_) => classify::Login::Tokens,
        }
    }

    /// What tells this login from another one that a person puts in its place.
    pub(super) async fn mark(&self) -> Digest {
        match self {
            Self::Keys(signer) => signer.mark().await,
            Self::OAuth2(client) => client.mark(),
        }
    }
}

async fn sign(signer: &Signer, request: Request, wire: &Wire) -> Result<Request, Failure> {
    signer.keys().await?.sign(request, wire.now()).map_err(unusable)
}

fn with_token(request: Request, token: &Secret) -> Result<Request, Failure> {
    request.bearer(token).map_err(unusable)
}

/// Only our own secrets can be the reason.
pub(super) fn unusable(error: RequestError) -> Failure {
    Failure::new(Class::Auth, "x-keys-unusable", error)
}
