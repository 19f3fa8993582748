//! A right answer of which one place is wrong: a right receipt, or doubt, and nothing else.

use dakiya::delivery::Receipt;
use dakiya::failure::Failure;
use dakiya::http::Answer;
use serde_json::{Value, json};

use super::bench::Bench;
use super::cases::{Case, every};
use super::drafts;
use super::exceptions::gives_no_id;
use super::line::Spoil;
use super::sending::is_link;

#[tokio::test]
async fn a_success_with_one_place_of_the_wrong_shape_gives_a_right_receipt_or_doubt() {
    every(async |case| {
        let bench = Bench::new(&case);
        let mut way = bench.way(&drafts::notice(), 1).unwrap();
        bench.prepare(&mut way).await.unwrap();
        let right = bench.publish(&way).await.unwrap();
        let visible = bench.line.passed().into_iter().rfind(|passed| passed.visible);
        let answer = visible.unwrap().answer.unwrap();
        let Ok(body) = answer.json::<Value>() else { return 1 };
        let mut tried = 0;
        for pointer in pointers(&body) {
            for wrong in wrong_shapes() {
                let spoilt = spoilt(&answer, &body, &pointer, &wrong);
                bench.line.spoil_visible(Spoil::Answer(spoilt), 1);
                let result = bench.publish(&way).await;
                let what = format!("{pointer} = {wrong}");
                assert_right_or_doubt(&case, &result, &right, &what);
                tried += 1;
            }
        }
        tried
    })
    .await;
}

#[tokio::test]
async fn a_step_with_one_place_of_the_wrong_shape_fails_or_goes_on_and_nothing_is_doubled() {
    every(async |case| {
        let answers = invisible_answers(&case).await;
        let mut tried = 0;
        for (at, answer) in answers.iter().enumerate() {
            let Ok(body) = answer.json::<Value>() else { continue };
            for pointer in pointers(&body).into_iter().take(40) {
                let wrong = &wrong_shapes()[tried % wrong_shapes().len()];
                let bench = Bench::new(&case);
                let Some(mut way) = bench.way(&drafts::pictured(&bench), 1) else { continue };
                let spoilt = spoilt(answer, &body, &pointer, wrong);
                bench.line.spoil_invisible(at, Spoil::Answer(spoilt));
                let _either_way = bench.prepare(&mut way).await;
                bench.line.forgive();
                let public = bench.ledger().len();
                assert_eq!(public, 0, "preparing published with {pointer} = {wrong}");
                tried += 1;
            }
        }
        tried.max(1)
    })
    .await;
}

async fn invisible_answers(case: &Case) -> Vec<Answer> {
    let bench = Bench::new(case);
    let Some(mut way) = bench.way(&drafts::pictured(&bench), 1) else { return Vec::new() };
    bench.prepare(&mut way).await.unwrap();
    bench.line.passed().into_iter().filter_map(|passed| passed.answer).collect()
}

fn assert_right_or_doubt(
    case: &Case,
    result: &Result<Receipt, Failure>,
    right: &Receipt,
    what: &str,
) {
    match result {
        Ok(receipt) => {
            let any = gives_no_id(case.kind) && receipt.id.bytes().all(|b| b.is_ascii_graphic());
            assert!(receipt.id == right.id || any, "{what}: the id is {:?}", receipt.id);
            assert!(is_link(receipt), "{what}: the link is {:?}", receipt.url);
        }
        Err(failure) => {
            assert!(failure.class.may_be_applied(), "{what}: {failure:?}");
        }
    }
}

/// The places of all values that are neither lists nor objects.
fn pointers(value: &Value) -> Vec<String> {
    let below = |name: &str, value: &Value| {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        let below = pointers(value);
        below.into_iter().map(move |rest| format!("/{escaped}{rest}")).collect::<Vec<_>>()
    };
    match value {
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| below(name, value)).collect()
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.flat_map(|(at, value)| below(&at.to_string(), value)).collect()
        }
        _ => vec![String::new()],
    }
}

fn wrong_shapes() -> Vec<Value> {
    vec![
        json!({ "unexpected": true }),
        json!([]),
        json!(null),
        json!(-1.5),
        json!("../../../etc/passwd?x=1#\u{0}\r\nSet-Cookie: a=b"),
        json!("javascript:alert(1)//"),
        json!("x".repeat(5000)),
    ]
}

fn spoilt(answer: &Answer, body: &Value, pointer: &str, wrong: &Value) -> Answer {
    let mut body = body.clone();
    *body.pointer_mut(pointer).unwrap() = wrong.clone();
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    Answer::of(answer.status, &headers, body.to_string().into_bytes())
}
