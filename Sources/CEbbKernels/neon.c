/*
 * NEON: every 64-bit ARM.
 *
 * The stages of avx2.c in vectors of 16 bytes: four numbers at a time, their masks the four lanes of a vector, and two
 * at a time where they are doubles. There is no `movemask`: each byte keeps the bit of its place, and pairs are added
 * until eight bytes are one.
 */
#include "kernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#define TARGET

/* Half a batch: the numbers whose masks share a vector. */
#define FOUR 4

/* Bit i of a lane is the byte i of the 32 that end at the number's comma. */
typedef union {
  uint64_t pairs[FOUR / 2];
  uint32_t lanes[FOUR];
} masks;

/* 64 bytes: a block's, or those of two numbers. */
typedef struct {
  uint8x16_t parts[4];
} bytes_64;

TARGET static inline bytes_64 load_64(const uint8_t *first, const uint8_t *second) {
  const bytes_64 bytes = {{vld1q_u8(first), vld1q_u8(first + 16), vld1q_u8(second), vld1q_u8(second + 16)}};
  return bytes;
}

/* A bit for each byte, of bytes that are all ones or zero. */
TARGET static inline uint64_t to_mask(bytes_64 a) {
  static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t place = vld1q_u8(places);
  const uint8x16_t low = vpaddq_u8(vandq_u8(a.parts[0], place), vandq_u8(a.parts[1], place));
  const uint8x16_t high = vpaddq_u8(vandq_u8(a.parts[2], place), vandq_u8(a.parts[3], place));
  const uint8x16_t both = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

/* The bytes that are `value` once the bits of `set` are set in them. */
TARGET static inline uint64_t mask_of(bytes_64 bytes, uint8_t value, uint8_t set) {
  for (int i = 0; i < 4; i++) {
    bytes.parts[i] = vceqq_u8(vorrq_u8(bytes.parts[i], vdupq_n_u8(set)), vdupq_n_u8(value));
  }
  return to_mask(bytes);
}

TARGET static inline uint64_t mask_of_digits(bytes_64 bytes) {
  for (int i = 0; i < 4; i++) {
    bytes.parts[i] = vcleq_u8(vsubq_u8(bytes.parts[i], vdupq_n_u8('0')), vdupq_n_u8(9));
  }
  return to_mask(bytes);
}

TARGET static size_t find_ends(
    const uint8_t *base, const uint8_t *end, uint32_t *ends, unsigned *spacing) {
  size_t count = 0;
  uint64_t carry = 0;
  int known = 0;
  for (uint32_t offset = 0; offset < BLOCK && base + offset < end; offset += 64) {
    const bytes_64 bytes = load_64(base + offset, base + offset + 32);
    uint64_t commas = mask_of(bytes, ',', 0);
    const uint64_t blanks = mask_of(bytes, ' ', 0);
    if (!known && commas) {
      *spacing = base[offset + (uint32_t)__builtin_ctzll(commas) + 1] == ' ';
      known = 1;
    }
    if (blanks != (*spacing ? commas << 1 | carry : 0)) break;
    carry = commas >> 63;
    for (; commas; commas &= commas - 1) ends[count++] = offset + (uint32_t)__builtin_ctzll(commas);
  }
  /* The blank after a comma that ends 64 bytes has not been seen yet. */
  if (carry && *spacing && base[ends[count - 1] + 1] != ' ') count--;
  return count;
}

TARGET static inline uint32x4_t is_zero(uint32x4_t a) { return vceqzq_u32(a); }
TARGET static inline uint32x4_t lowest_bit(uint32x4_t a) {
  return vandq_u32(a, vsubq_u32(vdupq_n_u32(0), a));
}
TARGET static inline uint32x4_t count_bits(uint32x4_t a) {
  return vpaddlq_u16(vpaddlq_u8(vcntq_u8(vreinterpretq_u8_u32(a))));
}
/* The index of the only bit of each lane; -1 where there is none. */
TARGET static inline int32x4_t bit_index(uint32x4_t a) {
  return vsubq_s32(vdupq_n_s32(31), vreinterpretq_s32_u32(vclzq_u32(a)));
}

/* 16 digits to four integers of four digits each. */
TARGET static inline uint32x4_t groups_of_4(uint8x16_t digits) {
  const uint8x16_t tens = vreinterpretq_u8_u16(vdupq_n_u16(10 | 1 << 8));
  const uint16x8_t hundreds = vreinterpretq_u16_u32(vdupq_n_u32(100 | 1 << 16));
  const uint16x8_t pairs = vpaddlq_u8(vmulq_u8(digits, tens));
  return vpaddlq_u16(vmulq_u16(pairs, hundreds));
}

/* 16 digits to two integers of eight digits each, the upper one first. */
TARGET static inline uint64x2_t groups_of_8(uint8x16_t digits) {
  const uint32x4_t ten_thousands = vreinterpretq_u32_u64(vdupq_n_u64(10000 | (uint64_t)1 << 32));
  return vpaddlq_u32(vmulq_u32(groups_of_4(digits), ten_thousands));
}

/* The same as in avx512.c. */
TARGET static inline uint32x4_t short_integer(uint32x4_t bytes, uint32x4_t digits) {
  const uint32x4_t spread = vandq_u32(vmulq_u32(digits, vdupq_n_u32(0x00204081)), vdupq_n_u32(0x01010101));
  const uint8x16_t whole = vsubq_u8(vdupq_n_u8(0), vreinterpretq_u8_u32(spread));
  return groups_of_4(vandq_u8(whole, vsubq_u8(vreinterpretq_u8_u32(bytes), vdupq_n_u8('0'))));
}

/* The 32 digits of a number, right-aligned: the upper 16, and the lower 16. */
typedef struct {
  uint8x16_t upper, lower;
} digits_32;

/*
 * Two numbers: their digits times the powers of ten. Returns lanes of ones for which the product is proved right.
 * `signs` has the highest bit of a lane set where the number is negative.
 */
TARGET static inline uint64x2_t multiply(
    const digits_32 *digits, const ebb_power *first, const ebb_power *second, uint64x2_t signs, double *values) {
  const uint64x2_t high_a = groups_of_8(digits[0].upper), low_a = groups_of_8(digits[0].lower);
  const uint64x2_t high_b = groups_of_8(digits[1].upper), low_b = groups_of_8(digits[1].lower);
  const uint64x2_t g0 = vzip2q_u64(low_a, low_b), g1 = vzip1q_u64(low_a, low_b);
  const uint64x2_t g2 = vzip2q_u64(high_a, high_b), g3 = vzip1q_u64(high_a, high_b);
  const uint64x2_t fits = vandq_u64(vceqzq_u64(g3), vcleq_u64(g2, vdupq_n_u64(MOST_HIGH_DIGITS)));

  /* w = g2 · 10^16 + g1 · 10^8 + g0; the first product by halves of 10^16. */
  const uint64_t ten_16 = 10000000000000000;
  const uint32x2_t upper = vmovn_u64(g2);
  uint64x2_t w = vshlq_n_u64(vmull_u32(upper, vdup_n_u32((uint32_t)(ten_16 >> 32))), 32);
  w = vmlal_u32(w, upper, vdup_n_u32((uint32_t)ten_16));
  w = vaddq_u64(vmlal_u32(w, vmovn_u64(g1), vdup_n_u32(100000000)), g0);

  const float64x2_t wh = vcvtq_f64_u64(w);
  const float64x2_t wl = vcvtq_f64_s64(vreinterpretq_s64_u64(vsubq_u64(w, vcvtq_u64_f64(wh))));
  const float64x2_t power_a = vld1q_f64(&first->high), power_b = vld1q_f64(&second->high);
  const float64x2_t th = vzip1q_f64(power_a, power_b), tl = vzip2q_f64(power_a, power_b);

  /* The product and the rounding test: kernels.h. */
  const float64x2_t p = vmulq_f64(wh, th);
  const float64x2_t s = vfmaq_f64(vfmaq_f64(vnegq_f64(p), wh, th), wh, tl);
  const float64x2_t l = vfmaq_f64(s, wl, th);
  const float64x2_t margin = vmulq_f64(p, vdupq_n_f64(ZIV_MARGIN));
  const float64x2_t value = vaddq_f64(p, vsubq_f64(l, margin));
  const uint64x2_t same = vceqq_f64(value, vaddq_f64(p, vaddq_f64(l, margin)));
  vst1q_f64(values, vreinterpretq_f64_u64(veorq_u64(vreinterpretq_u64_f64(value), signs)));
  return vandq_u64(same, fits);
}

/* The four numbers that end at ends[1…4]: see `decode_batch` in run_template.h. */
TARGET static inline unsigned decode_four(
    const uint8_t *base, const uint32_t *ends, unsigned spacing, const ebb_power *powers, double *values) {
  const uint32x4_t one = vdupq_n_u32(1), all = vdupq_n_u32(0xffffffff);

  /* Which bytes are what. */
  masks digit, zero, point, minus, plus, letter, tail;
  for (int pair = 0; pair < FOUR / 2; pair++) {
    const uint8_t *first = base + ends[2 * pair + 1], *second = base + ends[2 * pair + 2];
    const bytes_64 bytes = load_64(first - 32, second - 32);
    digit.pairs[pair] = mask_of_digits(bytes);
    zero.pairs[pair] = mask_of(bytes, '0', 0);
    point.pairs[pair] = mask_of(bytes, '.', 0);
    minus.pairs[pair] = mask_of(bytes, '-', 0);
    plus.pairs[pair] = mask_of(bytes, '+', 0);
    letter.pairs[pair] = mask_of(bytes, 'e', 0x20);
    __builtin_memcpy(&tail.lanes[2 * pair], first - 4, 4);
    __builtin_memcpy(&tail.lanes[2 * pair + 1], second - 4, 4);
  }

  /* The number is the highest `length` bits of its lane. What a lane of another length holds does not matter. */
  const uint32x4_t end = vld1q_u32(ends + 1);
  const uint32x4_t start = vaddq_u32(vld1q_u32(ends), vdupq_n_u32(1 + spacing));
  const uint32x4_t length = vsubq_u32(end, start);
  uint32x4_t wrong = vcgtq_u32(vsubq_u32(length, one), vdupq_n_u32(LONGEST - 1));
  const uint32x4_t number =
      vshlq_u32(all, vreinterpretq_s32_u32(vsubq_u32(vdupq_n_u32(32), length)));
  const uint32x4_t D = vandq_u32(vld1q_u32(digit.lanes), number);
  const uint32x4_t M = vandq_u32(vld1q_u32(minus.lanes), number);
  const uint32x4_t P = lowest_bit(vandq_u32(vld1q_u32(point.lanes), number));
  const uint32x4_t E = lowest_bit(vandq_u32(vld1q_u32(letter.lanes), number));

  /* Before the letter the mantissa, after it the exponent; all is mantissa where there is none. */
  const uint32x4_t below = vsubq_u32(E, one);
  const uint32x4_t mantissa = vandq_u32(number, below);
  const uint32x4_t exponent = vbicq_u32(number, vorrq_u32(below, E));
  const uint32x4_t head = lowest_bit(number);
  const uint32x4_t sign = vandq_u32(M, head);
  const uint32x4_t lead = vaddq_u32(head, sign);
  const uint32x4_t exponent_head = vaddq_u32(E, E);
  const uint32x4_t exponent_sign = vandq_u32(exponent_head, vorrq_u32(M, vld1q_u32(plus.lanes)));
  const uint32x4_t DM = vandq_u32(D, mantissa);
  const uint32x4_t DX = vandq_u32(D, exponent);

  /* Every byte is a digit, the sign, the point of the mantissa, the letter or the sign of the exponent. */
  const uint32x4_t known =
      vorrq_u32(vorrq_u32(vorrq_u32(D, sign), vorrq_u32(E, exponent_sign)), vandq_u32(P, mantissa));
  wrong = vorrq_u32(wrong, vbicq_u32(number, known));
  /* A digit leads; if it is zero, no digit follows. */
  wrong = vorrq_u32(wrong, is_zero(vandq_u32(DM, lead)));
  const uint32x4_t after_zero = vandq_u32(vld1q_u32(zero.lanes), lead);
  wrong = vorrq_u32(wrong, vandq_u32(vaddq_u32(after_zero, after_zero), DM));
  /* A digit follows the point; a letter has 1 to 4 digits after it. */
  wrong = vorrq_u32(wrong, vbicq_u32(P, vshrq_n_u32(DM, 1)));
  const uint32x4_t exponent_digits = count_bits(DX);
  wrong = vorrq_u32(wrong, vbicq_u32(is_zero(exponent_digits), is_zero(E)));
  wrong = vorrq_u32(wrong, vcgtq_u32(exponent_digits, vdupq_n_u32(4)));

  /* The power of ten. Digits after the point are those above its bit. */
  const uint32x4_t behind = vbicq_u32(DM, vorrq_u32(P, vsubq_u32(P, one)));
  const uint32x4_t written = short_integer(vld1q_u32(tail.lanes), vshrq_n_u32(DX, 28));
  const uint32x4_t is_positive = is_zero(vandq_u32(exponent_head, M));
  const uint32x4_t signed_ = vbslq_u32(is_positive, written, vsubq_u32(vdupq_n_u32(0), written));
  const uint32x4_t power = vsubq_u32(signed_, count_bits(behind));
  const uint32x4_t distance = vsubq_u32(power, vdupq_n_u32((uint32_t)EBB_LEAST_POWER));
  const uint32x4_t outside = vcgtq_u32(distance, vdupq_n_u32(EBB_GREATEST_POWER - EBB_LEAST_POWER));
  wrong = vorrq_u32(wrong, outside);
  uint32_t index[FOUR];
  vst1q_u32(index, vbicq_u32(distance, outside));

  /* Where each mantissa ends, from its comma; where its point is in the 32 bytes before that; how many digits. */
  int32_t back[FOUR], gap[FOUR], empty[FOUR];
  const int32x4_t letter_index = bit_index(E);
  const int32x4_t to_comma = vreinterpretq_s32_u32(
      vbicq_u32(vreinterpretq_u32_s32(vsubq_s32(vdupq_n_s32(32), letter_index)), is_zero(E)));
  vst1q_s32(back, to_comma);
  vst1q_s32(gap, vorrq_s32(vaddq_s32(bit_index(P), to_comma), vreinterpretq_s32_u32(is_zero(P))));
  vst1q_s32(empty, vsubq_s32(vdupq_n_s32(31), vreinterpretq_s32_u32(count_bits(DM))));
  static const int8_t numbers[32] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
  const int8x16_t iota[2] = {vld1q_s8(numbers), vld1q_s8(numbers + 16)};
  digits_32 digits[FOUR];
  for (int i = 0; i < FOUR; i++) {
    /* A letter 32 bytes before the comma is no number's: its lane is wrong, and must only not read too far. */
    const uint8_t *behind_mantissa = base + ends[i + 1] - (back[i] & 31);
    uint8x16_t halves[2];
    for (int half = 0; half < 2; half++) {
      const uint8x16_t bytes = vld1q_u8(behind_mantissa - 32 + 16 * half);
      const uint8x16_t earlier = vld1q_u8(behind_mantissa - 33 + 16 * half);
      const uint8x16_t after_point = vcgtq_s8(iota[half], vdupq_n_s8((int8_t)gap[i]));
      const uint8x16_t used = vcgtq_s8(iota[half], vdupq_n_s8((int8_t)empty[i]));
      const uint8x16_t closed = vbslq_u8(after_point, bytes, earlier);
      halves[half] = vandq_u8(vsubq_u8(closed, vdupq_n_u8('0')), used);
    }
    digits[i].upper = halves[0];
    digits[i].lower = halves[1];
  }

  /* The sign of each number as the highest bit of a 64-bit lane. */
  const uint32x4_t signs = vshlq_n_u32(vmvnq_u32(is_zero(sign)), 31);
  const uint64x2_t low_sign = vshlq_n_u64(vmovl_u32(vget_low_u32(signs)), 32);
  const uint64x2_t high_sign = vshlq_n_u64(vmovl_u32(vget_high_u32(signs)), 32);
  const uint64x2_t first = multiply(digits, powers + index[0], powers + index[1], low_sign, values);
  const uint64x2_t second = multiply(digits + 2, powers + index[2], powers + index[3], high_sign, values + 2);
  const uint32x4_t proved = vuzp1q_u32(vreinterpretq_u32_u64(first), vreinterpretq_u32_u64(second));
  static const uint32_t bits[FOUR] = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32(vandq_u32(proved, is_zero(wrong)), vld1q_u32(bits)));
}

TARGET static inline unsigned decode_batch(
    const uint8_t *base, const uint32_t *ends, unsigned spacing, const ebb_power *powers, double *values) {
  return decode_four(base, ends, spacing, powers, values) |
         decode_four(base, ends + FOUR, spacing, powers, values + FOUR) << FOUR;
}

TARGET static inline uint8x16_t same_16(const uint8_t *a, const char *b, unsigned offset) {
  return vceqq_u8(vld1q_u8(a + offset), vld1q_u8((const uint8_t *)b + offset));
}

TARGET static inline int decode_zeros(const uint8_t *text, unsigned spacing, double *values) {
  const char *zeros = spacing ? ZEROS_SPACED : ZEROS_DENSE;
  const unsigned length = spacing ? 38 : 31;
  const uint8x16_t middle = same_16(text, zeros, (length - 16) / 2);
  const uint8x16_t same =
      vandq_u8(vandq_u8(same_16(text, zeros, 0), middle), same_16(text, zeros, length - 16));
  if (vminvq_u8(same) != 0xff) return 0;
  for (int i = 0; i < BATCH; i += 2) vst1q_f64(values + i, vdupq_n_f64(0));
  return 1;
}

#include "run_template.h"
#include "look_template.h"

const ebb_kernel ebb_kernel_neon = {"neon", decode, look};

#endif
