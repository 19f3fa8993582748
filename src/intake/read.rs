//! Reading one post: its file, what it says, its media.

mod stop;

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::FileType;

use super::folder::{self, Inside, Layout};
use super::front::{self, Named, Written};
use super::ledger::{Ledger, of};
use super::settle::Settle;
use super::snapshot::{Home, Snapshot};
use super::{Folder, Footprint, LocalTime, Names, Refusal, Stamp, Understood, decode, is_ignored};
use crate::blobs::{Blobs, Digest};
use crate::clock::Instant;
use crate::finding::{Finding, Source};
use crate::journal::FileEntry;
use crate::media::kind_of_name;
use crate::post::{Content, Post, Version, When};
use crate::text::suspects;

pub(super) use stop::Stop;
use stop::{refuse, refuse_all};

/// The largest file with text and settings, in bytes.
const MOST_TEXT: u64 = 1024 * 1024;

/// How many pictures and films a post can have.
const MOST_FILES: usize = 100;

/// Reads posts of one queue.
pub(super) struct Reader<'a> {
    /// The queue.
    pub queue: &'a Folder,
    /// The store.
    pub blobs: &'a Blobs,
    /// The configured zone.
    pub local: &'a LocalTime,
    /// What is known of accounts and slots.
    pub names: Option<&'a Names>,
    /// What must still rest.
    pub settle: &'a mut Settle,
    /// What is known.
    pub ledger: &'a Ledger,
    /// How many files were opened.
    pub reads: &'a mut u64,
    /// The machine's uptime.
    pub now: Duration,
}

/// The file with text and settings, read.
struct Page {
    source: Arc<Source>,
    written: Written,
    findings: Vec<Finding>,
}

/// Reads the post `name` of `queue` as it is now, without waiting for it to rest: for a person
/// who asks about it. Its media go into `blobs`.
///
/// # Errors
/// Everything found, at least one of it an error.
pub fn read_post(
    queue: &Folder,
    name: &str,
    blobs: &Blobs,
    local: &LocalTime,
) -> Result<Understood, Vec<Finding>> {
    queue.look(name).map_err(|refusal| vec![refusal.finding(name)])?;
    let (mut settle, ledger, mut reads) = (Settle::default(), Ledger::default(), 0);
    let (settle, reads, now) = (&mut settle, &mut reads, Duration::ZERO);
    let mut reader =
        Reader { queue, blobs, local, names: None, settle, ledger: &ledger, reads, now };
    reader.read(name, None).map_err(|stop| match stop {
        Stop::Refused { findings, .. } | Stop::Waiting { findings, .. } => findings,
        Stop::Unrested(_) => vec![Finding::error("file-changing").with("file", name)],
    })
}

impl Reader<'_> {
    /// Reads the post `name`, if it still has the stamp with which it rested.
    pub(super) fn read(&mut self, name: &str, rested: Option<Stamp>) -> Result<Understood, Stop> {
        let (stamp, own) = self.stamp(name)?;
        self.unchanged(rested.unwrap_or(stamp), Some(stamp))?;
        let read = match own {
            _ if is_odd(name) => Err(refuse(Finding::error("name-odd").with("file", name))),
            Some((folder, layout)) => self.read_folder(name, &folder, stamp, &layout),
            None => self.read_file(name, stamp),
        };
        read.map_err(|stop| stop.of(stamp))
    }

    /// The stamp of a post, and what lies in it where it is a folder.
    fn stamp(&self, name: &str) -> Result<(Stamp, Option<(Folder, Layout)>), Stop> {
        let refused = |refusal: Refusal| self.refused(&refusal, name);
        let found = self.queue.look(name).map_err(refused)?;
        if found.kind != FileType::Directory {
            return Ok((found.stamp, None));
        }
        let opened = self.queue.folder(name);
        let folder = opened.map_err(|refusal| refused(refusal).of(found.stamp))?;
        let (stamp, layout) = survey(&folder).map_err(refused)?;
        Ok((stamp, Some((folder, layout))))
    }

    fn read_file(&mut self, name: &str, stamp: Stamp) -> Result<Understood, Stop> {
        let home = Home::Queue(self.queue);
        let page = self.page(home.folder(), name, name)?;
        let media = page.written.media.clone().unwrap_or_default();
        let (understood, taken) = self.complete(name, home, page, &media)?;
        self.unchanged(stamp, self.queue.look(name).ok().map(|found| found.stamp))?;
        Ok(understood.with(stamp, &taken))
    }

    fn read_folder(
        &mut self,
        name: &str,
        folder: &Folder,
        stamp: Stamp,
        layout: &Layout,
    ) -> Result<Understood, Stop> {
        if !layout.findings.is_empty() {
            return Err(refuse_all(layout.findings.clone()));
        }
        let Some(post) = &layout.post else { return Err(without_post(name)) };
        let mut page = self.page(folder, post, &format!("{name}/{post}"))?;
        page.findings.extend(extras(layout, &page.written));
        let media = page.written.media.clone().unwrap_or_else(|| all_of(layout));
        let (understood, _) = self.complete(name, Home::Own(folder), page, &media)?;
        self.unchanged(stamp, survey(folder).ok().map(|(stamp, _)| stamp))?;
        Ok(understood.with(stamp, &[]))
    }

    /// Reads and understands the file with text and settings, which people call `shown`.
    fn page(&mut self, home: &Folder, name: &str, shown: &str) -> Result<Page, Stop> {
        *self.reads += 1;
        let opened = home.file(name, MOST_TEXT);
        let (file, stamp) = opened.map_err(|refusal| self.refused(&refusal, shown))?;
        let mut bytes = Vec::new();
        let read = (&file).take(MOST_TEXT).read_to_end(&mut bytes);
        read.map_err(|error| self.refused(&error.into(), shown))?;
        self.unchanged(stamp, Stamp::now(&file).ok())?;
        let source = decode::decode(shown, &bytes).map_err(refuse)?;
        let (written, findings) =
            front::read(&source, self.local, self.names).map_err(refuse_all)?;
        Ok(Page { source, written, findings })
    }

    /// Takes the media and puts the post together, all but its files; what was taken comes
    /// with its stamps.
    fn complete(
        &mut self,
        name: &str,
        home: Home<'_>,
        page: Page,
        media: &[Named],
    ) -> Result<(Understood, Vec<(String, Stamp)>), Stop> {
        let Page { source, written, mut findings } = page;
        findings.extend(too_many(&source, media));
        let due = due(&written.content);
        let mut snapshot = Snapshot::new(self, home, Arc::clone(&source), findings);
        let content = fill(&mut snapshot, &written, media).map_err(|stop| stop.due(due))?;
        let (files, findings) = snapshot.finish();
        if is_empty(&content) {
            return Err(refuse(Finding::error("post-empty").with("file", source.name.as_str())));
        }
        let post = Post { name: name.to_owned(), content, fitted: Vec::new() };
        let revision = post.content.revision();
        let places = written.places;
        let footprint = Footprint::default();
        let understood = Understood { post, revision, findings, source, places, files: footprint };
        Ok((understood, files))
    }

    fn unchanged(&self, before: Stamp, after: Option<Stamp>) -> Result<(), Stop> {
        if after == Some(before) { Ok(()) } else { Err(Stop::Unrested(self.now)) }
    }

    /// What has just vanished is for the next look; anything else is found.
    fn refused(&self, refusal: &Refusal, name: &str) -> Stop {
        let passing = matches!(refusal, Refusal::System(_));
        match refusal {
            Refusal::Missing => Stop::Unrested(self.now),
            other => Stop::Refused {
                findings: vec![other.finding(name)],
                passing,
                stamp: None,
                media: Vec::new(),
            },
        }
    }
}

impl Understood {
    /// The same, from a file with this stamp and these media beside it.
    fn with(mut self, stamp: Stamp, media: &[(String, Stamp)]) -> Self {
        self.files.entries = footprint(&self.post.name, Some(self.revision), stamp, media);
        self
    }
}

/// What is to be remembered of a post with this stamp and these media beside it.
pub(super) fn footprint(
    name: &str,
    revision: Option<Digest>,
    stamp: Stamp,
    media: &[(String, Stamp)],
) -> Vec<FileEntry> {
    let beside = media.iter().map(|(file, stamp)| stamp.entry(of(name, file), None));
    std::iter::once(stamp.entry(name, revision)).chain(beside).collect()
}

/// The content with all media, taken into the store.
fn fill(
    snapshot: &mut Snapshot<'_, '_>,
    written: &Written,
    media: &[Named],
) -> Result<Content, Stop> {
    let located = snapshot.locate(media);
    let versions = written.version_media.iter();
    let versions: Vec<_> =
        versions.map(|(version, media)| (version, snapshot.locate(media))).collect();
    snapshot.check()?;
    let mut content = written.content.clone();
    content.media = snapshot.take(&located, content.lang.as_deref());
    for (name, located) in versions {
        let version = content.versions.entry(name.clone()).or_default();
        let lang = version.lang.as_deref().or(content.lang.as_deref());
        version.media = Some(snapshot.take(&located, lang));
    }
    snapshot.check()?;
    Ok(content)
}

/// What lies in a post's own folder, and the stamp of it all.
pub(super) fn survey(folder: &Folder) -> Result<(Stamp, Layout), Refusal> {
    let mut stamp = folder.itself()?.stamp;
    stamp.size = 0;
    let mut inside = Vec::new();
    let mut failed = None;
    folder.each(|raw, _| {
        let name = raw.to_string_lossy();
        if is_ignored(&name) {
            return;
        }
        match folder.look_raw(raw) {
            Ok(found) => {
                stamp.size = stamp.size.saturating_add(found.stamp.size);
                stamp.changed = stamp.changed.max(found.stamp.changed);
                let kind = if raw.to_str().is_err() {
                    Inside::Unreadable
                } else if found.kind == FileType::Directory {
                    Inside::Folder
                } else {
                    Inside::File
                };
                inside.push((name.into_owned(), kind));
            }
            Err(Refusal::Missing) => {}
            Err(refusal) => failed = Some(refusal),
        }
    })?;
    failed.map_or_else(|| Ok((stamp, folder::sort_out(inside))), Err)
}

/// Whether a name has characters in it that cannot be seen or turn the reading direction.
fn is_odd(name: &str) -> bool {
    name.contains(['\n', '\t']) || !suspects(name).is_empty()
}

fn without_post(name: &str) -> Stop {
    let finding = Finding::error("folder-without-post").with("file", name);
    let (missing, here) = (vec!["post.md".to_owned()], Vec::new());
    Stop::Waiting { missing, here, findings: vec![finding], due: None }
}

/// All media of a folder whose post names none.
fn all_of(layout: &Layout) -> Vec<Named> {
    layout.media.iter().map(|file| Named::only(file.as_str(), 0..0)).collect()
}

/// What lies in a folder and is not used: pictures perhaps on purpose, other things by mistake.
fn extras(layout: &Layout, written: &Written) -> Vec<Finding> {
    let about = |id, file: &String| Finding::warning(id).with("file", file.as_str());
    let mut findings: Vec<_> = folder::lone_alts(&layout.alts, &layout.media)
        .into_iter()
        .map(|alt| about("alt-without-media", alt))
        .collect();
    let lone = folder::lone_subtitles(&layout.subtitles, &layout.media);
    let lone = lone.filter(|file| !written.names_subtitles(file));
    findings.extend(lone.map(|file| about("subtitles-without-film", file)));
    if written.media.is_none() {
        return findings;
    }
    let unused = layout.media.iter().filter(|file| !written.names(file));
    findings.extend(unused.map(|file| match kind_of_name(file) {
        Some(_) => about("media-not-listed", file),
        None => Finding::error("extra-file").with("file", file.as_str()),
    }));
    findings
}

fn too_many(source: &Arc<Source>, media: &[Named]) -> Option<Finding> {
    let finding = Finding::error("post-too-many-media")
        .with("file", source.name.as_str())
        .with("found", media.len())
        .with("most", MOST_FILES);
    (media.len() > MOST_FILES).then_some(finding)
}

/// Whether there is nothing to send, in no version of the post.
fn is_empty(content: &Content) -> bool {
    let of_post = content.text.is_empty() && content.media.is_empty();
    let of_version = |version: &Version| {
        let text = version.text.as_deref().unwrap_or_default();
        text.is_empty() && version.media.as_ref().is_none_or(Vec::is_empty)
    };
    of_post && content.versions.values().all(of_version)
}

fn due(content: &Content) -> Option<Instant> {
    match content.when {
        When::At(at) => Some(at),
        _ => None,
    }
}
