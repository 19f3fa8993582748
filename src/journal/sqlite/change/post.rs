//! Changes of posts: their names, and how they stand.

use rusqlite::{Connection, params};

use super::super::read;
use super::super::trouble::Tried;
use super::super::write::known_post;
use super::run;
use crate::blobs::Digest;
use crate::journal::{PostStatus, rules};
use crate::post::PostId;

/// A post that goes on takes the name over from one that has ended.
pub(super) fn rename(db: &Connection, post: PostId, name: &str) -> Tried<()> {
    let (revision, status) = post_head(db, post)?;
    if let Some(other) = known_post(db, name, revision.as_bytes())?
        && other != post
        && status.is_known()
        && post_head(db, other)?.1 == PostStatus::Settled
    {
        set_status(db, other, PostStatus::Superseded)?;
    }
    refuse_a_twin(db, post, name, &revision, status)?;
    run(db, "UPDATE post SET name = ? WHERE id = ?", params![name, post.0])
}

pub(super) fn settle(db: &Connection, post: PostId, status: PostStatus) -> Tried<()> {
    let (revision, _) = post_head(db, post)?;
    let mut name = db.prepare_cached("SELECT name FROM post WHERE id = ?")?;
    let name: String = name.query_row([post.0], |row| row.get(0))?;
    refuse_a_twin(db, post, &name, &revision, status)?;
    set_status(db, post, status)
}

fn set_status(db: &Connection, post: PostId, status: PostStatus) -> Tried<()> {
    run(db, "UPDATE post SET status = ? WHERE id = ?", params![status.name(), post.0])
}

fn post_head(db: &Connection, post: PostId) -> Tried<(Digest, PostStatus)> {
    read::post_head(db, post)?.ok_or_else(|| rules::unknown_post(post).into())
}

fn refuse_a_twin(
    db: &Connection,
    post: PostId,
    name: &str,
    revision: &Digest,
    status: PostStatus,
) -> Tried<()> {
    match known_post(db, name, revision.as_bytes())? {
        Some(other) if other != post && status.is_known() => Err(rules::post_known(other).into()),
        _ => Ok(()),
    }
}
