//! The names that are never posts, media or mistakes: what other programs leave lying about.

/// How such a name begins: hidden files, locks and owner files of office programs, and what
/// Syncthing on Windows has not finished.
const BEGINNINGS: [&str; 3] = [".", "~$", "~syncthing~"];

/// How such a name ends, in lower case: unfinished downloads and copies, safety copies of
/// editors, and what this program itself writes beside posts.
const ENDINGS: [&str; 9] = [
    ".tmp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".swp",
    "~",
    super::notes::PROBLEM_ENDING,
    super::notes::RECEIPT_ENDING,
];

/// Whole names, in lower case.
const NAMES: [&str; 2] = ["thumbs.db", "desktop.ini"];

/// Whether a file or folder of this name is passed over without a word.
#[must_use]
pub fn is_ignored(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || NAMES.contains(&lower.as_str())
        || lower.contains(".sync-conflict")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_programs_leave_is_passed_over() {
        for name in [
            ".hidden.md",
            "rally.jpg.tmp",
            "Rally.JPG.PART",
            "~$notice.docx",
            ".~lock.notice.odt#",
            ".syncthing.notice.md.tmp",
            "notice.sync-conflict-20261123-090000-ABCDEFG.md",
            "Thumbs.db",
            "desktop.ini",
            "notice.md.problem.txt",
            "notice.md.receipt.toml",
            ".notice.md.swp",
            "notice.md~",
            ".dakiya-owner",
        ] {
            assert!(is_ignored(name), "{name}");
        }
    }

    #[test]
    fn posts_and_media_are_not() {
        for name in
            ["notice.md", "सूचना.txt", "rally.jpg", "template.md", "a part.md", "problem.txt"]
        {
            assert!(!is_ignored(name), "{name}");
        }
    }
}
