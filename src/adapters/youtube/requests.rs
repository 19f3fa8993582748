//! Requests as pure functions of settings, part and progress.

use serde_json::{Value, json};

use super::compose::title;
use super::options::PostOptions;
use super::settings::Settings;
use crate::blobs::Digest;
use crate::failure::{Class, Failure};
use crate::http::{Method, Request, RequestError, Url};
use crate::platform;
use crate::post::{Media, Part};
use crate::secret::Secret;

/// The hosts of uploads: this one and all below it.
const UPLOAD_HOST: &str = "googleapis.com";

/// The address `path` with `query`.
pub(super) fn address(server: &Url, path: &str, query: &[(&str, &str)]) -> Url {
    let mut url = server.clone();
    url.set_path(path);
    url.set_fragment(None);
    url.set_query(None);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// A request of the API with our token.
pub(super) fn api(
    settings: &Settings,
    token: &Secret,
    (label, method): (&'static str, Method),
    resource: &str,
    query: &[(&str, &str)],
) -> Result<Request, Failure> {
    let url = address(&settings.server, &format!("/youtube/v3/{resource}"), query);
    Request::new(label, method, url).bearer(token).map_err(unbuildable)
}

/// The address of an upload, if it is one of YouTube's or on the account's own `server`.
pub(super) fn upload_address(text: &str, server: &Url, mock: Option<&Url>) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    if let Some((_, id)) = url.query_pairs().find(|(name, _)| name == "upload_id") {
        let _struck_out_by_itself_too = Secret::new(id.as_ref());
    }
    platform::upload_address(text, &[UPLOAD_HOST], server, mock)
}

/// The tag that only this part's film has. It tells nothing of the key.
pub(super) fn marker(key: &str) -> String {
    let digest = Digest::of(format!("youtube/{key}").as_bytes()).to_string();
    format!("dk-{}", &digest[..12])
}

/// What a film is uploaded as: private, whatever it will be.
pub(super) fn video(settings: &Settings, part: &Part, key: &str) -> Value {
    let options = PostOptions::of(&part.options);
    let category = options.category.unwrap_or(settings.category);
    let mut tags = options.tags.clone();
    tags.push(marker(key));
    let mut snippet = json!({
        "title": title(part, &options),
        "description": part.text.trim(),
        "tags": tags,
        "categoryId": category.to_string(),
    });
    if let Some(language) = part.lang.as_deref().filter(|lang| is_language(lang)) {
        snippet["defaultLanguage"] = json!(language);
        snippet["defaultAudioLanguage"] = json!(language);
    }
    json!({ "snippet": snippet, "status": status(settings, part, "private") })
}

/// Everything of the status, since a change of the part replaces all of it.
pub(super) fn status(settings: &Settings, part: &Part, privacy: &str) -> Value {
    let options = PostOptions::of(&part.options);
    json!({
        "privacyStatus": privacy,
        "selfDeclaredMadeForKids": options.made_for_kids.unwrap_or(settings.made_for_kids),
        "containsSyntheticMedia": part.ai,
        "embeddable": options.embeddable.unwrap_or(true),
        "license": "youtube",
        "publicStatsViewable": true,
    })
}

/// Who is to see the film of `part`.
pub(super) fn privacy(settings: &Settings, part: &Part) -> &'static str {
    PostOptions::of(&part.options).privacy.unwrap_or(settings.privacy).name()
}

/// The film of a part, and its own picture.
pub(super) fn film_and_picture(media: &[Media]) -> (Option<&Media>, Option<&Media>) {
    let film = media.iter().find(|medium| medium.kind.is_video());
    (film, media.iter().find(|medium| medium.kind.is_image()))
}

/// Whether `tag` is a language tag (BCP 47) of letters, digits and hyphens.
fn is_language(tag: &str) -> bool {
    let plain = |piece: &str| {
        (1..=8).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len()) && tag.split('-').all(plain)
}

/// A request that cannot be built: only our token can be the reason.
pub(super) fn unbuildable(error: RequestError) -> Failure {
    Failure::new(Class::Auth, "youtube-token-unusable", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_go_to_youtube_and_nowhere_else() {
        let server = Url::parse("https://www.googleapis.com").unwrap();
        let goes = |text: &str| upload_address(text, &server, None).is_some();
        assert!(goes("https://www.googleapis.com/upload/youtube/v3/videos?upload_id=abcdefgh"));
        assert!(goes("https://youtube.googleapis.com/x"));
        for text in [
            "http://www.googleapis.com/upload",
            "https://www.googleapis.com.evil.example/",
            "https://evilgoogleapis.com/",
            "https://a:b@www.googleapis.com/",
            "https://www.googleapis.com:444/",
            "https://127.0.0.1/",
            "x",
        ] {
            assert!(!goes(text), "{text}");
        }
        let mock = Url::parse("http://127.0.0.1:9").unwrap();
        let there = "https://www.googleapis.com/up?upload_id=a%2Fbcdef";
        let url = upload_address(there, &mock, Some(&mock));
        assert_eq!(url.unwrap().as_str(), "http://127.0.0.1:9/up?upload_id=a%2Fbcdef");
    }

    #[test]
    fn a_server_of_ones_own_takes_uploads_as_well() {
        let server = Url::parse("http://127.0.0.1:9000").unwrap();
        let goes = |text: &str| upload_address(text, &server, None).is_some();
        assert!(goes("http://127.0.0.1:9000/session/1?upload_id=abcdefgh"));
        assert!(goes("https://youtube.googleapis.com/x"));
        for text in ["http://127.0.0.1:9001/session/1", "http://a@127.0.0.1:9000/session/1"] {
            assert!(!goes(text), "{text}");
        }
    }

    #[test]
    fn a_marker_is_always_the_same_and_no_piece_of_the_key() {
        let key = Digest::of(b"key").to_string();
        assert_eq!(marker(&key), marker(&key));
        assert_ne!(marker(&key), marker(&Digest::of(b"other").to_string()));
        assert!(marker(&key).len() == 15 && !key.contains(&marker(&key)[3..]));
    }

    #[test]
    fn only_language_tags_are_sent() {
        for (tag, is) in [
            ("hi", true),
            ("hi-Latn", true),
            ("mr-IN", true),
            ("", false),
            ("h", false),
            ("hi_IN", false),
            ("hi-", false),
            ("हिन्दी", false),
        ] {
            assert_eq!(is_language(tag), is, "{tag}");
        }
    }
}
