//! What a change of a post's file means for the post.

use crate::verdict::Reason;

/// What happened to the file of a post that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileChange {
    /// It says something else now.
    Edited,
    /// It can no longer be understood.
    Broken,
    /// It is gone.
    Deleted,
    /// It is gone together with those of all other posts, as when a share is not mounted.
    Lost,
    /// It has another name and says the same.
    Renamed,
}

/// What is to be done, each with its reason where there is something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// The new revision takes the place of the old one; approvals of the old one are void.
    Replace(Reason),
    /// The deliveries wait until the file is back and understood, or a person decides.
    Hold(Reason),
    /// The deliveries are cancelled.
    Cancel(Reason),
    /// All accounts get what was taken; a person is told.
    Pin(Reason),
    /// Only the name changes.
    Follow,
}

/// What is to be done about `change`, where `has_begun` tells whether the first intent of any
/// account was written. Until then the file decides; from then on every account gets the same
/// revision, whatever becomes of the file.
#[must_use]
pub fn after_change(change: FileChange, has_begun: bool) -> Reaction {
    match (change, has_begun) {
        (FileChange::Renamed, _) => Reaction::Follow,
        (FileChange::Edited, false) => Reaction::Replace(Reason::new("edited-before-sending")),
        (FileChange::Broken, false) => Reaction::Hold(Reason::new("broken-before-sending")),
        (FileChange::Deleted, false) => Reaction::Cancel(Reason::new("deleted-before-sending")),
        (FileChange::Lost, false) => Reaction::Hold(Reason::new("lost-before-sending")),
        (FileChange::Edited, true) => Reaction::Pin(Reason::new("edited-after-sending")),
        (FileChange::Broken, true) => Reaction::Pin(Reason::new("broken-after-sending")),
        (FileChange::Deleted, true) => Reaction::Pin(Reason::new("deleted-after-sending")),
        (FileChange::Lost, true) => Reaction::Pin(Reason::new("lost-after-sending")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [FileChange; 5] = [
        FileChange::Edited,
        FileChange::Broken,
        FileChange::Deleted,
        FileChange::Lost,
        FileChange::Renamed,
    ];

    #[test]
    fn before_the_first_intent_the_file_decides() {
        assert!(matches!(after_change(FileChange::Edited, false), Reaction::Replace(_)));
        assert!(matches!(after_change(FileChange::Deleted, false), Reaction::Cancel(_)));
        assert!(matches!(after_change(FileChange::Broken, false), Reaction::Hold(_)));
        assert!(matches!(after_change(FileChange::Lost, false), Reaction::Hold(_)));
    }

    #[test]
    fn after_the_first_intent_nothing_of_the_file_changes_what_is_sent() {
        for change in ALL {
            let reaction = after_change(change, true);
            assert!(matches!(reaction, Reaction::Pin(_) | Reaction::Follow), "{change:?}");
        }
    }

    #[test]
    fn a_new_name_is_never_more_than_a_new_name() {
        for has_begun in [false, true] {
            assert_eq!(after_change(FileChange::Renamed, has_begun), Reaction::Follow);
        }
    }

    #[test]
    fn every_reason_is_its_own() {
        let reasons: Vec<_> = ALL
            .iter()
            .flat_map(|change| [after_change(*change, false), after_change(*change, true)])
            .filter_map(|reaction| match reaction {
                Reaction::Replace(why)
                | Reaction::Hold(why)
                | Reaction::Cancel(why)
                | Reaction::Pin(why) => Some(why.id),
                Reaction::Follow => None,
            })
            .collect();
        let different: std::collections::HashSet<_> = reasons.iter().collect();
        assert_eq!(different.len(), reasons.len());
    }
}
