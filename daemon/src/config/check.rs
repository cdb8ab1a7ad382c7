//! From what was written to what can be run: defaults filled in, paths made absolute, settings compared.

use std::path::{Path, PathBuf};

use globset::Glob;
use toml::Spanned;

use super::code::Code;
use super::error::{Fault, Findings};
use super::inbox::Pattern;
use super::places::{Place, Role, compare};
use super::plugins::chain;
use super::raw::{Entry, RawBatch, RawConfig, RawInbox, RawLimits, RawOutput, RawSegment};
use super::reader::reader;
use super::source_map::Span;
use super::units::KIB;
use super::value::{Destination, Flaw, Folder, Kind, Off, Or};
use super::{Archive, Batch, Config, Diagnostics, Inbox, Keep, Limits, Output, Quarantine, Segment, top};

/// The shortest `max_line`: the envelope of a line takes about 600 bytes, and a name or a span must still fit.
const MAX_LINE_MIN: usize = 2 * KIB as usize;

/// Checks a config that was read from `file`, or from nowhere while `folder` was current.
pub(super) fn check(raw: RawConfig, file: Option<&Path>, folder: &Path, findings: &mut Findings) -> Config {
    let base = file.and_then(Path::parent).unwrap_or(folder);
    let mut checker = Checker { base, findings, places: Vec::new() };
    let name = checker.take(raw.name, top::NAME.to_owned());
    let inboxes = checker.inboxes(raw.inbox, raw.inboxes);
    let archive = checker.archive(raw.archive);
    let log = checker.folder(Role::Log, raw.log, top::LOG);
    let state = checker.folder(Role::State, raw.state, top::STATE);
    let limits = checker.limits(raw.limits);
    let output = checker.output(raw.output);
    let quarantine = Quarantine { rearm: checker.take(raw.quarantine.rearm, Quarantine::default().rearm) };
    let reader = reader(raw.reader, &mut checker);
    let chain = chain(raw.chain, raw.plugins, &mut checker);
    let default = Diagnostics::default();
    let diagnostics = Diagnostics {
        level: checker.take(raw.diagnostics.level, default.level),
        format: checker.take(raw.diagnostics.format, default.format),
    };
    let faults = compare(&checker.places);
    findings.faults.extend(faults);
    Config {
        file: file.map(Path::to_owned),
        folder: base.to_owned(),
        name,
        inboxes,
        log,
        archive,
        state,
        limits,
        output,
        quarantine,
        reader,
        chain,
        diagnostics,
    }
}

/// Collects what is wrong while values are taken.
pub(super) struct Checker<'a> {
    base: &'a Path,
    pub(super) findings: &'a mut Findings,
    places: Vec<Place>,
}

impl Checker<'_> {
    /// The value of an entry; the default when it is absent or flawed.
    pub(super) fn take<K: Kind>(&mut self, entry: Entry<K>, default: K::Value) -> K::Value {
        self.take_some(entry).map_or(default, |(_, value)| value)
    }

    /// The place and value of an entry; `None` when it is absent or flawed.
    pub(super) fn take_some<K: Kind>(&mut self, entry: Entry<K>) -> Option<(Span, K::Value)> {
        let (span, read) = entry.into_parts()?;
        match read {
            Ok(value) => Some((span, value)),
            Err(flaw) => {
                self.findings.faults.push(fault(span, flaw));
                None
            }
        }
    }

    /// A path of the config, absolute.
    pub(super) fn absolute(&self, path: impl AsRef<Path>) -> PathBuf {
        // Collecting components drops `.` and doubled slashes; `..` stays, it may follow a symbolic link.
        self.base.join(path).components().collect()
    }

    /// A folder, and with its role noted for the comparison with the others.
    fn folder(&mut self, role: Role, entry: Entry<Folder>, default: &str) -> PathBuf {
        let absent = entry.span().is_none();
        match self.take_some(entry) {
            Some((span, written)) => self.place(role, written, Some(span)),
            None if absent => self.place(role, default.to_owned(), None),
            // A flawed path stands for nothing that could be compared.
            None => self.absolute(default),
        }
    }

    fn place(&mut self, role: Role, written: String, span: Option<Span>) -> PathBuf {
        let path = self.absolute(&written);
        self.places.push(Place { role, written, path: path.clone(), span });
        path
    }

    fn archive(&mut self, entry: Entry<Destination>) -> Archive {
        let absent = entry.span().is_none();
        match self.take_some(entry) {
            Some((span, Archive::Folder(written))) => {
                Archive::Folder(self.place(Role::Archive, written.display().to_string(), Some(span)))
            }
            Some((_, instead)) => instead,
            None if absent => Archive::Folder(self.place(Role::Archive, top::ARCHIVE.to_owned(), None)),
            None => Archive::Folder(self.absolute(top::ARCHIVE)),
        }
    }

    fn inboxes(&mut self, one: Entry<Folder>, many: Option<Vec<Spanned<RawInbox>>>) -> Vec<Inbox> {
        let Some(many) = many.filter(|many| !many.is_empty()) else {
            let path = self.folder(Role::Inbox, one, top::INBOX);
            return vec![Inbox::at(path)];
        };
        if let Some(span) = one.span() {
            let help = "keep one of the two; with [[inboxes]], each folder is the `path` of a table";
            let fault = Fault::new(Code::Disagreement, "both `inbox` and [[inboxes]] are given", help);
            self.findings.faults.push(fault.mark(span, "one inbox").mark(many[0].span(), "a table of inboxes"));
        }
        many.into_iter().map(|inbox| self.inbox(inbox)).collect()
    }

    fn inbox(&mut self, inbox: Spanned<RawInbox>) -> Inbox {
        let span = inbox.span();
        let raw = inbox.into_inner();
        if raw.path.span().is_none() {
            let fault =
                Fault::new(Code::MissingKey, "this inbox has no `path`", "add path = \"...\", the folder to watch");
            self.findings.faults.push(fault.mark(span, ""));
            return Inbox::at(self.absolute(top::INBOX));
        }
        let default = Inbox::at(self.folder(Role::Inbox, raw.path, top::INBOX));
        Inbox {
            recursive: self.take(raw.recursive, default.recursive),
            include: self.patterns(raw.include),
            ignore: self.patterns(raw.ignore),
            watch: self.take(raw.watch, default.watch),
            poll: self.take(raw.poll, default.poll),
            settle: self.take(raw.settle, default.settle),
            marker: self.take(raw.marker, default.marker),
            order: self.take(raw.order, default.order),
            together: self.take(raw.together, default.together),
            path: default.path,
            tags: raw.tags.into_iter().map(|(key, tag)| (key, self.take(tag, String::new()))).collect(),
        }
    }

    fn patterns(&mut self, raw: Option<Vec<Entry<Pattern>>>) -> Vec<Glob> {
        let patterns = raw.unwrap_or_default().into_iter().filter_map(|pattern| self.take_some(pattern));
        patterns.map(|(_, glob)| glob).collect()
    }

    fn limits(&mut self, raw: RawLimits) -> Limits {
        let default = Limits::default();
        Limits {
            workers: self.take(raw.workers, default.workers),
            max_document: self.take(raw.max_document, default.max_document),
            max_file: self.take(raw.max_file, default.max_file),
            max_text: self.take(raw.max_text, default.max_text),
            timeout: self.take(raw.timeout, default.timeout),
            start: self.take(raw.start, default.start),
            reconcile: self.take(raw.reconcile, default.reconcile),
            quiet: self.take(raw.quiet, default.quiet),
            empty_wait: self.take(raw.empty_wait, default.empty_wait),
            truncated_wait: self.take(raw.truncated_wait, default.truncated_wait),
            empty: self.take(raw.empty, default.empty),
            retries: self.take(raw.retries, default.retries),
            memory: self.take(raw.memory, default.memory),
            queue: self.take(raw.queue, default.queue),
            free: self.take(raw.free, default.free),
        }
    }

    fn output(&mut self, raw: RawOutput) -> Output {
        let default = Output::default();
        let spans = (raw.max_line.span(), raw.segment.size.span());
        let output = Output {
            batch: self.batch(raw.batch, default.batch),
            max_line: self.take(raw.max_line, default.max_line),
            journal: self.take(raw.journal, default.journal),
            segment: self.segment(raw.segment, default.segment),
            keep: Keep {
                age: self.take(raw.keep.age, default.keep.age),
                size: self.take(raw.keep.size, default.keep.size),
            },
            compressed: self.compressed(raw.compressed),
            on_network: self.take(raw.on_network, default.on_network),
            duplicates: self.take(raw.duplicates, default.duplicates),
        };
        self.check_line(&output, spans);
        output
    }

    fn compressed(&mut self, entry: Entry<Or<Folder, Off>>) -> Option<PathBuf> {
        let (span, written) = self.take_some(entry)?;
        Some(self.place(Role::Compressed, written?, Some(span)))
    }

    fn batch(&mut self, raw: RawBatch, default: Batch) -> Batch {
        Batch {
            documents: self.take(raw.documents, default.documents),
            bytes: self.take(raw.bytes, default.bytes),
            wait: self.take(raw.wait, default.wait),
        }
    }

    fn segment(&mut self, raw: RawSegment, default: Segment) -> Segment {
        Segment { size: self.take(raw.size, default.size), every: self.take(raw.every, default.every) }
    }

    /// A line must hold an event, and a segment a line.
    fn check_line(&mut self, output: &Output, (line, segment): (Option<Span>, Option<Span>)) {
        if let (true, Some(span)) = (output.max_line < MAX_LINE_MIN, &line) {
            let help = "write \"2 KiB\" or more; \"30 KiB\" suits most tools that follow logs";
            let fault = Fault::new(Code::OutOfRange, "no event would fit into so short a line", help);
            self.findings.faults.push(fault.mark(span.clone(), "").patch(span.clone(), "\"30 KiB\""));
        } else if output.segment.size < output.max_line as u64 {
            let fault = Fault::new(
                Code::Disagreement,
                "a segment is smaller than a line may be",
                "make [output.segment] size at least as large as [output] max_line",
            );
            let fault = fault.mark_some(segment, "the size of a segment").mark_some(line, "the longest line");
            self.findings.faults.push(fault);
        }
    }
}

fn fault(span: Span, flaw: Flaw) -> Fault {
    Fault::new(flaw.code, flaw.title, flaw.help).mark(span.clone(), "").patch_some(span, flaw.instead)
}
