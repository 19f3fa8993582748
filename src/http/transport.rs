//! The way to the network as a trait, so that a test can put an imitation in its place.

use std::fmt;

use async_trait::async_trait;

use super::{Answer, Http, Kind, Lost, Request};

/// Sends one request and says with certainty what happened.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends `request` once. Redirects are answers, and nothing is ever repeated.
    ///
    /// # Errors
    /// If no answer came, with what is certain about the request.
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost>;
}

#[async_trait]
impl Transport for Http {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        Self::send(self, kind, request).await
    }
}
