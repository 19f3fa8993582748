//! Pictures and films of a post, as they lie in the content-addressed store.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::blobs::Digest;

/// One picture or film, looked at and stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The name that people gave the file; never used to find or to judge it.
    pub name: String,
    /// Its bytes in the store.
    pub digest: Digest,
    /// What its bytes are.
    pub kind: MediaKind,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its width in pixels, where it was understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Its height in pixels, where it was understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Whether it is in the colours of printing presses (CMYK), which screens show wrong or not at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub print_colours: bool,
    /// Its description for people who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// How it plays, where it is a film or a picture that moves, and was understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<Film>,
    /// What is said in it, written down to be read along; of films only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subtitles: Vec<Subtitles>,
}

/// What languages of India, and English, are called by those who speak them.
const LANGUAGES: [(&str, &str); 18] = [
    ("as", "অসমীয়া"),
    ("bho", "भोजपुरी"),
    ("bn", "বাংলা"),
    ("en", "English"),
    ("gu", "ગુજરાતી"),
    ("hi", "हिन्दी"),
    ("kn", "ಕನ್ನಡ"),
    ("mai", "मैथिली"),
    ("ml", "മലയാളം"),
    ("mr", "मराठी"),
    ("ne", "नेपाली"),
    ("or", "ଓଡ଼ିଆ"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("sa", "संस्कृतम्"),
    ("sd", "سنڌي"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("ur", "اردو"),
];

/// The subtitles of a film in one language, stored as SubRip in UTF-8 whatever they were written
/// as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subtitles {
    /// The name that people gave the file.
    pub name: String,
    /// Their bytes in the store.
    pub digest: Digest,
    /// Their size in bytes.
    pub bytes: u64,
    /// Their language, as a BCP 47 tag such as `hi`.
    pub lang: String,
}

impl Subtitles {
    /// The language alone, in lower case, without script and country.
    #[must_use]
    pub fn language(&self) -> String {
        self.lang.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The language as those call it who speak it, where that is known here; else its tag.
    #[must_use]
    pub fn language_name(&self) -> &str {
        let language = self.language();
        let known = LANGUAGES.iter().find(|(tag, _)| *tag == language);
        known.map_or(self.lang.as_str(), |(_, name)| name)
    }
}

/// How a film, or a picture that moves, plays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    /// How long, in milliseconds.
    pub millis: u64,
    /// How many pictures in a thousand seconds: 25,000 for 25 a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames_in_1000s: Option<u32>,
    /// The codec of the pictures, such as `h264`, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<String>,
    /// The codec of the sound, such as `aac`; none for a silent film, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
    /// Whether it can be played while it is still being fetched: its index comes first.
    #[serde(default)]
    pub streams: bool,
}

/// What the bytes of a file are, told by the bytes and not by the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// WebP picture.
    Webp,
    /// GIF picture or animation.
    Gif,
    /// HEIC picture, as telephones make them.
    Heic,
    /// MP4 film.
    Mp4,
    /// QuickTime film.
    Mov,
    /// WebM film.
    Webm,
    /// PDF document.
    Pdf,
}

impl MediaKind {
    /// Every kind there is.
    pub const ALL: [Self; 9] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Gif,
        Self::Heic,
        Self::Mp4,
        Self::Mov,
        Self::Webm,
        Self::Pdf,
    ];

    /// The media type for `Content-Type`.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::Webm => "video/webm",
            Self::Pdf => "application/pdf",
        }
    }

    /// The ending of a file name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Heic => "heic",
            Self::Mp4 => "mp4",
            Self::Mov => "mov",
            Self::Webm => "webm",
            Self::Pdf => "pdf",
        }
    }

    /// Whether it is a film.
    #[must_use]
    pub fn is_video(self) -> bool {
        matches!(self, Self::Mp4 | Self::Mov | Self::Webm)
    }

    /// Whether it is a picture, moving GIFs included.
    #[must_use]
    pub fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Gif | Self::Heic)
    }
}

impl fmt::Display for MediaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ending())
    }
}

impl Media {
    /// The medium `name`, of which only kind and size are known.
    pub fn of(name: impl Into<String>, digest: Digest, kind: MediaKind, bytes: u64) -> Self {
        Self {
            name: name.into(),
            digest,
            kind,
            bytes,
            width: None,
            height: None,
            print_colours: false,
            alt: None,
            film: None,
            subtitles: Vec::new(),
        }
    }

    /// A file name made of safe characters only, for request headers.
    #[must_use]
    pub fn wire_name(&self) -> String {
        let digest = self.digest.to_string();
        format!("{}.{}", &digest[..16], self.kind.ending())
    }
}
