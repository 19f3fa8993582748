//! What people read of their accounts, letter by letter.

use clap::Parser as _;

use super::*;
use crate::cli::Arguments;
use crate::clock::from_micros;
use crate::journal::Told;

fn desk(options: &str) -> Desk {
    let line = format!("dakiya {options} accounts");
    Desk::open(&Arguments::try_parse_from(line.split_whitespace()).unwrap()).unwrap()
}

async fn row(desk: &Desk, account: &str) -> Row {
    let folder = PassingFolder::new().unwrap();
    let mut lanes = lanes(desk, &folder).await.unwrap();
    lanes.retain(|facts| facts.name.as_str() == account);
    let facts = lanes.remove(0);
    Row { state: AccountState::new(facts.name.clone()), standing: None, facts }
}

fn standing(account: &str) -> Standing {
    let told = |severity, id: &'static str| Told { severity, reason: Reason::new(id) };
    Standing {
        account: account.parse().unwrap(),
        asked: from_micros(1_795_579_200_000_000),
        name: Some("@office@social.example".into()),
        url: Some("https://social.example/@office".into()),
        ends: Some(from_micros(1_798_171_200_000_000)),
        found: vec![
            told(Severity::Note, "mastodon-scopes-unknown"),
            told(Severity::Warning, "mastodon-account-moved"),
        ],
        trouble: None,
    }
}

#[tokio::test]
async fn an_account_says_who_it_is_what_it_promises_and_what_is_wrong() {
    let desk = desk("--language en");
    let mut row = row(&desk, "mastodon").await;
    row.state.paused = Some(Reason::new("login-refused"));
    row.standing = Some(standing("mastodon"));
    let expected = "\
mastodon, on mastodon: @office@social.example (https://social.example/@office)
  Class C: where an answer is lost, the account is read back; if nothing is found there, a person is asked.
  The account mastodon is paused: The platform refuses our login.
  Asked on 2026-11-25 09:30.
  The login ends on 2026-12-25 09:30.
  The server does not say what the token is allowed to do.
  This account has moved to another address. Put the new account's server and token into the config.
";
    assert_eq!(as_text(&desk, &row), expected);
    assert!(row.is_troubled());
}

#[tokio::test]
async fn an_account_that_was_never_asked_says_so_and_needs_nobody() {
    let desk = desk("--language en");
    let row = row(&desk, "mastodon").await;
    let said = as_text(&desk, &row);
    assert!(said.starts_with("mastodon, on mastodon: not known yet who it is there\n"), "{said}");
    assert!(!row.is_troubled());
    assert_eq!(as_json(&desk, &row)["name"], Value::Null);
}

#[tokio::test]
async fn each_class_is_one_plain_sentence_in_both_languages() {
    for language in ["en", "hi"] {
        let desk = desk(&format!("--language {language}"));
        let said: Vec<_> = ["A", "B", "C", "D"]
            .map(|class| desk.say("account-class", &[("class", class.into())]))
            .into();
        for (at, sentence) in said.iter().enumerate() {
            assert!(!said[..at].contains(sentence), "{sentence}");
            assert!(sentence.ends_with(['.', '।']), "{sentence}");
        }
    }
}

#[tokio::test]
async fn what_could_not_be_asked_or_must_be_mended_is_trouble() {
    let desk = desk("--language en");
    let mut row = row(&desk, "mastodon").await;
    row.standing = Some(standing("mastodon"));
    assert!(!row.is_troubled(), "a warning alone is none");
    let error = Told { severity: Severity::Error, reason: Reason::new("mastodon-scope-missing") };
    row.standing.as_mut().unwrap().found.push(error);
    assert!(row.is_troubled());
    let unanswered = Some(Reason::new("platform-unreachable"));
    row.standing = Some(Standing { trouble: unanswered, ..standing("mastodon") });
    assert!(row.is_troubled());
}
