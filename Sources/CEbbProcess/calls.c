#define _GNU_SOURCE
#include "CEbbProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int ebb_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

int ebb_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int ebb_widen_pipe(int descriptor, int bytes) { return fcntl(descriptor, F_SETPIPE_SZ, bytes); }

int ebb_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int ebb_fork(void) { return fork(); }

int ebb_close_from(unsigned first) { return close_range(first, ~0U, 0); }

void ebb_forget(int kept, int count, char **arguments) {
  for (int i = kept; i < count; i++) explicit_bzero(arguments[i], strlen(arguments[i]));
  for (char **entry = environ; entry != NULL && *entry != NULL; entry++) explicit_bzero(*entry, strlen(*entry));
  clearenv();
}
