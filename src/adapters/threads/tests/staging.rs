//! Preparing: step by step, over restarts, and where media make trouble.

use super::*;
use crate::failure::Class;

#[tokio::test]
async fn a_restart_between_any_two_steps_makes_nothing_twice() {
    let media = vec![picture("एक"), picture("दो")];
    let mut bench = Bench::of("threads");
    let mut way = bench.way(&Draft { media, ..draft(TEXT) });
    while !bench.step(&mut way, bench.single()).await.unwrap() {
        bench = bench.restarted();
    }
    assert_eq!(bench.forms().len(), 3);
    bench.publish(&way).await.unwrap();
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn each_step_is_one_request() {
    let media = vec![picture("एक"), picture("दो")];
    let bench = Bench::of("threads");
    let mut way = bench.way(&Draft { media, ..draft(TEXT) });
    let mut before = 0;
    while !bench.step(&mut way, bench.single()).await.unwrap() {
        let seen = bench.rig.stage.seen().len();
        assert_eq!(seen, before + 1);
        before = seen;
    }
}

#[tokio::test]
async fn the_carousel_waits_for_all_its_items() {
    let media = vec![picture("एक"), picture("दो"), picture("तीन")];
    let bench = Bench::of("threads");
    bench.post(&Draft { media, ..draft(TEXT) }).await.unwrap();
    let seen = bench.rig.stage.seen();
    let made = |asked: &Asked| asked.method == "POST" && asked.path.ends_with("/threads");
    let parent = seen.iter().rposition(|(asked, _)| made(asked)).unwrap();
    let looks = seen[..parent].iter().filter(|(asked, _)| asked.path.starts_with("/v1.0/179"));
    assert!(looks.count() > 3, "items were not waited for");
}

#[tokio::test]
async fn a_process_that_died_in_a_thread_goes_on_with_the_next_part() {
    let bench = Bench::of("threads");
    let parts = bench.rig.platform.compose(&draft(&"पंचायत भवन में बैठक होगी। ".repeat(50))).parts;
    let mut bench = bench;
    let mut receipts: Vec<Receipt> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        bench = bench.restarted();
        let job = JobSeed {
            index: u16::try_from(index).unwrap(),
            parts: u16::try_from(parts.len()).unwrap(),
            root: receipts.first(),
            parent: receipts.last(),
            ..bench.single()
        };
        let mut way = Way { part: part.clone(), progress: Value::Null };
        bench.rig.prepare(&mut way, job).await.unwrap();
        let receipt = bench.rig.publish(&way, job).await.unwrap();
        receipts.push(receipt);
    }
    assert_eq!(bench.rig.ledger().len(), parts.len());
    assert_eq!(bench.forms()[1]["reply_to_id"], receipts[0].id);
}

#[tokio::test]
async fn what_could_not_be_fetched_once_is_offered_once_more() {
    let media = vec![picture("क")];
    let bench = Bench::of("unfetched-once");
    bench.post(&Draft { media: media.clone(), ..draft(TEXT) }).await.unwrap();
    assert_eq!(bench.forms().len(), 2);
    let bench = Bench::of("unfetched");
    let failure = bench.post(&Draft { media, ..draft(TEXT) }).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "graph-media-not-fetched"));
    assert_eq!(bench.forms().len(), 2);
}

#[tokio::test]
async fn media_that_failed_are_told_by_what_the_container_says() {
    for (kind, reason, made) in
        [("broken", "graph-media-not-fetched", 2), ("invalid", "graph-media-refused", 1)]
    {
        let bench = Bench::of(kind);
        let film = Draft { media: vec![media(MediaKind::Mp4, None)], ..draft(TEXT) };
        let failure = bench.post(&film).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Rejected, reason));
        assert_eq!(bench.forms().len(), made, "{kind}");
    }
}

#[tokio::test]
async fn a_film_that_takes_long_keeps_its_container() {
    let bench = Bench::of("slow");
    let media = vec![media(MediaKind::Mp4, None)];
    let mut way = bench.way(&Draft { media, ..draft(TEXT) });
    let failure = loop {
        match bench.step(&mut way, bench.single()).await {
            Ok(done) => assert!(!done),
            Err(failure) => break failure,
        }
    };
    assert_eq!((failure.class, &*failure.reason), (Class::NotYet, "graph-media-slow"));
    bench.pass(3600);
    bench.rig.prepare(&mut way, bench.single()).await.unwrap();
    assert_eq!(bench.forms().len(), 1);
}

#[tokio::test]
async fn what_was_prepared_says_when_it_becomes_too_old() {
    let bench = Bench::of("threads");
    let way = bench.prepared(&draft(TEXT)).await;
    let job = bench.single();
    let job = crate::platform::Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: "key",
        due: job.due,
        progress: &way.progress,
        root: None,
        parent: None,
    };
    let Prepared::Done { expires, .. } = bench.rig.platform.prepare(&job).await.unwrap() else {
        panic!("not done");
    };
    let left = expires.unwrap() - bench.now();
    assert!(left > chrono::Duration::hours(22) && left < chrono::Duration::hours(23), "{left}");
}

#[tokio::test]
async fn an_expired_container_is_stale_and_made_anew() {
    let bench = Bench::of("threads");
    let mut way = bench.prepared(&draft(TEXT)).await;
    bench.pass(24 * 3600);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "graph-container-gone"));
    way.progress = Value::Null;
    bench.rig.prepare(&mut way, bench.single()).await.unwrap();
    bench.publish(&way).await.unwrap();
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn nothing_is_made_while_the_quota_is_used_up() {
    for (kind, index) in [("full", 0), ("no-replies", 1)] {
        let bench = Bench::of(kind);
        let mut way = bench.way(&draft(TEXT));
        let parent = Receipt {
            id: "17900000000000001".into(),
            url: None,
            at: bench.now(),
            evidence: crate::delivery::Evidence::Answered,
            extra: Value::Null,
            remarks: Vec::new(),
        };
        let parent = (index > 0).then_some(&parent);
        let job = JobSeed { index, parent, root: parent, ..bench.single() };
        let failure = bench.rig.prepare(&mut way, job).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Rate, "graph-quota-used"), "{kind}");
        let pause = crate::failure::Pause::For(std::time::Duration::from_secs(3600));
        assert_eq!(failure.pause, pause);
        assert!(bench.forms().is_empty());
        let left = bench.rig.platform.pace().unwrap().remaining;
        assert_eq!(left, if kind == "full" { 0 } else { 250 });
    }
}

#[tokio::test]
async fn a_part_whose_parent_is_not_known_is_refused() {
    let bench = Bench::of("threads");
    let mut way = bench.way(&draft(TEXT));
    let job = JobSeed { index: 1, parts: 2, ..bench.single() };
    let failure = bench.rig.prepare(&mut way, job).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "threads-parent-unknown"));
}

#[tokio::test]
async fn a_parent_that_a_person_found_is_known_by_its_address() {
    let bench = Bench::of("threads");
    let first = bench.post(&draft("पहला")).await.unwrap().remove(0);
    let code = bench.rig.platform.id_in(first.url.as_deref().unwrap()).unwrap();
    let found = Receipt { id: code, ..first.clone() };
    let mut way = bench.way(&draft("दूसरा"));
    let job =
        JobSeed { index: 1, parts: 2, root: Some(&found), parent: Some(&found), ..bench.single() };
    bench.rig.prepare(&mut way, job).await.unwrap();
    assert_eq!(bench.forms()[1]["reply_to_id"], first.id);
    bench.rig.platform.recall(&found).await.unwrap();
    let other = Receipt { id: "Cunknown".into(), ..found };
    let failure = bench.rig.platform.recall(&other).await.unwrap_err();
    assert_eq!(&*failure.reason, "graph-receipt-not-usable");
}
