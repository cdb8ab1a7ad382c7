//! Memory files: bytes without a name on any disk, handed to workers as descriptors.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;

use rustix::fs::{MemfdFlags, SealFlags, SeekFrom};

/// Makes an empty memory file that can be sealed; the name is for people who look at the process.
///
/// # Errors
/// When the kernel has no memory or no descriptor left.
pub fn create(name: &str) -> io::Result<File> {
    Ok(rustix::fs::memfd_create(name, MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?.into())
}

/// Seals a memory file: nobody can change it any more, whoever has it open. Its offset is at the start.
///
/// # Errors
/// When the file is none that can be sealed.
pub fn seal(file: File) -> io::Result<OwnedFd> {
    let file = OwnedFd::from(file);
    rustix::fs::seek(&file, SeekFrom::Start(0))?;
    rustix::fs::fcntl_add_seals(&file, SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE)?;
    Ok(file)
}

/// Puts bytes into a sealed memory file.
///
/// # Errors
/// As [`create`].
pub fn sealed(name: &str, bytes: &[u8]) -> io::Result<OwnedFd> {
    let mut file = create(name)?;
    file.write_all(bytes)?;
    seal(file)
}
