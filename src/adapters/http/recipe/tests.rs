//! Recipes that are wrong, and how that is said.

use crate::adapters::http::shipped::understood;
use crate::finding::{Fact, Finding, Source};

/// A recipe that is right.
const RIGHT: &str = r#"
name  = "own"
about = "an example"

[promise]
idempotent = false
why = "nobody knows"

[settings.server]
about   = "the server"
kind    = "url"
example = '"https://a.example"'

[settings.token]
about  = "the token"
secret = true

[limits]
text = ["500 code-points"]

[publish]
method = "POST"
url    = "{{ settings.server }}/messages"

[publish.json]
text = "{{ text }}"

[publish.receipt]
id = "/id"
"#;

fn findings(recipe: &str) -> Vec<Finding> {
    understood(&Source::new("own.toml", recipe), "own").1
}

/// The findings after `old` was replaced by `new`, by id and line.
fn after(old: &str, new: &str) -> Vec<(&'static str, usize)> {
    assert!(RIGHT.contains(old), "{old}");
    let found = findings(&RIGHT.replacen(old, new, 1));
    let line = |at: &Finding| at.place.as_ref().map_or(0, |place| place.line());
    found.iter().map(|at| (at.id, line(at))).collect()
}

fn fact(finding: &Finding, name: &str) -> String {
    let fact = finding.facts.iter().find(|(key, _)| *key == name).map(|(_, fact)| fact);
    match fact {
        Some(Fact::Text(text)) => text.clone(),
        Some(Fact::Number(number)) => number.to_string(),
        None => String::new(),
    }
}

#[test]
fn a_right_recipe_has_no_findings() {
    assert_eq!(findings(RIGHT), []);
}

#[test]
fn all_that_is_wrong_is_found_at_once_with_its_place() {
    let wrong = RIGHT
        .replace("about = \"an example\"", "abuot = \"an example\"")
        .replace("\"POST\"", "\"POSTT\"")
        .replace("{{ text }}", "{{ txet }}")
        .replace("500 code-points", "500 codepoints");
    let found = findings(&wrong);
    let shown: Vec<_> = found.iter().map(|at| (at.id, at.place.as_ref().unwrap().line())).collect();
    for expected in
        [("unknown-key", 3), ("wrong-value", 19), ("not-a-choice", 22), ("recipe-unknown-name", 26)]
    {
        assert!(shown.contains(&expected), "{expected:?} in {shown:?}");
    }
}

#[test]
fn an_unknown_name_offers_the_nearest() {
    let found = findings(&RIGHT.replace("{{ text }}", "{{ settings.sevrer }}"));
    assert_eq!(found[0].id, "recipe-unknown-name");
    assert_eq!(fact(&found[0], "nearest"), "server");
    assert_eq!(fact(&found[0], "name"), "settings.sevrer");
}

#[test]
fn a_fault_in_a_template_is_shown_at_its_place() {
    let found = findings(&RIGHT.replace("{{ text }}", "नमस्ते {{ text | }}"));
    let place = found[0].place.as_ref().unwrap();
    assert_eq!((found[0].id, place.line()), ("recipe-template", 26));
    assert!(place.column() > 10, "{}", place.column());
}

#[test]
fn a_secret_cannot_get_into_a_receipt() {
    let new = "id = { value = \"{{ secrets.token }}\" }";
    assert_eq!(after("id = \"/id\"", new), [("recipe-unknown-name", 29)]);
    let new = "id = \"/id\"\nurl = \"https://a.example/{{ secrets.token }}\"";
    assert_eq!(after("id = \"/id\"", new), [("recipe-unknown-name", 30)]);
}

#[test]
fn an_address_begins_with_a_host_that_no_post_can_choose() {
    for address in [
        "{{ text }}/x",
        "https://{{text}}.example/x",
        "{{ settings.token }}/x",
        "http://a.example",
        "{{ options.x }}",
    ] {
        let found = after("{{ settings.server }}/messages", address);
        assert!(found.contains(&("recipe-address", 23)), "{address}: {found:?}");
    }
    let query = after("{{ settings.server }}/messages", "{{ settings.server }}/messages?x=1");
    assert_eq!(query, [("recipe-address-rest", 23)]);
    let inside = after("{{ settings.server }}/messages", "https://10.0.0.1/messages");
    assert_eq!(inside, [("recipe-address-private", 23)]);
}

#[test]
fn a_promise_needs_a_key_that_goes_along() {
    assert_eq!(
        after("idempotent = false", "idempotent = true"),
        [("recipe-promise-without-key", 1)]
    );
    let keyed = RIGHT
        .replace("idempotent = false", "idempotent = true")
        .replace("[publish.json]", "headers = { Idempotency-Key = \"{{ key }}\" }\n[publish.json]");
    assert_eq!(findings(&keyed), []);
}

#[test]
fn two_bodies_are_one_too_many() {
    let found = after("[publish.receipt]", "[publish.form]\na = \"b\"\n[publish.receipt]");
    assert_eq!(found[0].0, "recipe-two-bodies");
}

#[test]
fn statuses_that_are_no_success_cannot_be_made_one() {
    let found = after("[publish.json]", "ok_status = [302]\n[publish.json]");
    assert_eq!(found, [("number-out-of-range", 25)]);
}

#[test]
fn names_that_mean_something_already_are_refused() {
    let found = after("[settings.token]", "[settings.settle]");
    assert_eq!(found[0].0, "recipe-name-reserved");
    let step =
        "[[prepare]]\nname = \"media\"\nmethod = \"GET\"\nurl = \"https://a.example/\"\n[publish]";
    assert_eq!(after("[publish]", step), [("recipe-name-reserved", 22)]);
}

#[test]
fn what_only_the_whole_post_says_is_no_name_of_an_option() {
    for name in crate::post::OF_THE_POST {
        let option = format!("[options.{name}]\nabout = \"a\"\nexample = '\"b\"'\n[publish]");
        assert_eq!(after("[publish]", &option)[0].0, "recipe-option-of-the-post", "{name}");
    }
}

#[test]
fn a_recipe_calls_itself_like_its_file() {
    assert_eq!(after("\"own\"", "\"other\""), [("recipe-name-differs", 2)]);
}

#[test]
fn a_signature_needs_bytes_that_are_known_before() {
    let auth = "[auth]\nhmac = \"token\"\ntimestamp = \"X-T\"\nsignature = \"X-S\"\n[limits]";
    assert_eq!(after("[limits]", auth), []);
    let signed = RIGHT.replace("[limits]", auth);
    let steps = "[[prepare]]\nname = \"up\"\neach = \"media\"\nmethod = \"POST\"\n\
                 url = \"https://a.example/\"\nfile = \"item\"\n[publish]";
    let found = findings(&signed.replace("[publish]", steps));
    assert_eq!(found.iter().map(|at| at.id).collect::<Vec<_>>(), ["recipe-signed-file"]);
}

#[test]
fn tokens_that_end_need_a_client_that_can_prove_who_it_is() {
    let auth =
        |lines: &str| format!("[auth]\ntoken_url = \"https://a.example/t\"\n{lines}[limits]");
    let ids = |lines: &str| {
        let found = findings(&RIGHT.replace("[limits]", &auth(lines)));
        found.iter().map(|at| at.id).collect::<Vec<_>>()
    };
    let client = "client_id = \"{{ settings.server }}\"\n";
    assert_eq!(ids(&format!("{client}client_secret = \"token\"\n")), [""; 0]);
    assert_eq!(ids(&format!("{client}refresh = \"token\"\n")), [""; 0]);
    assert_eq!(ids(client), ["missing-key"]);
    assert_eq!(ids("refresh = \"token\"\n"), ["missing-key"]);
    assert_eq!(ids(&format!("{client}refresh = \"tokne\"\n")), ["recipe-unknown-name"]);
    let of_post = "client_id = \"{{ text }}\"\nrefresh = \"token\"\n";
    assert_eq!(ids(of_post), ["recipe-unknown-name"]);
}

#[test]
fn a_step_can_look_again_at_a_single_request_before_it_alone() {
    let step = |name: &str, more: &str| {
        format!(
            "[[prepare]]\nname = \"{name}\"\n{more}method = \"GET\"\nurl = \"https://a.example/\"\n"
        )
    };
    let ids = |first: &str, again: &str| {
        let again = format!("again = \"{again}\"\n");
        let steps = format!("{}{}[publish]", step("look", first), step("make", &again));
        let found = findings(&RIGHT.replace("[publish]", &steps));
        found.iter().map(|at| at.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("", "look"), [""; 0]);
    assert_eq!(ids("", "make"), ["recipe-unknown-name"]);
    assert_eq!(ids("each = \"media\"\n", "look"), ["recipe-unknown-name"]);
}

#[test]
fn broken_syntax_is_said_alone() {
    let found = findings(&RIGHT.replace("[limits]", "[limits"));
    assert!(found.iter().all(|at| at.id == "toml-syntax"), "{found:?}");
}

#[test]
fn a_pattern_that_cannot_be_read_says_why() {
    let found =
        findings(&RIGHT.replace("id = \"/id\"", "id = { json = \"/id\", pattern = '[0-9' }"));
    assert_eq!(found[0].id, "wrong-value");
    assert!(fact(&found[0], "problem").contains("unclosed"), "{}", fact(&found[0], "problem"));
}

#[test]
fn an_expression_that_is_nested_without_end_is_refused() {
    let deep = format!("{{{{ {}text{} }}}}", "(".repeat(10_000), ")".repeat(10_000));
    let found = findings(&RIGHT.replace("{{ text }}", &deep));
    assert_eq!(found[0].id, "recipe-template");
}

#[test]
fn the_page_about_recipes_shows_a_right_one_and_knows_every_word() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/recipes.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (_, shown) = page.split_once("## A whole recipe").unwrap();
    let (_, shown) = shown.split_once("```toml\n").unwrap();
    let (recipe, _) = shown.split_once("```").unwrap();
    let (read, found) = understood(&Source::new("sms.toml", recipe), "sms");
    assert_eq!(found, []);
    assert!(read.is_some());
    for (word, _) in super::meaning::WORDS {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
    for name in super::scope::BASE.iter().chain(&super::scope::PLACED) {
        assert!(page.contains(&format!("`{name}")), "{name}");
    }
}

#[test]
fn no_recipe_however_broken_stops_the_program() {
    let cuts = RIGHT.char_indices().map(|(at, _)| at);
    for cut in cuts {
        let _read = findings(&RIGHT[..cut]);
        let _without_a_stretch = findings(&format!("{}{}", &RIGHT[..cut / 2], &RIGHT[cut..]));
    }
}
