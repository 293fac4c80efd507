/* See part.h. */
#include "part.h"

#include <string.h>

static inline uint64_t low_bits(uint64_t v, unsigned n) { return v & ((UINT64_C(1) << n) - 1); }

/* One symbol of the current block, as `one_symbol` of loop_template.h decodes it. A match is written whole: there is
 * room for it after out_end. */
static void one_symbol(part *p) {
  lane *z = &p->lane;
  uint64_t left = z->bits - z->at, b = peek(z);
  uint32_t c = decode_literal(z, b), symbol = c >> 4, n = c & 15;
  if (n == 0 || left < n) FAIL(z, EBB_INFLATE_INVALID_DATA);
  if (symbol < 256) {
    *p->out++ = (uint16_t)symbol;
    z->at += n;
    return;
  }
  if (symbol == 256) {
    z->at += n;
    z->state = AT_BLOCK;
    if (z->final) FAIL(z, EBB_INFLATE_OK);
    return;
  }
  if (symbol > 285) FAIL(z, EBB_INFLATE_INVALID_DATA);
  b >>= n;
  n += length_extra[symbol - 257];
  size_t length = length_base[symbol - 257] + low_bits(b, length_extra[symbol - 257]), distance;
  b >>= length_extra[symbol - 257];
  c = decode(&z->distance_code, b);
  symbol = c >> 4;
  c &= 15;
  if (c == 0 || symbol > 29) FAIL(z, EBB_INFLATE_INVALID_DATA);
  distance = distance_base[symbol] + low_bits(b >> c, distance_extra[symbol]);
  n += c + distance_extra[symbol];
  if (left < n) FAIL(z, EBB_INFLATE_INVALID_DATA);
  z->at += n;
  uint16_t *to = p->out, *end = p->out = to + length;
  const uint16_t *from = to - distance;
  if (distance < 16) {
    while (to < end) *to++ = *from++;
    return;
  }
  do {
    memcpy(to, from, 32);
    from += 16;
  } while ((to += 16) < end);
}

#define NAME(x) x##_portable
#define TARGET
#define LOW_BITS(v, n) ((v) & ((UINT64_C(1) << ((n) & 63)) - 1))
#define SPREAD(v) (((v) & 0xff) | ((v) & 0xff00) << 8)
#include "part_template.h"

#ifdef HAVE_BMI2_LOOP
#define NAME(x) x##_bmi2
#define TARGET __attribute__((target("bmi,bmi2")))
#define LOW_BITS(v, n) _bzhi_u64(v, n)
#define SPREAD(v) _pdep_u32(v, 0x00ff00ff)
#include "part_template.h"
#endif

/* How many steps the fast loop may take before it can reach a bound; see `safe_steps` of inflate.c. */
static size_t safe_steps(const part *p) {
  const lane *z = &p->lane;
  size_t i = (size_t)(z->bits >> 3) - (size_t)(z->at >> 3);
  if (i < 24 || p->out >= p->out_end || z->plain) return 0;
  size_t o = (size_t)(p->out_end - p->out) / 32 + 1; /* a step's 18 elements, and an exception's, lie before the slack's end */
  i = (i - 16) / 8;
  return o < i ? o : i;
}

/* Makes ready for a block that begins at bit `at`. */
static void begin(
    part *p, const uint8_t *in, size_t in_size, uint64_t at, uint16_t *out, uint16_t *out_end) {
  lane *z = &p->lane;
  memset(&p->member, 0, sizeof p->member);
  z->member = &p->member;
  z->in = in, z->at = at, z->bits = (uint64_t)in_size << 3, z->stop = UINT64_MAX;
  /* Not written to. Far enough apart that tables are those of a text that has more before it. */
  z->out_begin = (uint8_t *)(out - EBB_INFLATE_WINDOW);
  z->out = z->out_end = z->checked = (uint8_t *)out;
  z->before = 0, z->rest = 0, z->rest_distance = 0;
  z->crc = 0, z->final = 0, z->fixed = 0, z->plain = 0, z->only_literals = 0;
  z->state = AT_BLOCK;
  p->out = out;
  p->out_end = out_end;
}

int ebb_inflate_part_next(part *p, uint64_t stop) {
  lane *z = &p->lane;
  for (;;) {
    if (z->state == AT_END) return -1;
    if (z->state == AT_BLOCK) {
      if (z->at >= stop || (peek(z) & 6) == 0) return 1;
      ebb_inflate_block_header(z);
      continue;
    }
    if (p->out >= p->out_end) return 0;
    size_t n = safe_steps(p);
    if (!n) one_symbol(p);
#ifdef HAVE_BMI2_LOOP
    else if (ebb_inflate_has_bmi2()) part_loop_bmi2(p, n);
#endif
    else part_loop_portable(p, n);
  }
}

/* The lengths of the code for the lengths make a code that is complete (3.2.7): of random bits one in some 2,000 places
 * is left, for `block_header` to look at. */
static int may_begin(const uint8_t *in, uint64_t at) {
  uint64_t b = load64(in + (at >> 3)) >> (at & 7);
  if ((b & 7) != 4 || (b >> 3 & 31) > 29 || (b >> 8 & 31) > 29) return 0; /* not the last block; BTYPE 2 */
  unsigned n = (b >> 13 & 15) + 4, filled = 0;
  at += 17;
  for (unsigned i = 0; i < n; i++, at += 3) {
    unsigned length = load64(in + (at >> 3)) >> (at & 7) & 7;
    if (length) filled += 128u >> length;
  }
  return filled == 128;
}

uint64_t ebb_inflate_part_find(
    part *p, const uint8_t *in, size_t in_size, uint64_t at, uint64_t end, uint16_t *out, uint16_t *out_end) {
  uint64_t last = in_size > 64 ? (uint64_t)(in_size - 64) << 3 : 0; /* so that loads stay within the input */
  if (end > last) end = last;
  for (; at < end; at++) {
    if (!may_begin(in, at)) continue;
    begin(p, in, in_size, at, out, out_end);
    ebb_inflate_block_header(&p->lane);
    if (p->lane.state == IN_BLOCK && !p->lane.only_literals) return at;
  }
  return EBB_INFLATE_NOWHERE;
}

void ebb_inflate_part_resolve(const uint16_t *elements, size_t count, const uint8_t *table, uint8_t *to) {
  for (size_t i = 0; i < count; i++) to[i] = table[elements[i]];
}
