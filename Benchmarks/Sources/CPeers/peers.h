#ifndef PEERS_H
#define PEERS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The libraries that Ebb's decoder is measured beside, each used as its own documentation advises. Buffers and
 * parsers are kept from call to call. Where a page is refused the process ends with a message. */

/* simdjson on demand: the array that is the text, of `length` bytes with `peer_padding` more after them.
 * Returns the number of values, of which there may be `capacity`. */
size_t peer_simdjson_array(const char *text, size_t length, double *values, size_t capacity);
extern const size_t peer_padding;
/* The instruction set that it has chosen. */
const char *peer_simdjson_kernel(void);

/* libdeflate and simdjson: all that Ebb takes from a page. Returns the number of values. */
size_t peer_page(const uint8_t *member, size_t length, double *values, size_t capacity);

/* Inflates to a buffer of `capacity` bytes; returns the length of the text. */
size_t peer_libdeflate(const uint8_t *member, size_t length, uint8_t *text, size_t capacity);
size_t peer_isal(const uint8_t *member, size_t length, uint8_t *text, size_t capacity);
size_t peer_zlib(const uint8_t *member, size_t length, uint8_t *text, size_t capacity);

/* std::to_chars: the texts of all values, one after another. Returns how many bytes they have; `text` has room for
 * 32 a value. */
size_t peer_to_chars(const double *values, size_t count, char *text);

#ifdef __cplusplus
}
#endif

#endif
