//! Notices that nobody has seen to yet.

use super::block;
use super::local;
use crate::cli::desk::Desk;
use crate::event::Notice;
use crate::finding::Fact;
use crate::journal::{ABOUT_FILES, Brief, Journal as _, JournalError, SqliteJournal};

/// A notice, with its delivery where it is about one.
pub(super) struct News {
    pub(super) notice: Notice,
    pub(super) brief: Option<Brief>,
}

/// Everything that nobody has seen to, oldest first.
pub(super) async fn read(journal: &SqliteJournal) -> Result<Vec<News>, JournalError> {
    let mut all = Vec::new();
    for row in journal.notices().await? {
        let record = match row.notice.delivery {
            Some(id) => journal.delivery(id).await?,
            None => None,
        };
        all.push(News { notice: row.notice, brief: record.map(|record| record.brief) });
    }
    Ok(all)
}

impl News {
    /// What people read, with the command line that puts the notice away.
    pub(super) fn block(&self, desk: &Desk) -> String {
        let said = desk.words.reason(&self.notice.reason);
        let (id, more) = self.kind();
        let mut facts: Vec<(&str, Fact)> =
            vec![("at", local(desk, self.notice.at).into()), ("why", said.message.into())];
        facts.extend(more);
        let lines: Vec<_> =
            self.put_away(desk).map(|line| (desk.hint(id, &facts), line)).into_iter().collect();
        block(&desk.say(id, &facts), said.hint, &lines)
    }

    fn kind(&self) -> (&'static str, Vec<(&'static str, Fact)>) {
        match (&self.brief, &self.notice.account) {
            (Some(brief), _) => {
                let state = brief.delivery.state.name();
                let facts = vec![
                    ("number", brief.delivery.id.0.into()),
                    ("post", brief.name.as_str().into()),
                    ("account", brief.account.as_str().into()),
                    ("state", state.into()),
                ];
                ("status-notice", facts)
            }
            (None, Some(account)) => {
                ("status-notice-account", vec![("account", account.as_str().into())])
            }
            (None, None) => ("status-notice-plain", Vec::new()),
        }
    }

    /// While a delivery is under way, there is nothing to be put away yet.
    fn put_away(&self, desk: &Desk) -> Option<String> {
        match (&self.brief, &self.notice.account) {
            (Some(brief), _) if brief.delivery.state.is_end() => {
                Some(desk.line(&format!("resolve {} --abandon", brief.delivery.id)))
            }
            // It goes by itself when the file is mended.
            (None, None) if ABOUT_FILES.contains(&&*self.notice.reason.id) => None,
            (None, Some(account)) => Some(desk.line(&format!("start --account {account}"))),
            (None, None) => Some(desk.line("start")),
            _ => None,
        }
    }
}
