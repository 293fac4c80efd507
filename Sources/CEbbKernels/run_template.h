/*
 * The loop over blocks and batches, the same in every kernel. Include it after these, which it calls:
 *
 *   TARGET             the function attribute of the instruction set
 *   find_ends          (base, end, ends, &spacing) finds the commas of a block and stores their distances from `base`.
 *                      Every comma must be followed by a blank (`spacing` 1), or none (0); the first says which, and
 *                      must be among the first 64 bytes. The search ends before the first 64 in which that is not so. It
 *                      reads at most 64 bytes after the end of the text.
 *   decode_batch       (base, ends, spacing, powers, values) decodes the eight numbers that end at ends[1…8]; each
 *                      begins 1 + spacing after the end before. Returns a bit for each that is proved right. It reads
 *                      at most 64 bytes before the first end, and 3 after the last.
 *   decode_zeros       (text, spacing, values) stores eight zeros if the text is eight times "0.0"; whether it is.
 */
TARGET static void decode(ebb_run *run) {
  /* Distances from `at`, so that 32 bits do for a text of any length. */
  uint32_t ends[1 + MOST_ENDS];
  const uint8_t *at = run->at;
  size_t count = 0;
  for (;;) {
    unsigned spacing = 0;
    const size_t found = find_ends(at, run->end, ends + 1, &spacing);
    /* The first number begins at `at`, as if an end lay before it: a negative distance, in two's complement. */
    ends[0] = (uint32_t)-(int)(1 + spacing);
    const uint32_t zeros_length = BATCH * 3 + (BATCH - 1) * (1 + spacing);
    size_t next = 0;
    while (next + BATCH <= found && count + BATCH <= run->capacity) {
      const uint32_t start = ends[next] + 1 + spacing;
      double *values = run->values + count;
      if (ends[next + BATCH] - start != zeros_length || !decode_zeros(at + start, spacing, values)) {
        const unsigned right = decode_batch(at, ends + next, spacing, run->powers, values);
        if (right != 0xff) {
          const unsigned decoded = (unsigned)__builtin_ctz(~right);
          run->at = at + (int32_t)ends[next + decoded] + 1 + spacing;
          run->count = count + decoded;
          return;
        }
      }
      next += BATCH;
      count += BATCH;
    }
    /* Fewer than a batch are left: the next block begins with them. */
    at += (int32_t)ends[next] + 1 + spacing;
    if (next == 0 || count + BATCH > run->capacity) break;
  }
  run->at = at;
  run->count = count;
}
