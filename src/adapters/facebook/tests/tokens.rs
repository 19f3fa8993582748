//! The Page's token: derived once, kept sealed, derived again, and never said.

use super::*;

fn page_requests(bench: &Bench) -> usize {
    let asked = bench.asked(&format!("/{PAGE}"));
    asked.iter().filter(|asked| asked.query("fields") == Some("id,access_token")).count()
}

#[tokio::test]
async fn the_token_is_derived_once_and_outlives_a_restart() {
    let bench = Bench::of("facebook");
    bench.post(&draft("एक")).await;
    bench.post(&draft("दो")).await;
    let bench = bench.restarted();
    bench.post(&draft("तीन")).await;
    assert_eq!(page_requests(&bench), 1);
    let used: Vec<_> =
        bench.shown().iter().map(|asked| asked.bearer().unwrap_or_default().to_owned()).collect();
    assert_eq!(used, ["imitated-facebook-page-token-1"; 3]);
}

#[tokio::test]
async fn one_that_is_refused_is_derived_again() {
    let bench = Bench::of("facebook");
    let way = bench.prepared(&draft(TEXT)).await;
    bench.visible(Trick::EndSession);
    assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Session);
    bench.rig.platform.refresh().await.unwrap();
    bench.publish(&way).await.unwrap();
    assert_eq!((page_requests(&bench), bench.public().len()), (2, 1));
}

#[tokio::test]
async fn nothing_is_derived_while_a_post_is_being_sent() {
    let bench = Bench::of("facebook");
    let failure = bench.publish(&bench.way(&draft(TEXT))).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Session, "facebook-token-not-derived"));
    assert!(bench.rig.stage.seen().is_empty());
}

#[tokio::test]
async fn a_system_user_without_a_role_is_told_so() {
    let bench = Bench::of("no-role");
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "facebook-no-page-token"));
}

#[tokio::test]
async fn a_token_of_another_page_is_not_taken() {
    let bench = Bench::of("facebook");
    let other = json!({ "id": "5", "access_token": "someone-elses-page-token" });
    bench.invisible(Trick::Reply(Reply::json(200, &other)));
    let mut way = bench.way(&draft(TEXT));
    let failure = bench.rig.prepare(&mut way, bench.single("k")).await.unwrap_err();
    assert_eq!(&*failure.reason, "answer-not-understood");
}

#[tokio::test]
async fn every_token_goes_out_in_a_header_with_its_own_proof() {
    let bench = Bench::of("facebook");
    bench.post(&bench.album()).await;
    bench.prepared(&bench.reel()).await;
    bench.rig.platform.whoami().await.unwrap();
    let seen = bench.rig.stage.seen();
    assert!(seen.len() > 8);
    for (asked, _) in seen {
        let token = asked.header("authorization").unwrap().split(' ').nth(1).unwrap();
        let text = format!("{:?} {}", asked.query, String::from_utf8_lossy(&asked.body));
        assert!(!text.contains(token), "{}", asked.path);
        let own = asked.query("input_token").unwrap_or_default();
        let others = text.replace(own, "");
        assert!(!others.contains("imitated-facebook"), "{}", asked.path);
    }
}
