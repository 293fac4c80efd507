#ifndef NUMBER_TEXTS_H
#define NUMBER_TEXTS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Millions of numbers as text, quickly even where nothing is optimized, and what strtod makes of them: for the tests of
 * EbbCodec and for Fuzz/kernel_check.c. All are JSON numbers within the range of a double.
 */

typedef enum {
  /* As a mesh is stored: 17 digits, log-uniform, zeros in between. */
  NUMBER_TEXTS_MESH,
  /* A random double by 17 digits, any exponent. */
  NUMBER_TEXTS_BITS,
  /* 1 to 25 random digits, the point anywhere, every spelling of the exponent. */
  NUMBER_TEXTS_DIGITS,
  /* Integers of up to four digits, with signs. */
  NUMBER_TEXTS_SHORT,
  /* Exactly halfway between two doubles, or one unit beside in the last of up to 19 digits. */
  NUMBER_TEXTS_HALFWAY,
  /* Halfway between any two doubles, rounded to 17 to 19 digits. */
  NUMBER_TEXTS_NEAR_HALFWAY,
  /* Long zeros before the digits, behind them, in the exponent. */
  NUMBER_TEXTS_ZEROS,
  NUMBER_TEXTS_KINDS
} number_texts_kind;

/* No number is longer, its separator left out. */
#define NUMBER_TEXTS_LONGEST 100

/*
 * Writes `count` numbers with `separator` behind each, and a null behind the last. Returns the length, at most
 * count · (NUMBER_TEXTS_LONGEST + the separator's).
 */
size_t number_texts_write(
    number_texts_kind kind, uint64_t seed, size_t count, const char *separator, char *text);

/*
 * Reads `count` numbers by strtod, `separator_length` bytes behind each: the values, and where each begins, one more
 * behind the last separator. Returns how many were read before one that is no number or not finite.
 */
size_t number_texts_read(
    const char *text, size_t count, size_t separator_length, double *values, size_t *starts);

#endif
