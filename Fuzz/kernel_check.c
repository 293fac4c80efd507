/*
 * The kernels alone against strtod, without Swift: for processors that only an emulator is at hand of. See
 * script/check-kernels.
 *
 *   kernel_check THOUSANDS     how many numbers of each kind and separator
 *
 * Prints the name of each kernel that passes. Every text lies between two pages that cannot be touched, so that a read
 * beyond its padding ends the process.
 */
#define _GNU_SOURCE
#include "../Sources/CEbbKernels/include/ebb_kernels.h"
#include "../Tests/CNumberTexts/include/number_texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Numbers of a text. */
#define COUNT 10000
#define ROOM (COUNT * (NUMBER_TEXTS_LONGEST + 2) + 1)

static ebb_power powers[EBB_GREATEST_POWER - EBB_LEAST_POWER + 1];
static double expected[COUNT], values[COUNT + 8];
static size_t starts[COUNT + 1];
static char *pages;
static size_t pages_length;
static unsigned failures;

/* Digits before the point and after it, for the decimals that powers are made of. */
#define INTEGER 300
#define FRACTION 1100

/* In another way than Ebb's: what the nearest double lacks is taken from its exact decimal, digit by digit. */
static void make_powers(void) {
  for (int q = EBB_LEAST_POWER; q <= EBB_GREATEST_POWER; q++) {
    char text[16], nearest[INTEGER + 1 + FRACTION + 1], exact[sizeof nearest];
    snprintf(text, sizeof text, "1e%d", q);
    const double high = strtod(text, NULL);
    snprintf(nearest, sizeof nearest, "%0*.*f", INTEGER + 1 + FRACTION, FRACTION, high);
    memset(exact, '0', sizeof exact - 1);
    exact[sizeof exact - 1] = 0;
    exact[INTEGER] = '.';
    exact[q >= 0 ? INTEGER - 1 - q : INTEGER - q] = '1';
    const int is_below = strcmp(nearest, exact) < 0;
    char *larger = is_below ? exact : nearest, *smaller = is_below ? nearest : exact;
    int borrow = 0;
    for (int i = INTEGER + FRACTION; i >= 0; i--) {
      if (i == INTEGER) continue;
      const int digit = larger[i] - smaller[i] - borrow;
      borrow = digit < 0;
      larger[i] = (char)('0' + digit + (borrow ? 10 : 0));
    }
    const double low = strtod(larger, NULL);
    powers[q - EBB_LEAST_POWER] = (ebb_power){high, is_below ? low : -low};
  }
}

static void fail(const ebb_kernel *kernel, const char *what, const char *text) {
  fprintf(stderr, "kernel_check: %s: %s: %.70s\n", kernel->name, what, text);
  if (++failures > 20) exit(1);
}

static void make_pages(void) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  pages_length = (ROOM + 2 * EBB_KERNEL_PADDING + page - 1) / page * page;
  char *start = mmap(NULL, pages_length + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED || mprotect(start + page, pages_length, PROT_READ | PROT_WRITE)) {
    perror("kernel_check: mmap");
    exit(1);
  }
  pages = start + page;
}

/* A copy between the pages, with padding on both sides: as near as can be to the first, or to the last. */
static const char *place(const char *text, size_t length, int last) {
  memset(pages, 0, EBB_KERNEL_PADDING);
  memset(pages + pages_length - EBB_KERNEL_PADDING, 0, EBB_KERNEL_PADDING);
  char *start = last ? pages + pages_length - EBB_KERNEL_PADDING - length : pages + EBB_KERNEL_PADDING;
  memset(start - EBB_KERNEL_PADDING, 0, EBB_KERNEL_PADDING);
  memcpy(start, text, length);
  memset(start + length, 0, EBB_KERNEL_PADDING);
  return start;
}

/* Sets the kernel upon the first of `count` numbers, and again after each that it stops at. Returns how many it took. */
static size_t run(const ebb_kernel *kernel, const char *text, size_t length, size_t count) {
  size_t index = 0, taken = 0;
  while (index <= count) {
    const size_t capacity = count - index + index % 9;
    for (size_t i = 0; i < capacity + 1 && i < COUNT + 8; i++) values[i] = -0.5;
    ebb_run run = {(const uint8_t *)text + starts[index], (const uint8_t *)text + length, powers, values,
        capacity < COUNT + 7 ? capacity : COUNT + 7, 0};
    kernel->decode(&run);
    if (run.count > count - index || memcmp(values, expected + index, run.count * sizeof(double))) {
      size_t i = 0;
      while (i < run.count && memcmp(values + i, expected + index + i, sizeof(double)) == 0) i++;
      fail(kernel, "another value", text + starts[index + i < count ? index + i : count]);
      return 0;
    }
    if (values[run.capacity] != -0.5) fail(kernel, "a write beyond the room", text + starts[index]);
    if (run.at != (const uint8_t *)text + starts[index + run.count]) {
      fail(kernel, "stops elsewhere", text + starts[index + run.count]);
      return 0;
    }
    taken += run.count;
    index += run.count + 1;
  }
  return taken;
}

static void check_kinds(const ebb_kernel *kernel, size_t thousands) {
  /* Least shares that a kernel takes, in percent, where it is asked again after each number that it refuses. */
  static const unsigned shares[NUMBER_TEXTS_KINDS] = {99, 60, 20, 99, 0, 0, 0};
  static char text[ROOM];
  uint64_t seed = 1;
  for (int kind = 0; kind < NUMBER_TEXTS_KINDS; kind++) {
    for (size_t spaced = 0; spaced < 2; spaced++) {
      size_t done = 0, taken = 0;
      for (; done < thousands * 1000; done += COUNT) {
        const size_t length = number_texts_write((number_texts_kind)kind, seed++, COUNT, spaced ? ", " : ",", text);
        if (number_texts_read(text, COUNT, 1 + spaced, expected, starts) != COUNT) {
          fail(kernel, "no number", text);
          continue;
        }
        taken += run(kernel, place(text, length, seed % 2), length, COUNT);
      }
      if (taken * 100 < done * shares[kind]) fail(kernel, "takes too few", text);
    }
  }
}

/* What a kernel does with a number: it must leave it, may, or must not. */
typedef enum { LEAVES, MAY_LEAVE, TAKES } verdict;

/* A number at each place of a batch among plain ones. */
static void check_places(const ebb_kernel *kernel, const char *number, verdict verdict) {
  for (size_t spaced = 0; spaced < 2; spaced++) {
    for (size_t at = 0; at < 8; at++) {
      char text[1024] = "";
      for (size_t i = 0; i < 16; i++) {
        starts[i] = strlen(text);
        strcat(strcat(text, i == at ? number : "-0.25"), spaced ? ", " : ",");
      }
      const size_t length = strlen(text);
      for (int last = 0; last < 2; last++) {
        ebb_run run = {(const uint8_t *)place(text, length, last), NULL, powers, values, 16, 0};
        const uint8_t *begin = run.at;
        run.end = begin + length;
        kernel->decode(&run);
        const int takes = run.count == 16 && run.at == begin + length;
        const int leaves = run.count == at && run.at == begin + starts[at];
        if (!(takes && verdict != LEAVES) && !(leaves && verdict != TAKES)) {
          fail(kernel, verdict == TAKES ? "not taken" : "taken", text);
        }
        for (size_t i = 0; i < run.count; i++) {
          const double value = i == at ? strtod(number, NULL) : -0.25;
          if (memcmp(values + i, &value, sizeof value)) fail(kernel, "another value", text + starts[i]);
        }
      }
    }
  }
}

static void check_odd(const ebb_kernel *kernel) {
  static const char *const odd[] = {"", "-", "+", ".", "e", "01", "-01", "00", "-00.5", "01.5", "1.", "-1.", ".5", "-.5",
      "1.e5", "1e", "1e+", "1e-", "1e5.0", "1ee5", "1e5e5", "1e+-5", "1e++5", "1-", "1-2", "1+2", "--1", "-+1", "+1",
      "1.2.3", "1..2", "1.-2", "1.2-", "NaN", "-NaN", "Infinity", "-Infinity", "null", "true", "0x10", "1f", "1d",
      "1_0", "1\t", "\t1", "\n1", "1\r", "1]", "[1", "\"1\"", "1:2", "1/2", "1;", "\xb1", "1\x80", "\xff", "1e123456",
      "1e290", "1e-291", "1e-300", "1.7976931348623157e+308", "1e400", "1e-400", "0e999", "9000000000000000000",
      "123456789012345678901234567890", "9007199254740993", "-9007199254740993.0",
      "1e23", "0.0000000000000000000000000000001", "12345678901234567890123456789012.5", "e5", "-e5", "5e", "E",
      "11111111111111111111111111111e5", "e1111111111111111111111111111111"};
  static const char *const lengthy[] = {"1e0005", "1e-0005", "1E+0005", "1e00001", "1e-00001",
      "-0.00000012345678901234567e+0100", "1e000000000000000000000000000001"};
  static const char *const plain[] = {"0", "-0", "0.0", "-0.0", "1", "9", "-7", "0e0", "0E-0", "0.0e5", "1e5", "1E5",
      "1e05", "1e+5", "1E+05", "1e-5", "1e-05", "1.5e290", "1e289", "1e-290",
      "8999999999999999999", "123456789012345678", "0.1234567890123456789", "1.7976931348623157e+305",
      "2.2250738585072014e-274", "0.000000000000000000000000000001", "0.00000000000000000000000000001",
      "100000000000000000e-30"};
  for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) check_places(kernel, odd[i], LEAVES);
  for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) check_places(kernel, plain[i], TAKES);
  for (size_t i = 0; i < sizeof lengthy / sizeof lengthy[0]; i++) check_places(kernel, lengthy[i], MAY_LEAVE);
}

/* A text that is cut anywhere: no number is taken that has lost its comma. */
static void check_cuts(const ebb_kernel *kernel) {
  static char text[ROOM];
  for (size_t spaced = 0; spaced < 2; spaced++) {
    for (int kind = 0; kind < NUMBER_TEXTS_KINDS; kind++) {
      const size_t count = 40;
      const size_t whole = number_texts_write((number_texts_kind)kind, 99, count, spaced ? ", " : ",", text);
      number_texts_read(text, count, 1 + spaced, expected, starts);
      for (size_t length = 0; length <= whole; length++) {
        size_t complete = 0;
        while (complete < count && starts[complete + 1] <= length) complete++;
        ebb_run run = {(const uint8_t *)place(text, length, 1), NULL, powers, values, COUNT, 0};
        const uint8_t *begin = run.at;
        run.end = begin + length;
        kernel->decode(&run);
        if (run.count > complete || run.at != begin + starts[run.count] ||
            memcmp(values, expected, run.count * sizeof(double))) {
          fail(kernel, "a cut text", text + starts[run.count]);
        }
      }
    }
  }
}

/* Whether what a kernel took is the first numbers of the text, and it stops after a comma or the blank after one. */
static void expect_prefix(const ebb_kernel *kernel, const char *text, size_t length, size_t capacity) {
  for (int last = 0; last < 2; last++) {
    const char *begin = place(text, length, last), *at = begin;
    values[capacity] = -0.5;
    ebb_run run = {(const uint8_t *)begin, (const uint8_t *)begin + length, powers, values, capacity, 0};
    kernel->decode(&run);
    for (size_t i = 0; i < run.count; i++) {
      char *end;
      const double value = strtod(at, &end);
      if (end == at || *end != ',' || memcmp(values + i, &value, sizeof value)) {
        fail(kernel, "another value", at);
        return;
      }
      at = end + 1;
    }
    const ptrdiff_t blanks = (const char *)run.at - at;
    if (run.count > capacity || blanks < 0 || blanks > 1 || (blanks == 1 && *at != ' ')) {
      fail(kernel, "stops elsewhere", at);
    }
    if (values[capacity] != -0.5) fail(kernel, "a write beyond the room", text);
  }
}

/* Commas at the end of 64 bytes and of a block of 4096, with a blank after it, without, with more. */
static void check_borders(const ebb_kernel *kernel) {
  static const size_t borders[] = {64, 128, 4032, 4096, 4160};
  static const char *const blanks[] = {"", " ", "  ", "\n", " \n"};
  static char text[ROOM];
  for (size_t spaced = 0; spaced < 2; spaced++) {
    for (size_t border = 0; border < sizeof borders / sizeof borders[0]; border++) {
      for (size_t blank = 0; blank < sizeof blanks / sizeof blanks[0]; blank++) {
        for (size_t comma = borders[border] - 4; comma < borders[border] + 3; comma++) {
          char *at = text;
          while (at + 9 < text + comma) at = stpcpy(at, spaced ? "1.25, " : "1.25,");
          while (at < text + comma) *at++ = '7';
          at = stpcpy(stpcpy(at, ","), blanks[blank]);
          for (int i = 0; i < 40; i++) at = stpcpy(at, spaced ? "3.75, " : "3.75,");
          expect_prefix(kernel, text, (size_t)(at - text), COUNT);
        }
      }
    }
  }
}

/* Room for fewer numbers than there are. */
static void check_room(const ebb_kernel *kernel) {
  static const char *const numbers[] = {"0.0, ", "2.5e-07, ", "0.0,", "2.5e-07,"};
  for (size_t number = 0; number < sizeof numbers / sizeof numbers[0]; number++) {
    char text[1024], *at = text;
    for (int i = 0; i < 40; i++) at = stpcpy(at, numbers[number]);
    for (size_t capacity = 0; capacity <= 40; capacity++) {
      for (size_t i = 0; i <= 48; i++) values[i] = -0.5;
      expect_prefix(kernel, text, (size_t)(at - text), capacity);
    }
  }
}

/* The look at values, beside a plain loop a lane. */
static void check_look(const ebb_kernel *kernel) {
  static double looked_at[1 << 12];
  uint64_t random = 1;
  for (size_t i = 0; i < sizeof looked_at / sizeof *looked_at; i++) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    /* A quarter are zeros, of either sign; no exponent is that of what is not finite. */
    uint64_t bits = (random >> 60 < 4 ? 0 : random & 0x3fffffffffffffffu) | (random >> 3 & 1) << 63;
    memcpy(looked_at + i, &bits, sizeof bits);
  }
  for (size_t count = 0; count <= sizeof looked_at / sizeof *looked_at; count = count < 40 ? count + 1 : 3 * count) {
    ebb_look plain = {.smallest = INT64_MAX, .count = count}, found = {.smallest = INT64_MAX};
    for (size_t i = 0; i < (count + 7) / 8 * 8; i++) {
      const double value = i < count ? looked_at[i] : 0;
      uint64_t bits;
      memcpy(&bits, &value, sizeof bits);
      const uint64_t magnitude = bits & INT64_MAX, mixed = bits ^ (ebb_look_keys[i % 8] + i / 8 * EBB_LOOK_STEP);
      plain.sums[i % 8] += value;
      plain.digests[i % 8] += bits + (mixed & 0xffffffff) * (mixed >> 32);
      plain.signs |= bits;
      plain.non_zero += magnitude != 0;
      if (magnitude > plain.largest) plain.largest = magnitude;
      if (magnitude && magnitude - 1 < plain.smallest) plain.smallest = magnitude - 1;
    }
    /* In two parts, of whole eights the first. */
    const size_t first = count / 3 & ~(size_t)7;
    kernel->look(looked_at, first, &found);
    kernel->look(looked_at + first, count - first, &found);
    if (memcmp(&plain, &found, sizeof plain)) fail(kernel, "another look at values", "");
  }
}

int main(int count, char **arguments) {
  const size_t thousands = count > 1 ? strtoul(arguments[1], NULL, 10) : 100;
  make_powers();
  make_pages();
  for (const ebb_kernel *const *kernel = ebb_kernels_supported(); *kernel; kernel++) {
    check_odd(*kernel);
    check_cuts(*kernel);
    check_borders(*kernel);
    check_room(*kernel);
    check_look(*kernel);
    check_kinds(*kernel, thousands);
    if (!failures) printf("%s\n", (*kernel)->name);
  }
  return failures ? 1 : 0;
}
