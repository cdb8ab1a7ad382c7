//! The files that a worker has before it: one document each, or many, among which it keeps its place from order to order.

use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;

use serde_json::json;

use crate::codes::content::TOO_LARGE;
use crate::id::DocumentId;
use crate::reader::entries::{Entries, Entry, Hints, Unpacked};
use crate::reader::source::Source;
use crate::reader::{self, Failure};
use crate::worker::breadcrumb::Trail;
use crate::worker::chain::Chain;
use crate::worker::frame::{Answer, File, Limits, Part, ReaderVerdict, Sent};

/// Files of many documents that are open at once. One more, and the one that was not asked for longest is closed; should
/// it be asked for again, it is opened anew.
const OPEN_MAX: usize = 4;

/// What documents are read with.
pub(super) struct Desk {
    chain: Chain,
    limits: Limits,
    /// The last one was asked for last.
    open: VecDeque<Open>,
}

/// A file of many documents.
struct Open {
    hash: [u8; 32],
    media_type: &'static str,
    /// The number of the next one.
    next: u32,
    entries: Box<dyn Entries>,
}

impl Desk {
    pub(super) fn new(chain: Chain, limits: Limits) -> Desk {
        Desk { chain, limits, open: VecDeque::new() }
    }

    pub(super) fn chain(&mut self) -> &mut Chain {
        &mut self.chain
    }

    /// Reads what is ordered of a file, and answers document by document.
    ///
    /// # Errors
    /// When the order cannot be meant, or an answer cannot be sent.
    pub(super) fn read(
        &mut self,
        file: &File<'_>,
        attached: Option<OwnedFd>,
        trail: &Trail,
        mut answer: impl FnMut(&Answer) -> io::Result<()>,
    ) -> io::Result<()> {
        trail.reading(file.sequence);
        let hints = Hints { name: Some(file.name.to_owned()), ..Hints::default() };
        let unpacked = match (file.content, attached) {
            (Sent::Open, _) => match self.open.iter().position(|open| open.is_at(file)) {
                Some(place) => {
                    let open = self.open.remove(place).ok_or_else(|| invalid("a file that was closed"))?;
                    return self.go_on(open, file, trail, answer);
                }
                None => return answer(&Answer { part: Part::Closed, ..of_file(file) }),
            },
            (Sent::Inline(bytes), _) => match reader::unpack(bytes, &hints, || Ok(Source::of_bytes(bytes.to_vec()))) {
                Ok(None) => return answer(&self.whole(file, bytes, trail)),
                unpacked => unpacked,
            },
            (Sent::Attached, Some(descriptor)) => {
                let source = Source::of_file(descriptor.into())?;
                let (head, length) = (source.head(reader::HEAD_BYTES)?, source.len());
                let mut source = Some(source);
                let taken = || source.take().ok_or(io::ErrorKind::NotFound.into());
                match reader::unpack(&head, &hints, taken) {
                    Ok(None) if length > self.limits.document_bytes => {
                        let (code, limit) = (TOO_LARGE, self.limits.document_bytes);
                        let text = format!(
                            "this is one document of {length} bytes, and limits.max_document allows {limit}: split it"
                        );
                        return answer(&Answer { reader: verdict(Failure { code, text }), ..of_file(file) });
                    }
                    Ok(None) => {
                        let bytes = source.take().ok_or(io::ErrorKind::NotFound)?.into_bytes()?;
                        return answer(&self.whole(file, &bytes, trail));
                    }
                    unpacked => unpacked,
                }
            }
            (Sent::Attached, None) => return Err(invalid("a file without content")),
        };
        match unpacked {
            Ok(Some(Unpacked { media_type, mut entries })) => {
                for _ in 0..file.from {
                    // What is passed over was read by another worker; that it is there no more shows in what follows.
                    let _ = entries.next();
                    trail.reading(file.sequence);
                }
                self.open.retain(|open| open.hash != file.hash);
                self.go_on(Open { hash: file.hash, media_type, next: file.from, entries }, file, trail, answer)
            }
            Ok(None) => Ok(()),
            Err(failure) => {
                trail.idle();
                answer(&Answer { reader: verdict(failure), ..of_file(file) })
            }
        }
    }

    /// Reads a file that is one document.
    fn whole(&mut self, file: &File<'_>, bytes: &[u8], trail: &Trail) -> Answer {
        let hints = Hints { name: Some(file.name.to_owned()), ..Hints::default() };
        self.fill(of_file(file), file, bytes, &hints, trail)
    }

    /// Reads as many documents of the open file as are wanted.
    fn go_on(
        &mut self,
        mut open: Open,
        file: &File<'_>,
        trail: &Trail,
        mut answer: impl FnMut(&Answer) -> io::Result<()>,
    ) -> io::Result<()> {
        for _ in 0..file.most {
            trail.reading(file.sequence);
            let (number, entry) = (open.next, open.entries.next());
            open.next += 1;
            let Some(entry) = entry else {
                trail.idle();
                let mut end = Answer { part: Part::End { count: number }, ..of_file(file) };
                end.reader.facts = json!({ "mediaType": open.media_type }).to_string();
                return answer(&end);
            };
            answer(&self.entry(file, number, entry, trail))?;
        }
        trail.idle();
        if self.open.len() == OPEN_MAX {
            self.open.pop_front();
        }
        self.open.push_back(open);
        Ok(())
    }

    fn entry(&mut self, file: &File<'_>, number: u32, entry: Result<Entry, Failure>, trail: &Trail) -> Answer {
        let answer = Answer { document: [0; 32], ..of_file(file) };
        match entry {
            Ok(Entry { name, bytes, hints }) => {
                let document = *DocumentId::of(&bytes).as_bytes();
                let part = Part::Entry { number, name, size: bytes.len() as u64 };
                self.fill(Answer { part, document, ..answer }, file, &bytes, &hints, trail)
            }
            Err(failure) => {
                trail.idle();
                let part = Part::Entry { number, name: String::new(), size: 0 };
                Answer { part, reader: verdict(failure), ..answer }
            }
        }
    }

    /// Reads one document and runs the chain over it.
    fn fill(&mut self, mut answer: Answer, file: &File<'_>, bytes: &[u8], hints: &Hints, trail: &Trail) -> Answer {
        match reader::read(bytes, hints, self.limits.text_bytes) {
            Ok(article) => {
                let id = DocumentId::from_bytes(answer.document).to_string();
                let run = self.chain.run(&article, file, &id, trail);
                answer.reader.facts = article.facts_json;
                answer.extractors = run.extractors;
                answer.events = run.events;
            }
            Err(failure) => answer.reader = verdict(failure),
        }
        trail.idle();
        answer
    }
}

impl Open {
    /// Whether an order goes on where the file was left.
    fn is_at(&self, file: &File<'_>) -> bool {
        self.hash == file.hash && self.next == file.from
    }
}

/// An answer about a file, with nothing in it yet.
fn of_file(file: &File<'_>) -> Answer {
    Answer { sequence: file.sequence, document: file.hash, ..Answer::default() }
}

fn verdict(failure: Failure) -> ReaderVerdict {
    ReaderVerdict { code: failure.code.to_owned(), text: failure.text, facts: String::new() }
}

fn invalid(text: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}
