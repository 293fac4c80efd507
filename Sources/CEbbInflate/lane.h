/* A lane, what one member is decoded with: its canonical codes, the tables made of them, and its places in input and
 * output. For inflate.c alone. Section numbers are those of RFC 1951. */
#ifndef EBB_INFLATE_LANE_H
#define EBB_INFLATE_LANE_H

#include "include/ebb_inflate.h"

#include <string.h>

#define MAIN_BITS 10
#define DISTANCE_BITS 9
#define MAIN_MASK ((1u << MAIN_BITS) - 1)
#define DISTANCE_MASK ((1u << DISTANCE_BITS) - 1)

/* An entry of the main table stands for 0 to 2 literals and then, if the bits suffice, the length of a match:
 *   0-5 bits to drop, 6-10 length of the match (0, 3..16), 11-12 kind, 13-20 first literal, 21-28 second literal,
 *   30-31 number of literals.
 * The kind is the offset, in bytes, of the part of the distance table to look at next: 0 if a match follows; LITERALS;
 * EXCEPTION: end of block, length above 16, no symbol within MAIN_BITS. An exception's bits 13-21 are the symbol and
 * 0-5 the length of its code, or 0 if there is none.
 * An entry of the distance table: 0-5 bits to drop, 9-12 those of the code, 16-31 base of the distance - 16, or NEVER:
 * then 13-15 are the distance symbol (0..7), or 0-5 are 0 and the code is not in the table. */
#define LITERALS (4u << DISTANCE_BITS)
#define EXCEPTION (8u << DISTANCE_BITS)
#define NEVER 0xffffu
_Static_assert(LITERALS == 1u << 11 && EXCEPTION == 1u << 12, "the kind lies between the length and the literals");

/* A canonical code (3.2.2). Codes of length n, left-aligned in 16 bits, lie below limit[n] and not below limit[n - 1];
 * the symbol is sorted[(left-aligned code >> (16 - n)) + offset[n]]. */
typedef struct {
  uint32_t limit[17];
  int32_t offset[16];
  uint16_t sorted[288];
} code;

typedef enum { AT_BLOCK, IN_BLOCK, AT_END, IDLE } lane_state;

typedef struct {
  uint32_t main[1u << MAIN_BITS], distance[3u << DISTANCE_BITS];
  code literal_code, distance_code;
  const uint8_t *in;
  uint64_t at, bits; /* position and size of the input in bits; at <= bits always */
  uint8_t *out, *out_begin, *out_end, *checked; /* the CRC is known up to `checked` */
  uint64_t before; /* bytes of the content that lie before out_begin */
  size_t rest, rest_distance; /* what of a match had no room, or, with a distance of 0, of a stored block */
  uint32_t crc;
  int final, fixed; /* the current block is the last; the tables are those of the fixed codes */
  int plain; /* the tables are empty: symbols are found in the codes */
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

/* Makes a code of n <= 288 code lengths, each <= 15. Refuses over-subscribed codes and, as zlib does, incomplete ones,
 * unless they have no more than one symbol, of length 1, and `lone` allows for it (3.2.7: "one distance code"). */
static int make_code(code *c, const uint8_t *lengths, unsigned n, int lone) {
  unsigned count[16] = {0}, next[16], used = 0, first = 0, longest = 0;
  for (unsigned i = 0; i < n; i++) count[lengths[i]]++;
  for (unsigned l = 1; l < 16; l++) {
    next[l] = used;
    c->offset[l] = (int32_t)used - (int32_t)first;
    used += count[l];
    first += count[l];
    if (first > 1u << l) return 0;
    if (count[l]) longest = l;
    c->limit[l] = first << (16 - l);
    first <<= 1;
  }
  c->limit[16] = UINT32_MAX;
  if (c->limit[15] != 65536 && !(lone && longest <= 1)) return 0;
  for (unsigned i = 0; i < n; i++)
    if (lengths[i]) c->sorted[next[lengths[i]]++] = (uint16_t)i;
  return 1;
}

/* Returns symbol << 4 | length of its code; length 0: no such code. */
static inline uint32_t decode(const code *c, uint64_t bits) {
  uint32_t r = reverse16(bits & 0xffff), l = 1;
  while (r >= c->limit[l]) l++;
  return l == 16 ? 0 : (uint32_t)c->sorted[(int32_t)(r >> (16 - l)) + c->offset[l]] << 4 | l;
}

/* A block that begins so near the end of the input does without tables: filling them takes as long as decoding 300 bytes
 * of text-like input symbol by symbol. Measured with pages of numbers: members of 220 bytes take two thirds of the time
 * so, of 320 a tenth less, of 415 the same, of 700 a third more. */
#define PLAIN_BYTES 300

/* Fills main[] and distance[] from the two codes. `i` runs through sorted[], `k` through codes of length l; a code sits
 * in all places whose low l bits are the reversed code. */
static void fill_tables(lane *z) {
  uint32_t single[1u << MAIN_BITS];
  z->plain = z->bits - z->at < 8 * PLAIN_BYTES;
  if (z->plain) {
    for (unsigned p = 0; p <= MAIN_MASK; p++) z->main[p] = EXCEPTION;
    for (unsigned p = 0; p <= DISTANCE_MASK; p++) z->distance[p] = NEVER << 16;
    return;
  }
  for (unsigned p = 0; p <= MAIN_MASK; p++) single[p] = EXCEPTION;
  for (unsigned l = 1, i = 0, k = 0; l <= MAIN_BITS; l++, k <<= 1) {
    for (unsigned end = z->literal_code.limit[l] >> (16 - l); k < end; k++, i++) {
      unsigned s = z->literal_code.sorted[i], p = reverse16(k << (16 - l));
      uint32_t e = EXCEPTION | s << 13 | l;
      if (s < 256) e = LITERALS | 1u << 30 | s << 13 | l;
      else if (s > 256 && s < 265) e = (s - 254) << 6 | l;
      else if (s >= 265 && s <= 267 && l < MAIN_BITS) { /* one extra bit, made a part of the code */
        e = (11 + 2 * (s - 265)) << 6 | (l + 1);
        for (; p <= MAIN_MASK; p += 2u << l) {
          single[p] = e;
          single[p + (1u << l)] = e + (1u << 6);
        }
      }
      for (; p <= MAIN_MASK; p += 1u << l) single[p] = e;
    }
  }
  memcpy(z->main, single, sizeof single);
  for (unsigned l = 1, i = 0, k = 0; l < MAIN_BITS; l++, k <<= 1) {
    for (unsigned end = z->literal_code.limit[l] >> (16 - l); k < end; k++, i++) {
      unsigned s = z->literal_code.sorted[i], p = reverse16(k << (16 - l));
      if (s > 255) continue;
      uint32_t first = 1u << 30 | s << 13 | l; /* to be joined with the entry for the bits after it, if they fit */
      for (unsigned rest = 0; rest < 1u << (MAIN_BITS - l); rest++) {
        uint32_t e = single[rest];
        uint32_t both = first + (e & (3u << 30 | LITERALS | 0x7ff)) + ((e & 0xff << 13) << 8);
        z->main[p + (rest << l)] = (!(e & EXCEPTION) & ((e & 63) + l <= MAIN_BITS)) ? both : first | LITERALS;
      }
    }
  }
  uint32_t idle = z->out - z->out_begin < 1024 ? 0 : 1024 - 16; /* see STEP */
  for (unsigned p = 0; p <= DISTANCE_MASK; p++) {
    z->distance[p] = z->distance[p + 2 * (DISTANCE_MASK + 1)] = NEVER << 16;
    z->distance[p + DISTANCE_MASK + 1] = idle << 16;
  }
  for (unsigned l = 1, i = 0, k = 0; l <= DISTANCE_BITS; l++, k <<= 1) {
    for (unsigned end = z->distance_code.limit[l] >> (16 - l); k < end; k++, i++) {
      unsigned s = z->distance_code.sorted[i], p = reverse16(k << (16 - l));
      if (s > 29) continue;
      uint32_t base = s < 8 ? NEVER << 16 | s << 13 : (uint32_t)(distance_base[s] - 16) << 16;
      for (; p <= DISTANCE_MASK; p += 1u << l) z->distance[p] = base | l << 9 | (l + distance_extra[s]);
    }
  }
}

#endif
