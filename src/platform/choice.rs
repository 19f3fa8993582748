//! Which media of a post an account gets, and which of them go together in one part.

use super::fit::landing;
use super::limits::{Company, Limits, MediaRule, Threads};
use crate::finding::Finding;
use crate::post::{Draft, Media};

/// `draft` with the media that an account with these `limits` is to get, and what is to be said about
/// those that are left out. All stay where they are together in one part or one thread. Where they are
/// not, the best ones stay: several pictures, else the film, else what comes first. A post of which
/// nothing would remain stays as it is, with what speaks against it.
#[must_use]
pub(super) fn chosen(draft: Draft, limits: &Limits) -> (Draft, Vec<Finding>) {
    let kept = kept(&draft, limits);
    let of = |index: &usize| kept.contains(index);
    let (media, left): (Vec<_>, Vec<_>) = (0..draft.media.len()).partition(|index| of(index));
    let findings = left_out(&draft.media, &left, &media, limits);
    let media = media.into_iter().map(|index| draft.media[index].clone()).collect();
    (Draft { media, ..draft }, findings)
}

/// The places of the media that stay.
fn kept(draft: &Draft, limits: &Limits) -> Vec<usize> {
    let all: Vec<usize> = (0..draft.media.len()).collect();
    if limits.media.is_empty() {
        let words_remain = !draft.text.trim().is_empty();
        return if words_remain { Vec::new() } else { all };
    }
    let rule = |index: &usize| landing(&draft.media[*index], limits);
    let shown = |index: &usize| rule(index).is_some_and(|rule| rule.company != Company::Cover);
    let (shown, others): (Vec<_>, Vec<_>) = all.iter().copied().partition(shown);
    if shown.is_empty() {
        return all;
    }
    let mut kept = match limits.threads {
        Threads::Upto(_) => shown.clone(),
        Threads::Never => best(together(&draft.media, shown.clone(), limits), &draft.media),
    };
    kept.extend(own_cover(&kept, &shown, &draft.media, limits));
    let covers: Vec<_> = others.into_iter().filter(|index| rule(index).is_some()).collect();
    let most = covers.first().and_then(rule).map_or(0, |rule| rule.max_count);
    let room = limits.media_count.saturating_sub(kept.len());
    if covers.len() <= most.min(room) {
        kept.extend(covers);
    }
    kept
}

/// The picture that becomes the cover of the only film in `kept`, if it is the only other one `shown`.
fn own_cover(kept: &[usize], shown: &[usize], media: &[Media], limits: &Limits) -> Option<usize> {
    let [film] = kept else { return None };
    let takes = landing(&media[*film], limits)?.company == Company::OneCover;
    let mut others = shown.iter().filter(|index| *index != film);
    let (other, more) = (*others.next()?, others.next());
    (takes && more.is_none() && media[other].kind.is_image()).then_some(other)
}

/// The best of several groups that cannot go out together.
fn best(groups: Vec<Vec<usize>>, media: &[Media]) -> Vec<usize> {
    let worth = |group: &Vec<usize>| {
        let film = group.iter().any(|index| media[*index].kind.is_video());
        if group.len() > 1 { (group.len(), film) } else { (0, film) }
    };
    // Of equally good ones the last is the greatest, and the first is meant.
    groups.into_iter().rev().max_by_key(worth).unwrap_or_default()
}

/// `media` in as few parts as they need, each in the first one that has room for it.
pub(super) fn spread(media: &[Media], limits: &Limits) -> Vec<Vec<Media>> {
    if limits.threads == Threads::Never {
        return vec![media.to_vec()];
    }
    let groups = together(media, (0..media.len()).collect(), limits);
    let group = |group: Vec<usize>| group.into_iter().map(|index| media[index].clone()).collect();
    groups.into_iter().map(group).collect()
}

/// The places `which` in groups that fit into one part each.
fn together(media: &[Media], which: Vec<usize>, limits: &Limits) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for index in which {
        let rule = landing(&media[index], limits);
        let has_room = |group: &&mut Vec<usize>| {
            let rules = group.iter().filter_map(|other| landing(&media[*other], limits));
            group.len() < limits.media_count
                && rule.is_none_or(|rule| joins(rule, rules))
                && has_bytes_for(index, group, media, limits)
        };
        match groups.iter_mut().find(has_room) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// Whether the medium at `index` is small enough to go with those of `group`. One that is made over
/// counts as large as its version can become.
fn has_bytes_for(index: usize, group: &[usize], media: &[Media], limits: &Limits) -> bool {
    let Some(most) = limits.media_bytes else { return true };
    let weight = |medium: &Media| {
        let rule = landing(medium, limits);
        rule.map_or(medium.bytes, |rule| medium.bytes.min(rule.max_bytes))
    };
    let all = group.iter().chain([&index]).map(|at| weight(&media[*at]));
    all.fold(0, u64::saturating_add) <= most
}

/// Whether a medium under `rule` can go with media under `others`.
fn joins<'l>(rule: &MediaRule, others: impl Iterator<Item = &'l MediaRule>) -> bool {
    let (same, strange): (Vec<_>, Vec<_>) = others.partition(|other| std::ptr::eq(*other, rule));
    same.len() < rule.max_count && strange.into_iter().all(|other| rule.goes_with(other))
}

/// What is said about the media at the places `left`, one finding for each reason.
fn left_out(media: &[Media], left: &[usize], kept: &[usize], limits: &Limits) -> Vec<Finding> {
    let rule = |index: &usize| landing(&media[*index], limits);
    let crowded = |index: &usize| kept.iter().any(|other| same(rule(other), rule(index)));
    let why = |index: &usize| match rule(index) {
        None => Why::Kind,
        Some(rule) if rule.company == Company::Cover => Why::Cover,
        Some(_) if crowded(index) => Why::Many,
        Some(_) => Why::Apart,
    };
    let said = |reason: Why| {
        let of: Vec<_> = left.iter().copied().filter(|index| why(index) == reason).collect();
        let named = |which: &[usize]| names(media, which);
        let quoted = |at: usize| format!("\"{}\"", media[at].name);
        let instead = reason.instead(&of, kept).into_iter().map(quoted);
        let finding = Finding::warning(reason.id()).with("files", named(&of));
        let finding = finding.with("count", of.len()).with("kept", named(kept));
        let finding = finding.with("example", instead.collect::<Vec<_>>().join(", "));
        (!of.is_empty()).then(|| finding.with("most", kept.len()))
    };
    Why::ALL.into_iter().filter_map(said).collect()
}

fn same(one: Option<&MediaRule>, other: Option<&MediaRule>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if std::ptr::eq(one, other))
}

fn names(media: &[Media], which: &[usize]) -> String {
    which.iter().map(|index| media[*index].name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Why a medium is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// The account takes nothing of its kind.
    Kind,
    /// It does not go together with what is sent.
    Apart,
    /// There is no room for more of its kind.
    Many,
    /// Of several covers none is the right one.
    Cover,
}

impl Why {
    const ALL: [Self; 4] = [Self::Kind, Self::Apart, Self::Many, Self::Cover];

    /// What people may have meant instead, where this is why `left` are left out.
    fn instead(self, left: &[usize], kept: &[usize]) -> Vec<usize> {
        match self {
            Self::Kind => kept.to_vec(),
            Self::Apart | Self::Many => left.to_vec(),
            Self::Cover => kept.iter().chain(left.first()).copied().collect(),
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Kind => "media-left-out-kind",
            Self::Apart => "media-left-out-apart",
            Self::Many => "media-left-out-many",
            Self::Cover => "media-left-out-cover",
        }
    }
}

#[cfg(test)]
mod tests;
