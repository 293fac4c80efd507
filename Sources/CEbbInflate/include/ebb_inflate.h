/* Inflates gzip members (RFC 1952, RFC 1951), two at a time on one core, or one piece by piece, on two threads if it is
 * large. What zlib accepts is accepted, and nothing else: sets of codes that zlib finds incomplete, too large or without
 * an end of block are not.
 *
 * Made for numbers written as text and compressed with zlib: more than nine tenths of such text come out of short
 * matches (4 to 12 bytes), which follow each other with 0 or 1 literal between them. Decoding them is bound by the
 * latency of table look-ups, so two members are decoded in turns, and by mispredicted branches, so that the loop does
 * not branch on what a symbol is. It decodes every other gzip member as well.
 *
 * The functions read only [in, in + in_size) and write only [out, out + out_size); no padding is required. What lies
 * after the `produced` bytes of the output buffer is undefined afterwards. No memory is allocated but for a split, 40 KB
 * of stack are used, there is no global state. A little faster at the end of a member if out_size exceeds its length by
 * 64 bytes.
 */
#ifndef EBB_INFLATE_H
#define EBB_INFLATE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  EBB_INFLATE_OK = 0,
  EBB_INFLATE_NOT_GZIP,           /* the first two bytes are not 1f 8b */
  EBB_INFLATE_UNSUPPORTED_METHOD, /* the compression method is not 8 */
  EBB_INFLATE_ENDS_EARLY,         /* the input ends before the member does */
  EBB_INFLATE_INVALID_DATA,       /* reserved flags, blocks, codes or distances that RFC 1951 and 1952 rule out */
  EBB_INFLATE_WRONG_CHECKSUM,     /* CRC-32 of the content, or CRC-16 of the header */
  EBB_INFLATE_WRONG_LENGTH,       /* ISIZE is not the length of the content modulo 2^32 */
  EBB_INFLATE_OUTPUT_FULL,        /* the content is longer than out_size */
  EBB_INFLATE_UNPROVED            /* of a split: something is wrong, and a stream tells what */
} ebb_inflate_status;

/* No match lies further back (RFC 1951, 2). */
#define EBB_INFLATE_WINDOW 32768

typedef struct {
  const uint8_t *in; /* set by the caller: the member, and whatever follows it */
  size_t in_size;
  uint8_t *out; /* ... and the place for its content; must not overlap the input */
  size_t out_size;
  size_t consumed; /* set by the function: bytes of input used; if less than in_size after EBB_INFLATE_OK, another
            member or garbage follows. After an error: about where it was found, never above in_size */
  size_t produced; /* bytes of output; all that could be decoded before an error */
  ebb_inflate_status status;
} ebb_inflate_member;

/* Inflates `count` members, two at any time; a lane that is done takes the next one. Returns how many failed. Pass
 * members of about the same size, or more than two at once: the rest of the longer one is decoded alone, which is a
 * third slower. */
size_t ebb_inflate(ebb_inflate_member *members, size_t count);

/* A member whose content comes piece by piece, each as long as there is room for it. */
typedef struct ebb_inflate_stream ebb_inflate_stream;

/* Bytes of memory for a stream, to be aligned as for any number. */
size_t ebb_inflate_stream_size(void);

/* Makes the stream ready for a member, whatever it has done before. */
void ebb_inflate_begin(ebb_inflate_stream *stream);

/* Inflates on into [out, out + out_size), until that is full (EBB_INFLATE_OUTPUT_FULL: call again), the member ends or
 * an error is found; then it says the same each time. The caller gives the same input each time, and has the last
 * EBB_INFLATE_WINDOW bytes of the content so far, or all that there are, lie before `out`. `produced` counts the bytes
 * of this call, `consumed` those of all. There may be no room at all: what needs none is done. */
void ebb_inflate_next(ebb_inflate_stream *stream, ebb_inflate_member *member);

/* A member whose content comes piece by piece, and which a thread of its own helps to inflate: for one that is so large
 * that a thread is soon begun, where a processor has nothing else to do. Inflated and decoded, dense pages of numbers take
 * two thirds of the time. */
typedef struct ebb_inflate_split ebb_inflate_split;

/* Begins with the member, which stays where it is until the split ends, and as it is from the last of the `consumed` bytes
 * on. Of each `round` bytes of input the caller's thread inflates about the first `own`, 0 < own < round, and the
 * other thread the rest. Takes 14 MB of memory. Returns NULL where there is no memory or no thread. */
ebb_inflate_split *ebb_inflate_split_begin(const uint8_t *in, size_t in_size, size_t own, size_t round);

/* Inflates on as `ebb_inflate_next` does, with the same bytes in the same pieces, of the same input; `produced` of this
 * call. Where the status is neither EBB_INFLATE_OK nor EBB_INFLATE_OUTPUT_FULL, a stream is to say what is wrong. */
void ebb_inflate_split_next(ebb_inflate_split *split, ebb_inflate_member *member);

/* Bytes of the content so far that the other thread has inflated. */
uint64_t ebb_inflate_split_helped(const ebb_inflate_split *split);

/* Ends the thread, and gives the memory back. */
void ebb_inflate_split_end(ebb_inflate_split *split);

#ifdef __cplusplus
}
#endif
#endif
