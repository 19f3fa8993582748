//! JSON bodies: built as values, with templates in their texts only. So no value, whatever signs
//! it holds, can end a text or add a key.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::template::{Expression, Fault, Template, Values};

/// The plan of a JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    /// A text with values in it, or a lone expression with a type of its own.
    Text(Template, Range<usize>),
    /// A number or a truth value as it stands.
    Fixed(Json),
    /// A list.
    List(Vec<Self>),
    /// An object. What is none is left out of it.
    Table(Vec<(String, Self)>),
    /// A list made of a list: `{ "$each" = "media", "$value" = … }`.
    Each {
        /// The list; each of its entries is `item` in the value.
        list: Expression,
        /// What becomes of each.
        value: Box<Self>,
    },
    /// A value that is only there under a condition: `{ "$if" = "media", … }`.
    If {
        /// The condition.
        when: Expression,
        /// The value.
        value: Box<Self>,
    },
    /// The bytes of the medium `item` in base64: `{ "$base64" = "item" }`.
    Base64,
}

/// Something in a tree that cannot be computed, with its place in the recipe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub(super) struct TreeFault {
    /// What.
    pub(super) fault: Fault,
    /// The place of the text that holds it; none for conditions and lists.
    pub(super) span: Option<Range<usize>>,
}

impl From<Fault> for TreeFault {
    fn from(fault: Fault) -> Self {
        Self { fault, span: None }
    }
}

impl Tree {
    /// The value. None where a lone expression or a condition leaves it out. `files` are the
    /// media in base64, by their numbers.
    pub(super) fn json(
        &self,
        values: &Values,
        files: &[String],
    ) -> Result<Option<Json>, TreeFault> {
        match self {
            Self::Fixed(json) => Ok(Some(json.clone())),
            Self::Text(template, span) => template
                .typed(values)
                .map_err(|fault| TreeFault { fault, span: Some(span.clone()) }),
            Self::List(entries) => list(entries.iter().map(|entry| entry.json(values, files))),
            Self::Table(entries) => table(entries, values, files),
            Self::Each { list: all, value } => list(
                entries(all, values)?
                    .iter()
                    .map(|item| value.json(&values.with("item", item), files)),
            ),
            Self::If { when, value } => {
                if when.holds(values) {
                    value.json(values, files)
                } else {
                    Ok(None)
                }
            }
            Self::Base64 => Ok(file(values, files)?),
        }
    }

    /// Whether the bytes of media belong into it.
    pub(super) fn has_files(&self) -> bool {
        match self {
            Self::Base64 => true,
            Self::Text(..) | Self::Fixed(_) => false,
            Self::List(entries) => entries.iter().any(Self::has_files),
            Self::Table(entries) => entries.iter().any(|(_, entry)| entry.has_files()),
            Self::Each { value, .. } | Self::If { value, .. } => value.has_files(),
        }
    }
}

fn list(
    entries: impl Iterator<Item = Result<Option<Json>, TreeFault>>,
) -> Result<Option<Json>, TreeFault> {
    let entries = entries.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Json::Array(entries)))
}

fn table(
    entries: &[(String, Tree)],
    values: &Values,
    files: &[String],
) -> Result<Option<Json>, TreeFault> {
    let mut table = Map::new();
    for (key, entry) in entries {
        if let Some(value) = entry.json(values, files)? {
            table.insert(key.clone(), value);
        }
    }
    Ok(Some(Json::Object(table)))
}

/// The entries of the list that `list` gives; none at all where it gives none.
pub(super) fn entries(list: &Expression, values: &Values) -> Result<Vec<Json>, Fault> {
    match list.json(values)? {
        Json::Array(entries) => Ok(entries),
        Json::Null => Ok(Vec::new()),
        _ => Err(Fault { problem: format!("`{list:?}` is no list"), span: 0..0 }),
    }
}

fn file(values: &Values, files: &[String]) -> Result<Option<Json>, Fault> {
    let number = number_of_item(values)?;
    let fault = || Fault { problem: "`item` is no medium".to_owned(), span: 0..0 };
    files.get(number).map(|file| Some(Json::String(file.clone()))).ok_or_else(fault)
}

/// Which medium of the part `item` is.
pub(super) fn number_of_item(values: &Values) -> Result<usize, Fault> {
    let number = Expression::parse("item.number")?.json(values)?;
    let fault = || Fault { problem: "`item` is no medium".to_owned(), span: 0..0 };
    number.as_u64().and_then(|number| usize::try_from(number).ok()).ok_or_else(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(source: &str) -> Tree {
        Tree::Text(Template::parse(source).unwrap(), 0..0)
    }

    fn expression(source: &str) -> Expression {
        Expression::parse(source).unwrap()
    }

    #[test]
    fn no_text_can_break_out_of_its_place() {
        let tree = Tree::Table(vec![("content".into(), text("{{ text }}"))]);
        let hostile = "\",\"tts\":true,\"x\":\"\\\n{{ 7 * 7 }}";
        let built = tree.json(&Values::of(&json!({ "text": hostile })), &[]).unwrap().unwrap();
        let back: Json = serde_json::from_str(&built.to_string()).unwrap();
        assert_eq!(back, json!({ "content": hostile }));
    }

    #[test]
    fn what_is_none_is_left_out() {
        let tree = Tree::Table(vec![
            ("flags".into(), text("{{ flags }}")),
            ("list".into(), Tree::List(vec![text("{{ flags }}"), text("a")])),
        ]);
        let built = tree.json(&Values::of(&json!({ "flags": null })), &[]).unwrap();
        assert_eq!(built, Some(json!({ "list": ["a"] })));
    }

    #[test]
    fn a_list_is_made_of_a_list_with_the_bytes_of_its_media() {
        let entry = vec![("name".into(), text("{{ item.name }}")), ("bytes".into(), Tree::Base64)];
        let tree = Tree::Each { list: expression("media"), value: Box::new(Tree::Table(entry)) };
        let media = json!([{ "name": "a", "number": 0 }, { "name": "b", "number": 1 }]);
        let files = ["QQ==".to_owned(), "Qg==".to_owned()];
        let built = tree.json(&Values::of(&json!({ "media": media })), &files).unwrap();
        let expected = json!([{ "name": "a", "bytes": "QQ==" }, { "name": "b", "bytes": "Qg==" }]);
        assert_eq!(built, Some(expected));
    }

    #[test]
    fn a_condition_that_does_not_hold_takes_the_whole_branch_out() {
        let branch = Tree::Table(vec![("name".into(), text("{{ parent.thread }}"))]);
        let conditional = Tree::If { when: expression("parent"), value: Box::new(branch) };
        let tree = Tree::Table(vec![("thread".into(), conditional)]);
        let built = |parent: Json| tree.json(&Values::of(&json!({ "parent": parent })), &[]);
        assert_eq!(built(Json::Null).unwrap(), Some(json!({})));
        let replied = built(json!({ "thread": "t" })).unwrap();
        assert_eq!(replied, Some(json!({ "thread": { "name": "t" } })));
    }
}
