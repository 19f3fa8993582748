//! Words that end in a full stop without ending a sentence.

/// Whether `word`, written before a full stop, is an abbreviation or initials, also several of
/// them joined by full stops (`ए.पी.जे`, `Ph.D`, `बी.ए`).
pub(super) fn is_abbreviated(word: &str) -> bool {
    word.split('.').all(|piece| is_initial(piece) || is_abbreviation(piece))
}

/// A single letter, or the Hindi name of a Latin one.
fn is_initial(piece: &str) -> bool {
    let mut characters = piece.chars();
    let single = characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none();
    single || LETTER_NAMES.contains(&piece)
}

fn is_abbreviation(piece: &str) -> bool {
    HINDI.contains(&piece) || ENGLISH.contains(&piece.to_lowercase().as_str())
}

const LETTER_NAMES: &[&str] = &[
    "ए",
    "बी",
    "सी",
    "डी",
    "ई",
    "एफ",
    "जी",
    "एच",
    "आई",
    "जे",
    "के",
    "एल",
    "एम",
    "एन",
    "ओ",
    "पी",
    "क्यू",
    "आर",
    "एस",
    "टी",
    "यू",
    "वी",
    "डब्ल्यू",
    "डब्लू",
    "एक्स",
    "वाई",
    "ज़ेड",
    "जेड",
];

const HINDI: &[&str] = &[
    // before names
    "डॉ",
    "डा",
    "श्री",
    "श्रीमती",
    "सुश्री",
    "प्रो",
    "पं",
    "कु",
    "स्व",
    "मा",
    "मो",
    "मि",
    "चौ",
    "ठा",
    "इंजी",
    "एड",
    "ले",
    "मे",
    "ब्रि",
    "कै",
    // before and after numbers, in dates and addresses
    "क्र",
    "सं",
    "रु",
    "रू",
    "नं",
    "पृ",
    "दि",
    "ता",
    "दू",
    "टे",
    "फो",
    "मोबा",
    "अनु",
    "कि",
    "किमी",
    "मी",
    "ग्रा",
    // places and offices
    "जि",
    "तह",
    "वि",
    "प्र",
    "लि",
    "प्रा",
    "शा",
    // months
    "जन",
    "फर",
    "अप्रै",
    "अग",
    "सित",
    "अक्टू",
    "नव",
    "दिस",
];

const ENGLISH: &[&str] = &[
    // before names
    "dr", "mr", "mrs", "ms", "prof", "st", "smt", "sh", "shri", "km", "pt", "hon", "rev", "gen",
    "col", "maj", "capt", "lt", "sgt", "adv", "er", // before numbers
    "no", "nos", "rs", "fig", "vol", "pp", "sec", "art", "para", "ph", "tel", "mob", "ext",
    "approx", // in the middle of names and sentences
    "vs", "viz", "jr", "sr", "govt", "dept", "dist", "pvt", // months
    "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];
