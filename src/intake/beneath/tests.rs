use std::fs;
use std::io::Read as _;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use rustix::fs::{makedev, mkfifoat, mknodat};
use rustix::process::geteuid;

use super::*;

const MOST: u64 = 1024;

struct Bench {
    dir: tempfile::TempDir,
    folder: Folder,
}

fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let queue = dir.path().join("queue");
    fs::create_dir(&queue).unwrap();
    fs::write(dir.path().join("secret"), "outside").unwrap();
    let folder = Folder::open(&queue).unwrap();
    Bench { dir, folder }
}

impl Bench {
    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join("queue").join(name)
    }

    fn refused(&self, name: &str) -> Refusal {
        self.folder.file(name, MOST).map(|_| name).unwrap_err()
    }
}

#[test]
fn a_plain_file_is_opened_with_its_stamp() {
    let bench = bench();
    fs::write(bench.path("notice.md"), "नमस्ते").unwrap();
    let (mut file, stamp) = bench.folder.file("notice.md", MOST).unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), stamp.size), ("नमस्ते", 18));
    assert_eq!(stamp, bench.folder.look("notice.md").unwrap().stamp);
}

#[test]
fn a_path_is_not_a_name() {
    let bench = bench();
    fs::create_dir(bench.path("sub")).unwrap();
    fs::write(bench.path("sub/a.md"), "a").unwrap();
    let long = "x".repeat(300);
    for name in ["", ".", "..", "../secret", "/etc/passwd", "sub/a.md", "a\0b", &long] {
        assert!(matches!(bench.refused(name), Refusal::NotAName), "{name:?}");
    }
}

#[test]
fn a_symbolic_link_is_refused_wherever_it_leads() {
    let bench = bench();
    fs::write(bench.path("inside.md"), "inside").unwrap();
    symlink("../secret", bench.path("out.md")).unwrap();
    symlink("inside.md", bench.path("in.md")).unwrap();
    symlink("/proc/self/environ", bench.path("magic.md")).unwrap();
    for name in ["out.md", "in.md", "magic.md"] {
        assert!(matches!(bench.refused(name), Refusal::Link), "{name}");
    }
}

#[test]
fn a_link_to_a_folder_is_not_entered() {
    let bench = bench();
    symlink("..", bench.path("up")).unwrap();
    assert!(matches!(bench.folder.folder("up").unwrap_err(), Refusal::Link | Refusal::System(_)));
}

#[test]
fn both_ways_of_opening_refuse_a_link() {
    let bench = bench();
    symlink("../secret", bench.path("out.md")).unwrap();
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW;
    assert_eq!(bench.folder.open_resolved("out.md", flags).unwrap_err(), Errno::LOOP);
    assert_eq!(bench.folder.open_plainly("out.md", flags).unwrap_err(), Errno::LOOP);
}

#[test]
fn the_kernel_itself_keeps_the_way_inside() {
    let bench = bench();
    let opened = bench.folder.open_resolved("../secret", OFlags::RDONLY);
    assert!(matches!(opened.unwrap_err(), Errno::XDEV | Errno::NOSYS));
}

#[test]
fn a_second_name_from_elsewhere_is_refused() {
    let bench = bench();
    fs::hard_link(bench.dir.path().join("secret"), bench.path("mine.md")).unwrap();
    assert!(matches!(bench.refused("mine.md"), Refusal::HardLinks(2)));
}

#[test]
fn a_pipe_is_refused_without_waiting_for_its_writer() {
    let bench = bench();
    mkfifoat(bench.folder.handle(), "pipe.md", Mode::RWXU).unwrap();
    assert!(matches!(bench.refused("pipe.md"), Refusal::NotAFile(FileType::Fifo)));
}

#[test]
fn a_socket_and_a_folder_are_no_files() {
    let bench = bench();
    let _listener = UnixListener::bind(bench.path("socket.md")).unwrap();
    fs::create_dir(bench.path("folder.md")).unwrap();
    assert!(matches!(bench.refused("socket.md"), Refusal::NotAFile(FileType::Socket)));
    assert!(matches!(bench.refused("folder.md"), Refusal::NotAFile(FileType::Directory)));
}

#[test]
fn a_device_is_refused() {
    let bench = bench();
    let made = mknodat(
        bench.folder.handle(),
        "zero.md",
        FileType::CharacterDevice,
        Mode::RUSR,
        makedev(1, 5),
    );
    if made.is_err() {
        println!("skipped: only root can make a device");
        return;
    }
    assert!(matches!(bench.refused("zero.md"), Refusal::NotAFile(FileType::CharacterDevice)));
}

#[test]
fn a_file_over_the_limit_is_not_opened() {
    let bench = bench();
    fs::write(bench.path("big.md"), vec![b'a'; 1025]).unwrap();
    assert!(matches!(bench.refused("big.md"), Refusal::TooLarge { bytes: 1025, most: 1024 }));
}

#[test]
fn only_files_of_allowed_owners_are_opened() {
    let bench = bench();
    fs::write(bench.path("a.md"), "a").unwrap();
    fs::create_dir(bench.path("f")).unwrap();
    let me = geteuid().as_raw();
    let mine = Folder::open(&bench.dir.path().join("queue")).unwrap().allowing(Some([me].into()));
    assert!(mine.file("a.md", MOST).is_ok());
    let others = mine.allowing(Some([me + 1].into()));
    assert!(matches!(others.file("a.md", MOST).unwrap_err(), Refusal::Owner(owner) if owner == me));
    assert!(matches!(others.folder("f").unwrap_err(), Refusal::Owner(_)));
}

#[test]
fn nothing_is_missing_not_broken() {
    assert!(matches!(bench().refused("none.md"), Refusal::Missing));
}

#[test]
fn every_listing_begins_at_the_start() {
    let bench = bench();
    for name in ["a", "b", "c"] {
        fs::write(bench.path(name), name).unwrap();
    }
    for _ in 0..2 {
        let mut names = Vec::new();
        bench.folder.each(|name, _| names.push(name.to_str().unwrap().to_owned())).unwrap();
        names.sort();
        assert_eq!(names, ["a", "b", "c"]);
    }
}
