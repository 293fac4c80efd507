/* Calls of Linux that Swift does not import, for they are GNU's own or take a varying number of arguments. */
#ifndef CEBBPROCESS_H
#define CEBBPROCESS_H

#include <spawn.h>

/* Has the kernel kill this process when the thread that started it ends. Returns 0, or -1 with errno. */
int ebb_die_with_parent(void);

/* Has a child that is started close all descriptors from `first` on. Returns 0, or an error number. */
int ebb_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/* Makes a pipe of which a program that is started inherits nothing. Returns 0, or -1 with errno. */
int ebb_pipe(int ends[2]);

/* Goes on as two processes, as fork does. Only where there is one thread. */
int ebb_fork(void);

/* Closes all descriptors from `first` on. Returns 0, or -1 with errno. */
int ebb_close_from(unsigned first);

/* Overwrites the arguments after the first `kept`, and all of the environment. */
void ebb_forget(int kept, int count, char **arguments);

/* Asks for room for so many bytes in a pipe. Returns what there is, or -1 with errno. */
int ebb_widen_pipe(int descriptor, int bytes);

#endif
