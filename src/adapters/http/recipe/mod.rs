//! A recipe: what a service takes, which requests it wants, and how to read its answers.

mod answers;
mod auth;
mod body;
mod exchange;
mod inputs;
mod limits;
mod meaning;
mod read;
mod scope;
mod steps;

#[cfg(test)]
mod tests;

use std::time::Duration;

use regex::Regex;

pub(super) use answers::{Captures, OkRule, Origin, Pointer, Refusal, Refusals, Taken};
pub(super) use auth::{Auth, Renewal};
pub(super) use body::{BodyPlan, FormField, PartContent, PartPlan};
pub(super) use exchange::{Exchange, Head, Place};
pub(super) use inputs::{Input, InputKind};
pub(super) use limits::RecipeLimits;
pub(super) use read::read;

use super::template::Expression;

/// A recipe, checked.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    pub(super) name: String,
    pub(super) promise: Promise,
    /// Whether a request has a place for the content warning.
    pub(super) shows_warning: bool,
    /// What an account has to say.
    pub(super) settings: Vec<Input>,
    /// What a post may say.
    pub(super) options: Vec<Input>,
    pub(super) limits: RecipeLimits,
    pub(super) auth: Option<Auth>,
    pub(super) refusals: Refusals,
    pub(super) prepare: Vec<PrepareStep>,
    pub(super) publish: Publish,
    pub(super) find: Option<Find>,
    pub(super) recall: Option<Recall>,
    pub(super) whoami: Option<Whoami>,
}

/// What the service makes of a visible request that comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    /// One message, for ever.
    Always,
    /// One message, while it knows the key.
    Window,
    /// Two messages.
    Never,
    /// The account knows.
    Ask,
}

/// An invisible step.
#[derive(Debug, Clone)]
pub(super) struct PrepareStep {
    pub(super) name: String,
    /// The list it is done for, once for each entry.
    pub(super) each: Option<Expression>,
    pub(super) when: Option<Expression>,
    /// The step before it that is done anew each time that this one is tried.
    pub(super) again: Option<String>,
    pub(super) exchange: Exchange,
    pub(super) captures: Captures,
    pub(super) poll: Option<Poll>,
    /// How long what it made stays good.
    pub(super) keeps: Option<Duration>,
}

/// A step that waits until the service is done with something.
#[derive(Debug, Clone)]
pub(super) struct Poll {
    pub(super) done: Expression,
    pub(super) failed: Option<Expression>,
    pub(super) every: Duration,
    pub(super) within: Duration,
}

/// The visible request.
#[derive(Debug, Clone)]
pub(super) struct Publish {
    pub(super) exchange: Exchange,
    pub(super) receipt: ReceiptPlan,
}

/// How a receipt is read out of an answer.
#[derive(Debug, Clone, Default)]
pub(super) struct ReceiptPlan {
    /// None where the service gives no id.
    pub(super) id: Option<Taken>,
    pub(super) url: Option<Origin>,
    pub(super) keep: Captures,
}

/// The look after a lost answer.
#[derive(Debug, Clone)]
pub(super) struct Find {
    pub(super) exchange: Exchange,
    /// Where the answer has a list of messages, and which of them is ours.
    pub(super) list: Option<(Pointer, Expression)>,
    pub(super) found: Option<Expression>,
    pub(super) absent: Option<Expression>,
    pub(super) receipt: ReceiptPlan,
}

/// The deletion.
#[derive(Debug, Clone)]
pub(super) struct Recall {
    pub(super) exchange: Exchange,
    /// The statuses that can mean that it is gone already.
    pub(super) gone: Vec<u16>,
    /// What the body says then; without it, anything in JSON that no refusal rule fits.
    pub(super) gone_when: Option<Expression>,
}

/// The harmless question who we are.
#[derive(Debug, Clone)]
pub(super) struct Whoami {
    pub(super) exchange: Exchange,
    pub(super) name: Option<Origin>,
    pub(super) url: Option<Origin>,
}

/// Compiles a pattern that a whole text must fit.
pub(super) fn whole(pattern: &str) -> Result<Regex, regex::Error> {
    regex::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build()
}
