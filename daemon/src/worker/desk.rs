//! The files that a worker has before it: one document each, or many, among which it keeps its place from order to order.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::codes::content::TOO_LARGE;
use crate::id::DocumentId;
use crate::reader::containers::Source;
use crate::reader::entries::{Entries, Entry};
use crate::reader::json::Mapping;
use crate::reader::open::{Opened, open};
use crate::reader::sniff::{Format, Head, Hints, Sniffed, sniff};
use crate::reader::{Failure, Rules};
use crate::worker::breadcrumb::Trail;
use crate::worker::chain::Chain;
use crate::worker::frame::{Answer, File, Limits, Part, Sent};
use crate::worker::group::{Group, Staff, Tell, Unread, verdict};

/// Files of many documents that are open at once. One more, and the one that was not asked for longest is closed; should
/// it be asked for again, it is opened anew.
const OPEN_MAX: usize = 4;

/// So often at least the daemon is told that documents are being passed over.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// What documents are read with.
pub(super) struct Desk {
    chain: Chain,
    limits: Limits,
    rules: Rules,
    /// How often the daemon is told that documents are being passed over; well before it loses its patience.
    sign_of_life: Duration,
    /// The last one was asked for last.
    open: VecDeque<Open>,
    /// Documents that wait for others.
    group: Group,
}

/// A file of many documents.
struct Open {
    hash: [u8; 32],
    found: Sniffed,
    /// The number of the next one.
    next: u32,
    entries: Box<dyn Entries>,
}

impl Desk {
    pub(super) fn new(chain: Chain, limits: Limits, json: Mapping) -> Desk {
        let rules = Rules { text_bytes_max: limits.text_bytes, json };
        let sign_of_life = SIGN_OF_LIFE.min(Duration::from_millis(limits.soft_budget_ms));
        Desk { chain, limits, rules, sign_of_life, open: VecDeque::new(), group: Group::new() }
    }

    pub(super) fn chain(&mut self) -> &mut Chain {
        &mut self.chain
    }

    /// Reads what is ordered of a file, and answers document by document. A file that is one document may wait for others;
    /// [`Desk::finish`] ends the waiting.
    ///
    /// # Errors
    /// When the order cannot be meant, or an answer cannot be sent.
    pub(super) fn read(
        &mut self,
        file: &File<'_>,
        attached: Option<OwnedFd>,
        trail: &Trail,
        tell: &mut Tell<'_>,
    ) -> io::Result<()> {
        if file.apart || !matches!(file.content, Sent::Inline(_)) {
            self.finish(trail, tell)?;
        }
        self.turn_to(file, trail);
        let hints = Hints::named(file.name);
        let opened = match (file.content, attached) {
            (Sent::Open, _) => return self.read_open(file, trail, tell),
            (Sent::Inline(bytes), _) => {
                let found = sniff(bytes, bytes.len() as u64, &hints);
                let opened =
                    if holds_many(&found) { open(&Source::memory(bytes.to_vec()), &found, &hints) } else { Ok(None) };
                match opened {
                    Ok(None) => return self.seat(unread(file, bytes.to_vec(), found), file.apart, trail, tell),
                    opened => opened,
                }
            }
            (Sent::Attached, Some(descriptor)) => {
                let source = Source::file(descriptor.into())?;
                let found = Head::read(source.clone())?.sniff(&hints);
                let opened = if holds_many(&found) { open(&source, &found, &hints) } else { Ok(None) };
                match opened {
                    Ok(None) => return self.whole_of(file, source, found, trail, tell),
                    opened => opened,
                }
            }
            (Sent::Attached, None) => return Err(invalid("a file without content")),
        };
        match opened {
            Ok(Some(Opened { found, mut entries })) => {
                self.finish(trail, tell)?;
                self.pass_over(&mut *entries, file, trail, tell)?;
                self.open.retain(|open| open.hash != file.hash);
                self.go_on(Open { hash: file.hash, found, next: file.from, entries }, file, trail, tell)
            }
            Ok(None) => Ok(()),
            Err(failure) => self.answer(&Answer { reader: verdict(failure), ..of_file(file) }, trail, tell),
        }
    }

    /// Reads the documents that wait for others, and answers.
    ///
    /// # Errors
    /// When an answer cannot be sent.
    pub(super) fn finish(&mut self, trail: &Trail, tell: &mut Tell<'_>) -> io::Result<()> {
        let Desk { chain, rules, limits, group, .. } = self;
        group.run(&mut Staff { chain, rules, trail, show: limits.show }, tell)
    }

    /// Notes for whoever looks that the next step is about this file.
    fn turn_to(&self, file: &File<'_>, trail: &Trail) {
        trail.group(self.group.len() + 1);
        trail.turn_to(file.sequence, Duration::ZERO);
        trail.reading();
    }

    /// Gives a document a seat among those that wait; they leave together when there is no other.
    fn seat(&mut self, document: Unread, apart: bool, trail: &Trail, tell: &mut Tell<'_>) -> io::Result<()> {
        if !self.group.has_room(document.bytes.len()) {
            self.finish(trail, tell)?;
        }
        self.group.add(document);
        if apart || !self.group.has_room(0) { self.finish(trail, tell) } else { Ok(()) }
    }

    /// Answers what needs no chain, after the documents before it.
    fn answer(&mut self, answer: &Answer, trail: &Trail, tell: &mut Tell<'_>) -> io::Result<()> {
        self.finish(trail, tell)?;
        trail.idle();
        tell(answer)
    }

    /// Goes to the first document that is ordered, with a sign of life now and then.
    fn pass_over(
        &self,
        entries: &mut dyn Entries,
        file: &File<'_>,
        trail: &Trail,
        tell: &mut Tell<'_>,
    ) -> io::Result<()> {
        let mut told = Instant::now();
        for count in 1..=file.from {
            self.turn_to(file, trail);
            // What is passed over was read by another worker; that it is there no more shows in what follows.
            let _ = entries.next();
            if told.elapsed() > self.sign_of_life {
                tell(&Answer { part: Part::Passed { count }, ..of_file(file) })?;
                told = Instant::now();
            }
        }
        Ok(())
    }

    /// Goes on with a file that was left open, unless it was closed since.
    fn read_open(&mut self, file: &File<'_>, trail: &Trail, tell: &mut Tell<'_>) -> io::Result<()> {
        let place = self.open.iter().position(|open| open.is_at(file));
        match place.and_then(|place| self.open.remove(place)) {
            Some(open) => self.go_on(open, file, trail, tell),
            None => self.answer(&Answer { part: Part::Closed, ..of_file(file) }, trail, tell),
        }
    }

    /// Reads a file that is one document, unless it is larger than one may be.
    fn whole_of(
        &mut self,
        file: &File<'_>,
        mut source: Source,
        found: Sniffed,
        trail: &Trail,
        tell: &mut Tell<'_>,
    ) -> io::Result<()> {
        let (bytes, limit) = (source.len(), self.limits.document_bytes);
        if bytes > limit {
            let text =
                format!("this is one document of {bytes} bytes, and limits.max_document allows {limit}: split it");
            let reader = verdict(Failure { code: TOO_LARGE, text });
            return self.answer(&Answer { reader, ..of_file(file) }, trail, tell);
        }
        let mut content = Vec::with_capacity(usize::try_from(bytes).map_err(io::Error::other)?);
        source.read_to_end(&mut content)?;
        self.seat(unread(file, content, found), file.apart, trail, tell)
    }

    /// Reads as many documents of the open file as are wanted.
    fn go_on(&mut self, mut open: Open, file: &File<'_>, trail: &Trail, tell: &mut Tell<'_>) -> io::Result<()> {
        for _ in 0..file.most {
            self.turn_to(file, trail);
            let (number, entry) = (open.next, open.entries.next());
            open.next += 1;
            let Some(entry) = entry else {
                let mut end = Answer { part: Part::End { count: number }, ..of_file(file) };
                end.reader.facts =
                    json!({ "mediaType": open.found.format.media_type(), "sniffed": open.found.fact() }).to_string();
                return self.answer(&end, trail, tell);
            };
            match entry {
                Ok(entry) => self.seat(unread_entry(file, number, entry), file.apart, trail, tell)?,
                Err(failure) => {
                    let part = Part::Entry { number, name: String::new(), size: 0 };
                    let answer = Answer { part, document: [0; 32], reader: verdict(failure), ..of_file(file) };
                    self.answer(&answer, trail, tell)?;
                }
            }
        }
        self.finish(trail, tell)?;
        trail.idle();
        if self.open.len() == OPEN_MAX {
            self.open.pop_front();
        }
        self.open.push_back(open);
        Ok(())
    }
}

impl Open {
    /// Whether an order goes on where the file was left.
    fn is_at(&self, file: &File<'_>) -> bool {
        self.hash == file.hash && self.next == file.from
    }
}

/// Whether a file holds many documents, as far as its beginning tells.
fn holds_many(found: &Sniffed) -> bool {
    found.format.holds_many() || found.format == Format::Epub
}

/// An answer about a file, with nothing in it yet.
fn of_file(file: &File<'_>) -> Answer {
    Answer { sequence: file.sequence, document: file.hash, ..Answer::default() }
}

/// A file that is one document.
fn unread(file: &File<'_>, bytes: Vec<u8>, found: Sniffed) -> Unread {
    let hints = Hints::named(file.name);
    let (name, attempt, without) = (file.name.to_owned(), file.attempt, file.without);
    Unread { answer: of_file(file), name, attempt, without, bytes, hints, found }
}

/// One document of many.
fn unread_entry(file: &File<'_>, number: u32, entry: Entry) -> Unread {
    let Entry { name, bytes, hints } = entry;
    let found = sniff(&bytes, bytes.len() as u64, &hints);
    let (part, document) = (Part::Entry { number, name, size: bytes.len() as u64 }, *DocumentId::of(&bytes).as_bytes());
    Unread { answer: Answer { part, document, ..of_file(file) }, hints, ..unread(file, bytes, found) }
}

fn invalid(text: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::worker::breadcrumb;
    use crate::worker::frame::Places;

    #[test]
    fn the_daemon_is_told_of_the_documents_that_are_passed_over_before_the_one_that_it_wants() {
        let trail = Trail::open(&breadcrumb::create().unwrap()).unwrap();
        let limits = Limits {
            line_bytes: 1 << 20,
            document_bytes: 1 << 20,
            text_bytes: 1 << 20,
            memory_bytes: 1 << 30,
            show: false,
            // Each document that is passed takes longer than this.
            soft_budget_ms: 0,
        };
        let chain = Chain::start(&[], Vec::new(), limits, &trail, Rc::new(|_, _, _| ())).unwrap();
        let mut desk = Desk::new(chain, limits, Mapping::default());
        let line = |number: u32| format!("{{\"text\":\"Ferry number {number} is late.\"}}");
        let lines: String = (0..9).map(|number| line(number) + "\n").collect();
        let file = File {
            sequence: 7,
            attempt: 0,
            without: Places::default(),
            hash: [1; 32],
            name: "day.jsonl",
            from: 5,
            most: 2,
            apart: false,
            content: Sent::Inline(lines.as_bytes()),
        };
        let mut told = Vec::new();
        desk.read(&file, None, &trail, &mut |answer| {
            assert_eq!(answer.sequence, 7);
            told.push(answer.part.clone());
            Ok(())
        })
        .unwrap();
        let passed = (1..=5).map(|count| Part::Passed { count });
        let read = [5, 6].map(|number| Part::Entry {
            number,
            name: (number + 1).to_string(),
            size: line(number).len() as u64,
        });
        assert_eq!(told, passed.chain(read).collect::<Vec<_>>());
    }
}
