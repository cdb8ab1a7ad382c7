//! `D04xx`: what is in a file.

codes! {
    UNSUPPORTED = "D0401" {
        title: "The format is known, but not read",
        meaning: "The content is that of a format in which no articles are read: a picture, a spreadsheet, an old office \
            document, a program, whatever the file's name says. The daemon sets it aside instead of reading its bytes as words.",
        remedy: "Convert it to a format that is read: text, HTML, PDF with a text layer, DOCX, ODT.",
        example: "\
minutes.rtf: error[D0401]: this is an RTF document (it begins with {\\rtf), which is not read: save it as DOCX, ODT or PDF and drop that",
    }
    TOO_MUCH_TEXT = "D0402" {
        title: "The document has too much text",
        meaning: "Its text, decoded to UTF-8, is longer than limits.max_text. No extractor has seen it.",
        remedy: "Split the file, or raise limits.max_text, and drop it again.",
    }
    BINARY = "D0403" {
        title: "The bytes are no text",
        meaning: "The content is of no known format and no text in any charset: there are NUL bytes in it.",
        remedy: "Drop the file again as text. If it is text, it was damaged on its way here, or is in UTF-32, or in \
            UTF-16 without a byte order mark: convert it to UTF-8 first.",
    }
    EMPTY = "D0404" {
        title: "The file is empty",
        meaning: "It had no content when it was found, and none after limits.empty_wait. Many programs make an empty \
            file first and fill it later; this one did not, or took too long.",
        remedy: "Drop it again with its content. If its writer needs longer, let it write under a hidden name and \
            rename the file when it is done, or raise limits.empty_wait.",
    }
    TOO_LARGE = "D0405" {
        title: "The file is too large",
        meaning: "It is one document and larger than limits.max_document, or it is larger than limits.max_file, whatever it \
            holds. It was not read.",
        remedy: "Split it, or raise the limit that is named, and drop it again.",
    }
    UNREADABLE = "D0406" {
        title: "The file cannot be read",
        meaning: "The daemon found the file, but opening or reading it failed: as a rule its owner gave nobody else \
            the right to read it. From `extract` and `plugin run`: the file is not there, is empty, is larger than \
            limits.max_document or may not be read.",
        remedy: "Make it readable for the user that runs the daemon, and drop it again. A folder with a default ACL, \
            or with a group that writer and daemon share, keeps it from happening again.",
        example: "\
absent.txt: error[D0406]: No such file or directory (os error 2)
  fix:   name a readable file of at most limits.max_document",
    }
    TRUNCATED = "D0407" {
        title: "The file ends too early",
        meaning: "What its format needs at the end is missing: a closing bracket, a footer, a directory. A writer that \
            is still at work leaves such a file for a while, a broken transfer leaves it for good. Nothing was read of it.",
        remedy: "Copy the file again, whole. Writers that pause should write under a hidden name and rename the file \
            when it is done.",
    }
    ENCRYPTED = "D0408" {
        title: "The file is encrypted",
        meaning: "It opens with a password only, and no password can be given.",
        remedy: "Put a copy without password into the inbox.",
    }
    NO_TEXT = "D0409" {
        title: "There is no text in the document",
        meaning: "Its format was understood, but there is nothing to read in it: a PDF of scanned pages, a web page that \
            only scripts fill, JSON without any field of text.",
        remedy: "Drop the text itself. Of scanned pages, run text recognition first (OCRmyPDF for a PDF); of a web page, \
            save what the browser shows.",
    }
    MALFORMED = "D0410" {
        title: "The content breaks the rules of its format",
        meaning: "It begins as a format that is known, and at the place that is named it is not that format any more.",
        remedy: "Open it with the program that made it and save it again, or drop its text instead.",
    }
    EXPANDS = "D0411" {
        title: "The compressed content is too large when unpacked",
        meaning: "It grows beyond 128 MiB a document, or beyond a hundred times its size on the whole: the mark of a \
            decompression bomb.",
        remedy: "If it is what it says, unpack it yourself and drop what was in it.",
    }
    NESTED = "D0412" {
        title: "The content is nested too deep",
        meaning: "Elements, brackets, messages or archives stand within each other deeper than any article needs. \
            Reading on would cost time and memory without end.",
        remedy: "If it is an article, drop its text instead.",
    }
    EXCESSIVE = "D0413" {
        title: "The content has too many parts",
        meaning: "There are more elements, pages or characters in it than the limit that is named allows for one document.",
        remedy: "Split it, or drop the text of the part that you need.",
    }
}
