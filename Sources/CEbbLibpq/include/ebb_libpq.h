/* libpq's functions under their own names, from the library that is loaded when a server is first asked. It brings twenty
   libraries with it, which take 2 ms of each start; most runs of ebb read a file. */
#ifndef EBB_LIBPQ_H
#define EBB_LIBPQ_H

/* Loads libpq. Returns null, or why it cannot be loaded, which stays valid. Any thread may call it, at any time; none may
   call a function of libpq's before it has returned null. Costs milliseconds once. */
const char *ebb_libpq_load(void);

#endif
