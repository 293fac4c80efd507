/* See include/ebb_inflate.h. This file: the gzip frame, block headers, and the driver of the lanes; tables.c: codes and
 * tables; loop_template.h: the decoding of symbols. Section numbers are those of RFC 1951 unless another RFC is named. */
#include "include/ebb_inflate.h"
#include "lane.h"

#include <stdlib.h>
#include <string.h>
#include <isa-l/crc.h>

static void update_crc(lane *z) {
  if (z->out > z->checked) z->crc = crc32_gzip_refl(z->crc, z->checked, (uint64_t)(z->out - z->checked));
  z->checked = z->out;
}

/* After a block: the next one, or the trailer (RFC 1952, 2.3.1). The CRC is taken while the block is in the cache. */
static void end_of_block(lane *z) {
  update_crc(z);
  z->state = AT_BLOCK;
  if (!z->final) return;
  size_t p = (size_t)((z->at + 7) >> 3);
  uint32_t crc, size;
  z->at = (uint64_t)p << 3;
  if (z->bits - z->at < 32) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  memcpy(&crc, z->in + p, 4);
  if (crc != z->crc) FAIL(z, EBB_INFLATE_WRONG_CHECKSUM);
  if (z->bits - z->at < 64) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  memcpy(&size, z->in + p + 4, 4);
  z->at += 64;
  if (size != (uint32_t)(z->before + (uint64_t)(z->out - z->out_begin))) FAIL(z, EBB_INFLATE_WRONG_LENGTH);
  FAIL(z, EBB_INFLATE_OK);
}

/* What is left of a stored block, as far as there is input and room. */
static void copy_stored(lane *z) {
  size_t p = (size_t)(z->at >> 3), left = (size_t)(z->bits >> 3) - p, room = (size_t)(z->out_end - z->out), n = z->rest;
  if (n > left) n = left;
  if (n > room) n = room;
  if (n) memcpy(z->out, z->in + p, n);
  z->out += n;
  z->at += (uint64_t)n << 3;
  z->rest -= n;
  if (z->rest) FAIL(z, n == left ? EBB_INFLATE_ENDS_EARLY : EBB_INFLATE_OUTPUT_FULL);
  end_of_block(z);
}

/* What is left of a match, as far as there is room. */
static void copy_match(lane *z) {
  const uint8_t *from = z->out - z->rest_distance;
  for (; z->rest && z->out < z->out_end; z->rest--) *z->out++ = *from++;
  if (z->rest) FAIL(z, EBB_INFLATE_OUTPUT_FULL);
}

/* 3.2.4 */
static void stored_block(lane *z) {
  size_t p = (size_t)((z->at + 7) >> 3), left = (size_t)(z->bits >> 3) - p;
  z->at = (uint64_t)p << 3;
  if (left < 4) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  const uint8_t *q = z->in + p;
  size_t length = q[0] | (size_t)q[1] << 8;
  if ((length ^ 0xffff) != (q[2] | (size_t)q[3] << 8)) FAIL(z, EBB_INFLATE_INVALID_DATA);
  z->at += 4 << 3;
  z->rest = length;
  z->rest_distance = 0;
  copy_stored(z);
}

/* 3.2.3, 3.2.6, 3.2.7 */
void ebb_inflate_block_header(lane *z) {
  static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  uint64_t left = z->bits - z->at, b = peek(z);
  uint8_t lengths[288 + 32];
  if (left < 3) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  z->final = b & 1;
  z->at += 3;
  switch (b >> 1 & 3) {
  case 0:
    stored_block(z);
    return;
  case 1:
    z->state = IN_BLOCK;
    z->only_literals = 0;
    if (z->fixed) return;
    memset(lengths, 8, 144), memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24), memset(lengths + 280, 8, 8);
    memset(lengths + 288, 5, 32);
    ebb_inflate_make_code(&z->literal_code, lengths, 288, 0);
    ebb_inflate_make_code(&z->distance_code, lengths + 288, 32, 0);
    ebb_inflate_fill_tables(z);
    z->fixed = 1;
    return;
  case 3:
    FAIL(z, EBB_INFLATE_INVALID_DATA);
  }
  if (left < 17) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  unsigned literals = (b >> 3 & 31) + 257, distances = (b >> 8 & 31) + 1, n = (b >> 13 & 15) + 4, i;
  if (literals > 286 || distances > 30) FAIL(z, EBB_INFLATE_INVALID_DATA);
  if (left < 17 + 3 * n) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  uint8_t code_lengths[19] = {0};
  code c;
  z->at += 14;
  for (i = 0; i < n; i++, z->at += 3) code_lengths[order[i]] = peek(z) & 7;
  if (!ebb_inflate_make_code(&c, code_lengths, 19, 0)) FAIL(z, EBB_INFLATE_INVALID_DATA);
  z->fixed = 0;
  for (i = 0; i < literals + distances;) {
    b = peek(z);
    unsigned d = decode(&c, b), l = d & 15, symbol = d >> 4, repeat = 1; /* c is complete, so l is not 0 */
    uint8_t value = (uint8_t)symbol;
    b >>= l;
    if (symbol == 16) {
      repeat = 3 + (b & 3);
      l += 2;
    } else if (symbol > 16) {
      repeat = symbol == 17 ? 3 + (b & 7) : 11 + (b & 127);
      l += symbol == 17 ? 3 : 7;
      value = 0;
    }
    if (z->bits - z->at < l) FAIL(z, EBB_INFLATE_ENDS_EARLY);
    z->at += l;
    if ((symbol == 16 && i == 0) || repeat > literals + distances - i) FAIL(z, EBB_INFLATE_INVALID_DATA);
    if (symbol == 16) value = lengths[i - 1];
    memset(lengths + i, value, repeat);
    i += repeat;
  }
  if (!lengths[256] || !ebb_inflate_make_code(&z->literal_code, lengths, literals, 1) ||
    !ebb_inflate_make_code(&z->distance_code, lengths + literals, distances, 1))
    FAIL(z, EBB_INFLATE_INVALID_DATA);
  for (i = 257; i < literals && !lengths[i]; i++) {}
  z->only_literals = i >= literals;
  ebb_inflate_fill_tables(z);
  z->state = IN_BLOCK;
}

/* RFC 1952, 2.3 */
static void member_header(lane *z) {
  const uint8_t *p = z->in;
  size_t n = (size_t)(z->bits >> 3), i = 10;
  if ((n > 0 && p[0] != 0x1f) || (n > 1 && p[1] != 0x8b)) FAIL(z, EBB_INFLATE_NOT_GZIP);
  if (n > 2 && p[2] != 8) FAIL(z, EBB_INFLATE_UNSUPPORTED_METHOD);
  if (n > 3 && p[3] & 0xe0) FAIL(z, EBB_INFLATE_INVALID_DATA);
  if (n < 10) FAIL(z, EBB_INFLATE_ENDS_EARLY);
  if (p[3] & 4) { /* FEXTRA */
    if (n - i < 2) FAIL(z, EBB_INFLATE_ENDS_EARLY);
    size_t extra = p[i] | (size_t)p[i + 1] << 8;
    i += 2;
    if (n - i < extra) FAIL(z, EBB_INFLATE_ENDS_EARLY);
    i += extra;
  }
  for (unsigned flag = 8; flag <= 16; flag <<= 1) { /* FNAME, FCOMMENT */
    if (!(p[3] & flag)) continue;
    while (i < n && p[i]) i++;
    if (i == n) FAIL(z, EBB_INFLATE_ENDS_EARLY);
    i++;
  }
  if (p[3] & 2) { /* FHCRC */
    if (n - i < 2) FAIL(z, EBB_INFLATE_ENDS_EARLY);
    if ((p[i] | (uint32_t)p[i + 1] << 8) != (crc32_gzip_refl(0, p, i) & 0xffff)) FAIL(z, EBB_INFLATE_WRONG_CHECKSUM);
    i += 2;
  }
  z->at = (uint64_t)i << 3;
  z->state = AT_BLOCK;
}

static void begin(lane *z, ebb_inflate_member *m) {
  z->member = m;
  z->in = m->in, z->at = 0, z->bits = (uint64_t)m->in_size << 3;
  z->out = z->out_begin = z->checked = m->out;
  z->out_end = m->out + m->out_size;
  z->before = 0, z->rest = 0;
  z->crc = 0, z->final = 0, z->fixed = 0, z->plain = 0, z->only_literals = 0;
  member_header(z);
}

/* How many steps the fast loop may take before it can reach a bound. A step drops at most 4 bytes of input and loads 8,
 * which end within 16 bytes from the position; it uses at most 18 bytes of output. 8 and 32 are counted, so that 10
 * steps also pay for an exception (6 and 258). 16 bytes of output must exist, which is what `limit` relies on. Few steps
 * at first, since the limit of distances is that at the start of the loop. */
static inline size_t safe_steps(const lane *z) {
  size_t i = (size_t)(z->bits >> 3) - (size_t)(z->at >> 3), o = (size_t)(z->out_end - z->out), done = (size_t)(z->out - z->out_begin);
  if (i < 24 || o < 64 || done < 16 || z->plain) return 0;
  i = (i - 16) / 8;
  o = (o - 32) / 32;
  if (o < i) i = o;
  return done < 32768 && i > 32 + done / 32 ? 32 + done / 32 : i;
}

#define NAME(x) x##_portable
#define TARGET
#define LOW_BITS(v, n) ((v) & ((UINT64_C(1) << ((n) & 63)) - 1))
static inline v16 spread(const uint8_t *from, size_t distance) {
  uint8_t b[16];
  v16 v;
  for (size_t k = 0, j = 0; k < 16; k++) {
    b[k] = from[j];
    if (++j == distance) j = 0;
  }
  memcpy(&v, b, 16);
  return v;
}
#define SPREAD(from, distance) spread(from, distance)
#include "loop_template.h"

#ifdef HAVE_BMI2_LOOP
#define NAME(x) x##_bmi2
#define TARGET __attribute__((target("bmi,bmi2,ssse3")))
#define LOW_BITS(v, n) _bzhi_u64(v, n)
__attribute__((target("ssse3"))) static inline v16 spread_ssse3(const uint8_t *from, size_t distance) {
  __m128i k = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15); /* becomes k mod distance: */
  for (size_t d = 8 * distance; d >= distance; d /= 2) k = _mm_min_epu8(k, _mm_sub_epi8(k, _mm_set1_epi8((char)d)));
  return (v16)_mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)from), k);
}
#define SPREAD(from, distance) spread_ssse3(from, distance)
#include "loop_template.h"
#endif

typedef struct {
  void (*one_lane)(lane *, size_t), (*two_lanes)(lane *, size_t), (*literals)(lane *);
} loops;

/* The fastest loops that this processor runs, but for what EBB_DISABLE_CPU_FEATURES names ("bmi2"). */
static loops best = {one_lane_portable, two_lanes_portable, literals_portable};

#ifdef HAVE_BMI2_LOOP
/* Runs before anything else of the process, on one thread. */
__attribute__((constructor)) static void choose(void) {
  const char *disabled = getenv("EBB_DISABLE_CPU_FEATURES");
  if (disabled && strstr(disabled, "bmi2")) return;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("ssse3"))
    best = (loops){one_lane_bmi2, two_lanes_bmi2, literals_bmi2};
}
#endif

/* Works until the fast loop can take over (1) or the member has ended (0). */
static int prepare(lane *z) {
  for (;;) {
    if (z->state == IN_BLOCK) {
      if (z->only_literals) best.literals(z);
      else if (safe_steps(z)) return 1;
      one_symbol_portable(z);
    } else if (z->state == AT_BLOCK && z->at < z->stop) ebb_inflate_block_header(z);
    else if (z->state == AT_TRAILER) end_of_block(z);
    else return 0;
  }
}

int ebb_inflate_has_bmi2(void) {
#ifdef HAVE_BMI2_LOOP
  return best.one_lane == one_lane_bmi2;
#else
  return 0;
#endif
}

/* What the function says of the lane's member. */
static void close_member(lane *z, const uint8_t *begin) {
  z->member->consumed = (size_t)((z->at + 7) >> 3);
  z->member->produced = (size_t)(z->out - begin);
}

size_t ebb_inflate(ebb_inflate_member *members, size_t count) {
  lane z[2];
  size_t next = 0, failed = 0;
  z[0].state = z[1].state = IDLE;
  z[0].stop = z[1].stop = UINT64_MAX;
  for (;;) {
    size_t steps[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
      while (!prepare(z + i)) {
        if (z[i].state == AT_END) {
          close_member(z + i, z[i].out_begin);
          failed += z[i].member->status != EBB_INFLATE_OK;
        }
        z[i].state = IDLE;
        if (next == count) break;
        begin(z + i, members + next++);
      }
      if (z[i].state == IN_BLOCK) steps[i] = safe_steps(z + i);
    }
    if (steps[0] && steps[1]) best.two_lanes(z, steps[0] < steps[1] ? steps[0] : steps[1]);
    else if (steps[0] || steps[1]) best.one_lane(steps[0] ? z : z + 1, steps[0] + steps[1]);
    else return failed;
  }
}

struct ebb_inflate_stream {
  lane lane;
  uint64_t produced; /* bytes of the content so far */
  ebb_inflate_status status;
};

size_t ebb_inflate_stream_size(void) { return sizeof(ebb_inflate_stream); }

void ebb_inflate_begin(ebb_inflate_stream *s) {
  s->lane.state = IDLE;
  s->lane.stop = UINT64_MAX;
  s->produced = 0;
  s->status = EBB_INFLATE_OUTPUT_FULL;
}

void ebb_inflate_next(ebb_inflate_stream *s, ebb_inflate_member *m) {
  lane *z = &s->lane;
  z->member = m;
  m->status = s->status;
  if (z->state == IDLE) begin(z, m);
  size_t behind = s->produced < EBB_INFLATE_WINDOW ? (size_t)s->produced : EBB_INFLATE_WINDOW;
  z->in = m->in;
  z->out = z->checked = m->out;
  z->out_begin = m->out - behind;
  z->out_end = m->out + m->out_size;
  z->before = s->produced - behind;
  if (s->status == EBB_INFLATE_OUTPUT_FULL) {
    if (z->state == AT_END && m->status == EBB_INFLATE_OUTPUT_FULL) { /* it is not the end: there was no room */
      z->state = IN_BLOCK;
      if (z->rest && z->rest_distance) copy_match(z);
      else if (z->rest) copy_stored(z);
    }
    while (prepare(z)) best.one_lane(z, safe_steps(z));
    update_crc(z);
  }
  close_member(z, m->out);
  s->produced += m->produced;
  s->status = m->status;
}

void ebb_inflate_stream_stop(ebb_inflate_stream *s, uint64_t stop) { s->lane.stop = stop; }

uint64_t ebb_inflate_stream_block(const ebb_inflate_stream *s) {
  return s->lane.state == AT_BLOCK && s->lane.at >= s->lane.stop ? s->lane.at : 0;
}

void ebb_inflate_stream_pass(ebb_inflate_stream *s, const uint8_t *text, size_t count) {
  s->lane.crc = crc32_gzip_refl(s->lane.crc, text, count);
  s->produced += count;
}

void ebb_inflate_stream_skip(ebb_inflate_stream *s, uint64_t at, int is_end) {
  s->lane.at = at;
  s->lane.final = is_end;
  s->lane.state = is_end ? AT_TRAILER : AT_BLOCK;
}
