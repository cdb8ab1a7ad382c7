//! A page that a worker shares with the daemon: what it is doing right now.
//!
//! The worker writes it with a few stores before and after each step; the daemon looks at it ten times a second
//! while a document is being read, and when the worker has died. It names the extractor that was running.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::fs::MemfdFlags;
use rustix::mm::{MapFlags, ProtFlags, mmap};
use rustix::time::{ClockId, clock_gettime};

const PAGE_BYTES: usize = 4096;

/// What a worker was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for a document, or between two steps.
    Idle,
    /// The reader.
    Reading,
    /// `create` of the extractor.
    Creating,
    /// `extract` of the extractor.
    Extracting,
    /// `tick` of the extractor, between documents.
    Ticking,
}

impl Phase {
    fn from_number(number: u64) -> Phase {
        match number {
            1 => Phase::Reading,
            2 => Phase::Creating,
            3 => Phase::Extracting,
            4 => Phase::Ticking,
            _ => Phase::Idle,
        }
    }
}

/// One look at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it was doing.
    pub phase: Phase,
    /// The daemon's name for the file.
    pub sequence: u64,
    /// The extractor's place in the chain.
    pub extractor: u64,
    /// When the step began, on the machine's monotonic clock.
    pub step_began: Duration,
    /// When the document would have begun, had nothing come between its steps.
    pub document_began: Duration,
    /// How many documents were on their way together.
    pub group: u64,
}

/// The words of the page.
#[repr(C)]
struct Page {
    phase: AtomicU64,
    sequence: AtomicU64,
    extractor: AtomicU64,
    step_began: AtomicU64,
    document_began: AtomicU64,
    group: AtomicU64,
}

/// Makes the memory behind a page; both sides hold it.
///
/// # Errors
/// When the kernel has no memory or no descriptor left.
pub fn create() -> io::Result<OwnedFd> {
    let fd = rustix::fs::memfd_create("breadcrumb", MemfdFlags::CLOEXEC)?;
    rustix::fs::ftruncate(&fd, PAGE_BYTES as u64)?;
    Ok(fd)
}

/// Reads the page; what an untrusted worker wrote, so only good for a message and a decision to kill it.
///
/// # Errors
/// When the read fails.
pub fn read(page: &OwnedFd) -> io::Result<Crumb> {
    let mut bytes = [0; size_of::<Page>()];
    rustix::io::pread(page, &mut bytes, 0)?;
    let word = |index: usize| bytes[index * 8..].first_chunk().map_or(0, |word| u64::from_ne_bytes(*word));
    Ok(Crumb {
        phase: Phase::from_number(word(0)),
        sequence: word(1),
        extractor: word(2),
        step_began: Duration::from_nanos(word(3)),
        document_began: Duration::from_nanos(word(4)),
        group: word(5),
    })
}

/// The machine's monotonic clock, the same in all processes.
pub fn now() -> Duration {
    let time = clock_gettime(ClockId::Monotonic);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec as u32)
}

/// The worker's end of the page.
pub struct Trail {
    page: &'static Page,
}

impl Trail {
    /// Maps the page for the life of the process.
    ///
    /// # Errors
    /// When it cannot be mapped, or is too short.
    pub fn open(page: &OwnedFd) -> io::Result<Trail> {
        if rustix::fs::fstat(page)?.st_size < PAGE_BYTES as i64 {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the breadcrumb page is too short"));
        }
        let (protection, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::SHARED);
        // SAFETY: a new mapping, placed by the kernel, of a file that was just seen to be long enough.
        let address = unsafe { mmap(std::ptr::null_mut(), PAGE_BYTES, protection, flags, page, 0) }?;
        // SAFETY: the mapping is never unmapped, page-aligned, longer than `Page`, and read and written atomically.
        Ok(Trail { page: unsafe { &*address.cast::<Page>() } })
    }

    /// Notes which file the next steps are about, and what was spent on the document of it before.
    pub fn turn_to(&self, sequence: u64, spent: Duration) {
        self.page.sequence.store(sequence, Ordering::Release);
        self.page.document_began.store(now().saturating_sub(spent).as_nanos() as u64, Ordering::Release);
    }

    /// Notes how many documents are on their way together.
    pub fn group(&self, documents: usize) {
        self.page.group.store(documents as u64, Ordering::Release);
    }

    /// Notes that the reader begins.
    pub fn reading(&self) {
        self.step(1, 0);
    }

    /// Notes that an extractor is being created.
    pub fn creating(&self, extractor: usize) {
        self.step(2, extractor);
    }

    /// Notes that an extractor begins with the document.
    pub fn extracting(&self, extractor: usize) {
        self.step(3, extractor);
    }

    /// Notes that an extractor looks after itself.
    pub fn ticking(&self, extractor: usize) {
        self.step(4, extractor);
    }

    fn step(&self, phase: u64, extractor: usize) {
        self.page.extractor.store(extractor as u64, Ordering::Release);
        self.page.step_began.store(now().as_nanos() as u64, Ordering::Release);
        self.page.phase.store(phase, Ordering::Release);
    }

    /// Notes that nothing runs.
    pub fn idle(&self) {
        self.page.phase.store(0, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_daemon_reads_what_the_worker_noted() {
        let page = create().unwrap();
        assert_eq!(read(&page).unwrap().phase, Phase::Idle);
        let trail = Trail::open(&page).unwrap();
        let before = now();
        trail.group(3);
        trail.turn_to(7, Duration::from_nanos(1));
        trail.extracting(2);
        let crumb = read(&page).unwrap();
        assert_eq!((crumb.phase, crumb.sequence, crumb.extractor, crumb.group), (Phase::Extracting, 7, 2, 3));
        assert!(
            crumb.document_began >= before - Duration::from_nanos(1)
                && crumb.step_began > crumb.document_began
                && now() >= crumb.step_began
        );
        trail.idle();
        assert_eq!(read(&page).unwrap().phase, Phase::Idle);
    }
}
