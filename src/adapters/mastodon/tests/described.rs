//! What servers say of themselves: software and limits.

use serde_json::{Value, json};

use crate::adapters::mastodon::server::{Server, Software};
use crate::adapters::mastodon::settings::{Counting, Settings, Visibility};
use crate::http::Url;
use crate::secret::Secret;

fn settings() -> Settings {
    Settings {
        server: Url::parse("https://social.example").unwrap(),
        token: Secret::new("t"),
        visibility: Visibility::Public,
        reply_visibility: Visibility::Unlisted,
        counting: Counting::Auto,
        idempotency: true,
        sensitive: false,
        max_characters: None,
    }
}

fn v2(version: &str, source: &str, api: Option<u64>) -> Value {
    let mut body = json!({ "version": version, "source_url": source });
    if let Some(api) = api {
        body["api_versions"] = json!({ "mastodon": api });
    }
    body
}

const OWN: &str = "https://github.com/mastodon/mastodon";

#[test]
fn mastodon_and_its_forks_are_known() {
    for (version, source, api) in [
        ("4.5.0-nightly.2025-07-11", OWN, Some(7)),
        ("4.2.10", OWN, None),
        ("4.3.1+glitch", "https://github.com/glitch-soc/mastodon", Some(2)),
    ] {
        let server = Server::of_v2(&v2(version, source, api)).unwrap();
        assert_eq!(server.software, Some(Software::Mastodon), "{version}");
    }
}

#[test]
fn other_software_is_never_taken_for_mastodon() {
    let gotosocial = "https://codeberg.org/superseriousbusiness/gotosocial";
    for (version, source, api) in [
        ("0.20.0 git-9f5a2b1", gotosocial, None),
        ("3.5.3+0.20.0", gotosocial, None),
        ("2.7.2 (compatible; Pleroma 2.9.1)", "", None),
        ("2.7.2 (compatible; Akkoma 3.15.2)", "", None),
        ("4.2.1 (compatible; Sharkey 2025.2.3)", "", None),
        ("4.3.0", OWN, None),
        ("", "", Some(7)),
    ] {
        let server = Server::of_v2(&v2(version, source, api)).unwrap();
        assert_eq!(server.software, Some(Software::Other), "{version:?}");
    }
    let mut pleroma = v2("4.2.0", "", None);
    pleroma["pleroma"] = json!({});
    assert_eq!(Server::of_v2(&pleroma).unwrap().software, Some(Software::Other));
}

#[test]
fn a_server_that_names_files_of_any_kind_takes_all_that_mastodon_takes() {
    let mut pleroma = v2("2.7.2 (compatible; Pleroma 2.9.1)", "", None);
    let any =
        json!({ "media_attachments": { "supported_mime_types": ["application/octet-stream"] } });
    pleroma["configuration"] = any;
    let limits = Server::of_v2(&pleroma).unwrap().limits(&settings());
    let all = Server::default().limits(&settings());
    assert_eq!((limits.media.len(), limits.media.is_empty()), (all.media.len(), false));
}

#[test]
fn limits_beside_the_configuration_are_believed() {
    let akkoma = json!({
        "version": "2.7.2 (compatible; Akkoma 3.15.2)", "uri": "social.example",
        "max_toot_chars": 4000, "upload_limit": 1000, "description_limit": 60,
    });
    let limits = Server::of_v1(&akkoma).unwrap().limits(&settings());
    assert_eq!((limits.text[0].max, limits.alt_text), (4000, Some(60)));
    assert!(limits.media.iter().all(|rule| rule.max_bytes == 1000));
}

#[test]
fn the_older_description_is_believed_for_older_servers_alone() {
    let v1 = |version: &str| json!({ "version": version, "uri": "social.example" });
    let software = |body: &Value| Server::of_v1(body).unwrap().software;
    assert_eq!(software(&v1("3.5.19")), Some(Software::Mastodon));
    assert_eq!(software(&v1("4.2.0")), Some(Software::Other));
    assert_eq!(software(&v1("3.5.3+0.18.0-git-1234")), Some(Software::Other));
    let mut counted = v1("3.5.3");
    counted["max_toot_chars"] = json!(5000);
    assert_eq!(software(&counted), Some(Software::Other));
}

#[test]
fn a_missing_or_strange_configuration_means_mastodons_defaults() {
    let bare = Server::of_v2(&v2("4.2.10", OWN, None)).unwrap();
    let mut strange = v2("4.2.10", OWN, None);
    strange["configuration"] = json!({
        "statuses": { "max_characters": "many", "max_media_attachments": -1 },
        "media_attachments": { "supported_mime_types": null, "image_size_limit": 0 },
    });
    assert_eq!(Server::of_v2(&strange).unwrap(), bare);
    let mut expected = Server::default();
    (expected.software, expected.version) = (Some(Software::Mastodon), "4.2.10".to_owned());
    assert_eq!(bare, expected);
    assert_eq!(Server::of_v2(&json!({ "error": "x" })), None);
    assert_eq!(Server::of_v2(&json!([])), None);
}
