//! The server's description of itself, the account and its application.

use serde_json::{Value, json};

use super::{Outcome, Server, Software, entities};
use crate::platform::mock::Reply;

impl Server {
    pub(super) fn instance_v2(&self) -> Outcome {
        let mut body = json!({
            "domain": entities::DOMAIN,
            "title": "Imitation",
            "version": self.config.version,
            "source_url": self.source_url(),
            "description": "An imitation for tests and dry runs",
            "usage": { "users": { "active_month": 1 } },
            "thumbnail": { "url": entities::address("thumbnail.png") },
            "icon": [],
            "languages": ["hi", "en"],
            "configuration": self.configuration(),
            "registrations": { "enabled": false, "approval_required": false, "message": null },
            "contact": { "email": "admin@social.example", "account": null },
            "rules": rules(),
        });
        if self.config.is(Software::Pleroma) {
            body["pleroma"] = json!({ "metadata": { "description_limit": 5000 } });
        }
        if self.config.is(Software::Mastodon) {
            body["api_versions"] = json!({ "mastodon": 8 });
            body["configuration"]["media_attachments"]["description_limit"] = json!(1500);
        }
        Ok(Reply::json(200, &body))
    }

    pub(super) fn instance_v1(&self) -> Outcome {
        let mut configuration = self.configuration();
        for newer in ["urls", "translation"] {
            configuration.as_object_mut().and_then(|map| map.remove(newer));
        }
        configuration["accounts"] = json!({ "max_featured_tags": 10 });
        let body = json!({
            "uri": entities::DOMAIN,
            "title": "Imitation",
            "short_description": "",
            "description": "",
            "email": "admin@social.example",
            "version": self.config.version,
            "urls": { "streaming_api": "wss://social.example" },
            "stats": { "user_count": 1, "status_count": 0, "domain_count": 0 },
            "thumbnail": null,
            "languages": ["hi"],
            "registrations": false,
            "approval_required": false,
            "invites_enabled": false,
            "configuration": configuration,
            "contact_account": null,
            "rules": rules(),
        });
        Ok(Reply::json(200, &body))
    }

    fn configuration(&self) -> Value {
        let any = ["application/octet-stream"];
        let types: &[_] =
            if self.config.is(Software::Pleroma) { &any } else { &super::media::MIME_TYPES };
        json!({
            "urls": { "streaming": "wss://social.example" },
            "accounts": { "max_featured_tags": 10, "max_pinned_statuses": 5 },
            "statuses": {
                "max_characters": self.config.max_characters,
                "max_media_attachments": self.config.media_count,
                "characters_reserved_per_url": if self.config.is_gotosocial() { 25 } else { 23 },
            },
            "media_attachments": {
                "supported_mime_types": types,
                "image_size_limit": super::media::IMAGE_BYTES,
                "image_matrix_limit": super::media::IMAGE_PIXELS,
                "video_size_limit": super::media::VIDEO_BYTES,
                "video_frame_rate_limit": 120,
                "video_matrix_limit": 8_294_400,
            },
            "polls": {
                "max_options": 4,
                "max_characters_per_option": 50,
                "min_expiration": 300,
                "max_expiration": 2_629_746,
            },
            "translation": { "enabled": false },
        })
    }

    fn source_url(&self) -> &'static str {
        match self.config.software {
            Software::Mastodon => "https://github.com/mastodon/mastodon",
            Software::GoToSocial => "https://codeberg.org/superseriousbusiness/gotosocial",
            Software::Pleroma => "https://git.pleroma.social/pleroma/pleroma",
            Software::Pixelfed => "https://github.com/pixelfed/pixelfed",
        }
    }

    pub(super) fn credentials(&self) -> Reply {
        let mut account = entities::account(self.config.bot);
        account["limited"] = json!(self.config.limited);
        account["source"] = json!({
            "note": "",
            "fields": [],
            "privacy": "public",
            "sensitive": false,
            "language": "hi",
            "follow_requests_count": 0,
            "indexable": true,
        });
        account["role"] = json!({
            "id": "-99", "name": "", "color": "", "permissions": "0", "highlighted": false,
        });
        Reply::json(200, &account)
    }

    pub(super) fn application(&self) -> Reply {
        if self.config.is(Software::Pleroma) || self.config.is(Software::Pixelfed) {
            let name = entities::APPLICATION;
            return Reply::json(200, &json!({ "name": name, "website": null, "vapid_key": null }));
        }
        let body = json!({
            "id": "1",
            "name": entities::APPLICATION,
            "website": null,
            "scopes": self.config.scopes,
            "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
            "redirect_uris": ["urn:ietf:wg:oauth:2.0:oob"],
            "vapid_key": "",
        });
        Reply::json(200, &body)
    }
}

fn rules() -> Value {
    json!([{ "id": "1", "text": "No spam", "hint": "" }])
}
