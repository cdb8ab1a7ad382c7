//! `D02xx`: watching folders.

codes! {
    CANNOT_WATCH = "D0203" {
        title: "A folder cannot be watched",
        meaning: "The kernel gave the daemon no watcher for an inbox, or none for the folders of plugins. As a rule \
            the user's inotify watches or instances are used up, often by an editor or a file synchroniser; a folder \
            that was removed a moment ago is the other cause. `run` ends, and no file has been touched.",
        remedy: "Raise the limits with `sysctl fs.inotify.max_user_watches=65536 fs.inotify.max_user_instances=512`, \
            and write the same two settings into a file below /etc/sysctl.d to keep them. Then start again.",
        example: "\
error[D0203]: cannot watch an inbox: OS file watch limit reached. about [\"/srv/news/inbox\"]
  fix:   raise fs.inotify.max_user_watches and fs.inotify.max_user_instances (sysctl)",
    }
}
