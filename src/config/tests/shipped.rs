//! The config that comes with the program.

use super::*;
use crate::keys::Keys;
use crate::secret::SecretRef;

const SHIPPED: &str = include_str!("../../../config/dakiya.toml");

#[test]
fn the_shipped_config_is_right_and_warns_of_nothing() {
    assert_eq!(right(SHIPPED).warnings, []);
}

#[test]
fn the_shipped_config_has_an_account_of_every_kind_and_a_slot_to_try() {
    let config = right(SHIPPED);
    let mut platforms: Vec<_> =
        config.accounts.values().map(|account| account.platform.as_str()).collect();
    platforms.sort_unstable();
    assert_eq!(platforms, ["bluesky", "http", "http", "mastodon", "telegram"]);
    assert_eq!(
        (config.slots[0].name.as_str(), config.slots[0].line.as_str()),
        ("try", "* * * * *")
    );
    assert_eq!(config.journal.path, Path::new("state"));
}

#[test]
fn the_shipped_accounts_hold_just_the_settings_of_their_platforms() {
    let config = right(SHIPPED);
    for (name, account) in &config.accounts {
        let platform = account.platform.as_str();
        let (_, findings) =
            config.with_settings(name, |keys| settings(keys, name.as_str(), platform)).unwrap();
        assert_eq!(findings, [], "{name}");
    }
}

fn settings(keys: &mut Keys<'_>, name: &str, platform: &str) {
    let (texts, secret): (&[&str], _) = match platform {
        "mastodon" => (&["server"], "token"),
        "bluesky" => (&["handle"], "password"),
        "telegram" => (&["channel"], "token"),
        _ if name == "discord" => (&["recipe"], "webhook"),
        _ => (&["recipe"], "address"),
    };
    for text in texts {
        keys.require::<String>(text, "");
    }
    keys.require::<SecretRef>(secret, "");
}

#[test]
fn every_line_that_is_commented_out_would_be_read_too() {
    let tried: String = SHIPPED
        .lines()
        .map(|line| uncommented(line).unwrap_or(line))
        .fold(String::new(), |text, line| text + line + "\n");
    assert_ne!(tried.trim_end(), SHIPPED.trim_end());
    let config = right(&tried);
    assert!(config.slots.len() > 1 && !config.policy.blackouts.is_empty());
}

/// A line such as `#zone = …`: a setting that is off. Remarks have a blank after the `#`.
fn uncommented(line: &str) -> Option<&str> {
    line.strip_prefix('#').filter(|rest| !rest.is_empty() && !rest.starts_with([' ', '#']))
}
