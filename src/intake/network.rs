//! Whether a folder changes from elsewhere, so that its files need longer to rest.

use std::path::Path;

use super::Folder;

/// What `statfs` calls the network and user-space filesystems (statfs(2), Linux 6.1).
const FAR: [u32; 12] = [
    0x0000_6969, // NFS
    0x0000_517b, // SMB
    0xfe53_4d42, // SMB2
    0xff53_4d42, // CIFS
    0x6573_5546, // FUSE
    0x0102_1997, // 9p
    0x00c3_6400, // Ceph
    0x5346_414f, // AFS
    0x6b41_4653, // kAFS
    0x7375_7245, // Coda
    0x786f_4256, // VirtualBox shared folders
    0x0000_564c, // NCP
];

/// The marker that Syncthing puts into folders which it keeps in step.
const SYNCED: &str = ".stfolder";

/// Whether `folder`, which lies at `path`, is on a network filesystem or kept in step with
/// another machine. A folder that cannot be asked counts as near.
#[must_use]
pub fn is_far(folder: &Folder, path: &Path) -> bool {
    is_network(folder) || path.ancestors().take(3).any(|above| above.join(SYNCED).exists())
}

/// Whether `folder` is on a network or user-space filesystem.
pub(super) fn is_network(folder: &Folder) -> bool {
    let Ok(found) = rustix::fs::fstatfs(folder.handle()) else { return false };
    // The field is wider on some machines; the kind is always its lower half.
    FAR.iter().any(|kind| found.f_type as u64 & 0xffff_ffff == u64::from(*kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_folder_is_near_until_it_is_kept_in_step() {
        let dir = tempfile::tempdir().unwrap();
        let queue = dir.path().join("queue");
        std::fs::create_dir(&queue).unwrap();
        let folder = Folder::open(&queue).unwrap();
        assert!(!is_far(&folder, &queue));
        std::fs::create_dir(dir.path().join(SYNCED)).unwrap();
        assert!(is_far(&folder, &queue));
    }
}
