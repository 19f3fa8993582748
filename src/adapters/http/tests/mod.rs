//! Tests of recipes, each kind against its imitation.

mod described;
mod discord;
mod doubt;
mod every_kind;
mod google_chat;
mod hostile;
mod matrix;
mod own_recipe;
mod renewed;
mod shipped;
mod slack;
mod twin;
mod webhook;
mod wire;
mod wordpress;

use serde_json::Value as Json;
use tempfile::TempDir;

use super::ROW;
use crate::delivery::Receipt;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::mock::{Asked, JobSeed, Mischief, Reply, Rig, Trick, Way};
use crate::post::samples::content;
use crate::post::{Draft, Media, MediaKind};

/// A picture's bytes, as small as they can be.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nimitated";

/// A Hindi notice with everything that could be taken for a command or for markup.
const NOTICE: &str = "कल कार्यालय बंद रहेगा।\n<b>@everyone</b> & \"सूचना\" {{ key }}";

/// A rig with the folder of its pictures.
struct Stand {
    rig: Rig,
    _folder: TempDir,
}

fn stand(kind: &str) -> Stand {
    stand_with(kind, super::sample(kind).unwrap()).unwrap()
}

fn stand_with(kind: &str, settings: &str) -> Result<Stand, Vec<Finding>> {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new(&ROW, kind, settings, folder.path())?;
    Ok(Stand { rig, _folder: folder })
}

fn draft(text: &str) -> Draft {
    Draft::of(&content(text))
}

fn with_option(mut draft: Draft, name: &str, value: Json) -> Draft {
    draft.options.insert(name.to_owned(), value);
    draft
}

impl Stand {
    fn picture(&self, alt: &str) -> Media {
        let digest = self.rig.store(PNG).unwrap();
        Media {
            width: Some(800),
            height: Some(600),
            alt: Some(alt.to_owned()),
            ..Media::of("मंच.png", digest, MediaKind::Png, PNG.len() as u64)
        }
    }

    /// A prepared part of `draft`, the first one.
    async fn ready(&self, draft: &Draft, key: &str) -> Way {
        let part = self.rig.platform.compose(draft).parts.remove(0);
        let mut way = Way { part, progress: Json::Null };
        let seed = JobSeed::single(key, self.rig.clock_now());
        self.rig.prepare(&mut way, seed).await.unwrap();
        way
    }

    async fn publish(&self, way: &Way, key: &str) -> Result<Receipt, Failure> {
        self.rig.publish(way, JobSeed::single(key, self.rig.clock_now())).await
    }

    /// The failure of publishing when the service answers so.
    async fn refused(&self, reply: Reply) -> Failure {
        let way = self.ready(&draft("सूचना"), "k1").await;
        self.rig.order(Mischief::visible(Trick::Reply(reply)));
        self.publish(&way, "k1").await.unwrap_err()
    }

    /// The visible requests so far.
    fn visible(&self) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter();
        seen.filter(|(_, visible)| *visible).map(|(asked, _)| asked).collect()
    }
}

/// Checks what refusals of the visible request mean.
async fn refusals_mean(kind: &str, rows: impl IntoIterator<Item = (Reply, Class)>) {
    for (reply, class) in rows {
        let failure = stand(kind).refused(reply.clone()).await;
        assert_eq!(failure.class, class, "{kind} {reply:?}");
        assert!(!failure.reason.is_empty());
    }
}

trait ClockNow {
    fn clock_now(&self) -> crate::clock::Instant;
}

impl ClockNow for Rig {
    fn clock_now(&self) -> crate::clock::Instant {
        use crate::clock::Clock as _;
        self.clock.now()
    }
}

/// Every text of a JSON document, for searches.
fn all_text(json: &Json) -> String {
    json.to_string()
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.id).collect()
}
