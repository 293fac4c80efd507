/* See include/ebb_inflate.h: a member that two threads inflate.
 *
 * The member is divided into rounds. Of each the caller's thread inflates the first part as any stream does, and the
 * scout the second, from the first place on where a block seems to begin, before it is known what lies before. When the
 * caller comes to that very place at the end of a block, a block does begin there, and what the scout has made is the
 * text, once bytes are put for its elements. When it does not come there, the scout was wrong, and the caller goes on
 * alone until the next round. So every bit of the text is inflated from where it begins, whoever does it.
 *
 * The scout's elements wait in buffers, used in turn. It waits while all are full; the caller waits for it where it has
 * nothing else to do. */
#include "part.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Elements of a buffer, 1 MiB at most, and how many there are: enough for what the scout makes while the caller has its
 * part. */
#define MOST_ELEMENTS ((size_t)1 << 19)
#define LEAST_ELEMENTS ((size_t)1 << 13)
#define BUFFERS 12
/* Elements of a block that are decoded before it is believed to be one: random bits are found wrong after a few. */
#define TRIAL 4096
/* Bits of input that such a trial may take, 16 kB, for there are blocks of hardly any text; and all that have failed of
 * one search, 128 kB: else a small member could be made that takes hours. */
#define TRIAL_BITS (16u << 13)
#define FAILED_BITS (128u << 13)
/* Bytes of input in which a block must begin; zlib's take up to some 50 kB. */
#define SEARCHED (256u << 10)

typedef enum { SEARCHING, NONE, UNDER_WAY, ENDED } run_state;

/* What the scout inflates of a round. */
typedef struct {
  run_state state;
  uint64_t start, end; /* bits */
  int is_end, is_wrong; /* the member's last block has ended; its data are wrong */
  int given_up; /* by the caller */
} run;

typedef struct {
  size_t run, count;
  uint16_t *window; /* then `count` elements after EBB_INFLATE_WINDOW */
} buffer;

struct ebb_inflate_split {
  const uint8_t *in;
  size_t in_size, own, round;
  pthread_t scout;
  pthread_mutex_t lock; /* for what follows, up to the next blank line */
  pthread_cond_t changed;
  run *runs;
  size_t made, used; /* buffers */
  int closed;

  size_t count; /* runs */
  size_t room; /* elements of a buffer */
  buffer buffers[BUFFERS];
  uint16_t *elements;

  part part; /* the scout's */

  ebb_inflate_stream *stream; /* and all else is the caller's */
  size_t next; /* run, whose part has not been reached */
  int inside; /* the run's part is what comes next */
  size_t taken; /* elements of the buffer at hand */
  uint64_t produced, helped; /* bytes of text; those that the scout has inflated */
  uint8_t recent[EBB_INFLATE_WINDOW]; /* in a ring: the last bytes of the text */
  uint8_t table[PART_ELEMENTS];
};

/* The scout's. */

/* Waits until buffer `made` is free. Returns 0 where nobody wants it any more. */
static int wait_for_room(ebb_inflate_split *s, size_t k) {
  pthread_mutex_lock(&s->lock);
  while (s->made - s->used == BUFFERS && !s->closed && !s->runs[k].given_up) pthread_cond_wait(&s->changed, &s->lock);
  int wanted = !s->closed && !s->runs[k].given_up;
  pthread_mutex_unlock(&s->lock);
  return wanted;
}

static void begin_run(ebb_inflate_split *s, size_t k, uint64_t start) {
  pthread_mutex_lock(&s->lock);
  s->runs[k].start = start;
  s->runs[k].state = start == EBB_INFLATE_NOWHERE ? NONE : UNDER_WAY;
  pthread_cond_broadcast(&s->changed);
  pthread_mutex_unlock(&s->lock);
}

/* Hands over what is in buffer `made`; `has_ended` where it is the run's last. Returns 0 where nobody wants it. */
static int hand_over(ebb_inflate_split *s, size_t k, size_t count, int has_ended) {
  pthread_mutex_lock(&s->lock);
  int wanted = !s->closed && !s->runs[k].given_up;
  if (wanted && count) {
    s->buffers[s->made % BUFFERS].run = k;
    s->buffers[s->made % BUFFERS].count = count;
    s->made++;
  }
  if (has_ended) {
    s->runs[k].end = s->part.lane.at;
    s->runs[k].is_end = s->part.lane.state == AT_END && s->part.member.status == EBB_INFLATE_OK;
    s->runs[k].is_wrong = s->part.lane.state == AT_END && s->part.member.status != EBB_INFLATE_OK;
    s->runs[k].state = ENDED;
  }
  pthread_cond_broadcast(&s->changed);
  pthread_mutex_unlock(&s->lock);
  return wanted && !has_ended;
}

static uint16_t *window(ebb_inflate_split *s, size_t n) { return s->buffers[n % BUFFERS].window; }

/* Finds a block from bit `at` on, below `end`, and decodes the first of it into buffer `made`. */
static uint64_t find(ebb_inflate_split *s, uint64_t at, uint64_t end) {
  uint16_t *out = window(s, s->made) + EBB_INFLATE_WINDOW;
  for (unsigned i = 0; i < EBB_INFLATE_WINDOW; i++) window(s, s->made)[i] = (uint16_t)(PART_UNKNOWN + i);
  for (uint64_t failed = 0;; at++) {
    at = ebb_inflate_part_find(&s->part, s->in, s->in_size, at, end, out, out + TRIAL);
    if (at == EBB_INFLATE_NOWHERE || ebb_inflate_part_next(&s->part, at + TRIAL_BITS) >= 0) break;
    if (s->part.member.status == EBB_INFLATE_OK) break; /* the member's end */
    failed += s->part.lane.at - at;
    if (failed > FAILED_BITS) {
      at = EBB_INFLATE_NOWHERE;
      break;
    }
  }
  s->part.out_end = out + s->room;
  return at;
}

static void *scout(void *split) {
  ebb_inflate_split *s = split;
  for (size_t k = 0; k < s->count; k++) {
    if (!wait_for_room(s, k)) {
      begin_run(s, k, EBB_INFLATE_NOWHERE);
      continue;
    }
    uint64_t at = (uint64_t)(k * s->round + s->own) << 3, stop = (uint64_t)(k + 1) * s->round << 3;
    uint64_t last = at + ((uint64_t)SEARCHED << 3);
    uint64_t start = find(s, at, stop < last ? stop : last);
    begin_run(s, k, start);
    if (start == EBB_INFLATE_NOWHERE) continue;
    for (;;) {
      uint16_t *out = window(s, s->made) + EBB_INFLATE_WINDOW;
      int stopped = ebb_inflate_part_next(&s->part, stop);
      size_t count = (size_t)(s->part.out - out);
      if (!hand_over(s, k, count, stopped != 0) || !wait_for_room(s, k)) break;
      uint16_t *next = window(s, s->made);
      memcpy(next, out + count - EBB_INFLATE_WINDOW, EBB_INFLATE_WINDOW * sizeof *next);
      s->part.out = next + EBB_INFLATE_WINDOW;
      s->part.out_end = s->part.out + s->room;
    }
  }
  return NULL;
}

/* The caller's. */

/* Stops where the next run is to begin, if there is one. */
static void set_stop(ebb_inflate_split *s) {
  uint64_t at = (uint64_t)(s->next * s->round + s->own) << 3;
  ebb_inflate_stream_stop(s->stream, s->next < s->count ? at : UINT64_MAX);
}

/* Leaves the next run, and the buffers that it has filled. */
static void give_up(ebb_inflate_split *s) {
  pthread_mutex_lock(&s->lock);
  s->runs[s->next].given_up = 1;
  while (s->used < s->made && s->buffers[s->used % BUFFERS].run <= s->next) s->used++;
  pthread_cond_broadcast(&s->changed);
  pthread_mutex_unlock(&s->lock);
  s->next++;
  set_stop(s);
}

/* At a block that begins at bit `at`, where the next run may: goes into it, or on to where it begins, or leaves it. */
static void meet(ebb_inflate_split *s, uint64_t at) {
  pthread_mutex_lock(&s->lock);
  while (s->runs[s->next].state == SEARCHING) pthread_cond_wait(&s->changed, &s->lock);
  run r = s->runs[s->next];
  pthread_mutex_unlock(&s->lock);
  if (r.state == NONE || r.start < at || s->produced < EBB_INFLATE_WINDOW) {
    give_up(s);
  } else if (at < r.start) {
    ebb_inflate_stream_stop(s->stream, r.start);
  } else {
    size_t first = (size_t)(s->produced % EBB_INFLATE_WINDOW);
    for (unsigned i = 0; i < PART_UNKNOWN; i++) s->table[i] = (uint8_t)i;
    memcpy(s->table + PART_UNKNOWN, s->recent + first, EBB_INFLATE_WINDOW - first);
    memcpy(s->table + PART_UNKNOWN + EBB_INFLATE_WINDOW - first, s->recent, first);
    s->inside = 1;
    s->taken = 0;
  }
}

/* Waits for what the run gives next. Returns 0 where it has given all. */
static int wait_for_elements(ebb_inflate_split *s) {
  pthread_mutex_lock(&s->lock);
  while (s->made == s->used && s->runs[s->next].state != ENDED) pthread_cond_wait(&s->changed, &s->lock);
  /* A later run's may lie there already. */
  int has = s->made > s->used && s->buffers[s->used % BUFFERS].run == s->next;
  pthread_mutex_unlock(&s->lock);
  return has;
}

static void free_buffer(ebb_inflate_split *s) {
  pthread_mutex_lock(&s->lock);
  s->used++;
  pthread_cond_broadcast(&s->changed);
  pthread_mutex_unlock(&s->lock);
  s->taken = 0;
}

/* Keeps the last bytes of the text. */
static void keep(ebb_inflate_split *s, const uint8_t *text, size_t count) {
  if (!count) return;
  uint64_t end = s->produced += count;
  if (count > EBB_INFLATE_WINDOW) text += count - EBB_INFLATE_WINDOW, count = EBB_INFLATE_WINDOW;
  size_t first = (size_t)((end - count) % EBB_INFLATE_WINDOW), room = EBB_INFLATE_WINDOW - first;
  memcpy(s->recent + first, text, count < room ? count : room);
  if (count > room) memcpy(s->recent, text + room, count - room);
}

/* Text of the run that the caller is in, up to `room` bytes; fewer where the run has ended. */
static size_t take(ebb_inflate_split *s, uint8_t *out, size_t room) {
  size_t done = 0;
  while (done < room && wait_for_elements(s)) {
    buffer *b = &s->buffers[s->used % BUFFERS];
    size_t n = b->count - s->taken < room - done ? b->count - s->taken : room - done;
    ebb_inflate_part_resolve(b->window + EBB_INFLATE_WINDOW + s->taken, n, s->table, out + done);
    s->taken += n;
    done += n;
    if (s->taken == b->count) free_buffer(s);
  }
  ebb_inflate_stream_pass(s->stream, out, done);
  s->helped += done;
  return done;
}

/* Whether the run has given all, as far as can be told without waiting. */
static int has_given_all(ebb_inflate_split *s) {
  pthread_mutex_lock(&s->lock);
  int waits = s->made > s->used && s->buffers[s->used % BUFFERS].run == s->next;
  int has = !waits && s->runs[s->next].state == ENDED;
  pthread_mutex_unlock(&s->lock);
  return has;
}

/* After the run. Returns 0 where its data are wrong. */
static int leave_run(ebb_inflate_split *s) {
  run r = s->runs[s->next]; /* it has ended: the scout changes nothing of it any more */
  if (r.is_wrong) return 0;
  ebb_inflate_stream_skip(s->stream, r.end, r.is_end);
  s->inside = 0;
  s->next++;
  set_stop(s);
  return 1;
}

void ebb_inflate_split_next(ebb_inflate_split *s, ebb_inflate_member *m) {
  uint8_t *out = m->out, *end = m->out + m->out_size;
  ebb_inflate_member piece = *m;
  for (;;) {
    if (s->inside) {
      size_t n = take(s, out, (size_t)(end - out));
      keep(s, out, n);
      out += n;
      piece.status = EBB_INFLATE_OUTPUT_FULL;
      piece.consumed = (size_t)(s->runs[s->next].start >> 3);
      if (out == end && !has_given_all(s)) break;
      piece.status = EBB_INFLATE_UNPROVED;
      if (!leave_run(s)) break;
    }
    piece.out = out;
    piece.out_size = (size_t)(end - out);
    ebb_inflate_next(s->stream, &piece);
    keep(s, out, piece.produced);
    out += piece.produced;
    uint64_t at = ebb_inflate_stream_block(s->stream);
    if (piece.status != EBB_INFLATE_OUTPUT_FULL || !at) break;
    meet(s, at);
  }
  m->status = piece.status;
  m->consumed = piece.consumed;
  m->produced = (size_t)(out - m->out);
}

static void discard(ebb_inflate_split *s) {
  pthread_cond_destroy(&s->changed);
  pthread_mutex_destroy(&s->lock);
  free(s->elements), free(s->stream), free(s->runs), free(s);
}

ebb_inflate_split *ebb_inflate_split_begin(const uint8_t *in, size_t in_size, size_t own, size_t round) {
  ebb_inflate_split *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->room = in_size < LEAST_ELEMENTS ? LEAST_ELEMENTS : in_size < MOST_ELEMENTS ? in_size : MOST_ELEMENTS;
  size_t rooms = EBB_INFLATE_WINDOW + s->room + PART_SLACK;
  s->in = in, s->in_size = in_size, s->own = own, s->round = round;
  s->count = own < in_size ? (in_size - own - 1) / round + 1 : 0;
  s->runs = calloc(s->count + 1, sizeof *s->runs);
  s->stream = malloc(ebb_inflate_stream_size());
  size_t size = BUFFERS * rooms * sizeof *s->elements, huge = (size_t)1 << 21;
  s->elements = aligned_alloc(huge, (size + huge - 1) / huge * huge);
  /* Where all buffers will be used: a page of memory that is touched first takes a microsecond, of 13 MB 3,200 do. */
  if (s->elements && in_size >= huge) madvise(s->elements, size, MADV_HUGEPAGE);
  pthread_mutex_init(&s->lock, NULL);
  pthread_cond_init(&s->changed, NULL);
  if (s->runs && s->stream && s->elements) {
    for (size_t i = 0; i < BUFFERS; i++) s->buffers[i].window = s->elements + i * rooms;
    ebb_inflate_begin(s->stream);
    set_stop(s);
    if (!pthread_create(&s->scout, NULL, scout, s)) return s;
  }
  discard(s);
  return NULL;
}

uint64_t ebb_inflate_split_helped(const ebb_inflate_split *s) { return s->helped; }

void ebb_inflate_split_end(ebb_inflate_split *s) {
  pthread_mutex_lock(&s->lock);
  s->closed = 1;
  pthread_cond_broadcast(&s->changed);
  pthread_mutex_unlock(&s->lock);
  pthread_join(s->scout, NULL);
  discard(s);
}
