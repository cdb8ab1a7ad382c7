//! An extractor that tries to get out of its worker, one way after the other, and tells in one
//! `com.example.escape.v1` event what came of each: `done`, or the name of the error.
#![allow(unsafe_code)] // System calls that no safe wrapper offers, or not without looking first.

use std::ffi::CString;
use std::fs;
use std::io;
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::ptr::null;

use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
use serde_json::{Map, Value};

/// The config of [`Escape`].
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A file that others own: it is read, written to, and removed.
    treasure: String,
    /// A folder that everybody may write to.
    open_folder: String,
    /// A socket that listens.
    socket: String,
    /// A file that the config allows to be read.
    #[serde(default)]
    allowed: Option<String>,
}

/// Tries everything over every document.
pub struct Escape(Config);

impl Extractor for Escape {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &["com.example.escape.v1"];

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Escape(config))
    }

    fn extract(&mut self, _document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let mut attempts = Map::new();
        for (name, result) in files(&self.0).into_iter().chain(network(&self.0)).chain(processes()) {
            attempts.insert(name.to_owned(), told(result));
        }
        if let Some(allowed) = &self.0.allowed {
            attempts.insert("read what is allowed".to_owned(), told(fs::read(allowed).map(drop)));
        }
        out.emit("com.example.escape.v1", &Value::Object(attempts))?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Escape);

type Attempt = (&'static str, io::Result<()>);

fn told(result: io::Result<()>) -> Value {
    match result {
        Ok(()) => "done".into(),
        Err(error) => match error.raw_os_error() {
            Some(libc::EPERM) => "EPERM".into(),
            Some(libc::EACCES) => "EACCES".into(),
            _ => error.to_string().into(),
        },
    }
}

fn files(config: &Config) -> Vec<Attempt> {
    let made = format!("{}/made", config.open_folder);
    let treasure = CString::new(config.treasure.as_str()).unwrap_or_default();
    let (here, path) = (libc::AT_FDCWD.into(), treasure.as_ptr() as i64);
    vec![
        ("read a file", fs::read(&config.treasure).map(drop)),
        ("read the list of users", fs::read("/etc/passwd").map(drop)),
        ("list the root", fs::read_dir("/").map(drop)),
        ("list the processes", fs::read_dir("/proc").map(drop)),
        ("append to a file", fs::OpenOptions::new().append(true).open(&config.treasure).map(drop)),
        ("truncate a file", fs::OpenOptions::new().write(true).truncate(true).open(&config.treasure).map(drop)),
        ("make a file", fs::write(&made, "x")),
        ("make a folder", fs::create_dir(&made)),
        ("make a link", std::os::unix::fs::symlink("/", &made)),
        ("rename a file", fs::rename(&config.treasure, &made)),
        ("remove a file", fs::remove_file(&config.treasure)),
        ("cut a file", call(libc::SYS_truncate, [path, 0, 0, 0])),
        ("change who may use a file", call(libc::SYS_fchmodat, [here, path, 0o600, 0])),
        ("give a file away", call(libc::SYS_fchownat, [here, path, -1, -1])),
        ("date a file", call(libc::SYS_utimensat, [here, path, 0, 0])),
        ("note something about a file", call(libc::SYS_removexattr, [path, c"user.x".as_ptr() as i64, 0, 0])),
        ("watch files", call(libc::SYS_inotify_init1, [0, 0, 0, 0])),
    ]
}

fn network(config: &Config) -> Vec<Attempt> {
    vec![
        ("connect to a port", TcpStream::connect("127.0.0.1:9").map(drop)),
        ("bind a port", UdpSocket::bind("127.0.0.1:0").map(drop)),
        ("connect to a socket", UnixStream::connect(&config.socket).map(drop)),
        ("make a pair of sockets", UnixStream::pair().map(drop)),
    ]
}

fn processes() -> Vec<Attempt> {
    let own = std::process::id().cast_signed();
    // SAFETY: asks for a number.
    let parent = unsafe { libc::getppid() };
    vec![
        ("start a program", Command::new("/bin/true").status().map(drop)),
        ("fork", fork()),
        // One that does not exist, for when it is let through.
        ("become a program", call(libc::SYS_execve, [c"/nowhere/true".as_ptr() as i64, 0, 0, 0])),
        ("signal the parent", call(libc::SYS_kill, [parent.into(), 0, 0, 0])),
        ("signal a thread of the parent", call(libc::SYS_tgkill, [parent.into(), parent.into(), 0, 0])),
        // An address makes it invalid, for when it is let through.
        ("trace the parent", call(libc::SYS_ptrace, [libc::PTRACE_SEIZE.into(), parent.into(), 1, 0])),
        ("open the parent", call(libc::SYS_pidfd_open, [parent.into(), 0, 0, 0])),
        ("read the parent", call(libc::SYS_process_vm_readv, [parent.into(), 0, 0, 0])),
        ("limit the parent", call(libc::SYS_prlimit64, [parent.into(), libc::RLIMIT_NOFILE.into(), 0, 0])),
        ("slow the parent down", call(libc::SYS_setpriority, [libc::PRIO_PROCESS.into(), parent.into(), 19, 0])),
        // To the parent of a descriptor that does not exist, for when it is let through.
        ("have the kernel signal", call(libc::SYS_fcntl, [-1, libc::F_SETOWN.into(), parent.into(), 0])),
        ("outlive the parent", call(libc::SYS_prctl, [libc::PR_SET_PDEATHSIG.into(), libc::SIGKILL.into(), 0, 0])),
        ("leave memory behind", call(libc::SYS_shmget, [-1, 0, 0, 0])),
        ("leave letters behind", call(libc::SYS_msgget, [-1, 0, 0, 0])),
        ("make a user namespace", call(libc::SYS_unshare, [libc::CLONE_NEWUSER.into(), 0, 0, 0])),
        ("make a ring", call(libc::SYS_io_uring_setup, [1, null::<u8>() as i64, 0, 0])),
        ("load a filter", call(libc::SYS_bpf, [0, null::<u8>() as i64, 0, 0])),
        ("become root", call(libc::SYS_setuid, [0, 0, 0, 0])),
        // These are an extractor's right.
        ("start a thread", std::thread::Builder::new().spawn(|| ()).map(drop)),
        ("signal itself", call(libc::SYS_tgkill, [own.into(), own.into(), 0, 0])),
    ]
}

fn call(number: libc::c_long, [a, b, c, d]: [i64; 4]) -> io::Result<()> {
    // SAFETY: each of the calls above does no harm to this process when it is let through: none is given memory.
    let result = unsafe { libc::syscall(number, a, b, c, d) };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn fork() -> io::Result<()> {
    // SAFETY: the child only ends.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // SAFETY: ends the child at once.
        unsafe { libc::_exit(0) };
    }
    if child < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
