//! Logins, renewals, and which channel we are.

use super::*;
use crate::failure::Class;
use crate::http::Url;
use crate::platform::{Begun, CameBack, WayBack};

row!(TESTING, testing: true);
row!(OTHER, channel: Some("UCofSomebodyElse00000000"));
row!(NOBODY, channel: None);
row!(POOR, scopes: "https://www.googleapis.com/auth/youtube.upload");
row!(UNVERIFIED, verified: false);

fn back() -> Url {
    Url::parse("http://127.0.0.1:8723/").unwrap()
}

async fn begun(desk: &Desk) -> Begun {
    desk.rig.platform.login().unwrap().begin(&back()).await.unwrap()
}

fn value(begun: &Begun, name: &str) -> String {
    let found = begun.url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap()
}

async fn finish(desk: &Desk, number: u32) -> Result<(), Failure> {
    let begun = begun(desk).await;
    let code = format!("imitated-code-{number}/{}", value(&begun, "code_challenge"));
    let came = CameBack { code, state: begun.state.clone() };
    desk.rig.platform.login().unwrap().finish(&begun, &back(), &came).await
}

#[tokio::test]
async fn a_login_asks_for_a_refresh_token_and_proves_who_began_it() {
    let desk = Desk::new();
    let begun = begun(&desk).await;
    assert_eq!(begun.url.path(), "/o/oauth2/v2/auth");
    assert_eq!(
        (value(&begun, "access_type"), value(&begun, "prompt")),
        ("offline".into(), "consent".into())
    );
    assert_eq!(value(&begun, "code_challenge_method"), "S256");
    assert!(value(&begun, "scope").contains("youtube.force-ssl"));
    assert!(!begun.url.as_str().contains(&begun.kept["verifier"]), "the verifier is shown");
    assert_eq!(desk.rig.platform.login().unwrap().way_back(), WayBack::Loopback);
}

#[tokio::test]
async fn a_login_takes_the_place_of_the_secret_and_outlives_a_restart() {
    let desk = Desk::new();
    finish(&desk, 1).await.unwrap();
    let desk = desk.restarted();
    desk.pass(3600);
    desk.post(&desk.draft("सभा")).await.unwrap();
    let renewals: Vec<_> = desk.seen().into_iter().filter(|asked| asked.path == "/token").collect();
    let form = renewals.last().unwrap().form().unwrap();
    assert!(
        form.contains(&("refresh_token".to_owned(), "imitated-google-refresh-token-1".to_owned()))
    );
    assert_eq!(desk.rig.platform.whoami().await.unwrap().ends, None);
}

#[tokio::test]
async fn a_project_in_testing_is_known_to_lose_its_login_after_a_week() {
    let desk = Desk::of(&TESTING, SETTINGS);
    let at = desk.now();
    finish(&desk, 1).await.unwrap();
    let ends = desk.rig.platform.whoami().await.unwrap().ends;
    assert_eq!(ends, Some(at + chrono::Duration::days(7)));
    desk.pass(3 * 86_400);
    let ends = desk.rig.platform.whoami().await.unwrap().ends;
    assert_eq!(ends, Some(at + chrono::Duration::days(7)), "a renewal does not move it");
    desk.pass(5 * 86_400);
    let failure = desk.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "youtube-login-ended"));
}

#[tokio::test]
async fn a_login_of_another_channel_or_of_another_browser_is_not_kept() {
    for (row, reason) in [(&OTHER, "youtube-other-channel"), (&NOBODY, "youtube-no-channel")] {
        let desk = Desk::of(row, SETTINGS);
        let failure = finish(&desk, 1).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Auth, reason));
    }
    let desk = Desk::new();
    let begun = begun(&desk).await;
    for (code, state, reason) in [
        ("imitated-code-1/x", begun.state.clone(), "youtube-login-ended"),
        ("imitated-code-1/x", None, "login-of-another"),
    ] {
        let came = CameBack { code: code.into(), state };
        let login = desk.rig.platform.login().unwrap();
        let failure = login.finish(&begun, &back(), &came).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Auth, reason));
    }
    desk.post(&desk.draft("सभा")).await.unwrap();
}

#[tokio::test]
async fn a_revoked_login_is_a_matter_for_a_person() {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    desk.visible(Trick::Revoke);
    assert_eq!(desk.publish(&way, "k").await.unwrap_err().class, Class::Session);
    let failure = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "youtube-login-ended"));
}

#[tokio::test]
async fn without_secret_and_login_a_person_is_asked_for_one() {
    let settings = SETTINGS.lines().filter(|line| !line.starts_with("refresh_token"));
    let settings: String = settings.map(|line| format!("{line}\n")).collect();
    // In a dry run the mock's own secret stands in.
    let desk = Desk::of(&YOUTUBE, &settings);
    desk.post(&desk.draft("सभा")).await.unwrap();
}

#[tokio::test]
async fn who_we_are_says_what_is_missing() {
    for (row, found) in [
        (&YOUTUBE, vec!["youtube-audit-unknown", "youtube-units-left"]),
        (&OTHER, vec!["youtube-other-channel", "youtube-audit-unknown", "youtube-units-left"]),
        (&POOR, vec!["youtube-scope-missing", "youtube-audit-unknown", "youtube-units-left"]),
        (&UNVERIFIED, vec!["youtube-no-long-films", "youtube-audit-unknown", "youtube-units-left"]),
    ] {
        let desk = Desk::of(row, SETTINGS);
        let identity = desk.rig.platform.whoami().await.unwrap();
        assert_eq!(identity.name, "नकली चैनल");
        assert!(identity.url.unwrap().starts_with("https://www.youtube.com/channel/UC"));
        assert_eq!(ids(&identity.findings), found);
    }
    let failure = Desk::of(&NOBODY, SETTINGS).rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "youtube-no-channel"));
}
