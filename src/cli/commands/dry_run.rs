//! `dakiya dry-run`: what would go out when, where and in how many parts.

use std::sync::Arc;

use serde_json::{Value, json};

use super::plan::local;
use crate::app::{DryRun, dry_run as simulate};
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::cli::table::table;
use crate::clock::{Clock as _, SystemClock};
use crate::event::Outcome;
use crate::report::Words;

pub(super) async fn dry_run(desk: &Desk, options: &args::DryRun) -> Done {
    let from = SystemClock.now();
    let config = Arc::clone(&desk.config);
    let run = simulate(config, desk.recipes.clone(), from, options.days).await?;
    let findings = run.survey.findings();
    if desk.json {
        print_json(&as_json(desk, &run))?;
    } else {
        if !findings.is_empty() {
            desk.show(&findings);
        }
        print(&as_text(desk, &run))?;
    }
    Ok(if run.is_fine() { Exit::Fine } else { Exit::Findings })
}

fn as_text(desk: &Desk, run: &DryRun) -> String {
    let columns = [
        "column-when",
        "column-account",
        "column-parts",
        "column-state",
        "column-post",
        "column-why",
    ];
    let mut lines = vec![columns.map(|id| desk.words.plain(id)).to_vec()];
    lines.extend(run.outcomes.iter().map(|outcome| line(desk, outcome)));
    let published = run.outcomes.iter().filter(|outcome| outcome.state == "published").count();
    let messages: usize = run.public.values().sum();
    let summary = desk.say(
        "dry-run-summary",
        &[
            ("published", published.into()),
            ("messages", messages.into()),
            ("other", (run.outcomes.len() - published).into()),
            ("later", run.later.len().into()),
            ("until", local(desk, run.until).into()),
        ],
    );
    format!("{}\n{summary}\n", table(&lines, desk.width))
}

fn line(desk: &Desk, outcome: &Outcome) -> Vec<String> {
    let why = outcome.why.as_ref().map(|why| desk.words.reason(why).message).unwrap_or_default();
    vec![
        local(desk, outcome.at),
        outcome.account.to_string(),
        outcome.parts.to_string(),
        desk.state(&outcome.state),
        outcome.name.clone(),
        why,
    ]
}

/// An outcome for machines, as every command tells it.
pub(super) fn outcome_json(outcome: &Outcome, words: &Words) -> Value {
    let why = outcome.why.as_ref();
    json!({
        "post": outcome.name,
        "account": outcome.account,
        "state": outcome.state,
        "at": outcome.at,
        "due": outcome.due,
        "parts": outcome.parts,
        "why": why.map(|why| json!({ "id": why.id, "message": words.reason(why).message })),
    })
}

fn as_json(desk: &Desk, run: &DryRun) -> Value {
    let outcome = |outcome| outcome_json(outcome, &desk.words);
    json!({
        "from": run.from,
        "until": run.until,
        "fine": run.is_fine(),
        "outcomes": run.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        "later": run.later.iter().map(|brief| json!({
            "post": brief.name, "account": brief.account, "state": brief.delivery.state.name(),
        })).collect::<Vec<_>>(),
        "public": run.public.iter().map(|(account, count)| json!({
            "account": account, "messages": count,
        })).collect::<Vec<_>>(),
        "findings": crate::cli::findings_json(&run.survey.findings(), &desk.words),
    })
}
