//! Both front doors: tokens that never end, tokens that are renewed, and who we are.

use super::*;
use crate::failure::Class;
use crate::http::Url;
use crate::platform::CameBack;

fn renewals(bench: &Bench) -> usize {
    bench.asked("GET", "/refresh_access_token").len()
}

#[tokio::test]
async fn the_token_of_a_system_user_is_never_renewed() {
    let bench = Bench::of("instagram");
    bench.post(&pictured("एक")).await.unwrap();
    bench.pass(30 * 86_400);
    bench.post(&pictured("दो")).await.unwrap();
    assert_eq!(renewals(&bench), 0);
    let failure = bench.rig.platform.refresh().await.unwrap_err();
    assert_eq!(failure.class, Class::Auth);
    assert!(bench.rig.platform.login().is_none());
}

#[tokio::test]
async fn the_token_of_the_account_is_renewed_every_week() {
    let bench = Bench::with("instagram", WITHOUT_PAGE);
    bench.post(&pictured("एक")).await.unwrap();
    bench.pass(7 * 86_400);
    bench.post(&pictured("दो")).await.unwrap();
    let asked = bench.asked("GET", "/refresh_access_token");
    assert_eq!(asked.len(), 1);
    assert_eq!(
        (asked[0].path.as_str(), asked[0].query("grant_type")),
        ("/refresh_access_token", Some("ig_refresh_token"))
    );
    let bench = bench.restarted();
    bench.post(&pictured("तीन")).await.unwrap();
    assert_eq!(renewals(&bench), 1);
    let ends = bench.rig.platform.whoami().await.unwrap().ends.unwrap();
    assert_eq!((ends - bench.now()).num_days(), 59);
}

#[tokio::test]
async fn who_we_are_is_told_through_both_doors() {
    for settings in [SETTINGS, WITHOUT_PAGE] {
        let identity = Bench::with("instagram", settings).rig.platform.whoami().await.unwrap();
        assert_eq!(identity.name, "@our_office");
        assert_eq!(identity.url.as_deref(), Some("https://www.instagram.com/our_office/"));
        assert_eq!(identity.findings, []);
    }
}

#[tokio::test]
async fn rights_that_the_token_of_a_system_user_lacks_are_told_where_its_app_is_known() {
    let found = async |kind: &str, settings: &str| {
        let identity = Bench::with(kind, settings).rig.platform.whoami().await.unwrap();
        let ids: Vec<_> = identity.findings.iter().map(|finding| finding.id).collect();
        (ids, identity.ends)
    };
    assert_eq!(found("instagram", WITH_APP).await, (Vec::new(), None));
    let (poor, _) = found("poor", WITH_APP).await;
    assert_eq!(poor, ["graph-scope-missing", "graph-scope-missing", "graph-scope-wanted"]);
    assert_eq!(found("poor", SETTINGS).await.0, [] as [&str; 0]);
    let bench = Bench::with("instagram", WITH_APP);
    let way = bench.prepared(&pictured(TEXT)).await;
    bench.rig.order(Mischief::visible(Trick::EndSession));
    bench.publish(&way).await.unwrap_err();
    assert_eq!(bench.rig.platform.whoami().await.unwrap_err().class, Class::Auth);
}

#[tokio::test]
async fn an_app_that_is_refused_is_told_and_keeps_nobody_from_posting() {
    let settings = WITH_APP.replace("1234567890123456", "1234567890123457");
    let identity = Bench::with("instagram", &settings).rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "@our_office");
    assert_eq!(ids(&identity.findings), ["graph-app-refused"]);
}

#[tokio::test]
async fn another_version_in_the_answer_is_told() {
    let identity = Bench::of("newer").rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), ["graph-version-not-served"]);
}

#[tokio::test]
async fn logging_in_brings_a_token_for_60_days() {
    let settings = "login = \"instagram\"\napp_id = \"1234567890123456\"\napp_secret = { credential = \"s\" }\n";
    let bench = Bench::with("instagram", settings);
    assert_eq!(&*bench.rig.platform.whoami().await.unwrap_err().reason, "login-needed");
    let login = bench.rig.platform.login().unwrap();
    let back = Url::parse("https://www.example.org/instagram").unwrap();
    let begun = login.begin(&back).await.unwrap();
    assert_eq!(begun.url.host_str(), Some("www.instagram.com"));
    let came = CameBack { code: "imitated-login-code".into(), state: begun.state.clone() };
    login.finish(&begun, &back, &came).await.unwrap();
    bench.post(&pictured(TEXT)).await.unwrap();
}

#[tokio::test]
async fn a_login_that_died_is_a_matter_for_a_person() {
    let bench = Bench::with("instagram", WITHOUT_PAGE);
    let way = bench.prepared(&pictured(TEXT)).await;
    bench.visible(Trick::EndSession);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-login-ended"));
    assert_eq!(bench.rig.platform.refresh().await.unwrap_err().class, Class::Auth);
}

#[test]
fn settings_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let found = |settings: &str| Rig::new(&ROW, "instagram", settings, folder.path()).unwrap_err();
    assert!(ids(&found("token = { credential = \"t\" }\n")).contains(&"missing-key"));
    assert!(ids(&found("user = \"17841400000000001\"\n")).contains(&"missing-key"));
    assert_eq!(ids(&found(&format!("{SETTINGS}login = \"password\"\n"))), ["not-a-choice"]);
    assert_eq!(ids(&found(&format!("{SETTINGS}version = \"v20.0\"\n"))), ["wrong-value"]);
    let name = SETTINGS.replace("17841400000000001", "our_office");
    assert!(ids(&found(&name)).contains(&"wrong-value"));
}
