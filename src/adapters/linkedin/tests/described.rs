//! Every request, held against the hand-written contract.

use std::collections::BTreeSet;

use super::*;
use crate::http::Url;
use crate::platform::CameBack;

row!(PARTNER, partner: true, part: 60_000);

/// Sends every kind of post, and everything else that the adapter can ask.
async fn everything() -> Desk {
    let desk = Desk::of(&PARTNER, LOGIN);
    let login = desk.rig.platform.login().unwrap();
    let back = Url::parse("http://localhost:1/").unwrap();
    let begun = login.begin(&back).await.unwrap();
    let came = CameBack { code: "imitated-code-1".into(), state: begun.state.clone() };
    login.finish(&begun, &back, &came).await.unwrap();
    let all = [
        draft("पाठ"),
        with(&draft("एक"), vec![desk.picture(1)]),
        with(&draft("दो"), vec![desk.picture(1), desk.picture(2)]),
        with(&draft("वीडियो"), vec![desk.film(100_000)]),
        with(&draft("दस्तावेज़"), vec![desk.document()]),
        Draft { card: card("शीर्षक"), ..draft("लिंक") },
        Draft {
            card: card("शीर्षक"), media: vec![desk.picture(3)], ..draft("लिंक और चित्र")
        },
    ];
    let mut receipts = Vec::new();
    for (number, draft) in (0..).zip(&all) {
        receipts.extend(desk.rig.post(draft, number).await.unwrap());
    }
    let way = desk.prepared(&all[0], "k").await;
    desk.find(&way, "k", desk.now()).await;
    desk.rig.platform.whoami().await.unwrap();
    desk.rig.platform.refresh().await.unwrap();
    desk.rig.platform.recall(&receipts[0]).await.unwrap();
    desk
}

/// The contract names the state of documents among pictures only (page `documents-api`).
fn described(asked: &Asked) -> Asked {
    let path = asked.path.replace("/rest/documents/", "/rest/images/");
    Asked { path, ..asked.clone() }
}

/// Whether `path` is of the form `pattern`.
fn is_of(pattern: &str, asked: &Asked) -> bool {
    let (path, query) = pattern.split_once('?').unwrap_or((pattern, ""));
    let wanted = url::form_urlencoded::parse(query.as_bytes()).into_owned();
    let action = wanted.into_iter().all(|(name, value)| asked.query(&name) == Some(value.as_str()));
    let same = match path.split_once("{urn-encoded}") {
        Some((start, end)) => asked.path.strip_prefix(start).is_some_and(|rest| {
            rest.strip_suffix(end).is_some_and(|urn| urn.starts_with("urn%3Ali%3A"))
        }),
        None => asked.path == path,
    };
    same && action
}

fn row_of<'c>(contract: &'c Value, asked: &Asked) -> Option<&'c Value> {
    let rows = contract["requests"].as_array().unwrap();
    rows.iter().find(|row| {
        let path = row["path"].as_str().or(row["url"].as_str()).unwrap();
        let path = path.trim_start_matches("https://www.linkedin.com");
        let upload = match row["name"].as_str().unwrap() {
            "put image" => asked.method == "PUT" && !asked.path.contains("uploaded-video"),
            "put video part" => asked.method == "PUT" && asked.path.contains("uploaded-video"),
            _ => false,
        };
        let finder = row["name"] == "find posts by author" || asked.query("q") != Some("author");
        upload || (row["method"] == asked.method && finder && is_of(path, asked))
    })
}

/// The names that a body of this row may have, at any depth that the contract shows.
fn named(row: &Value, list: &str) -> BTreeSet<String> {
    let names = row[list].as_array().map(Vec::as_slice).unwrap_or_default();
    let pieces = names.iter().filter_map(Value::as_str).flat_map(|name| name.split(['.', '|']));
    pieces.map(|piece| piece.trim_end_matches(['?', ']', '[']).to_owned()).collect()
}

fn check_body(row: &Value, asked: &Asked) {
    let known = named(row, "body");
    if known.is_empty() {
        return;
    }
    let mut body = asked.json().unwrap();
    if let Some(inner) = body.as_object_mut().filter(|map| map.len() == 1) {
        let (name, value) = inner.iter().next().unwrap();
        assert!(known.contains(name), "{name}");
        body = value.clone();
    }
    for name in body.as_object().unwrap().keys() {
        assert!(known.contains(name), "{} has {name}", row["name"]);
    }
}

fn check_headers(contract: &Value, row: &Value, asked: &Asked) {
    let rest = asked.path.starts_with("/rest/");
    for name in contract["common_headers"].as_object().unwrap().keys().filter(|_| rest) {
        assert!(asked.header(&name.to_lowercase()).is_some(), "{}: no {name}", row["name"]);
    }
    for (name, value) in row["extra_headers"].as_object().into_iter().flatten() {
        assert_eq!(asked.header(&name.to_lowercase()), value.as_str(), "{}", row["name"]);
    }
    let needs = row["auth"].as_str().unwrap_or_default();
    assert!(needs != "NONE" || asked.bearer().is_none(), "{}", row["name"]);
    assert!(needs != "bearer REQUIRED" || asked.bearer().is_some(), "{}", row["name"]);
}

#[tokio::test]
async fn every_request_is_one_of_the_contract() {
    let Some(contract) = shared("linkedin-endpoints.json") else { return };
    let desk = everything().await;
    let mut used = BTreeSet::new();
    for asked in desk.seen() {
        let row = row_of(&contract, &described(&asked));
        let row = row.unwrap_or_else(|| panic!("{} {} is not described", asked.method, asked.path));
        used.insert(row["name"].as_str().unwrap().to_owned());
        check_headers(&contract, row, &asked);
        check_body(row, &asked);
        let form = named(row, "form");
        for (name, _) in asked.form().into_iter().flatten().filter(|_| row["name"] != "introspect")
        {
            assert!(form.contains(&name), "{} has {name}", row["name"]);
        }
    }
    for name in [
        "create post",
        "find posts by author",
        "delete post",
        "init image",
        "put image",
        "image status",
        "init video",
        "put video part",
        "finalize video",
        "video status",
        "init document",
        "my organisations",
        "token",
        "introspect",
    ] {
        assert!(used.contains(name), "{name} was never asked: {used:?}");
    }
}

#[tokio::test]
async fn every_content_is_one_of_the_contract() {
    let Some(contract) = shared("linkedin-endpoints.json") else { return };
    let variants = contract["content_variants"].as_object().unwrap();
    let known = |kind: &str| {
        let mut found = variants.values().filter_map(|variant| variant.get(kind));
        found.next().unwrap_or_else(|| panic!("{kind} is not described"))
    };
    let desk = everything().await;
    let contents = desk.posted().into_iter().map(|body| body["content"].clone());
    for content in contents.filter(|content| !content.is_null()) {
        let (kind, value) = content.as_object().unwrap().iter().next().unwrap();
        let mut allowed = known(kind);
        let mut values = vec![value];
        if kind == "multiImage" {
            allowed = &allowed["images"][0];
            values = value["images"].as_array().unwrap().iter().collect();
        }
        for name in values.iter().flat_map(|value| value.as_object().unwrap().keys()) {
            assert!(allowed.get(name).is_some(), "{kind} has {name}");
        }
    }
}
