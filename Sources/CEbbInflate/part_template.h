/* The decoding loop of a part; included by part.c once per set of instructions, with these macros defined: NAME(x) the
 * name of a function, TARGET its attributes, LOW_BITS(v, n) the low (n & 255) < 64 bits of v, SPREAD(v) two bytes as two
 * elements.
 *
 * It is `one_lane` of loop_template.h with elements in the place of bytes, where all that is said of it is proved: a step
 * writes 2 elements at out and 16 after the 0 to 2 that count. Since a window always lies before the part, each distance
 * is safe that is no more than it, and copies of which nothing counts have a place to come from. */
TARGET static void NAME(part_loop)(part *p, size_t n) {
  lane *z = &p->lane;
  const uint8_t *in;
  uint64_t bits, have;
  uint16_t *out;
  uint32_t entry;
#define ENTER                                                                                                          \
  in = z->in + (z->at >> 3) + 7;                                                                                     \
  bits = load64(in - 7) >> (z->at & 7);                                                                              \
  have = 56 - (z->at & 7);                                                                                           \
  out = p->out;                                                                                                      \
  entry = z->main[bits & MAIN_MASK]
#define LEAVE                                                                                                          \
  z->at = ((uint64_t)(in - z->in) << 3) - (have & 63);                                                               \
  p->out = out
  ENTER;
  do {
    bits |= load64(in) << (have & 63);
    in += 7;
    in -= have >> 3 & 7;
    have |= 56;
    uint64_t b = bits >> (entry & 63);
    const uint8_t *row = (const uint8_t *)z->distance + (entry & (LITERALS | EXCEPTION));
    uint32_t d;
    memcpy(&d, row + 4 * (b & DISTANCE_MASK), 4);
    uint32_t literals = SPREAD(entry >> 13);
    memcpy(out, &literals, 4);
    uint16_t *to = out + (entry >> 30);
    uint64_t back = (d >> 16) + (LOW_BITS(b, d) >> (d >> 9 & 63));
    if (__builtin_expect(back > EBB_INFLATE_WINDOW - 16, 0)) goto exception;
    v16 low, high;
    memcpy(&low, to - 16 - back, 16);
    memcpy(&high, to - 8 - back, 16);
    bits = b >> (d & 63);
    have -= entry;
    have -= d;
    out = to + (entry >> 6 & 31);
    entry = z->main[bits & MAIN_MASK];
    memcpy(to, &low, 16);
    memcpy(to + 8, &high, 16);
  next:;
  } while (--n);
  LEAVE;
  return;
exception:
  LEAVE;
  one_symbol(p);
  if (z->state != IN_BLOCK) return;
  n = n > 10 ? n - 10 : 1;
  ENTER;
  goto next;
}

#undef ENTER
#undef LEAVE
#undef NAME
#undef TARGET
#undef LOW_BITS
#undef SPREAD
