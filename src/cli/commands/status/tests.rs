//! What people read when something waits for them, letter by letter.

use clap::Parser as _;

use super::*;
use crate::cli::Arguments;
use crate::clock::{Instant, from_micros};
use crate::delivery::{Delivery, DeliveryId, HeldAt, State, Why};
use crate::event::Notice;
use crate::journal::Version;
use crate::post::{PostId, When};

fn desk(options: &str) -> Desk {
    let line = format!("dakiya {options} status");
    Desk::open(&Arguments::try_parse_from(line.split_whitespace()).unwrap()).unwrap()
}

fn at(minute: i64) -> Instant {
    from_micros(1_795_579_200_000_000 + minute * 60_000_000)
}

fn brief(number: i64, name: &str, state: State) -> Brief {
    Brief {
        delivery: Delivery { state, ..Delivery::planned(DeliveryId(number)) },
        version: Version(1),
        post: PostId(1),
        name: name.into(),
        account: "mastodon".parse().unwrap(),
        when: When::Now,
        due: Some(at(0)),
        asked: None,
        slot: None,
        taken: at(0),
        expires: None,
        urgent: false,
    }
}

fn held(at: HeldAt, why: Reason) -> State {
    State::Held { at, why }
}

fn doubt() -> Brief {
    let why = Reason::new("uncertain-ask").with("cause", "answer-lost");
    let why = why.with("since", at(1).to_rfc3339());
    brief(7, "सूचना.md", held(HeldAt::Doubt, why))
}

fn picture() -> Picture {
    let mut account = AccountState::new("telegram".parse().unwrap());
    account.paused = Some(Reason::new("login-refused"));
    let failed = State::Failed(Why { why: Reason::new("text-empty") });
    let told = |brief: Brief, why| News {
        notice: Notice {
            at: at(2),
            account: Some("mastodon".parse().unwrap()),
            delivery: Some(brief.delivery.id),
            reason: why,
        },
        brief: Some(brief),
    };
    Picture {
        films: Vec::new(),
        open: vec![doubt(), brief(9, "later.md", State::Planned)],
        accounts: vec![account],
        standings: Vec::new(),
        news: vec![
            told(doubt(), Reason::new("answer-lost")),
            told(brief(5, "empty.md", failed), Reason::new("text-empty")),
        ],
        stopped: Some(Reason::new("stopped-by-person").with("cause", "मौन अवधि")),
        trouble: None,
        now: at(1),
    }
}

#[test]
fn everything_that_waits_for_a_person_comes_with_the_lines_that_answer_it() {
    let expected = "\
Everything is stopped: a person stopped it (मौन अवधि).
  To let it go on:
      dakiya start

The account telegram is paused: The platform refuses our login.
  Make a new token for the account, put it where the config says, and start the program again.
  When that is mended:
      dakiya start --account telegram

Delivery 7, सूचना.md on mastodon, is held: It is uncertain since 2026-11-25 09:31 whether this was published. The request went out, but its answer was lost.
  Look at the account first, in its app or a browser; what was sent can appear some minutes late.
  it is there (the address may be left out):
      dakiya resolve 7 --posted URL
  it is not there: send it:
      dakiya resolve 7 --post-again
  leave it as it is and end it:
      dakiya resolve 7 --abandon
  look once more whether it is there:
      dakiya resolve 7 --look

2026-11-25 09:32: delivery 5, empty.md on mastodon, is failed: The post has no text.
  Write some text.
  When you have seen to it:
      dakiya resolve 5 --abandon

Account   Next due          Late  Post
mastodon  2026-11-25 09:30  -     later.md

No.  When              Account   State    Post
7    2026-11-25 09:30  mastodon  held     सूचना.md
9    2026-11-25 09:30  mastodon  planned  later.md
";
    assert_eq!(as_text(&desk("--language en"), &picture()), expected);
}

#[test]
fn the_same_is_said_in_hindi_without_a_word_of_english() {
    let said = as_text(&desk("--language hi"), &picture());
    for hindi in [
        "सब कुछ रोक दिया गया है: किसी व्यक्ति ने रोका (मौन अवधि)।",
        "खाता telegram विराम पर है: प्लेटफ़ॉर्म हमारा लॉगिन नहीं मान रहा।",
        "  यह वहाँ नहीं है: भेज दें:\n      dakiya resolve 7 --post-again\n",
        "नंबर  समय",
        "रुकी हुई",
    ] {
        assert!(said.contains(hindi), "{hindi}\n{said}");
    }
    let known = ["dakiya", "resolve", "posted", "post", "again", "abandon", "look", "start"];
    let names = ["account", "telegram", "mastodon", "md", "later", "empty", "URL"];
    let words = said.split(|sign: char| !sign.is_ascii_alphabetic());
    let english: Vec<_> = words
        .filter(|word| !word.is_empty() && !known.contains(word) && !names.contains(word))
        .collect();
    assert!(english.is_empty(), "{english:?}\n{said}");
}

#[test]
fn another_config_file_is_named_in_every_line() {
    let config = "--config ./config/dakiya.toml";
    let said = as_text(&desk(config), &picture());
    let lines: Vec<_> = said.lines().filter(|line| line.contains("dakiya ")).collect();
    assert!(lines.iter().all(|line| line.ends_with(config)), "{lines:?}");
    let json = as_json(&desk(config), &picture());
    let first = &json["deliveries"][0]["answers"][0];
    assert_eq!(first, "dakiya resolve 7 --posted URL --config ./config/dakiya.toml");
}

#[test]
fn where_all_is_well_there_is_only_the_table() {
    let calm = Picture {
        open: vec![brief(9, "later.md", State::Planned)],
        accounts: vec![AccountState::new("telegram".parse().unwrap())],
        standings: Vec::new(),
        news: Vec::new(),
        stopped: None,
        films: Vec::new(),
        trouble: None,
        now: at(0),
    };
    assert!(!calm.needs_a_person());
    let tables = "\
Account   Next due          Late  Post
mastodon  2026-11-25 09:30  -     later.md

No.  When              Account   State    Post
9    2026-11-25 09:30  mastodon  planned  later.md
";
    assert_eq!(as_text(&desk("--language en"), &calm), tables);
}

#[test]
fn a_post_that_waits_for_its_film_shows_and_needs_nobody() {
    let film = BeingMade { post: "a.md".into(), file: "rally.mov".into(), since: at(0) };
    let picture = Picture { films: vec![film], news: Vec::new(), open: Vec::new(), ..picture() };
    let picture = Picture { stopped: None, accounts: Vec::new(), ..picture };
    assert!(!picture.needs_a_person());
    let said = as_text(&desk("--language en"), &picture);
    let expected = "a.md is not taken in yet: since 2026-11-25 09:30 its film \"rally.mov\" is";
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(as_json(&desk(""), &picture)["films"][0]["file"], "rally.mov");
}

#[test]
fn what_is_late_and_what_is_left_alone_shows() {
    let mut alone = AccountState::new("mastodon".parse().unwrap());
    alone.open_until = Some(at(20));
    let late = Picture {
        open: vec![
            brief(8, "second.md", State::Preparing),
            doubt(),
            Brief { due: Some(at(-2)), ..brief(9, "first.md", State::Planned) },
        ],
        accounts: vec![alone],
        standings: Vec::new(),
        news: Vec::new(),
        stopped: None,
        films: Vec::new(),
        trouble: None,
        now: at(10),
    };
    let said = as_text(&desk("--language en"), &late);
    assert!(said.contains("The account mastodon is left alone until 2026-11-25 09:50"), "{said}");
    assert!(said.contains("mastodon  2026-11-25 09:28  12 min  first.md\n"), "{said}");
    let json = as_json(&desk("--language en"), &late);
    let next = &json["accounts"][0]["next"];
    assert_eq!((&next["post"], &next["late_seconds"]), (&"first.md".into(), &720.into()));
}

#[test]
fn a_file_that_cannot_go_out_needs_a_person_and_no_command() {
    let reason = Reason::new("post-not-understood").with("post", "a.md").with("problems", "x");
    let notice = Notice { at: at(2), account: None, delivery: None, reason };
    let picture =
        Picture { news: vec![News { notice, brief: None }], open: Vec::new(), ..picture() };
    let picture = Picture { stopped: None, accounts: Vec::new(), ..picture };
    assert!(picture.needs_a_person());
    let said = as_text(&desk("--language en"), &picture);
    assert!(said.contains("\"a.md\" cannot go out as it is.\n"), "{said}");
    assert!(!said.contains("dakiya "), "{said}");
}
