//! The names that posts, slots and blackout windows may use: our accounts and groups of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{AccountName, GroupName};
use crate::finding::Finding;
use crate::keys::{Keys, nearest};

/// Our accounts and the groups that the config makes of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    accounts: BTreeSet<AccountName>,
    groups: BTreeMap<GroupName, Vec<AccountName>>,
}

impl Directory {
    /// A directory of `accounts`, still without groups.
    #[must_use]
    pub fn new(accounts: impl IntoIterator<Item = AccountName>) -> Self {
        Self { accounts: accounts.into_iter().collect(), groups: BTreeMap::new() }
    }

    /// Adds a group, or replaces it.
    pub fn add_group(&mut self, name: GroupName, accounts: Vec<AccountName>) {
        self.groups.insert(name, accounts);
    }

    /// Every account.
    pub fn accounts(&self) -> impl Iterator<Item = &AccountName> {
        self.accounts.iter()
    }

    /// Every group with its accounts.
    pub fn groups(&self) -> impl Iterator<Item = (&GroupName, &[AccountName])> {
        self.groups.iter().map(|(name, accounts)| (name, accounts.as_slice()))
    }

    /// The accounts that `name` stands for: itself, or those of the group; `None` if there is
    /// neither.
    #[must_use]
    pub fn expand(&self, name: &str) -> Option<Vec<AccountName>> {
        let account = self.accounts.iter().find(|account| account.as_str() == name);
        let group = || self.groups.iter().find(|(group, _)| group.as_str() == name);
        account.map(|account| vec![account.clone()]).or_else(|| group().map(|(_, all)| all.clone()))
    }

    /// The accounts that `names` stand for, each once, in the order of the names; and the names
    /// that stand for nothing.
    pub fn expand_all<'n>(
        &self,
        names: impl IntoIterator<Item = &'n str>,
    ) -> (Vec<AccountName>, Vec<&'n str>) {
        let (mut accounts, mut unknown) = (Vec::new(), Vec::new());
        for name in names {
            match self.expand(name) {
                Some(meant) => add_new(&mut accounts, meant),
                None => unknown.push(name),
            }
        }
        (accounts, unknown)
    }

    /// Says that `name` is no account and no group, and which is most like it.
    #[must_use]
    pub fn unknown(&self, name: &str) -> Finding {
        let groups = self.groups.keys().map(GroupName::as_str);
        let known: Vec<_> = self.accounts.iter().map(AccountName::as_str).chain(groups).collect();
        let nearest = nearest(name, known.iter().copied()).unwrap_or_default();
        Finding::error("account-unknown")
            .with("found", name)
            .with("nearest", nearest)
            .with("known", known.join(", "))
    }

    /// Takes a list of accounts and groups; `None` where there is no such key. A list without
    /// any name would mean nobody, and is refused.
    pub fn read(&self, keys: &mut Keys<'_>, key: &str, example: &str) -> Option<Vec<AccountName>> {
        let (names, whole) = keys.texts_spanned(key, example)?;
        if names.is_empty() {
            let finding = Finding::error("list-empty").with("key", keys.full(key));
            keys.found(whole, finding.with("example", example));
        }
        let mut accounts = Vec::new();
        for (name, span) in names {
            match self.expand(&name) {
                Some(meant) => add_new(&mut accounts, meant),
                None => keys.found(span, self.unknown(&name)),
            }
        }
        Some(accounts)
    }
}

fn add_new(accounts: &mut Vec<AccountName>, more: Vec<AccountName>) {
    for account in more {
        if !accounts.contains(&account) {
            accounts.push(account);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Source;

    fn directory() -> Directory {
        let name = |text: &str| text.parse::<AccountName>().unwrap();
        let mut directory = Directory::new(["toot", "tele"].map(name));
        directory.add_group("news".parse().unwrap(), ["tele", "toot"].map(name).into());
        directory
    }

    fn read(toml: &str) -> (Option<Vec<AccountName>>, Vec<Finding>) {
        let mut keys = Keys::parse(&Source::new("test.toml", toml), 0, toml);
        let accounts = directory().read(&mut keys, "to", "to = [\"toot\"]");
        (accounts, keys.finish())
    }

    #[test]
    fn an_account_named_twice_counts_once_and_the_order_stays() {
        let (accounts, unknown) = directory().expand_all(["toot", "news", "x"]);
        let names: Vec<_> = accounts.iter().map(AccountName::as_str).collect();
        assert_eq!((names, unknown), (vec!["toot", "tele"], vec!["x"]));
    }

    #[test]
    fn a_name_that_is_no_account_gets_the_nearest_one() {
        let (_, findings) = read("to = [\"toto\", \"news\"]");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].facts.contains(&("nearest", "toot".into())));
        assert_eq!(findings[0].place.as_ref().unwrap().column(), 7);
    }

    #[test]
    fn an_empty_list_is_refused_and_no_list_is_not() {
        assert_eq!(read("to = []").1[0].id, "list-empty");
        assert_eq!(read(""), (None, vec![]));
    }
}
