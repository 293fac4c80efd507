/*
 * One look at many values, the same in every kernel. Include it after TARGET, the function attribute of the instruction
 * set.
 *
 * Eight lanes, whatever the registers' width, and no operation that rounds but one sum a lane: what comes out is the same
 * to the last bit on every processor, and what `ValueFacts` of the model gives.
 */
#include <string.h>

typedef double eight_doubles __attribute__((vector_size(64)));
typedef int64_t eight_words __attribute__((vector_size(64)));
typedef uint64_t eight_products __attribute__((vector_size(64)));

typedef struct {
  eight_doubles sums;
  eight_words signs, counts, largest, smallest;
  eight_products digest, key;
} looked;

TARGET static inline __attribute__((always_inline)) void look_at(const double *values, looked *all) {
  const eight_words none = {0}, rest = none + INT64_MAX;
  eight_doubles eight;
  memcpy(&eight, values, sizeof eight);
  const eight_words bits = (eight_words)eight, magnitudes = bits & rest;
  all->sums += eight;
  all->signs |= bits;
  all->counts -= magnitudes != none;
  const eight_words larger = magnitudes > all->largest;
  all->largest = (magnitudes & larger) | (all->largest & ~larger);
  /* One less than each, so that zero is the largest of all. */
  const eight_words less = (magnitudes - 1) & rest, smaller = less < all->smallest;
  all->smallest = (less & smaller) | (all->smallest & ~smaller);
  const eight_products mixed = (eight_products)bits ^ all->key;
  all->digest += (mixed & 0xffffffff) * (mixed >> 32) + (eight_products)bits;
  all->key += EBB_LOOK_STEP;
}

TARGET static void look(const double *values, size_t count, ebb_look *look) {
  looked all = {0};
  all.smallest += INT64_MAX;
  memcpy(&all.sums, look->sums, sizeof all.sums);
  memcpy(&all.digest, look->digests, sizeof all.digest);
  memcpy(&all.key, ebb_look_keys, sizeof all.key);
  all.key += (uint64_t)(look->count / 8 * EBB_LOOK_STEP);
  const size_t whole = count & ~(size_t)7;
  for (size_t place = 0; place < whole; place += 8) look_at(values + place, &all);
  if (whole < count) {
    double last[8] = {0};
    memcpy(last, values + whole, (count - whole) * sizeof *last);
    look_at(last, &all);
  }
  memcpy(look->sums, &all.sums, sizeof all.sums);
  memcpy(look->digests, &all.digest, sizeof all.digest);
  look->count += count;
  for (int lane = 0; lane < 8; lane++) {
    look->non_zero += (uint64_t)all.counts[lane];
    look->signs |= (uint64_t)all.signs[lane];
    if ((uint64_t)all.largest[lane] > look->largest) look->largest = (uint64_t)all.largest[lane];
    if ((uint64_t)all.smallest[lane] < look->smallest) look->smallest = (uint64_t)all.smallest[lane];
  }
}
