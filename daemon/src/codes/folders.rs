//! `D03xx`: folders, the log, and what the daemon needs of the machine.

codes! {
    CANNOT_CREATE = "D0301" {
        title: "A folder cannot be created or opened",
        meaning: "At its start the daemon makes the inbox, its own folder (`state`) and the folder of the log where \
            they are missing, and opens them. One of them was refused: it stands in a place where the daemon's user \
            may not write, or its path leads through a file.",
        remedy: "Create the folder yourself and give it to the daemon's user, or name another one in dragoman.toml.",
        example: "\
error[D0301]: cannot create the log folder /srv/news/events: Permission denied (os error 13)
  fix:   create it yourself, or name another in dragoman.toml",
    }
    LOG_UNREADABLE = "D0302" {
        title: "The log that is there cannot be gone on with",
        meaning: "Every start reads the log and the journal in the state folder, and this one was refused: a segment \
            holds something that the daemon did not write there or lacks something that it wrote, the two do not \
            belong together, the newest segment was written under another `name`, or the disk failed. Nothing that was \
            in the log was changed.",
        remedy: "Do what the message says: put back a copy of the damaged segment, give `name` its old value, or \
            begin a new log by naming another folder under `log`. A new log knows no document of the old one, so a \
            file that is dropped again is read again.",
        example: "\
error[D0302]: cannot read the log in /srv/news/events: events-000000000002.jsonl is a segment of
urn:dragoman:desk, not of urn:dragoman:news: `name` in dragoman.toml was changed
  fix:   give `name` in dragoman.toml its old value, or name another folder under `log`, to begin a new log",
    }
    HELD = "D0303" {
        title: "Another daemon has the folder",
        meaning: "A running daemon has locked this inbox, log or state folder. Two of them on one folder would write \
            every event twice. The lock goes with its process, also after a crash, so it is never left over.",
        remedy: "Stop the other daemon (`dragoman ctl stop`), or give this one an inbox, a log and a state folder of \
            its own.",
        example: "\
error[D0303]: another daemon has the inbox folder /srv/news/inbox: process 4242, running since 2026-03-14T08:00:00Z
  fix:   stop that one first, or give this one folders of its own",
    }
    CANNOT_LOCK = "D0304" {
        title: "A folder cannot be locked",
        meaning: "The file system refuses the lock that keeps a second daemon out. Some network file systems cannot \
            lock.",
        remedy: "Put inbox, log and state folder on a local file system.",
    }
    NO_PROCESS = "D0305" {
        title: "A process or a thread of the daemon cannot be started",
        meaning: "The machine refused a process, a thread, a socket or an open file that the daemon cannot do \
            without, or its workers did not report within a minute. Nothing has been taken from an inbox.",
        remedy: "Raise the limits of processes and open files (`ulimit -u`, `ulimit -n`, or `TasksMax` and \
            `LimitNOFILE` of the service), or free memory. On a machine that is merely overloaded, start again later \
            or with a smaller limits.workers.",
        example: "\
error[D0305]: cannot start the workers: Resource temporarily unavailable (os error 11)
  fix:   raise the limit of processes or files",
    }
    CURRENT_FOLDER = "D0306" {
        title: "The current folder cannot be told",
        meaning: "The folder in which the command was started has been removed or may not be entered. The search for \
            dragoman.toml and all paths of the command line begin there.",
        remedy: "Change to a folder that exists.",
    }
    CANNOT_INIT = "D0307" {
        title: "`dragoman init` cannot write",
        meaning: "The config, the inbox or a sample article could not be written. What was written before stays, and \
            a config that was there already is never changed.",
        remedy: "Name a folder that you may write to: `dragoman init FOLDER`.",
        example: "\
error[D0307]: cannot write to /srv/news: Permission denied (os error 13)
  fix:   name a folder that you may write to",
    }
    LOG_REFUSED = "D0308" {
        title: "The log refuses to be written",
        meaning: "A write or sync of the log or its journal failed while the daemon was running: the disk is broken, or \
            somebody removed the segment from its folder. The daemon has ended rather than write behind a gap. \
            Nothing was lost: what is not in the log for certain is read again at the next start.",
        remedy: "See that the disk is well and has room, and that nobody else writes to the folder; then start \
            again.",
        example: "\
error[D0308]: the log in /srv/news/events refused: Input/output error (os error 5)
  fix:   nothing was lost: see that the disk is well and has room, then start again",
    }
    LOG_FULL = "D0309" {
        title: "There is no room for the log",
        meaning: "What was committed cannot be appended to the log, because its disk, or a quota, is full; it is safe in \
            the journal in the state folder. Or there is no room for the next file of the journal. The daemon takes no more files and tries again by itself; it goes on when \
            there is room.",
        remedy: "Make room on the disk of the log folder and on that of the state folder. Nothing needs to be restarted.",
    }
    LEDGER_UNUSABLE = "D0310" {
        title: "The ledger cannot be opened",
        meaning: "The ledger, `ledger.redb` in the state folder, is the index by which a document that comes again is \
            known. It could not be opened, read or written at a start. It holds nothing that is not in the log.",
        remedy: "See that the disk of the state folder is well and has room. The file may be deleted while no daemon \
            runs: the next start makes it anew from the log.",
        example: "\
error[D0310]: cannot open the ledger in /srv/news/.dragoman: Permission denied (os error 13)
  fix:   make room, or delete ledger.redb: it is made anew from the log",
    }
    LEDGER_REFUSED = "D0311" {
        title: "The ledger cannot be read or written",
        meaning: "While the daemon was running, the ledger in the state folder could not be written, as a rule because \
            its disk is full, or could not be read. What was committed is safe in the log. A ledger that cannot be \
            written is tried again, and no file is taken meanwhile; one that cannot be read ends the daemon.",
        remedy: "Make room on the disk of the state folder, or see that it is well. A damaged ledger is made anew from \
            the log by the next start.",
        example: "\
error[D0311]: the ledger in /srv/news/.dragoman refused: Input/output error (os error 5)
  fix:   nothing was lost: see that the disk is well, then start again",
    }
    LOW_ROOM = "D0312" {
        title: "A disk that the daemon writes to has too little room",
        meaning: "The disk of the log, the state folder, the archive or the folder of compressed segments has less room \
            than limits.free wants, or less than a twentieth of its inodes are free. No file is taken until there is \
            more; what was taken is finished, and nothing is lost. `auto` wants 1 GiB, or two segments when they are \
            larger, and of a small disk a tenth. `dragoman status` says `no room`; `run --once` ends and tells what it \
            left.",
        remedy: "Make room on the disk. The daemon goes on by itself within seconds. To use a disk to its end, set \
            limits.free to \"0 B\": then a full disk holds things up when it is full.",
    }
    FEW_DESCRIPTORS = "D0313" {
        title: "Too many files are open",
        meaning: "The daemon wanted to open a file of an inbox, and it or the whole machine has as many open as it may. \
            No file is taken for a moment, then one is tried again; all stay where they are. The daemon raises its own \
            limit at its start as far as it may.",
        remedy: "Raise the limit: `LimitNOFILE` of the service, `ulimit -Hn` in a shell, or fs.file-max when the whole \
            machine has too many. Four thousand are enough.",
    }
    NO_JOURNAL = "D0314" {
        title: "The journal cannot be made",
        meaning: "The commit journal is two files of `output.journal` bytes in the state folder, which are written full \
            before they are used, so that a commit never finds its disk full. There was no room for one of them, or it \
            was refused. Nothing of it is left behind, and nothing was taken from an inbox.",
        remedy: "Make room on the disk of the state folder, twice `output.journal`; or set `output.journal` smaller, or \
            name another folder under `state` when the log is new. Then start again.",
        example: "\
error[D0314]: cannot make the journal in /srv/news/.dragoman, two files of 16777216 bytes: No space left on device (os
error 28)
  fix:   make room there for both, or set output.journal smaller; then start again",
    }
    ON_NETWORK = "D0315" {
        title: "Log or state folder lies on a network file system",
        meaning: "What is committed must be on the disk when the kernel says so, one daemon must keep a second one out, \
            and a file must be found where it was renamed to. Network file systems promise that in part only, and \
            differently each; so log and state folder are refused there. Inboxes and the archive may lie where they \
            like.",
        remedy: "Name local folders under `log` and `state`. If you know that this one keeps its word, as a FUSE mount \
            of a local disk may, set output.on_network to \"allow\".",
        example: "\
error[D0315]: the state folder /mnt/nas/.dragoman lies on a network file system (nfs)
  fix:   name a folder on a local disk; or set output.on_network = \"allow\"",
    }
    NO_LOG = "D0321" {
        title: "The log cannot be read",
        meaning: "`dragoman log` reads the segments of a log, `events-000000000001.jsonl` and on. Either there is no \
            folder of that name or no segment in it, the reader may not read it, or the disk failed.",
        remedy: "Name the folder of a log, or the config of the daemon that writes it with -c. A new daemon makes the \
            first segment when it starts.",
        example: "\
error[D0321]: cannot read the log in /srv/news/events: no segment is in it
  fix:   name the folder of a log, or with -c the config of its daemon",
    }
    LOG_DAMAGED = "D0322" {
        title: "The log is not what was written",
        meaning: "A segment lacks a line, has one twice, or holds something that no daemon wrote there; or a segment \
            is missing between two others. `log tail` stops before the damage. `log verify` names the first faults by \
            segment and byte; every line that it does not name is as it was written.",
        remedy: "Put back a copy of the segment, or of the missing one. Nothing but the daemon may write to the \
            folder, and segments are never edited; what a log should not hold is left out by its readers.",
        example: "\
error[D0322]: 1 fault in the log in /srv/news/events
  fix:   put back copies of the damaged segments",
    }
    LINES_GONE = "D0323" {
        title: "The lines that were asked for are no longer in the log",
        meaning: "`log tail --from` asked for lines before the oldest segment. That segment and those before it were \
            removed, by hand or because the log may keep only so much.",
        remedy: "Take the lines from a copy of the old segments, or begin with the number that the message names.",
        example: "\
error[D0323]: the log in /srv/news/events begins with sequence 48113, and lines from 7 on were asked for
  fix:   take the older lines from a copy of their segments, or ask --from 48113",
    }
    CANNOT_PRINT = "D0324" {
        title: "What was read cannot be printed",
        meaning: "`log tail` prints to standard output, and that refused: as a rule it is a file on a disk that is \
            full. The last line that was printed may be cut off.",
        remedy: "Make room. Then go on with `log tail --from` and the number behind that of the last whole line.",
        example: "\
error[D0324]: cannot write to standard output: No space left on device (os error 28)
  fix:   see that there is room; go on --from the line behind the last that was printed",
    }
    CLUSTERS_OF_OTHER_LOG = "D0325" {
        title: "The clusters in the folder are those of another log",
        meaning: "`dragoman log cluster` goes on where it was: the folder after --into holds the clusters that it found \
            before, and up to which line of the event log. Here that was a log of another name, or one that reached \
            further than this one does. Mixed, the clusters would be of neither.",
        remedy: "Name another folder after --into; all is clustered anew. Or name the log that the clusters are of.",
        example: "\
error[D0325]: these clusters are of the log urn:dragoman:desk, and the events are of urn:dragoman:news
  fix:   name another folder after --into",
    }
    QUARANTINE_REFUSED = "D0331" {
        title: "A file in quarantine cannot be read, moved or deleted",
        meaning: "The folder of the quarantine or one of its files was refused: it is another user's, its reason file \
            cannot be read, the inbox that it came from is gone or no longer in the config, or the disk failed. The file is \
            where it was.",
        remedy: "Do it as the user that runs the daemon. When the inbox is gone, move the file by hand to where it is \
            to be read.",
        example: "\
error[D0331]: cannot move 2026-03-14/minutes.pdf back into /srv/news/inbox: No such file or directory (os error 2)
  fix:   do it as the user that runs the daemon; it is where it was",
    }
    NOT_IN_QUARANTINE = "D0332" {
        title: "Nothing in quarantine has this name, or more than one file has",
        meaning: "`quarantine show`, `retry` and `drop` take the names that `quarantine list` shows: DATE/NAME, or \
            NAME alone when it stands on one day only. A file that came twice on one day has a number, as \
            minutes-2.pdf.",
        remedy: "Take the name from `dragoman quarantine list`, with its date.",
        example: "\
error[D0332]: minutes.pdf stands in quarantine on 2026-03-14 and 2026-03-15
  fix:   name one of them with its date, as 2026-03-14/minutes.pdf",
    }
    CANNOT_REPLAY = "D0333" {
        title: "A document cannot be given out to be read anew",
        meaning: "`dragoman replay` puts a link to, or a copy of, the archived file into a folder of the daemon's own. The \
            file could not be read, or the folder not be written.",
        remedy: "Do it as the user that runs the daemon, and see that the disk of the state folder has room.",
        example: "\
error[D0333]: cannot put minutes.txt into /srv/news/.dragoman/replay: Permission denied (os error 13)
  fix:   do it as the user that runs the daemon, and see that its disk has room",
    }
    NOT_REPLAYED = "D0334" {
        title: "Nothing of what was asked for can be read anew",
        meaning: "No document of that name or content is in the log, or the very chain that is configured now has read it \
            already and would give the same events, or its file is no longer in the archive.",
        remedy: "Change the plugin or its settings first, then `dragoman replay`. `dragoman explain` tells what is known of \
            a file. A file that is not in the archive any more must be dropped again; content that is in the log already \
            is then marked as a duplicate.",
        example: "\
error[D0334]: nothing is read anew: 1 document was read by this very chain, which would give the same events
  fix:   change a plugin or its settings first; `dragoman explain` tells what is known of a file",
    }
}
