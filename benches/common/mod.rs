//! What the benches share: a fast server, bare clients to compare with, our own parts put together
//! without the daemon around them, and the printing of ratios.

#![allow(dead_code, unreachable_pub, reason = "each bench uses its part")]

pub mod bare;
pub mod mock;
pub mod queue;
pub mod rig;
pub mod table;

use std::path::PathBuf;

use dakiya::post::{Card, Content, Post, When};
use tempfile::TempDir;

/// A number from the environment, or `default`.
pub fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// A place on the disk of the build for the folders of a whole bench. All go when it is dropped and
/// none before: ext4 is slow to make files while it remembers many that were removed just now.
pub struct Ground(TempDir);

impl Ground {
    pub fn new() -> Self {
        let root = std::env::var_os("DAKIYA_BENCH_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
        std::fs::create_dir_all(&root).expect("the folder for benches");
        let ground = tempfile::Builder::new().prefix("bench-").tempdir_in(root);
        Self(ground.expect("a place for the bench"))
    }

    /// A new folder.
    pub fn folder(&self) -> PathBuf {
        let folder = tempfile::Builder::new().prefix("").tempdir_in(self.0.path());
        folder.expect("a folder of a round").keep()
    }
}

/// The text of post `n`: 280 characters of Hindi, with its number in front.
pub fn text(n: usize) -> String {
    let sentence = "कल सुबह नौ बजे सभागार में बैठक होगी, सभी साथी समय पर पहुँचें। ";
    let text: String = sentence.chars().cycle().take(272).collect();
    format!("#{n:06} {text}").trim_end().to_owned()
}

/// Post `n` for `account`.
pub fn post(n: usize, account: &str, when: When) -> Post {
    Post {
        name: format!("{n:06}.md"),
        content: Content {
            text: text(n),
            to: vec![account.to_owned()],
            when,
            expires: None,
            urgent: false,
            lang: Some("hi".to_owned()),
            warning: None,
            card: Card::Auto,
            ai: false,
            media: Vec::new(),
            versions: std::collections::BTreeMap::new(),
        },
        fitted: Vec::new(),
    }
}

/// The file of post `n`, as people write it.
pub fn file(n: usize, account: &str, at: &str) -> String {
    format!("+++\nto = [\"{account}\"]\nat = {at}\nlang = \"hi\"\n+++\n{}\n", text(n))
}

/// The name of lane `n`.
pub fn lane(n: usize) -> String {
    format!("lane-{n:02}")
}
