//! Whole configs, right and wrong.

mod broken;
mod reference;
mod settings;
mod shipped;

use super::*;
use crate::finding::{Finding, Source};
use std::path::Path;
use std::time::Duration;

/// A config without a fault, to which tests add lines in front (`top`) and behind (`more`).
fn text(top: &str, more: &str) -> String {
    format!(
        "zone = \"Asia/Kolkata\"\n{top}\n\
         [slots.morning]\ncron = \"0 9 * * 1-6\"\n\
         [accounts.toot]\nplatform = \"mastodon\"\nserver = \"https://mastodon.example\"\n\
         [accounts.tele]\nplatform = \"telegram\"\n{more}\n"
    )
}

fn parse(text: &str) -> Result<Config, Vec<Finding>> {
    parse_with(text, &Overrides::default())
}

fn parse_with(text: &str, overrides: &Overrides) -> Result<Config, Vec<Finding>> {
    let source = Source::new("config/dakiya.toml", text);
    Config::parse(source, Path::new("config/dakiya.toml"), overrides)
}

fn right(text: &str) -> Config {
    parse(text).unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// The findings of a wrong config: their ids and what they point at.
fn wrong(text: &str) -> Vec<(&'static str, String)> {
    let findings = parse(text).unwrap_err();
    let pointed = |finding: &Finding| {
        let place =
            finding.place.as_ref().map(|place| place.source.text[place.span.clone()].to_owned());
        (finding.id, place.unwrap_or_default())
    };
    findings.iter().map(pointed).collect()
}

fn expect(text: &str, findings: &[(&str, &str)]) {
    let found = wrong(text);
    let found: Vec<_> = found.iter().map(|(id, place)| (*id, place.as_str())).collect();
    assert_eq!(found, findings);
}

#[test]
fn what_is_left_out_is_as_documented() {
    let config = right(&text("", ""));
    assert_eq!(config.posts.queue, Path::new("posts/queue"));
    assert_eq!(config.journal.path, Path::new("state"));
    assert_eq!((config.journal.backups, config.journal.min_free), (7, 64 << 20));
    assert_eq!(config.http.connect_timeout, Duration::from_secs(10));
    assert_eq!((config.log.level, config.log.format), (LogLevel::Info, LogFormat::Auto));
    assert_eq!((config.default_to.len(), config.warnings.len()), (0, 0));
}

#[test]
fn groups_stand_for_their_accounts_everywhere() {
    let config = right(&text(
        "default_to = [\"news\"]\ngroups = { news = [\"tele\", \"toot\"] }",
        "[slots.evening]\ncron = \"@daily\"\naccounts = [\"news\"]",
    ));
    let names: Vec<_> = config.default_to.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["tele", "toot"]);
    assert_eq!(config.slots[0].accounts, config.default_to);
    assert_eq!(config.directory.expand("news"), Some(config.default_to));
}

#[test]
fn an_account_takes_the_policys_rules_unless_it_has_its_own() {
    let config = right(&text("", "grace = \"5m\"\n[policy]\ngrace = \"2h\"\nmin_gap = \"3m\""));
    let rules = |name: &str| config.accounts[&name.parse().unwrap()].rules.clone();
    assert_eq!(rules("toot").grace, Duration::from_secs(7200));
    assert_eq!(rules("tele").grace, Duration::from_secs(300));
    assert_eq!(rules("tele").min_gap, Duration::from_secs(180));
}

#[test]
fn local_blackouts_are_meant_in_the_zone_of_the_config() {
    let config = right(&text(
        "",
        "[[policy.blackout]]\nfrom = 2026-11-25T18:00:00\nuntil = 2026-11-27T18:00:00+05:30\nreason = \"मौन अवधि\"",
    ));
    let window = &config.policy.blackouts[0];
    assert_eq!(window.from.to_rfc3339(), "2026-11-25T12:30:00+00:00");
    assert_eq!(window.until.to_rfc3339(), "2026-11-27T12:30:00+00:00");
}

#[test]
fn the_environment_wins_over_the_file() {
    let overrides = Overrides {
        state: Some("/var/lib/dakiya".into()),
        posts: Some("/srv/posts".into()),
        language: Some(crate::language::Language::Hindi),
        level: Some(LogLevel::Trace),
    };
    let config = parse_with(&text("language = \"en\"", "[log]\nformat = \"json\""), &overrides);
    let config = config.unwrap();
    assert_eq!(config.journal.path, Path::new("/var/lib/dakiya"));
    assert_eq!(config.posts.failed, Path::new("/srv/posts/failed"));
    assert_eq!(config.language.tag(), "hi");
    assert_eq!((config.log.level, config.log.format), (LogLevel::Trace, LogFormat::Json));
}

#[test]
fn a_config_without_any_slot_is_warned_of_once() {
    let slot = "[slots.morning]\ncron = \"0 9 * * 1-6\"\n";
    let config = right(&text("", "").replace(slot, ""));
    let ids: Vec<_> = config.warnings.iter().map(|warning| warning.id).collect();
    assert_eq!(ids, ["no-slots"]);
}

#[test]
fn an_account_that_no_slot_serves_is_a_warning_at_its_name() {
    let config = right(&text("", "").replace("1-6\"", "1-6\"\naccounts = [\"toot\"]"));
    let warning = &config.warnings[0];
    assert_eq!((warning.id, config.warnings.len()), ("account-without-slot", 1));
    let place = warning.place.as_ref().unwrap();
    assert_eq!(&place.source.text[place.span.clone()], "tele");
}

#[test]
fn a_slot_that_cannot_be_read_is_the_only_thing_said_about_slots() {
    let broken = text("", "").replace("0 9 * * 1-6", "0 9 * *");
    let findings = parse(&broken).unwrap_err();
    let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["cron-field-count"]);
}
