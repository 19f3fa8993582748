//! Subtitles as SubRip (`.srt`) and WebVTT (`.vtt`) files hold them.

use std::fmt::Write as _;
use std::ops::Range;

/// What is shown from one time to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// When it appears, in milliseconds from the beginning of the film.
    pub from: u64,
    /// When it goes.
    pub to: u64,
    /// One line or several.
    pub text: String,
}

/// Why a file of subtitles cannot be read, and at which bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSubtitles {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub span: Range<usize>,
}

/// What can be wrong with subtitles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// A line with the times was expected.
    NoTimes,
    /// It ends before it begins, or begins before the one before it.
    OutOfOrder,
    /// There is nothing to show.
    Empty,
}

/// How the blocks of WebVTT begin that are not shown.
const UNSHOWN: [&str; 3] = ["NOTE", "STYLE", "REGION"];

const ARROW: &str = "-->";

/// The cues of `text`, which is SubRip or WebVTT; empty ones are left out.
///
/// # Errors
/// The first thing that is wrong.
pub fn read_subtitles(text: &str) -> Result<Vec<Cue>, BadSubtitles> {
    let is_vtt = text.starts_with("WEBVTT");
    let mut cues: Vec<Cue> = Vec::new();
    for (number, block) in blocks(text).into_iter().enumerate() {
        let is_header = number == 0 && is_vtt;
        let unshown = is_vtt && UNSHOWN.iter().any(|start| block[0].1.starts_with(start));
        if is_header || unshown {
            continue;
        }
        let (cue, span) = cue(&block, is_vtt)?;
        if cue.to <= cue.from || cues.last().is_some_and(|before| cue.from < before.from) {
            return Err(BadSubtitles { problem: Problem::OutOfOrder, span });
        }
        if !cue.text.is_empty() {
            cues.push(cue);
        }
    }
    if cues.is_empty() {
        return Err(BadSubtitles { problem: Problem::Empty, span: 0..0 });
    }
    Ok(cues)
}

/// `cues` as a SubRip file.
#[must_use]
pub fn as_srt(cues: &[Cue]) -> String {
    let mut srt = String::new();
    for (index, cue) in cues.iter().enumerate() {
        // Writing to a text never fails.
        let _ = writeln!(srt, "{}\n{} {ARROW} {}", index + 1, time(cue.from), time(cue.to));
        let _ = writeln!(srt, "{}\n", cue.text);
    }
    srt
}

/// `cues` as a WebVTT file, in as few bytes as it can be said.
#[must_use]
pub fn as_vtt(cues: &[Cue]) -> String {
    let mut vtt = "WEBVTT\n".to_owned();
    for cue in cues {
        let times = [cue.from, cue.to].map(vtt_time);
        // Writing to a text never fails.
        let _ = writeln!(vtt, "\n{}", times.join(&format!(" {ARROW} ")));
        let _ = writeln!(vtt, "{}", vtt_text(&cue.text));
    }
    vtt
}

/// `MM:SS.mmm`, with hours where there are any.
fn vtt_time(millis: u64) -> String {
    let whole = time(millis).replace(',', ".");
    whole.strip_prefix("00:").map(str::to_owned).unwrap_or(whole)
}

/// The text of a cue, in which only bold, italic and underlined words are marked.
fn vtt_text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    ["b", "i", "u"].iter().fold(escaped, |text, mark| {
        let begins = text.replace(&format!("&lt;{mark}&gt;"), &format!("<{mark}>"));
        begins.replace(&format!("&lt;/{mark}&gt;"), &format!("</{mark}>"))
    })
}

/// Lines that stand together, each with its place in `text`.
type Block<'t> = Vec<(Range<usize>, &'t str)>;

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = vec![Vec::new()];
    let mut start = 0;
    for line in text.split('\n') {
        let place = start..start + line.len();
        start = place.end + 1;
        let is_blank = line.trim().is_empty();
        match blocks.last_mut() {
            Some(block) if !is_blank => block.push((place, line.trim_end())),
            Some(block) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The cue of a block, and where its times stand.
fn cue(block: &Block<'_>, is_vtt: bool) -> Result<(Cue, Range<usize>), BadSubtitles> {
    // A number or name may stand before the times.
    let at = block.iter().take(2).position(|(_, line)| line.contains(ARROW));
    let (span, line) = block[at.unwrap_or(0)].clone();
    let no_times = || BadSubtitles { problem: Problem::NoTimes, span: span.clone() };
    let at = at.ok_or_else(no_times)?;
    let (from, rest) = line.split_once(ARROW).ok_or_else(no_times)?;
    // What follows the times says where on the screen it stands.
    let to = rest.split_whitespace().next().unwrap_or_default();
    let (from, to) = (millis(from.trim()), millis(to));
    let (from, to) = from.zip(to).ok_or_else(no_times)?;
    let lines: Vec<_> = block[at + 1..].iter().map(|(_, line)| shown(line, is_vtt)).collect();
    let text = lines.join("\n").trim().to_owned();
    Ok((Cue { from, to, text }, span))
}

/// `HH:MM:SS,mmm` or `MM:SS.mmm` in milliseconds.
fn millis(text: &str) -> Option<u64> {
    let (clock, fraction) = text.rsplit_once([',', '.'])?;
    let number = |digits: &str| {
        let sound = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| digits.parse::<u64>().ok()).flatten()
    };
    let fields: Option<Vec<_>> = clock.split(':').map(number).collect();
    let (hours, minutes, seconds) = match fields?[..] {
        [hours, minutes, seconds] => (hours, minutes, seconds),
        [minutes, seconds] => (0, minutes, seconds),
        _ => return None,
    };
    let fraction = Some(fraction).filter(|digits| digits.len() == 3).and_then(number)?;
    let sound = minutes < 60 && seconds < 60;
    sound.then_some(((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction)
}

fn time(millis: u64) -> String {
    let (seconds, fraction) = (millis / 1000, millis % 1000);
    format!("{:02}:{:02}:{:02},{fraction:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A line as SubRip writes it: of WebVTT's marks only bold, italic and underlined are known there.
fn shown(line: &str, is_vtt: bool) -> String {
    if !is_vtt {
        return line.to_owned();
    }
    let mut shown = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        shown.push_str(before);
        let (mark, left) = after.split_once('>').unwrap_or((after, ""));
        if matches!(mark.trim_start_matches('/'), "b" | "i" | "u") {
            let _ = write!(shown, "<{mark}>");
        }
        rest = left;
    }
    shown.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    entities.iter().fold(shown, |line, (entity, sign)| line.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SRT: &str = "1\n00:00:01,000 --> 00:00:03,500\nनमस्ते\nसबको\n\n\
                       2\n01:02:03,004 --> 01:02:05,000\n<i>सभा</i>\n\n";

    fn problem(text: &str) -> (Problem, &str) {
        let bad = read_subtitles(text).unwrap_err();
        (bad.problem, &text[bad.span])
    }

    #[test]
    fn subrip_is_read_and_written_as_it_was() {
        let cues = read_subtitles(SRT).unwrap();
        assert_eq!((cues[0].from, cues[0].to), (1000, 3500));
        assert_eq!(cues[1].from, 3_723_004);
        assert_eq!(as_srt(&cues), SRT);
    }

    #[test]
    fn webvtt_becomes_subrip_without_what_only_it_has() {
        let vtt = "WEBVTT - सभा\nKind: captions\n\nNOTE by us\nfor us\n\nSTYLE\n::cue { color: red }\n\n\
                   first\n00:01.000 --> 00:03.500 align:start\n<v वक्ता>नमस्ते <b>सब</b>को &amp; आपको</v>\n\n\
                   01:02:03.004 --> 01:02:05.000\n<c.loud>सभा</c> &lt;3\n";
        let cues = read_subtitles(vtt).unwrap();
        assert_eq!(cues[0].text, "नमस्ते <b>सब</b>को & आपको");
        assert_eq!(
            (cues[0].from, cues[1].from, cues[1].text.as_str()),
            (1000, 3_723_004, "सभा <3")
        );
        assert_eq!(read_subtitles(&as_srt(&cues)).unwrap(), cues);
    }

    #[test]
    fn webvtt_says_the_same_and_escapes_what_it_has_to() {
        let text = "<i>सभा</i> & <font>जन\n--> 3".to_owned();
        let late = Cue { from: 3_723_004, to: 3_725_000, text: "क".to_owned() };
        let cues = [Cue { from: 1000, to: 3500, text }, late];
        let vtt = "WEBVTT\n\n00:01.000 --> 00:03.500\n<i>सभा</i> &amp; &lt;font&gt;जन\n--&gt; 3\n\n\
                   01:02:03.004 --> 01:02:05.000\nक\n";
        assert_eq!(as_vtt(&cues), vtt);
        assert_eq!(read_subtitles(vtt).unwrap(), cues);
    }

    #[test]
    fn a_cue_without_words_is_left_out() {
        let cues = read_subtitles(
            "1\n00:00:01,000 --> 00:00:02,000\n\n\n00:00:02,000 --> 00:00:03,000\nक",
        );
        assert_eq!(cues.unwrap().len(), 1);
    }

    #[test]
    fn what_is_wrong_is_found_with_its_line() {
        let ok = "00:00:01,000 --> 00:00:02,000\nक\n\n";
        for (wrong, line) in [
            ("2\nक", "2"),
            ("00:00:05 --> 00:00:06\nक", "00:00:05 --> 00:00:06"),
            ("00:00:05,00 --> 00:00:06,00\nक", "00:00:05,00 --> 00:00:06,00"),
            ("00:60:05,000 --> 00:61:06,000\nक", "00:60:05,000 --> 00:61:06,000"),
            ("99999:00:05,000 --> 0:1:06,000\nक", "99999:00:05,000 --> 0:1:06,000"),
            ("00:00:05,000 -->\nक", "00:00:05,000 -->"),
        ] {
            let text = format!("{ok}{wrong}");
            assert_eq!(problem(&text), (Problem::NoTimes, line), "{wrong}");
        }
        for wrong in ["00:00:06,000 --> 00:00:05,000", "00:00:00,500 --> 00:00:05,000"] {
            let text = format!("{ok}{wrong}\nक");
            assert_eq!(problem(&text), (Problem::OutOfOrder, wrong));
        }
        for empty in ["", "\n\n", "WEBVTT\n\n", "00:00:01,000 --> 00:00:02,000\n"] {
            assert_eq!(problem(empty).0, Problem::Empty, "{empty:?}");
        }
    }

    #[test]
    fn hostile_files_end_in_words_and_never_in_a_panic() {
        for text in ["-->", "--> -->", "WEBVTT", "<", "\u{0}\n-->\n", "1\n१:२:३,४५६ --> ५\nक"]
        {
            assert!(read_subtitles(text).is_err(), "{text:?}");
        }
    }
}
