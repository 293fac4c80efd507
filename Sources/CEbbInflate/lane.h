/* A lane, what one member is decoded with: its canonical codes, the tables made of them, and its places in input and
 * output. For the files beside it alone. Section numbers are those of RFC 1951. */
#ifndef EBB_INFLATE_LANE_H
#define EBB_INFLATE_LANE_H

#include "include/ebb_inflate.h"

#include <string.h>

#if defined(__x86_64__) && !defined(EBB_INFLATE_PORTABLE)
#include <immintrin.h>
#define HAVE_BMI2_LOOP 1
#endif
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "little-endian only"
#endif

typedef uint64_t v16 __attribute__((vector_size(16)));

#define MAIN_BITS 10
#define DISTANCE_BITS 9
#define TEXT_BITS 10 /* of 9, 10 and 11, blocks of 16 kB of numbers take the least time, table and text together */
#define MAIN_MASK ((1u << MAIN_BITS) - 1)
#define DISTANCE_MASK ((1u << DISTANCE_BITS) - 1)
#define TEXT_MASK ((1u << TEXT_BITS) - 1)

/* An entry of the main table stands for 0 to 2 literals and then, if the bits suffice, the length of a match:
 *   0-5 bits to drop, 6-10 length of the match (0, 3..16), 11-12 kind, 13-20 first literal, 21-28 second literal,
 *   30-31 number of literals.
 * The kind is the offset, in bytes, of the part of the distance table to look at next: 0 if a match follows; LITERALS;
 * EXCEPTION: end of block, length above 16, no symbol within MAIN_BITS. An exception's bits 13-21 are the symbol and
 * 0-5 the length of its code, or 0 if there is none.
 * An entry of the distance table: 0-5 bits to drop, 9-12 those of the code, 16-31 base of the distance - 16, or NEVER:
 * then 13-15 are the distance symbol (0..7), or 0-5 are 0 and the code is not in the table. */
/* An entry of the text table, which blocks without matches have, stands for 1 to 3 literals: 0-5 bits to drop, 6-7 number
 * of literals, 8-31 literals; or it is 0: another symbol, or none within TEXT_BITS. */
#define LITERALS (4u << DISTANCE_BITS)
#define EXCEPTION (8u << DISTANCE_BITS)
#define NEVER 0xffffu
_Static_assert(5 * TEXT_BITS <= 56, "five look-ups in the text table take no more bits than a refill leaves");
_Static_assert(LITERALS == 1u << 11 && EXCEPTION == 1u << 12, "the kind lies between the length and the literals");

/* A canonical code (3.2.2). Codes of length n, left-aligned in 16 bits, lie below limit[n] and not below limit[n - 1];
 * the symbol is sorted[(left-aligned code >> (16 - n)) + offset[n]]. */
typedef struct {
  uint32_t limit[17];
  int32_t offset[16];
  uint16_t sorted[288];
} code;

typedef enum { AT_BLOCK, IN_BLOCK, AT_TRAILER, AT_END, IDLE } lane_state;

typedef struct {
  uint32_t main[1u << MAIN_BITS], distance[3u << DISTANCE_BITS], text[1u << TEXT_BITS];
  code literal_code, distance_code;
  const uint8_t *in;
  uint64_t at, bits; /* position and size of the input in bits; at <= bits always */
  uint64_t stop; /* no block is begun from this position on */
  uint8_t *out, *out_begin, *out_end, *checked; /* the CRC is known up to `checked` */
  uint64_t before; /* bytes of the content that lie before out_begin */
  size_t rest, rest_distance; /* what of a match had no room, or, with a distance of 0, of a stored block */
  uint32_t crc;
  int final, fixed; /* the current block is the last; the tables are those of the fixed codes */
  int only_literals; /* the block has no codes for matches, and the text table */
  int plain; /* the main and distance tables are empty: symbols are found in the codes */
  lane_state state;
  ebb_inflate_member *member;
} lane;

/* 3.2.5 */
static const uint16_t length_base[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                     31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_extra[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_base[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                       193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t distance_extra[30] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                       6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

static inline uint64_t load64(const void *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return v;
}

/* At least 57 bits from the current position on; zeros after the end of input, which callers tell from z->bits. */
static inline uint64_t peek(const lane *z) {
  size_t p = (size_t)(z->at >> 3), left = (size_t)(z->bits >> 3) - p;
  uint64_t v = 0;
  if (left >= 8) v = load64(z->in + p);
  else if (left) memcpy(&v, z->in + p, left);
  return v >> (z->at & 7);
}

static inline uint32_t reverse16(uint32_t v) {
  v = (v >> 1 & 0x5555) | (v & 0x5555) << 1;
  v = (v >> 2 & 0x3333) | (v & 0x3333) << 2;
  v = (v >> 4 & 0x0f0f) | (v & 0x0f0f) << 4;
  return v >> 8 | (v & 0xff) << 8;
}

/* Returns symbol << 4 | length of its code; length 0: no such code. */
static inline uint32_t decode(const code *c, uint64_t bits) {
  uint32_t r = reverse16(bits & 0xffff), l = 1;
  while (r >= c->limit[l]) l++;
  return l == 16 ? 0 : (uint32_t)c->sorted[(int32_t)(r >> (16 - l)) + c->offset[l]] << 4 | l;
}

/* The same of the block's literals, lengths and end, from the main table where it is an exception there. */
static inline uint32_t decode_literal(const lane *z, uint64_t bits) {
  uint32_t e = z->main[bits & MAIN_MASK];
  return (e & EXCEPTION) && (e & 63) ? (e >> 13 & 511) << 4 | (e & 63) : decode(&z->literal_code, bits);
}

/* Ends the member with a status, and returns. */
#define FAIL(z, s)                                                                                                     \
  do {                                                                                                               \
    (z)->member->status = (s);                                                                                     \
    (z)->state = AT_END;                                                                                           \
    return;                                                                                                        \
  } while (0)

/* Makes a code of n <= 288 code lengths, each <= 15. Refuses over-subscribed codes and, as zlib does, incomplete ones,
 * unless they have no more than one symbol, of length 1, and `lone` allows for it (3.2.7: "one distance code"). */
int ebb_inflate_make_code(code *c, const uint8_t *lengths, unsigned n, int lone);

/* Fills main[] and distance[] from the two codes, and text[] where there are only literals. */
void ebb_inflate_fill_tables(lane *z);

/* Reads a block's header and goes into the block; what is wrong with it is the member's status then. */
void ebb_inflate_block_header(lane *z);

/* Whether this processor runs the loops for it, and is not told otherwise. */
int ebb_inflate_has_bmi2(void);

/* A stream that stops before the first block that begins at bit `stop` or later: then the status is
 * EBB_INFLATE_OUTPUT_FULL though there is room, and `ebb_inflate_stream_block` is where the block begins, else 0. */
void ebb_inflate_stream_stop(ebb_inflate_stream *s, uint64_t stop);
uint64_t ebb_inflate_stream_block(const ebb_inflate_stream *s);

/* Takes `count` bytes of text, which come next, as inflated. */
void ebb_inflate_stream_pass(ebb_inflate_stream *s, const uint8_t *text, size_t count);

/* Goes on at bit `at`, where a block begins, or where the last one has ended. */
void ebb_inflate_stream_skip(ebb_inflate_stream *s, uint64_t at, int is_end);

#endif
