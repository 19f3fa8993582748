//! The adapter against its imitation, and its folders.

mod folder;
mod settings;
mod telling;
mod webhook;

use tempfile::TempDir;

use super::{NAME, ROW};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::mock::bench::draft;
use crate::platform::mock::{Asked, JobSeed, Rig, Way};
use crate::post::{Draft, Media, MediaKind};

/// The least settings.
const PLAIN: &str = "person = \"Sunita Devi\"\nplace = \"WhatsApp channel\"\n\
                     telegram = \"123456789\"\ntoken = { credential = \"handoff\" }\n";

/// A person behind a webhook.
const HOOKED: &str = "person = \"Sunita Devi\"\nplace = \"notice board\"\n\
                      url = { credential = \"handoff\" }\nlanguage = \"en\"\n";

const NOTICE: &str = "कल कार्यालय बंद रहेगा। #सूचना";

/// A rig with the folder of its media.
struct Stand {
    rig: Rig,
    _folder: TempDir,
}

fn stand(settings: &str) -> Stand {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new(&ROW, NAME, settings, folder.path()).unwrap();
    Stand { rig, _folder: folder }
}

impl Stand {
    fn way(&self, draft: &Draft) -> Way {
        let mut parts = self.rig.platform.compose(draft).parts;
        assert_eq!(parts.len(), 1, "a person gets everything in one piece");
        Way { part: parts.remove(0), progress: serde_json::Value::Null }
    }

    async fn prepare(&self, way: &mut Way, delivery: u32) {
        let key = Rig::key(delivery, 0);
        let job = JobSeed::single(&key, crate::clock::from_micros(0));
        self.rig.prepare(way, job).await.unwrap();
    }

    async fn tell(&self, way: &Way, delivery: u32) -> Result<Receipt, Failure> {
        let key = Rig::key(delivery, 0);
        self.rig.publish(way, JobSeed::single(&key, crate::clock::from_micros(0))).await
    }

    async fn find(&self, way: &Way, delivery: u32) -> Found {
        let key = Rig::key(delivery, 0);
        let job = JobSeed::single(&key, crate::clock::from_micros(0));
        self.rig.find(way, job, crate::clock::from_micros(0)).await.unwrap()
    }

    async fn remind(&self, way: &Way, delivery: u32) {
        let key = Rig::key(delivery, 0);
        let job = JobSeed::single(&key, crate::clock::from_micros(0));
        self.rig.remind(way, job).await.unwrap();
    }

    /// Every request, in order.
    fn asked(&self) -> Vec<Asked> {
        self.rig.stage.seen().into_iter().map(|(asked, _)| asked).collect()
    }

    fn medium(&self, name: &str, kind: MediaKind, bytes: &[u8]) -> Media {
        Media::of(name, self.rig.store(bytes).unwrap(), kind, bytes.len() as u64)
    }

    fn picture(&self, number: u32) -> Media {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(40 + number, 30)
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        let (width, height) = (Some(40 + number), Some(30));
        let medium = self.medium("चित्र.png", MediaKind::Png, bytes.get_ref());
        Media { width, height, ..medium }
    }
}
