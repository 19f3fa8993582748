//! Logins, renewals, and who we are.

use super::*;
use crate::failure::Class;
use crate::http::Url;
use crate::platform::{Begun, CameBack, WayBack};

row!(PARTNER, partner: true);
row!(NO_ROLE, role: None);
row!(EDITOR, role: Some("CONTENT_ADMINISTRATOR"));
row!(POOR, scopes: vec!["w_organization_social"]);
row!(SOMEBODY, member: "An0ther");

fn back() -> Url {
    Url::parse("http://localhost:8723/back").unwrap()
}

async fn begun(desk: &Desk) -> Begun {
    desk.rig.platform.login().unwrap().begin(&back()).await.unwrap()
}

async fn finish(desk: &Desk, code: &str) -> Result<(), Failure> {
    let begun = begun(desk).await;
    let came = CameBack { code: code.to_owned(), state: begun.state.clone() };
    desk.rig.platform.login().unwrap().finish(&begun, &back(), &came).await
}

#[tokio::test]
async fn a_login_asks_for_the_rights_of_a_page_or_of_a_member() {
    for (settings, scope) in [
        (LOGIN.to_owned(), "w_organization_social r_organization_social rw_organization_admin"),
        (LOGIN.replace("2414183", "urn:li:person:a"), "w_member_social openid profile"),
    ] {
        let desk = Desk::of(&LINKEDIN, &settings);
        let begun = begun(&desk).await;
        let value = |name: &str| {
            let found = begun.url.query_pairs().find(|(key, _)| key == name);
            found.map(|(_, value)| value.into_owned()).unwrap()
        };
        assert_eq!(begun.url.path(), "/oauth/v2/authorization");
        assert_eq!((value("response_type"), value("client_id")), ("code".into(), "77a1".into()));
        assert_eq!((value("redirect_uri"), value("scope")), (back().to_string(), scope.into()));
        assert_eq!(desk.rig.platform.login().unwrap().way_back(), WayBack::Loopback);
        assert!(desk.seen().is_empty());
    }
    assert!(Desk::new().rig.platform.login().is_none(), "without an app there is no login");
}

#[tokio::test]
async fn a_login_outlives_a_restart_and_is_told_to_end_after_sixty_days() {
    let desk = Desk::of(&LINKEDIN, LOGIN);
    finish(&desk, "imitated-code-1").await.unwrap();
    let at = desk.now();
    let desk = desk.restarted();
    desk.post(&draft("पाठ")).await.unwrap();
    let used = desk.seen().pop().unwrap();
    assert_eq!(used.bearer(), Some("imitated-linkedin-access-token-1"));
    let ends = desk.rig.platform.whoami().await.unwrap().ends.unwrap();
    assert_eq!(ends, at + chrono::Duration::days(60));
    assert_eq!(desk.rig.platform.refresh().await.unwrap_err().class, Class::Auth);
    desk.pass(60 * 86_400);
    let failure = desk.rig.post(&draft("फिर"), 2).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "linkedin-token-refused"));
}

#[tokio::test]
async fn a_partner_renews_and_the_year_of_the_first_login_never_starts_anew() {
    let desk = Desk::of(&PARTNER, LOGIN);
    finish(&desk, "imitated-code-1").await.unwrap();
    let end = desk.now() + chrono::Duration::days(365);
    for round in 0..6 {
        assert_eq!(desk.rig.platform.whoami().await.unwrap().ends, Some(end), "{round}");
        desk.pass(60 * 86_400 - 60);
        desk.rig.post(&draft(&format!("{round}")), round).await.unwrap();
    }
    assert_eq!(desk.rig.ledger().len(), 6);
    desk.pass(10 * 86_400);
    let failure = desk.rig.platform.refresh().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "linkedin-login-ended"));
}

#[tokio::test]
async fn a_partners_session_that_ends_is_a_session_and_mended() {
    let desk = Desk::of(&PARTNER, LOGIN);
    finish(&desk, "imitated-code-1").await.unwrap();
    let way = desk.prepared(&draft("पाठ"), "k").await;
    desk.visible(Trick::EndSession);
    assert_eq!(desk.publish(&way, "k").await.unwrap_err().class, Class::Session);
    desk.rig.platform.refresh().await.unwrap();
    desk.publish(&way, "k").await.unwrap();
}

#[tokio::test]
async fn a_login_that_is_wrong_keeps_the_one_before() {
    let desk = Desk::of(&LINKEDIN, LOGIN);
    finish(&desk, "imitated-code-1").await.unwrap();
    let failure = finish(&desk, "imitated-code-1").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "linkedin-login-ended"));
    let begun = begun(&desk).await;
    let came = CameBack { code: "imitated-code-2".into(), state: Some("other".into()) };
    let login = desk.rig.platform.login().unwrap();
    let failure = login.finish(&begun, &back(), &came).await.unwrap_err();
    assert_eq!(&*failure.reason, "login-of-another");
    desk.post(&draft("पाठ")).await.unwrap();
}

#[tokio::test]
async fn a_login_of_somebody_else_is_not_kept() {
    let member = LOGIN.replace("2414183", "urn:li:person:Im1tat3dMember");
    for (row, settings, reason) in [
        (&NO_ROLE, LOGIN, "linkedin-no-role-on-page"),
        (&SOMEBODY, member.as_str(), "linkedin-other-member"),
    ] {
        let desk = Desk::of(row, settings);
        let failure = finish(&desk, "imitated-code-1").await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Auth, reason));
        desk.rig.platform.whoami().await.unwrap();
        let used =
            desk.seen().into_iter().rev().find_map(|asked| asked.bearer().map(str::to_owned));
        assert_eq!(used.unwrap(), desk.rig.stage.secrets()[0].1, "the refused login is used");
    }
}

#[tokio::test]
async fn who_we_are_says_what_is_missing() {
    for (row, settings, name, found) in [
        (&LINKEDIN, LOGIN, "urn:li:organization:2414183", vec![]),
        (&EDITOR, LOGIN, "urn:li:organization:2414183", vec![]),
        (&NO_ROLE, MEMBER, "Imitated Member", vec![]),
        (&SOMEBODY, MEMBER, "Imitated Member", vec!["linkedin-other-member"]),
        (
            &POOR,
            LOGIN,
            "urn:li:organization:2414183",
            vec!["linkedin-cannot-read-back", "linkedin-roles-not-shown", "linkedin-scope-missing"],
        ),
    ] {
        let desk = Desk::of(row, settings);
        let identity = desk.rig.platform.whoami().await.unwrap();
        assert_eq!(identity.name, name);
        assert_eq!(ids(&identity.findings), found);
        let ends = settings == LOGIN;
        assert_eq!(identity.ends.is_some(), ends, "only with an app the end is known");
    }
}

#[tokio::test]
async fn an_old_version_is_warned_of() {
    let desk = Desk::of(&LINKEDIN, LOGIN);
    desk.pass(86_400 * 590);
    finish(&desk, "imitated-code-1").await.unwrap();
    let identity = desk.rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["linkedin-version-old"]);
}
