//! `[accounts.NAME]` and `[groups]`: who there is, and what the engine has to know of each.
//!
//! The rest of an account's section belongs to its adapter, which reads it later through
//! [`super::Config::with_settings`]; so no platform is known here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use crate::account::{AccountName, Directory, GroupName, PlatformName, Rules};
use crate::finding::{Finding, Source};
use crate::keys::{Keys, PlacedText};

/// A whole right section, for findings.
const EXAMPLE: &str = "[accounts.mastodon]";

/// What the engine has to know of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountConfig {
    /// The platform it is on.
    pub platform: PlatformName,
    /// The engine's rules for it.
    pub rules: Rules,
}

/// An account's section, still to be read.
pub(super) struct Section<'a> {
    /// The account.
    pub(super) name: AccountName,
    /// Where its name stands.
    pub(super) place: Range<usize>,
    keys: Keys<'a>,
}

/// Takes every section out of `top` whose name can be one.
pub(super) fn sections<'a>(top: &mut Keys<'a>) -> Vec<Section<'a>> {
    let mut sections = Vec::new();
    let tables = top.tables("accounts", EXAMPLE);
    if tables.is_empty() {
        top.found_here(Finding::error("no-account").with("example", EXAMPLE));
    }
    for (name, place, keys) in tables {
        if let Some(name) = checked_name(top, &name, place.clone(), "mastodon") {
            sections.push(Section { name, place, keys });
        }
    }
    sections
}

/// The directory of all accounts of `sections` and of the groups in `top`.
pub(super) fn directory(top: &mut Keys<'_>, sections: &[Section<'_>]) -> Directory {
    let mut directory = Directory::new(sections.iter().map(|section| section.name.clone()));
    let Some(mut keys) = top.table("groups", "[groups]") else { return directory };
    let alone = directory.clone();
    for (name, span) in keys.names() {
        let accounts = alone.read(&mut keys, &name, "news = [\"mastodon\", \"telegram\"]");
        if let Some(group) = group_name(&mut keys, &alone, (name, span)) {
            directory.add_group(group, accounts.unwrap_or_default());
        }
    }
    top.absorb(keys);
    directory
}

fn group_name(
    keys: &mut Keys<'_>,
    accounts: &Directory,
    (name, span): PlacedText,
) -> Option<GroupName> {
    if accounts.expand(&name).is_some() {
        keys.found(span, Finding::error("group-is-account").with("found", name));
        return None;
    }
    checked_name(keys, &name, span, "news")
}

/// Reads the engine's part of every section.
pub(super) fn read(
    top: &mut Keys<'_>,
    sections: Vec<Section<'_>>,
    defaults: &Rules,
) -> BTreeMap<AccountName, AccountConfig> {
    let mut accounts = BTreeMap::new();
    for Section { name, mut keys, .. } in sections {
        let (platform, rules) = read_engine(&mut keys, defaults);
        if let Some(platform) = platform {
            accounts.insert(name, AccountConfig { platform, rules });
        }
        top.absorb_taken(keys);
    }
    accounts
}

/// Takes the engine's keys out of an account's section.
pub(super) fn read_engine(keys: &mut Keys<'_>, defaults: &Rules) -> (Option<PlatformName>, Rules) {
    let platform = keys
        .require_spanned::<String>("platform", "platform = \"mastodon\"")
        .and_then(|(name, span)| checked_name(keys, &name, span, "mastodon"));
    (platform, Rules::read(keys, defaults))
}

/// The section of `account`, as it stands in the file.
pub(super) fn section<'s>(source: &'s Arc<Source>, account: &AccountName) -> Option<Keys<'s>> {
    let mut top = Keys::parse(source, 0, &source.text);
    let mut sections = top.tables("accounts", EXAMPLE).into_iter();
    sections.find(|(name, ..)| name == account.as_str()).map(|(_, _, keys)| keys)
}

/// `name` as what it is to be, or a finding at its place.
pub(super) fn checked_name<T: FromStr>(
    keys: &mut Keys<'_>,
    name: &str,
    span: Range<usize>,
    example: &str,
) -> Option<T> {
    let checked = name.parse().ok();
    if checked.is_none() {
        keys.found(span, Finding::error("name-wrong").with("found", name).with("example", example));
    }
    checked
}
