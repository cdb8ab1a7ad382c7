/*
 * {{name}}: counts the words of a document and finds the longest one. Change it into what you need.
 *
 * extractor.h is the whole contract; `make` builds this file with one line. An operator puts "{{name}}" into
 * `chain.order` of dragoman.toml.
 */
#include "extractor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the plugin says about itself without being run. Id and version stand again in the table at the end. */
XTR_MANIFEST(
    "{\"manifest\":1,\"id\":\"{{name}}\",\"version\":\"0.1.0\",\"abi\":[1,0],"
    "\"description\":\"Counts the words of a document and finds the longest\",\"license\":\"MIT OR Apache-2.0\","
    "\"media_types\":[\"text/*\"],\"event_types\":[\"com.example.{{name}}.v1\"],"
    "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false}}");

/* An instance: one a worker process, called for one document after another on one thread. */
typedef struct word_count {
    const xtr_host_v1 *host; /* valid until destroy */
} word_count;

/* Explains a status that is not XTR_OK, and returns it. */
static int32_t fail(const xtr_host_v1 *host, int32_t status, const char *text) {
    host->report_error(host->ctx, 0, xtr_str_of(text, strlen(text)));
    return status;
}

/* `config_json` is the plugin's table of dragoman.toml. This plugin has no settings, so it must be {}. */
static int32_t create(const xtr_host_v1 *host, xtr_str config_json, void **out) {
    word_count *self;
    if (config_json.len != 2) {
        return fail(host, XTR_CONFIG, "this extractor has no settings: leave its table empty");
    }
    self = malloc(sizeof *self);
    if (self == NULL) {
        return fail(host, XTR_INTERNAL, "no memory");
    }
    self->host = host;
    *out = self;
    return XTR_OK;
}

/* Text is UTF-8: bytes up to the space are white space or control characters, all others belong to words. */
static int is_space(uint8_t byte) {
    return byte <= ' ';
}

static int32_t extract(void *instance, const xtr_document_v1 *document, const xtr_sink_v1 *sink) {
    word_count *self = instance;
    xtr_str type = XTR_STR("com.example.{{name}}.v1"), no_key = XTR_STR("");
    xtr_str text = document->text;
    uint64_t words = 0, start, end;
    size_t at = 0, longest = 0, longest_end = 0;
    char data[160];
    int length;
    if (!(document->flags & XTR_DOCUMENT_HAS_TEXT)) {
        return XTR_SKIPPED; /* a picture, say */
    }
    while (at < text.len) {
        size_t word = at;
        while (at < text.len && !is_space(text.ptr[at])) {
            at++;
        }
        words += at > word;
        if (at - word > longest_end - longest) {
            longest = word;
            longest_end = at;
        }
        at++;
    }
    /* In memory ranges count bytes; in the data of events they count code points. */
    start = document->code_points(document->ctx, longest);
    end = document->code_points(document->ctx, longest_end);
    length = snprintf(data, sizeof data,
                      "{\"words\":%" PRIu64 ",\"longest\":{\"start\":%" PRIu64 ",\"end\":%" PRIu64 "}}", words, start, end);
    /* A refusal sticks: whatever is returned after it, the document has failed. */
    if (sink->emit(sink->ctx, type, no_key, xtr_str_of(data, (size_t)length)) != XTR_ACCEPTED) {
        return fail(self->host, XTR_DOCUMENT, "the host refused the event");
    }
    return XTR_OK;
}

static void destroy(void *instance) {
    free(instance);
}

XTR_EXPORT = {
    XTR_MAGIC, sizeof(xtr_plugin_v1), XTR_ABI_MAJOR, 0, 0, XTR_STR("{{name}}"), XTR_STR("0.1.0"),
    create,    extract,               destroy,       NULL,
};
