//! What holds for every shipped recipe.

use super::{ClockNow as _, NOTICE, all_text, draft, ids, stand};
use crate::adapters::http::shipped::NAMES;
use crate::delivery::Guarantee;
use crate::failure::{Class, Pause};
use crate::platform::mock::{JobSeed, Mischief, Rig, Trick, Way};
use crate::platform::{Prepared, Threads};
use crate::post::Draft;
use std::time::Duration;

/// How many pictures a part of each kind takes here.
fn pictures(kind: &str) -> usize {
    match kind {
        "discord" | "wordpress" | "webhook" => 2,
        "matrix" => 1,
        _ => 0,
    }
}

#[tokio::test]
async fn a_hindi_notice_is_public_once_with_text_media_and_descriptions() {
    for kind in NAMES {
        let stand = stand(kind);
        let mut post = draft(NOTICE);
        for number in 0..pictures(kind) {
            post.media.push(stand.picture(&format!("मंच <{number}> & \"वक्ता\"")));
        }
        let receipts = stand.rig.post(&post, 1).await.unwrap();
        let ledger = stand.rig.ledger();
        assert_eq!((receipts.len(), ledger.len()), (1, 1), "{kind}");
        assert_eq!(ledger[0].text, NOTICE, "{kind}");
        assert_eq!(ledger[0].media, pictures(kind), "{kind}");
        if kind != "slack" {
            assert_eq!(receipts[0].id, ledger[0].id, "{kind}");
        }
        if kind != "matrix" {
            let alt: Vec<_> =
                (0..pictures(kind)).map(|at| format!("मंच <{at}> & \"वक्ता\"")).collect();
            assert_eq!(ledger[0].alt, alt, "{kind}");
        }
        assert_eq!(stand.rig.stage.visible_requests(), 1, "{kind}");
    }
}

#[tokio::test]
async fn the_kind_is_the_recipes_name_and_its_promise_is_as_documented() {
    use Guarantee::{A, D};
    let promised = [
        ("discord", D),
        ("slack", D),
        ("google-chat", D),
        ("wordpress", A),
        ("matrix", A),
        ("webhook", A),
    ];
    for (kind, guarantee) in promised {
        let stand = stand(kind);
        assert_eq!(stand.rig.platform.kind(), kind);
        assert_eq!(stand.rig.platform.guarantee(), guarantee, "{kind}");
    }
}

#[tokio::test]
async fn a_restart_after_any_step_goes_on_where_it_stopped() {
    for kind in NAMES {
        let stand = stand(kind);
        let mut post = draft(NOTICE);
        post.media.extend((0..pictures(kind)).map(|_| stand.picture("मंच")));
        let mut rig = stand.rig;
        let part = rig.platform.compose(&post).parts.remove(0);
        let key = Rig::key(7, 0);
        let mut way = Way { part, progress: serde_json::Value::Null };
        let mut steps = 0;
        loop {
            let due = rig.clock_now();
            let job = crate::platform::Job {
                part: &way.part,
                index: 0,
                parts: 1,
                key: &key,
                due,
                progress: &way.progress,
                root: None,
                parent: None,
            };
            let prepared = rig.platform.prepare(&job).await.unwrap();
            steps += 1;
            assert!(steps < 20, "{kind} never ends");
            rig = rig.restarted().unwrap();
            match prepared {
                Prepared::More { progress } | Prepared::Wait { progress, .. } => {
                    way.progress = progress;
                }
                Prepared::Done { progress, .. } => {
                    way.progress = progress;
                    break;
                }
            }
        }
        let before = rig.stage.seen().len();
        let seed = JobSeed::single(&key, rig.clock_now());
        rig.publish(&way, seed).await.unwrap();
        assert_eq!(rig.stage.seen().len(), before + 1, "{kind}");
        assert_eq!(rig.ledger().len(), 1, "{kind}");
        let seen = rig.stage.seen();
        let uploads = seen.iter().filter(|(asked, _)| {
            asked.method == "POST"
                && (asked.path.ends_with("/media") || asked.path.ends_with("/upload"))
        });
        let expected = if matches!(kind, "wordpress" | "matrix") { pictures(kind) } else { 0 };
        assert_eq!(uploads.count(), expected, "{kind}");
    }
}

#[tokio::test]
async fn a_rate_limit_is_a_wait_of_the_length_that_was_said() {
    for kind in NAMES {
        let stand = stand(kind);
        let way = stand.ready(&draft("सूचना"), "k1").await;
        stand.rig.order(Mischief::visible(Trick::RateLimit(Duration::from_secs(17))));
        let failure = stand.publish(&way, "k1").await.unwrap_err();
        assert_eq!(failure.class, Class::Rate, "{kind}");
        assert_eq!(failure.pause, Pause::For(Duration::from_secs(17)), "{kind}");
        assert_eq!(stand.rig.ledger().len(), 0, "{kind}");
    }
}

#[tokio::test]
async fn a_login_that_was_taken_away_waits_for_a_person() {
    for kind in NAMES {
        let stand = stand(kind);
        let way = stand.ready(&draft("सूचना"), "k1").await;
        stand.rig.order(Mischief::visible(Trick::Revoke));
        let failure = stand.publish(&way, "k1").await.unwrap_err();
        assert_eq!(failure.class, Class::Auth, "{kind}: {failure}");
        assert_eq!(stand.rig.ledger().len(), 0, "{kind}");
        let refreshed = stand.rig.platform.refresh().await.unwrap_err();
        assert_eq!(refreshed.class, Class::Auth, "{kind}");
    }
}

#[tokio::test]
async fn a_content_warning_is_never_dropped() {
    for kind in NAMES {
        let stand = stand(kind);
        let warned = Draft {
            warning: Some("रक्त के चित्र".into()), ..draft("सूचना")
        };
        stand.rig.post(&warned, 1).await.unwrap();
        let ledger = stand.rig.ledger();
        assert_eq!(ledger.len(), 1, "{kind}");
        assert!(ledger[0].text.contains("रक्त के चित्र"), "{kind}: {}", ledger[0].text);
    }
}

#[tokio::test]
async fn a_recall_deletes_once_and_again_without_harm() {
    for kind in ["discord", "wordpress", "matrix"] {
        let stand = stand(kind);
        let receipts = stand.rig.post(&draft(NOTICE), 1).await.unwrap();
        for _ in 0..2 {
            stand.rig.platform.recall(&receipts[0]).await.unwrap();
        }
        assert!(stand.rig.ledger()[0].deleted, "{kind}");
        let url = receipts[0].url.as_deref().unwrap();
        assert!(url.starts_with("https://"), "{kind}: {url}");
    }
}

#[tokio::test]
async fn what_cannot_be_recalled_says_so() {
    for kind in ["slack", "google-chat", "webhook"] {
        let stand = stand(kind);
        let receipts = stand.rig.post(&draft(NOTICE), 1).await.unwrap();
        let failure = stand.rig.platform.recall(&receipts[0]).await.unwrap_err();
        assert_eq!(
            (failure.class, &*failure.reason),
            (Class::Rejected, "http-no-recall"),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn who_we_are_is_asked_without_any_side_effect() {
    for (kind, name) in [
        ("discord", "Press office"),
        ("wordpress", "Press office"),
        ("matrix", "@press:example.org"),
    ] {
        let stand = stand(kind);
        let identity = stand.rig.platform.whoami().await.unwrap();
        assert_eq!(identity.name, name, "{kind}");
        assert!(stand.rig.stage.seen().iter().all(|(asked, _)| asked.method == "GET"), "{kind}");
        stand.rig.order(Mischief::invisible(Trick::Revoke));
        let failure = stand.rig.platform.whoami().await.unwrap_err();
        assert_eq!(failure.class, Class::Auth, "{kind}");
    }
    for kind in ["slack", "google-chat", "webhook"] {
        let stand = stand(kind);
        let identity = stand.rig.platform.whoami().await.unwrap();
        assert_eq!(identity.name, "rig", "{kind}");
        assert_eq!(ids(&identity.findings), ["http-no-whoami"], "{kind}");
        assert!(stand.rig.stage.seen().is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn no_secret_is_written_down_or_said() {
    for kind in NAMES {
        let stand = stand(kind);
        let mut secrets: Vec<_> =
            stand.rig.stage.secrets().into_iter().map(|(_, value)| value).collect();
        secrets
            .extend(secrets.clone().iter().flat_map(|at| at.rsplit('/').next().map(str::to_owned)));
        let way = stand.ready(&draft(NOTICE), "k1").await;
        let receipt = stand.publish(&way, "k1").await.unwrap();
        stand.rig.order(Mischief::visible(Trick::Revoke));
        let failure = stand.publish(&way, "k2").await.unwrap_err();
        let written = format!(
            "{} {} {failure} {:?}",
            all_text(&way.progress),
            all_text(&serde_json::to_value(&receipt).unwrap()),
            stand.rig.platform
        );
        for secret in secrets {
            assert!(!written.contains(&secret), "{kind}: {secret} in {written}");
        }
    }
}

#[tokio::test]
async fn a_text_that_is_too_long_is_refused_or_becomes_several_parts() {
    for kind in NAMES {
        let stand = stand(kind);
        let long = "यह एक वाक्य है। ".repeat(3000);
        let composed = stand.rig.platform.compose(&draft(&long));
        match stand.rig.platform.limits().threads {
            Threads::Never => {
                assert_eq!(ids(&composed.findings), ["text-too-long"], "{kind}");
                assert!(composed.parts.is_empty(), "{kind}");
            }
            Threads::Upto(most) => {
                let fits = composed.parts.len() <= usize::from(most) && composed.parts.len() > 1;
                let refused = ids(&composed.findings) == ["too-many-parts"];
                assert!(fits || refused, "{kind}: {} parts", composed.parts.len());
            }
        }
    }
}

#[tokio::test]
async fn an_option_that_no_recipe_has_is_a_finding() {
    for kind in NAMES {
        let stand = stand(kind);
        let post = super::with_option(draft("सूचना"), "visiblity", "public".into());
        let composed = stand.rig.platform.compose(&post);
        assert_eq!(ids(&composed.findings), ["unknown-option"], "{kind}");
        assert!(composed.parts.is_empty());
    }
}
