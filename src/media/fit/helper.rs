//! The helper process as whoever starts it sees it: told, heard, waited for and ended.

use std::io::{self, Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Once, mpsc};
use std::time::Duration;

use rustix::process::Pid;
use tracing::warn;

use super::bounds::Fence;
use super::task::{Answer, Order};
use super::{Fitter, Stop, failed, refused};
use crate::post::{Done, Obstacle, Refused};

/// How long a picture, and a film, is waited for.
const PICTURE_WAIT: Duration = Duration::from_secs(60);
const FILM_WAIT: Duration = Duration::from_secs(60 * 60);

/// The longest answer that is read, in bytes.
const MOST_ANSWER: u64 = 64 * 1024;

/// The longest complaint that is told on, in characters.
const MOST_SAID: usize = 300;

/// What a helper said and how it ended.
struct Ended {
    fence: Option<Fence>,
    /// Its answer; it gives none where it became another program.
    answer: Option<Answer>,
    complaint: String,
    status: ExitStatus,
}

/// Has `program` carry out `order`, and waits for it; nothing of it goes on after this.
pub(super) fn run(program: &Path, order: &Order, stop: &Stop) -> Result<Vec<Done>, Refused> {
    let ended = ended(program, order, stop).map_err(failed)?;
    ended.fence.into_iter().for_each(tell_of);
    match ended.answer {
        Some(Answer(answer)) => answer,
        None if order.wanted.kind.is_video() => film(&ended, order),
        None => Err(refused(Obstacle::TooMuch, ended.status)),
    }
}

/// What `ffmpeg` made, by how it ended.
fn film(ended: &Ended, order: &Order) -> Result<Vec<Done>, Refused> {
    match ended.status.code() {
        // It has no fence yet when it ends by itself without becoming another program.
        Some(0) if ended.fence.is_some() => Ok(vec![done(order)]),
        Some(_) => Err(refused(Obstacle::Damaged, &ended.complaint)),
        None => Err(refused(Obstacle::TooMuch, ended.status)),
    }
}

fn done(order: &Order) -> Done {
    if order.kind == order.wanted.kind { Done::Anew } else { Done::Converted }
}

fn ended(program: &Path, order: &Order, stop: &Stop) -> io::Result<Ended> {
    let mut child = start(program)?;
    // Its group has its own number.
    stop.begun(Pid::from_child(&child));
    let said = tell(&mut child, order).and_then(|()| listen(&mut child, wait(order)));
    stop.over();
    let status = child.wait()?;
    let Heard { answer, complaint } = said?;
    let mut answer = serde_json::Deserializer::from_slice(&answer).into_iter::<serde_json::Value>();
    let mut next = || answer.next().and_then(Result::ok);
    let fence = next().and_then(|fence| serde_json::from_value(fence).ok());
    let answer = next().and_then(|answer| serde_json::from_value(answer).ok());
    let complaint = String::from_utf8_lossy(&complaint);
    let complaint = complaint.trim().chars().take(MOST_SAID).collect();
    Ok(Ended { fence, answer, complaint, status })
}

fn start(program: &Path) -> io::Result<Child> {
    Command::new(program)
        .arg(Fitter::COMMAND)
        .env_clear()
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

fn tell(child: &mut Child, order: &Order) -> io::Result<()> {
    let Some(mut input) = child.stdin.take() else { return Ok(()) };
    match input.write_all(&serde_json::to_vec(order)?) {
        // It ended before it had heard all: how it ended says why.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// What came out of a process.
#[derive(Debug, Default)]
struct Heard {
    answer: Vec<u8>,
    complaint: Vec<u8>,
}

/// What it says until it ends; nothing where it is too slow.
fn listen(child: &mut Child, wait: Duration) -> io::Result<Heard> {
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let (say, hear) = mpsc::channel();
    // It ends with the process: whoever listens no longer ends that.
    std::thread::Builder::new().name("media-helper".into()).spawn(move || {
        let read = || Ok(Heard { answer: all(output)?, complaint: all(errors)? });
        let _nobody_listens = say.send(read());
    })?;
    hear.recv_timeout(wait).unwrap_or_else(|_too_slow| Ok(Heard::default()))
}

/// The first of what comes; the rest is let pass, so that nobody waits for us.
fn all(output: Option<impl Read>) -> io::Result<Vec<u8>> {
    let Some(mut output) = output else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    (&mut output).take(MOST_ANSWER).read_to_end(&mut bytes)?;
    io::copy(&mut output, &mut io::sink())?;
    Ok(bytes)
}

fn wait(order: &Order) -> Duration {
    if order.wanted.kind.is_video() { FILM_WAIT } else { PICTURE_WAIT }
}

/// People know, once, where the kernel does not keep the helper from everything else.
fn tell_of(fence: Fence) {
    static TOLD: Once = Once::new();
    match fence {
        Fence::Whole => {}
        Fence::Part => TOLD.call_once(|| {
            warn!("this kernel keeps what makes pictures and films over only from some files");
        }),
        Fence::None => TOLD.call_once(|| {
            warn!(
                "this kernel has no Landlock: what makes pictures and films over is bound in \
                 memory and time, and not kept from files and the network"
            );
        }),
    }
}
