#include "number_texts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint64_t state;
} generator;

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t next(generator *random) {
  uint64_t mixed = random->state += 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

/* 0 to limit - 1. */
static unsigned below(generator *random, unsigned limit) {
  return (unsigned)((next(random) >> 32) * limit >> 32);
}

/* Random digits, the first not zero if `leads`. */
static char *digits(generator *random, unsigned count, int leads, char *at) {
  uint64_t bits = 0;
  for (unsigned i = 0; i < count; i++) {
    if (i % 8 == 0) bits = next(random) >> 8;
    /* 0 to 9, as the integer part of ten times a fraction of 56 bits. */
    bits = (bits & 0xffffffffffffff) * 10;
    *at++ = (char)('0' + (bits >> 56));
  }
  if (leads && at[-(int)count] == '0') at[-(int)count] = '7';
  return at;
}

static char *repeat(char byte, unsigned count, char *at) {
  memset(at, byte, count);
  return at + count;
}

static char *decimal(uint64_t value, char *at) {
  char reversed[20];
  unsigned count = 0;
  do {
    reversed[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value);
  while (count) *at++ = reversed[--count];
  return at;
}

/* In one of the ways that JSON has; `value` is within ±999. */
static char *exponent(generator *random, int value, char *at) {
  const unsigned way = (unsigned)next(random);
  *at++ = way & 1 ? 'e' : 'E';
  if (value < 0) *at++ = '-';
  else if (way & 2) *at++ = '+';
  const unsigned magnitude = (unsigned)(value < 0 ? -value : value);
  if (way & 4) {
    /* At least two digits, as most programs write; sometimes far more. */
    if (magnitude < 10) *at++ = '0';
    if ((way & 0x1f8) == 0) at = repeat('0', way >> 9 & 3, at);
  }
  return decimal(magnitude, at);
}

static char *mesh(generator *random, char *at) {
  if (below(random, 10) < 3) return stpcpy(at, "0.0");
  const unsigned way = below(random, 8);
  if (way < 3) {
    /* 0.00123…, as Python writes what is not below 1e-4. */
    at = stpcpy(at, "0.");
    return digits(random, 17, 1, repeat('0', below(random, 4), at));
  }
  at = digits(random, 1, 1, at);
  *at++ = '.';
  at = digits(random, 14 + below(random, 3), 0, at);
  if (way == 3) return at;
  return at + sprintf(at, "e-%02u", 5 + below(random, 30));
}

static char *bits(generator *random, char *at) {
  if (next(random) & 1) *at++ = '-';
  at = digits(random, 1, 1, at);
  *at++ = '.';
  at = digits(random, 16, 0, at);
  return exponent(random, (int)below(random, 632) - 324, at);
}

static char *any_digits(generator *random, char *at) {
  if (next(random) & 1) *at++ = '-';
  const unsigned count = 1 + below(random, 25);
  const unsigned before = below(random, count + 1);
  if (before == 0) *at++ = '0';
  at = digits(random, before, before > 1, at);
  if (before < count) {
    *at++ = '.';
    at = digits(random, count - before, 0, at);
  }
  const unsigned way = below(random, 4);
  if (way == 0) return at;
  return exponent(random, way == 1 ? (int)below(random, 600) - 325 : (int)below(random, 60) - 30, at);
}

static char *short_integer(generator *random, char *at) {
  if (next(random) & 1) *at++ = '-';
  return decimal(next(random) >> 32 & (below(random, 2) ? 9 : 8191), at);
}

/* An odd integer of 54 bits is halfway; so are its multiples and fractions by powers of two. */
static char *halfway(generator *random, char *at) {
  uint64_t value = (uint64_t)1 << 53 | next(random) >> 11 | 1;
  unsigned fraction = 0;
  if (next(random) & 1) {
    for (unsigned i = below(random, 4); i > 0; i--, fraction++) value *= 5;
  } else {
    value <<= below(random, 9);
  }
  value += (uint64_t)below(random, 3) - 1;
  if (next(random) & 1) *at++ = '-';
  at = decimal(value, at);
  return fraction ? exponent(random, -(int)fraction, at) : at;
}

static char *near_halfway(generator *random, char *at) {
  /* Of a long double 64 bits or more are kept. */
  const long double value = (long double)((uint64_t)1 << 53 | next(random) >> 11 | 1);
  const long double scaled = ldexpl(value, (int)below(random, 1900) - 1020);
  return at + sprintf(at, "%.*Le", 16 + (int)below(random, 3), scaled);
}

static char *zeros(generator *random, char *at) {
  const unsigned way = below(random, 6), count = below(random, 40);
  if (next(random) & 1) *at++ = '-';
  switch (way) {
    case 0: return digits(random, 1 + below(random, 19), 0, repeat('0', count, stpcpy(at, "0.")));
    case 1: return repeat('0', count, digits(random, 1 + below(random, 19), 1, at));
    case 2: return repeat('0', 1 + count, stpcpy(digits(random, 1 + below(random, 19), 1, at), "."));
    case 3: return repeat('0', 1 + count, stpcpy(at, "0."));
    case 4: return stpcpy(repeat('0', count, stpcpy(digits(random, 3, 1, at), next(random) & 1 ? "e-" : "E+")), "7");
    default: return stpcpy(at, "0.0");
  }
}

size_t number_texts_write(
    number_texts_kind kind, uint64_t seed, size_t count, const char *separator, char *text) {
  static char *(*const writers[NUMBER_TEXTS_KINDS])(generator *, char *) = {
      mesh, bits, any_digits, short_integer, halfway, near_halfway, zeros};
  generator random = {seed};
  char *at = text;
  while (count--) {
    char *const number = at;
    at = writers[kind](&random, number);
    *at = 0;
    /* Too large for a double: the next is taken. */
    if (kind == NUMBER_TEXTS_BITS && !isfinite(strtod(number, NULL))) {
      at = number;
      count++;
      continue;
    }
    at = stpcpy(at, separator);
  }
  *at = 0;
  return (size_t)(at - text);
}

size_t number_texts_read(
    const char *text, size_t count, size_t separator_length, double *values, size_t *starts) {
  const char *at = text;
  for (size_t i = 0; i < count; i++) {
    char *end;
    starts[i] = (size_t)(at - text);
    values[i] = strtod(at, &end);
    if (end == at || !isfinite(values[i])) return i;
    at = end + separator_length;
  }
  starts[count] = (size_t)(at - text);
  return count;
}
