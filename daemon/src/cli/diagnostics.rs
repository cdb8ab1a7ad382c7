//! Diagnostics on standard error: `-q` or `-v`, else `RUST_LOG` if it is set, else the config's level.

use std::fmt::{self, Debug};
use std::io::IsTerminal;

use tracing::field::Field;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::format::{Writer, debug_fn};

use crate::cli::Settings;
use crate::cli::printable::printable_lines;
use crate::config::{Code, Diagnostics, Format};
use crate::exit::{Exit, Failure};

/// Starts diagnostics.
///
/// # Errors
/// When `RUST_LOG` or `diagnostics.level` is no filter; exit code 78.
pub(super) fn start(settings: &Settings, config: &Diagnostics) -> Result<(), Failure> {
    let variable = std::env::var("RUST_LOG").ok().filter(|value| !value.is_empty());
    let (source, directives) = match (settings.level(), &variable) {
        (Some(level), _) => ("the level", level),
        (None, Some(value)) => ("RUST_LOG", value.as_str()),
        (None, None) => ("diagnostics.level", config.level.as_str()),
    };
    let filter = EnvFilter::try_new(directives).map_err(|error| {
        let text = format!(
            "error[{code}]: {source} = {directives:?} is no level: {error}\n  fix:   write error, warn, info, debug or trace",
            code = Code::BadLevel
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
    let _ = match config.format {
        Format::Json => builder.json().flatten_event(true).try_init(),
        Format::Text | Format::Auto => builder.fmt_fields(debug_fn(write_field).delimited(" ")).try_init(),
    };
    Ok(())
}

fn write_field(writer: &mut Writer<'_>, field: &Field, value: &dyn Debug) -> fmt::Result {
    match (field.name(), writer.has_ansi_escapes()) {
        ("message", _) => {}
        (name, true) => write!(writer, "\x1b[3m{name}\x1b[0m\x1b[2m=\x1b[0m")?,
        (name, false) => write!(writer, "{name}=")?,
    }
    writer.write_str(&printable_lines(&format!("{value:?}")))
}
