//! Values of the settings that can be written in more than one way.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_spanned::Spanned;

use crate::post::Card;

/// One thing, or a list of such things, each with its place in the list.
#[derive(Debug)]
pub(super) struct OneOrMany<T>(Vec<(T, Option<Range<usize>>)>);

impl<T> OneOrMany<T> {
    /// The things, each with its place; the only one of no list stands at `span`.
    pub(super) fn placed(self, span: &Range<usize>) -> impl Iterator<Item = (T, Range<usize>)> {
        self.0.into_iter().map(move |(item, place)| (item, place.unwrap_or_else(|| span.clone())))
    }
}

impl<'de, T: Deserialize<'de> + From<String>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Items(PhantomData))
    }
}

struct Items<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + From<String>> Visitor<'de> for Items<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotes or a list of them")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(OneOrMany(vec![(T::from(text.to_owned()), None)]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Spanned<T>>()? {
            let span = item.span();
            items.push((item.into_inner(), Some(span)));
        }
        Ok(OneOrMany(items))
    }
}

/// A picture or film as the settings name it.
#[derive(Debug)]
pub(super) struct MediaItem {
    /// The file's name.
    pub file: String,
    /// Its description, if it is given here.
    pub alt: Option<String>,
    /// Its subtitles, if they are given here.
    pub subtitles: Option<OneOrMany<SubtitlesItem>>,
}

/// A file of subtitles as the settings name it.
#[derive(Debug, Deserialize)]
#[serde(from = "SubtitlesShape")]
pub(super) struct SubtitlesItem {
    /// The file's name.
    pub file: String,
    /// Their language, if it is given here.
    pub lang: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a file name in quotes, or { file = \"…\", lang = \"hi\" }")]
enum SubtitlesShape {
    Name(String),
    Table(SubtitlesTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubtitlesTable {
    file: String,
    lang: Option<String>,
}

impl From<SubtitlesShape> for SubtitlesItem {
    fn from(shape: SubtitlesShape) -> Self {
        match shape {
            SubtitlesShape::Name(file) => Self { file, lang: None },
            SubtitlesShape::Table(SubtitlesTable { file, lang }) => Self { file, lang },
        }
    }
}

impl From<String> for SubtitlesItem {
    fn from(file: String) -> Self {
        Self { file, lang: None }
    }
}

impl From<String> for MediaItem {
    fn from(file: String) -> Self {
        Self { file, alt: None, subtitles: None }
    }
}

impl<'de> Deserialize<'de> for MediaItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneFile)
    }
}

struct OneFile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTable {
    file: String,
    alt: Option<String>,
    subtitles: Option<OneOrMany<SubtitlesItem>>,
}

impl<'de> Visitor<'de> for OneFile {
    type Value = MediaItem;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file name in quotes, or { file = \"…\", alt = \"…\", subtitles = \"…\" }")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<MediaItem, E> {
        Ok(MediaItem::from(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<MediaItem, A::Error> {
        let table = FileTable::deserialize(MapAccessDeserializer::new(map))?;
        let FileTable { file, alt, subtitles } = table;
        Ok(MediaItem { file, alt, subtitles })
    }
}

/// A link card as the settings ask for it.
#[derive(Debug)]
pub(super) struct CardItem(pub Card);

impl<'de> Deserialize<'de> for CardItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneCard)
    }
}

struct OneCard;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardTable {
    url: String,
    title: String,
    #[serde(default)]
    description: String,
}

impl<'de> Visitor<'de> for OneCard {
    type Value = CardItem;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"auto\", \"off\" or { url = \"…\", title = \"…\" }")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<CardItem, E> {
        match text {
            "auto" => Ok(CardItem(Card::Auto)),
            "off" => Ok(CardItem(Card::Off)),
            _ => Err(Error::unknown_variant(text, &["auto", "off"])),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CardItem, A::Error> {
        let table = CardTable::deserialize(MapAccessDeserializer::new(map))?;
        let CardTable { url, title, description } = table;
        Ok(CardItem(Card::Of { url, title, description }))
    }
}
