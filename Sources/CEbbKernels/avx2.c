/*
 * AVX2 with FMA: Haswell and Zen and later.
 *
 * The stages of avx512.c with half the width. A mask of 32 bytes is `movemask`'s; and where AVX-512 presses the digits
 * together, here the bytes are loaded twice, once a byte earlier: those before the point come from the earlier load,
 * which closes the gap that the point leaves.
 */
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma,bmi,popcnt")))

/* One 32-bit lane for each number of a batch. Bit i of a mask is the byte i of the 32 that end at the number's comma. */
typedef union {
  uint32_t lanes[BATCH];
  __m256i vector;
} batch;

TARGET static inline unsigned mask_of(__m256i bytes, char value) {
  return (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(value)));
}

TARGET static size_t find_ends(
    const uint8_t *base, const uint8_t *end, uint32_t *ends, unsigned *spacing) {
  size_t count = 0;
  uint64_t carry = 0;
  int known = 0;
  for (uint32_t offset = 0; offset < BLOCK && base + offset < end; offset += 64) {
    const __m256i first = _mm256_loadu_si256((const __m256i *)(base + offset));
    const __m256i second = _mm256_loadu_si256((const __m256i *)(base + offset + 32));
    uint64_t commas = mask_of(first, ',') | (uint64_t)mask_of(second, ',') << 32;
    const uint64_t blanks = mask_of(first, ' ') | (uint64_t)mask_of(second, ' ') << 32;
    if (!known && commas) {
      *spacing = base[offset + __builtin_ctzll(commas) + 1] == ' ';
      known = 1;
    }
    if (blanks != (*spacing ? commas << 1 | carry : 0)) break;
    carry = commas >> 63;
    /* Four at a time, whether there are as many or not: the ends behind the last are written again or not read. */
    const size_t found = (size_t)__builtin_popcountll(commas);
    for (size_t stored = 0; stored < found; stored += 4) {
      for (size_t i = 0; i < 4; i++) {
        ends[count + stored + i] = offset + (uint32_t)_tzcnt_u64(commas);
        commas &= commas - 1;
      }
    }
    count += found;
  }
  if (carry && *spacing && base[ends[count - 1] + 1] != ' ') count--;
  return count;
}

TARGET static inline __m256i and_(__m256i a, __m256i b) { return _mm256_and_si256(a, b); }
TARGET static inline __m256i or_(__m256i a, __m256i b) { return _mm256_or_si256(a, b); }
TARGET static inline __m256i is_zero(__m256i a) { return _mm256_cmpeq_epi32(a, _mm256_setzero_si256()); }
TARGET static inline __m256i lowest_bit(__m256i a) { return and_(a, _mm256_sub_epi32(_mm256_setzero_si256(), a)); }

/* The set bits of each lane: of each half byte by a table, then summed. */
TARGET static inline __m256i count_bits(__m256i a) {
  const __m256i table = _mm256_setr_epi8(
      0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low = _mm256_set1_epi8(15);
  const __m256i bytes = _mm256_add_epi8(
      _mm256_shuffle_epi8(table, and_(a, low)), _mm256_shuffle_epi8(table, and_(_mm256_srli_epi32(a, 4), low)));
  return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
}

/* The index of the only bit of each lane, by the exponent of its value as a float; -1 where there is none. */
TARGET static inline __m256i bit_index(__m256i a) {
  /* The highest bit would be a sign; halved, all are positive. 0 has no exponent: it comes out as -126 or less. */
  const __m256i half = _mm256_srli_epi32(a, 1);
  const __m256i exponent = _mm256_srli_epi32(_mm256_castps_si256(_mm256_cvtepi32_ps(half)), 23);
  const __m256i index = _mm256_sub_epi32(exponent, _mm256_set1_epi32(126));
  /* Bit 0 is lost in halving. */
  const __m256i none = is_zero(a), first = _mm256_cmpeq_epi32(a, _mm256_set1_epi32(1));
  return or_(none, _mm256_andnot_si256(first, index));
}

/* The same as in avx512.c, for two numbers. */
TARGET static inline __m256i groups_of_8(__m256i first, __m256i second) {
  const __m256i tens = _mm256_set1_epi16(10 | 1 << 8);
  const __m256i hundreds = _mm256_set1_epi32(100 | 1 << 16);
  const __m256i ten_thousands = _mm256_set1_epi32(10000 | 1 << 16);
  first = _mm256_madd_epi16(_mm256_maddubs_epi16(first, tens), hundreds);
  second = _mm256_madd_epi16(_mm256_maddubs_epi16(second, tens), hundreds);
  return _mm256_madd_epi16(_mm256_packus_epi32(first, second), ten_thousands);
}

/* The same as in avx512.c. */
TARGET static inline __m256i short_integer(__m256i bytes, __m256i digits) {
  const __m256i spread =
      and_(_mm256_mullo_epi32(digits, _mm256_set1_epi32(0x00204081)), _mm256_set1_epi32(0x01010101));
  const __m256i whole = _mm256_sub_epi8(_mm256_setzero_si256(), spread);
  const __m256i values = and_(whole, _mm256_sub_epi8(bytes, _mm256_set1_epi8('0')));
  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi16(10 | 1 << 8));
  return _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
}

/* An integer below 2^52 in each lane as a double. */
TARGET static inline __m256d to_double(__m256i a) {
  const __m256d magic = _mm256_set1_pd(0x1p52);
  return _mm256_sub_pd(_mm256_castsi256_pd(or_(a, _mm256_castpd_si256(magic))), magic);
}

/*
 * Four numbers: their digits, right-aligned in 32 bytes each, times 10^(index + EBB_LEAST_POWER).
 * Returns a bit for each of which the product is proved right.
 */
TARGET static inline unsigned multiply(
    const __m256i *digits, __m128i index, const ebb_power *powers, __m256d sign, double *values) {
  /* In 32-bit lanes, of numbers a and b: groups 3, 2 of a, of b; groups 1, 0 of a, of b. */
  const __m256i first = groups_of_8(digits[0], digits[1]), second = groups_of_8(digits[2], digits[3]);
  const __m256i high = _mm256_permute2x128_si256(first, second, 0x20);
  const __m256i low = _mm256_permute2x128_si256(first, second, 0x31);
  const __m256i low_half = _mm256_set1_epi64x(0xffffffff);
  const __m256i g0 = _mm256_srli_epi64(low, 32), g1 = low;
  const __m256i g2 = _mm256_srli_epi64(high, 32), g3 = and_(high, low_half);
  const __m256i fits = _mm256_andnot_si256(
      _mm256_cmpgt_epi64(g2, _mm256_set1_epi64x(MOST_HIGH_DIGITS)),
      _mm256_cmpeq_epi64(g3, _mm256_setzero_si256()));

  /* w = g2 · 10^16 + g1 · 10^8 + g0; the first product by halves of 10^16. */
  const int64_t ten_16 = 10000000000000000;
  __m256i w = _mm256_mul_epu32(g2, _mm256_set1_epi64x(ten_16 & 0xffffffff));
  w = _mm256_add_epi64(w, _mm256_slli_epi64(_mm256_mul_epu32(g2, _mm256_set1_epi64x(ten_16 >> 32)), 32));
  w = _mm256_add_epi64(w, _mm256_add_epi64(_mm256_mul_epu32(g1, _mm256_set1_epi64x(100000000)), g0));

  /* wh + wl: both halves of w are exact, and so is what is lost in their sum (Dekker's, the larger first). */
  const __m256d upper = _mm256_mul_pd(to_double(_mm256_srli_epi64(w, 32)), _mm256_set1_pd(0x1p32));
  const __m256d lower = to_double(and_(w, low_half));
  const __m256d wh = _mm256_add_pd(upper, lower);
  const __m256d wl = _mm256_sub_pd(lower, _mm256_sub_pd(wh, upper));

  const __m128i twice = _mm_add_epi32(index, index);
  const __m256d th = _mm256_i32gather_pd(&powers->high, twice, 8);
  const __m256d tl = _mm256_i32gather_pd(&powers->low, twice, 8);

  /* The product and the rounding test: kernels.h. */
  const __m256d p = _mm256_mul_pd(wh, th);
  const __m256d s = _mm256_fmadd_pd(wl, th, _mm256_fmsub_pd(wh, th, p));
  const __m256d l = _mm256_fmadd_pd(wh, tl, s);
  const __m256d margin = _mm256_mul_pd(p, _mm256_set1_pd(ZIV_MARGIN));
  const __m256d value = _mm256_add_pd(p, _mm256_sub_pd(l, margin));
  const __m256d same = _mm256_cmp_pd(value, _mm256_add_pd(p, _mm256_add_pd(l, margin)), _CMP_EQ_OQ);
  _mm256_storeu_pd(values, _mm256_xor_pd(value, sign));
  return (unsigned)_mm256_movemask_pd(_mm256_and_pd(same, _mm256_castsi256_pd(fits)));
}

TARGET static inline unsigned decode_batch(
    const uint8_t *base, const uint32_t *ends, unsigned spacing, const ebb_power *powers, double *values) {
  const __m256i one = _mm256_set1_epi32(1), all = _mm256_set1_epi32(-1);

  /* Which bytes are what. */
  batch digit, zero, point, minus, plus, letter, tail;
  for (int i = 0; i < BATCH; i++) {
    const uint8_t *comma = base + ends[i + 1];
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(comma - 32));
    const __m256i less = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
    digit.lanes[i] = (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_min_epu8(less, _mm256_set1_epi8(9)), less));
    zero.lanes[i] = mask_of(bytes, '0');
    point.lanes[i] = mask_of(bytes, '.');
    minus.lanes[i] = mask_of(bytes, '-');
    plus.lanes[i] = mask_of(bytes, '+');
    letter.lanes[i] = mask_of(or_(bytes, _mm256_set1_epi8(0x20)), 'e');
    __builtin_memcpy(&tail.lanes[i], comma - 4, 4);
  }

  /* The number is the highest `length` bits of its lane. */
  const __m256i end = _mm256_loadu_si256((const __m256i *)(ends + 1));
  const __m256i start =
      _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)ends), _mm256_set1_epi32(1 + (int)spacing));
  const __m256i length = _mm256_sub_epi32(end, start);
  __m256i wrong = or_(_mm256_cmpgt_epi32(one, length), _mm256_cmpgt_epi32(length, _mm256_set1_epi32(LONGEST)));
  const __m256i number = _mm256_sllv_epi32(all, _mm256_sub_epi32(_mm256_set1_epi32(32), length));
  const __m256i D = and_(digit.vector, number);
  const __m256i M = and_(minus.vector, number);
  const __m256i P = lowest_bit(and_(point.vector, number));
  const __m256i E = lowest_bit(and_(letter.vector, number));

  /* Before the letter the mantissa, behind it the exponent; all is mantissa where there is none. */
  const __m256i below = _mm256_sub_epi32(E, one);
  const __m256i mantissa = and_(number, below);
  const __m256i exponent = _mm256_andnot_si256(or_(below, E), number);
  const __m256i head = lowest_bit(number);
  const __m256i sign = and_(M, head);
  const __m256i lead = _mm256_add_epi32(head, sign);
  const __m256i exponent_head = _mm256_add_epi32(E, E);
  const __m256i exponent_sign = and_(exponent_head, or_(M, plus.vector));
  const __m256i DM = and_(D, mantissa);
  const __m256i DX = and_(D, exponent);

  /* Every byte is a digit, the sign, the point of the mantissa, the letter or the sign of the exponent. */
  const __m256i known = or_(or_(or_(D, sign), or_(E, exponent_sign)), and_(P, mantissa));
  wrong = or_(wrong, _mm256_xor_si256(and_(known, number), number));
  /* A digit leads; if it is zero, no digit follows. */
  wrong = or_(wrong, is_zero(and_(DM, lead)));
  const __m256i after_zero = and_(zero.vector, lead);
  wrong = or_(wrong, and_(_mm256_add_epi32(after_zero, after_zero), DM));
  /* A digit follows the point; a letter has 1 to 4 digits behind it. */
  wrong = or_(wrong, _mm256_andnot_si256(_mm256_srli_epi32(DM, 1), P));
  const __m256i exponent_digits = count_bits(DX);
  wrong = or_(wrong, _mm256_andnot_si256(is_zero(E), is_zero(exponent_digits)));
  wrong = or_(wrong, _mm256_cmpgt_epi32(exponent_digits, _mm256_set1_epi32(4)));

  /* The power of ten. Digits behind the point are those above its bit. */
  const __m256i behind = _mm256_andnot_si256(or_(P, _mm256_sub_epi32(P, one)), DM);
  const __m256i written = short_integer(tail.vector, _mm256_srli_epi32(DX, 28));
  const __m256i is_negative = _mm256_andnot_si256(is_zero(and_(exponent_head, M)), all);
  const __m256i signed_ = _mm256_sub_epi32(_mm256_xor_si256(written, is_negative), is_negative);
  const __m256i power = _mm256_sub_epi32(signed_, count_bits(behind));
  const __m256i outside = or_(_mm256_cmpgt_epi32(_mm256_set1_epi32(EBB_LEAST_POWER), power),
      _mm256_cmpgt_epi32(power, _mm256_set1_epi32(EBB_GREATEST_POWER)));
  wrong = or_(wrong, outside);
  const __m256i index =
      _mm256_andnot_si256(outside, _mm256_sub_epi32(power, _mm256_set1_epi32(EBB_LEAST_POWER)));

  /* Where each mantissa ends, from its comma; where its point is in the 32 bytes before that; how many digits. */
  batch back, gap, empty;
  const __m256i letter_index = bit_index(E);
  back.vector = and_(_mm256_sub_epi32(_mm256_set1_epi32(32), letter_index), _mm256_cmpgt_epi32(letter_index, all));
  gap.vector = _mm256_add_epi32(bit_index(P), back.vector);
  gap.vector = or_(gap.vector, is_zero(P));
  empty.vector = _mm256_sub_epi32(_mm256_set1_epi32(31), count_bits(DM));
  const __m256i iota = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
  __m256i digits[BATCH];
  for (int i = 0; i < BATCH; i++) {
    const uint8_t *behind_mantissa = base + ends[i + 1] - (back.lanes[i] & 31);
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(behind_mantissa - 32));
    const __m256i earlier = _mm256_loadu_si256((const __m256i *)(behind_mantissa - 33));
    const __m256i after_point = _mm256_cmpgt_epi8(iota, _mm256_set1_epi8((char)gap.lanes[i]));
    const __m256i used = _mm256_cmpgt_epi8(iota, _mm256_set1_epi8((char)empty.lanes[i]));
    const __m256i closed = _mm256_blendv_epi8(earlier, bytes, after_point);
    digits[i] = and_(_mm256_sub_epi8(closed, _mm256_set1_epi8('0')), used);
  }

  const __m256i signs = _mm256_andnot_si256(is_zero(sign), all);
  const __m256d low_sign = _mm256_and_pd(
      _mm256_castsi256_pd(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(signs))), _mm256_set1_pd(-0.0));
  const __m256d high_sign = _mm256_and_pd(
      _mm256_castsi256_pd(_mm256_cvtepi32_epi64(_mm256_extracti128_si256(signs, 1))), _mm256_set1_pd(-0.0));
  unsigned right = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(is_zero(wrong)));
  right &= multiply(digits, _mm256_castsi256_si128(index), powers, low_sign, values) |
           multiply(digits + 4, _mm256_extracti128_si256(index, 1), powers, high_sign, values + 4) << 4;
  return right;
}

/* Whether `length` bytes, 31 or more and at most 40, are the same. */
TARGET static inline int is_same(const uint8_t *a, const uint8_t *b, unsigned length) {
  const __m256i head = _mm256_cmpeq_epi8(
      _mm256_loadu_si256((const __m256i *)a), _mm256_loadu_si256((const __m256i *)b));
  uint64_t tail_a, tail_b;
  __builtin_memcpy(&tail_a, a + length - 8, 8);
  __builtin_memcpy(&tail_b, b + length - 8, 8);
  const unsigned first = length < 32 ? ~0u >> 1 : ~0u;
  return ((unsigned)_mm256_movemask_epi8(head) & first) == first && tail_a == tail_b;
}

TARGET static inline int decode_zeros(const uint8_t *text, unsigned spacing, double *values) {
  const unsigned length = spacing ? 38 : 31;
  if (!is_same(text, (const uint8_t *)(spacing ? ZEROS_SPACED : ZEROS_DENSE), length)) return 0;
  _mm256_storeu_pd(values, _mm256_setzero_pd());
  _mm256_storeu_pd(values + 4, _mm256_setzero_pd());
  return 1;
}

#include "run_template.h"

const ebb_kernel ebb_kernel_avx2 = {"avx2", decode};

#endif
