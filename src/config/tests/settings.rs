//! Handing an account's own settings to its adapter.

use super::*;
use crate::secret::SecretRef;

const TOKEN: &str = "token = { credential = \"toot-token\" }";

#[test]
fn the_adapter_gets_its_keys_and_none_of_the_engines() {
    let config = right(&text("", &format!("paused = true\nsettle = \"5m\"\n{TOKEN}")));
    let (names, findings) = config
        .with_settings(&"tele".parse().unwrap(), |keys| {
            let names: Vec<_> = keys.names().into_iter().map(|(name, _)| name).collect();
            keys.require::<SecretRef>("token", TOKEN);
            names
        })
        .unwrap();
    assert_eq!((names, findings), (vec!["token".to_owned()], vec![]));
}

#[test]
fn what_the_adapter_leaves_is_unknown_and_points_into_the_file() {
    let config = right(&text("", "chanel = \"@a\""));
    let (_, findings) = config
        .with_settings(&"tele".parse().unwrap(), |keys| {
            keys.require::<String>("channel", "channel = \"@ours\"")
        })
        .unwrap();
    let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["missing-key", "unknown-key"]);
    assert!(findings[1].facts.contains(&("nearest", "channel".into())));
    let place = findings[1].place.as_ref().unwrap();
    assert_eq!((place.line(), place.column()), (10, 1));
}

#[test]
fn a_slip_in_an_engines_key_is_offered_by_the_adapters_reading() {
    let config = right(&text("", "pausd = true"));
    let (_, findings) = config.with_settings(&"tele".parse().unwrap(), |_| ()).unwrap();
    assert!(findings[0].facts.contains(&("nearest", "paused".into())));
}

#[test]
fn an_account_that_is_not_there_has_no_settings() {
    let config = right(&text("", ""));
    assert!(config.with_settings(&"nobody".parse().unwrap(), |_| ()).is_none());
}
