//! The first comment, which can never be sent twice.

use super::*;

fn commented(bench: &Bench) -> Draft {
    with_option(bench.pictured(), "first_comment", "पूरी सूचना")
}

#[tokio::test]
async fn the_comment_stands_below_its_post() {
    for bench in [Bench::of("facebook"), Bench::two_step()] {
        let receipts = bench.post(&commented(&bench)).await;
        let ledger = bench.rig.ledger();
        assert_eq!(ledger.len(), 2);
        assert_eq!(
            (ledger[1].text.as_str(), &ledger[1].parent),
            ("पूरी सूचना", &Some(receipts[0].id.clone()))
        );
        assert_eq!(receipts[1].id, ledger[1].id);
        assert_eq!(bench.shown()[1].path, format!("/v25.0/{}/comments", receipts[0].id));
    }
}

#[tokio::test]
async fn a_comment_below_a_film_names_the_film() {
    let bench = Bench::of("facebook");
    let film = with_option(bench.filmed(), "first_comment", "क");
    let parts = bench.rig.platform.compose(&film).parts;
    let mut way = Way { part: parts[0].clone(), progress: Value::Null };
    bench.rig.prepare(&mut way, bench.single("k")).await.unwrap();
    let since = bench.now();
    bench.publish(&way).await.unwrap_err();
    bench.pass(60);
    let post = receipt_of(bench.find(&way, since).await.unwrap());
    let job =
        JobSeed { index: 1, parts: 2, parent: Some(&post), root: Some(&post), ..bench.single("c") };
    let way = Way { part: parts[1].clone(), progress: Value::Null };
    bench.rig.publish(&way, job).await.unwrap();
    assert_eq!(bench.rig.ledger()[1].parent, Some(post.id));
}

#[tokio::test]
async fn a_comment_whose_answer_was_lost_is_found_and_one_that_did_not_arrive_is_absent() {
    for (trick, there) in [(Trick::ApplyThenCut, true), (Trick::Cut, false)] {
        let bench = Bench::two_step();
        let parts = bench.rig.platform.compose(&commented(&bench)).parts;
        let mut way = Way { part: parts[0].clone(), progress: Value::Null };
        bench.rig.prepare(&mut way, bench.single("k")).await.unwrap();
        let post = bench.publish(&way).await.unwrap();
        let way = Way { part: parts[1].clone(), progress: Value::Null };
        let job = JobSeed {
            index: 1,
            parts: 2,
            parent: Some(&post),
            root: Some(&post),
            ..bench.single("c")
        };
        let since = bench.now();
        bench.visible(trick);
        assert!(bench.rig.publish(&way, job).await.unwrap_err().class.may_be_applied());
        bench.pass(30);
        match bench.rig.find(&way, job, since).await.unwrap() {
            Found::Published(receipt) => assert_eq!(Some(&receipt.id), bench.public().get(1)),
            Found::Absent => assert!(!there),
            Found::CannotKnow => panic!("comments can be read"),
        }
    }
}

#[tokio::test]
async fn a_comment_below_nothing_is_refused_before_it_is_sent() {
    let bench = Bench::of("facebook");
    let parts = bench.rig.platform.compose(&commented(&bench)).parts;
    let mut post = bench.post(&draft(TEXT)).await.remove(0);
    post.id = "pfbid0".into();
    let way = Way { part: parts[1].clone(), progress: Value::Null };
    let job =
        JobSeed { index: 1, parts: 2, parent: Some(&post), root: Some(&post), ..bench.single("c") };
    let before = bench.shown().len();
    let failure = bench.rig.publish(&way, job).await.unwrap_err();
    assert_eq!((failure.class, bench.shown().len()), (Class::Rejected, before));
}

#[tokio::test]
async fn without_the_right_for_comments_a_person_is_asked_to_mend_the_token() {
    let bench = Bench::of("no-comments");
    let failure = bench.rig.post(&commented(&bench), 1).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-right-missing"));
}
