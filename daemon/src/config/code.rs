//! The codes of config errors: `D0101` to `D0199`.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $summary:literal])+ $code:ident = $number:literal;)*) => {
        /// What kind of fault a setting has. The number never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $summary])+ $code = $number),* }

        impl Code {
            /// Every code, in the order of numbers.
            pub const ALL: &'static [Code] = &[$(Code::$code),*];

            /// One sentence on what the code means.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$code => concat!($($summary),+).trim_ascii_start()),* }
            }

            /// `D0101` and so on.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => concat!("D0", $number)),* }
            }
        }
    };
}

codes! {
    /// No config file was named and none was found.
    NoFile = 101;
    /// The config file that was named does not exist.
    MissingFile = 102;
    /// The config file exists but cannot be read.
    UnreadableFile = 103;
    /// The text is not TOML.
    Syntax = 104;
    /// An override on the command line is not of the form KEY=VALUE.
    BadOverride = 105;
    /// An environment variable looks like a setting but names none.
    UnknownVariable = 106;
    /// A key is not known in the table where it stands.
    UnknownKey = 110;
    /// A value has another type than the key wants.
    WrongType = 111;
    /// A text is not a size such as "64 MiB".
    BadSize = 112;
    /// A text is not a duration such as "250 ms".
    BadDuration = 113;
    /// A number, size or duration is smaller or larger than the key allows.
    OutOfRange = 114;
    /// A word is not one of those that the key allows.
    UnknownChoice = 115;
    /// A name has characters that names may not have.
    BadName = 116;
    /// Two settings cannot both hold.
    Disagreement = 117;
    /// An extractor stands twice in the chain.
    Repeated = 119;
    /// A table configures an extractor that is not in the chain.
    UnusedTable = 120;
    /// An extractor refused its own table.
    RefusedByPlugin = 121;
    /// A text cannot be a path.
    BadPath = 122;
    /// A table lacks a key that has no default.
    MissingKey = 123;
    /// A text is not a level of diagnostics.
    BadLevel = 124;
    /// A text is not a pattern of paths, or not the name of a marker.
    BadPattern = 125;
    /// A text is not the name of a field, or a way to one.
    BadField = 126;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_four_digits_of_the_config_range_in_order() {
        assert!(Code::ALL.is_sorted());
        for code in Code::ALL {
            assert!(code.to_string().starts_with("D01"), "{code}");
            assert!(code.summary().ends_with('.') && !code.summary().starts_with(' '), "{code}: {}", code.summary());
        }
    }
}
