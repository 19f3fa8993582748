//! Which request is answered by what.

use super::{Describes, Outcome, Server, refused};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Reply};

/// The parameters of a list of statuses.
const LIST: [&str; 9] = [
    "exclude_reblogs",
    "exclude_replies",
    "limit",
    "max_id",
    "min_id",
    "only_media",
    "pinned",
    "since_id",
    "tagged",
];

impl Server {
    pub(super) fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let path: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
        match (asked.method.as_str(), path.as_slice()) {
            ("GET", ["api", rest @ ..]) => self.read(asked, rest, now),
            ("POST", ["api", version @ ("v1" | "v2"), "media"]) => {
                self.authorise(asked, "write:media")?;
                only(asked, &[])?;
                self.upload(asked, version, now)
            }
            ("POST", ["api", "v1", "statuses"]) => {
                self.authorise(asked, "write:statuses")?;
                only(asked, &[])?;
                self.post(asked, ledger, now)
            }
            ("DELETE", ["api", "v1", "statuses", id]) => {
                self.authorise(asked, "write:statuses")?;
                only(asked, &["delete_media"])?;
                self.delete(id, ledger)
            }
            _ => Err(no_such_address()),
        }
    }

    fn read(&mut self, asked: &Asked, path: &[&str], now: Instant) -> Outcome {
        match path {
            ["v2", "instance"] if self.config.describes == Describes::Both => self.instance_v2(),
            ["v1", "instance"] if self.config.describes != Describes::Nothing => self.instance_v1(),
            ["v1", "accounts", "verify_credentials"] => {
                self.authorise(asked, "read:accounts")?;
                only(asked, &[])?;
                Ok(self.credentials())
            }
            ["v1", "apps", "verify_credentials"] if !self.config.is_gotosocial() => {
                self.authorise_app(asked)?;
                Ok(self.application())
            }
            ["v1", "accounts", id, "statuses"] => {
                self.authorise(asked, "read:statuses")?;
                only(asked, &LIST)?;
                self.own_statuses(id, asked)
            }
            ["v1", "statuses", id] => {
                self.authorise(asked, "read:statuses")?;
                self.show(id)
            }
            ["v1", "statuses", id, "source"] => {
                self.authorise(asked, "read:statuses")?;
                self.source(id)
            }
            ["v1", "media", id] => {
                self.authorise(asked, "write:media")?;
                self.medium(id, now)
            }
            _ => Err(no_such_address()),
        }
    }

    /// Any token of the application will do.
    fn authorise_app(&self, asked: &Asked) -> Result<(), Reply> {
        self.config.scopes.first().map_or(Ok(()), |scope| self.authorise(asked, scope))
    }
}

fn no_such_address() -> Reply {
    refused(404, "Not Found")
}

/// Refuses query parameters that are not in the description, the token above all.
fn only(asked: &Asked, known: &[&str]) -> Result<(), Reply> {
    match asked.query.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        Some((name, _)) => Err(refused(422, &format!("Unknown parameter: {name}"))),
        None => Ok(()),
    }
}
