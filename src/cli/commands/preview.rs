//! `dakiya preview`: what each account would get of a post, part by part, exactly as it goes out.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::check::survey;
use crate::account::AccountName;
use crate::app::Surveyed;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, complain, print, print_json};
use crate::cli::{Exit, findings_json};
use crate::finding::{Finding, Severity, any_error};
use crate::platform::Composed;
use crate::post::{Card, Media, Part};
use crate::text::Escaped;

/// How many posts are named to people who asked for one that is not there.
const MOST_NAMED: usize = 10;

pub(super) async fn preview(desk: &Desk, options: &args::Preview) -> Done {
    let survey = survey(desk).await?;
    let queue = &desk.config.posts.queue;
    let wanted = |name: &str| options.post.as_deref().is_none_or(|asked| means(asked, name, queue));
    let posts: Vec<&Surveyed> = survey.posts.iter().filter(|post| wanted(name_of(post))).collect();
    let problems = survey.problems.iter().filter(|(name, _)| wanted(name));
    let problems: Vec<Finding> = problems.flat_map(|(_, findings)| findings).cloned().collect();
    if let Some(name) = options.post.as_deref().filter(|_| posts.is_empty() && problems.is_empty())
    {
        let there: Vec<&str> = survey.posts.iter().map(name_of).take(MOST_NAMED).collect();
        let broken = survey.problems.len().into();
        let there = there.join(", ").into();
        let facts = [("post", name.into()), ("there", there), ("broken", broken)];
        complain(&desk.say("preview-no-such-post", &facts));
        return Ok(Exit::Usage);
    }
    if desk.json {
        print_json(&posts.iter().flat_map(|post| as_json(desk, post)).collect())?;
    } else {
        let shown: Vec<String> = posts.iter().map(|post| as_text(desk, post)).collect();
        print(&shown.join("\n"))?;
    }
    let found: Vec<Finding> = problems.into_iter().chain(posts.iter().flat_map(errors)).collect();
    if !found.is_empty() && !desk.json {
        desk.show(&found);
    }
    Ok(if any_error(&found) { Exit::Findings } else { Exit::Fine })
}

/// Whether people who wrote `asked` mean the post of that `name` in `queue`: they may write the way
/// to it, and the text in a folder for the folder.
fn means(asked: &str, name: &str, queue: &Path) -> bool {
    let asked = Path::new(asked);
    // Elsewhere, such as among the drafts, another post can have the same name.
    let is_queue = |folder: &Path| {
        matches!(folder.to_str(), Some("" | ".")) || folder.file_name() == queue.file_name()
    };
    let is = |path: &Path| {
        path.file_name().is_some_and(|last| last == name) && path.parent().is_none_or(is_queue)
    };
    let is_text = asked.file_name().is_some_and(|last| last == "post.md" || last == "post.txt");
    is(asked) || (is_text && asked.parent().is_some_and(is))
}

fn name_of(post: &Surveyed) -> &str {
    &post.understood.post.name
}

fn errors(post: &&Surveyed) -> Vec<Finding> {
    let errors = post.addressed.findings.iter();
    errors.filter(|finding| finding.severity == Severity::Error).cloned().collect()
}

/// What is worth knowing about a post on one account.
fn notes<'p>(post: &'p Surveyed, account: &AccountName) -> impl Iterator<Item = &'p Finding> {
    let about = move |finding: &&Finding| {
        let named = ("account", account.as_str().into());
        finding.severity != Severity::Error && finding.facts.contains(&named)
    };
    let notes: Vec<_> = post.addressed.findings.iter().filter(about).collect();
    notes.into_iter()
}

fn as_text(desk: &Desk, post: &Surveyed) -> String {
    let mut text = String::new();
    for (account, composed) in &post.addressed.accounts {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{}", heading(desk, post, account, composed));
        for (number, part) in (1..).zip(&composed.parts) {
            text += &part_text(desk, part, (number, composed.parts.len()));
        }
        for note in notes(post, account) {
            let said = desk.words.finding(note);
            let _ = writeln!(text, "  * {}", Escaped(&said.message));
            let hint = said.hint.filter(|_| note.severity == Severity::Warning);
            for line in hint.iter().flat_map(|hint| hint.lines()) {
                let _ = writeln!(text, "    {}", Escaped(line));
            }
        }
        text.push('\n');
    }
    text
}

fn heading(desk: &Desk, post: &Surveyed, account: &AccountName, composed: &Composed) -> String {
    let facts = [
        ("post", name_of(post).into()),
        ("account", account.as_str().into()),
        ("parts", composed.parts.len().into()),
    ];
    desk.say("preview-heading", &facts)
}

fn part_text(desk: &Desk, part: &Part, (number, of): (usize, usize)) -> String {
    let mut text = String::new();
    if of > 1 {
        let _ = writeln!(text, "  {number}/{of}");
    }
    if let Some(title) = part.options.get("title").and_then(Value::as_str) {
        let _ = writeln!(text, "  = {}", Escaped(title));
    }
    let warning = part.warning.iter().map(|warning| format!("[{warning}]"));
    for line in warning.chain(part.text.lines().map(str::to_owned)) {
        let _ = writeln!(text, "  | {}", Escaped(&line));
    }
    for medium in &part.media {
        let _ = writeln!(text, "  + {}", medium_line(desk, medium));
    }
    if let Card::Of { url, title, .. } = &part.card {
        let _ = writeln!(text, "  > {} ({})", Escaped(title), Escaped(url));
    }
    text
}

fn medium_line(desk: &Desk, medium: &Media) -> String {
    let side = |side: Option<u32>| u64::from(side.unwrap_or_default());
    let seconds = medium.film.as_ref().map(|film| film.millis.div_ceil(1000));
    let facts = [
        ("file", medium.name.as_str().into()),
        ("kind", medium.kind.ending().into()),
        ("width", side(medium.width).into()),
        ("height", side(medium.height).into()),
        ("bytes", medium.bytes.into()),
        ("seconds", seconds.unwrap_or_default().into()),
        ("alt", medium.alt.clone().unwrap_or_default().into()),
    ];
    desk.say("preview-medium", &facts)
}

fn as_json(desk: &Desk, post: &Surveyed) -> Vec<Value> {
    let of = |(account, composed): &(AccountName, Composed)| {
        let notes: Vec<Finding> = notes(post, account).cloned().collect();
        json!({
            "post": name_of(post),
            "account": account,
            "parts": composed.parts,
            "notes": findings_json(&notes, &desk.words),
        })
    };
    post.addressed.accounts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(asked: &str, name: &str) -> bool {
        means(asked, name, Path::new("posts/queue"))
    }

    #[test]
    fn a_post_is_found_by_its_name_and_by_the_way_to_it() {
        for asked in ["a.md", "posts/queue/a.md", "./a.md", "/srv/posts/queue/a.md"] {
            assert!(is(asked, "a.md"), "{asked}");
        }
        for asked in ["rally", "posts/queue/rally/", "rally/post.md", "queue/rally/post.txt"] {
            assert!(is(asked, "rally"), "{asked}");
        }
        assert!(is("queue/post.md", "post.md"));
        assert!(!is("a", "a.md") && !is("rally/notes.md", "rally"));
    }

    #[test]
    fn a_post_of_the_same_name_elsewhere_is_another() {
        for asked in ["posts/drafts/a.md", "posts/published/2026-11/a.md", "queue/rally/a.md"] {
            assert!(!is(asked, "a.md"), "{asked}");
        }
        assert!(!is("queue/rally/post.md", "post.md") && !is("drafts/rally/post.md", "rally"));
    }
}
