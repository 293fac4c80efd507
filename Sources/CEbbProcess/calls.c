#define _GNU_SOURCE
#include "CEbbProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int ebb_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

int ebb_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int ebb_widen_pipe(int descriptor, int bytes) { return fcntl(descriptor, F_SETPIPE_SZ, bytes); }

int ebb_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
