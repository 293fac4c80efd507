/*
 * AVX2 with FMA: Haswell and Zen and later.
 *
 * The stages of avx512.c with half the width. Of all 32 bytes of a number it is asked only which are digits and which
 * points, by `movemask`; its first and last bytes, where all else is, are looked at in lanes. Where AVX-512 presses the
 * digits together, here the bytes are loaded twice, once a byte earlier: those before the point come from the earlier
 * load, which closes the gap that the point leaves.
 */
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma,bmi,popcnt")))

TARGET static inline __m256i load(const uint8_t *bytes) { return _mm256_loadu_si256((const __m256i *)bytes); }

TARGET static inline unsigned mask_of(__m256i bytes, char value) {
  return (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(value)));
}

TARGET static inline uint64_t mask_of_64(const uint8_t *bytes, char value) {
  return mask_of(load(bytes), value) | (uint64_t)mask_of(load(bytes + 32), value) << 32;
}

TARGET static size_t find_ends(
    const uint8_t *base, const uint8_t *end, uint32_t *ends, unsigned *spacing) {
  const uint64_t in_sight = mask_of_64(base, ',');
  if (!in_sight) return 0;
  *spacing = base[__builtin_ctzll(in_sight) + 1] == ' ';
  const uint64_t spaced = *spacing ? ~0ull : 0;
  const uint32_t limit = end - base < BLOCK ? (uint32_t)(end - base) : BLOCK;
  size_t count = 0;
  uint64_t carry = 0;
  for (uint32_t offset = 0; offset < limit; offset += 64) {
    uint64_t commas = mask_of_64(base + offset, ',');
    if (mask_of_64(base + offset, ' ') != ((commas << 1 | carry) & spaced)) break;
    carry = commas >> 63;
    /* Eight at a time, whether there are as many or not: the ends after the last are written again or not read, and
     * how often this is repeated is foreseen. */
    const size_t found = (size_t)__builtin_popcountll(commas);
    for (size_t stored = 0; stored < found; stored += 8) {
      for (size_t i = 0; i < 8; i++) {
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

/* The same as in avx512.c, for two numbers. */
TARGET static inline __m256i groups_of_8(__m256i first, __m256i second) {
  const __m256i tens = _mm256_set1_epi16(10 | 1 << 8);
  const __m256i hundreds = _mm256_set1_epi32(100 | 1 << 16);
  const __m256i ten_thousands = _mm256_set1_epi32(10000 | 1 << 16);
  first = _mm256_madd_epi16(_mm256_maddubs_epi16(first, tens), hundreds);
  second = _mm256_madd_epi16(_mm256_maddubs_epi16(second, tens), hundreds);
  return _mm256_madd_epi16(_mm256_packus_epi32(first, second), ten_thousands);
}

/* An integer below 2^52 in each lane as a double. */
TARGET static inline __m256d to_double(__m256i a) {
  const __m256d magic = _mm256_set1_pd(0x1p52);
  return _mm256_sub_pd(_mm256_castsi256_pd(or_(a, _mm256_castpd_si256(magic))), magic);
}

/* 32 bytes from `n` on: the last n of 32 are set, to all bits or to those of a digit's value. */
#define TWICE(a) a, a
#define TIMES_32(a) TWICE(TWICE(TWICE(TWICE(TWICE(a)))))
static const uint8_t last_bytes[64] = {TIMES_32(0), TIMES_32(0xff)};
static const uint8_t last_digits[64] = {TIMES_32(0), TIMES_32(0x0f)};

/* What is known of the numbers of a batch before their digits are read. */
typedef struct {
  /* Where the mantissa ends; how many digits it has, and how many of these after the point, 32 if there is none. */
  uint32_t mantissa_end[BATCH], digit_count[BATCH], behind_point[BATCH];
  /* Where the power of ten is in the table, in doubles. */
  uint32_t power[BATCH];
  /* The highest bit, set for a negative number. */
  uint32_t sign[BATCH];
} form;

/* Four numbers of a batch, `i` and following. Returns a bit for each whose value is proved right. */
TARGET static inline unsigned convert(
    const uint8_t *base, const form *forms, int i, const ebb_power *powers, double *values) {
  /* The digits, right-aligned: those after the point where they are, all others one byte later. */
  __m256i digits[4];
  for (int n = 0; n < 4; n++) {
    const uint8_t *end = base + forms->mantissa_end[i + n];
    const __m256i closed =
        _mm256_blendv_epi8(load(end - 33), load(end - 32), load(last_bytes + forms->behind_point[i + n]));
    digits[n] = and_(closed, load(last_digits + forms->digit_count[i + n]));
  }

  /* In 32-bit lanes, of numbers a and b: groups 3, 2 of a, of b; groups 1, 0 of a, of b. */
  const __m256i first = groups_of_8(digits[0], digits[1]), second = groups_of_8(digits[2], digits[3]);
  const __m256i low_half = _mm256_set1_epi64x(0xffffffff);
  const __m256i g1 = _mm256_permute2x128_si256(first, second, 0x31), g0 = _mm256_srli_epi64(g1, 32);
  /* Group 3 above group 2 in a lane: no more than group 2 may be. */
  const __m256i g2 = _mm256_shuffle_epi32(_mm256_permute2x128_si256(first, second, 0x20), 0xb1);
  const __m256i fits = _mm256_cmpgt_epi64(_mm256_set1_epi64x(MOST_HIGH_DIGITS + 1), g2);

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

  /* A load takes both parts of a power: four loads are less work than two gathers. */
  const uint32_t *offset = forms->power + i;
  const double *table = &powers->high;
  const __m256d even = _mm256_insertf128_pd(
      _mm256_castpd128_pd256(_mm_loadu_pd(table + offset[0])), _mm_loadu_pd(table + offset[2]), 1);
  const __m256d odd = _mm256_insertf128_pd(
      _mm256_castpd128_pd256(_mm_loadu_pd(table + offset[1])), _mm_loadu_pd(table + offset[3]), 1);
  const __m256d th = _mm256_unpacklo_pd(even, odd), tl = _mm256_unpackhi_pd(even, odd);

  /* The product and the rounding test: kernels.h. */
  const __m256d p = _mm256_mul_pd(wh, th);
  const __m256d s = _mm256_fmadd_pd(wh, tl, _mm256_fmsub_pd(wh, th, p));
  const __m256d l = _mm256_fmadd_pd(wl, th, s);
  const __m256d margin = _mm256_mul_pd(p, _mm256_set1_pd(ZIV_MARGIN));
  const __m256d value = _mm256_add_pd(p, _mm256_sub_pd(l, margin));
  const __m256d same = _mm256_cmp_pd(value, _mm256_add_pd(p, _mm256_add_pd(l, margin)), _CMP_EQ_OQ);
  const __m256i sign = _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(forms->sign + i)));
  _mm256_storeu_pd(values, _mm256_xor_pd(value, _mm256_castsi256_pd(_mm256_slli_epi64(sign, 32))));
  return (unsigned)_mm256_movemask_pd(_mm256_and_pd(same, _mm256_castsi256_pd(fits)));
}

/* A 32-bit lane for each of eight numbers. */
TARGET static inline __m256i lanes(const uint32_t *a) {
  return _mm256_setr_epi32((int)a[0], (int)a[1], (int)a[2], (int)a[3], (int)a[4], (int)a[5], (int)a[6], (int)a[7]);
}

/* The last eight bytes of four numbers, `i` and following. */
TARGET static inline __m256i last_eight(const uint8_t *base, const uint32_t *ends, int i) {
  long long last[4];
  for (int n = 0; n < 4; n++) __builtin_memcpy(&last[n], base + ends[i + n + 1] - 8, 8);
  return _mm256_setr_epi64x(last[0], last[1], last[2], last[3]);
}

/* Where the letter of an exponent is in the last eight bytes of each number, in the highest eight bits of its lane. */
TARGET static inline __m256i letters(__m256i last_0_to_3, __m256i last_4_to_7) {
  const __m256i small = _mm256_set1_epi8(0x20);
  const uint64_t both =
      mask_of(or_(last_0_to_3, small), 'e') | (uint64_t)mask_of(or_(last_4_to_7, small), 'e') << 32;
  return _mm256_slli_epi32(_mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)both)), 24);
}

/* The higher halves of the 64-bit lanes of two vectors. */
TARGET static inline __m256i higher_halves(__m256i first, __m256i second) {
  const __m256 halves = _mm256_shuffle_ps(_mm256_castsi256_ps(first), _mm256_castsi256_ps(second), 0xdd);
  return _mm256_permute4x64_epi64(_mm256_castps_si256(halves), 0xd8);
}

TARGET static inline unsigned decode_batch(
    const uint8_t *base, const uint32_t *ends, unsigned spacing, const ebb_power *powers, double *values) {
  const __m256i one = _mm256_set1_epi32(1), thirty_two = _mm256_set1_epi32(32);

  /* Which bytes are what: bit i of a mask is the byte i of the 32 that end at the number's comma. */
  uint32_t no_digit[BATCH], point[BATCH], first[BATCH];
  for (int i = 0; i < BATCH; i++) {
    const __m256i bytes = load(base + ends[i + 1] - 32);
    /* A digit's value is below 10; all else comes to 128 or more. */
    const __m256i value = _mm256_xor_si256(bytes, _mm256_set1_epi8('0'));
    no_digit[i] = (uint32_t)_mm256_movemask_epi8(_mm256_adds_epu8(value, _mm256_set1_epi8(128 - 10)));
    point[i] = mask_of(bytes, '.');
    __builtin_memcpy(&first[i], base + (uint32_t)(ends[i] + 1 + spacing), 4);
  }
  /* What else a number has is at its ends: the sign, and a zero that may not be there; the exponent. */
  const __m256i first_four = lanes(first);
  const __m256i last_0_to_3 = last_eight(base, ends, 0), last_4_to_7 = last_eight(base, ends, 4);

  /* The number is the highest `length` bits of its lane. */
  const __m256i end = _mm256_loadu_si256((const __m256i *)(ends + 1));
  const __m256i start =
      _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)ends), _mm256_set1_epi32(1 + (int)spacing));
  const __m256i length = _mm256_sub_epi32(end, start);
  __m256i wrong = or_(_mm256_cmpgt_epi32(one, length), _mm256_cmpgt_epi32(length, _mm256_set1_epi32(LONGEST)));
  const __m256i head = _mm256_sllv_epi32(one, _mm256_sub_epi32(thirty_two, length));
  const __m256i number = _mm256_sub_epi32(_mm256_setzero_si256(), head);
  const __m256i D = _mm256_andnot_si256(lanes(no_digit), number);
  const __m256i P = lowest_bit(and_(lanes(point), number));
  const __m256i E = lowest_bit(and_(letters(last_0_to_3, last_4_to_7), number));
  const __m256i no_point = is_zero(P);

  /* Before the letter the mantissa, after it the exponent; all is mantissa where there is none. */
  const __m256i below = _mm256_sub_epi32(E, one);
  const __m256i DM = and_(D, below);
  const __m256i byte = _mm256_set1_epi32(0xff);
  const __m256i is_negative = _mm256_cmpeq_epi32(and_(first_four, byte), _mm256_set1_epi32('-'));
  const __m256i sign = and_(head, is_negative);
  const __m256i lead = _mm256_add_epi32(head, sign);
  const __m256i lead_byte = and_(_mm256_srlv_epi32(first_four, and_(is_negative, _mm256_set1_epi32(8))), byte);

  /* How many bytes the exponent has with its letter: 2 to 5, or 0. Longer ones are left to others. */
  const __m256i exponent_head = _mm256_add_epi32(E, E);
  const __m256i back = _mm256_shuffle_epi8(
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 5, 4, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0)),
      _mm256_srli_epi32(E, 27));
  wrong = or_(wrong, and_(E, _mm256_set1_epi32(7 << 24)));
  /* Bits of the last four bytes that are not its digits; its sign is the highest of these bytes. */
  const __m256i last_four = higher_halves(last_0_to_3, last_4_to_7);
  const __m256i is_signed = is_zero(and_(exponent_head, D));
  const __m256i digit_bytes = _mm256_sub_epi32(_mm256_sub_epi32(back, one), and_(is_signed, one));
  const __m256i other_bits = _mm256_sub_epi32(thirty_two, _mm256_slli_epi32(digit_bytes, 3));
  const __m256i exponent_sign =
      and_(_mm256_srlv_epi32(last_four, _mm256_sub_epi32(other_bits, _mm256_set1_epi32(8))), byte);
  const __m256i is_minus = _mm256_cmpeq_epi32(exponent_sign, _mm256_set1_epi32('-'));
  const __m256i is_plus = _mm256_cmpeq_epi32(exponent_sign, _mm256_set1_epi32('+'));
  const __m256i exponent_digits = and_(last_four, _mm256_sllv_epi32(_mm256_set1_epi32(0x0f0f0f0f), other_bits));
  const __m256i pairs = _mm256_maddubs_epi16(exponent_digits, _mm256_set1_epi16(10 | 1 << 8));
  const __m256i magnitude = _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
  const __m256i written = _mm256_sub_epi32(_mm256_xor_si256(magnitude, is_minus), is_minus);

  /* Every byte is a digit, the sign, the point of the mantissa, the letter or the sign of the exponent. */
  const __m256i known = or_(
      or_(or_(D, sign), or_(E, and_(P, below))), and_(exponent_head, or_(is_minus, is_plus)));
  wrong = or_(wrong, _mm256_andnot_si256(known, number));
  /* A digit leads; if it is zero, no digit follows. */
  wrong = or_(wrong, _mm256_andnot_si256(DM, lead));
  const __m256i leads_zero = _mm256_cmpeq_epi32(lead_byte, _mm256_set1_epi32('0'));
  wrong = or_(wrong, and_(and_(_mm256_add_epi32(lead, lead), DM), leads_zero));
  /* A digit follows the point. A digit comes last, so that a letter has one after it. */
  wrong = or_(wrong, _mm256_andnot_si256(_mm256_srli_epi32(DM, 1), P));
  wrong = or_(wrong, _mm256_andnot_si256(D, _mm256_set1_epi32((int)(1u << 31))));

  /* Digits after the point: the index of its bit is the exponent of a float. Digits in all: what else there is
   * taken from the length. Where the number is none, 32 at most. */
  const __m256i point_exponent = _mm256_srli_epi32(_mm256_castps_si256(_mm256_cvtepi32_ps(P)), 23);
  const __m256i behind =
      _mm256_sub_epi32(_mm256_sub_epi32(_mm256_set1_epi32(127 + 31), back), point_exponent);
  const __m256i others = _mm256_add_epi32(_mm256_andnot_si256(no_point, one), and_(is_negative, one));
  const __m256i count = _mm256_sub_epi32(_mm256_sub_epi32(length, back), others);

  /* The power of ten. */
  const __m256i power = _mm256_sub_epi32(written, _mm256_andnot_si256(no_point, behind));
  const __m256i outside = or_(_mm256_cmpgt_epi32(_mm256_set1_epi32(EBB_LEAST_POWER), power),
      _mm256_cmpgt_epi32(power, _mm256_set1_epi32(EBB_GREATEST_POWER)));
  wrong = or_(wrong, outside);
  const __m256i index =
      _mm256_andnot_si256(outside, _mm256_sub_epi32(power, _mm256_set1_epi32(EBB_LEAST_POWER)));

  form forms;
  _mm256_storeu_si256((__m256i *)forms.mantissa_end, _mm256_sub_epi32(end, back));
  _mm256_storeu_si256((__m256i *)forms.behind_point, _mm256_min_epu32(behind, thirty_two));
  _mm256_storeu_si256((__m256i *)forms.digit_count, _mm256_min_epu32(count, thirty_two));
  _mm256_storeu_si256((__m256i *)forms.power, _mm256_add_epi32(index, index));
  _mm256_storeu_si256((__m256i *)forms.sign, and_(is_negative, _mm256_set1_epi32((int)(1u << 31))));
  unsigned right = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(is_zero(wrong)));
  /* One half after the other: both at once need more registers than there are. */
#pragma clang loop unroll(disable)
  for (int half = 0; half < BATCH; half += 4) {
    right &= convert(base, &forms, half, powers, values + half) << half | (half ? 0x0f : 0xf0);
  }
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
#include "look_template.h"

const ebb_kernel ebb_kernel_avx2 = {"avx2", decode, look};

#endif
