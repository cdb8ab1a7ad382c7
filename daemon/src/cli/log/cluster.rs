//! `dragoman log cluster`: which interactions speak of one happening, as records in a log of their own.

use std::io::Write;
use std::path::PathBuf;
use std::thread;

use crate::cli::Settings;
use crate::cli::log::{POLL, Place, unreadable};
use crate::cli::table::grouped;
use crate::cluster::log::{ClusterError, ClusterLog, Told};
use crate::codes::folders::CLUSTERS_OF_OTHER_LOG;
use crate::config::Output;
use crate::exit::{Exit, Failure};
use crate::log::read::LogFolder;

#[derive(clap::Args)]
pub(super) struct Cluster {
    #[command(flatten)]
    place: Place,
    /// The folder of the cluster log; a later run goes on where this one ends
    #[arg(long, value_name = "FOLDER")]
    into: PathBuf,
    /// Go on with what is written later, until stopped
    #[arg(short, long)]
    follow: bool,
    /// Print one JSON object
    #[arg(long, conflicts_with = "follow")]
    json: bool,
}

impl Cluster {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let events = self.place.folder(settings)?;
        let failed = |error| unreadable(events.path(), &error);
        let source = events.source().map_err(failed)?;
        let name = source.rsplit(':').next().unwrap_or_default();
        let mut clusters = ClusterLog::open(&self.into, name, &Output::default())?;
        self.go_on(&events, &clusters)?;
        let mut cursor = clusters.cursor(&events).map_err(failed)?;
        loop {
            clusters.read(&mut cursor).map_err(|error| match error {
                ClusterError::Events(error) => unreadable(events.path(), &error),
                ClusterError::Failed(failure) => failure,
            })?;
            if !self.follow {
                break;
            }
            thread::sleep(POLL);
        }
        let told = clusters.finish()?;
        let text = if self.json {
            format!("{}\n", serde_json::to_string(&told).map_err(|error| Failure::new(Exit::Internal, error))?)
        } else {
            self.words(told)
        };
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(Exit::Fine)
    }

    /// Looks whether the events go on where the clusters end.
    fn go_on(&self, events: &LogFolder, clusters: &ClusterLog) -> Result<(), Failure> {
        let failed = |error| unreadable(events.path(), &error);
        let (oldest, end) = (events.first_sequence().map_err(failed)?, events.next_sequence().map_err(failed)?);
        let next = clusters.next();
        if next > end {
            return Err(Failure::new(
                Exit::Config,
                format_args!(
                    "error[{CLUSTERS_OF_OTHER_LOG}]: the clusters in {} go up to line {} of the log, and the log in {} ends with line {}\n  fix:   name another folder after --into",
                    self.into.display(),
                    next - 1,
                    events.path().display(),
                    end - 1
                ),
            ));
        }
        if next > 0 && next < oldest {
            eprintln!(
                "dragoman: lines {next} to {} are not in the log any more; going on with line {oldest}",
                oldest - 1
            );
        }
        Ok(())
    }

    fn words(&self, told: Told) -> String {
        let [read, new, all] = [told.interactions, told.clustered, told.clusters].map(grouped);
        format!(
            "{read} interactions read, {new} of them put into clusters; {all} clusters in {}\n",
            self.into.display()
        )
    }
}
