//! The table of refusals.

use serde_json::json;

use super::super::classify::{RULES, failed};
use crate::adapters::graph::Asked;
use crate::adapters::graph::described::{class_of, hold_against_table};
use crate::failure::Class;

#[test]
fn every_row_of_the_table_means_what_it_says() {
    assert!(hold_against_table("instagram", RULES) >= 45);
}

#[test]
fn the_subcode_is_looked_at_before_the_code() {
    for (code, subcode, visible) in [
        (1, Some(2_207_057), Class::Rejected),
        (1, None, Class::Server),
        (4, Some(2_207_051), Class::Policy),
        (4, None, Class::Rate),
        (9, Some(2_207_042), Class::Rate),
        (24, Some(2_207_006), Class::Stale),
        (24, Some(2_207_008), Class::Server),
        (9007, Some(2_207_027), Class::NotYet),
        (25, Some(2_207_050), Class::Auth),
        (36_004, Some(2_207_010), Class::Rejected),
        (80_002, None, Class::Rate),
        (-1, None, Class::Server),
    ] {
        let error = json!({ "code": code, "error_subcode": subcode, "message": "x" });
        assert_eq!(class_of(&error, Asked::Visible, RULES), visible, "{error}");
    }
}

#[test]
fn an_account_that_is_not_professional_is_told() {
    let error =
        json!({ "code": 100, "message": "The account is not an Instagram Business account" });
    assert_eq!(class_of(&error, Asked::Invisible, RULES), Class::Auth);
}

#[test]
fn a_failed_container_is_told_by_its_number() {
    for (said, reason) in [
        ("Error: Media upload has failed with error code 2207026", "graph-media-refused"),
        ("Error: 2207009", "graph-media-refused"),
        ("Error: 2207003", "graph-media-not-fetched"),
        ("Error: 2207077", "graph-media-not-fetched"),
        ("Error", "graph-media-not-fetched"),
        ("12345678901234567890", "graph-media-not-fetched"),
    ] {
        assert_eq!(&*failed(said).reason, reason, "{said}");
    }
}
