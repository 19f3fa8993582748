//! Requests as pure functions of settings, part and progress.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::author::Author;
use super::compose::{is_card, shown};
use super::little;
use super::options::PostOptions;
use super::progress::Extra;
use super::settings::Settings;
use crate::failure::{Class, Failure};
use crate::http::{Method, Request, RequestError, Url};
use crate::platform;
use crate::post::{Card, Media, MediaKind, Part};
use crate::secret::Secret;

/// Hosts that uploads go to, and all below them.
const UPLOAD_HOSTS: [&str; 2] = ["linkedin.com", "licdn.com"];

/// All that is not plain in a piece of a path (RFC 3986 2.3); dots are, but two of them lead upwards.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');

/// A request of the versioned API.
pub(super) fn rest(
    settings: &Settings,
    token: &Secret,
    (label, method): (&'static str, Method),
    path: &str,
    query: &[(&str, &str)],
) -> Result<Request, Failure> {
    let url = address(&settings.server, &format!("/rest/{path}"), query);
    Request::new(label, method, url)
        .bearer(token)
        .and_then(|request| request.header("linkedin-version", &settings.version.to_string()))
        .and_then(|request| request.header("x-restli-protocol-version", "2.0.0"))
        .map_err(unbuildable)
}

/// The address `path`, encoded already, on `server`.
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

/// A URN as one piece of a path.
pub(super) fn encoded(urn: &str) -> String {
    utf8_percent_encode(urn, ENCODED).to_string()
}

/// Where to upload to, if it is a place of LinkedIn's or on the account's own `server`.
pub(super) fn upload_address(text: &str, server: &Url, mock: Option<&Url>) -> Option<Url> {
    platform::upload_address(text, &UPLOAD_HOSTS, server, mock)
}

/// The body that begins the upload of `medium` for `author`, on which these are to hang.
pub(super) fn initialise(author: &Author, medium: &Media, extras: &[Extra]) -> Value {
    let mut body = json!({ "owner": author.to_string() });
    if medium.kind.is_video() {
        body["fileSizeBytes"] = json!(medium.bytes);
        body["uploadCaptions"] = json!(extras.contains(&Extra::Captions));
        body["uploadThumbnail"] = json!(extras.contains(&Extra::Cover));
    }
    json!({ "initializeUploadRequest": body })
}

/// The kind of thing that a medium becomes, as paths name it.
pub(super) fn collection(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Pdf => "documents",
        kind if kind.is_video() => "videos",
        _ => "images",
    }
}

/// The body of the visible request.
pub(super) fn post(author: &Author, part: &Part, urns: &[&str]) -> Value {
    let options = PostOptions::of(&part.options);
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| body.insert(name.to_owned(), value);
    set("author", json!(author.to_string()));
    set("commentary", json!(little::escape(&part.text)));
    set("visibility", json!("PUBLIC"));
    set(
        "distribution",
        json!({
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        }),
    );
    set("lifecycleState", json!("PUBLISHED"));
    set("isReshareDisabledByAuthor", json!(options.reshare == Some(false)));
    if let Some(urn) = &options.share {
        set("reshareContext", json!({ "parent": urn }));
        return Value::Object(body);
    }
    if let Some(content) = content(part, &options, urns) {
        set("content", content);
    }
    Value::Object(body)
}

fn content(part: &Part, options: &PostOptions, urns: &[&str]) -> Option<Value> {
    if let Card::Of { url, title, description } = &part.card
        && is_card(&part.card, &part.media)
    {
        return Some(json!({ "article": article(url, title, description, urns.first()) }));
    }
    let pictures = part.media.iter().zip(urns);
    match shown(&part.media) {
        [] => None,
        [only] => Some(json!({ "media": medium(only, urns.first()?, options) })),
        _ => {
            let images: Vec<_> = pictures.map(|(one, urn)| medium(one, urn, options)).collect();
            Some(json!({ "multiImage": { "images": images } }))
        }
    }
}

fn article(url: &str, title: &str, description: &str, thumbnail: Option<&&str>) -> Value {
    let mut article = json!({ "source": url, "title": title.trim() });
    if !description.trim().is_empty() {
        article["description"] = json!(description.trim());
    }
    if let Some(urn) = thumbnail {
        article["thumbnail"] = json!(urn);
    }
    article
}

fn medium(medium: &Media, urn: &str, options: &PostOptions) -> Value {
    let mut value = json!({ "id": urn });
    let alt = medium.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty());
    if let Some(alt) = alt.filter(|_| medium.kind.is_image()) {
        value["altText"] = json!(alt);
    }
    let title = options.title.clone().filter(|_| !medium.kind.is_image());
    let title = title.or_else(|| (medium.kind == MediaKind::Pdf).then(|| name_of(medium)));
    if let Some(title) = title {
        value["title"] = json!(title);
    }
    value
}

/// A document has to have a title: that of the file, without its ending.
fn name_of(medium: &Media) -> String {
    let stem = medium.name.rsplit_once('.').map_or(medium.name.as_str(), |(stem, _)| stem);
    let stem: String = stem.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    if stem.is_empty() { "PDF".to_owned() } else { stem }
}

/// A request that cannot be built: only our token can be the reason.
pub(super) fn unbuildable(error: RequestError) -> Failure {
    Failure::new(Class::Auth, "linkedin-token-unusable", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_go_to_linkedin_and_nowhere_else() {
        let server = Url::parse("https://api.linkedin.com").unwrap();
        let goes = |text: &str| upload_address(text, &server, None).is_some();
        assert!(goes(
            "https://www.linkedin.com/dms-uploads/sp/D4D1/uploaded-image/0?ca=vector&s=x"
        ));
        assert!(goes("https://dms.licdn.com/x"));
        for text in [
            "http://www.linkedin.com/dms-uploads/x",
            "https://www.linkedin.com.evil.example/x",
            "https://evillinkedin.com/x",
            "https://a@www.linkedin.com/x",
            "https://www.linkedin.com:8443/x",
            "https://127.0.0.1/x",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!goes(text), "{text}");
        }
    }

    #[test]
    fn in_a_dry_run_they_go_to_the_mock() {
        let mock = Url::parse("http://127.0.0.1:9").unwrap();
        let to = |text: &str| upload_address(text, &mock, Some(&mock));
        let url = to("https://www.linkedin.com/dms-uploads/a%2Fb?c=d%26e");
        assert_eq!(url.unwrap().as_str(), "http://127.0.0.1:9/dms-uploads/a%2Fb?c=d%26e");
        assert_eq!(to("https://elsewhere.example/"), None);
    }

    #[test]
    fn a_server_of_ones_own_takes_uploads_as_well() {
        let server = Url::parse("https://gate.example:8443/api").unwrap();
        let goes = |text: &str| upload_address(text, &server, None).is_some();
        assert!(goes("https://gate.example:8443/upload/1?t=2"));
        assert!(goes("https://www.linkedin.com/dms-uploads/x"));
        for text in [
            "http://gate.example:8443/upload/1",
            "https://gate.example/upload/1",
            "https://a@gate.example:8443/upload/1",
            "https://gate.example.evil.example:8443/",
        ] {
            assert!(!goes(text), "{text}");
        }
    }

    #[test]
    fn a_urn_is_one_piece_of_a_path() {
        assert_eq!(encoded("urn:li:share:12"), "urn%3Ali%3Ashare%3A12");
        assert_eq!(encoded("urn:li:image:D4-a_b"), "urn%3Ali%3Aimage%3AD4-a_b");
        let server = Url::parse("https://api.linkedin.com").unwrap();
        let url = address(&server, &format!("/rest/posts/{}", encoded("urn:li:a/../b?c#d")), &[]);
        assert_eq!(url.path(), "/rest/posts/urn%3Ali%3Aa%2F%2E%2E%2Fb%3Fc%23d");
    }
}
