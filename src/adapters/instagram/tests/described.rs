//! Requests and imitation, compared with the platform's own specification.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::imitation::containers::PARAMETERS;
use super::*;
use crate::adapters::graph::described::json_file;

/// What came after the specification of April 2026 (changelog of 2026-06-22).
const LATER: &str = "is_ai_generated";

const HOSTS: [&str; 2] = ["IGUser_on_graph.facebook.com", "IGUser_on_graph.instagram.com"];

fn specification() -> Option<Value> {
    json_file("meta-instagram-publishing.json")
}

fn parameters(node: &Value, method: &str, edge: &str) -> Option<BTreeSet<String>> {
    let edges = node["edges"].as_array().unwrap();
    let edge = edges.iter().find(|one| one["method"] == method && one["edge"] == edge)?;
    let names = edge["params"].as_array().unwrap().iter();
    Some(names.map(|one| one["name"].as_str().unwrap().to_owned()).collect())
}

fn fields(node: &Value) -> BTreeSet<String> {
    let fields = node["fields"].as_array().unwrap().iter();
    fields.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_imitation_takes_no_parameter_that_the_platform_does_not_have() {
    let Some(specification) = specification() else { return };
    for host in HOSTS {
        let described = parameters(&specification[host], "POST", "media").unwrap();
        for name in PARAMETERS.iter().filter(|name| **name != LATER) {
            assert!(described.contains(*name), "{host}: {name}");
        }
    }
}

#[tokio::test]
async fn every_parameter_of_the_adapter_is_described() {
    let Some(specification) = specification() else { return };
    let bench = Bench::of("instagram");
    let album =
        Draft { media: vec![picture("a"), media(MediaKind::Mp4, None)], ai: true, ..draft("b") };
    let reel = with_option(with_option(bench.reel(), "audio_name", "सभा"), "share_to_feed", false);
    let place = with_option(pictured("c"), "location_id", "7640348500");
    let covered = Draft { media: vec![bench.film(), picture("a")], ..draft("e") };
    let covered = with_option(covered, "cover", true);
    for draft in
        [pictured("a"), album, reel, place, covered, with_option(pictured(""), "story", true)]
    {
        bench.post(&draft).await.unwrap();
    }
    bench.post(&with_option(pictured("d"), "first_comment", "e")).await.unwrap();
    let user = &specification[HOSTS[0]];
    let media = parameters(user, "POST", "media").unwrap();
    for form in bench.forms() {
        for name in form.keys().filter(|name| *name != LATER) {
            assert!(media.contains(name), "{name}");
        }
    }
    let publish = parameters(user, "POST", "media_publish").unwrap();
    for asked in bench.asked("POST", "/media_publish") {
        assert!(asked.form().unwrap().iter().all(|(name, _)| publish.contains(name)));
    }
    let comments =
        parameters(&specification["IGMedia_on_graph.facebook.com"], "POST", "comments").unwrap();
    for asked in bench.asked("POST", "/comments") {
        assert!(asked.form().unwrap().iter().all(|(name, _)| comments.contains(name)));
    }
}

#[test]
fn what_is_read_has_these_names() {
    let Some(specification) = specification() else { return };
    let media = fields(&specification["IGMedia_on_graph.facebook.com"]);
    let media_of_instagram = fields(&specification["IGMedia_on_graph.instagram.com"]);
    for name in ["id", "caption", "permalink", "timestamp"] {
        assert!(media.contains(name) && media_of_instagram.contains(name), "{name}");
    }
    let comment = fields(&specification["IGComment"]);
    assert!(["id", "text", "timestamp"].iter().all(|name| comment.contains(*name)));
    let limit = fields(&specification["ContentPublishingLimitResponse"]);
    assert!(limit.contains("quota_usage") && limit.contains("config"));
    let me = fields(&specification[HOSTS[1]]);
    assert!(me.contains("user_id") && me.contains("username"));
}

#[test]
fn posts_are_deleted_through_facebook_alone() {
    let Some(specification) = specification() else { return };
    let has = |node: &str| parameters(&specification[node], "DELETE", "(node)").is_some();
    assert!(has("IGMedia_on_graph.facebook.com") && !has("IGMedia_on_graph.instagram.com"));
}
