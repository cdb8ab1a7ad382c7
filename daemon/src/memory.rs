//! Memory files: bytes without a name on any disk, handed to workers as descriptors.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;

use rustix::fs::{MemfdFlags, SealFlags, SeekFrom};
use rustix::io::Errno;

/// How often a file is tried to be sealed whose memory the kernel still has in hand; it waits a sixth of a second each time.
const SEAL_TRIES: usize = 20;

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
/// When the file is none that can be sealed, or somebody writes to it all the time.
pub fn seal(file: File) -> io::Result<OwnedFd> {
    let file = OwnedFd::from(file);
    rustix::fs::seek(&file, SeekFrom::Start(0))?;
    let seals = SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE;
    // On a busy machine, pages that were written a moment ago may still be on their way through the kernel.
    let mut tries = (0..SEAL_TRIES).map(|_| rustix::fs::fcntl_add_seals(&file, seals));
    tries.find(|sealed| *sealed != Err(Errno::BUSY)).unwrap_or(Err(Errno::BUSY))?;
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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use rustix::pipe::{SpliceFlags, pipe, splice};

    use super::*;

    #[test]
    fn a_page_that_the_kernel_has_in_hand_is_waited_for() {
        let mut file = create("page").unwrap();
        file.write_all(&[b'x'; 4096]).unwrap();
        let (taken, given) = pipe().unwrap();
        // The pipe now holds the page itself, not a copy.
        assert_eq!(splice(&file, Some(&mut 0), &given, None, 4096, SpliceFlags::empty()), Ok(4096));
        assert_eq!(rustix::fs::fcntl_add_seals(&file, SealFlags::WRITE), Err(Errno::BUSY));
        std::thread::scope(|scope| {
            scope.spawn(move || File::from(taken).read_exact(&mut [0; 4096]).unwrap());
            let mut page = Vec::new();
            File::from(seal(file).unwrap()).read_to_end(&mut page).unwrap();
            assert_eq!(page, [b'x'; 4096]);
        });
    }
}
