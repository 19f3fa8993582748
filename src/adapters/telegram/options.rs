//! What a post may ask of Telegram alone, under `[for.telegram]`.

use serde_json::{Value, json};

use super::settings::Settings;
use crate::finding::Finding;
use crate::post::{Card, Options, Part};
use crate::text::links;

const SILENT: &str = "silent";
const PROTECT: &str = "protect";
const SPOILER: &str = "spoiler";
const LINK_PREVIEW: &str = "link_preview";

const KNOWN: [&str; 4] = [SILENT, PROTECT, SPOILER, LINK_PREVIEW];

/// How the preview of the first link looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Preview {
    /// As Telegram does it by itself.
    #[default]
    Auto,
    /// Not at all.
    Off,
    /// With a small picture beside the text.
    Small,
    /// With a large picture.
    Large,
    /// Above the text in place of below it.
    Above,
}

impl Preview {
    pub(super) const EXAMPLE: &str = "link_preview = \"small\"";

    /// The preview that a setting or an option names.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            "small" => Ok(Self::Small),
            "large" => Ok(Self::Large),
            "above" => Ok(Self::Above),
            _ => {
                Err("a preview is \"auto\", \"off\", \"small\", \"large\" or \"above\"".to_owned())
            }
        }
    }
}

/// How one part is to go out: its options over the account's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wishes {
    /// Whether phones stay quiet.
    pub(super) silent: bool,
    /// Whether it cannot be forwarded or saved.
    pub(super) protect: bool,
    /// Whether pictures and films are covered until they are touched.
    pub(super) spoiler: bool,
    /// What becomes of the first link.
    pub(super) preview: Preview,
}

impl Wishes {
    /// What `part` wants on an account with `settings`.
    pub(super) fn of(part: &Part, settings: &Settings) -> Self {
        let yes = |option: &str| part.options.get(option).and_then(Value::as_bool);
        let preview = part.options.get(LINK_PREVIEW).and_then(Value::as_str);
        Self {
            silent: yes(SILENT).unwrap_or(settings.silent),
            protect: yes(PROTECT).unwrap_or(settings.protect),
            spoiler: yes(SPOILER).unwrap_or(part.warning.is_some()),
            preview: preview
                .and_then(|preview| Preview::read(preview).ok())
                .unwrap_or(settings.preview),
        }
    }

    /// `LinkPreviewOptions` for `part`. Telegram heeds the size only where the address is named.
    pub(super) fn link_preview(&self, part: &Part) -> Option<Value> {
        if self.preview == Preview::Off || part.card == Card::Off {
            return Some(json!({ "is_disabled": true }));
        }
        let url = match &part.card {
            Card::Of { url, .. } => Some(url.clone()),
            _ => links(&part.text).first().map(crate::text::Link::href),
        };
        let named = matches!(part.card, Card::Of { .. });
        match self.preview {
            Preview::Small => Some(json!({ "url": url?, "prefer_small_media": true })),
            Preview::Large => Some(json!({ "url": url?, "prefer_large_media": true })),
            Preview::Above if named => Some(json!({ "url": url?, "show_above_text": true })),
            Preview::Above => Some(json!({ "show_above_text": true })),
            Preview::Auto | Preview::Off => named.then(|| json!({ "url": url })),
        }
    }
}

/// What is wrong with the options of a post.
pub(super) fn findings(options: &Options) -> Vec<Finding> {
    options.iter().filter_map(|(option, value)| finding(option, value)).collect()
}

fn finding(option: &str, value: &Value) -> Option<Finding> {
    match option {
        SILENT | PROTECT | SPOILER => (!value.is_boolean()).then(|| {
            wrong(option, "it must be true or false").with("example", format!("{option} = true"))
        }),
        LINK_PREVIEW => {
            let read = value.as_str().ok_or_else(|| "it must be a word in quotes".to_owned());
            let problem = read.and_then(Preview::read).err()?;
            Some(wrong(option, &problem).with("example", Preview::EXAMPLE))
        }
        _ => Some(
            Finding::error("unknown-option").with("option", option).with("known", KNOWN.join(", ")),
        ),
    }
}

fn wrong(option: &str, problem: &str) -> Finding {
    Finding::error("wrong-option").with("option", option).with("problem", problem)
}
