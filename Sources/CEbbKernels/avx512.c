/*
 * AVX-512 with VBMI2: Ice Lake and Zen 4 and later.
 *
 * Two numbers share a 64-byte vector, four vectors are a batch of eight. A comparison gives a mask of one bit a byte;
 * the masks of the eight numbers are then the eight 32-bit lanes of one vector, and what the grammar asks is asked of
 * all lanes at once, without a branch that depends on the text.
 */
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET                                                                                     \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,"               \
                        "avx512vpopcntdq,avx2,fma,bmi,popcnt")))

/* The masks of one kind of byte in the eight numbers of a batch. Bit i of a lane is the byte i of the 32 that end at
 * the number's comma. */
typedef union {
  uint64_t pairs[BATCH / 2];
  uint32_t lanes[BATCH];
} masks;

TARGET static inline __m256i lanes(const masks *m) {
  return _mm256_loadu_si256((const __m256i *)m);
}

TARGET static size_t find_ends(
    const uint8_t *base, const uint8_t *end, uint32_t *ends, unsigned *spacing) {
  const __m512i iota = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
      39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
      15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  size_t count = 0;
  uint64_t carry = 0;
  int known = 0;
  for (uint32_t offset = 0; offset < BLOCK && base + offset < end; offset += 64) {
    const __m512i bytes = _mm512_loadu_si512(base + offset);
    const uint64_t commas = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
    const uint64_t blanks = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' '));
    if (!known && commas) {
      *spacing = base[offset + __builtin_ctzll(commas) + 1] == ' ';
      known = 1;
    }
    if (blanks != (*spacing ? commas << 1 | carry : 0)) break;
    carry = commas >> 63;
    /* The indices of the set bits, 16 at a time; more than 16 come only of numbers as short as "0". */
    __m512i indices = _mm512_maskz_compress_epi8(commas, iota);
    const unsigned found = (unsigned)__builtin_popcountll(commas);
    for (unsigned stored = 0; stored < found; stored += 16) {
      const __m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(indices));
      _mm512_storeu_si512(
          ends + count + stored, _mm512_add_epi32(wide, _mm512_set1_epi32((int)offset)));
      indices = _mm512_alignr_epi64(indices, indices, 2);
    }
    count += found;
  }
  /* The blank behind a comma that ends 64 bytes has not been seen yet. */
  if (carry && *spacing && base[ends[count - 1] + 1] != ' ') count--;
  return count;
}

/* The values of 0 to 32 decimal digits, right-aligned, one a byte, two numbers a vector: four groups of eight digits
 * a number. The groups of numbers 0, 2 and 1, 3 share 128-bit parts: see `group`. */
TARGET static inline __m512i groups_of_8(__m512i first, __m512i second) {
  const __m512i tens = _mm512_set1_epi16(10 | 1 << 8);
  const __m512i hundreds = _mm512_set1_epi32(100 | 1 << 16);
  const __m512i ten_thousands = _mm512_set1_epi32(10000 | 1 << 16);
  first = _mm512_madd_epi16(_mm512_maddubs_epi16(first, tens), hundreds);
  second = _mm512_madd_epi16(_mm512_maddubs_epi16(second, tens), hundreds);
  return _mm512_madd_epi16(_mm512_packus_epi32(first, second), ten_thousands);
}

/* The n-th group of eight digits (0 the lowest) of the eight numbers, each in the low half of a 64-bit lane; the high
 * halves hold something else. */
TARGET static inline __m512i group(__m512i numbers_0_to_3, __m512i numbers_4_to_7, int n) {
  /* In 32-bit lanes, the four parts of a vector are: groups 3, 2 of numbers 0 and 2; groups 1, 0 of these;
   * groups 3, 2 of numbers 1 and 3; groups 1, 0 of these. */
  const int part = n < 2 ? 4 : 0, lane = part + (n & 1 ? 0 : 1);
  const __m512i index = _mm512_setr_epi32(
      lane, 0, lane + 8, 0, lane + 2, 0, lane + 10, 0, lane + 16, 0, lane + 24, 0, lane + 18, 0, lane + 26, 0);
  return _mm512_permutex2var_epi32(numbers_0_to_3, index, numbers_4_to_7);
}

/* The integer that four bytes of digits are, 0 where `digits` has no bit; the last byte is the ones. */
TARGET static inline __m256i short_integer(__m256i bytes, __m256i digits) {
  /* Bits 0 to 3 to the lowest bits of bytes 0 to 3, then to whole bytes. */
  const __m256i spread = _mm256_and_si256(
      _mm256_mullo_epi32(digits, _mm256_set1_epi32(0x00204081)), _mm256_set1_epi32(0x01010101));
  const __m256i whole = _mm256_sub_epi8(_mm256_setzero_si256(), spread);
  const __m256i values = _mm256_and_si256(whole, _mm256_sub_epi8(bytes, _mm256_set1_epi8('0')));
  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi16(10 | 1 << 8));
  return _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
}

TARGET static inline unsigned decode_batch(
    const uint8_t *base, const uint32_t *ends, unsigned spacing, const ebb_power *powers, double *values) {
  const __m256i one = _mm256_set1_epi32(1);
  const __m256i none = _mm256_setzero_si256();

  /* Which bytes are what. */
  masks digit, zero, point, minus, plus, letter;
  __m512i digits[BATCH / 2];
  masks tails;
  for (int pair = 0; pair < BATCH / 2; pair++) {
    const uint8_t *first = base + ends[2 * pair + 1], *second = base + ends[2 * pair + 2];
    const __m512i bytes = _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)(first - 32))),
        _mm256_loadu_si256((const __m256i *)(second - 32)), 1);
    digits[pair] = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    digit.pairs[pair] = _mm512_cmple_epu8_mask(digits[pair], _mm512_set1_epi8(9));
    zero.pairs[pair] = _mm512_testn_epi8_mask(digits[pair], digits[pair]);
    point.pairs[pair] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('.'));
    minus.pairs[pair] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('-'));
    plus.pairs[pair] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('+'));
    letter.pairs[pair] = _mm512_cmpeq_epi8_mask(
        _mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('e'));
    __builtin_memcpy(&tails.lanes[2 * pair], first - 4, 4);
    __builtin_memcpy(&tails.lanes[2 * pair + 1], second - 4, 4);
  }

  /* The number is the highest `length` bits of its lane. */
  const __m256i end = _mm256_loadu_si256((const __m256i *)(ends + 1));
  const __m256i start =
      _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)ends), _mm256_set1_epi32(1 + (int)spacing));
  const __m256i length = _mm256_sub_epi32(end, start);
  __mmask8 right = _mm256_cmple_epu32_mask(_mm256_sub_epi32(length, one), _mm256_set1_epi32(LONGEST - 1));
  const __m256i number = _mm256_sllv_epi32(_mm256_set1_epi32(-1), _mm256_sub_epi32(_mm256_set1_epi32(32), length));
  const __m256i D = _mm256_and_si256(lanes(&digit), number);
  const __m256i M = _mm256_and_si256(lanes(&minus), number);
  __m256i P = _mm256_and_si256(lanes(&point), number);
  __m256i E = _mm256_and_si256(lanes(&letter), number);
  /* Of points and letters the first counts; a second is no other byte that may be there. */
  E = _mm256_and_si256(E, _mm256_sub_epi32(none, E));
  P = _mm256_and_si256(P, _mm256_sub_epi32(none, P));

  /* Before the letter the mantissa, behind it the exponent; all is mantissa where there is none. */
  const __m256i below = _mm256_sub_epi32(E, one);
  const __m256i mantissa = _mm256_and_si256(number, below);
  const __m256i exponent = _mm256_andnot_si256(_mm256_or_si256(below, E), number);
  const __m256i head = _mm256_and_si256(number, _mm256_sub_epi32(none, number));
  const __m256i sign = _mm256_and_si256(M, head);
  const __m256i lead = _mm256_add_epi32(head, sign);
  const __m256i exponent_head = _mm256_add_epi32(E, E);
  const __m256i exponent_sign = _mm256_and_si256(exponent_head, _mm256_or_si256(M, lanes(&plus)));
  const __m256i DM = _mm256_and_si256(D, mantissa);
  const __m256i DX = _mm256_and_si256(D, exponent);

  /* Every byte is a digit, the sign, the point of the mantissa, the letter or the sign of the exponent. */
  __m256i known = _mm256_or_si256(_mm256_or_si256(D, sign), _mm256_or_si256(E, exponent_sign));
  known = _mm256_or_si256(known, _mm256_and_si256(P, mantissa));
  right &= _mm256_cmpeq_epi32_mask(_mm256_and_si256(known, number), number);
  /* A digit leads; if it is zero, no digit follows. */
  right &= _mm256_test_epi32_mask(DM, lead);
  const __m256i after_zero = _mm256_and_si256(lanes(&zero), lead);
  right &= _mm256_testn_epi32_mask(_mm256_add_epi32(after_zero, after_zero), DM);
  /* A digit follows the point; a letter has 1 to 4 digits behind it. */
  right &= _mm256_testn_epi32_mask(P, _mm256_xor_si256(_mm256_srli_epi32(DM, 1), _mm256_set1_epi32(-1)));
  const __m256i exponent_digits = _mm256_popcnt_epi32(DX);
  right &= (__mmask8)~_mm256_cmpeq_epi32_mask(exponent_digits, none) | _mm256_cmpeq_epi32_mask(E, none);
  right &= _mm256_cmple_epu32_mask(exponent_digits, _mm256_set1_epi32(4));

  /* The digits without what stands between them, right-aligned, to three groups of eight. */
  const __m256i digit_count = _mm256_popcnt_epi32(DM);
  masks taken, placed;
  _mm256_storeu_si256((__m256i *)&taken, DM);
  _mm256_storeu_si256((__m256i *)&placed,
      _mm256_sllv_epi32(_mm256_set1_epi32(-1), _mm256_sub_epi32(_mm256_set1_epi32(32), digit_count)));
  for (int pair = 0; pair < BATCH / 2; pair++) {
    digits[pair] = _mm512_maskz_expand_epi8(
        placed.pairs[pair], _mm512_maskz_compress_epi8(taken.pairs[pair], digits[pair]));
  }
  const __m512i low = groups_of_8(digits[0], digits[1]), high = groups_of_8(digits[2], digits[3]);
  const __m512i low_half = _mm512_set1_epi64(0xffffffff);
  const __m512i g0 = _mm512_and_si512(group(low, high, 0), low_half), g1 = group(low, high, 1);
  const __m512i g2 = _mm512_and_si512(group(low, high, 2), low_half), g3 = group(low, high, 3);
  right &= _mm512_testn_epi64_mask(g3, low_half);
  right &= _mm512_cmple_epu64_mask(g2, _mm512_set1_epi64(MOST_HIGH_DIGITS));
  const __m512i hundred_million = _mm512_set1_epi64(100000000);
  const __m512i w = _mm512_add_epi64(
      _mm512_add_epi64(_mm512_mullo_epi64(g2, _mm512_set1_epi64(10000000000000000)), g0),
      _mm512_mul_epu32(g1, hundred_million));

  /* The power of ten. Digits behind the point are those above its bit. */
  const __m256i behind = _mm256_andnot_si256(_mm256_or_si256(P, _mm256_sub_epi32(P, one)), DM);
  const __m256i written = short_integer(lanes(&tails), _mm256_srli_epi32(DX, 28));
  const __mmask8 is_negative = _mm256_test_epi32_mask(exponent_head, M);
  const __m256i power = _mm256_sub_epi32(
      _mm256_mask_sub_epi32(written, is_negative, none, written), _mm256_popcnt_epi32(behind));
  __m256i index = _mm256_sub_epi32(power, _mm256_set1_epi32(EBB_LEAST_POWER));
  const __mmask8 in_table =
      _mm256_cmple_epu32_mask(index, _mm256_set1_epi32(EBB_GREATEST_POWER - EBB_LEAST_POWER));
  right &= in_table;
  index = _mm256_maskz_slli_epi32(in_table, index, 1);
  const __m512d th = _mm512_i32gather_pd(index, &powers->high, 8);
  const __m512d tl = _mm512_i32gather_pd(index, &powers->low, 8);

  /* The product and the rounding test: kernels.h. */
  const __m512d wh = _mm512_cvtepu64_pd(w);
  const __m512d wl = _mm512_cvtepi64_pd(_mm512_sub_epi64(w, _mm512_cvtpd_epu64(wh)));
  const __m512d p = _mm512_mul_pd(wh, th);
  const __m512d s = _mm512_fmadd_pd(wl, th, _mm512_fmsub_pd(wh, th, p));
  const __m512d l = _mm512_fmadd_pd(wh, tl, s);
  const __m512d margin = _mm512_mul_pd(p, _mm512_set1_pd(ZIV_MARGIN));
  const __m512d value = _mm512_add_pd(p, _mm512_sub_pd(l, margin));
  right &= _mm512_cmp_pd_mask(value, _mm512_add_pd(p, _mm512_add_pd(l, margin)), _CMP_EQ_OQ);

  const __mmask8 negative = _mm256_test_epi32_mask(sign, sign);
  _mm512_storeu_pd(values, _mm512_mask_xor_pd(value, negative, value, _mm512_set1_pd(-0.0)));
  return right;
}

TARGET static inline int decode_zeros(const uint8_t *text, unsigned spacing, double *values) {
  const __mmask64 used = spacing ? 0x3fffffffff : 0x7fffffff;
  const __m512i zeros = _mm512_maskz_loadu_epi8(used, spacing ? ZEROS_SPACED : ZEROS_DENSE);
  if (_mm512_mask_cmpneq_epu8_mask(used, _mm512_maskz_loadu_epi8(used, text), zeros)) return 0;
  _mm512_storeu_pd(values, _mm512_setzero_pd());
  return 1;
}

#include "run_template.h"

const ebb_kernel ebb_kernel_avx512 = {"avx512", decode};

#endif
