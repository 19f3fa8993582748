//! Requests and imitation, compared with the platform's own collection of requests.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::imitation::containers::PARAMETERS;
use super::*;
use crate::adapters::graph::described::json_file;

/// What the collection lacks and the publishing reference has.
const ELSEWHERE: [&str; 2] = ["children", "quote_post_id"];

struct Collection(Vec<Value>);

impl Collection {
    fn read() -> Option<Self> {
        let file = json_file("meta-threads-requests.json")?;
        Some(Self(file["requests"].as_array().unwrap().clone()))
    }

    /// The parameters of all requests of this method whose address ends so, and which have this
    /// example of `media_type`, if one is asked for.
    fn parameters(&self, method: &str, ending: &str, media_type: Option<&str>) -> BTreeSet<String> {
        let fits = |request: &&Value| {
            let url = request["url"].as_str().unwrap().trim_end_matches('/');
            let kinds: Vec<_> = request["query"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["name"] == "media_type")
                .filter_map(|one| one["example"].as_str())
                .collect();
            request["method"] == method
                && url.ends_with(ending)
                && media_type.is_none_or(|wanted| kinds.contains(&wanted))
        };
        let requests: Vec<_> = self.0.iter().filter(fits).collect();
        assert!(!requests.is_empty(), "the collection has no {method} …{ending}");
        let names = requests.iter().flat_map(|request| request["query"].as_array().unwrap());
        names.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn the_imitation_takes_no_parameter_that_the_platform_does_not_have() {
    let Some(collection) = Collection::read() else { return };
    for (kind, taken) in PARAMETERS {
        let described = collection.parameters("POST", "/me/threads", Some(kind));
        let other: Vec<_> = taken
            .iter()
            .filter(|name| !described.contains(**name) && !ELSEWHERE.contains(name))
            .collect();
        assert!(other.is_empty(), "{kind}: {other:?} are in no description");
    }
}

#[tokio::test]
async fn every_request_of_the_adapter_is_described() {
    let Some(collection) = Collection::read() else { return };
    let bench = Bench::of("threads");
    let media = vec![picture("एक"), media(MediaKind::Mp4, None)];
    for draft in [
        with_option(draft("पहला #किसान"), "reply_control", "everyone"),
        with_option(draft("दूसरा"), "poll", json!(["हाँ", "नहीं"])),
        Draft {
            media: media.clone(), warning: Some("चोट".into()), ..draft("तीसरा")
        },
        Draft { media: media[..1].to_vec(), ..draft("चौथा") },
        Draft { media: media[1..].to_vec(), ..draft("पाँचवाँ") },
    ] {
        let receipts = bench.post(&draft).await.unwrap();
        bench.rig.platform.recall(&receipts[0]).await.unwrap();
    }
    bench.rig.platform.whoami().await.unwrap();
    let way = bench.prepared(&draft(TEXT)).await;
    bench.visible(Trick::ApplyThenCut);
    let since = bench.now();
    bench.publish(&way).await.unwrap_err();
    bench.find(&way, since).await.unwrap();
    let known = endings();
    let mut used = BTreeSet::new();
    for (asked, _) in bench.rig.stage.seen() {
        let ending = ending(&asked, &known);
        let names = asked.form().unwrap_or_default().into_iter().chain(asked.query.clone());
        let form: BTreeMap<_, _> = names.collect();
        let kind = form.get("media_type").map(String::as_str);
        let described = collection.parameters(&asked.method, ending, kind);
        for name in form.keys().filter(|name| !ELSEWHERE.contains(&name.as_str())) {
            assert!(described.contains(name), "{} {ending}: {name}", asked.method);
        }
        used.insert((asked.method.clone(), ending));
    }
    assert!(used.len() >= 8, "{used:?}");
}

/// How addresses of the collection end, for the paths that the adapter uses.
fn endings() -> Vec<&'static str> {
    vec![
        "/me/threads_publish",
        "/me/threads_publishing_limit",
        "/me/threads",
        "/me/replies",
        "/debug_token",
        "/me",
    ]
}

fn ending(asked: &Asked, known: &[&'static str]) -> &'static str {
    match known.iter().find(|ending| asked.path.ends_with(**ending)) {
        Some(ending) => ending,
        None if asked.method == "DELETE" => "/{thread_id}",
        // Containers and posts are read by their id.
        None => "_id}",
    }
}

#[test]
fn what_is_read_of_posts_and_containers_has_these_names() {
    let Some(collection) = Collection::read() else { return };
    for (method, ending, name) in [
        ("POST", "/me/threads_publish", "creation_id"),
        ("GET", "/me/threads", "since"),
        ("GET", "/me/replies", "limit"),
        ("GET", "/{container_id}", "fields"),
        ("GET", "/debug_token", "input_token"),
        ("GET", "/access_token", "client_secret"),
        ("POST", "/oauth/access_token", "redirect_uri"),
    ] {
        assert!(collection.parameters(method, ending, None).contains(name), "{ending} {name}");
    }
}
