//! Rows by key, with what is needed to take back what a refused call did to them.

use std::collections::BTreeMap;
use std::ops::RangeBounds;

/// A table whose changes can be taken back up to the last [`Undo::settle`].
#[derive(Debug, Clone)]
pub(super) struct Table<K, V> {
    rows: BTreeMap<K, V>,
    before: Vec<(K, Option<V>)>,
}

/// What every table can do with the changes of the call under way.
pub(super) trait Undo {
    /// Keeps them.
    fn settle(&mut self);
    /// Takes them back.
    fn undo(&mut self);
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), before: Vec::new() }
    }
}

impl<K: Ord + Clone, V: Clone> Table<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.rows.get(key)
    }

    pub(super) fn has(&self, key: &K) -> bool {
        self.rows.contains_key(key)
    }

    pub(super) fn put(&mut self, key: K, value: V) {
        let old = self.rows.insert(key.clone(), value);
        self.before.push((key, old));
    }

    pub(super) fn remove(&mut self, key: &K) {
        if let Some(old) = self.rows.remove(key) {
            self.before.push((key.clone(), Some(old)));
        }
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.rows.iter()
    }

    pub(super) fn range(
        &self,
        range: impl RangeBounds<K>,
    ) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.rows.range(range)
    }

    pub(super) fn last(&self) -> Option<(&K, &V)> {
        self.rows.last_key_value()
    }
}

impl<K: Ord, V> Undo for Table<K, V> {
    fn settle(&mut self) {
        self.before.clear();
    }

    fn undo(&mut self) {
        while let Some((key, old)) = self.before.pop() {
            match old {
                Some(old) => self.rows.insert(key, old),
                None => self.rows.remove(&key),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoing_brings_back_the_last_settled_rows() {
        let mut table = Table::default();
        table.put(1, "one");
        table.put(2, "two");
        table.settle();
        table.put(1, "other");
        table.put(1, "again");
        table.remove(&2);
        table.put(3, "three");
        table.undo();
        assert_eq!(table.iter().collect::<Vec<_>>(), [(&1, &"one"), (&2, &"two")]);
    }
}
