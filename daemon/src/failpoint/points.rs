//! All points, in the order in which a daemon comes to them.

/// Those that may return an error.
pub const FAILPOINTS: &[&str] = &[
    // A start.
    "unfinished files removed",
    "journal read",
    "missing lines written",
    "missing lines synced",
    "segments read",
    "newest segment synced",
    "log folder synced",
    // A segment.
    "segment file made",
    "segment header written",
    "segment header synced",
    "segment named",
    "segment folder synced",
    "current linked",
    "current replaced",
    // A file of the journal, and a frame.
    "journal file made",
    "journal file filled",
    "journal file synced",
    "journal file named",
    "journal file ready",
    "journal frame written",
    "journal frame synced",
    // A claim.
    "work folder made",
    "file claimed",
    // A batch.
    "segment began",
    "roll noted",
    "segment synced",
    "lap begun",
    "batch ready",
    "batch committed",
    "part published",
    "batch published",
    "batch acknowledged",
    "stop noted",
    // A finished segment.
    "sealed folder made",
    "segment scanned",
    "sidecar written",
    "sidecar synced",
    "sidecar named",
    "sealed link made",
    "sealed folder synced",
    "manifest line written",
    "manifest synced",
    "compressed segment synced",
    "compressed segment named",
    // Archive and quarantine.
    "archive folder open",
    "quarantine folder open",
    "reason written",
    "reason in place",
    "copy written",
    "copy checked",
    "copy named",
    "copy durable",
];

/// Those that only end or wait.
pub const WAYPOINTS: &[&str] = &[
    "folders locked",
    "log recovered",
    "file read",
    "document admitted",
    "document given out",
    "file archived",
    "file set aside",
    "file out of quarantine",
    "commit noted",
    "reload prepared",
    "reload commits",
    "reload committed",
    "workers ended",
    "writer ended",
    "sealer ended",
];
