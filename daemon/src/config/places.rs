//! Folders that must not lie inside each other: what is written to one would be read from the other.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::code::Code;
use super::error::Fault;
use super::source_map::Span;

/// What a folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Inbox,
    Archive,
    Log,
    State,
    Compressed,
}

/// A folder of the config.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) role: Role,
    /// As written, or the default.
    pub(super) written: String,
    /// Absolute.
    pub(super) path: PathBuf,
    /// Where it is written; `None` for a default.
    pub(super) span: Option<Span>,
}

/// How one folder lies to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Apart,
    Same,
    /// The second is inside the first.
    Holds,
    /// The first is inside the second.
    Inside,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Inbox => "inbox",
            Role::Archive => "archive",
            Role::Log => "log",
            Role::State => "state",
            Role::Compressed => "compressed",
        }
    }

    /// What happens when this folder is the inner one or both are the same.
    fn consequence(self, outer: Role) -> &'static str {
        match (self, outer) {
            (Role::Archive, Role::Inbox) => "each archived file would be read again",
            (Role::Log, Role::Inbox) => "the log would be read as articles",
            (Role::Compressed, Role::Inbox) => "the compressed log would be read as articles",
            (Role::State, Role::Inbox) => "the daemon's own files would be read as articles",
            (Role::Inbox, Role::Inbox) => "each of its files would be found twice",
            (Role::Inbox, Role::Archive) => "waiting and finished files would be mixed",
            (Role::Inbox, _) => "articles and the daemon's own files would be mixed",
            _ => "files of two kinds would be mixed",
        }
    }
}

/// A fault for each pair of folders that disagree.
pub(super) fn compare(places: &[Place]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, second) in places.iter().enumerate() {
        for first in &places[..index] {
            let relation = relation(&first.path, &second.path);
            let watched = first.role == Role::Inbox || second.role == Role::Inbox;
            match relation {
                Relation::Same => faults.push(same(first, second)),
                // The state folder may well hold the log.
                Relation::Holds if watched => faults.push(nested(first, second)),
                Relation::Inside if watched => faults.push(nested(second, first)),
                Relation::Apart | Relation::Holds | Relation::Inside => {}
            }
        }
    }
    faults
}

fn same(first: &Place, second: &Place) -> Fault {
    // The fault is shown where something is written.
    let (first, second) = if second.span.is_some() { (first, second) } else { (second, first) };
    let title = match (first.role, second.role) {
        (Role::Inbox, Role::Inbox) => "two inboxes are the same folder".to_owned(),
        _ => format!("{} and {} are the same folder", called(first), called(second)),
    };
    let (one, other) = (first.role.name(), second.role.name());
    Fault::new(Code::Disagreement, title, format!("write another folder for the {other} or for the {one}"))
        .mark_some(second.span.clone(), format!("the same: {}", second.role.consequence(first.role)))
        .mark_some(first.span.clone(), format!("the {one} is here"))
}

fn nested(outer: &Place, inner: &Place) -> Fault {
    let (outside, inside) = (outer.role.name(), inner.role.name());
    let title = match (outer.role, inner.role) {
        (Role::Inbox, Role::Inbox) => "one inbox is inside another".to_owned(),
        _ => format!("{} is inside {}", called(inner), called(outer)),
    };
    let beside = beside(&outer.written, &inner.written).map(|path| format!("{path:?}"));
    let help = match (&beside, &inner.span) {
        (Some(_), Some(_)) => format!("put it beside the {outside}"),
        (Some(path), None) => format!("put it beside the {outside}: {inside} = {path}"),
        (None, _) => format!("write a folder outside the {outside}, or move the {outside} deeper"),
    };
    let consequence = inner.role.consequence(outer.role);
    let fault = Fault::new(Code::Disagreement, title, help)
        .mark_some(inner.span.clone(), format!("the {inside} is inside it: {consequence}"))
        .mark_some(outer.span.clone(), format!("the {outside} is here"));
    match &inner.span {
        Some(span) => fault.patch_some(span.clone(), beside),
        None => fault,
    }
}

/// The inner folder moved beside the outer one, when the outer one is written in a way that has a beside.
fn beside(outer: &str, inner: &str) -> Option<String> {
    Path::new(outer).file_name()?;
    let moved = Path::new(outer).with_file_name(Path::new(inner).file_name()?);
    (moved != Path::new(outer)).then(|| moved.display().to_string())
}

fn called(place: &Place) -> String {
    match place.span {
        Some(_) => format!("the {}", place.role.name()),
        None => format!("the {} (by default \"{}\")", place.role.name(), place.written),
    }
}

/// Compares the paths as written and, because of symbolic links, as the file system has them.
fn relation(first: &Path, second: &Path) -> Relation {
    match lexical_relation(&normalise(first), &normalise(second)) {
        Relation::Apart => lexical_relation(&resolve(first), &resolve(second)),
        found => found,
    }
}

fn lexical_relation(first: &Path, second: &Path) -> Relation {
    if first == second {
        Relation::Same
    } else if second.starts_with(first) {
        Relation::Holds
    } else if first.starts_with(second) {
        Relation::Inside
    } else {
        Relation::Apart
    }
}

/// Takes `.` and `..` out of an absolute path without looking at the file system.
fn normalise(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            other => normal.push(other),
        }
    }
    normal
}

/// Follows symbolic links as far as the path exists.
fn resolve(path: &Path) -> PathBuf {
    for existing in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(existing), path.strip_prefix(existing)) {
            return normalise(&real.join(rest));
        }
    }
    normalise(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_without_dots() {
        for (first, second, wanted) in [
            ("/a/b", "/a/./c/../b", Relation::Same),
            ("/a", "/a/b", Relation::Holds),
            ("/a/b/c", "/a/x/../b", Relation::Inside),
            ("/a/b", "/a/bc", Relation::Apart),
            ("/", "/a", Relation::Holds),
        ] {
            assert!(relation(Path::new(first), Path::new(second)) == wanted, "{first} {second}");
        }
    }

    #[test]
    fn paths_are_compared_through_symbolic_links() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::create_dir(&real).expect("a folder");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        assert!(relation(&real, &link.join("not/yet/there")) == Relation::Holds);
    }
}
