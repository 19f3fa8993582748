//! What people are told of files that cannot go out: once for each thing that is wrong, until the
//! file is mended.

use std::collections::BTreeMap;

use super::Pipeline;
use crate::event::Notice;
use crate::finding::{Fact, Finding};
use crate::journal::{ABOUT_FILES, Change, JournalError, NoticeRow};
use crate::verdict::Reason;

const NOT_UNDERSTOOD: &str = ABOUT_FILES[0];

const WAITS: &str = ABOUT_FILES[1];

/// What people know of files, and what they are to be told next.
#[derive(Debug, Default)]
pub struct Troubles {
    /// What was told of each file that nobody has mended yet.
    told: BTreeMap<String, Reason>,
    unwritten: Vec<Change>,
}

impl Troubles {
    /// What the journal remembers.
    #[must_use]
    pub fn known(notices: Vec<NoticeRow>) -> Self {
        let about = |row: NoticeRow| {
            let reason = row.notice.reason;
            let known = ABOUT_FILES.contains(&&*reason.id);
            match reason.facts.get("post") {
                Some(Fact::Text(name)) if known => Some((name.clone(), reason.clone())),
                _ => None,
            }
        };
        Self { told: notices.into_iter().filter_map(about).collect(), unwritten: Vec::new() }
    }

    fn is(&mut self, name: &str, reason: Reason, at: crate::clock::Instant) {
        if self.told.get(name) == Some(&reason) {
            return;
        }
        self.mended(name);
        self.told.insert(name.to_owned(), reason.clone());
        let notice = Notice { at, account: None, delivery: None, reason };
        self.unwritten.push(Change::Notice(notice));
    }

    fn mended(&mut self, name: &str) {
        if self.told.remove(name).is_some() {
            self.unwritten.push(Change::FileMended { name: name.to_owned() });
        }
    }
}

impl Pipeline {
    /// A person is to be told that this file cannot go out as it is.
    pub(super) fn not_understood(&mut self, name: &str, findings: &[Finding]) {
        let problems: Vec<&str> = findings.iter().map(|finding| finding.id).collect();
        let reason = Reason::new(NOT_UNDERSTOOD).with("problems", problems.join(" "));
        self.troubles.is(name, reason.with("post", name), self.clock.now());
    }

    /// A person is to be told that this post waits for files.
    pub(super) fn waits_for(&mut self, name: &str, missing: &[String]) {
        let reason = Reason::new(WAITS).with("missing", missing.join(", "));
        self.troubles.is(name, reason.with("post", name), self.clock.now());
    }

    /// Nothing is the matter with this file any more.
    pub(super) fn is_mended(&mut self, name: &str) {
        self.troubles.mended(name);
    }

    /// Writes what people are to be told, together with `changes`.
    pub(super) async fn with_news(&mut self, changes: Vec<Change>) -> Result<(), JournalError> {
        let news = self.troubles.unwritten.clone();
        let all: Vec<Change> = changes.into_iter().chain(news.iter().cloned()).collect();
        if all.is_empty() {
            return Ok(());
        }
        self.journal.commit(self.epoch, all).await?;
        self.troubles.unwritten.drain(..news.len());
        if !news.is_empty() {
            self.fresh_notice.notify_one();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::app::pipeline::look::Further;
    use crate::app::{Addressees, Films, Vanished};
    use crate::clock::SystemClock;
    use crate::config::{Config, Overrides};
    use crate::finding::Source;
    use crate::intake::{InDoubt, Seen};
    use crate::journal::contract::samples::instance;
    use crate::journal::{Journal as _, MemoryJournal};
    use crate::language::Language;
    use crate::publish::inputs;
    use crate::report::Words;

    const CONFIG: &str = "zone = \"Asia/Kolkata\"\n[accounts.mastodon]\nplatform = \"mastodon\"\n";

    async fn pipeline(journal: &Arc<MemoryJournal>) -> Pipeline {
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
        let overrides = Overrides::read(|_| None).unwrap();
        let source = Source::new("dakiya.toml", CONFIG);
        let config = Config::parse(source, Path::new("config/dakiya.toml"), &overrides).unwrap();
        Pipeline {
            scanner: None,
            addressees: Addressees::new(Arc::new(config), &[]),
            journal: Arc::clone(journal) as _,
            epoch,
            engine: inputs().0,
            clock: Arc::new(SystemClock),
            words: Arc::new(Words::new(Language::English)),
            note: Arc::new(|_| String::new()),
            hands_off: true,
            unsettled: false,
            refused: BTreeSet::new(),
            vanished: Vanished::default(),
            in_doubt: InDoubt::default(),
            fresh_notice: Arc::default(),
            troubles: Troubles::known(journal.notices().await.unwrap()),
            ahead: Vec::new(),
            films: Films::default(),
        }
    }

    fn broken(problem: &'static str) -> Seen {
        let findings = vec![Finding::error(problem)];
        Seen::Problem { name: "a.md".into(), post: None, findings, files: None }
    }

    fn waiting() -> Seen {
        Seen::WaitingForMedia {
            name: "a.md".into(),
            post: None,
            missing: vec!["desk.png".into()],
            findings: Vec::new(),
        }
    }

    async fn see(pipeline: &mut Pipeline, seen: Vec<Seen>) {
        pipeline.all_seen(seen, Further::No).await.unwrap();
    }

    async fn told(journal: &MemoryJournal) -> Vec<String> {
        let rows = journal.notices().await.unwrap();
        rows.into_iter().map(|row| row.notice.reason.id.into_owned()).collect()
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_understood_is_told_once_until_it_is_mended() {
        let journal = Arc::new(MemoryJournal::new());
        let mut pipeline = pipeline(&journal).await;
        see(&mut pipeline, vec![broken("text-empty")]).await;
        let first = journal.notices().await.unwrap();
        assert_eq!(told(&journal).await, [NOT_UNDERSTOOD]);
        let mut pipeline = self::pipeline(&journal).await;
        see(&mut pipeline, vec![broken("text-empty")]).await;
        assert_eq!(journal.notices().await.unwrap(), first, "also after a restart");
        see(&mut pipeline, vec![broken("unknown-key")]).await;
        assert_eq!(told(&journal).await, [NOT_UNDERSTOOD]);
        assert_ne!(journal.notices().await.unwrap(), first);
        see(&mut pipeline, vec![Seen::Mended { name: "a.md".into() }]).await;
        assert!(told(&journal).await.is_empty());
    }

    #[tokio::test]
    async fn a_post_that_waits_for_its_pictures_is_told_until_it_is_gone() {
        let journal = Arc::new(MemoryJournal::new());
        let mut pipeline = pipeline(&journal).await;
        see(&mut pipeline, vec![waiting(), waiting()]).await;
        assert_eq!(told(&journal).await, [WAITS]);
        let gone = Seen::Gone { name: "a.md".into(), post: None, dropped: Vec::new() };
        see(&mut pipeline, vec![gone]).await;
        assert!(told(&journal).await.is_empty());
    }
}
