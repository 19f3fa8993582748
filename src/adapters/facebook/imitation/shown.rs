//! What an answer shows of a thing: the fields that were asked for, and no others.

use serde_json::{Map, Value, json};

use super::params::Params;
use super::{Outcome, refused};
use crate::platform::mock::Reply;

/// A field with what is asked for below it.
struct Field {
    name: String,
    below: Vec<Self>,
}

/// Answers with the fields of `whole` that `params` asks for; all there are, by their names, are
/// `known`.
pub(super) fn reply(whole: &Value, params: &Params, known: &[&str]) -> Outcome {
    Ok(Reply::json(200, &pick(whole, params, known)?))
}

/// The same, as a value.
pub(super) fn pick(whole: &Value, params: &Params, known: &[&str]) -> Result<Value, Reply> {
    let asked = params.string("fields")?.unwrap_or_else(|| "id".to_owned());
    let fields = read(&asked).ok_or_else(|| refused(2500, None, "Syntax error in fields"))?;
    if let Some(unknown) = fields.iter().find(|field| !known.contains(&field.name.as_str())) {
        let message = format!("Tried accessing nonexisting field ({})", unknown.name);
        return Err(refused(100, None, &message));
    }
    let mut shown = select(whole, &fields);
    if !whole["id"].is_null() {
        shown["id"] = whole["id"].clone();
    }
    Ok(shown)
}

/// A page of `all`, newest first, as `limit` and `after` ask for it.
pub(super) fn list(all: &[Value], params: &Params, known: &[&str], address: &str) -> Outcome {
    let limit = usize::try_from(params.number("limit")?.unwrap_or(25)).unwrap_or(usize::MAX);
    if !(1..=100).contains(&limit) {
        return Err(refused(100, None, "Param limit must be from 1 to 100"));
    }
    let from =
        params.text("after").map_or(Some(0), |after| after.strip_prefix("QVFI")?.parse().ok());
    let from: usize = from.ok_or_else(|| refused(100, None, "Invalid cursor"))?;
    let page = all.iter().skip(from).take(limit);
    let data: Vec<_> = page.map(|one| pick(one, params, known)).collect::<Result<_, _>>()?;
    let after = format!("QVFI{}", from + data.len());
    let mut paging = json!({ "cursors": { "before": format!("QVFI{from}"), "after": after } });
    if from + data.len() < all.len() {
        let next = format!("https://graph.facebook.com/{address}?access_token=…&after={after}");
        paging["next"] = json!(next);
    }
    Ok(Reply::json(200, &json!({ "data": data, "paging": paging })))
}

fn select(whole: &Value, fields: &[Field]) -> Value {
    if let Value::Array(items) = &whole["data"] {
        let items: Vec<_> = items.iter().map(|item| select(item, fields)).collect();
        return json!({ "data": items });
    }
    let mut shown = Map::new();
    for field in fields {
        match whole.get(&field.name) {
            None | Some(Value::Null) => {}
            Some(value) if field.below.is_empty() => {
                shown.insert(field.name.clone(), value.clone());
            }
            Some(value) => {
                shown.insert(field.name.clone(), select(value, &field.below));
            }
        }
    }
    Value::Object(shown)
}

/// Reads `a,b{c,d{e}}`.
fn read(text: &str) -> Option<Vec<Field>> {
    let (fields, rest) = read_list(text)?;
    rest.is_empty().then_some(fields)
}

fn read_list(mut text: &str) -> Option<(Vec<Field>, &str)> {
    let mut fields = Vec::new();
    loop {
        let end = text.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        if name.is_empty() {
            return None;
        }
        let mut below = Vec::new();
        if let Some(inner) = rest.strip_prefix('{') {
            let (list, after) = read_list(inner)?;
            (below, rest) = (list, after.strip_prefix('}')?);
        }
        fields.push(Field { name: name.to_owned(), below });
        match rest.strip_prefix(',') {
            Some(next) => text = next,
            None => return Some((fields, rest)),
        }
    }
}
