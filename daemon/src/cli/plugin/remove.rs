//! `dragoman plugin remove`: an extractor out of the chain, and its library out of the folder of plugins when nobody else
//! needs it.

use std::fs;

use crate::cli::Settings;
use crate::cli::plugin::change::{cannot_change, config, try_out};
use crate::codes::authoring::NOT_IN_CHAIN;
use crate::exit::{Exit, Failure};
use crate::plugin::find::Shelf;

#[derive(clap::Args)]
pub(super) struct Remove {
    /// Its name in the chain
    name: String,
    /// Leave its library where it is
    #[arg(long)]
    keep_file: bool,
}

impl Remove {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let (config, mut edit) = config(settings)?;
        let extractors = &config.chain.extractors;
        let Some(removed) = extractors.iter().find(|known| known.name == self.name) else {
            let names: Vec<&str> = extractors.iter().map(|known| known.name.as_str()).collect();
            let text = format!(
                "error[{NOT_IN_CHAIN}]: no extractor {:?} in the chain\n  found:    {}",
                self.name,
                names.join(", ")
            );
            return Err(Failure::new(Exit::Usage, text));
        };
        let own = edit.remove(&self.name);
        let told = try_out(settings, &config, &edit, None)?;
        println!("removed {} ({})", self.name, removed.plugin);
        if !own.is_empty() {
            println!("its settings were:\n{}", own.trim_end());
        }
        let needed = extractors.iter().any(|known| known.plugin == removed.plugin && known.name != self.name);
        if !needed && !self.keep_file {
            let shelf = Shelf::open(&config.chain.path).ok();
            let library = shelf.as_ref().and_then(|shelf| Some(shelf.get(&removed.plugin).ok()?.path.clone()));
            // Those that came with the program stay with it.
            if let Some(path) = library.filter(|path| config.chain.path.iter().any(|folder| path.starts_with(folder))) {
                fs::remove_file(&path).map_err(|error| cannot_change(&path, &error))?;
                println!("removed {}", path.display());
            }
        }
        println!("{told}");
        Ok(Exit::Fine)
    }
}
