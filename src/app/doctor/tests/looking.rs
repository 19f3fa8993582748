//! Looking at real folders, states and secrets.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use super::marks;
use crate::app::State;
use crate::app::doctor::{Examination, Line, Mark, look};
use crate::clock::{SharedClock, SystemClock};
use crate::config::Config;
use crate::journal::{AccountState, Change};
use crate::verdict::Reason;

/// A project folder with a config, and what is said of it.
struct Project(tempfile::TempDir);

impl Project {
    fn new(accounts: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = format!(
            "zone = \"Asia/Kolkata\"\n\n[posts]\nfolder = \"posts\"\n\n[journal]\n\
             path = \"state\"\nmin_free = \"1 KiB\"\n\n{accounts}"
        );
        std::fs::create_dir(folder.path().join("config")).unwrap();
        std::fs::write(folder.path().join("config/dakiya.toml"), config).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    async fn examined(&self) -> Vec<Line> {
        let config = Config::load(&self.path().join("config/dakiya.toml")).unwrap();
        let (config, recipes) = (Arc::new(config), self.path().join("config/recipes"));
        let clock: SharedClock = Arc::new(SystemClock);
        look(&Examination { config, recipes, clock, ask: false }).await.unwrap()
    }
}

const TOOT: &str = "[accounts.toot]\nplatform = \"mastodon\"\n\
    server = \"https://social.example\"\ntoken = { file = \"token\" }\n";

#[tokio::test]
async fn looking_at_a_bad_machine_finds_what_is_bad() {
    let project = Project::new(TOOT);
    let (posts, token) = (project.path().join("posts"), project.path().join("config/token"));
    std::fs::create_dir_all(posts.join("queue")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", posts.join("queue/link.md")).unwrap();
    std::fs::write(posts.join("published"), "no folder").unwrap();
    std::fs::write(&token, "tooted").unwrap();
    std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o644)).unwrap();
    let lines = project.examined().await;
    let needing = marks(&lines, Mark::NeedsYou);
    for id in ["doctor-no-folder", "doctor-links-in-queue", "secret-open-to-others"] {
        assert!(needing.contains(&id), "{id}: {needing:?}");
    }
    let secret = lines.iter().find(|line| line.reason.id == "secret-open-to-others").unwrap();
    assert!(
        secret.place.as_ref().is_some_and(|place| place.ends_with("dakiya.toml:13")),
        "{secret:?}"
    );
    assert!(marks(&lines, Mark::CannotTell).contains(&"status-never-started"));
    assert!(!project.path().join("state").exists(), "looking makes nothing");
}

#[tokio::test]
async fn looking_beside_a_daemon_says_since_when_it_runs_and_disturbs_nothing() {
    let project = Project::new(TOOT);
    let clock: SharedClock = Arc::new(SystemClock);
    let daemon = State::open(&project.path().join("state"), &clock).await.unwrap();
    let paused = AccountState {
        paused: Some(Reason::new("login-needed")),
        ..AccountState::new("toot".parse().unwrap())
    };
    daemon.journal.commit(daemon.epoch, vec![Change::Account(paused)]).await.unwrap();
    let lines = project.examined().await;
    let good = marks(&lines, Mark::Good);
    for id in ["doctor-program-runs", "doctor-journal-whole", "doctor-key-good"] {
        assert!(good.contains(&id), "{id}: {lines:?}");
    }
    assert!(marks(&lines, Mark::NeedsYou).contains(&"doctor-account-paused"));
    daemon.journal.end(daemon.epoch, clock.now()).await.unwrap();
    drop(daemon);
    let lines = project.examined().await;
    assert!(marks(&lines, Mark::NeedsYou).contains(&"doctor-program-ended"));
}
