//! Finds the published vectors and samples that are too large, or not ours, to live here.

use std::path::{Path, PathBuf};

/// The path of `name` in the folder of shared data: `$DAKIYA_SHARED`, else `shared` beside the
/// project. Where the folder is absent, says so and gives none; the test then has nothing to do.
#[expect(clippy::print_stdout, reason = "tells why a test had nothing to do")]
pub(crate) fn shared(name: impl AsRef<Path>) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("DAKIYA_SHARED").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder.join(name));
    }
    println!("skipped: ../shared is not here");
    None
}
