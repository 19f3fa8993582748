//! Trying out: what `run --mock` tells people.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use super::{CONFIG, Desk};

/// What `run --mock` tells on its standard output until a line has all of `until`, and its log.
fn told(desk: &Desk, arguments: &[&str], until: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dakiya"));
    command.args(arguments).args(["run", "--mock"]).current_dir(desk.path("")).env_clear();
    let log = std::fs::File::create(desk.path("log")).unwrap();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
    let mut child = child.unwrap();
    let mut said = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        said += &(line.unwrap() + "\n");
        if until.iter().all(|part| said.contains(part)) {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    (said, std::fs::read_to_string(desk.path("log")).unwrap())
}

/// A good post and one with a wrong time.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.configure(&format!("{CONFIG}[posts]\nsettle = \"1s\"\n"));
    desk.post("bad.md", "+++\nat = \"कल\"\n+++\nx\n");
    desk.post("good.md", "+++\nat = \"now\"\n+++\nनमस्ते\n");
    desk
}

#[test]
fn what_went_where_and_what_is_wrong_is_told_in_peoples_language() {
    let desk = desk();
    let (said, log) = told(&desk, &["--language", "hi"], &["प्रकाशित (", "सुझाव"]);
    assert!(said.contains("toot: good.md की स्थिति: प्रकाशित (1 हिस्सा)"), "{said}");
    assert!(said.contains("\"कल\" कोई समय नहीं है।\n --> bad.md:2:6"), "{said}");
    assert!(!log.contains("INFO"), "the log does not drown it: {log}");
    assert!(!desk.path("posts/queue/bad.md.problem.txt").exists());
}

#[test]
fn machines_get_one_document_a_line() {
    let (said, _) = told(&desk(), &["--json"], &["\"published\"", "time-unreadable"]);
    for line in said.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn the_plan_says_what_it_does_not_show() {
    let desk = Desk::new();
    for number in 0..3 {
        desk.post(&format!("{number}.md"), format!("नमस्ते {number}\n"));
    }
    assert!(!desk.say(&["plan"]).out.contains("not shown"));
    let said = desk.say(&["plan", "--most", "1"]).out;
    assert!(said.contains("2 more deliveries are not shown."), "{said}");
}

/// A post that a person took back still lies in the queue, and is not sent.
#[test]
fn the_plan_leaves_out_what_was_taken_back_and_status_says_that_the_disk_is_full() {
    let desk = Desk::new();
    let token = CONFIG.replace("{ credential = \"toot-token\" }", "{ env = \"TOKEN\" }");
    let only = token.split("[accounts.sky]").next().unwrap();
    desk.configure(&format!("{only}[posts]\nsettle = \"1s\"\n"));
    desk.post("far.md", "+++\nat = 2090-01-01T09:00:00\n+++\nx\n");
    let mut daemon = Command::new(env!("CARGO_BIN_EXE_dakiya"));
    daemon.arg("run").current_dir(desk.path("")).env_clear().env("TOKEN", "not-a-real-token");
    let child = daemon.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    let log = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(log.map_while(Result::ok).any(|line| line.contains("post was taken")));
    assert!(desk.say(&["plan"]).out.contains("far.md"));
    let status = desk.say(&["status"]);
    assert_eq!(status.code, 0, "{}", status.out);
    desk.configure(&format!(
        "{only}[posts]\nsettle = \"1s\"\n[journal]\nmin_free = \"900000 TiB\"\n"
    ));
    let full = desk.say(&["status"]);
    assert_eq!(full.code, 2, "{}", full.out);
    assert!(full.out.contains("Make room on the disk"), "{}", full.out);
    let cancelled = desk.say(&["resolve", "1", "--cancel"]);
    assert_eq!(cancelled.code, 0, "{}", cancelled.out);
    child.kill().unwrap();
    child.wait().unwrap();
    let plan = desk.say(&["plan"]);
    assert!(plan.out.contains("Nothing waits"), "{}", plan.out);
    desk.post("far.md", "+++\nat = 2090-01-01T10:00:00\n+++\nx\n");
    assert!(desk.say(&["plan"]).out.contains("2090-01-01 10:00"));
}
