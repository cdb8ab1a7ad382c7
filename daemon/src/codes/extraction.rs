//! `D0540` to `D0559`: what extractors do to documents.

codes! {
    REFUSED = "D0540" {
        title: "An extractor refused the document",
        meaning: "The extractor looked at the document and said that it cannot handle it, now or later; the text is \
            its own. The document was tried once.",
        remedy: "Read the text. Where the rest of the chain is worth having without this extractor's part, set \
            on_error = \"skip\" in its table and drop the file again.",
        example: "\
bad.txt: error[D0540]: wordcount@1.2.0: the text has no words
  fix:   see the text; or set on_error = \"skip\" for the extractor",
    }
    TRANSIENT = "D0541" {
        title: "An extractor could not work for the moment",
        meaning: "The extractor asked for the document to be tried again later, because something outside the \
            document stood in its way, and did so until limits.retries was used up. Pauses between the tries grow \
            from a second to a minute.",
        remedy: "Remove the cause that the text names, then drop the file again.",
    }
    PANICKED = "D0542" {
        title: "An extractor panicked",
        meaning: "The plugin's own code gave up over this document, and did so again when the document was tried \
            alone in a fresh worker. No other document was harmed. It is a bug of the plugin.",
        remedy: "Send the plugin's author the file and its `.reason.json`, in which `text` says where it panicked. \
            Until it is mended, on_error = \"skip\" lets the rest of the chain have such documents.",
    }
    STOPPED = "D0543" {
        title: "An extractor gave up for want of time",
        meaning: "The extractor noticed that its time for the document was running out, and stopped by itself; so it \
            did when the document was tried alone. limits.timeout says how much time there is.",
        remedy: "Split the document, raise limits.timeout, or set on_error = \"skip\" for the extractor.",
    }
    INVALID_OUTPUT = "D0544" {
        title: "An extractor gave output that breaks the contract",
        meaning: "An event was not one JSON object, was too long for a line of the log, was of a type that the \
            plugin's manifest does not list, came after the extractor had returned, or was one too many; or a layer \
            was malformed. None of the document's events are in the log. It is a bug of the plugin.",
        remedy: "Send the plugin's author the file and its `.reason.json`; `dragoman plugin check` shows such \
            faults. Until it is mended, on_error = \"skip\" lets the rest of the chain have such documents.",
    }
    INTERNAL = "D0545" {
        title: "An extractor reported a fault of its own",
        meaning: "The extractor ended with a status that means a bug of the plugin, or with one that the contract \
            does not know, also when the document was tried alone.",
        remedy: "Send the plugin's author the file and its `.reason.json`. Until it is mended, on_error = \"skip\" \
            lets the rest of the chain have such documents.",
    }
    SIGNALLED = "D0546" {
        title: "The worker was killed over the document",
        meaning: "The process that was reading the document ended by a signal, twice, the second time with no other \
            document near it: an extractor crashed (a segmentation fault, an abort), or, where `reason` is `killed`, \
            the kernel needed its memory or somebody ended it. The text says by which signal and who was at work.",
        remedy: "After a crash, send the plugin's author the file and its `.reason.json`, which has the worker's \
            last words in `output`; or take the extractor out of chain.order. After a kill, see whether the machine \
            ran out of memory, and drop the file again.",
    }
    EXITED = "D0547" {
        title: "The worker ended by itself over the document",
        meaning: "An extractor ended its whole process (`exit`) while it was reading the document, also when the \
            document was tried alone. A plugin may not do that.",
        remedy: "Send the plugin's author the file and its `.reason.json`; or take the extractor out of chain.order.",
    }
    OVERDUE = "D0548" {
        title: "The document took too long",
        meaning: "An extractor took longer than limits.timeout for the document, or the whole chain longer than \
            three times that, or the worker no longer answered. It was ended, the document was tried alone, and the \
            same happened again.",
        remedy: "Split the document, or raise limits.timeout. An extractor that hangs however long it is given is a \
            matter for the plugin's author; on_error = \"skip\" does without it for such documents.",
        example: "\
hang.txt: error[D0548]: the worker was given up while the extractor wordcount@1.2.0 was at work: it took too long
(limits.timeout is 10000 ms)
  fix:   tell the plugin's author, with this file; or take the extractor out of chain.order",
    }
    OUT_OF_MEMORY = "D0549" {
        title: "The worker ran out of memory over the document",
        meaning: "An extractor wanted more memory than limits.memory lets a worker have, also when the document was \
            tried alone. Memory for others was never short. A plugin that does not ask whether its memory was \
            granted, as many in C, crashes instead (D0546).",
        remedy: "Raise limits.memory or split the document. If a document of a few pages needs hundreds of \
            megabytes, send it to the plugin's author.",
    }
    DISORDER = "D0550" {
        title: "The worker broke the rules between daemon and worker",
        meaning: "What it sent was no answer to the document, or it sent far more diagnostics than a worker lets \
            through, or it closed its connection and went on running; and it did so again when the document was \
            tried alone. A plugin has written into memory or descriptors that are not its own, or daemon and worker \
            are not the same build. Nothing of the answer was used.",
        remedy: "Restart the daemon if its program file was replaced while it ran. Otherwise suspect the plugin that \
            the text names, and send its author the file and its `.reason.json`.",
    }
    LEFT_OUT = "D0551" {
        title: "An extractor was left out, since its worker ended over the document",
        meaning: "The extractor has on_error = \"skip\" and ended its worker over this document twice, so the \
            document was read without it. Its `document` record has the outcome `incomplete`, and this code at the \
            extractor.",
        remedy: "Mend or replace the plugin. A document that ended `incomplete` is read again when its file is \
            dropped again.",
    }
    BYPASSED = "D0552" {
        title: "An extractor was left out, since it failed over too many documents",
        meaning: "The extractor was out of service when this document was read (see D0554). Its `document` record \
            has the outcome `incomplete`, and this code at the extractor.",
        remedy: "Mend or replace the plugin and `dragoman ctl reload`; then drop the file again.",
    }
    HALTED = "D0553" {
        title: "Work is halted: an extractor fails over too many documents",
        meaning: "One extractor crashed, hung or panicked over chain.strikes documents within a minute, or over a \
            fifth of the last fifty, which looks like a broken plugin rather than broken documents. No more \
            documents are read. After half a minute one document tries the extractor again, and work goes on as soon \
            as that goes well; otherwise the pause doubles.",
        remedy: "See in the quarantine what happened; mend the plugin and `dragoman ctl reload`, or take it out of \
            chain.order. Where other extractors should go on without it, set chain.on_plugin_failure = \"bypass\".",
    }
    BYPASS = "D0554" {
        title: "An extractor is out of service: it fails over too many documents",
        meaning: "As D0553, but the config lets documents be read without the extractor meanwhile \
            (chain.on_plugin_failure is \"bypass\", or the extractor has on_error = \"skip\"); they end \
            `incomplete`. From time to time one document tries it again.",
        remedy: "See in the quarantine what happened; mend the plugin and `dragoman ctl reload`, or take it out of \
            chain.order.",
    }
}
