//! Posts come in.

use futures_util::future::join_all;

use super::Stage;
use super::samples::{Desk, at, file, name, open_names, taken};
use crate::delivery::{DeliveryId, Event, HeldAt, State};
use crate::journal::{
    Admitted, Change, Earlier, FileEntry, JournalError, PostStatus, Taken, Version,
};
use crate::post::{PostId, When};
use crate::verdict::Reason;

pub(crate) async fn a_post_is_taken_with_its_deliveries(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let mut wanted = taken("सूचना.md", &["x", "telegram"]);
    let why = Reason::new("needs-approval").with("people", 2_i64);
    wanted.deliveries[1].held = Some(why.clone());
    wanted.post.content.when = When::Slot("evening".parse().unwrap());
    wanted.post.content.expires = Some(at(500));
    wanted.post.content.urgent = true;
    let admitted = desk.journal.take(desk.epoch, wanted.clone()).await.unwrap();
    let (post, ids) = (admitted.post, admitted.deliveries);
    assert_eq!(admitted.earlier, None);
    assert_eq!(desk.journal.post(post).await.unwrap(), Some(wanted.post.clone()));
    let briefs = desk.journal.open_deliveries().await.unwrap();
    assert_eq!(briefs, desk.journal.deliveries_of(post).await.unwrap());
    assert_eq!(briefs.iter().map(|brief| brief.delivery.id).collect::<Vec<_>>(), ids);
    let first = &briefs[0];
    assert_eq!((first.post, first.version), (post, Version(1)));
    assert_eq!((first.name.as_str(), &first.account), ("सूचना.md", &name("x")));
    assert_eq!((&first.when, first.expires), (&wanted.post.content.when, Some(at(500))));
    assert_eq!((first.due, first.taken, first.urgent), (Some(at(60)), at(1), true));
    assert_eq!((&first.slot, first.delivery.give_up), (&None, Some(at(120))));
    assert_eq!(first.delivery.state, State::Planned);
    assert_eq!(briefs[1].delivery.state, State::Held { at: HeldAt::Start, why });
}

pub(crate) async fn the_same_name_and_revision_is_taken_once(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let take = || desk.journal.take(desk.epoch, taken("notice.md", &["x", "y"]));
    let first = take().await.unwrap();
    let (again, once_more) = (take(), take());
    let first = Admitted { earlier: Some(Earlier::GoesOn), ..first };
    assert_eq!(again.await.unwrap(), first);
    assert_eq!(once_more.await.unwrap(), first);
    assert_eq!(desk.journal.open_deliveries().await.unwrap().len(), 2);
}

pub(crate) async fn another_name_or_revision_is_another_post(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let mut edited = taken("notice.md", &["x"]);
    edited.post.content.text.push('!');
    let all = [taken("notice.md", &["x"]), taken("other.md", &["x"]), edited];
    let mut posts = Vec::new();
    for taken in all {
        posts.push(desk.journal.take(desk.epoch, taken).await.unwrap().post);
    }
    posts.dedup();
    assert_eq!(posts.len(), 3);
}

pub(crate) async fn a_withdrawn_or_superseded_post_can_be_taken_again(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let mut posts = Vec::new();
    for status in [PostStatus::Withdrawn, PostStatus::Superseded, PostStatus::Settled] {
        let post = desk.journal.take(desk.epoch, taken("notice.md", &["x"])).await.unwrap().post;
        desk.commit(vec![Change::Post { post, status }]).await.unwrap();
        posts.push(post);
    }
    let known = desk.journal.take(desk.epoch, taken("notice.md", &["x"])).await.unwrap().post;
    assert!(posts[0] < posts[1] && posts[1] < posts[2]);
    assert_eq!(known, posts[2], "a settled post stays known");
    let revived = Change::Post { post: posts[0], status: PostStatus::Active };
    assert!(matches!(desk.commit(vec![revived]).await, Err(JournalError::Rule(_))));
}

pub(crate) async fn a_post_that_has_ended_comes_anew_only_where_it_is_superseded(
    stage: &impl Stage,
) {
    let desk = Desk::start(stage).await;
    let take = || {
        let noted = Some(file("notice.md", 1));
        desk.journal.take(desk.epoch, Taken { file: noted, ..taken("notice.md", &["x"]) })
    };
    let first = take().await.unwrap();
    assert_eq!(take().await.unwrap().earlier, Some(Earlier::OnRecord), "the call came twice");
    let gone = || Change::FileGone { name: "notice.md".into() };
    desk.commit(vec![gone()]).await.unwrap();
    assert_eq!(take().await.unwrap().earlier, Some(Earlier::GoesOn));
    let status = |status| Change::Post { post: first.post, status };
    desk.commit(vec![gone(), status(PostStatus::Settled)]).await.unwrap();
    let ended = take().await.unwrap();
    assert_eq!(ended, Admitted { earlier: Some(Earlier::Ended), ..first.clone() });
    assert_eq!(desk.journal.files().await.unwrap(), [], "nothing was noted");
    desk.commit(vec![status(PostStatus::Superseded)]).await.unwrap();
    let anew = take().await.unwrap();
    assert_eq!(anew.earlier, None);
    assert_ne!((anew.post, &anew.deliveries), (first.post, &first.deliveries));
    assert_eq!(desk.journal.files().await.unwrap()[0].post, Some(anew.post));
}

pub(crate) async fn two_deliveries_for_one_account_take_nothing(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let mut double = taken("notice.md", &["x", "y", "x"]);
    double.file = Some(file("notice.md", 1));
    let refused = desk.journal.take(desk.epoch, double).await;
    assert!(matches!(refused, Err(JournalError::Rule(_))), "{refused:?}");
    assert_eq!(desk.journal.open_deliveries().await.unwrap(), []);
    assert_eq!(desk.journal.files().await.unwrap(), []);
    assert_eq!(desk.journal.post(PostId(1)).await.unwrap(), None);
}

pub(crate) async fn a_file_is_noted_with_its_post(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    for mtime in [1, 2] {
        let mut taken = taken("notice.md", &["x"]);
        taken.file = Some(file("notice.md", mtime));
        taken.companions = vec![file("notice.md/hall.jpg", mtime)];
        let revision = taken.post.content.revision();
        let post = desk.journal.take(desk.epoch, taken).await.unwrap().post;
        let mut noted = file("notice.md", mtime);
        (noted.post, noted.revision) = (Some(post), Some(revision));
        let companion = FileEntry { post: Some(post), ..file("notice.md/hall.jpg", mtime) };
        assert_eq!(desk.journal.files().await.unwrap(), [noted, companion]);
    }
}

pub(crate) async fn posts_wait_to_be_settled_until_they_are(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    for file in ["a.md", "b.md", "c.md", "d.md", "e.md"] {
        desk.take(file).await;
    }
    let change = |post, status| Change::Post { post: PostId(post), status };
    let ended = vec![change(1, PostStatus::Published), change(3, PostStatus::Failed)];
    desk.commit(ended).await.unwrap();
    let waiting = [(PostId(1), PostStatus::Published), (PostId(3), PostStatus::Failed)];
    assert_eq!(desk.journal.posts_to_settle().await.unwrap(), waiting);
    desk.commit(vec![change(1, PostStatus::Settled)]).await.unwrap();
    assert_eq!(desk.journal.posts_to_settle().await.unwrap(), waiting[1..]);
    let missed = desk.by(DeliveryId(4), Event::Missed(Reason::new("too-late"))).await;
    let cancelled =
        desk.by(DeliveryId(5), Event::Cancelled(Reason::new("cancelled-by-person"))).await;
    desk.commit(vec![missed, cancelled]).await.unwrap();
    let waiting = [(PostId(3), PostStatus::Failed), (PostId(4), PostStatus::Active)];
    assert_eq!(desk.journal.posts_to_settle().await.unwrap(), waiting);
    let unknown = desk.commit(vec![change(9, PostStatus::Settled)]).await;
    assert_eq!(unknown, Err(JournalError::Unknown("post 9".into())));
}

pub(crate) async fn a_renamed_post_is_known_by_its_new_name(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.take("old.md").await;
    let rename = |name: &str| vec![Change::Rename { post: PostId(1), name: name.into() }];
    desk.commit(rename("new.md")).await.unwrap();
    assert_eq!(open_names(&*desk.journal).await, ["new.md"]);
    assert_eq!(desk.journal.post(PostId(1)).await.unwrap().unwrap().name, "new.md");
    assert_eq!(desk.take("new.md").await, id);
    let other = desk.take("old.md").await;
    assert_ne!(other, id);
    let clash = desk.commit(rename("old.md")).await;
    assert!(matches!(clash, Err(JournalError::Rule(_))), "{clash:?}");
}

pub(crate) async fn a_renamed_post_takes_the_name_of_an_ended_one(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let old = desk.take("notice.md").await;
    let new = desk.take("notice2.md").await;
    let rename = || vec![Change::Rename { post: PostId(2), name: "notice.md".into() }];
    let clash = desk.commit(rename()).await;
    assert!(matches!(clash, Err(JournalError::Rule(_))), "{clash:?}");
    let settled = Change::Post { post: PostId(1), status: PostStatus::Settled };
    desk.commit(vec![settled.clone()]).await.unwrap();
    desk.commit(rename()).await.unwrap();
    assert_eq!(desk.take("notice.md").await, new);
    assert_eq!(desk.journal.delivery(old).await.unwrap().unwrap().brief.name, "notice.md");
    let back = desk.commit(vec![settled]).await;
    assert!(matches!(back, Err(JournalError::Rule(_))), "it is known no more: {back:?}");
}

pub(crate) async fn thousands_of_posts_keep_their_order(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let names: Vec<_> = (0..2_000).map(|number| format!("{number}.md")).collect();
    let take = |name: &String| desk.journal.take(desk.epoch, taken(name, &["x"]));
    let taken = join_all(names.iter().map(take)).await;
    let ids: Vec<_> = taken.into_iter().map(|taken| taken.unwrap().deliveries[0]).collect();
    assert_eq!(ids, (1..=2_000).map(DeliveryId).collect::<Vec<_>>());
    assert_eq!(open_names(&*desk.journal).await, names);
    let (after, most) = (DeliveryId(700), 300);
    let stretch = desk.journal.open_deliveries_after(after, most).await.unwrap();
    let all = desk.journal.open_deliveries().await.unwrap();
    assert_eq!(stretch, all[700..1_000]);
    assert_eq!(desk.journal.open_deliveries_after(DeliveryId(2_000), most).await.unwrap(), []);
}
