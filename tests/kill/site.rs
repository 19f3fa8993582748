//! A place where the program runs: config, credentials, posts and state in a folder that passes,
//! and the imitation of its one platform in this process.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use dakiya::clock::{Clock as _, FastClock, Instant, SystemClock};
use dakiya::journal::{Journal as _, SqliteJournal};
use dakiya::platform::mock::{Server, Stage};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::accounts::Account;
use super::child::Child;
use super::gate::Gate;

/// How much faster than the machine's clock the program's runs.
const SPEED: u16 = 60;

/// Runs the imitations' servers.
pub(crate) static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

/// A folder in memory where there is one: a killed process loses nothing that it wrote, wherever
/// it wrote it, and a busy disk would only make the cases slow.
fn passing_folder() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

/// The name of the one post.
pub(crate) const POST: &str = "notice.md";

/// The name of its picture.
pub(crate) const PICTURE: &str = "desk.png";

/// The name of its film, where the account takes nothing without one.
const FILM: &str = "film.mp4";

/// The smallest film that counts as whole: a kind, an index, and nothing to show.
const FILM_BYTES: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08moov\0\0\0\x08mdat";

/// Where the program runs.
pub(crate) struct Site {
    folder: TempDir,
    pub(crate) account: Account,
    pub(crate) stage: Stage,
    server: Server,
    clock: FastClock,
    gate: Option<Gate>,
}

impl Site {
    /// A place with one account and one post for it in the queue.
    pub(crate) fn new(account: &Account) -> Self {
        let site = Self::empty(account);
        site.write_post(&site.account.text());
        site
    }

    /// A place with one account and nothing in the queue.
    pub(crate) fn empty(account: &Account) -> Self {
        let folder = passing_folder();
        let clock = FastClock::new(SystemClock.now(), SPEED);
        let stage = Stage::new(account.imitation(), Arc::new(clock));
        let server = RUNTIME.block_on(Server::start(stage.clone())).unwrap();
        let site = Self { folder, account: account.clone(), stage, server, clock, gate: None };
        site.write_config();
        site.write_credentials();
        fs::create_dir_all(site.queue()).unwrap();
        site
    }

    fn write_config(&self) {
        let config = format!(
            "zone = \"Asia/Kolkata\"\nlanguage = \"en\"\n[posts]\nsettle = \"1s\"\n\
             settle_network = \"1s\"\nrescan = \"5s\"\n[journal]\npath = \"state\"\nmin_free = \"1 KiB\"\n\
             [slots.often]\ncron = \"* * * * *\"\n\
             [log]\nformat = \"json\"\n\
             [accounts.one]\nplatform = \"{}\"\nsettle = \"30s\"\n{}",
            self.account.platform(),
            self.account.settings
        );
        fs::create_dir_all(self.path("config")).unwrap();
        fs::write(self.path("config/dakiya.toml"), config).unwrap();
        self.write_recipients();
    }

    /// The file of those who are written to, where the settings name one.
    fn write_recipients(&self) {
        let named =
            |line: &str| Some(line.strip_prefix("recipients = \"")?.split('"').next()?.to_owned());
        if let Some(name) = self.account.settings.lines().find_map(named) {
            let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
            fs::copy(config.join(&name), self.path("config").join(&name)).unwrap();
        }
    }

    /// The secrets as systemd hands them over, and as the imitation wants them.
    fn write_credentials(&self) {
        let secrets = self.stage.secrets();
        fs::create_dir_all(self.path("credentials")).unwrap();
        for line in self.account.settings.lines() {
            let Some((key, rest)) = line.split_once("= { credential = \"") else { continue };
            let name = rest.split('"').next().unwrap();
            let secret = secrets.iter().find(|(known, _)| *known == key.trim());
            let (_, value) = secret.unwrap_or_else(|| panic!("the imitation has no {key}"));
            let path = self.path("credentials").join(name);
            fs::write(&path, value).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// Puts a post with `text` into the queue, with a picture where the account takes one.
    pub(crate) fn write_post(&self, text: &str) {
        self.write_post_for("at = \"now\"", text);
    }

    /// The same for another time.
    pub(crate) fn write_post_for(&self, when: &str, text: &str) {
        let media = if self.account.takes_pictures() {
            let picture = Path::new(env!("CARGO_MANIFEST_DIR"));
            let picture = picture.join("posts/queue/workshop-pictures").join(PICTURE);
            fs::copy(picture, self.queue().join(PICTURE)).unwrap();
            format!("media = [{}{{ file = \"{PICTURE}\", alt = \"A desk\" }}]\n", self.write_film())
        } else {
            String::new()
        };
        let post = format!("+++\nto = [\"one\"]\n{when}\nlang = \"en\"\n{media}+++\n{text}\n");
        fs::write(self.queue().join(POST), post).unwrap();
    }

    /// Puts a film into the queue where one is needed; its entry in the list of media.
    fn write_film(&self) -> String {
        if !self.account.needs_a_film {
            return String::new();
        }
        fs::write(self.queue().join(FILM), FILM_BYTES).unwrap();
        format!("\"{FILM}\", ")
    }

    /// A path below the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The queue.
    pub(crate) fn queue(&self) -> PathBuf {
        self.path("posts/queue")
    }

    /// The state folder.
    pub(crate) fn state(&self) -> PathBuf {
        self.path("state")
    }

    /// Puts a gate before the imitation that keeps back the answer to its first visible request.
    pub(crate) fn keep_answers_back(&mut self) {
        self.gate = Some(Gate::before(self.server.port(), self.stage.clone(), true));
    }

    /// Puts a gate before the imitation that lets everything pass until it is closed.
    pub(crate) fn put_open_gate(&mut self) {
        self.gate = Some(Gate::before(self.server.port(), self.stage.clone(), false));
    }

    /// Keeps back every answer from now on.
    pub(crate) fn close_gate(&self) {
        self.gate.as_ref().unwrap().close();
    }

    /// How many answers the gate has kept back.
    pub(crate) fn answers_kept_back(&self) -> usize {
        self.gate.as_ref().map_or(0, Gate::kept_back)
    }

    /// Lets answers pass again.
    pub(crate) fn open_gate(&self) {
        self.gate.as_ref().unwrap().open();
    }

    fn address(&self) -> String {
        let port = self.gate.as_ref().map_or(self.server.port(), Gate::port);
        format!("http://127.0.0.1:{port}")
    }

    /// The program with these arguments, about to be started here with `faults` armed.
    pub(crate) fn command(&self, arguments: &[&str], faults: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dakiya"));
        command
            .args(["--config", "config/dakiya.toml"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("CREDENTIALS_DIRECTORY", self.path("credentials"))
            .env("DAKIYA_MOCKS", format!("one={}", self.address()))
            .env(FastClock::VARIABLE, self.clock.variable())
            .env("DAKIYA_FAULTS", faults)
            .env("DAKIYA_FAULTS_LOG", self.path("passed"));
        command
    }

    /// Starts the daemon with `faults` armed.
    pub(crate) fn run(&self, faults: &str) -> Child {
        let _none_yet = fs::remove_file(self.path("passed"));
        Child::start(self.command(&["run"], faults))
    }

    /// Runs the program to its end; its exit code and what it said.
    pub(crate) fn ask(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(arguments, "").output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap_or(-1), String::from_utf8(said).unwrap())
    }

    /// The points passed since the last start, in order.
    pub(crate) fn passed(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("passed")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// The journal, beside a daemon or without one.
    pub(crate) fn journal(&self) -> SqliteJournal {
        SqliteJournal::open_shared(&self.state()).unwrap()
    }

    /// The states of all outcomes that were copied into their file, oldest first.
    pub(crate) fn outcomes(&self) -> Vec<String> {
        let text = fs::read_to_string(self.state().join("outcomes.jsonl")).unwrap_or_default();
        let state = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(line["outcome"]["state"].as_str()?.to_owned())
        };
        text.lines().filter_map(state).collect()
    }

    /// The program's clock, so many minutes on.
    pub(crate) fn minutes_from_now(&self, minutes: i64) -> Instant {
        self.clock.now() + chrono::Duration::minutes(minutes)
    }

    /// Whether the program's clock has passed `instant`.
    pub(crate) fn is_past(&self, instant: Instant) -> bool {
        self.clock.now() >= instant
    }

    /// Waits until the program's clock has passed `instant`.
    pub(crate) fn wait_until(&self, instant: Instant) {
        RUNTIME.block_on(self.clock.sleep_until(instant));
    }

    /// Whether nothing more will happen by itself: filed away and noted so, or a person is asked.
    pub(crate) fn is_quiet(&self) -> bool {
        match self.outcomes().last().map(String::as_str) {
            None => false,
            // What a person has ends by itself once they say that it is public.
            Some("held") => !self.account.is_handed_over,
            Some(_) => {
                !self.queue().join(POST).exists() && self.filed().is_some() && self.is_noted()
            }
        }
    }

    /// Whether the journal, too, knows that the post's file is gone.
    fn is_noted(&self) -> bool {
        let Ok(journal) = SqliteJournal::open_shared(&self.state()) else { return false };
        let files = RUNTIME.block_on(journal.files()).unwrap_or_default();
        !files.iter().any(|file| file.name == POST)
    }

    /// The receipt of the post that was filed away.
    pub(crate) fn filed(&self) -> Option<PathBuf> {
        let done = ["posts/published", "posts/failed"].map(|name| self.path(name));
        let months = done.iter().filter_map(|path| fs::read_dir(path).ok()).flatten();
        let files = months.filter_map(|month| fs::read_dir(month.ok()?.path()).ok()).flatten();
        let mut paths = files.filter_map(|file| Some(file.ok()?.path()));
        paths.find(|path| path.to_string_lossy().ends_with(".receipt.toml"))
    }
}
