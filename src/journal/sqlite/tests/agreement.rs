//! The database and the journal in memory are two programs for one contract.

use proptest::prelude::*;

use super::Folder;
use crate::journal::contract::model::{must_agree, works};
use crate::journal::memory::tests::Machine;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_database_answers_as_the_journal_in_memory_does(works in works()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(must_agree(&Machine::default(), &Folder::fast(), works));
    }
}
