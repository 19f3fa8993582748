//! Media: up first, seen only in messages.

use serde_json::json;

use super::{Cloud, refused_with};
use crate::adapters::graph::imitated::{Outcome, invalid, only};
use crate::clock::Instant;
use crate::platform::mock::{Asked, FormPart, Reply};

/// How long media are kept, in days.
const LIFE: i64 = 30;

/// What is taken, and how large it may be in bytes.
const TAKEN: [(&str, &str, usize); 4] = [
    ("image/jpeg", "image", 5 << 20),
    ("image/png", "image", 5 << 20),
    ("video/mp4", "video", 16 << 20),
    ("application/pdf", "document", 100 << 20),
];

/// A medium that is up.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// `image`, `video` or `document`.
    kind: &'static str,
    at: Instant,
}

impl Cloud {
    pub(super) fn upload(&mut self, asked: &Asked, now: Instant) -> Outcome {
        only(&asked.query, &["appsecret_proof"])?;
        let parts = asked.multipart().ok_or_else(|| invalid("The body is no form"))?;
        let named = |name: &str| parts.iter().find(|part| part.name == name);
        if parts
            .iter()
            .any(|part| !["messaging_product", "type", "file"].contains(&part.name.as_str()))
        {
            return Err(invalid("Unknown parameter"));
        }
        let text = |name: &str| named(name).map(|part| part.bytes.as_slice()).unwrap_or_default();
        if text("messaging_product") != b"whatsapp" {
            return Err(invalid("The parameter messaging_product is required."));
        }
        let file = named("file").ok_or_else(|| invalid("The parameter file is required."))?;
        let kind = kind_of(file, text("type"))?;
        let id = self.number().to_string();
        self.media.insert(id.clone(), Stored { kind, at: now });
        Ok(Reply::json(200, &json!({ "id": id })))
    }

    /// That the medium `id` is there and of this `kind`.
    pub(super) fn holds(&self, id: &str, kind: &str, now: Instant) -> Result<(), Reply> {
        let living = |stored: &&Stored| now - stored.at < chrono::Duration::days(LIFE);
        match self.media.get(id).filter(living) {
            Some(stored) if stored.kind == kind => Ok(()),
            Some(_) => Err(refused_with(132_012, "Parameter format does not match", "header")),
            None => Err(invalid(&format!(
                "Param template['components'][0]['parameters'][0]['{kind}']['id'] is not a valid \
                 whatsapp business account media attachment ID"
            ))),
        }
    }
}

/// What the bytes are must be what they are said to be, twice.
fn kind_of(file: &FormPart, said: &[u8]) -> Result<&'static str, Reply> {
    let mime = file.content_type.as_deref().unwrap_or_default();
    let found = infer::get(&file.bytes).map(|kind| kind.mime_type());
    let taken = TAKEN.iter().find(|(known, ..)| *known == mime);
    match taken {
        Some((known, kind, most))
            if found == Some(known) && said == known.as_bytes() && file.bytes.len() <= *most =>
        {
            Ok(kind)
        }
        _ => Err(refused_with(131_053, "Media upload error", "Unsupported media")),
    }
}
