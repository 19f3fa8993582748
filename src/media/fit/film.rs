//! Films: by `ffmpeg`, where the machine has it.

use std::fmt::Write as _;
use std::path::Path;
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

/// The longest complaint of `ffmpeg` that is told on, in characters.
const MOST_SAID: usize = 300;

/// Carries out `order`.
pub(super) fn fit(order: &Order) -> Result<Vec<Done>, Refused> {
    let Some(ffmpeg) = &order.ffmpeg else { return Err(refused(Obstacle::NoFfmpeg, "")) };
    for share in SHARES {
        let rate = rate(order, share).ok_or_else(|| refused(Obstacle::NotSmallEnough, ""))?;
        convert(ffmpeg, order, rate)?;
        let made = std::fs::metadata(&order.target).map_err(failed)?;
        if made.len() <= order.wanted.max_bytes {
            return Ok(vec![Done::Converted]);
        }
        std::fs::remove_file(&order.target).map_err(failed)?;
    }
    Err(refused(Obstacle::NotSmallEnough, ""))
}

/// The most bits a second that the pictures may take; nothing where that would spoil them.
fn rate(order: &Order, share: u64) -> Option<u64> {
    let Some(millis) = order.millis.filter(|millis| *millis > 0) else { return Some(MOST) };
    let bits = u128::from(order.wanted.max_bytes) * 8 * u128::from(share) / 100;
    let all = u64::try_from(bits * 1000 / u128::from(millis)).unwrap_or(u64::MAX);
    Some(all.saturating_sub(SOUND).min(MOST)).filter(|rate| *rate >= LEAST)
}

fn convert(ffmpeg: &Path, order: &Order, rate: u64) -> Result<(), Refused> {
    let output = Command::new(ffmpeg)
        .args(arguments(order, rate))
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(failed)?;
    if output.status.success() {
        return Ok(());
    }
    let said: String = String::from_utf8_lossy(&output.stderr).chars().take(MOST_SAID).collect();
    let why = if output.status.code().is_some() { Obstacle::Damaged } else { Obstacle::TooMuch };
    Err(refused(why, said.trim()))
}

/// H.264 and AAC in MP4, as every platform takes it; nothing that the file says beside its film.
fn arguments(order: &Order, rate: u64) -> Vec<std::ffi::OsString> {
    let before = ["-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file", "-i"];
    let most = [rate.to_string(), (rate * 2).to_string()];
    let filter = filter(&order.wanted);
    let after = [
        "-map",
        "0:v:0",
        "-map",
        "0:a:0?",
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
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
        "-movflags",
        "+faststart",
        "-f",
        "mp4",
        "-n",
    ];
    let texts = |all: &[&str]| all.iter().map(std::ffi::OsString::from).collect::<Vec<_>>();
    let mut arguments = texts(&before);
    arguments.push(order.source.clone().into_os_string());
    arguments.extend(texts(&after));
    arguments.push(order.target.clone().into_os_string());
    arguments
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
    if let Some(frames) = wanted.max_frames_in_1000s {
        // Writing to a text does not fail.
        let _ = write!(filter, ",fps=fps='min(source_fps,{})'", frames / 1000);
    }
    filter
}
