//! Blackout windows, to the second, and against a second way of reckoning.

use proptest::prelude::*;

use super::{Case, at};
use crate::account::AccountName;
use crate::policy::{Policy, Window, barred_until};
use crate::verdict::{Reason, Verdict};

fn window(from: i64, until: i64) -> Window {
    Window {
        from: at(from), until: at(until), accounts: Vec::new(), reason: "मौन अवधि".into()
    }
}

fn held_until(seconds: i64) -> Verdict {
    let until = at(seconds).to_rfc3339();
    Verdict::Hold(Reason::new("blackout").with("cause", "मौन अवधि").with("until", until))
}

#[test]
fn a_window_bars_from_its_first_second_to_the_one_before_its_end() {
    let policy = Policy::new(vec![window(100, 200)]);
    for (now, verdict) in
        [(99, Verdict::Go), (100, held_until(200)), (199, held_until(200)), (200, Verdict::Go)]
    {
        assert_eq!(Case::at(at(now)).judged_by(&policy), verdict, "{now}");
    }
}

#[test]
fn a_window_bars_up_to_the_last_nanosecond() {
    let policy = Policy::new(vec![window(100, 200)]);
    let breath = chrono::Duration::nanoseconds(1);
    assert_eq!(Case::at(at(100) - breath).judged_by(&policy), Verdict::Go);
    assert_eq!(Case::at(at(200) - breath).judged_by(&policy), held_until(200));
}

#[test]
fn a_window_for_other_accounts_bars_nobody_else() {
    let others = vec!["tele".parse().unwrap()];
    let policy = Policy::new(vec![Window { accounts: others, ..window(100, 200) }]);
    assert_eq!(Case::at(at(150)).judged_by(&policy), Verdict::Go);
    assert_eq!(policy.barred(&"tele".parse().unwrap(), at(150)), Some(at(200)));
}

#[test]
fn windows_that_overlap_or_touch_bar_until_the_last_of_them_ends() {
    let overlapping = [window(100, 200), window(150, 300), window(300, 400), window(401, 500)];
    let policy = Policy::new(overlapping.to_vec());
    assert_eq!(Case::at(at(120)).judged_by(&policy), held_until(400));
    assert_eq!(Case::at(at(400)).judged_by(&policy), Verdict::Go);
    assert_eq!(policy.barred(&super::account(), at(401)), Some(at(500)));
}

#[test]
fn a_short_window_inside_a_long_one_does_not_end_it() {
    let windows = [window(120, 130), window(100, 200)];
    assert_eq!(barred_until(&windows, &super::account(), at(125)), Some(at(200)));
}

/// The day of the reckoning, in seconds.
const DAY: i64 = 300;

fn any_window() -> impl Strategy<Value = Window> {
    let accounts = prop_oneof![
        2 => Just(vec![]),
        1 => Just(vec!["toot"]),
        1 => Just(vec!["tele"]),
        1 => Just(vec!["toot", "tele"]),
    ];
    (0..DAY - 1, 1..DAY, accounts).prop_map(|(from, length, accounts)| Window {
        accounts: accounts.into_iter().map(|name| name.parse().unwrap()).collect(),
        ..window(from, (from + length).min(DAY))
    })
}

/// The second reckoning: every second of the day for itself, and a second for good measure.
fn barred_seconds(windows: &[Window], account: &AccountName) -> Vec<bool> {
    let barred = |second: i64| {
        windows.iter().any(|window| {
            let mine = window.accounts.is_empty() || window.accounts.contains(account);
            let stretch = (window.from - at(0)).num_seconds()..(window.until - at(0)).num_seconds();
            mine && stretch.contains(&second)
        })
    };
    (0..=DAY).map(barred).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_stage_agrees_with_a_list_of_all_seconds(
        windows in prop::collection::vec(any_window(), 0..6)
    ) {
        let policy = Policy::new(windows.clone());
        for name in ["toot", "tele", "other"] {
            let account: AccountName = name.parse().unwrap();
            let seconds = barred_seconds(&windows, &account);
            let edges = windows.iter().flat_map(|w| [w.from, w.until]);
            let edges = edges.map(|edge| (edge - at(0)).num_seconds());
            for second in edges.flat_map(|edge| edge - 1..=edge + 1).filter(|s| (0..=DAY).contains(s)) {
                let index = usize::try_from(second).unwrap();
                let rest = seconds[index..].iter().position(|barred| !barred).unwrap();
                let end = (rest > 0).then(|| at(second + i64::try_from(rest).unwrap()));
                prop_assert_eq!(policy.barred(&account, at(second)), end);
                let case = Case { account: account.clone(), ..Case::at(at(second)) };
                let held = matches!(case.judged_by(&policy), Verdict::Hold(_));
                prop_assert_eq!(held, seconds[index], "{} at {}", name, second);
            }
        }
    }
}
