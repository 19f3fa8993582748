//! The section `[policy]`: blackout windows and the rules for all accounts.

use std::time::Duration;

use toml::value::Datetime;

use super::Window;
use crate::account::{Directory, Rules};
use crate::clock::Instant;
use crate::finding::Finding;
use crate::keys::Keys;

/// A whole right window, for findings.
const EXAMPLE: &str = "blackout = [{ from = 2026-11-25T18:00:00, until = 2026-11-27T18:00:00, reason = \"मौन अवधि\" }]";

/// How long accounts wait between two late posts, where the config says nothing else.
const CATCH_UP_GAP: Duration = Duration::from_secs(5 * 60);

/// What the config says of policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyConfig {
    /// The windows in which nothing goes out.
    pub blackouts: Vec<Window>,
    /// The rules of accounts that say nothing else themselves.
    pub rules: Rules,
    /// The shortest time between two late posts on an account, after the program was down.
    pub catch_up_gap: Duration,
    /// Whether the machine's clock is right even where the platforms' clocks contradict it.
    pub trust_clock: bool,
}

impl Default for PolicyConfig {
    fn default() -> Self {
        Self {
            blackouts: Vec::new(),
            rules: Rules::default(),
            catch_up_gap: CATCH_UP_GAP,
            trust_clock: false,
        }
    }
}

impl PolicyConfig {
    /// Takes the section's keys; `resolve` finds the instant of a time as people wrote it.
    pub fn read(
        keys: &mut Keys<'_>,
        directory: &Directory,
        resolve: &dyn Fn(Datetime) -> Result<Instant, Finding>,
    ) -> Self {
        let rules = Rules::read_common(keys, &Rules::default());
        let gap = keys.duration("catch_up_gap", "catch_up_gap = \"5m\"", 0..=24 * 60 * 60);
        let trust_clock = keys.take("trust_clock", "trust_clock = true").unwrap_or_default();
        let mut blackouts = Vec::new();
        for mut window in keys.each("blackout", EXAMPLE) {
            blackouts.extend(read_window(&mut window, directory, resolve));
            keys.absorb(window);
        }
        Self { blackouts, rules, catch_up_gap: gap.unwrap_or(CATCH_UP_GAP), trust_clock }
    }
}

fn read_window(
    keys: &mut Keys<'_>,
    directory: &Directory,
    resolve: &dyn Fn(Datetime) -> Result<Instant, Finding>,
) -> Option<Window> {
    let from = instant(keys, "from", "from = 2026-11-25T18:00:00", resolve);
    let until = instant(keys, "until", "until = 2026-11-27T18:00:00", resolve);
    let accounts = directory.read(keys, "accounts", "accounts = [\"mastodon\"]");
    let reason = keys.require::<String>("reason", "reason = \"मौन अवधि\"");
    let (from, until) = (from?, until?);
    if until <= from {
        keys.found_here(Finding::error("window-backwards").with("example", EXAMPLE));
        return None;
    }
    Some(Window { from, until, accounts: accounts.unwrap_or_default(), reason: reason? })
}

fn instant(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    resolve: &dyn Fn(Datetime) -> Result<Instant, Finding>,
) -> Option<Instant> {
    let (written, span) = keys.require_spanned::<Datetime>(key, example)?;
    match resolve(written) {
        Ok(instant) => Some(instant),
        Err(finding) => {
            keys.found(span, finding);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Source;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn read(toml: &str) -> (PolicyConfig, Vec<Finding>) {
        let mut keys = Keys::parse(&Source::new("test.toml", toml), 0, toml);
        let directory = Directory::new(["toot".parse().unwrap()]);
        let utc = |written: Datetime| {
            format!("{written}Z").parse().map_err(|_| Finding::error("time-incomplete"))
        };
        let policy = PolicyConfig::read(&mut keys, &directory, &utc);
        (policy, keys.finish())
    }

    #[test]
    fn windows_are_read_in_both_ways_of_writing_lists() {
        for toml in [
            "blackout = [{ from = 2026-11-25T18:00:00, until = 2026-11-27T18:00:00, reason = \"मौन\" }]",
            "[[blackout]]\nfrom = 2026-11-25T18:00:00\nuntil = 2026-11-27T18:00:00\nreason = \"मौन\"",
        ] {
            let (policy, findings) = read(toml);
            let window = Window {
                from: at("2026-11-25T18:00:00Z"),
                until: at("2026-11-27T18:00:00Z"),
                accounts: vec![],
                reason: "मौन".into(),
            };
            assert_eq!((policy.blackouts, findings), (vec![window], vec![]));
        }
    }

    #[test]
    fn a_window_can_be_for_some_accounts_alone() {
        let (policy, _) = read(
            "blackout = [{ from = 2026-11-25T18:00:00, until = 2026-11-27T18:00:00, accounts = [\"toot\"], reason = \"x\" }]",
        );
        assert_eq!(policy.blackouts[0].accounts, ["toot".parse().unwrap()]);
    }

    #[test]
    fn a_window_that_ends_before_it_starts_is_refused() {
        for until in ["2026-11-25T18:00:00", "2026-11-24T18:00:00"] {
            let (policy, findings) = read(&format!(
                "blackout = [{{ from = 2026-11-25T18:00:00, until = {until}, reason = \"x\" }}]"
            ));
            assert_eq!((policy.blackouts, findings[0].id), (vec![], "window-backwards"));
        }
    }

    #[test]
    fn a_window_without_reason_or_with_a_text_for_a_time_is_refused() {
        let (policy, findings) = read("blackout = [{ from = \"today\", until = 2026-11-25 }]");
        let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
        assert_eq!(policy.blackouts, []);
        assert_eq!(ids, ["wrong-value", "time-incomplete", "missing-key"]);
    }
}
