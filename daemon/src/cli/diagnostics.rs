//! Diagnostics on standard error: `RUST_LOG` if it is set, else the config's level.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{Diagnostics, Format};
use crate::exit::{Exit, Failure};

/// Starts diagnostics.
///
/// # Errors
/// When `RUST_LOG` or `diagnostics.level` is no filter; exit code 78.
pub(super) fn start(settings: &Diagnostics) -> Result<(), Failure> {
    let directives = std::env::var("RUST_LOG").ok().filter(|value| !value.is_empty());
    let (source, directives) = match &directives {
        Some(value) => ("RUST_LOG", value),
        None => ("diagnostics.level", &settings.level),
    };
    let filter = EnvFilter::try_new(directives).map_err(|error| {
        let text = format!(
            "error[D0124]: {source} = {directives:?} is no level: {error}\n  fix:   write error, warn, info, debug or trace"
        );
        Failure::new(Exit::Config, text)
    })?;
    let terminal = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(terminal && std::env::var_os("NO_COLOR").is_none());
    // Both fail only when diagnostics run already.
    let _ = match settings.format {
        Format::Json => builder.json().flatten_event(true).try_init(),
        Format::Text | Format::Auto => builder.try_init(),
    };
    Ok(())
}
