//! `D056x`: what workers give up before they load a plugin.

codes! {
    INCOMPLETE = "D0560" {
        title: "The sandbox is required, and this machine cannot give all of it",
        meaning: "chain.sandbox is \"required\", and a worker that tried found a door open: it could still reach \
            files, the network or other programs. Old kernels lack landlock, and some containers forbid a process to \
            confine itself. No plugin has been loaded.",
        remedy: "Run on Linux 5.13 or newer with landlock, and in a container allow landlock and seccomp. With \
            chain.sandbox = \"auto\" the daemon confines plugins as far as it can, and says what stays open (D0563).",
        example: "\
error[D0560]: the worker cannot be started: chain.sandbox is \"required\", but this kernel leaves open: files
  fix:   see the text; take the extractor out of chain.order to run without it",
    }
    NO_USER = "D0561" {
        title: "There is no user for the workers",
        meaning: "A daemon that runs as root has its workers become the user chain.worker_user before they load a \
            plugin. That user does not exist, or is root.",
        remedy: "Name an ordinary user in chain.worker_user, or run the daemon itself as an ordinary user.",
        example: "\
error[D0561]: no user for the workers: \"root\" is root
  fix:   name an ordinary user in chain.worker_user; extractors run as that user when the daemon is root",
    }
    OFF = "D0562" {
        title: "The sandbox is off (a warning)",
        meaning: "chain.sandbox is \"off\": a plugin can read, write, connect to and start whatever the daemon's \
            user may. Workers still are processes of their own with bounded memory and time.",
        remedy: "Take the setting out, or set it to \"auto\", unless you trust every plugin of the chain with all \
            that.",
    }
    GAP = "D0563" {
        title: "A part of the sandbox is missing on this machine (a warning)",
        meaning: "chain.sandbox is \"auto\", and a worker found that it can do something that it was to be kept \
            from; `feature` and `consequence` say what. The daemon goes on with what there is of the sandbox.",
        remedy: "Run on a kernel with landlock and seccomp (Linux 5.13 or newer), and do not let a container forbid \
            them. Where it must never happen, set chain.sandbox = \"required\".",
    }
}
