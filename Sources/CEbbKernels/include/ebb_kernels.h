#ifndef EBB_KERNELS_H
#define EBB_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Kernels that decode runs of JSON numbers, eight at a time, and look at what they have decoded.
 *
 * A kernel is careful, not complete: it decodes numbers as long as each is plainly a JSON number (RFC 8259
 * section 6) of at most 32 bytes with a comma after it, and as long as its arithmetic proves that the
 * result is the double nearest to it. It stops before the first one of which that cannot be said: a number
 * that is too long or too close to halfway between two doubles, an odd blank, the array's end, an error.
 * The scalar decoder takes over there, so what is accepted, the values and the errors are always its own.
 */

/* Bytes that may be read before the text and after it. The first after it must be neither comma nor blank, and no
 * other may be a comma. */
#define EBB_KERNEL_PADDING 64

/* The exponents of ten in `ebb_powers`. */
#define EBB_LEAST_POWER (-290)
#define EBB_GREATEST_POWER 289

/*
 * 10^q as the unevaluated sum high + low of two doubles, each the nearest to what is left: the relative error
 * is at most 2^-106. 10^EBB_LEAST_POWER comes first.
 */
typedef struct {
  double high, low;
} ebb_power;

typedef struct {
  /* The first byte of a number. Afterwards where the first number begins that was not decoded, or an odd blank before
   * it: the byte after the comma, or after ", ". */
  const uint8_t *at;
  /* The end of the text. */
  const uint8_t *end;
  const ebb_power *powers;
  /* Where the values go, and how many there is room for. Beyond `count`, room may be overwritten. */
  double *values;
  size_t capacity;
  /* How many values were decoded. */
  size_t count;
} ebb_run;

/*
 * What a look at finite values tells, taken of some values after the other: all zeros before the first, but for `smallest`,
 * which is INT64_MAX. Value i is in lane i mod 8; what is missing in the last eight is 0.0, after which there are no more.
 */
typedef struct {
  /* The sum of each lane, in order. */
  double sums[8];
  /*
   * A digest of each lane's bits, in order: the sum, mod 2^64, of b + (x mod 2^32) * (x / 2^32) over the bits b of its
   * values, where x = b xor k, and k is the lane's number in `ebb_look_keys` at first and EBB_LOOK_STEP more each time.
   * (J. Black et al., "UMAC: fast and secure message authentication", CRYPTO 1999, whose products these are.)
   */
  uint64_t digests[8];
  uint64_t non_zero;
  /* The bits of all values, or'ed: the highest says whether any has a minus sign. */
  uint64_t signs;
  /* The bits of the largest magnitude; one less than those of the smallest that is not 0, or INT64_MAX. */
  uint64_t largest, smallest;
  /* How many values were looked at. */
  uint64_t count;
} ebb_look;

/* Odd numbers without a pattern, from SplitMix64. */
extern const uint64_t ebb_look_keys[8];
#define EBB_LOOK_STEP 0x9e3779b97f4a7c15ull

typedef struct {
  /* The instruction set, by the name that EBB_DISABLE_CPU_FEATURES takes. */
  const char *name;
  void (*decode)(ebb_run *run);
  void (*look)(const double *values, size_t count, ebb_look *look);
} ebb_kernel;

/*
 * The kernels that this processor can run, best first; null after the last. None is listed whose name, or that
 * of what it is built on, is in the environment variable EBB_DISABLE_CPU_FEATURES ("avx512,avx2").
 */
const ebb_kernel *const *ebb_kernels_supported(void);

/* More than any processor can run, and the null after the last. */
#define EBB_MOST_KERNELS 4

/* The same with `disabled` in place of the environment variable, which may be null. */
void ebb_kernels_choose(const char *disabled, const ebb_kernel *chosen[EBB_MOST_KERNELS]);

#endif
