//! What is known of every file, in few bytes: there can be a hundred thousand of them.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::num::{NonZeroI64, NonZeroU64};

use hashbrown::HashTable;

use crate::post::PostId;

/// How many bytes of names that were forgotten are borne, beside as many that are in use.
const SLACK: usize = 4096;

/// Stands for a stamp or a revision, in eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) struct Mark(NonZeroU64);

/// What is known of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) struct Known {
    /// Its stamp.
    pub stamp: Mark,
    /// The post that was taken from it.
    pub post: Option<PostId>,
    /// Its revision; none where the file has a problem.
    pub revision: Option<Mark>,
    /// The look at everything in which it was last met.
    pub round: u16,
}

/// The files by name. All names lie one behind the other in one text.
#[derive(Debug, Default)]
pub(super) struct Table {
    index: HashTable<u32>,
    rows: Vec<Row>,
    names: String,
    /// The bytes of `names` that no row uses any more.
    unused: usize,
    hasher: RandomState,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    stamp: Mark,
    revision: Option<Mark>,
    /// Numbers of posts begin at 1.
    post: Option<NonZeroI64>,
    at: u32,
    length: u16,
    round: u16,
}

impl Table {
    /// Stands for `thing`; another one has another mark, as surely as chance allows.
    pub(super) fn mark(&self, thing: impl Hash) -> Mark {
        Mark(NonZeroU64::new(self.hasher.hash_one(thing)).unwrap_or(NonZeroU64::MIN))
    }

    /// What is known of `name`.
    pub(super) fn get(&self, name: &str) -> Option<Known> {
        self.find(name).map(|number| self.rows[number].known())
    }

    /// `name` was met in the look `round`.
    pub(super) fn meet(&mut self, name: &str, round: u16) {
        if let Some(number) = self.find(name) {
            self.rows[number].round = round;
        }
    }

    /// From now on, `known` is known of `name`. A name longer than any filesystem has it is left
    /// out; its file is read at every look.
    pub(super) fn put(&mut self, name: &str, known: Known) {
        if let Some(number) = self.find(name) {
            let Row { at, length, .. } = self.rows[number];
            self.rows[number] = Row::of(known, at, length);
            return;
        }
        let number = u32::try_from(self.rows.len());
        let place = (u32::try_from(self.names.len()), u16::try_from(name.len()));
        let (Ok(number), (Ok(at), Ok(length))) = (number, place) else { return };
        self.names.push_str(name);
        self.rows.push(Row::of(known, at, length));
        let Self { index, rows, names, hasher, .. } = self;
        let hash_of = |number: &u32| hasher.hash_one(rows[*number as usize].name_in(names));
        index.insert_unique(hasher.hash_one(name), number, hash_of);
    }

    /// Forgets `name`, if it is known.
    pub(super) fn remove(&mut self, name: &str) {
        let Some(number) = self.find(name) else { return };
        self.renumber(name, number, None);
        let last = self.rows.len() - 1;
        if number != last {
            let moved = self.name(self.rows[last]).to_owned();
            self.renumber(&moved, last, Some(number));
        }
        let Row { length, .. } = self.rows.swap_remove(number);
        self.unused += usize::from(length);
        if self.unused > SLACK.max(self.names.len() / 2) {
            self.tidy();
        }
    }

    /// All that is known, by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Known)> {
        self.rows.iter().map(|row| (self.name(*row), row.known()))
    }

    fn find(&self, name: &str) -> Option<usize> {
        let is_it = |number: &u32| self.name(self.rows[*number as usize]) == name;
        self.index.find(self.hasher.hash_one(name), is_it).map(|number| *number as usize)
    }

    fn name(&self, row: Row) -> &str {
        row.name_in(&self.names)
    }

    /// The row of `name` gets another number, or goes.
    fn renumber(&mut self, name: &str, from: usize, to: Option<usize>) {
        let hash = self.hasher.hash_one(name);
        let Ok(mut entry) = self.index.find_entry(hash, |number| *number as usize == from) else {
            return;
        };
        match to.and_then(|to| u32::try_from(to).ok()) {
            Some(to) => *entry.get_mut() = to,
            None => drop(entry.remove()),
        }
    }

    /// Writes the names anew, without those that no row uses.
    fn tidy(&mut self) {
        let mut names = String::with_capacity(self.names.len().saturating_sub(self.unused));
        for row in &mut self.rows {
            let at = u32::try_from(names.len()).unwrap_or(row.at);
            names.push_str(row.name_in(&self.names));
            row.at = at;
        }
        self.names = names;
        self.unused = 0;
    }
}

impl Row {
    fn of(known: Known, at: u32, length: u16) -> Self {
        let Known { stamp, post, revision, round } = known;
        let post = post.and_then(|post| NonZeroI64::new(post.0));
        Self { stamp, revision, post, at, length, round }
    }

    fn known(&self) -> Known {
        let Self { stamp, revision, post, round, .. } = *self;
        Known { stamp, post: post.map(|post| PostId(post.get())), revision, round }
    }

    fn name_in<'n>(&self, names: &'n str) -> &'n str {
        let at = self.at as usize;
        &names[at..at + usize::from(self.length)]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rand::{Rng as _, SeedableRng as _};

    use super::*;

    fn known(table: &Table, post: i64) -> Known {
        let revision = (post % 3 > 0).then(|| table.mark(post));
        Known { stamp: table.mark(post), post: Some(PostId(post)), revision, round: 7 }
    }

    #[test]
    fn a_row_takes_no_more_than_was_counted_on() {
        assert_eq!(size_of::<Row>(), 32);
    }

    #[test]
    fn it_knows_what_a_plain_map_knows_after_any_changes() {
        let seed: u64 = rand::random();
        println!("seed {seed}");
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let (mut table, mut plain) = (Table::default(), BTreeMap::new());
        for post in 1..4_000 {
            let name = format!("सूचना {}.md", random.random_range(0..600));
            if random.random_bool(0.4) {
                table.remove(&name);
                plain.remove(&name);
            } else {
                let known = known(&table, post);
                table.put(&name, known);
                plain.insert(name.clone(), known);
            }
            assert_eq!(table.get(&name), plain.get(&name).copied());
        }
        let all: BTreeMap<_, _> =
            table.iter().map(|(name, known)| (name.to_owned(), known)).collect();
        assert_eq!(all, plain);
        for (name, known) in &plain {
            assert_eq!(table.get(name), Some(*known));
        }
    }

    #[test]
    fn names_that_were_forgotten_do_not_pile_up() {
        let mut table = Table::default();
        for number in 1..10_000 {
            let name = format!("{number:06}.md");
            let known = known(&table, number);
            table.put(&name, known);
            table.remove(&name);
        }
        assert!(table.names.len() <= 2 * SLACK, "{}", table.names.len());
    }

    #[test]
    fn a_file_is_met_in_one_look() {
        let mut table = Table::default();
        let known = known(&table, 1);
        table.put("a.md", known);
        table.meet("a.md", 8);
        table.meet("b.md", 8);
        assert_eq!(table.get("a.md"), Some(Known { round: 8, ..known }));
        assert_eq!(table.get("b.md"), None);
    }
}
