//! What the helper process is bound to before it touches a medium: memory, processor time, the size
//! of files, and the two files that it is about.

use std::io;
use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, RestrictionStatus,
    Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus, Scope, make_bitflags,
    path_beneath_rules,
};
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use serde::{Deserialize, Serialize};

use super::task::Order;

/// The most memory that a picture may take, in bytes: a picture of the largest area twice over.
const PICTURE_MEMORY: u64 = 1024 * 1024 * 1024;

/// The most memory that a film may take, in bytes.
const FILM_MEMORY: u64 = 2 * 1024 * 1024 * 1024;

/// The most processor time for a picture, and for a film, in seconds.
const PICTURE_TIME: u64 = 20;
const FILM_TIME: u64 = 2 * 60 * 60;

/// Where programs and their libraries lie. `ffmpeg` and its libraries are read there; nothing of
/// ours or of people's is.
const PROGRAMS: [&str; 11] = [
    "/usr/bin",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/bin",
    "/lib",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
    "/etc/alternatives",
];

/// The rights that are handled, as far as the kernel knows them; tested with this edition.
const RIGHTS: ABI = ABI::V6;

/// How far the kernel keeps the helper from files, the network and other processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fence {
    /// From all files but its own, from TCP and from other processes.
    Whole,
    /// The kernel knows only some of that.
    Part,
    /// The kernel has no Landlock, or it is switched off.
    None,
}

/// This process ends when the one that started it does, however that ends.
pub(super) fn end_with_parent() -> io::Result<()> {
    Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
}

/// Binds this process, and what it becomes, to what `order` may take: memory, processor time, the
/// size of files, and no other file than those of the order. It gives way to everything else on the
/// machine.
pub(super) fn bind(order: &Order) -> io::Result<Fence> {
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
    fence(order).map_err(io::Error::other)
}

/// Keeps this process, and what it becomes, from everything but the files of `order`, and from the
/// program for films where that is wanted.
fn fence(order: &Order) -> Result<Fence, landlock::RulesetError> {
    let read = AccessFs::ReadFile;
    let write = make_bitflags!(AccessFs::{ReadFile | WriteFile | Truncate});
    let run = make_bitflags!(AccessFs::{Execute | ReadFile | ReadDir});
    let film = order.ffmpeg.as_deref().filter(|_| order.wanted.kind.is_video());
    let programs = PROGRAMS.map(Path::new).into_iter().filter(|_| film.is_some()).chain(film);
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(RIGHTS))?
        .handle_access(AccessNet::from_all(RIGHTS))?
        .scope(Scope::from_all(RIGHTS))?
        .create()?
        .add_rules(path_beneath_rules([&order.source], read))?
        .add_rules(path_beneath_rules([&order.target], write))?
        .add_rules(path_beneath_rules(["/dev/null"], write))?
        .add_rules(path_beneath_rules(programs, run))?
        .restrict_self()?;
    Ok(reached(&status))
}

/// Whether the kernel keeps a helper in at all.
pub(super) fn is_kept_in() -> bool {
    let first = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    first.handle_access(AccessFs::from_all(ABI::V1)).and_then(Ruleset::create).is_ok()
}

fn reached(status: &RestrictionStatus) -> Fence {
    match status.ruleset {
        RulesetStatus::FullyEnforced => Fence::Whole,
        RulesetStatus::PartiallyEnforced => Fence::Part,
        RulesetStatus::NotEnforced => Fence::None,
    }
}
