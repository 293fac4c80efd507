#define _GNU_SOURCE
#include "CEbbFiles.h"

#include <fcntl.h>

int ebb_begin_sync(int descriptor, long long start, long long length) {
  return sync_file_range(descriptor, start, length, SYNC_FILE_RANGE_WRITE);
}
