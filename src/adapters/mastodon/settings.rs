//! The settings of a Mastodon account.

use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// All settings with their defaults written out.
pub(super) const SAMPLE: &str = r#"server = "https://social.example"
token = { credential = "toot-token" }
visibility = "public"
reply_visibility = "unlisted"
counting = "auto"
idempotency = true
sensitive = false
# max_characters = 500
"#;

/// What the config says about the account.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) server: Url,
    pub(super) token: Secret,
    /// Who sees the first part, unless the post says otherwise.
    pub(super) visibility: Visibility,
    /// Who sees the parts after it.
    pub(super) reply_visibility: Visibility,
    pub(super) counting: Counting,
    /// Whether the server's idempotency keys are used where it is known to have them.
    pub(super) idempotency: bool,
    pub(super) sensitive: bool,
    /// In place of the limit that the server names.
    pub(super) max_characters: Option<u32>,
}

/// Who sees a status, from most to fewest. Direct messages are not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Visibility {
    Public,
    Unlisted,
    Private,
}

/// How a text is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// As the server's software does it.
    Auto,
    /// Clusters, links as 23, mentions without their host: Mastodon.
    Clusters,
    /// Code points, all of them: GoToSocial.
    CodePoints,
}

impl Visibility {
    const ALL: [Self; 3] = [Self::Public, Self::Unlisted, Self::Private];

    /// The name it has in the API, the config and posts.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
        }
    }

    pub(super) fn read(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|one| one.name() == text)
            .ok_or_else(|| "it is public, unlisted or private".to_owned())
    }
}

impl Counting {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "clusters" => Ok(Self::Clusters),
            "codepoints" => Ok(Self::CodePoints),
            _ => Err("it is auto, clusters or codepoints".to_owned()),
        }
    }
}

/// Reads all settings, so that every mistake is found at once.
pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Settings> {
    let server = server(setup, keys);
    let token = setup.secret(keys, "token");
    let visibility = seen_by(keys, "visibility", Visibility::Public);
    let reply_visibility = seen_by(keys, "reply_visibility", Visibility::Unlisted);
    let counting =
        keys.take_with("counting", "counting = \"auto\"", Counting::read).unwrap_or(Counting::Auto);
    let idempotency = keys.take("idempotency", "idempotency = true").unwrap_or(true);
    let sensitive = keys.take("sensitive", "sensitive = false").unwrap_or(false);
    let max_characters = max_characters(keys);
    Some(Settings {
        server: server?,
        token: token?,
        visibility,
        reply_visibility,
        counting,
        idempotency,
        sensitive,
        max_characters,
    })
}

/// The address of the server; a profile's address is a common mistake for it.
fn server(setup: &Setup, keys: &mut Keys<'_>) -> Option<Url> {
    let url = setup.address(keys, "server", None)?;
    if url.path() == "/" && url.query().is_none() {
        return Some(url);
    }
    let key = format!("{}.server", keys.path());
    let example = format!("server = \"https://{}\"", url.host_str().unwrap_or("social.example"));
    let finding = Finding::error("wrong-value")
        .with("key", key.trim_start_matches('.'))
        .with("problem", "the address of a server has no path")
        .with("example", example);
    keys.found_here(finding);
    None
}

fn seen_by(keys: &mut Keys<'_>, key: &str, default: Visibility) -> Visibility {
    let example = format!("{key} = \"{}\"", default.name());
    keys.take_with(key, &example, Visibility::read).unwrap_or(default)
}

fn max_characters(keys: &mut Keys<'_>) -> Option<u32> {
    let example = "max_characters = 500";
    let (most, span) = keys.take_spanned::<u32>("max_characters", example)?;
    if most > 0 {
        return Some(most);
    }
    let finding = Finding::error("wrong-value")
        .with("key", "max_characters")
        .with("problem", "no text fits into 0 characters")
        .with("example", example);
    keys.found(span, finding);
    None
}
