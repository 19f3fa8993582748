//! Texts whose every sentence carries a mark, so that a ledger tells which parts are in it.

use std::collections::BTreeSet;

use super::dice::Dice;

const SENTENCES: [&str; 6] = [
    "आज कार्यालय सुबह नौ बजे से खुला रहेगा।",
    "सभी नागरिकों से निवेदन है कि समय पर पहुँचें।",
    "अगली सूचना तक यह मार्ग बंद रहेगा।",
    "The office stays open on Saturday.",
    "विद्यालयों में अवकाश की घोषणा की गई है!",
    "पंजीकरण की अंतिम तिथि बढ़ा दी गई है।",
];

/// A text of `sentences` sentences for revision `revision` of post `post`.
pub(crate) fn text(dice: &Dice, post: usize, revision: u32, sentences: u64) -> String {
    let sentence = |n| format!("p{post}r{revision}s{n} {}", dice.pick(&SENTENCES));
    (0..sentences).map(sentence).collect::<Vec<_>>().join(" ")
}

/// The marks in a text, as followers see it.
pub(crate) fn marks(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| is_mark(word)).map(str::to_owned).collect()
}

fn is_mark(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('p') else { return false };
    let numbers: Vec<_> = rest.split(['r', 's']).collect();
    numbers.len() == 3 && numbers.iter().all(|n| !n.is_empty() && n.parse::<u32>().is_ok())
}
