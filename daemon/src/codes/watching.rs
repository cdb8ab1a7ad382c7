//! `D02xx`: watching folders.

codes! {
    CANNOT_WATCH = "D0203" {
        title: "A folder cannot be watched",
        meaning: "The kernel gave the daemon no watcher for a folder. As a rule the user's inotify watches or \
            instances are used up, often by an editor or a file synchroniser; every folder of an inbox takes one \
            watch. An inbox is polled from then on, every `poll` of its table, until the next start: nothing is lost, \
            files are noticed later. When it is a folder of plugins, `run` ends, and no file has been touched.",
        remedy: "Raise the limits with `sysctl fs.inotify.max_user_watches=65536 fs.inotify.max_user_instances=512`, \
            and write the same two settings into a file below /etc/sysctl.d to keep them. Then start again.",
        example: "\
error[D0203]: cannot watch the plugins: OS file watch limit reached. about [\"/srv/news/plugins\"]",
    }
}
