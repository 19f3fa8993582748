//! Looking for a part after its answer was lost: our own posts since then, read back.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::account::X;
use super::answers::{Link, Page, Post};
use super::classify::{Asked, not_understood};
use super::requests::{self, Dialect};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found};
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::Job;
use crate::text::{normalise, x_links};

/// How far X's clock may be off from ours.
const SLACK: chrono::Duration = chrono::Duration::minutes(2);

/// How long a new post may be missing in the list (unverified).
const LAG: chrono::Duration = chrono::Duration::seconds(10);

/// How many pages of our own posts are read at most.
const MOST_PAGES: usize = 4;

/// What stands in place of a link where only the text around it is compared.
const PLACE: char = '\u{fffc}';

/// How the links begin that X makes of all links.
const SHORT: &str = "https://t.co/";

/// What a look at one post brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Ours,
    Other,
    /// It may be ours, but links or media are not what we sent.
    Unclear,
}

/// Why a page could not be had.
enum NoPage {
    /// The server does not know these names.
    Names,
    Failed(Failure),
}

impl X {
    /// Looks for the part of `job` among our posts since `since`. A post that is not in the list
    /// at once may come a moment later.
    pub(super) async fn look(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let me = self.me().await?;
        let (found, ahead) = self.look_from(&me.id, job, since - SLACK).await?;
        let (found, _) = match found {
            // Our clock is ahead of theirs: what we sent may be older than we asked for.
            Found::Absent if ahead > SLACK / 2 => {
                self.look_from(&me.id, job, since - SLACK - ahead).await?
            }
            found => (found, ahead),
        };
        let age = self.wire.now() - since;
        if found == Found::Absent && age < LAG {
            let pause = (LAG - age).to_std().unwrap_or(Duration::from_secs(10));
            return Err(Failure::new(Class::NotYet, "x-not-listed-yet", "").pausing(pause));
        }
        Ok(found)
    }

    /// The same from an instant on; with how far our clock is ahead of theirs.
    async fn look_from(
        &self,
        me: &str,
        job: &Job<'_>,
        from: Instant,
    ) -> Result<(Found, chrono::Duration), Failure> {
        let (mut next, mut unclear, mut ahead) = (None, false, chrono::Duration::zero());
        for _ in 0..MOST_PAGES {
            let (page, apart) = self.page(me, from, next.as_deref()).await?;
            ahead = apart;
            for post in page.data.iter().filter(|post| post.made().is_none_or(|at| at >= from)) {
                match self.compare(job, post) {
                    Match::Ours => {
                        let receipt = self.receipt(&post.id, Evidence::ReadBack);
                        return Ok((Found::Published(receipt), ahead));
                    }
                    Match::Unclear => unclear = true,
                    Match::Other => {}
                }
            }
            next = page.meta.next_token;
            if next.is_none() {
                let found = if unclear { Found::CannotKnow } else { Found::Absent };
                return Ok((found, ahead));
            }
        }
        Ok((Found::CannotKnow, ahead))
    }

    async fn page(
        &self,
        me: &str,
        from: Instant,
        next: Option<&str>,
    ) -> Result<(Page, chrono::Duration), Failure> {
        let older = self.older.load(Ordering::Relaxed);
        let dialect = if older { Dialect::Tweets } else { Dialect::Posts };
        match self.page_in(me, from, next, dialect).await {
            Err(NoPage::Names) => {
                self.older.store(true, Ordering::Relaxed);
                let again = self.page_in(me, from, next, Dialect::Tweets).await;
                again.map_err(NoPage::failure)
            }
            other => other.map_err(NoPage::failure),
        }
    }

    async fn page_in(
        &self,
        me: &str,
        from: Instant,
        next: Option<&str>,
        dialect: Dialect,
    ) -> Result<(Page, chrono::Duration), NoPage> {
        let request = requests::own_posts(&self.settings.server, me, from, next, dialect);
        let request = self.access.fresh(request, &self.wire).await.map_err(NoPage::Failed)?;
        let answer = self.wire.invisible(request).await.map_err(NoPage::Failed)?;
        if !answer.is_success() {
            return Err(self.no_page(&answer, dialect));
        }
        let page: Page =
            answer.json().map_err(|bad| NoPage::Failed(not_understood(bad.to_string())))?;
        let counted = usize::try_from(page.meta.result_count) == Ok(page.data.len());
        if !counted {
            return Err(NoPage::Failed(not_understood("a page that lacks some of its posts")));
        }
        let ahead = answer.received.map_or(chrono::Duration::zero(), |at| self.wire.now() - at);
        Ok((page, ahead))
    }

    fn no_page(&self, answer: &Answer, dialect: Dialect) -> NoPage {
        let names = ["post.fields", "note_post", "referenced_posts"];
        let said = answer.text();
        let unknown = answer.status == 400 && names.iter().any(|name| said.contains(name));
        match dialect {
            Dialect::Posts if unknown => NoPage::Names,
            _ => NoPage::Failed(self.refused(Asked::Plain, answer)),
        }
    }

    /// Whether `post` is the part of `job`: X makes short links of all links, writes `&`, `<` and
    /// `>` as HTML does, and puts a link to the media at the end.
    fn compare(&self, job: &Job<'_>, post: &Post) -> Match {
        let (text, links) = post.whole();
        let (theirs, ours) = (their_text(text, links), our_text(&job.part.text));
        match theirs.unnamed {
            true if theirs.words() == ours.words() => return Match::Unclear,
            false if theirs.around == ours.around => {}
            _ => return Match::Other,
        }
        let parent = job.parent.map(|parent| parent.id.as_str());
        let parent =
            parent.filter(|_| self.settings.long_texts == super::settings::LongTexts::Thread);
        let replies = post.replies_to().map(super::answers::Id::as_str);
        if replies.is_some() && replies != parent {
            return Match::Other;
        }
        let same = theirs.links == ours.links && post.media() == job.part.media.len();
        if same { Match::Ours } else { Match::Unclear }
    }
}

impl NoPage {
    fn failure(self) -> Failure {
        match self {
            Self::Failed(failure) => failure,
            Self::Names => not_understood("the server knows none of the names of fields"),
        }
    }
}

/// A text with its links taken out.
#[derive(Debug, PartialEq, Eq)]
struct Apart {
    around: String,
    links: Vec<String>,
    /// Whether X did not say what one of its short links stands for.
    unnamed: bool,
}

impl Apart {
    /// The text without the places of links; the link to the media may be one of them.
    fn words(&self) -> String {
        self.around.replace(PLACE, "").trim().to_owned()
    }
}

fn our_text(text: &str) -> Apart {
    let text = normalise(text.trim());
    let mut apart = Apart { around: String::new(), links: Vec::new(), unnamed: false };
    let mut done = 0;
    for link in x_links(&text) {
        apart.around.push_str(&text[done..link.start]);
        apart.around.push(PLACE);
        apart.links.push(bare(&text[link.clone()]));
        done = link.end;
    }
    apart.around.push_str(&text[done..]);
    apart
}

fn their_text(text: &str, links: &[Link]) -> Apart {
    let mut apart = Apart { around: String::new(), links: Vec::new(), unnamed: false };
    let mut rest = text;
    while let Some((short, link)) = first_link(rest, links) {
        let after = &rest[short.end..];
        let expanded = link.and_then(|link| link.expanded_url.as_deref()).unwrap_or_default();
        apart.around.push_str(&rest[..short.start]);
        apart.unnamed |= expanded.is_empty();
        if !(after.trim().is_empty() && is_medium(expanded)) {
            apart.around.push(PLACE);
            apart.links.push(bare(expanded));
        }
        rest = after;
    }
    apart.around.push_str(rest);
    let around = apart.around.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    Apart { around: normalise(around.trim()), ..apart }
}

/// The place of the first of X's short links in `text`, and what X says of it.
fn first_link<'l>(text: &str, links: &'l [Link]) -> Option<(Range<usize>, Option<&'l Link>)> {
    let listed = links.iter().filter_map(|link| {
        let short = link.url.as_deref().filter(|short| !short.is_empty())?;
        let start = text.find(short)?;
        Some((start..start + short.len(), Some(link)))
    });
    let all = listed.chain(unlisted(text).map(|place| (place, None)));
    // One short link may be the beginning of another, and one that is listed comes first.
    all.min_by_key(|(place, link)| (place.start, link.is_none(), Reverse(place.end)))
}

/// The place of the first link in `text` that looks like one of X's.
fn unlisted(text: &str) -> Option<Range<usize>> {
    let start = text.find(SHORT)?;
    let name = &text[start + SHORT.len()..];
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    Some(start..start + SHORT.len() + end)
}

/// Whether a link leads to the media of a post.
fn is_medium(link: &str) -> bool {
    let link = bare(link);
    let ours = link.starts_with("x.com/") || link.starts_with("twitter.com/");
    ours && link.contains("/status/") && (link.contains("/photo/") || link.contains("/video/"))
}

/// A link without what X adds to it.
fn bare(link: &str) -> String {
    let lower = link.to_ascii_lowercase();
    let bare = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let bare = bare.map_or(lower.as_str(), |bare| bare);
    bare.strip_suffix('/').unwrap_or(bare).to_owned()
}
