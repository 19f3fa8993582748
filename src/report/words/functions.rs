//! The functions that messages may use.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The units of sizes, largest first.
const UNITS: [(&str, f64); 3] = [("GiB", 1_073_741_824.0), ("MiB", 1_048_576.0), ("KiB", 1024.0)];

/// Makes the functions known to `bundle`.
pub(super) fn add(bundle: &mut FluentBundle<FluentResource>) {
    let added = bundle.add_function("GIVEN", given).and(bundle.add_function("SIZE", size));
    debug_assert!(added.is_ok(), "a new bundle has no functions yet");
}

/// Whether a fact is there and not empty.
fn given<'a>(values: &[FluentValue<'a>], _: &FluentArgs<'_>) -> FluentValue<'a> {
    let given = match values {
        [FluentValue::String(text)] => !text.is_empty(),
        [FluentValue::Number(_)] => true,
        _ => false,
    };
    FluentValue::from(if given { "yes" } else { "no" })
}

/// A number of bytes in the largest unit in which it is at least 1, with one digit after the
/// point at most.
fn size<'a>(values: &[FluentValue<'a>], _: &FluentArgs<'_>) -> FluentValue<'a> {
    let [FluentValue::Number(bytes)] = values else { return FluentValue::Error };
    let bytes = bytes.value;
    let unit = UNITS.iter().find(|(_, size)| bytes >= *size);
    FluentValue::from(match unit {
        None => format!("{bytes} B"),
        Some((name, size)) => format!("{} {name}", (bytes / size * 10.0).round() / 10.0),
    })
}
