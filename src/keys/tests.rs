use super::*;

fn keys(toml: &str) -> Keys<'_> {
    Keys::parse(&Source::new("test.toml", toml), 0, toml)
}

#[test]
fn nothing_else_is_said_about_a_place_that_cannot_be_read() {
    let mut keys = keys("lang = “hi”\n[a]\nto = ‘x’\n");
    assert_eq!(keys.take::<u32>("lang", "lang = 5"), None);
    let mut inner = keys.table("a", "[a]").unwrap();
    assert_eq!(inner.take::<u32>("to", "to = 5"), None);
    keys.absorb(inner);
    assert_eq!(ids(&keys.finish()), ["toml-syntax", "toml-syntax"]);
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn every_mistake_is_found_at_once() {
    let mut keys = keys("gap = \"x\"\nnmae = 1\n");
    assert_eq!(keys.take::<u32>("gap", "gap = 5"), None);
    keys.require::<String>("name", "name = \"a\"");
    let findings = keys.finish();
    assert_eq!(ids(&findings), ["wrong-value", "missing-key", "unknown-key"]);
    assert!(findings[2].facts.contains(&("nearest", "name".into())));
    assert_eq!(findings[2].place.as_ref().unwrap().line(), 2);
}

#[test]
fn capital_letters_hide_no_key() {
    let names = ["at", "to", "lang"];
    assert_eq!(nearest("To", names.into_iter()), Some("to"));
    assert_eq!(nearest("LANG", names.into_iter()), Some("lang"));
}

#[test]
fn a_place_counts_from_the_start_of_the_whole_file() {
    let source = Source::new("a.md", "+++\nat = 5\n+++\n");
    let toml = &source.text[4..11];
    let mut keys = Keys::parse(&source, 4, toml);
    assert_eq!(keys.take::<String>("at", "at = \"now\""), None);
    let findings = keys.finish();
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!((place.line(), place.column()), (2, 6));
}

#[test]
fn broken_syntax_is_one_finding_a_line() {
    let findings = keys("a = [1,\nb = = 2\nc = \"open\n").finish();
    assert!(ids(&findings).contains(&"toml-syntax"));
    let mut lines: Vec<_> = findings
        .iter()
        .filter(|finding| finding.id == "toml-syntax")
        .map(|finding| finding.place.as_ref().unwrap().line())
        .collect();
    lines.dedup();
    assert_eq!(lines.len(), ids(&findings).iter().filter(|id| **id == "toml-syntax").count());
}

#[test]
fn a_secret_in_the_open_has_a_finding_of_its_own() {
    let mut keys = keys("token = \"canary-keys-0a1b\"");
    assert_eq!(keys.take::<secret::SecretRef>("token", "token = { env = \"T\" }"), None);
    let findings = keys.finish();
    assert_eq!(ids(&findings), ["secret-inline"]);
    assert!(!format!("{:?}", findings[0].facts).contains("canary"));
}

#[test]
fn a_megabyte_of_broken_lines_is_a_handful_of_findings() {
    let broken = "= क\n".repeat(1 << 18);
    let keys = keys(&broken);
    assert_eq!(keys.findings().len(), MOST_SYNTAX);
    assert_eq!(keys.findings()[19].place.as_ref().unwrap().line(), 20);
}

#[test]
fn inner_tables_name_their_whole_path() {
    let mut keys = keys("[accounts.toot]\nplatfrom = \"mastodon\"\n");
    let mut accounts = keys.tables("accounts", "[accounts.NAME]");
    let (name, _, mut inner) = accounts.remove(0);
    assert_eq!(name, "toot");
    inner.require::<String>("platform", "platform = \"mastodon\"");
    keys.absorb(inner);
    let findings = keys.finish();
    assert_eq!(ids(&findings), ["missing-key", "unknown-key"]);
    assert!(findings[1].facts.contains(&("key", "accounts.toot.platfrom".into())));
}

#[test]
fn nothing_alike_offers_nothing() {
    assert_eq!(nearest("xyz", ["platform", "token"].into_iter()), None);
}
