//! Every kind of wrong config, each with what is found and where.

use proptest::prelude::*;

use super::*;

#[test]
fn all_faults_of_a_file_are_found_at_once_in_its_order() {
    expect(
        &text("langauge = \"hi\"\ndefault_to = [\"tooot\"]", "pause = 5\npaused = 5\n[jurnal]"),
        &[
            ("unknown-key", "langauge"),
            ("account-unknown", "\"tooot\""),
            ("wrong-value", "5"),
            ("unknown-key", "jurnal"),
        ],
    );
}

#[test]
fn the_nearest_key_is_offered_for_a_slip() {
    let findings = parse(&text("langauge = \"hi\"", "")).unwrap_err();
    assert!(findings[0].facts.contains(&("nearest", "language".into())));
}

#[test]
fn a_zone_is_needed_and_must_exist() {
    let without = text("", "").replace("zone = \"Asia/Kolkata\"\n", "");
    assert_eq!(wrong(&without)[0].0, "missing-key");
    let slip = text("", "").replace("Asia/Kolkata", "Asia/Kolkatta");
    expect(&slip, &[("zone-misspelt", "\"Asia/Kolkatta\"")]);
    expect(&text("", "").replace("\"Asia/Kolkata\"", "5.5"), &[("wrong-value", "5.5")]);
}

#[test]
fn a_crontab_line_that_cannot_be_is_pointed_at_where_it_is_wrong() {
    expect(
        &text("", "[slots.x]\ncron = \"61 * * * *\"\n[slots.y]\nplaces = 2"),
        &[("cron-out-of-range", "61"), ("missing-key", "[slots.y]")],
    );
}

#[test]
fn values_of_a_wrong_type_or_out_of_range_are_found_in_every_section() {
    expect(
        &text(
            "language = \"hindi\"\nlog = { level = \"loud\", format = 1 }",
            "counter = \"roman\"\n[posts]\nsettle = \"soon\"\nafter = \"delete\"\n\
             [journal]\nmin_free = \"64 MB\"\nbackups = 1000\n\
             [http]\nproxy = \"nowhere\"\nextra_ca = \"one.pem\"\nread_timeout = \"1d\"",
        ),
        &[
            ("not-a-choice", "\"hindi\""),
            ("not-a-choice", "\"loud\""),
            ("wrong-value", "1"),
            ("not-a-choice", "\"roman\""),
            ("duration-wrong", "\"soon\""),
            ("not-a-choice", "\"delete\""),
            ("size-wrong", "\"64 MB\""),
            ("number-out-of-range", "1000"),
            ("proxy-wrong", "\"nowhere\""),
            ("wrong-value", "\"one.pem\""),
            ("duration-out-of-range", "\"1d\""),
        ],
    );
}

#[test]
fn a_section_that_is_no_table_is_named() {
    expect(
        &text("journal = \"state\"\nslots.x = 5", ""),
        &[("not-a-table", "\"state\""), ("not-a-table", "5")],
    );
}

#[test]
fn names_that_cannot_be_are_refused_where_they_stand() {
    expect(
        &text(
            "[groups]\ntoot = [\"tele\"]\n\"समूह\" = [\"tele\"]\nall = []\nodd = [\"all\", 5]",
            "[accounts.\"X Main\"]\nplatform = \"x\"\n[accounts.x]\nplatform = \"../x\"",
        ),
        &[
            ("group-is-account", "toot"),
            ("name-wrong", "\"समूह\""),
            ("list-empty", "[]"),
            ("wrong-value", "5"),
            ("name-wrong", "\"X Main\""),
            ("name-wrong", "\"../x\""),
        ],
    );
}

#[test]
fn a_group_holds_accounts_and_not_other_groups() {
    expect(
        &text("[groups]\nnews = [\"toot\"]\nall = [\"news\"]", ""),
        &[("account-unknown", "\"news\"")],
    );
}

#[test]
fn a_config_without_accounts_is_refused() {
    expect("zone = \"UTC\"\n", &[("no-account", "")]);
    expect("zone = \"UTC\"\n[accounts]\n", &[("no-account", "")]);
    assert_eq!(wrong("").len(), 2);
}

#[test]
fn an_account_without_platform_is_refused() {
    expect(&text("", "[accounts.x]\nserver = \"a\""), &[("missing-key", "[accounts.x]")]);
}

#[test]
fn blackouts_that_cannot_be_are_refused() {
    expect(
        &text(
            "",
            "[policy]\nblackout = [\n\
             { from = 2026-11-27T18:00:00, until = 2026-11-25T18:00:00, reason = \"a\" },\n\
             { from = 2026-11-27, until = 2026-11-28T18:00:00, reason = \"b\" },\n\
             { from = 2026-11-27T18:00:00, until = 2026-11-28T18:00:00, acounts = [\"toot\"], reason = \"c\" },\n]",
        ),
        &[
            (
                "window-backwards",
                "{ from = 2026-11-27T18:00:00, until = 2026-11-25T18:00:00, reason = \"a\" }",
            ),
            ("time-incomplete", "2026-11-27"),
            ("unknown-key", "acounts"),
        ],
    );
}

#[test]
fn a_state_folder_within_the_posts_is_refused() {
    for (posts, state) in [("posts", "posts/state"), (".", "state"), ("state/./posts", "state")] {
        let more = format!("[posts]\nfolder = \"{posts}\"\n[journal]\npath = \"{state}\"");
        assert_eq!(wrong(&text("", &more))[0].0, "state-in-posts", "{posts} {state}");
    }
}

#[test]
fn a_key_written_twice_is_refused() {
    let found = wrong(&text("language = \"hi\"\nlanguage = \"en\"", ""));
    assert_eq!(found, [("toml-syntax", "language".to_owned())]);
}

#[test]
fn a_file_that_is_cut_off_is_only_told_where_it_ends() {
    let whole = text("", "token = { credential = \"toot\" }");
    let cut = &whole[..whole.find("\"toot\"").unwrap() + 3];
    let findings = parse(cut).unwrap_err();
    assert!(findings.iter().all(|finding| finding.id == "toml-syntax"));
    assert_eq!(findings[0].place.as_ref().unwrap().line(), cut.lines().count());
}

fn load(content: &[u8]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dakiya.toml");
    std::fs::write(&path, content).unwrap();
    let findings = Config::load(&path).unwrap_err();
    findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn files_that_are_no_config_are_refused_by_what_they_are() {
    assert_eq!(load(b"\x7fELF\x02\x01\xff\xfe"), ["config-not-text"]);
    assert_eq!(load(&vec![b'#'; (1 << 20) + 1]), ["config-too-large"]);
    let missing = Config::load(Path::new("/nowhere/dakiya.toml")).unwrap_err();
    assert_eq!(missing[0].id, "config-missing");
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Config::load(folder.path()).unwrap_err()[0].id, "config-unreadable");
}

#[test]
fn a_megabyte_of_nonsense_is_a_few_findings() {
    for nonsense in ["= x\n", "@#$%^&*({[\"'", "[", "a={", "\0", "a.", "क = \"ख\"\n"] {
        let file = nonsense.repeat((1 << 20) / nonsense.len());
        let ids = load(file.as_bytes());
        assert!((1..=20).contains(&ids.len()), "{nonsense:?}: {}", ids.len());
        assert!(ids.iter().all(|id| *id == "toml-syntax"));
    }
}

fn check_places(text: &str) {
    let findings = match parse(text) {
        Ok(config) => config.warnings,
        Err(findings) => findings,
    };
    for finding in findings {
        let Some(place) = finding.place else { continue };
        assert!(text.get(place.span.clone()).is_some(), "{} at {:?}", finding.id, place.span);
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_or_point_outside(text in ".{0,200}") {
        check_places(&text);
    }

    #[test]
    fn no_change_of_a_right_config_makes_it_panic_or_point_outside(
        at in any::<prop::sample::Index>(),
        cut in 0_usize..12,
        put in "[\\[\\]{}=\"'.,#\\n\\\\0-9a-z क्🙂]{0,6}",
    ) {
        let mut whole = include_str!("../../../config/dakiya.toml").to_owned();
        let at = at.index(whole.len());
        let start = whole.floor_char_boundary(at);
        let end = whole.ceil_char_boundary((at + cut).min(whole.len()));
        whole.replace_range(start..end, &put);
        check_places(&whole);
    }
}
