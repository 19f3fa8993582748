//! Pictures and films that are made to break whoever reads them, and the process that makes media
//! over: what it may reach, and that nothing of it outlives it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use dakiya::blobs::Blobs;
use dakiya::media::{Fitter, Stop};
use dakiya::post::{Media, MediaKind, Obstacle, Wanted};
use tempfile::TempDir;

use super::Desk;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    file
}

/// Boxes in boxes, 200,000 deep.
fn nested() -> Vec<u8> {
    let deep = 200_000_u32;
    let head = b"\0\0\0\x10ftypisom\0\0\x02\0".to_vec();
    let heads = (0..deep).flat_map(|above| {
        let size = (deep - above) * 8;
        [size.to_be_bytes(), *b"moov"].concat()
    });
    head.into_iter().chain(heads).collect()
}

/// So many pictures of one pixel each, and no trailer.
fn endless_gif(pictures: usize) -> Vec<u8> {
    let head = b"GIF89a\x40\0\x30\0\0\0\0".to_vec();
    let frame = b"\x21\xf9\x04\0\x01\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x01\0\0";
    [head, frame.repeat(pictures)].concat()
}

/// A film whose tags say that they are larger than any disk.
fn huge_webm() -> Vec<u8> {
    let head =
        b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff";
    let tags = b"\x12\x54\xc3\x67\x01\x7f\xff\xff\xff\xff\xff\xff";
    [&head[..], tags, &[0; 300]].concat()
}

#[test]
fn hostile_pictures_and_films_end_in_a_note_at_their_post() {
    for (name, bytes, id) in [
        ("bomb.png", png(50_000, 50_000), "picture-too-large"),
        ("huge.png", png(u32::MAX, u32::MAX), "picture-too-large"),
        ("long.png", png(16_385, 1), "picture-too-large"),
        ("nothing.png", png(0, 4), "media-damaged"),
        ("cut.png", png(6, 4)[..40].to_vec(), "media-truncated"),
        ("program.jpg", b"\x7fELF\x02\x01\x01\0 a program".to_vec(), "media-unknown"),
        ("text.mp4", b"no film at all".to_vec(), "media-unknown"),
        ("endless.gif", endless_gif(400_000), "media-truncated"),
        ("many.gif", [endless_gif(400_000), b";".to_vec()].concat(), "media-damaged"),
        ("nested.mp4", nested(), "media-damaged"),
        ("huge.webm", huge_webm(), "media-damaged"),
    ] {
        let desk = Desk::new();
        desk.post(name, bytes);
        desk.post("a.md", format!("+++\nmedia = [\"{name}\"]\n+++\nसूचना\n"));
        let (code, found) = desk.check();
        assert!(found.iter().any(|one| one.id == id), "{name}: {found:?}");
        assert_ne!(code, 0, "{name}");
    }
}

#[test]
fn a_picture_that_is_something_else_than_its_name_says_goes_as_what_it_is() {
    let desk = Desk::new();
    desk.post("a.jpg", png(6, 4));
    desk.post("a.md", "+++\nmedia = [\"a.jpg\"]\n+++\nसूचना\n");
    let (_, found) = desk.check();
    assert!(found.iter().any(|one| one.id == "media-misnamed"), "{found:?}");
}

/// A store with a film in it, and a stand-in for `ffmpeg`.
struct Room {
    dir: TempDir,
    blobs: Blobs,
    film: Media,
}

impl Room {
    /// The stand-in does `script`, with the film as `$1` and what is to be made of it as `$2`.
    fn new(script: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let blobs = Blobs::new(dir.path().join("blobs"));
        let path = dir.path().join("film");
        fs::write(&path, "film").unwrap();
        let stored = blobs.put(&File::open(path).unwrap()).unwrap();
        let film = Media::of("a.mov", stored.digest, MediaKind::Mov, stored.bytes);
        let room = Self { dir, blobs, film };
        let picked = "for word in \"$@\"; do [ \"$last\" = -i ] && film=$word; last=$word; done\n\
                      set -- \"$film\" \"$last\"\n";
        room.write("ffmpeg", &format!("#!/bin/sh\n{picked}{script}\n"));
        room
    }

    /// Writes a program, by another process: one that is still open here cannot be run.
    fn write(&self, name: &str, text: &str) {
        let line = "cat > \"$0\" && chmod +x \"$0\"";
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", line]).arg(self.path(name)).stdin(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        shell.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(shell.wait().unwrap().success());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn fitter(&self) -> Fitter {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_dakiya"));
        Fitter::with_helper(self.blobs.clone(), program, self.dir.path().as_os_str())
    }

    /// Puts a pipe in the place of the film.
    fn pipe(&self) -> PathBuf {
        let path = self.blobs.path(&self.film.digest);
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        path
    }
}

fn wanted() -> Wanted {
    Wanted::simple(MediaKind::Mp4, 10_000_000)
}

/// Waits until somebody reads the pipe at `path`.
fn writer(path: &Path) -> File {
    File::options().write(true).open(path).unwrap()
}

/// Waits until nobody has the pipe open any more.
fn until_nobody_reads(mut pipe: File) {
    loop {
        if let Err(error) = pipe.write_all(&[0; 4096]) {
            return assert_eq!(error.kind(), ErrorKind::BrokenPipe);
        }
    }
}

/// Opens the film and goes on for ever, as does a process that it has started.
const FOR_EVER: &str = "exec 3<\"$1\"\nsh -c 'kill -STOP $$' &\nkill -STOP $$";

#[test]
fn what_is_stopped_ends_with_everything_that_it_has_started() {
    let room = Room::new(FOR_EVER);
    let pipe = room.pipe();
    let (stop, fitter, film) = (Stop::default(), room.fitter(), room.film);
    let also = stop.clone();
    let making = std::thread::spawn(move || fitter.fit_unless(&also, &film, &wanted()));
    let pipe = writer(&pipe);
    stop.stop();
    until_nobody_reads(pipe);
    assert_eq!(making.join().unwrap().unwrap_err().why, Obstacle::TooMuch);
}

#[test]
fn what_is_stopped_before_it_has_begun_does_not_go_on() {
    let room = Room::new(FOR_EVER);
    let stop = Stop::default();
    stop.stop();
    let refused = room.fitter().fit_unless(&stop, &room.film, &wanted()).unwrap_err();
    assert_eq!(refused.why, Obstacle::TooMuch);
}

#[test]
fn nothing_goes_on_when_whoever_wanted_it_is_killed() {
    let room = Room::new("exec 3<\"$1\"\nkill -STOP $$");
    let film = room.pipe();
    fs::write(room.path("made"), "").unwrap();
    let order = serde_json::json!({
        "source": film, "target": room.path("made"), "kind": "mov", "rate": 1_000_000,
        "wanted": wanted(), "ffmpeg": room.path("ffmpeg"),
    });
    fs::write(room.path("order"), order.to_string()).unwrap();
    let line = "\"$0\" media-helper < \"$1\"; true";
    let mut parent = Command::new("sh");
    let parent = parent.args(["-c", line, env!("CARGO_BIN_EXE_dakiya")]).arg(room.path("order"));
    let mut parent: Child = parent.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let pipe = writer(&film);
    parent.kill().unwrap();
    parent.wait().unwrap();
    until_nobody_reads(pipe);
}

/// Tries something and, where that was possible, makes a film that says so.
fn tries(what: &str) -> String {
    format!("if {what}; then echo reached >&2; else echo kept out >&2; fi\nexit 1")
}

#[test]
fn what_makes_a_film_reaches_its_two_files_and_nothing_else() {
    // With one that may write what it makes, so that what is tried next is refused on purpose.
    let probe = "(echo x > \"$2\") 2>/dev/null && (cat \"$1\") >/dev/null 2>&1";
    for (what, reached) in [
        (probe.to_owned(), "reached"),
        ("(cat \"$0.secret\") 2>/dev/null".to_owned(), "kept out"),
        ("(echo x > \"$1\") 2>/dev/null".to_owned(), "kept out"),
        ("(echo x > \"$2.more\") 2>/dev/null".to_owned(), "kept out"),
        ("(cat /etc/passwd) 2>/dev/null".to_owned(), "kept out"),
        ("(kill -0 $PPID) 2>/dev/null".to_owned(), "kept out"),
    ] {
        let room = Room::new(&tries(&what));
        fs::write(room.path("ffmpeg.secret"), "secret").unwrap();
        let refused = room.fitter().fit(&room.film, &wanted()).unwrap_err();
        if !is_fenced() && reached == "kept out" {
            eprintln!("this kernel has no Landlock that does it all: {what} is not tried");
            continue;
        }
        assert_eq!((refused.why, refused.detail.as_str()), (Obstacle::Damaged, reached), "{what}");
    }
}

/// Whether the helper says that the kernel keeps it from everything else.
fn is_fenced() -> bool {
    let room = Room::new("exit 1");
    fs::write(room.path("made"), "").unwrap();
    let order = serde_json::json!({
        "source": room.blobs.path(&room.film.digest), "target": room.path("made"), "kind": "mov",
        "rate": 1_000_000, "wanted": wanted(), "ffmpeg": room.path("ffmpeg"),
    });
    fs::write(room.path("order"), order.to_string()).unwrap();
    let mut helper = Command::new(env!("CARGO_BIN_EXE_dakiya"));
    let helper = helper.arg("media-helper").stdin(File::open(room.path("order")).unwrap());
    helper.output().unwrap().stdout.starts_with(b"\"whole\"")
}

/// With the real one, where the machine has it.
#[test]
fn ffmpeg_makes_a_film_within_its_bounds() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let room = Room::new("exit 1");
    let made = room.path("film.mov");
    let film = "-v error -f lavfi -i testsrc=size=320x240:rate=25:duration=1 -c:v mpeg4".split(' ');
    let made_it = Command::new("ffmpeg").args(film).arg(&made).status();
    if !made_it.is_ok_and(|status| status.success()) {
        eprintln!("without ffmpeg, nothing was tried");
        return;
    }
    let stored = room.blobs.put(&File::open(made).unwrap()).unwrap();
    let film = Media::of("a.mov", stored.digest, MediaKind::Mov, stored.bytes);
    let program = PathBuf::from(env!("CARGO_BIN_EXE_dakiya"));
    let fitter = Fitter::with_helper(room.blobs, program, &path);
    let made = fitter.fit(&film, &wanted()).unwrap().medium;
    assert_eq!((made.kind, made.width, made.height), (MediaKind::Mp4, Some(320), Some(240)));
    assert_eq!(made.film.unwrap().video.as_deref(), Some("h264"));
}
