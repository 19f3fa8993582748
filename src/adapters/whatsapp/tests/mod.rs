//! Tests of the adapter against its imitation.

mod composing;
mod consent;
mod described;
mod entitlement;
mod lists;
mod media;
mod refusals;
mod sending;
mod settings;
mod strictness;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::imitation::{Cloud, Config};
use crate::clock::{Clock as _, Instant};
use crate::delivery::Receipt;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Row;
use crate::platform::mock::bench::draft;
use crate::platform::mock::{Asked, Imitation, JobSeed, Mischief, Reply, Rig, Trick, Way};
use crate::post::{Draft, Media, MediaKind, Part};

/// A row whose kinds are services set up differently.
static ROW: Row = Row { imitation: cloud, ..super::ROW };

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

const JPEG: &[u8] = b"\xff\xd8\xff\xe0....";

/// Three people who agreed, one who did so to something else, and one who wants no more.
const PEOPLE: &str = "number,opt_in_text,opt_in_at,opt_in_source,categories,opted_out_at\n\
    +12025550101,v2,2025-10-04,form,notices,\n\
    +12025550102,v2,2025-10-04,form,notices; events,\n\
    +12025550103,v2,2025-10-04,form,notices,\n\
    +12025550104,v2,2025-10-04,form,events,\n\
    +12025550105,v1,2025-08-15,form,notices,2025-09-30\n";

/// The digits that tell one of these people.
const NUMBERS: [&str; 5] =
    ["12025550101", "12025550102", "12025550103", "12025550104", "12025550105"];

fn cloud(kind: &str) -> Option<Box<dyn Imitation>> {
    let mut config = Config::default();
    match kind {
        "whatsapp" => {}
        "image" => config.header = Some("IMAGE"),
        "paused" => config.status = "PAUSED",
        "two-places" => config.body = "सूचना: {{1}} और {{2}} धन्यवाद।",
        "named" => config.format = "NAMED",
        "open-button" => config.button = Some("https://example.org/{{1}}"),
        "wordy" => config.body = WORDY,
        "other-language" => config.language = "en",
        "not-connected" => config.number_status = "DISCONNECTED",
        "flagged" => (config.number_status, config.quality) = ("FLAGGED", "RED"),
        "low-tier" => config.tier = "TIER_50",
        "unlimited" => config.tier = "TIER_UNLIMITED",
        "nameless" => config.name_status = "DECLINED",
        "poor" => config.scopes = vec!["whatsapp_business_messaging"],
        "for-a-day" => config.expires_at = 1_764_045_000 + 3600,
        "held" => config.message_status = Some("held_for_quality_assessment"),
        "silent" => config.message_status = None,
        "second-unreachable" => drop(config.refuses.insert(NUMBERS[1], 131_026)),
        "nobody-reachable" => config.refuses.extend(NUMBERS.map(|number| (number, 131_049))),
        _ => return None,
    }
    Some(Cloud::boxed(config))
}

/// A template whose own words leave little room.
const WORDY: &str = concat!(
    "यह सूचना ग्राम सेवा समिति के कार्यालय से है। यह सूचना ग्राम सेवा समिति के कार्यालय से है। ",
    "यह सूचना ग्राम सेवा समिति के कार्यालय से है। {{1}} धन्यवाद।"
);

/// A rig with the folder of its pictures and of its list.
struct Bench {
    rig: Rig,
    folder: TempDir,
}

impl Bench {
    fn of(kind: &str) -> Self {
        Self::with(kind, PEOPLE, &[])
    }

    /// With these people, and with lines of the settings exchanged.
    fn with(kind: &str, people: &str, lines: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("people.csv"), people).unwrap();
        let settings = settings(&folder.path().join("people.csv"), lines);
        let rig = Rig::new(&ROW, kind, &settings, folder.path()).unwrap();
        Self { rig, folder }
    }

    fn pictured(kind: &str) -> (Self, Draft) {
        let bench = Self::with(kind, PEOPLE, &["header = \"image\""]);
        let digest = bench.rig.store(JPEG).unwrap();
        let media = vec![Media::of("a.jpg", digest, MediaKind::Jpeg, JPEG.len() as u64)];
        let draft = Draft { media, ..draft(TEXT) };
        (bench, draft)
    }

    fn list(&self) -> PathBuf {
        self.folder.path().join("people.csv")
    }

    fn parts(&self, draft: &Draft) -> Vec<Part> {
        let composed = self.rig.platform.compose(draft);
        assert!(!composed.parts.is_empty(), "{:?}", composed.findings);
        composed.parts
    }

    fn found(&self, draft: &Draft) -> Vec<Finding> {
        let composed = self.rig.platform.compose(draft);
        assert!(composed.parts.is_empty());
        composed.findings
    }

    fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    /// The first part of `draft`, prepared.
    async fn first(&self, draft: &Draft) -> Way {
        let mut way = Way { part: self.parts(draft).remove(0), progress: Value::Null };
        self.rig.prepare(&mut way, self.seed(0)).await.unwrap();
        way
    }

    fn seed(&self, index: u16) -> JobSeed<'static> {
        JobSeed { index, parts: 3, ..JobSeed::single("k", self.now()) }
    }

    async fn publish(&self, way: &Way) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.seed(0)).await
    }

    async fn post(&self, draft: &Draft) -> Result<Vec<Receipt>, Failure> {
        self.rig.post(draft, 1).await
    }

    /// What preparing the first part comes to.
    async fn refusal(&self) -> Failure {
        let mut way = Way { part: self.parts(&draft(TEXT)).remove(0), progress: Value::Null };
        self.rig.prepare(&mut way, self.seed(0)).await.unwrap_err()
    }

    fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    /// The requests so far whose path ends so.
    fn asked(&self, ending: &str) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        seen.filter(|asked| asked.path.ends_with(ending)).collect()
    }

    /// Whom the messages so far were for.
    fn written_to(&self) -> Vec<String> {
        let asked = self.asked("/messages");
        asked.iter().map(|asked| asked.json().unwrap()["to"].as_str().unwrap().to_owned()).collect()
    }
}

/// The sample settings with this list and with `lines` in the place of those with the same key.
fn settings(list: &std::path::Path, lines: &[&str]) -> String {
    let own = format!("recipients = {:?}", list.display().to_string());
    let lines: Vec<_> = lines.iter().copied().chain([own.as_str()]).collect();
    let key = |line: &str| line.split('=').next().unwrap().trim().to_owned();
    let given: Vec<_> = lines.iter().map(|line| key(line)).collect();
    let kept = super::ROW.sample.lines().filter(|line| !given.contains(&key(line)));
    kept.chain(lines.iter().copied()).collect::<Vec<_>>().join("\n")
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.id).collect()
}

/// A refusal as the API words it.
fn refusal(code: i64) -> Reply {
    let error = json!({ "message": "said so", "type": "OAuthException", "code": code });
    Reply::json(400, &json!({ "error": error }))
}

/// Fails where a number of a person can be read in `said`.
fn assert_nobodys_number(said: &str) {
    for number in NUMBERS {
        assert!(!said.contains(number), "{number} is in: {said}");
    }
}
