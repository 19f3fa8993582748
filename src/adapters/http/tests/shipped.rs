//! The shipped recipes as files.

use crate::adapters::http::shipped::{NAMES, understood};
use crate::finding::Source;

#[test]
fn every_shipped_recipe_is_read_without_a_finding() {
    for name in NAMES {
        let path = format!("{}/config/recipes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let (recipe, findings) = understood(&Source::new(name, text), name);
        let shown: Vec<_> = findings
            .iter()
            .map(|at| (at.id, at.place.as_ref().map(|place| place.line()), &at.facts))
            .collect();
        assert!(shown.is_empty(), "{name}: {shown:#?}");
        assert_eq!(recipe.unwrap().name, name);
    }
}
