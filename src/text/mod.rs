//! What every room above needs to know about text: lengths, links, sentences, splitting.
