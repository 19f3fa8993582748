//! What happens in the engine, as log lines: one line a thing, readable alone, with fields.

use tracing::{debug, error, info, warn};

use crate::delivery::Evidence;
use crate::event::{Happening, Outcome, What};
use crate::finding::Severity;
use crate::journal::NoticeRow;
use crate::text::Escaped;
use crate::verdict::Reason;

/// Writes one line for `happening`.
pub fn log(happening: &Happening) {
    let account = happening.account.as_ref().map(ToString::to_string).unwrap_or_default();
    let delivery = happening.delivery.map(|id| id.0).unwrap_or_default();
    let post = happening.post.as_deref().unwrap_or_default();
    let post = Escaped(post).to_string();
    match &happening.what {
        What::Planned { due } => {
            debug!(delivery, account, post, due = %due.to_rfc3339(), "planned");
        }
        What::Begun { parts } => debug!(delivery, account, post, parts, "preparing"),
        What::Ready { part } => debug!(delivery, account, post, part = part + 1, "ready"),
        What::Sending { part, attempt } => {
            debug!(delivery, account, post, part = part + 1, attempt, "sending");
        }
        What::PartPublished { part, parts, receipt } if !receipt.has_reached() => {
            let (part, remarks) = (part + 1, receipt.remarks.join(", "));
            warn!(
                delivery,
                account, post, part, parts, remarks, "a person on {account} was not reached"
            );
        }
        What::PartPublished { part, parts, receipt } => {
            let how = evidence(receipt.evidence);
            let url = Escaped(receipt.url.as_deref().unwrap_or_default()).to_string();
            let id = Escaped(&receipt.id).to_string();
            info!(
                delivery,
                account,
                post,
                part = part + 1,
                parts,
                platform_id = id,
                url,
                how,
                "part published on {account}"
            );
            for remark in &receipt.remarks {
                let (part, remark) = (part + 1, remark.as_str());
                warn!(delivery, account, post, part, remark, "published otherwise");
            }
        }
        What::Retrying { failure, next } => {
            let next = next.map(|next| next.to_rfc3339()).unwrap_or_default();
            let (reason, detail) = parts_of(&failure.why());
            warn!(
                delivery,
                account,
                post,
                reason,
                detail,
                next,
                "request to {account} failed, it is tried again"
            );
        }
        What::Uncertain { why } => {
            let (reason, detail) = parts_of(why);
            warn!(
                delivery,
                account,
                post,
                reason,
                detail,
                "answer of {account} was lost, looking whether it is there"
            );
        }
        What::Outcome { outcome } => log_outcome(outcome),
        What::DeliveryEnded { .. } => {}
        other => log_account(&account, other),
    }
}

/// Writes one line for a notice that nobody has seen to.
pub fn log_again(row: &NoticeRow) {
    let notice = &row.notice;
    let account = notice.account.as_ref().map(ToString::to_string).unwrap_or_default();
    let delivery = notice.delivery.map(|id| id.0).unwrap_or_default();
    let since = notice.at.to_rfc3339();
    let (reason, detail) = parts_of(&notice.reason);
    warn!(
        notice = row.id,
        delivery, account, reason, detail, since, "a person is still needed, see dakiya status"
    );
}

/// Why a delivery is held that a person was given: that is as it should be.
const HANDED_OVER: &str = "handed-over";

fn log_outcome(outcome: &Outcome) {
    let delivery = outcome.delivery.0;
    let account = outcome.account.to_string();
    let post = Escaped(&outcome.name).to_string();
    let state = outcome.state.as_str();
    let (reason, detail) = outcome.why.as_ref().map(parts_of).unwrap_or_default();
    match state {
        "published" => {
            let late_ms = outcome.due.map(|due| (outcome.at - due).num_milliseconds());
            let parts = outcome.parts;
            let missed = outcome.receipts.iter().filter(|receipt| !receipt.has_reached()).count();
            info!(
                delivery,
                account, post, parts, missed, late_ms, "{post} is published on {account}"
            );
        }
        "held" if reason == HANDED_OVER => {
            info!(
                delivery,
                account, post, reason, detail, "{post} is with the person for {account}"
            );
        }
        "cancelled" | "recalled" => {
            info!(delivery, account, post, reason, "{post} is {state} on {account}");
        }
        _ => warn!(delivery, account, post, reason, detail, "{post} is {state} on {account}"),
    }
}

fn log_account(account: &str, what: &What) {
    match what {
        What::AccountPaused { why } => {
            let (reason, detail) = parts_of(why);
            error!(account, reason, detail, "account {account} is paused until a person mends it");
        }
        What::Introduced { name } => {
            let name = Escaped(name).to_string();
            info!(account, name, "account {account} is {name} on its platform");
        }
        What::AccountFound { severity, why } => log_found(account, *severity, why),
        What::Unanswered { why } => {
            let (reason, detail) = parts_of(why);
            warn!(account, reason, detail, "account {account} cannot be asked how it stands");
        }
        What::AccountResumed => info!(account, "account {account} goes on"),
        What::BreakerOpened { until } => {
            let until = until.to_rfc3339();
            warn!(account, until, "account {account} is left alone after failures in a row");
        }
        What::LaneWaits { until } => {
            let until = until.to_rfc3339();
            info!(account, until, "account {account} waits, as its platform asked");
        }
        What::Degraded { why } => {
            let (reason, detail) = parts_of(why);
            error!(reason, detail, "this machine is in trouble, nothing is sent");
        }
        What::Restored => info!("this machine is well again, sending goes on"),
        What::ClockSet { by } => {
            let seconds = by.num_seconds();
            warn!(seconds, "the clock of this machine was set");
        }
        What::Stopped { why } => {
            let (reason, detail) = parts_of(why);
            warn!(reason, detail, "everything is stopped");
        }
        What::Started => info!("the stop is lifted"),
        What::Ordered { answer, done } => {
            let (reason, detail) = parts_of(answer);
            info!(reason, detail, done, "order of a person");
        }
        _ => {}
    }
}

fn log_found(account: &str, severity: Severity, why: &Reason) {
    let (reason, detail) = parts_of(why);
    match severity {
        Severity::Note => info!(account, reason, detail, "worth knowing about account {account}"),
        Severity::Warning => warn!(account, reason, detail, "account {account} needs a look"),
        Severity::Error => error!(account, reason, detail, "account {account} must be mended"),
    }
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Answered => "answered",
        Evidence::Repeated => "repeated",
        Evidence::ReadBack => "read back",
        Evidence::Person => "told by a person",
    }
}

/// A reason's id, and its facts in one escaped line.
fn parts_of(reason: &Reason) -> (String, String) {
    let facts = reason.facts.iter().map(|(name, fact)| match fact {
        crate::finding::Fact::Text(text) => format!("{name}={}", Escaped(text)),
        crate::finding::Fact::Number(number) => format!("{name}={number}"),
    });
    (reason.id.to_string(), facts.collect::<Vec<_>>().join(" "))
}
