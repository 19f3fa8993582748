//! Money: where there is none, the account waits and no post is lost.

use super::*;
use crate::failure::Class;

#[tokio::test]
async fn without_credit_the_account_waits_and_the_post_stays() {
    let bench = Bench::of("poor");
    bench.rig.post(&draft(TEXT), 1).await.unwrap();
    let way = bench.prepared(&draft("दूसरी सूचना")).await;
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-credits-used-up"));
    assert!(!failure.class.may_be_applied());
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_402_without_any_words_is_about_money_too() {
    let failure = Bench::of("x").answered(Reply::empty(402)).await;
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-credits-used-up"));
}
