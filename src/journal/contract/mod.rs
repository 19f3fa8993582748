//! What every journal must do, as tests that any implementation can be put through.
//!
//! `contract!(maker)` in a test module makes one test of each line below; `maker` is an
//! expression that gives a fresh [`Stage`].

use super::SharedJournal;

pub(crate) mod arming;
pub(crate) mod changes;
pub(crate) mod epochs;
pub(crate) mod ledger;
pub(crate) mod model;
pub(crate) mod orders;
pub(crate) mod samples;
pub(crate) mod slots;
pub(crate) mod taking;

/// One state folder, or what stands for it, and the ways to it.
pub(crate) trait Stage {
    /// Starts a daemon on the state. All handles to it must have been dropped before; what they
    /// did not end is as a crash leaves it.
    fn open(&self) -> SharedJournal;

    /// Another process on the same state, while the daemon runs.
    fn beside(&self) -> SharedJournal;
}

/// Makes a test of every line of the contract for the implementation on `$stage`.
macro_rules! contract {
    ($stage:expr) => {
        $crate::journal::contract::contract! { @all $stage;
            epochs: [
                the_first_start_has_no_previous_instance,
                a_start_after_an_end_is_no_crash,
                a_start_without_an_end_is_a_crash,
                an_older_instance_is_fenced_from_everything,
                a_journal_that_nobody_began_is_fenced,
                what_is_at_risk_outlives_the_daemon,
            ];
            taking: [
                a_post_is_taken_with_its_deliveries,
                the_same_name_and_revision_is_taken_once,
                another_name_or_revision_is_another_post,
                a_withdrawn_or_superseded_post_can_be_taken_again,
                a_post_that_has_ended_comes_anew_only_where_it_is_superseded,
                two_deliveries_for_one_account_take_nothing,
                a_file_is_noted_with_its_post,
                posts_wait_to_be_settled_until_they_are,
                a_renamed_post_is_known_by_its_new_name,
                a_renamed_post_takes_the_name_of_an_ended_one,
                thousands_of_posts_keep_their_order,
            ];
            changes: [
                a_move_raises_the_version_and_is_read_back_exactly,
                a_stale_version_undoes_the_whole_call,
                one_bad_change_undoes_those_before_it,
                an_ended_delivery_stays_so_but_may_be_recalled,
                what_failed_may_be_recalled_where_a_part_is_public,
                parts_are_final,
                progress_is_kept_and_forgotten,
                a_receipt_is_never_overwritten,
                calls_are_done_in_the_order_in_which_they_were_made,
                a_call_is_done_although_its_answer_is_dropped,
                calls_at_the_same_time_are_all_kept,
            ];
            arming: [
                an_armed_delivery_is_sending_with_an_open_attempt,
                the_gate_is_asked_inside_and_its_no_writes_nothing,
                a_stop_from_another_process_is_seen_at_once,
                a_pause_of_the_account_is_seen,
                a_part_has_one_open_attempt_at_most,
                the_end_of_the_key_window_is_recorded_without_an_attempt,
                a_stale_wish_is_refused,
                nothing_is_armed_that_was_not_composed,
                a_part_with_a_receipt_is_never_armed_again,
                sending_is_entered_by_arming_alone,
                an_attempt_ends_with_the_sending,
                attempts_are_numbered_and_keep_how_they_ended,
                the_last_requests_are_told_in_their_order_whatever_the_wall_clock_shows,
                an_open_attempt_survives_a_crash,
            ];
            slots: [
                a_firing_belongs_to_one_delivery_of_an_account,
                a_firing_can_be_given_back,
                a_firing_needs_a_time,
                a_time_that_means_at_once_keeps_what_the_clocks_showed,
            ];
            ledger: [
                outcomes_are_chained,
                a_tampered_outcome_shows,
                notices_stay_until_they_are_acknowledged,
                what_is_told_of_a_file_goes_when_it_is_mended,
                a_release_acknowledges_what_is_about_no_account,
                acknowledging_an_account_leaves_its_deliveries,
                accounts_and_sessions_are_remembered,
    how_an_account_stands_is_remembered, the_newest_instant_is_that_of_a_request_or_an_outcome,
                files_are_remembered_and_forgotten,
                a_constant_never_changes,
                everything_is_there_after_a_restart,
                a_copy_can_be_written_while_work_goes_on,
            ];
            orders: [
                an_order_of_another_process_waits_and_is_answered,
                an_order_is_answered_once,
                a_stop_is_seen_by_all_and_survives,
            ];
        }
    };
    (@all $stage:expr; $($group:ident: [$($test:ident),* $(,)?];)*) => {
        $(mod $group {
            #[allow(unused_imports, reason = "the expression may name what is beside the tests")]
            use super::*;

            $(#[tokio::test]
            async fn $test() {
                let stage = $stage;
                $crate::journal::contract::$group::$test(&stage).await;
            })*
        })*
    };
}

pub(crate) use contract;
