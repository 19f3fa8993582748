//! The table of refusals.

use serde_json::json;

use super::super::classify::{RULES, failed};
use crate::adapters::graph::Asked;
use crate::adapters::graph::described::{class_of, hold_against_table};
use crate::failure::Class;

#[test]
fn every_row_of_the_table_means_what_it_says() {
    assert!(hold_against_table("threads", RULES) >= 27);
}

#[test]
fn what_the_page_of_the_platform_lists_is_told_apart() {
    for (error, visible, invisible) in [
        (json!({ "code": 1 }), Class::Server, Class::Server),
        (json!({ "code": 2 }), Class::Server, Class::Server),
        (
            json!({ "code": 24, "error_subcode": 4_279_009, "is_transient": false }),
            Class::NotYet,
            Class::NotYet,
        ),
        (json!({ "code": 100, "error_subcode": 4_279_071 }), Class::Rejected, Class::Rejected),
        (
            json!({ "code": 100, "message": "THREADS_API__LINK_LIMIT_EXCEEDED" }),
            Class::Rejected,
            Class::Rejected,
        ),
        (
            json!({ "code": 100, "message": "Param text must be at most 500 characters long." }),
            Class::Rejected,
            Class::Rejected,
        ),
        (json!({ "code": 10, "error_subcode": 4_279_013 }), Class::Auth, Class::Auth),
        (json!({ "code": 4, "error_subcode": 2_207_051 }), Class::Policy, Class::Policy),
        (json!({ "code": 4 }), Class::Rate, Class::Rate),
        (json!({ "code": 17 }), Class::Rate, Class::Rate),
        (json!({ "code": 613 }), Class::Rate, Class::Rate),
        (json!({ "code": 190 }), Class::Auth, Class::Auth),
        (json!({ "code": 10 }), Class::Auth, Class::Auth),
        (json!({ "code": 200 }), Class::Auth, Class::Auth),
        (
            json!({ "code": 100, "message": "The media could not be fetched from this URI" }),
            Class::Rejected,
            Class::Rejected,
        ),
    ] {
        assert_eq!(class_of(&error, Asked::Visible, RULES), visible, "{error}");
        assert_eq!(class_of(&error, Asked::Invisible, RULES), invisible, "{error}");
    }
}

#[test]
fn a_failed_container_is_told_by_its_words() {
    for (said, reason) in [
        ("FAILED_DOWNLOADING_VIDEO", "graph-media-not-fetched"),
        ("FAILED_PROCESSING_VIDEO", "graph-media-not-fetched"),
        ("UNKNOWN", "graph-media-not-fetched"),
        ("INVALID_ASPEC_RATIO", "graph-media-refused"),
        ("INVALID_BIT_RATE", "graph-media-refused"),
        ("INVALID_DURATION", "graph-media-refused"),
        ("INVALID_FRAME_RATE", "graph-media-refused"),
        ("INVALID_AUDIO_CHANNELS", "graph-media-refused"),
    ] {
        assert_eq!(&*failed(said).reason, reason, "{said}");
    }
}
