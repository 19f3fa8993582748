//! Settings, right and wrong.

use super::*;
use crate::finding::Finding;

fn wrong(settings: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    Rig::new(&ROW, NAME, settings, folder.path()).map(|_| ()).unwrap_err()
}

#[test]
fn a_person_a_place_and_a_way_to_them_are_needed() {
    for key in ["person", "place", "telegram", "token"] {
        let lines = PLAIN.lines().filter(|line| !line.starts_with(key));
        let settings: String = lines.map(|line| format!("{line}\n")).collect();
        let findings = wrong(&settings);
        assert!(format!("{findings:?}").contains(key), "{key}: {findings:?}");
    }
}

#[test]
fn one_way_to_the_person_is_enough() {
    let both = format!("{PLAIN}url = {{ credential = \"hook\" }}\n");
    let ids: Vec<_> = wrong(&both).into_iter().map(|finding| finding.id).collect();
    assert!(ids.contains(&"handoff-two-ways"), "{ids:?}");
}

#[test]
fn others_are_not_told_before_the_person_was_reminded() {
    let findings = wrong(&format!("{PLAIN}remind = \"2h\"\nreport = \"1h\"\n"));
    assert_eq!(findings[0].id, "handoff-report-before-reminder");
}

#[test]
fn a_name_of_several_lines_is_refused() {
    let settings = PLAIN.replace("\"Sunita Devi\"", "\"a\\nb\"");
    assert_eq!(wrong(&settings)[0].id, "wrong-value");
}
