//! What has to be made of a medium that an account does not take as it is, and what was.

use super::Platform;
use super::album::{cut_findings, limits_at};
use super::choice::chosen;
use super::limits::{Limits, MediaRule};
use super::rules::{own_findings, rule_for};
use crate::account::AccountName;
use crate::finding::Finding;
use crate::post::{Done, Draft, Fitted, Made, Media, MediaKind, Post, Shape, Wanted};

/// What no new version of a picture or film can mend without losing something that matters.
const BEYOND_HELP: [&str; 4] =
    ["film-too-long", "film-too-short", "media-sides-too-small", "media-too-narrow"];

/// What of these a margin mends, in a picture.
const A_MARGIN_HELPS: &str = "media-too-narrow";

/// `post` as `account` on `platform` composes it, and what is to be said about its media: those that
/// are left out, and those of which a version was made for it. Media that people named for this
/// account are all kept.
#[must_use]
pub fn ready(post: &Post, account: &AccountName, platform: &dyn Platform) -> (Draft, Vec<Finding>) {
    let (draft, mut findings) = picked(post, account, platform.kind(), &platform.limits());
    let limits = platform.limits_for(&draft);
    findings.extend(cut_findings(&draft.media, &limits));
    let (draft, about_versions) = fitted(draft, &post.fitted, &limits);
    findings.extend(about_versions);
    (draft, findings)
}

/// What has to be made of the media of `post` before `account` on `platform` can compose it. Nothing
/// is made of media that it does not get.
#[must_use]
pub fn wants(post: &Post, account: &AccountName, platform: &dyn Platform) -> Vec<(Media, Wanted)> {
    let (draft, _) = picked(post, account, platform.kind(), &platform.limits());
    wanted_for(&draft, &platform.limits_for(&draft))
}

/// What has to be made of the media of `draft`, all of which an account with these `limits` gets.
#[must_use]
pub fn wanted_for(draft: &Draft, limits: &Limits) -> Vec<(Media, Wanted)> {
    let media = &draft.media;
    let of = |(index, medium): (usize, &Media)| {
        let wanted = wanted(medium, &limits_at(index, media, limits))?;
        Some((medium.clone(), wanted))
    };
    media.iter().enumerate().filter_map(of).collect()
}

fn picked(
    post: &Post,
    account: &AccountName,
    kind: &str,
    limits: &Limits,
) -> (Draft, Vec<Finding>) {
    let draft = post.draft_for(account, kind);
    match post.names_media_for(account, kind) {
        true => (draft, Vec::new()),
        false => chosen(draft, limits),
    }
}

/// What has to be made of `medium` so that an account with these `limits` takes it; nothing where
/// it is taken as it is, or where nothing helps.
#[must_use]
pub fn wanted(medium: &Media, limits: &Limits) -> Option<Wanted> {
    if let Some(rule) = rule_for(medium, limits)
        && own_findings(medium, rule).is_empty()
    {
        return None;
    }
    let (kind, rule) = target(medium, limits)?;
    if !beyond_help(medium, kind, rule).is_empty() {
        return None;
    }
    let frames = rule.film.frames_in_1000s.filter(|_| kind.is_video());
    let shape = rule.shape.or_else(|| rule.max_ratio.map(Shape::within));
    Some(Wanted {
        kind,
        max_bytes: rule.max_bytes,
        max_width: rule.max_sides.map(|(width, _)| width),
        max_height: rule.max_sides.map(|(_, height)| height),
        max_pixels: rule.max_pixels,
        max_side_sum: rule.max_side_sum,
        shape: shape.filter(|_| kind.is_image()),
        min_frames_in_1000s: frames.map(|(fewest, _)| fewest),
        max_frames_in_1000s: frames.map(|(_, most)| most),
        only_reordered: is_only_out_of_order(medium, kind, rule),
    })
}

/// Whether a film is taken as it is once its index comes first.
fn is_only_out_of_order(medium: &Media, kind: MediaKind, rule: &MediaRule) -> bool {
    let broken = own_findings(medium, rule);
    let index = |finding: &Finding| finding.id == "film-index-at-its-end";
    kind == medium.kind && !broken.is_empty() && broken.iter().all(index)
}

/// What of `medium`, made into `kind` for `rule`, would still be wrong.
fn beyond_help(medium: &Media, kind: MediaKind, rule: &MediaRule) -> Vec<Finding> {
    let as_target = Media { kind, ..medium.clone() };
    let mut findings = own_findings(&as_target, rule);
    findings.retain(|finding| {
        let mended = kind.is_image() && finding.id == A_MARGIN_HELPS;
        BEYOND_HELP.contains(&finding.id) && !mended
    });
    findings
}

/// Why nothing can be made of `medium`, whose own kind an account with these `limits` does not take;
/// nothing where something can, or where there is no kind to make.
pub(super) fn why_nothing_helps(medium: &Media, limits: &Limits) -> Vec<Finding> {
    let target = target(medium, limits);
    target.map(|(kind, rule)| beyond_help(medium, kind, rule)).unwrap_or_default()
}

/// The kind to make, and the rule for it.
fn target<'l>(medium: &Media, limits: &'l Limits) -> Option<(MediaKind, &'l MediaRule)> {
    let moves = medium.kind.is_video() || medium.film.is_some();
    let kinds: &[MediaKind] = match medium.kind {
        MediaKind::Pdf => return None,
        _ if moves => &[MediaKind::Mp4],
        _ => &[MediaKind::Jpeg, MediaKind::Png],
    };
    kinds.iter().find_map(|kind| {
        let rule = limits.media.iter().find(|rule| rule.kinds.contains(kind))?;
        Some((*kind, rule))
    })
}

/// The rule under which `medium` goes out, once a version was made of it where it needs one; none
/// where nothing of its kind is taken.
pub(super) fn landing<'l>(medium: &Media, limits: &'l Limits) -> Option<&'l MediaRule> {
    let own = rule_for(medium, limits);
    if own.is_some_and(|rule| own_findings(medium, rule).is_empty()) {
        return own;
    }
    let (kind, other) = target(medium, limits).unzip();
    let made = wanted(medium, limits).filter(|wanted| Some(wanted.kind) == kind);
    if made.is_some() { other } else { own.or(other) }
}

/// `draft` with the versions of its media that were made for accounts with these `limits`, and
/// what is to be said about them.
#[must_use]
pub fn fitted(draft: Draft, made: &[Fitted], limits: &Limits) -> (Draft, Vec<Finding>) {
    let mut findings = Vec::new();
    let media = draft.media.iter().enumerate().map(|(index, medium)| {
        let limits = limits_at(index, &draft.media, limits);
        let Some(made) = version_of(medium, made, &limits) else { return medium.clone() };
        match &made.made {
            Ok(made) => {
                findings.extend(made.done.iter().map(|done| note(*done, medium, made)));
                let (name, alt) = (medium.name.clone(), medium.alt.clone());
                let subtitles = medium.subtitles.clone();
                Media { name, alt, subtitles, ..made.medium.clone() }
            }
            Err(refused) => {
                let finding = Finding::error(refused.why.id());
                let finding = finding.with("file", medium.name.as_str());
                findings.push(finding.with("detail", refused.detail.as_str()));
                medium.clone()
            }
        }
    });
    let media = media.collect();
    (Draft { media, ..draft }, findings)
}

/// What was done to `medium` of a part before it went out, by what was `made` for its post.
#[must_use]
pub fn done_to(medium: &Media, made: &[Fitted]) -> Vec<Finding> {
    let versions = made.iter().filter_map(|one| one.made.as_ref().ok());
    let version = versions.into_iter().find(|made| made.medium.digest == medium.digest);
    let done = |made: &Made| made.done.iter().map(|done| note(*done, medium, made)).collect();
    version.map(done).unwrap_or_default()
}

fn version_of<'m>(medium: &Media, made: &'m [Fitted], limits: &Limits) -> Option<&'m Fitted> {
    let wanted = wanted(medium, limits)?;
    made.iter().find(|one| one.of == medium.digest && one.wanted == wanted)
}

fn note(done: Done, medium: &Media, made: &Made) -> Finding {
    let side = |side: Option<u32>| side.map(u64::from).unwrap_or_default();
    Finding::note(done.id())
        .with("file", medium.name.as_str())
        .with("kind", made.medium.kind.ending())
        .with("width", side(made.medium.width))
        .with("height", side(made.medium.height))
        .with("bytes", made.medium.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::Digest;
    use crate::platform::FilmRule;
    use crate::post::{Film, Obstacle, Refused, Version, samples};

    const SQUARE: Shape = Shape { narrowest: (1, 1), widest: (1, 1) };

    fn limits() -> Limits {
        let pictures = MediaRule {
            max_sides: Some((1000, 1000)),
            shape: Some(SQUARE),
            ..MediaRule::simple(&[MediaKind::Jpeg], 5_000, 4)
        };
        let film = FilmRule { max_millis: Some(60_000), video: &["h264"], ..FilmRule::default() };
        let films = MediaRule { film, ..MediaRule::simple(&[MediaKind::Mp4], 90_000, 1) };
        Limits { media: vec![pictures, films], media_count: 4, ..Limits::default() }
    }

    fn picture(kind: MediaKind, bytes: u64, width: u32, height: u32) -> Media {
        let (width, height) = (Some(width), Some(height));
        Media { width, height, ..Media::of("a", Digest::of(b"a"), kind, bytes) }
    }

    fn film(kind: MediaKind, millis: u64, video: &str) -> Media {
        let film = Film { millis, video: Some(video.to_owned()), ..Film::default() };
        Media { film: Some(film), ..Media::of("b", Digest::of(b"b"), kind, 10_000) }
    }

    #[test]
    fn what_is_taken_as_it_is_stays_as_it_is() {
        assert_eq!(wanted(&picture(MediaKind::Jpeg, 5_000, 900, 900), &limits()), None);
        assert_eq!(wanted(&film(MediaKind::Mp4, 60_000, "h264"), &limits()), None);
    }

    #[test]
    fn a_picture_of_another_kind_size_or_shape_is_made_anew() {
        for picture in [
            picture(MediaKind::Png, 10, 10, 10),
            picture(MediaKind::Jpeg, 5_001, 900, 900),
            picture(MediaKind::Jpeg, 10, 1001, 1001),
            picture(MediaKind::Jpeg, 10, 900, 600),
        ] {
            let wanted = wanted(&picture, &limits()).unwrap();
            let target = (wanted.kind, wanted.max_width, wanted.shape);
            assert_eq!(target, (MediaKind::Jpeg, Some(1000), Some(SQUARE)), "{picture:?}");
        }
    }

    #[test]
    fn a_film_of_another_codec_is_made_anew_and_a_long_one_is_not() {
        assert!(wanted(&film(MediaKind::Mov, 1_000, "hevc"), &limits()).is_some());
        assert_eq!(wanted(&film(MediaKind::Mov, 60_001, "hevc"), &limits()), None);
    }

    #[test]
    fn a_picture_in_colours_for_print_is_made_anew_wherever_it_goes() {
        let printed = Media { print_colours: true, ..picture(MediaKind::Jpeg, 10, 900, 900) };
        assert_eq!(wanted(&printed, &limits()).unwrap().kind, MediaKind::Jpeg);
    }

    #[test]
    fn a_picture_that_is_too_narrow_gets_a_margin_and_a_film_does_not() {
        let mut limits = limits();
        for rule in &mut limits.media {
            (rule.shape, rule.max_ratio) = (None, Some(10));
        }
        let narrow = picture(MediaKind::Jpeg, 10, 1000, 50);
        assert_eq!(wanted(&narrow, &limits).unwrap().shape, Some(Shape::within(10)));
        let narrow =
            Media { width: Some(1000), height: Some(50), ..film(MediaKind::Mp4, 1_000, "hevc") };
        assert_eq!(wanted(&narrow, &limits), None);
    }

    #[test]
    fn a_moving_picture_too_short_for_a_film_is_told_as_that() {
        let mut limits = limits();
        limits.media[1].film.min_millis = Some(3_000);
        let short = film(MediaKind::Gif, 1_600, "gif");
        assert_eq!(wanted(&short, &limits), None);
        let findings = crate::platform::rules::media_findings(&[short], &limits);
        assert_eq!(findings[0].id, "film-too-short");
    }

    #[test]
    fn a_film_whose_index_alone_is_at_the_wrong_end_is_only_reordered() {
        let mut limits = limits();
        limits.media[1].film.streams = true;
        let reordered = |film: &Media| wanted(film, &limits).unwrap().only_reordered;
        assert!(reordered(&film(MediaKind::Mp4, 1_000, "h264")));
        assert!(!reordered(&film(MediaKind::Mp4, 1_000, "hevc")));
        assert!(!reordered(&film(MediaKind::Mov, 1_000, "h264")));
    }

    #[test]
    fn a_film_with_too_few_pictures_a_second_is_to_get_more() {
        let mut limits = limits();
        limits.media[1].film.frames_in_1000s = Some((23_000, 60_000));
        let slow = film(MediaKind::Mov, 4_000, "hevc");
        let wanted = wanted(&slow, &limits).unwrap();
        let frames = (wanted.min_frames_in_1000s, wanted.max_frames_in_1000s);
        assert_eq!(frames, (Some(23_000), Some(60_000)));
    }

    #[test]
    fn the_version_that_was_made_takes_the_place_and_keeps_name_and_description() {
        let asked = Media { alt: Some("मंच".into()), ..picture(MediaKind::Png, 10, 10, 10) };
        let medium = picture(MediaKind::Jpeg, 700, 10, 10);
        let made = Ok(Made { medium, done: vec![Done::Converted] });
        let wanted = wanted(&asked, &limits()).unwrap();
        let draft = Draft { media: vec![asked], ..Draft::of(&samples::content("क")) };
        let all = [Fitted { of: Digest::of(b"a"), wanted, made }];
        let (draft, findings) = fitted(draft, &all, &limits());
        assert_eq!((draft.media[0].kind, draft.media[0].bytes), (MediaKind::Jpeg, 700));
        assert_eq!(draft.media[0].alt.as_deref(), Some("मंच"));
        assert_eq!(findings[0].id, "fitted-converted");
        assert_eq!(done_to(&draft.media[0], &all), findings, "and afterwards it is told alike");
    }

    #[test]
    fn nothing_is_made_of_media_that_an_account_does_not_get_unless_people_named_them() {
        let all = vec![
            picture(MediaKind::Png, 10, 10, 10),
            picture(MediaKind::Png, 20, 20, 20),
            film(MediaKind::Mov, 1_000, "hevc"),
        ];
        let mut post = samples::notice();
        post.content.media = all.clone();
        let account = "toot".parse().unwrap();
        let kinds = |post: &Post| {
            let (draft, findings) = picked(post, &account, "mastodon", &limits());
            let wanted = wanted_for(&draft, &limits()).into_iter();
            (wanted.map(|(medium, _)| medium.kind).collect::<Vec<_>>(), findings.len())
        };
        assert_eq!(kinds(&post), (vec![MediaKind::Png; 2], 1));
        let version = Version { media: Some(all), ..Version::default() };
        post.content.versions.insert("toot".to_owned(), version);
        assert_eq!(kinds(&post), (vec![MediaKind::Png, MediaKind::Png, MediaKind::Mov], 0));
    }

    #[test]
    fn why_nothing_can_be_made_is_found() {
        let asked = film(MediaKind::Mov, 1_000, "hevc");
        let wanted = wanted(&asked, &limits()).unwrap();
        let refused = Refused { why: Obstacle::NoFfmpeg, detail: String::new() };
        let all = [Fitted { of: asked.digest, wanted, made: Err(refused) }];
        let draft = Draft { media: vec![asked], ..Draft::of(&samples::content("क")) };
        let (_, findings) = fitted(draft, &all, &limits());
        assert_eq!(findings[0].id, "fit-needs-ffmpeg");
    }
}
