//! What the kernel tells about this process: its threads, descriptors, memory, mappings, signals.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::memory;

/// How many threads there are.
pub(super) fn threads() -> usize {
    fs::read_dir("/proc/self/task").map_or(1, Iterator::count)
}

/// Open descriptors, by number, and what each of them is.
pub(super) type Descriptors = BTreeMap<String, PathBuf>;

/// Those of this process.
pub(super) fn descriptors() -> Descriptors {
    let Ok(entries) = fs::read_dir("/proc/self/fd") else { return BTreeMap::new() };
    let open = entries.flatten().filter_map(|entry| {
        Some((entry.file_name().to_string_lossy().into_owned(), fs::read_link(entry.path()).ok()?))
    });
    // The folder itself is open while it is read.
    open.filter(|(_, target)| !target.ends_with(format!("{}/fd", std::process::id()))).collect()
}

/// The memory that is in use, in bytes.
pub(super) fn resident_bytes() -> u64 {
    status_kib("VmRSS:") * 1024
}

/// The most memory that was in use at any time, in bytes.
pub(super) fn peak_bytes() -> u64 {
    status_kib("VmHWM:") * 1024
}

fn status_kib(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The processor time of this process. Unlike the time of day it does not grow while others have the processor.
pub(super) fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

/// What happens at each signal: the address of its handler, or one of the constants of sigaction(2).
pub(super) fn signal_actions() -> Vec<usize> {
    let last = libc::SIGRTMAX();
    (1..=last).map(signal_action).collect()
}

fn signal_action(signal: i32) -> usize {
    // SAFETY: all zeroes is a valid value of this struct of integers and function addresses.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: asks only; `action` is there to be written.
    unsafe { libc::sigaction(signal, std::ptr::null(), &raw mut action) };
    action.sa_sigaction
}

/// A stretch of mapped memory.
#[derive(Debug)]
pub(super) struct Mapping {
    pub(super) addresses: Range<usize>,
    pub(super) writable: bool,
    pub(super) executable: bool,
    /// Empty for memory without a file.
    pub(super) file: String,
}

/// The mapping that holds an address.
pub(super) fn mapping_of(address: usize) -> Option<Mapping> {
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().filter_map(parse_mapping).find(|mapping| mapping.addresses.contains(&address))
}

/// Reads `7f12a000-7f12b000 r-xp 00001000 08:01 42    /usr/lib/libx.so`.
fn parse_mapping(line: &str) -> Option<Mapping> {
    let (addresses, rest) = line.split_once(' ')?;
    let (start, end) = addresses.split_once('-')?;
    let address = |hex| usize::from_str_radix(hex, 16).ok();
    let rights = rest.as_bytes().first_chunk::<4>()?;
    let mut fields = rest.splitn(5, ' ');
    let file = fields.nth(4).unwrap_or_default().trim_start().to_owned();
    Some(Mapping {
        addresses: address(start)?..address(end)?,
        writable: rights[1] == b'w',
        executable: rights[2] == b'x',
        file,
    })
}

/// Runs `run` with both output streams going into memory, and returns what was printed meanwhile.
///
/// # Errors
/// When the streams cannot be redirected.
pub(super) fn capture<T>(run: impl FnOnce() -> T) -> io::Result<(T, String)> {
    let mut printed = memory::create("printed")?;
    let kept: [OwnedFd; 2] = [rustix::io::dup(io::stdout())?, rustix::io::dup(io::stderr())?];
    rustix::stdio::dup2_stdout(&printed)?;
    rustix::stdio::dup2_stderr(&printed)?;
    let result = run();
    // SAFETY: null means all streams of the C library; the plugin's lie in its buffers until then.
    unsafe { libc::fflush(std::ptr::null_mut()) };
    rustix::stdio::dup2_stdout(&kept[0])?;
    rustix::stdio::dup2_stderr(&kept[1])?;
    let mut text = Vec::new();
    printed.seek(SeekFrom::Start(0))?;
    printed.read_to_end(&mut text)?;
    Ok((result, String::from_utf8_lossy(&text).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_maps_is_read_with_and_without_a_file() {
        let mapping = parse_mapping("7f00-7f10 r-xp 00001000 08:01 42                 /usr/lib/lib x.so").unwrap();
        assert_eq!((mapping.addresses, mapping.file.as_str()), (0x7f00..0x7f10, "/usr/lib/lib x.so"));
        assert!(mapping.executable && !mapping.writable);
        let mapping = parse_mapping("7f00-7f10 rw-p 00000000 00:00 0 ").unwrap();
        assert!(mapping.writable && mapping.file.is_empty());
        assert!(parse_mapping("nonsense").is_none());
    }

    #[test]
    fn the_process_knows_itself() {
        static CONSTANT: u8 = 1;
        let mapping = mapping_of(&raw const CONSTANT as usize).unwrap();
        assert!(!mapping.writable, "{mapping:?}");
        assert!(threads() >= 1 && resident_bytes() > 0 && peak_bytes() > 0);
        let held = fs::File::open("/proc/self/status").unwrap();
        assert!(descriptors().values().any(|target| target.ends_with("status")));
        drop(held);
        assert_eq!(signal_actions().len(), libc::SIGRTMAX() as usize);
    }
}
