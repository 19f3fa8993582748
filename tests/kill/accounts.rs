//! The accounts under test: one for every kind in the registry, with its sample settings, and
//! some more that promise less.

use std::fmt::Write as _;
use std::path::Path;

use dakiya::adapters::{self, ROWS};
use dakiya::delivery::Guarantee;
use dakiya::platform::mock::{Imitation, Rig};
use dakiya::platform::{Limits, Row, Threads};
use dakiya::post::{Card, Draft, MediaKind};

use super::site::RUNTIME;

/// An account under test.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// What cases call it.
    pub(crate) name: String,
    row: &'static Row,
    kind: &'static str,
    /// Its section of the config, below `[accounts.one]`.
    pub(crate) settings: String,
    /// What it promises.
    pub(crate) guarantee: Guarantee,
    limits: Limits,
    /// Whether it takes nothing without a film.
    pub(crate) needs_a_film: bool,
    /// Whether a person makes it public.
    pub(crate) is_handed_over: bool,
}

impl Account {
    /// The account called `name`: a kind of the registry, or one of [`Self::weaker`].
    pub(crate) fn named(name: &str) -> Self {
        let all = Self::all();
        let found = all.iter().find(|account| account.name == name);
        found.unwrap_or_else(|| panic!("no account {name}")).clone()
    }

    /// Every account under test.
    pub(crate) fn all() -> Vec<Self> {
        let kinds = ROWS.iter().flat_map(|row| row.kinds.iter().map(move |kind| (*row, *kind)));
        let registry =
            kinds.map(|(row, kind)| Self::of(kind.to_owned(), row, kind, sample(row, kind)));
        registry.chain(Self::weaker()).collect()
    }

    /// The same platforms with settings under which they promise less.
    fn weaker() -> Vec<Self> {
        let less = |name: &str, kind: &'static str, cut: &str| {
            let row = ROWS.iter().find(|row| row.kinds.contains(&kind)).unwrap();
            let settings = sample(row, kind);
            let kept: Vec<_> = settings.lines().filter(|line| !line.starts_with(cut)).collect();
            assert_ne!(kept.len(), settings.lines().count(), "{kind} has no {cut}");
            Self::of(name.to_owned(), row, kind, kept.join("\n") + "\n")
        };
        vec![
            less("telegram-unprobed", "telegram", "probe_chat"),
            less("webhook-plain", "webhook", "idempotent"),
        ]
    }

    fn of(name: String, row: &'static Row, kind: &'static str, settings: String) -> Self {
        let rig = Rig::new(row, kind, &settings, Path::new("/nonexistent"));
        let rig = rig.unwrap_or_else(|found| panic!("{name}: {found:?}"));
        // What a server promises is known once it has said what it is.
        RUNTIME.block_on(rig.platform.whoami()).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let (guarantee, limits) = (rig.platform.guarantee(), rig.platform.limits());
        let needs_a_film = rig.platform.compose(&notice()).parts.is_empty();
        let is_handed_over = rig.platform.patience().is_some();
        Self { name, row, kind, settings, guarantee, limits, needs_a_film, is_handed_over }
    }

    /// The registry's name of its platform.
    pub(crate) fn platform(&self) -> &'static str {
        self.row.name
    }

    /// A new imitation of its platform.
    pub(crate) fn imitation(&self) -> Box<dyn Imitation> {
        (self.row.imitation)(self.kind).unwrap()
    }

    /// Whether its post has a picture.
    pub(crate) fn takes_pictures(&self) -> bool {
        // What takes JPEG alone has one made of it.
        let taken = [MediaKind::Png, MediaKind::Jpeg];
        self.limits.media.iter().any(|rule| taken.iter().any(|kind| rule.kinds.contains(kind)))
    }

    /// Whether its post is a thread.
    pub(crate) fn takes_threads(&self) -> bool {
        matches!(self.limits.threads, Threads::Upto(most) if most >= 3)
    }

    /// Whether a lost answer may end as a question to a person.
    pub(crate) fn may_ask(&self) -> bool {
        matches!(self.guarantee, Guarantee::C | Guarantee::D)
    }

    /// A text for three parts where the account takes them, else for one.
    pub(crate) fn text(&self) -> String {
        let caption = self.limits.caption.as_ref().filter(|_| self.takes_pictures());
        let limits = caption.unwrap_or(&self.limits.text);
        let most = limits.iter().map(|limit| limit.max).min().unwrap_or(500);
        let wanted = if self.takes_threads() { most * 5 / 2 } else { most.min(400) / 2 };
        // A film has a title, which is the first line.
        let mut text = if self.needs_a_film { "A notice\n".to_owned() } else { String::new() };
        for number in 1.. {
            if text.len() >= wanted {
                break;
            }
            write!(text, "This is sentence {number} of the notice. ").unwrap();
        }
        text.trim_end().to_owned()
    }
}

/// The settings that the registry shows, without the platform's name.
/// A text alone.
fn notice() -> Draft {
    Draft {
        text: "A notice.".to_owned(),
        lang: None,
        warning: None,
        card: Card::Auto,
        ai: false,
        media: Vec::new(),
        options: Default::default(),
    }
}

fn sample(row: &'static Row, kind: &str) -> String {
    let sample = adapters::http::sample(kind).filter(|_| row.name == "http").unwrap_or(row.sample);
    let own = sample.lines().filter(|line| !line.starts_with("platform"));
    own.collect::<Vec<_>>().join("\n") + "\n"
}
