//! The armed points of a test build.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::sync::{Mutex, OnceLock, PoisonError};

static PLAN: OnceLock<Mutex<Plan>> = OnceLock::new();

#[derive(Debug, Default)]
struct Plan {
    rules: Vec<Rule>,
    passages: HashMap<&'static str, u64>,
    total: u64,
    /// Where the name of every point that is passed goes, one a line, in order.
    log: Option<File>,
}

#[derive(Debug, PartialEq, Eq)]
struct Rule {
    name: String,
    action: Action,
    at: u64,
    onwards: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Kill,
    Error,
}

pub(super) fn pass(name: &'static str) -> io::Result<()> {
    let plan = PLAN.get_or_init(|| Mutex::new(Plan::from_environment()));
    let action = plan.lock().unwrap_or_else(PoisonError::into_inner).action_at(name);
    match action {
        None => Ok(()),
        Some(Action::Error) => Err(io::Error::other(format!("injected fault at {name}"))),
        Some(Action::Kill) => kill_self(),
    }
}

/// Ends the process as a power cut would: nothing is flushed, no destructor runs.
fn kill_self() -> io::Result<()> {
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL)?;
    loop {
        std::thread::park();
    }
}

impl Plan {
    fn from_environment() -> Self {
        let text = std::env::var("DAKIYA_FAULTS").unwrap_or_default();
        let rules = text.split(';').filter_map(Rule::parse).collect();
        let log = std::env::var_os("DAKIYA_FAULTS_LOG");
        let log = log.and_then(|path| OpenOptions::new().create(true).append(true).open(path).ok());
        Self { rules, log, ..Self::default() }
    }

    fn action_at(&mut self, name: &'static str) -> Option<Action> {
        self.total += 1;
        if let Some(log) = &mut self.log {
            // One write for one line, so that a kill never cuts it.
            let _unlogged = log.write_all(format!("{name}\n").as_bytes());
        }
        let here = self.passages.entry(name).or_insert(0);
        *here += 1;
        let (here, total) = (*here, self.total);
        self.rules.iter().find(|rule| rule.hits(name, here, total)).map(|rule| rule.action)
    }
}

impl Rule {
    /// Reads `NAME=kill@3`; anything else is no rule.
    fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.trim().split_once('=')?;
        let (action, count) = rest.split_once('@')?;
        let action = match action {
            "kill" => Action::Kill,
            "error" => Action::Error,
            _ => return None,
        };
        let onwards = count.ends_with('+');
        let at = count.trim_end_matches('+').parse().ok()?;
        Some(Self { name: name.to_owned(), action, at, onwards })
    }

    fn hits(&self, name: &str, here: u64, total: u64) -> bool {
        let passage = match self.name.as_str() {
            "*" => total,
            own if own == name => here,
            _ => return false,
        };
        passage == self.at || (self.onwards && passage > self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        Plan { rules: text.split(';').filter_map(Rule::parse).collect(), ..Plan::default() }
    }

    #[test]
    fn a_point_fires_at_its_passage_only() {
        let mut plan = plan("a=error@2");
        let fired: Vec<_> = (0..4).map(|_| plan.action_at("a").is_some()).collect();
        assert_eq!(fired, [false, true, false, false]);
    }

    #[test]
    fn onwards_fires_ever_after() {
        let mut plan = plan("a=error@2+");
        let fired: Vec<_> = (0..4).map(|_| plan.action_at("a").is_some()).collect();
        assert_eq!(fired, [false, true, true, true]);
    }

    #[test]
    fn the_star_counts_all_points_together() {
        let mut plan = plan("*=kill@2");
        assert_eq!(plan.action_at("a"), None);
        assert_eq!(plan.action_at("b"), Some(Action::Kill));
    }
}
