/* An extractor for version 1.0 of the contract that touches every field of it. It is kept as it is: every later host
 * must run it with the outcome that it has today. `golden.rs` does the same without a header. */
#include "extractor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

XTR_MANIFEST(
    "{\"manifest\":1,\"id\":\"golden\",\"version\":\"1.0.0\",\"abi\":[1,0],\"description\":\"Touches everything\","
    "\"license\":\"MIT\",\"media_types\":[\"text/*\"],\"event_types\":[\"com.example.golden.v1\"],"
    "\"reads\":[\"languages/1\"],\"publishes\":[\"com.example.golden/1\"],\"requires\":[],"
    "\"optional\":[\"xtr.tick/1\"],\"capabilities\":[],"
    "\"config_schema\":{\"type\":\"object\",\"required\":[\"word\"]},\"sdk\":\"none\"}");

#define PLACES_MAX 16

/* A record of the layer "com.example.golden/1": where the word stands. */
typedef struct place {
    uint64_t start;
    uint64_t end;
    xtr_pool_str word;
} place;

typedef struct golden {
    const xtr_host_v1 *host;
    char word[32];
    size_t word_len;
    unsigned long documents;
} golden;

typedef struct buffer {
    char bytes[4096];
    size_t len;
} buffer;

static void put(buffer *out, const char *format, ...) {
    va_list arguments;
    int written;
    va_start(arguments, format);
    written = vsnprintf(out->bytes + out->len, sizeof out->bytes - out->len, format, arguments);
    va_end(arguments);
    if (written > 0 && (size_t)written < sizeof out->bytes - out->len) {
        out->len += (size_t)written;
    }
}

/* A field and its value, with a comma behind. */
static void put_str(buffer *out, const char *name, xtr_str value) {
    put(out, "\"%s\":\"%.*s\",", name, (int)value.len, (const char *)value.ptr);
}

static int equal(xtr_str a, const char *b) {
    return a.len == strlen(b) && memcmp(a.ptr, b, a.len) == 0;
}

static void say(const xtr_host_v1 *host, uint32_t level, const char *what, xtr_str name) {
    buffer line = { { 0 }, 0 };
    put(&line, "%s%.*s", what, (int)name.len, (const char *)name.ptr);
    host->log(host->ctx, level, xtr_str_of(line.bytes, line.len));
}

static int32_t fail(const xtr_host_v1 *host, int32_t status, const char *text) {
    host->report_error(host->ctx, 7, xtr_str_of(text, strlen(text)));
    return status;
}

static int host_is_whole(const xtr_host_v1 *host) {
    xtr_str none = XTR_STR("com.example.none/1");
    return xtr_has(host, report_error) && host->abi_major == XTR_ABI_MAJOR && host->abi_minor < 0x8000 &&
           host->version.len > 0 && host->get_extension(host->ctx, none) == NULL;
}

/* Reads {"word":"..."}. */
static int32_t create(const xtr_host_v1 *host, xtr_str config_json, void **out) {
    static const char opening[] = "{\"word\":\"";
    size_t at = sizeof opening - 1;
    golden *self;
    if (!host_is_whole(host)) {
        return XTR_INTERNAL;
    }
    if (config_json.len < at || memcmp(config_json.ptr, opening, at) != 0) {
        return fail(host, XTR_CONFIG, "word: a string is wanted");
    }
    self = calloc(1, sizeof *self);
    if (self == NULL) {
        return fail(host, XTR_INTERNAL, "no memory");
    }
    self->host = host;
    while (at < config_json.len && config_json.ptr[at] != '"' && self->word_len < sizeof self->word) {
        self->word[self->word_len++] = (char)config_json.ptr[at++];
    }
    say(host, XTR_LOG_INFO, "created by ", host->name);
    *out = self;
    return XTR_OK;
}

static uint32_t find_places(const golden *self, xtr_str text, place *found) {
    uint32_t count = 0;
    size_t at;
    for (at = 0; at + self->word_len <= text.len && count < PLACES_MAX; at++) {
        if (memcmp(text.ptr + at, self->word, self->word_len) == 0) {
            found[count].start = at;
            found[count].end = at + self->word_len;
            found[count].word.offset = 0;
            found[count].word.length = (uint32_t)self->word_len;
            count++;
        }
    }
    return count;
}

static void put_layers(buffer *out, const xtr_document_v1 *document) {
    uint32_t index;
    put(out, "\"layers\":[");
    for (index = 0; index < document->layer_count; index++) {
        const char *at = (const char *)document->layers + (size_t)index * document->layer_stride;
        const xtr_layer_v1 *layer = (const xtr_layer_v1 *)at;
        put(out, "%s{", index > 0 ? "," : "");
        put_str(out, "name", layer->name);
        put_str(out, "producer", layer->producer);
        put(out, "\"count\":%u,\"pool\":%lu}", (unsigned)layer->count, (unsigned long)layer->pool.len);
    }
    put(out, "],");
}

static void put_events(buffer *out, const xtr_document_v1 *document) {
    uint32_t index;
    put(out, "\"events\":[");
    for (index = 0; index < document->event_count; index++) {
        const char *at = (const char *)document->events + (size_t)index * document->event_stride;
        const xtr_event_v1 *event = (const xtr_event_v1 *)at;
        put(out, "%s{", index > 0 ? "," : "");
        put_str(out, "type", event->type);
        put_str(out, "key", event->key);
        put_str(out, "producer", event->producer);
        put(out, "\"data\":%.*s}", (int)event->data_json.len, (const char *)event->data_json.ptr);
    }
    put(out, "],");
}

/* The codes of all records of "languages/1", as find_layer has it. */
static void put_languages(buffer *out, const xtr_document_v1 *document) {
    xtr_str name = XTR_STR("languages/1"), none = XTR_STR("com.example.none/1");
    const xtr_layer_v1 *layer = document->find_layer(document->ctx, name);
    uint32_t index;
    put(out, "\"none\":%s,\"languages\":[", document->find_layer(document->ctx, none) == NULL ? "null" : "1");
    for (index = 0; layer != NULL && layer->stride >= sizeof(xtr_language_v1) && index < layer->count; index++) {
        const char *at = (const char *)layer->records + (size_t)index * layer->stride;
        const xtr_language_v1 *record = (const xtr_language_v1 *)at;
        put(out, "%s{\"code\":\"%.8s\",\"end\":%lu,\"confidence\":%u,\"scope\":%u}", index > 0 ? "," : "",
            (const char *)record->code, (unsigned long)record->end, (unsigned)record->confidence,
            (unsigned)record->scope);
    }
    put(out, "],");
}

static void put_document(buffer *out, const xtr_document_v1 *document) {
    put_str(out, "id", document->doc_id);
    put_str(out, "name", document->name);
    put_str(out, "media_type", document->media_type);
    put_str(out, "text", document->text);
    put(out, "\"raw\":%lu,\"meta\":%.*s,", (unsigned long)document->raw.len, (int)document->meta_json.len,
        (const char *)document->meta_json.ptr);
    put(out, "\"budget_ns\":%lu,\"attempt\":%u,", (unsigned long)document->soft_budget_ns,
        (unsigned)document->attempt);
}

static int32_t publish(const golden *self, const xtr_sink_v1 *sink, const place *found, uint32_t count) {
    xtr_layer_v1 layer = { XTR_STR("com.example.golden/1"), NULL, 0, sizeof(place), { NULL, 0 }, { NULL, 0 } };
    layer.records = found;
    layer.count = count;
    layer.pool.ptr = (const uint8_t *)self->word;
    layer.pool.len = self->word_len;
    return sink->publish_layer(sink->ctx, &layer);
}

static int32_t report(golden *self, const xtr_document_v1 *document, const xtr_sink_v1 *sink) {
    xtr_str type = XTR_STR("com.example.golden.v1"), key = XTR_STR("a key");
    buffer data = { { 0 }, 0 };
    place found[PLACES_MAX];
    uint32_t count = find_places(self, document->text, found);
    uint64_t first = count > 0 ? found[0].start : document->text.len;
    put(&data, "{");
    put_document(&data, document);
    put_layers(&data, document);
    put_events(&data, document);
    put_languages(&data, document);
    put(&data, "\"first\":%lu,\"stop\":%d,\"documents\":%lu}",
        (unsigned long)document->code_points(document->ctx, first), sink->should_stop(sink->ctx), self->documents);
    if (sink->emit(sink->ctx, type, key, xtr_str_of(data.bytes, data.len)) != XTR_ACCEPTED ||
        publish(self, sink, found, count) != XTR_ACCEPTED) {
        return fail(self->host, XTR_DOCUMENT, "refused");
    }
    return XTR_OK;
}

static int32_t extract(void *instance, const xtr_document_v1 *document, const xtr_sink_v1 *sink) {
    golden *self = instance;
    if (!xtr_has(document, attempt) || !xtr_has(sink, publish_layer)) {
        return fail(self->host, XTR_INTERNAL, "a table is too short");
    }
    if (!(document->flags & XTR_DOCUMENT_HAS_TEXT)) {
        return XTR_SKIPPED;
    }
    self->documents++;
    say(self->host, XTR_LOG_WARN, "extracts ", document->name);
    if (equal(document->name, "bad")) {
        return fail(self->host, XTR_DOCUMENT, "a bad document");
    }
    if (equal(document->name, "late") && sink->should_stop(sink->ctx)) {
        return fail(self->host, XTR_STOPPED, "too late");
    }
    return report(self, document, sink);
}

static void destroy(void *instance) {
    golden *self = instance;
    say(self->host, XTR_LOG_TRACE, "destroyed", xtr_str_of("", 0));
    free(self);
}

static int32_t tick(void *instance) {
    golden *self = instance;
    say(self->host, XTR_LOG_DEBUG, "ticked", xtr_str_of("", 0));
    return self->documents > 0 ? XTR_OK : fail(self->host, XTR_TRANSIENT, "nothing to tend");
}

static const void *get_extension(xtr_str id) {
    static const xtr_tick_v1 table = { sizeof(xtr_tick_v1), 0, tick };
    return equal(id, XTR_TICK) ? &table : NULL;
}

XTR_EXPORT = {
    .magic = XTR_MAGIC,
    .struct_size = sizeof(xtr_plugin_v1),
    .abi_major = XTR_ABI_MAJOR,
    .abi_minor = 0,
    .id = XTR_STR("golden"),
    .version = XTR_STR("1.0.0"),
    .create = create,
    .extract = extract,
    .destroy = destroy,
    .get_extension = get_extension,
};
