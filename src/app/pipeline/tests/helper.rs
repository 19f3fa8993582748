//! A stand-in for the helper that makes films over: it waits until a test lets it go on.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::blobs::Blobs;
use crate::media::{Fitter, samples};

/// Makes every film into the same one.
pub(super) struct Helper(PathBuf);

impl Helper {
    /// The one in the folder `dir`, made there at first.
    pub(super) fn of(dir: &Path) -> Self {
        let helper = Self(dir.join("helper"));
        if !helper.0.exists() {
            helper.make();
        }
        helper
    }

    fn make(&self) {
        fs::create_dir(&self.0).unwrap();
        let film = samples::film(2_000, b"avc1", false, true);
        fs::write(self.0.join("made.mp4"), film).unwrap();
        fs::write(self.0.join("ffmpeg"), "").unwrap();
        let folder = self.0.display();
        let script = format!(
            "#!/bin/sh\n\
             target=$(sed 's/.*\"target\":\"\\([^\"]*\\)\".*/\\1/')\n\
             read go < {folder}/gate\n\
             cp {folder}/made.mp4 \"$target\"\n\
             printf '\"whole\"%s' \"$go\"\n"
        );
        // Written by another process: one that this process still had open could not be run.
        let line = "mkfifo \"$0/gate\" && cat > \"$0/run\" && chmod +x \"$0/run\"";
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", line]).arg(&self.0).stdin(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        assert!(shell.wait().unwrap().success());
    }

    pub(super) fn fitter(&self, blobs: Blobs) -> Fitter {
        Fitter::with_helper(blobs, self.0.join("run"), self.0.as_os_str())
    }

    /// Lets the next film that is being made come to this end; whether it does already.
    pub(super) fn let_go(&self, end: &'static str) -> Arc<AtomicBool> {
        let (gate, gone) = (self.0.join("gate"), Arc::new(AtomicBool::new(false)));
        let told = Arc::clone(&gone);
        std::thread::spawn(move || {
            // Opened once somebody reads it, who waits for what is written.
            let mut gate = fs::File::options().write(true).open(gate).unwrap();
            told.store(true, Ordering::SeqCst);
            gate.write_all(format!("{end}\n").as_bytes()).unwrap();
        });
        gone
    }
}
