//! The picture of a template's header: up once, used for everybody.

use super::*;
use crate::platform::Prepared;

#[tokio::test]
async fn a_picture_goes_up_once_for_all_people() {
    let (bench, pictured) = Bench::pictured("image");
    let receipts = bench.post(&pictured).await.unwrap();
    assert_eq!((receipts.len(), bench.asked("/media").len()), (3, 1));
    assert!(bench.rig.ledger().iter().all(|public| public.media == 1));
    let form = bench.asked("/media")[0].multipart().unwrap();
    let names: Vec<_> = form.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["messaging_product", "type", "file"]);
}

#[tokio::test]
async fn an_upload_outlives_a_restart_and_a_person_who_was_passed_over() {
    let (bench, pictured) = Bench::pictured("image");
    let mut way = Way { part: bench.parts(&pictured).remove(0), progress: Value::Null };
    bench.rig.prepare(&mut way, bench.seed(0)).await.unwrap();
    bench.visible(Trick::Reply(refusal(131_026)));
    let first = bench.publish(&way).await.unwrap();
    let bench = Bench { rig: bench.rig.restarted().unwrap(), ..bench };
    let mut second = Way { part: bench.parts(&pictured).remove(1), progress: Value::Null };
    let job = JobSeed { parent: Some(&first), ..bench.seed(1) };
    bench.rig.prepare(&mut second, job).await.unwrap();
    bench.rig.publish(&second, job).await.unwrap();
    assert_eq!(bench.asked("/media").len(), 1);
}

#[tokio::test]
async fn an_upload_that_is_gone_is_made_anew() {
    let (bench, pictured) = Bench::pictured("image");
    let mut way = bench.first(&pictured).await;
    bench.visible(Trick::Forget);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "whatsapp-media-gone"));
    way.progress = Value::Null;
    bench.rig.prepare(&mut way, bench.seed(0)).await.unwrap();
    bench.publish(&way).await.unwrap();
    assert_eq!(bench.asked("/media").len(), 2);
}

#[tokio::test]
async fn a_picture_that_is_refused_twice_is_given_up() {
    let (bench, pictured) = Bench::pictured("image");
    let mut way = bench.first(&pictured).await;
    for class in [Class::Stale, Class::Rejected] {
        bench.visible(Trick::Reply(refusal(131_053)));
        let failure = bench.publish(&way).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (class, "whatsapp-media-refused"));
        way.progress = Value::Null;
        bench.rig.prepare(&mut way, bench.seed(0)).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_prepared_is_too_old_after_an_hour() {
    let (bench, pictured) = Bench::pictured("image");
    let way = bench.first(&pictured).await;
    let job = JobSeed { parts: 3, ..JobSeed::single("k", bench.now()) };
    let Prepared::Done { expires, .. } = bench.rig.step(&way, job).await.unwrap() else {
        panic!("not done")
    };
    assert_eq!(expires, Some(bench.now() + chrono::Duration::hours(1)));
}
