//! What is published in these tests, the same for every platform.

use std::collections::{BTreeMap, BTreeSet};

use dakiya::post::{Card, Draft, MediaKind};

use super::bench::Bench;
use super::exceptions::refuses_repeats;
use super::pictures::{jpeg, png};

pub(crate) const NOTICE: &str = "कल कार्यालय बंद रहेगा।";

/// What hostile or careless people write: markup, templates, controls of direction, mass
/// mentions, signs that need escaping, and letters that are made of several.
pub(crate) const HOSTILE: &str = "<script>alert('x')</script> & &amp; \"उद्धरण\" \\ {{ secrets.token }} \
    {% raw %} ${HOME} %s %00 @everyone @channel <!here> [कड़ी](javascript:alert(1)) \u{202e}उलटा\u{202c} \
    शून्य\u{200b}चौड़ाई क्\u{200d}ष 👩‍👩‍👧‍👦 `code` *तारा* _रेखा_ ~कटा~ ||छिपा|| \u{feff}अंत; DROP TABLE posts; --";

pub(crate) fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        lang: Some("hi".to_owned()),
        warning: None,
        card: Card::Auto,
        ai: false,
        media: Vec::new(),
        options: BTreeMap::new(),
    }
}

/// A short notice.
pub(crate) fn notice() -> Draft {
    draft(NOTICE)
}

/// A notice with one JPEG.
pub(crate) fn pictured(bench: &Bench) -> Draft {
    let media = vec![bench.picture(MediaKind::Jpeg, &jpeg(), "मंच पर वक्ता")];
    Draft { media, ..notice() }
}

/// A notice with four pictures.
pub(crate) fn album(bench: &Bench) -> Draft {
    let pngs = [10, 20, 30].map(|shade| {
        bench.picture(MediaKind::Png, &png(shade), &format!("चित्र {shade}: \"मंच\" & सभा"))
    });
    let mut draft = pictured(bench);
    draft.media.extend(pngs);
    draft
}

/// A text that is longer than one message of most platforms.
pub(crate) fn long() -> Draft {
    let sentence = |number: usize| {
        format!("{number}. पंचायत भवन में सभी ग्रामवासियों की बैठक सुबह दस बजे से होगी, समय पर पहुँचें।")
    };
    let text: Vec<_> = (1..=120).map(sentence).collect();
    draft(&text.join("\n"))
}

/// Every draft that one account can send after the other, with its name.
pub(crate) fn in_a_row(bench: &Bench) -> Vec<(&'static str, Draft)> {
    let mut said = BTreeSet::new();
    let mut is_new = |draft: &Draft| {
        let parts = bench.platform().compose(draft).parts;
        parts.first().is_none_or(|part| part.text.is_empty() || said.insert(part.text.clone()))
    };
    let picky = refuses_repeats(bench.case.kind);
    all(bench).into_iter().filter(|(_, draft)| !picky || is_new(draft)).collect()
}

/// Every draft, with its name.
pub(crate) fn all(bench: &Bench) -> Vec<(&'static str, Draft)> {
    let link = "सूचना: https://www.example.org/सूचना/25?a=1&b=2 देखें। #सूचना @office@example.org";
    vec![
        ("a Hindi notice", notice()),
        ("a long text", long()),
        ("a link, a hashtag and a mention", draft(link)),
        ("one picture", pictured(bench)),
        ("four pictures", album(bench)),
        ("a picture without a text", Draft { text: String::new(), ..pictured(bench) }),
        ("a content warning", Draft { warning: Some("दुर्घटना".to_owned()), ..notice() }),
        ("a link without a card", Draft { card: Card::Off, ..draft(link) }),
        ("hostile text", draft(HOSTILE)),
        ("nothing", draft(" \n ")),
    ]
}
