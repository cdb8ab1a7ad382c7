//! Which file systems keep their changes from the kernel's watchers.

use std::os::fd::AsFd;

/// What `statfs` says of file systems on which somebody else than this kernel may write, and their names.
///
/// # Source
/// `linux/magic.h` and the heads of the file systems' own sources.
const NETWORK: &[(u32, &str)] = &[
    (0x0000_6969, "nfs"),
    (0x0000_517b, "smb"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb2"),
    (0x6573_5546, "fuse"),
    (0x0102_1997, "9p"),
    (0x00c3_6400, "ceph"),
    (0x5346_414f, "afs"),
    (0x6b41_4653, "kafs"),
    (0x0bd0_0bd0, "lustre"),
    (0x4750_4653, "gpfs"),
    (0x786f_4256, "vboxsf"),
];

/// The name of the file system that an open folder is on, if it is one of those; one that does not tell is none.
pub fn file_system(folder: impl AsFd) -> Option<&'static str> {
    // The magic is 32 bits, in a field that some machines make wider and signed.
    rustix::fs::fstatfs(folder).ok().and_then(|found| name_of(found.f_type as u32))
}

fn name_of(magic: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(known, _)| *known == magic).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_mounts_are_told_from_local_disks() {
        let cases = [
            (0x6969, Some("nfs")),
            (0xff53_4d42, Some("cifs")),
            (0x6573_5546, Some("fuse")),
            (0x517b, Some("smb")),
            (0xfe53_4d42, Some("smb2")),
            (0x0102_1997, Some("9p")),
            (0x00c3_6400, Some("ceph")),
            (0x5346_414f, Some("afs")),
            (0x6b41_4653, Some("kafs")),
            (0x0bd0_0bd0, Some("lustre")),
            (0x4750_4653, Some("gpfs")),
            (0x786f_4256, Some("vboxsf")),
            // ext4, btrfs, xfs, f2fs, zfs.
            (0xef53, None),
            (0x9123_683e, None),
            (0x5846_5342, None),
            (0xf2f5_2010, None),
            (0x2fc1_2fc1, None),
            // tmpfs, overlayfs.
            (0x0102_1994, None),
            (0x794c_7630, None),
        ];
        for (magic, name) in cases {
            assert_eq!(name_of(magic), name, "{magic:#x}");
        }
        assert_eq!(file_system(std::fs::File::open("/proc").unwrap()), None);
    }
}
