//! Who the token belongs to, and their roles.

use serde_json::json;

use super::Imitation;
use super::intake::{self, Outcome, refused};
use crate::platform::mock::{Asked, Reply};

impl Imitation {
    pub(super) fn userinfo(&self) -> Outcome {
        self.require("openid")?;
        let member = self.knobs.member;
        Ok(Reply::json(
            200,
            &json!({ "sub": member, "name": "Imitated Member", "locale": { "country": "IN", "language": "hi" } }),
        ))
    }

    pub(super) fn roles(&self, asked: &Asked) -> Outcome {
        intake::query(asked, &["q", "role", "state", "start", "count"])?;
        self.require("rw_organization_admin")?;
        if asked.query("q") != Some("roleAssignee") {
            return Err(refused(400, "ILLEGAL_ARGUMENT", "no such finder"));
        }
        let asked_for = asked.query("role");
        let role = self.knobs.role.filter(|role| asked_for.is_none_or(|asked| asked == *role));
        let author = self.author.as_deref().filter(|author| author.contains(":organization:"));
        let found = role.map(|role| {
            json!({
                "role": role,
                "roleAssignee": format!("urn:li:person:{}", self.knobs.member),
                "state": "APPROVED",
                "organization": author.unwrap_or("urn:li:organization:2414183"),
            })
        });
        let elements: Vec<_> = found.into_iter().collect();
        let paging = json!({ "start": 0, "count": 10, "links": [] });
        Ok(Reply::json(200, &json!({ "elements": elements, "paging": paging })))
    }
}
