//! OAuth 2 with a code that a browser brings back (RFC 6749), as several platforms have it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{Begun, CameBack, Tokens};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Answer, Url};
use crate::secret::Secret;

/// The longest token taken for one.
const LONGEST_TOKEN: usize = 16 * 1024;

/// The longest life that is believed, in seconds.
const LONGEST_LIFE: i64 = 100 * 366 * 86_400;

/// What a refusal means for the login of one platform.
#[derive(Debug, Clone, Copy)]
pub struct Refusals {
    /// The reason where the login has ended: a person must log in again.
    pub ended: &'static str,
    /// The reason where the application itself is not known: a person must mend the settings.
    pub client: &'static str,
}

/// What an endpoint for tokens gives; times in seconds from now.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Option<i64>,
    refresh_token: Option<String>,
    refresh_token_expires_in: Option<i64>,
    scope: Option<String>,
}

/// How it refuses.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refused {
    error: String,
    error_description: String,
}

/// A login that begins at `page` with these values; the state is added to them.
#[must_use]
pub fn begin(mut page: Url, values: &[(&str, &str)], kept: &[(&str, &str)]) -> Begun {
    let state = random_word();
    page.query_pairs_mut().extend_pairs(values).append_pair("state", &state);
    let kept = kept.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Begun { url: page, state: Some(state), kept: kept.collect() }
}

/// Whether what came back belongs to the login that was begun.
///
/// # Errors
/// Of [`Class::Auth`] where it does not.
pub fn check_state(begun: &Begun, came: &CameBack) -> Result<(), Failure> {
    if begun.state == came.state && begun.state.is_some() {
        return Ok(());
    }
    Err(Failure::new(Class::Auth, "login-of-another", "the state is another one"))
}

/// A word that nobody can guess, of 43 letters, digits, `-` and `_`.
#[must_use]
pub fn random_word() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// The challenge of the verifier `word` (RFC 7636, S256).
#[must_use]
pub fn challenge(word: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(word.as_bytes()))
}

/// The tokens in `answer`, which came at `now`. What it does not repeat is as it was `before`; a
/// refresh token never lives longer than was said first.
///
/// # Errors
/// A failure: of [`Class::Auth`] where a person must log in again or mend the settings.
pub fn granted(
    answer: &Answer,
    before: Option<&Tokens>,
    refusals: Refusals,
    now: Instant,
) -> Result<Tokens, Failure> {
    if !answer.is_success() {
        return Err(refused(answer, refusals, now));
    }
    let granted: Granted = answer.json().map_err(not_understood)?;
    let tokens = [Some(&granted.access_token), granted.refresh_token.as_ref()];
    if !tokens.into_iter().flatten().all(|token| is_token(token)) {
        return Err(not_understood("a token of another shape"));
    }
    let now = now.timestamp();
    let after = |seconds: Option<i64>| {
        seconds.filter(|seconds| (1..=LONGEST_LIFE).contains(seconds)).map(|life| now + life)
    };
    let refresh = granted.refresh_token.or_else(|| before?.refresh.clone());
    let named = after(granted.refresh_token_expires_in);
    let earlier = before.and_then(|before| before.refresh_ends);
    let scopes = granted.scope.as_deref().map(scopes);
    Ok(Tokens {
        access: granted.access_token,
        refresh_ends: [named, earlier].into_iter().flatten().min().filter(|_| refresh.is_some()),
        refresh,
        got: now,
        access_ends: after(granted.expires_in),
        scopes: scopes.or_else(|| Some(before?.scopes.clone())).unwrap_or_default(),
    })
}

/// A list of scopes, with blanks or commas between them.
#[must_use]
pub fn scopes(text: &str) -> Vec<String> {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn refused(answer: &Answer, refusals: Refusals, now: Instant) -> Failure {
    let Refused { error, error_description } = answer.json().unwrap_or_default();
    let said = format!("{error} {error_description}");
    match error.as_str() {
        "invalid_grant" | "invalid_token" => Failure::new(Class::Auth, refusals.ended, said),
        "invalid_client" | "unauthorized_client" | "deleted_client" => {
            Failure::new(Class::Auth, refusals.client, said)
        }
        _ => super::classify(answer, &error, &error_description, &[], now),
    }
}

fn is_token(token: &str) -> bool {
    let sound = (1..=LONGEST_TOKEN).contains(&token.len());
    if sound {
        let _struck_out_from_now_on = Secret::new(token);
    }
    sound && token.bytes().all(|byte| byte.is_ascii_graphic())
}

fn not_understood(what: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", what)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const REFUSALS: Refusals = Refusals { ended: "ended", client: "client" };

    fn answer(status: u16, body: &Value) -> Answer {
        Answer::of(status, &[], body.to_string().into_bytes())
    }

    fn now() -> Instant {
        crate::clock::from_micros(1_795_600_000_000_000)
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let word = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(word), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_login_has_a_state_that_nobody_can_guess_and_only_its_own_answer_fits() {
        let page = Url::parse("https://auth.example/ask").unwrap();
        let begun = begin(page.clone(), &[("client_id", "a b")], &[("verifier", "v")]);
        let other = begin(page, &[], &[]);
        let query: Vec<_> = begun.url.query_pairs().into_owned().collect();
        assert_eq!(query[0], ("client_id".to_owned(), "a b".to_owned()));
        assert_eq!(Some(&query[1].1), begun.state.as_ref());
        assert_ne!(begun.state, other.state);
        let came = |state: &Option<String>| CameBack { code: "c".into(), state: state.clone() };
        assert!(check_state(&begun, &came(&begun.state)).is_ok());
        for state in [&other.state, &None] {
            assert_eq!(check_state(&begun, &came(state)).unwrap_err().class, Class::Auth);
        }
    }

    #[test]
    fn what_an_answer_does_not_repeat_stays_as_it_was_and_the_end_never_moves_on() {
        let first = json!({ "access_token": "one-token", "expires_in": 100,
            "refresh_token": "again-token", "refresh_token_expires_in": 1000, "scope": "a,b c" });
        let first = granted(&answer(200, &first), None, REFUSALS, now()).unwrap();
        assert_eq!(first.scopes, ["a", "b", "c"]);
        let later = now() + chrono::Duration::seconds(90);
        let second = json!({ "access_token": "two-token", "expires_in": 100,
            "refresh_token_expires_in": 1000 });
        let second = granted(&answer(200, &second), Some(&first), REFUSALS, later).unwrap();
        assert_eq!(second.refresh.as_deref(), Some("again-token"));
        assert_eq!(second.refresh_ends, Some(now().timestamp() + 1000));
        assert_eq!(second.access_ends, Some(now().timestamp() + 190));
        assert_eq!(second.scopes, first.scopes);
    }

    #[test]
    fn refusals_are_told_apart() {
        let said = |status, error: &str| {
            let refused = answer(status, &json!({ "error": error }));
            let failure = granted(&refused, None, REFUSALS, now()).err().unwrap();
            (failure.class, failure.reason.into_owned())
        };
        assert_eq!(said(400, "invalid_grant"), (Class::Auth, "ended".to_owned()));
        assert_eq!(said(401, "invalid_client"), (Class::Auth, "client".to_owned()));
        assert_eq!(said(503, "temporarily_unavailable").0, Class::Server);
        assert_eq!(said(429, "slow_down").0, Class::Rate);
    }

    #[test]
    fn what_is_no_token_is_not_taken() {
        for token in [json!(""), json!("a\r\nb"), json!(7), json!("x".repeat(20_000)), json!(null)]
        {
            let body = json!({ "access_token": token });
            let failure = granted(&answer(200, &body), None, REFUSALS, now()).err().unwrap();
            assert_eq!(failure.class, Class::Unknown, "{token}");
        }
    }
}
