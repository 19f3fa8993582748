//! What is said of bad states, each by itself.

mod looking;

use super::accounts::FETCHES;
use super::clock::Platforms;
use super::folders::{FolderState, OneFolder};
use super::state::JournalFacts;
use super::*;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::journal::contract::samples::{at, instance};
use crate::journal::{AccountState, Standing, Told};
use crate::media::Tools;
use crate::platform::Budget;

/// What is said, as mark and id.
fn told(lines: &[Line]) -> Vec<(Mark, &str)> {
    lines.iter().map(|line| (line.mark, &*line.reason.id)).collect()
}

fn marks(lines: &[Line], mark: Mark) -> Vec<&str> {
    lines.iter().filter(|line| line.mark == mark).map(|line| &*line.reason.id).collect()
}

fn state() -> StateFacts {
    let journal = JournalFacts { instance: Some(instance(0)), ..JournalFacts::default() };
    StateFacts {
        journal: Ok(journal),
        never_made: false,
        key: None,
        open_mode: None,
        other_user: None,
        runs: true,
    }
}

fn clock() -> ClockFacts {
    ClockFacts {
        now: at(600),
        passed: Some(at(0)),
        synced: Some(true),
        platforms: None,
        zone: "Asia/Kolkata".into(),
        shown: "2026-11-25 09:00".into(),
    }
}

fn account() -> AccountFacts {
    AccountFacts {
        name: "ours".parse().unwrap(),
        trouble: Vec::new(),
        paused_by_config: false,
        state: None,
        standing: Some(standing()),
        explained: Vec::new(),
        budgets: Vec::new(),
        now: at(600),
    }
}

fn standing() -> Standing {
    Standing {
        account: "ours".parse().unwrap(),
        asked: at(500),
        name: Some("@office".into()),
        url: None,
        ends: None,
        found: Vec::new(),
        trouble: None,
    }
}

fn days(days: i64) -> Instant {
    at(600) + chrono::Duration::days(days)
}

#[test]
fn a_folder_is_told_by_what_can_be_done_with_it() {
    let closed = FolderState::Closed("Permission denied".into());
    for (state, mark, id) in [
        (FolderState::Open, Mark::Good, "doctor-folder-good"),
        (FolderState::ToBeMade, Mark::Good, "doctor-folder-to-be-made"),
        (FolderState::NoFolder, Mark::NeedsYou, "doctor-no-folder"),
        (closed, Mark::NeedsYou, "doctor-folder-closed"),
    ] {
        let one = OneFolder { path: "posts/queue".into(), state, far: false };
        let facts = FolderFacts { each: vec![one], ..FolderFacts::default() };
        assert_eq!(told(&facts.lines()), [(mark, id)]);
    }
}

#[test]
fn links_strangers_and_networks_are_told() {
    let one = OneFolder { path: "queue".into(), state: FolderState::Open, far: true };
    let facts = FolderFacts {
        each: vec![one],
        links: vec!["a.md".into(), "b.md".into()],
        objection: Some(Finding::error("owner-unreadable").with("file", ".dakiya-owner")),
    };
    let lines = facts.lines();
    assert_eq!(marks(&lines, Mark::NeedsYou), ["doctor-links-in-queue", "owner-unreadable"]);
    assert_eq!(marks(&lines, Mark::Good), ["doctor-folder-good", "doctor-folder-far"]);
}

#[test]
fn a_disk_is_told_by_its_room_and_its_ballast() {
    let disk = |trouble, free, ballast| DiskFacts { free, needed: 7, trouble, ballast };
    let full = Some(Reason::new("disk-almost-full"));
    let unseen = [(Mark::CannotTell, "doctor-disk-unseen")];
    assert_eq!(told(&disk(None, None, None).lines()), unseen);
    assert_eq!(
        told(&disk(full, Some(1), Some(false)).lines()),
        [(Mark::NeedsYou, "disk-almost-full"), (Mark::CannotTell, "doctor-ballast-missing")]
    );
    assert!(marks(&disk(None, Some(9), Some(true)).lines(), Mark::NeedsYou).is_empty());
}

#[test]
fn a_state_that_is_well_needs_nobody() {
    let lines = state().lines();
    assert!(lines.iter().all(|line| line.mark == Mark::Good), "{lines:?}");
}

#[test]
fn a_program_that_does_not_run_says_since_when() {
    let end = Some(at(50));
    for (ended, id) in [(None, "doctor-program-died"), (end, "doctor-program-ended")] {
        let instance = crate::journal::Instance { ended, ..instance(0) };
        let journal = JournalFacts { instance: Some(instance), ..JournalFacts::default() };
        let lines = StateFacts { runs: false, journal: Ok(journal), ..state() }.lines();
        assert_eq!(marks(&lines, Mark::NeedsYou), [id]);
    }
    let journal = Ok(JournalFacts::default());
    let lines = StateFacts { runs: false, journal, ..state() }.lines();
    assert_eq!(marks(&lines, Mark::NeedsYou), ["doctor-program-never-ran"]);
}

#[test]
fn a_stop_notices_and_damage_are_told_each() {
    let journal = JournalFacts {
        damage: Some(Reason::new("state-damaged")),
        stopped: Some(Reason::new("stopped-by-file")),
        notices: 3,
        instance: Some(instance(0)),
        ..JournalFacts::default()
    };
    let lines = StateFacts { journal: Ok(journal), ..state() }.lines();
    let needing = ["state-damaged", "doctor-stopped", "doctor-notices"];
    assert_eq!(marks(&lines, Mark::NeedsYou), needing);
    let because = lines.iter().find_map(|line| line.because.clone());
    assert_eq!(because.unwrap().id, "stopped-by-file");
}

#[test]
fn a_state_that_cannot_be_read_or_that_others_can_read_needs_you() {
    let facts = StateFacts {
        journal: Err(Reason::new("state-on-network")),
        key: Some(Reason::new("seal-key-unusable")),
        open_mode: Some(0o755),
        other_user: Some(("dakiya".into(), "asha".into())),
        ..state()
    };
    let lines = facts.lines();
    let needing = ["doctor-state-open-to-others", "state-on-network", "seal-key-unusable"];
    assert_eq!(marks(&lines, Mark::NeedsYou), needing);
    assert_eq!(marks(&lines, Mark::CannotTell), ["doctor-other-user"]);
}

#[test]
fn a_clock_that_is_wrong_or_that_nobody_keeps_needs_you() {
    assert!(marks(&clock().lines(), Mark::NeedsYou).is_empty());
    let behind = ClockFacts { passed: Some(at(900)), ..clock() }.lines();
    assert_eq!(marks(&behind, Mark::NeedsYou), ["clock-suspect"]);
    let ahead = Some(Platforms::Ahead(chrono::Duration::minutes(9)));
    let ahead = ClockFacts { platforms: ahead, ..clock() }.lines();
    assert_eq!(marks(&ahead, Mark::NeedsYou), ["clock-contradicted"]);
    let free = ClockFacts { synced: Some(false), ..clock() }.lines();
    assert_eq!(marks(&free, Mark::NeedsYou), ["doctor-clock-not-kept"]);
    let unseen = ClockFacts { synced: None, ..clock() }.lines();
    assert_eq!(marks(&unseen, Mark::CannotTell), ["doctor-clock-unseen"]);
    let agrees = ClockFacts { platforms: Some(Platforms::Agree), ..clock() }.lines();
    assert!(told(&agrees).contains(&(Mark::Good, "doctor-clock-agrees")));
}

#[test]
fn tools_are_told_by_whether_they_work() {
    let tools = |helper, confined, ffmpeg| Tools { helper, confined, ffmpeg }.lines();
    assert_eq!(
        told(&tools(Err("killed".into()), Some(false), None)),
        [
            (Mark::NeedsYou, "doctor-helper-fails"),
            (Mark::CannotTell, "doctor-helper-not-confined"),
            (Mark::CannotTell, "doctor-ffmpeg-missing"),
        ]
    );
    let fine = tools(Ok(()), Some(true), Some("7.1".into()));
    assert!(fine.iter().all(|line| line.mark == Mark::Good), "{fine:?}");
}

#[test]
fn a_media_host_is_missed_only_where_an_account_needs_it() {
    assert!(HostFacts::default().lines().is_empty());
    let needed_by = vec!["pictures".parse().unwrap()];
    let missing = HostFacts { needed_by: needed_by.clone(), ..HostFacts::default() }.lines();
    assert_eq!(told(&missing), [(Mark::NeedsYou, "doctor-host-missing")]);
    let failed = |class| Some(Err(Failure::new(class, "media-host-refuses", "403")));
    for (tried, mark, id) in [
        (None, Mark::CannotTell, "doctor-host-not-tried"),
        (Some(Ok(())), Mark::Good, "doctor-host-works"),
        (failed(Class::Auth), Mark::NeedsYou, "media-host-refuses"),
        (failed(Class::Local), Mark::CannotTell, "media-host-refuses"),
    ] {
        let needed_by = needed_by.clone();
        let facts = HostFacts { is_set: true, needed_by, tried, trouble: None };
        assert_eq!(told(&facts.lines()), [(mark, id)]);
    }
}

#[test]
fn a_credential_that_only_the_service_has_tells_nothing_and_a_secret_that_is_open_does() {
    let unseen = Finding::error("credentials-absent").with("name", "token");
    let open = Finding::error("secret-open-to-others").with("file", "token");
    let facts = AccountFacts { trouble: vec![unseen, open], ..account() };
    let lines = facts.lines();
    assert_eq!(marks(&lines, Mark::CannotTell), ["doctor-credentials-unseen"]);
    assert_eq!(marks(&lines, Mark::NeedsYou), ["secret-open-to-others"]);
    assert!(lines[0].reason.facts.contains_key("name"));
}

#[test]
fn a_login_is_told_by_how_long_it_lasts() {
    for (ends, mark, id) in [
        (days(30), Mark::Good, "doctor-login-lasts"),
        (days(10), Mark::NeedsYou, "login-ends"),
        (days(-1), Mark::NeedsYou, "login-has-ended"),
    ] {
        let standing = Some(Standing { ends: Some(ends), ..standing() });
        let lines = AccountFacts { standing, ..account() }.lines();
        assert!(told(&lines).contains(&(mark, id)), "{lines:?}");
    }
}

#[test]
fn an_account_that_is_paused_left_alone_or_shut_out_says_why() {
    let state = |change: fn(&mut AccountState)| {
        let mut state = AccountState::new("ours".parse().unwrap());
        change(&mut state);
        AccountFacts { state: Some(state), ..account() }.lines()
    };
    let paused = state(|state| state.paused = Some(Reason::new("login-needed")));
    assert_eq!(marks(&paused, Mark::NeedsYou), ["doctor-account-paused"]);
    let alone = state(|state| state.open_until = Some(at(660)));
    assert_eq!(marks(&alone, Mark::CannotTell), ["doctor-account-left-alone"]);
    let past = state(|state| state.open_until = Some(at(60)));
    assert!(marks(&past, Mark::CannotTell).is_empty());
    let trouble = Some(Reason::new("login-refused"));
    let shut = Some(Standing { trouble, ..standing() });
    let shut = AccountFacts { standing: shut, ..account() }.lines();
    assert_eq!(marks(&shut, Mark::NeedsYou), ["doctor-not-reached"]);
}

#[test]
fn what_a_platform_never_said_or_said_long_ago_cannot_be_told() {
    let never = AccountFacts { standing: None, ..account() }.lines();
    assert_eq!(marks(&never, Mark::CannotTell), ["doctor-never-asked"]);
    let old = AccountFacts { now: days(3), ..account() }.lines();
    assert_eq!(marks(&old, Mark::CannotTell), ["doctor-asked-long-ago"]);
}

#[test]
fn what_a_platform_wants_is_told_once_and_its_warnings_need_you() {
    let said = |severity| Told { severity, reason: Reason::new("youtube-audit-unknown") };
    let found = vec![said(Severity::Note)];
    let explained = vec![
        Finding::note("youtube-audit-unknown"),
        Finding::warning("graph-version-ends"),
        Finding::note(FETCHES),
    ];
    let standing = Some(Standing { found, ..standing() });
    let lines = AccountFacts { standing, explained, ..account() }.lines();
    let audits = lines.iter().filter(|line| line.reason.id == "youtube-audit-unknown");
    assert_eq!(audits.count(), 1);
    assert_eq!(marks(&lines, Mark::NeedsYou), ["graph-version-ends"]);
    assert!(lines.iter().all(|line| line.reason.id != FETCHES));
}

#[test]
fn a_budget_is_told_where_it_is_about_hours() {
    let budget =
        |most, hours: u64| Budget { most, per: std::time::Duration::from_secs(hours * 3600) };
    let second = Budget { most: 1, per: std::time::Duration::from_secs(1) };
    let budgets = vec![(second, 1), (budget(100, 24), 4), (budget(3, 1), 3)];
    let lines = AccountFacts { budgets, ..account() }.lines();
    let told = marks(&lines, Mark::Good);
    assert_eq!(told[2..], ["doctor-budget", "doctor-budget-used"]);
}
