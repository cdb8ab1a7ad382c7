//! Documents on their way together: the reader, then each extractor, takes all of them before the next has its turn.
//! What it works with, its code and its tables, is then in the processor's caches for all but the first of them.
//!
//! Nobody waits for a slow one: when a group has had its time, its documents go on one after the other, and each is
//! answered as soon as it is done.

use std::cell::OnceCell;
use std::io;
use std::time::{Duration, Instant};

use crate::id::DocumentId;
use crate::reader::sniff::{Hints, Sniffed};
use crate::reader::{self, Article, Failure, Rules};
use crate::worker::breadcrumb::Trail;
use crate::worker::chain::{Chain, Passage};
use crate::worker::frame::{Answer, Places, ReaderVerdict, Shown};

/// As many documents at most.
pub const GROUP_MAX: usize = 32;
/// A group is as large as is done in this time, going by those before it; in twice the time its documents part.
pub const GROUP_TIME: Duration = Duration::from_millis(50);
/// Contents of a group, in bytes. A larger document goes by itself.
const CONTENT_BYTES_MAX: usize = 256 << 10;
/// Texts of a group, in bytes: packed contents may hold far longer ones. At more its documents part, so that layers are
/// in memory for one of them only.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// Takes the answers, in the order in which the documents came.
pub(super) type Tell<'a> = dyn FnMut(&Answer) -> io::Result<()> + 'a;

/// A document that is not read yet.
pub(super) struct Unread {
    /// An answer about it, with nothing in it yet.
    pub(super) answer: Answer,
    /// What its file is called.
    pub(super) name: String,
    pub(super) attempt: u32,
    /// The places of extractors that do not run.
    pub(super) without: Places,
    pub(super) bytes: Vec<u8>,
    pub(super) hints: Hints,
    pub(super) found: Sniffed,
}

/// What a group needs on its way.
pub(super) struct Staff<'a> {
    pub(super) chain: &'a mut Chain,
    pub(super) rules: &'a Rules,
    pub(super) trail: &'a Trail,
    /// Whether answers carry text and metadata.
    pub(super) show: bool,
}

/// The next documents.
pub(super) struct Group {
    documents: Vec<Unread>,
    /// When the first of them came.
    began: Instant,
    /// Of their contents.
    bytes: usize,
    /// What a document took of late.
    each: Duration,
}

impl Group {
    /// Nothing is known of how long a document takes, so the first goes by itself.
    pub(super) fn new() -> Group {
        Group { documents: Vec::new(), began: Instant::now(), bytes: 0, each: GROUP_TIME }
    }

    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether a document of this many bytes may join those that are there.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        let most = (GROUP_TIME.as_nanos() / self.each.as_nanos().max(1)).min(GROUP_MAX as u128);
        let is_in_time = || (self.len() as u128) < most && self.began.elapsed() < GROUP_TIME;
        self.documents.is_empty() || self.bytes + bytes <= CONTENT_BYTES_MAX && is_in_time()
    }

    pub(super) fn add(&mut self, document: Unread) {
        if self.documents.is_empty() {
            self.began = Instant::now();
        }
        self.bytes += document.bytes.len();
        self.documents.push(document);
    }

    /// Reads all documents and runs the chain over them.
    ///
    /// # Errors
    /// When an answer cannot be sent.
    pub(super) fn run(&mut self, staff: &mut Staff<'_>, tell: &mut Tell<'_>) -> io::Result<()> {
        let documents = std::mem::take(&mut self.documents);
        self.bytes = 0;
        if documents.is_empty() {
            return Ok(());
        }
        let began = self.began;
        staff.trail.group(documents.len());
        let pages: Vec<_> = documents.iter().map(Page::of).collect();
        let mut ways: Vec<_> = documents.iter().zip(&pages).map(|(document, page)| Way::new(document, page)).collect();
        take_turns(&mut ways, |way| way.step(staff), |ways| began.elapsed() < 2 * GROUP_TIME && are_short(ways));
        for mut way in ways {
            while way.step(staff) {}
            staff.trail.idle();
            tell(&way.end(staff.show))?;
        }
        self.each = (self.each + began.elapsed() / documents.len() as u32) / 2;
        Ok(())
    }
}

/// Gives each its turn, again and again, until none goes on or they must part.
fn take_turns<T>(all: &mut [T], mut step: impl FnMut(&mut T) -> bool, mut may_go_on: impl FnMut(&[T]) -> bool) {
    let mut goes_on = true;
    while std::mem::take(&mut goes_on) {
        for at in 0..all.len() {
            if !may_go_on(all) {
                return;
            }
            goes_on |= step(&mut all[at]);
        }
    }
}

/// Whether the texts that were read so far may be in memory together.
fn are_short(ways: &[Way<'_>]) -> bool {
    ways.len() == 1 || ways.iter().map(Way::text_bytes).sum::<usize>() <= TEXT_BYTES_MAX
}

/// A document's name and, once it was read, what the reader made of it.
struct Page<'a> {
    id: String,
    read: OnceCell<Result<Article<'a>, Failure>>,
}

impl Page<'_> {
    fn of(document: &Unread) -> Self {
        Page { id: DocumentId::from_bytes(document.answer.document).to_string(), read: OnceCell::new() }
    }
}

/// One document on its way.
struct Way<'a> {
    document: &'a Unread,
    page: &'a Page<'a>,
    /// Through the chain, once it was read.
    passage: Option<Passage<'a>>,
    /// What its steps took.
    spent: Duration,
    is_done: bool,
}

impl<'a> Way<'a> {
    fn new(document: &'a Unread, page: &'a Page<'a>) -> Way<'a> {
        Way { document, page, passage: None, spent: Duration::ZERO, is_done: false }
    }

    fn text_bytes(&self) -> usize {
        let read = self.page.read.get().and_then(|read| read.as_ref().ok());
        read.and_then(|article| article.text.as_ref()).map_or(0, String::len)
    }

    /// Takes the next step; says whether there may be another.
    fn step(&mut self, staff: &mut Staff<'_>) -> bool {
        if self.is_done {
            return false;
        }
        let began = Instant::now();
        staff.trail.turn_to(self.document.answer.sequence, self.spent);
        self.is_done = !match &mut self.passage {
            Some(passage) => staff.chain.step(passage, staff.trail),
            None => self.read(staff),
        };
        self.spent += began.elapsed();
        !self.is_done
    }

    /// Reads it; says whether it can be read.
    fn read(&mut self, staff: &Staff<'_>) -> bool {
        let Unread { bytes, hints, found, name, attempt, without, .. } = self.document;
        staff.trail.reading();
        let read = self.page.read.get_or_init(|| reader::read_as(bytes, found, hints, staff.rules));
        let begin = |article| staff.chain.begin(article, &self.page.id, name, *attempt, *without);
        self.passage = read.as_ref().ok().map(begin);
        self.passage.is_some()
    }

    /// The answer.
    fn end(self, show: bool) -> Answer {
        let mut answer = self.document.answer.clone();
        match self.page.read.get() {
            Some(Ok(article)) => {
                answer.reader.facts.clone_from(&article.facts_json);
                (answer.extractors, answer.events) = self.passage.map(Passage::end).unwrap_or_default();
                answer.shown = show
                    .then(|| Shown { text: article.text.clone().unwrap_or_default(), meta: article.meta_json.clone() });
            }
            Some(Err(failure)) => answer.reader = verdict(failure.clone()),
            None => {}
        }
        answer
    }
}

/// What is answered of a document that cannot be read.
pub(super) fn verdict(failure: Failure) -> ReaderVerdict {
    ReaderVerdict { code: failure.code.to_owned(), text: failure.text, facts: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_turn_before_any_has_the_next_until_they_must_part() {
        for (patience, told) in [(usize::MAX, "a1 b1 c1 a2 b2 c2 a3 c3 c4"), (4, "a1 b1 c1 a2")] {
            let mut turns = Vec::new();
            let mut all = [('a', 3), ('b', 2), ('c', 4)].map(|(name, steps)| (name, 0, steps));
            let step = |way: &mut (char, u32, u32)| {
                if way.1 == way.2 {
                    return false;
                }
                way.1 += 1;
                turns.push(format!("{}{}", way.0, way.1));
                way.1 < way.2
            };
            take_turns(&mut all, step, |all| all.iter().map(|way| way.1 as usize).sum::<usize>() < patience);
            assert_eq!(turns.join(" "), told);
        }
    }

    fn unread(bytes: usize) -> Unread {
        let bytes = vec![b'x'; bytes];
        let hints = Hints::default();
        let found = reader::sniff::sniff(&bytes, bytes.len() as u64, &hints);
        let (answer, without) = (Answer::default(), Places::default());
        Unread { answer, name: String::new(), attempt: 0, without, bytes, hints, found }
    }

    #[test]
    fn a_group_is_as_large_as_its_time_its_bytes_and_its_number_allow() {
        let ms = Duration::from_millis;
        for (each, bytes, most) in [
            (ms(50), 1, 1),
            (ms(10), 1, 5),
            (ms(1), 1, GROUP_MAX),
            (Duration::ZERO, CONTENT_BYTES_MAX / 3, 3),
            (ms(1), CONTENT_BYTES_MAX + 1, 1),
            (ms(5000), 1, 1),
        ] {
            let mut group = Group { each, ..Group::new() };
            while group.has_room(bytes) {
                group.add(unread(bytes));
            }
            assert_eq!(group.len(), most, "{each:?} {bytes}");
        }
    }
}
