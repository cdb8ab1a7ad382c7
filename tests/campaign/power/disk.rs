//! Disks in files: mounted as they are, or by way of QEMU's storage daemon, which notes every write.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::power::image::{DISK_BYTES, Image};
use crate::power::writes::Writes;
use crate::support::until;

/// Where the files are that disks are made of, in memory if that is to be had, and where disks are mounted.
pub(crate) struct Workshop {
    files: TempDir,
    place: PathBuf,
    options: String,
}

impl Workshop {
    /// Disks are mounted here, with options of the file system.
    pub(crate) fn new(place: PathBuf, options: &str) -> Workshop {
        let files = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Workshop { files, place, options: options.to_owned() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// A disk with a file system whose blocks are so large, and what is put there.
    pub(crate) fn make(&self, block: usize, fill: impl FnOnce()) -> Result<Image, String> {
        let path = self.file("new");
        File::create(&path).and_then(|file| file.set_len(DISK_BYTES)).map_err(|error| error.to_string())?;
        let mut format = Command::new("mkfs.ext4");
        format.args(["-q", "-F", "-b", &block.to_string(), "-N", "2048", "-J", &format!("size={}", block / 1024)]);
        execute(format.args(["-E", "lazy_itable_init=0,lazy_journal_init=0"]).arg(&path))?;
        let mounted = self.mount_file(&path)?;
        fill();
        drop(mounted);
        Image::read(&path).map_err(|error| error.to_string())
    }

    /// Mounts a disk.
    pub(crate) fn mount(&self, image: &Image) -> Mounted {
        let path = self.file("cut");
        image.store(&path).unwrap();
        let mut mounted = self.mount_file(&path).unwrap();
        mounted.image = Some(image.clone());
        mounted
    }

    fn mount_file(&self, path: &Path) -> Result<Mounted, String> {
        let options = format!("loop,noatime{}", self.options);
        execute(Command::new("mount").args(["-t", "ext4", "-o", &options]).args([path, &self.place]))?;
        Ok(Mounted { place: self.place.clone(), image: None })
    }

    /// Mounts a disk whose writes are noted from now on.
    pub(crate) fn record(&self, base: &Image) -> Result<Recorder, String> {
        let [image, log, export] = ["image", "log", "export"].map(|name| self.file(name));
        base.store(&image).map_err(|error| error.to_string())?;
        for path in [&log, &export] {
            File::create(path).map_err(|error| error.to_string())?;
        }
        let file =
            |node, path: &Path| format!("driver=file,node-name={node},filename={},cache.no-flush=on", path.display());
        let (image, node) = (file("image", &image), "driver=blklogwrites,node-name=noted,file=image,log=log");
        let words = format!("type=fuse,id=disk,node-name=noted,mountpoint={},writable=on", export.display());
        let mut command = Command::new("qemu-storage-daemon");
        command.args(["--blockdev", &image, "--blockdev", &file("log", &log), "--blockdev", node, "--export", &words]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let daemon = command.spawn().map_err(|error| format!("qemu-storage-daemon: {error}"))?;
        let mut recorder = Recorder { base: base.clone(), mounted: None, daemon, export, log };
        // It is empty until the daemon lies in its place.
        let is_there = |path: &Path| fs::metadata(path).is_ok_and(|found| found.len() == DISK_BYTES);
        let ended = |daemon: &mut Child| daemon.try_wait().is_ok_and(|status| status.is_some());
        until(|| (ended(&mut recorder.daemon) || is_there(&recorder.export)).then_some(()));
        if !is_there(&recorder.export) {
            return Err("qemu-storage-daemon cannot export a disk by /dev/fuse".to_owned());
        }
        recorder.mounted = Some(self.mount_file(&recorder.export)?);
        Ok(recorder)
    }
}

/// A disk in its place; taken away when it is dropped.
pub(crate) struct Mounted {
    place: PathBuf,
    /// What was on it at first.
    image: Option<Image>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // What was found wrong is to be looked at, and what it came from.
            let kept = self.place.with_extension("kept");
            let _ = Command::new("cp").args(["-a", "-T"]).args([&self.place, &kept]).status();
            let _ = self.image.as_ref().map(|image| image.store(&kept.with_extension("img")));
        }
        // Somebody who has just ended may be in it still.
        let umount = || execute(Command::new("umount").arg(&self.place));
        if until(|| umount().ok()).is_none() {
            let _ = execute(Command::new("umount").arg("-l").arg(&self.place));
        }
    }
}

/// A disk in its place whose writes are noted.
pub(crate) struct Recorder {
    base: Image,
    mounted: Option<Mounted>,
    daemon: Child,
    export: PathBuf,
    log: PathBuf,
}

impl Recorder {
    /// Where the writes are noted; what was answered is in it.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    /// Takes the disk away and returns what was written to it until now.
    pub(crate) fn finish(self) -> Writes {
        let (base, log) = (self.base.clone(), self.log.clone());
        let end = fs::metadata(&log).unwrap().len();
        drop(self);
        Writes::read(base, &log, end)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.mounted = None;
        // It takes its export away; both fail only when it has ended already.
        let _ = kill_process(Pid::from_child(&self.daemon), Signal::TERM);
        if until(|| self.daemon.try_wait().ok().flatten()).is_none() {
            let _ = self.daemon.kill();
            let _ = self.daemon.wait();
            let _ = execute(Command::new("umount").arg("-l").arg(&self.export));
        }
    }
}

/// Runs a command to its end; what it says is the error.
fn execute(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{program}: {error}"))?;
    output
        .status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{program}: {}", String::from_utf8_lossy(&output.stderr)))
}
