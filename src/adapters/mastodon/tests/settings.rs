//! Settings: every mistake is found, nothing secret is shown.

use super::{Bench, ROW, ids};
use crate::finding::Finding;
use crate::platform::mock::Rig;

fn refused(settings: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    Rig::new(&ROW, "mastodon", settings, folder.path()).unwrap_err()
}

#[test]
fn the_sample_is_right_and_complete() {
    let folder = tempfile::tempdir().unwrap();
    let sample = ROW.sample.replace("# ", "");
    Rig::new(&ROW, "mastodon", &sample, folder.path()).unwrap();
}

#[test]
fn every_mistake_is_found_at_once() {
    let settings = "server = \"http://social.example\"\nvisibility = \"direct\"\n\
                    counting = \"bytes\"\nidempotency = \"yes\"\nmax_characters = 0\nsever = 1\n";
    let findings = refused(settings);
    let expected = [
        "address-without-tls",
        "missing-key",
        "wrong-value",
        "wrong-value",
        "wrong-value",
        "wrong-value",
        "unknown-key",
    ];
    assert_eq!(ids(&findings), expected);
}

#[test]
fn a_direct_message_is_no_default() {
    let settings = format!("{}reply_visibility = \"direct\"\n", super::SETTINGS);
    assert_eq!(ids(&refused(&settings)), ["wrong-value"]);
}

#[test]
fn printing_an_account_shows_no_token() {
    let bench = Bench::of("mastodon");
    let token = bench.rig.stage.secrets()[0].1.clone();
    assert!(!format!("{:?}", bench.rig.platform).contains(&token));
}

mod addresses {
    use crate::adapters::mastodon::settings;
    use crate::clock::{SimulatedClock, from_micros};
    use crate::finding::{Fact, Finding, Source};
    use crate::http::{PlainOrigin, PlainOrigins};
    use crate::keys::Keys;
    use crate::platform::mock::{Direct, MockSecrets, Stage};
    use crate::platform::{NoHost, Setup, no_sessions};

    /// Reads settings without a mock's address in place of the server's.
    fn findings(server: &str) -> Vec<Finding> {
        findings_allowing(server, PlainOrigins::default())
    }

    fn findings_allowing(server: &str, plain: PlainOrigins) -> Vec<Finding> {
        let clock: crate::clock::SharedClock =
            std::sync::Arc::new(SimulatedClock::starting_at(from_micros(0)));
        let stage = Stage::new(super::super::server("mastodon").unwrap(), clock.clone());
        let setup = Setup {
            account: "toot".parse().unwrap(),
            transport: std::sync::Arc::new(Direct::to(stage.clone())),
            clock,
            session: no_sessions(),
            blobs: crate::blobs::Blobs::new("."),
            secrets: std::sync::Arc::new(MockSecrets::of(&stage)),
            host: std::sync::Arc::new(NoHost),
            counter: Default::default(),
            recipes: ".".into(),
            posts: "posts".into(),
            plain,
            mock: None,
        };
        let text = format!("server = \"{server}\"\ntoken = {{ credential = \"t\" }}\n");
        let mut keys = Keys::parse(&Source::new("s.toml", text.clone()), 0, &text);
        settings::read(&setup, &mut keys);
        keys.finish()
    }

    #[test]
    fn a_server_without_tls_is_refused_with_the_line_that_allows_it() {
        let plain = "http://127.0.0.1:3000";
        let found = &findings(plain)[0];
        assert_eq!(found.id, "address-without-tls");
        let line = ("example", Fact::from("plain = [\"http://127.0.0.1:3000\"]"));
        assert!(found.facts.contains(&line), "{:?}", found.facts);
        let allowing = |server| {
            let listed = [PlainOrigin::read(plain).unwrap()];
            findings_allowing(server, listed.into_iter().collect())
        };
        assert_eq!(allowing("http://127.0.0.1:3000/"), []);
        assert_eq!(super::ids(&allowing("http://localhost:3000")), ["address-without-tls"]);
        assert_eq!(findings("https://me:pw@social.example")[0].id, "wrong-value");
    }

    #[test]
    fn an_address_without_its_beginning_is_shown_whole() {
        let found = findings("social.example");
        assert_eq!(super::ids(&found), ["address-incomplete"]);
        assert!(
            found[0].facts.contains(&("example", "server = \"https://social.example\"".into()))
        );
    }

    #[test]
    fn the_address_of_a_profile_is_not_a_server() {
        assert!(findings("https://social.example").is_empty());
        let found = findings("https://social.example/@karyalaya");
        assert_eq!(super::ids(&found), ["wrong-value"]);
        let example = ("example", "server = \"https://social.example\"".into());
        assert!(found[0].facts.contains(&example));
    }
}
