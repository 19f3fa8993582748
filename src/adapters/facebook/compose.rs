//! Composing: what a Page takes, and what is checked before a post is planned.

use super::extras::{cover_of, locale};
use super::options::{FIRST_COMMENT, Kind, Options};
use super::story;
use crate::finding::{Finding, any_error};
use crate::http::Url;
use crate::platform::{
    self, Company, Composed, FilmRule, Limits, MediaRule, Threads, media_findings,
};
use crate::post::{Card, Draft, Media, MediaKind, Part, Shape};
use crate::text::{Counter, Ruler, TextLimit, Unit, fits, links, normalise};

/// The longest text (a public client; the unit is unverified, so the one that counts most is taken).
const TEXT: usize = 63_206;

/// The longest comment (the website's own limit, unverified for the API).
const COMMENT: usize = 8_000;

/// The largest photograph in bytes: 4 MB by the message of subcode 1366046, taken as decimal.
const PHOTO_BYTES: u64 = 4_000_000;

/// The most photographs of a post: our own limit, Facebook documents none, and each costs a call.
const PHOTOS: usize = 10;

/// The largest film that goes up in pieces, in bytes, and its longest time (Video API, unverified).
const FILM_BYTES: u64 = 10_000_000_000;
const FILM_MILLIS: u64 = 4 * 60 * 60 * 1000;

/// Reels: 3 to 90 seconds, 9:16, at least 540 by 960, 24 to 60 pictures a second, H.264 or H.265 with
/// AAC (guide "Publish reels", 2026-09-11).
const REEL: FilmRule = FilmRule {
    min_millis: Some(3_000),
    max_millis: Some(90_000),
    frames_in_1000s: Some((24_000, 60_000)),
    video: &["h264", "hevc"],
    audio: &["aac"],
    streams: false,
};
/// The film of a story is at most a minute long (guide "Facebook Stories API", 2026).
const STORY: FilmRule = FilmRule { max_millis: Some(60_000), ..REEL };
const REEL_SIDES: (u32, u32) = (540, 960);
/// 9:16 with a hair on both sides, since encoders round.
const UPRIGHT: Shape = Shape { narrowest: (55, 100), widest: (57, 100) };

/// The longest description of a photograph: our own limit, as Instagram's; Facebook documents none.
const ALT_TEXT: usize = 1000;

const PHOTO_KINDS: &[MediaKind] = &[MediaKind::Jpeg, MediaKind::Png];
const FILM_KINDS: &[MediaKind] = &[MediaKind::Mp4, MediaKind::Mov];

/// What an account takes.
pub(super) fn limits() -> Limits {
    let film = FilmRule { max_millis: Some(FILM_MILLIS), ..FilmRule::default() };
    let company = Company::OneCover;
    let films = MediaRule { film, company, ..MediaRule::simple(FILM_KINDS, FILM_BYTES, 1) };
    Limits {
        text: vec![limit(TEXT)],
        text_optional: true,
        threads: Threads::Never,
        media: vec![MediaRule::simple(PHOTO_KINDS, PHOTO_BYTES, PHOTOS), films],
        media_count: PHOTOS,
        alt_text: Some(ALT_TEXT),
        subtitles: true,
        ..Limits::default()
    }
}

fn limit(max: usize) -> TextLimit {
    TextLimit { ruler: Ruler::of(Unit::Utf16), max }
}

/// The post, and where there is one its first comment.
pub(super) fn compose(draft: &Draft, counter: Counter) -> Composed {
    let (options, mut findings) = Options::read(&draft.options);
    findings.extend(story::findings(draft, &options));
    let draft = &story::bare(draft.clone(), &options);
    let worded = with_label(&platform::with_warning(draft));
    findings.extend(card_findings(draft));
    findings.extend(film_findings(draft, &options));
    findings.extend(comment_finding(&options));
    let (worded, cover) = if options.story { (worded, None) } else { without_cover(worded) };
    findings.extend(cover.iter().flat_map(cover_findings));
    let mut composed = platform::compose(&worded, &limits(), counter);
    composed.findings.append(&mut findings);
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    if let [post] = composed.parts.as_mut_slice()
        && let Some(text) = options.first_comment
    {
        post.options.remove(FIRST_COMMENT);
        let comment = comment(post, &text);
        composed.parts.push(comment);
    }
    if let Some(post) = composed.parts.first_mut() {
        post.media.extend(cover);
    }
    composed
}

/// A film with one picture beside it has that as its cover.
fn without_cover(mut draft: Draft) -> (Draft, Option<Media>) {
    let cover = cover_of(&draft.media).cloned();
    if cover.is_some() {
        draft.media.retain(|medium| medium.kind.is_video());
    }
    (draft, cover)
}

/// What is wrong with a cover, which has no description.
fn cover_findings(cover: &Media) -> Vec<Finding> {
    let limits = Limits { alt_text: None, ..limits() };
    media_findings(std::slice::from_ref(cover), &limits)
}

/// The comment below `post`.
fn comment(post: &Part, text: &str) -> Part {
    Part {
        text: normalise(text),
        lang: post.lang.clone(),
        warning: None,
        card: Card::Off,
        ai: false,
        media: Vec::new(),
        options: [(FIRST_COMMENT.to_owned(), true.into())].into(),
    }
}

/// There is no field for it, so that a machine made it becomes the last line.
fn with_label(draft: &Draft) -> Draft {
    if !draft.ai || is_nothing(draft) {
        return draft.clone();
    }
    let hindi = draft.lang.as_deref().is_some_and(|lang| lang.starts_with("hi"));
    let label =
        if hindi { "(एआई से बनाया गया)" } else { "(made with AI)" };
    let text = format!("{}\n\n{label}", draft.text.trim_end());
    Draft { text: text.trim_start().to_owned(), ..draft.clone() }
}

fn is_nothing(draft: &Draft) -> bool {
    draft.text.trim().is_empty() && draft.media.is_empty()
}

/// The page that a part is to show a preview of. With pictures there is none.
pub(super) fn link(part: &Part) -> Option<String> {
    match &part.card {
        _ if !part.media.is_empty() => None,
        Card::Off => None,
        Card::Of { url, .. } => Some(url.clone()),
        Card::Auto => {
            let mut known = links(&part.text).into_iter().filter(|link| link.has_known_host());
            known.next().map(|link| link.href()).filter(|href| !is_their_own(href))
        }
    }
}

/// Facebook refuses previews of its own pages (subcode 1609008).
fn is_their_own(href: &str) -> bool {
    let host = Url::parse(href).ok().and_then(|url| url.host_str().map(str::to_lowercase));
    let own = ["facebook.com", "fb.com", "fb.me", "fb.watch"];
    host.is_some_and(|host| {
        own.iter().any(|own| host == *own || host.ends_with(&format!(".{own}")))
    })
}

fn card_findings(draft: &Draft) -> Option<Finding> {
    match &draft.card {
        Card::Auto => None,
        Card::Off => {
            let any = draft.media.is_empty() && !links(&draft.text).is_empty();
            any.then(|| Finding::note("facebook-card-not-forbidden"))
        }
        Card::Of { url, .. } if !is_web_address(url) => {
            Some(Finding::error("facebook-card-address").with("address", url.as_str()))
        }
        Card::Of { url, .. } if is_their_own(url) => {
            Some(Finding::error("facebook-card-own-page").with("address", url.as_str()))
        }
        Card::Of { .. } if !draft.media.is_empty() => {
            Some(Finding::warning("facebook-card-left-out"))
        }
        Card::Of { .. } => Some(Finding::note("facebook-card-words-left-out")),
    }
}

fn is_web_address(text: &str) -> bool {
    let web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    !text.contains(char::is_whitespace) && Url::parse(text).is_ok_and(web)
}

fn film_findings(draft: &Draft, options: &Options) -> Vec<Finding> {
    let film = match draft.media.as_slice() {
        [film] | [film, _] if film.kind.is_video() => film,
        [_, film] if film.kind.is_video() => film,
        media => {
            let asked = [(options.reel, "reel"), (options.title.is_some(), "title")];
            let asked = asked.into_iter().filter(|(asked, _)| *asked);
            let film = media.iter().any(|medium| medium.kind.is_video());
            let lost = |(_, option): (_, &'static str)| {
                Finding::error("facebook-option-without-film").with("option", option)
            };
            return asked.filter(|_| !film).map(lost).collect();
        }
    };
    let described = film.alt.as_deref().is_some_and(|alt| !alt.trim().is_empty());
    let left_out = described.then(|| {
        Finding::note("facebook-film-description-left-out").with("file", film.name.as_str())
    });
    let reel = match options.kind() {
        Kind::Film => Vec::new(),
        Kind::Reel => upright_findings(film, REEL),
        Kind::Story => upright_findings(film, STORY),
    };
    let strange = film.subtitles.iter().filter(|subtitles| locale(subtitles).is_none());
    let strange = strange.map(|subtitles| {
        Finding::warning("facebook-subtitles-language").with("file", subtitles.name.as_str())
    });
    left_out.into_iter().chain(reel).chain(strange).collect()
}

/// A reel and a story are judged by narrower rules than other films.
fn upright_findings(film: &Media, narrow: FilmRule) -> Vec<Finding> {
    let rule = MediaRule {
        film: narrow,
        min_sides: Some(REEL_SIDES),
        shape: Some(UPRIGHT),
        ..MediaRule::simple(FILM_KINDS, FILM_BYTES, 1)
    };
    let limits = Limits { media: vec![rule], media_count: 1, ..Limits::default() };
    media_findings(std::slice::from_ref(film), &limits)
}

fn comment_finding(options: &Options) -> Option<Finding> {
    let over = fits(options.first_comment.as_ref()?, &[limit(COMMENT)]).err()?;
    let finding = Finding::error("facebook-comment-too-long").with("length", over.length);
    Some(finding.with("limit", over.limit.max))
}
