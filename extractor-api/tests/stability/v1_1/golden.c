/* An extractor for version 1.1 of the contract that tells every field of the layers which came with it. It is kept as it
 * is: every later host must run it with the outcome that it has today. `golden.rs` does the same without a header. It
 * calls nothing that version 1.0 does not have, so that is what it needs. */
#include "extractor.h"

#include <stdarg.h>
#include <stdio.h>

XTR_MANIFEST(
    "{\"manifest\":1,\"id\":\"golden-layers\",\"version\":\"1.1.0\",\"abi\":[1,0],"
    "\"description\":\"Tells every field of the layers\",\"license\":\"MIT\",\"media_types\":[\"text/*\"],"
    "\"event_types\":[\"com.example.layers.v1\"],"
    "\"reads\":[\"sentences/1\",\"tokens/1\",\"dates/1\",\"mentions/1\",\"quotes/1\"]}");

/* A document and its layers; NULL for those that are not there. */
typedef struct reading {
    xtr_str text;
    const xtr_layer_v1 *sentences;
    const xtr_layer_v1 *tokens;
    const xtr_layer_v1 *dates;
    const xtr_layer_v1 *mentions;
    const xtr_layer_v1 *quotes;
} reading;

typedef struct buffer {
    char bytes[8192];
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

/* Values have a comma behind them; `put_end` takes the last one back. */
static void put_number(buffer *out, int64_t number) {
    put(out, "%ld,", (long)number);
}

/* A number, or null where there is none. */
static void put_known(buffer *out, int64_t number, int known) {
    if (known) {
        put_number(out, number);
    } else {
        put(out, "null,");
    }
}

static void put_str(buffer *out, xtr_str words) {
    put(out, "\"%.*s\",", (int)words.len, words.len > 0 ? (const char *)words.ptr : "");
}

static void put_code(buffer *out, const uint8_t code[4]) {
    put(out, "\"%.4s\",", (const char *)code);
}

static void put_range(buffer *out, const reading *from, uint64_t start, uint64_t end) {
    put_str(out, xtr_range_of(from->text, start, end));
}

/* The word of a token; empty for an index without one. */
static void put_word(buffer *out, const reading *from, uint32_t index) {
    const xtr_token_v1 *token = xtr_layer_get(from->tokens, sizeof *token, index);
    put_range(out, from, token == NULL ? 0 : token->start, token == NULL ? 0 : token->end);
}

static void put_end(buffer *out, const char *bracket) {
    if (out->len > 0 && out->bytes[out->len - 1] == ',') {
        out->len--;
    }
    put(out, "%s,", bracket);
}

static void put_sentences(buffer *out, const reading *from) {
    const xtr_sentence_v1 *sentence;
    uint32_t index;
    put(out, "\"sentences\":[");
    for (index = 0; (sentence = xtr_layer_get(from->sentences, sizeof *sentence, index)) != NULL; index++) {
        put(out, "[");
        put_number(out, (int64_t)sentence->start);
        put_number(out, (int64_t)sentence->end);
        put_number(out, sentence->first_token);
        put_number(out, sentence->tokens);
        put_number(out, sentence->zone);
        put_number(out, sentence->flags);
        put_end(out, "]");
    }
    put_end(out, "]");
}

static void put_tokens(buffer *out, const reading *from) {
    const xtr_token_v1 *token;
    uint32_t index;
    put(out, "\"tokens\":[");
    for (index = 0; (token = xtr_layer_get(from->tokens, sizeof *token, index)) != NULL; index++) {
        put(out, "[");
        put_range(out, from, token->start, token->end);
        put_word(out, from, token->head);
        put_number(out, token->tag);
        put_number(out, token->relation);
        put_number(out, token->form);
        put_number(out, token->flags);
        put_end(out, "]");
    }
    put_end(out, "]");
}

static void put_dates(buffer *out, const reading *from) {
    const xtr_date_v1 *date;
    uint32_t index;
    put(out, "\"dates\":[");
    for (index = 0; (date = xtr_layer_get(from->dates, sizeof *date, index)) != NULL; index++) {
        put(out, "[");
        put_range(out, from, date->start, date->end);
        put_str(out, xtr_layer_str(from->dates, date->value));
        put_str(out, xtr_layer_str(from->dates, date->until));
        put_number(out, date->first_day);
        put_known(out, date->last_day, date->last_day != XTR_DATE_UNKNOWN);
        put_number(out, date->granularity);
        put_number(out, date->basis);
        put_number(out, date->flags);
        put_number(out, date->confidence);
        put_end(out, "]");
    }
    put_end(out, "]");
}

static void put_mentions(buffer *out, const reading *from) {
    const xtr_mention_v1 *mention;
    uint32_t index;
    put(out, "\"mentions\":[");
    for (index = 0; (mention = xtr_layer_get(from->mentions, sizeof *mention, index)) != NULL; index++) {
        put(out, "[");
        put_range(out, from, mention->start, mention->end);
        put_range(out, from, mention->start - mention->lead, mention->end);
        put_number(out, mention->entity);
        put_word(out, from, mention->head);
        put_number(out, mention->kind);
        put_number(out, mention->how);
        put_number(out, mention->flags);
        put_number(out, mention->confidence);
        put_code(out, mention->country);
        put_code(out, mention->sector);
        put_str(out, xtr_layer_str(from->mentions, mention->name));
        put_str(out, xtr_layer_str(from->mentions, mention->role));
        put_number(out, mention->latitude);
        put_number(out, mention->longitude);
        put_number(out, mention->geonames);
        put_end(out, "]");
    }
    put_end(out, "]");
}

static void put_quotes(buffer *out, const reading *from) {
    const xtr_quote_v1 *quote;
    uint32_t index;
    put(out, "\"quotes\":[");
    for (index = 0; (quote = xtr_layer_get(from->quotes, sizeof *quote, index)) != NULL; index++) {
        put(out, "[");
        put_range(out, from, quote->start, quote->end);
        put_range(out, from, quote->speaker_start, quote->speaker_end);
        put_range(out, from, quote->cue_start, quote->cue_end);
        put_number(out, quote->speaker);
        put_known(out, quote->addressee, quote->addressee != XTR_QUOTE_NOBODY);
        put_number(out, quote->kind);
        put_number(out, quote->flags);
        put_number(out, quote->reserved);
        put_number(out, quote->confidence);
        put_end(out, "]");
    }
    put_end(out, "]");
}

static int32_t create(const xtr_host_v1 *host, xtr_str config_json, void **out) {
    static char nothing_to_keep;
    (void)host;
    (void)config_json;
    *out = &nothing_to_keep;
    return XTR_OK;
}

static int32_t extract(void *self, const xtr_document_v1 *document, const xtr_sink_v1 *sink) {
    static const xtr_str sentences = XTR_STR("sentences/1"), tokens = XTR_STR("tokens/1"), dates = XTR_STR("dates/1"),
                         mentions = XTR_STR("mentions/1"), quotes = XTR_STR("quotes/1"),
                         type = XTR_STR("com.example.layers.v1"), key = XTR_STR("");
    buffer data = { { 0 }, 0 };
    reading from;
    (void)self;
    from.text = document->text;
    from.sentences = document->find_layer(document->ctx, sentences);
    from.tokens = document->find_layer(document->ctx, tokens);
    from.dates = document->find_layer(document->ctx, dates);
    from.mentions = document->find_layer(document->ctx, mentions);
    from.quotes = document->find_layer(document->ctx, quotes);
    if (from.tokens == NULL) {
        return XTR_SKIPPED;
    }
    put(&data, "{");
    put_sentences(&data, &from);
    put_tokens(&data, &from);
    put_dates(&data, &from);
    put_mentions(&data, &from);
    put_quotes(&data, &from);
    put_end(&data, "}");
    data.len--;
    return sink->emit(sink->ctx, type, key, xtr_str_of(data.bytes, data.len)) == XTR_ACCEPTED ? XTR_OK : XTR_DOCUMENT;
}

static void destroy(void *self) {
    (void)self;
}

XTR_EXPORT = {
    .magic = XTR_MAGIC,
    .struct_size = sizeof(xtr_plugin_v1),
    .abi_major = XTR_ABI_MAJOR,
    .abi_minor = 0,
    .id = XTR_STR("golden-layers"),
    .version = XTR_STR("1.1.0"),
    .create = create,
    .extract = extract,
    .destroy = destroy,
};
