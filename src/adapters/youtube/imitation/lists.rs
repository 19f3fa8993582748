//! The channel and its playlists.

use serde_json::{Value, json};

use super::Imitation;
use super::intake::{self, Outcome, fields, refused};
use super::uploads::text;
use super::videos::empty_list;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// The list of all films of the channel.
const UPLOADS: &str = "UUimitatedChannelOfTests";

impl Imitation {
    pub(super) fn channels(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.spend(1, now)?;
        intake::query(asked, &["part", "mine"])?;
        let parts = intake::parts(asked, &["id", "snippet", "contentDetails", "status"])?;
        if asked.query("mine") != Some("true") {
            return Err(refused(400, "missingRequiredParameter", "No filter selected."));
        }
        let channel = |id: &str| {
            let mut channel = json!({ "kind": "youtube#channel", "etag": "e", "id": id });
            for part in &parts {
                match *part {
                    "snippet" => channel["snippet"] = json!({ "title": "नकली चैनल" }),
                    "contentDetails" => {
                        let lists = json!({ "likes": "", "uploads": UPLOADS });
                        channel["contentDetails"] = json!({ "relatedPlaylists": lists });
                    }
                    "status" => {
                        let long = if self.knobs.verified { "allowed" } else { "disallowed" };
                        channel["status"] =
                            json!({ "privacyStatus": "public", "longUploadsStatus": long });
                    }
                    _ => {}
                }
            }
            channel
        };
        let mut list = empty_list("youtube#channelListResponse");
        // Where there is none, the field is missing.
        if let Some(id) = self.knobs.channel {
            list.insert("items".to_owned(), json!([channel(id)]));
        }
        Ok(Reply::json(200, &Value::Object(list)))
    }

    pub(super) fn items(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.spend(1, now)?;
        intake::query(asked, &["part", "playlistId", "videoId", "maxResults"])?;
        intake::parts(asked, &["id", "snippet", "contentDetails", "status"])?;
        let playlist = intake::required(asked, "playlistId")?;
        let most = asked.query("maxResults").map_or(Ok(5), str::parse::<usize>);
        let most = most.ok().filter(|most| *most <= 50);
        let most = most.ok_or_else(|| refused(400, "invalidParameter", "maxResults"))?;
        let ids: Vec<&str> = match self.playlists.get(playlist) {
            // A channel without films has no list of them.
            None if playlist == UPLOADS && !self.films.is_empty() => {
                self.films.iter().rev().map(|film| film.id.as_str()).collect()
            }
            None => return Err(missing()),
            Some(ids) => ids.iter().map(String::as_str).collect(),
        };
        let wanted = |id: &&&str| asked.query("videoId").is_none_or(|video| video == **id);
        let items = ids.iter().filter(wanted).take(most).map(|id| {
            json!({
                "kind": "youtube#playlistItem",
                "etag": "e",
                "id": format!("item-{id}"),
                "contentDetails": { "videoId": id },
            })
        });
        let mut list = empty_list("youtube#playlistItemListResponse");
        list.insert("items".to_owned(), items.collect());
        Ok(Reply::json(200, &Value::Object(list)))
    }

    pub(super) fn add_item(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.spend(50, now)?;
        intake::query(asked, &["part"])?;
        intake::parts(asked, &["snippet"])?;
        let body = intake::body(asked)?;
        fields(&body, &["snippet"], "playlistItem")?;
        fields(&body["snippet"], &["playlistId", "resourceId"], "playlistItem.snippet")?;
        let resource = &body["snippet"]["resourceId"];
        fields(resource, &["kind", "videoId"], "playlistItem.snippet.resourceId")?;
        let video = text(resource, "videoId").unwrap_or_default().to_owned();
        let known = self.films.iter().any(|film| film.id == video);
        if text(resource, "kind") != Some("youtube#video") || !known {
            return Err(refused(404, "videoNotFound", "Video not found."));
        }
        let playlist = text(&body["snippet"], "playlistId").unwrap_or_default();
        let list = self.playlists.get_mut(playlist).ok_or_else(missing)?;
        if !list.insert(video.clone()) {
            return Err(refused(409, "videoAlreadyInPlaylist", "Video already in playlist."));
        }
        Ok(Reply::json(
            200,
            &json!({ "kind": "youtube#playlistItem", "etag": "e", "id": format!("item-{video}"), "snippet": body["snippet"] }),
        ))
    }
}

fn missing() -> Reply {
    refused(404, "playlistNotFound", "The playlist cannot be found.")
}
