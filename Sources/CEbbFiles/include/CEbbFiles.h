/* Calls of Linux that Swift does not import, for they are GNU's own. */
#ifndef CEBBFILES_H
#define CEBBFILES_H

/* Has the kernel begin to write a part of a file to disk, and does not wait for it. A length of 0 means up to the end.
   Returns 0, or -1 with errno: not every file system can. */
int ebb_begin_sync(int descriptor, long long start, long long length);

#endif
