// The system's SQLite for the hot paths and for the one call that Swift cannot make itself.
#ifndef CSQLITE_H
#define CSQLITE_H
#include <sqlite3.h>

/// `sqlite3_db_config` is variadic. Closing the last connection must not checkpoint:
/// every checkpoint of a replica holds the replica's lock file (specs/file-format.md).
static inline int csqlite_disable_checkpoint_on_close(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// SQLITE_TRANSIENT is a cast that Swift does not import.
static inline int csqlite_bind_text(sqlite3_stmt *s, int i, const char *p, int n) {
    return sqlite3_bind_text(s, i, p, n, SQLITE_TRANSIENT);
}
static inline int csqlite_bind_blob(sqlite3_stmt *s, int i, const void *p, int n) {
    return n == 0 ? sqlite3_bind_zeroblob(s, i, 0)
                  : sqlite3_bind_blob(s, i, p, n, SQLITE_TRANSIENT);
}
#endif
