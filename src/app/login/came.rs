//! What came back from the browser.

use crate::http::Url;
use crate::platform::{Begun, CameBack};

/// Why what came back cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// There is no code in it.
    #[error("there is no code in it")]
    NoCode,
    /// It belongs to another login.
    #[error("it belongs to another login")]
    Foreign,
    /// The platform, or the person there, said no.
    #[error("the platform says: {0}")]
    Refused(String),
}

/// Reads what a browser was sent back with, or what a person pasted: a whole address, or the code
/// alone.
///
/// # Errors
/// Why it cannot be used.
pub fn came_back(begun: &Begun, text: &str) -> Result<CameBack, Unusable> {
    let text = text.trim();
    let Ok(url) = Url::parse(text) else { return alone(text) };
    let value = |wanted: &str| {
        let mut pairs = url.query_pairs();
        let found = pairs.find(|(name, value)| name == wanted && !value.is_empty());
        found.map(|(_, value)| value.into_owned())
    };
    let state = value("state");
    let is_foreign = begun.state.is_some() && state != begun.state;
    if let Some(why) = ["error_description", "error", "denied"].into_iter().find_map(value) {
        return Err(if is_foreign { Unusable::Foreign } else { Unusable::Refused(why) });
    }
    let code = ["code", "oauth_verifier"].into_iter().find_map(value).ok_or(Unusable::NoCode)?;
    if is_foreign {
        return Err(Unusable::Foreign);
    }
    Ok(CameBack { code: clean(&code), state })
}

/// A code that a person typed: nobody else can have slipped it in, so it needs no state.
fn alone(text: &str) -> Result<CameBack, Unusable> {
    let code = clean(text);
    if code.is_empty() || code.contains(char::is_whitespace) {
        return Err(Unusable::NoCode);
    }
    Ok(CameBack { code, state: None })
}

/// Some platforms hang `#_` on, which is no part of the code.
fn clean(code: &str) -> String {
    code.trim().trim_end_matches("#_").to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn begun() -> Begun {
        let url = Url::parse("https://platform.example/authorize").unwrap();
        Begun { url, state: Some("s1".to_owned()), kept: BTreeMap::new() }
    }

    fn read(text: &str) -> Result<String, Unusable> {
        came_back(&begun(), text).map(|came| came.code)
    }

    #[test]
    fn the_code_is_read_from_an_address_or_taken_alone() {
        for text in [
            "http://127.0.0.1:8765/login?state=s1&code=abc",
            " https://office.example/back?code=abc%23_&state=s1#_ \n",
            "abc",
            "abc#_",
        ] {
            assert_eq!(read(text), Ok("abc".to_owned()), "{text}");
        }
    }

    #[test]
    fn an_address_of_another_login_is_refused() {
        for text in ["http://127.0.0.1/login?code=abc&state=s2", "http://127.0.0.1/login?code=abc"]
        {
            assert_eq!(read(text), Err(Unusable::Foreign), "{text}");
        }
    }

    #[test]
    fn a_no_is_told_with_its_words() {
        let text =
            "http://127.0.0.1/login?error=access_denied&error_description=User+said+no&state=s1";
        assert_eq!(read(text), Err(Unusable::Refused("User said no".to_owned())));
        for foreign in [text.replace("s1", "s2"), text.replace("&state=s1", "")] {
            assert_eq!(read(&foreign), Err(Unusable::Foreign), "{foreign}");
        }
    }

    #[test]
    fn what_has_no_code_is_told() {
        for text in
            ["", "   ", "two words", "http://127.0.0.1/login?state=s1", "http://127.0.0.1/?code="]
        {
            assert_eq!(read(text), Err(Unusable::NoCode), "{text}");
        }
    }
}
