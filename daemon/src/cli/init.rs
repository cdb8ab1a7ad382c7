//! `dragoman init`: a folder in which `dragoman run` does something at once.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::Settings;
use crate::cli::run::Run;
use crate::codes::folders::CANNOT_INIT;
use crate::exit::{Exit, Failure};

const CONFIG: &str = r#"inbox   = "inbox"      # drop files here
log     = "events"     # events come out here: tail -F events/current.jsonl
archive = "archive"    # where finished files go
# Everything else has a default; config/dragoman.toml of the source shows them all.
"#;

const SAMPLES: &[(&str, &str)] = &[
    ("harbour-talks.txt", include_str!("samples/harbour-talks.txt")),
    ("fisheries-column.txt", include_str!("samples/fisheries-column.txt")),
    ("energy-summit.txt", include_str!("samples/energy-summit.txt")),
];

#[derive(clap::Args)]
pub(super) struct Init {
    /// The folder to make
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Then empty the inbox into the log, as `run --once` does
    #[arg(long)]
    run: bool,
}

impl Init {
    pub(super) fn run(&self) -> Result<Exit, Failure> {
        let config = self.folder.join("dragoman.toml");
        let made = make(&self.folder, &config).map_err(|error| {
            let doing = format!("cannot write to {}", self.folder.display());
            Failure::io(Exit::CannotCreate, CANNOT_INIT, doing, &error, "name a folder that you may write to")
        })?;
        let mut out = io::stdout().lock();
        let inbox = self.folder.join("inbox");
        let said = if made {
            writeln!(out, "wrote {} and {} sample articles in {}", config.display(), SAMPLES.len(), inbox.display())
        } else {
            writeln!(out, "{} is there already and stays as it is", config.display())
        };
        drop(out);
        if self.run {
            return Run::once().run(&Settings::of_file(&config));
        }
        // A reader that is gone needs no hint.
        let _ = said.and_then(|()| writeln!(io::stdout(), "next: dragoman run -c {}", config.display()));
        Ok(Exit::Fine)
    }
}

/// Makes the folder; `false` when there is a config already, which then stays as it is.
fn make(folder: &Path, config: &Path) -> io::Result<bool> {
    let inbox = folder.join("inbox");
    fs::create_dir_all(&inbox)?;
    match fs::File::create_new(config) {
        Ok(mut file) => file.write_all(CONFIG.as_bytes())?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    }
    for (name, text) in SAMPLES {
        // As everybody should: written under a name that is ignored, then renamed.
        let unfinished = inbox.join(format!("{name}.tmp"));
        fs::write(&unfinished, text)?;
        fs::rename(unfinished, inbox.join(name))?;
    }
    Ok(true)
}
