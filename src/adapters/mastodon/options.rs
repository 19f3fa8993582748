//! What a post may say for Mastodon alone, under `[for.mastodon]`.

use serde_json::Value;

use super::settings::Visibility;
use crate::finding::Finding;
use crate::post::{Draft, Options};
use crate::text::{MentionKind, mentions};

/// Every option there is.
const KNOWN: [&str; 5] = ["visibility", "reply_visibility", "sensitive", "focus", "mentions"];

/// The options of one post, understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PostOptions {
    pub(super) visibility: Option<Visibility>,
    pub(super) reply_visibility: Option<Visibility>,
    pub(super) sensitive: Option<bool>,
    /// The point of a picture that stays visible when it is cropped, as `x,y` in -1..1.
    pub(super) focus: Option<String>,
    /// The accounts that the text may name, as `@name@host`.
    pub(super) mentions: Vec<String>,
}

impl PostOptions {
    /// Reads `options`; what is wrong with them is left out and found.
    pub(super) fn read(options: &Options) -> (Self, Vec<Finding>) {
        let mut read = Self::default();
        let mut findings = Vec::new();
        for (name, value) in options {
            if let Err(finding) = read.take(name, value) {
                findings.push(*finding);
            }
        }
        (read, findings)
    }

    fn take(&mut self, name: &str, value: &Value) -> Result<(), Box<Finding>> {
        match name {
            "visibility" => self.visibility = Some(visibility(name, value)?),
            "reply_visibility" => self.reply_visibility = Some(visibility(name, value)?),
            "sensitive" => {
                let flag = value.as_bool();
                self.sensitive = Some(flag.ok_or_else(|| {
                    wrong(name, "it is true or false", "sensitive = true".to_owned())
                })?);
            }
            "focus" => self.focus = Some(focus(value)?),
            "mentions" => self.mentions = allowed(value)?,
            _ => return Err(unknown(name)),
        }
        Ok(())
    }

    /// Whether the text may name `account`, written `@name` or `@name@host`.
    fn allows(&self, account: &str) -> bool {
        let bare = |name: &str| name.trim_start_matches('@').to_lowercase();
        self.mentions.iter().any(|one| bare(one) == bare(account))
    }
}

/// What is wrong with the options of `draft`, and with what they are about.
pub(super) fn check(draft: &Draft) -> Vec<Finding> {
    let (options, mut findings) = PostOptions::read(&draft.options);
    if options.focus.is_some() && !is_one_picture(draft) {
        let example = "focus = \"0.0,0.5\"".to_owned();
        findings.push(*wrong("focus", "it is for a post with exactly one picture", example));
    }
    findings.extend(mention_findings(draft, &options));
    findings
}

fn is_one_picture(draft: &Draft) -> bool {
    matches!(draft.media.as_slice(), [only] if only.kind.is_image())
}

/// A mention notifies the account it names, so every one outside the post's list is refused.
/// One without a host names whoever has that name on our server: perhaps nobody.
fn mention_findings(draft: &Draft, options: &PostOptions) -> Vec<Finding> {
    mentions(&draft.text)
        .into_iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Remote { name, host } => Some((true, format!("@{name}@{host}"))),
            MentionKind::Local { name } => Some((false, format!("@{name}"))),
            MentionKind::Handle { .. } => None,
        })
        .filter(|(_, account)| !options.allows(account))
        .map(|(remote, account)| match remote {
            true => Finding::error("mastodon-mention-not-allowed").with("mention", account),
            false => Finding::warning("mastodon-mention-without-host").with("mention", account),
        })
        .collect()
}

fn visibility(name: &str, value: &Value) -> Result<Visibility, Box<Finding>> {
    let example = || format!("{name} = \"unlisted\"");
    let text = value.as_str().ok_or_else(|| wrong(name, "it is a text", example()))?;
    Visibility::read(text).map_err(|problem| wrong(name, &problem, example()))
}

fn focus(value: &Value) -> Result<String, Box<Finding>> {
    let in_range = |number: &str| {
        number.trim().parse::<f64>().ok().filter(|number| (-1.0..=1.0).contains(number))
    };
    let read = |text: &str| {
        let (x, y) = text.split_once(',')?;
        Some(format!("{},{}", in_range(x)?, in_range(y)?))
    };
    value.as_str().and_then(read).ok_or_else(|| {
        wrong("focus", "it is two numbers from -1 to 1", "focus = \"0.0,0.5\"".to_owned())
    })
}

fn allowed(value: &Value) -> Result<Vec<String>, Box<Finding>> {
    let texts = |list: &Vec<Value>| {
        list.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    value.as_array().and_then(texts).ok_or_else(|| {
        let example = "mentions = [\"@asha@social.example\"]".to_owned();
        wrong("mentions", "it is a list of accounts", example)
    })
}

fn unknown(name: &str) -> Box<Finding> {
    let finding = Finding::error("unknown-option").with("option", name);
    Box::new(finding.with("known", KNOWN.join(", ")))
}

fn wrong(name: &str, problem: &str, example: String) -> Box<Finding> {
    let finding = Finding::error("wrong-option").with("option", name);
    Box::new(finding.with("problem", problem).with("example", example))
}
