//! Who is not written to: whoever wants no more by now, whoever has no row any more, and everybody where
//! the news of such people are too old.

use std::sync::Arc;

use super::*;
use crate::blobs::Blobs;
use crate::finding::Source;
use crate::keys::Keys;
use crate::platform::mock::{Direct, MockHost, MockSecrets, Stage};
use crate::platform::{Platform, Prepared, Setup, no_sessions};
use crate::text::Counter;

#[tokio::test]
async fn who_says_stop_after_the_post_was_composed_gets_nothing() {
    for (people, remark) in [
        (PEOPLE.replacen("notices,\n", "notices,2025-11-20\n", 1), "whatsapp-person-opted-out"),
        (
            PEOPLE.replace("+12025550101,v2,2025-10-04,form,notices,\n", ""),
            "whatsapp-person-not-listed",
        ),
        (PEOPLE.replacen("notices,\n", "events,\n", 1), "whatsapp-person-not-listed"),
    ] {
        let bench = Bench::of("whatsapp");
        let way = bench.first(&draft(TEXT)).await;
        fs::write(bench.list(), people).unwrap();
        let receipt = bench.publish(&way).await.unwrap();
        assert_eq!((receipt.has_reached(), receipt.remarks), (false, vec![remark.to_owned()]));
        assert_eq!(receipt.extra["to"], "+12…0101");
        assert!(bench.written_to().is_empty());
    }
}

#[tokio::test]
async fn for_one_who_says_stop_before_it_is_prepared_nobody_is_asked_anything() {
    let bench = Bench::of("whatsapp");
    let mut way = Way { part: bench.parts(&draft(TEXT)).remove(0), progress: Value::Null };
    fs::write(bench.list(), PEOPLE.replacen("notices,\n", "notices,2025-11-20\n", 1)).unwrap();
    bench.rig.prepare(&mut way, bench.seed(0)).await.unwrap();
    assert!(bench.publish(&way).await.unwrap().remarks.len() == 1);
    assert!(bench.rig.stage.seen().is_empty());
}

#[tokio::test]
async fn where_the_only_one_wants_no_more_it_has_failed() {
    let one = PEOPLE.lines().take(2).collect::<Vec<_>>().join("\n");
    let bench = Bench::with("whatsapp", &format!("{one}\n"), &[]);
    let mut way = Way { part: bench.parts(&draft(TEXT)).remove(0), progress: Value::Null };
    fs::write(bench.list(), one + "2025-11-20\n").unwrap();
    let job = JobSeed::single("k", bench.now());
    bench.rig.prepare(&mut way, job).await.unwrap();
    let failure = bench.rig.publish(&way, job).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "whatsapp-person-opted-out"));
}

#[tokio::test]
async fn a_list_that_is_being_saved_is_waited_for() {
    let bench = Bench::of("whatsapp");
    let way = bench.first(&draft(TEXT)).await;
    fs::write(bench.list(), PEOPLE.trim_end()).unwrap();
    assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::NotYet);
    fs::write(bench.list(), format!("{PEOPLE}\n")).unwrap();
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn a_list_that_got_a_mistake_stops_the_account_and_tells_its_line() {
    let bench = Bench::of("whatsapp");
    let way = bench.first(&draft(TEXT)).await;
    fs::write(bench.list(), PEOPLE.replace("+12025550102", "12025550102")).unwrap();
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "whatsapp-recipients-wrong"));
    assert_eq!(failure.why().facts.get("line"), Some(&3_i64.into()));
    fs::remove_file(bench.list()).unwrap();
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "whatsapp-recipients-unreadable"));
    fs::write(bench.list(), PEOPLE).unwrap();
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn who_was_added_is_there_at_the_next_post() {
    let bench = Bench::of("whatsapp");
    assert_eq!(bench.parts(&draft(TEXT)).len(), 3);
    fs::write(bench.list(), format!("{PEOPLE}+12025550106,v2,2025-11-01,form,notices,\n")).unwrap();
    assert_eq!(bench.parts(&draft(TEXT)).len(), 4);
}

/// The account as it runs, and not in a dry run.
fn in_earnest(bench: &Bench, lines: &[&str]) -> Box<dyn Platform> {
    let stage = Stage::new(cloud("whatsapp").unwrap(), Arc::new(bench.rig.clock.clone()));
    let setup = Setup {
        account: "rig".parse().unwrap(),
        transport: Arc::new(Direct::to(stage.clone())),
        clock: Arc::new(bench.rig.clock.clone()),
        session: no_sessions(),
        blobs: Blobs::new(bench.folder.path()),
        secrets: Arc::new(MockSecrets::of(&stage)),
        host: Arc::new(MockHost),
        counter: Counter::default(),
        recipes: "config/recipes".into(),
        posts: "posts".into(),
        plain: crate::http::PlainOrigins::default(),
        mock: None,
    };
    let settings = settings(&bench.list(), lines);
    let mut keys = Keys::parse(&Source::new("settings.toml", settings.as_str()), 0, &settings);
    let account = super::super::account::build(setup, &mut keys);
    account.unwrap_or_else(|| panic!("{:?}", keys.finish()))
}

async fn step(bench: &Bench, account: &dyn Platform) -> Result<Prepared, Failure> {
    let part = account.compose(&draft(TEXT)).parts.remove(0);
    let progress = Value::Null;
    let job = crate::platform::Job {
        part: &part,
        index: 0,
        parts: 3,
        key: "k",
        due: bench.now(),
        progress: &progress,
        root: None,
        parent: None,
    };
    account.prepare(&job).await
}

#[tokio::test]
async fn where_opt_outs_were_not_taken_over_for_a_week_nobody_is_written_to() {
    let bench = Bench::of("whatsapp");
    let fresh = in_earnest(&bench, &["opt_outs_imported_on = 2025-11-20"]);
    step(&bench, fresh.as_ref()).await.unwrap();
    let old = in_earnest(&bench, &["opt_outs_imported_on = 2025-11-10"]);
    let failure = step(&bench, old.as_ref()).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "whatsapp-opt-outs-old"));
    assert_eq!(failure.why().facts.get("days"), Some(&15_i64.into()));
    let longer = ["opt_outs_imported_on = 2025-11-10", "opt_outs_max_age = \"30d\""];
    step(&bench, in_earnest(&bench, &longer).as_ref()).await.unwrap();
    let found = old.whoami().await.unwrap().findings;
    assert!(ids(&found).contains(&"whatsapp-opt-outs-old"), "{found:?}");
}

#[tokio::test]
async fn without_a_day_the_age_of_the_file_counts() {
    let bench = Bench::of("whatsapp");
    let account = in_earnest(&bench, &[]);
    let written: Instant = fs::metadata(bench.list()).unwrap().modified().unwrap().into();
    bench.rig.clock.advance_to(written + chrono::Duration::days(7));
    step(&bench, account.as_ref()).await.unwrap();
    bench.pass(2);
    assert_eq!(step(&bench, account.as_ref()).await.unwrap_err().reason, "whatsapp-opt-outs-old");
}
