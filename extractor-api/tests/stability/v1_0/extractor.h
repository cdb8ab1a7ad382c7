/*
 * extractor.h: the contract between a host and its extractor plugins, version 1.0
 *
 * This header is the contract. Everything else (the Rust crate `extractor-api`, the daemon) mirrors it.
 * It needs C99 or C++11 and nothing but <stdint.h> and <stddef.h>.
 *
 * A plugin is an ELF64 shared object with
 *   1. a section `.extractor.manifest`: one UTF-8 JSON object, at most 64 KiB (XTR_MANIFEST), and
 *   2. one exported data symbol `extractor_plugin_v1` of type xtr_plugin_v1 (XTR_EXPORT).
 *
 * Threads and lifetimes, part of the contract:
 *   - `create`, every `extract` and `tick`, and `destroy` of an instance run on one and the same thread, never at
 *     the same time and never from inside each other. A plugin need not be thread-safe.
 *   - Several instances with different configs may live in one process: keep no per-plugin global state.
 *   - A plugin may start threads of its own; they must not touch host, sink or document.
 *   - The host never forks after loading a plugin and never unloads it. `destroy` is skipped when the process
 *     is killed.
 *   - A plugin installs no signal handlers, does not call `chdir`, `exit` or `setenv`, and closes no descriptor
 *     that it did not open.
 *
 * Evolution: structs are only ever appended to; each append raises the minor version by one. Before reading a
 * field of a struct that the other side filled in, check that it is there: xtr_has(ptr, field). Reserved fields
 * are zero when written and ignored when read. An unknown value of an integer has the meaning written beside it.
 */
#ifndef EXTRACTOR_H
#define EXTRACTOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XTR_ABI_MAJOR 1
#define XTR_ABI_MINOR 0

/* ------------------------------------------------------------------------------------------------ strings */

/* Bytes with a length; not NUL-terminated. `ptr` may be NULL only when `len` is 0. Text is UTF-8. */
typedef struct xtr_str {
    const uint8_t *ptr;
    size_t len;
} xtr_str;

/* ----------------------------------------------------------------------------------------------- statuses */

/* What create and extract return. Any other value counts as XTR_INTERNAL. */
#define XTR_OK 0         /* done */
#define XTR_SKIPPED 1    /* extract: this document is not for me; its events so far are kept */
#define XTR_DOCUMENT (-1)  /* this document cannot be handled, now or later */
#define XTR_TRANSIENT (-2) /* try this document again later */
#define XTR_CONFIG (-3)    /* create only: the config is wrong */
#define XTR_INTERNAL (-4)  /* a bug of the plugin */
#define XTR_PANIC (-5)     /* set by the Rust SDK: a panic was caught */
#define XTR_STOPPED (-6)   /* gave up because should_stop said so */

/* What emit and publish_layer return. Failures are sticky: an extractor that ignores one and returns XTR_OK
 * has failed the document all the same. */
#define XTR_ACCEPTED 0
#define XTR_INVALID_EVENT (-10) /* not one JSON object, bad UTF-8, too deep, undeclared type, bad layer */
#define XTR_TOO_LARGE (-11)     /* the line would be longer than the log allows */
#define XTR_LIMIT (-12)         /* too many events or bytes for one document */
#define XTR_STOP (-13)          /* time is up: return at once */
#define XTR_STALE (-14)         /* this sink was used after its extract had returned */

/* Levels of host->log. An unknown level counts as info. */
#define XTR_LOG_ERROR 1
#define XTR_LOG_WARN 2
#define XTR_LOG_INFO 3
#define XTR_LOG_DEBUG 4
#define XTR_LOG_TRACE 5

/* -------------------------------------------------------------------------------------- layers and events */

/*
 * A layer: a named, versioned array of fixed-size records about the text of a document, published by one
 * extractor for those after it. 64 bytes.
 */
typedef struct xtr_layer_v1 {
    xtr_str name;        /*  0  "languages/1" */
    const void *records; /* 16  8-byte aligned; NULL only when count is 0 */
    uint32_t count;      /* 24  records */
    uint32_t stride;     /* 28  bytes from one record to the next; a multiple of 8, at least the record's size */
    xtr_str producer;    /* 32  id of the extractor that published it; ignored in publish_layer */
    xtr_str pool;        /* 48  UTF-8 strings that records point into by xtr_pool_str */
} xtr_layer_v1;

/* A string inside the pool of a layer: a byte range. 8 bytes. */
typedef struct xtr_pool_str {
    uint32_t offset; /* 0 */
    uint32_t length; /* 4 */
} xtr_pool_str;

/* An event emitted by an earlier extractor of the chain. 64 bytes. */
typedef struct xtr_event_v1 {
    xtr_str type;      /*  0 */
    xtr_str key;       /* 16 */
    xtr_str data_json; /* 32  one JSON object */
    xtr_str producer;  /* 48  id of the extractor that emitted it */
} xtr_event_v1;

/*
 * Layer "languages/1": the language of the text and of each of its lines. 32 bytes a record. FROZEN.
 *
 *   off size field
 *     0    8 start       first byte of the range, counted in `text`
 *     8    8 end         byte after the last
 *    16    8 code        ISO 639-1 code where there is one, else ISO 639-3; ASCII, padded with NUL;
 *                        "und" when no language could be told
 *    24    4 confidence  0 to 1000, thousandths
 *    28    4 scope       0: the whole text, one record, the first; 1: one line, without its line feed;
 *                        other values: ignore the record
 *
 * Lines come in the order of the text; lines without a letter have no record.
 */
typedef struct xtr_language_v1 {
    uint64_t start;
    uint64_t end;
    uint8_t code[8];
    uint32_t confidence;
    uint32_t scope;
} xtr_language_v1;

#define XTR_LANGUAGE_TEXT 0
#define XTR_LANGUAGE_LINE 1

/*
 * Layer "zones/1": which part of an article a stretch of text is. 24 bytes a record. FROZEN.
 *
 *   off size field
 *     0    8 start       first byte of the range, counted in `text`
 *     8    8 end         byte after the last
 *    16    4 kind        one of XTR_ZONE_*; an unknown value counts as XTR_ZONE_OTHER
 *    20    4 confidence  0 to 1000, thousandths
 *
 * Zones come in the order of the text and do not overlap; white space between zones belongs to none. A heading
 * inside the body is a zone of its own between two body zones.
 */
typedef struct xtr_zone_v1 {
    uint64_t start;
    uint64_t end;
    uint32_t kind;
    uint32_t confidence;
} xtr_zone_v1;

#define XTR_ZONE_OTHER 0
#define XTR_ZONE_TITLE 1
#define XTR_ZONE_SUBTITLE 2
#define XTR_ZONE_SECTION_AND_DATE 3      /* "World | 28 January 2024": site, section, dates */
#define XTR_ZONE_DATELINE_SITE 4         /* "PARIS, 3 May (Agency) -" before the first sentence */
#define XTR_ZONE_BYLINE 5
#define XTR_ZONE_SHARE_WIDGET 6
#define XTR_ZONE_AVAILABLE_LANGUAGES 7
#define XTR_ZONE_BODY 8
#define XTR_ZONE_HEADING 9
#define XTR_ZONE_CAPTION 10
#define XTR_ZONE_SUMMARY_BY_AUTHOR 11
#define XTR_ZONE_REFERENCES 12
#define XTR_ZONE_AUTHOR_BIO 13
#define XTR_ZONE_RELATED_LINKS 14
#define XTR_ZONE_DISCLAIMER 15
#define XTR_ZONE_HASHTAGS 16

/* ------------------------------------------------------------------------------------------------ host */

/* Host to plugin, valid from `create` until `destroy` has returned. 72 bytes. */
typedef struct xtr_host_v1 {
    uint32_t struct_size; /*  0 */
    uint16_t abi_major;   /*  4  the host's own */
    uint16_t abi_minor;   /*  6 */
    void *ctx;            /*  8  first argument of the functions below */
    xtr_str name;         /* 16  information; do not branch on it */
    xtr_str version;      /* 32  information; do not branch on it */

    /* Returns the extension table with this id ("xtr.tick/1"), or NULL when the host does not have it. The
     * table lives as long as the host. Thread: the plugin's. */
    const void *(*get_extension)(void *ctx, xtr_str id); /* 48 */

    /* Writes one line to the host's diagnostics; the host copies the text and may drop lines that come too
     * fast. Thread: the plugin's. Never fails. */
    void (*log)(void *ctx, uint32_t level, xtr_str text); /* 56 */

    /* Explains the status that is about to be returned; the host copies the text. `code` is the plugin's own,
     * 0 for none. Thread: the plugin's. Never fails. */
    void (*report_error)(void *ctx, int32_t code, xtr_str text); /* 64 */
} xtr_host_v1;

/* ------------------------------------------------------------------------------------------------ document */

#define XTR_DOCUMENT_HAS_TEXT 1u /* flag: `text` is present */

/* One document, valid during one `extract`. 176 bytes. */
typedef struct xtr_document_v1 {
    uint32_t struct_size;  /*   0 */
    uint32_t flags;        /*   4  XTR_DOCUMENT_HAS_TEXT; ignore unknown bits */
    xtr_str doc_id;        /*   8  content hash in hex; the same at every attempt */
    xtr_str name;          /*  24  file name; bytes that are not UTF-8 are escaped by the host */
    xtr_str media_type;    /*  40  of the document as found: "text/plain", "text/html" */
    xtr_str text;          /*  56  decoded main text: UTF-8, lines end in LF, the same for the whole chain */
    xtr_str raw;           /*  72  the document's original bytes */
    xtr_str meta_json;     /*  88  a JSON object: what container and format say (title, published, url) */
    const xtr_layer_v1 *layers; /* 104  published so far, in order */
    uint32_t layer_count;  /* 112 */
    uint32_t layer_stride; /* 116  bytes from one entry to the next */
    const xtr_event_v1 *events; /* 120  emitted so far by earlier extractors */
    uint32_t event_count;  /* 128 */
    uint32_t event_stride; /* 132 */

    /* Returns the layer with this name, or NULL when nobody published it. Valid during this `extract`. */
    const xtr_layer_v1 *(*find_layer)(void *ctx, xtr_str name); /* 136 */
    void *ctx; /* 144  first argument of find_layer and code_points */

    /* Returns how many Unicode code points of `text` lie before this byte offset; an offset past the end counts
     * as the end, one inside a character as that character's start. Spans in `data` count code points. */
    uint64_t (*code_points)(void *ctx, uint64_t byte_offset); /* 152 */
    uint64_t soft_budget_ns; /* 160  time after which should_stop says 1; 0 for none */
    uint32_t attempt;        /* 168  0 first; 1.. when tried again, alone, in a fresh process */
    uint32_t reserved0;      /* 172 */
} xtr_document_v1;

/* Where results go, valid during one `extract`, on its thread. 40 bytes. */
typedef struct xtr_sink_v1 {
    uint32_t struct_size; /*  0 */
    uint32_t reserved0;   /*  4 */
    void *ctx;            /*  8 */

    /* Emits one event. `type` is a reverse-DNS type listed in the manifest ("com.example.wordcount.v1") or, without
     * a dot, a record of the host ("article"). In the manifest of a plugin with the capability "exec", "*" lists
     * every type with a dot that is not the host's. `key` tells events of one type apart and may be empty; then the
     * bytes of `data_json` do. `data_json` is exactly one JSON object: UTF-8, no raw control bytes, nesting at
     * most 64, integers within 2^53. The host copies everything before it returns.
     * Returns XTR_ACCEPTED or one of the sticky failures above. */
    int32_t (*emit)(void *ctx, xtr_str type, xtr_str key, xtr_str data_json); /* 16 */

    /* Returns 1 when the soft budget is used up or the host is shutting down, else 0. Cheap. */
    int32_t (*should_stop)(void *ctx); /* 24 */

    /* Publishes a layer for the extractors after this one; its name must be listed in the manifest and can be
     * published once per document. The host copies records and pool before it returns. Same answers and
     * stickiness as emit. In every minor version it reads these 64 bytes of a layer and no more. */
    int32_t (*publish_layer)(void *ctx, const xtr_layer_v1 *layer); /* 32 */
} xtr_sink_v1;

/* ------------------------------------------------------------------------------------------------ plugin */

#define XTR_MAGIC { 'X', 'T', 'R', 'P', 'L', 'U', 'G', 0x01 }

/* Flags: unknown bits 0-31 are ignored, an unknown bit of 32-63 makes the host reject the plugin. */

/* The table that a plugin exports as `extractor_plugin_v1`: read-only, lives as long as the library. 88 bytes. */
typedef struct xtr_plugin_v1 {
    uint8_t magic[8];     /*  0  XTR_MAGIC */
    uint32_t struct_size; /*  8  bytes that the plugin knows */
    uint16_t abi_major;   /* 12  XTR_ABI_MAJOR */
    uint16_t abi_minor;   /* 14  lowest minor that the plugin needs */
    uint64_t flags;       /* 16 */
    xtr_str id;           /* 24  [a-z0-9][a-z0-9._-]{0,63}; as in the manifest */
    xtr_str version;      /* 40  semantic version; as in the manifest */

    /* Makes an instance. `config_json` is a JSON object, borrowed until return; `host` may be kept until
     * `destroy`. On XTR_OK the plugin has stored its instance in *out; otherwise *out is left alone. Required. */
    int32_t (*create)(const xtr_host_v1 *host, xtr_str config_json, void **out); /* 56 */

    /* Reads one document. `document` and `sink` are borrowed until return. Required. */
    int32_t (*extract)(void *self, const xtr_document_v1 *document, const xtr_sink_v1 *sink); /* 64 */

    /* Ends an instance; it is not used again. Required. */
    void (*destroy)(void *self); /* 72 */

    /* Returns the plugin's own extension table with this id, or NULL. The table lives as long as the library. May be
     * asked at any time after loading. Thread: that of the instances. The field may be NULL. */
    const void *(*get_extension)(xtr_str id); /* 80 */
} xtr_plugin_v1;

/* ---------------------------------------------------------------------------------------------- extensions */

/*
 * What is optional stands in extensions: tables of one side that the other finds by id through get_extension. An id is
 * "xtr.<name>/<revision>", or "<reverse-dns>.<name>/<revision>" from others. A released table does not change: a
 * change is a new revision with a new id. The manifest lists the extensions that a plugin can use under `optional`, and
 * those that it cannot do without under `requires`; a host that does not know one of the latter refuses the plugin.
 */

#define XTR_TICK "xtr.tick/1"

/* Extension of a plugin, XTR_TICK: a call between documents now and then, for those that keep a cache. 16 bytes. */
typedef struct xtr_tick_v1 {
    uint32_t struct_size; /*  0 */
    uint32_t reserved0;   /*  4 */

    /* Called between documents, as often as the host sees fit, perhaps never; not before `create` has returned, never
     * during `extract`. It must be short, and must not change what `extract` makes of a document. Host functions may
     * be called; there is no sink. Thread: that of the instance.
     * Returns XTR_OK, or a negative status, explained by report_error, which the host writes to its diagnostics: no
     * document fails by it, and the instance stays in use. After XTR_PANIC alone it is destroyed and created anew. */
    int32_t (*tick)(void *self); /*  8 */
} xtr_tick_v1;

/* ------------------------------------------------------------------------------------------------ helpers */

/* 1 when the struct behind `p` is long enough to hold `field`, by its own struct_size. */
#define xtr_has(p, field) \
    ((size_t)(p)->struct_size >= \
     (size_t)((const char *)&(p)->field - (const char *)(p)) + sizeof((p)->field))

/* A literal as xtr_str: XTR_STR("article"). Usable in static initialisers. */
#define XTR_STR(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 }

static inline xtr_str xtr_str_of(const char *bytes, size_t len) {
    xtr_str s;
    s.ptr = (const uint8_t *)bytes;
    s.len = len;
    return s;
}

/* Puts the manifest, a string literal, where hosts look for it; its closing NUL is ignored there. */
#define XTR_MANIFEST(json) \
    __attribute__((section(".extractor.manifest"), used)) \
    static const char xtr_manifest_[] = json

/* Declares the one exported symbol; follow it with `= { ... };`. Works under -fvisibility=hidden. */
#ifdef __cplusplus
#define XTR_EXPORT extern "C" __attribute__((visibility("default"))) const xtr_plugin_v1 extractor_plugin_v1
#else
#define XTR_EXPORT __attribute__((visibility("default"))) const xtr_plugin_v1 extractor_plugin_v1
#endif

#ifdef __cplusplus
}
#endif

#endif /* EXTRACTOR_H */
