//! The whole life: arguments, then the command, then the exit code.

use std::process::ExitCode;

use dragoman::plugin::conformance::child;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    // The daemon starts its workers with exactly this word; they take no settings and read no config.
    if arguments.get(1).is_some_and(|word| word == "worker") && arguments.len() == 2 {
        return dragoman::worker::process::run();
    }
    // A plugin under test runs in a process of its own.
    if arguments.get(1).is_some_and(|word| word == child::WORD) && arguments.len() == 2 {
        return child::run();
    }
    match dragoman::cli::run(arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit.into()
        }
    }
}
