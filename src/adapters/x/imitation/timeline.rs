//! The list of our own posts, newest first, in the words of today or of before 2026.

use serde_json::{Map, Value, json};

use super::fields;
use super::posts::{Post, Posts};
use super::{Config, ME, Refusal};
use crate::clock::Instant;
use crate::platform::mock::Asked;
use crate::text::{Ruler, Unit, x_links};

/// The names of the query and of fields.
struct Names {
    fields: &'static str,
    known: &'static [&'static str],
    expansion: &'static str,
    note: &'static str,
    references: &'static str,
    history: &'static str,
}

const TODAY: Names = Names {
    fields: "post.fields",
    known: &["attachments", "created_at", "entities", "id", "lang", "note_post", "text"],
    expansion: "referenced_posts",
    note: "note_post",
    references: "referenced_posts",
    history: "edit_history_post_ids",
};

const BEFORE: Names = Names {
    fields: "tweet.fields",
    known: &[
        "attachments",
        "created_at",
        "entities",
        "id",
        "lang",
        "note_tweet",
        "referenced_tweets",
        "text",
    ],
    expansion: "referenced_tweets.id",
    note: "note_tweet",
    references: "referenced_tweets",
    history: "edit_history_tweet_ids",
};

/// Lists posts as `asked` wants them.
pub(super) fn list(
    asked: &Asked,
    id: &str,
    posts: &Posts,
    config: &Config,
    now: Instant,
) -> Result<Value, Refusal> {
    let names = if config.older { BEFORE } else { TODAY };
    let known = ["max_results", "exclude", "start_time", "pagination_token", "expansions"];
    fields::query(asked, &[&known[..], &[names.fields]].concat())?;
    let wanted = fields::listed(asked, names.fields, names.known)?;
    let expanded = fields::listed(asked, "expansions", &[names.expansion])?;
    fields::listed(asked, "exclude", &["replies", "retweets"])?;
    if id != ME {
        return Err(Refusal::not_found("user", id));
    }
    let from = start(asked, now + config.ahead)?;
    let size = number(asked, "max_results")?.unwrap_or(10);
    if !(5..=100).contains(&size) {
        return Err(Refusal::invalid("max_results", "5 to 100 expected"));
    }
    let skip = number(asked, "pagination_token")?.unwrap_or(0);
    let seen = |post: &&Post| {
        let at = post.at + config.ahead;
        !post.deleted && post.at + config.lag <= now && from.is_none_or(|from| at >= from)
    };
    let all: Vec<_> = posts.all.iter().rev().filter(seen).collect();
    let page: Vec<_> = all.iter().skip(skip).take(size).collect();
    let references = !expanded.is_empty() || wanted.contains(&names.references);
    let shown: Vec<_> =
        page.iter().map(|post| show(post, &wanted, references, &names, config)).collect();
    let mut meta = json!({ "result_count": page.len() });
    if skip + page.len() < all.len() {
        meta["next_token"] = json!((skip + page.len()).to_string());
    }
    // Where there is nothing, there is no list either.
    Ok(if page.is_empty() {
        json!({ "meta": meta })
    } else {
        json!({ "data": shown, "meta": meta })
    })
}

fn start(asked: &Asked, now: Instant) -> Result<Option<Instant>, Refusal> {
    let Some(written) = asked.query("start_time") else { return Ok(None) };
    let wrong = || Refusal::invalid("start_time", "a time like 2026-11-25T09:00:00Z expected");
    let read = chrono::DateTime::parse_from_rfc3339(written).map_err(|_| wrong())?.to_utc();
    let future = read > now;
    if future || written.len() != 20 { Err(wrong()) } else { Ok(Some(read)) }
}

fn number(asked: &Asked, name: &str) -> Result<Option<usize>, Refusal> {
    let read = asked.query(name).map(str::parse).transpose();
    read.map_err(|_| Refusal::invalid(name, "a number expected"))
}

fn show(post: &Post, wanted: &[&str], references: bool, names: &Names, config: &Config) -> Value {
    let (text, urls) = shortened(post);
    let long = Ruler::of(Unit::XWeighted).length(&post.text) > 280;
    let mut shown = Map::new();
    let mut set = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    set("id", json!(post.id));
    let beginning = format!("{}…", text.chars().take(270).collect::<String>());
    set("text", json!(if long { &beginning } else { &text }));
    set(names.history, json!([post.id]));
    if wanted.contains(&"created_at") {
        let at = post.at + config.ahead;
        set("created_at", json!(at.format("%Y-%m-%dT%H:%M:%S.000Z").to_string()));
    }
    if wanted.contains(&"entities") && !urls.is_empty() {
        set("entities", json!({ "urls": urls }));
    }
    if wanted.contains(&"attachments") && !post.films.is_empty() {
        let keys: Vec<_> = (0..post.films.len()).map(|at| format!("3_{at}{}", post.id)).collect();
        set("attachments", json!({ "media_keys": keys }));
    }
    if long && wanted.contains(&names.note) {
        set(names.note, json!({ "text": text, "entities": { "urls": urls } }));
    }
    if let Some(parent) = post.parent.as_ref().filter(|_| references) {
        set(names.references, json!([{ "type": "replied_to", "id": parent }]));
    }
    Value::Object(shown)
}

/// The text with short links, and what they stand for.
fn shortened(post: &Post) -> (String, Vec<Value>) {
    let (mut text, mut urls, mut done) = (String::new(), Vec::new(), 0);
    let mut shorten = |text: &mut String, expanded: String| {
        let short = format!("https://t.co/{}x{}", post.id, urls.len());
        let start = text.chars().count();
        text.push_str(&short);
        let end = text.chars().count();
        urls.push(json!({ "start": start, "end": end, "url": short, "expanded_url": expanded }));
    };
    for link in x_links(&post.text) {
        text.push_str(&escaped(&post.text[done..link.start]));
        let written = &post.text[link.clone()];
        let whole = written.contains("://");
        let expanded = if whole { written.to_owned() } else { format!("http://{written}") };
        shorten(&mut text, expanded);
        done = link.end;
    }
    text.push_str(&escaped(&post.text[done..]));
    if let Some(film) = post.films.first() {
        if !text.is_empty() {
            text.push(' ');
        }
        let kind = if *film { "video" } else { "photo" };
        shorten(&mut text, format!("https://x.com/office/status/{}/{kind}/1", post.id));
    }
    (text, urls)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
