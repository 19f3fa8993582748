//! An organisation's own recipes.

use std::sync::Arc;

use super::{draft, ids, wire};
use crate::adapters::http::account;
use crate::finding::{Finding, Source};
use crate::http::{Answer, Kind, Lost, Request, Transport};
use crate::keys::Keys;
use crate::platform::{Platform, Setup};

/// A recipe with every kind of place in it.
const RECIPE: &str = r#"
name  = "sms"
about = "short messages"

[promise]
idempotent = true
why = "the gateway knows the reference"

[settings.gateway]
about   = "the gateway"
kind    = "url"
example = '"https://sms.example"'

[settings.token]
about  = "its token"
secret = true

[options.list]
about   = "which list of people"
pattern = '[a-z]+'
default = "staff"
example = '"staff"'

[limits]
text    = ["140 utf16"]
budgets = ["10 per 1m"]

[publish]
method = "POST"
url    = "{{ settings.gateway }}/lists/{{ options.list }}/{{ text | first_line }}"

[publish.headers]
X-Token = "{{ secrets.token }}"
X-Note  = "{{ text }}"

[publish.query]
ref = "{{ key }}"

[publish.form]
text = "{{ text }}"
tags = "{{ ['a', text] }}"

[publish.receipt]
id = { header = "location", pattern = '/messages/[0-9]+' }
"#;

/// Answers everything with one answer and keeps what it was sent.
#[derive(Debug)]
struct Kept(std::sync::Mutex<Vec<String>>);

#[async_trait::async_trait]
impl Transport for Kept {
    async fn send(&self, _kind: Kind, request: Request) -> Result<Answer, Lost> {
        let url = request.url().to_string();
        let raw = request.into_raw().unwrap();
        let body = String::from_utf8(raw.body).unwrap();
        self.0.lock().unwrap().push(format!("{url}\n{:?}\n{body}", raw.headers));
        let headers = [("location".to_owned(), "/messages/77".to_owned())];
        Ok(Answer::of(201, &headers, Vec::new()))
    }
}

fn read(
    folder: &std::path::Path,
    settings: &str,
) -> (Option<Box<dyn Platform>>, Vec<Finding>, Arc<Kept>) {
    let kept = Arc::new(Kept(Default::default()));
    let setup = Setup {
        recipes: folder.to_owned(),
        posts: "posts".into(),
        transport: Arc::clone(&kept) as Arc<dyn Transport>,
        ..wire::setup_with_secret("canary-own-recipe-5512")
    };
    let source = Source::new("settings.toml", settings);
    let mut keys = Keys::parse(&source, 0, settings);
    let account = account::build(setup, &mut keys);
    (account, keys.finish(), kept)
}

const SETTINGS: &str =
    "recipe = \"sms\"\ngateway = \"https://sms.example/v1/\"\ntoken = { env = \"T\" }\n";

async fn published(
    text: &str,
) -> (Result<crate::delivery::Receipt, crate::failure::Failure>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sms.toml"), RECIPE).unwrap();
    let (account, findings, kept) = read(folder.path(), SETTINGS);
    assert_eq!(findings, []);
    let account = account.unwrap();
    let part = account.compose(&draft(text)).parts.remove(0);
    let job = crate::platform::Job {
        part: &part,
        index: 0,
        parts: 1,
        key: "k&1",
        due: crate::clock::from_micros(0),
        progress: &serde_json::Value::Null,
        root: None,
        parent: None,
    };
    let receipt = account.publish(&job).await;
    let sent = kept.0.lock().unwrap().clone();
    (receipt, sent)
}

#[tokio::test]
async fn a_recipe_from_the_folder_is_used_and_escapes_by_place() {
    let (receipt, sent) = published("a/../b?c#d&e=f").await;
    assert_eq!(receipt.unwrap().id, "/messages/77");
    let lines: Vec<_> = sent[0].lines().collect();
    assert_eq!(lines[0], "https://sms.example/v1/lists/staff/a%2F..%2Fb%3Fc%23d%26e%3Df?ref=k%261");
    assert!(lines[1].contains("\"x-token\": \"canary-own-recipe-5512\""));
    assert_eq!(lines[2], "text=a%2F..%2Fb%3Fc%23d%26e%3Df&tags=a&tags=a%2F..%2Fb%3Fc%23d%26e%3Df");
}

#[tokio::test]
async fn a_value_that_would_lead_elsewhere_is_not_sent() {
    for text in ["..", "."] {
        let (receipt, sent) = published(text).await;
        assert_eq!(receipt.unwrap_err().reason, "recipe-failed", "{text}");
        assert!(sent.is_empty());
    }
}

#[tokio::test]
async fn a_line_end_in_a_header_is_not_sent() {
    let (receipt, sent) = published("a\r\nX-Evil: 1").await;
    let failure = receipt.unwrap_err();
    assert_eq!(failure.reason, "recipe-failed");
    assert!(failure.detail.contains("X-Note"), "{failure}");
    assert!(sent.is_empty());
}

#[test]
fn what_was_prepared_by_another_version_of_a_recipe_is_done_anew() {
    use crate::adapters::http::shipped::understood;
    use crate::adapters::http::steps::Progress;
    let recipe = |name: &str| {
        let text = std::fs::read_to_string(format!("config/recipes/{name}.toml")).unwrap();
        understood(&Source::new(name, text), name).0.unwrap()
    };
    let (matrix, discord) = (recipe("matrix"), recipe("discord"));
    let mut kept = Progress::read(&serde_json::Value::Null, &matrix);
    kept.got.insert("upload".to_owned(), serde_json::json!([{ "uri": "mxc://a/b" }]));
    assert_eq!(Progress::read(&kept.written(), &matrix), kept);
    assert!(Progress::read(&kept.written(), &discord).got.is_empty());
}

#[test]
fn an_own_recipe_wins_over_the_shipped_one_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = RECIPE.replace("\"sms\"", "\"slack\"");
    std::fs::write(folder.path().join("slack.toml"), own).unwrap();
    let (account, findings, _) = read(folder.path(), &SETTINGS.replace("sms\"", "slack\""));
    assert_eq!(findings, []);
    assert_eq!(account.unwrap().limits().text[0].max, 140);
}

#[test]
fn what_is_wrong_in_an_own_recipe_is_shown_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sms.toml"), RECIPE.replace("utf16", "utf17")).unwrap();
    let (account, findings, _) = read(folder.path(), SETTINGS);
    assert!(account.is_none());
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!((place.source.name.as_str(), place.line()), ("recipes/sms.toml", 25));
}

#[test]
fn a_recipe_that_is_not_there_offers_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["discrod", "../../etc/passwd", "", "a/b"] {
        let settings = format!("recipe = \"{name}\"\n");
        let (account, findings, _) = read(folder.path(), &settings);
        assert!(account.is_none());
        assert_eq!(ids(&findings), ["recipe-unknown"], "{name}");
    }
    let (_, findings, _) = read(folder.path(), "recipe = \"discrod\"\n");
    assert!(findings[0].facts.contains(&("nearest", "discord".into())));
}

#[test]
fn a_file_that_is_no_recipe_is_refused_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sms.toml"), "#".repeat(65 * 1024)).unwrap();
    let (_, findings, _) = read(folder.path(), SETTINGS);
    assert_eq!(findings[0].id, "recipe-unreadable");
}
