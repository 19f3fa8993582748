//! Posts that were understood and wait for something that is still being made of their media. They are
//! not read again meanwhile, unless one of their files changes.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::{Footprint, Stamp};
use super::Scanner;

/// The posts, by name.
#[derive(Debug, Default)]
pub(super) struct Held(BTreeMap<String, Vec<Beside>>);

/// A file beside a post that is a file.
#[derive(Debug)]
struct Beside {
    name: String,
    stamp: Stamp,
    /// Whether it was met in the look that goes on.
    met: bool,
}

impl Held {
    fn add(&mut self, name: &str, files: &Footprint) {
        let beside = files.entries.iter().filter_map(|entry| {
            let (_, name) = entry.name.split_once('/')?;
            Some(Beside { name: name.to_owned(), stamp: Stamp::of(entry), met: false })
        });
        self.0.insert(name.to_owned(), beside.collect());
    }

    /// `name` is held no more.
    pub(super) fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Begins a look at everything.
    pub(super) fn begin(&mut self) {
        self.0.values_mut().flatten().for_each(|beside| beside.met = false);
    }

    /// Whether a post that is held uses the file `name` beside it.
    pub(super) fn uses(&self, name: &str) -> bool {
        self.0.values().flatten().any(|beside| beside.name == name)
    }

    /// The posts for which the file `name` is not as it was; none where it is not there.
    fn outdated(&mut self, name: &str, stamp: Option<Stamp>) -> Vec<String> {
        let mut outdated = Vec::new();
        for (post, all) in &mut self.0 {
            for beside in all.iter_mut().filter(|beside| beside.name == name) {
                beside.met = true;
                if Some(beside.stamp) != stamp {
                    outdated.push(post.clone());
                }
            }
        }
        outdated
    }

    /// The posts of which a file was not met in the look that ends.
    fn unmet(&self) -> Vec<String> {
        let unmet = self.0.iter().filter(|(_, all)| all.iter().any(|beside| !beside.met));
        unmet.map(|(post, _)| post.clone()).collect()
    }
}

impl Scanner {
    /// The post `name` with these `files` waits for something that is still being made; it is told
    /// again after [`Scanner::release`], or where one of its files changes.
    pub fn hold(&mut self, name: &str, files: &Footprint) {
        self.held.add(name, files);
        self.settle.postpone(name, Duration::MAX);
    }

    /// The post `name` is told again at the uptime `at`.
    pub fn release(&mut self, name: &str, at: Duration) {
        self.held.forget(name);
        self.settle.postpone(name, at);
        self.settle.look_again(name);
    }

    /// The file `name` was met with `stamp`, or not found.
    pub(super) fn check_held(&mut self, name: &str, stamp: Option<Stamp>, uptime: Duration) {
        for post in self.held.outdated(name, stamp) {
            self.release(&post, uptime + self.rest);
        }
    }

    /// A look at everything ends.
    pub(super) fn check_unmet(&mut self, uptime: Duration) {
        for post in self.held.unmet() {
            self.release(&post, uptime + self.rest);
        }
    }
}
