//! `dakiya doctor`: everything around the program that can make trouble, each with what can be
//! done about it.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::{Examination, Line, Mark, examine};
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::clock::{SharedClock, SystemClock};
use crate::report::Said;
use crate::text::Escaped;

pub(super) async fn doctor(desk: &Desk, options: &args::Doctor) -> Done {
    let clock: SharedClock = Arc::new(SystemClock);
    let (config, recipes) = (Arc::clone(&desk.config), desk.recipes.clone());
    let lines = examine(&Examination { config, recipes, clock, ask: options.ask }).await?;
    if desk.json {
        print_json(&lines.iter().map(|line| as_json(desk, line)).collect())?;
    } else {
        print(&as_text(desk, &lines))?;
    }
    let needs_a_person = lines.iter().any(|line| line.mark == Mark::NeedsYou);
    Ok(if needs_a_person { Exit::Attention } else { Exit::Fine })
}

/// What is to be said of a line, with the reason within the reason.
fn said(desk: &Desk, line: &Line) -> Said {
    let because = line.because.as_ref().map(|why| desk.words.reason(why));
    let mut reason = line.reason.clone();
    if let Some(because) = &because {
        reason = reason.with("why", because.message.as_str());
    }
    let own = desk.words.reason(&reason);
    let inner = because.and_then(|because| because.hint);
    let hints: Vec<String> = inner.into_iter().chain(own.hint).collect();
    Said { message: own.message, hint: Some(hints.join(" ")).filter(|hint| !hint.is_empty()) }
}

/// A block for each topic and account, what needs a person with its next step below it.
fn as_text(desk: &Desk, lines: &[Line]) -> String {
    let mut text = String::new();
    let mut before = None;
    for line in lines {
        let block = (line.topic, line.account.as_ref());
        if before != Some(block) {
            let gap = if before.is_some() { "\n" } else { "" };
            // Writing to a text does not fail.
            let _ = writeln!(text, "{gap}{}", heading(desk, line));
            before = Some(block);
        }
        text += &entry(desk, line);
    }
    let count = |mark| lines.iter().filter(|line| line.mark == mark).count();
    let facts =
        [("needs", count(Mark::NeedsYou).into()), ("unseen", count(Mark::CannotTell).into())];
    let _ = writeln!(text, "\n{}", desk.say("doctor-summary", &facts));
    text
}

fn heading(desk: &Desk, line: &Line) -> String {
    let account = line.account.as_ref().map(|name| name.as_str()).unwrap_or_default();
    let facts = [("topic", line.topic.name().into()), ("account", account.into())];
    desk.say("doctor-topic", &facts)
}

fn entry(desk: &Desk, line: &Line) -> String {
    let said = said(desk, line);
    let mark = desk.say("doctor-mark", &[("mark", line.mark.name().into())]);
    let place = line.place.as_ref().map(|place| format!("{}: ", Escaped(place)));
    let mut text = format!("  {mark}: {}{}\n", place.unwrap_or_default(), said.message);
    if let Some(hint) = said.hint.filter(|_| line.mark != Mark::Good) {
        let _ = writeln!(text, "      {hint}");
    }
    text
}

fn as_json(desk: &Desk, line: &Line) -> Value {
    let said = said(desk, line);
    json!({
        "topic": line.topic.name(),
        "account": line.account,
        "state": line.mark.name(),
        "id": line.reason.id,
        "message": said.message,
        "hint": said.hint,
        "because": line.because.as_ref().map(|why| &why.id),
        "place": line.place,
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::app::Topic;
    use crate::cli::Arguments;
    use crate::verdict::Reason;

    fn desk(language: &str) -> Desk {
        let line = format!("dakiya --language {language} doctor");
        Desk::open(&Arguments::try_parse_from(line.split(' ')).unwrap()).unwrap()
    }

    fn line(topic: Topic, mark: Mark, reason: Reason) -> Line {
        Line { topic, account: None, mark, reason, because: None, place: None }
    }

    fn lines() -> Vec<Line> {
        let disk = Reason::new("disk-almost-full").with("free", 5_u64 << 20);
        let paused = Reason::new("doctor-account-paused").with("account", "toot");
        vec![
            line(Topic::Disk, Mark::NeedsYou, disk.with("needed", 200_u64 << 20)),
            line(Topic::Disk, Mark::Good, Reason::new("doctor-ballast-good")),
            Line {
                account: Some("toot".parse().unwrap()),
                because: Some(Reason::new("login-needed")),
                ..line(Topic::Accounts, Mark::NeedsYou, paused)
            },
        ]
    }

    #[test]
    fn each_topic_has_its_block_and_what_needs_a_person_its_next_step() {
        let text = as_text(&desk("en"), &lines());
        let blocks: Vec<&str> = text.split("\n\n").collect();
        assert_eq!(blocks.len(), 3, "{text}");
        assert!(blocks[0].starts_with("Disk\n  needs you: "), "{text}");
        assert!(blocks[0].ends_with("  good: The reserve on the disk lies ready."), "{text}");
        assert!(blocks[1].starts_with("Account toot\n"), "{text}");
        assert!(blocks[1].contains("dakiya start --account toot"), "{text}");
        assert_eq!(blocks[2].trim(), "2 things need you. All else is good.");
    }

    #[test]
    fn a_pause_says_why_in_both_languages_and_to_programs() {
        for language in ["en", "hi"] {
            let desk = desk(language);
            let paused = &lines()[2];
            let why = desk.words.reason(&Reason::new("login-needed"));
            let told = as_json(&desk, paused);
            assert!(told["message"].as_str().unwrap().contains(&why.message), "{told}");
            assert!(told["hint"].as_str().unwrap().starts_with(&why.hint.unwrap()), "{told}");
            assert_eq!(
                (&told["state"], &told["because"]),
                (&json!("needs-you"), &json!("login-needed"))
            );
        }
    }
}
