//! `D06xx`: what people ask a running daemon.

codes! {
    NO_ANSWER = "D0601" {
        title: "The daemon does not answer",
        meaning: "`status`, `ctl` and their like ask the daemon over a socket in its state folder, and nobody \
            answered there: no daemon runs with this config, it is only just starting or about to end, or you are \
            not the user that it runs as and may not enter that folder. An answer that cannot be read comes from a \
            daemon of another version.",
        remedy: "Start the daemon with `dragoman run`, or name its config with -c: another config means another \
            state folder. If it does run, ask again; its diagnostics on standard error say what it is doing.",
        example: "\
error[D0601]: no daemon runs with this config (state folder /srv/news/.dragoman): No such file or directory (os error 2)
  fix:   start it with `dragoman run`, or name its config with -c",
    }
    UNKNOWN_REQUEST = "D0602" {
        title: "The daemon does not know the request",
        meaning: "What came over the control socket is none of the requests that this daemon knows. The command is \
            of another version than the daemon, or it was no dragoman that asked.",
        remedy: "Ask with the very program that runs as the daemon; after an upgrade, restart the daemon.",
    }
    ENDING = "D0603" {
        title: "The daemon is ending",
        meaning: "The request came while the daemon was on its way out, and has not been carried out.",
        remedy: "Start it again with `dragoman run` if it was not meant to end, and ask then.",
    }
    BUSY = "D0604" {
        title: "The daemon is too busy to take a request",
        meaning: "More is waiting for the daemon's attention than it queues. It goes on with its work; the request \
            has not been carried out.",
        remedy: "Ask again in a moment. If it stays so, look at the diagnostics for a disk or a folder that hangs.",
    }
    SAFE_MODE = "D0605" {
        title: "The daemon is in safe mode",
        meaning: "It was started with `run --safe-mode`: it has no plugins and takes no files, so there is nothing \
            that could be resumed.",
        remedy: "Put the plugins or their settings right, then load them with `dragoman ctl reload`, which ends safe \
            mode.",
        example: "\
error[D0605]: the daemon is in safe mode: it has no plugins
  fix:   dragoman ctl reload",
    }
    OTHER_ANSWER = "D0606" {
        title: "The daemon answered another question",
        meaning: "An answer came, but not to what was asked. The daemon is of another version than the command.",
        remedy: "Restart the daemon, so that both are the same program.",
        example: "\
error[D0606]: the daemon answered another question
  fix:   restart it, it may be another version",
    }
}
