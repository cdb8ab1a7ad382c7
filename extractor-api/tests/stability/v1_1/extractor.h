/*
 * extractor.h: the contract between a host and its extractor plugins, version 1.1
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
 * Evolution: structs are only ever appended to; each append raises the minor version by one, and so do layers that
 * are declared here anew. Before reading a field of a struct that the other side filled in, check that it is there:
 * xtr_has(ptr, field); a record of a layer is as long as the layer's stride says. Reserved fields are zero when
 * written and ignored when read. An unknown value of an integer has the meaning written beside it.
 */
#ifndef EXTRACTOR_H
#define EXTRACTOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XTR_ABI_MAJOR 1
#define XTR_ABI_MINOR 1

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

/* --------------------------------------------------------------------------- layers about sentences and names */

/*
 * What stands below came with version 1.1 of this header: layers that say who does what in a text, and when. For all
 * of them:
 *   - A range is one of bytes of `text`, on the borders of characters.
 *   - A number of a list (XTR_TAG_*, XTR_RELATION_*...) that you do not know counts as 0 of that list: later
 *     publishers may have more. Bits of `flags` that you do not know are to be ignored. A publisher writes 0 where it
 *     knows nothing.
 *   - An index or a string that does not fit its layer counts as none; xtr_layer_get and xtr_layer_str see to that.
 *   - A document may be without a layer although the chain has its publisher: the bundled extractors skip texts that
 *     are not in English. find_layer then returns NULL. A layer without records says that there is nothing to find.
 *
 * Reading or publishing them raises no minor: a host carries the bytes of every layer and knows none, so a plugin that
 * uses them runs under hosts of version 1.0 too, and leaves `abi_minor` at 0. What it cannot do without, it lists
 * under `reads` in its manifest.
 *
 * From a mention to its name, and to the word on which it depends, in C:
 *
 *     const xtr_layer_v1 *tokens = document->find_layer(document->ctx, xtr_str_of("tokens/1", 8));
 *     const xtr_layer_v1 *mentions = document->find_layer(document->ctx, xtr_str_of("mentions/1", 10));
 *     const xtr_mention_v1 *mention = xtr_layer_get(mentions, sizeof *mention, index);
 *     if (mention != NULL) {
 *         xtr_str name = xtr_layer_str(mentions, mention->name);
 *         const xtr_token_v1 *word = xtr_layer_get(tokens, sizeof *word, mention->head);
 *         const xtr_token_v1 *verb = word == NULL ? NULL : xtr_layer_get(tokens, sizeof *verb, word->head);
 *         ...
 *     }
 */

/*
 * Layer "sentences/1": the sentences of the text. 32 bytes a record. FROZEN.
 *
 *   off size field
 *     0    8 start        first byte of the range, counted in `text`
 *     8    8 end          byte after the last
 *    16    4 first_token  index in tokens/1 of its first token
 *    20    4 tokens       how many tokens it has
 *    24    4 zone         the part of the article in which it stands, one of XTR_ZONE_*; XTR_ZONE_OTHER outside of
 *                         all zones
 *    28    4 flags        XTR_SENTENCE_PARSED or 0
 *
 * Sentences come in the order of the text and do not overlap; none crosses a line end or the border of a zone. The
 * tokens of one follow those of the one before: each token belongs to exactly one sentence, and lies inside of it.
 */
typedef struct xtr_sentence_v1 {
    uint64_t start;
    uint64_t end;
    uint32_t first_token;
    uint32_t tokens;
    uint32_t zone;
    uint32_t flags;
} xtr_sentence_v1;

/* Flag: its tokens have heads and relations. Without it, they have tags and forms alone: it is a line of links or a
 * table, in another language, or too long. */
#define XTR_SENTENCE_PARSED 1

/*
 * Layer "tokens/1": words, numbers and punctuation marks, as Universal Dependencies, version 2, splits and describes
 * English (universaldependencies.org): "don't" is "do" and "n't", "China's" is "China" and "'s". 24 bytes a record.
 * FROZEN.
 *
 *   off size field
 *     0    8 start     first byte of the range, counted in `text`
 *     8    8 end       byte after the last
 *    16    4 head      index in tokens/1 of the token on which it depends, one of the same sentence; its own index at
 *                      the root of a sentence, and in sentences that are not parsed
 *    20    1 tag       part of speech, one of XTR_TAG_*
 *    21    1 relation  how it depends on its head, one of XTR_RELATION_*; XTR_RELATION_DEP in sentences that are not
 *                      parsed
 *    22    1 form      inflected form, one of XTR_FORM_*
 *    23    1 flags     0 so far
 *
 * Tokens come in the order of the text and do not overlap. From head to head one comes to a root; count the steps all
 * the same, at most the tokens of the sentence, since a publisher may be mistaken.
 */
typedef struct xtr_token_v1 {
    uint64_t start;
    uint64_t end;
    uint32_t head;
    uint8_t tag;
    uint8_t relation;
    uint8_t form;
    uint8_t flags;
} xtr_token_v1;

#define XTR_TAG_X 0      /* what no other tag fits, or not known */
#define XTR_TAG_ADJ 1    /* adjective */
#define XTR_TAG_ADP 2    /* preposition */
#define XTR_TAG_ADV 3    /* adverb */
#define XTR_TAG_AUX 4    /* auxiliary verb, copula, modal */
#define XTR_TAG_CCONJ 5  /* and, or, but */
#define XTR_TAG_DET 6    /* article, demonstrative, quantifier */
#define XTR_TAG_INTJ 7   /* interjection */
#define XTR_TAG_NOUN 8   /* noun */
#define XTR_TAG_NUM 9    /* number */
#define XTR_TAG_PART 10  /* "to" of the infinitive, "not", the possessive "'s" */
#define XTR_TAG_PRON 11  /* pronoun */
#define XTR_TAG_PROPN 12 /* name */
#define XTR_TAG_PUNCT 13 /* punctuation */
#define XTR_TAG_SCONJ 14 /* that, if, because */
#define XTR_TAG_SYM 15   /* currency and other signs */
#define XTR_TAG_VERB 16  /* verb */

#define XTR_FORM_OTHER 0        /* no inflected word, or not known */
#define XTR_FORM_BASE 1         /* infinitive, imperative: "meet" */
#define XTR_FORM_PRESENT 2      /* present, not the third person: "they meet" */
#define XTR_FORM_THIRD 3        /* present, third person: "meets" */
#define XTR_FORM_PAST 4         /* past: "met" */
#define XTR_FORM_GERUND 5       /* participle with -ing: "meeting" */
#define XTR_FORM_PARTICIPLE 6   /* past participle: "has met", "was built" */
#define XTR_FORM_MODAL 7        /* modal: "will", "must" */
#define XTR_FORM_SINGULAR 8     /* noun or name in the singular */
#define XTR_FORM_PLURAL 9       /* noun or name in the plural */
#define XTR_FORM_COMPARATIVE 10 /* adjective or adverb: "larger" */
#define XTR_FORM_SUPERLATIVE 11 /* adjective or adverb: "largest" */

/* Each with its name in Universal Dependencies. */
#define XTR_RELATION_DEP 0            /* dep: not known */
#define XTR_RELATION_ROOT 1           /* root: the head of the sentence */
#define XTR_RELATION_ACL 2            /* acl: clause that modifies a noun: "the plan proposed in May" */
#define XTR_RELATION_ACL_RELCL 3      /* acl:relcl: relative clause: "the port that was closed" */
#define XTR_RELATION_ADVCL 4          /* advcl: clause that modifies a verb: "left because it rained" */
#define XTR_RELATION_ADVCL_RELCL 5    /* advcl:relcl: relative clause about a whole clause: "lost, which hurt" */
#define XTR_RELATION_ADVMOD 6         /* advmod: adverb */
#define XTR_RELATION_AMOD 7           /* amod: adjective of a noun */
#define XTR_RELATION_APPOS 8          /* appos: apposition: "Kiel, the port" */
#define XTR_RELATION_AUX 9            /* aux: auxiliary: "has met" */
#define XTR_RELATION_AUX_PASS 10      /* aux:pass: auxiliary of the passive: "was met" */
#define XTR_RELATION_CASE 11          /* case: preposition or possessive mark of a noun */
#define XTR_RELATION_CC 12            /* cc: and, or, but */
#define XTR_RELATION_CC_PRECONJ 13    /* cc:preconj: both, either */
#define XTR_RELATION_CCOMP 14         /* ccomp: clause as object: "said that it rained" */
#define XTR_RELATION_COMPOUND 15      /* compound: part of a compound noun: "trade talks" */
#define XTR_RELATION_COMPOUND_PRT 16  /* compound:prt: particle of a verb: "called off" */
#define XTR_RELATION_CONJ 17          /* conj: another of several that are coordinated; its head is the first */
#define XTR_RELATION_COP 18           /* cop: copula, whose head is what is said: "is ready" */
#define XTR_RELATION_CSUBJ 19         /* csubj: clause as subject */
#define XTR_RELATION_CSUBJ_PASS 20    /* csubj:pass: clause as subject of a passive */
#define XTR_RELATION_DET 21           /* det: article, demonstrative */
#define XTR_RELATION_DET_PREDET 22    /* det:predet: "all" in "all the" */
#define XTR_RELATION_DISCOURSE 23     /* discourse: aside: "well", "you know" */
#define XTR_RELATION_DISLOCATED 24    /* dislocated: element outside of the clause */
#define XTR_RELATION_EXPL 25          /* expl: "there" in "there is" */
#define XTR_RELATION_FIXED 26         /* fixed: later word of a fixed phrase: "as well as" */
#define XTR_RELATION_FLAT 27          /* flat: later word of a name: "Anna Kovar" */
#define XTR_RELATION_GOESWITH 28      /* goeswith: rest of a word that a writing error split */
#define XTR_RELATION_IOBJ 29          /* iobj: indirect object: "gave them time" */
#define XTR_RELATION_LIST 30          /* list: item of a list without conjunction */
#define XTR_RELATION_MARK 31          /* mark: "that", "if", the infinitive's "to" */
#define XTR_RELATION_NMOD 32          /* nmod: noun that modifies a noun: "minister of trade" */
#define XTR_RELATION_NMOD_UNMARKED 33 /* nmod:unmarked: noun phrase without preposition that modifies a noun */
#define XTR_RELATION_NMOD_POSS 34     /* nmod:poss: possessor: "Kiel's port" */
#define XTR_RELATION_NSUBJ 35         /* nsubj: subject */
#define XTR_RELATION_NSUBJ_OUTER 36   /* nsubj:outer: subject of a copula with a clause: "the point is that ..." */
#define XTR_RELATION_NSUBJ_PASS 37    /* nsubj:pass: subject of a passive */
#define XTR_RELATION_NUMMOD 38        /* nummod: number of a noun */
#define XTR_RELATION_OBJ 39           /* obj: object */
#define XTR_RELATION_OBL 40           /* obl: noun that modifies a verb: "met in Oslo" */
#define XTR_RELATION_OBL_AGENT 41     /* obl:agent: who does it, in a passive: "by the council" */
#define XTR_RELATION_OBL_UNMARKED 42  /* obl:unmarked: noun phrase without preposition of a verb: "met Tuesday" */
#define XTR_RELATION_ORPHAN 43        /* orphan: what is left where a verb was left out */
#define XTR_RELATION_PARATAXIS 44     /* parataxis: clause beside a clause: "it rained, she said" */
#define XTR_RELATION_PUNCT 45         /* punct: punctuation */
#define XTR_RELATION_REPARANDUM 46    /* reparandum: what a speaker took back */
#define XTR_RELATION_VOCATIVE 47      /* vocative: somebody spoken to */
#define XTR_RELATION_XCOMP 48         /* xcomp: clause whose subject is an argument of its head: "wants to leave" */

/*
 * Layer "dates/1": expressions of time. 48 bytes a record. FROZEN.
 *
 *   off size field
 *     0    8 start        first byte of the range, counted in `text`
 *     8    8 end          byte after the last
 *    16    8 value        the time it means, or the first of a range, in the pool; empty when it could not be told
 *    24    8 until        the last time of a range, in the pool; empty when there is none
 *    32    4 first_day    first day that it can mean, counted from 1970-01-01, which is 0; XTR_DATE_UNKNOWN when not
 *                         known, so when `value` is empty or ".."
 *    36    4 last_day     last day that it can mean, itself included; of "since 2019" the day of publication;
 *                         XTR_DATE_UNKNOWN when not known
 *    40    1 granularity  how finely it is told, one of XTR_GRANULARITY_*; `value` may be finer: a day for
 *                         "two years ago", whose days then are those of all that year
 *    41    1 basis        how the value came about, one of XTR_DATE_BASIS_*
 *    42    2 flags        0 so far
 *    44    4 confidence   0 to 1000, thousandths
 *
 * Dates come in the order of the text and do not overlap.
 *
 * `value` and `until` are written as in ISO 8601 and its extension EDTF (ISO 8601-2), in the Gregorian calendar:
 *   2024-03-15T10:30    a time of day, as told, of no time zone
 *   2024-03-15          a day
 *   2024-W11            a week, from Monday
 *   2024-03             a month
 *   2024-33 to 2024-36  a quarter
 *   2024-40, 2024-41    half a year
 *   2024-21 to 2024-24  spring to winter, in the north; a winter has the year in which it begins
 *   2024                a year; -0220 is 221 BC
 *   ..                  no border: `value` of "until May", `until` of "since 2019"
 * A decade or century is a range of years: 1990 until 1999.
 */
typedef struct xtr_date_v1 {
    uint64_t start;
    uint64_t end;
    xtr_pool_str value;
    xtr_pool_str until;
    int32_t first_day;
    int32_t last_day;
    uint8_t granularity;
    uint8_t basis;
    uint16_t flags;
    uint32_t confidence;
} xtr_date_v1;

#define XTR_DATE_UNKNOWN INT32_MIN /* a day that is not known, or without border */

#define XTR_GRANULARITY_UNKNOWN 0 /* not known */
#define XTR_GRANULARITY_TIME 1    /* a time of day */
#define XTR_GRANULARITY_DAY 2     /* a day */
#define XTR_GRANULARITY_WEEK 3    /* a week or a weekend */
#define XTR_GRANULARITY_MONTH 4   /* a month */
#define XTR_GRANULARITY_QUARTER 5 /* a quarter of a year */
#define XTR_GRANULARITY_SEASON 6  /* a season or half a year */
#define XTR_GRANULARITY_YEAR 7    /* a year */
#define XTR_GRANULARITY_DECADE 8  /* ten years */
#define XTR_GRANULARITY_CENTURY 9 /* a hundred years */
#define XTR_GRANULARITY_SPAN 10   /* a length of time, or a time without sharp borders: "in recent months" */

#define XTR_DATE_BASIS_NONE 0      /* there is no value */
#define XTR_DATE_BASIS_EXPLICIT 1  /* written out: "15 March 2024" */
#define XTR_DATE_BASIS_RELATIVE 2  /* counted from the publication: "last Tuesday" */
#define XTR_DATE_BASIS_INHERITED 3 /* completed from a date before it in the text: "on the 30th" */

/*
 * Layer "mentions/1": where a person, organization, place, country or group is named or meant. 72 bytes a record.
 * FROZEN.
 *
 *   off size field
 *     0    8 start       first byte of the range, counted in `text`: the name, or what stands for it, without
 *                        article and title
 *     8    8 end         byte after the last
 *    16    4 entity      number of who or what is meant: mentions of one document with the same number mean the same.
 *                        It is no index, and says nothing in another document
 *    20    4 head        index in tokens/1 of its main word, the first that is a root or whose head lies outside of
 *                        the range; XTR_MENTION_NO_HEAD when there is none
 *    24    1 kind        what it names, one of XTR_MENTION_KIND_*
 *    25    1 how         how kind and country came about, one of XTR_RESOLUTION_*
 *    26    2 flags       a sum of XTR_MENTION_PRONOUN to XTR_MENTION_ROLE_ALONE
 *    28    4 confidence  0 to 1000, thousandths
 *    32    4 country     ISO 3166-1 alpha-3 code of the country that it is, lies in, belongs to or stands for, and
 *                        EUR for the European Union, KOS for Kosovo; for what belongs to none IGO (of states), NGO
 *                        (of citizens), MNC (a company in many countries), IMG (armed, in many countries). ASCII,
 *                        padded with NUL, all of them NUL when not known
 *    36    4 sector      code of its sector in PLOVER 2.0 (GOV, MIL, BUS...), GOV for a country; ASCII, padded with
 *                        NUL, all of them NUL when not known
 *    40    8 name        the fullest name that is known for the entity, in the pool; the words of its role when it
 *                        has no name
 *    48    8 role        role or title that the text gives it here ("foreign minister"), in the pool; empty when
 *                        there is none
 *    56    4 latitude    of a place: millionths of a degree, north of the equator positive; 0 while `geonames` is 0
 *    60    4 longitude   of a place: millionths of a degree, east of Greenwich positive; 0 while `geonames` is 0
 *    64    4 geonames    of a place: its number in GeoNames (geonames.org); 0 when not known
 *    68    4 lead        how many bytes before `start` the whole phrase begins, with article, title and nationality: 26
 *                        in "Japanese Foreign Minister Yoko Kamikawa"; 0 when nothing stands before the name
 *
 * Mentions come in the order of their starts, the longer of two with one start first. They may lie in each other: the
 * country in the name of a ministry. A phrase that means several ("both sides") has one record for each of them, with
 * one range and XTR_MENTION_MEMBER.
 */
typedef struct xtr_mention_v1 {
    uint64_t start;
    uint64_t end;
    uint32_t entity;
    uint32_t head;
    uint8_t kind;
    uint8_t how;
    uint16_t flags;
    uint32_t confidence;
    uint8_t country[4];
    uint8_t sector[4];
    xtr_pool_str name;
    xtr_pool_str role;
    int32_t latitude;
    int32_t longitude;
    uint32_t geonames;
    uint32_t lead;
} xtr_mention_v1;

#define XTR_MENTION_NO_HEAD UINT32_MAX /* no token */

#define XTR_MENTION_PRONOUN 1     /* flag: a pronoun, or a phrase like "the two countries" */
#define XTR_MENTION_CORRUPTED 2   /* flag: misspelt, as machine translation does it, and joined with the right name */
#define XTR_MENTION_ADJECTIVE 4   /* flag: an adjective ("Kenyan"), or a country inside of a longer name */
#define XTR_MENTION_METONYM 8     /* flag: a capital, seat or building that stands for its government */
#define XTR_MENTION_MEMBER 16     /* flag: one of several that the phrase means */
#define XTR_MENTION_ROLE_ALONE 32 /* flag: a role without a name: "the minister" */

#define XTR_MENTION_KIND_OTHER 0        /* none of these, or not known */
#define XTR_MENTION_KIND_PERSON 1       /* a person */
#define XTR_MENTION_KIND_ORGANIZATION 2 /* an organization */
#define XTR_MENTION_KIND_PLACE 3        /* a place that is no country */
#define XTR_MENTION_KIND_COUNTRY 4      /* a country or its government */
#define XTR_MENTION_KIND_GROUP 5        /* people without an organization: "protesters", "the Kurds", "analysts" */

#define XTR_RESOLUTION_NONE 0          /* they could not be told */
#define XTR_RESOLUTION_TITLE_IN_TEXT 1 /* by title or nationality beside the name */
#define XTR_RESOLUTION_GAZETTEER 2     /* by the publisher's tables */
#define XTR_RESOLUTION_MEMORY 3        /* by an earlier mention in the same text */
#define XTR_RESOLUTION_PRONOUN 4       /* by whom the pronoun, or the phrase like one, stands for */
#define XTR_RESOLUTION_METONYM 5       /* by the government that the capital or building stands for */

/*
 * Layer "quotes/1": what somebody said or wrote, and words in quotation marks that are nobody's. 64 bytes a record.
 * FROZEN.
 *
 *   off size field
 *     0    8 start          first byte of the range, counted in `text`: the words said, without quotation marks
 *     8    8 end            byte after the last
 *    16    8 speaker_start  first byte of the words that tell who said it, with title; equal to speaker_end when none
 *                           do here
 *    24    8 speaker_end    byte after the last
 *    32    8 cue_start      first byte of the reporting words ("said", "according to"); equal to cue_end when there
 *                           are none
 *    40    8 cue_end        byte after the last
 *    48    4 speaker        entity of mentions/1 that said it, of several one; also where no words tell it here, but
 *                           those before do; XTR_QUOTE_NOBODY when not known
 *    52    4 addressee      entity of mentions/1 to which it was said; XTR_QUOTE_NOBODY when not known
 *    56    1 kind           how it is quoted, one of XTR_QUOTE_KIND_*
 *    57    1 flags          0 so far
 *    58    2 reserved       0
 *    60    4 confidence     0 to 1000, thousandths
 *
 * Quotes come in the order of their starts, the shorter of two with one start first. They may lie in each other: a term
 * in what is reported.
 */
typedef struct xtr_quote_v1 {
    uint64_t start;
    uint64_t end;
    uint64_t speaker_start;
    uint64_t speaker_end;
    uint64_t cue_start;
    uint64_t cue_end;
    uint32_t speaker;
    uint32_t addressee;
    uint8_t kind;
    uint8_t flags;
    uint16_t reserved;
    uint32_t confidence;
} xtr_quote_v1;

#define XTR_QUOTE_NOBODY UINT32_MAX /* no entity */

#define XTR_QUOTE_KIND_OTHER 0    /* none of these, or not known */
#define XTR_QUOTE_KIND_DIRECT 1   /* whole sentences or clauses in quotation marks */
#define XTR_QUOTE_KIND_MIXED 2    /* a piece in quotation marks inside a sentence of the writer's */
#define XTR_QUOTE_KIND_INDIRECT 3 /* without quotation marks: "said that the port was closed" */
#define XTR_QUOTE_KIND_TERM 4     /* a term or scare quotes: nobody is quoted */

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

/* The record of a layer at this index, xtr_layer_get(tokens, sizeof(xtr_token_v1), 3); NULL when `layer` is NULL, has no
 * such record, or has shorter ones. */
static inline const void *xtr_layer_get(const xtr_layer_v1 *layer, size_t record_bytes, uint32_t index) {
    if (layer == NULL || index >= layer->count || layer->stride < record_bytes) {
        return NULL;
    }
    return (const uint8_t *)layer->records + (size_t)layer->stride * index;
}

/* A string of a layer's pool; empty when `layer` is NULL or the pool does not hold it. */
static inline xtr_str xtr_layer_str(const xtr_layer_v1 *layer, xtr_pool_str at) {
    xtr_str s = { NULL, 0 };
    if (layer != NULL && at.length > 0 && (uint64_t)at.offset + at.length <= layer->pool.len) {
        s.ptr = layer->pool.ptr + at.offset;
        s.len = at.length;
    }
    return s;
}

/* The bytes of `text` from `start` to `end`, the latter left out; empty when it does not hold them. */
static inline xtr_str xtr_range_of(xtr_str text, uint64_t start, uint64_t end) {
    xtr_str s = { NULL, 0 };
    if (start < end && end <= text.len) {
        s.ptr = text.ptr + start;
        s.len = (size_t)(end - start);
    }
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
