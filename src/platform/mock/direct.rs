//! A transport that ends at a stage in the same process: no socket, no waiting, deterministic.

use async_trait::async_trait;

use super::stage::Fate;
use super::{Asked, Stage};
use crate::http::{Answer, Cause, Kind, Lost, NotSent, Request, Transport};

/// Sends every request straight to one stage.
#[derive(Debug, Clone)]
pub struct Direct(Stage);

impl Direct {
    /// The transport to `stage`.
    #[must_use]
    pub fn to(stage: Stage) -> Self {
        Self(stage)
    }
}

#[async_trait]
impl Transport for Direct {
    async fn send(&self, _kind: Kind, request: Request) -> Result<Answer, Lost> {
        let asked = asked(request)?;
        match self.0.ask(asked) {
            Fate::Answered(reply) => Ok(Answer::of(reply.status, &reply.headers, reply.body)),
            Fate::Cut => Err(Lost::Uncertain {
                why: Cause::Reset,
                detail: "the connection was cut".to_owned(),
            }),
            Fate::Refused => Err(Lost::NotSent {
                why: NotSent::Refused,
                detail: "the connection was refused".to_owned(),
            }),
        }
    }
}

fn asked(request: Request) -> Result<Asked, Lost> {
    let local = |detail: String| Lost::Local { detail };
    let method = request.method().to_string();
    let url = request.url().clone();
    let raw = request.into_raw().map_err(|error| local(error.to_string()))?;
    Ok(Asked {
        method,
        path: url.path().to_owned(),
        query: url.query_pairs().into_owned().collect(),
        headers: raw.headers,
        body: raw.body,
    })
}
