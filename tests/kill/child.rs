//! The program as a child process, its log, and how it ended.

use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use dakiya::clock::{Clock as _, SystemClock};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take; far more than it ever does.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait for a line of the log before looking at the world again.
const LOOK: Duration = Duration::from_millis(10);

/// A running program; it is killed when dropped.
pub(crate) struct Child {
    process: std::process::Child,
    log: Arc<Log>,
    ended: Option<ExitStatus>,
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    more: Condvar,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself, with this code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

/// The end that an armed kill brings.
pub(crate) const KILLED: End = End::Signal(9);

impl Child {
    /// Starts it.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let log = Arc::new(Log::default());
        Log::fill(&log, process.stdout.take().unwrap());
        Log::fill(&log, process.stderr.take().unwrap());
        Self { process, log, ended: None }
    }

    /// Waits until `condition` holds; whether it did before the program ended.
    pub(crate) fn wait_for(&mut self, mut condition: impl FnMut(&[String]) -> bool) -> bool {
        let limit = SystemClock.uptime() + PATIENCE;
        loop {
            let ended = self.try_end().is_some();
            let lines = self.log.lines.lock().unwrap().clone();
            if condition(&lines) {
                return true;
            }
            if ended {
                return false;
            }
            assert!(SystemClock.uptime() < limit, "nothing happened:\n{}", lines.join("\n"));
            self.log.wait(lines.len());
        }
    }

    /// Waits for a line with `text` in its log.
    pub(crate) fn wait_for_line(&mut self, text: &str) {
        let said = self.wait_for(|lines| lines.iter().any(|line| line.contains(text)));
        assert!(said, "it ended without saying {text:?}:\n{}", self.said());
    }

    /// Waits until it ends.
    pub(crate) fn end(&mut self) -> End {
        self.wait_for(|_| false);
        self.try_end().unwrap()
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let id = Pid::from_child(&self.process);
        kill_process(id, signal).unwrap();
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn terminate(&mut self) -> End {
        if self.try_end().is_none() {
            self.signal(Signal::TERM);
        }
        self.end()
    }

    /// How it ended, if it has.
    pub(crate) fn try_end(&mut self) -> Option<End> {
        if self.ended.is_none() {
            self.ended = self.process.try_wait().unwrap();
        }
        let code = |status: ExitStatus| status.code().map(End::Code);
        self.ended.map(|status| code(status).or_else(|| status.signal().map(End::Signal)).unwrap())
    }

    /// Everything it has said.
    pub(crate) fn said(&self) -> String {
        self.log.lines.lock().unwrap().join("\n")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It has ended already, or must not outlive the test.
        let _gone = self.process.kill();
        let _gone = self.process.wait();
    }
}

impl Log {
    fn fill(log: &Arc<Self>, stream: impl Read + Send + 'static) {
        let log = Arc::clone(log);
        std::thread::spawn(move || {
            let mut stream = BufReader::new(stream);
            let mut line = Vec::new();
            while stream.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                log.lines.lock().unwrap().push(text);
                log.more.notify_all();
                line.clear();
            }
        });
    }

    /// Waits a moment for more than `known` lines.
    fn wait(&self, known: usize) {
        let lines = self.lines.lock().unwrap();
        let waited = self.more.wait_timeout_while(lines, LOOK, |lines| lines.len() <= known);
        drop(waited.unwrap());
    }
}
