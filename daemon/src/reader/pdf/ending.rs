//! How a file ends. A PDF is written from its beginning on, and says in its last lines where the table of its objects is: one
//! that was cut has lost these lines, while one that was damaged may have them still.

use memchr::memmem;

/// Stands behind everything else; in a file that was added to, behind each of its versions.
const END_MARK: &[u8] = b"%%EOF";
/// Stands before the place of the table, in the lines before the mark.
const PLACE_MARK: &[u8] = b"startxref";
/// Between the two: a number and line ends, and comments of some programs.
const BETWEEN_MAX: usize = 256;
/// What says that a file is written such that its first page can be shown early stands in its first bytes.
const HEAD: usize = 1024;

/// How a file ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The table is where the end says.
    Whole,
    /// The end is there, and no table is where it says.
    Damaged,
    /// There is more to come; with what is missing.
    Cut(String),
}

impl Ending {
    /// Looks at the end of a file.
    pub(super) fn of(file: &[u8]) -> Ending {
        let Some(end) = memmem::rfind(file, END_MARK) else {
            return Ending::Cut("without its end mark %%EOF".to_owned());
        };
        if holds_objects(&file[end..]) {
            return Ending::Cut("within what follows its first end mark".to_owned());
        }
        match table_place(&file[..end]) {
            // The first part of such a file has an end of its own, which names no place.
            Some(0) if memmem::find(&file[..file.len().min(HEAD)], b"/Linearized").is_some() => {
                Ending::Cut("behind its first page".to_owned())
            }
            Some(place) if place >= file.len() => {
                Ending::Cut(format!("before byte {place}, where it says that the table of its objects is"))
            }
            Some(place) if is_table(&file[place..]) => Ending::Whole,
            _ => Ending::Damaged,
        }
    }
}

/// The place of the table, as it stands last before the end mark.
fn table_place(before: &[u8]) -> Option<usize> {
    let last = &before[before.len().saturating_sub(BETWEEN_MAX)..];
    let number = &last[memmem::rfind(last, PLACE_MARK)? + PLACE_MARK.len()..].trim_ascii_start();
    number_at(number).map(|(place, _)| place)
}

/// Whether the table is here: as lines, or as the object that holds it.
fn is_table(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let object = || {
        let (_, generation) = number_at(bytes)?;
        let (_, word) = number_at(generation.trim_ascii_start())?;
        Some(word.trim_ascii_start().starts_with(b"obj"))
    };
    bytes.starts_with(b"xref") || object() == Some(true)
}

/// Whether an object begins here or later.
fn holds_objects(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b" obj").any(|at| {
        let is_word = bytes.get(at + b" obj".len()).is_none_or(|next| !next.is_ascii_alphanumeric());
        is_word && bytes[..at].last().is_some_and(u8::is_ascii_digit)
    })
}

/// A number, and what stands behind it.
fn number_at(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = bytes.split_at(digits);
    Some((std::str::from_utf8(number).ok()?.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(file: &str) -> Ending {
        Ending::of(file.as_bytes())
    }

    fn is_cut(file: &str) -> bool {
        matches!(ending(file), Ending::Cut(_))
    }

    #[test]
    fn a_file_is_whole_when_its_end_names_the_place_of_a_table() {
        for file in [
            "%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n",
            "%PDF-1.7\n12 0 obj<<>>\nstartxref\r\n9\r\n%%EOF",
            "%PDF-1.7\r\nxref\nstartxref 9 %%EOF",
            "%PDF-1.7\nxref\nstartxref\n9\n% written on a Monday\n%%EOF\n\0\0\0<p>An object of joy, said the 9 objectors.</p>",
            "%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n1 0 obj<<>>\nxref\nstartxref\n44\n%%EOF\n",
        ] {
            assert_eq!(ending(file), Ending::Whole, "{file}");
        }
    }

    #[test]
    fn a_file_is_damaged_when_its_end_is_there_and_names_another_place() {
        for file in [
            "%PDF-1.7\nxref\nstartxref\n12\n%%EOF\n",
            "%PDF-1.7\nxref\nstartxref\n%%EOF\n",
            "%PDF-1.7\nxref\nstartxref\n0\n%%EOF\n",
            "%PDF-1.7\nxref\n%%EOF\n",
            "%PDF-1.7\nxref\nstartxref\n99999999999999999999999\n%%EOF\n",
        ] {
            assert_eq!(ending(file), Ending::Damaged, "{file}");
        }
    }

    #[test]
    fn a_file_is_cut_when_more_of_it_was_announced() {
        for file in [
            "%PDF-1.7\n",
            "%PDF-1.7\nxref\nstartxref\n9\n%%EO",
            "%PDF-1.7\nxref\nstartxref\n900\n%%EOF\n",
            // A second version, and the rest of a file whose first page comes first.
            "%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n1 0 obj<</A 1",
            "%PDF-1.7\n1 0 obj<</Linearized 1/L 900>>\nxref\nstartxref\n0\n%%EOF\n",
            "%PDF-1.7\n1 0 obj<</Linearized 1/L 900>>\nxref\nstartxref\n0\n%%EOF\n2 0 obj<</A 1",
        ] {
            assert!(is_cut(file), "{file}: {:?}", ending(file));
        }
    }
}
