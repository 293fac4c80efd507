/* A part of a member that is decoded before what lies before it is known: for split.c alone. Section numbers are those
 * of RFC 1951.
 *
 * Its text comes as elements of 16 bits: below 256 a byte of text, else 256 plus the place, in the 32,768 bytes before
 * the part, of a byte that a match has copied from there. When these are known, a look-up makes bytes of elements. */
#ifndef EBB_INFLATE_PART_H
#define EBB_INFLATE_PART_H

#include "lane.h"

#define PART_UNKNOWN 256u
/* Places in the table of bytes that elements stand for. */
#define PART_ELEMENTS (PART_UNKNOWN + EBB_INFLATE_WINDOW)
/* Elements that may be written after `out_end`: the longest match, and what is copied beyond it. */
#define PART_SLACK 512

typedef struct {
  lane lane; /* its places in the output are not used */
  ebb_inflate_member member; /* the lane's: its status */
  uint16_t *out, *out_end; /* EBB_INFLATE_WINDOW elements lie before what is decoded, always */
} part;

#define EBB_INFLATE_NOWHERE UINT64_MAX

/* Finds the first bit from `at` on, below `end`, where a block with codes of its own may begin, which is not the last and
 * not of literals alone: such is inflated faster than its elements would be. That one does begin there is likely, no
 * more. Its text is to come to `out` and on, up to `out_end` and a little further. Returns EBB_INFLATE_NOWHERE where there
 * is none. */
uint64_t ebb_inflate_part_find(
    part *p, const uint8_t *in, size_t in_size, uint64_t at, uint64_t end, uint16_t *out, uint16_t *out_end);

/* Decodes until out_end is reached or passed, or a block ends at bit `stop` or later, or before one that is stored.
 * Returns 1 where a block has ended there, 0 where there is no more room, -1 where the data are wrong or the member's
 * last block has ended (`lane.final`, and the status is EBB_INFLATE_OK). */
int ebb_inflate_part_next(part *p, uint64_t stop);

/* Writes the bytes that `count` elements stand for. */
void ebb_inflate_part_resolve(const uint16_t *elements, size_t count, const uint8_t *table, uint8_t *to);

#endif
