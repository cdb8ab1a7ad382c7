/*
 * figures: an example of an extractor in C. Emits `com.example.figures.v1` for every number of a text that has a unit:
 *
 *     "... rose by 12.5 per cent"  ->  {"number":"12.5","unit":"percent","span":{"start":40,"end":53,"exact":"12.5 per cent"}}
 *
 * It is built by one line, in Makefile. Its instance is the host itself, since it has nothing of its own to keep; an
 * extractor with a config or a cache allocates a struct in create and frees it in destroy.
 */
#include "extractor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

XTR_MANIFEST(
    "{\"manifest\":1,\"id\":\"figures\",\"version\":\"0.1.0\",\"abi\":[1,0],"
    "\"description\":\"An example in C: numbers with their units\",\"license\":\"MIT OR Apache-2.0\","
    "\"media_types\":[\"text/*\"],\"event_types\":[\"com.example.figures.v1\"],"
    "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false}}");

#define NUMBER_BYTES_MAX 32 /* longer runs of digits are account numbers and the like */
#define FIGURES_MAX 1000    /* a document may have 10,000 events, and this is not the only extractor */

/* What stands behind a number, and the unit that it means. A spelling comes before its own beginnings. */
static const struct {
    const char *spelling, *unit;
} UNITS[] = {
    {"%", "percent"},       {"per cent", "percent"}, {"percent", "percent"}, {"\xC2\xB0""C", "celsius"},
    {"km/h", "km/h"},       {"kilometres", "km"},    {"kilometers", "km"},   {"km", "km"},
    {"metres", "m"},        {"meters", "m"},         {"tonnes", "t"},        {"kg", "kg"},
    {"hectares", "ha"},     {"litres", "l"},         {"MW", "MW"},           {"MWh", "MWh"},
};

typedef struct figure {
    size_t start, number_end, end; /* bytes of the text */
    const char *unit;
} figure;

static int32_t fail(const xtr_host_v1 *host, int32_t status, const char *text) {
    host->report_error(host->ctx, 0, xtr_str_of(text, strlen(text)));
    return status;
}

static int is_digit(xtr_str text, size_t at) {
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* A byte of a word: ASCII letters, digits, and every byte of a character outside ASCII. */
static int is_word(xtr_str text, size_t at) {
    uint8_t lower = at < text.len ? text.ptr[at] | 0x20 : 0;
    return is_digit(text, at) || (lower >= 'a' && lower <= 'z') || lower >= 0x80;
}

/* Finds the unit at `at`, which may be past one space, broken or not; 0 when there is none. */
static int find_unit(xtr_str text, size_t at, figure *found) {
    size_t place;
    if (at < text.len && text.ptr[at] == ' ') {
        at += 1;
    } else if (at + 1 < text.len && text.ptr[at] == 0xC2 && text.ptr[at + 1] == 0xA0) {
        at += 2;
    }
    for (place = 0; place < sizeof UNITS / sizeof UNITS[0]; place++) {
        size_t length = strlen(UNITS[place].spelling);
        if (text.len - at >= length && memcmp(text.ptr + at, UNITS[place].spelling, length) == 0
            && (text.ptr[at] == '%' || !is_word(text, at + length))) {
            found->unit = UNITS[place].unit;
            found->end = at + length;
            return 1;
        }
    }
    return 0;
}

/* Finds the next figure from `*at` on and moves `*at` behind the number that it looked at last; 0 at the end. */
static int next_figure(xtr_str text, size_t *at, figure *found) {
    while (*at < text.len) {
        size_t start = *at;
        int inside_word = start > 0 && is_word(text, start - 1);
        *at += 1;
        if (!is_digit(text, start)) {
            continue;
        }
        /* A point or comma belongs to the number when a digit follows. */
        while (is_digit(text, *at) || (is_digit(text, *at + 1) && (text.ptr[*at] == '.' || text.ptr[*at] == ','))) {
            *at += 1;
        }
        found->start = start;
        found->number_end = *at;
        if (!inside_word && *at - start <= NUMBER_BYTES_MAX && find_unit(text, *at, found)) {
            return 1;
        }
    }
    return 0;
}

static int32_t emit(const xtr_document_v1 *document, const xtr_sink_v1 *sink, const figure *found) {
    xtr_str type = XTR_STR("com.example.figures.v1");
    const char *text = (const char *)document->text.ptr;
    /* Numbers and spellings have nothing that JSON escapes, and bounded lengths: 256 bytes hold them. */
    char data[256], key[32];
    uint64_t start = document->code_points(document->ctx, found->start);
    uint64_t end = document->code_points(document->ctx, found->end);
    int key_length = snprintf(key, sizeof key, "%" PRIu64, start);
    int length = snprintf(data, sizeof data,
        "{\"number\":\"%.*s\",\"unit\":\"%s\",\"span\":{\"start\":%" PRIu64 ",\"end\":%" PRIu64 ",\"exact\":\"%.*s\"}}",
        (int)(found->number_end - found->start), text + found->start, found->unit, start, end,
        (int)(found->end - found->start), text + found->start);
    return sink->emit(sink->ctx, type, xtr_str_of(key, (size_t)key_length), xtr_str_of(data, (size_t)length));
}

static int32_t create(const xtr_host_v1 *host, xtr_str config_json, void **out) {
    if (config_json.len != 2) { /* other than {} */
        return fail(host, XTR_CONFIG, "this extractor has no settings: leave its table empty");
    }
    *out = (void *)host; /* valid until destroy */
    return XTR_OK;
}

static int32_t extract(void *instance, const xtr_document_v1 *document, const xtr_sink_v1 *sink) {
    size_t at = 0;
    int count;
    figure found;
    if (!(document->flags & XTR_DOCUMENT_HAS_TEXT)) {
        return XTR_SKIPPED;
    }
    for (count = 0; count < FIGURES_MAX && next_figure(document->text, &at, &found); count++) {
        if (sink->should_stop(sink->ctx)) {
            return fail(instance, XTR_STOPPED, "stopped: the time for this document is used up");
        }
        /* A refusal sticks: whatever is returned after it, the document has failed. */
        if (emit(document, sink, &found) != XTR_ACCEPTED) {
            return fail(instance, XTR_DOCUMENT, "the host refused a figure");
        }
    }
    return XTR_OK;
}

static void destroy(void *instance) {
    (void)instance;
}

XTR_EXPORT = {
    XTR_MAGIC, sizeof(xtr_plugin_v1), XTR_ABI_MAJOR, 0, 0, XTR_STR("figures"), XTR_STR("0.1.0"),
    create,    extract,               destroy,       NULL,
};
