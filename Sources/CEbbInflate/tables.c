/* The codes of a block, and the tables that symbols are found in; see lane.h. Section numbers are those of RFC 1951. */
#include "lane.h"

#include <string.h>

int ebb_inflate_make_code(code *c, const uint8_t *lengths, unsigned n, int lone) {
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

/* A block that begins so near the end of the input does without tables: filling them takes as long as decoding 300 bytes
 * of text-like input symbol by symbol. Measured with pages of numbers: members of 220 bytes take two thirds of the time
 * so, of 320 a tenth less, of 415 the same, of 700 a third more. */
#define PLAIN_BYTES 300

/* Fills text[]: what fits into TEXT_BITS of up to three literals in a row. */
static void fill_text(lane *z) {
  uint32_t single[1u << TEXT_BITS] = {0};
  for (unsigned l = 1, i = 0, k = 0; l <= TEXT_BITS; l++, k <<= 1) {
    for (unsigned end = z->literal_code.limit[l] >> (16 - l); k < end; k++, i++) {
      unsigned s = z->literal_code.sorted[i];
      if (s > 255) continue;
      for (unsigned p = reverse16(k << (16 - l)); p <= TEXT_MASK; p += 1u << l) single[p] = s << 8 | 1u << 6 | l;
    }
  }
  for (unsigned p = 0; p <= TEXT_MASK; p++) {
    uint32_t first = single[p], second = single[p >> (first & 63)], two = (first & 63) + (second & 63);
    uint32_t third = single[p >> (two & 63) & TEXT_MASK];
    /* What does not fit is 0 then, and so is what follows 0. */
    second = first && two <= TEXT_BITS ? second : 0;
    third = second && two + (third & 63) <= TEXT_BITS ? third : 0;
    z->text[p] = first + (second & 255) + (third & 255) + (second >> 8 << 16) + (third >> 8 << 24);
  }
}

/* `i` runs through sorted[], `k` through codes of length l; a code sits in all places whose low l bits are the reversed
 * code. */
void ebb_inflate_fill_tables(lane *z) {
  uint32_t single[1u << MAIN_BITS];
  if (z->bits - z->at < 8 * PLAIN_BYTES) z->only_literals = 0, z->plain = 1;
  else z->plain = z->only_literals;
  if (z->only_literals) fill_text(z);
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
