//! How long a copy stays: as long as any part wants it, and no longer.

use super::*;

#[tokio::test]
async fn what_a_power_cut_left_of_a_file_in_the_folder_is_made_whole_and_taken_away() {
    let bench = Bench::new(vec![shown()]);
    let (settings, file) = bench.shown();
    std::fs::write(&file, "pic").unwrap();
    let hosting = bench.hosting(&settings);
    hosting.host().offer(&bench.medium, "part").await.unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), b"picture");
    let half = file.with_extension("part");
    std::fs::write(&half, "pic").unwrap();
    hosting.tidy(async || needing(&[]).await).await.unwrap();
    assert!(!file.exists() && !half.exists());
}

#[tokio::test]
async fn what_one_part_is_done_with_stays_for_another_that_wants_it() {
    let bench = Bench::new(vec![shown(), shown()]);
    let (settings, file) = bench.shown();
    let hosting = bench.hosting(&settings);
    let host = hosting.host();
    let first = host.offer(&bench.medium, "one").await.unwrap();
    assert_eq!(host.offer(&bench.medium, "other").await.unwrap(), first);
    for _ in 0..2 {
        host.withdraw(&bench.medium, "one").await;
        bench.is_done(&hosting).await;
        assert!(file.exists());
    }
    host.withdraw(&bench.medium, "other").await;
    bench.is_done(&hosting).await;
    assert!(!file.exists());
}

#[tokio::test]
async fn what_is_wanted_again_before_it_is_taken_away_stays() {
    let bench = Bench::new(vec![shown(), shown()]);
    let (settings, file) = bench.shown();
    let hosting = bench.hosting(&settings);
    let host = hosting.host();
    host.offer(&bench.medium, "one").await.unwrap();
    let house = hosting.0.as_ref().unwrap();
    let alone = house.locks.alone(&bench.medium.digest).await;
    host.withdraw(&bench.medium, "one").await;
    house.ledger.want(&bench.medium, "other").await.unwrap();
    drop(alone);
    bench.is_done(&hosting).await;
    assert!(file.exists());
}

#[tokio::test]
async fn what_a_program_that_died_left_there_is_taken_away_unless_it_is_still_needed() {
    let bench = Bench::new(vec![shown()]);
    let (settings, file) = bench.shown();
    bench.hosting(&settings).host().offer(&bench.medium, "part").await.unwrap();
    let after_the_crash = bench.hosting(&settings);
    after_the_crash.tidy(async || needing(&[bench.medium.digest]).await).await.unwrap();
    assert!(file.exists());
    after_the_crash.tidy(async || needing(&[]).await).await.unwrap();
    assert!(!file.exists());
    let asked_again: Result<(), ()> = after_the_crash.tidy(async || Err(())).await;
    assert_eq!(asked_again, Ok(()), "nothing lies there, so nobody is asked what is needed");
}

#[tokio::test]
async fn what_is_asked_for_while_it_is_tidied_stays() {
    let bench = Bench::new(vec![shown(), shown()]);
    let (settings, file) = bench.shown();
    let hosting = bench.hosting(&settings);
    let host = hosting.host();
    host.offer(&bench.medium, "part").await.unwrap();
    let meanwhile = async || {
        host.offer(&bench.medium, "part").await.unwrap();
        needing(&[]).await
    };
    hosting.tidy(meanwhile).await.unwrap();
    assert!(file.exists());
}

#[tokio::test]
async fn nothing_is_put_where_that_cannot_be_noted() {
    let bench = Bench::new(vec![]);
    let (settings, file) = bench.shown();
    std::fs::create_dir(bench.folder.path().join("hosted.json")).unwrap();
    let failure = bench.host(&settings).offer(&bench.medium, "part").await.unwrap_err();
    assert_eq!((failure.class, file.exists()), (Class::Local, false));
}

#[tokio::test]
async fn a_copy_in_the_library_that_an_earlier_run_put_there_is_found_to_be_taken_away() {
    let bench = Bench::new(vec![]);
    let slug = name_of(&bench.medium).replace(".jpg", "");
    let item =
        format!(r#"[{{"id":5,"source_url":"https://www.example.org/up/b.jpg","slug":"{slug}"}}]"#);
    let found = || answer(200, &[], &item);
    *bench.wire.answers.lock().unwrap() = vec![found(), shown(), found(), answer(200, &[], "{}")];
    bench.host(WORDPRESS).offer(&bench.medium, "part").await.unwrap();
    bench.hosting(WORDPRESS).tidy(async || needing(&[]).await).await.unwrap();
    let asked = bench.asked();
    let last = asked.last().unwrap();
    assert_eq!(last.0, "DELETE");
    assert!(last.1.contains("/media/5?force=true"), "{}", last.1);
}
