//! Films: by `ffmpeg`, where the machine has it.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use super::task::Order;
use super::{failed, refused};
use crate::post::{Done, Obstacle, Refused, Wanted};

/// What the sound takes, in bits a second.
const SOUND: u64 = 128_000;

/// The most that the pictures take, in bits a second.
const MOST: u64 = 8_000_000;

/// Below this, a film is spoilt, in bits a second.
const LEAST: u64 = 250_000;

/// How much of the room is used: what holds film and sound together takes some, too.
const SHARES: [u64; 2] = [92, 80];

/// Makes a film that lasts `millis`, where that is known, by orders like `order`: once more where
/// it comes out too large.
pub(super) fn fit(
    order: Order,
    millis: Option<u64>,
    carry_out: impl Fn(&Order) -> Result<Vec<Done>, Refused>,
) -> Result<Vec<Done>, Refused> {
    if order.ffmpeg.is_none() {
        return Err(refused(Obstacle::NoFfmpeg, ""));
    }
    for share in SHARES {
        let rate = match order.wanted.only_reordered {
            true => MOST,
            false => rate(&order.wanted, millis, share)
                .ok_or_else(|| refused(Obstacle::NotSmallEnough, ""))?,
        };
        let done = carry_out(&Order { rate, ..order.clone() })?;
        let made = std::fs::metadata(&order.target).map_err(failed)?;
        if made.len() <= order.wanted.max_bytes {
            return Ok(done);
        }
    }
    Err(refused(Obstacle::NotSmallEnough, ""))
}

/// The most bits a second that the pictures may take; nothing where that would spoil them.
fn rate(wanted: &Wanted, millis: Option<u64>, share: u64) -> Option<u64> {
    let Some(millis) = millis.filter(|millis| *millis > 0) else { return Some(MOST) };
    let bits = u128::from(wanted.max_bytes) * 8 * u128::from(share) / 100;
    let all = u64::try_from(bits * 1000 / u128::from(millis)).unwrap_or(u64::MAX);
    Some(all.saturating_sub(SOUND).min(MOST)).filter(|rate| *rate >= LEAST)
}

/// Becomes `ffmpeg`, which makes the film of `order`; comes back only to say why not. So there is no
/// process between it and whoever waits for it, which could be ended without it.
pub(super) fn begin(order: &Order) -> Refused {
    let Some(ffmpeg) = &order.ffmpeg else { return refused(Obstacle::NoFfmpeg, "") };
    let error = Command::new(ffmpeg)
        .args(arguments(order))
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .exec();
    failed(error)
}

/// The film as `order` wants it, in MP4 with its index first; nothing that the file says beside its
/// film.
fn arguments(order: &Order) -> Vec<OsString> {
    let before = ["-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file", "-i"];
    let tracks = ["-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1"];
    let end = ["-movflags", "+faststart", "-f", "mp4", "-y"];
    let form = match order.wanted.only_reordered {
        true => texts(&["-c", "copy"]),
        false => anew(order),
    };
    let source = order.source.clone().into_os_string();
    let target = order.target.clone().into_os_string();
    [texts(&before), vec![source], texts(&tracks), form, texts(&end), vec![target]].concat()
}

/// H.264 and AAC, as every platform takes them.
fn anew(order: &Order) -> Vec<OsString> {
    let most = [order.rate.to_string(), (order.rate * 2).to_string()];
    let filter = filter(&order.wanted);
    texts(&[
        "-c:v",
        "libx264",
        "-preset",
        "medium",
        "-crf",
        "21",
        "-profile:v",
        "high",
        "-pix_fmt",
        "yuv420p",
        "-maxrate",
        &most[0],
        "-bufsize",
        &most[1],
        "-vf",
        &filter,
        "-c:a",
        "aac",
        "-b:a",
        "128k",
        "-ar",
        "48000",
        "-ac",
        "2",
    ])
}

fn texts(all: &[&str]) -> Vec<OsString> {
    all.iter().map(OsString::from).collect()
}

/// Never larger than wanted or than it was, with even sides.
fn filter(wanted: &Wanted) -> String {
    let side = |most: Option<u32>, own: &str| match most {
        Some(most) => format!("min({most},{own})"),
        None => own.to_owned(),
    };
    let (width, height) = (side(wanted.max_width, "iw"), side(wanted.max_height, "ih"));
    let mut filter = format!(
        "scale=w='{width}':h='{height}':force_original_aspect_ratio=decrease:\
         force_divisible_by=2"
    );
    let (fewest, most) = (wanted.min_frames_in_1000s, wanted.max_frames_in_1000s);
    if fewest.is_some() || most.is_some() {
        let fewest = fewest.unwrap_or(0).div_ceil(1000);
        let most = most.map_or("source_fps".to_owned(), |most| (most / 1000).to_string());
        // Writing to a text does not fail.
        let _ = write!(filter, ",fps=fps='max({fewest},min(source_fps,{most}))'");
    }
    filter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::MediaKind;

    fn order(wanted: Wanted) -> Order {
        Order {
            source: "a".into(),
            target: "b".into(),
            kind: MediaKind::Mp4,
            wanted,
            rate: MOST,
            ffmpeg: None,
        }
    }

    #[test]
    fn a_film_that_is_only_reordered_is_not_encoded_again() {
        let encodes = |only_reordered| {
            let wanted = Wanted { only_reordered, ..Wanted::simple(MediaKind::Mp4, 1_000_000) };
            arguments(&order(wanted)).contains(&OsString::from("libx264"))
        };
        assert!(!encodes(true) && encodes(false));
    }

    #[test]
    fn pictures_a_second_are_kept_between_the_fewest_and_the_most() {
        let between = Wanted {
            min_frames_in_1000s: Some(23_000),
            max_frames_in_1000s: Some(60_000),
            ..Wanted::simple(MediaKind::Mp4, 1_000_000)
        };
        assert!(filter(&between).ends_with(",fps=fps='max(23,min(source_fps,60))'"));
    }
}
