//! `dragoman plugin add`: a library into the folder of plugins and its extractor into the chain, tried before it counts.

use std::fs;
use std::path::PathBuf;

use crate::cli::Settings;
use crate::cli::plugin::change::{Library, cannot_change, config, try_out};
use crate::codes::authoring::NOT_IN_CHAIN;
use crate::config::Edit;
use crate::exit::{Exit, Failure};
use crate::plugin::inspect::inspect;

#[derive(clap::Args)]
pub(super) struct Add {
    /// The library
    file: PathBuf,
    /// Its name in the chain [default: the plugin's id]
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// The extractor before which it runs [default: it runs last]
    #[arg(long, value_name = "NAME")]
    before: Option<String>,
    /// Let it start programs: writes grant = ["exec"] into its table
    #[arg(long)]
    grant_exec: bool,
}

impl Add {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let manifest = inspect(&self.file).map_err(|rejection| Failure::new(Exit::Found, rejection))?.manifest;
        let (config, mut edit) = config(settings)?;
        let name = self.name.as_deref().unwrap_or(&manifest.id);
        let known = edit.order().iter().any(|known| known == name);
        if !known {
            edit.insert(self.place(&edit)?, name);
        }
        if name != manifest.id {
            edit.set(name, "use", manifest.id.as_str());
        }
        if self.grant_exec {
            edit.set(name, "grant", ["exec"].into_iter().collect::<toml_edit::Array>());
        }
        let folder = config.chain.path.first().cloned().unwrap_or_else(|| config.folder.join("plugins"));
        let path = folder.join(format!("lib{}.so", manifest.id.replace('-', "_")));
        let library = Library::at(path.clone()).map_err(|error| cannot_change(&path, &error))?;
        let bytes = fs::read(&self.file).map_err(|error| cannot_change(&self.file, &error))?;
        library.install(&bytes).map_err(|error| cannot_change(&path, &error))?;
        let told = try_out(settings, &config, &edit, Some(&library))?;
        let what = if known { "replaced" } else { "added" };
        println!("{what} {name} ({}@{}) in {}", manifest.id, manifest.version, path.display());
        println!("{told}");
        Ok(Exit::Fine)
    }

    fn place(&self, edit: &Edit) -> Result<usize, Failure> {
        let order = edit.order();
        let Some(before) = &self.before else { return Ok(order.len()) };
        order.iter().position(|known| known == before).ok_or_else(|| {
            let text = format!(
                "error[{NOT_IN_CHAIN}]: no extractor {before:?} in the chain\n  found:    {}",
                order.join(", ")
            );
            Failure::new(Exit::Usage, text)
        })
    }
}
