//! `dragoman log tail`: lines from a place on, across segments and restarts of the daemon.

use std::io::{self, Write};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::cli::Settings;
use crate::cli::log::{POLL, Place, unreadable};
use crate::codes::folders::{CANNOT_PRINT, LINES_GONE};
use crate::exit::{Exit, Failure};
use crate::log::cursor::{Cursor, CursorError, Unit};
use crate::log::error::ReadError;
use crate::log::line::full_type;
use crate::log::read::{Envelope, LogFolder};

#[derive(clap::Args)]
pub(super) struct Tail {
    #[command(flatten)]
    place: Place,
    /// Begin with the line of this sequence number
    #[arg(long, value_name = "SEQ", conflicts_with = "lines")]
    from: Option<u64>,
    /// Begin this many lines before the end
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    lines: u64,
    /// Go on with what is written later
    #[arg(short, long)]
    follow: bool,
    /// Print only lines of these types: `article`, `com.example.words.v1`
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// Print no document before it is whole, and none in part
    #[arg(long)]
    documents: bool,
}

impl Tail {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let folder = self.place.folder(settings)?;
        let from = self.first_line(&folder)?;
        let unit = if self.documents { Unit::Document } else { Unit::Line };
        let types: Vec<String> = self.types.iter().map(|kind| full_type(kind)).collect();
        let mut wanted = |line: &Envelope<'_>| types.is_empty() || types.iter().any(|kind| kind == line.kind);

        let mut cursor = Cursor::new(folder.clone(), from, unit).map_err(|error| unreadable(folder.path(), &error))?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        loop {
            let read = cursor.read(&mut wanted, &mut out);
            let flushed = out.flush().map_err(CursorError::Output);
            match read.and(flushed) {
                Ok(()) if self.follow && pause() => {}
                Ok(()) => return Ok(Exit::Fine),
                Err(CursorError::Log(error)) => return Err(unreadable(folder.path(), &error)),
                // A reader that is gone has seen enough.
                Err(CursorError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Fine),
                Err(CursorError::Output(error)) => return Err(cannot_print(&error)),
            }
        }
    }

    /// The number of the first line that is asked for.
    fn first_line(&self, folder: &LogFolder) -> Result<u64, Failure> {
        let failed = |error: ReadError| unreadable(folder.path(), &error);
        let oldest = folder.first_sequence().map_err(failed)?;
        let Some(from) = self.from else {
            let next = folder.next_sequence().map_err(failed)?;
            return Ok(next.saturating_sub(self.lines).max(oldest));
        };
        // There is no line 0; whoever asks for it wants all of them.
        if from.max(1) < oldest {
            let place = folder.path().display();
            return Err(Failure::new(
                Exit::Found,
                format_args!(
                    "error[{LINES_GONE}]: the log in {place} begins with sequence {oldest}, and lines from {from} on were asked for\n  fix:   take the older lines from a copy of their segments, or ask --from {oldest}"
                ),
            ));
        }
        Ok(from.max(1))
    }
}

/// Waits until it is time to look again; `false` when nobody reads standard output any more.
fn pause() -> bool {
    let out = io::stdout();
    let timeout = Timespec { tv_sec: 0, tv_nsec: i64::from(POLL.subsec_nanos()) };
    match poll(&mut [PollFd::new(&out, PollFlags::empty())], Some(&timeout)) {
        Ok(gone) => gone == 0,
        Err(error) => error == Errno::INTR,
    }
}

fn cannot_print(error: &io::Error) -> Failure {
    let fix = "see that there is room; go on --from the line behind the last that was printed";
    Failure::io(Exit::Io, CANNOT_PRINT, "cannot write to standard output", error, fix)
}
