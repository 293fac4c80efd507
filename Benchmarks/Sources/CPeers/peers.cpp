#include "peers.h"

#include <isa-l/igzip_lib.h>
#include <libdeflate.h>
#include <simdjson.h>
#include <zlib.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace simdjson;

namespace {

[[noreturn]] void fail(const char *what) {
  std::fprintf(stderr, "decode-bench: a peer failed: %s\n", what);
  std::exit(70);
}

/// Values of an array into `values`; how many.
size_t numbers(ondemand::array array, double *values, size_t capacity) {
  size_t count = 0;
  for (double value : array) {
    if (count == capacity) fail("more values than expected");
    values[count++] = value;
  }
  return count;
}

struct Axis {
  std::string name, unit;
  std::vector<double> centres;
};

struct Page {
  std::vector<std::pair<std::string, std::string>> metadata;
  int64_t dimensions = 0;
  std::string name, unit;
  std::vector<Axis> axes;
  size_t count = 0;
};

Axis axis(ondemand::object object) {
  Axis axis;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (key == "name") axis.name = std::string_view(field.value());
    else if (key == "unit") axis.unit = std::string_view(field.value());
    else if (key == "values") for (double centre : field.value().get_array()) axis.centres.push_back(centre);
  }
  return axis;
}

Page page(ondemand::object object, double *values, size_t capacity) {
  Page page;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (key == "metadata") {
      for (auto entry : field.value().get_object()) {
        const std::string_view name = entry.unescaped_key();
        page.metadata.emplace_back(name, std::string_view(entry.value()));
      }
    } else if (key == "dimensions") {
      page.dimensions = field.value();
    } else if (key == "data") {
      for (auto member : field.value().get_object()) {
        const std::string_view name = member.unescaped_key();
        if (name == "name") page.name = std::string_view(member.value());
        else if (name == "unit") page.unit = std::string_view(member.value());
        else if (name == "values") page.count = numbers(member.value().get_array(), values, capacity);
      }
    } else if (key.substr(0, 8) == "axis_dim") {
      page.axes.push_back(axis(field.value().get_object()));
    }
  }
  return page;
}

ondemand::parser parser;
libdeflate_decompressor *const decompressor = libdeflate_alloc_decompressor();
std::vector<uint8_t> text;

}  // namespace

const size_t peer_padding = SIMDJSON_PADDING;

const char *peer_simdjson_kernel() {
  static const std::string name = get_active_implementation()->name();
  return name.c_str();
}

size_t peer_simdjson_array(const char *json, size_t length, double *values, size_t capacity) try {
  ondemand::document document = parser.iterate(json, length, length + SIMDJSON_PADDING);
  return numbers(document.get_array(), values, capacity);
} catch (const simdjson_error &error) { fail(error.what()); }

size_t peer_page(const uint8_t *member, size_t length, double *values, size_t capacity) try {
  uint32_t declared;
  std::memcpy(&declared, member + length - 4, 4);
  if (text.size() < declared + SIMDJSON_PADDING) text.resize(declared + SIMDJSON_PADDING);
  peer_libdeflate(member, length, text.data(), declared);
  ondemand::document document = parser.iterate(text.data(), declared, text.size());
  const Page decoded = page(document.get_object(), values, capacity);
  if (decoded.axes.size() != size_t(decoded.dimensions)) fail("axes are missing");
  return decoded.count;
} catch (const simdjson_error &error) { fail(error.what()); }

size_t peer_libdeflate(const uint8_t *member, size_t length, uint8_t *to, size_t capacity) {
  size_t count;
  if (libdeflate_gzip_decompress(decompressor, member, length, to, capacity, &count) != LIBDEFLATE_SUCCESS)
    fail("libdeflate");
  return count;
}

size_t peer_isal(const uint8_t *member, size_t length, uint8_t *to, size_t capacity) {
  static inflate_state state;
  isal_inflate_init(&state);
  state.crc_flag = ISAL_GZIP;
  state.next_in = const_cast<uint8_t *>(member);
  state.avail_in = static_cast<uint32_t>(length);
  state.next_out = to;
  state.avail_out = static_cast<uint32_t>(capacity);
  if (isal_inflate_stateless(&state) != ISAL_DECOMP_OK) fail("ISA-L");
  return state.total_out;
}

size_t peer_zlib(const uint8_t *member, size_t length, uint8_t *to, size_t capacity) {
  static z_stream stream;
  static const int status = inflateInit2(&stream, 15 + 16);
  if (status != Z_OK || inflateReset(&stream) != Z_OK) fail("zlib");
  stream.next_in = const_cast<uint8_t *>(member);
  stream.avail_in = static_cast<uInt>(length);
  stream.next_out = to;
  stream.avail_out = static_cast<uInt>(capacity);
  if (inflate(&stream, Z_FINISH) != Z_STREAM_END) fail("zlib");
  return stream.total_out;
}

size_t peer_to_chars(const double *values, size_t count, char *text) {
  char *end = text;
  for (size_t i = 0; i < count; i++) end = std::to_chars(end, end + 32, values[i]).ptr;
  return size_t(end - text);
}
