//! What people see, letter by letter.

use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::finding::Source;
use crate::language::Language;

fn plain(findings: &[Finding], language: Language) -> String {
    print_findings(findings, &Words::new(language), Look::Plain)
}

/// A finding at the first `what` of `text`.
fn at(finding: Finding, text: &str, what: &str) -> Finding {
    let start = text.find(what).unwrap();
    finding.at(&Source::new("posts/queue/सूचना.md", text), start..start + what.len())
}

fn settle() -> Finding {
    let text = "# टिप्पणी\nनाम = \"क्षत्रिय नमस्ते\", settle = \"सोमवार\"\n";
    let finding = Finding::error("duration-wrong")
        .with("key", "settle")
        .with("found", "सोमवार")
        .with("example", "settle = \"5s\"");
    at(finding, text, "\"सोमवार\"")
}

#[test]
fn the_line_its_place_and_the_remedy_are_shown_in_english() {
    let expected = "\
error[duration-wrong]: \"सोमवार\" is not a length of time for \"settle\".
 --> posts/queue/सूचना.md:2:26
  |
2 | नाम = \"क्षत्रिय नमस्ते\", settle = \"सोमवार\"
  |                               ^^^^^^^^
  |
  = help: Write a whole number with s, m, h or d (seconds, minutes, hours, days), for example: settle = \"5s\"

1 error
";
    assert_eq!(plain(&[settle()], Language::English), expected);
}

#[test]
fn the_line_its_place_and_the_remedy_are_shown_in_hindi() {
    let expected = "\
गलती[duration-wrong]: \"settle\" में \"सोमवार\" से कोई अवधि नहीं बनती।
 --> posts/queue/सूचना.md:2:26
  |
2 | नाम = \"क्षत्रिय नमस्ते\", settle = \"सोमवार\"
  |                               ^^^^^^^^
  |
  = सुझाव: पूरी संख्या के साथ s, m, h या d (सेकंड, मिनट, घंटे, दिन) लिखें, जैसे: settle = \"5s\"

1 गलती
";
    assert_eq!(plain(&[settle()], Language::Hindi), expected);
}

#[test]
fn findings_without_a_place_and_the_count_of_all_are_shown() {
    let expected = "\
गलती[text-empty]: पोस्ट में कोई पाठ नहीं है।
 |
 = सुझाव: कुछ पाठ लिखें।

चेतावनी[cut-while-sending]: सब कुछ भेजे जाने से पहले संपर्क टूट गया, इसलिए कुछ प्रकाशित नहीं हुआ। अपने आप फिर कोशिश होगी।

1 गलती, 1 चेतावनी
";
    let findings = [Finding::error("text-empty"), Finding::warning("cut-while-sending")];
    assert_eq!(plain(&findings, Language::Hindi), expected);
    assert_eq!(plain(&[], Language::Hindi), "");
}

#[test]
fn a_place_of_many_lines_shows_its_first_ones() {
    let text = "सूची = [\n1,\n2,\n3,\n4,\n5]\n";
    let expected = "\
note[any]: any
 --> posts/queue/सूचना.md:1:6
  |
1 |   सूची = [
  |  _______^
2 | | 1,
3 | | 2,
4 | | 3,
  | |__^

";
    let finding = at(Finding::note("any"), text, "[\n1,\n2,\n3,\n4,\n5]");
    assert_eq!(plain(&[finding], Language::English), expected);
}

#[test]
fn a_paragraph_in_one_line_is_shown_as_its_beginning() {
    let text = "प्रशिक्षण कार्यक्रम की सूचना ".repeat(10);
    let said = plain(&[at(Finding::error("text-empty"), &text, &text)], Language::Hindi);
    let lines: Vec<&str> = said.lines().filter(|line| line.contains('|')).collect();
    assert!(lines.iter().all(|line| line.width() < 80), "{said}");
    assert!(lines[1].ends_with('…') && lines[2].ends_with("^^^^"), "{said}");
}

#[test]
fn what_lies_far_behind_in_a_long_line_is_shown_where_it_is() {
    let text = format!("{} = 5", "a".repeat(90));
    let said = plain(&[at(Finding::error("text-empty"), &text, "5")], Language::English);
    assert!(said.contains("a = 5"), "{said}");
}

#[test]
fn the_end_of_a_file_can_be_pointed_at() {
    for (text, location) in [("", "x:1:1"), ("abc\n", "x:2:1"), ("क\r\nख", "x:2:2")] {
        let end = text.len();
        let finding = Finding::note("any").at(&Source::new("x", text), end..end);
        let printed = plain(&[finding], Language::English);
        assert!(printed.contains(&format!(" --> {location}\n")), "{printed}");
    }
}

#[test]
fn a_line_from_windows_ends_where_it_seems_to_end() {
    let text = "zone = 5\r\nx = 1\r\n";
    let printed = plain(&[at(Finding::note("any"), text, "5")], Language::English);
    assert!(printed.contains("1 | zone = 5\n"), "{printed:?}");
}

#[test]
fn what_could_act_on_a_terminal_is_shown_as_a_sign_in_its_place() {
    let text = "a\u{1b}[31m \u{9b}2J \u{202e}b\u{2028}c = \"x\"\r\n";
    let source = Source::new("\u{1b}]0;name\u{7}", text);
    let start = text.find("\"x\"").unwrap();
    let finding = Finding::note("any").at(&source, start..start + 3);
    let printed = plain(&[finding], Language::English);
    assert!(printed.contains("1 | a␛[31m ·2J ␦b␦c = \"x\""), "{printed:?}");
    assert!(printed.contains("--> \\u{1b}]0;name\\u{7}:1:"), "{printed:?}");
    assert!(!printed.contains(|c: char| c.is_control() && c != '\n'), "{printed:?}");
}

#[test]
fn a_secret_in_the_open_is_covered_and_its_line_keeps_its_shape() {
    let text = "[accounts.toot]\ntoken = \"अb\\u0063\" # ok\n";
    let finding = Finding::error("secret-inline")
        .with("key", "accounts.toot.token")
        .with("example", "token = { credential = \"toot-token\" }");
    let printed = plain(&[at(finding, text, "\"अb\\u0063\"")], Language::Hindi);
    assert!(
        printed.contains("2 | token = ************ # ok\n  |         ^^^^^^^^^^^^\n"),
        "{printed}"
    );
}

#[test]
fn a_known_secret_is_covered_in_every_line_that_is_shown() {
    let _secret = secret::Secret::new("canary-print-77");
    let text = "password = \"canary-print-77\", nmae = 1";
    let printed = plain(&[at(Finding::note("any"), text, "nmae")], Language::English);
    assert!(printed.contains("1 | password = \"***************\", nmae = 1\n"), "{printed}");
}

#[test]
fn colours_are_only_there_where_they_are_wanted() {
    let words = Words::new(Language::Hindi);
    let coloured = print_findings(&[settle()], &words, Look::Coloured);
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(
        anstream::adapter::strip_str(&coloured).to_string(),
        print_findings(&[settle()], &words, Look::Plain)
    );
}

#[test]
fn machines_get_the_same_in_fields() {
    let found =
        findings_json(&[settle(), Finding::warning("text-empty")], &Words::new(Language::English));
    let expected = json!([
        {
            "id": "duration-wrong",
            "severity": "error",
            "file": "posts/queue/सूचना.md",
            "line": 2,
            "column": 26,
            "message": "\"सोमवार\" is not a length of time for \"settle\".",
            "hint": "Write a whole number with s, m, h or d (seconds, minutes, hours, days), for example: settle = \"5s\"",
            "facts": { "key": "settle", "found": "सोमवार", "example": "settle = \"5s\"" },
        },
        {
            "id": "text-empty",
            "severity": "warning",
            "file": null,
            "line": null,
            "column": null,
            "message": "The post has no text.",
            "hint": "Write some text.",
            "facts": {},
        },
    ]);
    assert_eq!(found, expected);
}

#[test]
fn what_several_accounts_have_is_told_once_with_their_names() {
    let long = |account: &str, most: u64| {
        let finding = Finding::error("too-many-parts").with("parts", 35_u64).with("most", most);
        at(finding, "लंबा\n", "लंबा").with("account", account)
    };
    let expected = "\
error[too-many-parts]: The text makes 35 parts, and at most 25 are possible.
 --> posts/queue/सूचना.md:1:1
  |
1 | लंबा
  | ^^^
  |
  = account: sky, blue
  = help: Shorten it, or make several posts of it.

error[too-many-parts]: The text makes 35 parts, and at most 20 are possible.
 --> posts/queue/सूचना.md:1:1
  |
1 | लंबा
  | ^^^
  |
  = account: toot
  = help: Shorten it, or make several posts of it.

2 errors
";
    let findings = [long("sky", 25), long("blue", 25), long("toot", 20)];
    assert_eq!(plain(&findings, Language::English), expected);
}

#[test]
fn a_file_that_cannot_be_shown_is_named_without_an_empty_excerpt() {
    let expected = "\
error[file-not-plain]: \"f.md\" is a pipe, not a file.
 --> f.md:1:1
 |
 = help: Put a plain file here.

1 error
";
    let finding = Finding::error("file-not-plain").with("file", "f.md").with("kind", "pipe");
    let finding = finding.at(&Source::new("f.md", ""), 0..0);
    assert_eq!(plain(&[finding], Language::English), expected);
}
