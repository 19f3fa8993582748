//! The file with the people: every mistake is shown with its place, and no number with it.

use super::*;
use crate::finding::Place;

/// What is found in a list, with line and column.
fn wrong(people: &str) -> Vec<(String, usize, usize)> {
    let bench = Bench::with("whatsapp", people, &[]);
    let found = bench.found(&draft(TEXT)).into_iter();
    let placed = found.map(|finding| {
        let place = finding.place.as_ref().unwrap();
        assert_nobodys_number(&place.source.text);
        (finding.id.to_owned(), place.line(), place.column())
    });
    placed.collect()
}

fn one(id: &str, line: usize, column: usize) -> Vec<(String, usize, usize)> {
    vec![(id.to_owned(), line, column)]
}

const HEADING: &str = "number,opt_in_text,opt_in_at,opt_in_source,categories,opted_out_at\n";

#[test]
fn a_wrong_field_is_shown_where_it_stands() {
    for (row, column) in [
        ("12025550101,v2,2025-10-04,form,notices,", 1),
        ("+1202555010१,v2,2025-10-04,form,notices,", 1),
        ("+12025550101,,2025-10-04,form,notices,", 14),
        ("+12025550101,v2,04/10/2025,form,notices,", 17),
        ("+12025550101,v2,2025-10-04 10:30,form,notices,", 17),
        ("+12025550101,v2,2025-10-04,,notices,", 28),
        ("+12025550101,v2,2025-10-04,form,,", 33),
        ("+12025550101,v2,2025-10-04,form,all of it,", 33),
        ("+12025550101,v2,2025-10-04,form,notices,yes", 41),
    ] {
        let people = format!("# people\n{HEADING}{row}\n");
        assert_eq!(wrong(&people), one("whatsapp-person-wrong", 3, column), "{row}");
    }
}

#[test]
fn a_line_of_another_shape_is_shown() {
    let line = |row: &str| wrong(&format!("{HEADING}{row}\n"));
    assert_eq!(line("+12025550101,v2"), one("whatsapp-columns-count", 2, 1));
    let many = "+12025550101,v2,2025-10-04,form, hall,notices,";
    assert_eq!(line(many), one("whatsapp-columns-count", 2, 1));
    let open = "+12025550101,v2,2025-10-04,\"form,notices,";
    assert_eq!(line(open), one("whatsapp-quote-open", 2, 28));
}

#[test]
fn a_strange_or_missing_column_is_shown() {
    let found = wrong("number,opt_in_text,opt_in_at,source,categories,opted_out_at\n");
    let strange = ("whatsapp-column-unknown".to_owned(), 1, 30);
    assert_eq!(found, [strange, ("whatsapp-column-missing".to_owned(), 1, 1)]);
    assert_eq!(wrong("# nothing\n"), one("whatsapp-recipients-empty", 1, 1));
}

#[test]
fn a_person_who_is_there_twice_is_an_error_at_the_second_row() {
    let row = "+12025550101,v2,2025-10-04,form,notices,\n";
    assert_eq!(wrong(&format!("{HEADING}{row}\n{row}")), one("whatsapp-person-twice", 4, 1));
}

#[test]
fn columns_may_stand_in_any_order_and_quotes_and_marks_of_spreadsheets_are_taken() {
    let people = "\u{feff}opted_out_at,categories,number,opt_in_source,opt_in_at,opt_in_text\r\n\
        ,notices,+12025550101,\"form, hall\",2025-10-04T10:30:00+05:30,\"v \"\"2\"\"\"\r\n";
    let bench = Bench::with("whatsapp", people, &[]);
    assert_eq!(bench.parts(&draft(TEXT))[0].options["to"], "+12…0101");
}

#[test]
fn a_list_can_be_written_as_toml() {
    let bench = Bench::of("whatsapp");
    let path = bench.folder.path().join("people.toml");
    let person = "[[person]]\nnumber = \"+12025550101\"\nopt_in_text = \"v2\"\n\
        opt_in_at = \"2025-10-04\"\nopt_in_source = \"form\"\ncategories = [\"notices\"]\n";
    fs::write(&path, person).unwrap();
    let rig = |path| Rig::new(&ROW, "whatsapp", &settings(path, &[]), bench.folder.path()).unwrap();
    let composed = rig(&path).platform.compose(&draft(TEXT));
    assert_eq!(composed.parts.len(), 1, "{:?}", composed.findings);
    let wrong = person.replace("+12025550101", "12025550101").replace("opt_in_source", "source");
    fs::write(&path, wrong).unwrap();
    let found = rig(&path).platform.compose(&draft(TEXT)).findings;
    let mut said = ids(&found);
    said.sort_unstable();
    assert_eq!(said, ["missing-key", "unknown-key"]);
    let twice = format!("{person}opted_out_at = \"2025-11-01\"\n");
    fs::write(&path, twice).unwrap();
    assert_eq!(ids(&rig(&path).platform.compose(&draft(TEXT)).findings), ["whatsapp-nobody"]);
}

#[test]
fn a_list_that_is_cut_off_is_no_consent() {
    let row = "+12025550101,v2,2025-10-04,form,notices,";
    for cut in [row.to_owned(), format!("{row}2026-")] {
        let found = wrong(&format!("{HEADING}{cut}"));
        let ids: Vec<_> = found.iter().map(|(id, ..)| id.as_str()).collect();
        assert_eq!(ids, ["whatsapp-recipients-unfinished"], "{cut}");
    }
}

#[test]
fn a_file_that_is_not_there_is_told_by_its_name() {
    let bench = Bench::of("whatsapp");
    fs::remove_file(bench.list()).unwrap();
    let found = bench.found(&draft(TEXT));
    assert_eq!(ids(&found), ["whatsapp-recipients-unreadable"]);
    assert_eq!(found[0].place, None::<Place>);
}

#[test]
fn the_list_is_not_in_the_debug_form() {
    let bench = Bench::of("whatsapp");
    bench.parts(&draft(TEXT));
    assert_nobodys_number(&format!("{:?}", bench.rig.platform));
}

#[test]
fn the_example_that_comes_with_the_program_is_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new(&ROW, "whatsapp", super::super::ROW.sample, folder.path()).unwrap();
    assert_eq!(rig.platform.compose(&draft(TEXT)).parts.len(), 1);
}
