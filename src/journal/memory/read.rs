//! What can be read.

use std::ops::Bound::{Excluded, Unbounded};
use std::time::Duration;

use super::state::{DeliveryRow, Opened, State};
use crate::account::AccountName;
use crate::clock::{Instant, Noted};
use crate::delivery::{self, DeliveryId};
use crate::event::Outcome;
use crate::journal::{
    Brief, Epoch, FileEntry, NoticeRow, OrderRow, PartRecord, PostStatus, Record, SentAt, SlotKey,
};
use crate::post::PostId;

impl State {
    pub(super) fn open_deliveries(&self) -> Vec<Brief> {
        self.open.iter().filter_map(|(id, ())| self.brief(*id)).collect()
    }

    pub(super) fn open_deliveries_after(&self, after: DeliveryId, most: usize) -> Vec<Brief> {
        let open = self.open.range((Excluded(after), Unbounded));
        open.filter_map(|(id, ())| self.brief(*id)).take(most).collect()
    }

    pub(super) fn files_after(&self, after: &str, most: usize) -> Vec<FileEntry> {
        let files = self.files.range((Excluded(after.to_owned()), Unbounded));
        files.map(|(_, file)| file.clone()).take(most).collect()
    }

    pub(super) fn brief(&self, id: DeliveryId) -> Option<Brief> {
        let DeliveryRow { delivery, version, post, account, due, asked, slot } =
            self.deliveries.get(&id)?.clone();
        let row = self.posts.get(&post)?;
        let content = &row.post.content;
        Some(Brief {
            delivery,
            version,
            post,
            name: row.post.name.clone(),
            account,
            when: content.when.clone(),
            due,
            asked,
            slot,
            taken: row.taken,
            expires: content.expires,
            urgent: content.urgent,
        })
    }

    pub(super) fn record(&self, id: DeliveryId) -> Option<Record> {
        let brief = self.brief(id)?;
        let parts = self.parts.range((id, u16::MIN)..=(id, u16::MAX));
        let parts = parts
            .map(|(key, row)| PartRecord {
                part: (*row.part).clone(),
                progress: row.progress.clone(),
                expires: row.expires,
                receipt: self.receipts.get(key).cloned(),
            })
            .collect();
        let attempts = self.attempts.range((id, u16::MIN, u32::MIN)..=(id, u16::MAX, u32::MAX));
        let attempts = attempts.map(|(_, attempt)| attempt.clone()).collect();
        Some(Record { brief, parts, attempts })
    }

    pub(super) fn deliveries_of(&self, post: PostId) -> Vec<Brief> {
        let of_post = (post, DeliveryId(i64::MIN))..=(post, DeliveryId(i64::MAX));
        self.of_post.range(of_post).filter_map(|((_, id), ())| self.brief(*id)).collect()
    }

    pub(super) fn last_sent(&self, account: &AccountName, most: usize) -> Vec<SentAt> {
        let end = |epoch, uptime| (account.clone(), (Epoch(epoch), uptime, DeliveryId(0), 0, 0));
        let own = self.sent.range(end(i64::MIN, Duration::ZERO)..end(i64::MAX, Duration::MAX));
        let media = |of: &(DeliveryId, u16)| {
            let media = self.parts.get(of).map_or(0, |row| row.part.media.len());
            u16::try_from(media).unwrap_or(u16::MAX)
        };
        let sent = |((_, (_, _, id, part, _)), at): (&(AccountName, Opened), &Noted)| SentAt {
            at: *at,
            media: media(&(*id, *part)),
        };
        let mut last: Vec<_> = own.rev().take(most).map(sent).collect();
        last.reverse();
        last
    }

    pub(super) fn taken_slots(&self, account: &AccountName, since: Instant) -> Vec<SlotKey> {
        let due = |id: &DeliveryId| self.deliveries.get(id).and_then(|row| row.due);
        self.slots
            .iter()
            .filter(|((own, _), id)| own == account && due(id).is_some_and(|due| due >= since))
            .map(|((_, slot), _)| slot.clone())
            .collect()
    }

    pub(super) fn posts_to_settle(&self) -> Vec<(PostId, PostStatus)> {
        let posts = self.posts.iter().map(|(id, row)| (*id, row.status));
        let ended =
            |id: &PostId, status: &PostStatus| *status == PostStatus::Active && self.has_ended(*id);
        posts.filter(|(id, status)| status.is_to_be_settled() || ended(id, status)).collect()
    }

    /// Whether all deliveries of a post have ended, and not because people took all of it back.
    fn has_ended(&self, post: PostId) -> bool {
        let briefs = self.deliveries_of(post);
        let cancelled =
            |brief: &Brief| matches!(brief.delivery.state, delivery::State::Cancelled(_));
        !briefs.iter().all(cancelled) && briefs.iter().all(|brief| brief.delivery.state.is_end())
    }

    pub(super) fn outcomes(&self, after: i64, most: usize) -> Vec<(i64, Outcome, String)> {
        let later = self.outcomes.range(after.saturating_add(1)..).take(most);
        later.map(|(n, (outcome, hash))| (*n, outcome.clone(), hash.to_string())).collect()
    }

    pub(super) fn notices(&self) -> Vec<NoticeRow> {
        let row = |id: &i64| self.notices.get(id).map(|notice| (*id, notice.clone()));
        let unseen = self.unseen.iter().filter_map(|(id, ())| row(id));
        unseen.map(|(id, notice)| NoticeRow { id, notice }).collect()
    }

    pub(super) fn orders(&self) -> Vec<OrderRow> {
        let waiting = self.orders.iter().filter(|(_, order)| order.answer.is_none());
        waiting
            .map(|(id, order)| OrderRow { id: *id, at: order.at, order: order.order.clone() })
            .collect()
    }
}
