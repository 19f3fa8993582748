//! The recipes that come with the program, and the organisation's own, which win.

use std::io;
use std::path::Path;

use super::recipe::{self, Recipe};
use crate::finding::{Finding, Source, any_error};
use crate::keys::{Keys, nearest};

/// The largest file that is read as a recipe, in bytes.
const LARGEST: u64 = 64 * 1024;

/// One recipe of the program.
#[derive(Debug)]
struct Shipped {
    name: &'static str,
    text: &'static str,
    /// The settings of an account that uses it.
    sample: &'static str,
}

macro_rules! shipped {
    ($name:literal, $sample:literal) => {
        Shipped {
            name: $name,
            text: include_str!(concat!("../../../config/recipes/", $name, ".toml")),
            sample: concat!("recipe = \"", $name, "\"\n", $sample),
        }
    };
}

static SHIPPED: [Shipped; 6] = [
    shipped!("discord", "webhook = { credential = \"discord-webhook\" }\n"),
    shipped!("slack", "webhook = { credential = \"slack-webhook\" }\n"),
    shipped!("google-chat", "webhook = { credential = \"google-chat-webhook\" }\n"),
    shipped!(
        "wordpress",
        "site = \"https://www.example.org\"\nuser = \"editor\"\n\
         password = { credential = \"wordpress-password\" }\n"
    ),
    shipped!(
        "matrix",
        "server = \"https://matrix.example.org\"\nroom = \"!abc123:example.org\"\n\
         token = { credential = \"matrix-token\" }\n"
    ),
    shipped!(
        "webhook",
        "address = { credential = \"webhook-address\" }\n\
         signing_key = { credential = \"webhook-key\" }\nidempotent = true\n"
    ),
];

/// The names of the shipped recipes.
pub(super) const NAMES: [&str; 6] =
    ["discord", "slack", "google-chat", "wordpress", "matrix", "webhook"];

/// A right line, for findings.
const EXAMPLE: &str = "recipe = \"discord\"";

/// The settings of an account that uses the shipped recipe `name`.
pub(super) fn sample(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|shipped| shipped.name == name).map(|shipped| shipped.sample)
}

/// Takes the name of the recipe out of an account's section, and reads it: the file
/// `NAME.toml` in the folder `own` where there is one, else the shipped one.
pub(super) fn chosen(own: &Path, keys: &mut Keys<'_>) -> Option<Recipe> {
    let (name, span) = keys.require_spanned::<String>("recipe", EXAMPLE)?;
    let file = format!("{name}.toml");
    let text = match if is_name(&name) { read(&own.join(&file)) } else { Ok(None) } {
        Ok(Some(text)) => text,
        Ok(None) => match SHIPPED.iter().find(|shipped| shipped.name == name) {
            Some(shipped) => shipped.text.to_owned(),
            None => {
                keys.found(span, unknown(&name, own));
                return None;
            }
        },
        Err(error) => {
            let finding = Finding::error("recipe-unreadable")
                .with("file", file)
                .with("problem", error.to_string());
            keys.found(span, finding);
            return None;
        }
    };
    let source = Source::new(format!("recipes/{file}"), text);
    let (recipe, findings) = understood(&source, &name);
    let sound = !any_error(&findings);
    keys.add(findings);
    recipe.filter(|_| sound)
}

/// Reads a recipe from its text.
pub(super) fn understood(
    source: &std::sync::Arc<Source>,
    name: &str,
) -> (Option<Recipe>, Vec<Finding>) {
    let mut keys = Keys::parse(source, 0, &source.text);
    if any_error(keys.findings()) {
        // What a broken line leaves of the tables around it would only mislead.
        return (None, keys.findings().to_vec());
    }
    let recipe = recipe::read(&mut keys, name);
    (recipe, keys.finish())
}

fn read(path: &Path) -> io::Result<Option<String>> {
    let size = match std::fs::metadata(path) {
        Ok(about) => about.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if size > LARGEST {
        return Err(io::Error::other(format!("larger than {LARGEST} bytes")));
    }
    std::fs::read_to_string(path).map(Some)
}

/// A name that is a file's name and nothing more.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= 40 && !name.starts_with('-') && name.chars().all(plain)
}

fn unknown(name: &str, own: &Path) -> Finding {
    Finding::error("recipe-unknown")
        .with("name", name)
        .with("nearest", nearest(name, NAMES.into_iter()).unwrap_or_default())
        .with("known", NAMES.join(", "))
        .with("folder", own.display().to_string())
}
