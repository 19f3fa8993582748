//! Composing: offline, always the same, and never beyond a limit.

use dakiya::finding::any_error;
use dakiya::platform::{Composed, Limits, Threads};
use dakiya::post::Draft;
use dakiya::text::fits;

use super::bench::Bench;
use super::cases::every;
use super::drafts;

#[tokio::test]
async fn the_same_draft_always_gives_the_same_parts_and_asks_nobody() {
    every(async |case| {
        let (bench, other) = (Bench::new(&case), Bench::new(&case));
        let drafts = drafts::all(&bench);
        for (name, draft) in &drafts {
            let composed = bench.platform().compose(draft);
            assert_eq!(composed, bench.platform().compose(draft), "{name}");
            assert_eq!(composed, other.platform().compose(draft), "{name}");
        }
        assert!(bench.line.passed().is_empty(), "composing sent something");
        drafts.len()
    })
    .await;
}

#[tokio::test]
async fn parts_and_errors_exclude_each_other() {
    every(async |case| {
        let bench = Bench::new(&case);
        let drafts = drafts::all(&bench);
        for (name, draft) in &drafts {
            let Composed { parts, findings } = bench.platform().compose(draft);
            assert_eq!(parts.is_empty(), any_error(&findings), "{name}: {findings:?}");
        }
        drafts.len()
    })
    .await;
}

#[tokio::test]
async fn no_part_is_beyond_the_limits() {
    every(async |case| {
        let bench = Bench::new(&case);
        let limits = bench.platform().limits();
        let drafts = drafts::all(&bench);
        for (name, draft) in &drafts {
            for part in bench.platform().compose(draft).parts {
                let captioned = limits.caption.as_ref().filter(|_| !part.media.is_empty());
                let over = fits(&part.text, captioned.unwrap_or(&limits.text));
                assert!(over.is_ok(), "{name}: {over:?}");
                assert!(part.media.len() <= limits.media_count, "{name}: too many media");
            }
        }
        drafts.len()
    })
    .await;
}

#[tokio::test]
async fn a_long_text_becomes_a_whole_thread_or_is_refused() {
    every(async |case| {
        let bench = Bench::new(&case);
        let draft = drafts::long();
        let parts = bench.platform().compose(&draft).parts;
        match bench.platform().limits().threads {
            Threads::Never => assert!(parts.len() <= 1, "{} parts without threads", parts.len()),
            Threads::Upto(most) => assert!(parts.len() <= usize::from(most)),
        }
        let texts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
        assert!(parts.is_empty() || has_every_word(&texts.join(" "), &draft.text), "{texts:?}");
        1
    })
    .await;
}

#[tokio::test]
async fn what_is_just_beyond_a_limit_is_never_sent_as_one_part() {
    every(async |case| {
        let bench = Bench::new(&case);
        let limits = bench.platform().limits();
        let draft = drafts::draft(&beyond(&limits));
        let Composed { parts, findings } = bench.platform().compose(&draft);
        assert!(parts.len() != 1, "one part for a text that is too long");
        assert!(!parts.is_empty() || any_error(&findings));
        1
    })
    .await;
}

#[tokio::test]
async fn an_option_that_the_platform_does_not_know_is_an_error() {
    every(async |case| {
        let bench = Bench::new(&case);
        let mut draft = drafts::notice();
        draft.options.insert("no-such-option".to_owned(), true.into());
        let composed = bench.platform().compose(&draft);
        let ids: Vec<_> = composed.findings.iter().map(|finding| finding.id).collect();
        assert!(ids.contains(&"unknown-option"), "{ids:?}");
        assert!(composed.parts.is_empty());
        1
    })
    .await;
}

#[tokio::test]
async fn an_empty_post_is_refused_by_everyone() {
    every(async |case| {
        let bench = Bench::new(&case);
        let empty = Draft { media: Vec::new(), ..drafts::draft("") };
        let composed = bench.platform().compose(&empty);
        assert!(composed.parts.is_empty() && any_error(&composed.findings));
        1
    })
    .await;
}

/// A text of short words that is a little longer than all limits of one part.
fn beyond(limits: &Limits) -> String {
    let mut text = "कल बैठक होगी। ".to_owned();
    while fits(&text, &limits.text).is_ok() {
        text.push_str(&text.clone());
    }
    text
}

fn has_every_word(text: &str, source: &str) -> bool {
    let mut words = text.split_whitespace();
    source.split_whitespace().all(|wanted| words.any(|word| word == wanted))
}
