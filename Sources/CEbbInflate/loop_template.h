/* The decoding loops; included by inflate.c once per set of instructions, with these macros defined:
 * NAME(x) the name of a function, TARGET its attributes, LOW_BITS(v, n) the low (n & 255) < 64 bits of v,
 * SPREAD(from, distance) 16 bytes that repeat the first `distance` < 16 of those at `from`. */

/* Decodes one symbol of the current block: a literal, a match or the end of block (RFC 1951, 3.2.3 and 3.2.5). Checks
 * every bound, so that it may be called in any state of the buffers. */
TARGET static void NAME(one_symbol)(lane *z) {
  uint64_t left = z->bits - z->at, b = peek(z); /* peek: at least 57 bits; 15 + 5 + 15 + 13 = 48 are used at most */
  uint32_t c = decode_literal(z, b), symbol = c >> 4, n = c & 15;
  if (n == 0) FAIL(z, left < 15 ? EBB_INFLATE_ENDS_EARLY : EBB_INFLATE_INVALID_DATA);
  if (left < n) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  if (symbol < 256) {
    if (z->out == z->out_end) FAIL(z, EBB_INFLATE_OUTPUT_FULL);
    *z->out++ = (uint8_t)symbol;
    z->at += n;
    return;
  }
  if (symbol == 256) {
    z->at += n;
    end_of_block(z);
    return;
  }
  if (symbol > 285) FAIL(z, EBB_INFLATE_INVALID_DATA); /* 286 and 287 of the fixed code, 3.2.6 */
  b >>= n;
  n += length_extra[symbol - 257];
  size_t length = length_base[symbol - 257] + LOW_BITS(b, length_extra[symbol - 257]), distance;
  b >>= length_extra[symbol - 257];

  uint32_t d = z->distance[b & DISTANCE_MASK];
  if (d & 63) {
    distance = (d >> 16 == NEVER ? distance_base[d >> 13 & 7] : (d >> 16) + 16) + (LOW_BITS(b, d & 63) >> (d >> 9 & 15));
    n += d & 63;
  } else {
    c = decode(&z->distance_code, b);
    symbol = c >> 4;
    c &= 15;
    if (c == 0) FAIL(z, left < n + 15 ? EBB_INFLATE_ENDS_EARLY : EBB_INFLATE_INVALID_DATA);
    if (left < n + c) FAIL(z, EBB_INFLATE_ENDS_EARLY);
    if (symbol > 29) FAIL(z, EBB_INFLATE_INVALID_DATA); /* 30 and 31 of the fixed code */
    distance = distance_base[symbol] + LOW_BITS(b >> c, distance_extra[symbol]);
    n += c + distance_extra[symbol];
  }
  if (left < n) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  if (distance > (size_t)(z->out - z->out_begin)) FAIL(z, EBB_INFLATE_INVALID_DATA);
  z->at += n;

  uint8_t *to = z->out;
  const uint8_t *from = to - distance;
  size_t room = (size_t)(z->out_end - to);
  if (room >= length + 16) { /* whole pieces of 16 bytes end less than 16 bytes after the match */
    uint8_t *end = z->out = to + length;
    v16 v;
    if (distance < 16) { /* from + 16 <= to + 15 is within the buffer; what is not written yet is not used */
      v = SPREAD(from, distance);
      do memcpy(to, &v, 16); while ((to += 16 / distance * distance) < end);
    } else {
      do {
        memcpy(&v, from, 16);
        memcpy(to, &v, 16);
        from += 16;
      } while ((to += 16) < end);
    }
    return;
  }
  z->rest = length;
  z->rest_distance = distance;
  copy_match(z);
}

/* Literals of a block that has nothing else, up to another symbol or near a bound. Registers and refills are those of the
 * fast loop; after one there are 56 bits or more, of which five look-ups drop TEXT_BITS each at most. Each writes 4 bytes
 * and advances by 3 at most. */
TARGET static void NAME(literals)(lane *z) {
  if (z->bits - z->at < 256 || z->out_end - z->out < 32) return;
  const uint32_t *text = z->text;
  const uint8_t *last_in = z->in + (z->bits >> 3) - 16, *last_out = z->out_end - 16;
  uint32_t entry;
  const uint8_t *in = z->in + (z->at >> 3) + 7;
  uint64_t bits = load64(in - 7) >> (z->at & 7), have = 56 - (z->at & 7);
  uint8_t *out = z->out;
  do {
    bits |= load64(in) << (have & 63);
    in += 7;
    in -= have >> 3 & 7;
    have |= 56;
    for (int i = 0; i < 5; i++) {
      entry = text[bits & TEXT_MASK];
      uint32_t literals = entry >> 8;
      memcpy(out, &literals, 4);
      out += entry >> 6 & 3;
      bits >>= entry & 63;
      have -= entry;
    }
  } while (entry && in < last_in && out < last_out);
  z->at = ((uint64_t)(in - z->in) << 3) - (have & 63);
  z->out = out;
}

/* One step of the fast loop. Registers of lane x: next byte of input, bits (the low `have` mod 64 of them are to be
 * decoded; those above, if not 0, are what the next refill puts there), out, the entry of the main table for the next
 * symbols (loaded ahead: its latency is a third of the chain), and the largest distance - 16 that is safe.
 *
 * Bits: after the refill there are 56 to 63. A step drops at most 10 (main) + 9 + 13 (distance) = 32, which leaves the
 * 10 that the look-up ahead needs. `in` is less than 8 bytes ahead of the position, so that loads end within 16.
 * Output: 2 bytes at out (literals; 0 to 2 of them count), then 16 bytes at out + 0..2 (the match; 0 to 16 of them
 * count). So a step writes to [out, out + 18) and advances by 18 at most.
 * Window: a distance is 16 + `back`. `limit` <= bytes produced - 16, hence 16 + back <= bytes produced; 16 bytes from
 * there end at or before the place they are copied to: no overlap. NEVER exceeds `limit` always: exceptions, codes
 * that are not in the tables, and distances up to 16 leave the loop here, before anything is dropped or advanced.
 * Entries without a match look up the second part of the distance table: no bits, and a copy of which nothing counts,
 * from 1024 bytes back if possible, since a load from what was just stored in small pieces would have to wait. */
#define STEP(x, z, exception)                                                                                          \
  {                                                                                                                  \
    bits##x |= load64(in##x) << (have##x & 63);                                                                    \
    in##x += 7;                                                                                                    \
    in##x -= have##x >> 3 & 7;                                                                                     \
    have##x |= 56;                                                                                                 \
    uint64_t b = bits##x >> (entry##x & 63);                                                                       \
    const uint8_t *part = (const uint8_t *)(z)->distance + (entry##x & (LITERALS | EXCEPTION));                    \
    uint32_t d;                                                                                                    \
    memcpy(&d, part + 4 * (b & DISTANCE_MASK), 4);                                                                 \
    uint16_t literals = (uint16_t)(entry##x >> 13);                                                                \
    memcpy(out##x, &literals, 2);                                                                                  \
    uint8_t *to = out##x + (entry##x >> 30);                                                                       \
    uint64_t back = (d >> 16) + (LOW_BITS(b, d) >> (d >> 9 & 63));                                                 \
    if (__builtin_expect(back > limit##x, 0)) goto exception;                                                      \
    v16 v;                                                                                                         \
    memcpy(&v, to - 16 - back, 16);                                                                                \
    bits##x = b >> (d & 63);                                                                                       \
    have##x -= entry##x; /* only the low 6 bits count */                                                           \
    have##x -= d;                                                                                                  \
    out##x = to + (entry##x >> 6 & 31);                                                                            \
    entry##x = (z)->main[bits##x & MAIN_MASK];                                                                     \
    memcpy(to, &v, 16);                                                                                            \
  }
#define LANE(x, z)                                                                                                     \
  const uint8_t *in##x;                                                                                              \
  uint64_t bits##x, have##x;                                                                                         \
  uint8_t *out##x;                                                                                                   \
  uint32_t entry##x;                                                                                                 \
  const uint64_t limit##x = (size_t)((z)->out - (z)->out_begin) < 32768 ? (size_t)((z)->out - (z)->out_begin) - 16 : 32752
#define ENTER(x, z)                                                                                                    \
  in##x = (z)->in + ((z)->at >> 3) + 7;                                                                              \
  bits##x = load64(in##x - 7) >> ((z)->at & 7);                                                                      \
  have##x = 56 - ((z)->at & 7);                                                                                      \
  out##x = (z)->out;                                                                                                 \
  entry##x = (z)->main[bits##x & MAIN_MASK]
#define LEAVE(x, z)                                                                                                    \
  (z)->at = ((uint64_t)(in##x - (z)->in) << 3) - (have##x & 63);                                                     \
  (z)->out = out##x
/* An exception uses at most 48 bits and 258 bytes of output, less than what safe_steps() counts for 10 steps. */
#define HANDLE(x, z, next)                                                                                             \
  LEAVE(x, z);                                                                                                       \
  NAME(one_symbol)(z);                                                                                               \
  if ((z)->state != IN_BLOCK) goto left##x;                                                                          \
  n = n > 10 ? n - 10 : 1; /* 1: the other lane may take its step, then the loop ends */                             \
  ENTER(x, z);                                                                                                       \
  goto next

/* Takes up to n steps, 1 <= n <= safe_steps() of both lanes. */
TARGET static void NAME(two_lanes)(lane *z, size_t n) {
  LANE(a, z);
  LANE(b, z + 1);
  ENTER(a, z);
  ENTER(b, z + 1);
  do {
    STEP(a, z, exception_a)
  next_a:
    STEP(b, z + 1, exception_b)
  next_b:;
  } while (--n);
  LEAVE(a, z);
lefta:
  LEAVE(b, z + 1);
  return;
exception_a:
  HANDLE(a, z, next_a);
exception_b:
  HANDLE(b, z + 1, next_b);
leftb:
  LEAVE(a, z);
}

TARGET static void NAME(one_lane)(lane *z, size_t n) {
  LANE(a, z);
  ENTER(a, z);
  do {
    STEP(a, z, exception_a)
  next_a:;
  } while (--n);
  LEAVE(a, z);
lefta:
  return;
exception_a:
  HANDLE(a, z, next_a);
}

#undef STEP
#undef LANE
#undef ENTER
#undef LEAVE
#undef HANDLE
#undef NAME
#undef TARGET
#undef LOW_BITS
#undef SPREAD
