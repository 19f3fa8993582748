//! The helper process: how it is started, waited for and confined.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::task::{Answer, Order};
use super::{Fitter, failed, refused};
use crate::post::{Done, Obstacle, Refused};

/// The most memory that a picture may take, in bytes: a picture of the largest area twice over.
const PICTURE_MEMORY: u64 = 1024 * 1024 * 1024;

/// The most memory that a film may take, in bytes.
const FILM_MEMORY: u64 = 2 * 1024 * 1024 * 1024;

/// The most processor time for a picture, and for a film, in seconds.
const PICTURE_TIME: u64 = 20;
const FILM_TIME: u64 = 2 * 60 * 60;

/// How long a picture, and a film, is waited for.
const PICTURE_WAIT: Duration = Duration::from_secs(60);
const FILM_WAIT: Duration = Duration::from_secs(60 * 60);

/// The longest answer that is read, in bytes.
const MOST_ANSWER: u64 = 64 * 1024;

/// Has `program` carry out `order`, and waits for it.
pub(super) fn run(program: &Path, order: &Order) -> Result<Vec<Done>, Refused> {
    let mut child = start(program).map_err(failed)?;
    let told = tell(&mut child, order);
    let said = told.and_then(|()| listen(&mut child, wait(order)));
    let ended = child.wait();
    match said {
        Ok(Some(answer)) => answer.0,
        Ok(None) => Err(refused(Obstacle::TooMuch, died(ended))),
        Err(error) => Err(failed(error)),
    }
}

fn start(program: &Path) -> io::Result<Child> {
    Command::new(program)
        .arg(Fitter::COMMAND)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
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

/// Its answer; nothing where it ended, or was ended for its slowness, without one.
fn listen(child: &mut Child, wait: Duration) -> io::Result<Option<Answer>> {
    let Some(output) = child.stdout.take() else { return Ok(None) };
    let (say, hear) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.take(MOST_ANSWER).read_to_end(&mut bytes);
        // Nobody listens any more where it was too slow.
        let _ = say.send(read.map(|_| bytes));
    });
    let heard = hear.recv_timeout(wait);
    if heard.is_err() {
        child.kill()?;
    }
    let _ended = reader.join();
    match heard {
        Ok(Ok(bytes)) => Ok(serde_json::from_slice(&bytes).ok()),
        Ok(Err(error)) => Err(error),
        Err(_too_slow) => Ok(None),
    }
}

fn died(ended: io::Result<std::process::ExitStatus>) -> String {
    ended.map_or_else(|error| error.to_string(), |status| status.to_string())
}

fn wait(order: &Order) -> Duration {
    if order.wanted.kind.is_video() { FILM_WAIT } else { PICTURE_WAIT }
}

/// Binds this process, and what it starts, to what `order` may take: memory, processor time and the
/// size of files. It gives way to everything else on the machine.
pub(super) fn bind(order: &Order) -> io::Result<()> {
    let film = order.wanted.kind.is_video();
    let (memory, time) =
        if film { (FILM_MEMORY, FILM_TIME) } else { (PICTURE_MEMORY, PICTURE_TIME) };
    // What is made and found too large is made again, so it may be larger for a moment.
    let file = order.wanted.max_bytes.saturating_mul(2).max(64 * 1024 * 1024);
    for (resource, most) in [
        (Resource::As, memory),
        (Resource::Cpu, time),
        (Resource::Fsize, file),
        (Resource::Core, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    rustix::process::nice(10)?;
    Ok(())
}
