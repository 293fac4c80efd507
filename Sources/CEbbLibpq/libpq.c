#define _GNU_SOURCE
#include "ebb_libpq.h"

#include <dlfcn.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What EbbStore calls: the value, the name, the parameters, and the arguments. The compiler holds each against the
   declaration in libpq-fe.h. */
#define FUNCTIONS(F) \
  F(int, PQcancel, (PGcancel *cancel, char *text, int size), (cancel, text, size)) \
  F(void, PQclear, (PGresult *result), (result)) \
  F(PQconninfoOption *, PQconndefaults, (void), ()) \
  F(PostgresPollingStatusType, PQconnectPoll, (PGconn *c), (c)) \
  F(PGconn *, PQconnectStartParams, (const char *const *keywords, const char *const *values, int expands), \
    (keywords, values, expands)) \
  F(int, PQconnectionNeedsPassword, (const PGconn *c), (c)) \
  F(PQconninfoOption *, PQconninfo, (PGconn *c), (c)) \
  F(void, PQconninfoFree, (PQconninfoOption *options), (options)) \
  F(int, PQconsumeInput, (PGconn *c), (c)) \
  F(char *, PQerrorMessage, (const PGconn *c), (c)) \
  F(void, PQfinish, (PGconn *c), (c)) \
  F(int, PQflush, (PGconn *c), (c)) \
  F(char *, PQfname, (const PGresult *result, int column), (result, column)) \
  F(void, PQfreeCancel, (PGcancel *cancel), (cancel)) \
  F(void, PQfreemem, (void *memory), (memory)) \
  F(Oid, PQftype, (const PGresult *result, int column), (result, column)) \
  F(PGcancel *, PQgetCancel, (PGconn *c), (c)) \
  F(PGresult *, PQgetResult, (PGconn *c), (c)) \
  F(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column)) \
  F(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column)) \
  F(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column)) \
  F(char *, PQhost, (const PGconn *c), (c)) \
  F(int, PQisBusy, (PGconn *c), (c)) \
  F(int, PQnfields, (const PGresult *result), (result)) \
  F(PGnotify *, PQnotifies, (PGconn *c), (c)) \
  F(int, PQntuples, (const PGresult *result), (result)) \
  F(const char *, PQparameterStatus, (const PGconn *c, const char *name), (c, name)) \
  F(char *, PQpass, (const PGconn *c), (c)) \
  F(char *, PQresultErrorField, (const PGresult *result, int code), (result, code)) \
  F(ExecStatusType, PQresultStatus, (const PGresult *result), (result)) \
  F(int, PQsendQueryParams, \
    (PGconn *c, const char *query, int count, const Oid *types, const char *const *values, const int *lengths, \
     const int *formats, int format), \
    (c, query, count, types, values, lengths, formats, format)) \
  F(PGVerbosity, PQsetErrorVerbosity, (PGconn *c, PGVerbosity verbosity), (c, verbosity)) \
  F(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn *c, PQnoticeProcessor processor, void *own), (c, processor, own)) \
  F(int, PQsetSingleRowMode, (PGconn *c), (c)) \
  F(int, PQsetnonblocking, (PGconn *c, int on), (c, on)) \
  F(int, PQsocket, (const PGconn *c), (c)) \
  F(int, PQsslInUse, (PGconn *c), (c)) \
  F(ConnStatusType, PQstatus, (const PGconn *c), (c)) \
  F(PGTransactionStatusType, PQtransactionStatus, (const PGconn *c), (c))

static struct {
#define FIELD(value, name, parameters, arguments) __typeof__(&name) name;
  FUNCTIONS(FIELD)
} library;

/* Nobody outside the program sees these, libpq itself included. */
#define FORWARD(value, name, parameters, arguments) \
  __attribute__((visibility("hidden"))) value name parameters { return library.name arguments; }
FUNCTIONS(FORWARD)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *reason;

static void load(void) {
  void *handle = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
#define FIND(value, called, parameters, arguments) \
  if (handle) { \
    void *found = dlsym(handle, #called); \
    if (found) memcpy(&library.called, &found, sizeof found); \
    else handle = 0; \
  }
  FUNCTIONS(FIND)
  if (handle) return;
  const char *text = dlerror();
  const char *kept = text ? strdup(text) : 0;
  reason = kept ? kept : "it cannot be loaded";
}

const char *ebb_libpq_load(void) {
  pthread_once(&once, load);
  return reason;
}
