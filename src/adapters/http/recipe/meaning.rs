//! The words by which a recipe says what a refusal means.

use crate::failure::Class;

/// What a refusal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Meaning {
    pub(in super::super) class: Class,
    /// The id of its message.
    pub(in super::super) reason: &'static str,
}

/// Every word, with what it means.
pub(super) const WORDS: [(&str, Meaning); 15] = [
    ("refused", of(Class::Rejected, "refused-by-platform")),
    ("too-large", of(Class::Rejected, "too-large-for-platform")),
    ("login", of(Class::Auth, "login-refused")),
    ("not-allowed", of(Class::Auth, "not-allowed")),
    ("address", of(Class::Auth, "address-not-found")),
    ("closed", of(Class::Auth, "http-place-closed")),
    ("page", of(Class::Auth, "http-page-instead")),
    ("rules", of(Class::Policy, "http-against-rules")),
    ("duplicate", of(Class::Duplicate, "http-duplicate")),
    ("rate-limited", of(Class::Rate, "rate-limited")),
    ("not-yet", of(Class::NotYet, "http-not-yet")),
    ("stale", of(Class::Stale, "http-prepared-gone")),
    ("not-applied", of(Class::NotSent, "http-not-applied")),
    ("failed", of(Class::Server, "server-error")),
    ("unknown", of(Class::Unknown, "answer-not-understood")),
];

const fn of(class: Class, reason: &'static str) -> Meaning {
    Meaning { class, reason }
}
