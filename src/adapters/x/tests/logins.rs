//! OAuth 2.0: logging in, renewing, and what is lost when an answer is.

use super::*;
use crate::failure::Class;
use crate::http::Url;
use crate::platform::mock::Fate;
use crate::platform::{Begun, CameBack, WayBack};

fn back() -> Url {
    Url::parse("http://127.0.0.1:8976/back").unwrap()
}

/// Opens the page of the login as a browser does.
fn browse(bench: &Bench, begun: &Begun) -> CameBack {
    let query = begun.url.query_pairs().into_owned().collect();
    let page = Asked { query, ..asked("GET", begun.url.path(), None) };
    let location = answer(bench, page).headers;
    let location = location.into_iter().find(|(name, _)| name == "location").unwrap().1;
    let came = Url::parse(&location).unwrap();
    let value = |name: &str| {
        let mut pairs = came.query_pairs().into_owned();
        pairs.find(|(key, _)| key == name).map(|(_, value)| value)
    };
    CameBack { code: value("code").unwrap(), state: value("state") }
}

/// What the stage answers without any mischief.
fn answer(bench: &Bench, asked: Asked) -> Reply {
    match bench.rig.stage.ask(asked) {
        Fate::Answered(reply) => reply,
        other => panic!("{other:?}"),
    }
}

async fn log_in(bench: &Bench) -> Result<(), Failure> {
    let login = bench.rig.platform.login().unwrap();
    assert_eq!(login.way_back(), WayBack::Loopback);
    let begun = login.begin(&back()).await.unwrap();
    let came = browse(bench, &begun);
    login.finish(&begun, &back(), &came).await
}

#[tokio::test]
async fn a_login_is_bound_to_us_and_kept() {
    for settings in
        [TOKENS.to_owned(), format!("{TOKENS}client_secret = {{ credential = \"s\" }}\n")]
    {
        let bench = Bench::with("x", &settings);
        log_in(&bench).await.unwrap();
        let bench = bench.restarted();
        bench.rig.post(&draft(TEXT), 1).await.unwrap();
        assert_eq!(bench.asked("/2/oauth2/token").len(), 1);
        assert_eq!(bench.asked("/2/users/me").len(), 1, "who we are is known from the login");
    }
}

/// The settings of an account that logs in by a number.
const BY_NUMBER: &str = "username = \"office_example\"\n\
    api_key = { credential = \"a\" }\napi_secret = { credential = \"b\" }\n";

#[tokio::test]
async fn a_number_is_traded_for_keys_that_are_kept_and_do_not_end() {
    // A dry run would give the mock's own keys; this account has none.
    let bench = Bench::unlogged("named", BY_NUMBER);
    let login = bench.rig.platform.login().unwrap();
    assert_eq!(login.way_back(), WayBack::Pin);
    let needed = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((needed.class, &*needed.reason), (Class::Auth, "login-needed"));
    let begun = login.begin(&back()).await.unwrap();
    assert_eq!(begun.url.path(), "/oauth/authorize");
    let wrong = CameBack { code: "1111111".to_owned(), state: None };
    let failure = login.finish(&begun, &back(), &wrong).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-pin-refused"));
    let query = begun.url.query_pairs().into_owned().collect();
    let page = answer(&bench, Asked { query, ..asked("GET", begun.url.path(), None) });
    let page = String::from_utf8(page.body).unwrap();
    let number = page.trim_start_matches("<code>").trim_end_matches("</code>");
    let came = CameBack { code: format!(" {number} "), state: None };
    login.finish(&begun, &back(), &came).await.unwrap();
    let bench = bench.restarted();
    bench.rig.post(&draft(TEXT), 1).await.unwrap();
    assert_eq!(bench.asked("/2/users/me").len(), 1, "who we are is known from the login");
}

#[tokio::test]
async fn a_number_of_another_account_is_not_kept() {
    let bench = Bench::unlogged("other", BY_NUMBER);
    let login = bench.rig.platform.login().unwrap();
    let begun = login.begin(&back()).await.unwrap();
    let query = begun.url.query_pairs().into_owned().collect();
    answer(&bench, Asked { query, ..asked("GET", begun.url.path(), None) });
    let came = CameBack { code: "7654321".to_owned(), state: None };
    let failure = login.finish(&begun, &back(), &came).await.unwrap_err();
    assert_eq!(&*failure.reason, "x-other-account");
    assert_eq!(bench.rig.platform.whoami().await.unwrap_err().reason, "login-needed");
}

#[test]
fn accounts_with_four_keys_have_nothing_to_log_in() {
    assert!(Bench::of("x").rig.platform.login().is_none());
}

#[tokio::test]
async fn what_came_back_for_another_login_is_refused() {
    let bench = Bench::with("x", TOKENS);
    let login = bench.rig.platform.login().unwrap();
    let begun = login.begin(&back()).await.unwrap();
    let came = browse(&bench, &begun);
    for state in [None, Some("other".to_owned())] {
        let came = CameBack { state, ..came.clone() };
        let failure = login.finish(&begun, &back(), &came).await.unwrap_err();
        assert_eq!(failure.reason, "x-login-not-ours");
    }
    assert!(bench.asked("/2/oauth2/token").is_empty());
}

#[tokio::test]
async fn a_code_that_is_too_old_or_used_is_refused() {
    let bench = Bench::with("x", TOKENS);
    let login = bench.rig.platform.login().unwrap();
    let begun = login.begin(&back()).await.unwrap();
    let came = browse(&bench, &begun);
    bench.pass(31);
    let failure = login.finish(&begun, &back(), &came).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-login-ended"));
}

#[tokio::test]
async fn the_login_of_another_account_is_not_kept() {
    let bench = Bench::with("other", TOKENS);
    assert_eq!(log_in(&bench).await.unwrap_err().reason, "x-other-account");
    let mut way = bench.way(&draft(TEXT));
    assert!(bench.prepare(&mut way).await.is_err());
    assert_eq!(bench.rig.stage.visible_requests(), 0);
}

#[tokio::test]
async fn tokens_are_renewed_before_their_end_and_each_renewal_is_good_once() {
    let mut bench = Bench::with("x", TOKENS);
    for number in 0..4 {
        bench.rig.post(&draft(&format!("सूचना {number}")), 1).await.unwrap();
        bench.pass(7000);
        bench = bench.restarted();
    }
    let renewals = bench.asked("/2/oauth2/token");
    let used: Vec<_> = renewals.iter().map(|asked| asked.form().unwrap()).collect();
    assert_eq!(used.len(), 4);
    let mut tokens: Vec<_> = used.iter().map(|form| form[1].clone()).collect();
    tokens.dedup();
    assert_eq!(tokens.len(), 4, "a renewal was used twice");
    assert!(used.iter().all(|form| form.contains(&("client_id".into(), "abc123".into()))));
}

#[tokio::test]
async fn nothing_is_renewed_while_a_post_goes_out() {
    let bench = Bench::with("x", TOKENS);
    let way = bench.prepared(&draft(TEXT)).await;
    bench.pass(8000);
    let before = bench.rig.stage.seen().len();
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Session, "x-session-ended"));
    assert_eq!(bench.rig.stage.seen().len(), before + 1);
    bench.rig.platform.refresh().await.unwrap();
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn a_renewal_whose_answer_was_lost_ends_the_login_and_says_so() {
    let bench = Bench::with("x", TOKENS);
    let way = bench.prepared(&draft(TEXT)).await;
    bench.invisible(Trick::ApplyThenCut);
    assert_eq!(bench.rig.platform.refresh().await.unwrap_err().class, Class::Unknown);
    bench.publish(&way).await.unwrap();
    let failure = bench.rig.platform.refresh().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "login-spent-by-lost-answer"));
    log_in(&bench).await.unwrap();
    bench.rig.post(&draft("फिर से"), 2).await.unwrap();
}

#[tokio::test]
async fn a_login_that_was_taken_back_is_a_matter_for_a_person() {
    let bench = Bench::with("x", TOKENS);
    bench.rig.post(&draft(TEXT), 1).await.unwrap();
    bench.invisible(Trick::Revoke);
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!(failure.class, Class::Session);
    let failure = bench.rig.platform.refresh().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-login-ended"));
}

#[tokio::test]
async fn tokens_of_a_strange_shape_are_not_kept() {
    for token in ["", "a b", "line\nbreak"] {
        let bench = Bench::with("x", TOKENS);
        let body =
            serde_json::json!({ "access_token": token, "refresh_token": "r", "expires_in": 9 });
        bench.invisible(Trick::Reply(Reply::json(200, &body)));
        assert_eq!(bench.rig.platform.refresh().await.unwrap_err().class, Class::Unknown);
    }
}
