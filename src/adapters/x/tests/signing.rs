//! Signatures, against X's published example and others made with the same keys.

use crate::platform::mock::bench::shared;
use serde_json::Value;

use crate::adapters::x::oauth1::{Keys, base_string};
use crate::http::Url;
use crate::secret::Secret;

fn keys(vectors: &Value) -> Keys {
    let secret = |value: &Value| Secret::new(value.as_str().unwrap());
    Keys {
        consumer: secret(&vectors["oauth_params"]["oauth_consumer_key"]),
        consumer_secret: secret(&vectors["consumer_secret"]),
        token: secret(&vectors["oauth_params"]["oauth_token"]),
        token_secret: secret(&vectors["token_secret"]),
    }
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_object().unwrap().iter();
    pairs.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
}

#[test]
fn base_strings_and_signatures_are_the_published_ones() {
    let Some(vectors) = shared("measured/oauth1-vectors.json") else {
        return;
    };
    let keys = keys(&vectors);
    for case in vectors["cases"].as_array().unwrap() {
        let url = Url::parse(case["url"].as_str().unwrap()).unwrap();
        let values = [pairs(&vectors["oauth_params"]), pairs(&case["signed_params"])].concat();
        let base = base_string(case["method"].as_str().unwrap(), &url, &values);
        assert_eq!(base, case["base_string"], "{}", case["name"]);
        assert_eq!(keys.signature(&base), case["signature"], "{}", case["name"]);
    }
}

#[test]
fn a_header_has_the_signature_of_method_address_and_query() {
    let Some(vectors) = shared("measured/oauth1-vectors.json") else {
        return;
    };
    let keys = keys(&vectors);
    let own = &vectors["oauth_params"];
    let nonce = own["oauth_nonce"].as_str().unwrap();
    let seconds = own["oauth_timestamp"].as_str().unwrap().parse().unwrap();
    for case in vectors["cases"].as_array().unwrap().iter().skip(1) {
        let url = Url::parse(case["url"].as_str().unwrap()).unwrap();
        let method = case["method"].as_str().unwrap();
        let header = keys.authorization(method, &url, nonce, seconds);
        let signature = case["signature"].as_str().unwrap();
        let escaped = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        assert!(header.starts_with("OAuth oauth_consumer_key=\""), "{header}");
        assert!(header.ends_with(&format!("oauth_signature=\"{escaped}\"")), "{header}");
    }
}

#[test]
fn what_is_not_plain_is_written_in_capital_hexadecimal() {
    let url = Url::parse("https://api.example/a").unwrap();
    let values = [("क".to_owned(), "a b+c~d".to_owned())];
    let base = base_string("GET", &url, &values);
    assert_eq!(base, "GET&https%3A%2F%2Fapi.example%2Fa&%25E0%25A4%2595%3Da%2520b%252Bc~d");
}

#[test]
fn signatures_are_those_of_another_implementation() {
    let secret = |text: &str| Secret::new(text);
    let keys = Keys {
        consumer: secret("consumer"),
        consumer_secret: secret("c+s/=%"),
        token: secret("token-1"),
        token_secret: secret("t s~क"),
    };
    for (method, url, signature) in [
        (
            "GET",
            "https://api.x.com/2/users/1/tweets?exclude=retweets&post.fields=a%2Cb&start_time=2026-11-25T09%3A00%3A00Z",
            "UG4lTS49u%2BaKZZQVj3WEB67naR8%3D",
        ),
        ("GET", "https://api.x.com/2/a?b=1&a=2&b=0&c=", "F%2FZiAF%2Bcqw1WkF2ABA8pfWEoPFU%3D"),
        ("POST", "http://127.0.0.1:8080/2/tweets", "yta1%2BnSBAmzKXmBA7n5EA%2BhVoLI%3D"),
        (
            "GET",
            "https://api.x.com/2/a?q=%E0%A4%95%E0%A4%BF+x%20y%2B~*%27%28%29!",
            "wgzOrzFuAS4UB0OL6YYoNH4%2BK9I%3D",
        ),
        ("DELETE", "https://gate.example:8443/2/tweets/5", "wbKrmCmZzLtmKY5bpImvcmQ%2FIkc%3D"),
    ] {
        let url = Url::parse(url).unwrap();
        let header = keys.authorization(method, &url, "n0nce", 1_800_000_000);
        assert!(header.ends_with(&format!("oauth_signature=\"{signature}\"")), "{url}: {header}");
    }
}
