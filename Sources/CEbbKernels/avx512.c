/*
 * AVX-512 with VBMI2 and GFNI: Ice Lake and Zen 4 and later.
 *
 * Two numbers share a 64-byte vector, four vectors are a batch of eight. A table gives each byte's kind, a bit for each
 * kind; bits and bytes are crossed, and the masks of the eight numbers, a bit for each byte, are then the eight 32-bit
 * lanes of one vector. What the grammar asks is asked of all lanes at once, without a branch that depends on the text.
 */
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET                                                                                     \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,"               \
                        "avx512vpopcntdq,gfni,avx2,fma,bmi,popcnt")))

/* A vector is to be stored and its lanes loaded again. Left alone, clang takes it apart lane by lane: 8 % slower. */
#define THROUGH_MEMORY(array) __asm__("" : "+m"(array))

/* The kinds of byte that a number has, a bit each. */
enum { DIGIT, POINT, MINUS, LETTER, ZERO, PLUS, FOREIGN = 7 };

static const uint8_t kinds[128] __attribute__((aligned(64))) = {
    ['0'] = 1 << DIGIT | 1 << ZERO, ['1' ... '9'] = 1 << DIGIT, ['.'] = 1 << POINT, ['-'] = 1 << MINUS,
    ['+'] = 1 << PLUS, ['e'] = 1 << LETTER, ['E'] = 1 << LETTER};

/* One 32-bit lane for each of the eight numbers: bit i is the byte i of the 32 that end at the number's comma. */
typedef struct {
  __m256i digit, point, minus, letter, zero, plus, foreign;
} masks;

/* The masks of the 64 bytes of two numbers: one 64-bit lane for each kind. */
TARGET static inline __m512i masks_of_pair(__m512i bytes) {
  /* The table is looked up by seven bits. The eighth, of bytes beyond ASCII, is a kind of its own: 0xf8 says
   * kind | bytes & 0x80. */
  const __m512i kind = _mm512_ternarylogic_epi64(
      _mm512_permutex2var_epi8(_mm512_load_si512(kinds), bytes, _mm512_load_si512(kinds + 64)), bytes,
      _mm512_set1_epi8((char)(1 << FOREIGN)), 0xf8);
  /* Of each eight bytes, bit by bit: byte n of the product has bit n of all eight. The instruction takes the first
   * byte for the highest bit, so they are turned round before. */
  const __m512i turned = _mm512_shuffle_epi8(
      kind, _mm512_broadcast_i32x4(_mm_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8)));
  const __m512i crossed =
      _mm512_gf2p8affine_epi64_epi8(_mm512_set1_epi64((long long)0x8040201008040201), turned, 0);
  /* Byte n of all eights to lane n. */
  const __m512i by_kind = _mm512_set_epi8(
      63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5,
      60, 52, 44, 36, 28, 20, 12, 4, 59, 51, 43, 35, 27, 19, 11, 3, 58, 50, 42, 34, 26, 18, 10, 2,
      57, 49, 41, 33, 25, 17, 9, 1, 56, 48, 40, 32, 24, 16, 8, 0);
  return _mm512_permutexvar_epi8(by_kind, crossed);
}

/* The 128-bit part `part` of two vectors. */
TARGET static inline __m256i parts(__m512i first, __m512i second, int part) {
  const __m512i lanes = _mm512_castsi256_si512(
      _mm256_setr_epi64x(2 * part, 2 * part + 1, 8 + 2 * part, 8 + 2 * part + 1));
  return _mm512_castsi512_si256(_mm512_permutex2var_epi64(first, lanes, second));
}

TARGET static inline masks masks_of(const __m512i *bytes) {
  __m512i pairs[BATCH / 2];
  for (int pair = 0; pair < BATCH / 2; pair++) pairs[pair] = masks_of_pair(bytes[pair]);
  const __m512i even = _mm512_unpacklo_epi64(pairs[0], pairs[1]), odd = _mm512_unpackhi_epi64(pairs[0], pairs[1]);
  const __m512i later_even = _mm512_unpacklo_epi64(pairs[2], pairs[3]);
  const __m512i later_odd = _mm512_unpackhi_epi64(pairs[2], pairs[3]);
  return (masks){
      .digit = parts(even, later_even, DIGIT / 2), .point = parts(odd, later_odd, POINT / 2),
      .minus = parts(even, later_even, MINUS / 2), .letter = parts(odd, later_odd, LETTER / 2),
      .zero = parts(even, later_even, ZERO / 2), .plus = parts(odd, later_odd, PLUS / 2),
      .foreign = parts(odd, later_odd, FOREIGN / 2)};
}

TARGET static size_t find_ends(
    const uint8_t *base, const uint8_t *end, uint32_t *ends, unsigned *spacing) {
  const __m512i iota = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
      39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
      15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i comma = _mm512_set1_epi8(','), blank = _mm512_set1_epi8(' ');
  const uint64_t in_sight = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(base), comma);
  if (!in_sight) return 0;
  *spacing = base[__builtin_ctzll(in_sight) + 1] == ' ';
  const uint64_t spaced = *spacing ? ~0ull : 0;
  const size_t limit = end - base < BLOCK ? (size_t)(end - base) : BLOCK;
  size_t count = 0;
  uint64_t carry = 0;
  __m512i origin = _mm512_setzero_si512();
  for (size_t offset = 0; offset < limit; offset += 64) {
    const __m512i bytes = _mm512_loadu_si512(base + offset);
    const uint64_t commas = _mm512_cmpeq_epi8_mask(bytes, comma);
    const uint64_t blanks = _mm512_cmpeq_epi8_mask(bytes, blank);
    if (blanks != ((commas << 1 | carry) & spaced)) break;
    carry = commas >> 63;
    /* The indices of the set bits, 16 at a time; more than 16 come only of numbers as short as "0". */
    __m512i indices = _mm512_maskz_compress_epi8(commas, iota);
    const unsigned found = (unsigned)__builtin_popcountll(commas);
    for (unsigned stored = 0; stored < found; stored += 16) {
      const __m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(indices));
      _mm512_storeu_si512(ends + count + stored, _mm512_add_epi32(wide, origin));
      indices = _mm512_alignr_epi64(indices, indices, 2);
    }
    count += found;
    origin = _mm512_add_epi32(origin, _mm512_set1_epi32(64));
  }
  /* The blank after a comma that ends 64 bytes has not been seen yet. */
  if (carry && *spacing && base[ends[count - 1] + 1] != ' ') count--;
  return count;
}

/* The values of 0 to 32 decimal digits, right-aligned, one a byte, two numbers a vector: four groups of eight digits
 * a number. The groups of numbers 0, 2 and 1, 3 share 128-bit parts: see `two_groups`. */
TARGET static inline __m512i groups_of_8(__m512i first, __m512i second) {
  const __m512i tens = _mm512_set1_epi16(10 | 1 << 8);
  const __m512i hundreds = _mm512_set1_epi32(100 | 1 << 16);
  const __m512i ten_thousands = _mm512_set1_epi32(10000 | 1 << 16);
  first = _mm512_madd_epi16(_mm512_maddubs_epi16(first, tens), hundreds);
  second = _mm512_madd_epi16(_mm512_maddubs_epi16(second, tens), hundreds);
  return _mm512_madd_epi16(_mm512_packus_epi32(first, second), ten_thousands);
}

/* Two groups of eight digits of the eight numbers, each in a 64-bit lane: 0 the low ones, group 1 above group 0, or
 * 1 the high ones, group 3 above group 2. */
TARGET static inline __m512i two_groups(__m512i numbers_0_to_3, __m512i numbers_4_to_7, int high) {
  /* In 32-bit lanes, the four parts of a vector are: groups 3, 2 of numbers 0 and 2; groups 1, 0 of these;
   * groups 3, 2 of numbers 1 and 3; groups 1, 0 of these. */
  const int h = high ? 0 : 4, l = h + 1;
  const __m512i index = _mm512_setr_epi32(
      l, h, l + 8, h + 8, l + 2, h + 2, l + 10, h + 10, l + 16, h + 16, l + 24, h + 24, l + 18, h + 18, l + 26, h + 26);
  return _mm512_permutex2var_epi32(numbers_0_to_3, index, numbers_4_to_7);
}

/* The last four bytes of each of the eight numbers. */
TARGET static inline __m256i last_four(const __m512i *bytes) {
  const __m512i lasts = _mm512_castsi128_si512(_mm_setr_epi32(7, 15, 16 + 7, 16 + 15));
  return _mm256_inserti128_si256(
      _mm512_castsi512_si256(_mm512_permutex2var_epi32(bytes[0], lasts, bytes[1])),
      _mm512_castsi512_si128(_mm512_permutex2var_epi32(bytes[2], lasts, bytes[3])), 1);
}

/* The integer that the last `count` of four bytes are, 0 to 4 digits; the last byte is the ones. */
TARGET static inline __m256i exponent_value(__m256i bytes, __m256i count) {
  const __m256i used = _mm256_sllv_epi32(
      _mm256_set1_epi32(0x0f0f0f0f), _mm256_sub_epi32(_mm256_set1_epi32(32), _mm256_slli_epi32(count, 3)));
  const __m256i pairs = _mm256_maddubs_epi16(_mm256_and_si256(bytes, used), _mm256_set1_epi16(10 | 1 << 8));
  return _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
}

/* The powers of the eight numbers by their places in the table, in bytes. A load takes both parts of one: eight loads
 * are less work than two gathers. */
TARGET static inline void load_powers(
    const ebb_power *powers, __m256i offsets, __m512d *high, __m512d *low) {
  uint32_t offset[BATCH];
  _mm256_storeu_si256((__m256i *)offset, offsets);
  THROUGH_MEMORY(offset);
  __m512d halves[2];
  for (int odd = 0; odd < 2; odd++) {
    __m128d power[BATCH / 2];
    for (int i = 0; i < BATCH / 2; i++) {
      power[i] = _mm_loadu_pd((const double *)((const char *)powers + offset[2 * i + odd]));
    }
    halves[odd] = _mm512_insertf64x4(
        _mm512_castpd256_pd512(_mm256_insertf128_pd(_mm256_castpd128_pd256(power[0]), power[1], 1)),
        _mm256_insertf128_pd(_mm256_castpd128_pd256(power[2]), power[3], 1), 1);
  }
  *high = _mm512_unpacklo_pd(halves[0], halves[1]);
  *low = _mm512_unpackhi_pd(halves[0], halves[1]);
}

TARGET static inline unsigned decode_batch(
    const uint8_t *base, const uint32_t *ends, unsigned spacing, const ebb_power *powers, double *values) {
  const __m256i one = _mm256_set1_epi32(1), thirty_two = _mm256_set1_epi32(32), all = _mm256_set1_epi32(-1);
  const __m256i none = _mm256_setzero_si256();

  /* The 32 bytes that end at each comma. */
  __m512i bytes[BATCH / 2];
  for (int pair = 0; pair < BATCH / 2; pair++) {
    const uint8_t *first = base + ends[2 * pair + 1], *second = base + ends[2 * pair + 2];
    bytes[pair] = _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)(first - 32))),
        _mm256_loadu_si256((const __m256i *)(second - 32)), 1);
  }
  const masks is = masks_of(bytes);

  /* The number is the highest `length` bits of its lane. */
  const __m256i end = _mm256_loadu_si256((const __m256i *)(ends + 1));
  const __m256i start =
      _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)ends), _mm256_set1_epi32(1 + (int)spacing));
  const __m256i length = _mm256_sub_epi32(end, start);
  __mmask8 right = _mm256_cmple_epu32_mask(_mm256_sub_epi32(length, one), _mm256_set1_epi32(LONGEST - 1));
  const __m256i head = _mm256_sllv_epi32(one, _mm256_sub_epi32(thirty_two, length));
  const __m256i number = _mm256_sub_epi32(none, head);
  const __m256i D = _mm256_and_si256(is.digit, number);
  const __m256i M = _mm256_and_si256(is.minus, number);
  __m256i P = _mm256_and_si256(is.point, number);
  __m256i E = _mm256_and_si256(is.letter, number);
  /* Of points and letters the first counts; a second is no other byte that may be there. */
  P = _mm256_and_si256(P, _mm256_sub_epi32(none, P));
  E = _mm256_and_si256(E, _mm256_sub_epi32(none, E));

  /* Before the letter the mantissa, after it the exponent; all is mantissa where there is none. */
  const __m256i below = _mm256_sub_epi32(E, one);
  const __m256i DM = _mm256_and_si256(D, below);
  const __m256i DX = _mm256_andnot_si256(_mm256_or_si256(below, E), D);
  const __m256i sign = _mm256_and_si256(M, head);
  const __m256i lead = _mm256_add_epi32(head, sign);
  const __m256i exponent_head = _mm256_add_epi32(E, E);
  const __m256i exponent_sign = _mm256_and_si256(exponent_head, _mm256_or_si256(M, is.plus));

  /* Every byte is a digit, the sign, the point of the mantissa, the letter or the sign of the exponent. */
  __m256i known = _mm256_or_si256(_mm256_or_si256(D, sign), _mm256_or_si256(E, exponent_sign));
  known = _mm256_or_si256(known, _mm256_and_si256(P, below));
  __m256i wrong = _mm256_and_si256(_mm256_or_si256(is.foreign, _mm256_andnot_si256(known, all)), number);
  /* A digit leads; if it is zero, no digit follows. */
  wrong = _mm256_or_si256(wrong, _mm256_andnot_si256(DM, lead));
  const __m256i after_zero = _mm256_and_si256(is.zero, lead);
  wrong = _mm256_or_si256(wrong, _mm256_and_si256(_mm256_add_epi32(after_zero, after_zero), DM));
  /* A digit follows the point. A digit comes last, so that a letter has one after it; it has no more than four. */
  wrong = _mm256_or_si256(wrong, _mm256_andnot_si256(_mm256_srli_epi32(DM, 1), P));
  wrong = _mm256_or_si256(wrong, _mm256_andnot_si256(D, _mm256_set1_epi32((int)(1u << 31))));
  wrong = _mm256_or_si256(wrong, _mm256_and_si256(DX, _mm256_set1_epi32(1 << 27)));
  right &= _mm256_testn_epi32_mask(wrong, wrong);

  /* The digits without what stands between them, right-aligned, to three groups of eight. */
  const __m256i digit_count = _mm256_popcnt_epi32(DM);
  uint64_t taken[BATCH / 2], placed[BATCH / 2];
  _mm256_storeu_si256((__m256i *)taken, DM);
  _mm256_storeu_si256((__m256i *)placed, _mm256_sllv_epi32(all, _mm256_sub_epi32(thirty_two, digit_count)));
  THROUGH_MEMORY(taken);
  THROUGH_MEMORY(placed);
  __m512i digits[BATCH / 2];
  for (int pair = 0; pair < BATCH / 2; pair++) {
    const __m512i close = _mm512_maskz_compress_epi8(taken[pair], bytes[pair]);
    digits[pair] = _mm512_and_si512(_mm512_maskz_expand_epi8(placed[pair], close), _mm512_set1_epi8(15));
  }
  const __m512i low = groups_of_8(digits[0], digits[1]), high = groups_of_8(digits[2], digits[3]);
  /* The lower pair is g1 · 2^32 + g0 in a lane; the upper one must be no more than g2. */
  const __m512i lower = two_groups(low, high, 0), upper = two_groups(low, high, 1);
  right &= _mm512_cmple_epu64_mask(upper, _mm512_set1_epi64(MOST_HIGH_DIGITS));
  const __m512i excess = _mm512_mul_epu32(_mm512_srli_epi64(lower, 32), _mm512_set1_epi64((1ll << 32) - 100000000));
  const __m512i w = _mm512_add_epi64(
      _mm512_mullo_epi64(upper, _mm512_set1_epi64(10000000000000000)), _mm512_sub_epi64(lower, excess));

  /* The power of ten. Digits after the point are those above its bit. */
  const __m256i behind = _mm256_andnot_si256(_mm256_or_si256(P, _mm256_sub_epi32(P, one)), DM);
  const __m256i written = exponent_value(last_four(bytes), _mm256_popcnt_epi32(DX));
  const __mmask8 is_negative = _mm256_test_epi32_mask(exponent_head, M);
  const __m256i power = _mm256_sub_epi32(
      _mm256_mask_sub_epi32(written, is_negative, none, written), _mm256_popcnt_epi32(behind));
  const __m256i index = _mm256_sub_epi32(power, _mm256_set1_epi32(EBB_LEAST_POWER));
  const __mmask8 in_table =
      _mm256_cmple_epu32_mask(index, _mm256_set1_epi32(EBB_GREATEST_POWER - EBB_LEAST_POWER));
  right &= in_table;
  __m512d th, tl;
  load_powers(powers, _mm256_maskz_slli_epi32(in_table, index, 4), &th, &tl);

  /* The product and the rounding test: kernels.h. */
  const __m512d wh = _mm512_cvtepu64_pd(w);
  const __m512d wl = _mm512_cvtepi64_pd(_mm512_sub_epi64(w, _mm512_cvtpd_epu64(wh)));
  const __m512d p = _mm512_mul_pd(wh, th);
  const __m512d s = _mm512_fmadd_pd(wh, tl, _mm512_fmsub_pd(wh, th, p));
  const __m512d l = _mm512_fmadd_pd(wl, th, s);
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
#include "look_template.h"

const ebb_kernel ebb_kernel_avx512 = {"avx512", decode, look};

#endif
